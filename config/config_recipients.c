/* SPDX-License-Identifier: ISC */
/* Recipients as text: whether they can be right, and whether somebody pasted a private key. The key itself is decoded in seal/, which
 * this folder does not know; the checksum is tested here as well, so that a typing error is named with its line. Nothing that may be
 * a key is ever repeated. */
#include "config/config_keys.h"

#include <string.h>

#define RECIPIENT_CHARS 62u /* "age1", 52 letters, 6 of checksum */
#define SHAPE "a recipient is age1 and 58 letters and digits, as age-keygen prints it"

gboolean
config_has_private_key(const char *text)
{
  static const char mark[] = "AGE-SECRET-KEY-";
  for (; *text; text++)
    if (g_ascii_strncasecmp(text, mark, sizeof mark - 1) == 0)
      return TRUE;
  return FALSE;
}

/* The checksum of Bech32 (BIP 173) over "age" and the groups behind the separator. */
static gboolean
checksum_holds(const char *lower)
{
  static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  static const guint32 generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  guint8 values[7 + RECIPIENT_CHARS - 4] = {'a' >> 5, 'g' >> 5, 'e' >> 5, 0, 'a' & 31, 'g' & 31, 'e' & 31};
  for (guint i = 0; i < RECIPIENT_CHARS - 4; i++) {
    const char *found = strchr(alphabet, lower[4 + i]);
    if (!found)
      return FALSE;
    values[7 + i] = (guint8)(found - alphabet);
  }
  guint32 state = 1;
  for (guint i = 0; i < sizeof values; i++) {
    guint32 top = state >> 25;
    state = ((state & 0x1ffffff) << 5) ^ values[i];
    for (guint bit = 0; bit < G_N_ELEMENTS(generator); bit++)
      if (top >> bit & 1)
        state ^= generator[bit];
  }
  return state == 1;
}

const char *
config_recipient_fault(const char *text)
{
  g_autofree char *lower = g_ascii_strdown(text, -1), *upper = g_ascii_strup(text, -1);
  if (!g_str_has_prefix(lower, "age1"))
    return "does not begin with age1; " SHAPE;
  if (strlen(lower) != RECIPIENT_CHARS)
    return "is not 62 characters long; " SHAPE;
  if (!g_str_equal(text, lower) && !g_str_equal(text, upper))
    return "mixes small letters and capitals; " SHAPE;
  if (!checksum_holds(lower))
    return "has a typing error (its checksum is wrong); copy it again";
  return NULL;
}

/* Adds one recipient. what is wrong, or NULL. */
static const char *
add_recipient(GPtrArray *recipients, const char *text)
{
  const char *fault = config_recipient_fault(text);
  if (fault)
    return fault;
  g_autofree char *lower = g_ascii_strdown(text, -1);
  if (g_ptr_array_find_with_equal_func(recipients, lower, g_str_equal, NULL))
    return "is there already; each recipient must stand once";
  if (recipients->len == CONFIG_MAX_RECIPIENTS)
    return "is one too many; at most 20 recipients are allowed";
  g_ptr_array_add(recipients, g_steal_pointer(&lower));
  return NULL;
}

void
config_parse_recipients(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  Config *config = target;
  g_auto(GStrv) words = g_strsplit_set(value, ", \t", -1);
  guint number = 0;
  for (char **word = words; *word; word++) {
    if (!**word)
      continue;
    number++;
    const char *fault = add_recipient(config->recipients, *word);
    if (fault)
      config_problem(load, line, "recipient %u %s", number, fault);
  }
  if (number == 0)
    config_problem(load, line, "%s names no recipient; " SHAPE, key->name);
}

/* One line of a file of recipients. TRUE when there was something to read, right or wrong. */
static gboolean
read_recipient(ConfigLoad *load, Config *config, const char *path, char *text, guint at, guint line)
{
  if (config_has_private_key(text)) {
    config_problem_in(load, line, path, at, CONFIG_PRIVATE_KEY_FAULT);
    return TRUE;
  }
  text[strcspn(text, "#")] = '\0';
  g_strstrip(text);
  if (!*text)
    return FALSE;
  const char *fault = add_recipient(config->recipients, text);
  if (fault)
    config_problem_in(load, line, path, at, "this recipient %s", fault);
  return TRUE;
}

void
config_parse_recipients_file(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  g_autoptr(GError) error = NULL;
  if (!g_path_is_absolute(value)) {
    g_autofree char *allowed = config_key_allowed(key);
    config_problem(load, line, "%s is not %s", key->name, allowed);
    return;
  }
  g_auto(GStrv) lines = config_read_lines(value, &error);
  if (!lines) {
    config_problem(load, line, "%s cannot be read: %s", key->name, error->message);
    return;
  }
  gboolean any = FALSE;
  for (guint i = 0; lines[i]; i++)
    any |= read_recipient(load, target, value, lines[i], i + 1, line);
  if (!any)
    config_problem_in(load, line, value, 1, "names no recipient; " SHAPE);
}
