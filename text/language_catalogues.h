/* SPDX-License-Identifier: ISC
 *
 * The bytes of the catalogues (.mo, little-endian) in the program.
 */
#pragma once

extern const char language_mo_ar[], language_mo_ar_end[], language_mo_ckb[], language_mo_ckb_end[];
