/* SPDX-License-Identifier: ISC */
/* HTML to text: what a reader sees, in reading order, and nothing else; and pages that are made to hurt a
 * parser. */
#include "parser/html.h"
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  const char *html, *text;
} Case;

static void
check(const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *text = html_to_text(cases[i].html, NULL);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

#define CHECK(cases) check(cases, G_N_ELEMENTS(cases))

static void
words_and_lines(void)
{
  static const Case cases[] = {
      {"", ""},
      {"plain", "plain\n"},
      {"<p>one</p><p>two</p>", "one\n\ntwo\n"},
      {"<div>one</div><div>two</div>", "one\ntwo\n"},
      {"one<br>two<br><br>three", "one\ntwo\n\nthree\n"},
      {"a   b\n\t c", "a b c\n"},
      {"<b>Ah</b>med <i>A</i>l<u>i</u>", "Ahmed Ali\n"},
      {"<span>Ah</span><font color=red>med</font>", "Ahmed\n"},
      {"Ah<wbr>med<!-- no --> x", "Ahmed x\n"},
      {"&lt;a&gt; &amp; &quot;b&quot; &eacute; &#1593;&#x644;&#1610;", "<a> & \"b\" é علي\n"},
      {"a&nbsp;&nbsp;b", "a b\n"},
      {"soft&shy;hyphen zero\xe2\x80\x8bwidth joiner\xe2\x80\x8cs",
       "softhyphen zerowidth joiner\xe2\x80\x8cs\n"},
      {"<ul><li>one<li>two</ul>after", "- one\n- two\n\nafter\n"},
      {"<ol><li>one</li><li>two</li></ol>", "1. one\n2. two\n"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc\n"},
      {"<pre>  keep\n   this\n</pre>", "  keep\n   this\n"},
      {"<h1>Head</h1>text", "Head\n\ntext\n"},
      {"<input value='in it'> <input type=hidden value=secret> <input type=password value=pw>", "in it\n"},
      {"<textarea>in\nit</textarea>", "in\nit\n"},
      {"<bdi dir=rtl>اسم</bdi><bdo dir=ltr>ه</bdo>", "اسمه\n"},
      {"<p>unclosed <b>bold <p>next", "unclosed bold\n\nnext\n"},
      {"<html><head><title>T</title></head><body>b</body></html>", "b\n"},
  };
  CHECK(cases);
}

static void
what_is_not_seen(void)
{
  static const Case cases[] = {
      {"a<script>var x = '<b>y</b>';</script>b", "ab\n"},
      {"a<style>p { color: red }</style>b", "ab\n"},
      {"a<!-- comment -->b", "ab\n"},
      {"a<span style='display:none'>h</span>b", "ab\n"},
      {"a<span style='DISPLAY : none; color:red'>h<b>h</b></span>b", "ab\n"},
      {"a<div style='visibility: hidden'>h</div>b", "ab\n"},
      {"a<span style='font-size:0px'>h</span>b", "ab\n"},
      {"a<span style='font-size:0.9em'>s</span>b", "asb\n"},
      {"a<span style='color:red;opacity:0'>h</span>b", "ab\n"},
      {"a<span style='mso-hide:all'>h</span>b", "ab\n"},
      {"a<p hidden>h</p>b", "ab\n"},
      {"a<template>h</template>b", "ab\n"},
  };
  CHECK(cases);
}

static void
links_show_where_they_lead(void)
{
  static const Case cases[] = {
      {"<a href='https://e.example/x?a=1&amp;b=2'>here</a> after",
       "here <https://e.example/x?a=1&b=2> after\n"},
      {"<a href='https://e.example/x'>https://e.example/x</a>", "https://e.example/x\n"},
      {"<a href='https://www.e.example/x/'>e.example/x</a>", "e.example/x\n"},
      {"<a href='https://a.example/x'>https://b.example/x</a>",
       "https://b.example/x <https://a.example/x>\n"},
      {"<a href='https://e.example/x'><img src=cid:1></a>", "<https://e.example/x>\n"},
      {"<a href='ht\ntps://e.example/x'>here</a>", "here <https://e.example/x>\n"},
      {"<a href='javascript:alert(1)'>a</a> <a href='data:text/html,x'>b</a> <a href='cid:1'>c</a> <a "
       "href='#x'>d</a> <a href='/y'>e</a>",
       "a b c d e\n"},
      {"<a href='mailto:Ali@e.example?subject=x'>write</a>", "write <Ali@e.example>\n"},
      {"<a href='mailto:ali@e.example'>ali@e.example</a>", "ali@e.example\n"},
      {"<a href='tel:+9647701234567'>0770 123 4567</a>", "0770 123 4567\n"},
      {"<a href='tel:+9647701234567'>call</a>", "call <+9647701234567>\n"},
      {"<a href='tg://resolve?domain=chan'>chan</a>", "chan <tg://resolve?domain=chan>\n"},
      {"<a href='//e.example/x'>here</a>", "here <https://e.example/x>\n"},
      {"<area href='https://e.example/x'>", "<https://e.example/x>\n"},
      {"<a href='https://e.example/x'>open, never closed", "open, never closed <https://e.example/x>\n"},
      {"<a href='https://e.example/x'><div>in a block</div></a>", "in a block\n<https://e.example/x>\n"},
      {"<a name=x>anchor</a>", "anchor\n"},
  };
  CHECK(cases);
}

static void
quotations_are_marked(void)
{
  static const Case cases[] = {
      {"own<blockquote>said<br>more</blockquote>own", "own\n\n> said\n> more\n\nown\n"},
      {"<blockquote>a<blockquote>b</blockquote>c</blockquote>", "> a\n>\n> > b\n>\n> c\n"},
      {"own<div class=gmail_quote><div class=gmail_attr>On day, X wrote:<br></div><blockquote "
       "class=gmail_quote>q</blockquote></div>",
       "own\nOn day, X wrote:\n\n> q\n"},
      {"<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>indented</blockquote>", "indented\n"},
  };
  CHECK(cases);
}

static void
pictures_speak_only_when_nothing_else_does(void)
{
  static const Case cases[] = {
      {"<img alt='the words'>", "the words\n"},
      {"<img alt='the words'>text", "text\n"},
      {"<a href='https://e.example/x'><img alt='the words'></a>", "<https://e.example/x>\nthe words\n"},
  };
  CHECK(cases);
}

static void
remote_resources_are_noticed(void)
{
  static const struct {
    const char *html;
    gboolean remote;
  } cases[] = {
      {"<img src='http://t.example/1.gif'>", TRUE},
      {"<img src='cid:1'>", FALSE},
      {"<img src='data:image/png;base64,AA=='>", FALSE},
      {"<img srcset='//t.example/a 2x'>", TRUE},
      {"<td background='https://t.example/b'>", TRUE},
      {"<p style=\"background:url('https://t.example/b')\">", TRUE},
      {"<style>@import 'https://t.example/a.css';</style>", TRUE},
      {"<link rel=stylesheet href='https://t.example/a.css'>", TRUE},
      {"<a href='https://e.example/'>x</a>", FALSE},
      {"<iframe src='https://t.example/'></iframe>", TRUE},
      {"<p style='color:red'>url(x)</p>", FALSE},
      {"<div style='display:none'><img src='https://t.example/'></div>", TRUE},
      {"<video poster='https://t.example/'></video>", TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gboolean remote = FALSE;
    g_autofree char *text = html_to_text(cases[i].html, &remote);
    g_assert_cmpint(remote, ==, cases[i].remote);
  }
}

static void
the_documents_own_charset_is_ignored(void)
{
  g_autofree char *text =
      html_to_text("<html><head><meta charset=windows-1256><meta http-equiv=Content-Type content='text/html; "
                   "charset=iso-8859-6'></head><body>مرحبا</body></html>",
                   NULL);
  g_assert_cmpstr(text, ==, "مرحبا\n");
}

/* Nothing of a page may come out of libxml2 on standard error: it would be in the journal. */
static void
malformed_pages_print_nothing(void)
{
  if (g_test_subprocess()) {
    g_autofree char *text =
        html_to_text("<p <<b>> &nosuch; &#9999999; <a href=\"x>Zebra</p></q></b><table><p>\xd8<tr", NULL);
    g_autofree char *more =
        html_to_text("<html></body></html><body bgcolor=1 bgcolor=2>Zebra</span>&</font>", NULL);
    return;
  }
  g_test_trap_subprocess(NULL, 0, 0);
  g_test_trap_assert_passed();
  g_test_trap_assert_stderr_unmatched("*Zebra*");
  g_test_trap_assert_stderr_unmatched("*error*");
}

static char *
repeat(const char *piece, gsize bytes, const char *tail)
{
  GString *text = g_string_sized_new(bytes + 64);
  while (text->len < bytes)
    g_string_append(text, piece);
  g_string_append(text, tail);
  return g_string_free(text, FALSE);
}

static void
hostile_pages_take_no_time_and_lose_no_words(void)
{
  static const struct {
    const char *piece, *tail;
    gsize bytes;
  } cases[] = {
      {"<div>", "Zebra", 4u << 20},
      {"<b>", "</i></i>Zebra", 4u << 20},
      {"<table><tr><td>", "Zebra", 2u << 20},
      {"</q>", "Zebra", 4u << 20},
      {"<blockquote>", "Zebra", 1u << 20},
      {"<a href='https://e.example/'>", "Zebra", 1u << 20},
      {"&amp;", "Zebra", 4u << 20},
      {"<", "Zebra", 2u << 20},
      {"<!--", "-->Zebra", 1u << 20},
      {"<p>x", "Zebra", 20u << 20},
      {" a=\"b\"", ">Zebra", 64u << 10},
      {"x ", "Zebra", 8u << 20},
      {"<script>", "</script>Zebra", 1u << 20},
      {"<select><option>", "Zebra", 1u << 20},
      {"<ul><li>", "Zebra", 1u << 20},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *source = repeat(cases[i].piece, cases[i].bytes, cases[i].tail);
    g_autofree char *page = g_strconcat(cases[i].piece[0] == ' ' ? "<p" : "", source, NULL);
    clock_t start = clock(); /* CPU time: the machine may be busy */
    g_autofree char *text = html_to_text(page, NULL);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    g_test_message("%zu KB of %s: %.2f s", cases[i].bytes >> 10, cases[i].piece, seconds);
    g_assert_cmpfloat(seconds, <, 10);
    g_assert_nonnull(strstr(text, "Zebra"));
  }
}

static void
depth_at_the_limit_and_past_it(void)
{
  for (gsize depth = 380; depth < 420; depth += 10) {
    GString *page = g_string_new("start");
    for (gsize i = 0; i < depth; i++)
      g_string_append(page, "<div>");
    g_string_append(page, "deep <a href='https://e.example/x'>link</a>");
    g_autofree char *text = html_to_text(page->str, NULL);
    g_assert_cmpstr(text, ==, "start\ndeep link <https://e.example/x>\n");
    g_string_free(page, TRUE);
  }
}

static void
random_markup_crashes_nothing(void)
{
  static const char *const pieces[] = {"<",
                                       ">",
                                       "</",
                                       "a",
                                       "p",
                                       "table",
                                       "td",
                                       " href=",
                                       "\"",
                                       "'",
                                       "https://e.example/",
                                       "&",
                                       ";",
                                       "#",
                                       "x",
                                       "<!--",
                                       "-->",
                                       "<script",
                                       "<style",
                                       "<![CDATA[",
                                       "]]>",
                                       "<?",
                                       "=",
                                       "\n",
                                       "blockquote",
                                       "pre",
                                       "ع",
                                       "img alt="};
  g_autoptr(GRand) random = g_rand_new_with_seed(8);
  for (int i = 0; i < 4000; i++) {
    GString *page = g_string_new(NULL);
    for (int k = g_rand_int_range(random, 1, 60); k; k--)
      g_string_append(page, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
    g_autofree char *text = html_to_text(page->str, NULL);
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_string_free(page, TRUE);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_set_nonfatal_assertions(); /* a table shows all of its failures */
  html_init();
  g_test_add_func("/parser/html/words and lines", words_and_lines);
  g_test_add_func("/parser/html/what is not seen is left out", what_is_not_seen);
  g_test_add_func("/parser/html/links show where they lead", links_show_where_they_lead);
  g_test_add_func("/parser/html/quotations are marked", quotations_are_marked);
  g_test_add_func("/parser/html/pictures speak only when nothing else does",
                  pictures_speak_only_when_nothing_else_does);
  g_test_add_func("/parser/html/remote resources are noticed", remote_resources_are_noticed);
  g_test_add_func("/parser/html/the document's own charset is ignored", the_documents_own_charset_is_ignored);
  g_test_add_func("/parser/html/malformed pages print nothing", malformed_pages_print_nothing);
  g_test_add_func("/parser/html/hostile pages take no time and lose no words",
                  hostile_pages_take_no_time_and_lose_no_words);
  g_test_add_func("/parser/html/depth at the limit and past it", depth_at_the_limit_and_past_it);
  g_test_add_func("/parser/html/random markup crashes nothing", random_markup_crashes_nothing);
  return g_test_run();
}
