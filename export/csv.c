/* SPDX-License-Identifier: ISC */
/* CSV; see the header. Everything is quoted: then no rule about what needs it can be wrong. */
#include "export/csv.h"
#include "export/plain.h"

#include <string.h>

/* TRUE when a spreadsheet could read the field as a formula: = + - @ (full width too) at the start, white
 * space and invisible characters aside, which some programs skip; TAB and CR at the very start. A plain
 * number may keep its minus. */
static gboolean
starts_formula(const char *text)
{
  if (*text == '\t' || *text == '\r' || *text == '\n')
    return TRUE;
  const char *p = text;
  while (*p && (g_unichar_isspace(g_utf8_get_char(p)) || g_unichar_iszerowidth(g_utf8_get_char(p))))
    p = g_utf8_next_char(p);
  if (*p == '-' && g_ascii_isdigit(p[1]) && strspn(p + 1, "0123456789.") == strlen(p + 1))
    return FALSE;
  gunichar c = g_utf8_get_char(p);
  return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xff1d || c == 0xff0b || c == 0xff0d ||
         c == 0xff20;
}

void
csv_put_field(GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  g_autofree char *plain = plain_text(valid, PLAIN_LINES);
  g_string_append_c(out, '"');
  if (starts_formula(valid) || starts_formula(plain))
    g_string_append_c(out, '\'');
  for (const char *p = plain; *p; p++) {
    if (*p == '"')
      g_string_append_c(out, '"');
    g_string_append_c(out, *p);
  }
  g_string_append_c(out, '"');
}

void
csv_put_record(GString *out, const char *const *fields, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (i)
      g_string_append_c(out, ',');
    csv_put_field(out, fields[i] ? fields[i] : "");
  }
  g_string_append(out, "\r\n");
}
