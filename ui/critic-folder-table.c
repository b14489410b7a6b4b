/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-table.h"

#include <glib/gi18n-lib.h>

#include "critic-drag-out.h"
#include "critic-folder-cell.h"
#include "critic-folder-view.h"

static const struct
{
  const char *title;
  const char *order;            /* of critic_order_new() */
  int         width;
} columns[CRITIC_N_COLUMNS] = {
  [CRITIC_COLUMN_NAME] = { N_("Photograph"), "name", 240 },
  [CRITIC_COLUMN_SCORE] = { N_("Score"), "score", 72 },
  [CRITIC_COLUMN_ERROR] = { N_("Error"), "error", 72 },
  [CRITIC_COLUMN_PERCENTILE] = { N_("Above"), "percentile", 76 },
  [CRITIC_COLUMN_VERDICT] = { N_("Verdict"), "verdict", 84 },
  [CRITIC_COLUMN_STYLES] = { N_("Styles"), "styles", 170 },
  [CRITIC_COLUMN_STARS] = { N_("Stars"), "stars", 92 },
  [CRITIC_COLUMN_FLAG] = { N_("Flag"), "flag", 84 },
  [CRITIC_COLUMN_LABEL] = { N_("Label"), "label", 92 },
  [CRITIC_COLUMN_CRITIQUES] = { N_("Critiques"), "critiques", 92 },
  [CRITIC_COLUMN_DISAGREEMENT] = { N_("Disagreement"), "disagreement", 150 },
  [CRITIC_COLUMN_FAILURE] = { N_("Failure"), "failure", 260 },
};

struct _CriticFolderTable
{
  GtkWidget            parent_instance;

  GtkScrolledWindow   *scroller;
  GtkColumnView       *view;
  CriticSeenRows      *seen;
  CriticThumbnails    *thumbnails;
  GtkColumnViewColumn *column[CRITIC_N_COLUMNS];
  GtkListItemFactory  *factory[CRITIC_N_COLUMNS];   /* not owned: which column a cell is of */
  CriticTextCache     *texts[CRITIC_N_COLUMNS];
  int                  asked;         /* which column's sorter was asked first */
  gboolean             is_set;        /* the order comes from outside */
};

enum
{
  OPEN,
  ORDER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticFolderTable, critic_folder_table, GTK_TYPE_WIDGET)

static void
setup_cb (CriticFolderTable  *self,
          GtkListItem        *item,
          GtkListItemFactory *factory)
{
  CriticColumn column = 0;
  GtkWidget *cell;

  while (column < CRITIC_N_COLUMNS - 1 && self->factory[column] != factory)
    column++;

  cell = critic_folder_cell_new (column, self->texts[column]);
  if (column == CRITIC_COLUMN_NAME)
    {
      critic_row_widget_set_thumbnails (CRITIC_ROW_WIDGET (cell), self->thumbnails, CRITIC_THUMBNAIL_LARGE);
      critic_seen_rows_add (self->seen, CRITIC_ROW_WIDGET (cell));
    }
  else
    critic_row_widget_set_shown (CRITIC_ROW_WIDGET (cell), GTK_WIDGET (self->scroller));
  /* Before 4.12 a cell takes the row's clicks, too: Ctrl and a click chose the row and left it again. */
  if (gtk_get_minor_version () < 12)
    gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, cell);
}

static void
bind_cb (CriticFolderTable *self,
         GtkListItem       *item)
{
  critic_row_widget_set_item (CRITIC_ROW_WIDGET (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
  critic_seen_rows_queue (self->seen);
}

static void
unbind_cb (CriticFolderTable *self,
           GtkListItem       *item)
{
  critic_row_widget_set_item (CRITIC_ROW_WIDGET (gtk_list_item_get_child (item)), NULL);
}

static void
activate_cb (CriticFolderTable *self,
             guint              position)
{
  g_signal_emit (self, signals[OPEN], 0, position);
}

/* The view's sorter asks the column clicked last first, and turns its answer
 * round where the arrow points down. Nothing is sorted with these: the shoot
 * sorts, on a worker. They only tell which header was clicked, which GTK 4.8
 * does not say otherwise. */
typedef struct
{
  CriticFolderTable *table;
  CriticColumn       column;
} Asked;

static gint
asked_cb (gconstpointer a,
          gconstpointer b,
          gpointer      user_data)
{
  Asked *asked = user_data;

  if (asked->table->asked < 0)
    asked->table->asked = asked->column;

  return -1;
}

static void
sorter_cb (CriticFolderTable *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  GtkOrdering answer;
  g_autofree char *key = NULL;

  self->asked = -1;
  answer = gtk_sorter_compare (sorter, self, self->view);
  if (self->asked < 0 || self->is_set)
    return;

  key = g_strconcat (answer == GTK_ORDERING_LARGER ? "-" : "", columns[self->asked].order, NULL);
  g_signal_emit (self, signals[ORDER], 0, key);
}

static void
add_column (CriticFolderTable *self,
            CriticColumn       column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr(GtkSorter) sorter = NULL;
  Asked *asked = g_new0 (Asked, 1);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);

  asked->table = self;
  asked->column = column;
  sorter = GTK_SORTER (gtk_custom_sorter_new (asked_cb, asked, g_free));

  self->texts[column] = critic_text_cache_new (column == CRITIC_COLUMN_NAME ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
  self->factory[column] = factory;
  self->column[column] = gtk_column_view_column_new (_(columns[column].title), factory);
  gtk_column_view_column_set_fixed_width (self->column[column], columns[column].width);
  gtk_column_view_column_set_resizable (self->column[column], TRUE);
  gtk_column_view_column_set_sorter (self->column[column], sorter);
  gtk_column_view_append_column (self->view, self->column[column]);
  g_object_unref (self->column[column]);
}

static gboolean
critic_folder_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CRITIC_FOLDER_TABLE (widget)->view));
}

static void
critic_folder_table_dispose (GObject *object)
{
  CriticFolderTable *self = CRITIC_FOLDER_TABLE (object);

  g_clear_pointer ((GtkWidget **) &self->scroller, gtk_widget_unparent);
  g_clear_object (&self->seen);
  g_clear_object (&self->thumbnails);
  for (CriticColumn i = 0; i < CRITIC_N_COLUMNS; i++)
    g_clear_pointer (&self->texts[i], critic_text_cache_unref);

  G_OBJECT_CLASS (critic_folder_table_parent_class)->dispose (object);
}

static void
critic_folder_table_class_init (CriticFolderTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_folder_table_dispose;
  widget_class->grab_focus = critic_folder_table_grab_focus;

  /**
   * CriticFolderTable::open:
   * @position: of the photograph
   */
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  /**
   * CriticFolderTable::order:
   * @key: of critic_order_new()
   */
  signals[ORDER] = g_signal_new ("order", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
critic_folder_table_init (CriticFolderTable *self)
{
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->seen = critic_seen_rows_new (self->scroller);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_enable_rubberband (self->view, TRUE);
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "shoot");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Photographs"), -1);

  for (CriticColumn i = 0; i < CRITIC_N_COLUMNS; i++)
    add_column (self, i);
  critic_drag_out_add_within (GTK_WIDGET (self->view), CRITIC_TYPE_ROW_WIDGET, critic_folder_view_drag_out);

  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_cb), self, G_CONNECT_SWAPPED);

  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
}

/* Before the first row is shown. */
void
critic_folder_table_set_thumbnails (CriticFolderTable *self,
                                    CriticThumbnails  *thumbnails)
{
  g_return_if_fail (CRITIC_IS_FOLDER_TABLE (self));

  g_set_object (&self->thumbnails, thumbnails);
}

void
critic_folder_table_set_model (CriticFolderTable *self,
                               GtkSelectionModel *model)
{
  g_return_if_fail (CRITIC_IS_FOLDER_TABLE (self));

  gtk_column_view_set_model (self->view, model);
}

/* The key without a sign is the column's natural direction, as is the arrow up. */
void
critic_folder_table_set_order (CriticFolderTable *self,
                               const char        *key)
{
  g_return_if_fail (CRITIC_IS_FOLDER_TABLE (self));
  g_return_if_fail (key != NULL);

  gboolean is_turned = *key == '-';
  GtkColumnViewColumn *column = NULL;

  for (CriticColumn i = 0; i < CRITIC_N_COLUMNS; i++)
    if (g_str_equal (columns[i].order, key + is_turned))
      column = self->column[i];

  self->is_set = TRUE;
  gtk_column_view_sort_by_column (self->view, column, is_turned ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->is_set = FALSE;
}

CriticSeenRows *
critic_folder_table_get_seen (CriticFolderTable *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_TABLE (self), NULL);

  return self->seen;
}

void
critic_folder_table_scroll_to (CriticFolderTable *self,
                               guint              position)
{
  g_return_if_fail (CRITIC_IS_FOLDER_TABLE (self));

  /* The list inside the view has the action. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

gboolean
critic_folder_table_focus (CriticFolderTable *self,
                           gint64             file_id)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_TABLE (self), FALSE);

  CriticRowWidget *cell = critic_seen_rows_find (self->seen, file_id);

  return cell != NULL && gtk_widget_grab_focus (gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (cell))));
}
