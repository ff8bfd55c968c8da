/* SPDX-License-Identifier: ISC */
/* The lines that come out of a page: white space, line ends, quotation marks and link targets. Knows no HTML
 * but the table of elements. Inline elements add nothing, so that a name split by markup comes out whole. */
#include "parser/html_private.h"
#include <string.h>

/* Sorted by name. */
static const HtmlElement elements[] = {
    {"a", HTML_LINK, 0, 0},        {"address", HTML_BLOCK, 1, 1},  {"area", HTML_AREA, 0, 0},
    {"article", HTML_BLOCK, 1, 1}, {"aside", HTML_BLOCK, 1, 1},    {"blockquote", HTML_QUOTE, 2, 2},
    {"br", HTML_NEWLINE, 0, 0},    {"button", HTML_BLOCK, 1, 1},   {"caption", HTML_BLOCK, 1, 1},
    {"center", HTML_BLOCK, 1, 1},  {"dd", HTML_BLOCK, 1, 1},       {"details", HTML_BLOCK, 1, 1},
    {"dir", HTML_LIST, 1, 1},      {"div", HTML_BLOCK, 1, 1},      {"dl", HTML_BLOCK, 2, 2},
    {"dt", HTML_BLOCK, 1, 1},      {"fieldset", HTML_BLOCK, 1, 1}, {"figcaption", HTML_BLOCK, 1, 1},
    {"figure", HTML_BLOCK, 1, 1},  {"footer", HTML_BLOCK, 1, 1},   {"form", HTML_BLOCK, 1, 1},
    {"h1", HTML_BLOCK, 2, 2},      {"h2", HTML_BLOCK, 2, 2},       {"h3", HTML_BLOCK, 2, 2},
    {"h4", HTML_BLOCK, 2, 2},      {"h5", HTML_BLOCK, 2, 2},       {"h6", HTML_BLOCK, 2, 2},
    {"head", HTML_DROP, 0, 0},     {"header", HTML_BLOCK, 1, 1},   {"hr", HTML_BLOCK, 1, 1},
    {"image", HTML_IMAGE, 0, 0},   {"img", HTML_IMAGE, 0, 0},      {"input", HTML_INPUT, 0, 0},
    {"li", HTML_ITEM, 1, 1},       {"link", HTML_DROP, 0, 0},      {"main", HTML_BLOCK, 1, 1},
    {"menu", HTML_LIST, 1, 1},     {"meta", HTML_DROP, 0, 0},      {"nav", HTML_BLOCK, 1, 1},
    {"ol", HTML_ORDERED, 2, 2},    {"option", HTML_BLOCK, 1, 1},   {"p", HTML_BLOCK, 2, 2},
    {"pre", HTML_PRE, 2, 2},       {"script", HTML_DROP, 0, 0},    {"section", HTML_BLOCK, 1, 1},
    {"select", HTML_BLOCK, 1, 1},  {"style", HTML_DROP, 0, 0},     {"summary", HTML_BLOCK, 1, 1},
    {"table", HTML_BLOCK, 1, 1},   {"tbody", HTML_BLOCK, 1, 1},    {"td", HTML_CELL, 0, 0},
    {"template", HTML_DROP, 0, 0}, {"textarea", HTML_PRE, 1, 1},   {"tfoot", HTML_BLOCK, 1, 1},
    {"th", HTML_CELL, 0, 0},       {"thead", HTML_BLOCK, 1, 1},    {"title", HTML_DROP, 0, 0},
    {"tr", HTML_BLOCK, 1, 1},      {"ul", HTML_LIST, 2, 2},
};

static int
compare_element(const void *key, const void *item)
{
  return strcmp(key, ((const HtmlElement *)item)->name);
}

const HtmlElement *
html_element_find(const char *name)
{
  return bsearch(name, elements, G_N_ELEMENTS(elements), sizeof *elements, compare_element);
}

void
html_writer_init(HtmlWriter *writer, gsize source_size)
{
  memset(writer, 0, sizeof *writer);
  writer->out = g_string_sized_new(source_size / 2 + 64);
  writer->alts = g_string_new(NULL);
}

void
html_writer_clear(HtmlWriter *writer)
{
  if (writer->out)
    g_string_free(g_steal_pointer(&writer->out), TRUE);
  if (writer->alts)
    g_string_free(g_steal_pointer(&writer->alts), TRUE);
  g_clear_pointer(&writer->href, g_free);
}

void
html_writer_break(HtmlWriter *writer, guint lines)
{
  writer->breaks = MAX(writer->breaks, lines);
}

#define MAX_QUOTE 20u

/* Pays the line ends and the space that are due, before text. */
static void
settle(HtmlWriter *writer)
{
  gboolean first = writer->out->len == 0;
  guint quote = MIN(writer->quote, MAX_QUOTE), between = MIN(quote, writer->line_quote);
  if (writer->breaks && !first)
    for (guint i = 0; i < MIN(writer->breaks, 2u); i++) {
      g_string_append_c(writer->out, '\n');
      if (i + 1 < MIN(writer->breaks, 2u))
        for (guint q = 0; q < between; q++)
          g_string_append(writer->out, q + 1 < between ? "> " : ">");
    }
  if (writer->breaks || first) {
    for (guint q = 0; q < quote; q++)
      g_string_append(writer->out, "> ");
  } else if (writer->space && writer->started) {
    g_string_append_c(writer->out, ' ');
  }
  writer->line_quote = quote;
  writer->started = TRUE;
  writer->breaks = 0;
  writer->space = FALSE;
}

/* What readers do not see and what splits words; the joiners of Kurdish and Persian stay. */
static gboolean
is_invisible(gunichar c)
{
  return c == 0x00ad || c == 0x200b || c == 0x2060 || c == 0xfeff || c == 0x034f || c < 0x20;
}

static gboolean
is_space(gunichar c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x00a0 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000;
}

static void
write_verbatim(HtmlWriter *writer, gunichar c)
{
  if (c == '\n') {
    writer->breaks++;
  } else if (c == '\t' || !is_invisible(c)) {
    if (writer->breaks || !writer->out->len)
      settle(writer);
    g_string_append_unichar(writer->out, c == 0x00a0 ? ' ' : c);
    writer->started = TRUE;
    writer->words = TRUE;
  }
}

/* The bytes up to the next space or special character go out in one piece. */
static gsize
plain_run(const char *p, const char *end)
{
  const char *q = p;
  while (q < end && (guint8)*q > 0x20 && (guint8)*q < 0x80)
    q++;
  return (gsize)(q - p);
}

void
html_writer_text(HtmlWriter *writer, const char *text, gsize size)
{
  const char *p = text, *end = text + size;
  while (p < end) {
    gsize run = writer->verbatim ? 0 : plain_run(p, end);
    if (run) {
      if (writer->breaks || writer->space || !writer->started)
        settle(writer);
      g_string_append_len(writer->out, p, (gssize)run);
      writer->words = TRUE;
      p += run;
      continue;
    }
    gunichar c = g_utf8_get_char_validated(p, end - p);
    if (c == (gunichar)-1 ||
        c == (gunichar)-2) { /* a character cut between two calls cannot be: libxml2 gives whole ones */
      p++;
      continue;
    }
    p = g_utf8_next_char(p);
    if (writer->verbatim) {
      write_verbatim(writer, c);
    } else if (is_space(c)) {
      writer->space = TRUE;
    } else if (!is_invisible(c)) {
      if (writer->breaks || writer->space || !writer->started)
        settle(writer);
      g_string_append_unichar(writer->out, c);
      writer->words = TRUE;
    }
  }
}

void
html_writer_newline(HtmlWriter *writer)
{
  writer->breaks = MIN(writer->breaks + 1, 2u);
  if (!writer->out->len)
    writer->breaks = 0;
}

void
html_writer_cell(HtmlWriter *writer)
{
  if (writer->started && !writer->breaks) {
    g_string_append_c(writer->out, '\t');
    writer->space = FALSE;
  }
}

void
html_writer_item(HtmlWriter *writer, guint number)
{
  g_autofree char *mark = number ? g_strdup_printf("%u. ", number) : g_strdup("- ");
  settle(writer);
  g_string_append(writer->out, mark);
}

void
html_writer_alt(HtmlWriter *writer, const char *alt)
{
  if (alt && *alt)
    g_string_append_printf(writer->alts, "%s%s", writer->alts->len ? "\n" : "", alt);
}

/* ---- links ---- */

/* A target worth showing: with a scheme that leads somewhere, or a telephone number, or an address. NULL for
 * the others. */
static char *
clean_target(const char *href)
{
  static const char *const never[] = {"javascript:", "vbscript:", "data:", "cid:", "mid:",
                                      "file:",       "about:",    "blob:", "smb:", "x-apple-",
                                      "ms-",         "webcal:",   "#"};
  static const char *const bare[] = {"mailto:", "tel:", "sms:"};
  g_autoptr(GString) target = g_string_new(NULL);
  for (const char *p = href ? href : ""; *p; p++) /* browsers drop line ends and tabs within, too */
    if ((guint8)*p > 0x20 && *p != '<' && *p != '>')
      g_string_append_c(target, *p);
  for (gsize i = 0; i < G_N_ELEMENTS(never); i++)
    if (g_ascii_strncasecmp(target->str, never[i], strlen(never[i])) == 0)
      return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(bare); i++)
    if (g_ascii_strncasecmp(target->str, bare[i], strlen(bare[i])) == 0) {
      const char *rest = target->str + strlen(bare[i]);
      g_autofree char *address = g_strndup(rest, strcspn(rest, "?"));
      char *decoded = g_uri_unescape_string(address, "/\\");
      return decoded ? decoded : g_strdup(address);
    }
  if (g_str_has_prefix(target->str, "//"))
    return g_strdup_printf("https:%s", target->str);
  if (strstr(target->str, "://") || g_ascii_strncasecmp(target->str, "www.", 4) == 0)
    return g_strdup(target->str);
  return NULL;
}

/* For comparing what a link says with where it leads: no scheme, no www, no white space, no closing slash,
 * lower case. */
static char *
link_key(const char *text, gsize size)
{
  g_autoptr(GString) key = g_string_new(NULL);
  for (gsize i = 0; i < size; i++)
    if ((guint8)text[i] > 0x20)
      g_string_append_c(key, g_ascii_tolower(text[i]));
  const char *start = strstr(key->str, "://") ? strstr(key->str, "://") + 3 : key->str;
  start += g_str_has_prefix(start, "www.") ? 4 : 0;
  gsize n = strlen(start);
  while (n && start[n - 1] == '/')
    n--;
  return g_strndup(start, n);
}

static gboolean
says_target(const char *words, gsize size, const char *target)
{
  g_autofree char *said = link_key(words, size);
  g_autofree char *meant = link_key(target, strlen(target));
  if (!*meant || strcmp(said, meant) == 0)
    return TRUE;
  return strchr(target, '@') && !strstr(target, "://") && strstr(said, meant);
}

/* Same digits, in whatever grouping: the words say a telephone number. */
static gboolean
says_number(const char *words, gsize size, const char *target)
{
  g_autoptr(GString) said = g_string_new(NULL);
  g_autoptr(GString) meant = g_string_new(NULL);
  for (gsize i = 0; i < size; i++)
    if (g_ascii_isdigit(words[i]))
      g_string_append_c(said, words[i]);
  for (const char *p = target; *p; p++)
    if (g_ascii_isdigit(*p))
      g_string_append_c(meant, *p);
  return said->len >= 7 && meant->len >= 7 &&
         strcmp(said->str + said->len - 7, meant->str + meant->len - 7) == 0;
}

void
html_writer_link(HtmlWriter *writer, const char *href)
{
  html_writer_link_end(writer); /* links do not nest */
  writer->href = clean_target(href);
  writer->link_start = writer->out->len;
}

void
html_writer_link_end(HtmlWriter *writer)
{
  g_autofree char *target = g_steal_pointer(&writer->href);
  if (!target)
    return;
  const char *words = writer->out->str + writer->link_start;
  gsize size = writer->out->len - writer->link_start;
  gboolean is_number = strspn(target, "+0123456789-. ()") == strlen(target);
  if (says_target(words, size, target) || (is_number && says_number(words, size, target)))
    return;
  gboolean had_words = writer->words;
  writer->space = TRUE;
  settle(writer);
  g_string_append_printf(writer->out, "<%s>", target);
  writer->words = had_words;
}

char *
html_writer_finish(HtmlWriter *writer)
{
  html_writer_link_end(writer);
  if (!writer->words && writer->alts->len) {
    if (writer->out->len)
      g_string_append_c(writer->out, '\n');
    g_string_append(writer->out, writer->alts->str);
  }
  while (writer->out->len && g_ascii_isspace(writer->out->str[writer->out->len - 1]))
    g_string_truncate(writer->out, writer->out->len - 1);
  if (writer->out->len)
    g_string_append_c(writer->out, '\n');
  char *text = g_string_free(g_steal_pointer(&writer->out), FALSE);
  html_writer_clear(writer);
  return text;
}
