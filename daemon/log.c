/* SPDX-License-Identifier: ISC */
/* Log lines; see the header. Writes each line with one call, so that lines of several processes do not mix.
 */
#include "daemon/log.h"

#include <stdio.h>
#include <unistd.h>

static const char *process_name = "amanad";

static GLogWriterOutput
drop(GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user)
{
  return G_LOG_WRITER_HANDLED;
}

void
log_init(const char *process)
{
  process_name = process;
  g_log_set_writer_func(drop, NULL, NULL);
}

void
log_event(LogLevel level, const char *event, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *pairs = g_strdup_vprintf(format, args);
  va_end(args);
  g_strdelimit(pairs, "\r\n", ' ');
  g_autofree char *line =
      g_strdup_printf("<%d>%s: %s%s%s\n", level, process_name, event, *pairs ? " " : "", pairs);
  ssize_t written = write(STDERR_FILENO, line, strlen(line));
  (void)written; /* a closed log must not stop the intake */
}
