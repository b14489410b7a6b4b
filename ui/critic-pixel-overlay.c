/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pixel-overlay.h"

#include <math.h>

#include "critic-clipping.h"
#include "critic-focus.h"

/* Parts begin and end on multiples of this, so that a small move needs no new one. */
#define GRID 256

/* A part of a level. */
typedef struct
{
  CriticPyramid *pyramid;       /* owned */
  guint          level;
  guint          x, y, width, height;
} Part;

struct _CriticPixelOverlay
{
  GObject          parent_instance;

  CriticPixelMark  mark;
  CriticPhotoView *view;        /* weak */
  gboolean         visible;

  Part             part;        /* of texture */
  GdkTexture      *texture;     /* NULL: none yet */
  Part             asked;       /* what is being computed */
  GCancellable    *computing;   /* NULL: nothing is */
};

enum
{
  PROP_0,
  PROP_VISIBLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void overlay_init (CriticOverlayInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CriticPixelOverlay, critic_pixel_overlay, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (CRITIC_TYPE_OVERLAY, overlay_init))

typedef struct
{
  CriticPixelMark mark;
  Part            part;
} Job;

static void
part_clear (Part *part)
{
  g_clear_pointer (&part->pyramid, critic_pyramid_unref);
}

static void
part_set (Part       *part,
          const Part *from)
{
  CriticPyramid *old = part->pyramid;

  *part = *from;
  if (part->pyramid != NULL)
    critic_pyramid_ref (part->pyramid);
  if (old != NULL)
    critic_pyramid_unref (old);
}

static gboolean
part_equal (const Part *a,
            const Part *b)
{
  return a->pyramid == b->pyramid && a->level == b->level && a->x == b->x && a->y == b->y
         && a->width == b->width && a->height == b->height;
}

static void
job_free (Job *job)
{
  part_clear (&job->part);
  g_free (job);
}

static void
compute_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Job *job = task_data;
  const Part *part = &job->part;
  gsize stride = critic_pyramid_get_level (part->pyramid, part->level)->stride;
  g_autoptr(GBytes) pixels = NULL;
  g_autoptr(GBytes) bytes = NULL;
  guint8 *rgba;

  if (g_task_return_error_if_cancelled (task))
    return;

  pixels = critic_pyramid_cut (part->pyramid, part->level, part->x, part->y, part->width, part->height);
  rgba = g_malloc ((gsize) part->width * part->height * 4);
  if (job->mark == CRITIC_PIXELS_CLIPPED)
    critic_clipping_render (g_bytes_get_data (pixels, NULL), part->width, part->height, stride, part->x, part->y, rgba);
  else
    critic_focus_render (g_bytes_get_data (pixels, NULL), part->width, part->height, stride, rgba);
  bytes = g_bytes_new_take (rgba, (gsize) part->width * part->height * 4);
  g_task_return_pointer (task, gdk_memory_texture_new (part->width, part->height, GDK_MEMORY_R8G8B8A8, bytes, (gsize) part->width * 4),
                         g_object_unref);
}

static void
computed_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  CriticPixelOverlay *self = CRITIC_PIXEL_OVERLAY (object);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr(GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_task_get_cancellable (G_TASK (result)) != self->computing)
    return;

  g_clear_object (&self->computing);
  if (texture == NULL)
    return;

  part_set (&self->part, &job->part);
  g_set_object (&self->texture, texture);
  critic_overlay_changed (CRITIC_OVERLAY (self));
}

static void
forget (CriticPixelOverlay *self)
{
  if (self->computing != NULL)
    g_cancellable_cancel (self->computing);
  g_clear_object (&self->computing);
  g_clear_object (&self->texture);
  part_clear (&self->part);
  part_clear (&self->asked);
}

static void
compute (CriticPixelOverlay *self,
         const Part         *part)
{
  g_autoptr(GTask) task = NULL;
  Job *job;

  if (self->computing != NULL)
    g_cancellable_cancel (self->computing);
  g_clear_object (&self->computing);

  self->computing = g_cancellable_new ();
  part_set (&self->asked, part);
  job = g_new0 (Job, 1);
  job->mark = self->mark;
  part_set (&job->part, part);
  task = g_task_new (self, self->computing, computed_cb, NULL);
  g_task_set_source_tag (task, compute);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, compute_thread);
}

/* What is seen now; FALSE: nothing. */
static gboolean
get_part (CriticPixelOverlay    *self,
          const graphene_rect_t *photo,
          Part                  *part)
{
  const CriticTilesStats *stats = critic_tiles_get_stats (critic_photo_view_get_tiles (self->view));
  graphene_rect_t seen;

  if (stats->pyramid == NULL
      || !graphene_rect_intersection (photo, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self->view)),
                                                                  gtk_widget_get_height (GTK_WIDGET (self->view))), &seen))
    return FALSE;

  const CriticLevel *level = critic_pyramid_get_level (stats->pyramid, stats->level);
  gdouble rx = level->width / photo->size.width, ry = level->height / photo->size.height;
  guint left = MAX (0, (seen.origin.x - photo->origin.x) * rx), top = MAX (0, (seen.origin.y - photo->origin.y) * ry);
  guint right = ceil ((seen.origin.x + seen.size.width - photo->origin.x) * rx);
  guint bottom = ceil ((seen.origin.y + seen.size.height - photo->origin.y) * ry);

  part->pyramid = stats->pyramid;
  part->level = stats->level;
  part->x = left / GRID * GRID;
  part->y = top / GRID * GRID;
  right = MIN ((right + GRID - 1) / GRID * GRID, level->width);
  bottom = MIN ((bottom + GRID - 1) / GRID * GRID, level->height);
  if (right <= part->x || bottom <= part->y)
    return FALSE;
  part->width = right - part->x;
  part->height = bottom - part->y;

  return TRUE;
}

static void
critic_pixel_overlay_snapshot (CriticOverlay         *overlay,
                               GtkSnapshot           *snapshot,
                               const graphene_rect_t *photo)
{
  CriticPixelOverlay *self = CRITIC_PIXEL_OVERLAY (overlay);
  Part part;

  if (!self->visible || self->view == NULL || !get_part (self, photo, &part))
    return;

  if (!(self->texture != NULL && part_equal (&self->part, &part))
      && !(self->computing != NULL && part_equal (&self->asked, &part)))
    compute (self, &part);
  /* Of another photograph it would be a lie. */
  if (self->texture == NULL || self->part.pyramid != part.pyramid)
    return;

  const CriticLevel *level = critic_pyramid_get_level (self->part.pyramid, self->part.level);
  gdouble rx = photo->size.width / level->width, ry = photo->size.height / level->height;

  gtk_snapshot_append_texture (snapshot, self->texture,
                               &GRAPHENE_RECT_INIT (photo->origin.x + self->part.x * rx, photo->origin.y + self->part.y * ry,
                                                    self->part.width * rx, self->part.height * ry));
}

/* White marks are seen on a photograph that is darker and greyer. */
static gdouble
critic_pixel_overlay_get_fade (CriticOverlay *overlay)
{
  CriticPixelOverlay *self = CRITIC_PIXEL_OVERLAY (overlay);

  return self->visible && self->mark == CRITIC_PIXELS_SHARP ? 0.6 : 0;
}

static void
overlay_init (CriticOverlayInterface *iface)
{
  iface->snapshot = critic_pixel_overlay_snapshot;
  iface->get_fade = critic_pixel_overlay_get_fade;
}

static void
critic_pixel_overlay_dispose (GObject *object)
{
  CriticPixelOverlay *self = CRITIC_PIXEL_OVERLAY (object);

  forget (self);
  g_clear_weak_pointer (&self->view);

  G_OBJECT_CLASS (critic_pixel_overlay_parent_class)->dispose (object);
}

static void
critic_pixel_overlay_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_VISIBLE:
      g_value_set_boolean (value, CRITIC_PIXEL_OVERLAY (object)->visible);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_pixel_overlay_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_VISIBLE:
      critic_pixel_overlay_set_visible (CRITIC_PIXEL_OVERLAY (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_pixel_overlay_class_init (CriticPixelOverlayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = critic_pixel_overlay_dispose;
  object_class->get_property = critic_pixel_overlay_get_property;
  object_class->set_property = critic_pixel_overlay_set_property;

  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
critic_pixel_overlay_init (CriticPixelOverlay *self)
{
}

CriticPixelOverlay *
critic_pixel_overlay_new (CriticPixelMark  mark,
                          CriticPhotoView *view)
{
  CriticPixelOverlay *self = g_object_new (CRITIC_TYPE_PIXEL_OVERLAY, NULL);

  self->mark = mark;
  g_set_weak_pointer (&self->view, view);

  return self;
}

void
critic_pixel_overlay_set_visible (CriticPixelOverlay *self,
                                  gboolean            visible)
{
  g_return_if_fail (CRITIC_IS_PIXEL_OVERLAY (self));

  if (self->visible == visible)
    return;

  self->visible = visible;
  if (!visible)
    forget (self);
  critic_overlay_changed (CRITIC_OVERLAY (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

GdkTexture *
critic_pixel_overlay_get_texture (CriticPixelOverlay *self)
{
  g_return_val_if_fail (CRITIC_IS_PIXEL_OVERLAY (self), NULL);

  return self->texture;
}
