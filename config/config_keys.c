/* SPDX-License-Identifier: ISC */
/* The table of sections and keys: what a key is called, takes, starts as and means is said here and nowhere else. A key that is not
 * in the table does not exist; there is no way to set anything from the environment. */
#include "config/config_keys.h"
#include "report/workflow.h"

#define KIB G_GUINT64_CONSTANT(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
#define DAY_S 86400u

#define MAILBOX(field) G_STRUCT_OFFSET(ConfigMailbox, field)
#define CONFIG(field) G_STRUCT_OFFSET(Config, field)

const ConfigSection config_sections[] = {
    {"mailbox",
     "Where reports come in. For several mailboxes write [mailbox NAME] once for each. Without such a section mail comes in "
     "only through \"amana import\".",
     TRUE, NULL},
    {"store", "Where cases and sealed records are kept, and who may read the cases.", FALSE, NULL},
    {"workflow", "The statuses of a case, and the ways between them.", FALSE, NULL},
    {"taxonomy", "What becomes of monitors' corrections.", FALSE, NULL},
    {"intake", "Limits of taking in mail. The defaults suit most machines.", FALSE, NULL},
    {"cleaner", "Who cleans documents, sound and video.", FALSE, NULL},
    {"attachments", "What becomes of files in mails.", FALSE, NULL},
    {"seal", "To whom originals and identities are sealed. Only public keys belong on this machine.", FALSE,
     "the custodians' public keys belong there"},
    {"export", "What leaves the house: case files, notices to platforms. Who they come from, and the key that signs them.", FALSE, NULL},
    {"publish", "Public figures.", FALSE, NULL},
};
const guint config_n_sections = G_N_ELEMENTS(config_sections);

const ConfigKey config_keys[] = {
    {.section = "mailbox", .name = "host", .parse = config_parse_host, .offset = MAILBOX(host), .required = TRUE,
     .example = "imap.example.org",
     .meaning = "The IMAP server. Its certificate must carry this name."},
    {.section = "mailbox", .name = "port", .parse = config_parse_number, .offset = MAILBOX(port), .min = 1, .max = 65535,
     .example = "993",
     .meaning = "Default: 993 for tls, 143 for starttls."},
    {.section = "mailbox", .name = "security", .parse = config_parse_security, .offset = MAILBOX(starttls), .initial = "tls",
     .meaning = "tls: encrypted from the first byte. starttls: encrypted before the login. There is no third way."},
    {.section = "mailbox", .name = "ca_file", .parse = config_parse_path, .offset = MAILBOX(ca_file),
     .example = "/etc/amana/ca.pem",
     .meaning = "Certificates (PEM) to trust instead of the system's."},
    {.section = "mailbox", .name = "user", .parse = config_parse_text, .offset = MAILBOX(user), .required = TRUE,
     .example = "report@example.org",
     .meaning = "The name to log in with."},
    {.section = "mailbox", .name = "password_file", .parse = config_parse_path, .offset = MAILBOX(password_file),
     .example = "/etc/amana/password",
     .meaning = "A file with the password on one line that only its owner can read. Without this key, the systemd credential "
                "\"password\", or \"password.NAME\" for [mailbox NAME]."},
    {.section = "mailbox", .name = "folders", .parse = config_parse_folders, .offset = MAILBOX(folders), .initial = "INBOX",
     .example = "INBOX, Junk",
     .meaning = "The folders to take in, with commas between them. Default: INBOX alone; but real reports land in Junk "
                "too."},
    {.section = "mailbox", .name = "poll_interval", .parse = config_parse_duration, .offset = MAILBOX(poll_interval_s),
     .min = 10, .max = DAY_S, .initial = "60s",
     .meaning = "How often to look for mail."},
    {.section = "mailbox", .name = "idle", .parse = config_parse_yes_no, .offset = MAILBOX(idle), .initial = "yes",
     .meaning = "Let the server announce new mail (IMAP IDLE) where it can."},
    {.section = "mailbox", .name = "after_intake", .parse = config_parse_after_intake, .offset = MAILBOX(after_intake),
     .initial = "keep",
     .meaning = "What becomes of a message that is stored: keep it (flagged), move it to a folder, or expunge it, at once or after "
                "some days. Expunging starts only after a custodian has proven with \"amana seal-drill\" that the keys open."},
    {.section = "mailbox", .name = "authserv_id", .parse = config_parse_word, .offset = MAILBOX(authserv_id),
     .example = "mx.example.org",
     .meaning = "The name under which your own mail server writes Authentication-Results; no other such header is believed."},
    {.section = "mailbox", .name = "address", .parse = config_parse_address, .offset = MAILBOX(address),
     .example = "report@example.org",
     .meaning = "The address that people write to. Default: user, when that is an address."},

    {.section = "store", .name = "path", .parse = config_parse_path, .offset = CONFIG(store_path), .initial = "/var/lib/amana",
     .meaning = "The folder of the database and the sealed records."},
    {.section = "store", .name = "socket", .parse = config_parse_socket, .offset = CONFIG(socket_path),
     .initial = "/run/amana/amana.sock",
     .meaning = "The monitors' socket. The admins' intake.sock lies beside it."},
    {.section = "store", .name = "time_zone", .parse = config_parse_time_zone, .offset = CONFIG(time_zone),
     .initial = "Asia/Baghdad",
     .meaning = "Of a report only the day is kept: the day in this zone."},
    {.section = "store", .name = "monitor_group", .parse = config_parse_group, .offset = CONFIG(monitor_group),
     .initial = "amana-monitor",
     .meaning = "Members of this group read and work on cases."},
    {.section = "store", .name = "admin_group", .parse = config_parse_group, .offset = CONFIG(admin_group),
     .initial = "amana-admin",
     .meaning = "Members of this group import mail, retry what is quarantined and fetch sealed records."},
    {.section = "store", .name = "rules", .parse = config_parse_path, .offset = CONFIG(rules_path), .initial = CONFIG_RULES_PATH,
     .example = "/usr/share/amana",
     .meaning = "The folder of the rules: identity/, links/ and the others. Default: the installed one."},
    {.section = "store", .name = "pseudonyms", .parse = config_parse_yes_no, .offset = CONFIG(pseudonyms), .initial = "no",
     .meaning = "Give reports of one sender in one period a common pseudonym. Read the threats first: who takes the machine and "
                "its key together can test guessed addresses."},

    {.section = "workflow", .name = "statuses", .parse = config_parse_text, .offset = CONFIG(statuses),
     .initial = WORKFLOW_STATUSES,
     .meaning = "The statuses that a case may have, with commas between them. Every case begins with new."},
    {.section = "workflow", .name = "transitions", .parse = config_parse_text, .offset = CONFIG(transitions),
     .initial = WORKFLOW_TRANSITIONS,
     .meaning = "From which status a case may go to which, with commas between them; * is any status."},
    {.section = "workflow", .name = "reason_for", .parse = config_parse_text, .offset = CONFIG(reason_for),
     .initial = WORKFLOW_REASON_FOR,
     .meaning = "The statuses that a case gets only with a reason."},

    {.section = "taxonomy", .name = "learn", .parse = config_parse_yes_no, .offset = CONFIG(learn), .initial = "no",
     .meaning = "Let \"amana rules learn\" read the cases that people decided on and print words with weights, as a lexicon that somebody "
                "reviews and puts among the rules. Nothing changes by itself."},

    {.section = "intake", .name = "max_message_size", .parse = config_parse_size, .offset = CONFIG(max_message_bytes),
     .min = 64 * KIB, .max = GIB, .initial = "100MiB",
     .meaning = "A larger message is sealed unread and announced as quarantined."},
    {.section = "intake", .name = "workers", .parse = config_parse_number, .offset = CONFIG(workers), .min = 0, .max = 64,
     .initial = "0",
     .meaning = "Processes that parse mail. 0: one for each core."},
    {.section = "intake", .name = "worker_timeout", .parse = config_parse_duration, .offset = CONFIG(worker_wall_s), .min = 1,
     .max = 600, .initial = "60s",
     .meaning = "How long a worker may take for one message."},
    {.section = "intake", .name = "worker_cpu", .parse = config_parse_duration, .offset = CONFIG(worker_cpu_s), .min = 1,
     .max = 600, .initial = "30s",
     .meaning = "How much processor time a worker may use for one message."},
    {.section = "intake", .name = "worker_memory", .parse = config_parse_size, .offset = CONFIG(worker_memory_bytes),
     .min = 128 * MIB, .max = 8 * GIB, .initial = "1GiB",
     .meaning = "How much memory a worker may use."},
    {.section = "intake", .name = "worker_messages", .parse = config_parse_number, .offset = CONFIG(worker_messages), .min = 1,
     .max = 1000000, .initial = "5000",
     .meaning = "A worker is replaced by a fresh one after so many messages."},

    {.section = "cleaner", .name = "connect", .parse = config_parse_socket, .offset = CONFIG(cleaner_socket),
     .example = "/run/amana-cleaner.sock",
     .meaning = "The socket of amana-cleaner.service, for a daemon that may make no namespaces itself, as amanad.service. Without "
                "this key the daemon starts the cleaner when it needs it."},

    {.section = "attachments", .name = "sound", .parse = config_parse_sound, .offset = CONFIG(clean_sound), .initial = "withhold",
     .meaning = "withhold: voice notes stay sealed, because a voice can name the reporter. clean: monitors get them without "
                "their metadata, to be heard before anything is released."},

    {.section = "seal", .name = "recipients", .parse = config_parse_recipients, .offset = CONFIG(recipients), .required = TRUE,
     .instead = "recipients_file", .example = "age1..., age1...",
     .meaning = "The public keys of the custodians, with commas between them. Each of them alone can open everything. The custodian "
                "makes a key with \"age-keygen\" on another machine and keeps the private half there."},
    {.section = "seal", .name = "recipients_file", .parse = config_parse_recipients_file, .offset = CONFIG(recipients),
     .example = "/etc/amana/recipients",
     .meaning = "A file with one public key on each line, besides or instead of recipients."},

    {.section = "export", .name = "organisation", .parse = config_parse_text, .offset = CONFIG(organisation),
     .example = "Observatory of the Code of Conduct",
     .meaning = "The name under which case files, notices and figures go out."},
    {.section = "export", .name = "contact", .parse = config_parse_address, .offset = CONFIG(contact),
     .example = "desk@example.org",
     .meaning = "The address for questions about them. Not the one that reports are sent to."},
    {.section = "export", .name = "signing_key_file", .parse = config_parse_path, .offset = CONFIG(signing_key_file),
     .example = "/etc/amana/signing.key",
     .meaning = "A secret key without password, made by \"minisign -G -W\", that only its owner can read. It signs the manifests of "
                "case files. Without this key, the systemd credential \"signing-key\"; without that, case files are not signed."},

    {.section = "publish", .name = "k", .parse = config_parse_number, .offset = CONFIG(publish_k), .min = 2, .max = 1000,
     .initial = "5",
     .meaning = "No count below this number is published, nor one from which such a count could be told."},
};
const guint config_n_keys = G_N_ELEMENTS(config_keys);
