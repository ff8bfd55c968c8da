/* SPDX-License-Identifier: ISC
 *
 * What the hints*.c files share: one reader per kind of metadata. Each adds what it finds with hints_add and believes no length.
 */
#pragma once
#include <glib.h>

/* A TIFF block: Artist, Copyright, HostComputer, owner, Windows' author. */
void hints_of_exif(const guint8 *bytes, gsize size, GPtrArray *hints);
/* Photoshop resources, of which IPTC is one: By-line, Credit, Copyright, Contact, Writer. */
void hints_of_photoshop(const guint8 *bytes, gsize size, GPtrArray *hints);
/* An XMP packet anywhere in the bytes. */
void hints_of_xmp(const guint8 *bytes, gsize size, GPtrArray *hints);
/* Author in the information dictionary of a PDF. */
void hints_of_pdf(const guint8 *bytes, gsize size, GPtrArray *hints);
