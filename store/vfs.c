/* SPDX-License-Identifier: ISC */
/* A SQLite VFS that gathers consecutive writes to the write-ahead log; see the header.
 *
 * Why this is safe: with synchronous=FULL SQLite syncs the log before it publishes a commit in the shared index, and no
 * reader looks at frames beyond what is published. Whatever else touches the log (read, sync, truncate, size, close)
 * writes out first what was gathered. A write that fails late is reported by that call, which fails the commit just as
 * an early one would. Locks, shared memory and the database file itself are passed to the system's VFS untouched. */
#include "store/vfs.h"

#include <glib.h>
#include <sqlite3.h>
#include <string.h>

#define GATHER_BYTES (128 * 1024 - 1) /* SQLite's unix VFS takes no more in one call */

typedef struct {
  sqlite3_file base;
  guint8 *buffer; /* allocated at the first write: readers never need it */
  sqlite3_int64 start;
  int used;
} LogFile; /* followed by the system VFS's own file */

static sqlite3_file *
real_file(sqlite3_file *file)
{
  return (sqlite3_file *)(void *)((LogFile *)(void *)file + 1);
}

static int
write_out(sqlite3_file *file)
{
  LogFile *log = (LogFile *)(void *)file;
  int used = log->used;
  log->used = 0; /* a failure is told once; SQLite rolls back */
  return used ? real_file(file)->pMethods->xWrite(real_file(file), log->buffer, used, log->start) : SQLITE_OK;
}

static int
log_close(sqlite3_file *file)
{
  LogFile *log = (LogFile *)(void *)file;
  int rc = write_out(file), closed = real_file(file)->pMethods->xClose(real_file(file));
  g_free(log->buffer);
  return rc ? rc : closed;
}

static int
log_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
  int rc = write_out(file);
  return rc ? rc : real_file(file)->pMethods->xRead(real_file(file), bytes, size, offset);
}

static int
log_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
  LogFile *log = (LogFile *)(void *)file;
  gboolean follows = log->used > 0 && offset == log->start + log->used && log->used + size <= GATHER_BYTES;
  int rc = follows ? SQLITE_OK : write_out(file);
  if (rc)
    return rc;
  if (size > GATHER_BYTES)
    return real_file(file)->pMethods->xWrite(real_file(file), bytes, size, offset);
  if (!log->buffer)
    log->buffer = g_malloc(GATHER_BYTES);
  if (log->used == 0)
    log->start = offset;
  memcpy(log->buffer + log->used, bytes, (gsize)size);
  log->used += size;
  return SQLITE_OK;
}

static int
log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
  int rc = write_out(file);
  return rc ? rc : real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static int
log_sync(sqlite3_file *file, int flags)
{
  int rc = write_out(file);
  return rc ? rc : real_file(file)->pMethods->xSync(real_file(file), flags);
}

static int
log_size(sqlite3_file *file, sqlite3_int64 *size)
{
  int rc = write_out(file);
  return rc ? rc : real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static int
log_lock(sqlite3_file *file, int level)
{
  return real_file(file)->pMethods->xLock(real_file(file), level);
}

static int
log_unlock(sqlite3_file *file, int level)
{
  return real_file(file)->pMethods->xUnlock(real_file(file), level);
}

static int
log_check_lock(sqlite3_file *file, int *held)
{
  return real_file(file)->pMethods->xCheckReservedLock(real_file(file), held);
}

static int
log_control(sqlite3_file *file, int operation, void *argument)
{
  return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}

static int
log_sector_size(sqlite3_file *file)
{
  return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static int
log_device(sqlite3_file *file)
{
  return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector_size,
    .xDeviceCharacteristics = log_device,
};

static int
vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  sqlite3_vfs *system = vfs->pAppData;
  if (!(flags & SQLITE_OPEN_WAL))
    return system->xOpen(system, name, file, flags, out_flags);
  memset(file, 0, sizeof(LogFile));
  int rc = system->xOpen(system, name, real_file(file), flags, out_flags);
  if (real_file(file)->pMethods) /* then SQLite calls xClose even after a failure */
    file->pMethods = &log_methods;
  return rc;
}

int
vfs_register(void)
{
  static gsize once;
  static sqlite3_vfs vfs;
  static int rc;
  if (g_once_init_enter(&once)) {
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    rc = system ? SQLITE_OK : SQLITE_ERROR;
    if (system) {
      vfs = *system;
      vfs.zName = VFS_NAME;
      vfs.pAppData = system;
      vfs.szOsFile = system->szOsFile + (int)sizeof(LogFile);
      vfs.pNext = NULL;
      vfs.xOpen = vfs_open;
      rc = sqlite3_vfs_register(&vfs, 0);
    }
    g_once_init_leave(&once, 1);
  }
  return rc;
}
