/* SPDX-License-Identifier: ISC
 *
 * age v1 encryption to X25519 recipients (c2sp.org/age), streaming. Encryption only: no decryption code exists in this project.
 * Debian's `age -d` opens what this writes. Used by the intake (originals), the worker (identity records) and the store (drill).
 */
#pragma once
#include <glib.h>

typedef struct AgeRecipients AgeRecipients;
typedef struct AgeStream AgeStream;

#define AGE_MAX_RECIPIENTS 20u
#define AGE_ERROR (age_error_quark())
GQuark age_error_quark(void);
typedef enum { AGE_ERROR_RECIPIENT, AGE_ERROR_WRITE } AgeError;

/* Must run once before any other call and before confinement (libsodium, random source). Aborts only if libsodium cannot start. */
void age_init(void);

/* keys: NULL-terminated list of "age1..." (BIP 173 bech32, any case that is not mixed). AGE_ERROR_RECIPIENT names the number of the bad one. */
AgeRecipients *age_recipients_new(const char *const *keys, GError **error);
void age_recipients_free(AgeRecipients *recipients);
guint age_recipients_count(const AgeRecipients *recipients);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AgeRecipients, age_recipients_free)

/* Where the encrypted bytes go. Returns FALSE with error set when they cannot be taken. */
typedef gboolean (*AgeWrite)(gpointer user, const guint8 *bytes, gsize size, GError **error);

/* Begins a file: writes the header (a fresh file key wrapped to every recipient). Memory: two chunks of 64 KiB. */
AgeStream *age_stream_new(const AgeRecipients *recipients, AgeWrite write, gpointer user, GError **error);
gboolean age_stream_update(AgeStream *stream, const guint8 *plain, gsize size, GError **error);
#define AGE_CHUNK_BYTES 65536u
/* The same for AGE_CHUNK_BYTES, behind a multiple of these, when something will follow: they need not be copied. */
gboolean age_stream_chunk(AgeStream *stream, const guint8 *plain, GError **error);
/* Writes the last chunk. The stream takes no more after this. */
gboolean age_stream_finish(AgeStream *stream, GError **error);
/* Wipes keys and buffers; without a finish before, what was written is a truncated file that age refuses. */
void age_stream_free(AgeStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AgeStream, age_stream_free)

/* A whole small file in memory. */
GBytes *age_seal(const AgeRecipients *recipients, const guint8 *plain, gsize size, GError **error);
/* Size of the age file for plain bytes to n recipients, exactly. */
guint64 age_sealed_size(guint64 plain_size, guint n_recipients);
/* ASCII armour (strict PEM, "AGE ENCRYPTED FILE"). The caller owns the string. */
char *age_armor(GBytes *sealed);
