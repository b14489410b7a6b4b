/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-rating-set.h"

#include <glib/gi18n-lib.h>

void
critic_rating_set (CriticRating *rating, CriticSet what, const CriticRating *from)
{
  if (what & CRITIC_SET_FLAG)
    rating->flag = from->flag;
  if (what & CRITIC_SET_STARS)
    rating->stars = from->stars;
  if (what & CRITIC_SET_LABEL)
    rating->label = from->label;
  if (what & CRITIC_SET_SCORE)
    rating->score = from->score;
  if (what & CRITIC_SET_HIGH)
    rating->high = from->high;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (what & CRITIC_SET_STYLE (i))
      rating->style[i] = from->style[i];
}

CriticSet
critic_rating_compare (const CriticRating *a, const CriticRating *b)
{
  CriticSet differ = 0;

  if (a->flag != b->flag)
    differ |= CRITIC_SET_FLAG;
  if (a->stars != b->stars)
    differ |= CRITIC_SET_STARS;
  if (a->label != b->label)
    differ |= CRITIC_SET_LABEL;
  if (a->score != b->score)
    differ |= CRITIC_SET_SCORE;
  if (a->high != b->high)
    differ |= CRITIC_SET_HIGH;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (a->style[i] != b->style[i])
      differ |= CRITIC_SET_STYLE (i);

  return differ;
}

static char *
say_flag (CriticFlag flag)
{
  switch (flag)
    {
    case CRITIC_FLAG_PICK:
      return g_strdup (_("picked"));
    case CRITIC_FLAG_REJECT:
      return g_strdup (_("rejected"));
    case CRITIC_FLAG_NONE:
    default:
      return g_strdup (_("no flag"));
    }
}

static char *
say_stars (guint stars)
{
  if (stars == 0)
    return g_strdup (_("no stars"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u star", "%u stars", stars), stars);
}

static char *
say_label (CriticLabel label)
{
  switch (label)
    {
    case CRITIC_LABEL_RED:
      return g_strdup (_("red label"));
    case CRITIC_LABEL_YELLOW:
      return g_strdup (_("yellow label"));
    case CRITIC_LABEL_GREEN:
      return g_strdup (_("green label"));
    case CRITIC_LABEL_BLUE:
      return g_strdup (_("blue label"));
    case CRITIC_LABEL_PURPLE:
      return g_strdup (_("purple label"));
    case CRITIC_LABEL_NONE:
    default:
      return g_strdup (_("no label"));
    }
}

static char *
say_score (gdouble score)
{
  return score > 0 ? g_strdup_printf (_("own score %.2f"), score) : g_strdup (_("no own score"));
}

static char *
say_high (CriticSays high)
{
  switch (high)
    {
    case CRITIC_SAYS_YES:
      return g_strdup (_("own verdict high"));
    case CRITIC_SAYS_NO:
      return g_strdup (_("own verdict low"));
    case CRITIC_SAYS_NOTHING:
    default:
      return g_strdup (_("no own verdict"));
    }
}

static char *
say_style (guint style, CriticSays says)
{
  const char *name = _(mcn_style_info (style)->name);

  switch (says)
    {
    case CRITIC_SAYS_YES:
      return g_strdup_printf (_("style %s"), name);
    case CRITIC_SAYS_NO:
      return g_strdup_printf (_("not style %s"), name);
    case CRITIC_SAYS_NOTHING:
    default:
      return g_strdup_printf (_("nothing on style %s"), name);
    }
}

char *
critic_rating_say (const CriticRating *rating, CriticSet what)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (what & CRITIC_SET_STARS)
    g_ptr_array_add (parts, say_stars (rating->stars));
  if (what & CRITIC_SET_FLAG)
    g_ptr_array_add (parts, say_flag (rating->flag));
  if (what & CRITIC_SET_LABEL)
    g_ptr_array_add (parts, say_label (rating->label));
  if (what & CRITIC_SET_SCORE)
    g_ptr_array_add (parts, say_score (rating->score));
  if (what & CRITIC_SET_HIGH)
    g_ptr_array_add (parts, say_high (rating->high));
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (what & CRITIC_SET_STYLE (i))
      g_ptr_array_add (parts, say_style (i, rating->style[i]));
  g_ptr_array_add (parts, NULL);
  /* Translators: between the marks of a photograph: "3 stars, red label" */
  return g_strjoinv (_(", "), (char **) parts->pdata);
}
