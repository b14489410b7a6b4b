/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-report-entries.h"

#include "cli-row.h"

#include "critic-metadata.h"

#include <math.h>

/* What is kept of a photograph between two questions. */
typedef struct
{
  gboolean          seen;
  CriticAssessment *assessment;
  char             *failure;
  CriticMetadata   *metadata;       /* NULL: the file cannot be read */
  guint             width, height;
} Known;

struct _CliReportEntries
{
  GPtrArray              *paths;
  CriticAnalyzer         *analyzer;
  char                   *model_id;
  const CliCritiqueTable *table;
  CriticLibrary          *library;
  Known                  *known;
  guint                   n_failed;
};

CliReportEntries *
cli_report_entries_new (GPtrArray *paths, CriticAnalyzer *analyzer, const char *model_id,
                        const CliCritiqueTable *table, CriticLibrary *library)
{
  CliReportEntries *self = g_new0 (CliReportEntries, 1);

  self->paths = paths;
  self->analyzer = analyzer;
  self->model_id = g_strdup (model_id);
  self->table = table;
  self->library = library;
  self->known = g_new0 (Known, paths->len);

  return self;
}

void
cli_report_entries_free (CliReportEntries *self)
{
  for (guint i = 0; i < self->paths->len; i++)
    {
      g_clear_object (&self->known[i].assessment);
      g_clear_pointer (&self->known[i].metadata, critic_metadata_unref);
      g_free (self->known[i].failure);
    }
  g_free (self->known);
  g_free (self->model_id);
  g_free (self);
}

guint
cli_report_entries_get_n_failed (const CliReportEntries *self)
{
  return self->n_failed;
}

static void
add_critique (CriticReportEntry *entry, const char *author, const char *text, gdouble score, gdouble scale, gboolean scored)
{
  CriticReportCritique *critique = g_new0 (CriticReportCritique, 1);

  critique->author = g_strdup (author);
  critique->text = g_strdup (text);
  critique->own_score = score;
  critique->own_scale = scale;
  critique->scored = scored;
  g_ptr_array_add (entry->critiques, critique);
}

/* Those of the table, and the true score that stands there. */
static void
add_of_table (const CliReportEntries *self, const char *path, CriticReportEntry *entry)
{
  g_autoptr (GPtrArray) about = self->table != NULL ? cli_critique_table_about (self->table, path) : NULL;

  for (guint i = 0; about != NULL && i < about->len; i++)
    {
      const CliCritique *critique = about->pdata[i];

      if (*critique->text != '\0')
        add_critique (entry, critique->author, critique->text, critique->score, 10.0, TRUE);
      if (!isnan (critique->true_score))
        entry->true_score = critique->true_score;
    }
}

static void
add_of_library (const CliReportEntries *self, const char *path, CriticReportEntry *entry)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autoptr (CriticRow) row = self->library != NULL ? critic_library_row_at (self->library, absolute, self->model_id, NULL) : NULL;
  g_autoptr (GPtrArray) critiques = NULL;

  if (row == NULL)
    return;

  entry->stars = row->rating.stars;
  entry->own_score = row->rating.score;
  entry->own_high = row->rating.high == CRITIC_SAYS_NOTHING ? -1 : row->rating.high == CRITIC_SAYS_YES;
  g_free (entry->flag);
  entry->flag = g_strdup (cli_row_flag_name (row->rating.flag));

  if (row->image_id == 0 || entry->critiques->len > 0)
    return;
  critiques = critic_library_critiques (self->library, row->image_id, NULL);
  for (guint i = 0; critiques != NULL && i < critiques->len; i++)
    {
      const CriticCritiqueEntry *critique = critiques->pdata[i];

      add_critique (entry, critique->author, critique->text, critique->own_score, critique->own_scale, critique->counts);
    }
}

/* Assesses the photograph with the critiques of @entry that count. FALSE: cancelled. */
static gboolean
look_at (CliReportEntries *self, Known *known, const CriticReportEntry *entry, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GError) local = NULL;
  CriticRequest request = { .explain = MCN_EXPLAIN_ALL, .evidence = TRUE };
  McnModel *model = critic_analyzer_wait_model (self->analyzer, NULL);     /* is there already */

  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];

      if (critique->scored)
        g_ptr_array_add (texts, critique->text);
    }
  g_ptr_array_add (texts, NULL);

  known->metadata = critic_metadata_read (entry->file, cancellable, NULL);
  request.photo = critic_photo_load (entry->file, mcn_model_get_long_side (model), cancellable, &local);
  request.critiques = (const char *const *) texts->pdata;
  if (request.photo != NULL)
    {
      known->width = critic_photo_get_full_width (request.photo);
      known->height = critic_photo_get_full_height (request.photo);
      known->assessment = critic_analyzer_assess (self->analyzer, &request, cancellable, &local);
      critic_photo_unref (request.photo);
    }
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (known->assessment == NULL)
    {
      known->failure = g_strdup (local->message);
      self->n_failed++;
    }
  known->seen = TRUE;
  return TRUE;
}

static void
fill (const Known *known, CriticReportEntry *entry)
{
  critic_report_entry_set_assessment (entry, known->assessment);
  g_free (entry->failure);
  entry->failure = g_strdup (known->failure);
  entry->width = known->width;
  entry->height = known->height;
  if (known->metadata == NULL)
    return;

  g_free (entry->exif);
  entry->exif = g_strdup (critic_metadata_get_exposure (known->metadata));
  entry->taken = critic_metadata_get_taken (known->metadata);
  entry->has_place = critic_metadata_get_place (known->metadata, &entry->latitude, &entry->longitude);
}

CriticReportEntry *
cli_report_entries_get (guint index, gpointer data, GCancellable *cancellable, GError **error)
{
  CliReportEntries *self = data;
  Known *known = &self->known[index];
  const char *path = self->paths->pdata[index];
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (CriticReportEntry) entry = critic_report_entry_new (file);

  add_of_table (self, path, entry);
  add_of_library (self, path, entry);
  if (!known->seen && !look_at (self, known, entry, cancellable, error))
    return NULL;
  fill (known, entry);

  return g_steal_pointer (&entry);
}
