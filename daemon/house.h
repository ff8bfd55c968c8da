/* SPDX-License-Identifier: ISC
 *
 * What the store process knows of the organisation that it works for: the name and address in what goes out, the key that signs case
 * files, from which count on figures are published, and which rules are in use. The supervisor reads it; the packet "house" carries
 * it; the API answers from it. The key never leaves the store process.
 */
#pragma once
#include "config/config.h"
#include "ipc/ipc.h"
#include "seal/minisign.h"

typedef struct {
  char *organisation, *contact; /* "" when not configured */
  guint publish_k;
  char *rules;         /* JSON: {"identity": SHA-256 of the folder's files, ...} */
  MinisignKey *signer; /* or NULL: nothing is signed */
} House;

/* Sends the packet to the store's socket; the key's text is wiped. Errors of config_signing_key and ipc_send. */
gboolean house_send(const Config *config, int socket, GError **error);
/* A House from the packet. NULL with IPC_ERROR_MALFORMED, or MINISIGN_ERROR_* when the key is no good. */
House *house_new(IpcMessage *message, GError **error);
void house_free(House *house);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(House, house_free)
/* The fault of the signing key in words for --check, or NULL; *there: one is configured. The caller owns it. */
char *house_check_key(const Config *config, gboolean *there);
