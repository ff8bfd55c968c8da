/* SPDX-License-Identifier: ISC
 *
 * Links in a text: found, opened offline (redirectors, at most five deep), rebuilt in canonical form from an allow-list, share
 * tokens gone, opaque share links marked to be sealed whole. Rules are data (config/links/share_params.json). Never a request.
 */
#pragma once
#include <glib.h>

#define LINKS_MAX_URL_BYTES 8192u /* a longer run is one link, sealed whole */
#define LINKS_MAX_REDIRECTS 5u    /* a link nested deeper is sealed whole */

typedef struct LinkRules LinkRules;

typedef struct {
  gsize start, end; /* byte span in the text, as written */
  char *canonical;  /* NULL when sealed whole (opaque) */
  char *platform;   /* of the contract's list; "website" for unknown hosts */
  char *account;    /* profile, page, channel or user named by the link (of wa.me: the digits of the phone number), or NULL */
  char *object;     /* id of the post, video, ... or NULL */
  char *object_key; /* what makes two links the same object, e.g. "facebook:900200300400511"; NULL when not decidable (pfbid, profiles) */
  char *form;       /* what the rules call this form of URL: "post", "profile", "opaque-share", "private-post", "phone", "media-cdn", ... */
  gboolean opaque;  /* sealed whole: the path is a token, or only members can open it; canonical is NULL exactly then */
  gboolean is_profile;  /* names an account and nothing else */
  gboolean tracking;    /* unsubscribe link, tracking pixel, mail-click redirector: not a reported link; canonical is the host alone */
  gboolean members_only; /* closed group, private chat, invite */
  gboolean review;      /* for a human: names its owner (a shared drive), or a value that looked like a token was dropped */
  gboolean own;     /* set by the identity engine: the reporter's own page */
} Link;

/* json: contents of share_params.json (len bytes). Errors (G_MARKUP_ERROR_INVALID_CONTENT) name what is wrong with the file. */
LinkRules *links_rules_new(const char *json, gsize len, GError **error);
void links_rules_free(LinkRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LinkRules, links_rules_free)

/* Every link in text in order (http, https, hxxp and [.] defanged, www., and bare host/path of known platforms and common top
 * domains; wrapped over a line where that is certain), never overlapping. E-mail addresses and @handles are not links.
 * GPtrArray of Link, owned by the caller. Linear in the length of text. */
GPtrArray *links_find(const LinkRules *rules, const char *text);
void link_free(Link *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Link, link_free)

/* One URL by itself; NULL when it is not a URL. */
Link *links_canonical(const LinkRules *rules, const char *url);
