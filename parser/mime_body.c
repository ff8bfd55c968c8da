/* SPDX-License-Identifier: ISC */
/* The body as one text: which form of an alternative is read, flowed lines joined, own words found. A view
 * only: the leaves keep all that came. Knows nothing of who reports or what is evidence. */
#include "parser/html.h"
#include "parser/mime.h"
#include "text/affix.h"
#include <string.h>

/* ---- format=flowed (RFC 3676) ---- */

static guint
quote_depth(const char *line)
{
  guint depth = 0;
  while (line[depth] == '>')
    depth++;
  return depth;
}

static char *
join_flowed(const char *text, gboolean delsp)
{
  g_autoptr(GString) out = g_string_new(NULL);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  gboolean open = FALSE; /* the line before flows on */
  guint depth_before = 0;
  for (char **line = lines; *line; line++) {
    guint depth = quote_depth(*line);
    const char *words = *line + depth;
    words += *words == ' '; /* space-stuffed */
    gboolean signature = strcmp(words, "-- ") == 0;
    gsize n = strlen(words);
    if (open && (depth != depth_before || signature)) {
      g_string_append_c(out, '\n');
      open = FALSE;
    }
    if (!open)
      for (guint i = 0; i < depth; i++)
        g_string_append(out, "> ");
    open = n > 0 && words[n - 1] == ' ' && !signature && line[1];
    g_string_append_len(out, words, (gssize)(n - (open && delsp)));
    if (!open && line[1])
      g_string_append_c(out, '\n');
    depth_before = depth;
  }
  return g_string_free(g_steal_pointer(&out), FALSE);
}

/* ---- alternatives ---- */

typedef struct {
  int alternative, branch;
  GString *text;
  gboolean html;
} Form; /* one branch of an alternative, or one leaf of its own */

static void
form_free(gpointer data)
{
  Form *form = data;
  g_string_free(form->text, TRUE);
  g_free(form);
}

static void
append_block(GString *out, const char *text)
{
  gsize n = strlen(text);
  while (n && text[n - 1] == '\n')
    n--;
  if (!n)
    return;
  if (out->len)
    g_string_append(out, "\n\n");
  g_string_append_len(out, text, (gssize)n);
}

static GPtrArray *
gather_forms(const MimeMessage *message, gboolean *remote)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func(form_free);
  for (guint i = 0; i < message->leaves->len; i++) {
    const MimeLeaf *leaf = message->leaves->pdata[i];
    if (!leaf->text || (leaf->role != MIME_BODY_PLAIN && leaf->role != MIME_BODY_HTML))
      continue;
    Form *form = forms->len ? forms->pdata[forms->len - 1] : NULL;
    if (!form || leaf->alternative < 0 || form->alternative != leaf->alternative ||
        form->branch != leaf->branch) {
      form = g_new0(Form, 1);
      form->alternative = leaf->alternative;
      form->branch = leaf->branch;
      form->text = g_string_new(NULL);
      g_ptr_array_add(forms, form);
    }
    g_autofree char *made = NULL;
    if (leaf->role == MIME_BODY_HTML)
      made = html_to_text(leaf->text, remote);
    else if (leaf->flowed)
      made = join_flowed(leaf->text, leaf->delsp);
    form->html |= leaf->role == MIME_BODY_HTML;
    append_block(form->text, made ? made : leaf->text);
  }
  return forms;
}

/* Letters and digits outside of link targets: what somebody has to say. */
static gsize
fullness(const char *text)
{
  gsize letters = 0;
  gboolean target = FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    if (*p == '<')
      target = g_str_has_prefix(p, "<http") || g_str_has_prefix(p, "<www.");
    else if (*p == '>')
      target = FALSE;
    else if (!target && g_unichar_isalnum(g_utf8_get_char(p)))
      letters++;
  }
  return letters;
}

/* Does text say the link? Schemes and closing slashes make no difference. */
static gboolean
mentions(const char *text, const char *link)
{
  const char *start = strstr(link, "://") ? strstr(link, "://") + 3 : link;
  start += g_str_has_prefix(start, "www.") ? 4 : 0;
  g_autofree char *bare = g_strdup(start);
  for (gsize n = strlen(bare); n && bare[n - 1] == '/'; n--)
    bare[n - 1] = 0;
  return !*bare || strstr(text, bare);
}

#define MAX_ADDED_LINKS 200
#define MAX_LINK_WORK ((gsize)256 * 1024 * 1024) /* bytes that are searched for links, in all */

/* Links of other that chosen does not have, each as a line. */
static void
append_missing_links(GString *chosen, const char *other)
{
  int added = 0;
  gsize work = 0;
  for (const char *p = other; *p && added < MAX_ADDED_LINKS && work < MAX_LINK_WORK; work += chosen->len) {
    const char *found = strstr(p, "http");
    if (!found)
      break;
    gsize n = strcspn(found, " \t\n<>\"");
    p = found + MAX(n, 4);
    g_autofree char *link = g_strndup(found, n);
    if (!g_str_has_prefix(link, "http://") && !g_str_has_prefix(link, "https://"))
      continue;
    if (!mentions(chosen->str, link)) {
      g_string_append_printf(chosen, "%s%s", added ? "\n" : "\n\n", link);
      added++;
    }
  }
}

/* The fullest of forms[start..end). Plain text is preferred to HTML that says hardly more: people wrote it.
 */
static Form *
choose_form(GPtrArray *forms, guint start, guint end)
{
  Form *best = forms->pdata[start];
  if (end == start + 1)
    return best;
  gsize most = fullness(best->text->str);
  for (guint i = start + 1; i < end; i++) {
    Form *form = forms->pdata[i];
    gsize letters = fullness(form->text->str);
    if (form->html && !best->html ? letters > most + most / 10 : letters > most) {
      best = form;
      most = letters;
    }
  }
  return best;
}

char *
mime_body_text(const MimeMessage *message, gboolean *remote)
{
  g_autoptr(GPtrArray) forms = gather_forms(message, remote);
  GString *body = g_string_new(NULL);
  for (guint start = 0, end; start < forms->len; start = end) {
    const Form *first = forms->pdata[start];
    for (end = start + 1; end < forms->len && first->alternative >= 0; end++)
      if (((const Form *)forms->pdata[end])->alternative != first->alternative)
        break;
    Form *chosen = choose_form(forms, start, end);
    for (guint i = start; i < end; i++)
      if (forms->pdata[i] != chosen)
        append_missing_links(chosen->text, ((const Form *)forms->pdata[i])->text->str);
    append_block(body, chosen->text->str);
  }
  if (body->len)
    g_string_append_c(body, '\n');
  return g_string_free(body, FALSE);
}

/* ---- own words ---- */

typedef enum { REPLY = 1, FORWARD = 2 } CutKind;

/* A line of a reply or forward header: what it begins with, holds and ends with, bidi marks out. NULL:
 * anything. */
static const struct {
  CutKind kind;
  const char *begins, *holds, *ends;
} cuts[] = {
    {REPLY, "On ", NULL, " wrote:"},
    {REPLY, NULL, "تمت كتابة ما يلي بواسطة", NULL},
    {REPLY, "في ", "كتب", ":"},
    {REPLY, "بتاريخ ", "كتب", ":"},
    {REPLY, "كتب ", "@", ":"},
    {REPLY, "كتبت ", "@", ":"},
    {REPLY, "لە ", "نووسی", ":"},
    {REPLY, NULL, "nivîsand", ":"},
    {REPLY, NULL, "nivîsî", ":"},
    {REPLY, NULL, "şunu yazdı", ":"},
    {REPLY, NULL, "tarihinde", "yazdı:"},
    {REPLY, "در ", "نوشت", ":"},
    {FORWARD, "-----Original Message", NULL, NULL},
    {FORWARD, "-------- Original Message", NULL, NULL},
    {FORWARD, "-----", "Forwarded ", NULL},
    {FORWARD, "Begin forwarded message", NULL, ":"},
    {FORWARD, "-----", "رسالة", NULL},
    {FORWARD, "-----", "الرسالة الأصلية", NULL},
    {FORWARD, "بدء الرسالة المُعاد توجيهها", NULL, NULL},
    {FORWARD, "بدء الرسالة المعاد توجيهها", NULL, NULL},
    {FORWARD, "-----", "نامە", NULL},
    {FORWARD, "-----", "Peyama", NULL},
    {FORWARD, "-----", "Orijinal Mesaj", NULL},
    {FORWARD, "-----", "ileti", NULL},
    {FORWARD, "-----", "İletilen", NULL},
    {FORWARD, "-----", "پیام", NULL},
};

/* The first lines of a header block that a client writes into the text, and those that follow. */
static const char *const block_first[] = {
    "From:", "من:", "المرسل:", "Kimden:", "از:", "لە:", "Ji:", "*From:*", "*من:*", NULL};
static const char *const block_more[] = {
    "Sent:",  "Date:",    "To:",      "Subject:", "Cc:",     "إلى:",        "الى:",
    "تاريخ:", "التاريخ:", "الموضوع:", "أُرسلت:",   "أرسلت:",  "تم الإرسال:", "Gönderildi:",
    "Tarih:", "Kime:",    "Konu:",    "تاریخ:",   "به:",     "موضوع:",      "بۆ:",
    "بابەت:", "Ji bo:",   "Dîrok:",   "Mijar:",   "*Sent:*", "*Date:*",     NULL};

static gboolean
begins_with_any(const char *line, const char *const *list)
{
  for (; *list; list++)
    if (g_str_has_prefix(line, *list))
      return TRUE;
  return FALSE;
}

/* What the marks and spaces that bare_line takes out begin with: most characters of a text do not. */
static gboolean
may_be_mark(guint8 first, guint8 second)
{
  return first == 0xe2 || first == 0xef || (first == 0xc2 && second == 0xa0) || (first == 0xd8 && second == 0x9c);
}

/* Marks that clients put around such lines, and white space at both ends, out. */
static char *
bare_line(const char *line)
{
  GString *out = g_string_new(NULL);
  const char *run = line; /* not yet copied */
  for (const char *p = line; *p; p = g_utf8_next_char(p)) {
    if (!may_be_mark((guint8)p[0], (guint8)p[1]))
      continue;
    gunichar c = g_utf8_get_char(p);
    gboolean mark = c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x202a && c <= 0x202e) ||
                    (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
    gboolean space = c == 0x00a0 || c == 0x202f;
    if (!mark && !space)
      continue;
    g_string_append_len(out, run, p - run);
    if (space)
      g_string_append_c(out, ' ');
    run = g_utf8_next_char(p);
  }
  g_string_append(out, run);
  g_strstrip(out->str);
  return g_string_free(out, FALSE);
}

#define MAX_CUT_LINE_BYTES 400u

static gboolean
ends_with(const char *line, gsize size, const char *end)
{
  gsize n = strlen(end);
  return size >= n && memcmp(line + size - n, end, n) == 0;
}

static int
cut_kind(const char *line)
{
  gsize size = strlen(line);
  if (size > MAX_CUT_LINE_BYTES)
    return 0;
  gboolean colon = size && line[size - 1] == ':'; /* which all that has an end ends with */
  for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++)
    if ((colon || !cuts[i].ends) && (!cuts[i].begins || (*cuts[i].begins == *line && g_str_has_prefix(line, cuts[i].begins))) &&
        (!cuts[i].ends || ends_with(line, size, cuts[i].ends)) && (!cuts[i].holds || strstr(line, cuts[i].holds)))
      return cuts[i].kind;
  return 0;
}

/* "From: ..." with "Sent: ...", "To: ..." within the next lines. */
static gboolean
is_header_block(char **lines)
{
  if (!begins_with_any(lines[0], block_first))
    return FALSE;
  for (int i = 1; i <= 4 && lines[i]; i++)
    if (begins_with_any(lines[i], block_more))
      return TRUE;
  return FALSE;
}

/* Does a reply or forward begin here? Sets how many lines its header line takes. kinds: cut_kind of the lines. */
static int
cut_at(char **lines, const int *kinds, guint *taken)
{
  *taken = 1;
  int kind = kinds[0];
  if (!kind && lines[1] && *lines[0] && *lines[1] && !kinds[1]) { /* folded by the client */
    g_autofree char *joined = g_strconcat(lines[0], " ", lines[1], NULL);
    kind = cut_kind(joined);
    *taken = kind ? 2 : 1;
  }
  return kind ? kind : is_header_block(lines) ? FORWARD : 0;
}

/* After a reply line: TRUE when quoted lines follow, so that what stands below them is own again. */
static gboolean
quotes_follow(char **lines)
{
  while (*lines && !**lines)
    lines++;
  return *lines && **lines == '>';
}

char *
mime_own_words(const char *text)
{
  g_auto(GStrv) raw = g_strsplit(text, "\n", -1);
  g_autoptr(GPtrArray) bare = g_ptr_array_new_with_free_func(g_free);
  for (char **line = raw; *line; line++)
    g_ptr_array_add(bare, bare_line(*line));
  g_ptr_array_add(bare, NULL);
  char **lines = (char **)bare->pdata;
  g_autofree int *kinds = g_new0(int, bare->len);
  for (guint i = 0; lines[i]; i++)
    kinds[i] = cut_kind(lines[i]);
  GString *own = g_string_new(NULL);
  for (guint i = 0; lines[i];) {
    guint taken = 1;
    int kind = *lines[i] == '>' ? 0 : cut_at(lines + i, kinds + i, &taken);
    if (kind == FORWARD || (kind == REPLY && !quotes_follow(lines + i + taken)))
      break;
    if (!kind && *lines[i] != '>')
      g_string_append_c(g_string_append(own, raw[i]), '\n');
    i += kind ? taken : 1;
  }
  return g_string_free(own, FALSE);
}
