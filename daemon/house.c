/* SPDX-License-Identifier: ISC */
/* The organisation's own data on their way to the store process; see the header. Logs none of it. */
#include "daemon/house.h"
#include "config/rules.h"
#include "seal/hash.h"

#include <string.h>

/* ---- the supervisor's side -------------------------------------------------------------------------------------------------- */

/* SHA-256 over "name size bytes" of each file of a folder of the rules, in order of names. */
static char *
hash_folder(GHashTable *files, GList *names, const char *folder)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autofree char *prefix = g_strconcat(folder, "/", NULL);
  for (GList *l = names; l; l = l->next) {
    gsize size;
    const guchar *bytes = g_bytes_get_data(g_hash_table_lookup(files, l->data), &size);
    g_autofree char *head = g_strdup_printf("%s %" G_GSIZE_FORMAT "\n", (const char *)l->data, size);
    if (!g_str_has_prefix(l->data, prefix))
      continue;
    g_checksum_update(sum, (const guchar *)head, -1);
    g_checksum_update(sum, bytes, (gssize)size);
  }
  return g_strdup(g_checksum_get_string(sum));
}

/* "{}" when the rules cannot be read: then the workers say so, louder. */
static char *
hash_rules(const Config *config)
{
  static const char *const folders[] = {"identity", "kind", "links", "taxonomy"};
  g_autofree char *path = rules_locate(config->rules_path);
  g_autoptr(GHashTable) files = rules_read(path, NULL);
  GString *json = g_string_new("{");
  GList *names = files ? g_list_sort(g_hash_table_get_keys(files), (GCompareFunc)strcmp) : NULL;
  for (guint i = 0; names && i < G_N_ELEMENTS(folders); i++) {
    g_autofree char *sum = hash_folder(files, names, folders[i]);
    g_string_append_printf(json, "%s\"%s\":\"%s\"", i ? "," : "", folders[i], sum);
  }
  g_list_free(names);
  g_string_append_c(json, '}');
  return g_string_free(json, FALSE);
}

gboolean
house_send(const Config *config, int socket, GError **error)
{
  GError *fault = NULL;
  char *key = config_signing_key(config, &fault);
  if (fault) {
    g_propagate_error(error, fault);
    return FALSE;
  }
  g_autofree char *rules = hash_rules(config);
  gboolean sent = ipc_send(socket, "house",
                           g_variant_new("(ssuss)", config->organisation ? config->organisation : "",
                                         config->contact ? config->contact : "", config->publish_k, rules, key ? key : ""),
                           NULL, 0, error);
  if (key)
    hash_wipe(key, strlen(key));
  g_free(key);
  return sent;
}

char *
house_check_key(const Config *config, gboolean *there)
{
  g_autoptr(GError) error = NULL;
  char *text = config_signing_key(config, &error);
  *there = text || error;
  g_autoptr(MinisignKey) key = text ? minisign_key_new(text, &error) : NULL;
  if (text)
    hash_wipe(text, strlen(text));
  g_free(text);
  return error ? g_strdup(error->message) : NULL;
}

/* ---- the store's side ------------------------------------------------------------------------------------------------------- */

House *
house_new(IpcMessage *message, GError **error)
{
  const char *organisation, *contact, *rules, *key;
  g_autoptr(House) house = g_new0(House, 1);
  if (!ipc_is(message, "house", "(ssuss)", 0)) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "the supervisor sent something else than was expected");
    return NULL;
  }
  g_variant_get(message->args, "(&s&su&s&s)", &organisation, &contact, &house->publish_k, &rules, &key);
  house->organisation = g_strdup(organisation);
  house->contact = g_strdup(contact);
  house->rules = g_strdup(rules);
  if (*key && !(house->signer = minisign_key_new(key, error))) {
    g_prefix_error(error, "the signing key ");
    return NULL;
  }
  return g_steal_pointer(&house);
}

void
house_free(House *house)
{
  if (!house)
    return;
  minisign_key_free(house->signer);
  g_free(house->organisation);
  g_free(house->contact);
  g_free(house->rules);
  g_free(house);
}
