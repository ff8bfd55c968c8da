/* SPDX-License-Identifier: ISC */
/* Text of documents: what a reader sees is there, what is hidden, deleted or about the author is not, and hostile documents cost
 * little and fail nothing. */
#include "attach_help.h"

#define W "xmlns:w=\"w\" xmlns:r=\"r\""
#define DOCX(body)                                                                                                     \
  "out = zipped([('[Content_Types].xml', '<Types/>'), ('word/document.xml', '''<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document " W  \
  "><w:body>" body "</w:body></w:document>''')])"

static const char shown[] = "document: its text is shown";

/* The text of the document that a program makes, and the list that owns it. */
static const char *
text_of(AttachList *list)
{
  const AttachItem *item = item_at(list, 0);
  g_assert_cmpuint(list->items->len, ==, 1);
  assert_withheld(item, shown);
  g_assert_nonnull(item->text);
  g_assert_cmpint(item->type, ==, IDENTITY_ATTACHMENT);
  return item->text;
}

static void
test_word(void)
{
  g_autoptr(AttachList) list = listed_made(DOCX(
      "<w:p><w:r><w:t>first </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>words</w:t></w:r></w:p>"
      "<w:p><w:r><w:t>second</w:t><w:tab/><w:t>line</w:t><w:br/><w:t>broken</w:t></w:r></w:p>"
      "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>one</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"));
  if (!list)
    return;
  g_assert_cmpstr(text_of(list), ==, "first words\nsecond\tline\nbroken\none \ttwo");
  g_assert_cmpstr(item_at(list, 0)->entry->extension, ==, "docx");
}

static void
test_word_hidden(void)
{
  g_autoptr(AttachList) list = listed_made(DOCX(
      "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>seen</w:t></w:r>"
      "<w:r><w:rPr><w:vanish/></w:rPr><w:t>HIDDEN</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t> too</w:t></w:r>"
      "<w:del w:author=\"Somebody\"><w:r><w:delText>DELETED</w:delText><w:t>GONE</w:t></w:r></w:del>"
      "<w:ins w:author=\"Somebody\"><w:r><w:t> inserted</w:t></w:r></w:ins>"
      "<w:moveFrom><w:r><w:t>MOVED</w:t></w:r></w:moveFrom>"
      "<w:r><w:instrText> AUTHOR </w:instrText></w:r></w:p>"));
  if (!list)
    return;
  g_assert_cmpstr(text_of(list), ==, "seen too inserted");
}

static void
test_word_parts(void)
{
  g_autoptr(AttachList) list = listed_made(
      "ns = 'xmlns:w=\"w\"'\n"
      "def part(tag, t): return '<w:%s %s><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:%s>' % (tag, ns, t, tag)\n"
      "out = zipped([('word/document.xml', part('document', 'the body')), ('word/header1.xml', part('hdr', 'the header')),\n"
      " ('word/footer1.xml', part('ftr', 'the footer')), ('word/footnotes.xml', part('footnotes', 'the note')),\n"
      " ('word/comments.xml', '<w:comments %s><w:comment w:author=\"Comment Author\" w:initials=\"CA\"><w:p><w:r><w:t>the comment</w:t></w:r></w:p></w:comment></w:comments>' % ns),\n"
      " ('word/people.xml', part('people', 'PEOPLE')), ('word/glossary/document.xml', part('document', 'GLOSSARY')),\n"
      " ('word/_rels/document.xml.rels', '<Relationships xmlns=\"x\"><Relationship Id=\"r1\" Type=\"http://x/hyperlink\" Target=\"https://example.net/page\" TargetMode=\"External\"/>'\n"
      "  '<Relationship Id=\"r2\" Type=\"http://x/attachedTemplate\" Target=\"https://evil.example/t.dotm\" TargetMode=\"External\"/></Relationships>'),\n"
      " ('docProps/core.xml', '<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>Karim Jawad</dc:creator><cp:lastModifiedBy>Microsoft Office User</cp:lastModifiedBy></cp:coreProperties>')])");
  if (!list)
    return;
  g_assert_cmpstr(text_of(list), ==, "the header\nthe body\nthe note\nthe footer\nthe comment\n\n<https://example.net/page>");
  g_assert_true(has_string(list->hints, "Karim Jawad"));
  g_assert_cmpuint(list->hints->len, ==, 1);
}

static void
test_sheet(void)
{
  g_autoptr(AttachList) list = listed_made(
      "m = 'xmlns=\"m\" xmlns:r=\"r\"'\n"
      "out = zipped([('xl/workbook.xml', '<workbook %s><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"b\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/></sheets></workbook>' % m),\n"
      " ('xl/_rels/workbook.xml.rels', '<Relationships xmlns=\"x\"><Relationship Id=\"rId1\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>'),\n"
      " ('xl/sharedStrings.xml', '<sst %s><si><t>Name</t></si><si><r><t>Two </t></r><r><t>parts</t></r><rPh><t>PHON</t></rPh></si></sst>' % m),\n"
      " ('xl/worksheets/sheet1.xml', '<worksheet %s><cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"D1\" t=\"s\"><v>0</v></c></row>'\n"
      "  '<row r=\"2\"><c r=\"A2\"><f>SECRETFORMULA()</f><v>42</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>inline</t></is></c><c r=\"C2\" t=\"s\"><v>99</v></c></row>'\n"
      "  '<row r=\"3\" hidden=\"1\"><c r=\"A3\"><v>777</v></c></row></sheetData></worksheet>' % m),\n"
      " ('xl/worksheets/sheet2.xml', '<worksheet %s><sheetData><row r=\"1\"><c r=\"A1\"><v>888</v></c></row></sheetData></worksheet>' % m),\n"
      " ('xl/comments1.xml', '<comments %s><authors><author>Huda Salim</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><r><t>a remark</t></r></text></comment></commentList></comments>' % m)])");
  if (!list)
    return;
  g_assert_cmpstr(text_of(list), ==, "Name\tTwo parts\n42\tinline\t\na remark");
  g_assert_true(has_string(list->hints, "Huda Salim"));
}

static void
test_slides(void)
{
  g_autoptr(AttachList) list = listed_made(
      "def slide(t, more=''): return '<p:sld xmlns:p=\"p\" xmlns:a=\"a\" %s><p:cSld><p:sp><p:nvSpPr><p:cNvPr name=\"x\" descr=\"ALT\"/></p:nvSpPr><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:sp></p:cSld></p:sld>' % (more, t)\n"
      "out = zipped([('ppt/slides/slide10.xml', slide('ten')), ('ppt/slides/slide2.xml', slide('two')), ('ppt/slides/slide3.xml', slide('HIDDEN', 'show=\"0\"')),\n"
      " ('ppt/notesSlides/notesSlide1.xml', slide('NOTES')), ('ppt/slides/slide1.xml', slide('one'))])");
  if (!list)
    return;
  g_assert_cmpstr(text_of(list), ==, "one\n\ntwo\n\nten");
}

/* What is drawn on a page is read as well: charts, diagrams, boxes on a sheet. */
static void
test_drawn(void)
{
  g_autoptr(AttachList) list = listed_made(
      "a = 'xmlns:a=\"a\" xmlns:c=\"c\"'\n"
      "def box(tag, t): return '<x:%s xmlns:x=\"x\" %s><a:p><a:r><a:t>%s</a:t></a:r></a:p></x:%s>' % (tag, a, t, tag)\n"
      "chart = '<c:chartSpace %s><a:p><a:r><a:t>votes</a:t></a:r></a:p><c:ser><c:f>S!A1</c:f><c:pt><c:v>Karrada</c:v></c:pt><c:pt><c:v>17</c:v></c:pt></c:ser></c:chartSpace>' % a\n"
      "out = zipped([('xl/worksheets/sheet1.xml', '<worksheet xmlns=\"m\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>'),\n"
      " ('xl/drawings/drawing1.xml', box('wsDr', 'in a box')), ('xl/diagrams/data1.xml', box('dataModel', 'in a diagram')), ('xl/charts/chart1.xml', chart),\n"
      " ('xl/charts/style1.xml', box('s', 'STYLE')), ('xl/workbook.xml', '<workbook xmlns=\"m\"/>')])");
  if (!list)
    return;
  g_assert_cmpstr(text_of(list), ==, "1\nin a box\nin a diagram\nvotes\nKarrada\n17");
}

#define ODT(styles, body)                                                                                              \
  "out = zipped([('content.xml', '''<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:style=\"s\" xmlns:dc=\"d\" xmlns:xlink=\"x\">"  \
  styles "<office:body>" body "</office:body></office:document-content>'''),"                                           \
  " ('meta.xml', '<office:document-meta xmlns:office=\"o\" xmlns:meta=\"m\" xmlns:dc=\"d\"><meta:initial-creator>Rebwar Aziz</meta:initial-creator><dc:creator>Rebwar Aziz</dc:creator></office:document-meta>')])\n"  \
  "b = io.BytesIO(); z = zipfile.ZipFile(b, 'w'); z.writestr('mimetype', 'application/vnd.oasis.opendocument.text')\n"   \
  "o = zipfile.ZipFile(io.BytesIO(out))\n"                                                                               \
  "for n in o.namelist(): z.writestr(n, o.read(n), zipfile.ZIP_DEFLATED)\n"                                              \
  "z.close(); out = b.getvalue()"

static void
test_opendocument(void)
{
  g_autoptr(AttachList) list = listed_made(
      ODT("<style:style style:name=\"H\"><style:text-properties text:display=\"none\"/></style:style>",
          "<text:tracked-changes><text:p>CHANGED</text:p></text:tracked-changes>"
          "<text:h>title</text:h><text:p>a<text:s text:c=\"2\"/>b<text:a xlink:href=\"https://example.net/odf\"/><text:span text:style-name=\"H\">HIDDEN</text:span> c</text:p>"
          "<text:p><office:annotation><dc:creator>SOMEBODY</dc:creator><dc:date>2026-01-01</dc:date><text:p>remark</text:p></office:annotation></text:p>"
          "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row>"
          "<table:table-row table:visibility=\"collapse\"><table:table-cell><text:p>FOLDED</text:p></table:table-cell></table:table-row></table:table>"));
  if (!list)
    return;
  const char *text = text_of(list);
  assert_has(text, "title\na  b c\n");
  assert_has(text, "remark");
  assert_has(text, "x \ty");
  assert_has(text, "<https://example.net/odf>");
  assert_lacks(text, "HIDDEN");
  assert_lacks(text, "CHANGED");
  assert_lacks(text, "SOMEBODY");
  assert_lacks(text, "FOLDED");
  g_assert_true(has_string(list->hints, "Rebwar Aziz"));
  g_assert_cmpuint(list->hints->len, ==, 1);
}

static void
test_rtf(void)
{
  g_autoptr(AttachList) list = listed_made(
      "out = br'''{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset178 Arial;}}"
      "{\\info{\\author Sara Hadi}{\\company COMPANY}}{\\*\\generator GENERATOR;}{\\stylesheet{\\s0 STYLE;}}"
      "\\f0 plain \\u1587?\\u1604?\\'41 {\\v HIDDEN}{\\f1 \\'d3\\'e1\\'c7\\'e3}\\par next{\\pict 0102030405}"
      "{\\field{\\*\\fldinst{HYPERLINK \"https://example.net/x\"}}{\\fldrslt link}}\\bin5 {{{{{\\par end}'''");
  if (!list)
    return;
  g_assert_cmpstr(text_of(list), ==, "plain \u0633\u0644A \u0633\u0644\u0627\u0645\nnext<https://example.net/x> link\nend");
  g_assert_true(has_string(list->hints, "Sara Hadi"));
}

static void
test_rtf_deep(void)
{
  g_autoptr(AttachList) list = listed_made("out = b'{\\\\rtf1 ' + b'{' * 100000 + b'deep' + b'}' * 100000 + b'after}'");
  if (!list)
    return;
  g_assert_cmpstr(text_of(list), ==, "after");
}

/* ---- hostile ---- */

static void
test_laughs(void)
{
  clock_t start = clock();
  g_autoptr(AttachList) list = listed_made(
      "lol = '<!DOCTYPE w:document [<!ENTITY a \"laugh\">' + ''.join('<!ENTITY %s \"%s\">' % (chr(98+i), ('&%s;' % chr(97+i)) * 10) for i in range(12)) + ']>'\n"
      "out = zipped([('word/document.xml', '<?xml version=\"1.0\"?>' + lol + '<w:document xmlns:w=\"w\"><w:p><w:r><w:t>&m;</w:t></w:r></w:p></w:document>')])");
  if (!list)
    return;
  assert_withheld(item_at(list, 0), "document: no text in it");
  g_test_message("%g s", (double)(clock() - start) / CLOCKS_PER_SEC);
  g_assert_cmpint(clock() - start, <, 5 * CLOCKS_PER_SEC); /* processor time, with sanitizers */
}

static void
test_external_entity(void)
{
  g_autoptr(AttachList) list = listed_made(
      "out = zipped([('word/document.xml', '<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"w\"><w:t>&x;</w:t></w:document>')])");
  if (!list)
    return;
  assert_withheld(item_at(list, 0), "document: no text in it");
}

static void
test_truncated(void)
{
  g_autoptr(AttachList) list = listed_made(DOCX("<w:p><w:r><w:t>words</w:t></w:r></w:p>") "\nout = out[:len(out) * 2 // 3]");
  if (!list)
    return;
  assert_withheld(item_at(list, 0), "document: damaged, or of a kind that cannot be read");
  g_assert_null(item_at(list, 0)->text);
}

/* XML that breaks in the middle is read as far as it goes. */
static void
test_broken_xml(void)
{
  g_autoptr(AttachList) list = listed_made(DOCX("<w:p><w:r><w:t>before</w:t></w:r></w:p><w:p></w:q><w:p><w:r><w:t>after</w:t></w:r></w:p>"));
  if (!list)
    return;
  assert_has(text_of(list), "before");
}

static void
test_costly_xml(void)
{
  static const char *const programs[] = {
      DOCX("<w:p ''' + ' '.join('a%d=\"\"' % i for i in range(400000)) + '''><w:r><w:t>x</w:t></w:r></w:p>"),
      DOCX("''' + '<a xmlns:b=\"c\">' * 1000000 + '''"),
      DOCX("''' + '<w:p>' * 3000000 + '''"),
      DOCX("<w:p><w:r><w:t>''' + 'x' * 30000000 + '''</w:t></w:r></w:p>"),
  };
  for (guint i = 0; i < G_N_ELEMENTS(programs); i++) {
    g_autoptr(GBytes) file = made(programs[i]);
    if (!file)
      return;
    clock_t start = clock();
    g_autoptr(AttachList) list = listed(file);
    g_assert_cmpuint(list->items->len, ==, 1);
    g_assert_cmpint(item_at(list, 0)->entry->state, ==, REPORT_WITHHELD);
    g_test_message("%g s", (double)(clock() - start) / CLOCKS_PER_SEC);
  g_assert_cmpint(clock() - start, <, 10 * CLOCKS_PER_SEC); /* processor time, with sanitizers */
  }
}

/* A shared string that a million cells refer to. */
static void
test_string_bomb(void)
{
  g_autoptr(AttachList) list = listed_made(
      "out = zipped([('xl/sharedStrings.xml', '<sst><si><t>' + 'y' * 100000 + '</t></si></sst>'),\n"
      " ('xl/worksheets/sheet1.xml', '<worksheet><sheetData>' + '<row><c t=\"s\"><v>0</v></c></row>' * 1000000 + '</sheetData></worksheet>')])");
  if (!list)
    return;
  const AttachItem *item = item_at(list, 0);
  g_assert_cmpint(item->entry->state, ==, REPORT_WITHHELD);
  g_assert_true(!item->text || strlen(item->text) <= ATTACH_MAX_TEXT_BYTES);
}

static void
test_encrypted(void)
{
  g_autoptr(AttachList) list = listed_made("out = b'\\xd0\\xcf\\x11\\xe0\\xa1\\xb1\\x1a\\xe1' + bytes(600)");
  if (!list)
    return;
  assert_withheld(item_at(list, 0), "document of an old or encrypted kind: cannot be read by this version");
}

static void
test_office_programs(void)
{
  g_autofree char *office = g_find_program_in_path("soffice");
  if (!office) {
    g_test_skip("soffice is missing");
    return;
  }
  static const char *const kinds[] = {"docx", "odt", "rtf"};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *program = g_strdup_printf(
        "open('in.txt', 'w').write('Written words\\n\u0643\u0644\u0645\u0627\u062a\\n')\n"
        "subprocess.run(['soffice', '-env:UserInstallation=file://' + os.getcwd() + '/profile', '--headless', '--convert-to', '%s', 'in.txt'], check=True, stdout=subprocess.DEVNULL)\n"
        "out = open('in.%s', 'rb').read()\nimport shutil\nshutil.rmtree('profile'); os.remove('in.txt'); os.remove('in.%s')",
        kinds[i], kinds[i], kinds[i]);
    g_autoptr(AttachList) list = listed_made(program);
    assert_has(text_of(list), "Written words\n\u0643\u0644\u0645\u0627\u062a");
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  attach_help_init();
  g_test_add_func("/document/word text is shown line by line", test_word);
  g_test_add_func("/document/hidden and deleted text of word is left out", test_word_hidden);
  g_test_add_func("/document/headers, notes, comments and links are read, people only as hints", test_word_parts);
  g_test_add_func("/document/sheets are rows of cells without what is hidden", test_sheet);
  g_test_add_func("/document/slides come in order without notes", test_slides);
  g_test_add_func("/document/charts, diagrams and boxes are read", test_drawn);
  g_test_add_func("/document/opendocument without changes and creators", test_opendocument);
  g_test_add_func("/document/rtf is read in its charsets", test_rtf);
  g_test_add_func("/document/rtf groups have a limit", test_rtf_deep);
  g_test_add_func("/document/entities are refused", test_laughs);
  g_test_add_func("/document/external entities are refused", test_external_entity);
  g_test_add_func("/document/a truncated document is withheld", test_truncated);
  g_test_add_func("/document/broken xml is read as far as it goes", test_broken_xml);
  g_test_add_func("/document/costly xml costs little", test_costly_xml);
  g_test_add_func("/document/a string that is repeated is cut", test_string_bomb);
  g_test_add_func("/document/encrypted documents are withheld", test_encrypted);
  g_test_add_func("/document/files of a real office program are read", test_office_programs);
  int code = g_test_run();
  attach_help_finish();
  return code;
}
