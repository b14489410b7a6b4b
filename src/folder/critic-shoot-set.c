/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-set.h"

#include <glib/gi18n-lib.h>

static char *
name_stars (guint8 stars, guint n)
{
  switch (stars)
    {
    case 0:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "No stars for %u photograph", "No stars for %u photographs", n), n);
    case 1:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "One star for %u photograph", "One star for %u photographs", n), n);
    case 2:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Two stars for %u photograph", "Two stars for %u photographs", n), n);
    case 3:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Three stars for %u photograph", "Three stars for %u photographs", n), n);
    case 4:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Four stars for %u photograph", "Four stars for %u photographs", n), n);
    default:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Five stars for %u photograph", "Five stars for %u photographs", n), n);
    }
}

static char *
name_flag (CriticFlag flag, guint n)
{
  switch (flag)
    {
    case CRITIC_FLAG_PICK:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u photograph picked", "%u photographs picked", n), n);
    case CRITIC_FLAG_REJECT:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u photograph rejected", "%u photographs rejected", n), n);
    case CRITIC_FLAG_NONE:
    default:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "No flag for %u photograph", "No flag for %u photographs", n), n);
    }
}

static char *
name_label (CriticLabel label, guint n)
{
  switch (label)
    {
    case CRITIC_LABEL_RED:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Red label for %u photograph", "Red label for %u photographs", n), n);
    case CRITIC_LABEL_YELLOW:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Yellow label for %u photograph", "Yellow label for %u photographs", n), n);
    case CRITIC_LABEL_GREEN:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Green label for %u photograph", "Green label for %u photographs", n), n);
    case CRITIC_LABEL_BLUE:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Blue label for %u photograph", "Blue label for %u photographs", n), n);
    case CRITIC_LABEL_PURPLE:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Purple label for %u photograph", "Purple label for %u photographs", n), n);
    case CRITIC_LABEL_NONE:
    default:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "No label for %u photograph", "No label for %u photographs", n), n);
    }
}

char *
critic_rating_name (CriticSet what, const CriticRating *rating, guint n)
{
  if (what == CRITIC_SET_FLAG)
    return name_flag (rating->flag, n);
  if (what == CRITIC_SET_STARS)
    return name_stars (rating->stars, n);
  if (what == CRITIC_SET_LABEL)
    return name_label (rating->label, n);
  if (what == CRITIC_SET_SCORE)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Own score for %u photograph", "Own score for %u photographs", n), n);
  if (what == CRITIC_SET_HIGH)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Own verdict on %u photograph", "Own verdict on %u photographs", n), n);
  if (what != 0 && (what & ~CRITIC_SET_STYLES) == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Own styles of %u photograph", "Own styles of %u photographs", n), n);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Marks of %u photograph", "Marks of %u photographs", n), n);
}
