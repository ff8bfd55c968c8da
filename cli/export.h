/* SPDX-License-Identifier: ISC
 *
 * What the forms of `amana export` share: the call, the cases it means, progress, interruption. Case files are in export_bag.c, tables
 * in export_table.c, notices in export_notice.c.
 */
#pragma once
#include "cli/cli.h"
#include "export/words.h"
#include "text/language.h"

typedef struct {
  Cli *cli;
  const CliFilter *filter; /* of --all */
  char **refs;             /* as typed; empty with --all */
  gboolean all;
  const char *to;          /* --to, or NULL */
  const char *format;      /* NULL: case files */
  const char *reason;      /* of a notice, or NULL */
  char **recipients;       /* --to-recipient, or NULL */
  gboolean unreviewed, bom;
  Language language;
  JsonObject *house;       /* GET /house */
  char *day;               /* today */
} Export;

/* Called for each case: a member of GET /cases, or GET /cases/REF when refs were given. FALSE stops. */
typedef gboolean (*ExportTake)(gpointer user, JsonObject *kase, GError **error);
/* Every case that is meant, once, page by page. FALSE with error; CLIENT_ERROR_NOT_FOUND when there is none. */
gboolean export_each(const Export *export, ExportTake take, gpointer user, GError **error);
/* The filter as an object (what was not given is absent), and as one line "since=2026-11-01 status=verified" (the caller's). */
JsonObject *export_filter(const Export *export);
char *export_filter_line(const Export *export);

/* Signals end an export between two pieces of work. */
void export_watch_signals(void);
gboolean export_go_on(GError **error);
/* A line that overwrites itself on a terminal; nothing elsewhere. last: it stays. */
void export_progress(guint64 cases, guint64 bytes, gboolean last);
/* POST path with body (taken over); its reply is thrown away. */
gboolean export_post(const Export *export, const char *path, JsonObject *body, GError **error);
/* Logs the cases as exported, in pieces of some hundreds. about (taken over): form, manifest, unreviewed. */
gboolean export_log_cases(const Export *export, const GPtrArray *refs, JsonObject *about, GError **error);
/* GET /house into export->house. */
gboolean export_know_house(Export *export, GError **error);

/* The forms. Each returns the exit code. */
int export_bag(Export *export);
int export_table(Export *export);
int export_notices(Export *export);
