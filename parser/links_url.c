/* SPDX-License-Identifier: ISC */
/* A URL in pieces. Reads what people paste, not only what RFC 3986 allows; decides nothing about what the pieces mean. */
#include <string.h>
#include "parser/links_internal.h"
#include "text/fold.h"

static void
param_free(gpointer data)
{
  UrlParam *param = data;
  g_free(param->name);
  g_free(param->value);
  g_free(param);
}

void
url_free(Url *url)
{
  if (!url)
    return;
  g_free(url->host);
  g_free(url->ascii_host);
  g_free(url->port);
  g_ptr_array_unref(url->segments);
  g_ptr_array_unref(url->query);
  g_free(url->fragment);
  g_free(url);
}

/* Invisible characters go, "&amp;" of pasted HTML becomes "&", and the host is freed of its defanging. */
static char *
clean(const char *text)
{
  static const struct {
    const char *from, *to;
  } defanged[] = {{"[.]", "."}, {"(.)", "."}, {"{.}", "."}, {"[dot]", "."}, {"(dot)", "."}, {"[:]", ":"}, {"[://]", "://"}, {"[/]", "/"}, {"&amp;", "&"}};
  GString *out = g_string_sized_new(strlen(text));
  for (const char *p = text; *p;) {
    gsize i = strchr("[({&", *p) ? 0 : G_N_ELEMENTS(defanged);
    for (; i < G_N_ELEMENTS(defanged); i++)
      if (!g_ascii_strncasecmp(p, defanged[i].from, strlen(defanged[i].from)))
        break;
    gunichar c = g_utf8_get_char(p);
    if (i < G_N_ELEMENTS(defanged)) {
      g_string_append(out, defanged[i].to);
      p += strlen(defanged[i].from);
      continue;
    }
    if (c > ' ' && c != 0x7f && !text_is_invisible(c) && !g_unichar_isspace(c))
      g_string_append_unichar(out, c == '\\' ? '/' : c);
    p = g_utf8_next_char(p);
  }
  return g_string_free(out, FALSE);
}

/* Past "http://" in the shapes it is met in; NULL for another scheme; p itself when there is none. */
static const char *
after_scheme(const char *p)
{
  static const char *const schemes[] = {"https", "http", "hxxps", "hxxp", "hxtps", "httpx"};
  for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
    gsize len = strlen(schemes[i]);
    if (!g_ascii_strncasecmp(p, schemes[i], len) && p[len] == ':' && p[len + 1] == '/')
      return p + len + 1 + strspn(p + len + 1, "/");
  }
  const char *colon = strstr(p, "://");
  if (g_str_has_prefix(p, "//"))
    return p + 2;
  return colon && colon < p + strcspn(p, "/?#.") ? NULL : p;
}

static gboolean
host_is_valid(const char *host)
{
  const char *dot = strrchr(host, '.');
  if (!dot || strlen(host) > 253 || *host == '.' || strstr(host, ".."))
    return FALSE;
  gboolean letter = FALSE;
  for (const char *p = host; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!g_unichar_isalnum(c) && !g_unichar_ismark(c) && c != '-' && c != '.' && c != '_' && c != 0x200c)
      return FALSE;
    letter |= p > dot && g_unichar_isalpha(c);
  }
  return dot[1] && (letter || g_hostname_is_ip_address(host));
}

/* "user:pass@Host.:443" of len bytes. FALSE when there is no host in it. */
static gboolean
set_authority(Url *url, const char *text, gsize len)
{
  g_autofree char *all = g_strndup(text, len);
  const char *at = strrchr(all, '@');
  g_autofree char *decoded = url_decode(at ? at + 1 : all, FALSE);
  g_autofree char *host = g_utf8_strdown(decoded, -1);
  char *colon = strchr(host, ':');
  if (colon) {
    *colon = 0;
    if (strspn(colon + 1, "0123456789") != strlen(colon + 1) || strlen(colon + 1) > 5)
      return FALSE;
    if (colon[1] && strcmp(colon + 1, "443") && strcmp(colon + 1, "80"))
      url->port = g_strdup(colon + 1);
  }
  gsize end = strlen(host);
  while (end && host[end - 1] == '.')
    host[--end] = 0;
  if (!host_is_valid(host))
    return FALSE;
  url->ascii_host = g_hostname_to_ascii(host);
  if (!url->ascii_host)
    url->ascii_host = g_strdup(host);
  url->plain_host = url_host_plain(url->ascii_host);
  url->host = g_steal_pointer(&host);
  return TRUE;
}

static void
set_query(Url *url, const char *text, gsize len)
{
  g_autofree char *query = g_strndup(text, len);
  g_auto(GStrv) parts = g_strsplit(query, "&", -1);
  for (char **part = parts; *part; part++) {
    if (!**part)
      continue;
    UrlParam *param = g_new0(UrlParam, 1);
    char *equals = strchr(*part, '=');
    param->name = equals ? g_strndup(*part, equals - *part) : g_strdup(*part);
    param->value = equals ? g_strdup(equals + 1) : NULL;
    g_ptr_array_add(url->query, param);
  }
}

static void
set_path(Url *url, const char *text, gsize len)
{
  g_autofree char *path = g_strndup(text, len);
  g_auto(GStrv) parts = g_strsplit(path, "/", -1);
  for (char **part = parts; *part; part++)
    if (**part)
      g_ptr_array_add(url->segments, g_strdup(*part));
}

/* tg://resolve?domain=NAME&post=N and its kin are t.me links by another name. */
static char *
from_telegram_scheme(const char *text)
{
  if (g_ascii_strncasecmp(text, "tg:", 3))
    return NULL;
  const char *rest = text + 3 + strspn(text + 3, "/");
  g_autofree char *fake = g_strconcat("https://tg.invalid/", rest, NULL);
  g_autoptr(Url) url = url_new(fake);
  if (!url)
    return NULL;
  const char *name = url_param(url, "domain"), *post = url_param(url, "post"), *hash = url_param(url, "invite");
  const char *chat = url_param(url, "channel");
  if (name && *name)
    return g_strconcat("https://t.me/", name, post ? "/" : "", post ? post : "", NULL);
  if (hash)
    return g_strconcat("https://t.me/+", hash, NULL);
  return g_strconcat("https://t.me/c/", chat ? chat : "0", "/", post ? post : "0", NULL);
}

Url *
url_new(const char *text)
{
  if (!g_utf8_validate(text, -1, NULL))
    return NULL;
  g_autofree char *cleaned = clean(text);
  g_autofree char *telegram = from_telegram_scheme(cleaned);
  if (telegram)
    return url_new(telegram);
  const char *p = after_scheme(cleaned);
  if (!p || strlen(p) > LINKS_MAX_URL_BYTES)
    return NULL;
  g_autoptr(Url) url = g_new0(Url, 1);
  url->segments = g_ptr_array_new_with_free_func(g_free);
  url->query = g_ptr_array_new_with_free_func(param_free);
  gsize len = strcspn(p, "/?#");
  if (!set_authority(url, p, len))
    return NULL;
  p += len;
  if (g_str_has_prefix(p, "/#!/") || g_str_has_prefix(p, "#!/")) /* the old way of web applications: the fragment is the path */
    p = strchr(p, '!') + 1;
  len = strcspn(p, "?#");
  set_path(url, p, len);
  p += len;
  if (*p == '?') {
    len = strcspn(p, "#");
    set_query(url, p + 1, len - 1);
    p += len;
  }
  if (*p == '#' && p[1])
    url->fragment = g_strdup(p + 1);
  return g_steal_pointer(&url);
}

char *
url_decode(const char *text, gboolean plus)
{
  GString *out = g_string_sized_new(strlen(text));
  for (const char *p = text; *p; p++) {
    if (*p == '%' && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])) {
      char byte = (char)(g_ascii_xdigit_value(p[1]) << 4 | g_ascii_xdigit_value(p[2]));
      if (byte) {
        g_string_append_c(out, byte);
        p += 2;
        continue;
      }
    }
    g_string_append_c(out, plus && *p == '+' ? ' ' : *p);
  }
  if (g_utf8_validate(out->str, (gssize)out->len, NULL))
    return g_string_free(out, FALSE);
  g_string_free(out, TRUE);
  return g_strdup(text);
}

const char *
url_param(const Url *url, const char *name)
{
  for (guint i = 0; i < url->query->len; i++) {
    const UrlParam *param = url->query->pdata[i];
    if (!strcmp(param->name, name))
      return param->value ? param->value : "";
  }
  return NULL;
}

char *
url_path(const Url *url)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < url->segments->len; i++)
    g_string_append_printf(out, "/%s", (const char *)url->segments->pdata[i]);
  return g_string_free(out, FALSE);
}

gboolean
url_host_within(const char *host, const char *name)
{
  gsize host_len = strlen(host), len = strlen(name);
  return host_len >= len && !strcmp(host + host_len - len, name) && (host_len == len || host[host_len - len - 1] == '.');
}

const char *
url_host_plain(const char *host)
{
  static const char *const prefixes[] = {"www.", "m.", "mobile.", "mbasic.", "web.", "touch.", "ar-ar.", "en-gb."};
  for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
    if (g_str_has_prefix(host, prefixes[i]) && strchr(host + strlen(prefixes[i]), '.'))
      return host + strlen(prefixes[i]);
  return host;
}
