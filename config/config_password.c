/* SPDX-License-Identifier: ISC */
/* The password of a mailbox and the signing key, from their files or from systemd's credentials. Never from the configuration, the environment or the
 * command line, which other people can read; no copy is left behind. */
#include "config/config_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_BYTES (CONFIG_MAX_PASSWORD_BYTES + 3u) /* "\r\n" behind the longest, and one more to see that it is too long */

typedef int Fd; /* closes itself */
G_DEFINE_AUTO_CLEANUP_FREE_FUNC(Fd, close, -1)

typedef struct {
  char bytes[BUFFER_BYTES];
  gsize size;
} Secret; /* wipes itself */

static void
secret_clear(Secret *secret)
{
  explicit_bzero(secret, sizeof *secret);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Secret, secret_clear)

/* Where the password lies. Credentials are systemd's own: their mode shows the mask of an access list, not who may read. */
static char *
find_password(const ConfigMailbox *mailbox, gboolean *credential, GError **error)
{
  const char *folder = g_getenv("CREDENTIALS_DIRECTORY");
  *credential = TRUE;
  if (mailbox->password_file) {
    g_autofree char *inside = folder ? g_strconcat(folder, "/", NULL) : NULL;
    *credential = inside && g_str_has_prefix(mailbox->password_file, inside);
    return g_strdup(mailbox->password_file);
  }
  if (!folder) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                "[mailbox] has no password_file, and there is no systemd credential \"password\" (LoadCredential=)");
    return NULL;
  }
  g_autofree char *named = g_strdup_printf("%s/password.%s", folder, mailbox->name);
  /* No mailbox with a name gets the plain one: it would go to another server than it was meant for. */
  if (!g_file_test(named, G_FILE_TEST_EXISTS) && g_str_equal(mailbox->name, "mailbox"))
    return g_build_filename(folder, "password", NULL);
  return g_steal_pointer(&named);
}

static gboolean
check_file(int fd, const char *path, gboolean credential, GError **error)
{
  struct stat st;
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is not a file", path);
    return FALSE;
  }
  if (!credential && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_ACCES, "%s is open to others than its owner: chmod 600 %s", path, path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_all(int fd, const char *path, Secret *secret, GError **error)
{
  while (secret->size < BUFFER_BYTES) {
    gssize got = read(fd, secret->bytes + secret->size, BUFFER_BYTES - secret->size);
    if (got == 0)
      return TRUE;
    if (got > 0) {
      secret->size += (gsize)got;
    } else if (errno != EINTR) {
      g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "%s: %s", path, g_strerror(errno));
      return FALSE;
    }
  }
  return TRUE;
}

/* What is wrong with a password, or NULL. */
static const char *
password_fault(const Secret *secret)
{
  if (secret->size == 0)
    return "is empty";
  if (secret->size > CONFIG_MAX_PASSWORD_BYTES)
    return "is longer than a password may be (4096 bytes)";
  for (gsize i = 0; i < secret->size; i++)
    if (memchr("\r\n", secret->bytes[i], 3)) /* the NUL of the literal too: none of them can be sent in a login */
      return "has more than one line; it must hold the password alone";
  return NULL;
}

static gboolean
read_secret(const char *path, gboolean credential, Secret *secret, GError **error)
{
  g_auto(Fd) fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (fd < 0) {
    g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "%s: %s", path, g_strerror(errno));
    return FALSE;
  }
  return check_file(fd, path, credential, error) && read_all(fd, path, secret, error);
}

char *
config_password(const ConfigMailbox *mailbox, GError **error)
{
  gboolean credential = FALSE;
  g_autofree char *path = find_password(mailbox, &credential, error);
  g_auto(Secret) secret = {.size = 0};
  if (!path || !read_secret(path, credential, &secret, error))
    return NULL;
  if (secret.size > 0 && secret.bytes[secret.size - 1] == '\n')
    secret.size--;
  if (secret.size > 0 && secret.bytes[secret.size - 1] == '\r')
    secret.size--;
  const char *fault = password_fault(&secret);
  if (fault) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s %s", path, fault);
    return NULL;
  }
  return g_strndup(secret.bytes, secret.size);
}

char *
config_signing_key(const Config *config, GError **error)
{
  const char *folder = g_getenv("CREDENTIALS_DIRECTORY");
  g_autofree char *inside = folder ? g_build_filename(folder, "signing-key", NULL) : NULL;
  const char *path = config->signing_key_file;
  if (!path && inside && g_file_test(inside, G_FILE_TEST_EXISTS))
    path = inside;
  g_auto(Secret) secret = {.size = 0};
  if (!path || !read_secret(path, folder && g_str_has_prefix(path, folder), &secret, error))
    return NULL;
  if (secret.size > CONFIG_MAX_PASSWORD_BYTES) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is longer than a key may be (4096 bytes)", path);
    return NULL;
  }
  return g_strndup(secret.bytes, secret.size);
}
