/* SPDX-License-Identifier: ISC
 *
 * Inside of config/: the table of sections and keys, and what its parsers are given. Everything that Amana knows about a key is in
 * its row (config_keys.c): reading, checking, messages, the sample and the test of the man page go by it.
 */
#pragma once
#include "config/config.h"

#define CONFIG_MAX_FILE_BYTES 1048576u
#define CONFIG_MAX_PASSWORD_BYTES 4096u
#define CONFIG_MAX_NAME_BYTES 64u         /* of [mailbox NAME] */
#define CONFIG_MAX_RECIPIENTS 20u         /* as many as seal/ takes */
#define CONFIG_MAX_SOCKET_PATH_BYTES 107u /* sun_path without its NUL */

typedef struct ConfigLoad ConfigLoad;
typedef struct ConfigKey ConfigKey;

/* Reads value into the field of target (a Config or a ConfigMailbox), or reports what is wrong with it. line is that of the value;
 * for a default, that of its section. */
typedef void (*ConfigParse)(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);

typedef struct {
  const char *name;
  const char *meaning;   /* for the sample */
  gboolean many;         /* may have a name and stand more than once */
  const char *required;  /* why the file may not go without it, or NULL */
} ConfigSection;

struct ConfigKey {
  const char *section, *name;
  ConfigParse parse;
  gsize offset;         /* of the field in Config; in ConfigMailbox for [mailbox] */
  guint64 min, max;     /* of numbers, sizes, durations */
  const char *initial;  /* the default as it would be written, or NULL */
  const char *example;  /* for the sample, where there is no default or another value shows more */
  gboolean required;
  const char *instead;  /* a required key may be left out when this one stands there, or NULL */
  const char *meaning;  /* sentences, for the sample */
};

extern const ConfigSection config_sections[];
extern const guint config_n_sections;
extern const ConfigKey config_keys[];
extern const guint config_n_keys;

/* Notes a problem of the configuration file. */
void config_problem(ConfigLoad *load, guint line, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Notes a problem of another file, in the place of the line that names that file. */
void config_problem_in(ConfigLoad *load, guint line, const char *path, guint at, const char *format, ...) G_GNUC_PRINTF(5, 6);

/* What a key takes, as words that follow "is not" ("a number from 1 to 65535"). The caller owns it. */
char *config_key_allowed(const ConfigKey *key);

/* The parsers. */
void config_parse_text(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_path(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_socket(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_host(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_word(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_address(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_group(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_time_zone(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_folders(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_number(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_size(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_duration(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_yes_no(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_security(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_sound(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_after_intake(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_recipients(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);
void config_parse_recipients_file(ConfigLoad *load, const ConfigKey *key, gpointer target, const char *value, guint line);

/* TRUE when folder is one of folders (NULL-terminated), as IMAP compares them. */
gboolean config_has_folder(char *const *folders, const char *folder);

/* What is wrong with a recipient, as words that follow "recipient 1", or NULL (config_recipients.c). */
const char *config_recipient_fault(const char *text);
/* TRUE when a private key of age stands anywhere in text. */
gboolean config_has_private_key(const char *text);
#define CONFIG_PRIVATE_KEY_FAULT                                                                                                   \
  "a private key (AGE-SECRET-KEY-...) stands here. It must never be on this machine: remove the line, have the custodian make "    \
  "a new key, and give its public half (age1...)"

/* One line of a configuration file, as it stands. */
typedef enum { CONFIG_LINE_EMPTY, CONFIG_LINE_SECTION, CONFIG_LINE_KEY, CONFIG_LINE_BAD } ConfigLineKind;
typedef struct {
  ConfigLineKind kind;
  char *name;  /* of the section or the key; for a bad line, what is wrong with it */
  char *value; /* of the key, or the name of [mailbox NAME], or NULL */
} ConfigLine;

/* Takes a line apart; comments and white space around are gone. Free with config_line_clear. */
ConfigLine config_line_parse(const char *text);
void config_line_clear(ConfigLine *line);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ConfigLine, config_line_clear)

/* A file as lines (without their ends and without a BOM), NULL-terminated. G_FILE_ERROR_* when it cannot be read or is too large. */
char **config_read_lines(const char *path, GError **error);

/* The nearest of candidates (NULL-terminated) to a misspelt word, or NULL when none is near. */
const char *config_nearest(const char *word, const char *const *candidates);
