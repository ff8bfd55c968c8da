# SPDX-License-Identifier: ISC
"""Certificates for tests, by openssl: a CA, a good server certificate, and the wrong kinds.

Certs(folder) makes them all (about half a second). Each kind is a file KIND.pem (certificate) with KIND.key beside it:
good (DNS:localhost, IP:127.0.0.1), wrong_name, expired, not_yet, self_signed, other_ca (signed by a CA nobody trusts),
weak (1024 bit RSA), client_only (not for servers). ca.pem is the CA to trust.
"""
import subprocess
from pathlib import Path

GOOD_NAMES = "DNS:localhost,IP:127.0.0.1"
# kind: (names, signing CA or None for itself, key, start and end as openssl x509 -not_before would say, usage)
KINDS = {
    "good": (GOOD_NAMES, "ca", "ec", None, "serverAuth"),
    "wrong_name": ("DNS:mail.example.org", "ca", "ec", None, "serverAuth"),
    "expired": (GOOD_NAMES, "ca", "ec", ("20200101000000Z", "20200201000000Z"), "serverAuth"),
    "not_yet": (GOOD_NAMES, "ca", "ec", ("20990101000000Z", "20990201000000Z"), "serverAuth"),
    "self_signed": (GOOD_NAMES, None, "ec", None, "serverAuth"),
    "other_ca": (GOOD_NAMES, "stranger", "ec", None, "serverAuth"),
    "weak": (GOOD_NAMES, "ca", "rsa1024", None, "serverAuth"),
    "client_only": (GOOD_NAMES, "ca", "ec", None, "clientAuth"),
}
KEYS = {"ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "rsa1024": ["rsa:1024"]}


class Certs:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("ca", "stranger"):
            self._make_ca(name)
        for kind in KINDS:
            self._make(kind, *KINDS[kind])
        self.ca = self.folder / "ca.pem"

    def pem(self, kind="good"):
        return self.folder / f"{kind}.pem"

    def key(self, kind="good"):
        return self.folder / f"{kind}.key"

    def _openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def _make_ca(self, name):
        self._openssl("req", "-x509", "-newkey", *KEYS["ec"], "-nodes", "-days", "30", "-subj", f"/CN=test {name}",
                      "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                      "-keyout", f"{name}.key", "-out", f"{name}.pem")

    def _make(self, kind, names, ca, key, dates, usage):
        self._openssl("req", "-newkey", *KEYS[key], "-nodes", "-subj", f"/CN=test {kind}", "-keyout", f"{kind}.key",
                      "-out", f"{kind}.csr")
        extensions = f"basicConstraints=CA:FALSE\nsubjectAltName={names}\nextendedKeyUsage={usage}\n"
        (self.folder / f"{kind}.ext").write_text(extensions)
        if dates:
            self._sign_dated(kind, ca, dates)
            return
        signer = ["-CA", f"{ca}.pem", "-CAkey", f"{ca}.key", "-CAcreateserial"] if ca else ["-signkey", f"{kind}.key"]
        self._openssl("x509", "-req", "-in", f"{kind}.csr", *signer, "-days", "30", "-extfile", f"{kind}.ext",
                      "-out", f"{kind}.pem")

    def _sign_dated(self, kind, ca, dates):
        """openssl 3.0's x509 cannot set dates; its ca command can."""
        conf = (f"[ca]\ndefault_ca=d\n[d]\ndatabase={kind}.db\nserial={kind}.srl\nnew_certs_dir=.\ndefault_md=sha256\n"
                "policy=p\n[p]\ncommonName=supplied\n")
        (self.folder / f"{kind}.cnf").write_text(conf)
        (self.folder / f"{kind}.db").write_text("")
        (self.folder / f"{kind}.srl").write_text("1000\n")
        self._openssl("ca", "-batch", "-config", f"{kind}.cnf", "-cert", f"{ca}.pem", "-keyfile", f"{ca}.key",
                      "-in", f"{kind}.csr", "-startdate", dates[0], "-enddate", dates[1], "-extfile", f"{kind}.ext",
                      "-notext", "-out", f"{kind}.pem")
