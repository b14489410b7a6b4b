/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sidecar.h"

#include "critic-photo-name.h"

#include <string.h>
#include <sys/stat.h>

/* "photo" of "photo.jpg"; a hidden file's name is all stem. */
static gsize
stem_length (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name ? (gsize) (dot - name) : strlen (name);
}

char *
critic_sidecar_path (const char *photo, CriticSidecarName name)
{
  const char *slash = strrchr (photo, '/');
  const char *base = slash != NULL ? slash + 1 : photo;

  if (name == CRITIC_SIDECAR_STEM)
    return g_strdup_printf ("%.*s%.*s.xmp", (int) (base - photo), photo, (int) stem_length (base), base);
  return g_strconcat (photo, ".xmp", NULL);
}

/* Other photographs of that stem. */
static void
look_beside (const char *photo, gboolean *raw, gboolean *any)
{
  g_autofree char *folder = g_path_get_dirname (photo);
  g_autofree char *base = g_path_get_basename (photo);
  const gsize stem = stem_length (base);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  *raw = *any = FALSE;
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL; )
    if (strncmp (name, base, stem) == 0 && name[stem] == '.' && stem_length (name) == stem &&
        strcmp (name, base) != 0 && critic_is_photo_name (name))
      {
        *any = TRUE;
        *raw |= critic_is_raw_name (name);
      }
}

gboolean
critic_sidecar_owns_stem (const char *photo)
{
  const char *slash = strrchr (photo, '/');
  gboolean raw, any;

  if (critic_is_raw_name (slash != NULL ? slash + 1 : photo))
    return TRUE;
  look_beside (photo, &raw, &any);
  return !raw;
}

char *
critic_sidecar_choose (const char *photo, CriticSidecarName name)
{
  const char *slash = strrchr (photo, '/');
  gboolean raw, any;

  if (name == CRITIC_SIDECAR_STEM && !critic_is_raw_name (slash != NULL ? slash + 1 : photo))
    {
      look_beside (photo, &raw, &any);
      if (any)
        name = CRITIC_SIDECAR_FULL;
    }
  return critic_sidecar_path (photo, name);
}

/* When it was written, nanoseconds; G_MININT64: it is not there. */
static gint64
written_at (const char *path)
{
  struct stat info;

  if (stat (path, &info) != 0)
    return G_MININT64;
  return (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
}

GStrv
critic_sidecar_sources (const char *photo)
{
  g_autofree char *full = critic_sidecar_path (photo, CRITIC_SIDECAR_FULL);
  g_autofree char *stem = critic_sidecar_path (photo, CRITIC_SIDECAR_STEM);
  const gint64 full_at = written_at (full);
  const gint64 stem_at = critic_sidecar_owns_stem (photo) ? written_at (stem) : G_MININT64;
  g_autoptr (GStrvBuilder) sources = g_strv_builder_new ();

  if (stem_at > full_at)
    g_strv_builder_add (sources, stem);
  if (full_at != G_MININT64)
    g_strv_builder_add (sources, full);
  if (stem_at != G_MININT64 && stem_at <= full_at)
    g_strv_builder_add (sources, stem);
  g_strv_builder_add (sources, photo);
  return g_strv_builder_end (sources);
}
