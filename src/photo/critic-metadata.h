/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a file says of itself, for people; strings are NULL where it says
 * nothing. Immutable, reference counted, any thread. */
typedef struct _CriticMetadata CriticMetadata;

/* Blocks. Damaged metadata count as none. */
CriticMetadata *critic_metadata_read_bytes (GBytes *bytes);
CriticMetadata *critic_metadata_read       (GFile *file, GCancellable *cancellable, GError **error);
CriticMetadata *critic_metadata_ref        (CriticMetadata *self);
void            critic_metadata_unref      (CriticMetadata *self);
/* Milliseconds since 1970 in the camera's own time (DateTimeOriginal with
 * SubSecTime, no zone); 0: unknown. */
gint64          critic_metadata_get_taken  (const CriticMetadata *self);
/* EXIF's, 1 to 8; 1 where it says nothing. */
guint           critic_metadata_get_orientation (const CriticMetadata *self);
const char     *critic_metadata_get_camera (const CriticMetadata *self);
const char     *critic_metadata_get_lens   (const CriticMetadata *self);
/* "600 mm · 1/1250 s · f/6.3 · ISO 800"; NULL without any of them. */
const char     *critic_metadata_get_exposure (const CriticMetadata *self);
/* What the photograph shows, by its XMP (dc:description in the default language
 * or the first there is); NULL without a word of it. */
const char     *critic_metadata_get_description (const CriticMetadata *self);
/* Degrees, north and east positive. FALSE: none. */
gboolean        critic_metadata_get_place  (const CriticMetadata *self, gdouble *latitude, gdouble *longitude);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticMetadata, critic_metadata_unref)

G_END_DECLS
