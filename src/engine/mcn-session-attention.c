/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-session-private.h"

static void
attention_map_free (gpointer data)
{
  McnAttentionMap *map = data;

  g_free (map->name);
  g_free (map->weights);
  g_free (map);
}

/* Adds a map of @n_queries x @n_keys a head; returns where its weights go. */
static gfloat *
add_map (McnSession *self, GPtrArray *maps, char *name, gsize n_queries, gsize n_keys)
{
  McnAttentionMap *map = g_new0 (McnAttentionMap, 1);

  map->name = name;
  map->n_heads = mcn_mcn_get_n_heads (self->mcn);
  map->n_queries = n_queries;
  map->n_keys = n_keys;
  map->weights = g_new (gfloat, map->n_heads * n_queries * n_keys);
  g_ptr_array_add (maps, map);
  return map->weights;
}

/**
 * mcn_session_attention:
 * @self: a session
 * @image: (nullable): the photograph
 * @words: (array length=n_words): as in mcn_session_fuse()
 * @n_words: how many
 * @cancel: (nullable): looked at between layers
 * @error: return location
 *
 * Image rows: "no photograph", global, then the regions row by row; text rows:
 * "no critique", then the words.
 *
 * Returns: (transfer full) (nullable) (element-type McnAttentionMap): the
 *   weights of every layer and head; %NULL with %MCN_ERROR_CANCELLED
 */
GPtrArray *
mcn_session_attention (McnSession *self, McnImage *image, McnWords *const *words, gsize n_words,
                       McnCancel *cancel, GError **error)
{
  g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func (attention_map_free);
  gsize mark = mcn_arena_mark (self->arena), d = mcn_mcn_get_width (self->mcn), m, n;
  const McnBranch *branch = mcn_session_image_branch (self, image);
  McnAttention attention = { 0 };
  McnBranch text, again = *branch;
  McnLogits logits;
  gboolean done;

  if (!mcn_check_cancel (cancel, error))
    return NULL;

  mcn_session_gather_text (self, words, n_words, NULL, &text, NULL);
  /* The score is not asked for, nor what goes into it beside the network. */
  text.pieces = NULL;
  m = branch->n;
  n = text.n;
  attention.si = add_map (self, maps, g_strdup ("si"), m, m);
  attention.st = add_map (self, maps, g_strdup ("st"), n, n);
  for (guint l = 0; l < mcn_mcn_get_n_layers (self->mcn); l++)
    {
      attention.layer[l].ci = add_map (self, maps, g_strdup_printf ("ci.%u", l), m, n);
      attention.layer[l].ct = add_map (self, maps, g_strdup_printf ("ct.%u", l), n, m);
      attention.layer[l].ki = add_map (self, maps, g_strdup_printf ("ki.%u", l), m, m);
      attention.layer[l].kt = add_map (self, maps, g_strdup_printf ("kt.%u", l), n, n);
    }

  /* The image keeps what came out of its STRM, not how it attended. */
  again.strm = mcn_arena_floats (self->arena, m * d);
  again.crossed = mcn_arena_floats (self->arena, m * 3 * d);
  mcn_mcn_run_branch (self->mcn, self->team, self->arena, MCN_MODALITY_IMAGE, &again, NULL, attention.si);
  mcn_session_run_text (self, &text, attention.st);
  done = mcn_mcn_fuse (self->mcn, self->team, self->arena, &again, mcn_session_image_skips (image), &text,
                       &logits, &attention, cancel, error);

  mcn_arena_reset (self->arena, mark);
  return done ? g_steal_pointer (&maps) : NULL;
}
