/* SPDX-License-Identifier: ISC */
/* Bech32 by BIP 173. Exists because GLib and libsodium have none. Only decodes, and repairs nothing: a recipient with one wrong
 * letter would be a key that nobody holds, and what is sealed to it is lost. */
#include "seal/bech32.h"

#include <string.h>

#define CHECKSUM_GROUPS 6u

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* One step of the BCH code over GF(32) (BIP 173, "Checksum"). */
static guint32
polymod_step(guint32 state, guint8 value)
{
  static const guint32 generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  guint32 top = state >> 25;
  state = ((state & 0x1ffffff) << 5) ^ value;
  for (guint i = 0; i < G_N_ELEMENTS(generator); i++)
    if (top >> i & 1)
      state ^= generator[i];
  return state;
}

static gboolean
checksum_holds(const char *hrp, const GByteArray *groups)
{
  guint32 state = 1;
  for (const char *p = hrp; *p; p++)
    state = polymod_step(state, (guint8)*p >> 5);
  state = polymod_step(state, 0);
  for (const char *p = hrp; *p; p++)
    state = polymod_step(state, (guint8)*p & 31);
  for (guint i = 0; i < groups->len; i++)
    state = polymod_step(state, groups->data[i]);
  return state == 1;
}

/* TRUE when every character may stand in a Bech32 string and the letters are all of one case. */
static gboolean
is_plain(const char *text, gsize size)
{
  gboolean lower = FALSE, upper = FALSE;
  for (gsize i = 0; i < size; i++) {
    if (text[i] < 33 || text[i] > 126)
      return FALSE;
    lower |= g_ascii_islower(text[i]);
    upper |= g_ascii_isupper(text[i]);
  }
  return !(lower && upper);
}

GByteArray *
bech32_decode(const char *text, char **hrp)
{
  gsize size = strnlen(text, BECH32_MAX_CHARS + 1);
  if (size > BECH32_MAX_CHARS || !is_plain(text, size))
    return NULL;
  g_autofree char *lower = g_ascii_strdown(text, (gssize)size);
  char *separator = strrchr(lower, '1');
  if (!separator || separator == lower || strlen(separator + 1) < CHECKSUM_GROUPS)
    return NULL;
  g_autoptr(GByteArray) groups = g_byte_array_sized_new((guint)size);
  for (const char *p = separator + 1; *p; p++) {
    const char *found = strchr(alphabet, *p);
    if (!found)
      return NULL;
    guint8 value = (guint8)(found - alphabet);
    g_byte_array_append(groups, &value, 1);
  }
  *separator = '\0';
  if (!checksum_holds(lower, groups))
    return NULL;
  g_byte_array_set_size(groups, groups->len - CHECKSUM_GROUPS);
  *hrp = g_steal_pointer(&lower);
  return g_steal_pointer(&groups);
}

gboolean
bech32_to_bytes(const GByteArray *groups, guint8 *out, gsize size)
{
  if ((gsize)groups->len * 5 / 8 != size)
    return FALSE;
  guint32 bits = 0;
  guint held = 0;
  for (guint i = 0; i < groups->len; i++) {
    bits = (bits << 5 | groups->data[i]) & 0xfff;
    held += 5;
    if (held >= 8) {
      held -= 8;
      *out++ = (guint8)(bits >> held);
    }
  }
  return held < 5 && (bits & ((1u << held) - 1)) == 0;
}
