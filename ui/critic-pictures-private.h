/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-pictures.h"

G_BEGIN_DECLS

typedef struct
{
  CriticPictures *owner;
  GFile          *file;
  CriticPicture  *picture;      /* NULL: being loaded */
  GCancellable   *loading;      /* NULL: not */
  GPtrArray      *waiting;      /* GTask: who asked for it */
  GList           link;         /* in order of use */
} CriticPictureEntry;

/* Who does what: critic-pictures.c reads and decodes, critic-pictures-room.c keeps
 * the bound and knows what somebody shows, critic-pictures-renew.c sees to files that
 * were written anew. */
struct _CriticPictures
{
  GObject        parent_instance;

  GHashTable    *entries;       /* GFile to CriticPictureEntry */
  GQueue         order;         /* head: used last */
  GPtrArray     *expected;      /* GFile */
  GHashTable    *held;          /* CriticPicture to how often it is shown */
  GHashTable    *renewals;      /* GFile to what is known of its new contents */
  CriticPicture *current;
  guint          max_mib;
  guint          n_loads;
};

/* critic-pictures.c */
CriticPictureEntry *_critic_pictures_begin       (CriticPictures *self, GFile *file);
void                _critic_pictures_drop        (CriticPictures *self, CriticPictureEntry *entry);
gboolean            _critic_pictures_is_expected (CriticPictures *self, GFile *file, guint *place);
void                _critic_pictures_pump        (CriticPictures *self);

/* critic-pictures-room.c */
void                _critic_pictures_init_room   (CriticPictures *self);
gsize               _critic_pictures_get_most    (CriticPictures *self);
/* From now on it asks for its detail here; once more is as once. */
void                _critic_pictures_listen      (CriticPictures *self, CriticPicture *picture);
/* Unless somebody shows it, or it is at hand. */
void                _critic_pictures_leave       (CriticPictures *self, CriticPicture *picture);
/* For the pixels of @asker that a close look needs; NULL: for another photograph. */
gboolean            _critic_pictures_make_room   (CriticPictures *self, gsize more, CriticPicture *asker);
/* The bound is another one. */
void                _critic_pictures_shrink      (CriticPictures *self);
gboolean            _critic_pictures_is_shown    (CriticPictures *self, GFile *file);

/* critic-pictures-renew.c */
void                _critic_pictures_init_renew  (CriticPictures *self);
void                _critic_pictures_glance      (CriticPictures *self, GFile *file);
gboolean            _critic_pictures_renews      (CriticPictures *self, GFile *file);
/* The decoding is over; @picture NULL: it failed. */
void                _critic_pictures_renewed     (CriticPictures *self, GFile *file, CriticPicture *picture);

G_END_DECLS
