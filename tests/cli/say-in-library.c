/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person would say in the window, for the tests of the command line:
 *   say-in-library LIBRARY PHOTO WORD...
 * where a word is stars=4, flag=pick, flag=reject, label=red, score=7.5,
 * high=yes, high=no, style:Macro=yes, style:HDR=no or critique=TEXT. author=NAME,
 * mark=7.5 and counts=no are about the critiques that follow. The photograph must
 * be known. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli-row.h"
#include "critic-journal.h"

static CriticSays
answer (const char *text)
{
  return g_str_equal (text, "yes") ? CRITIC_SAYS_YES : CRITIC_SAYS_NO;
}

/* FALSE: not a word about the rating. */
static gboolean
take_word (CriticRating *rating, const char *word)
{
  const char *value = strchr (word, '=');

  if (value == NULL)
    return FALSE;
  value++;

  if (g_str_has_prefix (word, "stars="))
    rating->stars = (guint8) g_ascii_strtoull (value, NULL, 10);
  else if (g_str_has_prefix (word, "flag="))
    return cli_row_flag_parse (value, &rating->flag);
  else if (g_str_has_prefix (word, "label="))
    return cli_row_label_parse (value, &rating->label);
  else if (g_str_has_prefix (word, "score="))
    rating->score = g_ascii_strtod (value, NULL);
  else if (g_str_has_prefix (word, "high="))
    rating->high = answer (value);
  else if (g_str_has_prefix (word, "style:"))
    {
      g_autofree char *id = g_strndup (word + strlen ("style:"), value - 1 - word - strlen ("style:"));
      gint style = cli_row_style_parse (id);

      if (style < 0)
        return FALSE;
      rating->style[style] = answer (value);
    }
  else
    return FALSE;

  return TRUE;
}

static gboolean
say (CriticLibrary *library, const char *photo, char **words, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (photo, NULL);
  g_autoptr (CriticRow) row = critic_library_row_at (library, path, "", error);
  g_autoptr (CriticStep) step = critic_step_new ("Said");
  CriticCritiqueEntry entry = { .author = (char *) "", .own_score = NAN, .own_scale = 10.0, .counts = TRUE };
  CriticRating rating;

  if (row == NULL || row->image_id == 0)
    return FALSE;

  rating = row->rating;
  for (; *words != NULL; words++)
    {
      if (g_str_has_prefix (*words, "critique="))
        {
          entry.text = *words + strlen ("critique=");
          critic_step_set_critique (step, row->image_id, &entry);
        }
      else if (g_str_has_prefix (*words, "author="))
        entry.author = *words + strlen ("author=");
      else if (g_str_has_prefix (*words, "mark="))
        entry.own_score = g_ascii_strtod (*words + strlen ("mark="), NULL);
      else if (g_str_has_prefix (*words, "counts="))
        entry.counts = g_str_equal (*words + strlen ("counts="), "yes");
      else if (!take_word (&rating, *words))
        return FALSE;
    }
  critic_step_set_rating (step, row->image_id, &rating);

  return critic_library_apply (library, step, NULL, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticLibrary) library = argc > 2 ? critic_library_open (argv[1], &error) : NULL;

  if (library != NULL && say (library, argv[2], argv + 3, &error))
    return 0;

  fprintf (stderr, "%s\n", error != NULL ? error->message : "no such photograph or word");
  return 1;
}
