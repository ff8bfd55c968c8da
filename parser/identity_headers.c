/* SPDX-License-Identifier: ISC */
/* What the headers tell of who reports: a table of all that are known to. A header that is not in it tells the profile nothing, and is
 * shown to nobody either. Whoever only received the mail is near and has no name here: they may be a newspaper, or the accused. */
#include "parser/identity_internal.h"

#define MAX_VALUE_BYTES 4096u /* a longer one is no name and no address */

/* One "Name <a@b>" or "a@b". */
static void
add_mailbox(Profile *profile, const char *mailbox, gboolean own)
{
  const char *open = strrchr(mailbox, '<');
  g_autofree char *name = NULL, *address = NULL;
  if (open) {
    const char *close = strchr(open, '>');
    address = g_strndup(open + 1, close ? (gsize)(close - open - 1) : strlen(open + 1));
    name = g_strndup(mailbox, (gsize)(open - mailbox));
  } else if (strchr(mailbox, '@')) {
    address = g_strdup(mailbox);
  }
  if (address) {
    g_strstrip(address);
    g_autofree char *lower = g_utf8_strdown(address, -1);
    if (g_hash_table_contains(profile->services, lower))
      return;
    identity_profile_add_email(profile, address, own);
  }
  if (!name || !own)
    return;
  for (char *p = name; *p; p++)
    if (*p == '"' || *p == '\\')
      *p = ' ';
  if (!strchr(name, '@'))
    identity_profile_add_full(profile, g_strstrip(name), own);
}

static void
add_mailboxes(Profile *profile, const char *value, gboolean own)
{
  gboolean quoted = FALSE;
  const char *start = value;
  for (const char *p = value;; p++) {
    if (*p == '"')
      quoted = !quoted;
    gboolean end = !*p || ((*p == ',' || *p == ';') && !quoted && memchr(start, '@', (gsize)(p - start)));
    if (!end)
      continue;
    g_autofree char *one = g_strndup(start, (gsize)(p - start));
    add_mailbox(profile, one, own);
    if (!*p)
      return;
    start = p + 1;
  }
}

/* IPv4 addresses of a Received or X-Originating-IP header: one of them is the reporter's. */
static void
add_ips(Profile *profile, const char *value)
{
  for (const char *p = value; *p && g_hash_table_size(profile->ips) < 32;) {
    gsize n = strspn(p, "0123456789.");
    g_autofree char *text = n >= 7 && n <= 15 ? g_strndup(p, n) : NULL;
    if (text && g_hostname_is_ip_address(text))
      g_hash_table_add(profile->ips, g_steal_pointer(&text));
    p += MAX(n, 1u);
  }
}

/* "munta.wasiti@..." of Muntadher: the piece of the address is what people call the reporter. */
static void
adopt_short_names(Profile *profile)
{
  for (guint i = 0; i < profile->names->len; i++) {
    ProfileName *piece = g_ptr_array_index(profile->names, i);
    for (guint k = 0; k < profile->names->len && piece->role == ROLE_LOCAL && !piece->group && strlen(piece->key) >= 4; k++) {
      const ProfileName *given = g_ptr_array_index(profile->names, k);
      if (given->role != ROLE_GIVEN || !given->own || !g_str_has_prefix(given->key, piece->key))
        continue;
      piece->role = ROLE_GIVEN;
      piece->common = (identity_rules_word(profile->rules, piece->key, NULL) & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP))) != 0;
      profile->version++;
    }
  }
}

/* "TM <...>", "T. M. <...>": the sender's initials, two or three. */
static void
read_monogram(Profile *profile, const char *value)
{
  char letters[4] = "";
  guint n = 0;
  for (const char *p = value; *p && *p != '<'; p++) {
    if (g_ascii_isupper(*p) && n < 3 && !(p > value && g_ascii_islower(p[1])))
      letters[n++] = *p;
    else if (!strchr(" .\"", *p))
      return;
  }
  if (n >= 2 && strchr(value, '<'))
    memcpy(profile->monogram, letters, sizeof letters);
}

/* ---- what is not written as an address list ---- */

static gboolean
is_address_char(char c)
{
  return g_ascii_isalnum(c) || (c && strchr(".!#$%&'*+-/=?^_`{|}~", c)) || (guint8)c >= 0x80;
}

/* The addresses anywhere in a line of a server ("smtp.mailfrom=a@b", "(Authenticated sender: a@b)"); "for" stands before a recipient. */
static void
add_logins(Profile *profile, const char *value)
{
  for (const char *at = strchr(value, '@'); at; at = strchr(at + 1, '@')) {
    const char *start = at, *end = at + 1;
    while (start > value && is_address_char(start[-1]) && start[-1] != '=')
      start--;
    while (g_ascii_isalnum(*end) || *end == '.' || *end == '-' || (guint8)*end >= 0x80)
      end++;
    const char *word = start;
    while (word > value && strchr(" <\t", word[-1]))
      word--;
    gboolean recipient = word - value >= 3 && strncmp(word - 3, "for", 3) == 0;
    g_autofree char *address = g_strndup(start, (gsize)(end - start));
    if (start < at && end > at + 1)
      identity_profile_add_email(profile, address, !recipient);
  }
}

/* The names in the words of a machine's name or an account's that anybody may have: the others say nothing. */
static void
add_listed(Profile *profile, const char *word, gsize length)
{
  g_autofree char *copy = g_strndup(word, length);
  g_autofree char *key = text_fold_key(copy, -1);
  g_auto(GStrv) pieces = g_strsplit_set(key, "._-+~0123456789", -1);
  for (guint i = 0; pieces[i]; i++)
    if (strlen(pieces[i]) >= 3 && identity_rules_word(profile->rules, pieces[i], NULL) & CUE_NAMES)
      identity_profile_add(profile, pieces[i], -1, ROLE_LOCAL, TRUE);
}

/* A host that is no server's: "ahmed-pc", "ahmed-pc.local". */
static void
add_machine(Profile *profile, const char *host)
{
  static const char *const own[] = {"", ".local", ".lan", ".home", ".internal", ".localdomain"};
  gsize length = strcspn(host, " \t>()[];\r\n"), label = MIN(strcspn(host, "."), length);
  for (guint i = 0; i < G_N_ELEMENTS(own); i++)
    if (length - label == strlen(own[i]) && g_ascii_strncasecmp(host + label, own[i], length - label) == 0)
      add_listed(profile, host, label);
}

/* ---- one reader for each form of value ---- */

static void
read_from(Profile *profile, const char *value)
{
  read_monogram(profile, value);
  add_mailboxes(profile, value, TRUE);
}

static void
read_own(Profile *profile, const char *value)
{
  add_mailboxes(profile, value, TRUE);
}

static void
read_near(Profile *profile, const char *value)
{
  if (g_hash_table_size(profile->services)) /* else one of them is the service */
    add_mailboxes(profile, value, FALSE);
}

/* Where the mail has lain before: of one who forwards their mail. */
static void
read_hop(Profile *profile, const char *value)
{
  if (!g_hash_table_size(profile->services))
    return;
  g_auto(GStrv) words = g_strsplit_set(value, " ,;<>", -1);
  for (guint i = 0; words[i]; i++) {
    const char *at = strchr(words[i], '@');
    g_autofree char *lower = g_utf8_strdown(words[i], -1);
    if (!at || g_hash_table_contains(profile->services, lower))
      continue;
    identity_profile_add_email(profile, words[i], FALSE);
    add_listed(profile, words[i], (gsize)(at - words[i]));
  }
}

static void
read_received(Profile *profile, const char *value)
{
  add_ips(profile, value);
  add_logins(profile, value);
  if (g_ascii_strncasecmp(value, "from ", 5) == 0)
    add_machine(profile, value + 5);
}

static void
read_message_id(Profile *profile, const char *value)
{
  const char *at = strchr(value, '@');
  if (at)
    add_machine(profile, at + 1);
}

/* A name, or an account without a domain. */
static void
read_name(Profile *profile, const char *value)
{
  if (strchr(value, '@'))
    add_logins(profile, value);
  else
    identity_profile_add_full(profile, value, TRUE);
}

static void
read_account(Profile *profile, const char *value)
{
  g_autofree char *account = g_strstrip(g_strdup(value));
  if (strchr(account, '@')) {
    add_logins(profile, account);
  } else if (strlen(account) >= 4 && !strpbrk(account, " \t:/")) {
    g_hash_table_add(profile->locals, text_fold_key(account, -1));
    add_listed(profile, account, strlen(account));
  }
}

/* "/home/ahmed/mail.php", "host.example/~ahmed/": the hosting user. */
static void
read_path(Profile *profile, const char *value)
{
  static const char *const marks[] = {"/home/", "/~", "\\Users\\"};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    const char *found = strstr(value, marks[i]);
    if (found)
      add_listed(profile, found + strlen(marks[i]), strcspn(found + strlen(marks[i]), "/\\ \t"));
  }
  add_logins(profile, value);
}

/* "https://host.example/~ahmed/key.asc", "Ahmed_Jasim.asc": what the address or file is called. */
static void
read_url(Profile *profile, const char *value)
{
  g_auto(GStrv) pieces = g_strsplit(value, "/", -1);
  guint n = g_strv_length(pieces);
  for (guint i = n > 3 && strstr(value, "//") ? 3 : 0; i < n; i++) /* the host is somebody's service */
    add_listed(profile, pieces[i], strlen(pieces[i]));
}

/* "host.example: ahmed set sender to a@b using -f" (sendmail). */
static void
read_warning(Profile *profile, const char *value)
{
  const char *user = strstr(value, ": ");
  if (user)
    add_listed(profile, user + 2, strcspn(user + 2, " "));
}

/* By name, for the search. */
static const struct {
  const char *name;
  void (*read)(Profile *profile, const char *value);
} headers[] = {
    {"apparently-to", read_near},
    {"arc-authentication-results", add_logins},
    {"authentication-results", add_logins},
    {"author", read_name},
    {"avatar", read_url},
    {"bcc", read_near},
    {"cc", read_near},
    {"comments", add_logins},
    {"delivered-to", read_hop},
    {"disposition-notification-to", read_own},
    {"dkim-signature", add_logins},
    {"domainkey-signature", add_logins},
    {"envelope-from", read_own},
    {"envelope-to", read_hop},
    {"errors-to", read_own},
    {"from", read_from},
    {"jabber-id", read_account},
    {"mail-followup-to", read_near},
    {"mail-reply-to", read_own},
    {"message-id", read_message_id},
    {"openpgp", read_url},
    {"organisation", identity_profile_add_org_text},
    {"organization", identity_profile_add_org_text},
    {"original-from", read_own},
    {"original-recipient", add_logins},
    {"original-sender", read_own},
    {"received", read_received},
    {"received-spf", add_logins},
    {"reply-to", read_own},
    {"resent-bcc", read_near},
    {"resent-cc", read_near},
    {"resent-from", read_own},
    {"resent-message-id", read_message_id},
    {"resent-reply-to", read_own},
    {"resent-sender", read_own},
    {"resent-to", read_near},
    {"return-path", read_own},
    {"return-receipt-to", read_own},
    {"sender", read_own},
    {"to", read_near},
    {"x-attached", read_url},
    {"x-auth", read_account},
    {"x-auth-id", read_account},
    {"x-auth-user", read_account},
    {"x-authenticated-id", read_account},
    {"x-authenticated-sender", add_logins},
    {"x-authenticated-user", read_account},
    {"x-authentication-results", add_logins},
    {"x-authentication-warning", read_warning},
    {"x-author", read_name},
    {"x-bcc", read_near},
    {"x-confirm-reading-to", read_own},
    {"x-delivered-to", read_hop},
    {"x-email-id", add_logins},
    {"x-envelope-from", read_own},
    {"x-envelope-sender", read_own},
    {"x-envelope-to", read_hop},
    {"x-forwarded-for", read_hop},
    {"x-forwarded-to", read_hop},
    {"x-from", read_own},
    {"x-from-name", read_name},
    {"x-full-name", read_name},
    {"x-get-message-sender-via", add_logins},
    {"x-google-original-from", read_own},
    {"x-homepage", read_url},
    {"x-identity", read_name},
    {"x-image-url", read_url},
    {"x-jabber-id", read_account},
    {"x-login", read_account},
    {"x-mail-from", read_own},
    {"x-mailfrom", read_own},
    {"x-mailru-sender", add_logins},
    {"x-ms-exchange-crosstenant-userprincipalname", add_logins},
    {"x-name", read_name},
    {"x-nickname", read_name},
    {"x-organization", identity_profile_add_org_text},
    {"x-original-authentication-results", add_logins},
    {"x-original-from", read_own},
    {"x-original-to", read_hop},
    {"x-originating-email", add_logins},
    {"x-originating-user", read_account},
    {"x-pgp-key", read_url},
    {"x-php-script", read_path},
    {"x-rcpt-to", read_near},
    {"x-real-from", read_own},
    {"x-real-name", read_name},
    {"x-received-spf", add_logins},
    {"x-reply-to", read_own},
    {"x-rocket-mail-sender", read_own},
    {"x-sender", read_own},
    {"x-sender-id", add_logins},
    {"x-sender-name", read_name},
    {"x-skype", read_account},
    {"x-smtp-auth-user", read_account},
    {"x-source-args", read_path},
    {"x-source-auth", read_account},
    {"x-source-dir", read_path},
    {"x-url", read_url},
    {"x-user", read_account},
    {"x-username", read_account},
    {"x-x-sender", read_own},
    {"x-yahoo-profile", read_account},
};

static void
read_header(Profile *profile, const MimeHeader *header)
{
  guint low = 0, high = G_N_ELEMENTS(headers);
  while (low < high) {
    guint mid = (low + high) / 2;
    int order = strcmp(header->name, headers[mid].name);
    if (order == 0) {
      headers[mid].read(profile, header->value);
      return;
    }
    if (order < 0)
      high = mid;
    else
      low = mid + 1;
  }
  if (g_str_has_suffix(header->name, "-ip"))
    add_ips(profile, header->value);
}

void
identity_profile_headers(Profile *profile, const IdentityMessage *message)
{
  for (guint i = 0; message->own_addresses && i < message->own_addresses->len; i++)
    g_hash_table_add(profile->services, g_utf8_strdown(g_ptr_array_index(message->own_addresses, i), -1));
  for (guint i = 0; message->headers && i < message->headers->len; i++) {
    const MimeHeader *header = g_ptr_array_index(message->headers, i);
    if (header->value && strlen(header->value) <= MAX_VALUE_BYTES)
      read_header(profile, header);
  }
  adopt_short_names(profile);
}

void
identity_profile_add_hint(Profile *profile, const char *hint)
{
  add_mailbox(profile, hint, TRUE);
  if (!strchr(hint, '@'))
    identity_profile_add_full(profile, hint, TRUE);
}
