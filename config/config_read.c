/* SPDX-License-Identifier: ISC */
/* A configuration file as lines. GKeyFile reads such files too, but cannot say in which line a value stands, joins sections that
 * stand twice, and knows no comments behind a value. Continued lines, quoting and escapes do not exist: what stands there is meant. */
#include "config/config_keys.h"

#include <string.h>

#define MAX_WORD_BYTES 40u /* of names that are compared for a suggestion */

char **
config_read_lines(const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents(path, &text, &size, error))
    return NULL;
  if (size > CONFIG_MAX_FILE_BYTES) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "more than %u bytes", CONFIG_MAX_FILE_BYTES);
    return NULL;
  }
  if (memchr(text, '\0', size)) {
    g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "not a text file: it has NUL bytes");
    return NULL;
  }
  const char *start = g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text;
  char **lines = g_strsplit(start, "\n", -1);
  for (char **line = lines; *line; line++)
    if (g_str_has_suffix(*line, "\r"))
      (*line)[strlen(*line) - 1] = '\0';
  return lines;
}

/* Cuts a comment off: one that begins the text, or one behind white space ("value ; why"). A ; or # inside a word is part of it. */
static void
cut_comment(char *text)
{
  for (char *p = text; *p; p++) {
    if ((*p == ';' || *p == '#') && (p == text || g_ascii_isspace(p[-1]))) {
      *p = '\0';
      return;
    }
  }
}

static ConfigLine
bad_line(const char *why)
{
  return (ConfigLine){CONFIG_LINE_BAD, g_strdup(why), NULL};
}

/* "[name]" or "[name value]", already without comment and white space around. */
static ConfigLine
parse_section(char *text)
{
  gsize size = strlen(text);
  if (text[size - 1] != ']')
    return bad_line("a section must end with ]");
  text[size - 1] = '\0';
  char *name = g_strstrip(text + 1);
  char *value = name + strcspn(name, " \t");
  if (*value)
    *value++ = '\0';
  g_strstrip(value);
  return (ConfigLine){CONFIG_LINE_SECTION, g_strdup(name), *value ? g_strdup(value) : NULL};
}

ConfigLine
config_line_parse(const char *text)
{
  if (!g_utf8_validate(text, -1, NULL))
    return bad_line("is not UTF-8 text");
  g_autofree char *copy = g_strdup(text);
  g_strstrip(copy);
  cut_comment(copy);
  g_strchomp(copy);
  if (!*copy)
    return (ConfigLine){CONFIG_LINE_EMPTY, NULL, NULL};
  if (*copy == '[')
    return parse_section(copy);
  char *equals = strchr(copy, '=');
  if (!equals || equals == copy)
    return bad_line("is neither [section], nor key = value, nor a comment (; or #)");
  *equals = '\0';
  char *value = equals + 1;
  g_strstrip(value);
  cut_comment(value); /* "key = ; comment", and "key =; comment": nothing but a comment behind the sign */
  return (ConfigLine){CONFIG_LINE_KEY, g_strdup(g_strchomp(copy)), g_strdup(g_strchomp(value))};
}

void
config_line_clear(ConfigLine *line)
{
  g_clear_pointer(&line->name, g_free);
  g_clear_pointer(&line->value, g_free);
}

/* Edit distance without regard to case, in which two letters that changed places are one fault (optimal string alignment). Both at
 * most MAX_WORD_BYTES long. */
static guint
distance(const char *a, const char *b)
{
  guint rows[3][MAX_WORD_BYTES + 1]; /* for i - 2, i - 1 and i, in turn */
  guint size = (guint)strlen(b), i = 0;
  for (guint j = 0; j <= size; j++)
    rows[0][j] = j;
  for (i = 1; a[i - 1]; i++) {
    const guint *two_up = rows[(i + 1) % 3], *up = rows[(i + 2) % 3];
    guint *row = rows[i % 3];
    row[0] = i;
    for (guint j = 1; j <= size; j++) {
      char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);
      row[j] = MIN(up[j - 1] + (x != y), MIN(up[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) && y == g_ascii_tolower(a[i - 2]))
        row[j] = MIN(row[j], two_up[j - 2] + 1);
    }
  }
  return rows[(i + 2) % 3][size];
}

const char *
config_nearest(const char *word, const char *const *candidates)
{
  gsize size = strlen(word);
  if (size == 0 || size > MAX_WORD_BYTES)
    return NULL;
  const char *nearest = NULL;
  guint least = (guint)MAX(1, size / 3) + 1; /* a third of the letters may be wrong */
  for (guint i = 0; candidates[i]; i++) {
    if (strlen(candidates[i]) > MAX_WORD_BYTES)
      continue;
    guint here = distance(word, candidates[i]);
    if (here < least) {
      least = here;
      nearest = candidates[i];
    }
  }
  return nearest;
}
