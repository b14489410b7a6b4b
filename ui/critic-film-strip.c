/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-film-strip.h"

#include <glib/gi18n-lib.h>

#include "critic-frame-marks.h"
#include "critic-frame-tile.h"

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _CriticFilmStrip
{
  GtkWidget           parent_instance;

  GtkScrolledWindow  *scroller;
  GtkListView        *list;
  GtkSingleSelection *selection;
  CriticThumbnails   *thumbnails;
  CriticFrameMarks   *marks;          /* NULL: nobody knows any */
  guint               current;
  guint               tick;           /* 0: the current one is in the middle */
};

G_DEFINE_FINAL_TYPE (CriticFilmStrip, critic_film_strip, GTK_TYPE_WIDGET)

static void
setup_cb (CriticFilmStrip *self,
          GtkListItem     *item)
{
  gtk_list_item_set_child (item, critic_frame_tile_new (self->thumbnails));
}

static void
bind_cb (CriticFilmStrip *self,
         GtkListItem     *item)
{
  gpointer frame = gtk_list_item_get_item (item);

  critic_frame_tile_set_item (CRITIC_FRAME_TILE (gtk_list_item_get_child (item)), frame);
  if (self->marks != NULL && CRITIC_IS_FRAME (frame))
    critic_frame_marks_watch (self->marks, frame);
}

static void
unbind_cb (CriticFilmStrip *self,
           GtkListItem     *item)
{
  gpointer frame = gtk_list_item_get_item (item);

  critic_frame_tile_set_item (CRITIC_FRAME_TILE (gtk_list_item_get_child (item)), NULL);
  if (self->marks != NULL && CRITIC_IS_FRAME (frame))
    critic_frame_marks_forget (self->marks, frame);
}

/* Once the list knows how long it is. */
static gboolean
centre_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  CriticFilmStrip *self = CRITIC_FILM_STRIP (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  gdouble upper = gtk_adjustment_get_upper (adjustment), page = gtk_adjustment_get_page_size (adjustment);

  if (self->current >= n)
    {
      self->tick = 0;
      return G_SOURCE_REMOVE;
    }
  if (upper <= 1 || page <= 1)
    return G_SOURCE_CONTINUE;

  gtk_adjustment_set_value (adjustment, (self->current + 0.5) * upper / n - page / 2);
  self->tick = 0;

  return G_SOURCE_REMOVE;
}

static void
centre (CriticFilmStrip *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), centre_cb, NULL, NULL);
}

static void
selected_cb (CriticFilmStrip *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (selected == self->current || selected == GTK_INVALID_LIST_POSITION)
    return;

  self->current = selected;
  g_signal_emit (self, signals[CHOSEN], 0, selected);
}

void
critic_film_strip_set_shelf (CriticFilmStrip *self,
                             CriticShelf     *shelf)
{
  g_return_if_fail (CRITIC_IS_FILM_STRIP (self));

  g_clear_object (&self->marks);
  self->marks = critic_frame_marks_new (shelf);
}

void
critic_film_strip_set_model (CriticFilmStrip *self,
                             GListModel      *model)
{
  g_return_if_fail (CRITIC_IS_FILM_STRIP (self));

  if (gtk_single_selection_get_model (self->selection) == model)
    return;

  self->current = GTK_INVALID_LIST_POSITION;
  g_signal_handlers_block_by_func (self->selection, selected_cb, self);
  gtk_single_selection_set_model (self->selection, model);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_handlers_unblock_by_func (self->selection, selected_cb, self);
}

void
critic_film_strip_set_current (CriticFilmStrip *self,
                               guint            position)
{
  g_return_if_fail (CRITIC_IS_FILM_STRIP (self));

  self->current = position;
  gtk_single_selection_set_selected (self->selection, position);
  centre (self);
}

static void
critic_film_strip_dispose (GObject *object)
{
  CriticFilmStrip *self = CRITIC_FILM_STRIP (object);

  g_clear_pointer ((GtkWidget **) &self->scroller, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->thumbnails);
  g_clear_object (&self->marks);

  G_OBJECT_CLASS (critic_film_strip_parent_class)->dispose (object);
}

static void
critic_film_strip_class_init (CriticFilmStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_film_strip_dispose;

  /**
   * CriticFilmStrip::chosen:
   * @position: of the photograph
   */
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "filmstrip");
}

static void
critic_film_strip_init (CriticFilmStrip *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->thumbnails = critic_thumbnails_new ();
  self->current = GTK_INVALID_LIST_POSITION;
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);

  self->list = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->list), GTK_ORIENTATION_HORIZONTAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Film strip"), -1);

  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->list));
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
}
