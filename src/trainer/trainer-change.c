/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-change.h"

#include "mcn-train-error.h"
#include "trainer-run.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_plain (const TrainerChange *self)
{
  const McnStage2Change *c = &self->what;

  return !c->from_ridge && !c->no_auxiliary && !c->attributes && !c->synthetic && c->ranks == 0 && !c->voters && c->censored == 0 && !c->elsewhere && !c->read_alone &&
         c->embedding == 0 && c->words == 0 && !c->marks && c->top == 0 && self->teachers == NULL;
}

static gboolean
is_share (gdouble share)
{
  return share >= 0 && share <= 1;
}

static gboolean
is_weight (gdouble weight)
{
  return weight >= 0 && weight <= 100;
}

/**
 * trainer_change_problem:
 * @self: a change
 * @stage2: whether stage 2 is trained
 * @single_task: whether the score alone is learned
 * @n_texts: critiques without a photograph in an epoch
 * @trunk: what is trained
 *
 * Returns: (transfer none) (nullable): why this cannot be done
 */
const char *
trainer_change_problem (const TrainerChange *self, gboolean stage2, gboolean single_task, gsize n_texts, McnTrunk trunk)
{
  const McnStage2Change *c = &self->what;

  if (!stage2)
    return is_plain (self) ? NULL : _("Stage 1 knows no photographs, no votes of other sites and no teacher: leave out what changes stage 2.");
  if (!is_share (c->words) || !is_share (c->top) || !is_weight (c->ranks) || !is_weight (c->censored) || !is_weight (c->embedding))
    return _("Give --words-ridge and --top a number from 0 to 1, and --ranks, --censored and --foretell one from 0 to 100.");
  if (c->words > 0 && self->teachers != NULL)
    return _("Give either --words-ridge or --teacher: a run has one teacher.");
  if (c->attributes && c->no_auxiliary)
    return _("Give either --attributes or --no-auxiliary: one adds what the other leaves out.");
  if (c->top > 0 && c->synthetic)
    return _("Give either --top or --synthetic: made pictures have no maps to train the backbone’s blocks on.");
  if (c->top > 0 && trunk != MCN_TRUNK_MCN)
    return _("Give --top without --trunk: a trained backbone is only written beside a whole trunk.");
  if (single_task && (c->voters || c->synthetic))
    return _("Give --single-task without --voters and --synthetic: neither votes nor styles are learned then.");
  if (n_texts == 0 && (c->words > 0 || c->censored > 0 || c->elsewhere))
    return _("Give --words-ridge, --censored and --elsewhere with --texts above 0: they are about critiques without a photograph.");
  return NULL;
}

/**
 * trainer_change_name:
 * @self: a change
 * @dataset: what is learned from
 * @config: (inout): the name of a configuration
 * @error: return location
 */
gboolean
trainer_change_name (const TrainerChange *self, McnDataset *dataset, GString *config, GError **error)
{
  const McnStage2Change *c = &self->what;
  const struct { gboolean on; const char *name; } flags[] = {
    { c->from_ridge, "from ridge" }, { c->voters, "voters" }, { c->elsewhere, "elsewhere" }, { c->read_alone, "read alone" }, { c->marks, "marks" },
    { c->no_auxiliary, "no auxiliary" }, { c->attributes, "attributes" },
  };
  const struct { gdouble value; const char *name; } numbers[] = {
    { c->embedding, "embedding" }, { c->ranks, "ranks" }, { c->censored, "censored" }, { c->words, "ridge on words" }, { c->top, "top" },
  };

  if (c->synthetic)
    g_string_append_printf (config, ", made pictures %" G_GSIZE_FORMAT, mcn_dataset_get_n_synthetic (dataset));
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (flags[i].on)
      g_string_append_printf (config, ", %s", flags[i].name);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (numbers[i].value > 0)
      g_string_append_printf (config, ", %s %g", numbers[i].name, numbers[i].value);
  if (self->teachers != NULL)
    g_string_append_printf (config, ", taught %g by", MCN_TEACHER_SHARE);
  for (guint i = 0; self->teachers != NULL && self->teachers[i] != NULL; i++)
    {
      g_autofree char *hash = trainer_hash_file (self->teachers[i], error);

      if (hash == NULL)
        return FALSE;
      g_string_append_printf (config, " %s", hash);
    }
  return TRUE;
}

/**
 * trainer_change_open:
 * @self: a change
 * @folder: the dataset's
 * @maps: (out) (transfer full) (nullable): its maps
 * @error: return location
 */
gboolean
trainer_change_open (const TrainerChange *self, const char *folder, McnDataset **maps, GError **error)
{
  *maps = self->what.top > 0 ? mcn_dataset_open_maps (folder, error) : NULL;
  return *maps != NULL || !(self->what.top > 0);
}
