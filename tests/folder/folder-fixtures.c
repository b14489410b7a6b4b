/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-fixtures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <jpeglib.h>

#define NOBODY 65534

void
scratch_init (Scratch *scratch)
{
  g_autoptr (GError) error = NULL;

  scratch->path = g_dir_make_tmp ("critic-folder-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_cmpint (chmod (scratch->path, 0755), ==, 0);
}

/* Never follows a link. What is no longer there, a library's journal that its
 * last user took away, is gone as well. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  struct stat info;

  if (lstat (path, &info) != 0)
    {
      g_assert_cmpint (errno, ==, ENOENT);
      return;
    }

  if (S_ISDIR (info.st_mode))
    {
      const char *name;

      g_assert_cmpint (chmod (path, 0700), ==, 0);
      dir = g_dir_open (path, 0, NULL);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }

  /* Whoever still closes a library writes beside it for a moment. */
  for (guint i = 0; i < 500 && remove (path) != 0 && errno != ENOENT; i++)
    {
      g_assert_cmpint (errno, ==, ENOTEMPTY);
      g_usleep (10000);
      g_dir_rewind (dir);
      for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }
  g_assert_cmpint (g_access (path, F_OK), ==, -1);
}

void
scratch_clear (Scratch *scratch)
{
  if (scratch->path != NULL)
    remove_tree (scratch->path);
  g_clear_pointer (&scratch->path, g_free);
}

char *
scratch_path (Scratch *scratch, const char *name)
{
  char *path = g_build_filename (scratch->path, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  return path;
}

void
scratch_write (Scratch *scratch, const char *name, const char *text)
{
  g_autofree char *path = scratch_path (scratch, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text != NULL ? text : "", -1, &error);
  g_assert_no_error (error);
}

void
scratch_remove (Scratch *scratch, const char *name)
{
  g_autofree char *path = scratch_path (scratch, name);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    remove_tree (path);
}

static guint
next_byte (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 24;
}

/* A ground and some bars of one colour. */
static void
paint (guint seed, guint width, guint height, guint8 *pixels)
{
  guint32 state = seed * 2654435761u + 1;
  guint8 ground[3], colour[3];

  for (guint c = 0; c < 3; c++)
    ground[c] = (guint8) (40 + next_byte (&state) / 2);
  for (gsize i = 0; i < (gsize) width * height * 3; i++)
    pixels[i] = ground[i % 3];

  for (guint bar = 0; bar < 6; bar++)
    {
      const guint x0 = next_byte (&state) * width / 256, y0 = next_byte (&state) * height / 256;
      const guint w = 4 + next_byte (&state) * width / 512, h = 4 + next_byte (&state) * height / 512;

      for (guint c = 0; c < 3; c++)
        colour[c] = (guint8) next_byte (&state);
      for (guint y = y0; y < MIN (y0 + h, height); y++)
        for (guint x = x0; x < MIN (x0 + w, width); x++)
          memcpy (pixels + ((gsize) y * width + x) * 3, colour, 3);
    }
}

void
scratch_jpeg (Scratch *scratch, const char *name, guint seed, guint width, guint height)
{
  g_autofree char *path = scratch_path (scratch, name);
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * 3);
  struct jpeg_compress_struct cinfo = { 0 };
  struct jpeg_error_mgr errors;
  FILE *file = fopen (path, "wb");

  g_assert_nonnull (file);
  paint (seed, width, height, pixels);
  cinfo.err = jpeg_std_error (&errors);
  jpeg_create_compress (&cinfo);
  jpeg_stdio_dest (&cinfo, file);
  cinfo.image_width = width;
  cinfo.image_height = height;
  cinfo.input_components = 3;
  cinfo.in_color_space = JCS_RGB;
  jpeg_set_defaults (&cinfo);
  jpeg_set_quality (&cinfo, 90, TRUE);
  jpeg_start_compress (&cinfo, TRUE);
  while (cinfo.next_scanline < height)
    {
      JSAMPROW row = pixels + (gsize) cinfo.next_scanline * width * 3;

      jpeg_write_scanlines (&cinfo, &row, 1);
    }
  jpeg_finish_compress (&cinfo);
  jpeg_destroy_compress (&cinfo);
  g_assert_cmpint (fclose (file), ==, 0);
}

static char *model_copy;

static void
remove_model_copy (void)
{
  remove_tree (model_copy);
}

const char *
tiny_model_for_all (void)
{
  static const char *const names[] = {
    "aspects.safetensors", "backbone.safetensors", "mcn.safetensors", "model.json", "search.safetensors", "text.safetensors", "vocab.txt",
  };
  g_autoptr (GError) error = NULL;

  if (model_copy != NULL)
    return model_copy;

  model_copy = g_dir_make_tmp ("critic-model-XXXXXX", &error);
  g_assert_no_error (error);
  atexit (remove_model_copy);
  g_assert_cmpint (chmod (model_copy, 0755), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (g_getenv ("PHOTO_CRITIC_TINY_MODEL"), names[i], NULL);
      g_autofree char *to = g_build_filename (model_copy, names[i], NULL);
      g_autofree char *data = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (from, &data, &size, &error));
      g_assert_true (g_file_set_contents_full (to, data, size, G_FILE_SET_CONTENTS_NONE, 0644, &error));
    }
  return model_copy;
}

gboolean
be_nobody (void)
{
  if (geteuid () != 0)
    return FALSE;
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  return TRUE;
}

void
be_root (gboolean was_root)
{
  if (was_root)
    g_assert_cmpint (seteuid (0), ==, 0);
}
