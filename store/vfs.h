/* SPDX-License-Identifier: ISC
 *
 * The way to the disk for SQLite: the system's own, except that writes to the write-ahead log are gathered. SQLite writes each page of
 * a commit with two calls; a group dirties a thousand pages at random places, and the calls cost more than the bytes.
 */
#pragma once

#define VFS_NAME "amana"

/* Registers it, once. Returns SQLite's code. */
int vfs_register(void);
