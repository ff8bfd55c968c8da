/* SPDX-License-Identifier: ISC */
/* Loads a configuration: lines go to rows of the table, and everything that is wrong is collected before it says no. It never stops at
 * the first fault, never goes on with a part of a file, and never repeats a value. */
#include "config/config.h"

#include "config/config_keys.h"
#include "report/workflow.h"
#include <stdarg.h>
#include <string.h>

typedef struct {
  guint line; /* where it belongs in the order of the file */
  char *text;
} Problem;

/* A section that stands in the file, or is taken as empty. */
typedef struct {
  const ConfigSection *kind;
  guint line;
  gpointer target;  /* Config or ConfigMailbox; not owned */
  GHashTable *seen; /* key name -> line */
} Section;

struct ConfigLoad {
  const char *path;
  Config *config;
  GPtrArray *sections; /* of Section */
  Section *current;    /* NULL: before the first, or behind one that does not exist */
  gboolean started;    /* a section has begun, known or not */
  GPtrArray *found;    /* of Problem */
};

static void
problem_free(gpointer data)
{
  Problem *problem = data;
  g_free(problem->text);
  g_free(problem);
}

static void
section_free(gpointer data)
{
  Section *section = data;
  g_hash_table_unref(section->seen);
  g_free(section);
}

static void
mailbox_free(gpointer data)
{
  ConfigMailbox *mailbox = data;
  g_free(mailbox->name);
  g_free(mailbox->host);
  g_free(mailbox->ca_file);
  g_free(mailbox->user);
  g_free(mailbox->password_file);
  g_strfreev(mailbox->folders);
  g_free(mailbox->move_to);
  g_free(mailbox->authserv_id);
  g_free(mailbox->address);
  g_free(mailbox);
}

void
config_free(Config *config)
{
  if (!config)
    return;
  g_ptr_array_unref(config->mailboxes);
  g_ptr_array_unref(config->recipients);
  g_free(config->store_path);
  g_free(config->socket_path);
  g_free(config->cleaner_socket);
  g_free(config->time_zone);
  g_free(config->monitor_group);
  g_free(config->admin_group);
  g_free(config->rules_path);
  g_free(config->organisation);
  g_free(config->contact);
  g_free(config->signing_key_file);
  g_free(config->statuses);
  g_free(config->transitions);
  g_free(config->reason_for);
  g_free(config);
}

static Config *
config_new(void)
{
  Config *config = g_new0(Config, 1);
  config->mailboxes = g_ptr_array_new_with_free_func(mailbox_free);
  config->recipients = g_ptr_array_new_with_free_func(g_free);
  return config;
}

static void G_GNUC_PRINTF(4, 0)
add_problem(ConfigLoad *load, guint line, char *place, const char *format, va_list args)
{
  g_autofree char *where = place, *what = g_strdup_vprintf(format, args);
  Problem *problem = g_new0(Problem, 1);
  problem->line = line;
  problem->text = g_strconcat(where, ": ", what, NULL);
  g_ptr_array_add(load->found, problem);
}

void
config_problem(ConfigLoad *load, guint line, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  add_problem(load, line, g_strdup_printf("%s:%u", load->path, line), format, args);
  va_end(args);
}

void
config_problem_in(ConfigLoad *load, guint line, const char *path, guint at, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  add_problem(load, line, g_strdup_printf("%s:%u", path, at), format, args);
  va_end(args);
}

/* A name in quotation marks behind a space, if it looks like one that was meant as a name; else nothing. The caller owns it. */
static char *
quote_name(const char *name)
{
  for (const char *p = name; *p; p++)
    if ((!g_ascii_isalnum(*p) && !strchr("_-.", *p)) || p - name >= 40)
      return g_strdup("");
  return g_strdup_printf(" \"%s\"", name);
}

/* Names of all sections, or of the keys of one; NULL-terminated, of static strings. The caller frees the list. */
static const char **
list_names(const char *section)
{
  GPtrArray *names = g_ptr_array_new();
  for (guint i = 0; !section && i < config_n_sections; i++)
    g_ptr_array_add(names, (gpointer)config_sections[i].name);
  for (guint i = 0; section && i < config_n_keys; i++)
    if (g_str_equal(config_keys[i].section, section))
      g_ptr_array_add(names, (gpointer)config_keys[i].name);
  g_ptr_array_add(names, NULL);
  return (const char **)g_ptr_array_free(names, FALSE);
}

/* The row of a key. section NULL: of any section. */
static const ConfigKey *
find_key(const char *section, const char *name)
{
  for (guint i = 0; i < config_n_keys; i++)
    if ((!section || g_str_equal(config_keys[i].section, section)) && g_str_equal(config_keys[i].name, name))
      return &config_keys[i];
  return NULL;
}

static const ConfigSection *
find_section(const char *name)
{
  for (guint i = 0; i < config_n_sections; i++)
    if (g_str_equal(config_sections[i].name, name))
      return &config_sections[i];
  return NULL;
}

static void
report_unknown_section(ConfigLoad *load, const char *name, guint line)
{
  g_autofree const char **names = list_names(NULL);
  g_autofree char *quoted = quote_name(name), *all = g_strjoinv("], [", (char **)names);
  const char *nearest = config_nearest(name, names);
  if (nearest)
    config_problem(load, line, "unknown section%s; did you mean [%s]?", quoted, nearest);
  else
    config_problem(load, line, "unknown section%s; allowed are [%s]", quoted, all);
}

static void
report_unknown_key(ConfigLoad *load, const Section *section, const char *name, guint line)
{
  g_autofree const char **names = list_names(section->kind->name);
  g_autofree char *quoted = quote_name(name), *all = g_strjoinv(", ", (char **)names);
  const char *nearest = config_nearest(name, names);
  const ConfigKey *elsewhere = find_key(NULL, name);
  if (elsewhere)
    config_problem(load, line, "unknown key%s in [%s]; it belongs in [%s]", quoted, section->kind->name, elsewhere->section);
  else if (nearest)
    config_problem(load, line, "unknown key%s in [%s]; did you mean \"%s\"?", quoted, section->kind->name, nearest);
  else
    config_problem(load, line, "unknown key%s in [%s]; allowed are %s", quoted, section->kind->name, all);
}

/* The section of that kind (and name) that stands in the file already, or NULL. */
static Section *
find_same(ConfigLoad *load, const ConfigSection *kind, const char *mailbox_name)
{
  for (guint i = 0; i < load->sections->len; i++) {
    Section *section = load->sections->pdata[i];
    if (section->kind == kind && (!kind->many || g_str_equal(((ConfigMailbox *)section->target)->name, mailbox_name)))
      return section;
  }
  return NULL;
}

static Section *
open_section(ConfigLoad *load, const ConfigSection *kind, const char *mailbox_name, guint line)
{
  Section *section = g_new0(Section, 1);
  section->kind = kind;
  section->line = line;
  section->seen = g_hash_table_new(g_str_hash, g_str_equal); /* keys are strings of the table */
  section->target = load->config;
  if (kind->many) {
    ConfigMailbox *mailbox = g_new0(ConfigMailbox, 1);
    mailbox->name = g_strdup(mailbox_name);
    g_ptr_array_add(load->config->mailboxes, mailbox);
    section->target = mailbox;
  }
  g_ptr_array_add(load->sections, section);
  return section;
}

/* A name goes into digests, logs and the file name of a credential. */
static gboolean
is_mailbox_name(const char *name)
{
  if (!g_ascii_isalnum(*name) || strlen(name) > CONFIG_MAX_NAME_BYTES)
    return FALSE;
  for (const char *p = name; *p; p++)
    if (!g_ascii_isalnum(*p) && !strchr("-_.", *p))
      return FALSE;
  return TRUE;
}

static void
take_section(ConfigLoad *load, const ConfigLine *text, guint line)
{
  load->started = TRUE;
  load->current = NULL;
  const ConfigSection *kind = find_section(text->name);
  if (!kind) {
    report_unknown_section(load, text->name, line);
    return;
  }
  if (text->value && !kind->many)
    config_problem(load, line, "[%s] has a name; only [mailbox NAME] may have one", kind->name);
  const char *name = kind->many && text->value ? text->value : kind->name;
  if (kind->many && !is_mailbox_name(name))
    config_problem(load, line, "the name of the mailbox is not 1 to 64 letters (A to Z), digits, -, _ and ., with a letter or a digit first");
  Section *same = find_same(load, kind, name);
  if (same)
    config_problem(load, line, kind->many ? "two mailboxes have this name, the first in line %u; each must have its own"
                                          : "the section stands twice, first in line %u; join them",
                   same->line);
  load->current = same && !kind->many ? same : open_section(load, kind, name, line);
}

static void
take_key(ConfigLoad *load, const ConfigLine *text, guint line, gboolean parse)
{
  Section *section = load->current;
  if (!section) {
    if (!load->started) {
      g_autofree char *quoted = quote_name(text->name);
      config_problem(load, line, "the key%s stands before the first [section]", quoted);
    }
    return; /* what stands in an unknown section is not looked at */
  }
  const ConfigKey *key = find_key(section->kind->name, text->name);
  if (!key) {
    report_unknown_key(load, section, text->name, line);
    return;
  }
  guint first = GPOINTER_TO_UINT(g_hash_table_lookup(section->seen, key->name));
  if (first) {
    config_problem(load, line, "%s stands twice in the section, first in line %u; it must stand once", key->name, first);
    return;
  }
  g_hash_table_insert(section->seen, (gpointer)key->name, GUINT_TO_POINTER(line));
  g_autofree char *allowed = config_key_allowed(key);
  if (!*text->value)
    config_problem(load, line, "%s has no value; it must be %s", key->name, allowed);
  else if (parse)
    key->parse(load, key, section->target, text->value, line);
}

static void
take_line(ConfigLoad *load, const char *raw, guint line)
{
  g_auto(ConfigLine) text = config_line_parse(raw);
  gboolean private_key = config_has_private_key(raw); /* in a comment too: the file is on this machine */
  if (private_key)
    config_problem(load, line, CONFIG_PRIVATE_KEY_FAULT);
  switch (text.kind) {
  case CONFIG_LINE_EMPTY:
    break;
  case CONFIG_LINE_BAD:
    if (!private_key)
      config_problem(load, line, "%s", text.name);
    break;
  case CONFIG_LINE_SECTION:
    take_section(load, &text, line);
    break;
  case CONFIG_LINE_KEY:
    take_key(load, &text, line, !private_key);
    break;
  }
}

static gboolean
was_seen(const Section *section, const char *name)
{
  return name && g_hash_table_contains(section->seen, name);
}

/* Defaults for what was left out, and complaints where there is none. */
static void
fill_section(ConfigLoad *load, const Section *section)
{
  for (guint i = 0; i < config_n_keys; i++) {
    const ConfigKey *key = &config_keys[i];
    if (!g_str_equal(key->section, section->kind->name) || was_seen(section, key->name) || was_seen(section, key->instead))
      continue;
    if (key->initial) {
      key->parse(load, key, section->target, key->initial, section->line);
    } else if (key->required) {
      g_autofree char *allowed = config_key_allowed(key), *other = g_strdup_printf(" (and no %s)", key->instead);
      config_problem(load, section->line, "[%s] has no %s%s; it must be %s", section->kind->name, key->name,
                     key->instead ? other : "", allowed);
    }
  }
}

/* What depends on more than one key of a mailbox. */
static void
complete_mailbox(ConfigLoad *load, const Section *section)
{
  ConfigMailbox *mailbox = section->target;
  if (!was_seen(section, "port"))
    mailbox->port = mailbox->starttls ? 143 : 993;
  if (!mailbox->address && mailbox->user && strchr(mailbox->user, '@'))
    mailbox->address = g_strdup(mailbox->user);
  if (mailbox->move_to && mailbox->folders && config_has_folder(mailbox->folders, mailbox->move_to))
    config_problem(load, GPOINTER_TO_UINT(g_hash_table_lookup(section->seen, "after_intake")),
                   "after_intake moves to a folder that is in folders; it must be another one");
}

/* The keys of [workflow] make sense together only. */
static void
check_workflow(ConfigLoad *load, const Section *section)
{
  const Config *config = load->config;
  const char *fault = NULL;
  if (!g_str_equal(section->kind->name, "workflow") || !config->statuses || !config->transitions || !config->reason_for)
    return;
  g_autoptr(Workflow) workflow = workflow_new(config->statuses, config->transitions, config->reason_for, &fault);
  if (!workflow)
    config_problem(load, section->line, "[workflow]: %s", fault);
}

static void
complete(ConfigLoad *load)
{
  for (guint i = 0; i < config_n_sections; i++) {
    const ConfigSection *kind = &config_sections[i];
    if (kind->many || find_same(load, kind, kind->name))
      continue;
    if (kind->required)
      config_problem(load, 1, "there is no section [%s]; %s", kind->name, kind->required);
    else
      open_section(load, kind, kind->name, 1);
  }
  for (guint i = 0; i < load->sections->len; i++) {
    const Section *section = load->sections->pdata[i];
    fill_section(load, section);
    if (section->kind->many)
      complete_mailbox(load, section);
    check_workflow(load, section);
  }
}

static int
compare_problems(gconstpointer a, gconstpointer b)
{
  const Problem *one = *(const Problem *const *)a, *two = *(const Problem *const *)b;
  return one->line < two->line ? -1 : one->line > two->line;
}

static void
read_file(ConfigLoad *load)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = config_read_lines(load->path, &error);
  if (!lines) {
    config_problem(load, 1, "cannot be read: %s", error->message);
    return;
  }
  for (guint i = 0; lines[i]; i++)
    take_line(load, lines[i], i + 1);
  complete(load);
}

Config *
config_load(const char *path, GPtrArray *problems)
{
  g_autoptr(Config) config = config_new();
  g_autoptr(GPtrArray) sections = g_ptr_array_new_with_free_func(section_free);
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(problem_free);
  ConfigLoad load = {.path = path, .config = config, .sections = sections, .found = found};
  read_file(&load);
  g_ptr_array_sort(found, compare_problems); /* stable */
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add(problems, g_steal_pointer(&((Problem *)found->pdata[i])->text));
  return found->len == 0 ? g_steal_pointer(&config) : NULL;
}
