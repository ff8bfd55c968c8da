/* SPDX-License-Identifier: ISC */
/* Case files: one bag for an export, with a folder for each case. What was exported is logged before the bag gets its name, and the
 * service, which alone has the organisation's key, signs the manifest. */
#include "cli/export.h"
#include "export/case_file.h"
#include "export/json.h"
#include "export/plain.h"
#include "export/readme.h"
#include "seal/minisign.h"

#include <string.h>

typedef struct {
  Export *export;
  Bag *bag;
  GPtrArray *refs; /* of the cases that are in */
  const char *ref; /* of the case under way */
  CaseFileCounts counts;
} Work;

/* ---- cases ------------------------------------------------------------------------------------------------------------------- */

static gboolean
write_stream(gpointer user, const char *bytes, gsize size, GError **error)
{
  return export_go_on(error) && bag_write(user, bytes, size, error);
}

static gboolean
fetch_attachment(gpointer user, const char *name, Bag *bag, GError **error)
{
  Work *work = user;
  g_autofree char *path = cli_path("cases", work->ref, "attachments", name, NULL);
  return client_get(cli_client(work->export->cli), path, write_stream, bag, error);
}

static gboolean
put_case(Work *work, JsonObject *kase, GError **error)
{
  work->ref = json_text(kase, "ref");
  g_autofree char *path = cli_path("cases", work->ref, "custody", NULL);
  g_autoptr(JsonNode) custody = client_get_json(cli_client(work->export->cli), path, error);
  CaseFile what = {.kase = kase,
                   .custody = custody,
                   .house = work->export->house,
                   .made_on = work->export->day,
                   .language = work->export->language,
                   .unreviewed = work->export->unreviewed,
                   .attachment = fetch_attachment,
                   .user = work};
  if (!custody || !case_file_put(&what, work->bag, &work->counts, error))
    return FALSE;
  g_ptr_array_add(work->refs, g_strdup(work->ref));
  export_progress(work->refs->len, bag_bytes(work->bag), FALSE);
  return TRUE;
}

static gboolean
take_case(gpointer user, JsonObject *kase, GError **error)
{
  Work *work = user;
  if (!work->export->all) /* it came whole */
    return put_case(work, kase, error);
  g_autofree char *path = cli_path("cases", json_text(kase, "ref"), NULL);
  g_autoptr(JsonObject) whole = cli_get_object(work->export->cli, path, error);
  return whole && put_case(work, whole, error);
}

/* ---- how it was made --------------------------------------------------------------------------------------------------------- */

/* data/export.json: in the payload, so that the signature covers it. */
static gboolean
put_about(Work *work, GError **error)
{
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  static const char *const members[] = {"organisation", "contact", "rules", NULL};
  JsonObject *about = json_pick(work->export->house, members);
  json_node_take_object(node, about);
  json_object_set_string_member(about, "program", "amana " AMANA_VERSION);
  json_object_set_string_member(about, "made_on", work->export->day);
  json_object_set_string_member(about, "language", language_tag(work->export->language));
  json_object_set_object_member(about, "filter", export_filter(work->export));
  json_object_set_boolean_member(about, "all_in_filter", work->export->all);
  json_object_set_boolean_member(about, "unreviewed", work->export->unreviewed);
  json_object_set_int_member(about, "cases", work->refs->len);
  json_object_set_int_member(about, "reports", (gint64)work->counts.reports);
  json_object_set_int_member(about, "attachments", (gint64)work->counts.attachments);
  json_object_set_int_member(about, "attachments_unreviewed", (gint64)work->counts.unreviewed);
  json_object_set_int_member(about, "attachments_left_out", (gint64)work->counts.left_out);
  g_autofree char *text = json_lines(node);
  return bag_put(work->bag, "export.json", text, strlen(text), error);
}

static void
put_info(GString *info, const char *label, const char *value)
{
  g_autofree char *plain = plain_text(value ? value : "", PLAIN_LINE);
  if (*plain)
    g_string_append_printf(info, "%s: %s\n", label, plain);
}

static char *
bag_info(const Work *work)
{
  GString *info = g_string_new(NULL);
  g_autofree char *filter = export_filter_line(work->export);
  put_info(info, "Source-Organization", json_text(work->export->house, "organisation"));
  put_info(info, "Contact-Email", json_text(work->export->house, "contact"));
  put_info(info, "External-Identifier", work->refs->len == 1 ? work->refs->pdata[0] : NULL);
  put_info(info, "Bagging-Date", work->export->day);
  put_info(info, "Bag-Software-Agent", "amana " AMANA_VERSION);
  put_info(info, "Amana-Filter", filter);
  g_string_append_printf(info, "Amana-Cases: %u\nAmana-Reports: %" G_GUINT64_FORMAT "\nAmana-Attachments: %" G_GUINT64_FORMAT "\n",
                         work->refs->len, work->counts.reports, work->counts.attachments);
  g_string_append_printf(info, "Amana-Attachments-Unreviewed: %" G_GUINT64_FORMAT "\nAmana-Attachments-Left-Out: %" G_GUINT64_FORMAT "\n",
                         work->counts.unreviewed, work->counts.left_out);
  return g_string_free(info, FALSE);
}

/* ---- the end ----------------------------------------------------------------------------------------------------------------- */

static gboolean
log_cases(const Work *work, const char *manifest, GError **error)
{
  JsonObject *about = json_object_new();
  json_object_set_string_member(about, "form", "case file");
  json_object_set_string_member(about, "manifest", manifest);
  json_object_set_boolean_member(about, "unreviewed", work->export->unreviewed);
  return export_log_cases(work->export, work->refs, about, error);
}

/* The signature file, or NULL; *asked is FALSE when the service has no key. */
static char *
ask_signature(const Work *work, const guint8 *hash, gboolean *asked, GError **error)
{
  g_autoptr(JsonNode) body = json_node_new(JSON_NODE_OBJECT);
  g_autoptr(GString) hex = g_string_new(NULL);
  *asked = json_true(work->export->house, "signs");
  if (!*asked)
    return NULL;
  for (guint i = 0; i < MINISIGN_HASH_BYTES; i++)
    g_string_append_printf(hex, "%02x", hash[i]);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "blake2b", hex->str);
  json_object_set_int_member(object, "cases", work->refs->len);
  json_node_take_object(body, object);
  g_autoptr(GBytes) reply = client_post(cli_client(work->export->cli), "/sign", body, error);
  gsize size = 0;
  const char *text = reply ? g_bytes_get_data(reply, &size) : NULL;
  return text ? g_strndup(text, size) : NULL;
}

static gboolean
finish(Work *work, GError **error)
{
  const char *manifest;
  guint8 hash[MINISIGN_HASH_BYTES];
  gboolean asked = FALSE;
  if (!put_about(work, error) || !bag_close_payload(work->bag, &manifest, hash, error) || !log_cases(work, manifest, error))
    return FALSE;
  g_autofree char *signature = ask_signature(work, hash, &asked, error), *info = bag_info(work);
  if ((asked && !signature) || !bag_commit(work->bag, info, signature, readme_text(signature != NULL), error))
    return FALSE;
  if (!signature)
    cli_complain(_("the case file is not signed: the service has no signing key"));
  return TRUE;
}

static void
print_done(const Work *work, gboolean is_signed)
{
  g_autofree char *shown = g_filename_display_name(work->export->to);
  export_progress(work->refs->len, bag_bytes(work->bag), TRUE);
  if (!work->export->cli->json) {
    puts(shown);
    return;
  }
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "bag", shown);
  json_object_set_int_member(object, "cases", work->refs->len);
  json_object_set_int_member(object, "files", (gint64)bag_files(work->bag));
  json_object_set_int_member(object, "bytes", (gint64)bag_bytes(work->bag));
  json_object_set_boolean_member(object, "signed", is_signed);
  json_node_take_object(node, object);
  cli_print_node(node);
}

static gboolean
run_bag(Work *work, GError **error)
{
  g_autoptr(AgeRecipients) recipients = NULL;
  if (work->export->recipients) {
    recipients = age_recipients_new((const char *const *)work->export->recipients, error);
    if (!recipients)
      return FALSE;
  }
  Target *target = target_new(work->export->to, recipients, error);
  work->bag = target ? bag_new(target, error) : NULL;
  gboolean done = work->bag && export_each(work->export, take_case, work, error) && finish(work, error);
  if (done)
    print_done(work, json_true(work->export->house, "signs"));
  g_clear_pointer(&work->bag, bag_free); /* before the recipients, whom a cut stream still knows */
  return done;
}

int
export_bag(Export *export)
{
  g_autoptr(GError) error = NULL;
  Work work = {.export = export, .refs = g_ptr_array_new_with_free_func(g_free)};
  age_init();
  export_watch_signals();
  gboolean done = run_bag(&work, &error);
  g_ptr_array_unref(work.refs);
  if (done)
    return CLI_OK;
  return g_error_matches(error, AGE_ERROR, AGE_ERROR_RECIPIENT) ? (cli_fail(error), CLI_USAGE) : cli_fail(error);
}
