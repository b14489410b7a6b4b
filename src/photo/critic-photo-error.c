/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "critic-photo-private.h"

G_DEFINE_QUARK (critic-photo-error-quark, critic_photo_error)

/* @width, @height: 0 when the file does not get that far. */
void
critic_photo_set_too_large (GError **error, const char *display_name, guint width, guint height)
{
  const guint limit = CRITIC_PHOTO_MAX_PIXELS / 1000000;

  if (width > 0 && height > 0)
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_TOO_LARGE,
                 _("“%s” is %u × %u pixels, more than the %u million that can be opened. "
                   "Save a smaller copy and open that."),
                 display_name, width, height, limit);
  else
    g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_TOO_LARGE,
                 _("“%s” has more than the %u million pixels that can be opened. "
                   "Save a smaller copy and open that."),
                 display_name, limit);
}

void
critic_photo_set_empty (GError **error, const char *display_name)
{
  g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_EMPTY,
               _("“%s” is empty. Copy it from the camera or from a backup again."), display_name);
}

void
critic_photo_set_damaged (GError **error, const char *display_name)
{
  g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_DAMAGED,
               _("“%s” is damaged or was cut short. Copy it from the camera or from a backup again."),
               display_name);
}

void
critic_photo_set_no_memory (GError **error, const char *display_name)
{
  g_set_error (error, CRITIC_PHOTO_ERROR, CRITIC_PHOTO_ERROR_TOO_LARGE,
               _("There is not enough memory for “%s”. Close other programs, or save a smaller copy and open that."),
               display_name);
}
