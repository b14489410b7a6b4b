/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-pictures.h"

#define MIB (1024 * 1024)
#define DEFAULT_MIB 1024

typedef struct
{
  CriticPictures *owner;
  GFile          *file;
  CriticPicture  *picture;      /* NULL: being loaded */
  GCancellable   *loading;      /* NULL: not */
  GPtrArray      *waiting;      /* GTask: who asked for it */
  GList           link;         /* in order of use */
} Entry;

struct _CriticPictures
{
  GObject        parent_instance;

  GHashTable    *entries;       /* GFile to Entry */
  GQueue         order;         /* head: used last */
  GPtrArray     *expected;      /* GFile */
  CriticPicture *current;
  guint          max_mib;
  guint          n_loads;
};

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

static void pump (CriticPictures *self);

static void
entry_free (Entry *entry)
{
  if (entry->loading != NULL)
    g_cancellable_cancel (entry->loading);
  if (entry->picture != NULL)
    g_signal_handlers_disconnect_by_data (entry->picture, entry->owner);
  g_clear_object (&entry->loading);
  g_clear_object (&entry->picture);
  g_clear_object (&entry->file);
  g_ptr_array_unref (entry->waiting);
  g_free (entry);
}

static void
drop (CriticPictures *self,
      Entry          *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  g_hash_table_remove (self->entries, entry->file);
}

static void
use (CriticPictures *self,
     Entry          *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  g_queue_push_head_link (&self->order, &entry->link);
}

static gboolean
is_expected (CriticPictures *self,
             GFile          *file,
             guint          *place)
{
  return g_ptr_array_find_with_equal_func (self->expected, file, (GEqualFunc) g_file_equal, place);
}

gsize
critic_pictures_get_bytes (CriticPictures *self)
{
  gsize bytes = 0;
  gboolean has_current = self->current == NULL;

  for (GList *l = self->order.head; l != NULL; l = l->next)
    {
      Entry *entry = l->data;

      if (entry->picture != NULL)
        bytes += critic_picture_get_bytes (entry->picture);
      has_current |= entry->picture == self->current;
    }

  return bytes + (has_current ? 0 : critic_picture_get_bytes (self->current));
}

/* Gives back what was used longest ago until there is room for @more: first the
 * pixels that only a close look needs, then whole photographs. */
static gboolean
make_room (CriticPictures *self,
           gsize           more)
{
  const gsize most = (gsize) self->max_mib * MIB;

  if (more > most)
    return FALSE;

  for (GList *l = self->order.tail; l != NULL && critic_pictures_get_bytes (self) > most - more; l = l->prev)
    {
      Entry *entry = l->data;

      if (entry->picture != NULL && entry->picture != self->current)
        critic_picture_coarsen (entry->picture);
    }

  for (GList *l = self->order.tail, *prev; l != NULL && critic_pictures_get_bytes (self) > most - more; l = prev)
    {
      Entry *entry = l->data;
      guint place;

      prev = l->prev;
      if (entry->picture == NULL || entry->picture == self->current)
        continue;
      /* It would only be decoded to be given back again. */
      if (is_expected (self, entry->file, &place))
        g_ptr_array_remove_index (self->expected, place);
      drop (self, entry);
    }

  return critic_pictures_get_bytes (self) <= most - more;
}

static void
wants_detail_cb (CriticPictures *self,
                 CriticPicture  *picture)
{
  if (make_room (self, critic_picture_get_refined_bytes (picture)))
    critic_picture_refine (picture);
}

static void
refined_cb (CriticPictures *self)
{
  make_room (self, 0);
  pump (self);
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
  Entry *entry = g_hash_table_lookup (self->entries, g_task_get_task_data (task));
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
      g_signal_connect_object (picture, "wants-detail", G_CALLBACK (wants_detail_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (picture, "refined", G_CALLBACK (refined_cb), self, G_CONNECT_SWAPPED);
    }
  else
    {
      guint place;

      if (is_expected (self, entry->file, &place))
        g_ptr_array_remove_index (self->expected, place);
      drop (self, entry);
    }

  answer (waiting, picture, error);
  make_room (self, 0);
  pump (self);
}

static Entry *
begin (CriticPictures *self,
       GFile          *file)
{
  Entry *entry = g_new0 (Entry, 1);
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
  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_thread);

  return entry;
}

static gboolean
is_wanted (Entry *entry)
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
      Entry *entry = l->data;

      next = l->next;
      if (entry->loading != NULL && !is_wanted (entry) && !is_expected (self, entry->file, NULL))
        {
          answer (entry->waiting, NULL, cancelled);
          drop (self, entry);
        }
    }
}

/* One at a time ahead of the step, so that the one that is asked for has the
 * processor: the neighbours first, then, when the one shown is looked at
 * closely, all of their pixels as far as there is room without giving one of
 * them back. */
static void
pump (CriticPictures *self)
{
  const gsize most = (gsize) self->max_mib * MIB;

  if (!critic_pictures_is_idle (self))
    return;

  for (guint i = 0; i < self->expected->len; i++)
    {
      GFile *file = g_ptr_array_index (self->expected, i);

      if (g_hash_table_lookup (self->entries, file) == NULL)
        {
          begin (self, file);
          return;
        }
    }

  if (self->current == NULL || critic_picture_is_coarse (self->current))
    return;

  for (guint i = 0; i < MIN (self->expected->len, 2); i++)
    {
      Entry *entry = g_hash_table_lookup (self->entries, g_ptr_array_index (self->expected, i));

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
      Entry *entry = l->data;

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
  Entry *entry;

  critic_pictures_set_current (self, NULL);
  g_ptr_array_set_size (self->expected, 0);
  while ((entry = g_queue_peek_head (&self->order)) != NULL)
    drop (self, entry);

  G_OBJECT_CLASS (critic_pictures_parent_class)->dispose (object);
}

static void
critic_pictures_finalize (GObject *object)
{
  CriticPictures *self = (CriticPictures *) object;

  g_hash_table_unref (self->entries);
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
      if (!make_room (self, 0) && self->current != NULL)
        critic_picture_coarsen (self->current);
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
}

CriticPictures *
critic_pictures_new (void)
{
  return g_object_new (CRITIC_TYPE_PICTURES, NULL);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CriticPictures) self = user_data;
  g_autoptr(GFile) file = g_object_ref (G_FILE (object));
  g_autoptr(GFileInfo) info = g_file_query_info_finish (file, result, NULL);
  Entry *entry = g_hash_table_lookup (self->entries, file);

  /* Gone is not another: it can still be looked at. */
  if (entry == NULL || entry->picture == NULL || info == NULL || critic_picture_is_of (entry->picture, info))
    return;

  drop (self, entry);
  g_signal_emit (self, signals[STALE], 0, file);
}

CriticPicture *
critic_pictures_peek (CriticPictures *self,
                      GFile          *file)
{
  Entry *entry;

  g_return_val_if_fail (CRITIC_IS_PICTURES (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  entry = g_hash_table_lookup (self->entries, file);
  if (entry == NULL || entry->picture == NULL)
    return NULL;

  use (self, entry);
  g_file_query_info_async (file, CRITIC_PICTURE_ATTRIBUTES, G_FILE_QUERY_INFO_NONE, G_PRIORITY_LOW, NULL, looked_cb, g_object_ref (self));

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
  Entry *entry;

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
    entry = begin (self, file);
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
critic_pictures_set_current (CriticPictures *self,
                             CriticPicture  *picture)
{
  g_return_if_fail (CRITIC_IS_PICTURES (self));

  if (self->current == picture)
    return;

  /* One from memory is nobody else's to watch. */
  if (self->current != NULL && critic_picture_get_file (self->current) == NULL)
    g_signal_handlers_disconnect_by_data (self->current, self);
  g_set_object (&self->current, picture);
  if (picture != NULL && critic_picture_get_file (picture) == NULL)
    g_signal_connect_object (picture, "wants-detail", G_CALLBACK (wants_detail_cb), self, G_CONNECT_SWAPPED);
  make_room (self, 0);
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
      Entry *entry = g_hash_table_lookup (self->entries, files[n - 1 - i]);

      /* Those near are given back last. */
      if (entry != NULL)
        use (self, entry);
      g_ptr_array_add (self->expected, g_object_ref (files[i]));
    }
  give_up (self);
  pump (self);
}
