/* SPDX-License-Identifier: ISC */
/* Links: the vectors of the rules, what is found in running text, what is sealed, and that hostile text costs little. */
#include <json-glib/json-glib.h>
#include <string.h>
#include <time.h>
#include "parser/html.h"
#include "parser/links.h"
#include "parser/mime.h"

static LinkRules *rules;
static char *rules_json;
static gsize rules_len;

static void
load(void)
{
  g_autoptr(GError) error = NULL;
  g_file_get_contents(SOURCE_DIR "/config/links/share_params.json", &rules_json, &rules_len, &error);
  g_assert_no_error(error);
  rules = links_rules_new(rules_json, rules_len, &error);
  g_assert_no_error(error);
}

/* How the vectors of the file name a result. */
static char *
verdict(const Link *link)
{
  if (!link)
    return g_strdup("no link");
  if (link->canonical && link->review)
    return g_strconcat("REVIEW:owner-leak:", link->canonical, NULL);
  if (link->canonical)
    return g_strdup(link->canonical);
  if (!strcmp(link->form, "media-cdn"))
    return g_strdup("SEALED:media-cdn");
  return g_strdup_printf("SEALED:%s:%s", link->form, link->platform);
}

static void
test_vectors(void)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  g_assert_true(json_parser_load_from_data(parser, rules_json, (gssize)rules_len, NULL));
  JsonArray *vectors = json_object_get_array_member(json_node_get_object(json_parser_get_root(parser)), "test_vectors");
  g_assert_cmpuint(json_array_get_length(vectors), >=, 18);
  for (guint i = 0; i < json_array_get_length(vectors); i++) {
    JsonArray *vector = json_array_get_array_element(vectors, i);
    g_autoptr(Link) link = links_canonical(rules, json_array_get_string_element(vector, 0));
    g_autofree char *got = verdict(link);
    g_assert_cmpstr(got, ==, json_array_get_string_element(vector, 1));
  }
}

static void
test_one_url(void)
{
  static const char *const cases[][2] = {
      {"https://m.facebook.com/watch/?v=77&set=a.1", "https://www.facebook.com/watch/?v=77"},
      {"https://www.facebook.com/some.page/videos/a-title/77/", "https://www.facebook.com/watch/?v=77"},
      {"https://www.facebook.com/photo.php?fbid=5&set=pb.1&type=3&id=9", "https://www.facebook.com/photo/?fbid=5"},
      {"https://www.facebook.com/some.page/photos/a.12/34", "https://www.facebook.com/photo/?fbid=34"},
      {"https://www.facebook.com/groups/12/permalink/34/", "https://www.facebook.com/groups/12/posts/34"},
      {"https://www.facebook.com/profile.php?id=42&sk=about", "https://www.facebook.com/profile.php?id=42"},
      {"FACEBOOK.com/Some.Page/", "https://www.facebook.com/Some.Page"},
      {"https://fb.watch/AbCd/", "SEALED:opaque-short:facebook"},
      {"https://www.instagram.com/someone/reel/AbC-1/?igsh=x", "https://www.instagram.com/p/AbC-1/"},
      {"https://www.instagram.com/share/reel/AbC/", "SEALED:opaque-share:instagram"},
      {"https://instagram.com/some.one", "https://www.instagram.com/some.one/"},
      {"https://www.instagram.com/stories/highlights/123/", "https://www.instagram.com/stories/highlights/123/"},
      {"https://mobile.twitter.com/Who/status/12/photo/1", "https://x.com/Who/status/12"},
      {"https://x.com/i/web/status/12?s=20", "https://x.com/i/status/12"},
      {"https://x.com/messages/1-2", "SEALED:private-thread:x"},
      {"https://youtube.com/shorts/abcdefghijk?feature=share", "https://www.youtube.com/watch?v=abcdefghijk"},
      {"https://www.youtube.com/watch?v=abcdefghijk&list=WL&index=2", "https://www.youtube.com/watch?v=abcdefghijk"},
      {"https://www.youtube.com/@some.channel/videos", "https://www.youtube.com/@some.channel/videos"},
      {"https://www.youtube.com/clip/UgkxAbc", "SEALED:clip:youtube"},
      {"https://t.me/s/some_channel", "https://t.me/some_channel"},
      {"https://docs.google.com/document/d/1AbC/edit?usp=sharing", "REVIEW:owner-leak:https://docs.google.com/document/d/1AbC"},
      {"https://maps.google.com/?q=33.3,44.3", "https://www.google.com/maps?q=33.3,44.3"},
      {"https://t.me/+AbCdEf", "SEALED:invite:telegram"},
      {"https://t.me/somebot?start=ref123", "https://t.me/somebot"},
      {"https://some_channel.t.me/12", "https://t.me/some_channel/12"},
      {"https://web.telegram.org/k/#@some_channel", "https://t.me/some_channel"},
      {"https://web.telegram.org/a/#-1001234567", "SEALED:private-chat:telegram"},
      {"tg://resolve?domain=some_channel&post=12", "https://t.me/some_channel/12"},
      {"https://chat.whatsapp.com/AbCdEf", "SEALED:invite:whatsapp"},
      {"https://whatsapp.com/channel/0029Va/12", "https://whatsapp.com/channel/0029Va/12"},
      {"https://whatsapp.com/channel/0029Va", "https://whatsapp.com/channel/0029Va"},
      {"https://www.tiktok.com/t/ZTabc/", "SEALED:opaque-share:tiktok"},
      {"https://t.snapchat.com/AbC", "SEALED:opaque-share:snapchat"},
      {"https://www.threads.net/@some.one/post/AbC?xmt=1", "https://www.threads.com/@some.one/post/AbC"},
      {"https://bit.ly/3xAbC", "SEALED:opaque-short:other"},
      {"https://old.reddit.com/r/iraq/s/AbC", "SEALED:opaque-share:other"},
      {"https://contoso-my.sharepoint.com/personal/first_last_contoso_example/a", "SEALED:owner-leak:other"},
      {"https://www.google.com/maps/dir/Home/There", "SEALED:route:other"},
      {"https://www.google.com/search?q=x", "https://google.com/search?q=x"},
      {"https://user:pass@News.Example:443/A/b/?utm_source=x&id=5#top", "https://news.example/A/b?id=5"},
      {"https://news.example:8443/a", "https://news.example:8443/a"},
      {"http://xn--mgbb9fbpob.example/a", "https://xn--mgbb9fbpob.example/a"},
      {"https://موقع.عراق/خبر/5", "https://موقع.عراق/خبر/5"},
      {"https://news.example/%D8%AE%D8%A8%D8%B1/5", "https://news.example/%D8%AE%D8%A8%D8%B1/5"},
      {"https://news.example/n?id=5&amp;ref=wa", "https://news.example/n?id=5"},
      {"https://news.example/n?u=someone%40mail.example&id=5", "https://news.example/n?id=5"},
      {"https://news.example/n?x=c29tZW9uZUBtYWlsLmV4YW1wbGU&id=5", "https://news.example/n?id=5"},
      {"https://news.example/n?x=%D9%A0%D9%A7%D9%A7%D9%A0%D9%A1%D9%A2%D9%A3%D9%A4%D9%A5%D9%A6%D9%A7", "https://news.example/n"},
      {"https://news.example/for/someone@mail.example/5", "SEALED:identity:website"},
      {"https://social.example/@name@other.example/5", "https://social.example/@name@other.example/5"},
      {"https://pbs.twimg.com/media/AbC?format=jpg&name=large", "https://pbs.twimg.com/media/AbC?format=jpg"},
      {"hxxps://bad[.]site[.]com/a", "https://bad.site.com/a"},
      {"https://news.example/a;jsessionid=9F8A7B6C5D4E3F2A1B0C9D8E/b;v=2?id=5", "REVIEW:owner-leak:https://news.example/a/b;v=2?id=5"},
      {"https://www.google.com/amp/s/news.example/a.html%3Fid=5&utm_source=x", "https://news.example/a.html?id=5"},
      {"https://www-news-example.cdn.ampproject.org/v/s/www.news.example/a?id=5&amp_js_v=0.1&amp_gsa=1&usqp=mq331AQ", "https://news.example/a?id=5"},
      {"ftp://news.example/a", "no link"},
      {"not a link", "no link"},
      {"https://localhost/a", "no link"},
      {"https://1.2/a", "no link"},
      {"", "no link"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Link) link = links_canonical(rules, cases[i][0]);
    g_autofree char *got = verdict(link);
    g_assert_cmpstr(got, ==, cases[i][1]);
  }
}

static void
test_redirectors(void)
{
  static const char *const cases[][2] = {
      {"https://lm.facebook.com/l.php?u=https%3A%2F%2Fx.com%2Fa%2Fstatus%2F1%3Fs%3D20&h=AT", "https://x.com/a/status/1"},
      {"https://www.google.com/url?q=https://t.me/abc/5&sa=D", "https://t.me/abc/5"},
      {"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Ft.me%2Fabc%2F5&data=05%7C01%7Cme%40work.example", "https://t.me/abc/5"},
      {"https://urldefense.com/v3/__https://t.me/abc/5__;!!AbC!xyz$", "https://t.me/abc/5"},
      {"https://urldefense.com/v3/__https://news.example/a*b__;Iw!!AbC!xyz$", "https://news.example/a"},
      {"https://urldefense.proofpoint.com/v2/url?u=https-3A__t.me_abc_5&d=x&r=me", "https://t.me/abc/5"},
      {"https://www.facebook.com/login/?next=https%3A%2F%2Fm.facebook.com%2Fpage%2Fposts%2F9", "https://www.facebook.com/page/posts/9"},
      {"https://www.instagram.com/accounts/login/?next=/p/AbC/", "https://www.instagram.com/p/AbC/"},
      {"https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3Dabcdefghijk%26feature%3Dshare", "https://www.youtube.com/watch?v=abcdefghijk"},
      {"https://t.me/share/url?url=https%3A%2F%2Fx.com%2Fa", "https://x.com/a"},
      {"https://www.google.com/amp/s/news.example/a-1.html", "https://news.example/a-1.html"},
      {"https://web.archive.org/web/20260101000000/https://twitter.com/a/status/1?s=20", "https://web.archive.org/web/20260101000000/https://x.com/a/status/1"},
      {"https://l.facebook.com/l.php?h=AT0", "SEALED:redirect:other"},
      {"https://www.google.com/url?q=https%253A%252F%252Ft.me%252Fabc%252F5", "https://t.me/abc/5"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Link) link = links_canonical(rules, cases[i][0]);
    g_autofree char *got = verdict(link);
    g_assert_cmpstr(got, ==, cases[i][1]);
  }
}

static void
test_five_redirectors_and_one_more(void)
{
  g_autofree char *url = g_strdup("https://t.me/abc/5");
  for (guint i = 1; i <= LINKS_MAX_REDIRECTS + 1; i++) {
    g_autofree char *escaped = g_uri_escape_string(url, NULL, FALSE);
    g_autofree char *outer = g_strconcat("https://l.facebook.com/l.php?u=", escaped, NULL);
    g_free(url);
    url = g_steal_pointer(&outer);
    g_autoptr(Link) link = links_canonical(rules, url);
    g_assert_cmpstr(link->canonical, ==, i <= LINKS_MAX_REDIRECTS ? "https://t.me/abc/5" : NULL);
    g_assert_true(link->opaque == (i > LINKS_MAX_REDIRECTS));
  }
}

static void
test_object_keys(void)
{
  static const char *const same[] = {"https://www.facebook.com/some.page/posts/9001", "https://m.facebook.com/story.php?story_fbid=9001&id=42",
                                     "https://www.facebook.com/permalink.php?id=42&story_fbid=9001", "https://www.facebook.com/groups/5/posts/9001",
                                     "https://www.facebook.com/watch?v=9001", "https://www.facebook.com/reel/9001", "https://www.facebook.com/photo?fbid=9001",
                                     "https://www.facebook.com/some.page/videos/9001/", "https://www.facebook.com/some.page/posts/a-title/9001"};
  for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
    g_autoptr(Link) link = links_canonical(rules, same[i]);
    g_assert_cmpstr(link->object_key, ==, "facebook:9001");
  }
  static const char *const keys[][2] = {
      {"https://www.facebook.com/some.page/posts/pfbid02AbC", NULL}, {"https://www.facebook.com/some.page", NULL},
      {"https://x.com/Who/status/12", "x:12"}, {"https://youtu.be/abcdefghijk", "youtube:abcdefghijk"},
      {"https://www.tiktok.com/@a/video/77", "tiktok:77"}, {"https://www.instagram.com/a/p/AbC/", "instagram:AbC"},
      {"https://t.me/s/Some_Channel/12", "telegram:some_channel/12"}, {"https://t.me/some_channel", NULL},
      {"https://www.news.example/a/12", "website:news.example/a/12"}, {"https://www.news.example/about", NULL}, {"https://vm.tiktok.com/ZMabc/", NULL}};
  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
    g_autoptr(Link) link = links_canonical(rules, keys[i][0]);
    g_assert_cmpstr(link->object_key, ==, keys[i][1]);
  }
}

static void
test_accounts(void)
{
  static const struct {
    const char *url, *account;
    gboolean profile, members;
  } cases[] = {{"https://www.facebook.com/some.page", "some.page", TRUE, FALSE},
               {"https://www.facebook.com/profile.php?id=42", "42", TRUE, FALSE},
               {"https://www.facebook.com/some.page/posts/9", "some.page", FALSE, FALSE},
               {"https://www.facebook.com/story.php?story_fbid=9&id=42", "42", FALSE, FALSE},
               {"https://www.facebook.com/watch", NULL, FALSE, FALSE},
               {"https://www.instagram.com/some.one/", "some.one", TRUE, FALSE},
               {"https://www.instagram.com/p/AbC/", NULL, FALSE, FALSE},
               {"https://x.com/Who", "Who", TRUE, FALSE},
               {"https://x.com/home", NULL, FALSE, FALSE},
               {"https://x.com/i/status/5", NULL, FALSE, FALSE},
               {"https://www.tiktok.com/@a.b", "a.b", TRUE, FALSE},
               {"https://www.youtube.com/@a-b", "a-b", TRUE, FALSE},
               {"https://t.me/abc/12", "abc", FALSE, FALSE},
               {"https://t.me/c/12/34", NULL, FALSE, TRUE},
               {"https://t.me/+AbC", NULL, FALSE, TRUE},
               {"https://wa.me/9647000000000", "9647000000000", FALSE, FALSE},
               {"https://www.messenger.com/t/12", NULL, FALSE, TRUE},
               {"https://m.me/some.page", "some.page", FALSE, FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Link) link = links_canonical(rules, cases[i].url);
    g_assert_cmpstr(link->account, ==, cases[i].account);
    g_assert_true(link->is_profile == cases[i].profile);
    g_assert_true(link->members_only == cases[i].members);
    g_assert_true(link->opaque == !link->canonical);
  }
}

static void
test_tracking(void)
{
  static const char *const urls[] = {"https://news.example/unsubscribe?u=12", "https://track.mail.example/o.gif?uid=5", "https://x.list-manage.com/track/click?u=1",
                                     "https://u12.ct.sendgrid.net/ls/click?upn=abc", "https://click.shop.example/c?u=8&e=c29tZW9uZUBtYWlsLmV4YW1wbGU"};
  for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
    g_autoptr(Link) link = links_canonical(rules, urls[i]);
    g_assert_true(link->tracking);
    g_assert_null(strchr(link->canonical, '?'));
  }
  static const char *const pages[] = {"https://click.news.example/politics/12", "https://news.example/a/photo.gif", "https://www.facebook.com/unsubscribe.page"};
  for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
    g_autoptr(Link) link = links_canonical(rules, pages[i]);
    g_assert_false(link->tracking);
  }
}

static void
test_token_values_are_flagged(void)
{
  g_autoptr(Link) token = links_canonical(rules, "https://news.example/a?id=5&k9=aB3dE5gH7jK9mN1pQ3");
  g_assert_cmpstr(token->canonical, ==, "https://news.example/a?id=5");
  g_assert_true(token->review);
  g_autoptr(Link) named = links_canonical(rules, "https://news.example/a?article=aB3dE5gH7jK9mN1pQ3");
  g_assert_cmpstr(named->canonical, ==, "https://news.example/a?article=aB3dE5gH7jK9mN1pQ3");
  g_assert_true(named->review);
  g_autoptr(Link) words = links_canonical(rules, "https://news.example/a?title=results-of-the-election");
  g_assert_cmpstr(words->canonical, ==, "https://news.example/a?title=results-of-the-election");
  g_assert_false(words->review);
}

/* Canonical forms (or forms of sealed ones) found in text, joined by blanks. */
static char *
found(const char *text)
{
  g_autoptr(GPtrArray) links = links_find(rules, text);
  GString *out = g_string_new(NULL);
  gsize before = 0;
  for (guint i = 0; i < links->len; i++) {
    const Link *link = links->pdata[i];
    g_assert_cmpuint(link->start, >=, before);
    g_assert_cmpuint(link->end, >, link->start);
    g_assert_cmpuint(link->end, <=, strlen(text));
    before = link->end;
    g_string_append_printf(out, "%s%s", out->len ? " " : "", link->canonical ? link->canonical : link->form);
  }
  return g_string_free(out, FALSE);
}

static void
check_found(const char *const cases[][2], gsize count)
{
  for (gsize i = 0; i < count; i++) {
    g_autofree char *got = found(cases[i][0]);
    g_assert_cmpstr(got, ==, cases[i][1]);
  }
}

static void
test_found_in_text(void)
{
  static const char *const cases[][2] = {
      {"هذا https://t.me/abc/12، وهذا؟", "https://t.me/abc/12"},
      {"الرابط:https://t.me/abc/12؛", "https://t.me/abc/12"},
      {"https://t.me/abc/12والله شفته", "https://t.me/abc/12"},
      {"«https://t.me/abc/12»", "https://t.me/abc/12"},
      {"(https://t.me/abc/12).", "https://t.me/abc/12"},
      {"[هنا](https://t.me/abc/12) **https://x.com/a** _https://x.com/b_ https://x.com/c_", "https://t.me/abc/12 https://x.com/a https://x.com/b https://x.com/c_"},
      {"\xe2\x80\x8fhttps://t.me/\xe2\x80\x8e" "abc/12\xe2\x80\x8f ok", "https://t.me/abc/12"},
      {"facebook.com/some.page و www.site.iq وt.me/abc", "https://www.facebook.com/some.page https://site.iq https://t.me/abc"},
      {"t dot me/abc/5 and facebook dot com slash some.page", "https://t.me/abc/5 https://www.facebook.com/some.page"},
      {"hxxp://news[.]example/a t[.]me/abc", "https://news.example/a https://t.me/abc"},
      {"write to a.b@facebook.com/x or a@t.me", ""},
      {"@some.handle on x.com, and e.g. and/or 12.10.2026/5", ""},
      {"see page.html or file.txt/a", ""},
      {"https://x.com/a/status/1https://x.com/b", "https://x.com/a/status/1 https://x.com/b"},
      {"https://l.facebook.com/l.php?u=https://x.com/b", "https://x.com/b"},
      {"https://www.facebook.com/p/posts/9?__cft__[0]=AZ&__tn__=R", "https://www.facebook.com/p/posts/9"},
      {"https://news.example/اخبار/خبر-عاجل-2026 نص", "https://news.example/اخبار/خبر-عاجل-2026"},
      {"https://x.com/hashtag/انتخابات وصل", "https://x.com/hashtag/انتخابات"},
      {"https://www.facebook.com/some.page/والصفحة", "https://www.facebook.com/some.page"},
      {"https://en.news.example/wiki/Foo_(bar)", "https://en.news.example/wiki/Foo_(bar)"},
      {"https://ar.news.example/wiki/النهر_(قرية)، ثم", "https://ar.news.example/wiki/النهر_(قرية)"},
      {"(https://ar.news.example/wiki/النهر_(قرية))", "https://ar.news.example/wiki/النهر_(قرية)"},
      {"https://t.me/abc/12(هنا)", "https://t.me/abc/12"},
      {"https:// www.news.example/a", "https://news.example/a"},
      {"HTTPS://T.ME/Abc", "https://t.me/Abc"},
      {"http://https://t.me/abc", "https://t.me/abc"},
      {"1.https://t.me/one 2.t.me/two", "https://t.me/one https://t.me/two"},
      {"www.facebook.com/some.page,https://t.me/abc", "https://www.facebook.com/some.page https://t.me/abc"},
      {"https://t.me/one|https://t.me/two", "https://t.me/one https://t.me/two"},
  };
  check_found(cases, G_N_ELEMENTS(cases));
}

static void
test_found_over_line_ends(void)
{
  static const char *const cases[][2] = {
      {"<https://www.facebook.com/permalink.php?story_fbid=9\n&id=4>", "https://www.facebook.com/permalink.php?story_fbid=9&id=4"},
      {"https://www.facebook.com/permalink.php?\nstory_fbid=9&id=4", "https://www.facebook.com/permalink.php?story_fbid=9&id=4"},
      {"https://www.facebook.com/permalink.php?story_fbid=9&\r\nid=4\r\n", "https://www.facebook.com/permalink.php?story_fbid=9&id=4"},
      {"https://www.facebook.com/some.page/posts/\n900100200300\nnext", "https://www.facebook.com/some.page/posts/900100200300"},
      {"> https://www.facebook.com/permalink.php?story_fbid=9&\n> id=4", "https://www.facebook.com/permalink.php?story_fbid=9&id=4"},
      {"https://www.facebook.com/some.page\n/posts/900100200300", "https://www.facebook.com/some.page/posts/900100200300"},
      {"here is what they wrote in the night https://news.example/article?id=1234\n56789&page=2", "https://news.example/article?id=123456789&page=2"},
      {"https://t.me/abc/12\nhello", "https://t.me/abc/12"},
      {"https://t.me/abc/\nhello", "https://t.me/abc"},
      {"https://t.me/abc/12\n34", "https://t.me/abc/12"},
      {"https://t.me/abc/\n\n1234567", "https://t.me/abc"},
      {"https://t.me/abc/\nhttps://t.me/def", "https://t.me/abc https://t.me/def"},
      {"https://news.example/a-\n- second point", "https://news.example/a-"},
      {"https://t.me/abc\n1) first 2) second", "https://t.me/abc"},
  };
  check_found(cases, G_N_ELEMENTS(cases));
}

static char *
repeat(const char *unit, gsize bytes)
{
  GString *out = g_string_sized_new(bytes + 16);
  while (out->len < bytes)
    g_string_append(out, unit);
  return g_string_free(out, FALSE);
}

static void
test_hostile_text_is_linear(void)
{
  static const char *const units[] = {"http://", "http://a.b/", "a.a", "a[.]a", "a dot ", "www.", "https://x.com/\n", "https://www.facebook.com/hashtag/\xd8\xa7-",
                                      "https://a.example/?a=http://", "https://l.facebook.com/l.php?u=", "@", "a@b.com/", "%25", "t.me/a ", "https://\xd8\xa7", "a\xe2\x80\x8b", "(https://a.b/(",
                                      "https://linkedin.com/posts/activity-activity-"};
#ifdef AMANA_SANITIZE
  const double slow = 10;
#else
  const double slow = 1;
#endif
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
    g_autofree char *text = repeat(units[i], 1024 * 1024);
    clock_t start = clock(); /* of the processor: other tests may run at the same time */
    g_autoptr(GPtrArray) links = links_find(rules, text);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    g_test_message("%.3f s, %u links for %s", seconds, links->len, units[i]);
    g_assert_cmpfloat(seconds, <, slow * (links->len > 10 ? 1.5 : 0.3));
  }
}

static void
test_longest_url_and_one_more(void)
{
  for (guint extra = 0; extra <= 1; extra++) {
    g_autofree char *path = g_strnfill(LINKS_MAX_URL_BYTES - strlen("https://news.example/") + extra, 'a');
    g_autofree char *text = g_strconcat("x https://news.example/", path, " y", NULL);
    g_autoptr(GPtrArray) links = links_find(rules, text);
    g_assert_cmpuint(links->len, ==, 1);
    const Link *link = links->pdata[0];
    g_assert_true(link->opaque == (extra > 0));
    g_assert_cmpuint(link->end, ==, strlen(text) - 2);
  }
}

static void
test_bad_rules_are_refused(void)
{
  static const char *const files[] = {"", "[]", "{}", "{\"platforms\": [{}], \"redirectors\": [], \"media_cdn\": []}", "{\"platforms\": [1]}",
                                      "{\"platforms\": [{\"id\": \"x\", \"canonical_host\": \"x.y\", \"forms\": [{\"match\": [\"/{a\"], \"kind\": \"k\", \"canonical\": \"/\", "
                                      "\"action\": \"canonical\"}]}], \"redirectors\": [], \"media_cdn\": []}",
                                      "{\"platforms\": [{\"id\": \"x\", \"canonical_host\": \"x.y\", \"forms\": [{\"match\": [\"/{a}\"], \"kind\": \"k\", \"canonical\": null, "
                                      "\"action\": \"canonical\"}]}], \"redirectors\": [], \"media_cdn\": []}",
                                      "{\"platforms\": [], \"redirectors\": [{\"host\": \"x\"}], \"media_cdn\": []}"};
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(links_rules_new(files[i], strlen(files[i]), &error));
    g_assert_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT);
  }
}

/* --- measured on the open corpus, where it lies beside the project (AMANA_SHARED) */

static char *
shared(const char *what, const char *name)
{
  const char *root = g_getenv("AMANA_SHARED");
  g_autofree char *beside = g_build_filename(SOURCE_DIR, "..", "shared", NULL);
  return g_build_filename(root ? root : beside, what, name, NULL);
}

/* Two links are the same but for the trailing slash and www. */
static gboolean
same_link(const char *a, const char *b)
{
  g_autofree char *x = g_strdup(a), *y = g_strdup(b);
  for (char **p = (char *[]){x, y, NULL}; *p; p++) {
    gsize len = strlen(*p);
    if (len && (*p)[len - 1] == '/')
      (*p)[len - 1] = 0;
    char *www = strstr(*p, "://www.");
    if (www)
      memmove(www + 3, www + 7, strlen(www + 7) + 1);
  }
  return !strcmp(x, y);
}

static GPtrArray *
links_of_mail(const char *path)
{
  g_autofree char *bytes = NULL;
  gsize size;
  g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
  g_autoptr(MimeMessage) message = mime_parse((const guint8 *)bytes, size, NULL);
  gboolean remote;
  g_autofree char *body = mime_body_text(message, &remote);
  const char *subject = mime_header(message, "subject");
  g_autofree char *text = g_strconcat(subject ? subject : "", "\n", body, NULL);
  return links_find(rules, text);
}

static gboolean
is_among(GPtrArray *links, const char *url)
{
  for (guint i = 0; i < links->len; i++) {
    const Link *link = links->pdata[i];
    if (link->canonical && same_link(link->canonical, url))
      return TRUE;
  }
  return FALSE;
}

/* No token of the label survives in a canonical link. */
static void
check_tokens_are_gone(GPtrArray *links, JsonObject *label)
{
  JsonArray *identity = json_object_get_array_member(label, "identity");
  for (guint i = 0; i < json_array_get_length(identity); i++) {
    JsonObject *item = json_array_get_object_element(identity, i);
    JsonNode *node = json_object_get_member(item, "text");
    if (strcmp(json_object_get_string_member(item, "kind"), "id") || !JSON_NODE_HOLDS_VALUE(node))
      continue;
    for (guint j = 0; j < links->len; j++) {
      const Link *link = links->pdata[j];
      g_assert_false(link->canonical && strstr(link->canonical, json_node_get_string(node)) && !g_str_has_prefix(json_node_get_string(node), "www."));
    }
  }
}

static void
test_open_corpus(void)
{
  g_autofree char *labels = shared("corpus/labels", NULL);
  g_autoptr(GDir) dir = g_dir_open(labels, 0, NULL);
  if (!dir) {
    g_test_skip("no corpus beside the project");
    return;
  }
  guint all = 0, right = 0;
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *label_path = shared("corpus/labels", name);
    g_autoptr(JsonParser) parser = json_parser_new();
    g_assert_true(json_parser_load_from_file(parser, label_path, NULL));
    JsonObject *label = json_node_get_object(json_parser_get_root(parser));
    g_autofree char *file = g_strdup_printf("%.*s.eml", (int)strcspn(name, "."), name);
    g_autofree char *path = shared("corpus/messages", file);
    g_autoptr(GPtrArray) links = links_of_mail(path);
    check_tokens_are_gone(links, label);
    JsonArray *urls = json_object_get_array_member(json_object_get_object_member(label, "expected"), "urls_canonical");
    for (guint i = 0; i < json_array_get_length(urls); i++, all++) {
      gboolean ok = is_among(links, json_array_get_string_element(urls, i));
      right += ok;
      if (!ok)
        g_test_message("%s: %s not found", name, json_array_get_string_element(urls, i));
    }
  }
  g_test_message("links: %u of %u", right, all);
  g_assert_cmpuint(right * 100, >=, all * 98);
}

/* Bytes that are no UTF-8 keep their places, and a character cut off at the end is not read past. */
static void
test_broken_utf8(void)
{
  static const char *const texts[] = {"t.me/abc_def/12 \xe2\x80", "\xff\xfe t.me/abc_def/12 \xd8", "\xc3( t.me/abc_def/12\xf0\x9f", "\xf0"};
  static const gsize starts[] = {0, 3, 3};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *exact = g_strdup(texts[i]); /* as long as the text: the sanitizer sees a step too far */
    g_autoptr(GPtrArray) links = links_find(rules, exact);
    if (i == G_N_ELEMENTS(starts)) {
      g_assert_cmpuint(links->len, ==, 0);
      continue;
    }
    g_assert_cmpuint(links->len, ==, 1);
    const Link *link = g_ptr_array_index(links, 0);
    g_assert_cmpuint(link->start, ==, starts[i]);
    g_assert_cmpuint(link->end, ==, starts[i] + strlen("t.me/abc_def/12"));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  mime_init();
  html_init();
  load();
  g_test_add_func("/links/every vector of the rules comes out as written", test_vectors);
  g_test_add_func("/links/a url has one canonical form", test_one_url);
  g_test_add_func("/links/redirectors are opened offline", test_redirectors);
  g_test_add_func("/links/five redirectors are opened, six are sealed", test_five_redirectors_and_one_more);
  g_test_add_func("/links/forms of one object have one key", test_object_keys);
  g_test_add_func("/links/accounts, profiles and closed places are told", test_accounts);
  g_test_add_func("/links/tracking links lose everything but the host", test_tracking);
  g_test_add_func("/links/values that look like tokens are flagged", test_token_values_are_flagged);
  g_test_add_func("/links/links are found in running text", test_found_in_text);
  g_test_add_func("/links/links go on over line ends where that is certain", test_found_over_line_ends);
  g_test_add_func("/links/hostile text costs linear time", test_hostile_text_is_linear);
  g_test_add_func("/links/text that is no utf-8 is not read past its end", test_broken_utf8);
  g_test_add_func("/links/the longest url is read and a longer one sealed", test_longest_url_and_one_more);
  g_test_add_func("/links/rules that cannot be read are refused", test_bad_rules_are_refused);
  g_test_add_func("/links/links of the open corpus are right", test_open_corpus);
  int status = g_test_run();
  links_rules_free(rules);
  g_free(rules_json);
  return status;
}
