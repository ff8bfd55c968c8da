/* SPDX-License-Identifier: ISC */
/* ASCII armour of an age file: strict PEM (RFC 7468), for what goes through a terminal. Reads none. */
#include "seal/age.h"

#define ARMOR_LINE_BYTES 48u /* 64 columns */
#define ARMOR_LINE_CHARS 64u

char *
age_armor(GBytes *sealed)
{
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data(sealed, &size);
  GString *text = g_string_sized_new(size / 3 * 4 + size / ARMOR_LINE_BYTES + 128);
  g_string_append(text, "-----BEGIN AGE ENCRYPTED FILE-----\n");
  for (gsize at = 0; at < size; at += ARMOR_LINE_BYTES) {
    char line[ARMOR_LINE_CHARS + 8];
    int state = 0, save = 0;
    gsize used = g_base64_encode_step(bytes + at, MIN(size - at, ARMOR_LINE_BYTES), FALSE, line, &state, &save);
    used += g_base64_encode_close(FALSE, line + used, &state, &save);
    g_string_append_len(text, line, (gssize)used);
    g_string_append_c(text, '\n');
  }
  g_string_append(text, "-----END AGE ENCRYPTED FILE-----\n");
  return g_string_free(text, FALSE);
}
