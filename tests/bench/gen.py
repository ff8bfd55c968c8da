#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Generate N realistic report e-mails into a Maildir (cur/new/tmp). Stdlib only, seeded.
usage: gen.py MAILDIR [N] [SEED]   writes MANIFEST beside the Maildir (MAILDIR.manifest.jsonl)
Mix: 70% small text 1-4 KB (Arabic; utf-8/windows-1256; qp/base64/8bit, some mis-declared,
some HTML-only, some multipart/alternative), 25% with one 50-400 KB PNG/JPEG, 5% with 2-5 MB."""
import sys, os, random, base64, quopri, zlib, struct, hashlib, json, time
from email.header import Header
from urllib.parse import quote
W = ("وصلني رابط مشبوه على هاتفي من رقم مجهول يدعي أنه صديق لي وطلب مني كلمة المرور ورمز التحقق "
     "قام شخص باختراق حسابي على فيسبوك ونشر صورا خاصة دون إذني أرجو المساعدة في استرجاع الحساب "
     "تعرضت للابتزاز الإلكتروني من خلال تطبيق واتساب وتهديد بنشر محادثات خاصة أمام عائلتي وزملائي "
     "الموقع المزيف يشبه موقع البنك ويطلب رقم البطاقة والرقم السري وتاريخ الانتهاء حذفت المنشور "
     "هذا بلاغ عن خطاب كراهية وتحريض ضد الصحفيين في المنطقة الشمالية مرفق لقطة شاشة للمنشور").split()
EN = "please help my account was hacked link http://examp1e-login.test/verify?id= screenshot attached phishing sms +970-59-000-0000".split()
DOM = ["example.org","mail.example.net","reporter.example.com","gmail.example"]
if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
    sys.exit(__doc__)
rnd = random.Random(int(sys.argv[3]) if len(sys.argv)>3 else 20240501)
POOL = rnd.randbytes(8<<20)
def para(n):
    out=[];l=0
    while l<n:
        k=rnd.randint(8,18); s=" ".join(rnd.choice(W) for _ in range(k))
        if rnd.random()<.15: s+=" "+" ".join(rnd.choice(EN) for _ in range(4))
        out.append(s+"."); l+=len(s)*2
    return "\n".join(out)+"\n"
def png(size):
    w=512; h=max(1,size//(w*3+1)); o=rnd.randrange(len(POOL)//2); L=w*3
    raw=bytearray()
    for y in range(h):
        raw+=b"\0"; a=(o+y*L)%(len(POOL)-L); raw+=POOL[a:a+L]
    def ch(t,d): return struct.pack(">I",len(d))+t+d+struct.pack(">I",zlib.crc32(t+d))
    txt=b"Author\0Reporter Name"
    return b"\x89PNG\r\n\x1a\n"+ch(b"IHDR",struct.pack(">IIBBBBB",w,h,8,2,0,0,0))+ch(b"tEXt",txt)+ch(b"IDAT",zlib.compress(bytes(raw),0))+ch(b"IEND",b"")
EXIF=bytes.fromhex("4578696600004d4d002a00000008000201100002000000080000002688250004000000010000002e00000000")
EXIF=b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x10\0\x02\0\0\0\x08\0\0\0&\x88%\0\x04\0\0\0\x01\0\0\0.\0\0\0\0Pixel 7\0\0\x02\0\x01\0\x02\0\0\0\x02N\0\0\0\0\x02\0\x05\0\0\0\x03\0\0\0L\0\0\0\0"+struct.pack(">6I",31,1,46,1,0,1)
def jpg(size):
    o=rnd.randrange(len(POOL)-size-1); body=POOL[o:o+size].replace(b"\xff",b"\xfe")
    app1=b"\xff\xe1"+struct.pack(">H",len(EXIF)+2)+EXIF
    q=b"\xff\xdb\0\x43\0"+bytes([16]*64)
    sof=b"\xff\xc0\0\x0b\x08\x02\0\x02\0\x01\x01\x11\0"
    dht=b"\xff\xc4\0\x1f\0\0\1\5\1\1\1\1\1\1\0\0\0\0\0\0\0"+bytes(range(12))
    dac=b"\xff\xc4\0\x1f\x10\0\1\5\1\1\1\1\1\1\0\0\0\0\0\0\0"+bytes(range(12))
    sos=b"\xff\xda\0\x08\1\1\0\0?\0"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"+app1+q+sof+dht+dac+sos+body+b"\xff\xd9"
def h(s,cs): return Header(s,cs,maxlinelen=72,header_name="Subject").encode()
def enc(text,cs,cte):
    b=text.replace("\n","\r\n").encode(cs,"replace")
    if cte=="base64": return base64.encodebytes(b)
    if cte=="quoted-printable": return quopri.encodestring(b.replace(b"\r\n",b"\n"))
    return b.replace(b"\r\n",b"\n")
def textpart(text,sub,mis):
    cs=rnd.choices(["utf-8","windows-1256"],[7,3])[0]
    cte=rnd.choices(["base64","quoted-printable","8bit"],[4,4,2])[0]
    decl=cs
    if mis and cs=="windows-1256": decl=rnd.choice(["iso-8859-1","us-ascii","iso-8859-6","utf-8","x-unknown",None])
    ct="Content-Type: text/%s"%sub+("; charset=\"%s\""%decl if decl else "")
    return (ct+"\nContent-Transfer-Encoding: %s\n\n"%cte).encode()+enc(text,cs,cte),cs,decl,cte
def main():
    md=sys.argv[1]; N=int(sys.argv[2]) if len(sys.argv)>2 else 10000
    for d in("cur","new","tmp"): os.makedirs(os.path.join(md,d),exist_ok=True)
    man=open(md.rstrip("/")+".manifest.jsonl","w"); t0=1714521600; tot=0
    for i in range(N):
        r=rnd.random(); kind="small" if r<.70 else("mid" if r<.95 else "big")
        text=para(rnd.randint(1000,3600)); subj=" ".join(rnd.choice(W) for _ in range(rnd.randint(3,12)))
        hcs=rnd.choices(["utf-8","windows-1256"],[7,3])[0]
        nm=rnd.choice(W)+" "+rnd.choice(W); addr="user%d@%s"%(rnd.randrange(4000),rnd.choice(DOM))
        hdr=["Return-Path: <%s>"%addr,
         "Received: from mx%d.example.net (mx.example.net [203.0.113.%d])\n\tby in.example.org (Postfix) with ESMTPS id %08X\n\tfor <report@example.org>; Wed, 01 May 2024 12:%02d:%02d +0000"%(i%7,rnd.randrange(255),rnd.randrange(1<<32),i//60%60,i%60),
         "Received: from [192.0.2.%d] by mx%d.example.net with HTTP; Wed, 01 May 2024 11:%02d:00 +0300"%(rnd.randrange(255),i%7,i%60),
         "From: %s <%s>"%(h(nm,hcs),addr),"To: report@example.org","Subject: "+h(subj,hcs),
         "Date: Wed, 01 May 2024 %02d:%02d:%02d +0300"%(i//3600%24,i//60%60,i%60),
         "Message-ID: <%d.%08x@%s>"%(i,rnd.randrange(1<<32),addr.split("@")[1]),
         "X-Originating-IP: [198.51.100.%d]"%rnd.randrange(255),"X-Mailer: SomePhone Mail (21E219)","MIME-Version: 1.0"]
        mis=rnd.random()<.3; m={"i":i,"kind":kind,"subject":subj,"text":hashlib.sha256(text.encode()).hexdigest()}
        if rnd.random()<.5: hdr.append("DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=s1;\n\tbh="+base64.b64encode(rnd.randbytes(32)).decode()+";\n\tb="+base64.b64encode(rnd.randbytes(63)).decode())
        bd="=_bnd_%08x"%rnd.randrange(1<<32)
        if kind=="small":
            x=rnd.random()
            if x<.70: p,cs,decl,cte=textpart(text,"plain",mis); m.update(shape="plain")
            else:
                htm="<html dir=rtl><body style=\"font-family:Arial\"><p>"+text.replace("\n","<br>\n")+"</p></body></html>\n"
                if x<.82: p,cs,decl,cte=textpart(htm,"html",mis); m.update(shape="html")
                else:
                    a,cs,decl,cte=textpart(text,"plain",mis); b,_,_,_=textpart(htm,"html",False); m.update(shape="alt")
                    p=("Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%s\n"%(bd,bd)).encode()+a+("\n--%s\n"%bd).encode()+b+("\n--%s--\n"%bd).encode()
            m.update(cs=cs,decl=decl,cte=cte); body=p
        else:
            a,cs,decl,cte=textpart(text,"plain",mis)
            size=rnd.randint(50_000,400_000) if kind=="mid" else rnd.randint(2_000_000,5_000_000)
            isj=rnd.random()<.6; data=jpg(size) if isj else png(size); ext="jpg" if isj else "png"
            fn="لقطة شاشة %d.%s"%(i,ext); q=rnd.random()
            if q<.4: cd="Content-Disposition: attachment;\n filename*=utf-8''"+quote(fn)
            elif q<.6:
                e=quote(fn); cd="Content-Disposition: attachment;\n filename*0*=utf-8''"+e[:30]+";\n filename*1*="+e[30:]
            else: cd="Content-Disposition: attachment;\n filename=\""+"\n ".join(h(fn,"utf-8").split("\n "))+"\""
            m.update(shape="mixed",cs=cs,decl=decl,cte=cte,file=fn,att=hashlib.sha256(data).hexdigest(),attlen=len(data))
            body=("Content-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n"%(bd,bd)).encode()+a+("\n--%s\nContent-Type: image/%s\nContent-Transfer-Encoding: base64\n%s\n\n"%(bd,"jpeg" if isj else "png",cd)).encode()+base64.encodebytes(data)+("\n--%s--\n"%bd).encode()
        msg=("\n".join(hdr)+"\n").encode()+body; tot+=len(msg)
        fname="%d.M%06dP1.feas,S=%d:2,"%(t0+i,i,len(msg))
        m["f"]=fname; m["len"]=len(msg); man.write(json.dumps(m,ensure_ascii=False)+"\n")
        with open(os.path.join(md,"cur",fname),"wb") as f: f.write(msg)
    print(N,"messages",tot,"bytes")
main()
