/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-seen-rows.h"

/* After the frame that laid the rows out. */
#define PRIORITY (GDK_PRIORITY_REDRAW + 5)

struct _CriticSeenRows
{
  GObject            parent_instance;

  GtkScrolledWindow *frame;
  GPtrArray         *rows;        /* CriticRowWidget, not owned */
  GPtrArray         *paths;       /* NULL-terminated */
  gint64             first;
  guint              idle;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticSeenRows, critic_seen_rows, G_TYPE_OBJECT)

typedef struct
{
  CriticRowWidget  *row;
  graphene_point_t  where;
} Seen;

static gint
compare_seen (gconstpointer a,
              gconstpointer b)
{
  const Seen *s = a, *t = b;

  if (s->where.y != t->where.y)
    return s->where.y < t->where.y ? -1 : 1;

  return s->where.x < t->where.x ? -1 : s->where.x > t->where.x;
}

static gboolean
same (GPtrArray *a,
      GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (g_strcmp0 (g_ptr_array_index (a, i), g_ptr_array_index (b, i)) != 0)
      return FALSE;

  return TRUE;
}

static gboolean
look_cb (gpointer user_data)
{
  CriticSeenRows *self = user_data;
  g_autoptr(GArray) seen = g_array_new (FALSE, FALSE, sizeof (Seen));
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  self->idle = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Seen s = { .row = g_ptr_array_index (self->rows, i) };

      if (critic_row_widget_look (s.row, &s.where))
        g_array_append_val (seen, s);
    }
  g_array_sort (seen, compare_seen);

  /* The newest wish goes first: from the last to the first. */
  for (guint i = seen->len; i > 0; i--)
    critic_row_widget_ask (g_array_index (seen, Seen, i - 1).row);

  for (guint i = 0; i < seen->len; i++)
    {
      const CriticFacts *facts = critic_row_widget_get_facts (g_array_index (seen, Seen, i).row);

      if (facts != NULL)
        g_ptr_array_add (paths, g_strdup (facts->row->path));
    }
  g_ptr_array_add (paths, NULL);
  self->first = seen->len > 0
    ? critic_shoot_item_get_file_id (critic_row_widget_get_item (g_array_index (seen, Seen, 0).row)) : 0;

  if (!same (self->paths, paths))
    {
      g_clear_pointer (&self->paths, g_ptr_array_unref);
      self->paths = g_steal_pointer (&paths);
      g_signal_emit (self, signals[CHANGED], 0);
    }

  return G_SOURCE_REMOVE;
}

static void
gone_cb (gpointer  data,
         GObject  *row)
{
  g_ptr_array_remove_fast (((CriticSeenRows *) data)->rows, row);
}

static void
critic_seen_rows_dispose (GObject *object)
{
  CriticSeenRows *self = (CriticSeenRows *) object;

  for (guint i = 0; self->rows != NULL && i < self->rows->len; i++)
    g_object_weak_unref (g_ptr_array_index (self->rows, i), gone_cb, self);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);

  G_OBJECT_CLASS (critic_seen_rows_parent_class)->dispose (object);
}

static void
critic_seen_rows_class_init (CriticSeenRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = critic_seen_rows_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_seen_rows_init (CriticSeenRows *self)
{
  self->rows = g_ptr_array_new ();
  self->paths = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->paths, NULL);
}

CriticSeenRows *
critic_seen_rows_new (GtkScrolledWindow *frame)
{
  CriticSeenRows *self = g_object_new (CRITIC_TYPE_SEEN_ROWS, NULL);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (frame);

  self->frame = frame;
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (critic_seen_rows_queue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (critic_seen_rows_queue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (frame, "map", G_CALLBACK (critic_seen_rows_queue), self, G_CONNECT_SWAPPED);

  return self;
}

void
critic_seen_rows_add (CriticSeenRows  *self,
                      CriticRowWidget *row)
{
  g_return_if_fail (CRITIC_IS_SEEN_ROWS (self));

  critic_row_widget_set_shown (row, GTK_WIDGET (self->frame));
  g_object_weak_ref (G_OBJECT (row), gone_cb, self);
  g_ptr_array_add (self->rows, row);
}

void
critic_seen_rows_foreach (CriticSeenRows *self,
                          GFunc           func,
                          gpointer        data)
{
  g_return_if_fail (CRITIC_IS_SEEN_ROWS (self));

  g_ptr_array_foreach (self->rows, func, data);
}

void
critic_seen_rows_queue (CriticSeenRows *self)
{
  g_return_if_fail (CRITIC_IS_SEEN_ROWS (self));

  if (self->idle == 0 && self->rows != NULL)
    self->idle = g_idle_add_full (PRIORITY, look_cb, self, NULL);
}

const char *const *
critic_seen_rows_get_paths (CriticSeenRows *self)
{
  g_return_val_if_fail (CRITIC_IS_SEEN_ROWS (self), NULL);

  return (const char *const *) self->paths->pdata;
}

CriticRowWidget *
critic_seen_rows_find (CriticSeenRows *self,
                       gint64          file_id)
{
  g_return_val_if_fail (CRITIC_IS_SEEN_ROWS (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      CriticRowWidget *row = g_ptr_array_index (self->rows, i);
      CriticShootItem *item = critic_row_widget_get_item (row);

      if (item != NULL && critic_shoot_item_get_file_id (item) == file_id)
        return row;
    }

  return NULL;
}

gint64
critic_seen_rows_get_first (CriticSeenRows *self)
{
  g_return_val_if_fail (CRITIC_IS_SEEN_ROWS (self), 0);

  return self->first;
}

gboolean
critic_seen_rows_is_at_top (CriticSeenRows *self)
{
  g_return_val_if_fail (CRITIC_IS_SEEN_ROWS (self), FALSE);

  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->frame)) < 1;
}
