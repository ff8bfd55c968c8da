/* SPDX-License-Identifier: ISC
 *
 * The cleaner: a process of its own that turns documents, other pictures, sound and video into clean copies with mat2, ffmpeg and
 * others, in a jail without network or disk. This header is its protocol: packets of ipc/ipc.h. Every client (the intake, the store)
 * has a connection of its own and may send requests ahead; each is answered once, in order, whatever a file does. A request that is
 * malformed ends the connection, as a crash of the cleaner does: then the client asks the supervisor for a new one and sends again.
 *
 * How a client gets its connection: it sends CLEANER_ASK, "()", on ROLE_SOCKET; the supervisor answers with the packet CLEANER_GIVE,
 * "()" and the connected socket, or with CLEANER_NONE, "(s)" and why there is none; asking again later is right then, once a second
 * at most. It comes among the supervisor's other packets. One jail works for one request: so put files of one message, and of no
 * other, into a request.
 *
 *  verb      type              descriptors   what
 *  clean     (ta(usstt))       1             job, [(n, media type by content, extension, at, size)]; the files, in one sealed memfd
 *  cleaned   (ta(usssstttt))   1             job, [(n, state, reason, media type, extension, at, size, text_at, text_size)]; cleaned
 *                                            bytes and texts in one sealed memfd. As many rows as asked for, in that order
 *  cover     (tsa(uuuu))       1             job, media type, [(x, y, width, height)] in pixels of the picture as it is displayed;
 *                                            JPEG, PNG, GIF, WebP; the memfd is the picture
 *  covered   (tss)             1             job, media type (that which was given), "" or a reason; the memfd is the new picture, or empty
 *  hash      (ta(ustt))        1             job, [(n, media type, at, size)]; JPEG, PNG, GIF, WebP, and what clean makes of others
 *  hashed    (ta(uayt))        0             job, [(n, BLAKE2b or SHA-256 (32 bytes) of the decoded pixels, or none, perceptual hash)]
 *  probe     ()                0             does the jail work?
 *  probed    (bs)              0             TRUE and the tools that are missing (", " between them), or FALSE and why not
 *
 * state is CLEANER_CLEAN or CLEANER_WITHHELD. Withheld: reason is one of CLEANER_REASONS, size is 0, media type and extension are
 * those asked with. Clean: media type and extension are those of the copy, which may be of another kind (HEIC becomes PNG or JPEG, a
 * Word file of 1997 becomes PDF). The text is UTF-8, unstripped, at most CLEANER_MAX_TEXT_BYTES: of PDF and of Office files before
 * 2007, and it may be there for a withheld file too; text_size 0 when there is none. Texts of other documents the worker reads itself.
 * A video or a sound that is clean here has no metadata; what is heard or seen in it is the caller's business.
 */
#pragma once
#include <glib.h>

#define CLEANER_ASK "cleaner"        /* to the supervisor, "()" */
#define CLEANER_GIVE "cleaner"       /* from the supervisor, "()" and one descriptor */
#define CLEANER_NONE "no-cleaner"    /* from the supervisor, "(s)" */

#define CLEANER_CLEAN_TYPE "(ta(usstt))"
#define CLEANER_CLEANED_TYPE "(ta(usssstttt))"
#define CLEANER_COVER_TYPE "(tsa(uuuu))"
#define CLEANER_COVERED_TYPE "(tss)"
#define CLEANER_HASH_TYPE "(ta(ustt))"
#define CLEANER_HASHED_TYPE "(ta(uayt))"
#define CLEANER_PROBED_TYPE "(bs)"

#define CLEANER_CLEAN "clean"
#define CLEANER_WITHHELD "withheld"

#define CLEANER_MAX_FILES 200u                       /* of one request: so that every packet fits */
#define CLEANER_MAX_BOXES 200u
#define CLEANER_MAX_BYTES (256ull * 1024 * 1024)     /* of one request's memfd */
#define CLEANER_MAX_TEXT_BYTES (4u * 1024 * 1024)    /* of one file */
#define CLEANER_HASH_BYTES 32u

/* Why a file is withheld. The words are the protocol; what a monitor reads is the caller's to say.
 *  cannot-clean   no tool for this type, or none that is installed
 *  no-jail        the host allows no namespaces, or bubblewrap is missing
 *  too-large      file, or its copy, or what it unpacks to
 *  timeout        wall clock or CPU
 *  tool-failed    damaged, hostile or encrypted: the tool gave up
 *  wrong-type     the copy is not what was asked for
 *  metadata-left  the copy still has metadata, scripts, links to outside or embedded files
 *  hidden-content the document has hidden text that cannot be taken out */
#define CLEANER_REASONS \
  "cannot-clean", "no-jail", "too-large", "timeout", "tool-failed", "wrong-type", "metadata-left", "hidden-content"

/* The media types that clean knows (as parser/picture_sniff.c names them); everything else is answered cannot-clean. A type may
 * still come back withheld where its tool is not installed. */
#define CLEANER_TYPES                                                                                              \
  "image/heic", "image/heif", "image/avif", "image/tiff", "image/bmp", "image/svg+xml", "application/pdf",         \
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",                                     \
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",                                           \
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",                                   \
    "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",                   \
    "application/vnd.oasis.opendocument.presentation", "application/vnd.oasis.opendocument.graphics",              \
    "application/rtf", "application/x-ole-storage", "video/mp4", "video/quicktime", "video/3gpp", "video/3gpp2",   \
    "video/x-matroska", "video/x-msvideo", "video/mpeg", "video/x-flv", "video/x-ms-asf", "audio/mpeg",            \
    "audio/mp4", "audio/ogg", "audio/amr", "audio/wav", "audio/flac", "audio/aac", "audio/x-caf"
