/* SPDX-License-Identifier: ISC */
/* age v1 files to X25519 recipients, by c2sp.org/age. Written here because there is no age library in C; small enough to be checked
 * against the specification in one sitting. It refuses to open what it made: no identity, no unwrapping, no decryption, no
 * passphrase. It refuses, too, recipients that nobody could hold the key of, for what is sealed to those is lost. */
#include "seal/age.h"

#include "seal/bech32.h"
#include "seal/hkdf.h"
#include <sodium.h>
#include <string.h>

#define FILE_KEY_BYTES 16u
#define PAYLOAD_NONCE_BYTES 16u
#define CHUNK_BYTES AGE_CHUNK_BYTES
#define TAG_BYTES crypto_aead_chacha20poly1305_IETF_ABYTES
#define NONCE_BYTES crypto_aead_chacha20poly1305_IETF_NPUBBYTES
#define KEY_BYTES crypto_aead_chacha20poly1305_IETF_KEYBYTES
#define POINT_BYTES crypto_scalarmult_BYTES
#define POINT_CHARS 43u /* 32 bytes as base64 without padding */

#define VERSION_LINE "age-encryption.org/v1\n"
#define STANZA_BEGIN "-> X25519 "
#define MAC_BEGIN "---"

/* Everything that the header encodes is 32 bytes. */
G_STATIC_ASSERT(FILE_KEY_BYTES + TAG_BYTES == POINT_BYTES && crypto_auth_hmacsha256_BYTES == POINT_BYTES);

struct AgeRecipients {
  guint count;
  guint8 points[AGE_MAX_RECIPIENTS][POINT_BYTES];
};

struct AgeStream {
  AgeWrite write;
  gpointer user;
  guint64 counter; /* of chunks written */
  gboolean closed; /* finished, or a write failed: nothing may follow */
  gsize held;      /* bytes in plain */
  gsize touched;   /* the most that plain ever held: what there is to wipe */
  guint8 key[KEY_BYTES];
  guint8 plain[CHUNK_BYTES];
  guint8 sealed[CHUNK_BYTES + TAG_BYTES];
};

G_DEFINE_QUARK(age_error, age_error)

void
age_init(void)
{
  if (sodium_init() < 0)
    g_error("libsodium cannot start");
}

/* An encoding that X25519 would reduce (RFC 7748 5: bit 255 set, or p and beyond). The holder of the secret key would compute
 * another salt than we, and could never unwrap. */
static gboolean
is_canonical(const guint8 *point)
{
  if (point[POINT_BYTES - 1] != 0x7f)
    return point[POINT_BYTES - 1] < 0x7f;
  for (guint i = 1; i < POINT_BYTES - 1; i++)
    if (point[i] != 0xff)
      return TRUE;
  return point[0] < 0xed;
}

/* A point of low order gives a shared secret of zeros, whoever computes it: sealed to everybody. */
static gboolean
has_large_order(const guint8 *point)
{
  guint8 secret[POINT_BYTES], shared[POINT_BYTES];
  randombytes_buf(secret, sizeof secret);
  gboolean ok = crypto_scalarmult(shared, secret, point) == 0 && !sodium_is_zero(shared, sizeof shared);
  sodium_memzero(secret, sizeof secret);
  sodium_memzero(shared, sizeof shared);
  return ok;
}

/* What is wrong with a recipient, or NULL. */
static const char *
decode_recipient(const char *text, guint8 *point)
{
  /* Before anything is copied: a secret key pasted here must not be taken apart. */
  if (g_ascii_strncasecmp(text, "age1", 4) != 0)
    return "does not begin with age1";
  g_autofree char *hrp = NULL;
  g_autoptr(GByteArray) groups = bech32_decode(text, &hrp);
  if (!groups)
    return "has a typing error (its checksum is wrong)";
  if (!g_str_equal(hrp, "age") || !bech32_to_bytes(groups, point, POINT_BYTES))
    return "is not an X25519 recipient";
  if (!is_canonical(point) || !has_large_order(point))
    return "is a point that no secret key belongs to";
  return NULL;
}

AgeRecipients *
age_recipients_new(const char *const *keys, GError **error)
{
  g_autoptr(AgeRecipients) recipients = g_new0(AgeRecipients, 1);
  for (guint i = 0; keys[i]; i++) {
    if (i == AGE_MAX_RECIPIENTS) {
      g_set_error(error, AGE_ERROR, AGE_ERROR_RECIPIENT, "more than %u recipients", AGE_MAX_RECIPIENTS);
      return NULL;
    }
    const char *fault = decode_recipient(keys[i], recipients->points[i]);
    if (fault) {
      g_set_error(error, AGE_ERROR, AGE_ERROR_RECIPIENT, "recipient %u %s", i + 1, fault);
      return NULL;
    }
    recipients->count++;
  }
  if (recipients->count == 0) {
    g_set_error_literal(error, AGE_ERROR, AGE_ERROR_RECIPIENT, "no recipients");
    return NULL;
  }
  return g_steal_pointer(&recipients);
}

void
age_recipients_free(AgeRecipients *recipients)
{
  g_free(recipients);
}

guint
age_recipients_count(const AgeRecipients *recipients)
{
  return recipients->count;
}

static void
append_base64(GString *out, const guint8 *bytes)
{
  char text[POINT_CHARS + 1];
  sodium_bin2base64(text, sizeof text, bytes, POINT_BYTES, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  g_string_append(out, text);
}

/* Appends the stanza that wraps file_key to one recipient ("The X25519 recipient type"). */
static gboolean
append_stanza(GString *header, const guint8 *recipient, const guint8 *file_key)
{
  static const guint8 zero_nonce[NONCE_BYTES];
  static const char info[] = "age-encryption.org/v1/X25519";
  struct {
    guint8 ephemeral[POINT_BYTES], shared[POINT_BYTES], wrap_key[KEY_BYTES];
  } secret;
  guint8 salt[2 * POINT_BYTES]; /* ephemeral share, recipient */
  guint8 body[FILE_KEY_BYTES + TAG_BYTES];
  randombytes_buf(secret.ephemeral, sizeof secret.ephemeral);
  memcpy(salt + POINT_BYTES, recipient, POINT_BYTES);
  gboolean ok = crypto_scalarmult_base(salt, secret.ephemeral) == 0 &&
                crypto_scalarmult(secret.shared, secret.ephemeral, recipient) == 0;
  if (ok) {
    hkdf_sha256(secret.shared, sizeof secret.shared, salt, sizeof salt, info, sizeof info - 1, secret.wrap_key, KEY_BYTES);
    crypto_aead_chacha20poly1305_ietf_encrypt(body, NULL, file_key, FILE_KEY_BYTES, NULL, 0, NULL, zero_nonce, secret.wrap_key);
    g_string_append(header, STANZA_BEGIN);
    append_base64(header, salt);
    g_string_append_c(header, '\n');
    append_base64(header, body);
    g_string_append_c(header, '\n');
  }
  sodium_memzero(&secret, sizeof secret);
  return ok;
}

/* Appends the last line: the MAC over all before it and its own dashes. */
static void
append_mac(GString *header, const guint8 *file_key)
{
  guint8 mac_key[crypto_auth_hmacsha256_KEYBYTES], mac[crypto_auth_hmacsha256_BYTES];
  hkdf_sha256(file_key, FILE_KEY_BYTES, NULL, 0, "header", 6, mac_key, sizeof mac_key);
  g_string_append(header, MAC_BEGIN);
  crypto_auth_hmacsha256(mac, (const guint8 *)header->str, header->len, mac_key);
  g_string_append_c(header, ' ');
  append_base64(header, mac);
  g_string_append_c(header, '\n');
  sodium_memzero(mac_key, sizeof mac_key);
}

static GString *
make_header(const AgeRecipients *recipients, const guint8 *file_key, GError **error)
{
  GString *header = g_string_sized_new(age_sealed_size(0, recipients->count));
  g_string_append(header, VERSION_LINE);
  for (guint i = 0; i < recipients->count; i++) {
    if (!append_stanza(header, recipients->points[i], file_key)) {
      g_set_error(error, AGE_ERROR, AGE_ERROR_RECIPIENT, "recipient %u cannot be sealed to", i + 1);
      g_string_free(header, TRUE);
      return NULL;
    }
  }
  append_mac(header, file_key);
  return header;
}

/* Hands bytes to the writer. A write that failed closes the stream: what lies behind a gap would never open. */
static gboolean
emit(AgeStream *stream, const guint8 *bytes, gsize size, GError **error)
{
  GError *fault = NULL;
  if (stream->write(stream->user, bytes, size, &fault))
    return TRUE;
  stream->closed = TRUE;
  if (!fault)
    fault = g_error_new_literal(AGE_ERROR, AGE_ERROR_WRITE, "the sealed bytes could not be written");
  g_propagate_error(error, fault);
  return FALSE;
}

static gboolean
refuse_closed(const AgeStream *stream, GError **error)
{
  if (stream->closed)
    g_set_error_literal(error, AGE_ERROR, AGE_ERROR_WRITE, "the sealed file is finished, or broke before");
  return stream->closed;
}

AgeStream *
age_stream_new(const AgeRecipients *recipients, AgeWrite write, gpointer user, GError **error)
{
  guint8 fresh[FILE_KEY_BYTES + PAYLOAD_NONCE_BYTES], *file_key = fresh, *nonce = fresh + FILE_KEY_BYTES;
  randombytes_buf(fresh, sizeof fresh); /* one system call for both */
  g_autoptr(AgeStream) stream = g_malloc(sizeof *stream);
  memset(stream, 0, G_STRUCT_OFFSET(AgeStream, plain)); /* the chunks need not be cleared */
  stream->write = write;
  stream->user = user;
  g_autoptr(GString) header = make_header(recipients, file_key, error);
  hkdf_sha256(file_key, FILE_KEY_BYTES, nonce, PAYLOAD_NONCE_BYTES, "payload", 7, stream->key, sizeof stream->key);
  sodium_memzero(file_key, FILE_KEY_BYTES);
  if (!header)
    return NULL;
  g_string_append_len(header, (const char *)nonce, PAYLOAD_NONCE_BYTES);
  if (!emit(stream, (const guint8 *)header->str, header->len, error))
    return NULL;
  return g_steal_pointer(&stream);
}

static gboolean
seal_chunk(AgeStream *stream, const guint8 *plain, gsize size, gboolean last, GError **error)
{
  guint8 nonce[NONCE_BYTES] = {0}; /* big-endian counter of 11 bytes, then the flag */
  guint64 counter = GUINT64_TO_BE(stream->counter);
  memcpy(nonce + NONCE_BYTES - 1 - sizeof counter, &counter, sizeof counter);
  nonce[NONCE_BYTES - 1] = last ? 1 : 0;
  stream->counter++;
  crypto_aead_chacha20poly1305_ietf_encrypt(stream->sealed, NULL, plain, size, NULL, 0, NULL, nonce, stream->key);
  return emit(stream, stream->sealed, size + TAG_BYTES, error);
}

gboolean
age_stream_update(AgeStream *stream, const guint8 *plain, gsize size, GError **error)
{
  if (refuse_closed(stream, error))
    return FALSE;
  /* A full chunk goes out only when more follows it: the last one carries the flag and may not be empty. */
  while (size > 0) {
    if (stream->held == CHUNK_BYTES) {
      if (!seal_chunk(stream, stream->plain, CHUNK_BYTES, FALSE, error))
        return FALSE;
      stream->held = 0;
    }
    if (stream->held == 0 && size > CHUNK_BYTES) { /* no need to copy it first */
      if (!seal_chunk(stream, plain, CHUNK_BYTES, FALSE, error))
        return FALSE;
      plain += CHUNK_BYTES;
      size -= CHUNK_BYTES;
      continue;
    }
    gsize take = MIN(size, CHUNK_BYTES - stream->held);
    memcpy(stream->plain + stream->held, plain, take);
    stream->held += take;
    stream->touched = MAX(stream->touched, stream->held);
    plain += take;
    size -= take;
  }
  return TRUE;
}

gboolean
age_stream_chunk(AgeStream *stream, const guint8 *plain, GError **error)
{
  if (refuse_closed(stream, error))
    return FALSE;
  g_return_val_if_fail(stream->held == 0, FALSE);
  return seal_chunk(stream, plain, CHUNK_BYTES, FALSE, error);
}

gboolean
age_stream_finish(AgeStream *stream, GError **error)
{
  if (refuse_closed(stream, error) || !seal_chunk(stream, stream->plain, stream->held, TRUE, error))
    return FALSE;
  stream->closed = TRUE;
  return TRUE;
}

void
age_stream_free(AgeStream *stream)
{
  if (!stream)
    return;
  sodium_memzero(stream, G_STRUCT_OFFSET(AgeStream, plain) + stream->touched);
  g_free(stream);
}

typedef struct {
  guint8 *bytes;
  gsize size, used;
} Fill;

static gboolean
fill(gpointer user, const guint8 *bytes, gsize size, GError **error G_GNUC_UNUSED)
{
  Fill *to = user;
  g_assert(size <= to->size - to->used); /* age_sealed_size is exact */
  memcpy(to->bytes + to->used, bytes, size);
  to->used += size;
  return TRUE;
}

GBytes *
age_seal(const AgeRecipients *recipients, const guint8 *plain, gsize size, GError **error)
{
  gsize sealed_size = age_sealed_size(size, recipients->count);
  g_autofree guint8 *sealed = g_malloc(sealed_size);
  Fill to = {sealed, sealed_size, 0};
  g_autoptr(AgeStream) stream = age_stream_new(recipients, fill, &to, error);
  if (!stream || !age_stream_update(stream, plain, size, error) || !age_stream_finish(stream, error))
    return NULL;
  g_assert(to.used == to.size);
  return g_bytes_new_take(g_steal_pointer(&sealed), sealed_size);
}

guint64
age_sealed_size(guint64 plain_size, guint n_recipients)
{
  guint64 stanza = strlen(STANZA_BEGIN) + 2 * (guint64)(POINT_CHARS + 1);
  guint64 mac_line = strlen(MAC_BEGIN) + 1 + POINT_CHARS + 1;
  guint64 chunks = MAX(1, plain_size / CHUNK_BYTES + (plain_size % CHUNK_BYTES != 0));
  return strlen(VERSION_LINE) + n_recipients * stanza + mac_line + PAYLOAD_NONCE_BYTES + plain_size + chunks * TAG_BYTES;
}
