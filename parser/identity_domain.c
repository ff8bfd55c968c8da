/* SPDX-License-Identifier: ISC */
/* The domain of the reporter's own address, unless it is a provider's, names where they work or study: addresses and links below it,
 * and its words in a text ("relief-bridge.example": "Relief Bridge"). */
#include "parser/identity_internal.h"

#define MAX_DOMAINS 16u
#define MIN_LABEL 5u   /* letters: shorter ones are words of any text, unless they stand in capitals */
#define MIN_ACRONYM 3u
#define MAX_WORDS 6u

typedef struct {
  char *host;  /* "relief-bridge.example" */
  char *label; /* "reliefbridge" */
} Domain;

static void
domain_free(void *data)
{
  Domain *domain = data;
  g_free(domain->host);
  g_free(domain->label);
  g_free(domain);
}

/* Letters and digits of text, lower case. */
static char *
squeezed(const char *text, gsize size)
{
  GString *out = g_string_sized_new(size);
  for (gsize i = 0; i < size; i++)
    if (g_ascii_isalnum(text[i]))
      g_string_append_c(out, g_ascii_tolower(text[i]));
  return g_string_free(out, FALSE);
}

static gboolean
is_provider(const IdentityRules *rules, const char *label)
{
  g_autofree char *key = text_fold_key(label, -1);
  return (identity_rules_sets(rules, key) & SET_BIT(SET_PROVIDER)) != 0;
}

/* The label that names somebody, squeezed: the longest but the last one, which is a country or "com", and but "mail" in front of it.
 * NULL when the domain is a provider's. */
static char *
naming_label(const IdentityRules *rules, const char *host)
{
  g_auto(GStrv) labels = g_strsplit(host, ".", 8);
  const char *best = "";
  for (guint i = 0; labels[i] && labels[i + 1]; i++) {
    gboolean prefix = i == 0 && labels[i + 2];
    if (!is_provider(rules, labels[i]))
      best = strlen(labels[i]) >= strlen(best) ? labels[i] : best;
    else if (!prefix)
      return NULL;
  }
  return *best ? squeezed(best, strlen(best)) : NULL;
}

/* The domains of the report mailbox itself are everybody's. */
static gboolean
is_service(const Profile *profile, const char *host)
{
  GHashTableIter iter;
  gpointer address;
  g_hash_table_iter_init(&iter, profile->services);
  while (g_hash_table_iter_next(&iter, &address, NULL)) {
    const char *at = strrchr(address, '@');
    if (at && !strcmp(at + 1, host))
      return TRUE;
  }
  return FALSE;
}

static GPtrArray *
own_domains(const Profile *profile)
{
  GPtrArray *domains = g_ptr_array_new_with_free_func(domain_free);
  GHashTableIter iter;
  gpointer address;
  g_hash_table_iter_init(&iter, profile->emails);
  while (g_hash_table_iter_next(&iter, &address, NULL) && domains->len < MAX_DOMAINS) {
    const char *at = strrchr(address, '@');
    char *label = at && !is_service(profile, at + 1) ? naming_label(profile->rules, at + 1) : NULL;
    if (!label)
      continue;
    Domain *domain = g_new0(Domain, 1);
    domain->host = g_strdup(at + 1);
    domain->label = label;
    g_ptr_array_add(domains, domain);
  }
  return domains;
}

static gboolean
is_below(const char *host, gsize size, const char *domain)
{
  gsize length = strlen(domain);
  return size >= length && !g_ascii_strncasecmp(host + size - length, domain, length) && (size == length || host[size - length - 1] == '.');
}

/* The links of the organisation: below its domain, or on a host that bears its name (a rented drive). */
static void
take_links(Doc *doc, const Domain *domain)
{
  for (guint i = 0; i < doc->text->links->len; i++) {
    Link *link = doc->text->links->pdata[i];
    const char *scheme = link->canonical ? strstr(link->canonical, "://") : NULL;
    if (!scheme || (link->platform && strcmp(link->platform, "website") != 0))
      continue;
    gsize size = strcspn(scheme + 3, "/?#:");
    g_autofree char *plain = squeezed(scheme + 3, size);
    if (is_below(scheme + 3, size, domain->host) || (strlen(domain->label) > MIN_LABEL && strstr(plain, domain->label)))
      link->own = TRUE;
  }
}

static gboolean
is_upper(const Doc *doc, const Token *t)
{
  for (guint32 i = t->start; i < t->end; i++)
    if (!g_ascii_isupper(doc->s[i]) && !g_ascii_isdigit(doc->s[i]))
      return FALSE;
  return TRUE;
}

/* Tokens from i on that spell the label, up to which (exclusive); i when they do not. */
static guint
label_at(const Doc *doc, guint i, const char *label)
{
  gsize at = 0, length = strlen(label);
  guint k = i;
  for (; k < doc->tokens->len && k < i + 2 * MAX_WORDS && at < length; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & TOKEN_GUARDED || t->line != TOKEN(doc, i)->line)
      return i;
    if (t->type == TOKEN_PUNCT) {
      if (k == i || !(t->punct == '-' || t->punct == '&' || t->punct == '.'))
        return i;
      continue;
    }
    if (t->key_len > length - at || memcmp(label + at, KEY(doc, t), t->key_len))
      return i;
    at += t->key_len;
  }
  gboolean whole = at == length && k > i;
  return whole && (length >= MIN_LABEL || (length >= MIN_ACRONYM && is_upper(doc, TOKEN(doc, i)))) ? k : i;
}

static void
take_words(Doc *doc, Profile *profile, const Domain *domain)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD || t->script != SCRIPT_LATIN || t->flags & (TOKEN_GUARDED | TOKEN_OWN))
      continue;
    guint end = label_at(doc, i, domain->label);
    if (end == i)
      continue;
    guint first = i, last = end;
    identity_org_extent(doc, i, &first, &last);
    if (first > i || last < end)
      first = i, last = end;
    identity_profile_add_org(profile, doc, i, end);
    identity_span_tokens(doc, first, last, KIND_WORKPLACE, 50, "workplace.domain");
    i = last - 1;
  }
}

/* A colleague's address names the organisation as the reporter's own does. */
static void
take_emails(const Doc *doc, Profile *profile, const Domain *domain)
{
  for (guint e = 0; e < doc->emails->len && e < IDENTITY_MAX_LEARNED_EMAILS; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    gsize size = r->end - r->start;
    const char *at = g_strrstr_len(doc->s + r->start, (gssize)size, "@");
    if (!at || !is_below(at + 1, (gsize)(doc->s + r->end - at - 1), domain->host))
      continue;
    g_autofree char *address = g_utf8_strdown(doc->s + r->start, (gssize)size);
    g_hash_table_remove(profile->accused_emails, address);
  }
}

void
identity_domains_learn(GPtrArray *docs, Profile *profile)
{
  g_autoptr(GPtrArray) domains = own_domains(profile);
  for (guint i = 0; i < domains->len; i++)
    for (guint d = 0; d < docs->len; d++) {
      take_links(docs->pdata[d], domains->pdata[i]);
      take_words(docs->pdata[d], profile, domains->pdata[i]);
      take_emails(docs->pdata[d], profile, domains->pdata[i]);
    }
}
