/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From whatever a file holds to opaque sRGB bytes, row by row: the embedded
 * ICC profile by lcms2 (perceptual intent, black to black), then alpha on mid grey. Without a
 * profile, or with one that is broken or of another colour space, RGB is taken
 * for sRGB and CMYK is converted as Pillow does, (1 - ink) * (1 - black). */
#include <string.h>

#include <lcms2.h>
#include <xxhash.h>

#include "critic-photo-private.h"

#define MID_GREY 128

/* The photographs of one folder share one profile or two, and making a
 * transform, or finding that none is needed, takes longer than using it. */
#define MOST_REMEMBERED 8

/* What a profile comes to for one layout of pixels. Immutable once it is
 * remembered: transforms without lcms2's one-pixel cache serve any number of
 * threads. */
struct _CriticColour
{
  gatomicrefcount refs;
  CriticPixels    format;
  XXH128_hash_t   profile;      /* hash of its bytes */
  gsize           profile_size;
  cmsContext      context;
  cmsHTRANSFORM   transform;    /* of RGB and CMYK; NULL: none needed */
  gboolean        has_greys;    /* a grey profile: sRGB of each of its levels */
  guint8          greys[256][3];
};

static GMutex        remembered_lock;
static CriticColour *remembered[MOST_REMEMBERED];       /* the one used last first */

static void
ignore_lcms_error (cmsContext context, cmsUInt32Number code, const char *text)
{
}

/* x * y / 255, rounded, for 0 <= x, y <= 255. */
static inline guint8
multiply_255 (guint x, guint y)
{
  guint t = x * y + 128;

  return (guint8) (((t >> 8) + t) >> 8);
}

/* The conversion of a profile that is sRGB in all but name would only add
 * rounding: nobody sees two levels, but caches and tests see one. */
static gboolean
is_nearly_srgb (cmsHTRANSFORM transform, gboolean has_alpha)
{
  enum { STEPS = 17 };
  const guint n = has_alpha ? 4 : 3;
  guint8 in[STEPS * 4], out[STEPS * 4];

  memset (in, 255, sizeof in);
  memset (out, 0, sizeof out);
  for (guint r = 0; r < STEPS; r++)
    for (guint g = 0; g < STEPS; g++)
      {
        for (guint b = 0; b < STEPS; b++)
          {
            in[b * n] = r * 255 / (STEPS - 1);
            in[b * n + 1] = g * 255 / (STEPS - 1);
            in[b * n + 2] = b * 255 / (STEPS - 1);
          }
        cmsDoTransform (transform, in, out, STEPS);
        for (guint b = 0; b < STEPS; b++)
          for (guint c = 0; c < 3; c++)
            if (ABS ((int) in[b * n + c] - (int) out[b * n + c]) > 2)
              return FALSE;
      }
  return TRUE;
}

/* Turns the transform of a grey profile into a table. */
static void
tabulate_greys (CriticColour *self)
{
  for (guint i = 0; i < 256; i++)
    {
      const float level = i / 255.0f;
      float rgb[3] = { level, level, level };

      cmsDoTransform (self->transform, &level, rgb, 1);
      for (guint c = 0; c < 3; c++)
        self->greys[i][c] = (guint8) (CLAMP (rgb[c], 0.0f, 1.0f) * 255.0f + 0.5f);
    }
  self->has_greys = TRUE;
  g_clear_pointer (&self->transform, cmsDeleteTransform);
}

static void
open_transform (CriticColour *self, const guint8 *data, gsize size)
{
  cmsHPROFILE profile, srgb;
  cmsColorSpaceSignature space;
  cmsUInt32Number in = 0, out = TYPE_RGB_8, flags = cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE;

  if (size > G_MAXUINT32)
    return;
  self->context = cmsCreateContext (NULL, NULL);
  if (self->context == NULL)
    return;
  cmsSetLogErrorHandlerTHR (self->context, ignore_lcms_error);
  profile = cmsOpenProfileFromMemTHR (self->context, data, (cmsUInt32Number) size);
  if (profile == NULL)
    return;

  space = cmsGetColorSpace (profile);
  switch (self->format)
    {
    case CRITIC_PIXELS_GREY:
      in = space == cmsSigGrayData ? TYPE_GRAY_FLT : 0;
      break;
    case CRITIC_PIXELS_RGB:
    case CRITIC_PIXELS_RGBA:
      if (space == cmsSigRgbData && self->format == CRITIC_PIXELS_RGBA)
        {
          in = out = TYPE_RGBA_8;
          flags |= cmsFLAGS_COPY_ALPHA;
        }
      else if (space == cmsSigRgbData)
        in = TYPE_RGB_8;
      else if (space == cmsSigGrayData)
        in = TYPE_GRAY_FLT;     /* gdk-pixbuf gives grey files as RGB */
      break;
    case CRITIC_PIXELS_CMYK:
      in = space == cmsSigCmykData ? TYPE_CMYK_8 : 0;
      break;
    case CRITIC_PIXELS_CMYK_INVERTED:
      in = space == cmsSigCmykData ? TYPE_CMYK_8_REV : 0;
      break;
    default:
      g_assert_not_reached ();
    }
  if (in == TYPE_GRAY_FLT)
    out = TYPE_RGB_FLT;         /* exact: only 256 levels are asked for */

  srgb = cmsCreate_sRGBProfileTHR (self->context);
  if (in != 0 && srgb != NULL)
    self->transform = cmsCreateTransformTHR (self->context, profile, in, srgb, out,
                                             INTENT_PERCEPTUAL, flags);
  if (srgb != NULL)
    cmsCloseProfile (srgb);
  cmsCloseProfile (profile);

  if (self->transform != NULL && in == TYPE_GRAY_FLT)
    tabulate_greys (self);
  else if (self->transform != NULL && space == cmsSigRgbData &&
           is_nearly_srgb (self->transform, self->format == CRITIC_PIXELS_RGBA))
    g_clear_pointer (&self->transform, cmsDeleteTransform);
}

static CriticColour *
colour_new (CriticPixels format)
{
  CriticColour *self = g_new0 (CriticColour, 1);

  g_atomic_ref_count_init (&self->refs);
  self->format = format;
  return self;
}

/* Under the lock. The one that is asked for, moved to the front, or NULL. */
static CriticColour *
recall (CriticPixels format, XXH128_hash_t profile, gsize profile_size)
{
  for (guint i = 0; i < MOST_REMEMBERED && remembered[i] != NULL; i++)
    {
      CriticColour *found = remembered[i];

      if (found->format != format || found->profile_size != profile_size || !XXH128_isEqual (found->profile, profile))
        continue;
      memmove (remembered + 1, remembered, i * sizeof remembered[0]);
      remembered[0] = found;
      g_atomic_ref_count_inc (&found->refs);
      return found;
    }
  return NULL;
}

/* Another thread may have been quicker: two of a kind do no harm. */
static void
remember (CriticColour *self)
{
  CriticColour *oldest;

  g_mutex_lock (&remembered_lock);
  oldest = remembered[MOST_REMEMBERED - 1];
  memmove (remembered + 1, remembered, (MOST_REMEMBERED - 1) * sizeof remembered[0]);
  remembered[0] = self;
  g_atomic_ref_count_inc (&self->refs);
  g_mutex_unlock (&remembered_lock);
  critic_colour_unref (oldest);
}

/* @profile: (nullable): an ICC profile. Any thread. */
CriticColour *
critic_colour_new (CriticPixels format, const guint8 *profile, gsize profile_size)
{
  XXH128_hash_t hash;
  CriticColour *self;

  if (profile == NULL || profile_size == 0)
    return colour_new (format);

  hash = XXH3_128bits (profile, profile_size);
  g_mutex_lock (&remembered_lock);
  self = recall (format, hash, profile_size);
  g_mutex_unlock (&remembered_lock);
  if (self != NULL)
    return self;

  self = colour_new (format);
  self->profile = hash;
  self->profile_size = profile_size;
  open_transform (self, profile, profile_size);
  remember (self);
  return self;
}

/* TRUE: RGB bytes stay as they are. */
gboolean
critic_colour_is_passthrough (const CriticColour *self)
{
  return self->format == CRITIC_PIXELS_RGB && self->transform == NULL && !self->has_greys;
}

/* Levels of a grey profile, from pixels of @step bytes into pixels of
 * @out_step. FALSE, and nothing done: the row is not grey, so the profile
 * cannot be meant for it. */
static gboolean
convert_greys (const CriticColour *self, const guint8 *in, guint step, guint8 *out, guint out_step, guint n_pixels)
{
  if (step > 1)
    for (guint i = 0; i < n_pixels; i++)
      if (in[i * step] != in[i * step + 1] || in[i * step] != in[i * step + 2])
        return FALSE;
  for (guint i = 0; i < n_pixels; i++)
    memcpy (out + i * out_step, self->greys[in[i * step]], 3);
  return TRUE;
}

static void
convert_cmyk (const guint8 *in, guint8 *out, guint n_pixels, guint8 full_ink)
{
  const guint8 flip = full_ink == 255 ? 255 : 0;

  for (guint i = 0; i < n_pixels; i++, in += 4, out += 3)
    {
      const guint paper = in[3] ^ flip;

      for (guint c = 0; c < 3; c++)
        out[c] = multiply_255 (in[c] ^ flip, paper);
    }
}

static void
flatten (const guint8 *in, guint8 *out, guint n_pixels)
{
  for (guint i = 0; i < n_pixels; i++, in += 4, out += 3)
    for (guint c = 0; c < 3; c++)
      {
        guint t = in[c] * in[3] + MID_GREY * (255 - in[3]) + 128;

        out[c] = (guint8) (((t >> 8) + t) >> 8);
      }
}

/* @in: n_pixels in the format of critic_colour_new(); with alpha it is
 * overwritten by its colour in sRGB. @rgb_out: n_pixels * 3, not @in. */
void
critic_colour_convert (const CriticColour *self, guint8 *in, guint8 *rgb_out, guint n_pixels)
{
  switch (self->format)
    {
    case CRITIC_PIXELS_GREY:
      if (self->has_greys)
        convert_greys (self, in, 1, rgb_out, 3, n_pixels);
      else
        for (guint i = 0; i < n_pixels; i++)
          rgb_out[i * 3] = rgb_out[i * 3 + 1] = rgb_out[i * 3 + 2] = in[i];
      break;
    case CRITIC_PIXELS_RGB:
      if (self->transform != NULL)
        cmsDoTransform (self->transform, in, rgb_out, n_pixels);
      else if (!self->has_greys || !convert_greys (self, in, 3, rgb_out, 3, n_pixels))
        memcpy (rgb_out, in, (gsize) n_pixels * 3);
      break;
    case CRITIC_PIXELS_RGBA:
      if (self->transform != NULL)
        cmsDoTransform (self->transform, in, in, n_pixels);
      else if (self->has_greys)
        convert_greys (self, in, 4, in, 4, n_pixels);
      flatten (in, rgb_out, n_pixels);
      break;
    case CRITIC_PIXELS_CMYK:
    case CRITIC_PIXELS_CMYK_INVERTED:
      if (self->transform != NULL)
        cmsDoTransform (self->transform, in, rgb_out, n_pixels);
      else
        convert_cmyk (in, rgb_out, n_pixels, self->format == CRITIC_PIXELS_CMYK ? 255 : 0);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
critic_colour_unref (CriticColour *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  if (self->transform != NULL)
    cmsDeleteTransform (self->transform);
  if (self->context != NULL)
    cmsDeleteContext (self->context);
  g_free (self);
}
