/* SPDX-License-Identifier: ISC */
/* amana retry, amana seal-drill: what admins ask of the service besides import and sealed. */
#include "cli/cli.h"
#include "text/language.h"

#include <string.h>
#include <unistd.h>

static int
run_retry(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_autoptr(GError) error = NULL;
  if (!cli_no_arguments(cli, argc, argv, &code))
    return code;
  g_autoptr(JsonNode) reply = client_post_json(cli_client(cli), "/retry", NULL, &error);
  if (!reply)
    return cli_fail(error);
  gint64 marked = JSON_NODE_HOLDS_OBJECT(reply) ? cli_number(json_node_get_object(reply), "marked") : 0;
  g_autofree char *count = language_count(marked);
  if (cli->json)
    cli_print_node(reply);
  else
    printf(language_n("%s quarantined message will be taken through the parser again\n",
                      "%s quarantined messages will be taken through the parser again\n", (guint64)marked),
           count);
  return CLI_OK;
}

static int
begin_drill(Cli *cli)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) sealed = client_post(cli_client(cli), "/seal-drill", NULL, &error);
  if (!sealed)
    return cli_fail(error);
  gsize size;
  const char *bytes = g_bytes_get_data(sealed, &size);
  if (cli->json) {
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();
    g_autofree char *text = g_strndup(bytes, size);
    json_object_set_string_member(object, "sealed", text);
    json_node_take_object(node, object);
    cli_print_node(node);
    return CLI_OK;
  }
  fwrite(bytes, 1, size, stdout);
  fputs(_("Give this file to a custodian, who reads the word in it (age -d -i key.txt) and tells it to you.\n"
        "Then: amana seal-drill WORD\n"),
        stderr);
  return CLI_OK;
}

static int
confirm_drill(Cli *cli, const char *nonce)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) body = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "nonce", nonce);
  json_node_take_object(body, object);
  g_autoptr(JsonNode) reply = client_post_json(cli_client(cli), "/seal-drill/confirm", body, &error);
  if (!reply) {
    int code = cli_fail(error);
    return code == CLI_USAGE ? CLI_NOTHING : code; /* the call was right, the word was not */
  }
  if (cli->json)
    cli_print_node(reply);
  else
    puts(_("The drill is passed: what is sealed can be opened."));
  return CLI_OK;
}

static int
run_drill(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 0, 1, &code);
  if (!arguments)
    return code;
  if (!arguments[0])
    return begin_drill(cli);
  if (!g_utf8_validate(arguments[0], -1, NULL))
    return cli_usage(cli, _("the word is not UTF-8 text"));
  return confirm_drill(cli, arguments[0]);
}

const CliCommand cli_retry = {
    "retry", "", N_("Take quarantined mail through the parser again; admins only"),
    N_("For mail that still lies in the mailbox, after a newer version is installed.\n\n"
    "Example:\n  amana retry\n"),
    run_retry};

const CliCommand cli_seal_drill = {
    "seal-drill", "[WORD]", N_("Prove that the custodians' keys open what is sealed; admins only"),
    N_("Without an argument: prints a sealed test record. With the word that a custodian read in it: records\n"
    "that the keys open. Until then nothing is expunged from a mailbox.\n\n"
    "Example:\n  amana seal-drill > drill.age\n  age -d -i key.txt drill.age     (the custodian, elsewhere)\n"
    "  amana seal-drill 7K3FQ29D0A1B2C3D\n"),
    run_drill};
