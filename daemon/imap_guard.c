/* SPDX-License-Identifier: ISC */
/* What of the server's lines libetpan's parser gets to see; see the header. It refuses to guess: a line that
 * is not understood never reaches the parser. */
#include "daemon/imap_guard.h"
#include <string.h>

gboolean
imap_guard_refuse(ImapGuard *guard, const char *why)
{
  guard->refusal = why;
  return FALSE;
}

void
imap_guard_command(ImapGuard *guard, GuardWants wants, guint bodies_max)
{
  guard->wants = wants;
  if (wants & GUARD_CAPABILITIES) /* what was said before does not count */
    g_clear_pointer(&guard->capabilities, g_strfreev);
  guard->bodies_max = bodies_max;
  guard->code[0] = '\0';
  guard->in_answer = FALSE;
  guard->depth = 0;
  guard->bodies = guard->answers = 0;
  guard->bytes = 0;
}

static gboolean
has_prefix(const char *text, const char *prefix)
{
  return g_ascii_strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* The number at text, and where it ends. FALSE if there is none or it does not fit 32 bits. */
static gboolean
read_number(const char *text, const char **end, guint64 *number)
{
  guint64 value = 0;
  const char *at = text;
  for (; g_ascii_isdigit(*at); at++) {
    value = value * 10 + (guint64)(*at - '0');
    if (value > G_MAXUINT32)
      return FALSE;
  }
  *end = at;
  *number = value;
  return at != text;
}

/* RFC 3501's atom characters. */
static gboolean
is_atom_char(char c)
{
  return c > ' ' && c <= '~' && !strchr("(){}[]%*\"\\", c);
}

/* One flag: an atom, one with a backslash before it, or "\*". Where it ends; at itself when there is none. */
static const char *
skip_flag(const char *at)
{
  if (at[0] == '\\' && at[1] == '*')
    return at + 2;
  const char *name = *at == '\\' ? at + 1 : at, *end = name;
  while (is_atom_char(*end))
    end++;
  return end == name ? at : end;
}

/* "(flag flag ...)" and nothing else up to end. libetpan crashes on lists that it cannot read. */
static gboolean
is_flag_list(const char *at, const char *end)
{
  if (*at++ != '(')
    return FALSE;
  while (at < end && *at != ')') {
    const char *next = skip_flag(at);
    if (next == at || (*next != ')' && (*next != ' ' || next[1] == ')')))
      return FALSE;
    at = *next == ' ' ? next + 1 : next;
  }
  return at < end && at + 1 == end;
}

static gboolean
is_number(const char *at, const char *end)
{
  const char *after;
  guint64 number;
  return read_number(at, &after, &number) && after == end;
}

static gboolean
is_nothing(const char *at, const char *end)
{
  return at == end;
}

static gboolean
is_copies(const char *at, const char *end)
{
  while (at < end && (g_ascii_isdigit(*at) || strchr(",: ", *at)))
    at++;
  return at == end;
}

/* Codes that libetpan may read, after which command, and what may follow; everything else between brackets is
 * taken out. BADCHARSET, an ALERT without text, and PERMANENTFLAGS in a greeting crash it. */
static const struct {
  const char *name;
  GuardWants wants;
  gboolean (*check)(const char *at, const char *end);
} passed_codes[] = {
    {"UIDVALIDITY ", GUARD_FOLDER, is_number},       {"UIDNEXT ", GUARD_FOLDER, is_number},
    {"PERMANENTFLAGS ", GUARD_FOLDER, is_flag_list}, {"READ-ONLY", GUARD_FOLDER, is_nothing},
    {"READ-WRITE", GUARD_FOLDER, is_nothing},        {"COPYUID ", GUARD_COPIES, is_copies},
};

/* code runs up to end, where its "]" stands. */
static gboolean
code_passes(const ImapGuard *guard, const char *code, const char *end)
{
  for (gsize i = 0; i < G_N_ELEMENTS(passed_codes); i++) {
    if (guard->wants & passed_codes[i].wants && has_prefix(code, passed_codes[i].name))
      return passed_codes[i].check(code + strlen(passed_codes[i].name), end);
  }
  return FALSE;
}

static void
note_code(ImapGuard *guard, const char *code)
{
  gsize length = 0;
  for (; length + 1 < GUARD_CODE_MAX && (g_ascii_isalpha(code[length]) || code[length] == '-'); length++)
    guard->code[length] = g_ascii_toupper(code[length]);
  guard->code[length] = '\0';
}

static gboolean
note_uidvalidity(ImapGuard *guard, const char *code)
{
  guint64 number;
  const char *end;
  if (!has_prefix(code, "UIDVALIDITY "))
    return TRUE;
  if (!read_number(code + strlen("UIDVALIDITY "), &end, &number) || *end != ']' || number == 0)
    return imap_guard_refuse(guard, "malformed UIDVALIDITY");
  if (guard->uidvalidity && number != guard->uidvalidity)
    guard->uidvalidity_changed = TRUE;
  return TRUE;
}

/* "STATUS [CODE ...] text" from start on: the text goes, the code stays if it is one that is used. */
static gboolean
trim_status(ImapGuard *guard, GString *line, gsize start, gboolean tagged)
{
  const char *space = strchr(line->str + start, ' ');
  if (!space) { /* "5 OK": no text at all; libetpan wants some */
    g_string_append(line, " -");
    return TRUE;
  }
  gsize text = (gsize)(space - line->str) + 1;
  const char *code = line->str + text + 1, *end = NULL;
  if (line->str[text] == '[' && (end = strchr(code, ']'))) {
    if (tagged && !has_prefix(line->str + start, "OK"))
      note_code(guard, code);
    if (!tagged && !note_uidvalidity(guard, code))
      return FALSE;
    if (code_passes(guard, code, end))
      text = (gsize)(end - line->str) + 2;
  }
  g_string_truncate(line, MIN(text, line->len));
  if (line->str[line->len - 1] != ' ')
    g_string_append_c(line, ' ');
  g_string_append_c(line, '-');
  return TRUE;
}

/* Quotes closed, parentheses within limits; *brace is where an announcement of a literal begins, or -1. */
static gboolean
scan_data(ImapGuard *guard, const GString *line, gssize *brace)
{
  gboolean quoted = FALSE;
  *brace = -1;
  for (gsize i = 0; i < line->len; i++) {
    char c = line->str[i];
    if (quoted && c == '\\' && i + 1 < line->len)
      i++;
    else if (c == '"')
      quoted = !quoted;
    else if (quoted)
      continue;
    else if (*brace >= 0 && !g_ascii_isdigit(c) && c != '}')
      return imap_guard_refuse(guard, "malformed literal");
    else if (c == '{')
      *brace = (gssize)i;
    else if (c == '(' && ++guard->depth > GUARD_DEPTH_MAX)
      return imap_guard_refuse(guard, "answer nested too deeply");
    else if (c == ')' && --guard->depth < 0)
      return imap_guard_refuse(guard, "malformed answer");
  }
  return quoted ? imap_guard_refuse(guard, "string without end") : TRUE;
}

static gboolean
follows_body(const GString *line, gssize brace)
{
  static const char body[] = "BODY[] ";
  gssize length = (gssize)strlen(body);
  return brace >= length && g_ascii_strncasecmp(line->str + brace - length, body, (gsize)length) == 0;
}

static gboolean
check_literal(ImapGuard *guard, const GString *line, gssize brace, guint64 *literal_bytes)
{
  const char *end;
  guint64 number;
  if (!read_number(line->str + brace + 1, &end, &number))
    return imap_guard_refuse(guard, "announced literal too large");
  if (strcmp(end, "}") != 0)
    return imap_guard_refuse(guard, "malformed literal");
  if (guard->fetch) {
    if (!(guard->wants & GUARD_BODIES) || guard->announced_bytes || !follows_body(line, brace))
      return imap_guard_refuse(guard, "literal that was not asked for");
    if (++guard->bodies > guard->bodies_max)
      return imap_guard_refuse(guard, "more messages than asked for");
  } else if (!(guard->wants & GUARD_NAMES) || number > GUARD_NAME_MAX_BYTES) {
    return imap_guard_refuse(guard, "literal that was not asked for");
  }
  guard->announced_bytes = number;
  *literal_bytes = number;
  return TRUE;
}

/* An answer made of atoms, strings and lists, or the rest of one after a literal. */
static gboolean
check_data(ImapGuard *guard, GString *line, guint64 *literal_bytes)
{
  gssize brace;
  if (!scan_data(guard, line, &brace))
    return FALSE;
  guard->in_answer = brace >= 0;
  if (brace >= 0)
    return check_literal(guard, line, brace, literal_bytes);
  return guard->depth == 0 ? TRUE : imap_guard_refuse(guard, "malformed answer");
}

static gboolean
check_counted(ImapGuard *guard, GString *line, guint64 *literal_bytes)
{
  guint64 number;
  const char *word;
  if (!read_number(line->str + 2, &word, &number) || *word != ' ')
    return imap_guard_refuse(guard, "malformed number");
  word++;
  if (has_prefix(word, "FETCH (")) {
    guard->fetch = TRUE;
    guard->answers--; /* handed on at once, not kept */
    return check_data(guard, line, literal_bytes);
  }
  if (g_ascii_strcasecmp(word, "EXISTS") == 0) {
    guard->news |= number > guard->exists;
    guard->exists = (guint32)number;
    return TRUE;
  }
  if (g_ascii_strcasecmp(word, "EXPUNGE") == 0) {
    if (guard->exists == 0 || number == 0)
      return imap_guard_refuse(guard, "EXPUNGE of a message that does not exist");
    guard->exists--;
    return TRUE;
  }
  g_string_truncate(line, 0);
  return TRUE;
}

static const char *const statuses[] = {"OK", "NO", "BAD", "PREAUTH"};

static gboolean
is_status(const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
    gsize length = strlen(statuses[i]);
    if (has_prefix(word, statuses[i]) && (word[length] == ' ' || word[length] == '\0'))
      return TRUE;
  }
  return FALSE;
}

static void
note_capabilities(ImapGuard *guard, const char *word)
{
  g_strfreev(guard->capabilities);
  guard->capabilities = g_strsplit(word, " ", -1);
}

gboolean
imap_guard_has(const ImapGuard *guard, const char *capability)
{
  for (char **word = guard->capabilities; word && *word; word++) {
    if (g_ascii_strcasecmp(*word, capability) == 0)
      return TRUE;
  }
  return FALSE;
}

void
imap_guard_clear(ImapGuard *guard)
{
  g_clear_pointer(&guard->capabilities, g_strfreev);
}

static gboolean
is_list_answer(const ImapGuard *guard, const char *word)
{
  const char *end;
  return guard->wants & GUARD_NAMES && has_prefix(word, "LIST (") && (end = strchr(word, ')')) &&
         is_flag_list(word + 5, end + 1);
}

static gboolean
check_untagged(ImapGuard *guard, GString *line, guint64 *literal_bytes)
{
  const char *word = line->str + 2;
  guard->fetch = FALSE;
  guard->announced_bytes = 0;
  guard->depth = 0;
  if (++guard->answers > GUARD_ANSWERS_MAX)
    return imap_guard_refuse(guard, "too many answers to one command");
  if (g_ascii_isdigit(*word))
    return check_counted(guard, line, literal_bytes);
  if (has_prefix(word, "BYE")) /* nothing good comes after it, and libetpan leaks memory on it */
    return imap_guard_refuse(guard, "the server said BYE");
  if (is_status(word))
    return trim_status(guard, line, 2, FALSE);
  if (is_list_answer(guard, word))
    return check_data(guard, line, literal_bytes);
  if (guard->wants & GUARD_CAPABILITIES && has_prefix(word, "CAPABILITY "))
    note_capabilities(guard, word);
  /* Something else that servers may say unasked. It may not end in a literal, or we would not know where it
   * ends. */
  if (line->str[line->len - 1] == '}')
    return imap_guard_refuse(guard, "literal that was not asked for");
  g_string_truncate(line, 0);
  return TRUE;
}

static gboolean
check_tagged(ImapGuard *guard, GString *line)
{
  guint64 tag;
  const char *end;
  if (!read_number(line->str, &end, &tag) || *end != ' ' || !is_status(end + 1))
    return imap_guard_refuse(guard, "line that is not IMAP");
  return trim_status(guard, line, (gsize)(end + 1 - line->str), TRUE);
}

static gboolean
check_line(ImapGuard *guard, GString *line, guint64 *literal_bytes)
{
  if (guard->in_answer)
    return check_data(guard, line, literal_bytes);
  if (g_str_has_prefix(line->str, "* ") && line->len > 2)
    return check_untagged(guard, line, literal_bytes);
  if (line->str[0] == '+') {
    g_string_assign(line, "+ -");
    return TRUE;
  }
  return check_tagged(guard, line);
}

gboolean
imap_guard_line(ImapGuard *guard, GString *line, guint64 *literal_bytes)
{
  *literal_bytes = 0;
  guard->bytes += line->len;
  if (guard->bytes > GUARD_COMMAND_MAX_BYTES)
    return imap_guard_refuse(guard, "too long an answer to one command");
  while (line->len && (line->str[line->len - 1] == '\n' || line->str[line->len - 1] == '\r'))
    g_string_truncate(line, line->len - 1);
  if (memchr(line->str, '\0', line->len))
    return imap_guard_refuse(guard, "NUL in a line");
  if (line->len == 0 && !guard->in_answer)
    return TRUE; /* Exchange sends empty lines between answers */
  gboolean in_answer = guard->in_answer;
  if (!check_line(guard, line, literal_bytes))
    return FALSE;
  if (line->len || in_answer)
    g_string_append(line, "\r\n");
  return TRUE;
}
