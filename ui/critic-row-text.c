/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-row-text.h"

#include <glib/gi18n-lib.h>

#include "critic-format.h"

char *
critic_row_text_name (const CriticRow *row)
{
  g_autofree char *base = g_path_get_basename (row->path);

  return g_filename_display_name (base);
}

char *
critic_row_text_score (const CriticRow *row)
{
  return row->assessed ? critic_format_score (row->judgement.score) : g_strdup ("—");
}

char *
critic_row_text_stars (guint stars)
{
  static const char five[] = "★★★★★";

  return g_strndup (five, MIN (stars, 5) * strlen ("★"));
}

const char *
critic_row_text_style (const CriticRow *row)
{
  gdouble best = 0.5;
  const char *name = NULL;

  for (guint i = 0; row->assessed && i < MCN_N_STYLES; i++)
    if (row->judgement.style[i] > best)
      {
        best = row->judgement.style[i];
        name = _(mcn_style_info (i)->name);
      }

  return name;
}

char *
critic_row_text_styles (const CriticRow *row)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; row->assessed && i < MCN_N_STYLES; i++)
    if (row->judgement.style[i] > 0.5)
      {
        if (names->len > 0)
          /* Translators: between two names of a list */
          g_string_append (names, _(", "));
        g_string_append (names, _(mcn_style_info (i)->name));
      }

  return g_string_free (names, FALSE);
}

const char *
critic_row_text_flag (CriticFlag flag)
{
  switch (flag)
    {
    case CRITIC_FLAG_PICK:
      return _("Picked");

    case CRITIC_FLAG_REJECT:
      return _("Rejected");

    case CRITIC_FLAG_NONE:
    default:
      return "";
    }
}

const char *
critic_row_text_label (CriticLabel label)
{
  switch (label)
    {
    case CRITIC_LABEL_RED:
      return C_("colour label", "Red");

    case CRITIC_LABEL_YELLOW:
      return C_("colour label", "Yellow");

    case CRITIC_LABEL_GREEN:
      return C_("colour label", "Green");

    case CRITIC_LABEL_BLUE:
      return C_("colour label", "Blue");

    case CRITIC_LABEL_PURPLE:
      return C_("colour label", "Purple");

    case CRITIC_LABEL_NONE:
    default:
      return "";
    }
}

const char *
critic_row_text_label_color (CriticLabel label)
{
  static const char *const names[] = {
    NULL, "label_red_color", "label_yellow_color", "label_green_color", "label_blue_color", "label_purple_color"
  };

  return label < G_N_ELEMENTS (names) ? names[label] : NULL;
}

char *
critic_row_text_disagree (const CriticRow *row)
{
  g_autofree char *yours = NULL, *its = NULL;

  if (!critic_row_disagrees (row))
    return g_strdup ("");

  if (row->rating.score > 0)
    {
      yours = critic_format_score (row->rating.score);
      its = critic_row_text_score (row);
      /* Translators: two scores of one photograph */
      return g_strdup_printf (_("you %s, model %s"), yours, its);
    }
  if (row->rating.high != CRITIC_SAYS_NOTHING && row->assessed
      && (row->rating.high == CRITIC_SAYS_YES) != row->judgement.high)
    return g_strdup (row->rating.high == CRITIC_SAYS_YES ? _("you say high") : _("you say low"));

  return g_strdup (_("other styles"));
}

const char *
critic_row_text_state (const CriticRow *row)
{
  if (row->state == CRITIC_ROW_GONE)
    return _("The file is gone");
  if (row->veiled)
    return _("Judge it first");
  if (row->state != CRITIC_ROW_FAILED && !row->assessed)
    return _("Not judged yet");
  if (row->state != CRITIC_ROW_FAILED && row->stale)
    return _("Critiques not judged yet");

  return NULL;
}

static void
add (GString    *text,
     const char *part)
{
  if (part == NULL || *part == '\0')
    return;

  if (text->len > 0)
    g_string_append (text, _(", "));
  g_string_append (text, part);
}

char *
critic_row_text_marks (const CriticRating *rating)
{
  GString *text = g_string_new (NULL);

  if (rating->stars > 0)
    {
      g_autofree char *stars = g_strdup_printf (ngettext ("%u star", "%u stars", rating->stars), rating->stars);

      add (text, stars);
    }
  add (text, critic_row_text_flag (rating->flag));
  if (rating->label != CRITIC_LABEL_NONE)
    {
      g_autofree char *label = g_strdup_printf (_("label %s"), critic_row_text_label (rating->label));

      add (text, label);
    }

  return g_string_free (text, FALSE);
}

char *
critic_row_text_spoken (const CriticFacts *facts)
{
  const CriticRow *row = facts->row;
  GString *text = g_string_new (NULL);
  g_autofree char *name = critic_row_text_name (row);
  g_autofree char *styles = critic_row_text_styles (row);
  g_autofree char *disagree = critic_row_text_disagree (row);
  g_autofree char *marks = critic_row_text_marks (&row->rating);

  add (text, name);
  if (row->state == CRITIC_ROW_FAILED)
    add (text, row->failure);
  else if (row->assessed)
    {
      g_autofree char *score = critic_format_score (row->judgement.score);
      g_autofree char *said = g_strdup_printf (_("score %s"), score);

      add (text, said);
    }
  add (text, critic_row_text_state (row));
  add (text, styles);

  add (text, marks);
  if (row->n_critiques > 0)
    {
      g_autofree char *critiques = g_strdup_printf (ngettext ("%u critique", "%u critiques", row->n_critiques),
                                                    row->n_critiques);

      add (text, critiques);
    }
  if (*disagree != '\0')
    add (text, disagree);
  if (facts->place != NULL && facts->place->size > 1)
    {
      g_autofree char *place = facts->place->rank == 0
        ? critic_groups_say (facts->place)
        : g_strdup_printf (_("number %u of a burst of %u"), facts->place->rank + 1, facts->place->size);

      add (text, place);
    }

  return g_string_free (text, FALSE);
}
