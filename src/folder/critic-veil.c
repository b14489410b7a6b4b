/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-veil.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CriticVeil
{
  GObject     parent_instance;

  GMutex      lock;         /* guards what follows */
  gboolean    on;
  GHashTable *lifted;       /* set of CriticHash */
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

G_DEFINE_FINAL_TYPE (CriticVeil, critic_veil, G_TYPE_OBJECT)

static guint
hash_hash (gconstpointer data)
{
  guint value;

  memcpy (&value, ((const CriticHash *) data)->bytes, sizeof value);

  return value;
}

static gboolean
hash_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (CriticHash)) == 0;
}

static void
critic_veil_finalize (GObject *object)
{
  g_hash_table_unref (CRITIC_VEIL (object)->lifted);
  g_mutex_clear (&CRITIC_VEIL (object)->lock);

  G_OBJECT_CLASS (critic_veil_parent_class)->finalize (object);
}

static void
critic_veil_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ON:
      g_value_set_boolean (value, CRITIC_VEIL (object)->on);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_veil_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ON:
      critic_veil_set_on (CRITIC_VEIL (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_veil_class_init (CriticVeilClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = critic_veil_finalize;
  object_class->get_property = critic_veil_get_property;
  object_class->set_property = critic_veil_set_property;

  properties[PROP_ON] = g_param_spec_boolean ("on", NULL, NULL, FALSE,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_veil_init (CriticVeil *self)
{
  g_mutex_init (&self->lock);
  self->lifted = g_hash_table_new_full (hash_hash, hash_equal, g_free, NULL);
}

/**
 * critic_veil_get_default:
 *
 * Returns: (transfer none): the one of the program
 */
CriticVeil *
critic_veil_get_default (void)
{
  static CriticVeil *veil;

  if (veil == NULL)
    veil = g_object_new (CRITIC_TYPE_VEIL, NULL);
  return veil;
}

/**
 * critic_veil_set_on:
 * @self: the veil
 * @on: whether the user judges first
 *
 * Put on, it hides again what was asked for before.
 */
void
critic_veil_set_on (CriticVeil *self, gboolean on)
{
  if (self->on == on)
    return;

  g_mutex_lock (&self->lock);
  self->on = on;
  g_hash_table_remove_all (self->lifted);
  g_mutex_unlock (&self->lock);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ON]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_verdict (const CriticRating *rating)
{
  return rating->high != CRITIC_SAYS_NOTHING || rating->score > 0 || rating->stars > 0 || rating->flag != CRITIC_FLAG_NONE;
}

/**
 * critic_veil_is_on:
 * @self: the veil
 *
 * Any thread.
 *
 * Returns: whether it hides anything at all
 */
gboolean
critic_veil_is_on (CriticVeil *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->on;
}

/**
 * critic_veil_hides:
 * @self: the veil
 * @hash: of a photograph
 * @rating: what the user says of it
 *
 * Any thread.
 *
 * Returns: whether what the model says of it is hidden
 */
gboolean
critic_veil_hides (CriticVeil *self, const CriticHash *hash, const CriticRating *rating)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->on && !is_verdict (rating) && !g_hash_table_contains (self->lifted, hash);
}

/**
 * critic_veil_apply:
 * @self: (nullable): the veil; %NULL: none
 * @row: a row of the library
 *
 * A row that is hidden is as one that was not judged, but says so in @row's veiled. Any thread.
 *
 * Returns: whether @row is another one now
 */
gboolean
critic_veil_apply (CriticVeil *self, CriticRow *row)
{
  gboolean is_judged = row->assessed || row->veiled;
  gboolean was_veiled = row->veiled;

  row->veiled = is_judged && self != NULL && critic_veil_hides (self, &row->measured.hash, &row->rating);
  row->assessed = is_judged && !row->veiled;
  return row->veiled != was_veiled;
}

/**
 * critic_veil_lift:
 * @self: the veil
 * @hashes: (array length=n): photographs of which the user asks what the model says
 * @n: how many
 *
 * Nothing of them is hidden any more, until the veil is put on again.
 */
void
critic_veil_lift (CriticVeil *self, const CriticHash *hashes, gsize n)
{
  gboolean changed = FALSE;

  g_mutex_lock (&self->lock);
  for (gsize i = 0; i < n && self->on; i++)
    changed |= g_hash_table_add (self->lifted, g_memdup2 (&hashes[i], sizeof hashes[i]));
  g_mutex_unlock (&self->lock);
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * critic_veil_refusal:
 *
 * Returns: (transfer none): a translated sentence: why nothing is written that would tell
 *   what is hidden, and what to do
 */
const char *
critic_veil_refusal (void)
{
  return _("It would tell what the model says of photographs that you have not judged yet. Judge them first, or have it shown.");
}
