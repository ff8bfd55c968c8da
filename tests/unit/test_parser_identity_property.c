/* SPDX-License-Identifier: ISC */
/* Property: a reporter placed by templates into report texts with accused persons of other names cannot be read afterwards, and the
 * accused can. 500 generated mails here; AMANA_IDENTITY_MAILS=10000 prints the rate over as many. */
#include <gio/gio.h>
#include <locale.h>
#include "tests/unit/identity_help.h"
#include "text/fold.h"

typedef struct {
  char *script, *given, *family, *latin_given, *latin_family;
} Person;

static GPtrArray *people, *templates; /* of Person; of char *[2] */
static IdentityRules *rules;

static GPtrArray *
read_lines(const char *name)
{
  g_autofree char *path = g_build_filename(SOURCE_DIR, "tests", "identity", name, NULL);
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
  for (guint i = 0; lines[i]; i++)
    if (*lines[i] && *lines[i] != '#')
      g_ptr_array_add(out, g_strsplit(lines[i], "|", -1));
  return out;
}

typedef struct {
  char *body, *from;
  GPtrArray *go, *stay; /* of char * */
} Mail;

static char *
phone(GRand *rand, guint style)
{
  static const int prefixes[] = {770, 771, 780, 781, 790, 750, 751, 773};
  int prefix = prefixes[g_rand_int_range(rand, 0, G_N_ELEMENTS(prefixes))], a = g_rand_int_range(rand, 100, 999), b = g_rand_int_range(rand, 1000, 9999);
  switch (style) {
  case 0:
    return g_strdup_printf("0%03d%03d%04d", prefix, a, b);
  case 1:
    return g_strdup_printf("0%03d %03d %04d", prefix, a, b);
  case 2:
    return g_strdup_printf("+964 %03d %03d %04d", prefix, a, b);
  case 3:
    return g_strdup_printf("00964%03d%03d%04d", prefix, a, b);
  default: { /* Arabic-Indic digits */
    g_autofree char *digits = g_strdup_printf("0%03d%03d%04d", prefix, a, b);
    GString *out = g_string_new(NULL);
    for (const char *p = digits; *p; p++)
      g_string_append_unichar(out, 0x660 + (gunichar)(*p - '0'));
    return g_string_free(out, FALSE);
  }
  }
}

static char **
pick(GRand *rand, const char *script)
{
  for (;;) {
    char **person = g_ptr_array_index(people, (guint)g_rand_int_range(rand, 0, (gint32)people->len));
    if (!script || strcmp(person[0], script) == 0)
      return person;
  }
}

static void
replace(GString *text, const char *what, const char *with)
{
  g_string_replace(text, what, with, 0);
}

static char *
local_part(GRand *rand, char **who)
{
  g_autofree char *given = g_ascii_strdown(who[3], -1), *family = g_ascii_strdown(who[4], -1);
  switch (g_rand_int_range(rand, 0, 3)) {
  case 0:
    return g_strdup_printf("%s.%s%d", given, family, g_rand_int_range(rand, 70, 99));
  case 1:
    return g_strdup_printf("%c_%s", given[0], family);
  default:
    return g_strdup_printf("user%d", g_rand_int_range(rand, 1000, 9999));
  }
}

static Mail
generate(GRand *rand)
{
  char **template = g_ptr_array_index(templates, (guint)g_rand_int_range(rand, 0, (gint32)templates->len));
  char **reporter = pick(rand, template[0]), **accused;
  do
    accused = pick(rand, template[0]);
  while (strcmp(accused[1], reporter[1]) == 0 || strcmp(accused[2], reporter[2]) == 0);
  g_autofree char *full = g_strdup_printf("%s %s", reporter[1], reporter[2]), *other = g_strdup_printf("%s %s", accused[1], accused[2]);
  g_autofree char *own = phone(rand, (guint)g_rand_int_range(rand, 0, 5)), *theirs = phone(rand, (guint)g_rand_int_range(rand, 0, 5));
  g_autofree char *local = local_part(rand, reporter), *address = g_strdup_printf("%s@mail.example", local);
  g_autofree char *handle = g_strdup_printf("@zq.%s.art%d", g_rand_boolean(rand) ? "lens" : "mood", g_rand_int_range(rand, 10, 99));
  g_autofree char *foreign = g_strdup_printf("@%s_%d", g_rand_boolean(rand) ? "nabd_wasit" : "rast_news", g_rand_int_range(rand, 10, 99));
  g_autofree char *link = g_strdup_printf("https://www.facebook.com/page.zz%d/posts/90%d", g_rand_int_range(rand, 1, 99), g_rand_int_range(rand, 100000, 999999));
  GString *body = g_string_new(template[1]);
  Mail mail = {.go = g_ptr_array_new_with_free_func(g_free), .stay = g_ptr_array_new_with_free_func(g_free)};
  const struct {
    const char *mark, *value;
    int fate; /* -1 goes, 1 stays */
  } marks[] = {{"{R}", full, 0}, {"{r}", reporter[1], 0}, {"{f}", reporter[2], 0}, {"{A}", other, 1}, {"{p}", own, -1}, {"{q}", theirs, 1}, {"{h}", handle, -1}, {"{k}", foreign, 1}, {"{e}", address, -1}, {"{l}", link, 1}, {"\\n", "\n", 0}};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    if (marks[i].fate && strstr(template[1], marks[i].mark))
      g_ptr_array_add(marks[i].fate > 0 ? mail.stay : mail.go, g_strdup(marks[i].value));
    replace(body, marks[i].mark, marks[i].value);
  }
  g_ptr_array_add(mail.go, g_strdup(reporter[1]));
  g_ptr_array_add(mail.go, g_strdup(reporter[2]));
  mail.body = g_string_free(body, FALSE);
  int named = g_rand_int_range(rand, 0, 4);
  mail.from = named == 0 ? g_strdup(address) : named == 1 ? g_strdup_printf("%s <%s>", full, address) : g_strdup_printf("%s %s <%s>", reporter[3], reporter[4], address);
  return mail;
}

/* Whole words only: a short name may be part of a longer word. */
static gboolean
reads(const char *text, const char *what)
{
  GString *plain = g_string_new(text);
  g_string_replace(plain, " على ", " ", 0); /* the preposition folds to a name */
  g_autofree char *without = g_string_free(plain, FALSE);
  g_autofree char *a = text_fold_key(without, -1), *b = text_fold_key(what, -1);
  gsize len = strlen(b);
  for (const char *p = a; (p = strstr(p, b)); p++) {
    gunichar before = p > a ? g_utf8_get_char(g_utf8_prev_char(p)) : ' ', after = p[len] ? g_utf8_get_char(p + len) : ' ';
    if (!g_unichar_isalnum(before) && !g_unichar_isalnum(after))
      return TRUE;
  }
  return FALSE;
}

static guint
check(const Mail *mail, gboolean print, guint *leaks, guint *losses)
{
  MimeHeader header = {(char *)"from", mail->from};
  g_autoptr(GPtrArray) headers = g_ptr_array_new();
  g_ptr_array_add(headers, &header);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func((GDestroyNotify)identity_text_free);
  g_ptr_array_add(texts, identity_text_new(IDENTITY_BODY, "body", mail->body, NULL));
  IdentityMessage message = {.headers = headers, .texts = texts};
  g_autoptr(IdentityResult) result = identity_strip(rules, &message);
  const char *stripped = ((IdentityText *)g_ptr_array_index(texts, 0))->stripped;
  guint bad = 0;
  for (guint i = 0; i < mail->go->len; i++)
    if (reads(stripped, g_ptr_array_index(mail->go, i)) && ++bad) {
      ++*leaks;
      if (print)
        g_printerr("# leak %s | %s | %s => %s\n", (char *)g_ptr_array_index(mail->go, i), mail->from, mail->body, stripped);
    }
  for (guint i = 0; i < mail->stay->len; i++)
    if (!strstr(stripped, g_ptr_array_index(mail->stay, i)) && ++bad) {
      ++*losses;
      if (print)
        g_printerr("# lost %s | %s | %s => %s\n", (char *)g_ptr_array_index(mail->stay, i), mail->from, mail->body, stripped);
    }
  return bad;
}

static void
test_generated(void)
{
  const char *wanted = g_getenv("AMANA_IDENTITY_MAILS");
  guint n = wanted ? (guint)g_ascii_strtoull(wanted, NULL, 10) : 500, leaks = 0, losses = 0, bad = 0, go = 0, stay = 0;
  g_autoptr(GRand) rand = g_rand_new_with_seed(20261124);
  for (guint i = 0; i < n; i++) {
    Mail mail = generate(rand);
    go += mail.go->len;
    stay += mail.stay->len;
    bad += check(&mail, g_getenv("AMANA_IDENTITY_PRINT") != NULL, &leaks, &losses) > 0;
    g_free(mail.body);
    g_free(mail.from);
    g_ptr_array_unref(mail.go);
    g_ptr_array_unref(mail.stay);
  }
  g_test_message("%u mails, %u with a fault: %u of %u strings leaked (%.2f %%), %u of %u lost (%.2f %%)", n, bad, leaks, go, 100.0 * leaks / go, losses, stay, 100.0 * losses / stay);
  g_assert_cmpuint(leaks * 100, <=, go);       /* at most 1 % */
  g_assert_cmpuint(losses * 100, <=, stay);
}

int
main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  people = read_lines("people.txt");
  templates = read_lines("templates.txt");
  rules = help_identity_rules();
  g_test_add_func("/identity/generated reporters cannot be read and generated accused can", test_generated);
  int status = g_test_run();
  g_ptr_array_unref(people);
  g_ptr_array_unref(templates);
  identity_rules_free(rules);
  return status;
}
