/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pictures-private.h"

#define DEFAULT_MIB 1024

enum
{
  PROP_0,
  PROP_MAX_MIB,
  N_PROPS
};

enum
{
  STALE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticPictures, critic_pictures, G_TYPE_OBJECT)

static void
entry_free (CriticPictureEntry *entry)
{
  if (entry->loading != NULL)
    g_cancellable_cancel (entry->loading);
  if (entry->picture != NULL)
    _critic_pictures_leave (entry->owner, entry->picture);
  g_clear_object (&entry->loading);
  g_clear_object (&entry->picture);
  g_clear_object (&entry->file);
  g_ptr_array_unref (entry->waiting);
  g_free (entry);
}

void
_critic_pictures_drop (CriticPictures     *self,
                       CriticPictureEntry *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  g_hash_table_remove (self->entries, entry->file);
}

static void
use (CriticPictures     *self,
     CriticPictureEntry *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  g_queue_push_head_link (&self->order, &entry->link);
}

gboolean
_critic_pictures_is_expected (CriticPictures *self,
                              GFile          *file,
                              guint          *place)
{
  return g_ptr_array_find_with_equal_func (self->expected, file, (GEqualFunc) g_file_equal, place);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  CriticPicture *picture = critic_picture_load (task_data, NULL, NULL, cancellable, &error);

  if (picture == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, picture, g_object_unref);
}

static void
answer (GPtrArray     *waiting,
        CriticPicture *picture,
        GError        *error)
{
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (picture != NULL)
        g_task_return_pointer (task, g_object_ref (picture), g_object_unref);
      else
        g_task_return_error (task, g_error_copy (error));
    }
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CriticPictures *self = CRITIC_PICTURES (object);
  GTask *task = G_TASK (result);
  CriticPictureEntry *entry = g_hash_table_lookup (self->entries, g_task_get_task_data (task));
  g_autoptr(GError) error = NULL;
  g_autoptr(CriticPicture) picture = g_task_propagate_pointer (task, &error);
  g_autoptr(GPtrArray) waiting = NULL;

  /* Given up, perhaps begun anew since. */
  if (entry == NULL || entry->loading != g_task_get_cancellable (task))
    return;

  waiting = g_steal_pointer (&entry->waiting);
  entry->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_object (&entry->loading);
  if (picture != NULL)
    {
      entry->picture = g_object_ref (picture);
      _critic_pictures_listen (self, picture);
    }
  else
    {
      guint place;

      if (_critic_pictures_is_expected (self, entry->file, &place))
        g_ptr_array_remove_index (self->expected, place);
      _critic_pictures_drop (self, entry);
    }

  answer (waiting, picture, error);
  _critic_pictures_renewed (self, g_task_get_task_data (task), picture);
  _critic_pictures_make_room (self, 0, NULL);
  _critic_pictures_pump (self);
}

CriticPictureEntry *
_critic_pictures_begin (CriticPictures *self,
                        GFile          *file)
{
  CriticPictureEntry *entry = g_new0 (CriticPictureEntry, 1);
  g_autoptr(GTask) task = NULL;

  entry->owner = self;
  entry->file = g_object_ref (file);
  entry->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  entry->loading = g_cancellable_new ();
  entry->link.data = entry;
  g_hash_table_insert (self->entries, entry->file, entry);
  g_queue_push_head_link (&self->order, &entry->link);

  self->n_loads++;
  task = g_task_new (self, entry->loading, loaded_cb, NULL);
  g_task_set_source_tag (task, _critic_pictures_begin);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_thread);

  return entry;
}

static gboolean
is_wanted (CriticPictureEntry *entry)
{
  for (guint i = 0; i < entry->waiting->len; i++)
    {
      GCancellable *cancellable = g_task_get_cancellable (g_ptr_array_index (entry->waiting, i));

      if (cancellable == NULL || !g_cancellable_is_cancelled (cancellable))
        return TRUE;
    }

  return FALSE;
}

/* What is being decoded and nobody waits for any more. */
static void
give_up (CriticPictures *self)
{
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  for (GList *l = self->order.head, *next; l != NULL; l = next)
    {
      CriticPictureEntry *entry = l->data;

      next = l->next;
      if (entry->loading != NULL && !is_wanted (entry) && !_critic_pictures_is_expected (self, entry->file, NULL)
          && !_critic_pictures_renews (self, entry->file))
        {
          answer (entry->waiting, NULL, cancelled);
          _critic_pictures_drop (self, entry);
        }
    }
}

/* One at a time ahead of the step, so that the one that is asked for has the
 * processor: the neighbours first, then, when the one shown is looked at
 * closely, all of their pixels as far as there is room without giving one of
 * them back. */
void
_critic_pictures_pump (CriticPictures *self)
{
  const gsize most = _critic_pictures_get_most (self);

  if (!critic_pictures_is_idle (self))
    return;

  for (guint i = 0; i < self->expected->len; i++)
    {
      GFile *file = g_ptr_array_index (self->expected, i);

      if (g_hash_table_lookup (self->entries, file) == NULL)
        {
          _critic_pictures_begin (self, file);
          return;
        }
    }

  if (self->current == NULL || critic_picture_is_coarse (self->current))
    return;

  for (guint i = 0; i < MIN (self->expected->len, 2); i++)
    {
      CriticPictureEntry *entry = g_hash_table_lookup (self->entries, g_ptr_array_index (self->expected, i));

      if (entry->picture != NULL && critic_picture_is_coarse (entry->picture)
          && critic_pictures_get_bytes (self) + critic_picture_get_refined_bytes (entry->picture) <= most)
        {
          critic_picture_refine (entry->picture);
          return;
        }
    }
}

gboolean
critic_pictures_is_idle (CriticPictures *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURES (self), TRUE);

  for (GList *l = self->order.head; l != NULL; l = l->next)
    {
      CriticPictureEntry *entry = l->data;

      if (entry->loading != NULL || (entry->picture != NULL && critic_picture_is_refining (entry->picture)))
        return FALSE;
    }

  return TRUE;
}

guint
critic_pictures_get_n_loads (CriticPictures *self)
{
  g_return_val_if_fail (CRITIC_IS_PICTURES (self), 0);

  return self->n_loads;
}

static void
critic_pictures_dispose (GObject *object)
{
  CriticPictures *self = (CriticPictures *) object;
  CriticPictureEntry *entry;

  critic_pictures_set_current (self, NULL);
  g_ptr_array_set_size (self->expected, 0);
  g_hash_table_remove_all (self->renewals);
  while ((entry = g_queue_peek_head (&self->order)) != NULL)
    _critic_pictures_drop (self, entry);

  G_OBJECT_CLASS (critic_pictures_parent_class)->dispose (object);
}

static void
critic_pictures_finalize (GObject *object)
{
  CriticPictures *self = (CriticPictures *) object;

  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->held);
  g_hash_table_unref (self->renewals);
  g_ptr_array_unref (self->expected);

  G_OBJECT_CLASS (critic_pictures_parent_class)->finalize (object);
}

static void
critic_pictures_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_MAX_MIB:
      g_value_set_int (value, (int) ((CriticPictures *) object)->max_mib);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_pictures_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  CriticPictures *self = (CriticPictures *) object;

  switch (prop_id)
    {
    case PROP_MAX_MIB:
      self->max_mib = (guint) g_value_get_int (value);
      _critic_pictures_shrink (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_pictures_class_init (CriticPicturesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = critic_pictures_dispose;
  object_class->finalize = critic_pictures_finalize;
  object_class->get_property = critic_pictures_get_property;
  object_class->set_property = critic_pictures_set_property;

  properties[PROP_MAX_MIB] = g_param_spec_int ("max-mib", NULL, NULL, 16, G_MAXINT, DEFAULT_MIB,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[STALE] = g_signal_new ("stale", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
}

static void
critic_pictures_init (CriticPictures *self)
{
  self->max_mib = DEFAULT_MIB;
  self->entries = g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, NULL, (GDestroyNotify) entry_free);
  self->expected = g_ptr_array_new_with_free_func (g_object_unref);
  _critic_pictures_init_room (self);
  _critic_pictures_init_renew (self);
}

CriticPictures *
critic_pictures_new (void)
{
  return g_object_new (CRITIC_TYPE_PICTURES, NULL);
}

CriticPicture *
critic_pictures_peek (CriticPictures *self,
                      GFile          *file)
{
  CriticPictureEntry *entry;

  g_return_val_if_fail (CRITIC_IS_PICTURES (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  entry = g_hash_table_lookup (self->entries, file);
  if (entry == NULL || entry->picture == NULL)
    return NULL;

  use (self, entry);
  _critic_pictures_glance (self, file);

  return entry->picture;
}

/**
 * critic_pictures_load_async:
 * @self: pictures
 * @file: a file
 * @cancellable: (nullable): when it is cancelled and nobody else waits, the
 *   decoding is given up as soon as something else is asked for
 * @callback: called on the main loop
 * @user_data: data for @callback
 *
 * Joins a decoding that is under way. Fails with %CRITIC_PHOTO_ERROR or
 * %G_IO_ERROR_CANCELLED.
 */
void
critic_pictures_load_async (CriticPictures      *self,
                            GFile               *file,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  CriticPictureEntry *entry;

  g_return_if_fail (CRITIC_IS_PICTURES (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, critic_pictures_load_async);
  entry = g_hash_table_lookup (self->entries, file);
  if (entry != NULL && entry->picture != NULL)
    {
      use (self, entry);
      g_task_return_pointer (task, g_object_ref (entry->picture), g_object_unref);
      return;
    }

  if (entry == NULL)
    entry = _critic_pictures_begin (self, file);
  g_ptr_array_add (entry->waiting, g_steal_pointer (&task));
  give_up (self);
}

/**
 * critic_pictures_load_finish:
 * @self: pictures
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the picture, or %NULL with an error
 */
CriticPicture *
critic_pictures_load_finish (CriticPictures  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
critic_pictures_expect (CriticPictures *self,
                        GFile *const   *files,
                        guint           n)
{
  g_return_if_fail (CRITIC_IS_PICTURES (self));

  g_ptr_array_set_size (self->expected, 0);
  for (guint i = 0; i < n; i++)
    {
      CriticPictureEntry *entry = g_hash_table_lookup (self->entries, files[n - 1 - i]);

      /* Those near are given back last. */
      if (entry != NULL)
        use (self, entry);
      g_ptr_array_add (self->expected, g_object_ref (files[i]));
    }
  give_up (self);
  _critic_pictures_pump (self);
}
