/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-picture.h"

G_BEGIN_DECLS

/* The photographs that are decoded: those shown, the neighbours ahead of the
 * step to them, and those seen lately, within a bound of bytes. All reading and
 * decoding is done on workers. Main thread.
 *
 * Property "max-mib" (int): the bound, in MiB. Signal "stale" (GFile): the file is
 * another one than the photograph that somebody shows of it; see
 * critic_pictures_look(). */
#define CRITIC_TYPE_PICTURES (critic_pictures_get_type ())
G_DECLARE_FINAL_TYPE (CriticPictures, critic_pictures, CRITIC, PICTURES, GObject)

CriticPictures *critic_pictures_new         (void);
/* (transfer none) (nullable): what is at hand. Whether the file is still the
 * same is looked at afterwards, by critic_pictures_look(). */
CriticPicture  *critic_pictures_peek        (CriticPictures *self, GFile *file);
void            critic_pictures_load_async  (CriticPictures *self, GFile *file, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
CriticPicture  *critic_pictures_load_finish (CriticPictures *self, GAsyncResult *result, GError **error);
void            critic_pictures_look        (CriticPictures *self, GFile *file);
/* Somebody shows it, from here or from memory: until it was let go as often it is
 * not given back, its bytes count, and it is refined when it is looked at closely,
 * as far as there is room. */
void            critic_pictures_hold        (CriticPictures *self, CriticPicture *picture);
void            critic_pictures_let_go      (CriticPictures *self, CriticPicture *picture);
/* The one on the desk, which is held as well; NULL: none. Among those held it comes first. */
void            critic_pictures_set_current (CriticPictures *self, CriticPicture *picture);
/* Those that may be shown next, the likeliest first; what is being decoded and
 * is none of them is given up. */
void            critic_pictures_expect      (CriticPictures *self, GFile *const *files, guint n);

/* Bytes of pixels held now. */
gsize           critic_pictures_get_bytes   (CriticPictures *self);
/* Files read so far, and what lies there: for tests. */
guint           critic_pictures_get_n_loads (CriticPictures *self);
gboolean        critic_pictures_is_idle     (CriticPictures *self);

G_END_DECLS
