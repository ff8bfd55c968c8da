/* SPDX-License-Identifier: ISC */
/* Harmless text, CSV, HTML, and a digest as each. */
#include "export/csv.h"
#include "export/digest.h"
#include "export/digest_html.h"
#include "export/target.h"
#include "export/html.h"
#include "export/plain.h"

#include <string.h>

static void
assert_plain(const char *text, PlainMode mode, const char *expected)
{
  g_autofree char *plain = plain_text(text, mode);
  g_assert_cmpstr(plain, ==, expected);
}

static void
test_plain(void)
{
  assert_plain("a\r\nb\rc\nd\x0b"
               "e\xc2\x85"
               "f\xe2\x80\xa8g",
               PLAIN_LINES, "a\nb\nc\nd\ne\nf\ng");
  assert_plain("a\r\nb\nc", PLAIN_LINE, "a b c");
  assert_plain("\x01\x1b\x7f", PLAIN_LINES, "\xe2\x90\x81\xe2\x90\x9b\xe2\x90\xa1");
  assert_plain("\xe2\x80\xad\xe2\x80\xae", PLAIN_LINES, "\xef\xbf\xbd\xef\xbf\xbd"); /* LRO, RLO */
  assert_plain("a\xe2\x80\xab\xe2\x80\xac\xe2\x81\xa7"
               "b\xef\xbb\xbf\xe2\x80\x8b",
               PLAIN_LINES, "ab"); /* RLE PDF RLI, BOM ZWSP */
  assert_plain("\xda\xa9\xe2\x80\x8c\xe2\x80\x8d", PLAIN_LINES,
               "\xda\xa9\xe2\x80\x8c\xe2\x80\x8d"); /* joiners stay */
  assert_plain("a\xf3\xa0\x81\xa1"
               "b",
               PLAIN_LINES, "ab"); /* tag letters hide text */
  assert_plain("\xf0\x9f\x87\xae\xf0\x9f\x87\xb6", PLAIN_LINES, "\xf0\x9f\x87\xae\xf0\x9f\x87\xb6");
}

static void
test_marks_at_limit(void)
{
  for (guint n = PLAIN_MAX_MARKS; n <= PLAIN_MAX_MARKS + 1; n++) {
    g_autoptr(GString) text = g_string_new("x");
    for (guint i = 0; i < n; i++)
      g_string_append(text, "\xcc\x81");
    g_autofree char *plain = plain_text(text->str, PLAIN_LINE);
    g_assert_cmpuint(strlen(plain), ==, 1 + 2 * PLAIN_MAX_MARKS);
  }
}

/* ---- CSV
 * --------------------------------------------------------------------------------------------------------------------
 */

static void
test_formulas(void)
{
  static const char *const starts[] = {"=1+1",
                                       "+1",
                                       "-1+1",
                                       "@SUM(A1)",
                                       "\t=1",
                                       "\r=1",
                                       "\n=1",
                                       "  =1",
                                       "\xe2\x80\x8b=1",
                                       "\xef\xbb\xbf=1",
                                       "\xef\xbc\x9d"
                                       "1",
                                       "-",
                                       "-1a",
                                       "\xe2\x80\xaa=1"};
  for (guint i = 0; i < G_N_ELEMENTS(starts); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    csv_put_field(out, starts[i]);
    g_test_message("%s", out->str);
    g_assert_true(g_str_has_prefix(out->str, "\"'"));
  }
  static const char *const harmless[] = {"", "a=1", "1", "-12", "-1.5", "a\n=1"};
  for (guint i = 0; i < G_N_ELEMENTS(harmless); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *expected = g_strdup_printf("\"%s\"", harmless[i]);
    csv_put_field(out, harmless[i]);
    g_assert_cmpstr(out->str, ==, expected);
  }
}

static void
test_quotes(void)
{
  const char *const fields[] = {"a \"b\", c", "d\r\ne", NULL};
  g_autoptr(GString) out = g_string_new(NULL);
  csv_put_record(out, fields, 3);
  g_assert_cmpstr(out->str, ==, "\"a \"\"b\"\", c\",\"d\ne\",\"\"\r\n");
}

/* ---- HTML
 * -------------------------------------------------------------------------------------------------------------------
 */

static void
test_html_text(void)
{
  g_autoptr(GString) out = g_string_new(NULL);
  html_put_text(out, "<a href='x' title=\"y\">&amp;\x1b</a>");
  g_assert_cmpstr(out->str, ==,
                  "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;\xe2\x90\x9b&lt;/a&gt;");
}

static void
test_html_languages(void)
{
  g_autoptr(GString) out = g_string_new(NULL);
  html_put_isolated(out, "x", "kmr");
  html_put_isolated(out, "y", "\" onload=\"");
  html_put_isolated(out, "z", NULL);
  g_assert_cmpstr(
      out->str, ==,
      "<bdi dir=\"auto\" lang=\"kmr-Latn\">x</bdi><bdi dir=\"auto\">y</bdi><bdi dir=\"auto\">z</bdi>");
}

/* Each line has its own direction, and none turns around what stands in the next. */
static void
test_html_lines(void)
{
  g_autoptr(GString) out = g_string_new(NULL);
  html_put_lines(out, "\xd8\xa8<\n\n[reporter]", "ar");
  g_assert_cmpstr(out->str, ==,
                  "<div class=\"text\" dir=\"rtl\" lang=\"ar\"><bdi dir=\"auto\">\xd8\xa8&lt;</bdi>\n\n<bdi dir=\"auto\">[reporter]</bdi></div>\n");
  static const struct {
    const char *text, *language, *dir;
  } blocks[] = {{"[1] \xd8\xa8 a", "mixed", "rtl"}, {"[1] a \xd8\xa8", "und", "ltr"}, {"...", NULL, "ltr"},
                {"\xd8\xa8", "en", "ltr"},          {"https://a.example", "ckb", "rtl"}};
  for (guint i = 0; i < G_N_ELEMENTS(blocks); i++) {
    g_autofree char *dir = g_strdup_printf("dir=\"%s\"", blocks[i].dir);
    g_string_truncate(out, 0);
    html_put_lines(out, blocks[i].text, blocks[i].language);
    g_assert_nonnull(strstr(out->str, dir));
  }
}

/* The policy allows the one style sheet by its hash: it must be that of the bytes that stand in the page. */
static void
test_html_policy(void)
{
  g_autoptr(GString) out = g_string_new(NULL);
  html_begin(out, "ar", "<title>");
  html_end(out);
  const char *start = strstr(out->str, "<style>") + strlen("<style>"), *end = strstr(start, "</style>");
  guint8 hash[32];
  gsize size = sizeof hash;
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(sum, (const guchar *)start, end - start);
  g_checksum_get_digest(sum, hash, &size);
  g_autofree char *base64 = g_base64_encode(hash, size),
                  *expected = g_strdup_printf("style-src 'sha256-%s'", base64);
  g_assert_nonnull(strstr(out->str, expected));
  g_assert_nonnull(strstr(out->str, "default-src 'none'"));
  g_assert_nonnull(strstr(out->str, "<html lang=\"ar\" dir=\"rtl\">"));
  g_assert_nonnull(strstr(out->str, "<h1>&lt;title&gt;</h1>"));
}

/* ---- digests
 * ----------------------------------------------------------------------------------------------------------------
 */

static Digest *
digest_of(const char *json)
{
  g_autoptr(JsonNode) node = json_from_string(json, NULL);
  g_assert_nonnull(node);
  return digest_new(json_node_get_object(node));
}

static const DigestTable *
table_of(const Digest *digest, const char *name)
{
  for (guint i = 0; i < digest->tables->len; i++)
    if (!strcmp(((DigestTable *)digest->tables->pdata[i])->name, name))
      return digest->tables->pdata[i];
  return NULL;
}

static void
test_tables(void)
{
  g_autoptr(Digest) digest = digest_of(
      "{\"since\":\"2026-11-01\",\"until\":null,\"messages\":3,\"outcomes\":{\"report\":2,\"spam\":1},"
      "\"cases\":[{\"ref\":\"A\",\"language\":\"ar\",\"n\":1,\"gone\":null,\"l\":[\"x\",\"y\"]},"
      "{\"ref\":\"B\",\"language\":\"ku\",\"n\":2}],"
      "\"tables\":{\"platform\":[{\"value\":\"x\",\"count\":9}],\"empty\":[]},"
      "\"by\":{\"category\":{\"other\":1}}}");
  const DigestTable *summary = table_of(digest, "summary"), *cases = table_of(digest, "cases"),
                    *platform = table_of(digest, "platform");
  g_assert_cmpuint(summary->rows->len, ==, 2);
  g_assert_nonnull(table_of(digest, "outcomes"));
  g_assert_nonnull(table_of(digest, "category"));
  g_assert_null(table_of(digest, "empty"));
  g_assert_cmpuint(platform->rows->len, ==, 1);
  g_assert_cmpuint(cases->headings->len, ==, 4);
  g_assert_cmpstr(((GPtrArray *)cases->rows->pdata[0])->pdata[3], ==, "x, y");
  g_assert_cmpstr(((GPtrArray *)cases->rows->pdata[1])->pdata[3], ==, "");
}

static void
test_odd_digests(void)
{
  static const char *const odd[] = {"{}",
                                    "{\"cases\":[1,\"a\",null,[],{}]}",
                                    "{\"cases\":[{}]}",
                                    "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":[1]}}}}}}}",
                                    "{\"cases\":[[[]]]}",
                                    "{\"cases\":[{\"ref\":{}},{\"ref\":[]}]}"};
  for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
    g_autoptr(Digest) digest = digest_of(odd[i]);
    g_autoptr(GString) csv = g_string_new(NULL), html = g_string_new(NULL);
    digest_put_csv(csv, digest);
    g_autoptr(JsonNode) node = json_from_string(odd[i], NULL);
    digest_html_put(html, LANGUAGE_AR, json_node_get_object(node));
    g_assert_true(g_str_has_suffix(html->str, "</html>\n"));
  }
}

static void
test_columns_at_limit(void)
{
  for (guint n = DIGEST_MAX_COLUMNS; n <= DIGEST_MAX_COLUMNS + 1; n++) {
    g_autoptr(GString) json = g_string_new("{\"cases\":[{");
    for (guint i = 0; i < n; i++)
      g_string_append_printf(json, "%s\"c%u\":%u", i ? "," : "", i, i);
    g_string_append(json, "}]}");
    g_autoptr(Digest) digest = digest_of(json->str);
    g_assert_cmpuint(table_of(digest, "cases")->headings->len, ==, DIGEST_MAX_COLUMNS);
  }
}

static void
test_folder_names(void)
{
  g_autofree char *most = g_strnfill(100, 'a'), *more = g_strnfill(101, 'a');
  static const char *const wrong[] = {NULL,  "",     ".",   "..",  ".x",       "-x",
                                      "a/b", "a\\b", "a b", "a\n", "\xd8\xa8", "a:b"};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
    g_assert_false(target_is_name(wrong[i]));
  g_assert_true(target_is_name("4QZ8M2-1.jpg"));
  g_assert_true(target_is_name(most));
  g_assert_false(target_is_name(more));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, f) g_test_add_func("/export/" name, f)
  ADD("text keeps its words and loses what commands or deceives", test_plain);
  ADD("marks at the limit stay and one more goes", test_marks_at_limit);
  ADD("no cell starts a formula", test_formulas);
  ADD("quotes and line ends are as RFC 4180 wants them", test_quotes);
  ADD("HTML is escaped", test_html_text);
  ADD("languages are tags of BCP 47 or nothing", test_html_languages);
  ADD("lines of a text have a direction each", test_html_lines);
  ADD("the policy allows exactly the style sheet of the page", test_html_policy);
  ADD("a digest becomes tables", test_tables);
  ADD("odd digests do no harm", test_odd_digests);
  ADD("columns at the limit stay and one more goes", test_columns_at_limit);
  ADD("names of files are checked", test_folder_names);
  return g_test_run();
}
