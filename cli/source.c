/* SPDX-License-Identifier: ISC */
/* Paths to messages; see the header. Follows no symbolic link into a folder and looks into no folder inside a
 * folder. */
#include "cli/source.h"
#include "cli/mailfile.h"
#include "text/language.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *path;
  MailfileFlags flags;
  gboolean inside; /* came out of a folder */
} Item;

struct Source {
  GQueue items; /* of Item */
  gboolean mboxrd;
  SourceComplain complain;
  gpointer user;
  Mailfile *file;
  char *path;
  guint64 number;
};

static void
item_free(gpointer data)
{
  Item *item = data;
  g_free(item->path);
  g_free(item);
}

static Item *
item_new(char *path, MailfileFlags flags, gboolean inside)
{
  Item *item = g_new0(Item, 1);
  *item = (Item){path, flags, inside};
  return item;
}

static gboolean
has_suffix(const char *path, const char *suffix)
{
  gsize n = strlen(path), s = strlen(suffix);
  return n >= s && !g_ascii_strcasecmp(path + n - s, suffix);
}

static MailfileFlags
flags_for(const Source *source, const char *path)
{
  if (has_suffix(path, ".eml"))
    return MAILFILE_SINGLE;
  return source->mboxrd || has_suffix(path, ".mboxrd") ? MAILFILE_MBOXRD : MAILFILE_GUESS;
}

Source *
source_new(char *const *paths, gboolean mboxrd, SourceComplain complain, gpointer user)
{
  Source *source = g_new0(Source, 1);
  source->mboxrd = mboxrd;
  source->complain = complain;
  source->user = user;
  g_queue_init(&source->items);
  for (guint i = 0; paths[i]; i++)
    g_queue_push_tail(&source->items, item_new(g_strdup(paths[i]), flags_for(source, paths[i]), FALSE));
  return source;
}

void
source_free(Source *source)
{
  if (!source)
    return;
  g_queue_clear_full(&source->items, item_free);
  mailfile_close(source->file);
  g_free(source->path);
  g_free(source);
}

/* ---- folders
 * ----------------------------------------------------------------------------------------------------------------
 */

static int
compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder, sorted; NULL when it cannot be read. */
static GPtrArray *
names_in(Source *source, const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open(path, 0, &error);
  if (!dir) {
    source->complain(source->user, path, _("the folder cannot be read"));
    return NULL;
  }
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  const char *name;
  while ((name = g_dir_read_name(dir)))
    g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, compare_names);
  return names;
}

/* Prepends so that the first of found is next. */
static void
push_found(Source *source, GPtrArray *found)
{
  for (guint i = found->len; i > 0; i--)
    g_queue_push_head(&source->items, item_new(g_strdup(found->pdata[i - 1]), MAILFILE_SINGLE, TRUE));
}

static void
add_maildir_part(Source *source, const char *path, const char *part, GPtrArray *found)
{
  g_autofree char *folder = g_build_filename(path, part, NULL);
  if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
    return;
  g_autoptr(GPtrArray) names = names_in(source, folder);
  for (guint i = 0; names && i < names->len; i++)
    if (((char *)names->pdata[i])[0] != '.')
      g_ptr_array_add(found, g_build_filename(folder, names->pdata[i], NULL));
}

/* .eml files; says how much was passed over, so that nobody believes all of it is in. */
static void
add_eml_files(Source *source, const char *path, GPtrArray *found)
{
  g_autoptr(GPtrArray) names = names_in(source, path);
  guint others = 0;
  if (!names)
    return;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *file = g_build_filename(path, names->pdata[i], NULL);
    if (has_suffix(file, ".eml") && !g_file_test(file, G_FILE_TEST_IS_DIR))
      g_ptr_array_add(found, g_steal_pointer(&file));
    else if (((char *)names->pdata[i])[0] != '.')
      others++;
  }
  if (!found->len) {
    source->complain(source->user, path,
                     _("there is no .eml file in this folder, and it is no Maildir (with cur and new)"));
  } else if (others) {
    g_autofree char *why = g_strdup_printf(
        language_n("of this folder only .eml files are taken; %u other entry is left out: name it to take it in",
                   "of this folder only .eml files are taken; %u other entries are left out: name them to take them in", others),
        others);
    source->complain(source->user, path, why);
  }
}

static void
expand_folder(Source *source, const char *path)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *cur = g_build_filename(path, "cur", NULL), *new = g_build_filename(path, "new", NULL);
  if (g_file_test(cur, G_FILE_TEST_IS_DIR) || g_file_test(new, G_FILE_TEST_IS_DIR)) {
    add_maildir_part(source, path, "cur", found);
    add_maildir_part(source, path, "new", found);
  } else {
    add_eml_files(source, path, found);
  }
  push_found(source, found);
}

/* ---- messages
 * ---------------------------------------------------------------------------------------------------------------
 */

/* Opens the next file. FALSE when there is none. */
static gboolean
open_next(Source *source)
{
  while (!g_queue_is_empty(&source->items)) {
    Item *item = g_queue_pop_head(&source->items);
    g_autoptr(GError) error = NULL;
    gboolean folder = strcmp(item->path, "-") && g_file_test(item->path, G_FILE_TEST_IS_DIR);
    if (folder && item->inside)
      source->complain(source->user, item->path, _("it is a folder inside a Maildir: name it to take it in"));
    else if (folder)
      expand_folder(source, item->path);
    else if (!(source->file = mailfile_open(item->path, item->flags, &error)))
      source->complain(source->user, item->path, error->message);
    g_free(source->path);
    source->path = g_strdup(item->path);
    source->number = 0;
    item_free(item);
    if (source->file)
      return TRUE;
  }
  return FALSE;
}

gboolean
source_next(Source *source, SourceMessage *out)
{
  while (source->file || open_next(source)) {
    g_autoptr(GError) error = NULL;
    MailfileResult result = mailfile_next(source->file, &out->fd, &out->size, &error);
    source->number++;
    g_autofree char *name = mailfile_is_mbox(source->file)
                                ? g_strdup_printf("%s#%" G_GUINT64_FORMAT, source->path, source->number)
                                : g_strdup(source->path);
    if (result == MAILFILE_SKIPPED || result == MAILFILE_BROKEN)
      source->complain(source->user, name, error->message);
    if (result == MAILFILE_END || result == MAILFILE_BROKEN)
      g_clear_pointer(&source->file, mailfile_close);
    if (result == MAILFILE_MESSAGE) {
      out->name = g_steal_pointer(&name);
      return TRUE;
    }
  }
  return FALSE;
}
