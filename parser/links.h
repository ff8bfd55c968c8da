/* SPDX-License-Identifier: ISC
 *
 * Links in a text: found, opened offline (redirectors, at most five deep), rebuilt in canonical form from an allow-list, share
 * tokens gone, opaque share links marked to be sealed whole. Rules are data (config/links/share_params.json). Never a request.
 */
#pragma once
#include <glib.h>

typedef struct LinkRules LinkRules;

typedef struct {
  gsize start, end; /* byte span in the text, as written */
  char *canonical;  /* NULL when sealed whole (opaque) */
  char *platform;   /* of the contract's list; "website" for unknown hosts */
  char *account;    /* profile, page, channel or user named by the link, or NULL */
  char *object;     /* id of the post, video, ... or NULL */
  char *object_key; /* what makes two links the same object, e.g. "facebook:900200300400511"; NULL when not decidable (pfbid, profiles) */
  gboolean opaque;  /* share link whose path is a token */
  gboolean is_profile;  /* names an account and nothing else */
  gboolean tracking;    /* unsubscribe link, tracking pixel, mail-click redirector: not a reported link */
  gboolean members_only; /* closed group, private chat, invite */
  gboolean own;     /* set by the identity engine: the reporter's own page */
} Link;

/* json: contents of share_params.json (len bytes). Errors name what is wrong with the file. */
LinkRules *links_rules_new(const char *json, gsize len, GError **error);
void links_rules_free(LinkRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LinkRules, links_rules_free)

/* Every link in text in order (http, https, hxxp and [.] defanged, www., and bare host/path of known platforms and common top
 * domains; wrapped over a line where that is certain), never overlapping. E-mail addresses and @handles are not links.
 * GPtrArray of Link, owned by the caller. */
GPtrArray *links_find(const LinkRules *rules, const char *text);
void link_free(Link *link);

/* One URL by itself; NULL when it is not a URL. */
Link *links_canonical(const LinkRules *rules, const char *url);
