/* SPDX-License-Identifier: ISC */
/* amana export: cases leave the house, as case files, tables or notices. This file reads the call; the forms have files of their own. */
#include "cli/export.h"
#include "cli/refs.h"
#include "export/target.h"
#include "text/language.h"

#include <string.h>

static int
print_public_key(Cli *cli)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GByteArray) key = g_byte_array_new();
  if (!client_get_bytes(cli_client(cli), "/signing-key", key, &error))
    return cli_fail(error);
  fwrite(key->data, 1, key->len, stdout);
  return CLI_OK;
}

static int
check_call(const Export *export)
{
  gboolean archive = export->to && target_kind_of(export->to) != TARGET_FOLDER;
  g_autofree char *filter = export_filter_line(export);
  if (!export->format && !export->to)
    return cli_usage(export->cli, _("where to? --to DIR, --to FILE.zip or --to FILE.tar"));
  if (export->all && export->refs[0])
    return cli_usage(export->cli, _("either refs or --all"));
  if (!export->all && !export->refs[0])
    return cli_usage(export->cli, _("which cases? Name them, or give --all"));
  if (!export->all && *filter)
    return cli_usage(export->cli, _("filters go with --all"));
  if (!export->format && !strcmp(export->to, "-"))
    return cli_usage(export->cli, _("a case file does not go to standard output: --to DIR, --to FILE.zip or --to FILE.tar"));
  if (!export->format && export->recipients && !(archive && g_str_has_suffix(export->to, ".age")))
    return cli_usage(export->cli, _("what is encrypted is one file: --to FILE.zip.age or --to FILE.tar.age"));
  if (!export->format && export->to && g_str_has_suffix(export->to, ".age") && !(archive && export->recipients))
    return cli_usage(export->cli, _("encrypted to whom? --to-recipient age1..."));
  return CLI_OK;
}

static int
run_export(Export *export)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_local();
  g_autofree char *day = g_date_time_format(now, "%Y-%m-%d");
  export->day = day;
  if (!export_know_house(export, &error))
    return cli_fail(error);
  int code = !export->format                      ? export_bag(export)
             : !strcmp(export->format, "notice") ? export_notices(export)
                                                  : export_table(export);
  json_object_unref(export->house);
  return code;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  gboolean public_key = FALSE;
  g_autofree char *to = NULL, *format = NULL, *reason = NULL;
  g_auto(GStrv) recipients = NULL;
  g_auto(CliFilter) filter = {0};
  Export export = {.cli = cli, .filter = &filter};
  const GOptionEntry extra[] = {
      {"to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_("A new folder, .zip or .tar; for a table, a file"), "PLACE"},
      {"all", 0, 0, G_OPTION_ARG_NONE, &export.all, N_("Every case in the filter"), NULL},
      {"unreviewed", 0, 0, G_OPTION_ARG_NONE, &export.unreviewed, N_("Also attachments that nobody has looked at"), NULL},
      {"include-unreviewed", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &export.unreviewed, "", NULL},
      {"to-recipient", 0, 0, G_OPTION_ARG_STRING_ARRAY, &recipients, N_("Encrypt to a partner's age key (may be repeated)"), "age1..."},
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("csv, ndjson or xlsx: a table; notice: to platforms"), "FORMAT"},
      {"bom", 0, 0, G_OPTION_ARG_NONE, &export.bom, N_("Begin CSV with a byte order mark, for Excel"), NULL},
      {"reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Add this to the reasons of a notice"), "TEXT"},
      {"public-key", 0, 0, G_OPTION_ARG_NONE, &public_key, N_("Print the key that case files are verified with, and do nothing else"), NULL},
      G_OPTION_ENTRY_NULL};
  g_autofree GOptionEntry *entries = cli_filter_entries(&filter, extra);
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, &code);
  if (!arguments)
    return code;
  if (public_key)
    return print_public_key(cli);
  g_auto(GStrv) refs = refs_of(cli, arguments, &code);
  if (!refs)
    return code;
  export.language = language_used();
  export.refs = refs;
  export.to = to;
  export.format = format;
  export.reason = reason;
  export.recipients = recipients;
  code = check_call(&export);
  return code == CLI_OK ? run_export(&export) : code;
}

const CliCommand cli_export = {
    "export", "REF... --to PLACE", N_("Write cases to a case file, a table or notices to platforms"),
    N_("A case file is a BagIt bag (a folder, .zip or .tar) with a folder for each case: a page, JSON, texts, cleaned\n"
    "attachments, the custody log; with checksums, and signed where the service has a key. It appears when it is\n"
    "complete; nothing is overwritten. Attachments that nobody has looked at stay out unless asked for: pictures may\n"
    "show who the reporter is. Every export is logged.\n\n"
    "Example:\n  amana export AM-7K3F-Q29D --to case\n  amana export --all --since 2026-11-01 --to november.zip\n"
    "  amana export --all --to cases.tar.age --to-recipient age1...\n"
    "  amana export --all --status verified --format csv > verified.csv\n"
    "  amana export AM-7K3F-Q29D --format notice --lang en --to notices\n"),
    run};
