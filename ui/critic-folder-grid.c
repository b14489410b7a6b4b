/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-grid.h"

#include <glib/gi18n-lib.h>

#include "critic-drag-out.h"
#include "critic-folder-tile.h"
#include "critic-folder-view.h"

#define MIN_WIDTH 140
#define MAX_WIDTH 480

struct _CriticFolderGrid
{
  GtkWidget          parent_instance;

  GtkScrolledWindow *scroller;
  GtkGridView       *view;
  CriticSeenRows    *seen;
  CriticThumbnails  *thumbnails;
  int                tile_width;
};

enum
{
  PROP_0,
  PROP_TILE_WIDTH,
  N_PROPS
};

enum
{
  OPEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticFolderGrid, critic_folder_grid, GTK_TYPE_WIDGET)

static void
setup_cb (CriticFolderGrid *self,
          GtkListItem      *item)
{
  GtkWidget *tile = critic_folder_tile_new ();

  critic_folder_tile_set_width (CRITIC_FOLDER_TILE (tile), self->tile_width);
  critic_row_widget_set_thumbnails (CRITIC_ROW_WIDGET (tile), self->thumbnails, CRITIC_THUMBNAIL_X_LARGE);
  critic_seen_rows_add (self->seen, CRITIC_ROW_WIDGET (tile));
  critic_drag_out_add (tile, critic_folder_view_drag_out);
  gtk_list_item_set_child (item, tile);
}

static void
bind_cb (CriticFolderGrid *self,
         GtkListItem      *item)
{
  critic_row_widget_set_item (CRITIC_ROW_WIDGET (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
  critic_seen_rows_queue (self->seen);
}

static void
unbind_cb (CriticFolderGrid *self,
           GtkListItem      *item)
{
  critic_row_widget_set_item (CRITIC_ROW_WIDGET (gtk_list_item_get_child (item)), NULL);
}

static void
activate_cb (CriticFolderGrid *self,
             guint             position)
{
  g_signal_emit (self, signals[OPEN], 0, position);
}

static void
set_width (gpointer tile,
           gpointer width)
{
  critic_folder_tile_set_width (tile, GPOINTER_TO_INT (width));
}

static void
set_tile_width (CriticFolderGrid *self,
                int               width)
{
  width = CLAMP (width, MIN_WIDTH, MAX_WIDTH);
  if (self->tile_width == width)
    return;

  self->tile_width = width;
  critic_seen_rows_foreach (self->seen, set_width, GINT_TO_POINTER (width));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TILE_WIDTH]);
}

static gboolean
critic_folder_grid_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CRITIC_FOLDER_GRID (widget)->view));
}

static void
critic_folder_grid_dispose (GObject *object)
{
  CriticFolderGrid *self = CRITIC_FOLDER_GRID (object);

  g_clear_pointer ((GtkWidget **) &self->scroller, gtk_widget_unparent);
  g_clear_object (&self->seen);
  g_clear_object (&self->thumbnails);

  G_OBJECT_CLASS (critic_folder_grid_parent_class)->dispose (object);
}

static void
critic_folder_grid_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TILE_WIDTH:
      g_value_set_int (value, CRITIC_FOLDER_GRID (object)->tile_width);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_folder_grid_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_TILE_WIDTH:
      set_tile_width (CRITIC_FOLDER_GRID (object), g_value_get_int (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_folder_grid_class_init (CriticFolderGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = critic_folder_grid_dispose;
  object_class->get_property = critic_folder_grid_get_property;
  object_class->set_property = critic_folder_grid_set_property;
  widget_class->grab_focus = critic_folder_grid_grab_focus;

  properties[PROP_TILE_WIDTH] = g_param_spec_int ("tile-width", NULL, NULL, MIN_WIDTH, MAX_WIDTH, 260,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CriticFolderGrid::open:
   * @position: of the photograph
   */
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
critic_folder_grid_init (CriticFolderGrid *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->tile_width = 260;
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->seen = critic_seen_rows_new (self->scroller);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);

  self->view = GTK_GRID_VIEW (gtk_grid_view_new (NULL, factory));
  gtk_grid_view_set_min_columns (self->view, 1);
  gtk_grid_view_set_max_columns (self->view, 12);
  gtk_grid_view_set_enable_rubberband (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "shoot");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Photographs"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);

  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
}

/* Before the first row is shown. */
void
critic_folder_grid_set_thumbnails (CriticFolderGrid *self,
                                   CriticThumbnails *thumbnails)
{
  g_return_if_fail (CRITIC_IS_FOLDER_GRID (self));

  g_set_object (&self->thumbnails, thumbnails);
}

void
critic_folder_grid_set_model (CriticFolderGrid  *self,
                              GtkSelectionModel *model)
{
  g_return_if_fail (CRITIC_IS_FOLDER_GRID (self));

  gtk_grid_view_set_model (self->view, model);
}

CriticSeenRows *
critic_folder_grid_get_seen (CriticFolderGrid *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_GRID (self), NULL);

  return self->seen;
}

void
critic_folder_grid_scroll_to (CriticFolderGrid *self,
                              guint             position)
{
  g_return_if_fail (CRITIC_IS_FOLDER_GRID (self));

  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

gboolean
critic_folder_grid_focus (CriticFolderGrid *self,
                          gint64            file_id)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_GRID (self), FALSE);

  CriticRowWidget *tile = critic_seen_rows_find (self->seen, file_id);

  return tile != NULL && gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (tile)));
}
