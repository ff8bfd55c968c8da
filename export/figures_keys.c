/* SPDX-License-Identifier: ISC */
/* How monitors worked in a quarter, as single numbers. Each stands alone: none is a sum of others. Counts below k are left out; shares are
 * rounded to steps of five in a hundred and medians need several times k cases, so that no case shows through. */
#include "export/figures_internal.h"
#include "export/json.h"

#define CROWD 4u /* times k: fewer cases make no median and no share */
#define SHARE_STEP 5

const FiguresKey figures_keys[] = {
    {"days_to_decision_median", N_("Days to a decision: half of the cases took no longer")},
    {"days_to_decision_ninth_decile", N_("Days to a decision: nine of ten cases took no longer")},
    {"categories_kept_percent", N_("Of a hundred verified cases, so many kept the category that the program proposed (steps of five)")},
    {"cases_with_notice", N_("Cases of which a platform was given notice")},
    {"decisions_reversed", N_("Cases whose verification was taken back")},
    {0},
};

/* The number of days within which tenths of the decided cases were decided. */
static gint64
quantile(const Figures *f, guint tenths)
{
  JsonArray *list = json_list(json_member(f->json, "work"), "decision_days");
  guint64 all = 0, seen = 0;
  for (guint i = 0; i < json_length(list); i++)
    all += (guint64)MAX(json_number(json_object_at(list, i), "count"), 0);
  if (all < (guint64)CROWD * f->k)
    return -1;
  for (guint i = 0; i < json_length(list); i++) {
    JsonObject *entry = json_object_at(list, i);
    const char *days = json_text(entry, "row");
    seen += (guint64)MAX(json_number(entry, "count"), 0);
    if (seen * 10 >= all * tenths)
      return days ? (gint64)MAX(g_ascii_strtoll(days, NULL, 10), 0) : -1;
  }
  return -1;
}

static gint64
share_kept(const Figures *f)
{
  JsonObject *work = json_member(f->json, "work");
  gint64 counted = json_number(work, "counted"), changed = json_number(work, "category_changed");
  if (counted < (gint64)CROWD * f->k || changed > counted)
    return -1;
  gint64 percent = (counted - changed) * 100 / counted;
  return (percent + SHARE_STEP / 2) / SHARE_STEP * SHARE_STEP;
}

static gint64
count_of(const Figures *f, const char *name)
{
  gint64 count = json_number(json_member(f->json, "work"), name);
  return count < (gint64)f->k ? -1 : count;
}

gint64
figures_key_value(const Figures *f, guint i)
{
  switch (i) {
  case 0:
    return quantile(f, 5);
  case 1:
    return quantile(f, 9);
  case 2:
    return share_kept(f);
  case 3:
    return count_of(f, "noticed");
  default:
    return count_of(f, "reversed");
  }
}
