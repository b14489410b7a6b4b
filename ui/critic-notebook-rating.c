/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the user says of the photograph itself: own verdict, own score, styles
 * that were intended. It goes through the same queue as the critiques, so that
 * undo finds both in the order in which they were said. */
#include "critic-notebook-private.h"

#include <string.h>

static gboolean
same (const CriticRating *a,
      const CriticRating *b)
{
  return a->flag == b->flag && a->stars == b->stars && a->label == b->label && a->score == b->score
         && a->high == b->high && memcmp (a->style, b->style, sizeof a->style) == 0;
}

/* The parts that are not said stay as the library has them by then. */
gboolean
_critic_notebook_run_rate (CriticErrand  *errand,
                           GError       **error)
{
  g_autoptr(CriticStep) step = critic_step_new (errand->name);
  CriticRating rating, before;

  if (!critic_library_find_image (errand->library, &errand->hash, TRUE, &errand->image_id, error)
      || !critic_library_read_rating (errand->library, errand->image_id, &before, error))
    return FALSE;

  rating = before;
  critic_rating_set (&rating, errand->what, &errand->rating);
  errand->rating = rating;
  if (same (&rating, &before))
    return TRUE;

  critic_step_set_rating (step, errand->image_id, &rating);

  return critic_library_apply (errand->library, step, NULL, error);
}

static void
set_rating (CriticNotebook     *self,
            CriticPage         *page,
            const CriticRating *rating)
{
  if (same (&page->rating, rating))
    return;

  page->rating = *rating;
  if (page == self->page)
    g_signal_emit_by_name (self, "rated");
}

/* What is still on its way to the library counts already. */
void
_critic_notebook_take_rating (CriticNotebook *self,
                              CriticErrand   *errand)
{
  CriticRating rating = errand->rating;

  for (GList *link = self->errands.head; link != NULL; link = link->next)
    {
      const CriticErrand *later = link->data;

      if (later->kind == CRITIC_ERRAND_RATE && later->page == errand->page)
        critic_rating_set (&rating, later->what, &later->rating);
    }

  set_rating (self, errand->page, &rating);
}

/**
 * critic_notebook_get_rating:
 * @self: a notebook
 *
 * Returns: (transfer none): what the user says of the photograph on the desk;
 *   all zero when nothing was said, or is not known yet
 */
const CriticRating *
critic_notebook_get_rating (CriticNotebook *self)
{
  static const CriticRating nothing;

  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), &nothing);

  return &self->page->rating;
}

/**
 * critic_notebook_rate:
 * @self: a notebook
 * @what: which parts of @rating are said
 * @rating: the user's word
 *
 * One step that can be undone. Nothing happens without a photograph.
 */
void
critic_notebook_rate (CriticNotebook     *self,
                      CriticSet           what,
                      const CriticRating *rating)
{
  CriticRating said;
  CriticErrand *errand;

  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  said = self->page->rating;
  critic_rating_set (&said, what, rating);
  if (!self->page->has_photo || same (&said, &self->page->rating))
    return;

  /* What was typed comes before it. */
  g_signal_emit_by_name (self->desk, "flush");
  self->page->step_id = 0;
  errand = _critic_errand_new (CRITIC_ERRAND_RATE, self->page);
  errand->name = critic_rating_name (what, rating, 1);
  errand->what = what;
  errand->rating = said;
  _critic_notebook_send (self, errand);
  set_rating (self, self->page, &said);
}
