/* SPDX-License-Identifier: ISC */
/* Spans: where identity stands in a text, overlaps resolved, and the text written anew with placeholders in their place. Links are
 * written in canonical form whatever else is found; a span never takes a piece out of a link that is evidence. */
#include "parser/identity_internal.h"

void
identity_span_add(Doc *doc, guint32 start, guint32 end, SpanKind kind, guint priority, const char *rule)
{
  if (end <= start || end > doc->len)
    return;
  Span span = {start, end, (guint8)kind, (guint8)priority, rule};
  g_array_append_val(doc->spans, span);
}

void
identity_span_tokens(Doc *doc, guint first, guint last, SpanKind kind, guint priority, const char *rule)
{
  if (last <= first || last > doc->tokens->len)
    return;
  for (guint i = first; i < last; i++)
    TOKEN(doc, i)->flags |= TOKEN_OWN;
  guint32 end = TOKEN(doc, last - 1)->end;
  identity_span_add(doc, TOKEN(doc, first)->start, end, kind, priority, rule);
}

static const char *const words[] = {"reporter", "relative", "person", "phone", "email", "address", "workplace", "account", "id", "relation", "time", "key", "encrypted", "nothing"};

const char *
identity_kind_name(SpanKind kind)
{
  return words[kind];
}

static int
by_start(const void *a, const void *b)
{
  const Span *x = a, *y = b;
  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return x->end > y->end ? -1 : x->end < y->end;
}

/* Overlapping spans become one, with the kind of the one of highest priority. */
static void
merge(GArray *spans)
{
  g_array_sort(spans, by_start);
  guint n = 0;
  for (guint i = 0; i < spans->len; i++) {
    Span *span = &g_array_index(spans, Span, i);
    Span *last = n ? &g_array_index(spans, Span, n - 1) : NULL;
    if (!last || span->start >= last->end) {
      g_array_index(spans, Span, n++) = *span;
      continue;
    }
    if (span->priority > last->priority || (span->priority == last->priority && span->end - span->start > last->end - last->start)) {
      last->kind = span->kind;
      last->priority = span->priority;
      last->rule = span->rule;
    }
    last->end = MAX(last->end, span->end);
  }
  g_array_set_size(spans, n);
}

/* What makes two originals one person or number: letters and digits of the folded text. */
static char *
value_key(const char *original, gsize len, SpanKind kind)
{
  g_autofree char *key = text_fold_key(original, (gssize)len);
  GString *out = g_string_new(NULL);
  for (const char *p = key; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (kind == KIND_PHONE ? c < 0x80 && g_ascii_isdigit((char)c) : g_unichar_isalnum(c))
      g_string_append_unichar(out, c);
  }
  if (kind == KIND_PHONE) {
    const char *digits = out->str;
    if (g_str_has_prefix(digits, "00964"))
      digits += 5;
    else if (g_str_has_prefix(digits, "964"))
      digits += 3;
    while (*digits == '0')
      digits++;
    g_string_erase(out, 0, digits - out->str);
  }
  return g_string_free(out, FALSE);
}

/* "[phone]", "[phone 2]": the reporter has one placeholder however written. */
static char *
placeholder(GHashTable *seen, const char *original, gsize len, SpanKind kind)
{
  if (kind == KIND_NOTHING)
    return g_strdup("");
  if (kind == KIND_REPORTER || kind == KIND_RELATION || kind == KIND_TIME || kind == KIND_ADDRESS || kind == KIND_WORKPLACE || kind == KIND_ENCRYPTED)
    return g_strdup_printf("[%s]", words[kind]);
  g_autofree char *value = value_key(original, len, kind);
  char *key = g_strdup_printf("%d:%s", kind, value);
  g_autofree char *count_key = g_strdup_printf("%d#", kind);
  guint number = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));
  if (!number) {
    number = GPOINTER_TO_UINT(g_hash_table_lookup(seen, count_key)) + 1;
    g_hash_table_insert(seen, g_steal_pointer(&count_key), GUINT_TO_POINTER(number));
    g_hash_table_insert(seen, key, GUINT_TO_POINTER(number));
  } else {
    g_free(key);
  }
  return number == 1 ? g_strdup_printf("[%s]", words[kind]) : g_strdup_printf("[%s %u]", words[kind], number);
}

static void
record(Doc *doc, IdentityResult *result, const Span *span, const char *shown)
{
  IdentitySpan *out = g_new0(IdentitySpan, 1);
  out->where = g_strdup(doc->text->where);
  out->original = g_strndup(doc->s + span->start, span->end - span->start);
  out->placeholder = g_strdup(shown);
  out->rule = g_strdup(span->rule);
  out->start = span->start;
  g_ptr_array_add(result->spans, out);
}

static void
write_span(Doc *doc, GString *out, const Span *span, GHashTable *seen, IdentityResult *result)
{
  g_autofree char *shown = placeholder(seen, doc->s + span->start, span->end - span->start, span->kind);
  g_string_append(out, shown);
  record(doc, result, span, shown);
}

/* The link as a monitor sees it. */
static void
write_link(Doc *doc, GString *out, const Link *link, GHashTable *seen, IdentityResult *result)
{
  Span span = {(guint32)link->start, (guint32)link->end, KIND_ACCOUNT, 0, "account.link"};
  if (link->own) {
    write_span(doc, out, &span, seen, result);
    return;
  }
  g_autofree char *shown = link->canonical && !link->opaque ? g_strdup(link->canonical) : g_strdup_printf("[link: %s]", link->platform ? link->platform : "website");
  gsize len = link->end - link->start;
  g_string_append(out, shown);
  if (strlen(shown) == len && memcmp(shown, doc->s + link->start, len) == 0)
    return;
  span.rule = link->opaque || !link->canonical ? "link.opaque" : "link.canonical";
  record(doc, result, &span, shown);
}

static int
link_by_start(const void *a, const void *b)
{
  const Link *x = *(Link *const *)a, *y = *(Link *const *)b;
  return x->start < y->start ? -1 : x->start > y->start;
}

/* Cuts spans where links stand: a link is written by itself, unless it is the reporter's and inside the span. */
static GArray *
cut_at_links(const Doc *doc, GPtrArray *links)
{
  GArray *out = g_array_new(FALSE, FALSE, sizeof(Span));
  guint l = 0;
  for (guint i = 0; i < doc->spans->len; i++) {
    Span span = g_array_index(doc->spans, Span, i);
    while (l < links->len && ((Link *)g_ptr_array_index(links, l))->end <= span.start)
      l++;
    for (guint k = l; k < links->len && span.start < span.end; k++) {
      const Link *link = g_ptr_array_index(links, k);
      if (link->start >= span.end)
        break;
      if (link->start > span.start) {
        Span head = span;
        head.end = (guint32)link->start;
        g_array_append_val(out, head);
      }
      span.start = MAX(span.start, (guint32)MIN(link->end, span.end));
    }
    if (span.start < span.end)
      g_array_append_val(out, span);
  }
  return out;
}

/* White space and punctuation alone are no identity: a span that a link has cut down to that is dropped. */
static gboolean
has_content(const Doc *doc, const Span *span)
{
  for (const char *p = doc->s + span->start; p < doc->s + span->end; p = g_utf8_next_char(p)) {
    const gunichar c = g_utf8_get_char(p);
    if (g_unichar_isalnum(c) || (c >= 0x24b6 && text_look_alike(c)))
      return TRUE;
  }
  return FALSE;
}

void
identity_render(Doc *doc, GHashTable *seen, IdentityResult *result)
{
  merge(doc->spans);
  g_autoptr(GPtrArray) links = g_ptr_array_new();
  for (guint i = 0; doc->text->links && i < doc->text->links->len; i++) {
    Link *link = g_ptr_array_index(doc->text->links, i);
    if (link->start < link->end && link->end <= doc->len)
      g_ptr_array_add(links, link);
  }
  g_ptr_array_sort(links, link_by_start);
  g_autoptr(GArray) spans = cut_at_links(doc, links);
  GString *out = g_string_sized_new(doc->len + 64);
  gsize at = 0;
  guint i = 0, l = 0;
  while (i < spans->len || l < links->len) {
    const Span *span = i < spans->len ? &g_array_index(spans, Span, i) : NULL;
    const Link *link = l < links->len ? g_ptr_array_index(links, l) : NULL;
    gboolean is_link = link && (!span || link->start <= span->start);
    gsize start = is_link ? link->start : span->start, end = is_link ? link->end : span->end;
    if (is_link)
      l++;
    else
      i++;
    if (start < at || (!is_link && span->kind != KIND_NOTHING && !has_content(doc, span)))
      continue;
    g_string_append_len(out, doc->s + at, (gssize)(start - at));
    if (is_link)
      write_link(doc, out, link, seen, result);
    else
      write_span(doc, out, span, seen, result);
    at = end;
  }
  g_string_append(out, doc->s + at);
  g_free(doc->text->stripped);
  doc->text->stripped = g_string_free(out, FALSE);
}
