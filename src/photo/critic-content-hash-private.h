/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <xxhash.h>

G_BEGIN_DECLS

/* A file on its way into a hash. The functions for each format add the image
 * data that they find; they answer FALSE where the file is not as the format
 * says, and what was added until then counts for nothing. */
typedef struct
{
  XXH3_state_t *state;
  const guint8 *data;
  gsize         size;
  gsize         added;      /* a file's pieces are not longer than the file */
} CriticHashJob;

gboolean critic_hash_add_range  (CriticHashJob *job, guint64 offset, guint64 length);
void     critic_hash_add_number (CriticHashJob *job, guint64 number);

gboolean critic_hash_jpeg (CriticHashJob *job);
gboolean critic_hash_png  (CriticHashJob *job);
gboolean critic_hash_gif  (CriticHashJob *job);
gboolean critic_hash_webp (CriticHashJob *job);
gboolean critic_hash_tiff (CriticHashJob *job);
gboolean critic_hash_rw2  (CriticHashJob *job);
gboolean critic_hash_raf  (CriticHashJob *job);
gboolean critic_hash_bmff (CriticHashJob *job);

G_END_DECLS
