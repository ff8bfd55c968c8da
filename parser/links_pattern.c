/* SPDX-License-Identifier: ISC */
/* The pattern language of share_params.json: which URLs a form matches and how its canonical form is written. Not a general
 * matcher: no repetition, so that the work on a hostile URL stays small. */
#include <string.h>
#include "parser/links_internal.h"

#define MAX_SEGMENT_BYTES 1024u /* longer ones match only a capture that stands alone */

typedef struct {
  char *literal;  /* or NULL */
  char *capture;  /* name, or NULL */
  char **choices; /* one of these, or NULL */
} Piece;

typedef struct {
  char *name;
  Piece *value;
} Wanted;

struct LinkPattern {
  char *host;          /* or NULL: any of the platform's */
  GPtrArray *segments; /* of GPtrArray of Piece */
  GPtrArray *query;    /* of Wanted */
};

static void
piece_free(gpointer data)
{
  Piece *piece = data;
  g_free(piece->literal);
  g_free(piece->capture);
  g_strfreev(piece->choices);
  g_free(piece);
}

static void
wanted_free(gpointer data)
{
  Wanted *wanted = data;
  g_free(wanted->name);
  piece_free(wanted->value);
  g_free(wanted);
}

void
link_pattern_free(LinkPattern *pattern)
{
  if (!pattern)
    return;
  g_free(pattern->host);
  g_ptr_array_unref(pattern->segments);
  g_ptr_array_unref(pattern->query);
  g_free(pattern);
}

/* "@{user}" as literal "@" and capture "user". */
static GPtrArray *
pieces_new(const char *text, GError **error)
{
  g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(piece_free);
  while (*text) {
    Piece *piece = g_new0(Piece, 1);
    g_ptr_array_add(pieces, piece);
    if (*text != '{') {
      gsize len = strcspn(text, "{");
      piece->literal = g_strndup(text, len);
      text += len;
      continue;
    }
    const char *end = strchr(text, '}');
    if (!end || end == text + 1) {
      g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "pattern with an unclosed or empty brace: %s", text);
      return NULL;
    }
    g_autofree char *inner = g_strndup(text + 1, end - text - 1);
    if (strchr(inner, '|'))
      piece->choices = g_strsplit(inner, "|", -1);
    else
      piece->capture = g_steal_pointer(&inner);
    text = end + 1;
  }
  return g_steal_pointer(&pieces);
}

static gboolean
add_query(LinkPattern *pattern, const char *text, GError **error)
{
  g_auto(GStrv) parts = g_strsplit(text, "&", -1);
  for (char **part = parts; *part; part++) {
    char *equals = strchr(*part, '=');
    g_autoptr(GPtrArray) pieces = equals ? pieces_new(equals + 1, error) : NULL;
    if (!equals || (pieces && pieces->len != 1)) {
      g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "pattern with a parameter that is not name={x}: %s", text);
      return FALSE;
    }
    if (!pieces)
      return FALSE;
    Wanted *wanted = g_new0(Wanted, 1);
    wanted->name = g_strndup(*part, equals - *part);
    wanted->value = g_ptr_array_steal_index(pieces, 0);
    g_ptr_array_add(pattern->query, wanted);
  }
  return TRUE;
}

LinkPattern *
link_pattern_new(const char *text, GError **error)
{
  LinkPattern *pattern = g_new0(LinkPattern, 1);
  pattern->segments = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  pattern->query = g_ptr_array_new_with_free_func(wanted_free);
  gsize host_len = strcspn(text, "/?");
  if (host_len)
    pattern->host = g_strndup(text, host_len);
  text += host_len;
  gsize path_len = strcspn(text, "?");
  g_autofree char *path = g_strndup(text, path_len);
  g_auto(GStrv) parts = g_strsplit(path, "/", -1);
  for (char **part = parts; *part; part++) {
    if (!**part)
      continue;
    GPtrArray *pieces = pieces_new(*part, error);
    if (!pieces) {
      link_pattern_free(pattern);
      return NULL;
    }
    g_ptr_array_add(pattern->segments, pieces);
  }
  if (text[path_len] == '?' && !add_query(pattern, text + path_len + 1, error)) {
    link_pattern_free(pattern);
    return NULL;
  }
  return pattern;
}

static gboolean
piece_capture(const Piece *piece, const char *text, gsize len, GHashTable *captures, GHashTable *reserved)
{
  if (!len)
    return FALSE;
  g_autofree char *value = g_strndup(text, len);
  if (reserved && (!strcmp(piece->capture, "user") || !strcmp(piece->capture, "channel"))) {
    g_autofree char *lower = g_ascii_strdown(value, -1);
    if (g_hash_table_contains(reserved, lower))
      return FALSE;
  }
  g_hash_table_replace(captures, piece->capture, g_steal_pointer(&value));
  return TRUE;
}

static gboolean
match_from(GPtrArray *pieces, guint i, const char *text, GHashTable *captures, GHashTable *reserved)
{
  if (i == pieces->len)
    return !*text;
  const Piece *piece = pieces->pdata[i];
  if (piece->literal) {
    gsize len = strlen(piece->literal);
    return !g_ascii_strncasecmp(text, piece->literal, len) && match_from(pieces, i + 1, text + len, captures, reserved);
  }
  for (char **choice = piece->choices; choice && *choice; choice++)
    if (!g_ascii_strncasecmp(text, *choice, strlen(*choice)) && match_from(pieces, i + 1, text + strlen(*choice), captures, reserved))
      return TRUE;
  if (piece->choices)
    return FALSE;
  if (i + 1 == pieces->len)
    return piece_capture(piece, text, strlen(text), captures, reserved);
  const Piece *next = pieces->pdata[i + 1];
  if (!next->literal || strlen(text) > MAX_SEGMENT_BYTES)
    return FALSE;
  for (const char *at = text; (at = strstr(at, next->literal)); at++)
    if (match_from(pieces, i + 1, at, captures, reserved))
      return piece_capture(piece, text, at - text, captures, reserved);
  return FALSE;
}

static gboolean
match_query(const LinkPattern *pattern, const Url *url, GHashTable *captures)
{
  for (guint i = 0; i < pattern->query->len; i++) {
    const Wanted *wanted = pattern->query->pdata[i];
    const char *value = url_param(url, wanted->name);
    if (!value || !*value)
      return FALSE;
    if (wanted->value->capture)
      g_hash_table_replace(captures, wanted->value->capture, g_strdup(value));
    else if (wanted->value->literal && strcmp(value, wanted->value->literal))
      return FALSE;
  }
  return TRUE;
}

GHashTable *
link_pattern_match(const LinkPattern *pattern, const Url *url, const GPtrArray *segments, GHashTable *reserved)
{
  if (segments->len != pattern->segments->len)
    return NULL;
  if (pattern->host && strcmp(pattern->host, url->ascii_host) && strcmp(pattern->host, url->plain_host))
    return NULL;
  g_autoptr(GHashTable) captures = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < segments->len; i++)
    if (!match_from(pattern->segments->pdata[i], 0, segments->pdata[i], captures, reserved))
      return NULL;
  return match_query(pattern, url, captures) ? g_steal_pointer(&captures) : NULL;
}

char *
link_template_fill(const char *text, GHashTable *captures, gboolean whole)
{
  GString *out = g_string_new(NULL);
  while (*text) {
    const char *end = *text == '{' ? strchr(text, '}') : NULL;
    if (!end) {
      g_string_append_c(out, *text++);
      continue;
    }
    g_autofree char *inner = g_strndup(text + 1, end - text - 1);
    char *bar = strchr(inner, '|');
    if (bar)
      *bar = 0;
    const char *value = g_hash_table_lookup(captures, inner);
    g_autofree char *lower = value && bar ? g_utf8_strdown(value, -1) : NULL;
    if (value)
      g_string_append(out, lower ? lower : value);
    else if (whole)
      return g_string_free(out, TRUE);
    else if (out->len && out->str[out->len - 1] == '/')
      g_string_truncate(out, out->len - 1);
    text = end + 1;
  }
  return g_string_free(out, FALSE);
}
