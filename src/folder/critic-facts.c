/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-facts.h"

#include "critic-filter.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/**
 * critic_facts_number:
 * @self: facts of a row
 * @number: a #CriticNumber, or %CRITIC_NUMBER_STYLE plus a style
 *
 * Any thread.
 *
 * Returns: the number, in its own unit; NAN where the row has none
 */
gdouble
critic_facts_number (const CriticFacts *self, guint number)
{
  const CriticRow *row = self->row;
  const CriticJudgement *judgement = &row->judgement;
  const CriticMeasured *measured = &row->measured;
  gboolean assessed = row->assessed, seen = measured->width > 0;

  switch (number)
    {
    case CRITIC_NUMBER_SCORE:
      return assessed ? judgement->score : NAN;
    case CRITIC_NUMBER_PHOTO:
      return assessed ? row->photo_alone.score : NAN;
    case CRITIC_NUMBER_ERROR:
      return assessed ? judgement->error : NAN;
    case CRITIC_NUMBER_LOW:
      return assessed ? judgement->score - judgement->error : NAN;
    case CRITIC_NUMBER_SPREAD:
      return assessed ? judgement->spread : NAN;
    case CRITIC_NUMBER_PERCENTILE:
      return assessed ? judgement->percentile : NAN;
    case CRITIC_NUMBER_P_HIGH:
      return assessed ? judgement->p_high : NAN;
    case CRITIC_NUMBER_OWN:
      return row->rating.score > 0 ? row->rating.score : NAN;
    case CRITIC_NUMBER_STARS:
      return row->rating.stars;
    case CRITIC_NUMBER_CRITIQUES:
      return row->n_critiques;
    case CRITIC_NUMBER_DISAGREEMENT:
      return critic_row_disagreement (row);
    case CRITIC_NUMBER_TASTE:
      return self->taste;
    case CRITIC_NUMBER_LIKENESS:
      return self->likeness;
    case CRITIC_NUMBER_SHARPNESS:
      return seen ? measured->sharpness : NAN;
    case CRITIC_NUMBER_EXPOSURE:
      return seen ? measured->exposure : NAN;
    case CRITIC_NUMBER_CLIPPED:
      return seen ? measured->clipped : NAN;
    case CRITIC_NUMBER_WIDTH:
      return seen ? measured->width : NAN;
    case CRITIC_NUMBER_HEIGHT:
      return seen ? measured->height : NAN;
    case CRITIC_NUMBER_SIZE:
      return row->size;
    case CRITIC_NUMBER_TAKEN:
      /* Without the cast the answer is a float, as NAN is. */
      return measured->taken != 0 ? (gdouble) measured->taken : NAN;
    default:
      g_return_val_if_fail (number < CRITIC_NUMBER_STYLE + MCN_N_STYLES, NAN);
      return assessed ? judgement->style[number - CRITIC_NUMBER_STYLE] : NAN;
    }
}

gboolean
critic_row_is_high (const CriticRow *row)
{
  if (row->rating.high != CRITIC_SAYS_NOTHING)
    return row->rating.high == CRITIC_SAYS_YES;
  return row->assessed && row->judgement.high;
}

gboolean
critic_row_has_style (const CriticRow *row, McnStyle style)
{
  if (row->rating.style[style] != CRITIC_SAYS_NOTHING)
    return row->rating.style[style] == CRITIC_SAYS_YES;
  return row->assessed && row->judgement.style[style] > 0.5;
}

static gboolean
overrules (CriticSays says, gboolean model)
{
  return says != CRITIC_SAYS_NOTHING && (says == CRITIC_SAYS_YES) != !!model;
}

gdouble
critic_row_disagreement (const CriticRow *row)
{
  const CriticRating *rating = &row->rating;
  gdouble disagreement = 0;

  if (!row->assessed)
    return 0;

  if (rating->score > 0)
    disagreement = MAX (0, fabs (rating->score - row->judgement.score) - row->judgement.error);
  if (overrules (rating->high, row->judgement.high))
    disagreement++;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (overrules (rating->style[i], row->judgement.style[i] > 0.5))
      disagreement++;

  return disagreement;
}

gboolean
critic_row_disagrees (const CriticRow *row)
{
  return critic_row_disagreement (row) > 0;
}

const char *
critic_row_name (const CriticRow *row)
{
  const char *slash = strrchr (row->path, G_DIR_SEPARATOR);

  return slash != NULL ? slash + 1 : row->path;
}

static char
style_letter (char c)
{
  return c == '_' || c == '-' ? ' ' : g_ascii_tolower (c);
}

/* Whether @name begins with @start: 2 when it is all of it. */
static guint
begins (const char *name, const char *start)
{
  for (; *start != '\0'; name++, start++)
    if (style_letter (*name) != style_letter (*start))
      return 0;
  return *name == '\0' ? 2 : 1;
}

int
critic_style_parse (const char *name, GError **error)
{
  g_autoptr (GString) candidates = g_string_new (NULL);
  int found = -1;
  guint n = 0;

  for (int i = 0; i < MCN_N_STYLES; i++)
    {
      const McnStyleInfo *style = mcn_style_info (i);
      guint like = MAX (begins (style->id, name), begins (style->name, name));

      if (like == 2)
        return i;
      if (like == 0)
        continue;
      found = i;
      if (n++ > 0)
        g_string_append (candidates, ", ");
      g_string_append (candidates, style->name);
    }

  if (*name != '\0' && n == 1)
    return found;
  if (*name != '\0' && n > 1)
    g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX,
                 _("“%s” may mean several styles: %s. Write more of its name."), name, candidates->str);
  else
    g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX,
                 _("“%s” is no style. Name one as in “Rule of thirds”."), name);
  return -1;
}
