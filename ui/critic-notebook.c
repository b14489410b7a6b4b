/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-notebook-private.h"

#include <math.h>

/* What was typed is written down so long after the first key that was not. */
#define KEEP_MS 300

enum
{
  PROP_0,
  PROP_PROBLEM,
  PROP_UNDO_NAME,
  PROP_REDO_NAME,
  N_PROPS
};

enum
{
  CHANGED,
  FLUSH,
  SAID,
  RATED,
  FOLLOWED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CriticNotebook, critic_notebook, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *list)
{
  return CRITIC_TYPE_SHEET;
}

static guint
get_n_items (GListModel *list)
{
  return CRITIC_NOTEBOOK (list)->n_listed;
}

static gpointer
get_item (GListModel *list,
          guint       position)
{
  CriticNotebook *self = CRITIC_NOTEBOOK (list);

  return position < self->n_listed ? g_object_ref (self->page->sheets->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gint64
now (void)
{
  return g_get_real_time () / 1000;
}

/* The texts that are scored, those that say something; (transfer full). */
GStrv
_critic_notebook_counting_texts (CriticPage  *page,
                                 CriticSheet *except)
{
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < page->sheets->len; i++)
    {
      CriticSheet *sheet = page->sheets->pdata[i];

      if (sheet != except && critic_sheet_get_entry (sheet)->counts && !critic_sheet_is_blank (sheet))
        g_strv_builder_add (texts, critic_sheet_get_entry (sheet)->text);
    }

  return g_strv_builder_end (texts);
}

static void
tell_list (CriticNotebook *self)
{
  guint n = self->n_listed;

  self->n_listed = self->page->sheets->len;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, self->n_listed);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
_critic_notebook_show (CriticNotebook *self)
{
  const CriticCritiqueEntry *entry = critic_sheet_get_entry (self->page->current);
  g_auto(GStrv) others = _critic_notebook_counting_texts (self->page, self->page->current);

  critic_desk_show_critique (self->desk, entry->text, entry->counts, (const char *const *) others);
  tell_list (self);
}

void
_critic_notebook_update_company (CriticNotebook *self)
{
  g_auto(GStrv) others = _critic_notebook_counting_texts (self->page, self->page->current);

  critic_desk_set_company (self->desk, critic_sheet_get_entry (self->page->current)->counts,
                           (const char *const *) others);
}

void
_critic_notebook_update (CriticNotebook *self)
{
  _critic_notebook_update_company (self);
  tell_list (self);
}

CriticSheet *
_critic_notebook_new_sheet (CriticNotebook *self,
                            const char     *text,
                            gboolean        counts)
{
  return critic_sheet_new (&(CriticCritiqueEntry) {
                             .author = (char *) "", .text = (char *) text, .own_score = NAN,
                             .own_scale = critic_notebook_get_scale (self), .written = now (), .counts = counts,
                             .language = (char *) "",
                           });
}

/* Of the critique that is shown of it. */
void
_critic_notebook_set_text (CriticNotebook *self,
                           CriticPage     *page,
                           const char     *text)
{
  CriticSheet *sheet = page->current;
  CriticCritiqueEntry entry = *critic_sheet_get_entry (sheet);

  if (g_str_equal (entry.text, text))
    return;

  entry.text = (char *) text;
  entry.written = now ();
  critic_sheet_edit (sheet, &entry);
  _critic_notebook_send_text (self, page, sheet);
  if (page == self->page)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
_critic_notebook_take_text (CriticNotebook *self)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (!self->dirty)
    return;

  self->dirty = FALSE;
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  _critic_notebook_set_text (self, self->page, text);
}

static gboolean
keep_cb (gpointer user_data)
{
  CriticNotebook *self = user_data;

  self->keep_source = 0;
  _critic_notebook_take_text (self);

  return G_SOURCE_REMOVE;
}

static void
buffer_cb (CriticNotebook *self)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);

  /* What was shown, not typed. */
  if (!self->dirty && g_str_equal (text, critic_sheet_get_entry (self->page->current)->text))
    return;

  self->dirty = TRUE;
  if (self->keep_source == 0)
    {
      self->keep_source = g_timeout_add (KEEP_MS, keep_cb, self);
      g_source_set_name_by_id (self->keep_source, "[photo-critic] keep");
    }
}

static void
flush_cb (CriticNotebook *self)
{
  _critic_notebook_take_text (self);
  g_signal_emit (self, signals[FLUSH], 0);
}

static void
critic_notebook_dispose (GObject *object)
{
  CriticNotebook *self = CRITIC_NOTEBOOK (object);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  g_clear_handle_id (&self->judge_source, g_source_remove);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (critic_notebook_parent_class)->dispose (object);
}

static void
critic_notebook_finalize (GObject *object)
{
  CriticNotebook *self = CRITIC_NOTEBOOK (object);

  g_queue_clear_full (&self->errands, (GDestroyNotify) _critic_errand_free);
  g_clear_pointer (&self->page, critic_page_unref);
  g_clear_pointer (&self->pages, g_hash_table_unref);
  g_clear_object (&self->desk);
  g_clear_object (&self->shelf);
  g_clear_object (&self->settings);
  g_clear_object (&self->buffer);
  g_clear_object (&self->cancellable);
  g_free (self->problem);
  g_free (self->undo_name);
  g_free (self->redo_name);

  G_OBJECT_CLASS (critic_notebook_parent_class)->finalize (object);
}

static void
critic_notebook_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  CriticNotebook *self = CRITIC_NOTEBOOK (object);

  switch (prop_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;

    case PROP_UNDO_NAME:
      g_value_set_string (value, self->undo_name);
      break;

    case PROP_REDO_NAME:
      g_value_set_string (value, self->redo_name);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_notebook_class_init (CriticNotebookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = critic_notebook_dispose;
  object_class->finalize = critic_notebook_finalize;
  object_class->get_property = critic_notebook_get_property;

  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_UNDO_NAME] = g_param_spec_string ("undo-name", NULL, NULL, NULL, flags);
  properties[PROP_REDO_NAME] = g_param_spec_string ("redo-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CriticNotebook::flush:
   *
   * Another critique is about to be shown, or something is done that comes after
   * what was typed: who holds back what was typed about the one that is shown
   * hands it over now.
   */
  signals[FLUSH] = g_signal_new ("flush", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * CriticNotebook::followed:
   * @text: a sentence
   *
   * Another program wrote to the file on the desk: what became of what was said.
   */
  signals[FOLLOWED] = g_signal_new ("followed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RATED] = g_signal_new ("rated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_notebook_init (CriticNotebook *self)
{
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->errands);
}

/**
 * critic_notebook_new:
 * @desk: whose photographs
 * @shelf: the library
 * @settings: (nullable): remembers the scale of own scores
 * @buffer: where the critique shown is typed
 *
 * Returns: (transfer full): a notebook with one empty sheet
 */
CriticNotebook *
critic_notebook_new (CriticDesk    *desk,
                     CriticShelf   *shelf,
                     GSettings     *settings,
                     GtkTextBuffer *buffer)
{
  CriticNotebook *self = g_object_new (CRITIC_TYPE_NOTEBOOK, NULL);

  self->desk = g_object_ref (desk);
  self->shelf = g_object_ref (shelf);
  g_set_object (&self->settings, settings);
  self->buffer = g_object_ref (buffer);
  _critic_notebook_init_pages (self);
  self->n_listed = self->page->sheets->len;

  g_signal_connect_object (buffer, "changed", G_CALLBACK (buffer_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "flush", G_CALLBACK (flush_cb), self, G_CONNECT_SWAPPED);

  return self;
}

CriticSheet *
critic_notebook_get_current (CriticNotebook *self)
{
  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), NULL);

  return self->page->current;
}

GPtrArray *
critic_notebook_dup_entries (CriticNotebook *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) critic_critique_entry_free);

  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), entries);

  g_signal_emit_by_name (self->desk, "flush");
  for (guint i = 0; i < self->page->sheets->len; i++)
    if (!critic_sheet_is_empty (self->page->sheets->pdata[i]))
      g_ptr_array_add (entries, critic_critique_entry_copy (critic_sheet_get_entry (self->page->sheets->pdata[i])));

  return entries;
}

gdouble
critic_notebook_get_scale (CriticNotebook *self)
{
  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), 10);

  return self->settings != NULL ? g_settings_get_double (self->settings, "own-scale") : 10;
}

void
_critic_notebook_set_names (CriticNotebook *self,
                            char           *undo_name,
                            char           *redo_name)
{
  g_free (self->undo_name);
  g_free (self->redo_name);
  self->undo_name = undo_name;
  self->redo_name = redo_name;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_NAME]);
}

const char *
critic_notebook_get_undo_name (CriticNotebook *self)
{
  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), NULL);

  return self->undo_name;
}

const char *
critic_notebook_get_redo_name (CriticNotebook *self)
{
  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), NULL);

  return self->redo_name;
}

void
critic_notebook_after (CriticNotebook *self,
                       GFunc           done,
                       GObject        *data)
{
  CriticErrand *errand;

  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  g_signal_emit_by_name (self->desk, "flush");
  errand = _critic_errand_new (CRITIC_ERRAND_CALL, NULL);
  errand->call = done;
  errand->data = g_object_ref (data);
  _critic_notebook_send (self, errand);
}

void
_critic_notebook_set_problem (CriticNotebook *self,
                              const char     *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

const char *
critic_notebook_get_problem (CriticNotebook *self)
{
  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), NULL);

  return self->problem;
}

void
critic_notebook_retry (CriticNotebook *self)
{
  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  g_clear_handle_id (&self->retry_source, g_source_remove);
  critic_shelf_open (self->shelf);
  _critic_notebook_go (self);
}

static gboolean
is_lost (CriticPage *page)
{
  for (guint i = 0; page->has_photo && i < page->sheets->len; i++)
    if (!critic_sheet_is_saved (page->sheets->pdata[i]) && !critic_sheet_is_empty (page->sheets->pdata[i]))
      return TRUE;

  return FALSE;
}

gboolean
critic_notebook_flush (CriticNotebook *self)
{
  GHashTableIter iter;
  gpointer page;

  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), FALSE);

  g_signal_emit_by_name (self->desk, "flush");
  if (self->problem == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, NULL, &page))
    if (is_lost (page))
      return TRUE;

  return FALSE;
}

void
critic_notebook_give_up (CriticNotebook *self)
{
  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  _critic_notebook_forget_errands (self);
}
