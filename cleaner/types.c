/* SPDX-License-Identifier: ISC */
/* The tables of what is treated how; see the header. */
#include "cleaner/types.h"

#include <string.h>

#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."

/* clang-format off */
static const CleanerType types[] = {
    {"image/heic", "heic", "heif"},            {"image/heif", "heic", "heif"},       {"image/avif", "avif", "heif"},
    {"image/tiff", "tif", "tiff"},             {"image/bmp", "bmp", "bmp"},          {"image/svg+xml", "svg", "svg"},
    {"application/pdf", "pdf", "pdf"},         {"application/rtf", "rtf", "rtf"},    {"application/x-ole-storage", "ole", "ole"},
    {OOXML "wordprocessingml.document", "docx", "ooxml"},
    {OOXML "spreadsheetml.sheet", "xlsx", "ooxml"},
    {OOXML "presentationml.presentation", "pptx", "ooxml"},
    {ODF "text", "odt", "odf"},                {ODF "spreadsheet", "ods", "odf"},
    {ODF "presentation", "odp", "odf"},        {ODF "graphics", "odg", "odf"},
    {"video/mp4", "mp4", "mp4"},               {"video/quicktime", "mov", "mov"},    {"video/3gpp", "3gp", "3gp"},
    {"video/3gpp2", "3g2", "3g2"},             {"video/x-matroska", "mkv", "mkv"},   {"video/webm", "webm", "mkv"},
    {"video/x-msvideo", "avi", "avi"},         {"video/mpeg", "mpg", "mkv"},         {"video/x-flv", "flv", "mkv"},
    {"video/x-ms-asf", "asf", "mkv"},          {"audio/mpeg", "mp3", "mp3"},         {"audio/mp4", "m4a", "m4a"},
    {"audio/ogg", "ogg", "ogg"},               {"audio/amr", "amr", "amr"},          {"audio/wav", "wav", "wav"},
    {"audio/flac", "flac", "flac"},            {"audio/aac", "aac", "aac"},          {"audio/x-caf", "caf", "caf"},
};

/* How a copy of each kind begins. */
static const struct {
  CleanerResult result;
  guint at;
  const char *magic;
  gsize size;
} results[] = {
#define M(type, extension, at, magic) {{type, extension}, at, magic, sizeof(magic) - 1}
    M("image/jpeg", "jpg", 0, "\xff\xd8\xff"),    M("image/png", "png", 0, "\x89PNG\r\n\x1a\n"), M("image/gif", "gif", 0, "GIF8"),
    M("image/webp", "webp", 8, "WEBP"),           M("image/tiff", "tif", 0, "II*\0"),            M("image/tiff", "tif", 0, "MM\0*"),
    M("application/pdf", "pdf", 0, "%PDF-"),      M(OOXML "wordprocessingml.document", "docx", 0, "PK\3\4"),
    M(OOXML "spreadsheetml.sheet", "xlsx", 0, "PK\3\4"), M(OOXML "presentationml.presentation", "pptx", 0, "PK\3\4"),
    M(ODF "text", "odt", 0, "PK\3\4"),            M(ODF "spreadsheet", "ods", 0, "PK\3\4"),
    M(ODF "presentation", "odp", 0, "PK\3\4"),    M(ODF "graphics", "odg", 0, "PK\3\4"),
    M("video/mp4", "mp4", 4, "ftyp"),             M("video/quicktime", "mov", 4, "ftypqt"),      M("video/3gpp", "3gp", 4, "ftyp3gp"),
    M("video/3gpp2", "3g2", 4, "ftyp3g2"),        M("video/x-matroska", "mkv", 0, "\x1a\x45\xdf\xa3"),
    M("video/webm", "webm", 0, "\x1a\x45\xdf\xa3"), M("video/x-msvideo", "avi", 8, "AVI "),
    M("audio/mpeg", "mp3", 0, "\xff"),            M("audio/mp4", "m4a", 4, "ftypM4A"),           M("audio/ogg", "ogg", 0, "OggS"),
    M("audio/amr", "amr", 0, "#!AMR"),            M("audio/wav", "wav", 8, "WAVE"),              M("audio/flac", "flac", 0, "fLaC"),
    M("audio/aac", "aac", 0, "\xff"),
#undef M
};
/* clang-format on */

const CleanerType *
cleaner_type(const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS(types); i++)
    if (!strcmp(types[i].media_type, media_type))
      return &types[i];
  return NULL;
}

const char *
cleaner_picture(const char *media_type)
{
  static const char *const pictures[] = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/tiff"};
  for (guint i = 0; i < G_N_ELEMENTS(pictures); i++)
    if (!strcmp(pictures[i], media_type))
      return !strcmp(media_type, "image/tiff") ? "tif" : strchr(pictures[i], '/') + 1;
  return NULL;
}

const CleanerResult *
cleaner_result(const char *media_type, const guint8 *bytes, gsize size)
{
  for (guint i = 0; i < G_N_ELEMENTS(results); i++)
    if (!strcmp(results[i].result.media_type, media_type) && size >= results[i].at + results[i].size &&
        !memcmp(bytes + results[i].at, results[i].magic, results[i].size))
      return &results[i].result;
  return NULL;
}
