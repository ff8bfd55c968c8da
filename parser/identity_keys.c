/* SPDX-License-Identifier: ISC */
/* Keys in the mail itself: Autocrypt headers, and armoured keys, signatures and encrypted messages in a text. A key leads to its owner
 * whoever that is, and says nothing that a person could read: it goes from every text, and the identity record has it. */
#include "parser/identity_internal.h"
#include "parser/openpgp.h"

/* Lines of which nothing is left are blank for whoever looks for the last lines of a mail. */
static void
blank_lines(Doc *doc, const OpenpgpBlock *block)
{
  for (guint l = 0; l < doc->lines->len && LINE(doc, l)->start < block->end; l++)
    if (LINE(doc, l)->start >= block->start)
      LINE(doc, l)->flags |= LINE_BLANK;
}

/* Quoted lines and forwarded mails are of somebody else, and so are their keys. */
static gboolean
is_own_block(const Doc *doc, gsize at)
{
  if (doc->text->type == IDENTITY_NESTED)
    return FALSE;
  for (guint l = 0; l < doc->lines->len && LINE(doc, l)->start <= at; l++)
    if (LINE(doc, l)->end > at)
      return LINE(doc, l)->depth == 0;
  return TRUE;
}

void
identity_keys_mark(Doc *doc, GPtrArray *people)
{
  static const struct {
    SpanKind kind;
    const char *rule;
  } shown[] = {[OPENPGP_KEY] = {KIND_KEY, "key.block"}, [OPENPGP_SIGNATURE] = {KIND_NOTHING, "key.signature"}, [OPENPGP_ENCRYPTED] = {KIND_ENCRYPTED, "key.encrypted"}};
  OpenpgpBlock block;
  for (gsize from = 0; openpgp_find_block(doc->s, from, &block); from = block.end) {
    identity_span_add(doc, (guint32)block.start, (guint32)block.end, shown[block.kind].kind, 99, shown[block.kind].rule);
    blank_lines(doc, &block);
    if (is_own_block(doc, block.start))
      openpgp_people((const guint8 *)doc->s + block.start, block.end - block.start, people);
  }
}

/* addr=a@b.example; prefer-encrypt=mutual; keydata=... (autocrypt.org, level 1). */
static void
read_autocrypt(const char *value, GPtrArray *people)
{
  const char *key = strstr(value, "keydata="), *address = strstr(value, "addr=");
  if (address && (!key || address < key))
    g_ptr_array_add(people, g_strndup(address + 5, strcspn(address + 5, "; \t")));
  if (key)
    openpgp_people_base64(key + 8, strcspn(key + 8, ";"), people);
}

void
identity_keys_headers(const IdentityMessage *message, GPtrArray *people)
{
  for (guint i = 0; message->headers && i < message->headers->len; i++) {
    const MimeHeader *header = g_ptr_array_index(message->headers, i);
    if (header->value && strcmp(header->name, "autocrypt") == 0)
      read_autocrypt(header->value, people);
  }
}
