/* SPDX-License-Identifier: ISC */
/* The parsers of values, and the words for what each takes. A value that is wrong is never repeated in the message: nobody knows
 * what was pasted there. Nothing is guessed, and a number without its unit is not a duration. */
#include "config/config_keys.h"

#include <errno.h>
#include <string.h>

#define MAX_EXPUNGE_DAYS 3650u

typedef struct {
  const char *name;
  guint64 factor;
} Unit;

static const Unit size_units[] = {{"GiB", 1u << 30}, {"MiB", 1u << 20}, {"KiB", 1u << 10}, {"", 1}};
static const Unit time_units[] = {{"d", 86400}, {"h", 3600}, {"m", 60}, {"s", 1}};

static const struct {
  ConfigParse parse;
  const char *words;
} kinds[] = {
    {config_parse_text, "a text on one line"},
    {config_parse_path, "an absolute path (it begins with /)"},
    {config_parse_socket, "an absolute path (it begins with /) of at most 107 bytes, with room for intake.sock beside it"},
    {config_parse_host, "the name or the address of a server alone (no imaps://, no :993)"},
    {config_parse_word, "one word"},
    {config_parse_address, "an e-mail address"},
    {config_parse_group, "the name of a group (small letters, digits, - and _, at most 32)"},
    {config_parse_time_zone, "a name of the time zone database, such as Asia/Baghdad (package tzdata)"},
    {config_parse_folders, "a list of different folders with commas between them, such as INBOX, Junk"},
    {config_parse_yes_no, "yes or no"},
    {config_parse_security, "tls or starttls"},
    {config_parse_sound, "withhold or clean"},
    {config_parse_after_intake, "keep, move:FOLDER, expunge or expunge:30d (1d to 3650d)"},
    {config_parse_recipients, "a list of age recipients (age1...) with commas between them"},
    {config_parse_recipients_file, "an absolute path (it begins with /) of a file with an age recipient (age1...) on each line"},
};

/* A number in the largest unit that divides it. The caller owns the string. */
static char *
format_units(guint64 number, const Unit *units, guint n_units)
{
  guint i = 0;
  while (i + 1 < n_units && (number == 0 || number % units[i].factor != 0))
    i++;
  return g_strdup_printf("%" G_GUINT64_FORMAT "%s", number / units[i].factor, units[i].name);
}

static char *
describe_range(const ConfigKey *key, const char *what, const Unit *units, guint n_units)
{
  g_autofree char *min = format_units(key->min, units, n_units), *max = format_units(key->max, units, n_units);
  return g_strdup_printf("%s from %s to %s, such as %s", what, min, max, key->initial);
}

char *
config_key_allowed(const ConfigKey *key)
{
  if (key->parse == config_parse_number)
    return g_strdup_printf("a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, key->min, key->max);
  if (key->parse == config_parse_size)
    return describe_range(key, "a size", size_units, G_N_ELEMENTS(size_units));
  if (key->parse == config_parse_duration)
    return describe_range(key, "a duration", time_units, G_N_ELEMENTS(time_units));
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (kinds[i].parse == key->parse)
      return g_strdup(kinds[i].words);
  g_assert_not_reached();
}

static void
refuse(ConfigLoad *load, const ConfigKey *key, guint line)
{
  g_autofree char *allowed = config_key_allowed(key);
  config_problem(load, line, "%s is not %s", key->name, allowed);
}

static void
set_text(gpointer target, const ConfigKey *key, const char *value)
{
  char **field = G_STRUCT_MEMBER_P(target, key->offset);
  g_free(*field);
  *field = g_strdup(value);
}

/* The value as it stands if ok, else a problem. */
static void
take_text(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line, gboolean ok)
{
  if (ok)
    set_text(target, key, value);
  else
    refuse(load, key, line);
}

static gboolean
has_control(const char *value)
{
  for (const char *p = value; *p; p++)
    if (g_ascii_iscntrl(*p))
      return TRUE;
  return FALSE;
}

void
config_parse_text(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  take_text(load, key, target, value, line, !has_control(value));
}

void
config_parse_path(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  take_text(load, key, target, value, line, g_path_is_absolute(value) && !has_control(value));
}

void
config_parse_socket(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  g_autofree char *folder = g_path_get_dirname(value);
  g_autofree char *beside = g_build_filename(folder, "intake.sock", NULL);
  gboolean fits = strlen(value) <= CONFIG_MAX_SOCKET_PATH_BYTES && strlen(beside) <= CONFIG_MAX_SOCKET_PATH_BYTES;
  gboolean file = g_path_is_absolute(value) && !g_str_has_suffix(value, "/") && !g_str_equal(value, beside);
  take_text(load, key, target, value, line, fits && file && !has_control(value));
}

/* TRUE when every character is an ASCII letter, a digit, or one of others. */
static gboolean
is_of(const char *value, const char *others)
{
  for (const char *p = value; *p; p++)
    if (!g_ascii_isalnum(*p) && !strchr(others, *p))
      return FALSE;
  return TRUE;
}

/* Letters, digits, dots and hyphens; or an IPv6 address, which has at least two colons. */
void
config_parse_host(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  gboolean name = is_of(value, ".-_") && g_ascii_isalnum(value[0]) && strlen(value) <= 253;
  gboolean ipv6 = is_of(value, ":.") && strchr(value, ':') != strrchr(value, ':') && strlen(value) <= 45;
  take_text(load, key, target, value, line, name || ipv6);
}

void
config_parse_word(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  take_text(load, key, target, value, line, !strpbrk(value, " \t;,\"") && !has_control(value));
}

void
config_parse_address(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  const char *at = strchr(value, '@');
  gboolean ok = at && at != value && at[1] && !strchr(at + 1, '@') && !strpbrk(value, " \t,;<>\"") && !has_control(value);
  take_text(load, key, target, value, line, ok);
}

void
config_parse_group(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  gboolean ok = is_of(value, "-_") && !g_ascii_isdigit(value[0]) && value[0] != '-' && strlen(value) <= 32;
  for (const char *p = value; *p; p++)
    ok = ok && !g_ascii_isupper(*p);
  take_text(load, key, target, value, line, ok);
}

void
config_parse_time_zone(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  /* GLib would take offsets, rules and paths too: those have no name that people can check. */
  gboolean named = g_ascii_isalpha(value[0]) && is_of(value, "/_+-") && strlen(value) <= 64;
  g_autoptr(GTimeZone) zone = named ? g_time_zone_new_identifier(value) : NULL;
  take_text(load, key, target, value, line, zone != NULL);
}

/* IMAP knows INBOX in any case (RFC 3501 5.1); other names as they are. */
static gboolean
same_folder(const char *a, const char *b)
{
  return g_str_equal(a, b) || (g_ascii_strcasecmp(a, "INBOX") == 0 && g_ascii_strcasecmp(b, "INBOX") == 0);
}

gboolean
config_has_folder(char *const *folders, const char *folder)
{
  for (; *folders; folders++)
    if (same_folder(*folders, folder))
      return TRUE;
  return FALSE;
}

void
config_parse_folders(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  ConfigMailbox *mailbox = target;
  g_auto(GStrv) folders = g_strsplit(value, ",", -1);
  gboolean ok = !has_control(value);
  for (char **folder = folders; *folder; folder++)
    g_strstrip(*folder);
  for (char **folder = folders; *folder; folder++)
    ok = ok && **folder && !config_has_folder(folder + 1, *folder);
  if (!ok) {
    refuse(load, key, line);
    return;
  }
  g_strfreev(mailbox->folders);
  mailbox->folders = g_steal_pointer(&folders);
}

/* Digits and a unit of units; FALSE for anything else, and for what does not fit in 64 bits. */
static gboolean
read_units(const char *value, const Unit *units, guint n_units, guint64 *out)
{
  if (!g_ascii_isdigit(value[0])) /* strtoull would take a sign and white space */
    return FALSE;
  char *end = NULL;
  errno = 0;
  guint64 number = g_ascii_strtoull(value, &end, 10);
  if (errno)
    return FALSE;
  for (guint i = 0; i < n_units; i++)
    if (g_str_equal(end, units[i].name))
      return g_uint64_checked_mul(out, number, units[i].factor);
  return FALSE;
}

/* Reads a number with a unit that lies in the range of key; otherwise reports it. */
static gboolean
take_units(ConfigLoad *load, const ConfigKey *key, const char *value, guint line, const Unit *units, guint n_units, guint64 *out)
{
  guint64 number = 0;
  if (read_units(value, units, n_units, &number) && number >= key->min && number <= key->max) {
    *out = number;
    return TRUE;
  }
  refuse(load, key, line);
  return FALSE;
}

void
config_parse_number(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  static const Unit none = {"", 1};
  guint64 number;
  if (take_units(load, key, value, line, &none, 1, &number))
    G_STRUCT_MEMBER(guint, target, key->offset) = (guint)number;
}

void
config_parse_size(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  guint64 number;
  if (take_units(load, key, value, line, size_units, G_N_ELEMENTS(size_units), &number))
    G_STRUCT_MEMBER(guint64, target, key->offset) = number;
}

void
config_parse_duration(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  guint64 number;
  if (take_units(load, key, value, line, time_units, G_N_ELEMENTS(time_units), &number))
    G_STRUCT_MEMBER(guint, target, key->offset) = (guint)number;
}

/* Sets the gboolean field to FALSE or TRUE for the first or the second word. */
static void
take_choice(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line, const char *off, const char *on)
{
  if (g_str_equal(value, off) || g_str_equal(value, on))
    G_STRUCT_MEMBER(gboolean, target, key->offset) = g_str_equal(value, on);
  else
    refuse(load, key, line);
}

void
config_parse_yes_no(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  take_choice(load, key, target, value, line, "no", "yes");
}

void
config_parse_security(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  take_choice(load, key, target, value, line, "tls", "starttls");
}

void
config_parse_sound(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  take_choice(load, key, target, value, line, "withhold", "clean");
}

static void
parse_move(ConfigLoad *load, ConfigMailbox *mailbox, const char *folder, guint line)
{
  g_autofree char *name = g_strstrip(g_strdup(folder));
  if (!*name || has_control(name)) {
    config_problem(load, line, "after_intake = move: names no folder; it must be move:FOLDER");
    return;
  }
  mailbox->after_intake = CONFIG_MOVE;
  g_free(mailbox->move_to);
  mailbox->move_to = g_steal_pointer(&name);
}

void
config_parse_after_intake(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line)
{
  static const Unit day = {"d", 1};
  ConfigMailbox *mailbox = target;
  guint64 days = 0;
  if (g_str_equal(value, "keep")) {
    mailbox->after_intake = CONFIG_KEEP;
  } else if (g_str_equal(value, "move") || g_str_has_prefix(value, "move:")) {
    parse_move(load, mailbox, value + MIN(strlen("move:"), strlen(value)), line);
  } else if (g_str_equal(value, "expunge")) {
    mailbox->after_intake = CONFIG_EXPUNGE;
  } else if (g_str_has_prefix(value, "expunge:") && read_units(value + strlen("expunge:"), &day, 1, &days) && days >= 1 &&
             days <= MAX_EXPUNGE_DAYS) {
    mailbox->after_intake = CONFIG_EXPUNGE;
    mailbox->expunge_after_days = (guint)days;
  } else {
    refuse(load, key, line);
  }
}
