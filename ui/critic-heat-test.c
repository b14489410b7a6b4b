/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-heat-test.h"

#include "critic-desk-private.h"

struct _CriticHeatTest
{
  GObject       parent_instance;

  CriticDesk   *desk;
  GCancellable *running;        /* NULL: nothing is on the way */
  char         *outcome;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_OUTCOME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticHeatTest, critic_heat_test, G_TYPE_OBJECT)

static void
set_running (CriticHeatTest *self,
             GCancellable   *running)
{
  if (self->running == running)
    return;

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_set_object (&self->running, running);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
set_outcome (CriticHeatTest *self,
             char           *outcome)
{
  if (g_strcmp0 (self->outcome, outcome) == 0)
    {
      g_free (outcome);
      return;
    }

  g_free (self->outcome);
  self->outcome = outcome;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OUTCOME]);
}

/* Of another photograph or text it would say nothing. */
static void
forget (CriticHeatTest *self)
{
  if (critic_desk_get_fresh (self->desk))
    return;

  set_running (self, NULL);
  set_outcome (self, NULL);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CriticHeatTest) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(CriticAssessment) assessment = critic_analyzer_assess_finish (CRITIC_ANALYZER (object), result, &error);
  const CriticHeatCheck *check = assessment != NULL ? critic_assessment_get_heat_check (assessment) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_running (self, NULL);
  if (check != NULL)
    set_outcome (self, critic_heat_check_say (check));
  else if (error != NULL)
    set_outcome (self, g_strdup (error->message));
}

static void
critic_heat_test_dispose (GObject *object)
{
  CriticHeatTest *self = CRITIC_HEAT_TEST (object);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->outcome, g_free);

  G_OBJECT_CLASS (critic_heat_test_parent_class)->dispose (object);
}

static void
critic_heat_test_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  CriticHeatTest *self = CRITIC_HEAT_TEST (object);

  switch (prop_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running != NULL);
      break;

    case PROP_OUTCOME:
      g_value_set_string (value, self->outcome);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_heat_test_class_init (CriticHeatTestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = critic_heat_test_dispose;
  object_class->get_property = critic_heat_test_get_property;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_OUTCOME] = g_param_spec_string ("outcome", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
critic_heat_test_init (CriticHeatTest *self)
{
}

/**
 * critic_heat_test_new:
 * @desk: whose photograph
 *
 * Returns: (transfer full): a test that was not asked for yet
 */
CriticHeatTest *
critic_heat_test_new (CriticDesk *desk)
{
  CriticHeatTest *self = g_object_new (CRITIC_TYPE_HEAT_TEST, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (desk, "notify::fresh", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * critic_heat_test_start:
 * @self: a test
 *
 * On a worker, beside what is typed and never before it. The outcome comes by
 * the properties.
 */
void
critic_heat_test_start (CriticHeatTest *self)
{
  g_autofree const char **critiques = NULL;
  g_autoptr(GCancellable) cancellable = NULL;
  CriticPicture *picture;

  g_return_if_fail (CRITIC_IS_HEAT_TEST (self));

  picture = critic_desk_get_picture (self->desk);
  if (picture == NULL || self->running != NULL)
    return;

  critiques = _critic_desk_gather (self->desk);
  cancellable = g_cancellable_new ();
  set_outcome (self, NULL);
  set_running (self, cancellable);
  critic_analyzer_assess_async (critic_desk_get_analyzer (self->desk),
                                &(CriticRequest) {
                                  .photo = critic_picture_get_photo (picture),
                                  .critiques = critiques,
                                  .check_heat = TRUE,
                                },
                                cancellable, checked_cb, g_object_ref (self));
}

gboolean
critic_heat_test_get_running (CriticHeatTest *self)
{
  g_return_val_if_fail (CRITIC_IS_HEAT_TEST (self), FALSE);

  return self->running != NULL;
}

/**
 * critic_heat_test_get_outcome:
 * @self: a test
 *
 * Returns: (transfer none) (nullable): what came out, or what went wrong
 */
const char *
critic_heat_test_get_outcome (CriticHeatTest *self)
{
  g_return_val_if_fail (CRITIC_IS_HEAT_TEST (self), NULL);

  return self->outcome;
}
