/* SPDX-License-Identifier: ISC
 *
 * What the attach*.c files share: a file on its way, wherever it was found, and the entries it ends in.
 */
#pragma once
#include "parser/attach.h"

#define ATTACH_SOUND "sound: a voice can name the reporter"

typedef struct {
  GBytes *data;
  const char *declared; /* media type that the mail gives, or NULL */
  const char *charset;  /* that the mail gives, or NULL */
  const char *text;     /* decoded already, or NULL */
  guint depth;          /* files that it is in */
  guint archives;       /* of them archives */
  gboolean opened;      /* what is in it is listed already */
} AttachFile;

/* The list's next entry with its true type; NULL when the list is full (which is noted). */
AttachItem *attach_add(AttachList *list, const char *media_type);
void attach_withhold(AttachItem *item, gsize size, const char *reason);
/* Takes text (may be NULL); cuts it to what an attachment may show. */
void attach_take_text(AttachList *list, AttachItem *item, char *text, IdentityTextType type);
/* Remembers a name of a file. NULL is allowed. */
void attach_add_name(AttachList *list, const char *name);

/* TRUE when only the cleaner can make a copy of such a file for monitors, and there is one to ask. Documents are not among them. */
gboolean attach_is_for_cleaner(const AttachList *list, const char *media_type);
/* Leaves the list's last item to the cleaner (pending), or takes what came back from it. */
void attach_to_cleaner(AttachList *list, AttachItem *item, GBytes *data);
/* Takes back the copy that came from the cleaner: what is listed is the file as it came. */
void attach_withhold_copy(AttachItem *item, const char *reason);

/* Lists one file and what is in it. */
void attach_add_file(AttachList *list, const AttachFile *file);
/* Lists a mail inside the mail: who wrote it, its subject and words, then its leaves. around: the file that it was, or is in. */
void attach_add_mail(AttachList *list, MimeMessage *message, const AttachFile *around);
/* Lists a text, rendered as people read it. */
void attach_add_text(AttachList *list, const AttachFile *file, const char *media_type);
