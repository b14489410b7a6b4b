/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words that a filter knows. */
#include "critic-filter-node.h"

#include <string.h>

static const char *const flags[] = { "none", "pick", "reject", NULL };
static const char *const labels[] = { "none", "red", "yellow", "green", "blue", "purple", NULL };
G_STATIC_ASSERT (CRITIC_FLAG_PICK == 1 && CRITIC_FLAG_REJECT == 2);
G_STATIC_ASSERT (CRITIC_LABEL_RED == 1 && CRITIC_LABEL_PURPLE == G_N_ELEMENTS (labels) - 2);

static const CriticField fields[] = {
  { "score", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_SCORE },
  { "photo", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_PHOTO },
  { "error", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_ERROR },
  { "low", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_LOW },
  { "spread", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_SPREAD },
  { "percentile", CRITIC_FIELD_SHARE, CRITIC_NUMBER_PERCENTILE },
  { "p_high", CRITIC_FIELD_SHARE, CRITIC_NUMBER_P_HIGH },
  { "high", CRITIC_FIELD_YES, CRITIC_YES_HIGH },
  { "style", CRITIC_FIELD_STYLE },
  { "stars", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_STARS },
  { "own", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_OWN },
  { "flag", CRITIC_FIELD_CHOICE, CRITIC_CHOICE_FLAG, flags },
  { "picked", CRITIC_FIELD_YES, CRITIC_YES_PICKED },
  { "rejected", CRITIC_FIELD_YES, CRITIC_YES_REJECTED },
  { "label", CRITIC_FIELD_CHOICE, CRITIC_CHOICE_LABEL, labels },
  { "disagrees", CRITIC_FIELD_YES, CRITIC_YES_DISAGREES },
  { "disagreement", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_DISAGREEMENT },
  { "critiques", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_CRITIQUES },
  { "critique", CRITIC_FIELD_CRITIQUE },
  { "critiqued", CRITIC_FIELD_YES, CRITIC_YES_CRITIQUED },
  { "name", CRITIC_FIELD_TEXT, CRITIC_TEXT_NAME },
  { "folder", CRITIC_FIELD_TEXT, CRITIC_TEXT_FOLDER },
  { "path", CRITIC_FIELD_TEXT, CRITIC_TEXT_PATH },
  { "taken", CRITIC_FIELD_DATE, CRITIC_NUMBER_TAKEN },
  { "size", CRITIC_FIELD_BYTES, CRITIC_NUMBER_SIZE },
  { "width", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_WIDTH },
  { "height", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_HEIGHT },
  { "sharpness", CRITIC_FIELD_SHARE, CRITIC_NUMBER_SHARPNESS },
  { "exposure", CRITIC_FIELD_SHARE, CRITIC_NUMBER_EXPOSURE },
  { "clipped", CRITIC_FIELD_SHARE, CRITIC_NUMBER_CLIPPED },
  { "taste", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_TASTE },
  { "likeness", CRITIC_FIELD_NUMBER, CRITIC_NUMBER_LIKENESS },
  { "burst", CRITIC_FIELD_YES, CRITIC_YES_BURST },
  { "best", CRITIC_FIELD_YES, CRITIC_YES_BEST },
  { "failed", CRITIC_FIELD_YES, CRITIC_YES_FAILED },
  { "failure", CRITIC_FIELD_TEXT, CRITIC_TEXT_FAILURE },
  { "waiting", CRITIC_FIELD_YES, CRITIC_YES_WAITING },
  { "gone", CRITIC_FIELD_YES, CRITIC_YES_GONE },
};

const CriticField *
critic_field_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_ascii_strcasecmp (fields[i].name, name) == 0)
      return &fields[i];
  return NULL;
}

/* Longer words than this are like no field. */
#define LONGEST 16

/* Letters to change, add, drop or swap with their neighbour to make @b of @a. */
static guint
distance (const char *a, const char *b)
{
  guint n = strlen (a), m = strlen (b), d[LONGEST + 1][LONGEST + 1];

  for (guint i = 0; i <= n; i++)
    for (guint j = 0; j <= m; j++)
      {
        if (i == 0 || j == 0)
          {
            d[i][j] = i + j;
            continue;
          }
        guint change = g_ascii_tolower (a[i - 1]) != g_ascii_tolower (b[j - 1]);

        d[i][j] = MIN (d[i - 1][j - 1] + change, MIN (d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1 && j > 1 && g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 2]) &&
            g_ascii_tolower (a[i - 2]) == g_ascii_tolower (b[j - 1]))
          d[i][j] = MIN (d[i][j], d[i - 2][j - 2] + 1);
      }
  return d[n][m];
}

const CriticField *
critic_field_guess (const char *name)
{
  const CriticField *best = NULL;
  guint nearest = 3;

  if (strlen (name) > LONGEST)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      guint far = distance (name, fields[i].name);

      /* Half of a short word changed is another word. */
      if (far < nearest && 2 * far < strlen (fields[i].name))
        {
          nearest = far;
          best = &fields[i];
        }
    }
  return best;
}
