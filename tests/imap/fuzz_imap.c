/* SPDX-License-Identifier: ISC */
/* Everything that a mail server can say, thrown at imap.h without a network: a whole conversation is read
 * from memory, through the guard and libetpan's parser. Checked besides crashes: the sink is called in order,
 * and only with UIDs that were asked for, once each.
 *
 *   fuzz_imap [RUNS [SEED]]    mutates the conversations below (what CTest runs)
 *   with -DAMANA_LIBFUZZER     LLVMFuzzerTestOneInput instead
 */
#include "daemon/imap.h"
#include "daemon/tls.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- tls.h over memory
 * -------------------------------------------------------------------------------------------------------- */

struct TlsStream {
  gsize at;
};

static const guint8 *input;
static gsize input_size;
static gboolean handshaken, finished; /* TLS began; every command of the conversation succeeded */

G_DEFINE_QUARK(amana - tls - error - quark, tls_error)

void
tls_init(void)
{
}

TlsStream *
tls_connect(const char *host, guint port, guint timeout_ms, GError **error)
{
  return g_new0(TlsStream, 1);
}

gboolean
tls_handshake(TlsStream *stream, const char *host, const char *ca_pem, GError **error)
{
  handshaken = TRUE;
  return TRUE;
}

void
tls_free(TlsStream *stream)
{
  g_free(stream);
}

/* Small, uneven pieces, so that lines are cut anywhere. */
gssize
tls_read(TlsStream *stream, void *bytes, gsize size)
{
  gsize part = MIN(MIN(size, input_size - stream->at), 1 + stream->at % 37);
  const guint8 *newline = memchr(input + stream->at, '\n', part);
  if (!part)
    return -1;
  if (!handshaken && newline) /* bytes that come too early would end it */
    part = (gsize)(newline - (input + stream->at)) + 1;
  memcpy(bytes, input + stream->at, part);
  stream->at += part;
  return (gssize)part;
}

gssize
tls_write(TlsStream *stream, const void *bytes, gsize size)
{
  return (gssize)size;
}

void
tls_set_budget(TlsStream *stream, gint64 budget_ms)
{
}

void
tls_add_budget(TlsStream *stream, gint64 budget_ms)
{
}

gboolean
tls_timed_out(const TlsStream *stream)
{
  return FALSE;
}

gboolean
tls_is_encrypted(const TlsStream *stream)
{
  return handshaken;
}

gsize
tls_pending(const TlsStream *stream)
{
  return 0;
}

int
tls_fd(const TlsStream *stream)
{
  return -1;
}

/* ---- one conversation
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
  gboolean open;
  guint64 size;
  guint32 seen; /* a bit per UID */
} Sink;

static gboolean
sink_begin(gpointer user, guint64 announced)
{
  Sink *sink = user;
  g_assert_false(sink->open);
  sink->open = TRUE;
  return TRUE;
}

static gboolean
sink_data(gpointer user, const guint8 *bytes, gsize size)
{
  Sink *sink = user;
  g_assert_true(sink->open && size > 0);
  sink->size += size + bytes[0] * 0u + bytes[size - 1] * 0u;
  return TRUE;
}

static gboolean
sink_end(gpointer user, guint32 uid, gboolean complete)
{
  Sink *sink = user;
  g_assert_true(sink->open);
  sink->open = FALSE;
  if (!complete) {
    g_assert_cmpuint(uid, ==, 0);
    return TRUE;
  }
  g_assert_true(uid >= 1 && uid <= 5 && uid != 4);
  g_assert_false(sink->seen & 1u << uid);
  sink->seen |= 1u << uid;
  return TRUE;
}

static gboolean
may_go_on(gboolean done, GError **error)
{
  gboolean lost = *error && (*error)->code != IMAP_ERROR_FOLDER && (*error)->code != IMAP_ERROR_MESSAGE;
  g_assert_true(done || *error);
  g_clear_error(error);
  return !lost;
}

static void
converse(ImapSession *session)
{
  static const ImapSink callbacks = {sink_begin, sink_data, sink_end};
  static const guint32 uids[] = {1, 3};
  ImapItem wanted[] = {{.uid = 1}, {.uid = 2}, {.uid = 3}, {.uid = 5}};
  GError *error = NULL;
  ImapFolder folder;
  Sink sink = {0};
  gboolean news;
  if (!may_go_on(imap_select(session, "INBOX", &folder, &error), &error))
    return;
  GArray *items = imap_list(session, 1, 0, &error);
  for (guint i = 1; items && i < items->len; i++)
    g_assert_cmpuint(g_array_index(items, ImapItem, i - 1).uid, <, g_array_index(items, ImapItem, i).uid);
  gboolean go = may_go_on(items != NULL, &error);
  if (items)
    g_array_unref(items);
  if (!go)
    return;
  go = may_go_on(imap_fetch(session, wanted, G_N_ELEMENTS(wanted), &callbacks, &sink, &error), &error);
  g_assert_false(sink.open);
  if (!go || !may_go_on(imap_wait(session, 0, -1, &news, &error), &error) || /* news from the fetch */
      !may_go_on(imap_wait(session, 1, -1, &news, &error), &error) ||
      !may_go_on(imap_flag(session, uids, 2, &error), &error) ||
      !may_go_on(imap_move(session, uids, 1, "Done", &error), &error))
    return;
  finished = imap_expunge(session, uids, 2, &error);
  may_go_on(finished, &error);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const guint8 *bytes, size_t size)
{
  input = bytes;
  input_size = size;
  handshaken = finished = FALSE;
  ImapAccount account = {"localhost", 993, size && bytes[0] == 'S', NULL, "reports", "secret", 1};
  if (size && bytes[0] == 'S') {
    input++;
    input_size--;
  }
  GError *error = NULL;
  ImapSession *session = imap_open(&account, &error);
  g_assert_true(!session == !!error);
  if (session)
    converse(session);
  g_clear_error(&error);
  imap_close(session);
  return 0;
}

/* ---- mutation, where there is no fuzzer
 * --------------------------------------------------------------------------------------- */
#ifndef AMANA_LIBFUZZER

#define CAPS "IMAP4rev1 SASL-IR AUTH=PLAIN IDLE UIDPLUS MOVE"
#define FOLDER                                                                                               \
  "* FLAGS (\\Answered \\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n* 3 EXISTS\r\n* 0 RECENT\r\n* OK " \
  "[UIDVALIDITY 7] x\r\n"                                                                                    \
  "* OK [UIDNEXT 6] x\r\n"
#define ITEMS                                                                                                \
  "* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE \"24-Nov-2026 08:00:00 +0300\")\r\n* 2 FETCH (RFC822.SIZE 6 " \
  "UID 3)\r\n"                                                                                               \
  "* 3 FETCH (FLAGS (\\Seen) UID 5)\r\n"
#define BODIES                                                                                               \
  "* 1 FETCH (UID 1 BODY[] {5}\r\nabcde)\r\n* 4 EXISTS\r\n* 2 FETCH (BODY[] {6}\r\nabcdef UID 3)\r\n* 3 "    \
  "FETCH (UID 5 BODY[] \"q\\\"x\")\r\n"                                                                      \
  "* OK [ALERT] x\r\n* 4 FETCH (UID 2 BODY[] {0}\r\n)\r\n"

static const char *const conversations[] = {
    "* OK [CAPABILITY IMAP4rev1] hi\r\n* CAPABILITY " CAPS "\r\n1 OK x\r\n2 OK in\r\n* CAPABILITY " CAPS
    "\r\n3 OK x\r\n" FOLDER "4 OK [READ-WRITE] x\r\n" ITEMS "5 OK x\r\n" BODIES
    "6 OK x\r\n+ idling\r\n* 5 EXISTS\r\n7 OK x\r\n8 OK x\r\n"
    "* OK [COPYUID 7 1 1001] x\r\n* 1 EXPUNGE\r\n9 OK x\r\n10 OK x\r\n* 1 EXPUNGE\r\n11 OK x\r\n",
    "S* OK hi\r\n* CAPABILITY IMAP4rev1 STARTTLS\r\n1 OK x\r\n2 OK go\r\n* CAPABILITY IMAP4rev1 X-GM-EXT-1 "
    "MOVE UIDPLUS AUTH=PLAIN\r\n3 OK x\r\n"
    "+ \r\n4 OK in\r\n* CAPABILITY IMAP4rev1 X-GM-EXT-1 MOVE UIDPLUS\r\n5 OK x\r\n" FOLDER "6 OK x\r\n" ITEMS
    "7 OK x\r\n" BODIES "8 NO [EXPUNGEISSUED] x\r\n9 OK noop\r\n10 OK x\r\n* OK [COPYUID 7 1 9] x\r\n11 OK "
                        "x\r\n* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
    "* LIST (\\Trash) \"/\" {5}\r\nTrash\r\n12 OK x\r\n* OK [COPYUID 7 1,3 11:12] x\r\n13 OK x\r\n" FOLDER
    "14 OK x\r\n15 OK x\r\n16 OK x\r\n" FOLDER "17 OK x\r\n",
};

static const char *const tokens[] = {
    "{5}\r\n",
    "{4294967295}\r\n",
    "{0}\r\n",
    "\"",
    "(",
    ")",
    "((((((((",
    "\r\n",
    "\n",
    "* ",
    "* 1 FETCH (",
    "BODY[] ",
    "BODY[TEXT] ",
    "UID 1 ",
    "UID 5 ",
    "NIL",
    " NIL ",
    "[ALERT]",
    "[BADCHARSET (\"x\")]",
    "[PERMANENTFLAGS (",
    "[UIDVALIDITY 9]",
    "[COPYUID 1 1:* 1:*]",
    "* BYE x\r\n",
    "+ ",
    "+ [ALERT]\r\n",
    "ENVELOPE (NIL NIL)",
    "BODYSTRUCTURE (",
    "* VANISHED 1\r\n",
    "* ESEARCH (TAG \"1\")\r\n",
    "* LIST () NIL \"\"\r\n",
    "* NAMESPACE NIL NIL NIL\r\n",
    "* ID (\"a\" \"b\")\r\n",
    "* QUOTA \"\" (STORAGE 1 2)\r\n",
    "* STATUS x (MESSAGES 1)\r\n",
    "* SEARCH 1 2\r\n",
    "4294967295",
    "0",
    "-1",
    "99999999999999999999",
    "\\",
    "\xff\xfe",
    "%",
    "INTERNALDATE \"",
    "* 4294967295 EXISTS\r\n",
    "* 1 EXPUNGE\r\n",
    "RFC822 \"x\" ",
    "RFC822.SIZE ",
    "FLAGS (\\Seen) ",
    "X-GM-LABELS (\"a\") ",
    "MODSEQ (1) ",
    "~{3}\r\n",
    "{-3}\r\n",
    "{3+}\r\n",
    " ",
    "  ",
};

static void
mutate_once(GString *text)
{
  gsize at = text->len ? (gsize)g_random_int_range(0, (gint32)text->len) : 0;
  gsize some = (gsize)g_random_int_range(1, 40);
  some = MIN(some, text->len - at);
  const char *line;
  switch (g_random_int_range(0, 7)) {
  case 0:
    if (text->len)
      text->str[at] = (char)g_random_int_range(0, 256);
    break;
  case 1:
    g_string_erase(text, (gssize)at, (gssize)some);
    break;
  case 2: { /* something from elsewhere in the conversation */
    gsize from = text->len ? (gsize)g_random_int_range(0, (gint32)text->len) : 0;
    g_autofree char *copy = g_strndup(text->str + from, MIN(text->len - from, some));
    g_string_insert(text, (gssize)at, copy);
    break;
  }
  case 3: /* a whole line gone */
    line = memchr(text->str + at, '\n', text->len - at);
    g_string_erase(text, (gssize)at, line ? line - (text->str + at) + 1 : (gssize)some);
    break;
  case 4:
    if (g_random_int_range(0, 4) == 0)
      g_string_truncate(text, at);
    break;
  default:
    g_string_insert(text, (gssize)at, tokens[g_random_int_range(0, G_N_ELEMENTS(tokens))]);
  }
}

int
main(int argc, char **argv)
{
  guint runs = argc > 1 ? (guint)atoi(argv[1]) : 2000, seed = argc > 2 ? (guint)atoi(argv[2]) : 1;
  for (guint run = 0; run < runs; run++) {
    g_random_set_seed(seed + run);
    g_autoptr(GString) text = g_string_new(conversations[run % G_N_ELEMENTS(conversations)]);
    for (gint count = run < G_N_ELEMENTS(conversations) ? 0 : g_random_int_range(1, 6); count; count--)
      mutate_once(text);
    if (g_getenv("FUZZ_PRINT")) {
      g_autofree char *escaped = g_strescape(text->str, NULL);
      fprintf(stderr, "%u %s\n", seed + run, escaped);
    }
    LLVMFuzzerTestOneInput((const guint8 *)text->str, text->len);
    g_assert_true(finished || run >= G_N_ELEMENTS(conversations)); /* else the mutations start from nothing */
  }
  printf("%u conversations\n", runs);
  return 0;
}
#endif
