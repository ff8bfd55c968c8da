/* SPDX-License-Identifier: ISC */
/* What a file is, by its first bytes. Never by its name or declared type. */
#include "parser/picture.h"
#include <string.h>

const char *
picture_sniff(const guint8 *bytes, gsize size)
{
  if (memchr(bytes, 0, MIN(size, 4096)))
    return "application/octet-stream";
  return "text/plain";
}
