# SPDX-License-Identifier: ISC
"""Documents. Word, Excel, PowerPoint (2007 and later) and OpenDocument: mat2, then a second pass over the XML for what mat2 leaves:
who changed what, names of pictures' files, paths of the author's disk. What has hidden text, macros or pictures from elsewhere, and what
is older, is printed to PDF by LibreOffice: what does not show is not in there. Without LibreOffice it is withheld. Every word that a copy
still holds, in attributes too, is given beside it, so that the reporter's name is found wherever it stands."""
import posixpath
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile

import libmat2.parser_factory  # first: it loads the others in the order they need
import libmat2.abstract
import libmat2.archive
import libmat2.office

import pdf
from inside import ROOM, Withheld
from recipes import call, filled, need

MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO, FREE = 5000, 256 << 20, 200, 1 << 20
MAIN_PART = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "content.xml")
MAIN_TYPE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# elements that say who, when, where on which disk; by local name
DROP = {"notesMasterIdLst", "handoutMasterIdLst", "absPath", "fileSharing", "fileVersion", "revisionPtr", "docVars", "attachedTemplate", "mailMerge", "proofState", "commentRangeStart",
        "commentRangeEnd", "commentReference", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange",
        "tblGridChange", "numberingChange", "cellIns", "cellDel", "printerSettings", "legacyDrawing", "creator", "date-string",
        "permStart", "permEnd", "creationId", "modifyVerifier", "documentProtection", "externalReferences", "pivotCaches",
        "tableParts", "oleObjects", "controls", "legacyDrawingHF", "author-name", "author-initials", "initial-creator", "printed-by",
        "creator-initials", "latentStyles"}
ALT_TEXT = {"{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title", "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc"}
NAMED = {"{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}frame", "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}image"}
# attributes of the same kind
DROP_ATTRIBUTES = {"author", "initials", "date", "userName", "userId", "paraId", "textId", "descr", "title", "alt"}
HIDDEN_ATTRIBUTES = {("sheet", "state"): {"hidden", "veryHidden"}, ("row", "hidden"): {"1", "true"}, ("col", "hidden"): {"1", "true"},
                     ("sld", "show"): {"0", "false"}, ("cNvPr", "hidden"): {"1", "true"}, ("docPr", "hidden"): {"1", "true"}}
HIDDEN_ELEMENTS = {"del", "delText", "moveFrom", "notes", "annotation", "tracked-changes", "hidden-text", "hidden-paragraph", "dde-link",
                   "delInstrText", "event-listeners", "altChunk", "OLEObject"}
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
WEB = re.compile(r"(https?:|mailto:|#)", re.I)  # where a link may lead; another one names a disk or a neighbour's server
ELSEWHERE = re.compile(r"INCLUDE|DDE|LINK\s+\S+\.|file:|\\\\|\b[A-Z]:[\\/]", re.I)  # in a field
FETCHED = re.compile(r"\[\d+\]|\b(?:WEBSERVICE|IMAGE|RTD|DDE)\s*\(|\.xls|file:|\\\\", re.I)  # in a formula
ODF_HIDDEN = {"display": {"none", "false"}, "visibility": {"collapse", "filter"}}


def light(parser_class):
    """mat2's parsers of pictures inside documents: pixels stay, and no jail in the jail."""
    parser_class.lightweight_cleaning = True
    parser_class.sandbox = False


light(libmat2.abstract.AbstractParser)


def check_zip(path):
    """What the directory says it unpacks to; mat2 unpacks all of it."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Withheld("tool-failed") from error
    packed, unpacked = sum(m.compress_size for m in members), sum(m.file_size for m in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked - FREE > packed * MAX_RATIO:
        raise Withheld("too-large")
    if any(m.flag_bits & 1 for m in members) or len({m.filename for m in members}) != len(members):
        raise Withheld("tool-failed")


def local(name):
    return name.rsplit("}", 1)[-1]


def is_hidden(element):
    """TRUE for what is in the document but does not show, or comes from elsewhere when it is opened."""
    name = local(element.tag)
    values = {local(k): v for k, v in element.attrib.items()}
    if name == "vanish" and values.get("val", "1").lower() not in ("0", "false", "off"):
        return True
    if any(name == tag and values.get(key) in bad for (tag, key), bad in HIDDEN_ATTRIBUTES.items()):
        return True
    if name == "Relationship" and values.get("TargetMode") == "External" and not values.get("Type", "").endswith("/hyperlink"):
        return True
    if name in ("instrText", "fldSimple") and ELSEWHERE.search((element.text or "") + values.get("instr", "")):
        return True
    if FETCHED.search((element.text or "") if name == "f" else values.get("formula", "")):
        return True
    if ":opendocument:" in element.tag:
        if name in ("image", "object", "plugin", "script") and re.match(r"\w+:|//", values.get("href", "")):
            return True
        if any(values.get(key) in bad for key, bad in ODF_HIDDEN.items()):
            return True
    return name in HIDDEN_ELEMENTS and not (name == "notes" and not "".join(element.itertext()).strip())


def remove(parent, child):
    """Without the words that follow it, which ElementTree takes for a part of it."""
    if child.tail:
        at = list(parent).index(child)
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def unlink(element):
    """Links lead to the web, to an address or within the document, else nowhere."""
    name, external = local(element.tag), element.get("TargetMode") == "External"
    if name == "Relationship" and external and element.get("Type", "").endswith("/hyperlink") and not WEB.match(element.get("Target", "")):
        element.set("Target", "about:blank")
    if name == "a" and XLINK_HREF in element.attrib and not WEB.match(element.get(XLINK_HREF)):
        element.set(XLINK_HREF, "about:blank")


def trim(parent):
    unlink(parent)
    for child in list(parent):
        if local(child.tag) in DROP or child.tag in ALT_TEXT:
            remove(parent, child)
            continue
        trim(child)
    for key in list(parent.attrib):
        if local(key) in DROP_ATTRIBUTES and local(parent.tag) != "hyperlink":
            del parent.attrib[key]
    if local(parent.tag) in ("cNvPr", "docPr", "theme") and "name" in parent.attrib:
        parent.attrib["name"] = "object"  # Word writes the picture's file name there
    if parent.tag in NAMED:
        for key in [key for key in parent.attrib if local(key) == "name"]:
            parent.attrib[key] = "object"
    if local(parent.tag) == "pageSetup":
        parent.attrib.pop(f"{{{RELATIONSHIPS}}}id", None)  # the printer's settings


def target_of(rels, target):
    """The member that a relationship in the member rels leads to."""
    folder = rels.rsplit("_rels/", 1)[0]
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else folder + target)


def drop_dangling(name, root, members):
    """mat2 leaves out members that are still pointed to."""
    for child in list(root):
        if local(child.tag) == "Relationship" and child.get("TargetMode") != "External" and target_of(name, child.get("Target", "")) not in members:
            root.remove(child)
        elif local(child.tag) == "Override" and child.get("PartName", "").lstrip("/") not in members:
            root.remove(child)
        elif local(child.tag) == "file-entry" and not any(v == "/" or v in members for k, v in child.attrib.items() if local(k) == "full-path"):
            root.remove(child)


# ---- every word of a copy

BLOCKS = {"p", "h", "si", "is"}  # what is in one of these reads as one line
DRAWN = {"d", "points", "viewBox", "path", "enhanced-path", "formula", "modifiers", "v", "coordsize", "eqn", "adj", "style", "sqref", "ref", "spans", "uri", "type", "algn", "anchor"}
NO_WORDS = re.compile(r"[^\W\d_]{0,2}|[0-9A-F]{6}(?:[0-9A-F]{2})?|(?:http://(?:schemas|purl|www\.w3)\.|urn:).*", re.S)
GUID = re.compile(r"\{?[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}?", re.I)
CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|\d+|[A-Za-z])')  # of a sheet's header: fonts, sides, page numbers


def add_words(words, text):
    text = " ".join((text or "").split())
    if text and not NO_WORDS.fullmatch(text):
        words[text] = None


def add_value(words, name, value):
    """Of an attribute: what is written as one word is read apart as well. Outlines and places are no words."""
    value = GUID.sub(" ", value)
    if local(name) not in DRAWN and re.search(r"[^\W\d_]{3}|@", value):
        add_words(words, value)
        add_words(words, re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", value))


def words_of(root, words):
    """Adds lines to a dictionary: texts, values of attributes, namespaces. Numbers, colours and the formats' own names are none."""
    todo = [(root, False)]
    while todo:
        element, within = todo.pop()
        block = local(element.tag) in BLOCKS
        add_words(words, element.tag[1:].partition("}")[0])
        for name, value in element.attrib.items():
            add_value(words, name, value)
        if block:
            add_words(words, "".join(element.itertext()))
        elif not within:
            text = element.text or ""
            add_words(words, CODES.sub(" ", text) if local(element.tag).endswith(("Header", "Footer")) else text)
        todo += [(child, within or block) for child in reversed(element)]
        if not within and not block:
            for child in element:
                add_words(words, child.tail)


def second_pass(path, out):
    """Trims the XML of mat2's copy; the words left in it. Raises Withheld for hidden content."""
    words = {}
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        if not any(part in source.namelist() for part in MAIN_PART):
            raise Withheld("hidden-content")  # macros: mat2 does not know the part
        for member in source.infolist():
            data = source.read(member)
            if member.filename.endswith((".xml", ".rels", ".vml", ".rdf")) and data.strip():
                root = trimmed(member.filename, data, set(source.namelist()))
                words_of(root, words)
                data = ET.tostring(root, "utf-8", xml_declaration=True)
            add_words(words, member.filename)
            info = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.compress_type = 3, zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return "\n".join(words)


def trimmed(name, data, members):
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise Withheld("tool-failed")
    part = f"{ROOM}/part.xml"
    with open(part, "wb") as file:
        file.write(data)
    tree, _ = libmat2.office._parse_xml(part)
    root = tree.getroot()
    if name.endswith("word/settings.xml"):
        for child in list(root):  # variables, templates, identifiers of sessions: nothing that shows
            root.remove(child)
    if name.endswith((".rels", "[Content_Types].xml", "META-INF/manifest.xml")):
        drop_dangling(name, root, members)
    trim(root)
    if any(is_hidden(element) for element in root.iter()):
        raise Withheld("hidden-content")
    return root


def through_mat2(path, parser_class):
    parser = parser_class(path)
    parser.unknown_member_policy = libmat2.archive.UnknownMemberPolicy.OMIT
    parser.output_filename = f"{ROOM}/mat2.{path.rsplit('.', 1)[-1]}"
    dropped = {re.compile(p) for p in (r"embeddings/", r"^docProps/thumbnail", r"^settings\.xml$", r"^manifest\.rdf$", r"comments", r"notesSlides/",
                                       r"^Basic/", r"^Scripts/", r"^Dialogs/", r"ctrlProps/", r"activeX/", r"^ObjectReplacements/")}
    kept = {re.compile(p) for p in (r"^(?:word|ppt|xl)/_rels/\w+\.xml\.rels$", r"^(?:word|ppt|xl)/theme/theme\d+\.xml$", r"^word/numbering\.xml$")}
    parser.files_to_keep = {p for p in parser.files_to_keep if p.pattern not in (r"^settings\.xml$", r"^manifest\.rdf$")} | kept
    parser.files_to_omit = set(parser.files_to_omit) | dropped
    if not parser.remove_all():
        raise Withheld("tool-failed")
    return filled(parser.output_filename)


def clean(path, parser_class, media_type):
    check_zip(path)
    out = f"{ROOM}/out.{path.rsplit('.', 1)[-1]}"
    try:
        words = second_pass(through_mat2(path, parser_class), out)
        return {"out": out, "type": media_type, "text": pdf.write_text(words)}
    except Withheld as held:
        reason = held.reason
    except Exception:
        reason = "tool-failed"
    try:
        return printed(path)
    except Withheld as held:
        raise Withheld(reason if held.reason == "cannot-clean" else held.reason) from held


def ooxml(path, _):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    for folder, media_type in MAIN_TYPE.items():
        if any(name.startswith(folder) for name in names):
            return clean(path, libmat2.office.MSOfficeParser, media_type)
    raise Withheld("tool-failed")


def odf(path, argument):
    return clean(path, libmat2.office.LibreOfficeParser, argument)


# no /proc in the jail: the loader cannot tell where the program lies
OFFICE = {"PATH": "/usr/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "LD_LIBRARY_PATH": "/usr/lib/libreoffice/program", "SAL_USE_VCLPLUGIN": "svp"}


def printed(path):
    """LibreOffice's PDF of a document, cleaned like any other."""
    call(need("soffice"), "-env:UserInstallation=file:///tmp/office", "--headless", "--norestore", "--nolockcheck", "--nodefault",
         "--convert-to", "pdf", "--outdir", f"{ROOM}/pdf", path, env=OFFICE)
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return pdf.clean(filled(f"{ROOM}/pdf/{stem}.pdf"), "")


def rtf(path, _):
    return printed(path)


# ---- files of Office 97 (OLE)

OLE = (("WordDocument", "doc", (["antiword", "-m", "UTF-8"], ["catdoc", "-d", "utf-8"])),
       ("Workbook", "xls", (["xls2csv", "-d", "utf-8", "-q0"],)), ("Book", "xls", (["xls2csv", "-d", "utf-8", "-q0"],)),
       ("PowerPoint Document", "ppt", (["catppt", "-d", "utf-8"],)))


def ole_kind(data):
    for bad in ("EncryptedPackage", "__properties_version1.0"):  # encrypted; a mail of Outlook
        if bad.encode("utf-16-le") in data:
            raise Withheld("cannot-clean")
    for stream, extension, readers in OLE:
        if stream.encode("utf-16-le") in data:
            return extension, readers
    raise Withheld("cannot-clean")


def ole_text(path, readers):
    """By the first reader that reads something."""
    for reader in readers:
        try:
            done = subprocess.run([need(reader[0]), *reader[1:], path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, check=False, env={"HOME": "/tmp", "PATH": "/usr/bin", "LANG": "C.UTF-8"})
        except Withheld:
            continue
        if done.returncode == 0 and done.stdout.strip():
            return pdf.write_text(done.stdout[:pdf.MAX_TEXT].decode("utf-8", "ignore"))
    return None


def ole(path, _):
    with open(path, "rb") as file:
        data = file.read()
    extension, readers = ole_kind(data)
    named = f"{ROOM}/document.{extension}"
    with open(named, "wb") as file:
        file.write(data)
    text = ole_text(named, readers)
    try:
        result = printed(named)
    except Withheld as held:
        held.text = text or getattr(held, "text", None)
        raise
    if text and result.get("text"):  # what shows in the copy only, a header for instance, is to be read as well
        with open(f"{ROOM}/text", encoding="utf-8") as file:
            shown = file.read()
        return {**result, "text": pdf.write_text(shown)}
    return {**result, "text": result.get("text") or text}
