/* SPDX-License-Identifier: ISC */
/*
 * The life of one message inside the worker: MIME, text, kind, links, stripping, classification, attachments.
 * Everything a monitor gets is put into the report here, from an allow-list; everything else goes into the
 * identity record, or nowhere.
 */
#include "parser/parser.h"
#include "parser/attach.h"
#include "parser/charset.h"
#include "parser/classify.h"
#include "parser/html.h"
#include "parser/identity.h"
#include "parser/kind.h"
#include "parser/links.h"
#include "parser/mime.h"
#include "parser/record.h"
#include "seal/hash.h"

#include <string.h>

#define MAX_REFERENCES 64u

struct ParserRules {
  LinkRules *links;
  KindRules *kind;
  IdentityRules *identity;
  ClassifyRules *classify;
  GTimeZone *zone;
  HashKey thread_key, content_key;
};

/* Where a stripped text goes. */
typedef struct {
  AttachItem *of;   /* NULL: subject and body */
  gboolean of_copy; /* shown nowhere: when something had to go, the copy that says it is withheld */
} TextPlace;

/* One message on its way through the steps. */
typedef struct {
  const ParserRules *rules;
  const ParserMessage *given;
  MimeMessage *mime;
  AttachList *attached;
  Report *report;
  IdentityMessage identity;
  GArray *places; /* of TextPlace: of texts[i] */
} Run;

void
parser_init(void)
{
  charset_init();
  html_init();
  mime_init();
  attach_init();
}

/* Files of one folder of the rules, by name without the folder. */
static GHashTable *
files_below(GHashTable *files, const char *folder)
{
  GHashTable *below = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, NULL);
  gsize length = strlen(folder);
  GHashTableIter iter;
  gpointer name, bytes;
  g_hash_table_iter_init(&iter, files);
  while (g_hash_table_iter_next(&iter, &name, &bytes))
    if (!strncmp(name, folder, length))
      g_hash_table_insert(below, (char *)name + length, bytes);
  return below;
}

static LinkRules *
load_links(GHashTable *files, GError **error)
{
  GBytes *bytes = g_hash_table_lookup(files, "links/share_params.json");
  if (!bytes) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "links/share_params.json is missing from the rules");
    return NULL;
  }
  gsize size;
  const char *json = g_bytes_get_data(bytes, &size);
  LinkRules *rules = links_rules_new(json, size, error);
  if (!rules)
    g_prefix_error(error, "links/share_params.json: ");
  return rules;
}

ParserRules *
parser_rules_new(GHashTable *files, const char *time_zone, const HashKey *thread_key, GError **error)
{
  g_autoptr(ParserRules) rules = g_new0(ParserRules, 1);
  g_autoptr(GHashTable) identity = files_below(files, "identity/");
  g_autoptr(GHashTable) taxonomy = files_below(files, "taxonomy/");
  g_autoptr(GHashTable) kind = files_below(files, "kind/");
  rules->thread_key = rules->content_key = *thread_key;
  rules->thread_key.kind = HASH_BLAKE2B;
  rules->zone = g_time_zone_new_identifier(time_zone);
  if (!rules->zone) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "unknown time zone %s", time_zone);
    return NULL;
  }
  rules->links = load_links(files, error);
  if (!rules->links || !(rules->kind = kind_rules_new(kind, error)) ||
      !(rules->identity = identity_rules_new(identity, error)) ||
      !(rules->classify = classify_rules_new(taxonomy, error)))
    return NULL;
  return g_steal_pointer(&rules);
}

void
parser_rules_free(ParserRules *rules)
{
  if (!rules)
    return;
  g_clear_pointer(&rules->links, links_rules_free);
  g_clear_pointer(&rules->kind, kind_rules_free);
  g_clear_pointer(&rules->identity, identity_rules_free);
  g_clear_pointer(&rules->classify, classify_rules_free);
  g_clear_pointer(&rules->zone, g_time_zone_unref);
  g_free(rules);
}

/* ---- day, keys
 * ------------------------------------------------------------------------------------------------------------
 */

/* The day of arrival: what the intake knows, else the top Received line, which the receiving server wrote,
 * else Date. */
static char *
day_of(const Run *run)
{
  if (run->given->day)
    return g_strdup(run->given->day);
  const char *received = mime_header(run->mime, "received");
  const char *stamp = received ? strrchr(received, ';') : NULL;
  gint64 seconds;
  if ((stamp && mime_date(stamp + 1, &seconds)) || mime_date(mime_header(run->mime, "date"), &seconds)) {
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(seconds);
    g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, run->rules->zone) : NULL;
    if (local)
      return g_date_time_format(local, "%Y-%m-%d");
  }
  return g_strdup(run->given->today_if_unknown);
}

static void
hash_string(HashStream *hash, const char *text)
{
  if (text)
    hash_stream_update(hash, (const guint8 *)text, strlen(text));
  hash_stream_update(hash, (const guint8 *)"\0", 1);
}

static GBytes *
hash_finish(HashStream *hash)
{
  guint8 digest[HASH_BYTES];
  hash_stream_final(hash, digest);
  return g_bytes_new(digest, HASH_BYTES);
}

static GBytes *
thread_hash(const ParserRules *rules, const char *id, gsize length)
{
  g_autoptr(HashStream) hash = hash_stream_new(&rules->thread_key);
  hash_string(hash, "thread");
  hash_stream_update(hash, (const guint8 *)id, length);
  return hash_finish(hash);
}

static void
add_thread_keys(Run *run, const char *value)
{
  for (const char *p = value; p && run->report->thread_keys->len < MAX_REFERENCES;) {
    const char *open = strchr(p, '<'), *close = open ? strchr(open, '>') : NULL;
    if (!close)
      return;
    g_ptr_array_add(run->report->thread_keys, thread_hash(run->rules, open, (gsize)(close - open + 1)));
    p = close + 1;
  }
}

static void
hash_leaves(HashStream *hash, const MimeMessage *message)
{
  for (guint i = 0; i < message->leaves->len; i++) {
    const MimeLeaf *leaf = message->leaves->pdata[i];
    gsize size;
    const guint8 *bytes = g_bytes_get_data(leaf->data, &size);
    hash_string(hash, leaf->media_type);
    if (size)
      hash_stream_update(hash, bytes, size);
    if (leaf->nested)
      hash_leaves(hash, leaf->nested);
  }
}

static gboolean
has_content(const MimeMessage *message)
{
  for (guint i = 0; i < message->leaves->len; i++)
    if (g_bytes_get_size(((const MimeLeaf *)message->leaves->pdata[i])->data))
      return TRUE;
  return FALSE;
}

/* Equal for one message delivered twice: sender, date, subject and content, but no trace header and no
 * Message-ID. NULL when there is nothing to compare: two mails cut off in their headers are not one. */
static GBytes *
content_hash(const Run *run)
{
  if (!mime_header(run->mime, "date") && !has_content(run->mime))
    return NULL;
  g_autoptr(HashStream) hash = hash_stream_new(&run->rules->content_key);
  hash_string(hash, "content");
  hash_string(hash, mime_header(run->mime, "from"));
  hash_string(hash, mime_header(run->mime, "date"));
  hash_string(hash, mime_header(run->mime, "subject"));
  hash_leaves(hash, run->mime);
  return hash_finish(hash);
}

static void
set_keys(Run *run)
{
  const char *id = mime_header(run->mime, "message-id");
  add_thread_keys(run, mime_header(run->mime, "in-reply-to"));
  add_thread_keys(run, mime_header(run->mime, "references"));
  const char *open = id ? strchr(id, '<') : NULL, *close = open ? strchr(open, '>') : NULL;
  if (close)
    run->report->thread_key = thread_hash(run->rules, open, (gsize)(close - open + 1));
  run->report->content_key = content_hash(run);
}

/* ---- texts
 * ----------------------------------------------------------------------------------------------------------------
 */

/* Without control characters: they show nothing, drive terminals, and break names and JSON. */
static char *
printable(const char *text)
{
  char *clean = g_strdup(text), *out = clean;
  for (const char *p = text; *p; p++) {
    if ((guchar)*p >= ' ' && *p != 0x7f && *p != '\xc2') { /* as nearly all are */
      *out++ = *p;
      continue;
    }
    gboolean c1 = *p == '\xc2' && (guchar)p[1] >= 0x80 && (guchar)p[1] < 0xa0 && (guchar)p[1] != 0x85;
    if (c1)
      p++;
    else if (!g_ascii_iscntrl(*p) || g_ascii_isspace(*p))
      *out++ = *p;
  }
  *out = '\0';
  return clean;
}

static void
add_text(Run *run, IdentityTextType type, const char *where, const char *raw, TextPlace place)
{
  g_autofree char *text = printable(raw);
  IdentityText *item = identity_text_new(type, where, text, links_find(run->rules->links, text));
  item->loose = place.of_copy;
  g_ptr_array_add(run->identity.texts, item);
  g_array_append_val(run->places, place);
}

static void
add_attached_texts(Run *run, AttachItem *item)
{
  guint number = run->report->attachments->len;
  g_autofree char *where = g_strdup_printf("attachment:%u", number), *in_copy = g_strdup_printf("copy:%u", number);
  if (item->text)
    add_text(run, item->type, where, item->text, (TextPlace){item, FALSE});
  if (item->copy_text)
    add_text(run, IDENTITY_ATTACHMENT, in_copy, item->copy_text, (TextPlace){item, TRUE});
}

/* Every leaf that is not the body, and what is in it. */
static void
add_attachments(Run *run)
{
  AttachList *list = run->attached;
  attach_gather(list, run->mime);
  for (guint i = 0; i < list->items->len; i++) {
    AttachItem *item = list->items->pdata[i];
    g_ptr_array_add(run->report->attachments, attach_give(item));
    add_attached_texts(run, item);
    g_clear_pointer(&item->text, g_free);
    g_clear_pointer(&item->copy_text, g_free);
  }
  for (guint i = 0; i < list->notes->len; i++)
    report_add_unique(run->report->notes, list->notes->pdata[i]);
  for (guint i = 0; i < list->review->len; i++)
    report_add_unique(run->report->review, list->review->pdata[i]);
}

/* ---- what comes out
 * ------------------------------------------------------------------------------------------------------- */

static char *
cut_text(Run *run, const char *text)
{
  if (strlen(text) <= REPORT_MAX_TEXT_BYTES)
    return g_strdup(text);
  report_add_unique(run->report->review, "text-cut");
  const char *end = g_utf8_find_prev_char(text, text + REPORT_MAX_TEXT_BYTES);
  return g_strndup(text, (gsize)(end - text));
}

static void
set_string(char **field, char *value)
{
  g_free(*field);
  *field = value;
}

static void
add_link(Run *run, const Link *link)
{
  GPtrArray *links = run->report->links;
  if (link->own || link->tracking || links->len >= REPORT_MAX_LINKS)
    return;
  for (guint i = 0; i < links->len; i++) {
    const ReportLink *old = links->pdata[i];
    if (!g_strcmp0(old->url, link->canonical) && !g_strcmp0(old->platform, link->platform))
      return;
  }
  ReportLink *out = report_link_new();
  out->url = g_strdup(link->canonical);
  out->platform = g_strdup(link->platform);
  out->account = g_strdup(link->account);
  out->object = g_strdup(link->object_key ? link->object_key : link->object);
  out->opaque = link->opaque;
  g_ptr_array_add(links, out);
  if (link->opaque)
    report_add_unique(run->report->notes, "share-link-sealed");
}

/* One mail may tell of several things; it stays one case, and says so. Told by the posts that the reporter's own words name:
 * a chat export has links to everything. */
static void
note_several(Run *run)
{
  g_autoptr(GHashTable) objects = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < run->identity.texts->len; i++) {
    const IdentityText *item = run->identity.texts->pdata[i];
    gboolean own_words = item->type == IDENTITY_SUBJECT || item->type == IDENTITY_BODY;
    for (guint k = 0; own_words && item->links && k < item->links->len; k++) {
      const Link *link = item->links->pdata[k];
      if (link->object_key && !link->own && !link->tracking)
        g_hash_table_add(objects, link->object_key);
    }
  }
  if (g_hash_table_size(objects) > 1)
    report_add_unique(run->report->notes, "several-incidents");
}

static void
place_text(Run *run, const IdentityText *item, const TextPlace *place)
{
  gboolean lost = place->of && attach_text_lost(item);
  if (place->of_copy) {
    attach_check_copy(place->of, lost);
    return;
  }
  g_autofree char *cut = cut_text(run, item->stripped);
  if (place->of)
    attach_set_text(place->of, cut, lost);
  else
    set_string(item->type == IDENTITY_SUBJECT ? &run->report->subject : &run->report->text,
               g_steal_pointer(&cut));
}

static void
place_texts(Run *run, const IdentityResult *result)
{
  for (guint i = 0; i < run->identity.texts->len; i++) {
    const IdentityText *item = run->identity.texts->pdata[i];
    const TextPlace *place = &g_array_index(run->places, TextPlace, i);
    place_text(run, item, place);
    for (guint k = 0; !place->of_copy && item->links && k < item->links->len; k++)
      add_link(run, item->links->pdata[k]);
  }
  note_several(run);
  for (guint i = 0; i < result->spans->len; i++)
    report_count_strip(run->report, ((const IdentitySpan *)result->spans->pdata[i])->rule);
  for (guint i = 0; i < result->review->len; i++)
    report_add_unique(run->report->review, result->review->pdata[i]);
}

static char *
identity_record(const Run *run, const IdentityResult *result)
{
  return record_write(run->mime->headers, run->identity.file_names, result, PARSER_IDENTITY_STEP_BYTES);
}

/* Machine mail has no case: nothing of it is for monitors, and its returned headers are full of addresses. */
static gboolean
is_machine_mail(const Report *report)
{
  return !strcmp(report->kind, "auto") || !strcmp(report->kind, "bounce");
}

static void
strip_and_classify(Run *run, const char *subject, const char *body, char **identity_json)
{
  add_text(run, IDENTITY_SUBJECT, "subject", subject ? subject : "", (TextPlace){0});
  add_text(run, IDENTITY_BODY, "body", body, (TextPlace){0});
  add_attachments(run);
  g_autoptr(IdentityResult) result = identity_strip(run->rules->identity, &run->identity);
  place_texts(run, result);
  g_autofree char *own_words = mime_own_words(body);
  classify_report(run->rules->classify, run->report, own_words);
  *identity_json = identity_record(run, result);
}

static void
set_kind(Run *run, const char *subject, const char *body)
{
  g_autoptr(Kind) kind = kind_detect(run->rules->kind, run->mime, subject, body);
  set_string(&run->report->kind, g_strdup(kind->kind));
  set_string(&run->report->kind_reason, g_strdup(kind->reason));
  for (guint i = 0; i < kind->tokens->len; i++)
    report_add_unique(run->report->tokens, kind->tokens->pdata[i]);
  set_string(&run->report->authenticity, g_strdup(kind_authenticity(run->mime, run->given->authserv_id)));
}

/* The mailbox's own addresses: as configured; of an imported mail, where its last hop delivered it. */
static GPtrArray *
own_addresses(const ParserMessage *message, const MimeMessage *mime)
{
  static const char *const delivered[] = {"delivered-to", "x-original-to", "envelope-to"};
  GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; message->own_addresses && message->own_addresses[i]; i++)
    g_ptr_array_add(list, g_strdup(message->own_addresses[i]));
  for (guint i = 0; !list->len && i < G_N_ELEMENTS(delivered); i++) {
    const char *value = mime_header(mime, delivered[i]);
    g_autoptr(GPtrArray) found = value ? mime_addresses(value) : NULL;
    const MimeAddress *first = found && found->len ? found->pdata[0] : NULL;
    if (first && first->address)
      g_ptr_array_add(list, g_strdup(first->address));
  }
  return list;
}

static Report *
run_message(Run *run, char **identity_json)
{
  gboolean remote = FALSE;
  const char *subject = mime_header(run->mime, "subject");
  attach_prepare(run->attached, run->mime);
  g_autofree char *body = mime_body_text(run->mime, &remote);
  set_string(&run->report->received_on, day_of(run));
  set_keys(run);
  set_kind(run, subject, body);
  if (remote)
    report_add_unique(run->report->notes, "remote-content");
  if (is_machine_mail(run->report))
    *identity_json = identity_record(run, NULL);
  else
    strip_and_classify(run, subject, body, identity_json);
  return run->report;
}

Report *
parser_run(const ParserRules *rules, const guint8 *bytes, gsize size, const ParserMessage *message,
           char **identity_json, GError **error)
{
  g_autoptr(MimeMessage) mime = mime_parse(bytes, size, error);
  if (!mime)
    return NULL;
  g_autoptr(GPtrArray) own = own_addresses(message, mime);
  g_autoptr(AttachList) attached = attach_list_new();
  attached->cleaning = message->cleaning;
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func((GDestroyNotify)identity_text_free);
  g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(TextPlace));
  g_autoptr(Report) report = report_new();
  Run run = {rules,    message, mime,
             attached, report,  {mime->headers, own, attached->file_names, attached->hints, texts},
             places};
  run_message(&run, identity_json);
  return g_steal_pointer(&report);
}
