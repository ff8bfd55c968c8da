/* SPDX-License-Identifier: ISC */
/* Links found in a text by hand: where one begins, where it ends, and over which line ends it goes on. One pass from left to right
 * that never looks at a byte more than a fixed number of times, whatever the text. Joins lines only where that is certain: a link
 * cut short is a lost link, but one that swallowed a sentence is a lost sentence. */
#include <string.h>
#include "parser/links_internal.h"
#include "text/fold.h"

#define MAX_HOST_BYTES 320u /* of a host as written, defanged and all */
#define MIN_WRAPPED_COLUMN 60u /* a line that was wrapped is at least this long, when only its length tells */

typedef struct {
  const LinkRules *rules;
  const char *text;
  GPtrArray *links;
} Finder;

static gunichar
char_at(const char *p)
{
  return *p ? g_utf8_get_char(p) : 0;
}

static gunichar
char_before(const char *text, const char *p)
{
  return p > text ? g_utf8_get_char(g_utf8_prev_char(p)) : 0;
}

static gboolean
is_word(gunichar c)
{
  return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static gboolean
is_ascii_url(gunichar c)
{
  return c < 0x80 && c > ' ' && !strchr("<>\"'`{}|^()[]\\,;", (int)c);
}

/* A dot as it is written to defang a link: ".", "[.]", "(.)", "[dot]", "(dot)". Bytes taken, or 0. */
static gsize
dot_at(const char *p)
{
  static const char *const dots[] = {"[.]", "(.)", "{.}", "[dot]", "(dot)", "."};
  if (*p != '.' && *p != '[' && *p != '(' && *p != '{')
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS(dots); i++)
    if (!g_ascii_strncasecmp(p, dots[i], strlen(dots[i])))
      return strlen(dots[i]);
  return 0;
}

/* " dot ", " دوت ", " نقطة ": spoken dots. Bytes taken, or 0. */
static gsize
spoken_dot_at(const char *p)
{
  static const char *const dots[] = {" dot ", " [dot] ", " (dot) ", " دوت ", " نقطة ", " [.] "};
  if (*p != ' ')
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS(dots); i++)
    if (!g_ascii_strncasecmp(p, dots[i], strlen(dots[i])))
      return strlen(dots[i]);
  return 0;
}

/* "http://" in the shapes it is met in. Bytes taken, or 0. */
static gsize
scheme_at(const char *p)
{
  static const char *const schemes[] = {"https", "http", "hxxps", "hxxp"};
  static const char *const seps[] = {"://", "[:]//", "[://]", ":\\\\"};
  if (!g_ascii_strncasecmp(p, "tg://", 5))
    return 5;
  for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
    gsize len = strlen(schemes[i]);
    if (g_ascii_strncasecmp(p, schemes[i], len))
      continue;
    for (gsize j = 0; j < G_N_ELEMENTS(seps); j++)
      if (g_str_has_prefix(p + len, seps[j])) {
        len += strlen(seps[j]);
        return len + (p[len] == ' ' && !g_ascii_strncasecmp(p + len + 1, "www.", 4) ? 1 : 0);
      }
  }
  return 0;
}

/* --- the host */

static gboolean
is_host_char(gunichar c, gboolean foreign, gboolean any)
{
  if (c < 0x80)
    return g_ascii_isalnum((char)c) || c == '-' || c == '_';
  return any && foreign && is_word(c);
}

/* End of the host that begins at p, out gets it with plain dots; any: also Unicode labels (a label is of one kind, so that Arabic
 * glued to a Latin host ends it); spoken: " dot " counts. Of one that is too long out gets nothing. */
static const char *
scan_host(const char *p, gboolean any, gboolean spoken, GString *out)
{
  const char *start = p;
  gboolean first = TRUE, foreign = FALSE;
  while (*p) {
    if (p - start > (gssize)MAX_HOST_BYTES) {
      g_string_truncate(out, 0);
      break;
    }
    gunichar c = g_utf8_get_char(p);
    if (c >= 0x80 && text_is_invisible(c)) {
      p = g_utf8_next_char(p);
      continue;
    }
    if (first && !any && p > start && scheme_at(p)) /* "1.https://..." */
      break;
    gsize dot = first ? 0 : dot_at(p);
    if (!dot && !first && spoken)
      dot = spoken_dot_at(p);
    if (dot) {
      gunichar next = char_at(p + dot);
      if (!is_host_char(next, TRUE, any) && !text_is_invisible(next))
        break;
      g_string_append_c(out, '.');
      p += dot;
      first = TRUE;
      continue;
    }
    if (first)
      foreign = c >= 0x80;
    if (!is_host_char(c, foreign, any))
      break;
    if (c < 0x80)
      g_string_append_c(out, (char)c);
    else
      g_string_append_unichar(out, c);
    first = FALSE;
    p = g_utf8_next_char(p);
  }
  return p;
}

/* --- the rest: where a URL ends */

typedef struct {
  const char *start, *end; /* in the text */
  GString *url;            /* cleaned: without line ends and invisible characters */
  gboolean known;          /* host of a known platform: paths are ASCII but for tags and names */
  gboolean angle;          /* stands in <> */
  gboolean query;          /* past the "?" */
  gboolean full;           /* longer than LINKS_MAX_URL_BYTES */
  int parens;              /* open ones inside */
} Run;

static gboolean
tail_is(const Run *run, const char *word)
{
  gsize len = strlen(word);
  return run->url->len >= len && !memcmp(run->url->str + run->url->len - len, word, len);
}

/* May Arabic (or another script) stand here? After a separator it is a path; after a Latin letter it is the next word glued on. */
static gboolean
foreign_fits(const Run *run, gunichar c)
{
  if (!is_word(c) && c != 0x200c && c != 0x200d)
    return FALSE;
  const char *last = run->url->len ? g_utf8_prev_char(run->url->str + run->url->len) : NULL;
  gunichar before = last ? g_utf8_get_char(last) : 0;
  if (before >= 0x80)
    return TRUE;
  if (run->known) {
    static const char *const takers[] = {"/hashtag/", "/tag/", "/tags/", "/pages/", "/people/", "/@", "q=", "query=", "/place/"};
    if (before && strchr("-_+", (int)before) && (guchar)run->url->str[run->url->len - 2] >= 0x80)
      return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(takers); i++)
      if (tail_is(run, takers[i]))
        return TRUE;
    return FALSE;
  }
  if (before && strchr("/-_=+%@(", (int)before))
    return TRUE;
  /* digits inside a word of another script, "خبر2026عاجل" */
  const char *p = run->url->str + run->url->len;
  while (p > run->url->str && g_ascii_isdigit(p[-1]))
    p--;
  return p > run->url->str && p < run->url->str + run->url->len && (guchar)p[-1] >= 0x80;
}

/* "__cft__[0]=" has brackets that belong to it. */
static gboolean
bracket_fits(const Run *run, const char *p)
{
  if (*p == '[') {
    gsize len = strspn(p + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return run->query && p[1 + len] == ']' && (p[2 + len] == '=' || p[2 + len] == '[');
  }
  if (*p == ']')
    return run->query && (p[1] == '=' || p[1] == '[');
  if (*p == '(')
    return run->url->len && ((tail_is(run, "_") && is_word(char_at(p + 1))) || (g_ascii_isalnum(run->url->str[run->url->len - 1]) && g_ascii_isalnum(p[1])));
  return *p == ')' && run->parens > 0;
}

static gboolean
fits(Run *run, const char *p, gunichar c)
{
  if (strchr("[]()", (int)c) && c < 0x80)
    return bracket_fits(run, p);
  if (c == ',' || c == ';') /* inside only: "@33.3,44.3" and "&amp;" */
    return (g_ascii_isalnum(p[1]) || (c == ',' && p[1] == '-')) && !scheme_at(p + 1) && g_ascii_strncasecmp(p + 1, "www.", 4);
  if (c >= 0x80)
    return foreign_fits(run, c);
  return is_ascii_url(c) || (c == '\\' && g_ascii_isalnum(p[1]));
}

/* Another "https://" glued on begins a link of its own, unless something that takes an address stands before it. */
static gboolean
next_begins(const Run *run, const char *p)
{
  char before = run->url->len ? run->url->str[run->url->len - 1] : 0;
  return (*p == 'h' || *p == 'H') && scheme_at(p) && before && (g_ascii_isalnum(before) || strchr(".-_", before));
}

static void
take(Run *run, const char *p, gunichar c)
{
  if (run->url->len >= LINKS_MAX_URL_BYTES)
    run->full = TRUE;
  else
    g_string_append_unichar(run->url, c);
  run->query |= c == '?';
  run->parens += c == '(' ? 1 : c == ')' ? -1 : 0;
}

/* --- line ends */

/* Past the line end and the quotation marks of the next line; NULL at the end of the text or of the paragraph. */
static const char *
next_line(const char *p)
{
  if (*p == '\r')
    p++;
  if (*p != '\n')
    return NULL;
  p++;
  while (*p == '>' || *p == ' ' || *p == '\t')
    p++;
  return *p && *p != '\n' && *p != '\r' ? p : NULL;
}

static gsize
column_of(const char *text, const char *p)
{
  const char *line = p;
  gsize column = 0;
  while (line > text && line[-1] != '\n' && column < 2000)
    line--, column += ((guchar)*line & 0xc0) != 0x80;
  return column;
}

/* The characters up to the next white space, and whether the line has nothing else. */
static gsize
token_len(const char *p, gboolean *alone)
{
  gsize len = 0;
  while (p[len] && (guchar)p[len] > ' ' && (guchar)p[len] < 0x80 && len < LINKS_MAX_URL_BYTES)
    len++;
  const char *rest = p + len;
  while (*rest == ' ' || *rest == '\t')
    rest++;
  *alone = !*rest || *rest == '\n' || *rest == '\r';
  return len;
}

static gboolean
has_any(const char *p, gsize len, const char *set)
{
  for (gsize i = 0; i < len; i++)
    if (strchr(set, p[i]))
      return TRUE;
  return FALSE;
}

/* Does the link that ends at p go on in the next line, at next? */
static gboolean
goes_on(const Finder *finder, const Run *run, const char *p, const char *next)
{
  gboolean alone;
  gsize len = token_len(next, &alone);
  char last = run->url->len ? run->url->str[run->url->len - 1] : 0;
  if (!len || scheme_at(next) || !g_ascii_strncasecmp(next, "www.", 4) || strchr("-*#", *next))
    return FALSE;
  if (run->angle)
    return memchr(next, '>', len) != NULL || alone;
  if (strchr("?&=", *next) && len > 1 && g_ascii_isalnum(next[1]))
    return TRUE;
  if (!g_ascii_isalnum(*next) && !strchr("/%_@", *next))
    return FALSE;
  gboolean marked = has_any(next, len, "/?&=%_0123456789");
  if (strchr("?&=", last))
    return marked || alone;
  gboolean wide = column_of(finder->text, p) >= MIN_WRAPPED_COLUMN;
  if (strchr("/-_%", last) || *next == '/')
    return alone && marked && (wide || has_any(next, len, "/?&=") || strspn(next, "0123456789") >= 6);
  return alone && wide && (has_any(next, len, "&=") || (g_ascii_isdigit(last) && strspn(next, "0123456789") == len && len > 4));
}

/* --- the run as a whole */

static void
scan_run(const Finder *finder, Run *run, const char *p)
{
  while (*p) {
    gunichar c = g_utf8_get_char(p);
    if (c == '\n' || c == '\r') {
      const char *next = next_line(p);
      if (!next || !goes_on(finder, run, p, next))
        break;
      p = next;
      continue;
    }
    if (text_is_invisible(c) && c != 0x200c && c != 0x200d) {
      p = g_utf8_next_char(p);
      continue;
    }
    if (!fits(run, p, c) || next_begins(run, p))
      break;
    take(run, p, c);
    p = g_utf8_next_char(p);
    run->end = p;
  }
}

static gboolean
is_trailing(gunichar c)
{
  return c == 0x060c || c == 0x061b || c == 0x061f || c == 0x06d4 || c == 0x2026 || c == 0x200c || c == 0x200d || (c < 0x80 && strchr(".,;:!?*~_'\"", (int)c));
}

/* Punctuation of the sentence that stands at the end of the link. */
static void
trim(const Finder *finder, Run *run)
{
  while (run->url->len && run->end > run->start) {
    const char *last = g_utf8_prev_char(run->url->str + run->url->len);
    gunichar c = g_utf8_get_char(last);
    gboolean emphasis = c == '_' && char_before(finder->text, run->start) != '_';
    if (!is_trailing(c) || emphasis)
      return;
    g_string_truncate(run->url, last - run->url->str);
    gunichar in_text;
    do {
      run->end = g_utf8_prev_char(run->end);
      in_text = g_utf8_get_char(run->end);
    } while (run->end > run->start && in_text != c);
  }
}

static void
add_link(Finder *finder, const Run *run)
{
  Link *link = NULL;
  if (run->full) {
    link = g_new0(Link, 1);
    link->platform = g_strdup("other");
    link->form = g_strdup("too-long");
    link->opaque = TRUE;
  } else
    link = links_canonical(finder->rules, run->url->str);
  if (!link)
    return;
  link->start = run->start - finder->text;
  link->end = run->end - finder->text;
  g_ptr_array_add(finder->links, link);
}

/* --- the two beginnings */

/* "user:pass@" before the host. Bytes taken, or 0. */
static gsize
userinfo_at(const char *p)
{
  gsize len = 0;
  while (len < MAX_HOST_BYTES && (g_ascii_isalnum(p[len]) || (p[len] && strchr(".-_~%!$&*+=:", p[len]))))
    len++;
  return p[len] == '@' ? len + 1 : 0;
}

static gsize
port_at(const char *p)
{
  gsize len = *p == ':' ? strspn(p + 1, "0123456789") : 0;
  return len && len <= 5 ? len + 1 : 0;
}

static gboolean
host_is_known(const Finder *finder, const char *host)
{
  g_autofree char *text = g_strconcat("https://", host, NULL);
  g_autoptr(Url) url = url_new(text);
  return url && link_platform(finder->rules, url);
}

/* From the end of the host on. Returns where to go on. */
static const char *
finish(Finder *finder, Run *run, const char *host, const char *p)
{
  run->known = host_is_known(finder, host);
  run->end = p;
  if (*p == '/' || *p == '?' || *p == '#' || *p == '\\' || *p == '\n' || *p == '\r' || text_is_invisible(char_at(p)))
    scan_run(finder, run, p);
  trim(finder, run);
  add_link(finder, run);
  return run->end;
}

/* Returns where to go on; start when no link begins there. */
static const char *
with_scheme(Finder *finder, const char *start, gsize scheme)
{
  const char *p = start + scheme;
  if (!g_ascii_strncasecmp(start, "tg:", 3)) {
    g_autoptr(GString) raw = g_string_new("tg://");
    Run run = {.start = start, .end = p, .url = raw, .known = TRUE};
    scan_run(finder, &run, p);
    trim(finder, &run);
    add_link(finder, &run);
    return run.end;
  }
  while (*p == '/')
    p++;
  p += userinfo_at(p);
  g_autoptr(GString) host = g_string_new(NULL);
  const char *end = scan_host(p, TRUE, FALSE, host);
  if (!strchr(host->str, '.'))
    return start;
  g_autoptr(GString) raw = g_string_new("https://");
  g_string_append_len(raw, host->str, (gssize)host->len);
  gsize port = port_at(end);
  g_string_append_len(raw, end, (gssize)port);
  Run run = {.start = start, .url = raw, .angle = char_before(finder->text, start) == '<'};
  return finish(finder, &run, host->str, end + port);
}

static gboolean
top_domain_is_common(const Finder *finder, const char *host)
{
  const char *dot = strrchr(host, '.');
  g_autofree char *top = g_ascii_strdown(dot ? dot + 1 : "", -1);
  return g_hash_table_contains(finder->rules->top_domains, top);
}

/* "2.t.me/x" is the second item of a list: bytes of its number, or 0. */
static gsize
item_number_at(const Finder *finder, const char *p, const char *host)
{
  gsize digits = strspn(p, "0123456789");
  return digits && p[digits] == '.' && host[digits] == '.' && host_is_known(finder, host + digits + 1) ? digits + 1 : 0;
}

/* "facebook.com/x", "www.x.iq", "t dot me/x". *skip is where to go on when no link begins at start. */
static const char *
without_scheme(Finder *finder, const char *start, const char **skip)
{
  g_autoptr(GString) host = g_string_new(NULL);
  const char *end = scan_host(start, FALSE, TRUE, host);
  *skip = MAX(end, start + 1);
  if (!strchr(host->str, '.'))
    return start;
  gsize number = item_number_at(finder, start, host->str);
  g_string_erase(host, 0, (gssize)number);
  start += number;
  gsize port = port_at(end);
  gboolean www = !g_ascii_strncasecmp(host->str, "www.", 4) && strchr(host->str + 4, '.');
  gboolean slash = end[port] == '/' || (end[port] == '\\' && g_ascii_isalnum(end[port + 1]));
  gsize spoken_slash = g_ascii_strncasecmp(end, " slash ", 7) || !memchr(start, ' ', end - start) ? 0 : 7;
  if (*end == '@' || (!www && !slash && !spoken_slash) || !top_domain_is_common(finder, host->str))
    return start;
  if (slash && !www && !is_word(char_at(end + port + 1)) && !strchr("@+_#?%", end[port + 1]))
    return start;
  g_autoptr(GString) raw = g_string_new("https://");
  g_string_append_len(raw, host->str, (gssize)host->len);
  g_string_append_len(raw, end, (gssize)port);
  Run run = {.start = start, .url = raw, .angle = char_before(finder->text, start) == '<'};
  if (spoken_slash) {
    g_string_append_c(raw, '/');
    run.known = TRUE;
    run.end = end + spoken_slash;
    scan_run(finder, &run, run.end);
    trim(finder, &run);
    add_link(finder, &run);
    return run.end;
  }
  return finish(finder, &run, host->str, end + port);
}

/* A bare host begins at a word, and not inside an address, a path or a handle. */
static gboolean
host_may_begin(const char *text, const char *p)
{
  if (!g_ascii_isalnum(*p))
    return FALSE;
  gunichar before = char_before(text, p);
  return !(before < 0x80 && before && (g_ascii_isalnum((char)before) || strchr("@._-/\\=&%", (int)before)));
}

/* The text with '?' for each byte that is no UTF-8, so that every place in it stays what it was. NULL when it is valid. */
static char *
repair(const char *text)
{
  const char *bad;
  if (g_utf8_validate(text, -1, &bad))
    return NULL;
  char *copy = g_strdup(text);
  for (char *p = copy + (bad - text); !g_utf8_validate(p, -1, &bad);) {
    p = copy + (bad - copy);
    *p++ = '?';
  }
  return copy;
}

GPtrArray *
links_find(const LinkRules *rules, const char *text)
{
  g_autofree char *repaired = repair(text);
  if (repaired)
    text = repaired;
  Finder finder = {rules, text, g_ptr_array_new_with_free_func((GDestroyNotify)link_free)};
  for (const char *p = text; *p;) {
    if ((guint8)*p >= 0x80) { /* neither begins with such a character */
      p = g_utf8_next_char(p);
      continue;
    }
    gsize scheme = *p == 'h' || *p == 'H' || *p == 't' || *p == 'T' ? scheme_at(p) : 0;
    if (scheme) {
      const char *end = with_scheme(&finder, p, scheme);
      p = end > p ? end : p + scheme;
      continue;
    }
    if (host_may_begin(text, p)) {
      const char *skip = p + 1;
      const char *end = without_scheme(&finder, p, &skip);
      p = end > p ? end : skip;
      continue;
    }
    p = g_utf8_next_char(p);
  }
  return finder.links;
}
