/* SPDX-License-Identifier: ISC */
/* Stripping, from a whole message to its stripped texts: one Doc per text, one Profile for all, then the engines in an order in
 * which each may use what the ones before have learned. Holds no rule itself. */
#include "parser/identity_internal.h"

IdentityText *
identity_text_new(IdentityTextType type, const char *where, const char *text, GPtrArray *links)
{
  IdentityText *out = g_new0(IdentityText, 1);
  out->type = type;
  out->where = g_strdup(where);
  out->text = g_utf8_validate(text, -1, NULL) ? g_strdup(text) : g_utf8_make_valid(text, -1);
  out->links = links ? links : g_ptr_array_new();
  return out;
}

void
identity_text_free(IdentityText *text)
{
  if (!text)
    return;
  g_free(text->where);
  g_free(text->text);
  g_free(text->stripped);
  if (text->links)
    g_ptr_array_unref(text->links);
  g_free(text);
}

static void
span_free(void *data)
{
  IdentitySpan *span = data;
  g_free(span->where);
  g_free(span->original);
  g_free(span->placeholder);
  g_free(span->rule);
  g_free(span);
}

void
identity_result_free(IdentityResult *result)
{
  if (!result)
    return;
  g_clear_pointer(&result->spans, g_ptr_array_unref);
  g_clear_pointer(&result->review, g_ptr_array_unref);
  g_free(result);
}

gboolean
identity_is_prose(const Doc *doc)
{
  return doc->text->type != IDENTITY_VCARD && doc->text->type != IDENTITY_TABLE;
}

/* Learning in two rounds: what a signature says makes an introduction certain that was none before, and the other way round. */
static void
learn(GPtrArray *docs, Profile *profile)
{
  for (guint i = 0; i < docs->len; i++) {
    Doc *doc = g_ptr_array_index(docs, i);
    identity_phones_find(doc);
    identity_lines_mark(doc, profile);
  }
  identity_cards_learn(docs, profile, FALSE);
  for (guint round = 0; round < 2; round++) {
    guint before = profile->names->len;
    for (guint i = 0; i < docs->len; i++) {
      Doc *doc = g_ptr_array_index(docs, i);
      if (!identity_is_prose(doc))
        continue;
      identity_chat_learn(doc, profile);
      if (round == 0)
        identity_form_learn(doc, profile);
      identity_intro_learn(doc, profile);
      if (round > 0)
        continue;
      identity_lines_strip(doc, profile);
      identity_letterhead_learn(doc, profile);
      identity_talk_learn(doc, profile);
      identity_uploads_learn(doc);
      identity_handles_learn(doc, profile);
      identity_links_learn(doc, profile);
      identity_signature_learn(doc, profile);
    }
    if (round == 0 && profile->names->len == before)
      break;
  }
  identity_cards_learn(docs, profile, TRUE);
  for (guint i = 0; i < docs->len; i++) {
    Doc *doc = g_ptr_array_index(docs, i);
    if (doc->text->type == IDENTITY_TABLE)
      identity_table_learn(doc, profile);
    if (!identity_is_prose(doc))
      continue;
    identity_emails_learn(doc, profile);
    identity_phones_learn(doc, profile);
    identity_links_learn(doc, profile);
    identity_addresses_learn(doc, profile);
    identity_work_learn(doc, profile);
    identity_tail_learn(doc, profile);
    identity_spots_learn(doc);
  }
  identity_domains_learn(docs, profile);
}

static void
strip(GPtrArray *docs, Profile *profile, GHashTable *mentioned)
{
  for (guint i = 0; i < docs->len; i++)
    identity_namesakes_learn(g_ptr_array_index(docs, i), profile);
  for (guint i = 0; i < docs->len; i++)
    identity_names_shared(g_ptr_array_index(docs, i), profile);
  for (guint i = 0; i < docs->len; i++) {
    Doc *doc = g_ptr_array_index(docs, i);
    if (doc->text->type == IDENTITY_VCARD)
      identity_card_strip(doc, profile);
    if (doc->text->type == IDENTITY_TABLE)
      identity_table_strip(doc, profile);
    identity_chat_strip(doc, profile, mentioned);
    identity_emails_strip(doc, profile);
    identity_phones_strip(doc, profile);
    identity_handles_strip(doc, profile);
    identity_hashtags_strip(doc, profile);
    identity_orgs_strip(doc, profile);
    identity_tokens_strip(doc, profile);
    identity_tickets_strip(doc);
    identity_numbers_strip(doc, profile);
    identity_names_strip(doc, profile);
  }
}

/* File names and the reporter's own texts, folded: who is named there is part of the case. */
static GHashTable *
mentions(const IdentityMessage *message)
{
  GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; message->file_names && i < message->file_names->len; i++)
    g_hash_table_add(set, text_fold_key(g_ptr_array_index(message->file_names, i), -1));
  for (guint i = 0; i < message->texts->len; i++) {
    const IdentityText *text = g_ptr_array_index(message->texts, i);
    if (text->type == IDENTITY_BODY || text->type == IDENTITY_SUBJECT)
      g_hash_table_add(set, text_fold_key(text->text, -1));
  }
  return set;
}

static gboolean
has_chat(const IdentityMessage *message)
{
  for (guint i = 0; i < message->texts->len; i++)
    if (((IdentityText *)g_ptr_array_index(message->texts, i))->type == IDENTITY_CHAT)
      return TRUE;
  return FALSE;
}

/* What is beyond the limit is not looked at and therefore not shown. Returns how much of the room the text takes. */
static gsize
cut(IdentityText *text, gsize room, Profile *profile)
{
  gsize len = strlen(text->text);
  if (len <= room)
    return len;
  identity_profile_review(profile, "text-cut");
  const char *end = text->text + room;
  while (end > text->text && ((guint8)*end & 0xc0) == 0x80)
    end--;
  text->text[end - text->text] = '\0';
  return room;
}

IdentityResult *
identity_strip(const IdentityRules *rules, IdentityMessage *message)
{
  g_autoptr(Profile) profile = identity_profile_new(rules);
  g_autoptr(GPtrArray) docs = g_ptr_array_new_with_free_func((GDestroyNotify)identity_doc_free);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) mentioned = has_chat(message) ? mentions(message) : NULL;
  IdentityResult *result = g_new0(IdentityResult, 1);
  result->spans = g_ptr_array_new_with_free_func(span_free);
  identity_profile_headers(profile, message);
  gsize room = IDENTITY_MAX_TEXT_BYTES;
  for (guint i = 0; i < message->texts->len; i++) {
    IdentityText *text = g_ptr_array_index(message->texts, i);
    room -= cut(text, room, profile);
    if (text->type == IDENTITY_ATTACHMENT && identity_is_table(text->text))
      text->type = IDENTITY_TABLE;
    Doc *doc = identity_doc_new(rules, text, i);
    identity_keys_mark(doc, keys);
    g_ptr_array_add(docs, doc);
  }
  identity_keys_headers(message, keys);
  identity_hints_learn(docs, profile, message->hints);
  identity_hints_learn(docs, profile, keys);
  learn(docs, profile);
  strip(docs, profile, mentioned);
  identity_second_strip(docs, profile, message->seen);
  for (guint i = 0; i < docs->len; i++)
    identity_guard(g_ptr_array_index(docs, i), profile);
  for (guint i = 0; i < docs->len; i++)
    identity_render(g_ptr_array_index(docs, i), seen, result);
  result->review = g_steal_pointer(&profile->review);
  profile->review = g_ptr_array_new();
  return result;
}
