/* SPDX-License-Identifier: ISC */
/* amana attachment, amana sealed: bytes on standard output, as they come. A terminal is refused: bytes of
 * attackers would command it. */
#include "cli/cli.h"
#include "text/language.h"

#include <unistd.h>

static gboolean
write_out(gpointer user, const char *bytes, gsize size, GError **error)
{
  if (fwrite(bytes, 1, size, stdout) == size)
    return TRUE;
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("the output could not be written"));
  return FALSE;
}

static int
print_bytes(Cli *cli, const char *path)
{
  g_autoptr(GError) error = NULL;
  if (cli->json)
    return cli_usage(cli, _("this command prints the bytes of a file; there is no JSON of it"));
  if (isatty(STDOUT_FILENO))
    return cli_usage(cli, _("this prints the bytes of a file: send them into one, with > FILE"));
  return client_get(cli_client(cli), path, write_out, NULL, &error) ? CLI_OK : cli_fail(error);
}

static int
run_attachment(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 2, 2, &code);
  if (!arguments)
    return code;
  g_autofree char *path = cli_path("cases", arguments[0], "attachments", arguments[1], NULL);
  return print_bytes(cli, path);
}

static int
run_sealed(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 1, 1, &code);
  if (!arguments)
    return code;
  g_autofree char *path = cli_path("sealed", arguments[0], NULL);
  return print_bytes(cli, path);
}

const CliCommand cli_attachment = {
    "attachment", "REF NAME", N_("Write a cleaned attachment to standard output"),
    N_("Names stand in amana show. What was read is logged. Pictures may show who the reporter is: look\n"
    "before you pass one on.\n\n"
    "Example:\n  amana attachment AM-7K3F-Q29D 4QZ8M2-1.jpg > picture.jpg\n"),
    run_attachment};

const CliCommand cli_sealed = {
    "sealed", "ID", N_("Write a sealed record (an age file) to standard output; admins only"),
    N_("Ids stand in amana show, under sealed. Only a custodian's key opens the file, on the custodian's own\n"
    "machine:  age -d -i key.txt record.age\n\n"
    "Example:\n  amana sealed ID > record.age\n"),
    run_sealed};
