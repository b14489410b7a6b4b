/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-taste-keeper.h"

/* Many marks are given one after the other, in milliseconds. */
#define LEARN_MS 1000

struct _CriticTasteKeeper
{
  GObject         parent_instance;

  CriticShelf    *shelf;
  gboolean        on;
  guint           timer;
  GCancellable   *learning;         /* NULL: nobody is on the way */
  gboolean        must_learn;
  CriticTasteAct  act;              /* what is to be done first */

  CriticTaste    *taste;
  char           *problem;
  guint           n_forgotten;
};

enum
{
  PROP_0,
  PROP_ON,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticTasteKeeper, critic_taste_keeper, G_TYPE_OBJECT)

/* One way to the library and back. */
typedef struct
{
  CriticLibrary  *library;
  char           *model_id;
  CriticTasteAct  act;
  CriticTaste    *taste;
  guint           n_forgotten;
} Lesson;

static void
lesson_free (Lesson *lesson)
{
  g_clear_object (&lesson->library);
  g_clear_pointer (&lesson->taste, critic_taste_unref);
  g_free (lesson->model_id);
  g_free (lesson);
}

/* --- on the worker --- */

static void
work (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Lesson *lesson = task_data;
  g_autoptr(GArray) ids = NULL;
  GError *error = NULL;

  if (lesson->act == CRITIC_TASTE_LEARN || critic_library_forget_marks (lesson->library, lesson->act == CRITIC_TASTE_FORGET, &error))
    ids = critic_library_taught_files (lesson->library, &lesson->n_forgotten, &error);
  if (ids != NULL)
    lesson->taste = critic_taste_learn (lesson->library, lesson->model_id, &error);

  if (lesson->taste != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- back on the main thread --- */

static void critic_taste_keeper_learn (CriticTasteKeeper *self);

static void
take (CriticTasteKeeper *self,
      CriticTaste       *taste,
      const char        *problem,
      guint              n_forgotten)
{
  if (taste == NULL && self->taste == NULL && g_strcmp0 (problem, self->problem) == 0 && n_forgotten == self->n_forgotten)
    return;

  g_clear_pointer (&self->taste, critic_taste_unref);
  self->taste = taste != NULL ? critic_taste_ref (taste) : NULL;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  self->n_forgotten = n_forgotten;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
learned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CriticTasteKeeper) self = user_data;
  Lesson *lesson = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->learning != g_task_get_cancellable (G_TASK (result)))
    return;

  g_clear_object (&self->learning);
  if (lesson->act != CRITIC_TASTE_LEARN)
    {
      g_autoptr(GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

      /* The keepers of other windows. */
      critic_shelf_tell (self->shelf, G_OBJECT (self), none);
    }
  if (self->on)
    take (self, done ? lesson->taste : NULL, done ? NULL : error->message, lesson->n_forgotten);
  if (self->must_learn)
    critic_taste_keeper_learn (self);
}

static gboolean
learn_cb (gpointer user_data)
{
  CriticTasteKeeper *self = user_data;
  g_autoptr(GTask) task = NULL;
  Lesson *lesson;

  self->timer = 0;
  /* Who is on the way comes back here; a library that opens says so. */
  if (self->learning != NULL || critic_shelf_get_state (self->shelf) != CRITIC_SHELF_OPEN)
    return G_SOURCE_REMOVE;

  lesson = g_new0 (Lesson, 1);
  lesson->library = g_object_ref (critic_shelf_get_library (self->shelf));
  lesson->model_id = g_strdup (critic_shelf_get_model_id (self->shelf));
  lesson->act = self->act;
  self->must_learn = FALSE;
  self->act = CRITIC_TASTE_LEARN;
  self->learning = g_cancellable_new ();
  task = g_task_new (NULL, self->learning, learned_cb, g_object_ref (self));
  g_task_set_source_tag (task, critic_taste_keeper_learn);
  g_task_set_task_data (task, lesson, (GDestroyNotify) lesson_free);
  g_task_run_in_thread (task, work);

  return G_SOURCE_REMOVE;
}

static void
critic_taste_keeper_learn (CriticTasteKeeper *self)
{
  if (!self->on && self->act == CRITIC_TASTE_LEARN)
    return;

  self->must_learn = TRUE;
  if (self->timer == 0)
    {
      self->timer = g_timeout_add (LEARN_MS, learn_cb, self);
      g_source_set_name_by_id (self->timer, "[photo-critic] taste");
    }
}

static void
written_cb (CriticTasteKeeper *self,
            GObject           *who)
{
  if (who != G_OBJECT (self))
    critic_taste_keeper_learn (self);
}

static void
critic_taste_keeper_dispose (GObject *object)
{
  CriticTasteKeeper *self = CRITIC_TASTE_KEEPER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->learning != NULL)
    g_cancellable_cancel (self->learning);
  g_clear_object (&self->learning);
  g_clear_object (&self->shelf);
  g_clear_pointer (&self->taste, critic_taste_unref);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (critic_taste_keeper_parent_class)->dispose (object);
}

static void
critic_taste_keeper_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ON:
      g_value_set_boolean (value, CRITIC_TASTE_KEEPER (object)->on);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_taste_keeper_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  CriticTasteKeeper *self = CRITIC_TASTE_KEEPER (object);

  switch (prop_id)
    {
    case PROP_ON:
      if (self->on == g_value_get_boolean (value))
        break;
      self->on = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      if (!self->on)
        take (self, NULL, NULL, 0);
      g_signal_emit (self, signals[CHANGED], 0);
      critic_taste_keeper_learn (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_taste_keeper_class_init (CriticTasteKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = critic_taste_keeper_dispose;
  object_class->get_property = critic_taste_keeper_get_property;
  object_class->set_property = critic_taste_keeper_set_property;

  properties[PROP_ON] = g_param_spec_boolean ("on", NULL, NULL, FALSE,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_taste_keeper_init (CriticTasteKeeper *self)
{
}

/**
 * critic_taste_keeper_new:
 * @shelf: the library
 *
 * Returns: (transfer full): a keeper that is off
 */
CriticTasteKeeper *
critic_taste_keeper_new (CriticShelf *shelf)
{
  CriticTasteKeeper *self = g_object_new (CRITIC_TYPE_TASTE_KEEPER, NULL);

  self->shelf = g_object_ref (shelf);
  g_signal_connect_object (shelf, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shelf, "notify::state", G_CALLBACK (critic_taste_keeper_learn), self, G_CONNECT_SWAPPED);

  return self;
}

gboolean
critic_taste_keeper_get_on (CriticTasteKeeper *self)
{
  g_return_val_if_fail (CRITIC_IS_TASTE_KEEPER (self), FALSE);

  return self->on;
}

CriticTaste *
critic_taste_keeper_get_taste (CriticTasteKeeper *self)
{
  g_return_val_if_fail (CRITIC_IS_TASTE_KEEPER (self), NULL);

  return self->taste;
}

/* How many marks are missing, or what went wrong; NULL: nothing, or it is not known yet. */
const char *
critic_taste_keeper_get_problem (CriticTasteKeeper *self)
{
  g_return_val_if_fail (CRITIC_IS_TASTE_KEEPER (self), NULL);

  return self->problem;
}

/* Photographs whose marks teach nothing. */
guint
critic_taste_keeper_get_n_forgotten (CriticTasteKeeper *self)
{
  g_return_val_if_fail (CRITIC_IS_TASTE_KEEPER (self), 0);

  return self->n_forgotten;
}

/**
 * critic_taste_keeper_act:
 * @self: a keeper
 * @act: what to do with the marks given so far
 *
 * The library is written, and the taste learnt from what is left, soon.
 */
void
critic_taste_keeper_act (CriticTasteKeeper *self,
                         CriticTasteAct     act)
{
  g_return_if_fail (CRITIC_IS_TASTE_KEEPER (self));

  self->act = act;
  critic_taste_keeper_learn (self);
}
