/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-photo-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-format.h"

/* Room left round a photograph that is fit, in widget pixels. */
#define MARGIN 20

enum
{
  PROP_0,
  PROP_ZOOM,
  PROP_FIT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticPhotoView, critic_photo_view, GTK_TYPE_WIDGET)

/* Device pixels per widget pixel. Up to GTK 4.10 the surface is drawn at a whole
 * one, whatever the desktop makes of it. */
static gdouble
get_scale (GtkWidget *widget)
{
#if GTK_CHECK_VERSION (4, 12, 0)
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  if (surface != NULL)
    return gdk_surface_get_scale (surface);
#endif

  return gtk_widget_get_scale_factor (widget);
}

/* The view as it is now. */
static void
update_viewport (CriticPhotoView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  CriticViewport *viewport = &self->viewport;
  GtkNative *native = gtk_widget_get_native (widget);
  gdouble x = 0, y = 0, surface_x = 0, surface_y = 0;

  if (native != NULL)
    {
      gtk_widget_translate_coordinates (widget, GTK_WIDGET (native), 0, 0, &x, &y);
      gtk_native_get_surface_transform (native, &surface_x, &surface_y);
    }
  viewport->width = gtk_widget_get_width (widget);
  viewport->height = gtk_widget_get_height (widget);
  viewport->scale = get_scale (widget);
  viewport->offset_x = (x + surface_x) * viewport->scale;
  viewport->offset_y = (y + surface_y) * viewport->scale;
  viewport->margin = MARGIN;
  viewport->picture_width = self->picture != NULL ? critic_picture_get_width (self->picture) : 0;
  viewport->picture_height = self->picture != NULL ? critic_picture_get_height (self->picture) : 0;
}

/* Where the photograph lies, in widget pixels; FALSE: there is none. */
gboolean
_critic_photo_view_get_rect (CriticPhotoView *self,
                             graphene_rect_t *rect)
{
  update_viewport (self);

  return critic_viewport_get_rect (&self->viewport, rect);
}

/* The photograph lies elsewhere, or is another one. */
void
_critic_photo_view_moved (CriticPhotoView *self)
{
  update_viewport (self);
  critic_viewport_clamp (&self->viewport);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  _critic_photo_view_point (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIT]);
}

/* Zooms so that the point (x, y) of the widget keeps its place of the picture. */
void
_critic_photo_view_zoom_at (CriticPhotoView *self,
                            gdouble          zoom,
                            gdouble          x,
                            gdouble          y)
{
  update_viewport (self);
  critic_viewport_zoom_at (&self->viewport, zoom, x, y);
  _critic_photo_view_moved (self);
}

static void
update_description (CriticPhotoView *self)
{
  g_autofree char *label = NULL;
  const char *description = _("No heat map");

  if (self->picture != NULL)
    label = g_strdup_printf (_("Photograph %s, %u × %u pixels"), critic_picture_get_name (self->picture),
                             critic_picture_get_width (self->picture), critic_picture_get_height (self->picture));

  if (self->spotlight != NULL)
    switch (critic_spotlight_get_shown (self->spotlight))
      {
      case CRITIC_HEAT_PHOTO:
        description = _("Heat map of what raises and what lowers the score");
        break;

      case CRITIC_HEAT_STYLE:
        description = _("Heat map of what speaks for and against the style");
        break;

      case CRITIC_HEAT_WORD:
        description = _("Heat map of the places a word looks at");
        break;

      case CRITIC_HEAT_OFF:
      default:
        if (critic_spotlight_get_evidence (self->spotlight) != NULL)
          description = _("What was measured in the pixels for the style");
        break;
      }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label != NULL ? label : _("No photograph"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
}

void
critic_photo_view_set_picture (CriticPhotoView *self,
                               CriticPicture   *picture)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));

  if (self->picture == picture)
    return;

  if (self->picture != NULL)
    g_signal_handler_disconnect (self->picture, self->refined);
  /* Stepping through a burst one looks at one place of all of them. */
  if (self->picture == NULL || picture == NULL || self->starts_fit)
    {
      self->viewport.fit = TRUE;
      self->viewport.x = self->viewport.y = 0.5;
    }
  self->starts_fit = FALSE;
  g_set_object (&self->picture, picture);
  if (picture != NULL)
    self->refined = g_signal_connect_swapped (picture, "refined", G_CALLBACK (gtk_widget_queue_draw), self);

  update_description (self);
  _critic_photo_view_moved (self);
}

static void
picture_changed_cb (CriticPhotoView *self)
{
  critic_photo_view_set_picture (self, critic_desk_get_picture (critic_spotlight_get_desk (self->spotlight)));
}

/* How much colour the overlays take from the photograph: as much as the one that
 * takes most. */
static gdouble
get_fade (CriticPhotoView *self)
{
  gdouble fade = 0;

  for (guint i = 0; i < self->overlays->len; i++)
    fade = MAX (fade, critic_overlay_get_fade (g_ptr_array_index (self->overlays, i)));

  return fade;
}

/* Rec. 709 luma, mixed in. */
static void
push_fade (GtkSnapshot *snapshot,
           gdouble      fade)
{
  const float keep = 1 - fade;
  const float r = 0.2126f * (1 - keep), g = 0.7152f * (1 - keep), b = 0.0722f * (1 - keep);
  graphene_matrix_t matrix;
  graphene_vec4_t offset;
  const float m[16] = {
    r + keep, r, r, 0,
    g, g + keep, g, 0,
    b, b, b + keep, 0,
    0, 0, 0, 1,
  };

  graphene_matrix_init_from_float (&matrix, m);
  graphene_vec4_init (&offset, 0, 0, 0, 0);
  gtk_snapshot_push_color_matrix (snapshot, &matrix, &offset);
}

/* Drawing may not ask for the next frame by itself. */
static gboolean
draw_again_cb (GtkWidget     *widget,
               GdkFrameClock *clock,
               gpointer       user_data)
{
  gtk_widget_queue_draw (widget);

  return G_SOURCE_REMOVE;
}

static void
critic_photo_view_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  CriticPhotoView *self = CRITIC_PHOTO_VIEW (widget);
  graphene_rect_t rect;

  if (!_critic_photo_view_get_rect (self, &rect))
    return;

  const graphene_rect_t view = GRAPHENE_RECT_INIT (0, 0, self->viewport.width, self->viewport.height);
  const graphene_point_t offset = GRAPHENE_POINT_INIT (self->viewport.offset_x, self->viewport.offset_y);
  gdouble scale = self->viewport.scale, fade = get_fade (self);

  if (rect.size.width * scale > critic_pyramid_get_level (critic_picture_get_pyramid (self->picture, 0), 0)->width)
    critic_picture_ask_detail (self->picture);

  if (fade > 0)
    push_fade (snapshot, fade);
  if (!critic_tiles_snapshot (self->tiles, snapshot, self->picture, &rect, &view, scale, &offset))
    gtk_widget_add_tick_callback (widget, draw_again_cb, NULL, NULL);
  if (fade > 0)
    gtk_snapshot_pop (snapshot);

  for (guint i = 0; i < self->overlays->len; i++)
    critic_overlay_snapshot (g_ptr_array_index (self->overlays, i), snapshot, &rect);
}

static void
critic_photo_view_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  CriticPhotoView *self = CRITIC_PHOTO_VIEW (widget);

  update_viewport (self);
  critic_viewport_clamp (&self->viewport);
  if (self->viewport.fit)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

static void
critic_photo_view_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = 120;
  *natural = 400;
}

static gboolean
critic_photo_view_focus (GtkWidget        *widget,
                         GtkDirectionType  direction)
{
  /* One stop of the Tab ring: arrows step, with Shift they pan. */
  if (gtk_widget_is_focus (widget))
    return FALSE;

  return gtk_widget_grab_focus (widget);
}

static void
critic_photo_view_dispose (GObject *object)
{
  CriticPhotoView *self = CRITIC_PHOTO_VIEW (object);

  critic_photo_view_light (self, NULL);
  if (self->picture != NULL)
    g_signal_handler_disconnect (self->picture, self->refined);
  g_clear_object (&self->picture);
  g_ptr_array_set_size (self->overlays, 0);

  G_OBJECT_CLASS (critic_photo_view_parent_class)->dispose (object);
}

static void
critic_photo_view_finalize (GObject *object)
{
  CriticPhotoView *self = CRITIC_PHOTO_VIEW (object);

  g_ptr_array_unref (self->overlays);
  critic_tiles_free (self->tiles);

  G_OBJECT_CLASS (critic_photo_view_parent_class)->finalize (object);
}

static void
critic_photo_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  CriticPhotoView *self = CRITIC_PHOTO_VIEW (object);

  switch (prop_id)
    {
    case PROP_ZOOM:
      g_value_set_double (value, critic_photo_view_get_zoom (self));
      break;

    case PROP_FIT:
      g_value_set_boolean (value, self->viewport.fit);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_photo_view_class_init (CriticPhotoViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = critic_photo_view_dispose;
  object_class->finalize = critic_photo_view_finalize;
  object_class->get_property = critic_photo_view_get_property;
  widget_class->snapshot = critic_photo_view_snapshot;
  widget_class->size_allocate = critic_photo_view_size_allocate;
  widget_class->measure = critic_photo_view_measure;
  widget_class->focus = critic_photo_view_focus;

  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 1,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FIT] = g_param_spec_boolean ("fit", NULL, NULL, TRUE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "photo");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
critic_photo_view_init (CriticPhotoView *self)
{
  self->overlays = g_ptr_array_new_with_free_func (g_object_unref);
  self->tiles = critic_tiles_new ();
  self->viewport.fit = TRUE;
  self->viewport.scale = self->viewport.zoom = 1;
  self->viewport.x = self->viewport.y = 0.5;
  self->pointer_x = self->pointer_y = -1;

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (_critic_photo_view_moved), NULL);
  _critic_photo_view_init_input (self);
}

GtkWidget *
critic_photo_view_new (void)
{
  return g_object_new (CRITIC_TYPE_PHOTO_VIEW, NULL);
}

/**
 * critic_photo_view_light:
 * @self: a view
 * @spotlight: (nullable): of a desk with the photograph that is shown here
 *
 * Whose place is the one under the pointer, and what is said of the heat; which
 * photograph is shown is said by critic_photo_view_set_picture().
 */
void
critic_photo_view_light (CriticPhotoView *self,
                         CriticSpotlight *spotlight)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));

  if (self->spotlight == spotlight)
    return;

  if (self->spotlight != NULL)
    {
      g_signal_handlers_disconnect_by_data (critic_spotlight_get_desk (self->spotlight), self);
      g_signal_handlers_disconnect_by_data (self->spotlight, self);
      critic_spotlight_point_at_place (self->spotlight, -1);
    }

  g_set_object (&self->spotlight, spotlight);
  if (spotlight == NULL)
    return;

  g_signal_connect_object (spotlight, "changed",
                           G_CALLBACK (update_description), self, G_CONNECT_SWAPPED);
  update_description (self);
}

/**
 * critic_photo_view_set_spotlight:
 * @self: a view
 * @spotlight: (nullable): what it is looked at with
 *
 * Shows what lies on its desk from now on.
 */
void
critic_photo_view_set_spotlight (CriticPhotoView *self,
                                 CriticSpotlight *spotlight)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));

  critic_photo_view_light (self, spotlight);
  if (spotlight == NULL)
    return;

  g_signal_connect_object (critic_spotlight_get_desk (spotlight), "notify::picture",
                           G_CALLBACK (picture_changed_cb), self, G_CONNECT_SWAPPED);
  picture_changed_cb (self);
}

/**
 * critic_photo_view_add_overlay:
 * @self: a view
 * @overlay: what to draw over the photograph
 *
 * Drawn over the overlays added before, for as long as the view lives.
 */
void
critic_photo_view_add_overlay (CriticPhotoView *self,
                               CriticOverlay   *overlay)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));
  g_return_if_fail (CRITIC_IS_OVERLAY (overlay));

  g_ptr_array_add (self->overlays, g_object_ref (overlay));
  g_signal_connect_object (overlay, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Device pixels per pixel of the photograph. */
gdouble
critic_photo_view_get_zoom (CriticPhotoView *self)
{
  g_return_val_if_fail (CRITIC_IS_PHOTO_VIEW (self), 1);

  update_viewport (self);

  return critic_viewport_get_zoom (&self->viewport);
}

gboolean
critic_photo_view_get_fit (CriticPhotoView *self)
{
  g_return_val_if_fail (CRITIC_IS_PHOTO_VIEW (self), TRUE);

  return self->viewport.fit;
}

void
critic_photo_view_set_fit (CriticPhotoView *self)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));

  self->viewport.fit = TRUE;
  _critic_photo_view_moved (self);
}

/* Zooms at the pointer when it is over the photograph, else at the middle. */
void
critic_photo_view_set_zoom (CriticPhotoView *self,
                            gdouble          zoom)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));

  if (self->pointer_x >= 0)
    _critic_photo_view_zoom_at (self, zoom, self->pointer_x, self->pointer_y);
  else
    _critic_photo_view_zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                                gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

void
critic_photo_view_zoom_by (CriticPhotoView *self,
                           gdouble          factor)
{
  critic_photo_view_set_zoom (self, critic_photo_view_get_zoom (self) * factor);
}

/* Moves the photograph by so many widget pixels. */
void
critic_photo_view_pan_by (CriticPhotoView *self,
                          gdouble          dx,
                          gdouble          dy)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));

  if (self->viewport.fit)
    return;

  update_viewport (self);
  critic_viewport_pan_by (&self->viewport, dx, dy);
  _critic_photo_view_moved (self);
}

void
critic_photo_view_follow (CriticPhotoView *self,
                          CriticPhotoView *other)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (other));

  if (self->picture == NULL || other->picture == NULL)
    return;

  self->viewport.fit = other->viewport.fit;
  self->viewport.x = other->viewport.x;
  self->viewport.y = other->viewport.y;
  self->viewport.zoom = other->viewport.zoom * critic_picture_get_width (other->picture)
                        / critic_picture_get_width (self->picture);
  _critic_photo_view_moved (self);
}

/* The next photograph does not belong to this one: it starts fit. */
void
critic_photo_view_start_fit (CriticPhotoView *self)
{
  g_return_if_fail (CRITIC_IS_PHOTO_VIEW (self));

  self->starts_fit = TRUE;
}

CriticTiles *
critic_photo_view_get_tiles (CriticPhotoView *self)
{
  g_return_val_if_fail (CRITIC_IS_PHOTO_VIEW (self), NULL);

  return self->tiles;
}

gboolean
critic_photo_view_get_place (CriticPhotoView *self,
                             graphene_rect_t *photo)
{
  g_return_val_if_fail (CRITIC_IS_PHOTO_VIEW (self), FALSE);

  return _critic_photo_view_get_rect (self, photo);
}
