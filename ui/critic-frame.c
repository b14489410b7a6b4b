/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-frame.h"

struct _CriticFrame
{
  GObject  parent_instance;

  GFile   *file;
  char    *path, *name;
  gint64   mtime;
};

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
critic_frame_class_init (CriticFrameClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_frame_finalize;
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
