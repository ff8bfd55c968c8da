/* SPDX-License-Identifier: ISC */
/* What the sections of the word lists are called, and which class each fills: the one table to look at for what a section means. */
#include "parser/identity_internal.h"

/* What the sections are called, and whether Arabic proclitics (و ف ب ل ك ال) may stand before the first word. */
static const struct {
  const char *section;
  Cue cue;
  gboolean nominal;
} sections[] = {
    {"introduction.name", CUE_INTRO_NAME, FALSE},   /* "my name is": a name follows */
    {"introduction.field", CUE_INTRO_FIELD, FALSE}, /* "complainant:": a name follows */
    {"introduction.me", CUE_INTRO_ME, FALSE},       /* "I am": a name may follow */
    {"behalf", CUE_BEHALF, FALSE},                  /* "on behalf of" */
    {"closing", CUE_CLOSING, FALSE},                /* "regards": a signature follows */
    {"closing.kin", CUE_CLOSING_KIN, FALSE},        /* "your brother X" */
    {"relative", CUE_RELATIVE, TRUE},               /* "my brother" */
    {"kin", CUE_KIN, FALSE},                        /* "brother of", after "I am" */
    {"phone.own", CUE_OWN_PHONE, FALSE},
    {"contact.own", CUE_OWN_CONTACT, FALSE},
    {"account.own", CUE_OWN_ACCOUNT, TRUE},
    {"accused.title", CUE_ACCUSED_TITLE, TRUE}, /* what stands before the name of an accused person, page, list */
    {"accused.contact", CUE_ACCUSED_CONTACT, FALSE},
    {"accused.act", CUE_ACCUSED_ACT, FALSE},
    {"fake", CUE_FAKE, TRUE}, /* impersonation and takeover */
    {"live", CUE_LIVE, FALSE},         /* "I live in": of the first person by itself */
    {"live.any", CUE_LIVE_ANY, FALSE}, /* "resident of": counts when somebody says "I" before */
    {"address", CUE_ADDRESS, TRUE},
    {"home.your", CUE_YOUR_HOME, FALSE}, /* "your house": in a threat to the reporter */
    {"phone.your", CUE_YOUR_NUMBER, FALSE}, /* "your number": in a threat to the reporter */
    {"calls", CUE_CALLS, FALSE},            /* "he called", before "from" and a number */
    {"side.their", CUE_THEIR_SIDE, TRUE},   /* attacker, gang: a plate or card beside it is theirs */
    {"medium", CUE_MEDIUM, TRUE},   /* newspaper, channel: of the reporter only with a profession before it */
    {"unit", CUE_UNIT, TRUE},       /* committee, room: what a unique job is in */
    {"self.as", CUE_SELF_AS, FALSE}, /* "in my capacity as" */
    {"work", CUE_WORK, FALSE},
    {"role", CUE_ROLE, TRUE},
    {"org", CUE_ORG, TRUE},
    {"org.own", CUE_OWN_ORG, TRUE},
    {"title", CUE_TITLE, TRUE},
    {"id", CUE_ID, FALSE},
    {"footer", CUE_FOOTER, FALSE},
    {"disclaimer", CUE_DISCLAIMER, FALSE},
    {"wrote", CUE_WROTE, FALSE},
    {"head.from", CUE_HEAD_FROM, FALSE},
    {"head.to", CUE_HEAD_TO, FALSE},
    {"head.date", CUE_HEAD_DATE, FALSE},
    {"head.subject", CUE_HEAD_SUBJECT, FALSE},
    {"forward", CUE_FORWARD, FALSE},
    {"stop", CUE_STOP, FALSE}, /* never part of a name */
    {"vocative", CUE_VOCATIVE, FALSE},
    {"particle", CUE_PARTICLE, FALSE}, /* part of a name, never a name */
    {"phone.word", CUE_PHONE_WORD, FALSE},
    {"at", CUE_AT, FALSE},
    {"dot", CUE_DOT, FALSE},
    {"provider", CUE_PROVIDER, FALSE},
    {"currency", CUE_CURRENCY, FALSE}, /* what makes a number an amount */
    {"say", CUE_SAY, FALSE},
    {"place", CUE_PLACE, TRUE},
    {"common", CUE_COMMON, TRUE},
    {"self", CUE_SELF, FALSE},
    {"unique", CUE_UNIQUE, FALSE},
    {"relation", CUE_RELATION, FALSE},
    {"boss", CUE_BOSS, FALSE},
    {"name.given", CUE_GIVEN, TRUE},
    {"name.family", CUE_FAMILY, TRUE},
    {"token.params", CUE_PARAM, FALSE}, /* parameters of links whose value leads to who shared */
    {"greeting", CUE_GREETING, FALSE},
    {"signatories", CUE_SIGNATORIES, FALSE}, /* "signed:": a list of names follows */
    {"kin.yours", CUE_KIN_YOURS, TRUE},     /* "your son", in a threat */
    {"companion", CUE_COMPANION, FALSE},     /* "who are with me:": names follow */
    {"number.told", CUE_NUMBER_TOLD, FALSE}, /* "send it to", "numbers that call", "which belongs to", beside a number */
    {"generic", CUE_GENERIC, FALSE},    /* words of addresses and display names that name nobody */
};

static const struct {
  const char *section;
  WordSet set;
} word_sets[] = {
    {"words.field.anybody", SET_ANYBODY},
    {"words.kin.theirs", SET_THEIR_KIN},
    {"words.theirs", SET_THEIR},
    {"words.my", SET_MY},
    {"words.and", SET_AND},
    {"words.copula", SET_COPULA},
    {"words.kunya", SET_KUNYA},
    {"words.parent", SET_PARENT},
    {"words.kin.close", SET_CLOSE_KIN},
    {"words.people", SET_PEOPLE},
    {"words.from", SET_FROM},
    {"words.from.home", SET_FROM_HOME},
    {"words.we", SET_WE},
    {"words.article", SET_ARTICLE},
    {"words.told", SET_TOLD_OF},
    {"words.not.name", SET_NO_NAME},
    {"words.before.name", SET_BEFORE_NAME},
    {"words.between", SET_BETWEEN},
    {"words.report", SET_REPORT},
    {"words.from.sender", SET_FROM_SENDER},
    {"words.after.name", SET_AFTER_NAME},
    {"words.son.of", SET_SON_OF},
    {"words.address.small", SET_ADDRESS_SMALL},
    {"words.address.filler", SET_ADDRESS_FILLER},
    {"words.address.code", SET_ADDRESS_CODE},
    {"words.address.near", SET_ADDRESS_NEAR},
    {"words.called", SET_CALLED},
    {"words.named", SET_NAMED},
    {"words.mine", SET_MINE},
    {"words.phone.kind", SET_PHONE_KIND},
    {"words.from.number", SET_FROM_NUMBER},
    {"words.pronoun", SET_PRONOUN},
    {"words.school", SET_SCHOOL},
    {"words.at.work", SET_AT_WORK},
    {"words.page", SET_PAGE},
    {"words.plus", SET_PLUS},
    {"words.namesake", SET_NAMESAKE},
    {"words.office", SET_OFFICE},
    {"words.deed", SET_DEED},
    {"words.suffer", SET_SUFFER},
    {"words.postscript", SET_POSTSCRIPT},
    {"words.name.suffix", SET_NAME_SUFFIX},
    {"words.child.of", SET_CHILD_OF},
    {"words.siblings", SET_SIBLINGS},
    {"words.you", SET_YOU},
    {"words.call.me", SET_CALL_ME},
    {"words.near", SET_NEAR},
    {"words.we.know", SET_WE_KNOW},
    {"words.i", SET_I},
    {"words.provider", SET_PROVIDER},
    {"words.where", SET_WHERE},
    {"words.dont.tell", SET_DONT_TELL},
    {"words.live.verb", SET_LIVE_VERB},
    {"words.adjective", SET_ADJECTIVE},
    {"words.who", SET_WHO},
    {"words.honorific", SET_HONORIFIC},
    {"words.uncle", SET_UNCLE},
    {"words.your.job", SET_YOUR_JOB},
    {"words.is", SET_IS},
    {"words.report.of", SET_TELLS},
    {"words.owns", SET_OWNS},
    {"words.called.it", SET_CALLED_IT},
    {"words.polling", SET_POLLING},
    {"words.filmed", SET_FILMED},
    {"words.candidate", SET_CANDIDATE},
    {"words.agent", SET_AGENT},
    {"words.he", SET_HE},
    {"words.company", SET_COMPANY},
    {"words.vehicle", SET_VEHICLE},
    {"words.its.number", SET_ITS_NUMBER},
    {"words.venue", SET_VENUE},
    {"words.paper", SET_PAPER},
    {"words.mail", SET_MAIL},
    {"words.threat", SET_THREAT},
    {"words.sent", SET_SENT},
    {"words.dont.name.me", SET_DONT_NAME_ME},
    {"words.i.saw", SET_I_SAW},
    {"words.ezafe", SET_EZAFE},
    {"words.in.language", SET_IN_LANGUAGE},
    {"words.language", SET_LANGUAGE},
    {"words.home", SET_HOME},
    {"words.addressed", SET_ADDRESSED},
    {"words.his.name", SET_HIS_NAME},
    {"words.card", SET_CARD},
    {"words.file", SET_FILE},
    {"words.number", SET_NUMBER_WORD},
    {"words.thats.me", SET_THATS_ME},
    {"words.my.post", SET_MY_POST},
    {"words.by.account", SET_BY_ACCOUNT},
    {"words.against", SET_AGAINST},
    {"words.wrote.you", SET_WROTE_YOU},
    {"words.service", SET_SERVICE},
    {"words.uploaded", SET_UPLOADED},
    {"words.letterhead", SET_LETTERHEAD},
    {"words.reference", SET_REFERENCE},
    {"words.visited", SET_VISITED},
    {"words.claimed", SET_CLAIMED},
    {"words.my.account", SET_MY_ACCOUNT},
    {"words.page.owned", SET_PAGE_OWNED},
    {"words.page.adjective", SET_PAGE_ADJECTIVE},
    {"words.do.call", SET_DO_CALL},
    {"words.phone.mine", SET_PHONE_MINE},
    {"words.extension", SET_EXTENSION},
    {"words.field", SET_FIELD},
    {"words.ticket", SET_TICKET},
    {"words.column", SET_COLUMN},
    {"words.contact.card", SET_CONTACT_CARD},
    {"words.my.card", SET_MY_CARD},
    {"words.attached", SET_ATTACHED},
    {"words.complaint", SET_COMPLAINT},
    {"words.of.whom", SET_OF_WHOM},
    {"words.this", SET_THIS},
    {"words.presenting", SET_PRESENTING},
    {"words.speaking", SET_SPEAKING},
    {"words.glued", SET_GLUED},
    {"words.offends", SET_OFFENDS},
    {"words.former", SET_FORMER},
    {"words.untold", SET_UNTOLD},
    {"words.in.it", SET_IN_IT},
    {"words.auto", SET_AUTO},
    {"words.ending", SET_ENDING},
    {"words.row", SET_ROW},
    {"words.login", SET_LOGIN},
    {"words.account", SET_ACCOUNT},
};

const char *
identity_class_name(gboolean is_set, guint index)
{
  for (gsize i = 0; !is_set && i < G_N_ELEMENTS(sections); i++)
    if ((guint)sections[i].cue == index)
      return sections[i].section;
  for (gsize i = 0; is_set && i < G_N_ELEMENTS(word_sets); i++)
    if ((guint)word_sets[i].set == index)
      return word_sets[i].section;
  return NULL;
}

guint64
identity_sections_nominal(void)
{
  guint64 bits = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(sections); i++)
    if (sections[i].nominal)
      bits |= CUE_BIT(sections[i].cue);
  return bits;
}

Section
identity_section_find(const char *name)
{
  if (strcmp(name, "digits") == 0)
    return (Section){SECTION_DIGITS, 0};
  if (strcmp(name, "digits.repeat") == 0)
    return (Section){SECTION_REPEATS, 0};
  static const char *const second[] = {[NETWORK_THRESHOLDS] = "second", [NETWORK_ROWS] = "second.rows", [NETWORK_FORWARD] = "second.forward", [NETWORK_BACKWARD] = "second.backward", [NETWORK_OUTCOMES] = "second.outcomes"};
  for (guint i = 0; i < G_N_ELEMENTS(second); i++)
    if (strcmp(name, second[i]) == 0)
      return (Section){SECTION_SECOND, i};
  static const char *const gone[] = {"second.name", "second.place", "second.work", "second.tie"}; /* weights, until November 2026 */
  for (guint i = 0; i < G_N_ELEMENTS(gone); i++)
    if (strcmp(name, gone[i]) == 0)
      return (Section){SECTION_GONE, 0};
  for (guint i = 0; i < G_N_ELEMENTS(sections); i++)
    if (strcmp(sections[i].section, name) == 0)
      return (Section){SECTION_CUE, sections[i].cue};
  for (guint i = 0; i < G_N_ELEMENTS(word_sets); i++)
    if (strcmp(word_sets[i].section, name) == 0)
      return (Section){SECTION_SET, word_sets[i].set};
  return (Section){SECTION_NONE, 0};
}
