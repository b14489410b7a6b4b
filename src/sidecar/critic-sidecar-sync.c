/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sidecar-sync.h"

#include "critic-sidecar-merge.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>

void
critic_sidecar_saved_clear (CriticSidecarSaved *self)
{
  g_clear_pointer (&self->trouble, g_free);
}

char *
critic_sidecar_source_path (const char *photo, CriticSource source)
{
  switch (source)
    {
    case CRITIC_SOURCE_FULL:
      return critic_sidecar_path (photo, CRITIC_SIDECAR_FULL);
    case CRITIC_SOURCE_STEM:
      return critic_sidecar_path (photo, CRITIC_SIDECAR_STEM);
    case CRITIC_SOURCE_LIBRARY:
    case CRITIC_SOURCE_PHOTO:
    case CRITIC_N_SOURCES:
    default:
      return g_strdup (photo);
    }
}

CriticSource
critic_sidecar_differs (const CriticMarked *marked)
{
  CriticSource order[CRITIC_N_SOURCES - 1];

  critic_sidecar_order (marked->readings, order);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (marked->readings[order[i]].known && marked->readings[order[i]].differ != 0)
      return order[i];
  return CRITIC_SOURCE_LIBRARY;
}

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* --- looking --- */

/* Stamp before content: what is written in between shows as another stamp. */
static gboolean
stat_source (const char *path, CriticGlance *glance)
{
  struct stat info;

  glance->there = stat (path, &info) == 0 && S_ISREG (info.st_mode);
  if (glance->there)
    {
      glance->size = (guint64) info.st_size;
      glance->mtime = (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    }
  return glance->there;
}

/* Of a sidecar that cannot be read, what it said before stays. */
static void
look_at_source (const char *photo, CriticSource source, const CriticReading *before, CriticGlance *glance, GPtrArray *troubles)
{
  g_autofree char *path = critic_sidecar_source_path (photo, source);
  g_autoptr (GError) error = NULL;

  if (stat_source (path, glance) && source == CRITIC_SOURCE_STEM && !critic_sidecar_owns_stem (photo))
    glance->there = FALSE;
  glance->looked = glance->there ? !before->known || before->size != glance->size || before->mtime != glance->mtime : before->known;
  if (!glance->looked || !glance->there)
    return;

  if (source == CRITIC_SOURCE_PHOTO)
    critic_xmp_read_photo (path, &glance->xmp);
  else if (!critic_sidecar_read (path, &glance->xmp, &error))
    {
      glance->looked = FALSE;
      if (troubles != NULL)
        g_ptr_array_add (troubles, g_strdup (error->message));
    }
}

/* Whether anything is to be merged. */
static gboolean
look_at (const CriticMarked *marked, CriticGlance *glances, GPtrArray *troubles)
{
  gboolean any = !marked->readings[CRITIC_SOURCE_LIBRARY].known;

  for (guint i = CRITIC_SOURCE_PHOTO; i < CRITIC_N_SOURCES; i++)
    {
      look_at_source (marked->path, (CriticSource) i, &marked->readings[i], &glances[i], troubles);
      any |= glances[i].looked;
    }
  return any;
}

typedef struct
{
  GArray *glances;      /* CRITIC_N_SOURCES of each path */
} Look;

static void
merge_looked (CriticMarked *marked, gsize number, gpointer data)
{
  const Look *look = data;

  critic_sidecar_merge (marked, &g_array_index (look->glances, CriticGlance, number * CRITIC_N_SOURCES), now_ms ());
}

gboolean
critic_sidecar_look (CriticLibrary *library, const char *const *paths, gsize n, GArray *file_ids, GArray *image_ids,
                     GPtrArray *troubles, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) glances = g_array_new (FALSE, TRUE, sizeof (CriticGlance));
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  Look look = { glances };
  g_autofree char *name = NULL;

  for (gsize i = 0; i < n; i++)
    {
      CriticGlance glance[CRITIC_N_SOURCES] = { 0, };
      g_autoptr (CriticMarked) marked = NULL;
      g_autoptr (GError) local = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      marked = critic_library_marked_at (library, paths[i], &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (marked == NULL || !look_at (marked, glance, troubles))
        continue;
      g_ptr_array_add (changed, (gpointer) paths[i]);
      g_array_append_vals (glances, glance, CRITIC_N_SOURCES);
    }
  if (changed->len == 0)
    return TRUE;

  name = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Marks read from the files of %u photograph",
                                       "Marks read from the files of %u photographs", changed->len), changed->len);
  return critic_library_merge_marks (library, (const char *const *) changed->pdata, changed->len, name, merge_looked, &look,
                                     file_ids, image_ids, error);
}

/* --- saving --- */

typedef struct
{
  CriticSource source;
  CriticGlance glance;
  CriticRating rating;
} Written;

/* What was written is what both say; what the user did meanwhile is news again. */
static void
merge_written (CriticMarked *marked, gsize number, gpointer data)
{
  const Written *written = data;
  const gint64 now = now_ms ();

  marked->readings[written->source] = (CriticReading) { .known = TRUE, .size = written->glance.size, .mtime = written->glance.mtime,
                                                        .made = now, .rating = written->rating };
  marked->readings[CRITIC_SOURCE_LIBRARY] = (CriticReading) { .known = TRUE, .made = now, .rating = written->rating };
}

static gboolean
is_silent (const CriticRow *row)
{
  const CriticRating nothing = { 0, };

  return !row->assessed && critic_rating_compare (&row->rating, &nothing) == 0;
}

static gboolean
save_one (CriticLibrary *library, const CriticRow *row, const char *model_id, CriticSidecarName name, gboolean subjects,
          CriticSidecarSaved *saved, GError **error)
{
  g_autofree char *path = critic_sidecar_choose (row->path, name);
  g_autofree char *stem = critic_sidecar_path (row->path, CRITIC_SIDECAR_STEM);
  g_autoptr (GError) trouble = NULL;
  CriticSidecarWords words;
  Written written = { 0, };

  critic_sidecar_words_of (&words, row, model_id);
  words.subjects = subjects;
  words.erase = (CriticSet) ~0u;
  if (is_silent (row) && !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!critic_sidecar_write (path, &words, &trouble))
    {
      saved->n_failed++;
      if (saved->trouble == NULL)
        saved->trouble = g_strdup (trouble->message);
      return TRUE;
    }

  saved->n_saved++;
  written.source = g_str_equal (path, stem) ? CRITIC_SOURCE_STEM : CRITIC_SOURCE_FULL;
  written.rating = row->rating;
  stat_source (path, &written.glance);
  return critic_library_merge_marks (library, (const char *const *) &row->path, 1, "", merge_written, &written, NULL, NULL, error);
}

gboolean
critic_sidecar_save (CriticLibrary *library, const char *const *paths, gsize n, const char *model_id,
                     CriticSidecarName name, gboolean subjects, CriticSidecarSaved *saved, GArray *file_ids, GArray *image_ids,
                     GCancellable *cancellable, GError **error)
{
  memset (saved, 0, sizeof *saved);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (CriticMarked) marked = NULL;
      g_autoptr (CriticRow) row = NULL;
      g_autoptr (GError) local = NULL;

      if (!critic_sidecar_look (library, &paths[i], 1, file_ids, image_ids, NULL, cancellable, error))
        return FALSE;
      marked = critic_library_marked_at (library, paths[i], &local);
      row = marked != NULL ? critic_library_row_at (library, paths[i], model_id, &local) : NULL;
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (row == NULL || row->state == CRITIC_ROW_GONE)
        continue;
      if (critic_sidecar_differs (marked) != CRITIC_SOURCE_LIBRARY)
        saved->n_differing++;
      else if (!save_one (library, row, model_id, name, subjects, saved, error))
        return FALSE;
    }
  return TRUE;
}

/* --- settling --- */

static void
merge_settled (CriticMarked *marked, gsize number, gpointer data)
{
  const CriticSource source = critic_sidecar_differs (marked);

  if (source != CRITIC_SOURCE_LIBRARY)
    marked->readings[source].differ = 0;
  marked->readings[CRITIC_SOURCE_LIBRARY] = (CriticReading) { .known = TRUE, .made = now_ms (), .rating = marked->rating };
}

gboolean
critic_sidecar_settle (CriticLibrary *library, const char *path, gboolean theirs, const char *name,
                       GArray *file_ids, GArray *image_ids, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (CriticMarked) marked = critic_library_marked_at (library, path, &local);
  const CriticSource source = marked != NULL ? critic_sidecar_differs (marked) : CRITIC_SOURCE_LIBRARY;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (source == CRITIC_SOURCE_LIBRARY)
    return TRUE;

  if (theirs)
    {
      g_autoptr (CriticStep) step = critic_step_new (name);
      CriticRating rating = marked->rating;

      critic_rating_set (&rating, marked->readings[source].differ, &marked->readings[source].rating);
      critic_step_set_rating (step, marked->image_id, &rating);
      if (!critic_library_apply (library, step, NULL, error))
        return FALSE;
      if (file_ids != NULL)
        g_array_append_val (file_ids, marked->file_id);
      if (image_ids != NULL)
        g_array_append_val (image_ids, marked->image_id);
    }
  return critic_library_merge_marks (library, &path, 1, "", merge_settled, NULL, NULL, NULL, error);
}
