/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report.h"

#include <math.h>

static void
critique_free (gpointer data)
{
  CriticReportCritique *critique = data;

  g_free (critique->author);
  g_free (critique->text);
  g_free (critique);
}

/**
 * critic_report_entry_new:
 * @file: the photograph
 *
 * An entry of which nothing but the file is known. Its array of critiques is
 * empty and frees what is put into it: each a g_new() of #CriticReportCritique
 * with strings of its own.
 *
 * Returns: (transfer full): an entry, for critic_report_entry_free()
 */
CriticReportEntry *
critic_report_entry_new (GFile *file)
{
  CriticReportEntry *self = g_new0 (CriticReportEntry, 1);

  self->file = g_object_ref (file);
  self->critiques = g_ptr_array_new_with_free_func (critique_free);
  self->true_score = NAN;
  self->own_high = -1;
  self->flag = g_strdup ("");

  return self;
}

/**
 * critic_report_entry_free:
 * @self: (transfer full): an entry
 *
 * Frees everything in it.
 */
void
critic_report_entry_free (CriticReportEntry *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->critiques, g_ptr_array_unref);
  g_clear_object (&self->assessment);
  g_free (self->title);
  g_free (self->failure);
  g_free (self->flag);
  g_free (self->exif);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    g_free (self->evidence[i]);
  g_free (self);
}

/**
 * critic_report_entry_set_assessment:
 * @self: an entry
 * @assessment: (nullable): its assessment; one that was asked for evidence gives the drawings, too
 *
 * Takes an assessment, and from it what was measured in the pixels.
 */
void
critic_report_entry_set_assessment (CriticReportEntry *self, CriticAssessment *assessment)
{
  CriticEvidence *evidence = assessment != NULL ? critic_assessment_get_evidence (assessment) : NULL;

  g_set_object (&self->assessment, assessment);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      g_free (self->evidence[i]);
      self->evidence[i] = evidence != NULL ? critic_evidence_say (evidence, i) : NULL;
    }
}

/**
 * critic_report_options_init:
 * @options: (out): set to the defaults: a full PDF on A4, ranked, with names and
 *   EXIF, without folders and places
 */
void
critic_report_options_init (CriticReportOptions *options)
{
  *options = (CriticReportOptions) {
    .format = CRITIC_REPORT_PDF,
    .template = CRITIC_TEMPLATE_FULL,
    .with_names = TRUE,
    .with_exif = TRUE,
    .ranked = TRUE,
  };
}
