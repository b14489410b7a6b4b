/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report-subjects.h"

#include "critic-metadata.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GFile        *file;
  GPtrArray    *critiques;  /* NULL: the library's, and what follows too */
  CriticRating  rating;
  guint         width, height;
} Subject;

struct _CriticReportSubjects
{
  gatomicrefcount ref_count;
  CriticAnalyzer *analyzer;
  CriticLibrary  *library;      /* NULL: none */
  GPtrArray      *subjects;
  guint           n_asked;      /* 0: as many as there are */
  GMutex          lock;         /* of what follows: preview and writing may overlap */
  /* index: CriticAssessment. A page is asked for when it is planned and when it
   * is drawn, and explaining a long critique takes a second. CRITIC_REPORT_MOST
   * bounds them. */
  GHashTable     *kept;
};

static void
subject_free (gpointer data)
{
  Subject *subject = data;

  g_object_unref (subject->file);
  g_clear_pointer (&subject->critiques, g_ptr_array_unref);
  g_free (subject);
}

/**
 * critic_report_subjects_new:
 * @analyzer: judges, not on the live lane
 * @library: (nullable): holds ratings and critiques
 *
 * Returns: (transfer full): no photograph yet
 */
CriticReportSubjects *
critic_report_subjects_new (CriticAnalyzer *analyzer,
                            CriticLibrary  *library)
{
  CriticReportSubjects *self = g_new0 (CriticReportSubjects, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->analyzer = g_object_ref (analyzer);
  g_set_object (&self->library, library);
  self->subjects = g_ptr_array_new_with_free_func (subject_free);
  self->kept = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_mutex_init (&self->lock);

  return self;
}

CriticReportSubjects *
critic_report_subjects_ref (CriticReportSubjects *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
critic_report_subjects_unref (CriticReportSubjects *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->analyzer);
  g_clear_object (&self->library);
  g_ptr_array_unref (self->subjects);
  g_hash_table_unref (self->kept);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
critic_report_subjects_add (CriticReportSubjects *self,
                            GFile                *file)
{
  Subject *subject = g_new0 (Subject, 1);

  subject->file = g_object_ref (file);
  g_ptr_array_add (self->subjects, subject);
}

void
critic_report_subjects_add_shown (CriticReportSubjects *self,
                                  GFile                *file,
                                  GPtrArray            *critiques,
                                  const CriticRating   *rating,
                                  guint                 width,
                                  guint                 height)
{
  Subject *subject = g_new0 (Subject, 1);

  subject->file = g_object_ref (file);
  subject->critiques = g_ptr_array_ref (critiques);
  subject->rating = *rating;
  subject->width = width;
  subject->height = height;
  g_ptr_array_add (self->subjects, subject);
}

guint
critic_report_subjects_get_n (CriticReportSubjects *self)
{
  return self->subjects->len;
}

void
critic_report_subjects_set_asked (CriticReportSubjects *self,
                                  guint                 n_asked)
{
  self->n_asked = n_asked;
}

char *
critic_report_subjects_say_left_out (CriticReportSubjects *self)
{
  if (self->n_asked <= self->subjects->len)
    return NULL;

  return g_strdup_printf (_("A report is of %u photographs at most: these are the first of %'u, in the order shown. "
                            "Select others to report on them."), self->subjects->len, self->n_asked);
}

GFile *
critic_report_subjects_get_file (CriticReportSubjects *self,
                                 guint                 index)
{
  return ((Subject *) self->subjects->pdata[index])->file;
}

static void
add_critique (CriticReportEntry *entry,
              const char        *author,
              const char        *text,
              gdouble            score,
              gdouble            scale,
              gboolean           scored)
{
  CriticReportCritique *critique = g_new0 (CriticReportCritique, 1);

  critique->author = g_strdup (author);
  critique->text = g_strdup (text);
  critique->own_score = score;
  critique->own_scale = scale;
  critique->scored = scored;
  g_ptr_array_add (entry->critiques, critique);
}

static void
add_critiques (CriticReportEntry *entry,
               const GPtrArray   *critiques)
{
  for (guint i = 0; i < critiques->len; i++)
    {
      const CriticCritiqueEntry *one = critiques->pdata[i];

      add_critique (entry, one->author, one->text, one->own_score, one->own_scale, one->counts);
    }
}

static void
add_rating (CriticReportEntry  *entry,
            const CriticRating *rating)
{
  static const char *const flags[] = { "", "pick", "reject" };

  entry->stars = rating->stars;
  entry->own_score = rating->score;
  entry->own_high = rating->high == CRITIC_SAYS_NOTHING ? -1 : rating->high == CRITIC_SAYS_YES;
  g_free (entry->flag);
  entry->flag = g_strdup (flags[rating->flag]);
}

static void
take_shown (const Subject     *subject,
            CriticReportEntry *entry)
{
  add_rating (entry, &subject->rating);
  add_critiques (entry, subject->critiques);
  entry->width = subject->width;
  entry->height = subject->height;
}

/* Ratings and critiques; a photograph the library does not know has none. */
static gboolean
read_library (CriticReportSubjects *self,
              CriticReportEntry    *entry,
              const char           *model_id,
              GError              **error)
{
  g_autofree char *path = g_file_get_path (entry->file);
  g_autoptr(CriticRow) row = NULL;
  g_autoptr(GPtrArray) critiques = NULL;
  g_autoptr(GError) local = NULL;

  if (self->library == NULL || path == NULL)
    return TRUE;

  row = critic_library_row_at (self->library, path, model_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (row == NULL)
    return TRUE;

  add_rating (entry, &row->rating);
  entry->width = row->measured.width;
  entry->height = row->measured.height;
  if (row->image_id == 0)
    return TRUE;

  critiques = critic_library_critiques (self->library, row->image_id, error);
  if (critiques == NULL)
    return FALSE;
  add_critiques (entry, critiques);

  return TRUE;
}

static void
read_metadata (CriticReportEntry *entry,
               GCancellable      *cancellable)
{
  /* A file that cannot be read fails where it is judged. */
  g_autoptr(CriticMetadata) metadata = critic_metadata_read (entry->file, cancellable, NULL);

  if (metadata == NULL)
    return;

  entry->exif = g_strdup (critic_metadata_get_exposure (metadata));
  entry->taken = critic_metadata_get_taken (metadata);
  entry->has_place = critic_metadata_get_place (metadata, &entry->latitude, &entry->longitude);
}

static CriticAssessment *
find_kept (CriticReportSubjects *self,
           guint                 index)
{
  CriticAssessment *assessment;

  g_mutex_lock (&self->lock);
  assessment = g_hash_table_lookup (self->kept, GUINT_TO_POINTER (index));
  if (assessment != NULL)
    g_object_ref (assessment);
  g_mutex_unlock (&self->lock);

  return assessment;
}

static void
keep (CriticReportSubjects *self,
      guint                 index,
      CriticAssessment     *assessment)
{
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->kept, GUINT_TO_POINTER (index), g_object_ref (assessment));
  g_mutex_unlock (&self->lock);
}

static CriticAssessment *
judge (CriticReportSubjects    *self,
       guint                    index,
       const CriticReportEntry *entry,
       GCancellable            *cancellable,
       GError                 **error)
{
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();
  CriticRequest request = { .file = entry->file, .explain = MCN_EXPLAIN_ALL, .evidence = TRUE };
  CriticAssessment *assessment = find_kept (self, index);

  if (assessment != NULL)
    return assessment;

  for (guint i = 0; i < entry->critiques->len; i++)
    {
      const CriticReportCritique *critique = entry->critiques->pdata[i];

      if (critique->scored)
        g_ptr_array_add (texts, critique->text);
    }
  g_ptr_array_add (texts, NULL);
  request.critiques = texts->len > 1 ? (const char *const *) texts->pdata : NULL;

  assessment = critic_analyzer_assess (self->analyzer, &request, cancellable, error);
  if (assessment != NULL)
    keep (self, index, assessment);

  return assessment;
}

/* A CriticReportSource. */
static CriticReportEntry *
get_entry (guint         index,
           gpointer      data,
           GCancellable *cancellable,
           GError      **error)
{
  CriticReportSubjects *self = data;
  const Subject *subject = self->subjects->pdata[index];
  g_autoptr(CriticReportEntry) entry = critic_report_entry_new (subject->file);
  g_autoptr(CriticAssessment) assessment = NULL;
  g_autoptr(GError) local = NULL;
  McnModel *model = critic_analyzer_wait_model (self->analyzer, error);

  if (model == NULL)
    return NULL;
  if (subject->critiques != NULL)
    take_shown (subject, entry);
  else if (!read_library (self, entry, mcn_model_get_id (model), error))
    return NULL;
  read_metadata (entry, cancellable);

  assessment = judge (self, index, entry, cancellable, &local);
  critic_report_entry_set_assessment (entry, assessment);
  if (assessment == NULL)
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      entry->failure = g_strdup (local->message);
    }

  return g_steal_pointer (&entry);
}

/**
 * critic_report_subjects_fill:
 * @self: photographs
 * @job: (out): a job over them; its progress is the caller's to set
 * @error: return location
 *
 * Blocks until the model is loaded; on a worker.
 *
 * Returns: %FALSE with the model's error
 */
gboolean
critic_report_subjects_fill (CriticReportSubjects *self,
                             CriticReportJob      *job,
                             GError              **error)
{
  McnModel *model = critic_analyzer_wait_model (self->analyzer, error);

  if (model == NULL)
    return FALSE;

  *job = (CriticReportJob) {
    .n_entries = self->subjects->len,
    .get = get_entry,
    .data = self,
    .model_id = mcn_model_get_id (model),
    .model_name = mcn_model_get_name (model),
  };

  return TRUE;
}
