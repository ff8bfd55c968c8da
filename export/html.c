/* SPDX-License-Identifier: ISC */
/* HTML pages; see the header. The one style sheet is allowed by its hash, so that an injected one would not
 * be. */
#include "export/html.h"
#include "export/plain.h"

#include <string.h>

static const char style[] =
    "body{font:1rem/1.5 system-ui,'Noto Sans','Noto Sans Arabic',sans-serif;max-width:76rem;margin:0 "
    "auto;padding:1rem;color:#1b1b1b;"
    "background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.125rem;margin:2rem 0 .5rem}"
    ".scroll{overflow-x:auto}"
    "table{border-collapse:collapse;min-width:min(100%,24rem)}"
    "th,td{text-align:start;padding:.3rem .75rem;border-bottom:1px solid "
    "#ccc;vertical-align:top;overflow-wrap:break-word}"
    "th{font-weight:600;background:#f3f3f3;overflow-wrap:normal}"
    "th.number{text-align:right}td.words{min-width:14rem;max-width:36rem;overflow-wrap:anywhere}"
    "td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;overflow-wrap:normal}"
    "td.short{white-space:nowrap;overflow-wrap:normal}"
    "td.hash{font:.75rem/1.4 monospace;min-width:12rem;overflow-wrap:anywhere}"
    "h3{font-size:1rem;margin:1.25rem 0 .25rem}"
    "table.facts th{width:11rem;vertical-align:top}table.facts td{overflow-wrap:anywhere}"
    ".subject{font-weight:600;overflow-wrap:anywhere}"
    ".text{white-space:pre-wrap;text-align:start;overflow-wrap:anywhere;border-inline-start:.25rem solid #bbb;padding:.25rem 1rem;margin:.75rem 0}"
    "table.figures td,table.figures th{padding:.25rem .4rem}table.figures thead th{vertical-align:bottom;font-size:.8125rem}"
    ".notice{border:1px solid #b58900;padding:.25rem .75rem}"
    ".period{font-size:1.0625rem;color:#333;margin:-.5rem 0 1.25rem}"
    "ul.tiles{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;padding:0;margin:1rem 0}"
    "ul.tiles li{border:1px solid #ccd5dc;border-block-start:.25rem solid #1f6f8b;border-radius:.25rem;padding:.5rem .75rem;break-inside:avoid}"
    "ul.tiles li.worry{border-block-start-color:#b35900}"
    "ul.tiles .label{display:block;font-size:.8125rem;color:#444;line-height:1.3}"
    "ul.tiles strong{font-size:1.75rem;line-height:1.3;font-variant-numeric:tabular-nums}"
    ".change{font-size:.875rem;color:#444;white-space:nowrap;font-variant-numeric:tabular-nums}"
    ".arrow{width:.625rem;height:.625rem;fill:#555}"
    ".parts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 2.5rem;align-items:start}"
    ".parts>section{min-width:0}"
    "table.bars{width:100%;table-layout:fixed;min-width:0;font-size:.9375rem}table.bars th,table.bars td{padding:.25rem .4rem;vertical-align:middle}"
    "table.bars tbody th,table.bars tfoot th{font-weight:400;background:none;text-align:start;overflow-wrap:anywhere;line-height:1.35}"
    "table.bars tfoot th,table.bars tfoot td{font-weight:600;border-bottom:0}table.bars .n{width:4rem}table.bars .c{width:4rem}table.bars .b{width:30%}"
    "table.bars thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    "table.bars tr.none td,table.bars tr.none th{color:#666}"
    "svg.bar{display:block;width:100%;height:.75rem}svg.bar .is{fill:#1f6f8b}svg.bar .was{fill:#e0a100}"
    "svg.days{display:block;width:100%;height:11rem;overflow:visible}svg.days rect{fill:#1f6f8b}svg.days line{stroke:#999}"
    "svg.days text{font:.6875rem system-ui,sans-serif;fill:#333}figure{margin:.5rem 0 1rem}"
    ".note{font-size:.8125rem;color:#555}td.ref{white-space:nowrap;font-variant-numeric:tabular-nums}"
    "@media(max-width:40rem){table.wide thead{display:none}table.wide tr{display:block;border-bottom:1px "
    "solid #999;padding:.4rem 0}"
    "table.wide td{display:inline-block;border:0;padding:0 .75rem 0 0}table.wide "
    "td.words,table.wide td.hash{display:block;min-width:0}table.facts th{width:7rem}}"
    "@media(max-width:40rem){table.wide td:empty{display:none}table.wide td.times::before{content:'\\00d7'}}"
    "@media print{body{max-width:none;padding:0}tr{break-inside:avoid}.scroll{overflow:visible}"
    "h2,h3{break-after:avoid}section,figure{break-inside:avoid}section.long{break-inside:auto}thead{display:table-header-group}"
    "svg,ul.tiles li{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{font-size:10pt}"
    "table.wide{font-size:8pt;width:100%}table.wide th,table.wide td{padding:.15rem .3rem}td.words{min-width:0}table.bars{font-size:8.5pt}"
    "ul.tiles{grid-template-columns:repeat(7,1fr);gap:.4rem}ul.tiles li{padding:.25rem .4rem}ul.tiles strong{font-size:1.25rem}ul.tiles .label{font-size:7.5pt}"
    ".parts{display:block;columns:2;column-gap:8mm}.parts h2{margin-top:.25rem}table.bars .n,table.bars .c{width:2.75rem}h2{margin-top:1rem}@page{size:A4;margin:14mm}}";

const char *
html_language(const char *language)
{
  static const char *const known[][2] = {
      {"ar", "ar"}, {"ckb", "ckb"}, {"kmr", "kmr-Latn"}, {"en", "en"}, {"tr", "tr"}};
  for (guint i = 0; language && i < G_N_ELEMENTS(known); i++)
    if (!strcmp(known[i][0], language))
      return known[i][1];
  return NULL;
}

void
html_put_text(GString *out, const char *text)
{
  g_autofree char *plain = plain_text(text, PLAIN_LINES);
  for (const char *p = plain; *p; p++) {
    const char *entity = *p == '&'    ? "&amp;"
                         : *p == '<'  ? "&lt;"
                         : *p == '>'  ? "&gt;"
                         : *p == '"'  ? "&quot;"
                         : *p == '\'' ? "&#39;"
                                      : NULL;
    if (entity)
      g_string_append(out, entity);
    else
      g_string_append_c(out, *p);
  }
}

void
html_put_isolated(GString *out, const char *text, const char *language)
{
  const char *tag = html_language(language);
  g_string_append(out, "<bdi dir=\"auto\"");
  if (tag)
    g_string_append_printf(out, " lang=\"%s\"", tag);
  g_string_append_c(out, '>');
  html_put_text(out, text);
  g_string_append(out, "</bdi>");
}

/* That of the language, else of the first letter; not dir="auto", which does not look into isolated lines. */
static gboolean
is_rtl(const char *text, const char *language)
{
  if (html_language(language))
    return !strcmp(language, "ar") || !strcmp(language, "ckb");
  const char *p = text;
  while (*p && !g_unichar_isalpha(g_utf8_get_char(p)))
    p = g_utf8_next_char(p);
  return g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_ARABIC;
}

void
html_put_lines(GString *out, const char *text, const char *language)
{
  g_autofree char *plain = plain_text(text, PLAIN_LINES);
  const char *tag = html_language(language);
  g_auto(GStrv) lines = g_strsplit(plain, "\n", -1);
  g_string_append_printf(out, "<div class=\"text\" dir=\"%s\"", is_rtl(plain, language) ? "rtl" : "ltr");
  if (tag)
    g_string_append_printf(out, " lang=\"%s\"", tag);
  g_string_append_c(out, '>');
  for (char **line = lines; *line; line++) {
    g_string_append(out, line == lines ? "" : "\n");
    if (**line)
      html_put_isolated(out, *line, NULL);
  }
  g_string_append(out, "</div>\n");
}

static char *
style_hash(void)
{
  guint8 hash[32];
  gsize size = sizeof hash;
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(sum, (const guchar *)style, (gssize)strlen(style));
  g_checksum_get_digest(sum, hash, &size);
  return g_base64_encode(hash, size);
}

void
html_begin(GString *out, const char *language, const char *title)
{
  g_autofree char *hash = style_hash();
  g_string_append_printf(out,
                         "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                         language, is_rtl("", language) ? "rtl" : "ltr");
  g_string_append_printf(
      out,
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s'; "
      "base-uri 'none'; form-action 'none'\">\n",
      hash);
  g_string_append(out, "<meta name=\"referrer\" content=\"no-referrer\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  html_put_text(out, title);
  g_string_append_printf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", style);
  html_put_text(out, title);
  g_string_append(out, "</h1>\n");
}

void
html_begin_table(GString *out, Language language, const char *const *headings)
{
  g_string_append(out, "<div class=\"scroll\"><table class=\"wide\">\n<thead><tr>");
  for (guint i = 0; headings[i]; i++) {
    g_string_append(out, "<th scope=\"col\">");
    html_put_text(out, language_text(language, NULL, headings[i]));
    g_string_append(out, "</th>");
  }
  g_string_append(out, "</tr></thead>\n<tbody>\n");
}

void
html_end_table(GString *out)
{
  g_string_append(out, "</tbody></table></div>\n");
}

void
html_end(GString *out)
{
  g_string_append(out, "</body>\n</html>\n");
}
