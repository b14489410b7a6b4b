/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-styles.h"

#include <glib/gi18n-lib.h>

static const McnStyleInfo styles[] = {
  { "Complementary_Colors", N_("Complementary colors"), N_("Opposite hues of the colour wheel set against each other.") },
  { "Duotones", N_("Duotones"), N_("Two tones carry the whole picture.") },
  { "HDR", N_("HDR"), N_("Shadows and highlights both keep their detail.") },
  { "Image_Grain", N_("Image grain"), N_("Visible grain gives the surface a texture.") },
  { "Light_On_White", N_("Light on white"), N_("A bright subject before a white ground.") },
  { "Long_Exposure", N_("Long exposure"), N_("Time is drawn into the picture.") },
  { "Macro", N_("Macro"), N_("A small thing seen from very near.") },
  { "Motion_Blur", N_("Motion blur"), N_("Movement smears the subject or the ground.") },
  { "Negative_Image", N_("Negative image"), N_("Tones are turned to their opposites.") },
  { "Rule_of_Thirds", N_("Rule of thirds"), N_("The subject sits on a third of the frame.") },
  { "Shallow_DOF", N_("Shallow DOF"), N_("Sharp on the subject, soft elsewhere.") },
  { "Silhouettes", N_("Silhouettes"), N_("Dark shapes stand before the light.") },
  { "Soft_Focus", N_("Soft focus"), N_("A gentle blur lies over sharp detail.") },
  { "Vanishing_Point", N_("Vanishing point"), N_("Lines run together towards one point.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (styles) == MCN_N_STYLES);

/**
 * mcn_style_info:
 * @style: a style, below %MCN_N_STYLES
 *
 * Returns: (transfer none): its row of the table
 */
const McnStyleInfo *
mcn_style_info (McnStyle style)
{
  g_return_val_if_fail (style < MCN_N_STYLES, NULL);

  return &styles[style];
}
