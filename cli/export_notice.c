/* SPDX-License-Identifier: ISC */
/* Notices to platforms: a text and a page for each platform that cases have links of, in a new folder. */
#include "cli/export.h"
#include "export/json.h"
#include "export/notice.h"
#include "export/target.h"

#include <string.h>

typedef struct {
  Export *export;
  Notices *notices;
  Target *target;
  GPtrArray *refs; /* of the cases that are in one */
  guint without_link, unexamined, review;
} Work;

static gboolean
take_case(gpointer user, JsonObject *kase, GError **error)
{
  static const char *const examined[] = {"verified", "escalated", "published", NULL};
  Work *work = user;
  const char *status = json_text(kase, "status");
  if (json_length(json_list(kase, "review")) && !work->export->unreviewed) {
    work->review++; /* its link may be the reporter's own */
    return TRUE;
  }
  if (!notices_add(work->notices, kase)) {
    work->without_link++;
    return TRUE;
  }
  work->unexamined += !status || !g_strv_contains(examined, status);
  g_ptr_array_add(work->refs, g_strdup(json_text(kase, "ref")));
  return TRUE;
}

static gboolean
put_notice(gpointer user, const char *platform, const char *text, const char *page, GError **error)
{
  Work *work = user;
  g_autofree char *text_path = g_strdup_printf("notice-%s.txt", platform), *page_path = g_strdup_printf("notice-%s.html", platform);
  return target_put(work->target, text_path, text, strlen(text), error) && target_put(work->target, page_path, page, strlen(page), error);
}

static gboolean
log_cases(const Work *work, GError **error)
{
  JsonObject *about = json_object_new();
  json_object_set_string_member(about, "form", "notice");
  return export_log_cases(work->export, work->refs, about, error);
}

static gboolean
make(Work *work, GError **error)
{
  if (!export_each(work->export, take_case, work, error))
    return FALSE;
  if (!work->refs->len) {
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_NOT_FOUND,
                work->review ? _("a person must look at these cases first (--unreviewed takes them all the same)")
                             : _("none of these cases has a link"));
    return FALSE;
  }
  work->target = target_new(work->export->to, NULL, error);
  return work->target && notices_each(work->notices, put_notice, work, error) && log_cases(work, error) && target_commit(work->target, error);
}

static void
say_what_is_missing(const Work *work)
{
  const char *organisation = json_text(work->export->house, "organisation"), *contact = json_text(work->export->house, "contact");
  if (!organisation || !*organisation || !contact || !*contact)
    cli_complain(_("the notices do not say who sends them: [export] organisation and contact in amana.conf"));
  g_autofree char *unexamined = language_count(work->unexamined), *review = language_count(work->review),
                  *without_link = language_count(work->without_link);
  if (work->unexamined)
    cli_complain(_("cases in the notices that are not verified: %s"), unexamined);
  if (work->review)
    cli_complain(_("cases that a person must look at first, which are in no notice: %s"), review);
  if (work->without_link)
    cli_complain(_("cases without a link, which are in no notice: %s"), without_link);
}

int
export_notices(Export *export)
{
  g_autoptr(GError) error = NULL;
  if (!export->to || target_kind_of(export->to) != TARGET_FOLDER)
    return cli_usage(export->cli, _("notices go to a folder: --to DIR"));
  if (export->recipients)
    return cli_usage(export->cli, _("--to-recipient goes with case files in a .zip or .tar"));
  Work work = {.export = export, .refs = g_ptr_array_new_with_free_func(g_free)};
  work.notices = notices_new(export->language, export->house, export->day, export->reason);
  export_watch_signals();
  gboolean done = make(&work, &error);
  if (done) {
    cli_print_folder(export->cli, export->to);
    say_what_is_missing(&work);
  }
  g_clear_pointer(&work.target, target_free);
  g_ptr_array_unref(work.refs);
  notices_free(work.notices);
  return done ? CLI_OK : cli_fail(error);
}
