/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trainer-encoders.h"

#include "mcn-goals.h"
#include "trainer-run.h"

struct _TrainerEncoders
{
  McnDataset *dataset;
  GPtrArray  *encoders;     /* McnTextEncoder: the one that will be shipped, then those of the folds */
  GString    *key;
  McnGoals    goals;        /* of other sites, too */
  gint        ava;
  gboolean    elsewhere;
};

static gint
which_encoder (gpointer data, const McnSample *sample)
{
  const TrainerEncoders *self = data;
  guint n_folds = self->encoders->len - 1;

  if (self->elsewhere && mcn_goals_elsewhere (&self->goals, sample))
    return 0;
  /* Nothing is learned from the rest, nor chosen by it. */
  if (sample->part != MCN_PART_TRAIN && sample->part != MCN_PART_VAL)
    return -1;
  /* A text of AVA that the shipped encoder was fitted to is read by the one that was not. */
  if (n_folds == 0 || sample->part != MCN_PART_TRAIN || (gint) sample->set != self->ava)
    return 0;
  return 1 + mcn_goals_fold (self->dataset, sample, n_folds);
}

static gboolean
add (TrainerEncoders *self, const char *path, guint n_heads, GError **error)
{
  g_autofree char *hash = trainer_hash_file (path, error);
  g_autoptr (McnSafetensors) file = hash != NULL ? mcn_safetensors_open (path, error) : NULL;
  McnTextEncoder *encoder = file != NULL ? mcn_text_encoder_new (file, n_heads, error) : NULL;

  if (encoder == NULL)
    return FALSE;
  g_ptr_array_add (self->encoders, encoder);
  g_string_append_printf (self->key, " %s", hash);
  return TRUE;
}

/**
 * trainer_encoders_open:
 * @dataset: whose texts they will read
 * @text: the encoder's file
 * @folds: (nullable): those of the folds
 * @elsewhere: whether texts of other sites are read
 * @n_heads: of the encoders' attention
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the encoders
 */
TrainerEncoders *
trainer_encoders_open (McnDataset *dataset, const char *text, char **folds, gboolean elsewhere, guint n_heads, GError **error)
{
  g_autoptr (TrainerEncoders) self = g_new0 (TrainerEncoders, 1);

  self->dataset = mcn_dataset_ref (dataset);
  self->encoders = g_ptr_array_new_with_free_func ((GDestroyNotify) mcn_text_encoder_free);
  self->key = g_string_new (NULL);
  self->ava = mcn_dataset_find_set (dataset, "ava");
  self->elsewhere = elsewhere;
  mcn_goals_init_more (&self->goals, dataset, FALSE, TRUE);
  if (!add (self, text, n_heads, error))
    return NULL;
  for (guint i = 0; folds != NULL && folds[i] != NULL; i++)
    if (!add (self, folds[i], n_heads, error))
      return NULL;
  if (elsewhere)
    g_string_append (self->key, ", other sites");
  return g_steal_pointer (&self);
}

void
trainer_encoders_free (TrainerEncoders *self)
{
  mcn_dataset_unref (self->dataset);
  g_ptr_array_unref (self->encoders);
  g_string_free (self->key, TRUE);
  g_free (self);
}

/**
 * trainer_encoders_get_key:
 * @self: encoders
 *
 * Returns: (transfer none): what tells them from others
 */
const char *
trainer_encoders_get_key (const TrainerEncoders *self)
{
  return self->key->str;
}

static char *
key_of (const TrainerEncoders *self, const McnWordpiece *marks)
{
  return g_strconcat (self->key->str, marks != NULL ? ", with punctuation" : "", NULL);
}

/**
 * trainer_encoders_read:
 * @self: encoders
 * @path: of the file
 * @marks: (nullable): the vocabulary, where punctuation is kept
 * @n_threads: who works
 * @quiet: whether progress is shown
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the store
 */
McnWordStore *
trainer_encoders_read (TrainerEncoders *self, const char *path, McnWordpiece *marks, guint n_threads, gboolean quiet, GError **error)
{
  g_autofree char *key = key_of (self, marks);

  return mcn_word_store_open_marks (self->dataset, path, key, (const McnTextEncoder *const *) self->encoders->pdata, which_encoder, self, marks,
                                    n_threads, quiet ? NULL : trainer_report_words, NULL, &trainer_stop, error);
}

/**
 * trainer_encoders_read_part:
 * @self: encoders
 * @path: of the whole file
 * @marks: (nullable): the vocabulary, where punctuation is kept
 * @part: from 1
 * @n_parts: of how many
 * @n_threads: who works
 * @quiet: whether progress is shown
 * @error: return location
 */
gboolean
trainer_encoders_read_part (TrainerEncoders *self, const char *path, McnWordpiece *marks, guint part, guint n_parts,
                            guint n_threads, gboolean quiet, GError **error)
{
  g_autofree char *key = key_of (self, marks);

  return mcn_word_store_make_part (self->dataset, path, key, (const McnTextEncoder *const *) self->encoders->pdata, which_encoder, self, marks,
                                   part, n_parts, n_threads, quiet ? NULL : trainer_report_words, NULL, &trainer_stop, error);
}
