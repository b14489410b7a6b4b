/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sidecar-merge.h"

#include <string.h>

void
critic_sidecar_order (const CriticReading *readings, CriticSource order[CRITIC_N_SOURCES - 1])
{
  const gboolean stem_first = readings[CRITIC_SOURCE_STEM].known &&
                              (!readings[CRITIC_SOURCE_FULL].known ||
                               readings[CRITIC_SOURCE_STEM].mtime > readings[CRITIC_SOURCE_FULL].mtime);

  order[0] = stem_first ? CRITIC_SOURCE_STEM : CRITIC_SOURCE_FULL;
  order[1] = stem_first ? CRITIC_SOURCE_FULL : CRITIC_SOURCE_STEM;
  order[2] = CRITIC_SOURCE_PHOTO;
}

/* Takes what was found and says what changed in it since it was read before. A file
 * that is gone takes nothing back. */
static CriticSet
take_glance (CriticReading *reading, const CriticGlance *glance, gint64 now)
{
  CriticRating before = reading->known ? reading->rating : (CriticRating) { 0, };
  CriticRating rating = glance->xmp.rating;
  CriticSet differ = reading->known ? reading->differ : 0, mute;

  if (!glance->looked)
    return 0;
  if (!glance->there)
    {
      memset (reading, 0, sizeof *reading);
      return 0;
    }

  /* Of a pick others cannot speak, of a rejection they can. */
  mute = glance->xmp.mute & ~(before.flag == CRITIC_FLAG_REJECT ? CRITIC_SET_FLAG : 0);
  critic_rating_set (&rating, mute, &before);
  *reading = (CriticReading) { .known = TRUE, .size = glance->size, .mtime = glance->mtime, .made = now,
                               .rating = rating, .differ = differ };
  return critic_rating_compare (&before, &rating);
}

void
critic_sidecar_merge (CriticMarked *marked, const CriticGlance *glances, gint64 now)
{
  CriticReading *readings = marked->readings, *base = &readings[CRITIC_SOURCE_LIBRARY];
  const CriticRating nothing = { 0, };
  const CriticSet here = critic_rating_compare (&marked->rating, base->known ? &base->rating : &nothing);
  CriticSet changed[CRITIC_N_SOURCES] = { 0, }, taken = here;
  CriticSource order[CRITIC_N_SOURCES - 1];

  for (guint i = CRITIC_SOURCE_PHOTO; i < CRITIC_N_SOURCES; i++)
    changed[i] = take_glance (&readings[i], &glances[i], now);

  critic_sidecar_order (readings, order);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      CriticReading *reading = &readings[order[i]];
      const CriticSet take = changed[order[i]] & ~taken & ~reading->differ;

      critic_rating_set (&marked->rating, take, &reading->rating);
      taken |= take;
    }

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      CriticReading *reading = &readings[order[i]];

      if (reading->known)
        reading->differ = (reading->differ | changed[order[i]]) & critic_rating_compare (&marked->rating, &reading->rating);
    }

  if (!base->known || here != 0 || critic_rating_compare (&marked->rating, &base->rating) != 0)
    *base = (CriticReading) { .known = TRUE, .made = now, .rating = marked->rating };
}
