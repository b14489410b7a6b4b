/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-build.h"

#include "mcn-ava-tables.h"
#include "mcn-build-inputs.h"
#include "mcn-comments.h"
#include "mcn-dataset-file.h"
#include "mcn-dataset-writer.h"
#include "mcn-html.h"
#include "mcn-names.h"
#include "mcn-vocabulary.h"

#include <glib/gi18n-lib.h>

#define SHARD_SIZE 4096
#define N_COUNTS (sizeof (McnBuildResult) / sizeof (guint64))

G_STATIC_ASSERT (N_COUNTS <= MCN_WRITER_COUNTS);

typedef struct
{
  const McnBuildOptions *options;
  McnBuildResult        *result;
  char                  *images;
  gboolean               has_images;
  McnAvaTables          *tables;
  McnComments           *comments;
  McnCleaner            *cleaner;
  McnDatasetWriter      *writer;
  McnDraft              *draft;
} Build;

/* ---- one photograph -------------------------------------------------------- */

static void
report (Build *self, const char *what, guint id, const char *why)
{
  g_autofree char *text = g_strdup_printf ("%u", id);

  mcn_dataset_writer_report (self->writer, what, text, why);
}

static void
read_page (Build *self, guint id, GPtrArray *texts)
{
  g_autofree char *path = mcn_page_find (self->options->pages, id);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (McnPage) page = NULL;
  g_autoptr (GError) local = NULL;

  if (path == NULL)
    return;
  self->result->n_pages++;
  bytes = mcn_dataset_file_map (path, &local);
  page = bytes != NULL ? mcn_page_parse (bytes, id, &local) : NULL;
  if (page == NULL)
    {
      self->result->n_broken++;
      report (self, "page", id, local->message);
      return;
    }

  self->result->n_own += page->n_own;
  self->draft->texts_from |= MCN_TEXTS_PAGES;
  for (guint i = 0; i < page->comments->len; i++)
    g_ptr_array_add (texts, g_strdup (g_ptr_array_index (page->comments, i)));
}

static void
add_texts (Build *self, guint id)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint before;

  if (self->options->pages != NULL)
    read_page (self, id, texts);
  before = texts->len;
  mcn_comments_find (self->comments, id, texts);
  if (texts->len > before)
    self->draft->texts_from |= MCN_TEXTS_TABLE;

  mcn_cleaner_texts (self->cleaner, texts, NULL);
  for (guint i = 0; i < texts->len; i++)
    mcn_draft_add_text (self->draft, g_ptr_array_index (texts, i), NULL);
}

static gboolean
add_line (Build *self, const McnAvaLine *line, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%u.jpg", line->id);
  g_autofree char *path = g_build_filename (self->images, name, NULL);

  mcn_draft_reset (self->draft);
  mcn_ava_tables_fill (self->tables, line, self->draft);
  if (self->has_images && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    self->draft->file = g_steal_pointer (&name);
  else if (self->has_images)
    report (self, "photograph", line->id, _("The photograph is not there."));
  add_texts (self, line->id);
  self->result->cleaner = *mcn_cleaner_get_counts (self->cleaner);
  mcn_dataset_writer_set_counts (self->writer, (const guint64 *) self->result, N_COUNTS);

  return mcn_dataset_writer_add (self->writer, self->draft, error);
}

/* ---- all of them ----------------------------------------------------------- */

/* How many samples of the next shard an earlier run has written. */
static guint
resume (Build *self)
{
  McnBuildResult before;
  guint known;

  if (!mcn_dataset_writer_resume (self->writer, &known, (guint64 *) &before, N_COUNTS))
    return 0;
  *self->result = before;
  mcn_cleaner_set_counts (self->cleaner, &before.cleaner);
  return known;
}

/* AVA.txt a second time; its lines are known to be good. */
static gboolean
add_lines (Build *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->options->ava, "AVA.txt", NULL);
  g_autoptr (McnLines) lines = mcn_lines_open (path, error);
  g_autoptr (GError) local = NULL;
  guint known = 0, n = mcn_ava_tables_get_n (self->tables);
  const char *text;

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; (text = mcn_lines_next (lines, NULL, &local)) != NULL; i++)
    {
      McnAvaLine line;

      if (i % SHARD_SIZE == 0)
        known = resume (self);
      if (self->options->progress != NULL && i % 16 == 0)
        self->options->progress (i, n, self->options->progress_data);
      if (i % SHARD_SIZE < known)
        continue;
      if (!mcn_ava_line_parse (text, &line))
        return mcn_input_refuse (error, path, i + 1, _("The file changed while it was read."));
      if (!add_line (self, &line, error))
        return FALSE;
    }

  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Comments about what AVA does not know, and lists that name it; before the first sample. */
static void
report_strangers (Build *self)
{
  const char *list;
  guint id;

  for (guint i = 0; (id = mcn_ava_tables_get_stranger (self->tables, i, &list)) != 0; i++)
    report (self, list, id, _("AVA.txt does not know the photograph."));
  for (guint i = 0; mcn_comments_get_id (self->comments, i) != 0; i++)
    if (!mcn_ava_tables_has (self->tables, mcn_comments_get_id (self->comments, i)))
      report (self, "comments", mcn_comments_get_id (self->comments, i), _("AVA.txt does not know the photograph."));
}

static gboolean
read_comments (Build *self, GError **error)
{
  self->comments = mcn_comments_new (g_get_tmp_dir (), error);
  if (self->comments == NULL)
    return FALSE;
  for (guint i = 0; self->options->tables[i] != NULL; i++)
    if (!mcn_comments_read (self->comments, self->options->tables[i], error))
      return FALSE;

  return mcn_comments_finish (self->comments, error);
}

static gboolean
check_folders (Build *self, GError **error)
{
  const char *pages = self->options->pages;

  if (pages != NULL && !g_file_test (pages, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISSING, _("The folder “%s” of the pages is not there. Check its name."), pages);
      return FALSE;
    }
  self->has_images = g_file_test (self->images, G_FILE_TEST_IS_DIR);
  if (!self->has_images && self->options->images != NULL)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_MISSING,
                   _("The folder “%s” of the photographs is not there. Check its name."), self->images);
      return FALSE;
    }

  return TRUE;
}

static gboolean
open_writer (Build *self, McnWordpiece *wordpiece, const char *vocabulary, GError **error)
{
  g_autofree char *made_of = mcn_build_describe_inputs (self->options, self->images, vocabulary);
  g_autofree char *photographs = g_canonicalize_filename (self->images, NULL);
  McnDatasetPlan plan = {
    .folder = self->options->folder,
    .made_of = made_of,
    .made_by = self->options->made_by,
    .photographs = self->has_images ? photographs : NULL,
    .sets = mcn_set_names,
    .sources = mcn_source_names,
    .wordpiece = wordpiece,
    .vocabulary = vocabulary,
    .shard_size = SHARD_SIZE,
  };

  self->writer = mcn_dataset_writer_new (&plan, error);
  return self->writer != NULL;
}

gboolean
mcn_dataset_build (const McnBuildOptions *options, McnBuildResult *result, GError **error)
{
  Build self = { .options = options, .result = result };
  g_autofree char *sha256 = NULL;
  g_autoptr (McnWordpiece) wordpiece = mcn_vocabulary_load (options->vocabulary, &sha256, error);
  gboolean done;

  *result = (McnBuildResult) { 0 };
  if (wordpiece == NULL)
    return FALSE;

  self.images = options->images != NULL ? g_strdup (options->images) : g_build_filename (options->ava, "images", NULL);
  self.cleaner = mcn_cleaner_new ();
  self.draft = mcn_draft_new ();
  done = check_folders (&self, error) && (self.tables = mcn_ava_tables_open (options->ava, error)) != NULL &&
         read_comments (&self, error) && open_writer (&self, wordpiece, sha256, error);
  if (done)
    {
      report_strangers (&self);
      done = add_lines (&self, error) && mcn_dataset_writer_finish (self.writer, error);
    }

  g_clear_pointer (&self.tables, mcn_ava_tables_free);
  g_clear_pointer (&self.comments, mcn_comments_free);
  g_clear_pointer (&self.writer, mcn_dataset_writer_free);
  mcn_cleaner_free (self.cleaner);
  mcn_draft_free (self.draft);
  g_free (self.images);
  return done;
}
