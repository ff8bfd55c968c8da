/* SPDX-License-Identifier: ISC */
/* Archives: members are listed like attachments, every limit holds at its maximum and one past it, hostile archives are withheld
 * with a reason, and none of it needs a file in a confined process. */
#include "attach_help.h"
#include "parser/unpack.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define TOO_DEEP "archive: too deep in other archives"

static void
assert_text(const AttachItem *item, const char *text)
{
  g_assert_cmpint(item->entry->state, ==, REPORT_CLEAN);
  g_assert_cmpstr(item->entry->media_type, ==, "text/plain");
  g_assert_cmpstr(item->text, ==, text);
}

/* ---- what works ---- */

static void
test_kinds(void)
{
  static const struct {
    const char *type, *extension, *program;
  } kinds[] = {
      {"application/zip", "zip", "out = zipped([('a.txt', 'first'), ('folder/', ''), ('folder/\u0634\u0643\u0648\u0649.txt', 'second')])"},
      {"application/x-tar", "tar", "b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w')\n"
                                   "for n, d in (('a.txt', b'first'), ('folder/\u0634\u0643\u0648\u0649.txt', b'second')):\n"
                                   "    i = tarfile.TarInfo(n); i.size = len(d); i.uname = 'USERNAME'; t.addfile(i, io.BytesIO(d))\n"
                                   "t.close(); out = b.getvalue()"},
      {"application/gzip", "gz", "b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w:gz')\n"
                                 "for n, d in (('a.txt', b'first'), ('folder/\u0634\u0643\u0648\u0649.txt', b'second')):\n"
                                 "    i = tarfile.TarInfo(n); i.size = len(d); t.addfile(i, io.BytesIO(d))\n"
                                 "t.close(); out = b.getvalue()"},
      {"application/x-xz", "xz", "b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w:xz')\n"
                                 "for n, d in (('a.txt', b'first'), ('folder/\u0634\u0643\u0648\u0649.txt', b'second')):\n"
                                 "    i = tarfile.TarInfo(n); i.size = len(d); t.addfile(i, io.BytesIO(d))\n"
                                 "t.close(); out = b.getvalue()"},
      {"application/vnd.rar", "rar",
       "def head(kind, flags, body): h = struct.pack('<BHH', kind, flags, 7 + len(body)) + body; return struct.pack('<H', zlib.crc32(h) & 0xffff) + h\n"
       "def entry(n, d): n = n.encode(); return head(0x74, 0x8000, struct.pack('<IIBIIBBHI', len(d), len(d), 3, zlib.crc32(d), 0x21, 20, 0x30, len(n), 0o100644) + n) + d\n"
       "out = b'Rar!\\x1a\\x07\\x00' + head(0x73, 0, bytes(6)) + entry('a.txt', b'first') + entry('folder/\u0634\u0643\u0648\u0649.txt', b'second') + head(0x7b, 0x4000, b'')"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autoptr(AttachList) list = listed_made(kinds[i].program);
    if (!list)
      return;
    g_assert_cmpuint(list->items->len, ==, 3);
    g_assert_cmpstr(item_at(list, 0)->entry->media_type, ==, kinds[i].type);
    g_assert_cmpstr(item_at(list, 0)->entry->extension, ==, kinds[i].extension);
    assert_withheld(item_at(list, 0), "archive: its 2 members are listed");
    assert_text(item_at(list, 1), "first");
    assert_text(item_at(list, 2), "second");
    g_assert_true(has_string(list->file_names, "outer name"));
    g_assert_true(has_string(list->file_names, "folder/\u0634\u0643\u0648\u0649.txt"));
  }
}

#define SEVEN(options)                                                                                                  \
  "os.makedirs('d', exist_ok=True); open('d/a.txt', 'w').write('first'); open('d/b.txt', 'w').write('second')\n"        \
  "subprocess.run(['7z', 'a', " options ", 'd'], check=True, stdout=subprocess.DEVNULL)\n"                              \
  "out = open('x.a', 'rb').read(); os.remove('d/a.txt'); os.remove('d/b.txt'); os.rmdir('d'); os.remove('x.a')"

static gboolean
has_seven(void)
{
  g_autofree char *path = g_find_program_in_path("7z");
  if (!path)
    g_test_skip("7z is missing");
  return path != NULL;
}

static void
test_seven(void)
{
  if (!has_seven())
    return;
  g_autoptr(AttachList) list = listed_made(SEVEN("'-t7z', 'x.a'"));
  assert_withheld(item_at(list, 0), "archive: its 2 members are listed");
  g_assert_cmpuint(list->items->len, ==, 3);
  assert_text(item_at(list, 1), "first");
  assert_text(item_at(list, 2), "second");
}

static void
test_one_compressed_file(void)
{
  g_autoptr(AttachList) list = listed_made("out = gzip.compress(b'just words')");
  if (!list)
    return;
  assert_withheld(item_at(list, 0), "archive: its 1 members are listed");
  assert_text(item_at(list, 1), "just words");
}

static void
test_contents(void)
{
  g_autoptr(AttachList) list = listed_made(
      "def chunk(t, d): return struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))\n"
      "png = b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 2, 0, 0, 0)) + chunk(b'tEXt', b'Author\\0Nizar Hamid') + chunk(b'IDAT', zlib.compress(b'\\0abc')) + chunk(b'IEND', b'')\n"
      "mail = b'From: b@example.net\\r\\nTo: c@example.net\\r\\nSubject: inner\\r\\nDate: Tue, 24 Nov 2026 10:00:00 +0300\\r\\n\\r\\ninner words'\n"
      "doc = zipped([('word/document.xml', '<w:document xmlns:w=\"w\"><w:p><w:r><w:t>document words</w:t></w:r></w:p></w:document>')])\n"
      "out = zipped([('p.txt', png), ('m.bin', mail), ('d.zip', doc), ('v.mp3', b'ID3' + bytes(5000)), ('__MACOSX/._p.txt', b'xattr'), ('.DS_Store', b'x'), ('e', b'')])");
  if (!list)
    return;
  g_assert_cmpuint(list->items->len, ==, 6);
  assert_withheld(item_at(list, 0), "archive: its 5 members are listed, 2 files of the system are not");
  g_assert_cmpstr(item_at(list, 1)->entry->media_type, ==, "image/png");
  g_assert_cmpint(item_at(list, 1)->entry->state, ==, REPORT_CLEAN);
  g_assert_true(item_at(list, 1)->entry->review);
  g_assert_true(has_string(list->hints, "Nizar Hamid"));
  g_assert_cmpint(item_at(list, 2)->type, ==, IDENTITY_NESTED);
  g_assert_cmpstr(item_at(list, 2)->text, ==, "From: b@example.net\nSubject: inner\nDate: 24 Nov 2026\n\ninner words\n");
  assert_withheld(item_at(list, 3), "document: its text is shown");
  g_assert_cmpstr(item_at(list, 3)->text, ==, "document words");
  assert_withheld(item_at(list, 4), "sound: a voice can name the reporter");
  g_assert_cmpuint(item_at(list, 4)->entry->size, ==, 8192);
  assert_withheld(item_at(list, 5), "empty file");
}

static void
test_account(void)
{
  g_autoptr(AttachList) list = listed_made(
      "out = zipped([('personal_information/profile_information.json', '{}'), ('messages/inbox/x/message_1.json', '{}'), ('logged_information/y.json', '{}')])");
  if (!list)
    return;
  g_assert_cmpuint(list->items->len, ==, 1);
  assert_withheld(item_at(list, 0), "archive: the data of a whole account, not opened");
}

static void
test_names(void)
{
  g_autoptr(AttachList) list = listed_made(
      "out = zipped([('../../../../tmp/amana-escaped', 'up'), ('/tmp/amana-absolute', 'root'), ('C:\\\\Users\\\\Someone\\\\x', 'windows'), ('n' * 60000, 'long')])");
  if (!list)
    return;
  assert_withheld(item_at(list, 0), "archive: its 4 members are listed");
  assert_text(item_at(list, 1), "up");
  g_assert_false(g_file_test("/tmp/amana-escaped", G_FILE_TEST_EXISTS));
  g_assert_false(g_file_test("/tmp/amana-absolute", G_FILE_TEST_EXISTS));
}

static void
test_links_and_devices(void)
{
  g_autoptr(AttachList) list = listed_made(
      "b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w')\n"
      "for kind in (tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):\n"
      "    i = tarfile.TarInfo('x%r' % kind); i.type = kind; i.linkname = '/etc/passwd'; t.addfile(i)\n"
      "i = tarfile.TarInfo('f'); i.size = 1; t.addfile(i, io.BytesIO(b'f'))\n"
      "t.close(); out = b.getvalue()");
  if (!list)
    return;
  assert_withheld(item_at(list, 0), "archive: its 1 members are listed, 3 files of the system are not");
  assert_text(item_at(list, 1), "f");
}

/* ---- limits ---- */

static void
test_members(void)
{
  g_autoptr(AttachList) most = listed_made("out = zipped([('%d' % i, 'x') for i in range(200)])");
  g_autoptr(AttachList) more = listed_made("out = zipped([('%d' % i, 'x') for i in range(201)])");
  if (!most || !more)
    return;
  g_assert_cmpuint(most->items->len, ==, 201);
  g_assert_cmpuint(more->items->len, ==, 1);
  assert_withheld(item_at(more, 0), "archive: too many members");
}

static void
test_entries(void)
{
  g_autoptr(AttachList) most = listed_made("out = zipped([('%d/' % i, '') for i in range(4999)] + [('x', 'x')])");
  g_autoptr(AttachList) more = listed_made("out = zipped([('%d/' % i, '') for i in range(5000)] + [('x', 'x')])");
  if (!most || !more)
    return;
  g_assert_cmpuint(most->items->len, ==, 2);
  assert_withheld(item_at(more, 0), "archive: too many members");
}

static void
test_depth(void)
{
  static const char nest[] = "out = b'core'\nfor i in range(%u): out = zipped([('n', out)])";
  for (guint depth = 3; depth <= 5; depth++) {
    g_autofree char *program = g_strdup_printf(nest, depth);
    g_autoptr(AttachList) list = listed_made(program);
    if (!list)
      return;
    g_assert_cmpuint(list->items->len, ==, 4);
    if (depth == 3)
      assert_text(item_at(list, 3), "core");
    else
      assert_withheld(item_at(list, 3), TOO_DEEP);
  }
}

/* Mails in mails, each as a file without a type: the limit for everything. */
static void
test_depth_of_mails(void)
{
  g_autoptr(AttachList) list = listed_made(
      "out = b'From: a@example.net\\nSubject: core\\n\\nwords'\n"
      "for i in range(20): out = b'From: a@example.net\\nSubject: n\\nMIME-Version: 1.0\\nContent-Type: application/octet-stream\\nContent-Transfer-Encoding: base64\\n\\n' + base64.encodebytes(out)");
  if (!list)
    return;
  const AttachItem *last = item_at(list, list->items->len - 1);
  g_assert_cmpuint(list->items->len, ==, ATTACH_MAX_DEPTH + 2);
  assert_withheld(last, "too deep in other files");
}

static void
test_bytes(void)
{
  g_autoptr(GBytes) file = made("out = zipped([('a', os.urandom(600)), ('b', os.urandom(400))])");
  if (!file)
    return;
  gsize size, room = 1000;
  const guint8 *bytes = g_bytes_get_data(file, &size);
  g_autoptr(Unpacked) most = unpack_archive(bytes, size, "application/zip", &room);
  g_assert_cmpint(most->fault, ==, UNPACK_FAULT_NONE);
  g_assert_cmpuint(room, ==, 0);
  room = 999;
  g_autoptr(Unpacked) more = unpack_archive(bytes, size, "application/zip", &room);
  g_assert_cmpint(more->fault, ==, UNPACK_FAULT_BYTES);
  g_assert_cmpuint(more->members->len, ==, 0);
  g_autoptr(AttachList) list = attach_list_new();
  g_assert_cmpuint(list->bytes_left, ==, UNPACK_MAX_BYTES);
}

/* The size of the archive is set with its comment. */
static void
test_ratio(void)
{
  static const char program[] = "data = bytes(8000000)\nfree = len(zipped([('z', data)]))\n"
                                "out = zipped([('z', data)], comment=b'c' * (len(data) // 200 - free - %d))";
  g_autofree char *at = g_strdup_printf(program, 0), *past = g_strdup_printf(program, 1);
  g_autoptr(AttachList) most = listed_made(at);
  g_autoptr(AttachList) more = listed_made(past);
  g_autoptr(AttachList) small = listed_made("out = zipped([('z', bytes(1 << 20))])");
  if (!most || !more || !small)
    return;
  assert_withheld(item_at(most, 0), "archive: its 1 members are listed");
  assert_withheld(item_at(more, 0), "archive: unpacks to suspiciously much");
  assert_withheld(item_at(small, 0), "archive: its 1 members are listed");
}

/* ---- hostile ---- */

static void
assert_quick(const char *program, const char *reason)
{
  g_autoptr(GBytes) file = made(program);
  if (!file)
    return;
  clock_t start = clock();
  g_autoptr(AttachList) list = listed(file);
  g_assert_cmpuint(list->items->len, ==, 1);
  assert_withheld(item_at(list, 0), reason);
  g_test_message("%g s", (double)(clock() - start) / CLOCKS_PER_SEC);
  g_assert_cmpint(clock() - start, <, 5 * CLOCKS_PER_SEC); /* processor time, with sanitizers */
}

static void
test_bombs(void)
{
  assert_quick("c = zlib.compressobj(9, zlib.DEFLATED, 31)\nz = b'a' * (1 << 20)\n"
               "out = b''.join(c.compress(z) for i in range(200)) + c.flush()",
               "archive: unpacks to suspiciously much");
  assert_quick("out = zipped([('z', bytes(100 << 20))])", "archive: too large when unpacked");
  assert_quick("import bz2\nout = bz2.compress(b'a' * (200 << 20))", "archive: unpacks to suspiciously much");
  assert_quick("out = zipped([('%d' % i, '') for i in range(100000)])", "archive: too many members");
  assert_quick("b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w:gz')\n"
               "for i in range(100000): t.addfile(tarfile.TarInfo('%d' % i))\n"
               "t.close(); out = b.getvalue()",
               "archive: too many members");
}

/* A mail with many bombs: what one has unpacked is not there for the next. */
static void
test_many_bombs(void)
{
  g_autoptr(GBytes) file = made("one = zipped([('%d' % i, os.urandom(1 << 20)) for i in range(10)])\n"
                                "two = gzip.compress(b'a' * (60 << 20))\nout = zipped([('%d.gz' % i, two) for i in range(150)] + [('one', one)])");
  if (!file)
    return;
  clock_t start = clock();
  g_autoptr(AttachList) list = listed(file);
  g_assert_cmpuint(list->items->len, >=, 152);
  g_test_message("%g s", (double)(clock() - start) / CLOCKS_PER_SEC);
  g_assert_cmpint(clock() - start, <, 20 * CLOCKS_PER_SEC); /* processor time, with sanitizers */
}

static void
test_encrypted(void)
{
  g_autofree char *zip = g_find_program_in_path("zip");
  if (zip)
    assert_quick("open('s.txt', 'w').write('secret words')\nsubprocess.run(['zip', '-q', '-P', 'secret', 'x.zip', 's.txt'], check=True)\n"
                 "out = open('x.zip', 'rb').read(); os.remove('x.zip'); os.remove('s.txt')",
                 "archive: encrypted");
  if (!has_seven())
    return;
  assert_quick(SEVEN("'-t7z', '-psecret', 'x.a'"), "archive: encrypted");
  assert_quick(SEVEN("'-t7z', '-psecret', '-mhe=on', 'x.a'"), "archive: encrypted");
  assert_quick(SEVEN("'-tzip', '-mem=AES256', '-psecret', 'x.a'"), "archive: encrypted");
}

static void
test_broken(void)
{
  static const char *const programs[] = {
      "out = zipped([('a', os.urandom(9000))])[:5000]",
      "out = zipped([('a', os.urandom(9000))], zipfile.ZIP_STORED); out = bytearray(out); out[100] ^= 1; out = bytes(out)",
      "out = gzip.compress(os.urandom(9000))[:5000]",
      "out = b'7z\\xbc\\xaf\\x27\\x1c' + bytes(range(256)) * 20",
      "out = b'Rar!\\x1a\\x07\\x00' + bytes(range(256)) * 20",
      "out = b'Rar!\\x1a\\x07\\x01\\x00' + bytes(5000)",
      "out = b'PK\\x03\\x04' + bytes(5000)",
      "out = b'\\x28\\xb5\\x2f\\xfd' + bytes(range(256)) * 20",
  };
  for (guint i = 0; i < G_N_ELEMENTS(programs); i++)
    assert_quick(programs[i], "archive: damaged, or of a kind that cannot be opened");
  assert_quick("out = zipped([])", "archive: nothing was found in it");
  assert_quick("out = gzip.compress(bytes(1 << 20))", "archive: nothing was found in it");
}

/* Bytes changed at random: whatever comes out of it is listed. Found a crash in libarchive, where opening had failed. */
static void
test_changed(void)
{
  static const char *const programs[] = {
      "out = zipped([('a', b'words'), ('b', b'more words')])", "out = gzip.compress(b'words')",
      "b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w'); i = tarfile.TarInfo('x'); i.size = 5; t.addfile(i, io.BytesIO(b'words')); t.close(); out = b.getvalue()[:2048]",
      "b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w:gz'); i = tarfile.TarInfo('x'); i.size = 5; t.addfile(i, io.BytesIO(b'words')); t.close(); out = b.getvalue()",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  for (guint i = 0; i < G_N_ELEMENTS(programs); i++) {
    g_autoptr(GBytes) file = made(programs[i]);
    if (!file)
      return;
    gsize size;
    const guint8 *bytes = g_bytes_get_data(file, &size);
    for (guint run = 0; run < 1000; run++) {
      g_autofree guint8 *copy = g_memdup2(bytes, size);
      for (gint k = g_rand_int_range(random, 1, 10); k > 0; k--)
        copy[g_rand_int_range(random, 2, (gint32)size)] = (guint8)g_rand_int(random);
      g_autoptr(GBytes) changed = g_bytes_new(copy, (gsize)g_rand_int_range(random, 20, (gint32)size + 1));
      g_autoptr(AttachList) list = listed(changed);
      g_assert_cmpuint(list->items->len, >=, 1);
    }
  }
}

/* Sizes in the directory that are not those of the data. */
static void
test_lying_sizes(void)
{
  static const char program[] = "out = bytearray(zipped([('a', 'words ' * 1000)]))\n"
                                "at = out.find(b'PK\\1\\2')\nstruct.pack_into('<I', out, at + 24, %s)\nstruct.pack_into('<I', out, 22, %s)\nout = bytes(out)";
  static const char *const sizes[] = {"5", "0xfffffff0", "0x7fffffff"};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autofree char *text = g_strdup_printf(program, sizes[i], sizes[i]);
    g_autoptr(AttachList) list = listed_made(text);
    if (!list)
      return;
    g_assert_cmpint(item_at(list, 0)->entry->state, ==, REPORT_WITHHELD);
    g_assert_cmpuint(list->items->len, <=, 2);
  }
}

/* ---- confinement ---- */

/* The worker is killed at the first call that opens anything. */
static void
forbid_files(void)
{
  static const int calls[] = {SYS_openat, SYS_open, SYS_socket, SYS_execve, SYS_clone, SYS_readlink};
  struct sock_filter filter[2 * G_N_ELEMENTS(calls) + 2];
  guint n = 0;
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (guint i = 0; i < G_N_ELEMENTS(calls); i++) {
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (guint)calls[i], 0, 1);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  }
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {(unsigned short)n, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
    _exit(77);
}

static void
test_confined(void)
{
  static const char *const programs[] = {
      "out = zipped([('\u0634\u0643\u0648\u0649.txt', 'x'), ('\\u00e9', 'y')])",
      "i = zipfile.ZipInfo('x', (2020, 7, 1, 3, 0, 0)); out = zipped([(i, b'data')])",
      "b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w:gz', format=tarfile.PAX_FORMAT); i = tarfile.TarInfo('\u0634'); i.size = 1; t.addfile(i, io.BytesIO(b'f')); t.close(); out = b.getvalue()",
      "out = zipped([('word/document.xml', '<?xml version=\"1.0\" encoding=\"EUC-JP\"?><w:document xmlns:w=\"w\"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:document>')])",
      "out = zipped([('word/document.xml', '<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:document xmlns:w=\"w\"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:document>'.encode('utf-16'))])",
      "out = b'{\\\\rtf1\\\\ansi\\\\ansicpg950{\\\\fonttbl{\\\\f0\\\\fcharset178 x;}}\\\\f0 \\\\\\'d3\\\\u1587?}'",
      "out = '{\"messages\": [{\"date\": \"2026-01-02T03:04:05\", \"from\": \"x\", \"text\": [\"a\", {\"text\": \"b\"}]}]}'.encode()",
      "out = '{\"participants\": [], \"messages\": [{\"sender_name\": \"\\u00d8\\u00b9\", \"timestamp_ms\": 1773350040000, \"content\": \"c\"}]}'.encode()",
      "out = b'BEGIN:VCARD\\r\\nFN;CHARSET=BIG5;ENCODING=QUOTED-PRINTABLE:=A4=A4\\r\\nEND:VCARD\\r\\n'",
      "out = struct.pack('<IH', 0x223e9f78, 0) + struct.pack('<BII', 1, 0x69007, 8) + struct.pack('<II', 950, 0) + bytes(2)",
  };
  g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < G_N_ELEMENTS(programs); i++) {
    g_autoptr(GBytes) file = made(programs[i]);
    if (!file)
      return;
    g_ptr_array_add(mails, mail_with(file, "application/octet-stream"));
  }
  if (has_seven()) {
    g_autoptr(GBytes) file = made(SEVEN("'-t7z', 'x.a'"));
    g_ptr_array_add(mails, mail_with(file, "application/octet-stream"));
  }
  for (guint i = 0; i < mails->len; i++) {
    pid_t child = fork();
    if (child == 0) {
      forbid_files();
      AttachList *list = listed_mail(mails->pdata[i], strlen(mails->pdata[i]), NULL);
      _exit(list->items->len ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    g_test_message("mail %u", i);
    g_assert_true(WIFEXITED(status));
    g_assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 77);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  attach_help_init();
  g_test_add_func("/archive/members of zip, tar, tar.gz, tar.xz and rar are listed", test_kinds);
  g_test_add_func("/archive/members of 7z are listed", test_seven);
  g_test_add_func("/archive/a compressed file without a tar is one member", test_one_compressed_file);
  g_test_add_func("/archive/members are treated like attachments", test_contents);
  g_test_add_func("/archive/the data of an account is not opened", test_account);
  g_test_add_func("/archive/names lead nowhere", test_names);
  g_test_add_func("/archive/links and devices are counted only", test_links_and_devices);
  g_test_add_func("/archive/200 members and no more", test_members);
  g_test_add_func("/archive/5000 entries and no more", test_entries);
  g_test_add_func("/archive/three archives deep and no deeper", test_depth);
  g_test_add_func("/archive/mails in mails have a limit", test_depth_of_mails);
  g_test_add_func("/archive/unpacked bytes have a limit", test_bytes);
  g_test_add_func("/archive/a ratio of 200 and no more", test_ratio);
  g_test_add_func("/archive/bombs are withheld at once", test_bombs);
  g_test_add_func("/archive/many bombs cost little", test_many_bombs);
  g_test_add_func("/archive/encrypted ones are withheld", test_encrypted);
  g_test_add_func("/archive/broken ones are withheld", test_broken);
  g_test_add_func("/archive/changed at random they are listed", test_changed);
  g_test_add_func("/archive/sizes are not believed", test_lying_sizes);
  g_test_add_func("/archive/nothing opens a file", test_confined);
  int code = g_test_run();
  attach_help_finish();
  return code;
}
