/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-private.h"

enum
{
  PROP_0,
  PROP_N_ROWS,
  PROP_LOADING,
  PROP_BUSY,
  PROP_ORDER,
  PROP_FILTER,
  PROP_COLLAPSED,
  PROP_UNDO_NAME,
  PROP_REDO_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum { COUNTED, TALLIED, FAILED, WRITTEN, WALKED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CriticShoot, critic_shoot, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- the list --- */

static GType
get_item_type (GListModel *model)
{
  return CRITIC_TYPE_SHOOT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  CriticShoot *self = CRITIC_SHOOT (model);

  if (self->old_view != NULL)
    return self->told + (self->old_view->n_shown - self->untold);
  return self->view != NULL ? self->view->n_shown : 0;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CriticShoot *self = CRITIC_SHOOT (model);
  CriticShootView *view = self->view;

  if (position >= get_n_items (model))
    return NULL;
  if (self->old_view != NULL && position >= self->told)
    {
      view = self->old_view;
      position = position - self->told + self->untold;
    }

  guint index = view->shown[position];
  gint64 file_id = view->table->rows[index]->row->file_id;
  CriticShootItem *item = g_hash_table_lookup (self->items, &file_id);
  if (item != NULL)
    return g_object_ref (item);

  g_autoptr (CriticShootRow) row = critic_shoot_shown_row (self, view->table, index);
  CriticFacts facts = critic_shoot_table_facts (view->table, index);
  return critic_shoot_item_new (self->items, row, &facts);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Tells the list range by range, in order; in between it is a list whose front
 * is new and whose end is old. */
void
critic_shoot_set_view (CriticShoot *self, CriticShootView *view, const GArray *ranges)
{
  gboolean new_count = self->view == NULL || self->view->counts.all != view->counts.all;
  guint moved = 0;          /* rows that were told: old ones less new ones */

  self->old_view = self->view;
  self->view = critic_shoot_view_ref (view);
  self->told = self->untold = 0;
  critic_shoot_update_items (self);

  for (guint i = 0; i < ranges->len && self->old_view != NULL; i++)
    {
      const CriticShootRange *range = &g_array_index (ranges, CriticShootRange, i);

      self->told = range->position + range->added;
      self->untold = range->position + moved + range->removed;
      moved += range->removed - range->added;
      g_list_model_items_changed (G_LIST_MODEL (self), range->position, range->removed, range->added);
    }

  if (self->old_view == NULL)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, view->n_shown);
  g_clear_pointer (&self->old_view, critic_shoot_view_unref);

  if (new_count)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ROWS]);
  g_signal_emit (self, signals[COUNTED], 0);
  critic_shoot_update_tally (self);
}

/* What is shown has other contents: those that somebody holds. */
void
critic_shoot_update_items (CriticShoot *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer item;
  guint index;

  if (self->view == NULL)
    return;

  /* Who is told may let go of others. */
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_ptr_array_add (items, g_object_ref (item));

  for (guint i = 0; i < items->len; i++)
    if (critic_shoot_table_find (self->view->table, critic_shoot_item_get_file_id (items->pdata[i]), &index))
      {
        g_autoptr (CriticShootRow) row = critic_shoot_shown_row (self, self->view->table, index);
        CriticFacts facts = critic_shoot_table_facts (self->view->table, index);

        critic_shoot_item_update (items->pdata[i], row, &facts);
      }
}

CriticShootRow *
critic_shoot_shown_row (CriticShoot *self, CriticShootTable *table, guint index)
{
  CriticShootRow *row = table->rows[index];
  CriticRating rating = row->row->rating;
  gboolean rated = FALSE;

  for (GList *l = self->edits.head; l != NULL; l = l->next)
    {
      const CriticShootEdit *edit = l->data;

      if (!g_hash_table_contains (edit->images, &row->row->image_id))
        continue;
      critic_rating_set (&rating, edit->what, &edit->rating);
      rated = TRUE;
    }
  return rated ? critic_shoot_row_rated (row, &rating, self->veil) : critic_shoot_row_ref (row);
}

/* --- the object --- */

static void
critic_shoot_dispose (GObject *object)
{
  CriticShoot *self = CRITIC_SHOOT (object);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->tally_timer, g_source_remove);
  critic_shoot_watch (self, NULL);

  G_OBJECT_CLASS (critic_shoot_parent_class)->dispose (object);
}

static void
critic_shoot_finalize (GObject *object)
{
  CriticShoot *self = CRITIC_SHOOT (object);

  g_clear_object (&self->library);
  g_free (self->model_id);
  g_strfreev (self->folders);
  g_clear_pointer (&self->filter, critic_filter_unref);
  g_clear_pointer (&self->order, critic_order_unref);
  g_hash_table_unref (self->expanded);
  g_clear_pointer (&self->taste, critic_taste_unref);
  g_clear_pointer (&self->search, critic_search_unref);
  g_clear_object (&self->veil);
  g_clear_pointer (&self->view, critic_shoot_view_unref);
  g_clear_pointer (&self->table, critic_shoot_table_unref);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->files);
  g_hash_table_unref (self->images);
  g_ptr_array_unref (self->tally_filters);
  g_clear_pointer (&self->tally, g_array_unref);
  g_queue_clear_full (&self->edits, (GDestroyNotify) critic_shoot_edit_unref);
  g_free (self->undo_name);
  g_free (self->redo_name);

  G_OBJECT_CLASS (critic_shoot_parent_class)->finalize (object);
}

static void
critic_shoot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CriticShoot *self = CRITIC_SHOOT (object);

  switch (id)
    {
    case PROP_N_ROWS:
      g_value_set_uint (value, critic_shoot_get_n_rows (self));
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_ORDER:
      g_value_take_string (value, critic_order_to_string (self->order));
      break;
    case PROP_FILTER:
      g_value_take_string (value, critic_filter_to_string (self->filter));
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    case PROP_UNDO_NAME:
      g_value_set_string (value, self->undo_name);
      break;
    case PROP_REDO_NAME:
      g_value_set_string (value, self->redo_name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
critic_shoot_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COLLAPSED:
      critic_shoot_set_collapsed (CRITIC_SHOOT (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
critic_shoot_class_init (CriticShootClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = critic_shoot_dispose;
  object_class->finalize = critic_shoot_finalize;
  object_class->get_property = critic_shoot_get_property;
  object_class->set_property = critic_shoot_set_property;

  properties[PROP_N_ROWS] = g_param_spec_uint ("n-rows", NULL, NULL, 0, G_MAXUINT, 0, flags | G_PARAM_READABLE);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags | G_PARAM_READABLE);
  properties[PROP_ORDER] = g_param_spec_string ("order", NULL, NULL, NULL, flags | G_PARAM_READABLE);
  properties[PROP_FILTER] = g_param_spec_string ("filter", NULL, NULL, NULL, flags | G_PARAM_READABLE);
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, flags | G_PARAM_READWRITE);
  properties[PROP_UNDO_NAME] = g_param_spec_string ("undo-name", NULL, NULL, NULL, flags | G_PARAM_READABLE);
  properties[PROP_REDO_NAME] = g_param_spec_string ("redo-name", NULL, NULL, NULL, flags | G_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[COUNTED] = g_signal_new ("counted", CRITIC_TYPE_SHOOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TALLIED] = g_signal_new ("tallied", CRITIC_TYPE_SHOOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WRITTEN] = g_signal_new ("written", CRITIC_TYPE_SHOOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_ARRAY);
  signals[WALKED] = g_signal_new ("walked", CRITIC_TYPE_SHOOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_BOOLEAN);
  signals[FAILED] = g_signal_new ("error", CRITIC_TYPE_SHOOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
critic_shoot_init (CriticShoot *self)
{
  self->folders = g_new0 (char *, 1);
  self->filter = critic_filter_new ("", NULL);
  self->order = critic_order_new ("path", NULL);
  self->expanded = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->files = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->images = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->tally_filters = g_ptr_array_new ();
  g_queue_init (&self->edits);
}

/**
 * critic_shoot_new:
 * @library: where photographs, judgements and marks are kept
 * @model_id: whose judgements to show
 *
 * Returns: (transfer full): an empty list, in the order of paths, with no filter
 */
CriticShoot *
critic_shoot_new (CriticLibrary *library, const char *model_id)
{
  CriticShoot *self = g_object_new (CRITIC_TYPE_SHOOT, NULL);

  self->library = g_object_ref (library);
  self->model_id = g_strdup (model_id);
  critic_shoot_read_names (self);
  return self;
}

void
critic_shoot_set_loading (CriticShoot *self, gboolean loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
critic_shoot_set_busy (CriticShoot *self, gboolean busy)
{
  if (self->busy == busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
critic_shoot_set_names (CriticShoot *self, char *undo_name, char *redo_name)
{
  g_autofree char *old_undo = self->undo_name;
  g_autofree char *old_redo = self->redo_name;

  self->undo_name = undo_name;
  self->redo_name = redo_name;
  if (g_strcmp0 (old_undo, undo_name) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_NAME]);
  if (g_strcmp0 (old_redo, redo_name) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_NAME]);
}

void
critic_shoot_tell_written (CriticShoot *self, GArray *image_ids)
{
  g_signal_emit (self, signals[WRITTEN], 0, image_ids);
}

void
critic_shoot_tell_walked (CriticShoot *self, const CriticChange *change, gboolean redo)
{
  g_signal_emit (self, signals[WALKED], 0, change, redo);
}

void
critic_shoot_fail (CriticShoot *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* --- questions --- */

/**
 * critic_shoot_set_filter:
 * @self: a list
 * @expression: see critic_filter_new()
 * @error: return location for an error of %CRITIC_FILTER_ERROR
 *
 * Shows what fits; until it is known, what was shown before.
 *
 * Returns: whether @expression is a filter; otherwise the one before stays
 */
gboolean
critic_shoot_set_filter (CriticShoot *self, const char *expression, GError **error)
{
  g_autoptr (CriticFilter) filter = critic_filter_new (expression, error);
  g_autofree char *old = critic_filter_to_string (self->filter);
  g_autofree char *new = NULL;

  if (filter == NULL)
    return FALSE;
  new = critic_filter_to_string (filter);
  if (g_str_equal (old, new))
    return TRUE;

  critic_filter_unref (self->filter);
  self->filter = g_steal_pointer (&filter);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
  critic_shoot_ask (self);
  return TRUE;
}

/**
 * critic_shoot_set_order:
 * @self: a list
 * @keys: see critic_order_new()
 * @error: return location for an error of %CRITIC_FILTER_ERROR
 *
 * Returns: whether @keys are an order; otherwise the one before stays
 */
gboolean
critic_shoot_set_order (CriticShoot *self, const char *keys, GError **error)
{
  g_autoptr (CriticOrder) order = critic_order_new (keys, error);
  g_autofree char *old = critic_order_to_string (self->order);
  g_autofree char *new = NULL;

  if (order == NULL)
    return FALSE;
  new = critic_order_to_string (order);
  if (g_str_equal (old, new))
    return TRUE;

  critic_order_unref (self->order);
  self->order = g_steal_pointer (&order);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORDER]);
  critic_shoot_ask (self);
  return TRUE;
}

/**
 * critic_shoot_set_collapsed:
 * @self: a list
 * @collapsed: whether to show only the best of each burst, of those that the
 *   filter lets through
 */
void
critic_shoot_set_collapsed (CriticShoot *self, gboolean collapsed)
{
  if (self->collapsed == !!collapsed)
    return;

  self->collapsed = !!collapsed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLAPSED]);
  critic_shoot_ask (self);
}

/**
 * critic_shoot_set_paired:
 * @self: a list
 * @paired: whether to show of a raw file and the picture beside it only the picture
 *
 * What is said of one is said of both where the library was told so too
 * (critic_library_set_pairs()).
 */
void
critic_shoot_set_paired (CriticShoot *self, gboolean paired)
{
  if (self->paired == !!paired)
    return;

  self->paired = !!paired;
  /* What was said of one half while the other was not shown. */
  self->must_load |= self->table != NULL;
  critic_shoot_ask (self);
}

/**
 * critic_shoot_set_expanded:
 * @self: a list
 * @group: a burst, by the #CriticPlace of one of its items
 * @expanded: whether it is shown whole although the others are collapsed: the
 *   best in its place in the order, the others behind it by rank
 *
 * It stays so for its photographs, also when the burst gets another number.
 */
void
critic_shoot_set_expanded (CriticShoot *self, guint32 group, gboolean expanded)
{
  if (self->view == NULL || group == G_MAXUINT32)
    return;

  for (guint i = 0; i < self->view->table->n; i++)
    {
      gint64 file_id = self->view->table->rows[i]->row->file_id;

      if (self->view->table->places[i].group != group)
        continue;
      if (expanded)
        g_hash_table_add (self->expanded, g_memdup2 (&file_id, sizeof file_id));
      else
        g_hash_table_remove (self->expanded, &file_id);
    }
  critic_shoot_ask (self);
}

/**
 * critic_shoot_like:
 * @self: a list
 * @file_id: the file that all others are likened to from now on; 0: none
 */
void
critic_shoot_like (CriticShoot *self, gint64 file_id)
{
  if (self->like == file_id && self->search == NULL)
    return;

  self->like = file_id;
  g_clear_pointer (&self->search, critic_search_unref);
  critic_shoot_ask (self);
}

/**
 * critic_shoot_like_words:
 * @self: a list
 * @search: (nullable): the words that all files are likened to from now on, made
 *   on a worker; %NULL: nothing
 *
 * Takes the place of critic_shoot_like(); likeness is then to the words.
 */
void
critic_shoot_like_words (CriticShoot *self, CriticSearch *search)
{
  if (self->search == search)
    return;

  self->like = 0;
  g_clear_pointer (&self->search, critic_search_unref);
  self->search = search != NULL ? critic_search_ref (search) : NULL;
  critic_shoot_ask (self);
}

/**
 * critic_shoot_find:
 * @self: a list
 * @file_id: a file
 *
 * Returns: its position in the shown list; %G_MAXUINT: it is not shown
 */
guint
critic_shoot_find (CriticShoot *self, gint64 file_id)
{
  guint index;

  if (self->view == NULL || !critic_shoot_table_find (self->view->table, file_id, &index))
    return G_MAXUINT;

  for (guint i = 0; i < self->view->n_shown; i++)
    if (self->view->shown[i] == index)
      return i;
  return G_MAXUINT;
}

/**
 * critic_shoot_get_n_rows:
 * @self: a list
 *
 * Returns: how many photographs the folders hold, shown or not, without those
 *   that are gone
 */
guint
critic_shoot_get_n_rows (CriticShoot *self)
{
  return self->view != NULL ? self->view->counts.all : 0;
}

/**
 * critic_shoot_get_counts:
 * @self: a list
 *
 * Returns: (transfer none): the numbers beside the filters; valid until "counted"
 */
const CriticShootCounts *
critic_shoot_get_counts (CriticShoot *self)
{
  static const CriticShootCounts none;

  return self->view != NULL ? &self->view->counts : &none;
}
