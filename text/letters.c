/* SPDX-License-Identifier: ISC */
/* The table of letters; see the header. */
#include "text/letters.h"

static guint8 table[TEXT_LETTERS];

static gpointer
make_table(G_GNUC_UNUSED gpointer unused)
{
  for (gunichar c = 0; c < TEXT_LETTERS; c++)
    table[c] = g_unichar_isalnum(c) != 0;
  return table;
}

const guint8 *
text_letters(void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once(&once, make_table, NULL);
}
