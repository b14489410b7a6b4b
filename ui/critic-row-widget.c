/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-row-widget.h"

/* Drawn this many heights of the frame above and below it. */
#define NEAR 0.35

typedef struct
{
  CriticShootItem     *item;
  gulong               changed_id;
  gboolean             listens;

  GtkWidget           *frame;           /* the scrolled window; owned by the tree */
  gboolean             drawn;

  CriticThumbnails    *thumbnails;
  CriticThumbnailSize  size;
  CriticWish          *wish;
  GdkTexture          *texture;
  gint64               mtime;           /* of the file whose picture is shown or asked for */
  gboolean             asked;           /* of this row; has no picture when there is no wish any more */
} CriticRowWidgetPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CriticRowWidget, critic_row_widget, GTK_TYPE_WIDGET)

static inline CriticRowWidgetPrivate *
get_private (CriticRowWidget *self)
{
  return critic_row_widget_get_instance_private (self);
}

static void
forget_wish (CriticRowWidgetPrivate *priv)
{
  if (priv->wish != NULL)
    critic_thumbnails_forget (priv->thumbnails, g_steal_pointer (&priv->wish));
  priv->asked = FALSE;
}

static void
texture_cb (GdkTexture *texture,
            gpointer    user_data)
{
  CriticRowWidget *self = CRITIC_ROW_WIDGET (user_data);
  CriticRowWidgetPrivate *priv = get_private (self);

  priv->wish = NULL;
  g_set_object (&priv->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Wants its picture now. */
void
critic_row_widget_ask (CriticRowWidget *self)
{
  g_return_if_fail (CRITIC_IS_ROW_WIDGET (self));

  CriticRowWidgetPrivate *priv = get_private (self);
  const CriticFacts *facts = critic_row_widget_get_facts (self);

  if (priv->thumbnails == NULL || facts == NULL || priv->texture != NULL || priv->asked
      || facts->row->state == CRITIC_ROW_FAILED || facts->row->state == CRITIC_ROW_GONE)
    return;

  priv->asked = TRUE;
  priv->wish = critic_thumbnails_ask (priv->thumbnails, facts->row->path, facts->row->mtime, priv->size,
                                      texture_cb, self);
}

void
critic_row_widget_look_again (CriticRowWidget *self)
{
  g_return_if_fail (CRITIC_IS_ROW_WIDGET (self));

  CRITIC_ROW_WIDGET_GET_CLASS (self)->changed (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A file that was written anew has another picture; the old one stays until then. */
static void
told_cb (CriticRowWidget *self)
{
  CriticRowWidgetPrivate *priv = get_private (self);
  const CriticFacts *facts = critic_row_widget_get_facts (self);

  if (facts != NULL && facts->row->mtime != priv->mtime)
    {
      const gboolean had = priv->asked || priv->texture != NULL;

      forget_wish (priv);
      priv->mtime = facts->row->mtime;
      if (had && priv->thumbnails != NULL && facts->row->state != CRITIC_ROW_FAILED && facts->row->state != CRITIC_ROW_GONE)
        {
          priv->asked = TRUE;
          priv->wish = critic_thumbnails_ask (priv->thumbnails, facts->row->path, priv->mtime, priv->size, texture_cb, self);
        }
    }
  CRITIC_ROW_WIDGET_GET_CLASS (self)->told (self);
}

static void
critic_row_widget_changed (CriticRowWidget *self)
{
}

static void
critic_row_widget_come_near (CriticRowWidget *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
critic_row_widget_dispose (GObject *object)
{
  CriticRowWidget *self = CRITIC_ROW_WIDGET (object);
  CriticRowWidgetPrivate *priv = get_private (self);

  forget_wish (priv);
  g_clear_signal_handler (&priv->changed_id, priv->item);
  g_clear_object (&priv->item);
  g_clear_object (&priv->texture);
  g_clear_object (&priv->thumbnails);

  G_OBJECT_CLASS (critic_row_widget_parent_class)->dispose (object);
}

static void
critic_row_widget_class_init (CriticRowWidgetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = critic_row_widget_dispose;
  klass->changed = critic_row_widget_changed;
  klass->told = critic_row_widget_look_again;
  klass->come_near = critic_row_widget_come_near;
}

static void
critic_row_widget_init (CriticRowWidget *self)
{
  get_private (self)->size = CRITIC_THUMBNAIL_X_LARGE;
  get_private (self)->listens = TRUE;
}

/* @item NULL: shows nothing and wants nothing any more. */
void
critic_row_widget_set_item (CriticRowWidget *self,
                            CriticShootItem *item)
{
  g_return_if_fail (CRITIC_IS_ROW_WIDGET (self));

  CriticRowWidgetPrivate *priv = get_private (self);

  if (priv->item == item)
    return;

  forget_wish (priv);
  g_clear_signal_handler (&priv->changed_id, priv->item);
  g_set_object (&priv->item, item);
  g_clear_object (&priv->texture);

  if (item != NULL)
    {
      const CriticFacts *facts = critic_shoot_item_get_facts (item);

      priv->mtime = facts != NULL ? facts->row->mtime : 0;
      if (priv->listens)
        priv->changed_id = g_signal_connect_swapped (item, "notify::row", G_CALLBACK (told_cb), self);
      if (priv->thumbnails != NULL && facts != NULL)
        g_set_object (&priv->texture, critic_thumbnails_peek (priv->thumbnails, facts->row->path,
                                                              facts->row->mtime, priv->size));
    }

  priv->drawn = FALSE;
  critic_row_widget_look_again (self);
}

/* Before it has an item. */
void
critic_row_widget_set_listens (CriticRowWidget *self,
                               gboolean         listens)
{
  g_return_if_fail (CRITIC_IS_ROW_WIDGET (self));

  get_private (self)->listens = listens;
}

CriticShootItem *
critic_row_widget_get_item (CriticRowWidget *self)
{
  g_return_val_if_fail (CRITIC_IS_ROW_WIDGET (self), NULL);

  return get_private (self)->item;
}

const CriticFacts *
critic_row_widget_get_facts (CriticRowWidget *self)
{
  CriticRowWidgetPrivate *priv = get_private (self);

  return priv->item != NULL ? critic_shoot_item_get_facts (priv->item) : NULL;
}

/* @frame: what rows are seen through; outlives the widget or is taken back. */
void
critic_row_widget_set_shown (CriticRowWidget *self,
                             GtkWidget       *frame)
{
  g_return_if_fail (CRITIC_IS_ROW_WIDGET (self));

  get_private (self)->frame = frame;
}

/* Where it is in the frame, and the frame's height; FALSE: nowhere. */
static gboolean
locate (CriticRowWidget *self,
        graphene_rect_t *bounds,
        gdouble         *height)
{
  CriticRowWidgetPrivate *priv = get_private (self);

  if (priv->item == NULL || priv->frame == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || !gtk_widget_compute_bounds (GTK_WIDGET (self), priv->frame, bounds))
    return FALSE;

  *height = gtk_widget_get_height (priv->frame);

  return TRUE;
}

static gboolean
is_within (const graphene_rect_t *bounds,
           gdouble                height,
           gdouble                margin)
{
  return bounds->origin.y + bounds->size.height > -margin && bounds->origin.y < height + margin;
}

gboolean
critic_row_widget_draws (CriticRowWidget *self)
{
  CriticRowWidgetPrivate *priv = get_private (self);
  graphene_rect_t bounds;
  gdouble height;

  priv->drawn = locate (self, &bounds, &height) && is_within (&bounds, height, NEAR * height);

  return priv->drawn;
}

gboolean
critic_row_widget_look (CriticRowWidget  *self,
                        graphene_point_t *where)
{
  g_return_val_if_fail (CRITIC_IS_ROW_WIDGET (self), FALSE);

  CriticRowWidgetPrivate *priv = get_private (self);
  graphene_rect_t bounds;
  gdouble height;
  gboolean is_seen = FALSE;

  if (locate (self, &bounds, &height))
    {
      is_seen = is_within (&bounds, height, 0);
      *where = bounds.origin;
      if (!priv->drawn && is_within (&bounds, height, NEAR * height))
        CRITIC_ROW_WIDGET_GET_CLASS (self)->come_near (self);
    }

  /* A picture nobody has begun yet is not worth beginning once it was scrolled away. */
  if (!is_seen && priv->wish != NULL)
    forget_wish (priv);

  return is_seen;
}

void
critic_row_widget_set_thumbnails (CriticRowWidget     *self,
                                  CriticThumbnails    *thumbnails,
                                  CriticThumbnailSize  size)
{
  g_return_if_fail (CRITIC_IS_ROW_WIDGET (self));

  CriticRowWidgetPrivate *priv = get_private (self);

  g_set_object (&priv->thumbnails, thumbnails);
  priv->size = size;
}

GdkTexture *
critic_row_widget_get_texture (CriticRowWidget *self)
{
  g_return_val_if_fail (CRITIC_IS_ROW_WIDGET (self), NULL);

  return get_private (self)->texture;
}
