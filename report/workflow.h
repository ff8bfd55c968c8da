/* SPDX-License-Identifier: ISC
 *
 * The statuses of a case and the ways between them, as the organisation wants them. Pure: made of three texts of the configuration.
 */
#pragma once
#include <glib.h>

#define WORKFLOW_FIRST "new" /* of every case that comes in */
#define WORKFLOW_STATUSES "new, verifying, verified, unverified, rejected, escalated, published, closed"
#define WORKFLOW_TRANSITIONS "* > verifying verified unverified rejected escalated closed, verified > published"
#define WORKFLOW_REASON_FOR "rejected"

typedef struct Workflow Workflow;

/* statuses: words with commas between them, "new" among them. transitions: "FROM > TO TO, FROM > TO", * for any status.
 * reason_for: statuses that are entered with a reason only, or "none". NULL with *fault (static) saying what is wrong. */
Workflow *workflow_new(const char *statuses, const char *transitions, const char *reason_for, const char **fault);
void workflow_free(Workflow *workflow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Workflow, workflow_free)

gboolean workflow_knows(const Workflow *workflow, const char *status);
/* TRUE when a case may go from one status to the other; one that no longer exists may go anywhere. */
gboolean workflow_allows(const Workflow *workflow, const char *from, const char *to);
gboolean workflow_needs_reason(const Workflow *workflow, const char *to);
/* The statuses that follow one, "verified, closed"; "none". The caller owns it. */
char *workflow_next(const Workflow *workflow, const char *from);
/* All statuses, in the order of the configuration: NULL-terminated, belongs to the workflow. */
const char *const *workflow_statuses(const Workflow *workflow);
