/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-xmp.h"

#include "critic-xmp-document.h"

#include <gexiv2/gexiv2.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define OURS "Xmp.photocritic."

static const char *const labels[] = { "", "Red", "Yellow", "Green", "Blue", "Purple" };

G_STATIC_ASSERT (G_N_ELEMENTS (labels) == CRITIC_LABEL_PURPLE + 1);

const char *
critic_xmp_label_name (CriticLabel label)
{
  return labels[MIN (label, CRITIC_LABEL_PURPLE)];
}

CriticLabel
critic_xmp_label_parse (const char *text)
{
  for (gsize i = 1; i < G_N_ELEMENTS (labels); i++)
    if (g_ascii_strcasecmp (text, labels[i]) == 0)
      return (CriticLabel) i;
  return CRITIC_LABEL_NONE;
}

/* (transfer full) (nullable) */
static char *
get (GExiv2Metadata *metadata, const char *tag)
{
  char *text = gexiv2_metadata_try_get_tag_string (metadata, tag, NULL);

  return text != NULL ? g_strstrip (text) : NULL;
}

static GStrv
get_bag (GExiv2Metadata *metadata, const char *tag)
{
  GStrv values = gexiv2_metadata_try_has_tag (metadata, tag, NULL) ? gexiv2_metadata_try_get_tag_multiple (metadata, tag, NULL) : NULL;

  return values != NULL ? values : g_new0 (char *, 1);
}

/* FALSE: no number that a rating can be. */
static gboolean
read_stars (const char *text, gint *stars)
{
  char *end;
  const gdouble value = text != NULL && *text != '\0' ? g_ascii_strtod (text, &end) : NAN;

  if (!(value >= -1 && value <= 5) || *end != '\0')
    return FALSE;
  *stars = (gint) floor (value);
  return TRUE;
}

static CriticSays
read_truth (const char *text)
{
  if (text == NULL)
    return CRITIC_SAYS_NOTHING;
  if (g_ascii_strcasecmp (text, "True") == 0)
    return CRITIC_SAYS_YES;
  return g_ascii_strcasecmp (text, "False") == 0 ? CRITIC_SAYS_NO : CRITIC_SAYS_NOTHING;
}

/* What others write counts before what we wrote once. */
static void
read_rating (GExiv2Metadata *metadata, CriticXmp *xmp)
{
  g_autofree char *rating = get (metadata, "Xmp.xmp.Rating");
  g_autofree char *flag = get (metadata, OURS "Flag");
  g_autofree char *kept = get (metadata, OURS "Stars");
  gint stars;
  gboolean rated = read_stars (rating, &stars);

  if (rated && stars < 0)
    {
      xmp->rating.flag = CRITIC_FLAG_REJECT;
      xmp->mute &= ~CRITIC_SET_FLAG;
      if (read_stars (kept, &stars) && stars >= 0)
        xmp->rating.stars = (guint8) stars;
      else
        xmp->mute |= CRITIC_SET_STARS;
      return;
    }

  if (rated)
    xmp->rating.stars = (guint8) stars;
  if (g_strcmp0 (flag, "pick") == 0)
    xmp->rating.flag = CRITIC_FLAG_PICK;
}

static void
read_label (GExiv2Metadata *metadata, CriticXmp *xmp)
{
  g_autofree char *label = get (metadata, "Xmp.xmp.Label");

  if (label != NULL)
    xmp->rating.label = critic_xmp_label_parse (label);
}

static gboolean
is_branch_of (const char *word, const McnStyleInfo *style)
{
  return g_str_has_prefix (word, CRITIC_XMP_BRANCH) &&
         g_ascii_strcasecmp (word + strlen (CRITIC_XMP_BRANCH), style->name) == 0;
}

/* A style among the subjects that we did not put there was put there by somebody
 * in another program; one that we put there and is gone was taken away. */
static void
read_styles (GExiv2Metadata *metadata, CriticXmp *xmp)
{
  g_auto (GStrv) said = get_bag (metadata, OURS "OwnStyles");
  g_auto (GStrv) denied = get_bag (metadata, OURS "OwnNotStyles");
  g_auto (GStrv) put = get_bag (metadata, OURS "Branches");
  g_auto (GStrv) subjects = get_bag (metadata, "Xmp.lr.hierarchicalSubject");

  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      const McnStyleInfo *style = mcn_style_info (i);
      gboolean by_us = FALSE, there = FALSE;

      for (gsize j = 0; subjects[j] != NULL; j++)
        there |= is_branch_of (subjects[j], style);
      for (gsize j = 0; put[j] != NULL; j++)
        by_us |= is_branch_of (put[j], style);
      if (g_strv_contains ((const char *const *) denied, style->id))
        xmp->rating.style[i] = CRITIC_SAYS_NO;
      if (g_strv_contains ((const char *const *) said, style->id) && (there || !by_us))
        xmp->rating.style[i] = CRITIC_SAYS_YES;
      if (there && !by_us)
        {
          xmp->rating.style[i] = CRITIC_SAYS_YES;
          xmp->mute &= ~CRITIC_SET_STYLE (i);
        }
    }
}

/* Others do not know what is ours; that they leave it out takes nothing back. */
static gboolean
has_ours (GExiv2Metadata *metadata)
{
  g_auto (GStrv) tags = gexiv2_metadata_get_xmp_tags (metadata);

  for (gsize i = 0; tags != NULL && tags[i] != NULL; i++)
    if (g_str_has_prefix (tags[i], OURS))
      return TRUE;
  return FALSE;
}

static void
read_all (GExiv2Metadata *metadata, CriticXmp *xmp)
{
  g_autofree char *score = get (metadata, OURS "OwnScore");
  g_autofree char *high = get (metadata, OURS "OwnHigh");

  if (!has_ours (metadata))
    xmp->mute = CRITIC_SET_FLAG | CRITIC_SET_SCORE | CRITIC_SET_HIGH | CRITIC_SET_STYLES;
  read_rating (metadata, xmp);
  read_label (metadata, xmp);
  read_styles (metadata, xmp);
  if (score != NULL)
    xmp->rating.score = g_ascii_strtod (score, NULL);
  if (!(xmp->rating.score >= 1 && xmp->rating.score <= 10))
    xmp->rating.score = 0;
  xmp->rating.high = read_truth (high);
}

gboolean
critic_xmp_read_sidecar (const char *text, gsize length, CriticXmp *xmp, GError **error)
{
  g_autoptr (CriticXmpDocument) document = critic_xmp_document_new (text, length, error);
  g_autofree char *whole = NULL;
  gboolean read;

  memset (xmp, 0, sizeof *xmp);
  if (document == NULL)
    return FALSE;
  if (!critic_xmp_document_is_used (document))
    return TRUE;

  /* In UTF-8, whatever it came in. */
  whole = critic_xmp_document_to_text (document);
  if (critic_exiv2_initialize ())
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (critic_exiv2_lock ());
      g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();

      /* Of what is too damaged for it Exiv2 says that it is empty. */
      read = gexiv2_metadata_open_buf (metadata, (const guint8 *) whole, (glong) strlen (whole), NULL) &&
             gexiv2_metadata_has_xmp (metadata);
      if (read)
        read_all (metadata, xmp);
      g_clear_object (&metadata);       /* before the lock goes */
    }
  else
    read = FALSE;
  if (!read)
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, _("it is damaged"));
  return read;
}

void
critic_xmp_read_photo (const char *path, CriticXmp *xmp)
{
  memset (xmp, 0, sizeof *xmp);
  if (critic_exiv2_initialize ())
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (critic_exiv2_lock ());
      g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();

      if (gexiv2_metadata_open_path (metadata, path, NULL) && gexiv2_metadata_has_xmp (metadata))
        read_all (metadata, xmp);
      g_clear_object (&metadata);
    }
}
