/* SPDX-License-Identifier: ISC */
/* Texts, files in texts, winmail.dat, signed mail, names in metadata: what is shown is what people read, and all of it is listed. */
#include "attach_help.h"

static AttachList *
listed_text(const char *text)
{
  g_autoptr(GBytes) file = g_bytes_new(text, strlen(text));
  return listed(file);
}

static void
assert_shown(const char *source, IdentityTextType type, const char *text)
{
  g_autoptr(AttachList) list = listed_text(source);
  const AttachItem *item = item_at(list, 0);
  g_assert_cmpuint(list->items->len, ==, 1);
  g_assert_cmpint(item->entry->state, ==, REPORT_CLEAN);
  g_assert_cmpstr(item->text, ==, text);
  g_assert_cmpint(item->type, ==, type);
}

/* ---- texts ---- */

static void
test_plain(void)
{
  assert_shown("a,b\nc,d\n", IDENTITY_ATTACHMENT, "a,b\nc,d\n");
  assert_shown("window.data = [\"\\u0639\\u0644\\u064a \\u006e \\ud800 \\u12\"]", IDENTITY_ATTACHMENT,
               "window.data = [\"\u0639\u0644\u064a \\u006e \\ud800 \\u12\"]");
  assert_shown("1\n00:00:01,000 --> 00:00:02,000\nwords\n", IDENTITY_ATTACHMENT, "1\n00:00:01,000 --> 00:00:02,000\nwords\n");
  assert_shown("[Script Info]\nOriginal Script: SOMEBODY\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,said, and done\n",
               IDENTITY_ATTACHMENT, "said, and done\n");
}

static void
test_markup(void)
{
  assert_shown("<!DOCTYPE html><!-- saved from url=(1)SECRET --><html><head><title>t</title><script>USER_ID</script></head>"
               "<body data-viewer=\"VIEWER\"><p>seen</p><p hidden>HIDDEN</p></body></html>",
               IDENTITY_ATTACHMENT, "seen\n");
  assert_shown("<div class=\"VIEWER\">fragment</div>", IDENTITY_ATTACHMENT, "fragment\n");
}

static void
test_withheld_texts(void)
{
  g_autoptr(AttachList) xml = listed_text("<?xml version=\"1.0\"?><meta><creator>SOMEBODY</creator></meta>");
  assert_withheld(item_at(xml, 0), "XML: not shown as it stands");
  g_assert_cmpstr(item_at(xml, 0)->entry->media_type, ==, "text/xml");
  g_assert_null(item_at(xml, 0)->text);
  g_autoptr(AttachList) key = listed_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  assert_withheld(item_at(key, 0), "signature, key or encrypted part");
  g_autoptr(AttachList) pgp = listed_text("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n");
  assert_withheld(item_at(pgp, 0), "signature, key or encrypted part");
}

static void
test_chat(void)
{
  assert_shown("12/03/2026, 21:14 - One: hello\n12/03/2026, 21:15 - Two: yes\n12/03/2026, 21:16 - One: so\n", IDENTITY_CHAT,
               "12/03/2026, 21:14 - One: hello\n12/03/2026, 21:15 - Two: yes\n12/03/2026, 21:16 - One: so\n");
  assert_shown("\xe2\x80\x8e[12.03.26, 21:14:05] One: hello\n", IDENTITY_CHAT, "\xe2\x80\x8e[12.03.26, 21:14:05] One: hello\n");
  assert_shown("1/3/26, 9:14 - One: hi\n1/3/26, 9:15 - Two: hi\n", IDENTITY_CHAT, "1/3/26, 9:14 - One: hi\n1/3/26, 9:15 - Two: hi\n");
}

static void
test_telegram(void)
{
  assert_shown("{\"name\": \"Group\", \"type\": \"private_group\", \"messages\": ["
               "{\"type\": \"service\", \"date\": \"2026-03-12T21:13:00\", \"actor\": \"ACTOR\", \"action\": \"join\", \"text\": \"\"},"
               "{\"type\": \"message\", \"date\": \"2026-03-12T21:14:05\", \"from\": \"\\u0639\\u0644\\u064a\", \"from_id\": \"user77\", \"text\": \"words\"},"
               "{\"type\": \"message\", \"date\": \"2026-03-12T21:15:00\", \"from\": \"Two\", \"photo\": \"x.jpg\","
               " \"text\": [\"see \", {\"type\": \"text_link\", \"text\": \"here\", \"href\": \"https://example.net/a\"}]}]}",
               IDENTITY_CHAT,
               "12/03/2026, 21:14 - \u0639\u0644\u064a: words\n12/03/2026, 21:15 - Two: see here <https://example.net/a> [photo]\n");
  assert_shown("{\"personal_information\": {\"phone_number\": \"SECRET\"}, \"chats\": {\"list\": [{\"messages\": ["
               "{\"date\": \"2026-03-12T21:14:05\", \"from\": \"x\", \"text\": \"w\"}]}]}}",
               IDENTITY_CHAT, "12/03/2026, 21:14 - x: w\n");
}

static void
test_messenger(void)
{
  assert_shown("{\"participants\": [{\"name\": \"x\"}], \"messages\": ["
               "{\"sender_name\": \"\\u00d8\\u00b9\", \"timestamp_ms\": 1773350040000, \"content\": \"later\"},"
               "{\"sender_name\": \"y\", \"timestamp_ms\": 1773349980000, \"content\": \"earlier\"}]}",
               IDENTITY_CHAT, "12/03/2026, 21:13 - y: earlier\n12/03/2026, 21:14 - \u0639: later\n");
}

static void
test_json(void)
{
  assert_shown("{\"a\": {\"b\": [1, true, null, \"\\u0634\"]}}", IDENTITY_ATTACHMENT, "b: 1\nb: true\nb: \u0634\n");
  g_autoptr(AttachList) half = listed_text("{\"a\": \"x\\ud800y\"}");
  g_assert_true(g_utf8_validate(item_at(half, 0)->text, -1, NULL));
  assert_has(item_at(half, 0)->text, "a: x");
}

static void
test_hostile_json(void)
{
  static const char *const programs[] = {
      "out = b'[' * 5000000 + b']' * 5000000", "out = b'{\"a\":' * 1000000", "out = b'[[' + b'1,' * 4000000 + b'1]]'",
      "out = b'{\"a\": 1'", "out = b'{\"a\": /* \" */ [[[[[[1]]]]]]}'", "out = b'[\"' + b'x' * 17000000 + b'\"]'",
  };
  for (guint i = 0; i < G_N_ELEMENTS(programs); i++) {
    g_autoptr(AttachList) list = listed_made(programs[i]);
    if (!list)
      return;
    assert_withheld(item_at(list, 0), "data (JSON): damaged or too large to show");
  }
}

static void
test_json_limits(void)
{
  g_autoptr(AttachList) most = listed_made("out = b'[' * 40 + b'1' + b']' * 40");
  g_autoptr(AttachList) more = listed_made("out = b'[' * 41 + b'1' + b']' * 41");
  if (!most || !more)
    return;
  g_assert_cmpint(item_at(most, 0)->entry->state, ==, REPORT_CLEAN);
  g_assert_cmpint(item_at(more, 0)->entry->state, ==, REPORT_WITHHELD);
}

static void
test_card(void)
{
  assert_shown("BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B9=D9=84=\r\n=D9=8A\r\n"
               "TEL;CELL:0770\r\n 1234\r\nNOTE:a\\, b\\nc\r\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\n AAAA\r\nX-DEVICE:phone\r\nitem1.KEY:k\r\nEND:VCARD\r\n",
               IDENTITY_VCARD, "BEGIN:VCARD\nVERSION:2.1\nFN:\u0639\u0644\u064a\nTEL:07701234\nNOTE:a, b c\nEND:VCARD\n");
  assert_shown("BEGIN:VCALENDAR\nPRODID:-//DEVICE\nBEGIN:VEVENT\nUID:x@machine\nSUMMARY:meeting\nEND:VEVENT\nEND:VCALENDAR\n", IDENTITY_VCARD,
               "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:meeting\nEND:VEVENT\nEND:VCALENDAR\n");
}

static void
test_long_text(void)
{
  g_autoptr(AttachList) most = listed_made("out = b'x' * (4 << 20)");
  g_autoptr(AttachList) more = listed_made("out = b'x' * (4 << 20) + b'y'");
  if (!most || !more)
    return;
  g_assert_cmpuint(strlen(item_at(most, 0)->text), ==, ATTACH_MAX_TEXT_BYTES);
  g_assert_false(has_string(most->review, "text-cut"));
  g_assert_cmpuint(strlen(item_at(more, 0)->text), <=, ATTACH_MAX_TEXT_BYTES);
  g_assert_true(has_string(more->review, "text-cut"));
}

static void
test_set_text(void)
{
  g_autoptr(AttachList) list = listed_text("words\n");
  AttachItem *item = list->items->pdata[0];
  ReportAttachment *entry = item->entry;
  attach_set_text(item, "stripped", FALSE);
  g_assert_cmpint(entry->state, ==, REPORT_CLEAN);
  g_assert_cmpuint(g_bytes_get_size(entry->data), ==, 8);
  g_assert_cmpuint(entry->size, ==, 8);
  entry->state = REPORT_WITHHELD;
  g_clear_pointer(&entry->data, g_bytes_unref);
  attach_set_text(item, "text of a document", FALSE);
  g_assert_cmpstr(entry->text, ==, "text of a document");
  g_assert_null(entry->data);
}

/* Whether something is said to be lost of text when this is what stripping left of it. */
static gboolean
lost(const LinkRules *rules, const char *text, const char *stripped)
{
  IdentityText *item = identity_text_new(IDENTITY_ATTACHMENT, "attachment:1", text, links_find(rules, text));
  item->stripped = g_strdup(stripped);
  gboolean result = attach_text_lost(item);
  identity_text_free(item);
  return result;
}

static void
test_text_lost(void)
{
  g_autofree char *json = NULL;
  gsize size;
  g_assert_true(g_file_get_contents(SOURCE_DIR "/config/links/share_params.json", &json, &size, NULL));
  g_autoptr(LinkRules) rules = links_rules_new(json, size, NULL);
  g_assert_false(lost(rules, "the page says so", "the page says so"));
  g_assert_true(lost(rules, "the page of Haval says so", "the page of [reporter] says so"));
  g_assert_false(lost(rules, "see facebook.com/bad.page, once more", "see https://www.facebook.com/bad.page, once more"));
  g_assert_true(lost(rules, "see facebook.com/bad.page by Haval", "see https://www.facebook.com/bad.page by [reporter]"));
  g_assert_true(lost(rules, "see https://www.facebook.com/bad.page?fbclid=IwAR0123456789", "see https://www.facebook.com/bad.page"));
  g_assert_true(lost(rules, "see facebook.com/haval.own", "see [account]"));
}

/* ---- files in texts ---- */

static AttachList *
listed_body(const char *words, char **body)
{
  g_autofree char *mail = g_strconcat("From: a@example.org\nSubject: s\n\n", words, NULL);
  return listed_mail(mail, strlen(mail), body);
}

static void
test_uuencode(void)
{
  g_autofree char *body = NULL;
  g_autoptr(AttachList) list = listed_body("before\nbegin 644 names.txt\n%:&5L;&\\\n`\nend\nbetween\nbegin 0755 b\n#0V%T\n \nend\nafter\n", &body);
  g_assert_cmpstr(body, ==, "before\n[attachment]\nbetween\n[attachment]\nafter\n");
  g_assert_cmpuint(list->items->len, ==, 2);
  g_assert_cmpstr(item_at(list, 0)->text, ==, "hello");
  g_assert_cmpstr(item_at(list, 1)->text, ==, "Cat");
  g_assert_true(has_string(list->file_names, "names.txt"));
}

static void
test_uuencode_of_sharutils(void)
{
  g_autofree char *tool = g_find_program_in_path("uuencode");
  if (!tool) {
    g_test_skip("uuencode is missing");
    return;
  }
  g_autoptr(GBytes) mail = made(
      "data = b'From: x@example.net\\nSubject: y\\n\\n' + bytes(range(33, 127)) * 40\n"
      "out = b'From: a@example.org\\nSubject: s\\n\\nwords\\n' + subprocess.run(['uuencode', 'x'], input=data, stdout=subprocess.PIPE).stdout + b'more\\n'");
  if (!mail)
    return;
  gsize size;
  g_autofree char *body = NULL;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autoptr(AttachList) list = listed_mail(bytes, size, &body);
  g_assert_cmpstr(body, ==, "words\n[attachment]\nmore\n");
  g_assert_cmpuint(list->items->len, ==, 1);
  g_assert_cmpstr(item_at(list, 0)->entry->media_type, ==, "message/rfc822");
  g_assert_cmpstr(item_at(list, 0)->entry->extension, ==, "txt"); /* what is handed out is text */
}

static void
test_uuencode_without_end(void)
{
  g_autofree char *body = NULL;
  g_autoptr(AttachList) list = listed_body("before\nbegin 644 x\n%:&5L;&\\\nthen prose goes on\n", &body);
  g_assert_cmpstr(body, ==, "before\n[attachment]\nthen prose goes on\n");
  g_assert_cmpstr(item_at(list, 0)->text, ==, "hello");
}

static void
test_prose_is_no_file(void)
{
  g_autofree char *body = NULL;
  g_autoptr(AttachList) list = listed_body("begin 644 reasons why\nthere is no file\nbegin 9 x\nbegin with this\n=ybegin line=128 size=3 name=x\nnever ends\n", &body);
  g_assert_cmpuint(list->items->len, ==, 0);
  assert_has(body, "begin 644 reasons why\nthere is no file");
  assert_has(body, "never ends");
}

static void
test_yenc(void)
{
  g_autoptr(GBytes) mail = made(
      "data = bytes(range(256)) * 3\n"
      "enc = b''.join((b'=' + bytes([(c + 42 + 64) & 255])) if ((c + 42) & 255) in (0, 10, 13, 61) else bytes([(c + 42) & 255]) for c in b'ID3' + data)\n"
      "lines = b'\\r\\n'.join([enc[:300], enc[300:]] if enc[299] != 61 else [enc[:301], enc[301:]])\n"
      "out = b'From: a@example.org\\r\\nSubject: s\\r\\nMIME-Version: 1.0\\r\\nContent-Type: text/plain\\r\\nContent-Transfer-Encoding: 8bit\\r\\n\\r\\nwords\\r\\n=ybegin line=300 size=771 name=sound of me.mp3\\r\\n' + lines + b'\\r\\n=yend size=771\\r\\nmore\\r\\n'");
  if (!mail)
    return;
  gsize size;
  g_autofree char *body = NULL;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autoptr(AttachList) list = listed_mail(bytes, size, &body);
  g_assert_cmpstr(body, ==, "words\n[attachment]\nmore\n");
  g_assert_cmpuint(list->items->len, ==, 1);
  assert_withheld(item_at(list, 0), "sound: a voice can name the reporter");
  g_assert_true(has_string(list->file_names, "sound of me.mp3"));
}

static void
test_many_begins(void)
{
  g_autoptr(GBytes) mail = made("out = b'From: a@example.org\\nSubject: s\\n\\n' + b'=ybegin line=1 size=1 name=x\\n' * 300000 + b'begin 644 x\\n#0V%T\\nend\\n' * 101");
  if (!mail)
    return;
  clock_t start = clock();
  gsize size;
  g_autofree char *body = NULL;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autoptr(AttachList) list = listed_mail(bytes, size, &body);
  g_assert_cmpuint(list->items->len, ==, 100);
  assert_has(body, "begin 644 x\n#0V%T\nend");
  g_assert_cmpint(clock() - start, <, 10 * CLOCKS_PER_SEC); /* processor time, with sanitizers */
}

/* ---- winmail.dat ---- */

#define TNEF                                                                                                            \
  "def at(i, d, n=None): return struct.pack('<BII', 1 if i < 0x800f else 2, i | 0x60000, len(d) if n is None else n) + d + struct.pack('<H', sum(d) & 0xffff)\n"  \
  "def var(i, t, d): return struct.pack('<HHII', t, i, 1, len(d)) + d + bytes(-len(d) % 4)\n"                            \
  "def props(*p): return struct.pack('<I', len(p)) + b''.join(p)\n"                                                     \
  "head = struct.pack('<IH', 0x223e9f78, 7)\n"

static void
test_tnef(void)
{
  g_autoptr(AttachList) list = listed_made(
      TNEF "out = head + at(0x9007, struct.pack('<II', 1256, 0)) + at(0x8000, b'SENDER') + at(0x9003, props(struct.pack('<HHI', 3, 0x0e07, 1), var(0x0c1a, 0x1e, b'SENDER'), var(0x1000, 0x1f, 'the words\\0'.encode('utf-16le'))))\n"
           "out += at(0x9002, bytes(14)) + at(0x8010, b'SHORT~1.TXT\\0') + at(0x800f, b'first file') + at(0x9005, props(var(0x3707, 0x1f, 'long \u0634.txt\\0'.encode('utf-16le'))))\n"
           "inner = head + at(0x9002, bytes(14)) + at(0x8010, b'in.txt\\0') + at(0x800f, b'inner file')\n"
           "out += at(0x9002, bytes(14)) + at(0x9005, props(struct.pack('<HH', 3, 0x8005) + bytes(16) + struct.pack('<II', 1, 6) + 'abc'.encode('utf-16le') + bytes(2) + struct.pack('<I', 9), var(0x3701, 0x0d, bytes(16) + inner)))");
  if (!list)
    return;
  g_assert_cmpuint(list->items->len, ==, 4);
  assert_withheld(item_at(list, 0), "winmail.dat: its 2 files are listed");
  g_assert_cmpstr(item_at(list, 0)->text, ==, "the words");
  g_assert_cmpint(item_at(list, 0)->type, ==, IDENTITY_BODY);
  g_assert_cmpstr(item_at(list, 1)->text, ==, "first file");
  assert_withheld(item_at(list, 2), "winmail.dat: its 1 files are listed");
  g_assert_cmpstr(item_at(list, 3)->text, ==, "inner file");
  g_assert_true(has_string(list->file_names, "long \u0634.txt"));
}

static void
test_tnef_rich_text(void)
{
  g_autoptr(AttachList) list = listed_made(
      TNEF "rtf = b'{\\\\rtf1\\\\ansi rich words}'\n"
           "plain = struct.pack('<IIII', len(rtf) + 12, len(rtf), 0x414c454d, 0) + rtf\n"
           "out = head + at(0x9003, props(var(0x1009, 0x102, plain)))");
  g_autoptr(AttachList) packed = listed_made(
      TNEF "data = b'\\x01\\x00\\x09 rich w\\x00ords}'\n" /* eleven characters of the dictionary, then letters */
           "out = head + at(0x9003, props(var(0x1009, 0x102, struct.pack('<IIII', len(data) + 12, 99, 0x75465a4c, 0) + data)))");
  if (!list || !packed)
    return;
  g_assert_cmpstr(item_at(list, 0)->text, ==, "rich words");
  g_assert_cmpstr(item_at(packed, 0)->text, ==, "rich words");
}

static void
test_tnef_lying_lengths(void)
{
  static const char *const programs[] = {
      TNEF "out = head + at(0x9002, bytes(14)) + at(0x800f, b'cut', 0xffffffff)",
      TNEF "out = head + at(0x9002, bytes(14)) + at(0x9005, struct.pack('<I', 0xffffffff))",
      TNEF "out = head + at(0x9003, struct.pack('<IHHI', 1, 0x1102, 0x1000, 0xffffffff) + struct.pack('<I', 0xfffffff0) * 50)",
      TNEF "out = head + at(0x9003, struct.pack('<IHH', 1, 3, 0x8001) + bytes(16) + struct.pack('<II', 1, 0xffffffff))",
      TNEF "out = head + at(0x9003, struct.pack('<IHHI', 1, 0x1003, 0x1000, 0xffffffff))",
      TNEF "out = head + at(0x9002, bytes(14)) * 100000",
      TNEF "out = head + os.urandom(100000)",
      TNEF "out = head",
  };
  for (guint i = 0; i < G_N_ELEMENTS(programs); i++) {
    clock_t start = clock();
    g_autoptr(AttachList) list = listed_made(programs[i]);
    if (!list)
      return;
    g_assert_cmpstr(item_at(list, 0)->entry->media_type, ==, "application/ms-tnef");
    g_assert_cmpint(item_at(list, 0)->entry->state, ==, REPORT_WITHHELD);
    g_assert_cmpint(clock() - start, <, 5 * CLOCKS_PER_SEC);
  }
}

static void
test_tnef_files(void)
{
  g_autoptr(AttachList) most = listed_made(TNEF "out = head + (at(0x9002, bytes(14)) + at(0x800f, b'words')) * 200");
  g_autoptr(AttachList) more = listed_made(TNEF "out = head + (at(0x9002, bytes(14)) + at(0x800f, b'words')) * 201");
  if (!most || !more)
    return;
  g_assert_cmpuint(most->items->len, ==, 201);
  assert_withheld(item_at(most, 0), "winmail.dat: its 200 files are listed");
  assert_withheld(item_at(more, 0), "winmail.dat: its 200 files are listed, it is damaged");
}

/* ---- S/MIME ---- */

static GBytes *
signed_mail(const char *more)
{
  g_autofree char *openssl = g_find_program_in_path("openssl");
  if (!openssl) {
    g_test_skip("openssl is missing");
    return NULL;
  }
  g_autofree char *program = g_strdup_printf(
      "subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'k.pem', '-out', 'c.pem', '-days', '2', '-subj', '/CN=SIGNER'], check=True, stderr=subprocess.DEVNULL)\n"
      "open('m', 'w').write('Content-Type: multipart/mixed; boundary=q\\n\\n--q\\n\\nsigned words\\n--q\\nContent-Type: text/plain\\nContent-Disposition: attachment; filename=n.txt\\n\\nsigned file\\n--q--\\n')\n"
      "subprocess.run(['openssl', 'cms', %s, '-in', 'm', '-out', 's'], check=True)\n"
      "out = b'From: a@example.org\\nSubject: s\\n' + open('s', 'rb').read()\n"
      "for f in ('k.pem', 'c.pem', 'm', 's'): os.remove(f)",
      more);
  return made(program);
}

static void
test_signed(void)
{
  static const char *const ways[] = {"'-sign', '-nodetach', '-signer', 'c.pem', '-inkey', 'k.pem'",
                                     "'-sign', '-nodetach', '-stream', '-signer', 'c.pem', '-inkey', 'k.pem'"};
  for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GBytes) mail = signed_mail(ways[i]);
    if (!mail)
      return;
    gsize size;
    g_autofree char *body = NULL;
    const char *bytes = g_bytes_get_data(mail, &size);
    g_autoptr(AttachList) list = listed_mail(bytes, size, &body);
    g_assert_cmpstr(body, ==, "signed words\n");
    g_assert_cmpuint(list->items->len, ==, 2);
    assert_withheld(item_at(list, 0), "signed mail: its parts are listed");
    g_assert_cmpstr(item_at(list, 1)->text, ==, "signed file");
  }
}

static void
test_not_opaque(void)
{
  static const char *const ways[] = {"'-sign', '-signer', 'c.pem', '-inkey', 'k.pem'", "'-encrypt', '-aes128', '-recip', 'c.pem'"};
  for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GBytes) mail = signed_mail(ways[i]);
    if (!mail)
      return;
    gsize size;
    const char *bytes = g_bytes_get_data(mail, &size);
    g_autoptr(AttachList) list = listed_mail(bytes, size, NULL);
    assert_withheld(item_at(list, list->items->len - 1), "signature, key or encrypted part");
  }
}

static void
test_signed_broken(void)
{
  g_autoptr(GBytes) mail = signed_mail("'-sign', '-nodetach', '-outform', 'DER', '-signer', 'c.pem', '-inkey', 'k.pem'");
  if (!mail)
    return;
  gsize size;
  const guint8 *bytes = g_bytes_get_data(mail, &size);
  const guint8 *der = (const guint8 *)memmem(bytes, size, "\nSubject: s\n", 12) + 12;
  gsize der_size = (gsize)(bytes + size - der);
  g_autoptr(GRand) random = g_rand_new_with_seed(7);
  for (guint i = 0; i < 300; i++) {
    g_autofree guint8 *copy = g_memdup2(der, der_size);
    for (guint k = 0; k < 3; k++)
      copy[g_rand_int_range(random, 0, (gint32)MIN(der_size, 200))] = (guint8)g_rand_int(random);
    g_autoptr(GBytes) file = g_bytes_new(copy, (gsize)g_rand_int_range(random, 1, (gint32)der_size + 1));
    g_autoptr(AttachList) list = listed(file);
    g_assert_cmpuint(list->items->len, >=, 1);
  }
}

/* ---- names in metadata ---- */

static void
test_hints(void)
{
  g_autofree char *tool = g_find_program_in_path("exiftool");
  if (!tool) {
    g_test_skip("exiftool is missing");
    return;
  }
  static const struct {
    const char *tag, *value, *hint;
  } tags[] = {
      {"EXIF:Artist", "Dalia Karim", "Dalia Karim"},
      {"EXIF:OwnerName", "Omar Fadhil", "Omar Fadhil"},
      {"EXIF:Copyright", "Copyright (c) 2026 Nadia Rashid. All rights reserved", "Nadia Rashid."},
      {"EXIF:HostComputer", "Yusuf's MacBook Pro", "Yusuf"},
      {"EXIF:XPAuthor", "\u0639\u0644\u064a \u0643\u0627\u0638\u0645", "\u0639\u0644\u064a \u0643\u0627\u0638\u0645"},
      {"XMP-dc:Creator", "Samira Hasan", "Samira Hasan"},
      {"XMP-aux:OwnerName", "Zaid Jalal", "Zaid Jalal"},
      {"IPTC:By-line", "Lamia Saad", "Lamia Saad"},
      {"EXIF:Artist", "Samsung Galaxy", NULL},
      {"EXIF:HostComputer", "iPhone 12", NULL},
      {"XMP-dc:Creator", "https://example.net/x", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
    g_autofree char *program = g_strdup_printf(
        "open('x.jpg', 'wb').write(base64.b64decode('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k='))\n"
        "subprocess.run(['exiftool', '-q', '-overwrite_original', '-charset', 'iptc=utf8', '-%s=' + \"%s\", 'x.jpg'], check=True)\n"
        "out = open('x.jpg', 'rb').read(); os.remove('x.jpg')",
        tags[i].tag, tags[i].value);
    g_autoptr(AttachList) list = listed_made(program);
    g_test_message("%s", tags[i].tag);
    g_assert_cmpuint(list->hints->len, ==, tags[i].hint != NULL);
    if (tags[i].hint)
      g_assert_cmpstr(list->hints->pdata[0], ==, tags[i].hint);
    g_assert_null(item_at(list, 0)->text);
  }
}

static void
test_hints_of_pdf(void)
{
  g_autoptr(AttachList) list = listed_made("out = b'%PDF-1.4\\n1 0 obj <</Author (Hadi \\\\(x\\\\) Salman) /Producer (y)>>\\n2 0 obj <</Author <FEFF063906440649>>>\\n/Author (unfinished'");
  if (!list)
    return;
  assert_withheld(item_at(list, 0), "PDF cannot be cleaned by this version");
  g_assert_true(has_string(list->hints, "Hadi Salman"));
  g_assert_true(has_string(list->hints, "\u0639\u0644\u0649"));
}

/* With and without the element around it, behind much that begins alike, and cut off. */
static void
test_hints_of_xmp(void)
{
  static const char *const packets[] = {"<x:xmpmeta xmlns:x='x'><rdf:RDF><dc:creator><rdf:li>Rand Majid</rdf:li></dc:creator></rdf:RDF></x:xmpmeta><",
                                        "<x:xmpmet><<<rdf:RDF><dc:creator>Rand Majid</dc:creator></rdf:RDF>"};
  for (guint i = 0; i < G_N_ELEMENTS(packets); i++) {
    g_autofree char *file = g_strconcat("%PDF-1.4\n<<a <b <x:x <rdf >>\n", packets[i], NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(file, strlen(file));
    g_autoptr(AttachList) list = listed(bytes);
    g_assert_true(has_string(list->hints, "Rand Majid"));
    g_autoptr(GBytes) cut = g_bytes_new(file, (gsize)(strstr(file, i ? "RDF>" : "meta") - file));
    g_autoptr(AttachList) nothing = listed(cut);
    g_assert_cmpuint(nothing->hints->len, ==, 0);
  }
}

static void
test_hostile_metadata(void)
{
  g_autoptr(GBytes) file = made(
      "exif = b'II*\\0' + struct.pack('<IH', 8, 65535) + struct.pack('<HHII', 0x13b, 2, 0xffffffff, 4) * 2000 + struct.pack('<HHII', 0x8769, 4, 1, 8) * 100\n"
      "seg = lambda m, d: b'\\xff' + bytes([m]) + struct.pack('>H', len(d) + 2) + d\n"
      "out = b'\\xff\\xd8' + seg(0xe1, b'Exif\\0\\0' + exif) + seg(0xed, b'Photoshop 3.0\\0' + b'8BIM\\4\\4\\0\\0' + struct.pack('>I', 0xffffffff) + b'\\x1c\\x02\\x50\\xff\\xff') * 50 + seg(0xe1, b'<x:xmpmeta><dc:creator><dc:creator' * 1000) + b'\\xff\\xda'");
  if (!file)
    return;
  gsize size;
  const guint8 *bytes = g_bytes_get_data(file, &size);
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  for (guint i = 0; i < 200; i++) {
    g_autofree guint8 *copy = g_memdup2(bytes, size);
    for (guint k = 0; i && k < 20; k++)
      copy[g_rand_int_range(random, 2, (gint32)size)] = (guint8)g_rand_int(random);
    g_autoptr(GBytes) changed = g_bytes_new(copy, i ? (gsize)g_rand_int_range(random, 3, (gint32)size + 1) : size);
    g_autoptr(AttachList) list = listed(changed);
    g_assert_cmpuint(list->items->len, ==, 1);
  }
}

/* ---- every leaf ---- */

static void
test_accounting(void)
{
  static const char mail[] =
      "From: a@example.org\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
      "--b\nContent-Type: text/html\n\n<p>body <img src=\"cid:i\"></p>\n"
      "--b\nContent-Type: image/png\nContent-ID: <i>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n"
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQAY3Y2wAAAAAElFTkSuQmCC\n"
      "--b\nContent-Type: text/plain; name=notes.txt\nContent-Disposition: inline; filename=notes.txt\n\nnotes\n"
      "--b\nContent-Type: image/jpeg; name=not.jpg\n\nMZ words that are no picture\n"
      "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n"
      "--b\nContent-Type: application/octet-stream\n\n\n"
      "--b\nContent-Type: message/rfc822\n\nFrom: c@example.net\nSubject: i\nContent-Type: multipart/mixed; boundary=c\n\n"
      "--c\n\nquoted\n--c\nContent-Type: audio/ogg\n\nOggS.\n--c--\n"
      "--b--\n";
  g_autofree char *body = NULL;
  g_autoptr(AttachList) list = listed_mail(mail, sizeof mail - 1, &body);
  g_assert_cmpuint(list->items->len, ==, 7);
  assert_has(body, "body");
  g_assert_cmpstr(item_at(list, 0)->entry->media_type, ==, "image/png");
  g_assert_cmpint(item_at(list, 0)->entry->state, ==, REPORT_CLEAN);
  g_assert_cmpstr(item_at(list, 1)->text, ==, "notes");
  g_assert_cmpstr(item_at(list, 2)->entry->media_type, ==, "text/plain");
  assert_withheld(item_at(list, 3), "delivery report: it consists of addresses");
  assert_withheld(item_at(list, 4), "empty file");
  g_assert_cmpstr(item_at(list, 5)->text, ==, "From: c@example.net\nSubject: i\n\nquoted\n");
  assert_withheld(item_at(list, 6), "sound: a voice can name the reporter");
  g_assert_true(has_string(list->notes, "delivery-report-part-sealed"));
}

static void
test_full_list(void)
{
  g_autoptr(GBytes) mail = made(
      "inner = b'From: a@example.net\\nSubject: s\\nContent-Type: multipart/mixed; boundary=c\\n\\n' + b'--c\\nContent-Type: audio/ogg\\n\\nOggS.\\n' * 3000 + b'--c--\\n'\n"
      "z = zipped([('a', inner), ('b', inner)])\n"
      "out = b'From: a@example.org\\nSubject: s\\nContent-Type: application/zip\\nContent-Transfer-Encoding: base64\\n\\n' + base64.encodebytes(z)");
  if (!mail)
    return;
  gsize size;
  const char *bytes = g_bytes_get_data(mail, &size);
  g_autoptr(AttachList) list = listed_mail(bytes, size, NULL);
  g_assert_cmpuint(list->items->len, ==, REPORT_MAX_ATTACHMENTS);
  g_assert_true(has_string(list->notes, "more-attachments-sealed"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  attach_help_init();
  g_test_add_func("/text/plain texts and subtitles are shown", test_plain);
  g_test_add_func("/text/of markup only the visible words", test_markup);
  g_test_add_func("/text/xml and keys are withheld", test_withheld_texts);
  g_test_add_func("/text/chats are recognised", test_chat);
  g_test_add_func("/text/telegram exports become lines", test_telegram);
  g_test_add_func("/text/messenger exports become lines in order", test_messenger);
  g_test_add_func("/text/json loses its escapes", test_json);
  g_test_add_func("/text/hostile json is withheld", test_hostile_json);
  g_test_add_func("/text/json has a depth of 40 and no more", test_json_limits);
  g_test_add_func("/text/cards and calendars are unfolded and decoded", test_card);
  g_test_add_func("/text/4 MiB are shown and no more", test_long_text);
  g_test_add_func("/text/stripped text makes a clean file, beside a document it does not", test_set_text);
  g_test_add_func("/text/a link that is only written out names nobody", test_text_lost);
  g_test_add_func("/embedded/uuencoded files leave a mark in the text", test_uuencode);
  g_test_add_func("/embedded/what uuencode writes is read", test_uuencode_of_sharutils);
  g_test_add_func("/embedded/a file without an end goes as far as its lines", test_uuencode_without_end);
  g_test_add_func("/embedded/prose is no file", test_prose_is_no_file);
  g_test_add_func("/embedded/yenc", test_yenc);
  g_test_add_func("/embedded/100 files and no more, whatever begins", test_many_begins);
  g_test_add_func("/tnef/files and words come out, the sender does not", test_tnef);
  g_test_add_func("/tnef/rich text is unpacked", test_tnef_rich_text);
  g_test_add_func("/tnef/lengths are not believed", test_tnef_lying_lengths);
  g_test_add_func("/tnef/200 files and no more", test_tnef_files);
  g_test_add_func("/smime/an opaque signature is opened", test_signed);
  g_test_add_func("/smime/signatures and encrypted mail are withheld", test_not_opaque);
  g_test_add_func("/smime/broken ones are listed", test_signed_broken);
  g_test_add_func("/hints/names in exif, xmp and iptc", test_hints);
  g_test_add_func("/hints/names in pdf", test_hints_of_pdf);
  g_test_add_func("/hints/names in xmp alone", test_hints_of_xmp);
  g_test_add_func("/hints/hostile metadata", test_hostile_metadata);
  g_test_add_func("/accounting/every leaf is listed", test_accounting);
  g_test_add_func("/accounting/a full list says so", test_full_list);
  int code = g_test_run();
  attach_help_finish();
  return code;
}
