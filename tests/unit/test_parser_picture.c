/* SPDX-License-Identifier: ISC */
/* Picture filters against other people's tools: ImageMagick and webpmux make the files, exiftool writes
 * metadata into them and judges what is left, ImageMagick compares the pixels. Broken files are made by
 * cutting and flipping whole ones. */
#include "parser/picture.h"
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

static char *directory;
static char *convert_tool; /* NULL: no real ImageMagick */

/* ---- tools ---- */

static gboolean
run(char **output, const char *first, ...)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new();
  va_list list;
  va_start(list, first);
  for (const char *argument = first; argument; argument = va_arg(list, const char *))
    g_ptr_array_add(arguments, (gpointer)argument);
  va_end(list);
  g_ptr_array_add(arguments, NULL);
  int status = 1;
  g_autofree char *errors = NULL;
  gboolean ok = g_spawn_sync(directory, (char **)arguments->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             output, &errors, &status, NULL);
  return ok && g_spawn_check_wait_status(status, NULL);
}

static char *
find_convert(void)
{
  static const char *const names[] = {"convert-im6.q16", "convert-im7.q16", "magick", "convert", NULL};
  for (int i = 0; names[i]; i++) {
    g_autofree char *path = g_find_program_in_path(names[i]);
    g_autofree char *version = NULL;
    if (path && run(&version, path, "-version", NULL) && strstr(version, "ImageMagick"))
      return g_steal_pointer(&path);
  }
  return NULL;
}

static gboolean
has_tools(const char *third)
{
  g_autofree char *exiftool = g_find_program_in_path("exiftool");
  g_autofree char *other = third ? g_find_program_in_path(third) : NULL;
  if (!convert_tool)
    g_test_skip("ImageMagick is missing");
  else if (!exiftool)
    g_test_skip("exiftool is missing");
  else if (third && !other)
    g_test_skip_printf("%s is missing", third);
  return convert_tool && exiftool && (!third || other);
}

static char *
path_of(const char *name)
{
  return g_build_filename(directory, name, NULL);
}

static GBytes *
load(const char *name)
{
  g_autofree char *path = path_of(name);
  char *contents;
  gsize size;
  g_assert_true(g_file_get_contents(path, &contents, &size, NULL));
  return g_bytes_new_take(contents, size);
}

static void
save(const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *path = path_of(name);
  g_assert_true(g_file_set_contents(path, (const char *)bytes, (gssize)size, NULL));
}

/* Are the raw pixels of every frame the same, alpha included, without regard to orientation? */
static gboolean
same_pixels(const char *name, const char *other)
{
  g_autofree char *digests = NULL;
  g_assert_true(
      run(&digests, convert_tool, name, other, "-depth", "8", "-format", "%# %w %h\n", "info:", NULL));
  g_auto(GStrv) lines = g_strsplit(g_strstrip(digests), "\n", -1);
  guint n = g_strv_length(lines), half = n / 2;
  for (guint i = 0; i < half; i++)
    if (strcmp(lines[i], lines[half + i]) != 0)
      return FALSE;
  return n > 0 && n % 2 == 0;
}

/* ---- the judge ---- */

static const char *const allowed_tags[] = {
    "ExifTool:ExifToolVersion",
    "File:FileType",
    "File:FileTypeExtension",
    "File:MIMEType",
    "File:ImageWidth",
    "File:ImageHeight",
    "File:EncodingProcess",
    "File:BitsPerSample",
    "File:ColorComponents",
    "File:ExifByteOrder",
    "Composite:ImageSize",
    "Composite:Megapixels",
    "Composite:Duration",
    "JFIF:JFIFVersion",
    "JFIF:ResolutionUnit",
    "JFIF:XResolution",
    "JFIF:YResolution",
    "Adobe:DCTEncodeVersion",
    "Adobe:APP14Flags0",
    "Adobe:APP14Flags1",
    "Adobe:ColorTransform",
    "IFD0:Orientation",
    "PNG:ImageWidth",
    "PNG:ImageHeight",
    "PNG:BitDepth",
    "PNG:ColorType",
    "PNG:Compression",
    "PNG:Filter",
    "PNG:Interlace",
    "PNG:Gamma",
    "PNG:SRGBRendering",
    "PNG:Palette",
    "PNG:Transparency",
    "PNG:BackgroundColor",
    "PNG:SignificantBits",
    "PNG-cICP:",
    "PNG-pHYs:",
    "PNG:WhitePoint",
    "PNG:RedX",
    "PNG:RedY",
    "PNG:GreenX",
    "PNG:GreenY",
    "PNG:BlueX",
    "PNG:BlueY",
    "PNG:AnimationFrames",
    "PNG:AnimationPlays",
    "GIF:GIFVersion",
    "GIF:ImageWidth",
    "GIF:ImageHeight",
    "GIF:HasColorMap",
    "GIF:ColorResolutionDepth",
    "GIF:BitsPerPixel",
    "GIF:BackgroundColor",
    "GIF:AnimationIterations",
    "GIF:FrameCount",
    "GIF:Duration",
    "RIFF:",
    "File:YCbCrSubSampling",
    "File:FileSize",
    "File:FileName",
    "File:Directory",
    "System:",
    "PNG:WhitePointX",
    "PNG:WhitePointY",
    "PNG:PixelsPerUnitX",
    "PNG:PixelsPerUnitY",
    "PNG:PixelUnits",
};

static gboolean
is_allowed(const char *tag)
{
  for (gsize i = 0; i < G_N_ELEMENTS(allowed_tags); i++) {
    const char *allowed = allowed_tags[i];
    if (g_str_has_suffix(allowed, ":") ? g_str_has_prefix(tag, allowed) : strcmp(tag, allowed) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
holds(GBytes *bytes, const char *needle)
{
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  return memmem(data, size, needle, strlen(needle)) != NULL;
}

static GBytes *
clean_file(const char *name, const char *to)
{
  g_autoptr(GBytes) bytes = load(name);
  gsize size;
  const guint8 *data = g_bytes_get_data(bytes, &size);
  g_autoptr(GError) error = NULL;
  GBytes *clean = picture_clean(data, size, &error);
  g_assert_no_error(error);
  g_assert_nonnull(clean);
  save(to, g_bytes_get_data(clean, NULL), g_bytes_get_size(clean));
  return clean;
}

#define SECRET "Zebra-Reporter-Name"

/* Cleans a file and compares the pixels; exiftool looks at all results in the end. */
static void
assert_clean(const char *name)
{
  g_autofree char *to = g_strdup_printf("clean-%s", name);
  g_autoptr(GBytes) clean = clean_file(name, to);
  g_assert_true(same_pixels(name, to));
  g_assert_false(holds(clean, SECRET));
  g_autoptr(GError) error = NULL; /* cleaning is idempotent */
  g_autoptr(GBytes) again = picture_clean(g_bytes_get_data(clean, NULL), g_bytes_get_size(clean), &error);
  g_assert_no_error(error);
  g_assert_true(g_bytes_equal(clean, again));
}

/* Metadata of every kind into all files of a list that ends with NULL. */
static void
add_metadata(const char *orientation, ...)
{
  static const char *const tags[] = {"exiftool",
                                     "-q",
                                     "-overwrite_original",
                                     "-Artist=" SECRET,
                                     "-Copyright=" SECRET,
                                     "-Model=" SECRET,
                                     "-Make=" SECRET,
                                     "-XMP-dc:Creator=" SECRET,
                                     "-XMP-dc:Title=" SECRET,
                                     "-GPSLatitude=33.3",
                                     "-GPSLatitudeRef=N",
                                     "-GPSLongitude=44.4",
                                     "-GPSLongitudeRef=E",
                                     "-DateTimeOriginal=2026:01:02 03:04:05",
                                     "-SerialNumber=" SECRET,
                                     "-Comment=" SECRET};
  g_autofree char *turned = g_strdup_printf("-Orientation#=%s", orientation);
  g_autoptr(GPtrArray) arguments = g_ptr_array_new();
  for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
    g_ptr_array_add(arguments, (gpointer)tags[i]);
  g_ptr_array_add(arguments, turned);
  va_list list;
  va_start(list, orientation);
  for (const char *name; (name = va_arg(list, const char *)) != NULL;)
    g_ptr_array_add(arguments, (gpointer)name);
  va_end(list);
  g_ptr_array_add(arguments, NULL);
  int status = 1;
  g_assert_true(g_spawn_sync(directory, (char **)arguments->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             NULL, NULL, &status, NULL));
  g_assert_true(g_spawn_check_wait_status(status, NULL));
}

/* The picture under test: a gradient with noise, so that wrong tables show. */
static void
make(const char *name, ...)
{
  g_autoptr(GPtrArray) arguments = g_ptr_array_new();
  va_list list;
  const char *const start[] = {convert_tool, "-seed", "7", "-size", "61x43", "plasma:red-blue"};
  for (gsize i = 0; i < G_N_ELEMENTS(start); i++)
    g_ptr_array_add(arguments, (gpointer)start[i]);
  va_start(list, name);
  for (const char *argument; (argument = va_arg(list, const char *)) != NULL;)
    g_ptr_array_add(arguments, (gpointer)argument);
  va_end(list);
  g_ptr_array_add(arguments, (gpointer)name);
  g_ptr_array_add(arguments, NULL);
  g_assert_true(g_spawn_sync(directory, (char **)arguments->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             NULL, NULL, NULL, NULL));
}

/* ---- JPEG ---- */

static void
jpeg_of_every_kind(void)
{
  static const struct {
    const char *name, *option, *value;
  } kinds[] = {
      {"base.jpg", "-quality", "85"},
      {"progressive.jpg", "-interlace", "JPEG"},
      {"grey.jpg", "-colorspace", "Gray"},
      {"cmyk.jpg", "-colorspace", "CMYK"},
      {"s422.jpg", "-sampling-factor", "2x1"},
      {"s420.jpg", "-sampling-factor", "2x2"},
      {"restart.jpg", "-define", "jpeg:restart-interval=3"},
      {"best.jpg", "-quality", "100"},
      {"worst.jpg", "-quality", "3"},
  };
  if (!has_tools(NULL))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
    make(kinds[i].name, kinds[i].option, kinds[i].value, NULL);
  }
  add_metadata("1", "base.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "s422.jpg", "s420.jpg",
               "restart.jpg", "best.jpg", "worst.jpg", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    assert_clean(kinds[i].name);
}

static void
jpeg_keeps_its_orientation(void)
{
  if (!has_tools(NULL))
    return;
  make("straight.jpg", "-quality", "80", NULL);
  for (int i = 1; i <= 8; i += i == 1 ? 1 : 3) {
    g_autofree char *value = g_strdup_printf("%d", i);
    g_autofree char *report = NULL;
    g_autoptr(GBytes) straight = load("straight.jpg");
    save("turned.jpg", g_bytes_get_data(straight, NULL), g_bytes_get_size(straight));
    add_metadata(value, "turned.jpg", NULL);
    g_autoptr(GBytes) clean = clean_file("turned.jpg", "clean-turned.jpg");
    g_assert_false(holds(clean, SECRET));
    g_assert_true(run(&report, "exiftool", "-Orientation#", "-s3", "clean-turned.jpg", NULL));
    g_assert_cmpstr(g_strstrip(report), ==, i == 1 ? "" : value);
  }
}

/* What is shown is what people measure when they cover a part of it. */
static void
size_as_it_is_shown(void)
{
  static const char *const names[] = {"shown.jpg", "shown.png", "shown.webp", "shown.gif"};
  if (!has_tools(NULL))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    for (int orientation = 1; orientation <= 8; orientation += orientation == 1 ? 2 : 3) {
      g_autofree char *value = g_strdup_printf("%d", orientation);
      gboolean turned = orientation >= 5 && !g_str_has_suffix(names[i], "gif");
      guint width = 0, height = 0;
      make(names[i], NULL);
      if (!g_str_has_suffix(names[i], "gif"))
        add_metadata(value, names[i], NULL);
      g_autoptr(GBytes) clean = clean_file(names[i], "clean-shown");
      g_assert_true(picture_size(g_bytes_get_data(clean, NULL), g_bytes_get_size(clean), &width, &height));
      g_assert_cmpuint(width, ==, turned ? 43 : 61);
      g_assert_cmpuint(height, ==, turned ? 61 : 43);
    }
}

static void
jpeg_with_thumbnail_profile_and_trailer(void)
{
  if (!has_tools(NULL))
    return;
  make("small.jpg", "-resize", "20x20", "-set", "comment", SECRET, NULL);
  make("full.jpg", "-set", "comment", SECRET, NULL);
  add_metadata("6", "full.jpg", NULL);
  g_assert_true(run(NULL, "exiftool", "-q", "-overwrite_original", "-ThumbnailImage<=small.jpg",
                    "-IPTC:By-line=" SECRET, "full.jpg", NULL));
  g_autoptr(GBytes) whole = load("full.jpg");
  g_autoptr(GBytes) small = load("small.jpg");
  g_autoptr(GByteArray) joined = g_byte_array_new();
  g_byte_array_append(joined, g_bytes_get_data(whole, NULL), (guint)g_bytes_get_size(whole));
  g_byte_array_append(joined, g_bytes_get_data(small, NULL), (guint)g_bytes_get_size(small));
  g_byte_array_append(joined, (const guint8 *)"PK\3\4" SECRET, 4 + sizeof SECRET);
  save("trailer.jpg", joined->data, joined->len);
  assert_clean("trailer.jpg");
  g_autoptr(GBytes) clean = load("clean-trailer.jpg");
  g_assert_cmpuint(g_bytes_get_size(clean), <, g_bytes_get_size(whole));
}

/* A segment that says more than its contents account for hides something behind them. */
static void
jpeg_hidden_in_long_segments(void)
{
  if (!has_tools(NULL))
    return;
  make("plain.jpg", "-quality", "80", "-strip", NULL);
  g_autoptr(GBytes) plain = load("plain.jpg");
  gsize size;
  const guint8 *data = g_bytes_get_data(plain, &size);
  g_autoptr(GByteArray) out = g_byte_array_new();
  const guint8 *table = memmem(data, size, "\xff\xdb", 2);
  g_assert_nonnull(table);
  gsize length = (gsize)table[2] << 8 | table[3], at = (gsize)(table - data);
  guint8 longer[2] = {(guint8)((length + sizeof SECRET) >> 8), (guint8)(length + sizeof SECRET)};
  g_byte_array_append(out, data, (guint)at + 2);
  g_byte_array_append(out, longer, 2);
  g_byte_array_append(out, data + at + 4, (guint)length - 2);
  g_byte_array_append(out, (const guint8 *)"\x7f" SECRET, sizeof SECRET); /* 7: no such table */
  g_byte_array_append(out, data + at + 2 + length, (guint)(size - at - 2 - length));
  g_autoptr(GBytes) clean = picture_clean(out->data, out->len, NULL);
  g_assert_true(g_bytes_equal(clean, plain));
}

/* ---- PNG ---- */

static void
png_of_every_kind(void)
{
  static const struct {
    const char *name, *colors, *type, *depth;
  } kinds[] = {{"rgb.png", "60000", "2", "8"},  {"rgba.png", "60000", "6", "8"},
               {"grey.png", "256", "0", "8"},   {"deep.png", "60000", "2", "16"},
               {"palette.png", "16", "3", "8"}, {"bits.png", "2", "3", "1"}};
  if (!has_tools(NULL))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *type = g_strconcat("png:color-type=", kinds[i].type, NULL);
    make(kinds[i].name, "-colorspace", i == 2 ? "Gray" : "sRGB", "-colors", kinds[i].colors, "-define", type,
         "-depth", kinds[i].depth, "-set", "Author", SECRET, "-set", "comment", SECRET, "-interlace",
         i == 1 ? "PNG" : "None", NULL);
  }
  add_metadata("1", "rgb.png", "grey.png", "palette.png", NULL);
  add_metadata("6", "rgba.png", "deep.png", "bits.png", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    assert_clean(kinds[i].name);
  g_autofree char *report = NULL;
  g_assert_true(run(&report, "exiftool", "-Orientation#", "-s3", "clean-rgba.png", NULL));
  g_assert_cmpstr(g_strstrip(report), ==, "6");
}

static void
png_with_remains_after_its_end(void)
{
  if (!has_tools(NULL))
    return;
  make("crop.png", "-depth", "8", NULL);
  g_autoptr(GBytes) whole = load("crop.png");
  g_autoptr(GByteArray) joined = g_byte_array_new();
  g_byte_array_append(joined, g_bytes_get_data(whole, NULL), (guint)g_bytes_get_size(whole));
  g_byte_array_append(joined, (const guint8 *)"\0\0\0\4IDAT" SECRET, 8 + sizeof SECRET);
  save("remains.png", joined->data, joined->len);
  assert_clean("remains.png");
}

/* ---- GIF and WebP ---- */

static void
gif_still_and_moving(void)
{
  if (!has_tools(NULL))
    return;
  make("still.gif", "-set", "comment", SECRET, NULL);
  assert_clean("still.gif");
  make("moving.gif", "-delay", "20", "-loop", "3", "-set", "comment", SECRET, "(", "+clone", "-negate", ")",
       "(", "-clone", "0", "-flip", ")", NULL);
  g_assert_true(
      run(NULL, "exiftool", "-q", "-overwrite_original", "-XMP-dc:Creator=" SECRET, "moving.gif", NULL));
  assert_clean("moving.gif");
  g_autofree char *report = NULL;
  g_autofree char *before = NULL;
  g_assert_true(run(&before, "exiftool", "-AnimationIterations", "-FrameCount", "-s3", "moving.gif", NULL));
  g_assert_true(
      run(&report, "exiftool", "-AnimationIterations", "-FrameCount", "-s3", "clean-moving.gif", NULL));
  g_assert_cmpstr(report, ==, before);
  g_assert_nonnull(strstr(report, "\n3")); /* frames */
}

static void
webp_of_every_kind(void)
{
  if (!has_tools("cwebp"))
    return;
  make("source.png", "-depth", "8", NULL);
  make("alpha.png", "-alpha", "set", "-channel", "A", "-evaluate", "set", "50%", "-depth", "8", NULL);
  g_assert_true(run(NULL, "cwebp", "-quiet", "source.png", "-o", "lossy.webp", NULL));
  g_assert_true(run(NULL, "cwebp", "-quiet", "-lossless", "source.png", "-o", "lossless.webp", NULL));
  g_assert_true(run(NULL, "cwebp", "-quiet", "alpha.png", "-o", "alpha.webp", NULL));
  static const char *const names[] = {"lossy.webp", "lossless.webp", "alpha.webp"};
  add_metadata("8", "lossy.webp", "lossless.webp", "alpha.webp", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    assert_clean(names[i]);
  g_autofree char *report = NULL;
  g_assert_true(run(&report, "exiftool", "-Orientation#", "-s3", "clean-lossless.webp", NULL));
  g_assert_cmpstr(g_strstrip(report), ==, "8");
}

static void
webp_that_moves(void)
{
  if (!has_tools("gif2webp"))
    return;
  make("anim.gif", "-delay", "20", "-loop", "0", "(", "+clone", "-negate", ")", NULL);
  g_assert_true(run(NULL, "gif2webp", "-quiet", "anim.gif", "-o", "anim.webp", NULL));
  add_metadata("1", "anim.webp", NULL);
  g_autoptr(GBytes) clean = clean_file("anim.webp", "clean-anim.webp");
  g_assert_false(holds(clean, SECRET));
  if (run(NULL, "webpmux", "-get", "frame", "2", "anim.webp", "-o", "f1.webp", NULL)) {
    g_assert_true(run(NULL, "webpmux", "-get", "frame", "2", "clean-anim.webp", "-o", "f2.webp", NULL));
    g_assert_true(same_pixels("f1.webp", "f2.webp"));
  }
}

/* ---- broken files ---- */

static const char *const samples[] = {"full.jpg",   "progressive.jpg", "rgba.png", "palette.png",
                                      "moving.gif", "alpha.webp",      "anim.webp"};

static void
cut_anywhere_they_end_in_a_picture_or_an_error(void)
{
  if (!has_tools("cwebp"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
    g_autoptr(GBytes) whole = load(samples[i]);
    gsize size, cleaned = 0;
    const guint8 *data = g_bytes_get_data(whole, &size);
    for (gsize n = 0; n < size; n += n < 1200 ? 1 : 97) {
      g_autofree guint8 *cut =
          g_memdup2(data, n); /* its own block: reading past the end shows under the sanitizer */
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) clean = picture_clean(cut, n, &error);
      g_assert_true((clean != NULL) != (error != NULL));
      if (error)
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      cleaned += clean != NULL;
      if (clean)
        g_assert_false(holds(clean, SECRET));
    }
    g_assert_cmpuint(cleaned, >, 0);
  }
}

static void
truncated_they_show_as_much_as_before(void)
{
  static const char *const names[] = {"full.jpg", "rgba.png", "moving.gif"};
  if (!has_tools(NULL))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GBytes) whole = load(names[i]);
    g_autofree char *name = g_strdup_printf("cut-%s", names[i]);
    g_autofree char *to = g_strdup_printf("clean-%s", name);
    save(name, g_bytes_get_data(whole, NULL), g_bytes_get_size(whole) - 300);
    g_autoptr(GBytes) clean = clean_file(name, to);
    g_autofree char *size = NULL;
    g_assert_true(run(&size, "exiftool", "-ImageSize", "-s3", to, NULL));
    g_assert_cmpstr(g_strstrip(size), ==, "61x43");
  }
}

static void
flipped_bytes_crash_nothing(void)
{
  if (!has_tools("cwebp"))
    return;
  g_autoptr(GRand) random = g_rand_new_with_seed(4);
  for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
    g_autoptr(GBytes) whole = load(samples[i]);
    gsize size;
    const guint8 *data = g_bytes_get_data(whole, &size);
    for (int round = 0; round < 500; round++) {
      g_autofree guint8 *copy = g_memdup2(data, size);
      for (int k = 0; k < 1 + round % 6; k++)
        copy[g_rand_int_range(random, 3, (gint32)MIN(size, round % 2 ? size : 400))] =
            (guint8)g_rand_int_range(random, 0, 256);
      g_autoptr(GBytes) clean = picture_clean(copy, size, NULL);
      if (clean)
        g_assert_cmpuint(g_bytes_get_size(clean), <=, size + 64);
    }
  }
}

/* The names of all files made here whose name begins so, after the words of the command. */
static char *
exiftool_on_all(const char *prefix)
{
  static const char *const words[] = {"exiftool", "-a", "-u", "-ee", "-G1", "-s"};
  g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    g_ptr_array_add(arguments, g_strdup(words[i]));
  g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
    if (g_str_has_prefix(name, prefix))
      g_ptr_array_add(arguments, g_strdup(name));
  g_assert_cmpuint(arguments->len, >, G_N_ELEMENTS(words) + 20);
  g_ptr_array_add(arguments, NULL);
  char *report = NULL;
  g_spawn_sync(directory, (char **)arguments->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &report, NULL,
               NULL, NULL);
  return report;
}

/* "======== file" and "[Group] Name : value" lines of exiftool. */
static void
exiftool_finds_nothing_that_is_not_allowed(void)
{
  if (!has_tools("cwebp"))
    return;
  g_autofree char *report = exiftool_on_all("clean-");
  g_auto(GStrv) lines = g_strsplit(report, "\n", -1);
  guint files = 0, foreign = 0;
  for (char **line = lines; *line; line++) {
    files += g_str_has_prefix(*line, "========");
    g_auto(GStrv) words = g_strsplit_set(*line, "[]", 3);
    if (g_strv_length(words) < 3)
      continue;
    g_autofree char *key = g_strndup(words[2], strcspn(words[2], ":"));
    g_autofree char *tag = g_strdup_printf("%s:%s", words[1], g_strstrip(key));
    if (!is_allowed(tag))
      g_test_message("file %u: %s", files, tag);
    foreign += !is_allowed(tag);
  }
  g_test_message("exiftool looked at %u cleaned files", files);
  g_assert_cmpuint(files, >, 20);
  g_assert_cmpuint(foreign, ==, 0);
}

static void
what_is_no_picture_is_refused(void)
{
  static const char *const texts[] = {
      "", "\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "GIF89a", "RIFF\4\0\0\0WEBP", "%PDF-1.4", "hello", "BM"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(picture_clean((const guint8 *)texts[i], strlen(texts[i]), &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  }
}

static void
types_are_told_by_content(void)
{
#define S(bytes, type)                                                                                       \
  {                                                                                                          \
    bytes, sizeof(bytes) - 1, type                                                                           \
  }
  static const struct {
    const char *bytes;
    gsize size;
    const char *type;
  } cases[] = {
      S("\xff\xd8\xff\xe0", "image/jpeg"),
      S("\x89PNG\r\n\x1a\n", "image/png"),
      S("GIF89a", "image/gif"),
      S("RIFF\1\2\3\4WEBPVP8 ", "image/webp"),
      S("RIFF\1\2\3\4WAVEfmt ", "audio/wav"),
      S("RIFF\1\2\3\4AVI LIST", "video/x-msvideo"),
      S("\0\0\0\x18"
        "ftypheic\0\0",
        "image/heic"),
      S("\0\0\0\x18"
        "ftypavif\0\0",
        "image/avif"),
      S("\0\0\0\x18"
        "ftypmif1\0\0",
        "image/heif"),
      S("\0\0\0\x18"
        "ftypisom\0\0",
        "video/mp4"),
      S("\0\0\0\x18"
        "ftypqt  \0\0",
        "video/quicktime"),
      S("\0\0\0\x18"
        "ftyp3gp5\0\0",
        "video/3gpp"),
      S("\0\0\0\x18"
        "ftypM4A \0\0",
        "audio/mp4"),
      S("II*\0\x08\0\0\0", "image/tiff"),
      S("MM\0*\0\0\0\x08", "image/tiff"),
      S("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0", "image/bmp"),
      S("<svg xmlns=", "image/svg+xml"),
      S("<?xml version='1.0'?>\n<!-- x --><svg/>", "image/svg+xml"),
      S("%PDF-1.7\n", "application/pdf"),
      S("words before it\n%PDF-1.4\n", "application/pdf"),
      S("words about %PDF-1.4\n", "text/plain"),
      S("{\\rtf1\\ansi", "application/rtf"),
      S("PK\3\4\x14\0\6\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml "
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
      S("PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0mimetypeapplication/"
        "vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.text"),
      S("PK\3\4\x14\0\0\0hello.txt", "application/zip"),
      S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
      S("\x1a\x45\xdf\xa3", "video/x-matroska"),
      S("OggS\0", "audio/ogg"),
      S("#!AMR\n", "audio/amr"),
      S("ID3\3", "audio/mpeg"),
      S("\xff\xfb\x90", "audio/mpeg"),
      S("fLaC", "audio/flac"),
      S("7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
      S("Rar!\x1a\x07\1", "application/vnd.rar"),
      S("\x1f\x8b\x08", "application/gzip"),
      S("\x78\x9f\x3e\x22", "application/ms-tnef"),
      S("\x7f"
        "ELF\2",
        "application/x-elf"),
      S("-----BEGIN PGP MESSAGE-----", "application/pgp-encrypted"),
      S("BEGIN:VCARD\r\nVERSION:3.0", "text/vcard"),
      S("\xef\xbb\xbf"
        "begin:vcalendar",
        "text/calendar"),
      S(" \n<!DOCTYPE html><p>", "text/html"),
      S("From: a@b\r\nSubject: x\r\n\r\nhello", "message/rfc822"),
      S("Note: this is a text\n", "text/plain"),
      S("\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7", "text/plain"),
      S("\xe3\xd1\xcd\xc8\xc7", "text/plain"),
      S("\xff\xfe"
        "a\0b\0",
        "text/plain"),
      S("\1\2\3\4\0\0", "application/octet-stream"),
      S("", "application/octet-stream"),
  };
#undef S
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree guint8 *copy = g_memdup2(cases[i].bytes, cases[i].size);
    g_assert_cmpstr(picture_sniff(copy, cases[i].size), ==, cases[i].type);
  }
}

static void
large_jpeg_is_filtered_at_memory_speed(void)
{
  gsize size = 40u * 1024 * 1024;
  static const guint8 head[] = "\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x10\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0";
  g_autofree guint8 *picture = g_malloc(size);
  for (gsize i = 0; i < size; i++)
    picture[i] = (guint8)(i * 7 % 251);
  memcpy(picture, head, sizeof head - 1);
  clock_t start = clock(); /* CPU time: the machine may be busy */
  g_autoptr(GBytes) clean = picture_clean(picture, size, NULL);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
  g_assert_nonnull(clean);
  g_assert_cmpuint(g_bytes_get_size(clean), ==, size + 2);
  g_test_message("JPEG filter: %.0f MB/s", (double)size / 1e6 / seconds);
}

static void
remove_directory(void)
{
  g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
    g_autofree char *path = path_of(name);
    g_unlink(path);
  }
  g_rmdir(directory);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  directory = g_dir_make_tmp("amana-picture-XXXXXX", NULL);
  convert_tool = find_convert();
  g_test_add_func("/parser/picture/jpeg of every kind loses its metadata and no pixel", jpeg_of_every_kind);
  g_test_add_func("/parser/picture/size as it is shown", size_as_it_is_shown);
  g_test_add_func("/parser/picture/jpeg keeps its orientation and nothing else of Exif",
                  jpeg_keeps_its_orientation);
  g_test_add_func("/parser/picture/jpeg with thumbnail, IPTC and a trailer",
                  jpeg_with_thumbnail_profile_and_trailer);
  g_test_add_func("/parser/picture/jpeg with bytes hidden in a long segment", jpeg_hidden_in_long_segments);
  g_test_add_func("/parser/picture/png of every kind loses its metadata and no pixel", png_of_every_kind);
  g_test_add_func("/parser/picture/png with remains after its end", png_with_remains_after_its_end);
  g_test_add_func("/parser/picture/gif still and moving", gif_still_and_moving);
  g_test_add_func("/parser/picture/webp of every kind", webp_of_every_kind);
  g_test_add_func("/parser/picture/webp that moves", webp_that_moves);
  g_test_add_func("/parser/picture/cut anywhere they end in a picture or an error",
                  cut_anywhere_they_end_in_a_picture_or_an_error);
  g_test_add_func("/parser/picture/truncated they show as much as before",
                  truncated_they_show_as_much_as_before);
  g_test_add_func("/parser/picture/exiftool finds nothing that is not allowed",
                  exiftool_finds_nothing_that_is_not_allowed);
  g_test_add_func("/parser/picture/flipped bytes crash nothing", flipped_bytes_crash_nothing);
  g_test_add_func("/parser/picture/what is no picture is refused", what_is_no_picture_is_refused);
  g_test_add_func("/parser/picture/types are told by content", types_are_told_by_content);
  g_test_add_func("/parser/picture/a large jpeg is filtered at memory speed",
                  large_jpeg_is_filtered_at_memory_speed);
  int status = g_test_run();
  remove_directory();
  g_free(directory);
  g_free(convert_tool);
  return status;
}
