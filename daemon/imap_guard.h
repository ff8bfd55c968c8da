/* SPDX-License-Identifier: ISC
 *
 * The guard between the mail server and libetpan's parser. libetpan believes a server: it sizes buffers by
 * announced literals, recurses into nested lists, keeps every answer of a command, crashes on some response
 * codes and quotes the server's text. The guard lets only those answers through that Amana asks for, cut down
 * to what it uses, with limits; others are dropped, and what can only be an attack or a broken server ends
 * the connection. It works on whole lines and has no input but them: no sockets, no clock.
 *
 * It is also what remembers the news that libetpan does not tell apart: EXISTS, a changed UIDVALIDITY, the
 * code of a NO.
 */
#pragma once
#include <glib.h>

enum {
  GUARD_LINE_MAX_BYTES = 64 * 1024,           /* one line, literals aside */
  GUARD_DEPTH_MAX = 8,                        /* open parentheses */
  GUARD_NAME_MAX_BYTES = 4096,                /* a mailbox name sent as a literal */
  GUARD_ANSWERS_MAX = 100 * 1000,             /* answers other than FETCH that libetpan keeps, per command */
  GUARD_COMMAND_MAX_BYTES = 32 * 1024 * 1024, /* bytes of lines per command, literals aside */
  GUARD_CODE_MAX = 24
};

typedef enum {
  GUARD_BODIES = 1 << 0, /* UID FETCH of bodies is under way: a literal may follow BODY[], one per answer */
  GUARD_NAMES = 1 << 1,  /* LIST is under way: a mailbox name may be a literal */
  GUARD_FOLDER = 1 << 2, /* SELECT is under way: response codes tell of the folder */
  GUARD_COPIES = 1 << 3, /* COPY or MOVE is under way: COPYUID is wanted */
  GUARD_CAPABILITIES = 1 << 4 /* CAPABILITY is under way */
} GuardWants;

typedef struct {
  GuardWants wants;
  guint bodies_max; /* how many literal bodies this command may bring */
  /* Told by the server */
  guint32 exists;      /* messages in the selected folder */
  gboolean news;       /* exists grew; the caller clears it */
  guint32 uidvalidity; /* of the selected folder; set by the caller after SELECT, 0: none is expected */
  gboolean uidvalidity_changed; /* another one was announced */
  char code[GUARD_CODE_MAX];    /* response code of the last tagged NO or BAD ("OVERQUOTA"), else "" */
  guint64 announced_bytes; /* of the literal that is passing or passed last in this answer; 0 when there was
                              none */
  char **capabilities;     /* answer to the last CAPABILITY, or NULL; owned */
  const char *refusal;     /* why the connection was ended; our words */
  /* Within an answer and a command */
  gboolean in_answer; /* a literal interrupted it */
  gboolean fetch;     /* the interrupted answer is a FETCH */
  gint depth;
  guint bodies, answers;
  guint64 bytes;
} ImapGuard;

/* Before each command. */
void imap_guard_command(ImapGuard *guard, GuardWants wants, guint bodies_max);
/* One line with its end. TRUE: the line, perhaps rewritten or emptied (dropped), may go to the parser;
 * *literal_bytes is how many bytes follow it as they are. FALSE: end the connection; guard->refusal says why.
 */
gboolean imap_guard_line(ImapGuard *guard, GString *line, guint64 *literal_bytes);
/* Whether the last CAPABILITY's answer had this word. */
gboolean imap_guard_has(const ImapGuard *guard, const char *capability);
void imap_guard_clear(ImapGuard *guard);
/* A line that is longer than GUARD_LINE_MAX_BYTES. Always FALSE. */
gboolean imap_guard_refuse(ImapGuard *guard, const char *why);
