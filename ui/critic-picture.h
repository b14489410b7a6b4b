/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-pyramid.h"

G_BEGIN_DECLS

/* A photograph for the screen: at once with as many pixels as a window and the
 * model need, and with all that the file has as soon as somebody has looked
 * closer. Main thread, but for critic_picture_load().
 *
 * Signal "wants-detail": somebody looks closer than the pixels at hand go.
 * Signal "refined": critic_picture_get_pyramid() has others than before. */
#define CRITIC_TYPE_PICTURE (critic_picture_get_type ())
G_DECLARE_FINAL_TYPE (CriticPicture, critic_picture, CRITIC, PICTURE, GObject)

/* What critic_picture_is_of() looks at. */
#define CRITIC_PICTURE_ATTRIBUTES \
  G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_TIME_MODIFIED "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC

CriticPicture *critic_picture_load        (GFile *file, GBytes *bytes, const char *name, GCancellable *cancellable, GError **error);
void           critic_picture_load_async  (GBytes *bytes, const char *name, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
CriticPicture *critic_picture_load_finish (GAsyncResult *result, GError **error);

/* As small as it is held: what the model needs of it. */
CriticPhoto   *critic_picture_get_photo   (CriticPicture *self);
const char    *critic_picture_get_name    (CriticPicture *self);
GFile         *critic_picture_get_file    (CriticPicture *self);      /* NULL: it came from memory */
/* Whether the file was this large and this old when it was read. */
gboolean       critic_picture_is_of       (CriticPicture *self, GFileInfo *info);
/* Of the file, upright. */
guint          critic_picture_get_width   (CriticPicture *self);
guint          critic_picture_get_height  (CriticPicture *self);
/* (transfer none): the pixels to draw the whole photograph @width device pixels
 * wide; where there are not enough at hand, as many as there are. */
CriticPyramid *critic_picture_get_pyramid (CriticPicture *self, gdouble width);

/* Whether more pixels can be had than are at hand. */
gboolean       critic_picture_is_coarse   (CriticPicture *self);
void           critic_picture_ask_detail  (CriticPicture *self);
/* Decodes all there is, on a worker. */
void           critic_picture_refine      (CriticPicture *self);
gboolean       critic_picture_is_refining (CriticPicture *self);
/* Gives back what critic_picture_refine() took. FALSE: nothing. */
gboolean       critic_picture_coarsen     (CriticPicture *self);
gsize          critic_picture_get_bytes   (CriticPicture *self);
/* What critic_picture_refine() would hold more, about. */
gsize          critic_picture_get_refined_bytes (CriticPicture *self);

G_END_DECLS
