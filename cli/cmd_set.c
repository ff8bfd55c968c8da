/* SPDX-License-Identifier: ISC */
/* amana set: the status of cases, and corrections of how they were classified. */
#include "cli/cli.h"
#include "cli/edit.h"
#include "text/language.h"

#include <string.h>
#include <unistd.h>

#define MAX_REASON_BYTES 4096u

/* What people call a field. */
static const struct {
  const char *typed, *member;
} aliases[] = {{"category", "categories"},      {"platform", "platforms"},   {"commitment", "commitments"},
               {"violation", "violation_types"}, {"violation_type", "violation_types"}, {"violations", "violation_types"},
               {"accused", "actor_group"},       {"actor", "actor_group"},    {"profession", "victim_profession"},
               {"place", "governorate"}};

static const char *const members[] = {"status",      "kind",       "language",        "actor_group", "governorate", "victim_profession", "signatory",
                                      "categories", "violation_types", "commitments", "platforms",   NULL};

/* NULL for what is no field. */
static const char *
member_of(const char *typed)
{
  for (guint i = 0; i < G_N_ELEMENTS(aliases); i++)
    if (!strcmp(aliases[i].typed, typed))
      return aliases[i].member;
  return g_strv_contains(members, typed) ? typed : NULL;
}

/* Takes the arguments with a "=" out of arguments into a body. NULL after a complaint. */
static JsonObject *
take_fields(const Cli *cli, char **arguments, GStrvBuilder *refs)
{
  g_autoptr(JsonObject) body = json_object_new();
  for (char **a = arguments; *a; a++) {
    const char *equals = strchr(*a, '=');
    if (!equals) {
      g_strv_builder_add(refs, *a);
      continue;
    }
    g_autofree char *typed = g_strndup(*a, (gsize)(equals - *a));
    if (!g_utf8_validate(equals + 1, -1, NULL) || !g_utf8_validate(typed, -1, NULL) || !*typed) {
      cli_usage(cli, _("a change is FIELD=VALUE, in UTF-8"));
      return NULL;
    }
    if (!member_of(typed)) {
      g_autofree char *known = g_strjoinv(", ", (char **)members);
      cli_usage(cli, _("there is no field %s; the fields are %s"), typed, known);
      return NULL;
    }
    json_object_set_string_member(body, member_of(typed), equals + 1);
  }
  return g_steal_pointer(&body);
}

/* TRUE when the organisation wants a reason for this status. */
static gboolean
wants_reason(Cli *cli, const char *status)
{
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), "/workflow", NULL);
  JsonObject *statuses = node && JSON_NODE_HOLDS_OBJECT(node) ? cli_object(json_node_get_object(node), "statuses") : NULL;
  return cli_boolean(cli_object(statuses, status), "reason");
}

/* Adds the reason: given, read from standard input for "-", or asked for where it is needed and somebody is there. */
static gboolean
add_reason(Cli *cli, JsonObject *body, const char *given)
{
  const char *status = cli_string(body, "status"), *fault = NULL;
  gboolean ask = given && !strcmp(given, "-");
  if (!given && status && isatty(STDIN_FILENO))
    ask = wants_reason(cli, status);
  g_autofree char *asked = ask ? edit_read_text(_("Reason: "), TRUE, MAX_REASON_BYTES, &fault) : NULL;
  if (ask && !asked) {
    cli_usage(cli, "%s", fault);
    return FALSE;
  }
  if (!ask && given && !g_utf8_validate(given, -1, NULL)) {
    cli_usage(cli, _("the reason is not UTF-8 text"));
    return FALSE;
  }
  if (asked || given)
    json_object_set_string_member(body, "reason", asked ? asked : given);
  return TRUE;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
      {"reason", 0, 0, G_OPTION_ARG_FILENAME, &reason, N_("Why, for the custody log; - reads it from standard input"), "TEXT"},
      G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, &code);
  if (!arguments)
    return code;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  g_autoptr(JsonObject) body = take_fields(cli, arguments, builder);
  g_auto(GStrv) refs = g_strv_builder_end(builder);
  if (!body)
    return CLI_USAGE;
  if (!*refs || !json_object_get_size(body))
    return cli_usage(cli, _("which case, and what of it? amana set REF status=verified"));
  if (!add_reason(cli, body, reason))
    return CLI_USAGE;
  return edit_each(cli, refs, NULL, g_steal_pointer(&body));
}

const CliCommand cli_set = {
    "set", "REF... FIELD=VALUE...", N_("Change the status of a case, or correct how it was classified"),
    N_("Fields: status, kind, language, actor_group, governorate, victim_profession, signatory, and the lists\n"
    "categories, violation_types, commitments and platforms, whose values stand with commas between them, the main\n"
    "one first; nothing after the = empties a field. Statuses go by the organisation's workflow, and some need a\n"
    "reason. What is corrected stays so when further reports join the case.\n\n"
    "Example:\n  amana set AM-7K3F status=rejected --reason 'satire, marked as such'\n"
    "  amana set AM-7K3F categories=incitement,hate_speech governorate=Basra\n"),
    run};
