/* SPDX-License-Identifier: ISC */
/* The sample, printed from the table. amana.conf.sample in this folder is this output; a test keeps them equal. */
#include "config/config_keys.h"

#include <string.h>

#define COLUMNS 78u

/* Appends text as comment lines of at most COLUMNS. */
static void
append_comment(GString *out, const char *text)
{
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  gsize used = 0;
  for (char **word = words; *word; word++) {
    gsize size = strlen(*word);
    if (used > 0 && used + 1 + size > COLUMNS) {
      g_string_append_c(out, '\n');
      used = 0;
    }
    g_string_append(out, used == 0 ? "# " : " ");
    g_string_append(out, *word);
    used += (used == 0 ? 2 : 1) + size;
  }
  g_string_append_c(out, '\n');
}

/* Keys that have to be set stand open; the others are shown with their default, or with an example, behind a ;. */
static void
append_key(GString *out, const ConfigKey *key)
{
  g_autofree char *allowed = config_key_allowed(key);
  g_autofree char *text = g_strdup_printf("%s Takes %s.", key->meaning, allowed);
  g_string_append_c(out, '\n');
  append_comment(out, text);
  g_string_append_printf(out, "%s%s = %s\n", key->required ? "" : ";", key->name, key->example ? key->example : key->initial);
}

char *
config_sample(void)
{
  GString *out = g_string_new("# Amana's configuration: see amana.conf(5). Check it with \"amanad --config FILE --check\".\n"
                              "# Lines that begin with ; show a default or an example; take the ; away to set one.\n"
                              "# Text behind a ; or a # that follows a space is a comment.\n");
  for (guint i = 0; i < config_n_sections; i++) {
    g_string_append_c(out, '\n');
    append_comment(out, config_sections[i].meaning);
    g_string_append_printf(out, "[%s]\n", config_sections[i].name);
    for (guint k = 0; k < config_n_keys; k++)
      if (g_str_equal(config_keys[k].section, config_sections[i].name))
        append_key(out, &config_keys[k]);
  }
  return g_string_free(out, FALSE);
}
