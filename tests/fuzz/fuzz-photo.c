/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file's content, shrunk while decoding and at full size, and on to the
 * network's picture. */
#include "critic-photo-formats.h"
#include "critic-preprocess.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define LONG_SIDE 96

static void
try_load (GBytes *bytes, guint at_least)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CriticPhoto) photo = critic_photo_load_bytes (bytes, "fuzz", at_least, NULL, &error);
  g_autoptr (CriticNetworkPicture) picture = NULL;

  g_assert_true ((photo == NULL) == (error != NULL));
  if (photo == NULL)
    {
      g_assert_true (error->domain == CRITIC_PHOTO_ERROR);
      return;
    }
  g_assert_cmpuint (critic_photo_get_width (photo), >, 0);
  g_assert_cmpuint (critic_photo_get_height (photo), >, 0);
  g_assert_cmpuint (critic_photo_get_width (photo), <=, critic_photo_get_full_width (photo));
  g_assert_cmpuint (critic_photo_get_height (photo), <=, critic_photo_get_full_height (photo));
  g_assert_cmpuint (g_bytes_get_size (critic_photo_get_pixels (photo)), ==,
                    critic_photo_get_stride (photo) * critic_photo_get_height (photo));

  picture = critic_preprocess_for_network (photo, LONG_SIDE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (picture->width % 32, ==, 0);
  g_assert_cmpuint (picture->height % 32, ==, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) guess = critic_photo_guess_error (bytes, "fuzz");
  guint width = 0, height = 0;

  g_assert_true (critic_photo_probe_jpeg (bytes, &width, &height) == (width > 0 && height > 0));

  try_load (bytes, LONG_SIDE);
  try_load (bytes, 0);
  return 0;
}
