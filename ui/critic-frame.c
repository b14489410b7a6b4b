/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-frame.h"

struct _CriticFrame
{
  GObject  parent_instance;

  GFile   *file;
  char    *path, *name;
  gint64   mtime;

  gboolean     has_hash;
  CriticHash   hash;
  gint64       image_id;
  CriticRating rating;
};

enum
{
  PROP_0,
  PROP_RATING,
  PROP_MTIME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticFrame, critic_frame, G_TYPE_OBJECT)

static void
critic_frame_finalize (GObject *object)
{
  CriticFrame *self = (CriticFrame *) object;

  g_clear_object (&self->file);
  g_free (self->path);
  g_free (self->name);

  G_OBJECT_CLASS (critic_frame_parent_class)->finalize (object);
}

static void
critic_frame_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_RATING:
      g_value_set_pointer (value, &((CriticFrame *) object)->rating);
      break;

    case PROP_MTIME:
      g_value_set_int64 (value, ((CriticFrame *) object)->mtime);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_frame_class_init (CriticFrameClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_frame_finalize;
  G_OBJECT_CLASS (klass)->get_property = critic_frame_get_property;

  properties[PROP_RATING] = g_param_spec_pointer ("rating", NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MTIME] = g_param_spec_int64 ("mtime", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
critic_frame_init (CriticFrame *self)
{
}

CriticFrame *
critic_frame_new (GFile  *file,
                  gint64  mtime)
{
  CriticFrame *self = g_object_new (CRITIC_TYPE_FRAME, NULL);
  g_autofree char *base = g_file_get_basename (file);

  self->file = g_object_ref (file);
  self->path = g_file_get_path (file);
  self->name = g_filename_display_name (base != NULL ? base : "");
  self->mtime = mtime;

  return self;
}

GFile *
critic_frame_get_file (CriticFrame *self)
{
  g_return_val_if_fail (CRITIC_IS_FRAME (self), NULL);

  return self->file;
}

const char *
critic_frame_get_path (CriticFrame *self)
{
  g_return_val_if_fail (CRITIC_IS_FRAME (self), NULL);

  return self->path;
}

const char *
critic_frame_get_name (CriticFrame *self)
{
  g_return_val_if_fail (CRITIC_IS_FRAME (self), NULL);

  return self->name;
}

gint64
critic_frame_get_mtime (CriticFrame *self)
{
  g_return_val_if_fail (CRITIC_IS_FRAME (self), 0);

  return self->mtime;
}

/* Another time is another photograph: its marks are not known yet. */
void
critic_frame_set_mtime (CriticFrame *self,
                        gint64       mtime)
{
  g_return_if_fail (CRITIC_IS_FRAME (self));

  if (self->mtime == mtime)
    return;

  self->mtime = mtime;
  self->has_hash = FALSE;
  self->image_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MTIME]);
}

const CriticRating *
critic_frame_get_rating (CriticFrame *self)
{
  static const CriticRating nothing;

  g_return_val_if_fail (CRITIC_IS_FRAME (self), &nothing);

  return &self->rating;
}

gint64
critic_frame_get_image_id (CriticFrame *self)
{
  g_return_val_if_fail (CRITIC_IS_FRAME (self), 0);

  return self->image_id;
}

const CriticHash *
critic_frame_get_hash (CriticFrame *self)
{
  g_return_val_if_fail (CRITIC_IS_FRAME (self), NULL);

  return self->has_hash ? &self->hash : NULL;
}

void
critic_frame_take_rating (CriticFrame        *self,
                          const CriticHash   *hash,
                          gint64              image_id,
                          const CriticRating *rating)
{
  g_return_if_fail (CRITIC_IS_FRAME (self));

  self->has_hash = hash != NULL;
  if (hash != NULL)
    self->hash = *hash;
  self->image_id = image_id;
  if (memcmp (&self->rating, rating, sizeof *rating) == 0)
    return;

  self->rating = *rating;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATING]);
}
