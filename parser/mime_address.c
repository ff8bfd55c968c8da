/* SPDX-License-Identifier: ISC */
/* Address lists and dates from decoded header values. Decoding comes first, so a name may hold commas that
 * were hidden in an encoded-word: an item without an address belongs to the item after it. Takes what people
 * and programs write (RFC 5322 3.4, 4.4 and worse); never fails, invents nothing. */
#include "parser/mime.h"
#include <string.h>

static void
address_free(gpointer data)
{
  MimeAddress *address = data;
  g_free(address->name);
  g_free(address->address);
  g_free(address);
}

/* ---- splitting ---- */

#define MAX_ADDRESSES 2000u                /* of one header; more are ignored */
#define MAX_LIST_BYTES ((gsize)256 * 1024) /* likewise */
#define MAX_DELIMITED_BYTES 1000u          /* a longer quotation or comment is none: keeps the scan linear */

/* Just past a quoted string or comment that starts at p; p when none does, or when it never ends. */
static const char *
skip_delimited(const char *p)
{
  if (*p != '"' && *p != '(')
    return p;
  int depth = 0;
  for (const char *q = p; *q && q < p + MAX_DELIMITED_BYTES; q++) {
    if (*q == '\\' && q[1])
      q++;
    else if (*p == '(' && *q == '(')
      depth++;
    else if (*p == '"' ? *q == '"' && q != p : *q == ')' && --depth == 0)
      return q + 1;
  }
  return p;
}

static gboolean
has_address(const char *item)
{
  return strchr(item, '@') != NULL;
}

/* Within "<...": does a ">" come before another "<"? Then commas do not split: a route (RFC 5322 4.4). */
static gboolean
angle_closes(const char *p)
{
  gsize n = strcspn(p, "<>");
  return n < MAX_DELIMITED_BYTES && p[n] == '>';
}

static void
add_item(GPtrArray *items, const char *start, const char *end)
{
  char *item = g_strstrip(g_strndup(start, (gsize)(end - start)));
  if (*item)
    g_ptr_array_add(items, item);
  else
    g_free(item);
}

/* Items between commas and semicolons, group names left out. */
static GPtrArray *
split_items(const char *value)
{
  GPtrArray *items = g_ptr_array_new_with_free_func(g_free);
  const char *start = value, *p = value;
  gboolean angle = FALSE, at = FALSE; /* within "<...>" that closes; an "@" was seen in this item */
  while (*p && items->len < MAX_ADDRESSES) {
    const char *after = skip_delimited(p);
    if (after != p) {
      p = after;
      continue;
    }
    at |= *p == '@';
    if (*p == '<' || *p == '>')
      angle = *p == '<' && angle_closes(p + 1);
    if (*p == ':' && !angle && !at)
      start = p + 1; /* "group name:" or "mailto:" */
    if ((*p == ',' || *p == ';') && !angle) {
      add_item(items, start, p);
      start = p + 1;
      at = FALSE;
    }
    p++;
  }
  if (items->len < MAX_ADDRESSES)
    add_item(items, start, p);
  return items;
}

/* "Ahmed", "Ali <a@b>" were one name with a comma. */
static void
join_names(GPtrArray *items)
{
  for (guint i = 0; i + 1 < items->len;) {
    char *item = items->pdata[i], *next = items->pdata[i + 1];
    const char *angle = strchr(next, '<');
    if (!has_address(item) && !strchr(item, '<') && angle && angle != next) {
      items->pdata[i + 1] = g_strdup_printf("%s, %s", item, next);
      g_free(next);
      g_ptr_array_remove_index(items, i);
    } else {
      i++;
    }
  }
}

/* ---- one item ---- */

/* Quotes and backslashes out, white space single. NULL when nothing is left. */
static char *
plain_name(const char *raw, gsize size)
{
  g_autoptr(GString) name = g_string_new(NULL);
  for (gsize i = 0; i < size; i++) {
    if (raw[i] == '\\' && i + 1 < size)
      i++;
    else if (raw[i] == '"')
      continue;
    if (g_ascii_isspace(raw[i])) {
      if (name->len && name->str[name->len - 1] != ' ')
        g_string_append_c(name, ' ');
    } else {
      g_string_append_c(name, raw[i]);
    }
  }
  g_strstrip(name->str);
  gsize n = strlen(name->str);
  if (n >= 2 && name->str[0] == '\'' && name->str[n - 1] == '\'') { /* Outlook's 'a@b' */
    name->str[n - 1] = 0;
    return n > 2 ? g_strdup(name->str + 1) : NULL;
  }
  return n ? g_strdup(name->str) : NULL;
}

/* local@domain with the domain in lower case, white space and brackets out; NULL when there is no "@" with
 * both sides. */
static char *
plain_address(const char *raw, gsize size)
{
  g_autoptr(GString) address = g_string_new(NULL);
  gboolean quoted = FALSE;
  for (gsize i = 0; i < size; i++) {
    if (raw[i] == '"')
      quoted = !quoted;
    if (quoted || (!g_ascii_isspace(raw[i]) && raw[i] != '<' && raw[i] != '>' && raw[i] != '\''))
      g_string_append_c(address, raw[i]);
  }
  const char *start = address->str;
  if (g_ascii_strncasecmp(start, "mailto:", 7) == 0)
    start += 7;
  const char *route = *start == '@' ? strchr(start, ':') : NULL; /* RFC 5322 4.4: <@a,@b:local@domain> */
  start = route ? route + 1 : start;
  const char *at = strrchr(start, '@');
  if (!at || at == start || !at[1])
    return NULL;
  g_autofree char *domain = g_utf8_strdown(at + 1, -1);
  gsize n = strlen(domain);
  while (n && (domain[n - 1] == '.' || domain[n - 1] == ')' || domain[n - 1] == ','))
    domain[--n] = 0;
  return n ? g_strdup_printf("%.*s%s", (int)(at + 1 - start), start, domain) : NULL;
}

/* The comment in "a@b (Name)"; NULL when there is none. */
static char *
comment_name(const char *item)
{
  const char *open = strchr(item, '('), *close = open ? strrchr(open, ')') : NULL;
  return close ? plain_name(open + 1, (gsize)(close - open - 1)) : NULL;
}

static MimeAddress *
parse_item(const char *item)
{
  MimeAddress *address = g_new0(MimeAddress, 1);
  const char *open = NULL;
  for (const char *p = item; *p;) {
    const char *after = *p == '"' ? skip_delimited(p) : p;
    if (after == p) {
      open = *p == '<' ? p : open;
      p++;
    } else {
      p = after;
    }
  }
  if (open) {
    const char *close = strchr(open, '>');
    gsize n = (gsize)(open - item);
    while (n && item[n - 1] == '<')
      n--;
    address->name = plain_name(item, n);
    address->address = plain_address(open + 1, close ? (gsize)(close - open - 1) : strlen(open + 1));
    if (!address->name && close)
      address->name = comment_name(close);
  } else if (has_address(item)) {
    address->name = comment_name(item);
    const char *comment = strchr(item, '(');
    address->address =
        plain_address(item, comment && comment > item ? (gsize)(comment - item) : strlen(item));
  }
  if (!address->name && !address->address)
    address->name = plain_name(item, strlen(item));
  return address;
}

GPtrArray *
mime_addresses(const char *value)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func(address_free);
  gsize size = value ? strlen(value) : 0;
  for (size = MIN(size, MAX_LIST_BYTES); size && ((guint8)value[size] & 0xc0) == 0x80; size--)
    ;
  g_autofree char *list = g_strndup(value, size);
  g_autoptr(GPtrArray) items = split_items(list ? list : "");
  join_names(items);
  for (guint i = 0; i < items->len; i++) {
    MimeAddress *address = parse_item(items->pdata[i]);
    if (address->name || address->address)
      g_ptr_array_add(addresses, address);
    else
      address_free(address);
  }
  return addresses;
}

/* ---- dates ---- */

typedef struct {
  int day, month, year, hour, minute, second;
  int offset_minutes;
} DateParts;

/* 1..12 for a month's English name or abbreviation, else 0. */
static int
month_of(const char *word)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (strlen(word) < 3)
    return 0;
  for (gsize i = 0; i < 12; i++)
    if (g_ascii_strncasecmp(word, months + 3 * i, 3) == 0)
      return (int)i + 1;
  return 0;
}

/* "+0300", "-05:30", "GMT", "EST", ... RFC 5322 4.3: unknown names mean nothing. */
static gboolean
read_zone(const char *word, int *minutes)
{
  static const struct {
    const char *name;
    int hours;
  } zones[] = {{"UT", 0},   {"GMT", 0},  {"UTC", 0},  {"Z", 0},    {"EST", -5}, {"EDT", -4}, {"CST", -6},
               {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}, {"CET", 1},  {"CEST", 2},
               {"EET", 2},  {"EEST", 3}, {"TRT", 3},  {"AST", 3},  {"MSK", 3}};
  int digits[4], n = 0;
  if (*word == '+' || *word == '-') {
    for (const char *p = word + 1; *p && n < 4; p++)
      if (g_ascii_isdigit(*p))
        digits[n++] = *p - '0';
    if (n < 4)
      return FALSE;
    int value = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3];
    *minutes = *word == '-' ? -value : value;
    return value < 24 * 60;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(zones); i++)
    if (g_ascii_strcasecmp(word, zones[i].name) == 0) {
      *minutes = zones[i].hours * 60;
      return TRUE;
    }
  return FALSE;
}

static void
read_number(const char *word, DateParts *parts)
{
  int value = (int)MIN(g_ascii_strtoull(word, NULL, 10), 99999);
  gsize digits = strspn(word, "0123456789");
  if (digits <= 2 && parts->day == 0 && value >= 1 && value <= 31)
    parts->day = value;
  else if (parts->year == 0 && (digits == 4 || (digits <= 3 && parts->month)))
    parts->year = digits == 4 ? value : value < 50 ? 2000 + value : 1900 + value; /* RFC 5322 4.3 */
}

/* Takes one word of a date. */
static void
read_date_word(const char *word, DateParts *parts)
{
  if (strchr(word, ':') && g_ascii_isdigit(*word)) {
    g_auto(GStrv) fields = g_strsplit(word, ":", 4);
    parts->hour = (int)g_ascii_strtoull(fields[0], NULL, 10) % 100;
    parts->minute = (int)g_ascii_strtoull(fields[1], NULL, 10) % 100;
    parts->second = fields[2] ? (int)g_ascii_strtoull(fields[2], NULL, 10) % 100 : 0;
  } else if (g_ascii_isdigit(*word)) {
    read_number(word, parts);
  } else if (!parts->month && month_of(word)) {
    parts->month = month_of(word);
  } else {
    read_zone(word, &parts->offset_minutes);
  }
}

/* Seconds since the epoch of a day in the Gregorian calendar (days-from-civil; no time zone data is touched).
 */
static gint64
epoch_of(const DateParts *parts)
{
  gint64 year = parts->month <= 2 ? parts->year - 1 : parts->year;
  gint64 era = year / 400, of_era = year - era * 400;
  gint64 of_year = (153 * (parts->month + (parts->month > 2 ? -3 : 9)) + 2) / 5 + parts->day - 1;
  gint64 days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
  gint64 minutes = (gint64)parts->hour * 60 + parts->minute - parts->offset_minutes;
  return days * 86400 + minutes * 60 + parts->second;
}

gboolean
mime_date(const char *value, gint64 *seconds)
{
  const char *stamp = value ? strrchr(value, ';') : NULL; /* Received: everything else; the date */
  DateParts parts = {0};
  g_autoptr(GString) text = g_string_new(NULL);
  int comment = 0;
  for (const char *p = stamp ? stamp + 1 : value ? value : ""; *p; p++) {
    comment += *p == '(';
    if (!comment)
      g_string_append_c(text,
                        *p == ',' || *p == '\t' || (*p == '-' && p[1] && !g_ascii_isdigit(p[1])) ? ' ' : *p);
    comment -= *p == ')' && comment > 0;
  }
  g_auto(GStrv) words = g_strsplit(text->str, " ", 64);
  for (char **word = words; *word; word++) {
    char *dash = g_ascii_isalpha(**word) ? strchr(*word, '-') : NULL; /* "Nov-1994" */
    if (**word == 0)
      continue;
    if (dash) {
      *dash = 0;
      read_date_word(*word, &parts);
      read_date_word(dash + 1, &parts);
    } else {
      read_date_word(*word, &parts);
    }
  }
  if (!parts.day || !parts.month || parts.year < 1970 || parts.year > 9999 || parts.hour > 24 ||
      parts.minute > 59 || parts.second > 60)
    return FALSE;
  *seconds = epoch_of(&parts);
  return TRUE;
}
