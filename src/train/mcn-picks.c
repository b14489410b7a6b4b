/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-picks.h"

/**
 * mcn_picks_new:
 *
 * Returns: (transfer full): an empty list
 */
McnPicks *
mcn_picks_new (void)
{
  McnPicks *self = g_new (McnPicks, 1);

  self->picks = g_array_new (FALSE, FALSE, sizeof (McnPick));
  self->sentences = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
mcn_picks_free (McnPicks *self)
{
  g_array_unref (self->picks);
  g_array_unref (self->sentences);
  g_free (self);
}

/**
 * mcn_picks_clear:
 * @self: a list
 */
void
mcn_picks_clear (McnPicks *self)
{
  g_array_set_size (self->picks, 0);
  g_array_set_size (self->sentences, 0);
}

/* The sentences of text @text, [first, end). */
static void
find_text (const McnSample *sample, guint text, guint *first, guint *end)
{
  guint of, n_tokens;

  for (*first = 0; *first < sample->n_sentences; (*first)++)
    {
      mcn_sample_get_sentence (sample, *first, &of, &n_tokens);
      if (of >= text)
        break;
    }
  for (*end = *first; *end < sample->n_sentences; (*end)++)
    {
      mcn_sample_get_sentence (sample, *end, &of, &n_tokens);
      if (of != text)
        break;
    }
}

/**
 * mcn_picks_add:
 * @self: a list
 * @number: of the sample
 * @sample: the sample
 * @n_texts: how many of its texts, in random order; 0: all in their order
 * @max_pieces: word pieces in all
 * @at_least_one: whether the first sentence counts whatever its length
 * @random: (nullable): where the order comes from; unused for all texts
 */
void
mcn_picks_add (McnPicks *self, gsize number, const McnSample *sample, guint n_texts, gsize max_pieces,
               gboolean at_least_one, McnRandom *random)
{
  McnPick pick = { .sample = number, .first = self->sentences->len };
  g_autofree guint32 *order = g_new (guint32, MAX (sample->n_texts, 1));

  for (guint i = 0; i < sample->n_texts; i++)
    order[i] = i;
  if (n_texts > 0)
    mcn_random_shuffle (random, order, sample->n_texts);

  for (guint i = 0, used = 0; i < sample->n_texts && (n_texts == 0 || used < n_texts); i++)
    {
      guint first, end, of, n;

      find_text (sample, order[i], &first, &end);
      /* A text without a word is none. */
      used += end > first;
      for (guint32 s = first; s < end; s++)
        {
          mcn_sample_get_sentence (sample, s, &of, &n);
          if (pick.n_pieces + n <= max_pieces || (at_least_one && pick.n == 0))
            {
              g_array_append_val (self->sentences, s);
              pick.n++;
              pick.n_pieces += n;
            }
        }
    }
  g_array_append_val (self->picks, pick);
}
