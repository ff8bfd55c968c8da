#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Measures the stripping engine alone on a labelled corpus: decodes each mail with Python's email module, runs strip_json on subject,
body and text-like attachments, and counts leak, leak* and kept as the score program does.

    score_text.py --strip BINARY --score SCORE.py --corpus DIR --rules config/identity [--links SHARE_PARAMS.json] [--show ID]

SCORE.py and the corpus are those of the project's release measurement; they are not part of this tree.
"""
import argparse, email, html, importlib.util, json, re, subprocess, sys
from email import policy
from pathlib import Path

sys.dont_write_bytecode = True


def load(path):
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def html_text(source):
    source = re.sub(r"(?is)<(script|style|title)\b.*?</\1>|<!--.*?-->", "", source)
    source = re.sub(r'(?is)<a\b[^>]*href="([^"]+)"[^>]*>(.*?)</a>', lambda m: m[2] if m[1] in m[2] else f"{m[2]} <{m[1]}>", source)
    source = re.sub(r"(?i)<(br|/p|/div|/tr|/li|/h\d|/td)\b[^>]*>", "\n", source)
    links = re.findall(r"<(https?://[^>]+)>", source)
    source = re.sub(r"<(?!https?://)[^>]+>", "", source)
    return html.unescape(source)


def text_of(part):
    try:
        return part.get_content().replace("\r\n", "\n")
    except Exception:
        data = part.get_payload(decode=True) or b""
        for charset in ("utf-8", "windows-1256"):
            try:
                return data.decode(charset)
            except UnicodeDecodeError:
                pass
        return data.decode("utf-8", "replace")


def raw_header(value):
    s = str(value)
    if any("\udc80" <= c <= "\udcff" for c in s) or "\ufffd" in s:
        try:
            return s.encode("utf-8", "surrogateescape").decode("windows-1256")
        except UnicodeError:
            return s
    return s


def add_parts(m, texts, names, nested):
    plain = any(p.get_content_type() == "text/plain" and not p.get_filename() for p in m.walk())
    for part in m.iter_parts() if m.is_multipart() and m.get_content_type() != "message/rfc822" else [m]:
        ct = part.get_content_type()
        name = part.get_filename()
        if name:
            names.append(name)
        if ct == "message/rfc822":
            inner = part.get_payload(0)
            head = "\n".join(f"{k}: {v}" for k, v in inner.items() if k.lower() in ("from", "subject", "to", "cc", "date"))
            texts.append(["nested", head])
            add_parts(inner, texts, names, True)
        elif part.is_multipart():
            add_parts(part, texts, names, nested)
        elif ct in ("text/vcard", "text/x-vcard", "text/calendar"):
            texts.append(["vcard", text_of(part)])
        elif ct == "text/plain" and name:
            t = text_of(part)
            texts.append(["chat" if re.search(r"(?m)^\W*\[?\d{1,4}\W+\d{1,2}\W+\d{2,4}.*?\d:\d\d", t) else "attachment", t])
        elif ct == "text/plain" or ct == "text/rfc822-headers":
            texts.append(["nested" if nested else "body", text_of(part)])
        elif ct == "text/html" and not plain:
            texts.append(["nested" if nested else "body", html_text(text_of(part))])


def message_json(path):
    m = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    headers = []
    for k in m.keys():
        try:
            headers.append([k, raw_header(m[k])])
        except Exception:
            pass
    texts, names = [["subject", raw_header(m["subject"] or "")]], []
    add_parts(m, texts, names, False)
    return {"headers": headers, "own_addresses": ["report@amana.example.org"], "file_names": names, "hints": [], "texts": texts}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--strip", required=True)
    ap.add_argument("--score", required=True)
    ap.add_argument("--corpus", type=Path, required=True)
    ap.add_argument("--rules", required=True)
    ap.add_argument("--links")
    ap.add_argument("--show")
    a = ap.parse_args()
    s = load(a.score)
    labels = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted((a.corpus / "labels").glob("*.json"))}
    ids = [i for i in labels if not a.show or i == a.show]
    messages = {i: message_json(a.corpus / "messages" / (i + ".eml")) for i in ids}
    argv = [a.strip, a.rules] + ([a.links] if a.links else [])
    r = subprocess.run(argv, input="".join(json.dumps(messages[i], ensure_ascii=False) + "\n" for i in ids).encode(), capture_output=True)
    sys.stderr.write(r.stderr.decode())
    n = dict.fromkeys(("identity", "leak", "words", "leak*", "evidence", "kept"), 0)
    titles = {s.fold(t) for t in s.TITLES}
    for i, line in zip(ids, r.stdout.decode().splitlines()):
        out, lab = json.loads(line), labels[i]
        if a.show:
            print("\n=====\n".join(out["texts"]))
            for span in out["spans"]:
                print(span)
            print(out["review"])
        whole = "\n".join(out["texts"] + out["links"])
        whole += "\n" + s.unquote(whole)
        v, f = s.norm(whole), s.fold(s.PREPOSITION.sub(" ", whole))
        views = v, f, s.glued(f)
        if lab["expected"]["kind"] == "spam":
            continue
        source = s.norm("\n".join(t for _, t in messages[i]["texts"]))
        words = set()
        for lbl in lab["identity"]:
            for t in s.forms(lbl):
                n["identity"] += 1
                if s.norm(t) and s.leaked_label(views, t, lbl["kind"]):
                    n["leak"] += 1
                    print("leak", i, lbl["kind"], lbl["where"], t)
                if lbl["kind"] == "name":
                    words |= {w for w in re.findall(r"[^\W\d_]{3,}", t) if s.fold(w) not in titles}
        ev = [s.fold(s.PREPOSITION.sub(" ", e)) for e in lab["evidence"]]
        for w in sorted(words):
            if any(s.leaked(e, s.fold(w), True) for e in ev):
                continue
            n["words"] += 1
            if s.leaked(f, s.fold(w), True):
                n["leak*"] += 1
                print("leak*", i, w)
        have = {s.url_key(l) for l in out["links"]}
        for e in lab["evidence"]:
            if not s.kept(e, source, {s.url_key(s.canonical(e))}):  # stands in a part that is not read here
                continue
            n["evidence"] += 1
            if s.kept(e, v, have):
                n["kept"] += 1
            else:
                print("lost", i, e)
    pc = lambda x, y: round(100 * n[x] / n[y], 2) if n[y] else None
    print(f"leak {n['leak']}/{n['identity']} {pc('leak', 'identity')} %   leak* {n['leak*']}/{n['words']} {pc('leak*', 'words')} %   kept {n['kept']}/{n['evidence']} {pc('kept', 'evidence')} %")


if __name__ == "__main__":
    main()
