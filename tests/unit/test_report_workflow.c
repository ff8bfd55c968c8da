/* SPDX-License-Identifier: ISC */
/* Statuses of cases and the ways between them. */
#include "report/workflow.h"

static void
test_the_defaults(void)
{
  const char *fault = NULL;
  g_autoptr(Workflow) w = workflow_new(WORKFLOW_STATUSES, WORKFLOW_TRANSITIONS, WORKFLOW_REASON_FOR, &fault);
  g_assert_null(fault);
  g_assert_true(workflow_knows(w, "escalated"));
  g_assert_false(workflow_knows(w, "lost"));
  g_assert_true(workflow_allows(w, "new", "verified"));
  g_assert_true(workflow_allows(w, "verified", "published"));
  g_assert_false(workflow_allows(w, "new", "published"));
  g_assert_false(workflow_allows(w, "verified", "new"));
  g_assert_false(workflow_allows(w, "verified", "lost"));
  g_assert_true(workflow_allows(w, "no longer there", "new"));
  g_assert_true(workflow_needs_reason(w, "rejected"));
  g_assert_false(workflow_needs_reason(w, "verified"));
  g_autofree char *next = workflow_next(w, "verified");
  g_assert_cmpstr(next, ==, "verifying, unverified, rejected, escalated, published, closed");
}

static void
test_an_organisations_own(void)
{
  const char *fault = NULL;
  g_autoptr(Workflow) w = workflow_new("new,open , done", "new > open, open > done new , done>*", "none", &fault);
  g_assert_null(fault);
  g_assert_false(workflow_allows(w, "new", "done"));
  g_assert_true(workflow_allows(w, "open", "new"));
  g_assert_true(workflow_allows(w, "done", "new"));
  g_autoptr(Workflow) stuck = workflow_new("new, open", "", "open", &fault);
  g_autofree char *next = workflow_next(stuck, "new");
  g_assert_cmpstr(next, ==, "none");
  g_assert_true(workflow_needs_reason(stuck, "open"));
}

static void
test_faults(void)
{
  static const struct {
    const char *statuses, *transitions, *reasons;
  } bad[] = {{"open, closed", "* > *", ""},       {"new, New", "", ""},           {"new, new", "", ""},
             {"new, open", "new open", ""},       {"new, open", "new > lost", ""}, {"new, open", "new > ", ""},
             {"new, open", "new > open > new", ""}, {"new, open", "", "lost"},      {"", "", ""}};
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    const char *fault = NULL;
    g_assert_null(workflow_new(bad[i].statuses, bad[i].transitions, bad[i].reasons, &fault));
    g_assert_nonnull(fault);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/report/workflow/the defaults let a case be verified at once and published after that", test_the_defaults);
  g_test_add_func("/report/workflow/an organisation has its own", test_an_organisations_own);
  g_test_add_func("/report/workflow/what makes no sense is refused", test_faults);
  return g_test_run();
}
