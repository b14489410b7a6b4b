/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-compare-view.h"

#include <glib/gi18n-lib.h>

#include "critic-evidence-overlay.h"
#include "critic-heat-overlay.h"
#include "critic-held.h"

/* Widget pixels between two photographs. */
#define GAP 2
/* Width of a photograph by its height, when none is known. */
#define ASPECT 1.5

typedef struct
{
  GtkWidget       *box;
  CriticPhotoView *view;
  GtkLabel        *caption;
  GtkLabel        *error;
  GFile           *file;        /* NULL: none */
  CriticPicture   *picture;     /* NULL: on its way, or it failed */
  GCancellable    *loading;     /* NULL: not */

  CriticHeld      *held;        /* NULL: there is no picture */
  CriticHeatOverlay     *heat;
  CriticEvidenceOverlay *evidence;
} Pane;

struct _CriticCompareView
{
  GtkWidget       parent_instance;

  CriticPictures  *pictures;
  CriticSpotlight *spotlight;   /* of the desk */
  CriticShelf     *shelf;
  GSettings       *settings;
  Pane            panes[CRITIC_COMPARE_MOST];
  guint           n, focused;
  gboolean        following;    /* by us */
};

enum
{
  FOCUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticCompareView, critic_compare_view, GTK_TYPE_WIDGET)

static void
cancel (Pane *pane)
{
  if (pane->loading != NULL)
    g_cancellable_cancel (pane->loading);
  g_clear_object (&pane->loading);
}

/* What is shown is held, and counts. */
static void
take_picture (CriticCompareView *self,
              Pane              *pane,
              CriticPicture     *picture)
{
  g_autoptr(CriticPicture) before = g_steal_pointer (&pane->picture);

  if (picture != NULL)
    {
      pane->picture = g_object_ref (picture);
      critic_pictures_hold (self->pictures, picture);
    }
  if (before != NULL)
    critic_pictures_let_go (self->pictures, before);
}

/* What lies on the desk is looked at with its spotlight, text under work and all;
 * what is held, with its own. */
static void
light (CriticCompareView *self,
       Pane              *pane)
{
  CriticSpotlight *spotlight = self->spotlight;

  if (pane->picture == NULL)
    g_clear_object (&pane->held);
  else
    {
      if (pane->held == NULL)
        pane->held = critic_held_new (self->spotlight, self->shelf, self->settings);
      critic_held_show (pane->held, pane->picture, pane->file);
      if (critic_desk_get_picture (critic_spotlight_get_desk (self->spotlight)) != pane->picture)
        spotlight = critic_held_get_spotlight (pane->held);
    }

  critic_photo_view_light (pane->view, pane->picture != NULL ? spotlight : NULL);
  critic_heat_overlay_set_spotlight (pane->heat, spotlight);
  critic_evidence_overlay_set_spotlight (pane->evidence, spotlight);
}

static void
desk_picture_cb (CriticCompareView *self)
{
  for (guint i = 0; i < self->n; i++)
    light (self, &self->panes[i]);
}

static void
clear (CriticCompareView *self,
       Pane              *pane)
{
  cancel (pane);
  g_clear_object (&pane->file);
  take_picture (self, pane, NULL);
  critic_photo_view_set_picture (pane->view, NULL);
  light (self, pane);
  gtk_widget_set_visible (GTK_WIDGET (pane->error), FALSE);
}

/* All of them look at what this one looks at. */
static void
follow (CriticCompareView *self,
        CriticPhotoView   *leader)
{
  if (self->following)
    return;

  self->following = TRUE;
  for (guint i = 0; i < self->n; i++)
    if (self->panes[i].view != leader)
      critic_photo_view_follow (self->panes[i].view, leader);
  self->following = FALSE;
}

static void
show (CriticCompareView *self,
      Pane              *pane,
      CriticPicture     *picture)
{
  take_picture (self, pane, picture);
  gtk_widget_set_visible (GTK_WIDGET (pane->error), FALSE);

  self->following = TRUE;
  critic_photo_view_set_picture (pane->view, picture);
  light (self, pane);
  for (guint i = 0; i < self->n; i++)
    if (&self->panes[i] != pane && self->panes[i].picture != NULL)
      {
        critic_photo_view_follow (pane->view, self->panes[i].view);
        break;
      }
  self->following = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

typedef struct
{
  CriticCompareView *view;          /* owned */
  GCancellable      *cancellable;   /* owned */
  guint              index;
} Load;

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Load *load = user_data;
  g_autoptr(CriticCompareView) self = load->view;
  g_autoptr(GCancellable) cancellable = load->cancellable;
  Pane *pane = &self->panes[load->index];
  g_autoptr(GError) error = NULL;
  g_autoptr(CriticPicture) picture = critic_pictures_load_finish (CRITIC_PICTURES (object), result, &error);

  g_free (load);
  if (pane->loading != cancellable)
    return;

  g_clear_object (&pane->loading);
  if (picture != NULL)
    show (self, pane, picture);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      gtk_label_set_label (pane->error, error->message);
      gtk_widget_set_visible (GTK_WIDGET (pane->error), TRUE);
    }
}

void
critic_compare_view_set_file (CriticCompareView *self,
                              guint              index,
                              GFile             *file)
{
  CriticPicture *picture;
  Pane *pane;
  Load *load;

  g_return_if_fail (CRITIC_IS_COMPARE_VIEW (self));
  g_return_if_fail (index < self->n);

  pane = &self->panes[index];
  if (file == NULL)
    {
      clear (self, pane);
      return;
    }
  picture = critic_pictures_peek (self->pictures, file);
  if (picture != NULL && picture == pane->picture)
    return;

  cancel (pane);
  g_set_object (&pane->file, file);
  if (picture != NULL)
    {
      show (self, pane, picture);
      return;
    }

  pane->loading = g_cancellable_new ();
  load = g_new0 (Load, 1);
  load->view = g_object_ref (self);
  load->cancellable = g_object_ref (pane->loading);
  load->index = index;
  critic_pictures_load_async (self->pictures, file, pane->loading, loaded_cb, load);
}

/* Another program wrote to it: what it is now is at hand, or cannot be read. */
static void
stale_cb (CriticCompareView *self,
          GFile             *file)
{
  for (guint i = 0; i < self->n; i++)
    if (self->panes[i].loading == NULL && self->panes[i].file != NULL && g_file_equal (self->panes[i].file, file))
      critic_compare_view_set_file (self, i, file);
}

static void
mark_focus (CriticCompareView *self)
{
  for (guint i = 0; i < CRITIC_COMPARE_MOST; i++)
    if (i == self->focused)
      gtk_widget_add_css_class (self->panes[i].box, "focused");
    else
      gtk_widget_remove_css_class (self->panes[i].box, "focused");
}

static void
enter_cb (CriticCompareView       *self,
          GtkEventControllerFocus *focus)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus));

  for (guint i = 0; i < self->n; i++)
    if (self->panes[i].box == widget && i != self->focused)
      {
        self->focused = i;
        mark_focus (self);
        g_signal_emit (self, signals[FOCUSED], 0);
        return;
      }
}

static void
zoom_cb (CriticCompareView *self,
         GParamSpec        *pspec,
         CriticPhotoView   *view)
{
  follow (self, view);
}

/* Columns with which the photographs become largest. */
static guint
choose_columns (CriticCompareView *self,
                int                width,
                int                height)
{
  gdouble aspect = ASPECT, best = 0;
  guint columns = self->n;

  for (guint i = 0; i < self->n; i++)
    if (self->panes[i].picture != NULL)
      {
        aspect = (gdouble) critic_picture_get_width (self->panes[i].picture)
                 / critic_picture_get_height (self->panes[i].picture);
        break;
      }

  for (guint c = self->n; c > 0; c--)
    {
      guint rows = (self->n + c - 1) / c;
      gdouble size = MIN ((gdouble) width / c / aspect, (gdouble) height / rows);

      if (size > best * 1.05)
        {
          best = size;
          columns = c;
        }
    }

  return columns;
}

static void
critic_compare_view_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  CriticCompareView *self = CRITIC_COMPARE_VIEW (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint columns = choose_columns (self, width, height), rows;

  /* Nothing is compared. */
  if (columns == 0)
    return;

  rows = (self->n + columns - 1) / columns;
  for (guint i = 0; i < self->n; i++)
    {
      guint column = i % columns, row = i / columns;
      int x, y, right, bottom;

      if (rtl)
        column = columns - 1 - column;
      x = column * (width + GAP) / columns;
      right = (column + 1) * (width + GAP) / columns - GAP;
      y = row * (height + GAP) / rows;
      bottom = (row + 1) * (height + GAP) / rows - GAP;
      gtk_widget_size_allocate (self->panes[i].box, &(GtkAllocation) { x, y, MAX (right - x, 1), MAX (bottom - y, 1) }, -1);
    }
}

static void
critic_compare_view_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  CriticCompareView *self = CRITIC_COMPARE_VIEW (widget);
  int least = 0;

  for (guint i = 0; i < self->n; i++)
    {
      int pane;

      gtk_widget_measure (self->panes[i].box, orientation, -1, &pane, NULL, NULL, NULL);
      least = MAX (least, pane);
    }

  /* In one column or in one row, whichever fits. */
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? least * (int) MIN (self->n, 2) : least * (int) ((self->n + 1) / 2);
  *natural = MAX (*minimum, 400);
}

static gboolean
critic_compare_view_grab_focus (GtkWidget *widget)
{
  CriticCompareView *self = CRITIC_COMPARE_VIEW (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->panes[self->focused].view));
}

static void
critic_compare_view_dispose (GObject *object)
{
  CriticCompareView *self = CRITIC_COMPARE_VIEW (object);

  for (guint i = 0; i < CRITIC_COMPARE_MOST; i++)
    if (self->panes[i].box != NULL)
      {
        cancel (&self->panes[i]);
        g_clear_object (&self->panes[i].file);
        take_picture (self, &self->panes[i], NULL);
        g_clear_object (&self->panes[i].held);
        g_clear_object (&self->panes[i].heat);
        g_clear_object (&self->panes[i].evidence);
        g_clear_pointer (&self->panes[i].box, gtk_widget_unparent);
      }
  g_clear_object (&self->pictures);
  g_clear_object (&self->spotlight);
  g_clear_object (&self->shelf);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (critic_compare_view_parent_class)->dispose (object);
}

static void
critic_compare_view_class_init (CriticCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_compare_view_dispose;
  widget_class->size_allocate = critic_compare_view_size_allocate;
  widget_class->measure = critic_compare_view_measure;
  widget_class->grab_focus = critic_compare_view_grab_focus;

  signals[FOCUSED] = g_signal_new ("focused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "compare");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
init_pane (CriticCompareView *self,
           Pane              *pane)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  pane->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  pane->view = CRITIC_PHOTO_VIEW (critic_photo_view_new ());
  pane->caption = GTK_LABEL (gtk_label_new (NULL));
  pane->error = GTK_LABEL (gtk_label_new (NULL));

  gtk_widget_add_css_class (pane->box, "pane");
  gtk_widget_set_vexpand (GTK_WIDGET (overlay), TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (pane->view));
  gtk_label_set_wrap (pane->error, TRUE);
  gtk_label_set_justify (pane->error, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (pane->error, 40);
  gtk_widget_set_halign (GTK_WIDGET (pane->error), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (pane->error), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (pane->error), FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (pane->error));
  gtk_label_set_ellipsize (pane->caption, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (GTK_WIDGET (pane->caption), "small");
  gtk_box_append (GTK_BOX (pane->box), overlay);
  gtk_box_append (GTK_BOX (pane->box), GTK_WIDGET (pane->caption));

  g_signal_connect_object (focus, "enter", G_CALLBACK (enter_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (pane->box, focus);
  g_signal_connect_object (pane->view, "notify::zoom", G_CALLBACK (zoom_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (pane->box, GTK_WIDGET (self));
  gtk_widget_set_child_visible (pane->box, FALSE);
}

static void
critic_compare_view_init (CriticCompareView *self)
{
  for (guint i = 0; i < CRITIC_COMPARE_MOST; i++)
    init_pane (self, &self->panes[i]);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Photographs side by side"), -1);
}

/* Over each of them what is over the photograph on the desk: heat or evidence, what
 * is sharp, what is clipped. */
static void
add_overlays (CriticCompareView  *self,
              Pane               *pane,
              CriticPixelOverlay *clipping,
              CriticPixelOverlay *focus)
{
  g_autoptr(CriticPixelOverlay) clipped = critic_pixel_overlay_new (CRITIC_PIXELS_CLIPPED, pane->view);
  g_autoptr(CriticPixelOverlay) sharp = critic_pixel_overlay_new (CRITIC_PIXELS_SHARP, pane->view);

  pane->heat = critic_heat_overlay_new (self->spotlight);
  pane->evidence = critic_evidence_overlay_new (self->spotlight);
  critic_photo_view_add_overlay (pane->view, CRITIC_OVERLAY (pane->heat));
  critic_photo_view_add_overlay (pane->view, CRITIC_OVERLAY (pane->evidence));
  critic_photo_view_add_overlay (pane->view, CRITIC_OVERLAY (sharp));
  critic_photo_view_add_overlay (pane->view, CRITIC_OVERLAY (clipped));
  g_object_bind_property (clipping, "visible", clipped, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (focus, "visible", sharp, "visible", G_BINDING_SYNC_CREATE);
}

/**
 * critic_compare_view_set_up:
 * @self: a view
 * @spotlight: what the desk is looked at with
 * @shelf: where the critiques of those held are read
 * @settings: (nullable): what is remembered
 * @clipping: the mark over the photograph on the desk; it stands over all of them when it does there
 * @focus: the other mark, alike
 *
 * Once, before anything is shown.
 */
void
critic_compare_view_set_up (CriticCompareView  *self,
                            CriticSpotlight    *spotlight,
                            CriticShelf        *shelf,
                            GSettings          *settings,
                            CriticPixelOverlay *clipping,
                            CriticPixelOverlay *focus)
{
  g_return_if_fail (CRITIC_IS_COMPARE_VIEW (self));
  g_return_if_fail (self->spotlight == NULL);

  self->pictures = g_object_ref (critic_desk_get_pictures (critic_spotlight_get_desk (spotlight)));
  self->spotlight = g_object_ref (spotlight);
  self->shelf = g_object_ref (shelf);
  g_set_object (&self->settings, settings);
  for (guint i = 0; i < CRITIC_COMPARE_MOST; i++)
    add_overlays (self, &self->panes[i], clipping, focus);
  g_signal_connect_object (critic_spotlight_get_desk (spotlight), "notify::picture",
                           G_CALLBACK (desk_picture_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pictures, "stale", G_CALLBACK (stale_cb), self, G_CONNECT_SWAPPED);
}

void
critic_compare_view_set_n (CriticCompareView *self,
                           guint              n)
{
  g_return_if_fail (CRITIC_IS_COMPARE_VIEW (self));
  g_return_if_fail (n <= CRITIC_COMPARE_MOST);

  self->n = n;
  self->focused = MIN (self->focused, MAX (n, 1) - 1);
  for (guint i = 0; i < CRITIC_COMPARE_MOST; i++)
    {
      gtk_widget_set_child_visible (self->panes[i].box, i < n);
      gtk_widget_set_can_focus (self->panes[i].box, i < n);
      if (i >= n)
        clear (self, &self->panes[i]);
    }
  mark_focus (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
critic_compare_view_get_n (CriticCompareView *self)
{
  g_return_val_if_fail (CRITIC_IS_COMPARE_VIEW (self), 0);

  return self->n;
}

void
critic_compare_view_set_caption (CriticCompareView *self,
                                 guint              index,
                                 const char        *caption)
{
  g_return_if_fail (CRITIC_IS_COMPARE_VIEW (self));
  g_return_if_fail (index < self->n);

  gtk_label_set_label (self->panes[index].caption, caption);
}

void
critic_compare_view_set_focused (CriticCompareView *self,
                                 guint              index)
{
  g_return_if_fail (CRITIC_IS_COMPARE_VIEW (self));
  g_return_if_fail (index < self->n);

  self->focused = index;
  mark_focus (self);
}

guint
critic_compare_view_get_focused (CriticCompareView *self)
{
  g_return_val_if_fail (CRITIC_IS_COMPARE_VIEW (self), 0);

  return self->focused;
}

CriticPhotoView *
critic_compare_view_get_view (CriticCompareView *self)
{
  g_return_val_if_fail (CRITIC_IS_COMPARE_VIEW (self), NULL);

  return self->panes[self->focused].view;
}
