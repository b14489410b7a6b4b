/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-frame-tile.h"

#include <glib/gi18n-lib.h>

#include "critic-drag-out.h"
#include "critic-frame.h"
#include "critic-row-text.h"
#include "critic-shoot-item.h"

#define GAP 3.0
#define LABEL_DOT 4.0
#define SMALL 0.78

struct _CriticFrameTile
{
  GtkWidget         parent_instance;

  CriticThumbnails *thumbnails;
  GObject          *item;
  gulong            changed_id;     /* handler of the item */
  gint64            mtime;          /* of the file whose picture was asked for */
  CriticWish       *wish;
  GdkTexture       *texture;
  GtkWidget        *image;          /* shown where there is no picture */
  PangoLayout      *stars, *flag;   /* NULL: none */
  CriticLabel       label;
  gboolean          is_rejected;
};

G_DEFINE_FINAL_TYPE (CriticFrameTile, critic_frame_tile, GTK_TYPE_WIDGET)

static const CriticRow *
get_row (CriticFrameTile *self)
{
  return CRITIC_IS_SHOOT_ITEM (self->item) ? critic_shoot_item_get_facts (CRITIC_SHOOT_ITEM (self->item))->row : NULL;
}

/* A sentence in place of the picture; NULL: none. */
static void
set_failure (CriticFrameTile *self,
             const char      *failure)
{
  gtk_widget_set_visible (self->image, failure != NULL);
  if (failure != NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), failure);
}

static const CriticRating *
get_rating (CriticFrameTile *self)
{
  const CriticRow *row = get_row (self);

  return row != NULL ? &row->rating : critic_frame_get_rating (CRITIC_FRAME (self->item));
}

static char *
get_name (CriticFrameTile *self)
{
  const CriticRow *row = get_row (self);

  return row != NULL ? g_filename_display_basename (row->path) : g_strdup (critic_frame_get_name (CRITIC_FRAME (self->item)));
}

static void
texture_cb (GdkTexture *texture,
            gpointer    user_data)
{
  CriticFrameTile *self = user_data;

  self->wish = NULL;
  g_set_object (&self->texture, texture);
  if (texture == NULL)
    {
      g_autofree char *name = get_name (self);
      g_autofree char *failure = g_strdup_printf (_("“%s” cannot be shown small. Step to it to read why."), name);

      set_failure (self, failure);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gint64
get_mtime (CriticFrameTile *self)
{
  const CriticRow *row = get_row (self);

  return row != NULL ? row->mtime : critic_frame_get_mtime (CRITIC_FRAME (self->item));
}

static void
ask (CriticFrameTile *self)
{
  const CriticRow *row = get_row (self);
  const char *path = row != NULL ? row->path : critic_frame_get_path (CRITIC_FRAME (self->item));
  GdkTexture *texture;

  self->mtime = get_mtime (self);
  if (row != NULL && row->state == CRITIC_ROW_FAILED)
    {
      set_failure (self, row->failure);
      return;
    }
  if (path == NULL)
    return;

  texture = critic_thumbnails_peek (self->thumbnails, path, self->mtime, CRITIC_THUMBNAIL_LARGE);
  if (texture != NULL)
    g_set_object (&self->texture, texture);
  else
    self->wish = critic_thumbnails_ask (self->thumbnails, path, self->mtime, CRITIC_THUMBNAIL_LARGE, texture_cb, self);
}

static void
forget (CriticFrameTile *self)
{
  if (self->wish != NULL)
    critic_thumbnails_forget (self->thumbnails, g_steal_pointer (&self->wish));
  g_clear_object (&self->texture);
}

static PangoLayout *
make_text (CriticFrameTile *self,
           const char      *text)
{
  PangoLayout *layout;
  PangoAttrList *attributes;

  if (text == NULL || *text == '\0')
    return NULL;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  return layout;
}

/* What the user says of it, drawn and spoken. */
static void
show_marks (CriticFrameTile *self)
{
  const CriticRating *rating = get_rating (self);
  g_autofree char *stars = critic_row_text_stars (rating->stars);
  g_autofree char *marks = critic_row_text_marks (rating);
  g_autofree char *name = get_name (self);
  g_autofree char *spoken = *marks != '\0' ? g_strconcat (name, _(", "), marks, NULL) : g_strdup (name);

  g_clear_object (&self->stars);
  g_clear_object (&self->flag);
  self->stars = make_text (self, stars);
  self->flag = make_text (self, rating->flag == CRITIC_FLAG_PICK ? "⚑" : rating->flag == CRITIC_FLAG_REJECT ? "✕" : NULL);
  self->label = rating->label;
  self->is_rejected = rating->flag == CRITIC_FLAG_REJECT;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What is known of it is something else: it may have failed, or have been written
 * anew; its old picture stays until there is another one. */
static void
changed_cb (CriticFrameTile *self)
{
  const CriticRow *row = get_row (self);

  show_marks (self);
  if (get_mtime (self) != self->mtime)
    {
      g_autofree char *name = get_name (self);

      if (self->wish != NULL)
        critic_thumbnails_forget (self->thumbnails, g_steal_pointer (&self->wish));
      set_failure (self, NULL);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
      ask (self);
    }
  if (row != NULL && row->state == CRITIC_ROW_FAILED && self->texture == NULL)
    {
      forget (self);
      set_failure (self, row->failure);
    }
}

void
critic_frame_tile_set_item (CriticFrameTile *self,
                            gpointer         item)
{
  g_autofree char *name = NULL;

  g_return_if_fail (CRITIC_IS_FRAME_TILE (self));

  if (self->item == item)
    return;

  forget (self);
  g_clear_signal_handler (&self->changed_id, self->item);
  g_set_object (&self->item, item);
  set_failure (self, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (item == NULL)
    {
      g_clear_object (&self->stars);
      g_clear_object (&self->flag);
      return;
    }

  name = get_name (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  show_marks (self);
  self->changed_id = g_signal_connect_swapped (item, CRITIC_IS_SHOOT_ITEM (item) ? "notify::row" : "notify",
                                               G_CALLBACK (changed_cb), self);
  ask (self);
}

static void
draw_pill (GtkSnapshot   *snapshot,
           PangoLayout   *text,
           gdouble        x,
           gdouble        y,
           const GdkRGBA *color,
           const GdkRGBA *panel)
{
  GskRoundedRect pill;
  int w, h;

  pango_layout_get_pixel_size (text, &w, &h);
  gsk_rounded_rect_init_from_rect (&pill, &GRAPHENE_RECT_INIT (x, y, w + 8, h), h / 2.0);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, panel, &pill.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + 4, y));
  gtk_snapshot_append_layout (snapshot, text, color);
  gtk_snapshot_restore (snapshot);
}

/* Flag above, stars and label below, on the photograph's own corners. */
static void
draw_marks (CriticFrameTile       *self,
            GtkSnapshot           *snapshot,
            const graphene_rect_t *picture)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  const char *name = critic_row_text_label_color (self->label);
  gdouble bottom = picture->origin.y + picture->size.height - GAP;
  GdkRGBA color, panel, label;

  gtk_style_context_get_color (context, &color);
  if (!gtk_style_context_lookup_color (context, "panel_color", &panel))
    panel = (GdkRGBA) { 0, 0, 0, 1 };
  panel.alpha = 0.85;

  if (self->flag != NULL)
    draw_pill (snapshot, self->flag, picture->origin.x + GAP, picture->origin.y + GAP, &color, &panel);
  if (self->stars != NULL)
    {
      int h;

      pango_layout_get_pixel_size (self->stars, NULL, &h);
      draw_pill (snapshot, self->stars, picture->origin.x + GAP, bottom - h, &color, &panel);
    }
  if (name != NULL && gtk_style_context_lookup_color (context, name, &label))
    {
      gdouble right = picture->origin.x + picture->size.width - GAP;
      GskRoundedRect dot, ring;

      gsk_rounded_rect_init_from_rect (&ring, &GRAPHENE_RECT_INIT (right - 2 * LABEL_DOT - 2, bottom - 2 * LABEL_DOT - 2,
                                                                   2 * LABEL_DOT + 2, 2 * LABEL_DOT + 2), LABEL_DOT + 1);
      gsk_rounded_rect_init_from_rect (&dot, &GRAPHENE_RECT_INIT (right - 2 * LABEL_DOT - 1, bottom - 2 * LABEL_DOT - 1,
                                                                  2 * LABEL_DOT, 2 * LABEL_DOT), LABEL_DOT);
      gtk_snapshot_push_rounded_clip (snapshot, &ring);
      gtk_snapshot_append_color (snapshot, &panel, &ring.bounds);
      gtk_snapshot_pop (snapshot);
      gtk_snapshot_push_rounded_clip (snapshot, &dot);
      gtk_snapshot_append_color (snapshot, &label, &dot.bounds);
      gtk_snapshot_pop (snapshot);
    }
}

static void
critic_frame_tile_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  CriticFrameTile *self = CRITIC_FRAME_TILE (widget);
  gdouble width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  graphene_rect_t picture = GRAPHENE_RECT_INIT (0, 0, width, height);

  if (self->texture != NULL)
    {
      gdouble w = gdk_texture_get_width (self->texture), h = gdk_texture_get_height (self->texture);
      gdouble scale = MIN (width / w, height / h);

      w *= scale;
      h *= scale;
      graphene_rect_init (&picture, (width - w) / 2, (height - h) / 2, w, h);
      if (self->is_rejected)
        gtk_snapshot_push_opacity (snapshot, 0.35);
      gtk_snapshot_append_texture (snapshot, self->texture, &picture);
      if (self->is_rejected)
        gtk_snapshot_pop (snapshot);
    }
  if (self->item != NULL)
    draw_marks (self, snapshot, &picture);

  GTK_WIDGET_CLASS (critic_frame_tile_parent_class)->snapshot (widget, snapshot);
}

static void
critic_frame_tile_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? CRITIC_FRAME_TILE_WIDTH : CRITIC_FRAME_TILE_HEIGHT;
}

static void
critic_frame_tile_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  gtk_widget_size_allocate (CRITIC_FRAME_TILE (widget)->image, &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
critic_frame_tile_dispose (GObject *object)
{
  CriticFrameTile *self = CRITIC_FRAME_TILE (object);

  forget (self);
  g_clear_signal_handler (&self->changed_id, self->item);
  g_clear_object (&self->item);
  g_clear_object (&self->thumbnails);
  g_clear_object (&self->stars);
  g_clear_object (&self->flag);
  g_clear_pointer (&self->image, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_frame_tile_parent_class)->dispose (object);
}

static void
critic_frame_tile_class_init (CriticFrameTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_frame_tile_dispose;
  widget_class->snapshot = critic_frame_tile_snapshot;
  widget_class->measure = critic_frame_tile_measure;
  widget_class->size_allocate = critic_frame_tile_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "frame-tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
critic_frame_tile_init (CriticFrameTile *self)
{
  self->image = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->image, "dim");
  gtk_widget_set_visible (self->image, FALSE);
  gtk_widget_set_parent (self->image, GTK_WIDGET (self));
}

static GStrv
drag_out (GtkWidget *widget)
{
  CriticFrameTile *self = CRITIC_FRAME_TILE (widget);
  const CriticRow *row = self->item != NULL ? get_row (self) : NULL;
  const char *path = row != NULL ? row->path : self->item != NULL ? critic_frame_get_path (CRITIC_FRAME (self->item)) : NULL;

  return path != NULL ? g_strdupv ((char *[]) { (char *) path, NULL }) : NULL;
}

GtkWidget *
critic_frame_tile_new (CriticThumbnails *thumbnails)
{
  CriticFrameTile *self = g_object_new (CRITIC_TYPE_FRAME_TILE, NULL);

  self->thumbnails = g_object_ref (thumbnails);
  critic_drag_out_add (GTK_WIDGET (self), drag_out);

  return GTK_WIDGET (self);
}
