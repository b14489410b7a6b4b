/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-view-private.h"

#include <glib/gi18n-lib.h>

#include "critic-recent.h"

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_FILTERS_VISIBLE,
  N_PROPS
};

enum
{
  OPEN,
  STEPPED,
  SELECTED,
  SAID,
  PASSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticFolderView, critic_folder_view, GTK_TYPE_WIDGET)

static guint
n_shown (CriticFolderView *self)
{
  return self->shoot != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->shoot)) : 0;
}

static guint
n_rows (CriticFolderView *self)
{
  return self->shoot != NULL ? critic_shoot_get_n_rows (self->shoot) : 0;
}

static gboolean
is_looking (CriticFolderView *self)
{
  CriticPassState state = self->pass != NULL ? critic_pass_get_state (self->pass) : CRITIC_PASS_READY;
  gboolean is_loading = TRUE;

  if (self->shoot != NULL)
    g_object_get (self->shoot, "loading", &is_loading, NULL);

  return is_loading || state == CRITIC_PASS_READY || state == CRITIC_PASS_RUNNING || state == CRITIC_PASS_PAUSED;
}

/* The keys go to the photographs as soon as there are some, unless somebody
 * is typing a search that brought them back. */
static void
take_focus (CriticFolderView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gtk_widget_get_mapped (GTK_WIDGET (self))
      && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->filters))))
    gtk_widget_grab_focus (self->is_table ? GTK_WIDGET (self->table) : GTK_WIDGET (self->grid));
}

/* What stands where the photographs would be. */
void
_critic_folder_view_update_page (CriticFolderView *self)
{
  const char *page = "list";
  gboolean is_new;

  if (self->shelf != NULL && critic_shelf_get_state (self->shelf) == CRITIC_SHELF_FAILED)
    {
      const GError *error = critic_shelf_get_error (self->shelf);

      page = "library";
      gtk_label_set_label (self->library_label, error->message);
      gtk_widget_set_visible (self->rescue_button, g_error_matches (error, CRITIC_LIBRARY_ERROR, CRITIC_LIBRARY_ERROR_DAMAGED));
    }
  else if (self->folder == NULL)
    page = "start";
  else if (n_shown (self) == 0 && n_rows (self) > 0)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%'u photograph is hidden by the filter.",
                                                         "%'u photographs are hidden by the filter.", n_rows (self)), n_rows (self));

      page = "nothing";
      gtk_label_set_label (self->nothing_label, text);
    }
  else if (n_shown (self) == 0 && is_looking (self))
    page = "loading";
  else if (n_shown (self) == 0)
    {
      g_autofree char *name = _critic_folder_view_name (self->folder);
      g_autofree char *text = g_strdup_printf (_("There are no photographs in “%s”."), name);

      page = "empty";
      gtk_label_set_label (self->empty_label, text);
    }

  is_new = g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), page) != 0;
  gtk_stack_set_visible_child_name (self->pages, page);
  /* What one does next, not the sentence. */
  if (is_new && g_str_equal (page, "library") && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (gtk_widget_get_visible (self->rescue_button) ? self->rescue_button : self->again_button);
  else if (is_new && g_str_equal (page, "list"))
    take_focus (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->filters), n_rows (self) > 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

static char *
make_subtitle (CriticFolderView *self)
{
  /* What a stack hides is shown all the same. */
  guint n = n_rows (self), shown = self->shoot != NULL ? critic_shoot_get_counts (self->shoot)->shown : 0;
  g_autofree char *all = NULL;

  if (self->shoot == NULL || n == 0)
    return g_strdup ("");

  all = g_strdup_printf (ngettext ("%'u photograph", "%'u photographs", n), n);
  if (shown == n)
    return g_steal_pointer (&all);

  /* Translators: "1,204 photographs, 31 shown" */
  return g_strdup_printf (_("%s, %'u shown"), all, shown);
}

static void
counted_cb (CriticFolderView *self)
{
  critic_filter_bar_set_counts (self->filters, critic_shoot_get_counts (self->shoot));
  _critic_folder_view_update_actions (self);
  _critic_folder_view_update_page (self);
}

static void
shoot_error_cb (CriticFolderView *self,
                const char       *message)
{
  critic_folder_view_say (self, message, NULL, NULL);
}

static void
written_cb (CriticFolderView *self,
            GArray           *image_ids)
{
  critic_shelf_tell (self->shelf, G_OBJECT (self->shoot), image_ids);
}

static void
seen_cb (CriticFolderView *self,
         CriticSeenRows   *seen)
{
  if (self->pass != NULL)
    critic_pass_prefer (self->pass, critic_seen_rows_get_paths (seen));
}

static void
forget_folder (CriticFolderView *self)
{
  _critic_folder_view_end_pass (self);
  if (self->shoot != NULL)
    g_signal_handlers_disconnect_by_data (self->shoot, self);
  if (self->grid != NULL)
    _critic_folder_view_set_model (self, NULL);
  g_clear_object (&self->shoot);
  g_hash_table_remove_all (self->expanded);
  self->current = self->left = 0;
}

static void
paired_cb (CriticFolderView *self)
{
  if (self->shoot != NULL)
    critic_shoot_set_paired (self->shoot, self->settings == NULL || g_settings_get_boolean (self->settings, "with-partners"));
}

/* The library is open: the folder's rows, and the pass that makes more. */
static void
begin (CriticFolderView *self)
{
  CriticLibrary *library = critic_shelf_get_library (self->shelf);
  const char *folders[] = { self->folder, NULL };

  self->shoot = critic_shoot_new (library, critic_shelf_get_model_id (self->shelf));
  g_signal_connect_object (self->shoot, "counted", G_CALLBACK (counted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shoot, "tallied", G_CALLBACK (_critic_folder_view_show_tally), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shoot, "error", G_CALLBACK (shoot_error_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shoot, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shoot, "walked", G_CALLBACK (_critic_folder_view_walked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shoot, "notify::loading", G_CALLBACK (_critic_folder_view_update_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shoot, "notify::undo-name", G_CALLBACK (_critic_folder_view_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shoot, "notify::redo-name", G_CALLBACK (_critic_folder_view_update_actions), self, G_CONNECT_SWAPPED);
  _critic_folder_view_apply_words (self);
  critic_shoot_set_taste (self->shoot, self->taste);
  critic_shoot_set_veil (self->shoot, critic_veil_get_default ());
  _critic_folder_view_apply_order (self);
  critic_shoot_set_collapsed (self->shoot, self->settings == NULL || g_settings_get_boolean (self->settings, "bursts-collapsed"));
  paired_cb (self);
  critic_shoot_set_filter (self->shoot, critic_filter_bar_get_expression (self->filters), NULL);
  critic_shoot_open (self->shoot, folders, TRUE);
  _critic_folder_view_set_model (self, self->shoot);

  _critic_folder_view_restart (self);
  _critic_folder_view_load_filters (self);
  if (critic_shelf_get_notice (self->shelf) != NULL)
    critic_folder_view_say (self, critic_shelf_get_notice (self->shelf), NULL, NULL);
}

static void
shelf_cb (CriticFolderView *self)
{
  if (critic_shelf_get_state (self->shelf) == CRITIC_SHELF_OPEN && self->folder != NULL && self->shoot == NULL)
    begin (self);
  _critic_folder_view_update_page (self);
}

static void
recent_cb (CriticFolderView *self,
           GtkButton        *button)
{
  g_autoptr(GFile) folder = g_file_new_for_path (g_object_get_data (G_OBJECT (button), "folder"));

  critic_folder_view_open (self, folder);
}

static void
show_recent (CriticFolderView *self)
{
  g_auto(GStrv) recent = self->settings != NULL ? g_settings_get_strv (self->settings, "recent-folders") : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->recent_box))) != NULL)
    gtk_box_remove (self->recent_box, child);

  for (guint i = 0; recent != NULL && recent[i] != NULL; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_uri (recent[i]);
      g_autofree char *path = g_file_get_path (file);
      g_autofree char *name = path != NULL ? g_filename_display_name (path) : NULL;
      GtkWidget *button;

      if (path == NULL)
        continue;

      button = gtk_button_new_with_label (name);
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_MIDDLE);
      gtk_label_set_max_width_chars (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 56);
      gtk_widget_add_css_class (button, "quiet");
      g_object_set_data_full (G_OBJECT (button), "folder", g_steal_pointer (&path), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (recent_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->recent_box, button);
    }
}

static gboolean
critic_folder_view_grab_focus (GtkWidget *widget)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (widget);
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  if (page == GTK_WIDGET (self->lists))
    return gtk_widget_grab_focus (self->is_table ? GTK_WIDGET (self->table) : GTK_WIDGET (self->grid));

  return page != NULL && gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
critic_folder_view_dispose (GObject *object)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  _critic_folder_view_drop_words (self);
  if (self->focus_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->focus_tick);
  self->focus_tick = 0;
  forget_folder (self);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (self->chooser);
  g_clear_object (&self->chooser);
  g_clear_pointer ((GtkWidget **) &self->context_menu, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->grid = NULL;
  self->pass_bar = NULL;
  g_clear_object (&self->shelf);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (critic_folder_view_parent_class)->dispose (object);
}

static void
critic_folder_view_finalize (GObject *object)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->selected);
  g_hash_table_unref (self->expanded);
  g_free (self->folder);
  g_free (self->order);
  g_clear_pointer (&self->taste, critic_taste_unref);

  G_OBJECT_CLASS (critic_folder_view_parent_class)->finalize (object);
}

static void
critic_folder_view_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_take_string (value, self->folder != NULL ? _critic_folder_view_name (self->folder) : g_strdup (_("Photo Critic")));
      break;

    case PROP_SUBTITLE:
      g_value_take_string (value, make_subtitle (self));
      break;

    case PROP_FILTERS_VISIBLE:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->filters)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* The focus does not vanish with them. */
static void
set_filters_visible (CriticFolderView *self,
                     gboolean          visible)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!visible && focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->filters)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->filters), visible);
}

static void
critic_folder_view_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  CriticFolderView *self = CRITIC_FOLDER_VIEW (object);

  switch (prop_id)
    {
    case PROP_FILTERS_VISIBLE:
      set_filters_visible (self, g_value_get_boolean (value));
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_folder_view_class_init (CriticFolderViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = critic_folder_view_dispose;
  object_class->finalize = critic_folder_view_finalize;
  object_class->get_property = critic_folder_view_get_property;
  object_class->set_property = critic_folder_view_set_property;
  widget_class->grab_focus = critic_folder_view_grab_focus;

  g_type_ensure (CRITIC_TYPE_FILTER_BAR);
  g_type_ensure (CRITIC_TYPE_FOLDER_GRID);
  g_type_ensure (CRITIC_TYPE_FOLDER_TABLE);
  g_type_ensure (CRITIC_TYPE_NOTICE);
  g_type_ensure (CRITIC_TYPE_PASS_BAR);

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILTERS_VISIBLE] = g_param_spec_boolean ("filters-visible", NULL, NULL, TRUE,
                                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CriticFolderView::open:
   * @file_id: of the photograph that is to lie on the desk
   */
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[STEPPED] = g_signal_new ("stepped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PASSED] = g_signal_new ("passed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-folder-view.ui");
  gtk_widget_class_set_css_name (widget_class, "folderview");
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, box);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, filters);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, pages);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, lists);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, grid);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, table);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, notice);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, pass_bar);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, start_button);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, recent_box);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, empty_label);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, library_label);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, rescue_button);
  gtk_widget_class_bind_template_child (widget_class, CriticFolderView, again_button);
}

static void
critic_folder_view_init (CriticFolderView *self)
{
  self->cancellable = g_cancellable_new ();
  self->selected = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->expanded = g_hash_table_new (NULL, NULL);
  self->order = g_strdup ("score");
  gtk_widget_init_template (GTK_WIDGET (self));

  _critic_folder_view_init_actions (self);
  _critic_folder_view_init_filters (self);
  _critic_folder_view_init_words (self);
  g_signal_connect_object (critic_folder_grid_get_seen (self->grid), "changed", G_CALLBACK (seen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (critic_folder_table_get_seen (self->table), "changed", G_CALLBACK (seen_cb), self, G_CONNECT_SWAPPED);
}

/**
 * critic_folder_view_set:
 * @self: a view
 * @shelf: the library and the small pictures
 * @settings: (nullable): where it remembers its order and its recent folders
 *
 * Once, before a folder is opened.
 */
void
critic_folder_view_set (CriticFolderView *self,
                        CriticShelf      *shelf,
                        GSettings        *settings)
{
  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  g_set_object (&self->shelf, shelf);
  g_set_object (&self->settings, settings);
  critic_folder_grid_set_thumbnails (self->grid, critic_shelf_get_thumbnails (shelf));
  critic_folder_table_set_thumbnails (self->table, critic_shelf_get_thumbnails (shelf));
  g_signal_connect_object (shelf, "notify::state", G_CALLBACK (shelf_cb), self, G_CONNECT_SWAPPED);

  if (settings != NULL)
    {
      g_autofree char *mode = g_settings_get_string (settings, "folder-mode");
      g_autofree char *order = g_settings_get_string (settings, "folder-order");
      g_autoptr(GAction) with_partners = g_settings_create_action (settings, "with-partners");

      g_action_map_add_action (G_ACTION_MAP (self->actions), with_partners);
      g_signal_connect_object (settings, "changed::with-partners", G_CALLBACK (paired_cb), self, G_CONNECT_SWAPPED);
      g_settings_bind (settings, "tile-width", self->grid, "tile-width", G_SETTINGS_BIND_DEFAULT);
      g_settings_bind (settings, "filters-visible", self, "filters-visible", G_SETTINGS_BIND_DEFAULT);
      g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "mode", g_variant_new_string (mode));
      g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "order", g_variant_new_string (order));
      g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "collapsed",
                                          g_variant_new_boolean (g_settings_get_boolean (settings, "bursts-collapsed")));
      g_signal_connect_object (settings, "changed", G_CALLBACK (_critic_folder_view_settings_changed), self, G_CONNECT_SWAPPED);
    }
  show_recent (self);
  _critic_folder_view_update_page (self);
}

/**
 * critic_folder_view_open:
 * @self: a view
 * @folder: a folder of this computer
 *
 * Shows it and starts a pass over it; the pass over the folder before is
 * cancelled.
 */
void
critic_folder_view_open (CriticFolderView *self,
                         GFile            *folder)
{
  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));
  g_return_if_fail (G_IS_FILE (folder));

  g_autofree char *path = g_file_get_path (folder);

  if (path == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (folder);
      g_autofree char *message = g_strdup_printf (_("“%s” is not on this computer; copy the folder here first."), name);

      critic_folder_view_say (self, message, NULL, NULL);
      return;
    }

  forget_folder (self);
  critic_notice_close (self->notice);
  critic_filter_bar_clear (self->filters);
  g_free (self->folder);
  self->folder = g_canonicalize_filename (path, NULL);
  critic_recent_remember (self->settings, CRITIC_RECENT_FOLDERS, folder);
  show_recent (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  if (critic_shelf_get_state (self->shelf) == CRITIC_SHELF_OPEN)
    begin (self);
  else
    critic_shelf_open (self->shelf);
  _critic_folder_view_update_page (self);
}

const char *
critic_folder_view_get_folder (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), NULL);

  return self->folder;
}

CriticShoot *
critic_folder_view_get_shoot (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), NULL);

  return self->shoot;
}

CriticLibrary *
critic_folder_view_get_library (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), NULL);

  return self->shelf != NULL ? critic_shelf_get_library (self->shelf) : NULL;
}

CriticPass *
critic_folder_view_get_pass (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), NULL);

  return self->pass;
}

GActionGroup *
critic_folder_view_get_actions (CriticFolderView *self)
{
  g_return_val_if_fail (CRITIC_IS_FOLDER_VIEW (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

void
critic_folder_view_set_taste (CriticFolderView *self,
                              CriticTaste      *taste)
{
  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  g_clear_pointer (&self->taste, critic_taste_unref);
  self->taste = taste != NULL ? critic_taste_ref (taste) : NULL;
  if (self->shoot != NULL)
    critic_shoot_set_taste (self->shoot, taste);
  _critic_folder_view_update_actions (self);
}

void
critic_folder_view_search (CriticFolderView *self)
{
  g_return_if_fail (CRITIC_IS_FOLDER_VIEW (self));

  g_object_set (self, "filters-visible", TRUE, NULL);
  critic_filter_bar_search (self->filters);
}
