/* SPDX-License-Identifier: ISC */
/* The paths through CMS (RFC 5652) that lead to the signed content and to the names in certificates, in DER and in the BER that mail
 * programs write: indefinite lengths and octet strings in pieces. Anything off the paths is skipped; nothing is verified. */
#include "parser/smime.h"
#include "parser/hints.h"

#include <string.h>

#define MAX_SKIP_DEPTH 16u
#define TAG_OCTETS 0x04
#define TAG_OCTETS_IN_PIECES 0x24
#define TAG_OID 0x06
#define TAG_SEQUENCE 0x30
#define TAG_CONTEXT_0 0xa0
#define TAG_SET 0x31
#define TAG_MAIL_NAME 0x81 /* rfc822Name (RFC 5280 4.2.1.6) */
#define MAX_CERTIFICATES 16u

typedef struct {
  const guint8 *p, *end;
} Der;

typedef struct {
  guint8 tag;
  gboolean indefinite;
  Der content; /* up to the end of what is around it when indefinite */
} Element;

static gboolean
read_element(Der *der, Element *element)
{
  gsize length = 0;
  if (der->end - der->p < 2 || (der->p[0] & 0x1f) == 0x1f)
    return FALSE;
  element->tag = *der->p++;
  guint8 first = *der->p++;
  element->indefinite = first == 0x80;
  if (first > 0x80) {
    guint n = first & 0x7f;
    if (n > 4 || der->end - der->p < (gssize)n)
      return FALSE;
    while (n--)
      length = length << 8 | *der->p++;
  } else if (first < 0x80) {
    length = first;
  }
  if (length > (gsize)(der->end - der->p))
    length = (gsize)(der->end - der->p); /* cut off: as far as it goes */
  element->content = (Der){der->p, element->indefinite ? der->end : der->p + length};
  return TRUE;
}

static gboolean
at_end_mark(const Der *der)
{
  return der->end - der->p < 2 || (der->p[0] == 0 && der->p[1] == 0);
}

/* Over the next element, whatever it is. */
static gboolean
skip(Der *der, guint depth)
{
  Element element;
  if (depth > MAX_SKIP_DEPTH || !read_element(der, &element))
    return FALSE;
  if (!element.indefinite) {
    der->p = element.content.end;
    return TRUE;
  }
  while (!at_end_mark(der))
    if (!skip(der, depth + 1))
      return FALSE;
  der->p += MIN(2, der->end - der->p);
  return TRUE;
}

/* Goes into the next element when it has the tag. */
static gboolean
enter(Der *der, guint8 tag)
{
  Element element;
  Der ahead = *der;
  if (!read_element(&ahead, &element) || element.tag != tag)
    return FALSE;
  *der = element.content;
  return TRUE;
}

static gboolean
read_oid(Der *der, const guint8 **oid, gsize *size)
{
  Element element;
  if (!read_element(der, &element) || element.tag != TAG_OID || element.indefinite)
    return FALSE;
  *oid = element.content.p;
  *size = (gsize)(element.content.end - element.content.p);
  der->p = element.content.end;
  return TRUE;
}

static GBytes *
read_octets(Der *der)
{
  Element element;
  g_autoptr(GByteArray) all = g_byte_array_new();
  if (!read_element(der, &element))
    return NULL;
  if (element.tag == TAG_OCTETS)
    return g_bytes_new(element.content.p, (gsize)(element.content.end - element.content.p));
  if (element.tag != TAG_OCTETS_IN_PIECES)
    return NULL;
  Der pieces = element.content;
  while (!at_end_mark(&pieces) && read_element(&pieces, &element) && element.tag == TAG_OCTETS && !element.indefinite) {
    g_byte_array_append(all, element.content.p, (guint)(element.content.end - element.content.p));
    pieces.p = element.content.end;
  }
  return g_byte_array_free_to_bytes(g_steal_pointer(&all));
}

/* SignedData (RFC 5652 5.1): version, digest algorithms, then the encapsulated content. */
static GBytes *
signed_content(Der der)
{
  const guint8 *oid;
  gsize size;
  if (!enter(&der, TAG_CONTEXT_0) || !enter(&der, TAG_SEQUENCE) || !skip(&der, 0) || !skip(&der, 0) ||
      !enter(&der, TAG_SEQUENCE) || !read_oid(&der, &oid, &size) || !enter(&der, TAG_CONTEXT_0))
    return NULL;
  return read_octets(&der);
}

SmimeKind
smime_read(const guint8 *bytes, gsize size, GBytes **content)
{
  static const guint8 pkcs7[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07};
  static const guint8 smime[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01};
  Der der = {bytes, bytes + size};
  const guint8 *oid;
  gsize oid_size;
  if (!enter(&der, TAG_SEQUENCE) || !read_oid(&der, &oid, &oid_size))
    return SMIME_NONE;
  if (oid_size > sizeof smime && memcmp(oid, smime, sizeof smime) == 0)
    return SMIME_ENCRYPTED; /* authenticated-enveloped and compressed data */
  if (oid_size != sizeof pkcs7 + 1 || memcmp(oid, pkcs7, sizeof pkcs7) != 0)
    return SMIME_NONE;
  if (oid[sizeof pkcs7] != 2)
    return SMIME_ENCRYPTED;
  GBytes *found = signed_content(der);
  if (!found || !g_bytes_get_size(found)) {
    g_clear_pointer(&found, g_bytes_unref);
    return SMIME_SIGNATURE;
  }
  *content = found;
  return SMIME_SIGNED;
}

/* ---- who signed ---- */

typedef struct {
  Der all, issuer, subject;
} Certificate;

/* Certificate (RFC 5280 4.1): version, serial number and algorithm, then issuer, validity, subject. */
static gboolean
read_certificate(Der *der, Certificate *certificate)
{
  Element element;
  if (!read_element(der, &element) || element.tag != TAG_SEQUENCE || element.indefinite)
    return FALSE;
  der->p = element.content.end;
  certificate->all = element.content;
  Der in = element.content;
  if (!enter(&in, TAG_SEQUENCE))
    return FALSE;
  if (in.p < in.end && *in.p == TAG_CONTEXT_0)
    skip(&in, 0);
  if (!skip(&in, 0) || !skip(&in, 0) || !read_element(&in, &element))
    return FALSE;
  certificate->issuer = element.content;
  in.p = element.content.end;
  if (!skip(&in, 0) || !read_element(&in, &element))
    return FALSE;
  certificate->subject = element.content;
  return TRUE;
}

static gboolean
same(const Der *a, const Der *b)
{
  return a->end - a->p == b->end - b->p && memcmp(a->p, b->p, (gsize)(a->end - a->p)) == 0;
}

/* Common name, surname, given name and address of a distinguished name. */
static void
add_names(Der name, GPtrArray *people)
{
  static const guint8 common[] = {0x55, 4, 3}, surname[] = {0x55, 4, 4}, given[] = {0x55, 4, 42}, mail[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1};
  Element set, value;
  while (read_element(&name, &set) && set.tag == TAG_SET && !set.indefinite) {
    const guint8 *oid;
    gsize size;
    Der pair = set.content;
    name.p = set.content.end;
    if (!enter(&pair, TAG_SEQUENCE) || !read_oid(&pair, &oid, &size) || !read_element(&pair, &value))
      continue;
    if (size == 3 ? !memcmp(oid, common, 3) || !memcmp(oid, surname, 3) || !memcmp(oid, given, 3) : size == sizeof mail && !memcmp(oid, mail, size))
      hints_add(people, (const char *)value.content.p, (gsize)(value.content.end - value.content.p));
  }
}

/* Addresses among the alternative names, behind the extension's identifier and whether it is critical. */
static void
add_alternative_names(const Der *certificate, GPtrArray *people)
{
  static const guint8 oid[] = {TAG_OID, 3, 0x55, 0x1d, 0x11};
  const guint8 *found = memmem(certificate->p, (gsize)(certificate->end - certificate->p), oid, sizeof oid);
  if (!found)
    return;
  Der der = {found + sizeof oid, certificate->end};
  Element element;
  if (der.p < der.end && *der.p != TAG_OCTETS)
    skip(&der, 0);
  if (!enter(&der, TAG_OCTETS) || !enter(&der, TAG_SEQUENCE))
    return;
  for (; read_element(&der, &element); der.p = element.content.end)
    if (element.tag == TAG_MAIL_NAME)
      hints_add(people, (const char *)element.content.p, (gsize)(element.content.end - element.content.p));
}

void
smime_people(const guint8 *bytes, gsize size, GPtrArray *people)
{
  Certificate certificates[MAX_CERTIFICATES];
  guint n = 0;
  Der der = {bytes, bytes + size};
  const guint8 *oid;
  gsize oid_size;
  if (!enter(&der, TAG_SEQUENCE) || !read_oid(&der, &oid, &oid_size) || !enter(&der, TAG_CONTEXT_0) || !enter(&der, TAG_SEQUENCE) ||
      !skip(&der, 0) || !skip(&der, 0) || !skip(&der, 0) || !enter(&der, TAG_CONTEXT_0))
    return;
  while (n < MAX_CERTIFICATES && !at_end_mark(&der) && read_certificate(&der, &certificates[n]))
    n++;
  for (guint i = 0; i < n; i++) {
    gboolean authority = FALSE;
    for (guint k = 0; k < n; k++)
      authority |= k != i && same(&certificates[k].issuer, &certificates[i].subject);
    if (authority)
      continue;
    add_names(certificates[i].subject, people);
    add_alternative_names(&certificates[i].all, people);
  }
}
