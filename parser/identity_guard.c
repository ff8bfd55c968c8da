/* SPDX-License-Identifier: ISC */
/* What the text marks as the accused's stays, whatever rule took the clause that it stands in: handles and hashtags that are not the
 * reporter's, the accused's numbers and addresses, and the names behind an office. One place, after all rules, before spans are merged. */
#include "parser/identity_internal.h"

/* ---- names that stand behind a title of an accused ---- */

void
identity_accused_mark(Doc *doc)
{
  doc->accused = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 1; i < doc->tokens->len; i++) {
    if (!(TOKEN(doc, i - 1)->ends & CUE_BIT(CUE_ACCUSED_TITLE)))
      continue;
    const char *key = KEY(doc, TOKEN(doc, i));
    gboolean again = g_hash_table_contains(doc->accused, key);
    g_hash_table_insert(doc->accused, (void *)key, GUINT_TO_POINTER(again ? G_MAXUINT : i));
  }
}

gboolean
identity_is_accused_elsewhere(const Doc *doc, guint first)
{
  guint at = GPOINTER_TO_UINT(g_hash_table_lookup(doc->accused, KEY(doc, TOKEN(doc, first))));
  return at && at != first;
}

/* An office that no street, school or mosque is named after here. */
static gboolean
is_office(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (!(t->ends & CUE_BIT(CUE_ACCUSED_TITLE)) || !identity_has(t, SET_OFFICE) || t->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG)))
    return FALSE;
  return i == 0 || !(TOKEN(doc, i - 1)->begins & (CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT)) || identity_in(doc, i - 1, SET_NEAR));
}

static gboolean
is_ours(const Doc *doc, const Profile *profile, guint i)
{
  guint skip;
  gboolean sure;
  const ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
  return name && sure && !name->shared;
}

static void
add(GArray *ranges, guint32 start, guint32 end)
{
  Range range = {.start = start, .end = end};
  g_array_append_val(ranges, range);
}

/* The accused's names: behind their office, and two words of them together anywhere. */
static void
guard_names(const Doc *doc, const Profile *profile, GArray *ranges)
{
  g_autoptr(GHashTable) words = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i + 1 < doc->tokens->len; i++) {
    guint first, last;
    if (!is_office(doc, i) || !identity_same_line(doc, i, i + 1) || !identity_parse_name(doc, profile, i + 1, FALSE, &first, &last) || first != i + 1 || !identity_has_listed_name(doc, first, last))
      continue;
    for (guint k = first; k < last; k++) {
      const Token *t = TOKEN(doc, k);
      if (is_ours(doc, profile, k) || t->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_KIN)) || (k > first && !identity_is_name_word(doc, k) && !identity_is_nisba(doc, k)))
        break;
      add(ranges, TOKEN(doc, k)->start, TOKEN(doc, k)->end);
      if (TOKEN(doc, k)->chars >= 3 && !(TOKEN(doc, k)->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE))))
        g_hash_table_add(words, (void *)KEY(doc, TOKEN(doc, k)));
    }
  }
  if (g_hash_table_size(words) < 2)
    return;
  for (guint i = 0; i + 1 < doc->tokens->len; i++)
    if (g_hash_table_contains(words, KEY(doc, TOKEN(doc, i))) && g_hash_table_contains(words, KEY(doc, TOKEN(doc, i + 1))) && !is_ours(doc, profile, i) && !is_ours(doc, profile, i + 1))
      add(ranges, TOKEN(doc, i)->start, TOKEN(doc, i + 1)->end);
}

static void
guard_contacts(const Doc *doc, const Profile *profile, GArray *ranges)
{
  for (guint h = 0; h < doc->handles->len; h++) {
    const Range *r = &g_array_index(doc->handles, Range, h);
    guint from = r->first + (TOKEN(doc, r->first)->type == TOKEN_PUNCT ? 1 : 0);
    g_autofree char *name = g_strndup(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start);
    g_autofree char *key = text_fold_key(name, -1);
    if (from > r->first && !g_hash_table_contains(profile->locals, key))
      add(ranges, r->start, r->end);
  }
  for (guint p = 0; p < doc->phones->len; p++) {
    const Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (!g_hash_table_contains(profile->phones, phone->national) && (phone->owner == OWNER_ACCUSED || g_hash_table_contains(profile->accused_phones, phone->national)))
      add(ranges, phone->range.start, phone->range.end);
  }
  for (guint e = 0; e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
    g_autofree char *lower = g_utf8_strdown(address, -1);
    if (g_hash_table_contains(profile->accused_emails, lower) && !g_hash_table_contains(profile->emails, lower))
      add(ranges, r->start, r->end);
  }
}

/* Rules that take whole clauses. */
static gboolean
is_clause(const Span *span)
{
  if (g_str_has_prefix(span->rule, "signature"))
    return FALSE;
  return span->kind == KIND_WORKPLACE || span->kind == KIND_ADDRESS || span->kind == KIND_RELATION || g_str_has_prefix(span->rule, "relation.");
}

static int
by_start(const void *a, const void *b)
{
  const Range *x = a, *y = b;
  return x->start < y->start ? -1 : x->start > y->start;
}

/* Index of the first range that ends behind the byte: they are in order and those that overlap were joined. */
static guint
range_after(const GArray *ranges, guint32 byte)
{
  guint low = 0, high = ranges->len;
  while (low < high) {
    guint mid = (low + high) / 2;
    if (g_array_index(ranges, Range, mid).end <= byte)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

static void
join(GArray *ranges)
{
  guint n = 0;
  g_array_sort(ranges, by_start);
  for (guint i = 0; i < ranges->len; i++) {
    const Range r = g_array_index(ranges, Range, i);
    Range *last = n ? &g_array_index(ranges, Range, n - 1) : NULL;
    if (last && r.start < last->end)
      last->end = MAX(last->end, r.end);
    else
      g_array_index(ranges, Range, n++) = r;
  }
  g_array_set_size(ranges, n);
}

void
identity_guard(Doc *doc, const Profile *profile)
{
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(Range));
  gboolean clauses = FALSE;
  for (guint i = 0; i < doc->spans->len && !clauses; i++)
    clauses = is_clause(&g_array_index(doc->spans, Span, i));
  if (!clauses)
    return;
  guard_names(doc, profile, ranges);
  guard_contacts(doc, profile, ranges);
  join(ranges);
  guint n = ranges->len ? doc->spans->len : 0;
  for (guint i = 0; i < n; i++) {
    Span span = g_array_index(doc->spans, Span, i);
    if (!is_clause(&span))
      continue;
    guint32 end = span.end;
    for (guint r = range_after(ranges, span.start); r < ranges->len && g_array_index(ranges, Range, r).start < end; r++) {
      const Range *range = &g_array_index(ranges, Range, r);
      identity_span_add(doc, span.start, MIN(range->start, end), span.kind, span.priority, span.rule);
      span.start = MAX(span.start, MIN(range->end, end));
    }
    g_array_index(doc->spans, Span, i).start = span.start;
    if (span.start >= end)
      g_array_index(doc->spans, Span, i).end = span.start; /* nothing of it is left */
  }
}
