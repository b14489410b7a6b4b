/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Profiles, made here by lcms2, and pixels for them. */
#include <math.h>
#include <string.h>

#include <lcms2.h>

#include "photo-test-profiles.h"

GBytes *
photo_test_save_profile (cmsHPROFILE profile)
{
  cmsUInt32Number n = 0;
  guint8 *data;

  g_assert_true (cmsSaveProfileToMem (profile, NULL, &n));
  data = g_malloc (n);
  g_assert_true (cmsSaveProfileToMem (profile, data, &n));
  cmsCloseProfile (profile);
  return g_bytes_new_take (data, n);
}

static GBytes *
rgb_profile (double gamma, const cmsCIExyYTRIPLE *primaries)
{
  const cmsCIExyY d65 = { 0.3127, 0.3290, 1 };
  const double srgb[5] = { 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045 };
  cmsToneCurve *curve = gamma > 0 ? cmsBuildGamma (NULL, gamma) : cmsBuildParametricToneCurve (NULL, 4, srgb);
  cmsToneCurve *curves[3] = { curve, curve, curve };
  cmsHPROFILE profile = cmsCreateRGBProfile (&d65, primaries, curves);

  cmsFreeToneCurve (curve);
  return photo_test_save_profile (profile);
}

GBytes *
photo_test_adobe_rgb (void)
{
  const cmsCIExyYTRIPLE primaries = { { 0.64, 0.33, 1 }, { 0.21, 0.71, 1 }, { 0.15, 0.06, 1 } };

  return rgb_profile (563.0 / 256, &primaries);
}

GBytes *
photo_test_display_p3 (void)
{
  const cmsCIExyYTRIPLE primaries = { { 0.68, 0.32, 1 }, { 0.265, 0.69, 1 }, { 0.15, 0.06, 1 } };

  return rgb_profile (0, &primaries);
}

GBytes *
photo_test_grey (double gamma)
{
  cmsToneCurve *curve = cmsBuildGamma (NULL, gamma);
  cmsHPROFILE profile = cmsCreateGrayProfile (cmsD50_xyY (), curve);

  cmsFreeToneCurve (curve);
  return photo_test_save_profile (profile);
}

/* sRGB = (1 - ink)^gain * (1 - black)^gain; the power stands in the curves. */
static cmsInt32Number
sample_inks (const cmsUInt16Number in[], cmsUInt16Number out[], void *to_lab)
{
  double rgb[3];

  for (guint c = 0; c < 3; c++)
    rgb[c] = (1 - in[c] / 65535.0) * (1 - in[3] / 65535.0);
  cmsDoTransform (to_lab, rgb, out, 1);
  return TRUE;
}

GBytes *
photo_test_press (void)
{
  cmsHPROFILE profile = cmsCreateProfilePlaceholder (NULL);
  cmsHPROFILE srgb = cmsCreate_sRGBProfile ();
  cmsHPROFILE lab = cmsCreateLab4Profile (NULL);
  cmsHTRANSFORM to_lab = cmsCreateTransform (srgb, TYPE_RGB_DBL, lab, TYPE_LabV2_16, INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE);
  cmsPipeline *pipeline = cmsPipelineAlloc (NULL, 4, 3);
  cmsStage *table = cmsStageAllocCLut16bit (NULL, 15, 4, 3, NULL);
  guint16 gain[256];
  cmsToneCurve *curve, *curves[4];

  for (guint i = 0; i < 256; i++)
    gain[i] = (guint16) lrint (65535 * (1 - pow (1 - i / 255.0, PHOTO_TEST_DOT_GAIN)));
  curve = cmsBuildTabulatedToneCurve16 (NULL, 256, gain);
  for (guint c = 0; c < 4; c++)
    curves[c] = curve;
  cmsSetProfileVersion (profile, 2.4);      /* 4 would shift the black of the perceptual intent */
  cmsSetDeviceClass (profile, cmsSigOutputClass);
  cmsSetColorSpace (profile, cmsSigCmykData);
  cmsSetPCS (profile, cmsSigLabData);
  g_assert_true (cmsStageSampleCLut16bit (table, sample_inks, to_lab, 0));
  g_assert_true (cmsPipelineInsertStage (pipeline, cmsAT_END, cmsStageAllocToneCurves (NULL, 4, curves)));
  g_assert_true (cmsPipelineInsertStage (pipeline, cmsAT_END, table));
  g_assert_true (cmsPipelineInsertStage (pipeline, cmsAT_END, cmsStageAllocToneCurves (NULL, 3, NULL)));
  g_assert_true (cmsWriteTag (profile, cmsSigAToB0Tag, pipeline));
  cmsPipelineFree (pipeline);
  cmsFreeToneCurve (curve);
  cmsDeleteTransform (to_lab);
  cmsCloseProfile (lab);
  cmsCloseProfile (srgb);
  return photo_test_save_profile (profile);
}

guint8 *
photo_test_from_srgb (CriticPhoto *photo, GBytes *profile_bytes)
{
  const guint n = critic_photo_get_width (photo) * critic_photo_get_height (photo);
  gsize size;
  const guint8 *data = g_bytes_get_data (profile_bytes, &size);
  cmsHPROFILE profile = cmsOpenProfileFromMem (data, (cmsUInt32Number) size);
  cmsHPROFILE srgb = cmsCreate_sRGBProfile ();
  cmsHTRANSFORM transform = cmsCreateTransform (srgb, TYPE_RGB_8, profile, TYPE_RGB_8, INTENT_PERCEPTUAL, 0);
  guint8 *out = g_malloc ((gsize) n * 3);

  cmsDoTransform (transform, g_bytes_get_data (critic_photo_get_pixels (photo), NULL), out, n);
  cmsDeleteTransform (transform);
  cmsCloseProfile (profile);
  cmsCloseProfile (srgb);
  return out;
}

/* @gain: of the press; 1 is what is assumed without a profile. */
guint8 *
photo_test_to_inks (CriticPhoto *photo, double gain)
{
  const gsize n = (gsize) critic_photo_get_width (photo) * critic_photo_get_height (photo);
  const guint8 *rgb = g_bytes_get_data (critic_photo_get_pixels (photo), NULL);
  guint8 *inks = g_malloc (n * 4);

  for (gsize i = 0; i < n; i++)
    {
      double paper[3], white = 0;

      for (guint c = 0; c < 3; c++)
        {
          paper[c] = pow (rgb[i * 3 + c] / 255.0, 1 / gain);
          white = MAX (white, paper[c]);
        }
      white = (1 + white) / 2;  /* half of the black that could be taken */
      for (guint c = 0; c < 3; c++)
        inks[i * 4 + c] = (guint8) lrint (255 * (1 - paper[c] / white));
      inks[i * 4 + 3] = (guint8) lrint (255 * (1 - white));
    }
  return inks;
}
