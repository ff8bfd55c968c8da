/* SPDX-License-Identifier: ISC */
/* Lists as text columns; see the header. Written by hand because it is on the way of every report. */
#include "store/encode.h"

#include <string.h>

void
encode_string(GString *out, const char *text)
{
  if (!text) {
    g_string_append(out, "null");
    return;
  }
  g_string_append_c(out, '"');
  for (const char *p = text; *p;) {
    gsize plain = 0;
    while ((guint8)p[plain] >= 0x20 && p[plain] != '"' && p[plain] != '\\')
      plain++;
    g_string_append_len(out, p, (gssize)plain);
    p += plain;
    if (*p == '"' || *p == '\\')
      g_string_append_printf(out, "\\%c", *p++);
    else if (*p)
      g_string_append_printf(out, "\\u%04x", (guint)(guint8)*p++);
  }
  g_string_append_c(out, '"');
}

char *
encode_quoted(const char *text)
{
  GString *out = g_string_new(NULL);
  encode_string(out, text);
  return g_string_free(out, FALSE);
}

char *
encode_list(const GPtrArray *elements)
{
  if (elements->len == 0)
    return g_strdup("[]");
  GString *out = g_string_new("[");
  for (guint i = 0; i < elements->len; i++) {
    g_string_append(out, i ? ",\n" : "\n");
    g_string_append(out, elements->pdata[i]);
  }
  g_string_append(out, "\n]");
  return g_string_free(out, FALSE);
}

GPtrArray *
encode_elements(const char *column)
{
  GPtrArray *elements = g_ptr_array_new_with_free_func(g_free);
  gsize size = column ? strlen(column) : 0;
  if (size <= 4 || strncmp(column, "[\n", 2) != 0 || strcmp(column + size - 2, "\n]") != 0)
    return elements; /* empty, or not written here */
  const char *end = column + size - 2; /* at "\n]" */
  for (const char *p = column + 2; p < end;) {
    const char *stop = strchr(p, '\n'); /* strings hold no raw line feed */
    gsize n = (gsize)(stop - p);
    g_ptr_array_add(elements, g_strndup(p, stop == end || !n ? n : n - 1));
    p = stop + 1;
  }
  return elements;
}

char *
encode_strings(const GPtrArray *strings)
{
  g_autoptr(GPtrArray) quoted = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < strings->len; i++)
    g_ptr_array_add(quoted, encode_quoted(strings->pdata[i]));
  return encode_list(quoted);
}

static char *
encode_link(const ReportLink *link)
{
  GString *out = g_string_new("{\"url\":");
  encode_string(out, link->url);
  g_string_append(out, ",\"platform\":");
  encode_string(out, link->platform);
  g_string_append(out, ",\"account\":");
  encode_string(out, link->account);
  if (link->object && *link->object) {
    g_string_append(out, ",\"object\":");
    encode_string(out, link->object);
  }
  g_string_append_c(out, '}');
  return g_string_free(out, FALSE);
}

char *
encode_links(const GPtrArray *links)
{
  g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < links->len; i++) {
    const ReportLink *link = links->pdata[i];
    if (link->url)
      g_ptr_array_add(out, encode_link(link));
  }
  return encode_list(out);
}

char *
encode_opaque_links(const GPtrArray *links)
{
  g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < links->len; i++) {
    const ReportLink *link = links->pdata[i];
    if (!link->url)
      g_ptr_array_add(out, encode_quoted(link->platform ? link->platform : "other"));
  }
  return encode_list(out);
}

char *
encode_why(const GPtrArray *why)
{
  g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < why->len; i++) {
    const ReportWhy *w = why->pdata[i];
    const char *const fields[] = {"{\"field\":", w->field, ",\"value\":", w->value, ",\"rule\":", w->rule, ",\"words\":", w->words};
    GString *one = g_string_sized_new(128);
    for (guint f = 0; f < G_N_ELEMENTS(fields); f += 2) {
      g_string_append(one, fields[f]);
      encode_string(one, fields[f + 1]);
    }
    g_string_append_c(one, '}');
    g_ptr_array_add(out, g_string_free(one, FALSE));
  }
  return encode_list(out);
}

char *
encode_strips(const GPtrArray *strips)
{
  g_autoptr(GPtrArray) out = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < strips->len; i++) {
    const ReportStripCount *strip = strips->pdata[i];
    GString *one = g_string_new("{\"rule\":");
    encode_string(one, strip->rule);
    g_string_append_printf(one, ",\"count\":%u}", strip->count);
    g_ptr_array_add(out, g_string_free(one, FALSE));
  }
  return encode_list(out);
}
