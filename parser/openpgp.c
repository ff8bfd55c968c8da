/* SPDX-License-Identifier: ISC */
/* Whose is this key? Packets are walked over, and only the user ids are read. Mail programs quote, fold and cut armour, so a block is
 * what looks like one, not what is whole. Refuses to look into anything encrypted or packed. */
#include "parser/openpgp.h"
#include "parser/charset.h"

#include <string.h>

#define TAG_SIGNATURE 2u
#define TAG_SECRET_KEY 5u
#define TAG_PUBLIC_KEY 6u
#define TAG_USER_ID 13u
#define SUBPACKET_SIGNER 28u /* the signer's user id (RFC 9580 5.2.3.30) */

#define MAX_ARMOUR_BYTES (1024u * 1024) /* of a file */
#define LINE_CHARS 20u         /* so many characters of base64 in a row may be a line of a block */
#define MAX_HEADER_CHARS 400u  /* between the opening line and the first line of base64 */
#define MAX_BETWEEN_CHARS 60u  /* between lines and before the closing line: quotation marks, a last short line, the checksum */

typedef struct {
  const guint8 *p, *end;
} Bytes;

static gsize
left(const Bytes *bytes)
{
  return (gsize)(bytes->end - bytes->p);
}

static gboolean
read_number(Bytes *bytes, guint n, gsize *value)
{
  if (left(bytes) < n)
    return FALSE;
  *value = 0;
  while (n--)
    *value = *value << 8 | *bytes->p++;
  return TRUE;
}

/* A length of the new format (RFC 9580 4.2.1); subpackets have the same, without partial lengths. */
static gboolean
read_length(Bytes *bytes, gsize *length)
{
  gsize first, second;
  if (!read_number(bytes, 1, &first))
    return FALSE;
  if (first == 255)
    return read_number(bytes, 4, length);
  *length = first;
  if (first < 192)
    return TRUE;
  *length = 0;
  if (first >= 224 || !read_number(bytes, 1, &second))
    return FALSE; /* partial: only what is packed or encrypted has it */
  *length = (first - 192) * 256 + second + 192;
  return TRUE;
}

/* The next packet: its tag and content. A cut one is taken as far as it goes. */
static gboolean
read_packet(Bytes *bytes, guint *tag, Bytes *content)
{
  gsize first, length;
  if (!read_number(bytes, 1, &first) || !(first & 0x80))
    return FALSE;
  if (first & 0x40) {
    *tag = first & 0x3f;
    if (!read_length(bytes, &length))
      return FALSE;
  } else {
    *tag = first >> 2 & 0x0f;
    if ((first & 3) == 3 || !read_number(bytes, 1u << (first & 3), &length))
      return FALSE;
  }
  length = MIN(length, left(bytes));
  *content = (Bytes){bytes->p, bytes->p + length};
  bytes->p += length;
  return TRUE;
}

static void
add_user_id(GPtrArray *people, const Bytes *id)
{
  if (!left(id) || left(id) > OPENPGP_MAX_USER_ID_BYTES || people->len >= OPENPGP_MAX_USER_IDS)
    return;
  g_autofree char *text = charset_to_utf8(id->p, left(id), NULL, NULL);
  if (!g_ptr_array_find_with_equal_func(people, text, g_str_equal, NULL))
    g_ptr_array_add(people, g_steal_pointer(&text));
}

/* The signer's user id among the subpackets of a signature of version 4 or 6. */
static void
read_signature(Bytes content, GPtrArray *people)
{
  gsize version, skipped, size, length, type;
  if (!read_number(&content, 1, &version) || (version != 4 && version != 6) || !read_number(&content, 3, &skipped) ||
      !read_number(&content, version == 6 ? 4 : 2, &size))
    return;
  Bytes hashed = {content.p, content.p + MIN(size, left(&content))};
  for (guint i = 0; i < OPENPGP_MAX_PACKETS && read_length(&hashed, &length) && length && length <= left(&hashed); i++) {
    Bytes one = {hashed.p, hashed.p + length};
    hashed.p += length;
    if (read_number(&one, 1, &type) && (type & 0x7f) == SUBPACKET_SIGNER)
      add_user_id(people, &one);
  }
}

static void
read_packets(Bytes bytes, GPtrArray *people)
{
  guint tag;
  Bytes content;
  for (guint i = 0; i < OPENPGP_MAX_PACKETS && read_packet(&bytes, &tag, &content); i++) {
    if (i == 0 && ((tag != TAG_SIGNATURE && tag != TAG_SECRET_KEY && tag != TAG_PUBLIC_KEY) || !left(&content) || *content.p < 2 || *content.p > 6))
      return; /* some other file */
    if (tag == TAG_USER_ID)
      add_user_id(people, &content);
    else if (tag == TAG_SIGNATURE && i == 0)
      read_signature(content, people);
  }
}

/* ---- armour ---- */

static gboolean
is_base64(char c)
{
  return g_ascii_isalnum(c) || c == '+' || c == '/';
}

/* Base64 with whatever mail programs have put between, up to a "=" or a "-". */
void
openpgp_people_base64(const char *base64, gsize size, GPtrArray *people)
{
  g_autoptr(GString) plain = g_string_sized_new(size + 4);
  for (gsize i = 0; i < size && base64[i] != '=' && base64[i] != '-'; i++)
    if (is_base64(base64[i]))
      g_string_append_c(plain, base64[i]);
  while (plain->len % 4)
    g_string_append_c(plain, '=');
  gsize decoded_size;
  g_autofree guint8 *decoded = g_base64_decode(plain->str, &decoded_size);
  read_packets((Bytes){decoded, decoded + decoded_size}, people);
}

static gsize
base64_run(const char *text)
{
  gsize n = 0;
  while (is_base64(text[n]))
    n++;
  return n;
}

/* Capitals, small letters and digits: no long word and no address is written so. */
static gboolean
is_line(const char *text, gsize run)
{
  guint kinds = 0;
  for (gsize i = 0; run >= LINE_CHARS && i < run && kinds != 7; i++)
    kinds |= g_ascii_isupper(text[i]) ? 1 : g_ascii_islower(text[i]) ? 2 : g_ascii_isdigit(text[i]) ? 4 : 0;
  return kinds == 7;
}

/* A dash, or what typesetters make of two: U+2013, U+2014. */
static gboolean
ends_in_dash(const char *text, gsize end)
{
  return end && (text[end - 1] == '-' || (end >= 3 && (memcmp(text + end - 3, "\xe2\x80\x93", 3) == 0 || memcmp(text + end - 3, "\xe2\x80\x94", 3) == 0)));
}

static gsize
skip_dashes(const char *text, gsize at)
{
  while (text[at] == '-' || strncmp(text + at, "\xe2\x80\x93", 3) == 0 || strncmp(text + at, "\xe2\x80\x94", 3) == 0)
    at += text[at] == '-' ? 1 : 3;
  return at;
}

static gsize
before_dashes(const char *text, gsize at)
{
  while (ends_in_dash(text, at))
    at -= text[at - 1] == '-' ? 1 : 3;
  return at;
}

/* What the block is by its label, "PGP PUBLIC KEY BLOCK". FALSE for what is no block. */
static gboolean
kind_of_label(const char *label, gsize size, OpenpgpKind *kind)
{
  static const struct {
    const char *word;
    OpenpgpKind kind;
  } kinds[] = {{"KEY", OPENPGP_KEY}, {"CERTIFICATE", OPENPGP_KEY}, {"SIGNATURE", OPENPGP_SIGNATURE}, {"PGP MESSAGE", OPENPGP_ENCRYPTED},
               {"PKCS", OPENPGP_ENCRYPTED}, {"CMS", OPENPGP_ENCRYPTED}, {"AGE ENCRYPTED", OPENPGP_ENCRYPTED}};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (memmem(label, size, kinds[i].word, strlen(kinds[i].word))) {
      *kind = kinds[i].kind;
      return TRUE;
    }
  return FALSE;
}

/* The end of the block whose opening line ends at at: behind its closing line, or behind its last line of base64. at when there is
 * none: words about a key are no key. */
static gsize
block_end(const char *text, gsize at)
{
  gsize end = at, other = 0;
  for (gsize p = at; text[p] && other < (end > at ? MAX_BETWEEN_CHARS : MAX_HEADER_CHARS);) {
    gsize run = base64_run(text + p);
    if (is_line(text + p, run)) {
      p += run;
      end = p;
      other = 0;
    } else if (strncmp(text + p, "END ", 4) == 0 && ends_in_dash(text, p)) {
      gsize label = strcspn(text + p, "-\xe2\n");
      return end > at ? skip_dashes(text, p + label) : at;
    } else if (strncmp(text + p, "BEGIN ", 6) == 0 && ends_in_dash(text, p)) {
      return end;
    } else {
      p += MAX(run, 1);
      other += MAX(run, 1);
    }
  }
  return end;
}

gboolean
openpgp_find_block(const char *text, gsize from, OpenpgpBlock *block)
{
  for (const char *p = strstr(text + from, "BEGIN "); p; p = strstr(p + 1, "BEGIN ")) {
    gsize at = (gsize)(p - text);
    if (!ends_in_dash(text, at)) /* first: what follows is as long as the text may be */
      continue;
    gsize label = strcspn(p, "-\xe2\n");
    if (!kind_of_label(p, label, &block->kind))
      continue;
    gsize after = skip_dashes(text, at + label), end = block_end(text, after);
    if (after == at + label || end == after)
      continue;
    block->start = MAX(before_dashes(text, at), from);
    block->end = end;
    return TRUE;
  }
  return FALSE;
}

void
openpgp_people(const guint8 *bytes, gsize size, GPtrArray *people)
{
  if (!size)
    return;
  if (*bytes & 0x80)
    read_packets((Bytes){bytes, bytes + size}, people);
  OpenpgpBlock block;
  g_autofree char *text = g_strndup((const char *)bytes, MIN(size, MAX_ARMOUR_BYTES));
  for (gsize from = 0; openpgp_find_block(text, from, &block); from = block.end) {
    gsize at = block.start;
    for (gsize run; at < block.end && !is_line(text + at, run = base64_run(text + at));) /* over the armour's headers */
      at += MAX(run, 1);
    if (block.kind != OPENPGP_ENCRYPTED)
      openpgp_people_base64(text + at, block.end - at, people);
  }
}
