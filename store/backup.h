/* SPDX-License-Identifier: ISC
 *
 * What store.c needs of the backup: the file that a kill in the middle of one leaves.
 */
#pragma once

#define BACKUP_COPY "backup.tmp" /* in the store's folder: a copy of cases.db, never longer than it is made */

/* Removes what a killed backup left. */
void backup_sweep(const char *dir);
