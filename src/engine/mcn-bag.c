/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-bag.h"

#include <math.h>
#include <stdlib.h>

#define FEW 512

/**
 * mcn_bag_load:
 * @self: (out): the expert; without weights where the file has none
 * @weights: mcn.safetensors
 * @error: return location
 *
 * Returns: %FALSE with %MCN_ERROR_MISMATCH
 */
gboolean
mcn_bag_load (McnBag *self, McnSafetensors *weights, GError **error)
{
  g_autofree gfloat *bias = NULL, *share = NULL, *both = NULL;

  *self = (McnBag) { 0 };
  if (mcn_safetensors_find (weights, "bag.weight") == NULL)
    return TRUE;
  if ((self->weight = mcn_safetensors_load_f32 (weights, "bag.weight", error, 1, (gsize) MCN_BAG_COLUMNS)) == NULL ||
      (self->idf = mcn_safetensors_load_f32 (weights, "bag.idf", error, 1, (gsize) MCN_BAG_COLUMNS)) == NULL ||
      (bias = mcn_safetensors_load_f32 (weights, "bag.bias", error, 1, (gsize) 1)) == NULL ||
      (share = mcn_safetensors_load_f32 (weights, "bag.share", error, 1, (gsize) 1)) == NULL)
    return FALSE;
  if (mcn_safetensors_find (weights, "bag.both") != NULL &&
      (both = mcn_safetensors_load_f32 (weights, "bag.both", error, 1, (gsize) 0)) == NULL)
    return FALSE;
  self->bias = bias[0];
  self->share = CLAMP (share[0], 0, 1);
  self->both = both != NULL ? MAX (both[0], 0) : 0;
  self->weighs = both != NULL;
  return TRUE;
}

/**
 * mcn_bag_clear:
 * @self: loaded or half loaded
 */
void
mcn_bag_clear (McnBag *self)
{
  g_clear_pointer (&self->idf, g_free);
  g_clear_pointer (&self->weight, g_free);
}

static int
by_column (gconstpointer a, gconstpointer b)
{
  const guint32 *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

/**
 * mcn_bag_columns:
 * @n: pieces
 * @pieces: their ids, with %MCN_PIECE_BEGINS or %MCN_NO_PIECE
 * @columns: (out caller-allocates): 2 @n
 */
gsize
mcn_bag_columns (gsize n, const guint32 *pieces, guint32 *columns)
{
  gsize used = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint32 piece = pieces[i] & ~MCN_PIECE_BEGINS;

      if (pieces[i] == MCN_NO_PIECE)
        continue;
      columns[used++] = piece * 2654435761u >> 14;
      if (i > 0 && pieces[i - 1] != MCN_NO_PIECE && !(pieces[i] & MCN_PIECE_BEGINS))
        columns[used++] = ((pieces[i - 1] & ~MCN_PIECE_BEGINS) * 0x9e3779b1u ^ piece * 0x85ebca6bu) * 2654435761u >> 14;
    }
  qsort (columns, used, sizeof *columns, by_column);
  return used;
}

/**
 * mcn_bag_say:
 * @self: an expert with weights
 * @n: pieces
 * @pieces: as in mcn_bag_columns()
 */
gdouble
mcn_bag_say (const McnBag *self, gsize n, const guint32 *pieces)
{
  /* Texts as long as they count need no memory. */
  guint32 few[2 * FEW];
  g_autofree guint32 *many = n > FEW ? g_new (guint32, 2 * n) : NULL;
  guint32 *columns = many != NULL ? many : few;
  gsize used = mcn_bag_columns (n, pieces, columns);
  gdouble sum = 0, squares = 0;

  for (gsize i = 0, j; i < used; i = j)
    {
      gdouble value;

      for (j = i + 1; j < used && columns[j] == columns[i]; j++)
        continue;
      value = (1 + log (j - i)) * self->idf[columns[i]];
      squares += value * value;
      sum += value * self->weight[columns[i]];
    }
  return self->bias + (squares > 0 ? sum / sqrt (squares) : 0);
}

/**
 * mcn_bag_evidence:
 * @n: pieces
 * @pieces: as in mcn_bag_columns()
 */
gdouble
mcn_bag_evidence (gsize n, const guint32 *pieces)
{
  gdouble said = 0;

  for (gsize i = 0; i < n; i++)
    said += pieces[i] != MCN_NO_PIECE;
  return said / (said + MCN_BAG_HALF);
}

/**
 * mcn_bag_weigh:
 * @alone: a photograph's score
 * @mixed: the same with its critique
 * @evidence: of mcn_bag_evidence()
 */
gdouble
mcn_bag_weigh (gdouble alone, gdouble mixed, gdouble evidence)
{
  return alone + evidence * (mixed - alone);
}

/**
 * mcn_bag_adds:
 * @self: an expert with weights
 * @n: pieces
 * @pieces: as in mcn_bag_columns()
 *
 * A text of no known words adds nothing. A mixture in shares would not do beside a photograph: neutral
 * words would draw every score to the middle.
 */
gdouble
mcn_bag_adds (const McnBag *self, gsize n, const guint32 *pieces)
{
  return mcn_bag_evidence (n, pieces) * (mcn_bag_say (self, n, pieces) - self->bias);
}
