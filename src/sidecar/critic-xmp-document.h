/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One XMP document as the XML that it is, for changing a few properties of it and
 * leaving everything else where and as it stands: other programs' namespaces,
 * structures, languages, qualifiers, comments. (Exiv2 would write all of it anew
 * from what it understood.) Properties are those of the description, on the
 * highest level, named by namespace and name. One thread at a time. */
typedef struct _CriticXmpDocument CriticXmpDocument;

typedef struct
{
  const char *uri;
  const char *prefix;       /* where none is declared */
} CriticXmpSpace;

/* @text: NULL: an empty document. NULL with an error of G_MARKUP_ERROR: it is no
 * XML, no XMP, or has a document type, which XMP has not. */
CriticXmpDocument *critic_xmp_document_new     (const char *text, gsize length, GError **error);
void               critic_xmp_document_free    (CriticXmpDocument *self);
/* It holds any property at all. */
gboolean           critic_xmp_document_is_used (CriticXmpDocument *self);
/* (transfer full), UTF-8, with an end. */
char              *critic_xmp_document_to_text (CriticXmpDocument *self);

/* @value: NULL: the property goes. Where there is one, it keeps its place. */
void  critic_xmp_document_set (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name, const char *value);
/* (transfer full) (nullable) */
char *critic_xmp_document_get (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name);

/* The texts of a bag, or of any other kind of array; (transfer full). */
GPtrArray *critic_xmp_document_get_bag  (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name);
/* Takes the texts of @remove away and puts those of @add at the end; an array that
 * has none left goes. Both (nullable), of char *. */
void       critic_xmp_document_edit_bag (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name,
                                         GPtrArray *remove, GPtrArray *add);
/* All properties of a namespace go. */
void       critic_xmp_document_clear    (CriticXmpDocument *self, const CriticXmpSpace *space);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticXmpDocument, critic_xmp_document_free)

G_END_DECLS
