/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-journal-values.h"

#include "critic-library-private.h"

#include <string.h>

/* flag, stars, label, own score, verdict, styles */
#define RATING_TYPE "(yyydyay)"
/* author, text, own score, its scale, written, counts, language */
#define CRITIQUE_TYPE "(ssddxbs)"
#define CRITIQUE_TYPE_1 "(ssddxb)"

static GBytes *
to_bytes (GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);

  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return g_variant_get_data_as_bytes (sunk);

  g_autoptr (GVariant) swapped = g_variant_byteswap (sunk);
  return g_variant_get_data_as_bytes (swapped);
}

static GVariant *
from_bytes (const char *type, GBytes *bytes)
{
  g_autoptr (GVariant) read = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));
  g_autoptr (GVariant) normal = g_variant_get_normal_form (read);

  return G_BYTE_ORDER == G_LITTLE_ENDIAN ? g_steal_pointer (&normal) : g_variant_byteswap (normal);
}

/**
 * critic_rating_pack: (skip)
 * @rating: a tidy rating
 *
 * Returns: (transfer full): for critic_rating_unpack()
 */
GBytes *
critic_rating_pack (const CriticRating *rating)
{
  guint8 styles[MCN_N_STYLES];

  for (guint i = 0; i < MCN_N_STYLES; i++)
    styles[i] = rating->style[i];

  return to_bytes (g_variant_new ("(yyydy@ay)", (guchar) rating->flag, rating->stars, (guchar) rating->label, rating->score,
                                  (guchar) rating->high,
                                  g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, styles, sizeof styles, 1)));
}

/**
 * critic_rating_unpack: (skip)
 * @bytes: any bytes
 * @rating: (out): a tidy rating
 */
void
critic_rating_unpack (GBytes *bytes, CriticRating *rating)
{
  g_autoptr (GVariant) value = from_bytes (RATING_TYPE, bytes);
  g_autoptr (GVariant) list = NULL;
  guchar flag, label, high;
  const guint8 *styles;
  gsize n_styles;

  memset (rating, 0, sizeof *rating);
  g_variant_get (value, "(yyydy@ay)", &flag, &rating->stars, &label, &rating->score, &high, &list);
  rating->flag = flag;
  rating->label = label;
  rating->high = high;
  styles = g_variant_get_fixed_array (list, &n_styles, 1);
  for (guint i = 0; i < MIN (n_styles, MCN_N_STYLES); i++)
    rating->style[i] = styles[i];
  critic_rating_tidy (rating);
}

/**
 * critic_critique_pack: (skip)
 * @entry: a critique, in UTF-8
 *
 * Returns: (transfer full): all of it but its id, for critic_critique_unpack()
 */
GBytes *
critic_critique_pack (const CriticCritiqueEntry *entry)
{
  return to_bytes (g_variant_new (CRITIQUE_TYPE, entry->author, entry->text, entry->own_score, entry->own_scale,
                                  entry->written, entry->counts, entry->language != NULL ? entry->language : ""));
}

/**
 * critic_critique_unpack: (skip)
 * @bytes: any bytes
 * @id: the critique's id
 * @with_language: as this version packs it; %FALSE: as version 1 of the library did
 *
 * Returns: (transfer full): the critique
 */
CriticCritiqueEntry *
critic_critique_unpack (GBytes *bytes, gint64 id, gboolean with_language)
{
  g_autoptr (GVariant) value = from_bytes (with_language ? CRITIQUE_TYPE : CRITIQUE_TYPE_1, bytes);
  CriticCritiqueEntry *entry = g_new0 (CriticCritiqueEntry, 1);

  if (with_language)
    g_variant_get (value, CRITIQUE_TYPE, &entry->author, &entry->text, &entry->own_score, &entry->own_scale,
                   &entry->written, &entry->counts, &entry->language);
  else
    g_variant_get (value, CRITIQUE_TYPE_1, &entry->author, &entry->text, &entry->own_score, &entry->own_scale,
                   &entry->written, &entry->counts);
  entry->id = id;
  return entry;
}
