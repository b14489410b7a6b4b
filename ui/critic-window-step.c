/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-window-private.h"

#include "critic-frames.h"

/* What is stepped through, and where in it the desk is: the folder's list when
 * the photograph came from there, else the files beside it or opened with it.
 * NULL: nothing. */
GListModel *
_critic_window_get_roll (CriticWindow *self,
                         guint        *position,
                         guint        *n)
{
  if (critic_folder_view_get_place (self->folder, position, n))
    return G_LIST_MODEL (critic_folder_view_get_shoot (self->folder));
  if (self->frames == NULL || critic_folder_view_get_current (self->folder) != 0)
    return NULL;

  *position = self->frame;
  *n = g_list_model_get_n_items (G_LIST_MODEL (self->frames));

  return *position < *n ? G_LIST_MODEL (self->frames) : NULL;
}

/* The photograph's place among those stepped through; FALSE: there are none. */
gboolean
_critic_window_get_place (CriticWindow *self,
                          guint        *position,
                          guint        *n)
{
  return _critic_window_get_roll (self, position, n) != NULL;
}

/* NULL: there is none. */
static GFile *
dup_file (GListModel *roll,
          guint       position)
{
  g_autoptr(GObject) item = g_list_model_get_item (roll, position);

  if (CRITIC_IS_FRAME (item))
    return g_object_ref (critic_frame_get_file (CRITIC_FRAME (item)));
  if (CRITIC_IS_SHOOT_ITEM (item))
    return g_file_new_for_path (critic_shoot_item_get_facts (CRITIC_SHOOT_ITEM (item))->row->path);

  return NULL;
}

static void
open_at (CriticWindow *self,
         guint         position)
{
  guint now, n;
  GListModel *roll = _critic_window_get_roll (self, &now, &n);
  g_autoptr(GObject) item = roll != NULL ? g_list_model_get_item (roll, position) : NULL;

  if (item == NULL)
    return;

  self->steps_back = position < now;
  if (CRITIC_IS_SHOOT_ITEM (item))
    _critic_window_open_row (self, critic_shoot_item_get_file_id (CRITIC_SHOOT_ITEM (item)));
  else
    {
      self->frame = position;
      critic_desk_open (self->desk, critic_frame_get_file (CRITIC_FRAME (item)), NULL);
      /* What was left may be gone: it was kept only as long as it lay here. */
      if (self->has_gone)
        _critic_window_list_again (self);
    }
  _critic_window_update_roll (self);
}

void
_critic_window_open_item (CriticWindow *self,
                          gpointer      item)
{
  guint position;

  if (CRITIC_IS_SHOOT_ITEM (item))
    _critic_window_open_row (self, critic_shoot_item_get_file_id (CRITIC_SHOOT_ITEM (item)));
  else if (self->frames != NULL && g_list_store_find (self->frames, item, &position))
    open_at (self, position);
}

/* The same photograph does not stand twice among those compared: the step goes
 * over what is held there, and is none when nothing lies behind it. */
static guint
pass_held (CriticWindow *self,
           GListModel   *roll,
           guint         position,
           guint         next,
           guint         n)
{
  gint by = next < position ? -1 : 1;

  for (gint64 at = next; at >= 0 && at < n; at += by)
    {
      g_autoptr(GObject) item = g_list_model_get_item (roll, (guint) at);

      if (!_critic_window_holds (self, item))
        return (guint) at;
    }

  return position;
}

void
_critic_window_open_frame (CriticWindow *self,
                           guint         position)
{
  open_at (self, position);
}

gboolean
_critic_window_step_now (CriticWindow *self,
                         gint          by)
{
  guint position, n, next;
  GListModel *roll = _critic_window_get_roll (self, &position, &n);

  if (roll == NULL)
    return FALSE;

  next = by == G_MININT32 ? 0 : by == G_MAXINT32 ? n - 1 : (guint) CLAMP ((gint64) position + by, 0, (gint64) n - 1);
  next = pass_held (self, roll, position, next, n);
  if (next != position)
    open_at (self, next);

  return TRUE;
}

static void
step_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  _critic_window_step_by (CRITIC_WINDOW (widget), g_variant_get_int32 (parameter));
}

static void
chosen_cb (CriticWindow *self,
           guint         chosen)
{
  guint position, n;

  /* Another place in the list need not be another photograph. */
  if (_critic_window_get_roll (self, &position, &n) != NULL && chosen != position)
    open_at (self, chosen);
}

/* The neighbours are decoded ahead: the one further on in the direction of the
 * last step first. */
static void
expect_neighbours (CriticWindow *self)
{
  guint position, n;
  GListModel *roll = _critic_window_get_roll (self, &position, &n);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  const gint forward = self->steps_back ? -1 : 1;
  const gint order[] = { forward, -forward, 2 * forward };

  for (guint i = 0; roll != NULL && i < G_N_ELEMENTS (order); i++)
    {
      GFile *file = dup_file (roll, position + order[i]);

      if (file != NULL)
        g_ptr_array_add (files, file);
    }

  critic_pictures_expect (critic_desk_get_pictures (self->desk), (GFile *const *) files->pdata, files->len);
}

/* The film strip shows what is stepped through, unless it was hidden or there is
 * nothing to step to. */
void
_critic_window_update_roll (CriticWindow *self)
{
  guint position = GTK_INVALID_LIST_POSITION, n = 0;
  GListModel *roll = _critic_window_get_roll (self, &position, &n);
  GAction *strip = g_action_map_lookup_action (G_ACTION_MAP (self), "strip");
  g_autoptr(GVariant) wanted = g_action_get_state (strip);
  gboolean show = n > 1 && !self->alone && g_variant_get_boolean (wanted);

  critic_film_strip_set_model (self->strip, show ? roll : NULL);
  if (show)
    critic_film_strip_set_current (self->strip, position);
  gtk_widget_set_visible (GTK_WIDGET (self->strip), show);
  _critic_window_update_title (self);
}

static void
picture_cb (CriticWindow *self)
{
  _critic_window_update_roll (self);
  expect_neighbours (self);
}

static void
strip_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       user_data)
{
  CriticWindow *self = user_data;

  g_simple_action_set_state (action, value);
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, "strip-visible", g_variant_get_boolean (value));
  _critic_window_update_roll (self);
}

/* In the preferences, or in another window. */
static void
wanted_cb (CriticWindow *self)
{
  g_autoptr(GVariant) now = g_action_group_get_action_state (G_ACTION_GROUP (self), "strip");
  gboolean wanted = g_settings_get_boolean (self->settings, "strip-visible");

  if (g_variant_get_boolean (now) != wanted)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "strip", g_variant_new_boolean (wanted));
}

/* Forgets what was stepped through: the photograph belongs to nothing. */
void
_critic_window_forget_frames (CriticWindow *self)
{
  if (self->listing != NULL)
    g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_clear_object (&self->frames);
  _critic_window_forget_binned (self);
  _critic_window_update_roll (self);
}

static GFile *
peek_file (GListModel *frames,
           guint       position)
{
  g_autoptr(CriticFrame) frame = g_list_model_get_item (frames, position);

  return critic_frame_get_file (frame);
}

static gboolean
find (GListModel *frames,
      GFile      *file,
      guint      *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (frames); i++)
    if (g_file_equal (peek_file (frames, i), file))
      {
        *position = i;
        return TRUE;
      }

  return FALSE;
}

/* The frames that stay are the same ones, with their marks and tiles; the one on the
 * desk stays also when its file is gone, until it is left. */
static void
merge (CriticWindow *self,
       GListModel   *listed)
{
  GListModel *frames = G_LIST_MODEL (self->frames);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_file_hash, (GEqualFunc) g_file_equal, NULL, g_object_unref);
  g_autoptr(GPtrArray) merged = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(CriticFrame) current = g_list_model_get_item (frames, self->frame);
  const guint n = g_list_model_get_n_items (frames);
  guint first = 0, last = 0, place;

  self->has_gone = FALSE;
  for (guint i = 0; i < n; i++)
    {
      CriticFrame *frame = g_list_model_get_item (frames, i);

      g_hash_table_insert (known, critic_frame_get_file (frame), frame);
    }
  for (guint i = 0; i < g_list_model_get_n_items (listed); i++)
    {
      g_autoptr(CriticFrame) frame = g_list_model_get_item (listed, i);
      CriticFrame *same = g_hash_table_lookup (known, critic_frame_get_file (frame));
      const gboolean is_there = critic_frame_get_mtime (frame) != 0;

      self->has_gone |= !is_there;
      if (same != NULL && is_there)
        critic_frame_set_mtime (same, critic_frame_get_mtime (frame));
      if (same == current || is_there)
        g_ptr_array_add (merged, g_object_ref (same != NULL ? same : frame));
    }
  if (current != NULL && !g_ptr_array_find (merged, current, NULL))
    g_ptr_array_insert (merged, MIN (self->frame, merged->len), g_object_ref (current));

  while (first < MIN (n, merged->len) && peek_file (frames, first) == critic_frame_get_file (merged->pdata[first]))
    first++;
  while (last < MIN (n, merged->len) - first
         && peek_file (frames, n - 1 - last) == critic_frame_get_file (merged->pdata[merged->len - 1 - last]))
    last++;
  if (first == n && n == merged->len)
    return;

  if (current != NULL && g_ptr_array_find (merged, current, &place))
    self->frame = place;
  g_list_store_splice (self->frames, first, n - first - last, merged->pdata + first, merged->len - first - last);
  picture_cb (self);
}

static void
listed_again_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(CriticWindow) self = user_data;
  g_autoptr(GListStore) listed = critic_frames_list_finish (result, NULL);

  if (listed == NULL || g_task_get_cancellable (G_TASK (result)) != self->listing)
    return;

  g_clear_object (&self->listing);
  if (self->frames != NULL)
    merge (self, G_LIST_MODEL (listed));
  if (self->must_list_again)
    _critic_window_list_again (self);
}

static void
list (CriticWindow        *self,
      GFile *const        *files,
      guint                n,
      GAsyncReadyCallback  callback)
{
  const gboolean paired = self->settings == NULL || g_settings_get_boolean (self->settings, "with-partners");

  self->listing = g_cancellable_new ();
  critic_frames_list_async (files, n, paired, self->listing, callback, g_object_ref (self));
}

static gpointer
copy_file (gconstpointer file,
           gpointer      user_data)
{
  return g_object_ref ((gpointer) file);
}

/* Something came beside what is stepped through, or went, or is paired otherwise. */
void
_critic_window_list_again (CriticWindow *self)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n = self->frames != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->frames)) : 0;

  self->must_list_again = self->listing != NULL;
  if (n == 0 || self->listing != NULL)
    return;

  /* Beside the one on the desk: what was opened at first may be gone. */
  if (self->opened->len == 1)
    g_ptr_array_add (files, g_object_ref (peek_file (G_LIST_MODEL (self->frames), MIN (self->frame, n - 1))));
  else
    g_ptr_array_extend (files, self->opened, copy_file, NULL);
  list (self, (GFile *const *) files->pdata, files->len, listed_again_cb);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CriticWindow) self = user_data;
  g_autoptr(GListStore) frames = critic_frames_list_finish (result, NULL);
  guint position;

  if (frames == NULL || g_task_get_cancellable (G_TASK (result)) != self->listing)
    return;

  g_clear_object (&self->listing);
  if (find (G_LIST_MODEL (frames), self->opened->pdata[0], &position))
    {
      g_set_object (&self->frames, frames);
      _critic_window_forget_binned (self);
      self->frame = position;
    }
  picture_cb (self);
  if (self->must_list_again)
    _critic_window_list_again (self);
}

/* What was opened: one file is stepped from to those beside it, several are what
 * is stepped through. The first one is the one on the desk. */
void
_critic_window_list_frames (CriticWindow *self,
                            GFile *const *files,
                            guint         n)
{
  guint position;

  /* Unless it is among them already. */
  if (n == 1 && self->frames != NULL && find (G_LIST_MODEL (self->frames), files[0], &position))
    {
      self->frame = position;
      _critic_window_update_roll (self);
      return;
    }

  _critic_window_forget_frames (self);
  g_clear_pointer (&self->opened, g_ptr_array_unref);
  self->opened = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->opened, g_object_ref (files[i]));
  list (self, files, n, listed_cb);
}

void
_critic_window_class_init_steps (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.step", "i", step_cb);
}

void
_critic_window_init_steps (CriticWindow *self)
{
  g_signal_connect_object (self->strip, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::picture", G_CALLBACK (picture_cb), self, G_CONNECT_SWAPPED);
}

/* Before the rest of the window is set up. */
void
_critic_window_init_strip (CriticWindow *self)
{
  gboolean wanted = self->settings == NULL || g_settings_get_boolean (self->settings, "strip-visible");
  g_autoptr(GSimpleAction) strip = g_simple_action_new_stateful ("strip", NULL, g_variant_new_boolean (wanted));

  g_signal_connect_object (strip, "change-state", G_CALLBACK (strip_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (strip));
  if (self->settings != NULL)
    {
      g_signal_connect_object (self->settings, "changed::strip-visible", G_CALLBACK (wanted_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->settings, "changed::with-partners", G_CALLBACK (_critic_window_list_again), self,
                               G_CONNECT_SWAPPED);
    }
}
