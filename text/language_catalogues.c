/* SPDX-License-Identifier: ISC */
/* Puts the catalogues that msgfmt made into the program. */
#include "text/language_catalogues.h"

#define CATALOGUE(name, file)                                                                                                               \
  __asm__(".section .rodata\n"                                                                                                              \
          ".balign 8\n"                                                                                                                     \
          ".global language_mo_" name "\n"                                                                                                  \
          "language_mo_" name ":\n"                                                                                                         \
          ".incbin \"" file "\"\n"                                                                                                          \
          ".global language_mo_" name "_end\n"                                                                                              \
          "language_mo_" name "_end:\n"                                                                                                     \
          ".byte 0\n"                                                                                                                       \
          ".previous\n")

CATALOGUE("ar", AMANA_MO_FOLDER "/ar.mo");
CATALOGUE("ckb", AMANA_MO_FOLDER "/ckb.mo");
