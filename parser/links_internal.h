/* SPDX-License-Identifier: ISC
 *
 * What the files of the links module share: a URL in pieces, patterns and forms of the rules, and the steps from one to the other.
 */
#pragma once
#include "parser/links.h"

/* --- a URL in pieces (links_url.c) */

typedef struct {
  char *name, *value; /* as written, still percent-encoded; value is NULL without "=" */
} UrlParam;

typedef struct {
  char *host;          /* lower case, as written (Unicode or xn--), without port and final dot */
  char *ascii_host;    /* the same in ASCII, for comparing */
  const char *plain_host; /* ascii_host without www. and the like; points into it */
  char *port;          /* not the default one, or NULL */
  GPtrArray *segments; /* of char *: of the path, empty ones left out */
  GPtrArray *query;    /* of UrlParam */
  char *fragment;      /* or NULL */
} Url;

/* Takes a URL with or without scheme, defanged or not, bidirectional marks and all; NULL when it is none. */
Url *url_new(const char *text);
void url_free(Url *url);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Url, url_free)

/* Percent-decoding; a sequence that is not UTF-8 or not a sequence stays as written. plus: "+" is a blank. Owned by the caller. */
char *url_decode(const char *text, gboolean plus);
/* Value of the first parameter of that name ("" without "="), as written, or NULL. */
const char *url_param(const Url *url, const char *name);
/* "/a/b", or "" for the root. Owned by the caller. */
char *url_path(const Url *url);
/* TRUE when host is name or ends in "." name. */
gboolean url_host_within(const char *host, const char *name);
/* The host without one leading www., m., mobile., ... as the canonical form has it. Points into host. */
const char *url_host_plain(const char *host);

/* --- patterns (links_pattern.c) */

typedef struct LinkPattern LinkPattern;

/* text: "/{user}/posts/{id}", "wa.me/{phone}", "/watch?v={id}". NULL (and error) when it cannot be read. */
LinkPattern *link_pattern_new(const char *text, GError **error);
void link_pattern_free(LinkPattern *pattern);
/* segments: of the path (and the fragment, where the platform wants it). reserved: set of words that {user} and {channel} never are, or NULL.
 * Captures (GHashTable char * -> char *, owned by the caller) or NULL when it does not match. */
GHashTable *link_pattern_match(const LinkPattern *pattern, const Url *url, const GPtrArray *segments, GHashTable *reserved);
/* Fills "{name}" from captures ("{name|lower}" lower-cased). A missing one is left out, together with the slash before it; whole:
 * NULL instead. Owned by the caller. */
char *link_template_fill(const char *text, GHashTable *captures, gboolean whole);

/* --- rules (links_rules.c) */

typedef enum { LINK_CANONICAL, LINK_SEAL, LINK_REVIEW, LINK_REDIRECT } LinkAction;

typedef struct {
  GPtrArray *patterns; /* of LinkPattern */
  char *kind, *canonical, *account, *object, *key;
  char **keep;         /* overrides the platform's, or NULL */
  LinkAction action;
  gboolean digits, members_only;
} LinkForm;

typedef struct {
  char *id, *platform, *canonical_host, *seal_kind, *path_prefix;
  GHashTable *hosts;     /* set */
  char **suffixes, **keep;
  GHashTable *reserved;  /* set */
  GPtrArray *forms;      /* of LinkForm */
  gboolean slash, fragment, subdomain_path, seal_all, members_only;
} LinkPlatform;

typedef struct {
  char *host, *param, *base;
  const char *plain_host; /* points into host */
  char **paths, **params;
} LinkRedirector;

typedef struct {
  char *suffix;
  gboolean seal, seal_query;
  char **drop; /* query parameters to drop */
} LinkMedia;

struct LinkRules {
  GPtrArray *platforms, *redirectors, *media; /* LinkPlatform, LinkRedirector, LinkMedia */
  GPtrArray *short_patterns;                  /* of LinkPattern: shared opaque forms with a path */
  GHashTable *short_hosts, *short_platforms;
  GHashTable *strip, *token_strip, *object_params, *top_domains; /* sets */
  char **strip_prefixes;
  GHashTable *track_hosts, *track_labels, *track_words, *track_pixels;
  char **track_paths;
};

/* --- steps */

/* TRUE when url leads elsewhere: *target is the address it holds (owned by the caller), or NULL when that cannot be read; *archive
 * is set to what stands before the target when url is an archived copy, which stays a link of its own. */
gboolean link_open(const LinkRules *rules, const Url *url, char **target, char **archive);

/* TRUE for an e-mail address, a telephone number of Iraq, or base64, base64url or hex of one (percent-encoded or not). */
gboolean link_value_names_person(const char *value);
/* TRUE for 16 characters or more that look random. */
gboolean link_value_is_token(const char *value);
/* TRUE when url is an unsubscribe link, a tracking pixel or a mail-click redirector. */
gboolean link_is_tracking(const LinkRules *rules, const Url *url);
/* Platform of a host (with the path for those that share a host), or NULL. */
const LinkPlatform *link_platform(const LinkRules *rules, const Url *url);
