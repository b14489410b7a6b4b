/* SPDX-License-Identifier: GPL-3.0-or-later */

/* EXIF for people, by gexiv2 from memory: some tenths of a millisecond even for
 * a file of ten megabytes. */
#include <math.h>
#include <string.h>

#include <gexiv2/gexiv2.h>
#include <glib/gi18n-lib.h>

#include "critic-exiv2.h"
#include "critic-metadata.h"
#include "critic-photo-private.h"

/* No camera's name is longer; a hostile file's may be. */
#define MAX_NAME 128
/* Bytes. */
#define MAX_DESCRIPTION (1024 * 1024)

struct _CriticMetadata
{
  gatomicrefcount refs;
  gint64          taken;
  guint           orientation;
  char           *camera, *lens, *exposure, *description;
  gboolean        has_place;
  gdouble         latitude, longitude;
};

static char *
get_text (GExiv2Metadata *metadata, const char *tag)
{
  return gexiv2_metadata_try_get_tag_string (metadata, tag, NULL);
}

/* The first @n rationals of a tag. FALSE: fewer, or one is not a number. */
static gboolean
get_rationals (GExiv2Metadata *metadata, const char *tag, gdouble *numbers, guint n)
{
  g_autofree char *text = get_text (metadata, tag);
  const char *at = text != NULL ? text : "";

  for (guint i = 0; i < n; i++)
    {
      char *end;
      const gint64 numerator = g_ascii_strtoll (at, &end, 10);
      gint64 denominator;

      if (end == at || *end != '/')
        return FALSE;
      at = end + 1;
      denominator = g_ascii_strtoll (at, &end, 10);
      if (end == at || denominator == 0)
        return FALSE;
      at = end;
      numbers[i] = (gdouble) numerator / (gdouble) denominator;
    }
  return TRUE;
}

/* One line of UTF-8 without spaces around it, or NULL. */
static char *
get_name (GExiv2Metadata *metadata, const char *tag)
{
  g_autofree char *text = get_text (metadata, tag);
  g_autofree char *name = NULL;
  g_autofree char *valid = NULL;

  if (text == NULL)
    return NULL;
  name = g_strndup (text, MAX_NAME);
  for (char *c = name; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  valid = g_utf8_make_valid (name, -1);
  g_strstrip (valid);
  return *valid != '\0' ? g_steal_pointer (&valid) : NULL;
}

/* "Canon" and "Canon EOS R5" are one name, "NIKON CORPORATION" and "NIKON D850" too. */
static char *
find_camera (GExiv2Metadata *metadata)
{
  g_autofree char *maker = get_name (metadata, "Exif.Image.Make");
  g_autofree char *model = get_name (metadata, "Exif.Image.Model");
  gsize length;

  if (maker == NULL || model == NULL)
    return model != NULL ? g_steal_pointer (&model) : g_steal_pointer (&maker);
  length = strcspn (maker, " ");
  if (g_ascii_strncasecmp (maker, model, length) == 0)
    return g_steal_pointer (&model);
  return g_strconcat (maker, " ", model, NULL);
}

static char *
find_lens (GExiv2Metadata *metadata)
{
  char *lens = get_name (metadata, "Exif.Photo.LensModel");

  return lens != NULL ? lens : get_name (metadata, "Xmp.aux.Lens");
}

static gboolean
read_digits (const char **at, guint n, char following, gint *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *number = *number * 10 + (**at - '0');
    }
  if (following == '\0')
    return TRUE;
  return *(*at)++ == following;
}

/* "2026:05:01 12:30:15" in milliseconds since 1970; 0: no such time. */
static gint64
read_time (const char *text, const char *fraction)
{
  gint year, month, day, hour, minute, second, millisecond = 0;
  g_autoptr (GDateTime) time = NULL;

  if (!read_digits (&text, 4, ':', &year) || !read_digits (&text, 2, ':', &month) ||
      !read_digits (&text, 2, ' ', &day) || !read_digits (&text, 2, ':', &hour) ||
      !read_digits (&text, 2, ':', &minute) || !read_digits (&text, 2, '\0', &second))
    return 0;
  time = g_date_time_new_utc (year, month, day, hour, minute, MIN (second, 59));
  if (time == NULL)
    return 0;
  for (guint i = 0, unit = 100; i < 3 && g_ascii_isdigit (fraction[i]); i++, unit /= 10)
    millisecond += (fraction[i] - '0') * (gint) unit;
  return g_date_time_to_unix (time) * 1000 + millisecond;
}

static gint64
find_taken (GExiv2Metadata *metadata)
{
  static const char *const tags[][2] = {
    { "Exif.Photo.DateTimeOriginal", "Exif.Photo.SubSecTimeOriginal" },
    { "Exif.Image.DateTimeOriginal", "Exif.Photo.SubSecTimeOriginal" },     /* TIFF/EP */
    { "Exif.Photo.DateTimeDigitized", "Exif.Photo.SubSecTimeDigitized" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *text = get_text (metadata, tags[i][0]);
      g_autofree char *fraction = get_text (metadata, tags[i][1]);
      const gint64 taken = text != NULL ? read_time (text, fraction != NULL ? fraction : "") : 0;

      if (taken != 0)
        return taken;
    }
  return 0;
}

static void
add_part (GString *parts, char *part)
{
  if (parts->len > 0)
    g_string_append (parts, " · ");
  g_string_append (parts, part);
  g_free (part);
}

static void
add_shutter (GString *parts, gdouble seconds)
{
  const gdouble fraction = 1 / seconds;

  if (seconds < 1 && fabs (fraction - round (fraction)) < 0.05 * fraction)
    /* Translators: the time a photograph was exposed, a fraction of a second: 1/1250 s */
    add_part (parts, g_strdup_printf (_("1/%.0f s"), round (fraction)));
  else
    /* Translators: the time a photograph was exposed, in seconds: 2.5 s */
    add_part (parts, g_strdup_printf (_("%.3g s"), seconds));
}

/* 65535 says that it is told elsewhere. */
static guint
find_iso (GExiv2Metadata *metadata)
{
  static const char *const tags[] = { "Exif.Photo.ISOSpeedRatings", "Exif.Photo.RecommendedExposureIndex",
                                      "Exif.Image.ISOSpeedRatings" };

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autofree char *text = get_text (metadata, tags[i]);
      const guint64 iso = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;

      if (iso > 0 && iso != 65535 && iso < 100000000)
        return (guint) iso;
    }
  return 0;
}

static char *
find_exposure (GExiv2Metadata *metadata)
{
  g_autoptr (GString) parts = g_string_new (NULL);
  const guint iso = find_iso (metadata);
  gdouble number;

  if (get_rationals (metadata, "Exif.Photo.FocalLength", &number, 1) && number > 0)
    /* Translators: a focal length in millimetres */
    add_part (parts, g_strdup_printf (_("%.4g mm"), number));
  if (get_rationals (metadata, "Exif.Photo.ExposureTime", &number, 1) && number > 0)
    add_shutter (parts, number);
  if (get_rationals (metadata, "Exif.Photo.FNumber", &number, 1) && number > 0)
    /* Translators: an aperture, f/6.3 */
    add_part (parts, g_strdup_printf (_("f/%.3g"), number));
  if (iso > 0)
    /* Translators: a sensitivity, ISO 800 */
    add_part (parts, g_strdup_printf (_("ISO %u"), iso));
  return parts->len > 0 ? g_strdup (parts->str) : NULL;
}

static gboolean
find_angle (GExiv2Metadata *metadata, const char *tag, const char *reference, char negative, gdouble limit, gdouble *angle)
{
  g_autofree char *side = get_text (metadata, reference);
  gdouble parts[3];

  if (!get_rationals (metadata, tag, parts, 3))
    return FALSE;
  *angle = parts[0] + parts[1] / 60 + parts[2] / 3600;
  if (side != NULL && g_ascii_toupper (side[0]) == negative)
    *angle = -*angle;
  return fabs (*angle) <= limit;
}

static guint
find_orientation (GExiv2Metadata *metadata)
{
  const GExiv2Orientation orientation = gexiv2_metadata_try_get_orientation (metadata, NULL);

  return orientation >= GEXIV2_ORIENTATION_NORMAL && orientation <= GEXIV2_ORIENTATION_ROT_270 ? (guint) orientation : 1;
}

/* A text in several languages comes as one: lang="x-default" …, lang="de" … */
static char *
find_description (GExiv2Metadata *metadata)
{
  g_autofree char *text = get_text (metadata, "Xmp.dc.description");
  g_autoptr (GRegex) mark = g_regex_new ("(?:^|, )lang=\"([A-Za-z0-9-]*)\" ", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *valid = NULL;
  char *found = NULL;
  gboolean is_default = FALSE;
  gint begin, end;

  if (text == NULL || *text == '\0')
    return NULL;
  valid = g_utf8_make_valid (text, MIN (strlen (text), MAX_DESCRIPTION));

  g_regex_match (mark, valid, 0, &match);
  if (!g_match_info_matches (match))
    found = g_strdup (valid);
  while (g_match_info_matches (match) && !is_default)
    {
      g_autofree char *language = g_match_info_fetch (match, 1);

      g_match_info_fetch_pos (match, 0, NULL, &begin);
      is_default = g_str_equal (language, "x-default");
      if (!g_match_info_next (match, NULL) || !g_match_info_fetch_pos (match, 0, &end, NULL))
        end = (gint) strlen (valid);
      if (found == NULL || is_default)
        {
          g_free (found);
          found = g_strndup (valid + begin, (gsize) (end - begin));
        }
    }

  g_strstrip (found);
  if (*found == '\0')
    g_clear_pointer (&found, g_free);
  return found;
}

static void
read_metadata (CriticMetadata *self, GExiv2Metadata *metadata)
{
  self->orientation = find_orientation (metadata);
  self->taken = find_taken (metadata);
  self->camera = find_camera (metadata);
  self->lens = find_lens (metadata);
  self->exposure = find_exposure (metadata);
  self->description = find_description (metadata);
  self->has_place = find_angle (metadata, "Exif.GPSInfo.GPSLatitude", "Exif.GPSInfo.GPSLatitudeRef", 'S', 90, &self->latitude) &&
                    find_angle (metadata, "Exif.GPSInfo.GPSLongitude", "Exif.GPSInfo.GPSLongitudeRef", 'W', 180, &self->longitude);
}

/**
 * critic_metadata_read_bytes:
 * @bytes: a file's content
 *
 * What the file says of itself. Damaged metadata and files of any other kind
 * say nothing. Blocks for less than a millisecond; files of other threads are
 * waited for. Any thread.
 *
 * Returns: (transfer full): the metadata
 */
CriticMetadata *
critic_metadata_read_bytes (GBytes *bytes)
{
  CriticMetadata *self = g_new0 (CriticMetadata, 1);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_atomic_ref_count_init (&self->refs);
  if (size > 0 && size <= G_MAXLONG && critic_exiv2_initialize ())
    {
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (critic_exiv2_lock ());
      g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();

      if (gexiv2_metadata_open_buf (metadata, data, (glong) size, NULL))
        read_metadata (self, metadata);
      g_clear_object (&metadata);       /* before the lock goes */
    }
  if (self->orientation <= 1)
    self->orientation = critic_orientation_from_bytes (bytes);
  return self;
}

/**
 * critic_metadata_read:
 * @file: a regular file; it is never written to
 * @cancellable: (nullable): looked at between pieces
 * @error: return location for an error
 *
 * As critic_metadata_read_bytes(). Blocks: on a worker only. Any thread.
 *
 * Errors: as critic_photo_read().
 *
 * Returns: (transfer full): the metadata, or %NULL with @error
 */
CriticMetadata *
critic_metadata_read (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *display_name = NULL;
  g_autoptr (GBytes) bytes = critic_photo_read (file, &display_name, NULL, cancellable, error);

  return bytes != NULL ? critic_metadata_read_bytes (bytes) : NULL;
}

/**
 * critic_metadata_ref:
 * @self: metadata
 *
 * Any thread.
 *
 * Returns: (transfer full): @self
 */
CriticMetadata *
critic_metadata_ref (CriticMetadata *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * critic_metadata_unref:
 * @self: (transfer full): metadata
 *
 * Frees it with the last reference. Any thread.
 */
void
critic_metadata_unref (CriticMetadata *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->camera);
  g_free (self->lens);
  g_free (self->exposure);
  g_free (self->description);
  g_free (self);
}

/**
 * critic_metadata_get_taken:
 * @self: metadata
 *
 * When the picture was taken, by the camera's own clock: DateTimeOriginal, or
 * DateTimeDigitized of a scan, with its fraction of a second.
 *
 * Returns: milliseconds since 1970 as if the clock showed UTC; 0: unknown
 */
gint64
critic_metadata_get_taken (const CriticMetadata *self)
{
  return self->taken;
}

/**
 * critic_metadata_get_orientation:
 * @self: metadata
 *
 * Which way is up, by EXIF; what formats say in ways of their own (HEIF) is not
 * looked at.
 *
 * Returns: 1, upright, to 8
 */
guint
critic_metadata_get_orientation (const CriticMetadata *self)
{
  return self->orientation;
}

/**
 * critic_metadata_get_camera:
 * @self: metadata
 *
 * Returns: (nullable): maker and model, "Canon EOS R5"
 */
const char *
critic_metadata_get_camera (const CriticMetadata *self)
{
  return self->camera;
}

/**
 * critic_metadata_get_lens:
 * @self: metadata
 *
 * Returns: (nullable): the lens as the camera names it
 */
const char *
critic_metadata_get_lens (const CriticMetadata *self)
{
  return self->lens;
}

/**
 * critic_metadata_get_exposure:
 * @self: metadata
 *
 * Returns: (nullable): focal length, time, aperture and sensitivity, those that
 *   are known, in the user's language: "600 mm · 1/1250 s · f/6.3 · ISO 800"
 */
const char *
critic_metadata_get_exposure (const CriticMetadata *self)
{
  return self->exposure;
}

/**
 * critic_metadata_get_description:
 * @self: metadata
 *
 * Returns: (nullable): what somebody wrote about the picture into its XMP, in
 *   the default language or the first one; may have several lines
 */
const char *
critic_metadata_get_description (const CriticMetadata *self)
{
  return self->description;
}

/**
 * critic_metadata_get_place:
 * @self: metadata
 * @latitude: (out): degrees, north positive
 * @longitude: (out): degrees, east positive
 *
 * Returns: whether the place is known
 */
gboolean
critic_metadata_get_place (const CriticMetadata *self, gdouble *latitude, gdouble *longitude)
{
  if (self->has_place)
    {
      *latitude = self->latitude;
      *longitude = self->longitude;
    }
  return self->has_place;
}
