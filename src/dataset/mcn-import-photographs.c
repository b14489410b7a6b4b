/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Photographs with ratings, each set with its own table; machine ratings and
 * paired critiques join them by set and file. */
#include "mcn-import-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  guint       source;
  const char *column;
  gdouble     lowest, highest;
  const char *votes;            /* prefix of the columns with counts; NULL: none */
  const char *n;                /* column with the number of raters; NULL: none */
  guint       wanted;           /* fewer raters are no rating */
  const char *sd;               /* column; NULL: none */
} Rating;

#define MOST_RATINGS 8

typedef struct
{
  guint       set;
  const char *table;
  const char *group;            /* column; NULL: none */
  Rating      ratings[MOST_RATINGS];
} PhotoSet;

static const PhotoSet photo_sets[] = {
  { MCN_SET_OASIS, "ratings.csv", "theme",
    { { MCN_SOURCE_BEAUTY, "mean", 1, 7, "c", "n", 0, NULL },
      { MCN_SOURCE_VALENCE, "valence_mean", 1, 7, NULL, NULL, 0, "valence_sd" },
      { MCN_SOURCE_AROUSAL, "arousal_mean", 1, 7, NULL, NULL, 0, "arousal_sd" } } },
  { MCN_SET_UNLABELLED, "photos.csv", NULL, { { 0 } } },
  { MCN_SET_APPEAL, "ratings.csv", NULL, { { MCN_SOURCE_APPEAL, "mean", 1, 5, "c", "n", 0, NULL } } },
  { MCN_SET_STREET, "ratings.csv", "near_dup_group",
    { { MCN_SOURCE_STREET, "mean", 0, 1, NULL, "n", 0, "std" },
      { MCN_SOURCE_COMPLEXITY, "complexity", 0, 1, NULL, NULL, 0, NULL },
      { MCN_SOURCE_ENCLOSURE, "enclosure", 0, 1, NULL, NULL, 0, NULL },
      { MCN_SOURCE_DISORDER, "disorder", 0, 1, NULL, NULL, 0, NULL },
      { MCN_SOURCE_WALKABILITY, "walkability", 0, 1, NULL, NULL, 0, NULL },
      { MCN_SOURCE_IMAGEABILITY, "imageability", 0, 1, NULL, NULL, 0, NULL },
      { MCN_SOURCE_TRANSPARENCY, "transparency", 0, 1, NULL, NULL, 0, NULL },
      { MCN_SOURCE_HUMANSCALE, "humanscale", 0, 1, NULL, NULL, 0, NULL } } },
  { MCN_SET_RULES, "labels.csv", "near_dup_group",
    { { MCN_SOURCE_SIMPLE, "simple_yes", 0, 5, NULL, "simple_n", 5, NULL },
      { MCN_SOURCE_THIRDS, "rot_yes", 0, 5, NULL, "rot_n", 5, NULL } } },
};

typedef struct
{
  McnImport  *import;
  GPtrArray  *drafts;           /* in order */
  GHashTable *by_file;          /* "set\nfile" -> draft of @drafts */
  const PhotoSet *set;          /* that is being read */
} Photographs;

static McnDraft *
find (Photographs *self, const char *set, const char *file)
{
  g_autofree char *key = g_strconcat (set, "\n", file, NULL);

  return g_hash_table_lookup (self->by_file, key);
}

/* ---- one set --------------------------------------------------------------- */

/* Counts of the grades, which must give the number and the mean beside them. */
static gboolean
read_votes (McnTable *table, const Rating *rating, McnDraftScore *score, gdouble n, GError **error)
{
  guint n_grades = (guint) (rating->highest - rating->lowest) + 1;
  guint32 votes[10];
  gdouble sum = 0;

  if (!mcn_table_counts (table, rating->votes, n_grades, votes, NULL, error))
    return FALSE;
  mcn_draft_set_votes (score, votes, n_grades);
  for (guint i = 0; i < n_grades; i++)
    sum += votes[i] * (rating->lowest + i);
  if (score->score.n_raters != n || fabs (sum / n - score->score.value) > 0.01)
    return mcn_input_refuse (error, table->path, mcn_table_line (table),
                             _("The votes do not give the number and the mean beside them."));

  return TRUE;
}

static gboolean
read_rating (McnTable *table, const Rating *rating, McnDraft *draft, GError **error)
{
  gdouble value, n = NAN, sd = NAN;
  McnDraftScore *score;

  if (!mcn_table_number (table, rating->column, &value, error) ||
      (rating->n != NULL && !mcn_table_number (table, rating->n, &n, error)) ||
      (rating->sd != NULL && !mcn_table_number (table, rating->sd, &sd, error)))
    return FALSE;
  if (isnan (value) || (rating->wanted > 0 && !(n >= rating->wanted)))
    return TRUE;
  if (value < rating->lowest || value > rating->highest)
    return mcn_input_refuse (error, table->path, mcn_table_line (table), _("%g in the column “%s” is not on its scale, %g to %g."),
                             value, rating->column, rating->lowest, rating->highest);

  score = mcn_draft_add_score (draft, rating->source, value, rating->lowest, rating->highest);
  score->score.sd = (gfloat) sd;
  score->score.n_raters = isnan (n) ? 0 : (guint) n;
  return rating->votes == NULL || read_votes (table, rating, score, n, error);
}

/* "Acorns12" is of the theme "Acorns". */
static char *
read_group (McnTable *table, const char *column, GError **error)
{
  const char *text = mcn_table_text (table, column, error);
  gsize n = text != NULL ? strlen (text) : 0;

  if (g_str_equal (column, "theme"))
    while (n > 0 && g_ascii_isdigit (text[n - 1]))
      n--;

  return n > 0 ? g_strndup (text, n) : NULL;
}

/* For the tables of AVA, which come later. */
static gboolean
keep_crop (McnImport *import, McnTable *table, guint id, gdouble mean, gint high, GError **error)
{
  McnImportCrop *crop;

  if (g_hash_table_contains (import->crops, GUINT_TO_POINTER (id)))
    return mcn_input_refuse (error, table->path, mcn_table_line (table), _("The id %u is there twice."), id);
  crop = g_new (McnImportCrop, 1);
  *crop = (McnImportCrop) { g_strdup (table->path), mcn_table_line (table), high, mean };
  return g_hash_table_insert (import->crops, GUINT_TO_POINTER (id), crop);
}

/* What the appeal crops know of AVA: "10003.jpg" is its id. */
static gboolean
read_ava (McnImport *import, McnTable *table, McnDraft *draft, GError **error)
{
  guint64 line = mcn_table_line (table);
  g_autofree char *number = NULL;
  const char *database = mcn_table_text (table, "source_db", error), *name, *high, *styles;
  gdouble mean, n;

  if (database == NULL || !g_str_equal (database, "ava"))
    return database != NULL;
  if ((name = mcn_table_text (table, "source_name", error)) == NULL ||
      (high = mcn_table_text (table, "ava_high", error)) == NULL ||
      (styles = mcn_table_text (table, "ava_styles", error)) == NULL ||
      !mcn_table_number (table, "ava_mean", &mean, error) || !mcn_table_number (table, "ava_n", &n, error))
    return FALSE;

  number = g_strndup (name, strcspn (name, "."));
  if (mcn_number_parse (number, G_MAXINT32) <= 0)
    return mcn_input_refuse (error, table->path, line, _("“%s” is no id of a photograph."), name);
  draft->ava_id = (guint) mcn_number_parse (number, G_MAXINT32);
  draft->high = mcn_import_high (high);
  if (draft->high < -1)
    return mcn_input_refuse (error, table->path, line, _("The id or the verdict is no number."));
  if (mean < 1 || mean > 10)
    return mcn_input_refuse (error, table->path, line, _("%g in the column “%s” is not on its scale, %g to %g."), mean, "ava_mean", 1.0, 10.0);
  if (!mcn_import_agree (mean, -1, NAN, draft->high))
    return mcn_input_refuse (error, table->path, line, _("The mean and the verdict contradict one another."));
  if (!keep_crop (import, table, draft->ava_id, mean, draft->high, error))
    return FALSE;
  if (!isnan (mean))
    mcn_draft_add_score (draft, MCN_SOURCE_AVA, mean, 1, 10)->score.n_raters = n > 0 ? (guint) n : 0;
  if (*styles != '\0')
    {
      g_auto (GStrv) names = g_strsplit (styles, "|", -1);

      draft->styles_from = MCN_STYLES_AVA;
      for (guint i = 0; names[i] != NULL; i++)
        if (mcn_import_style (names[i]) >= 0)
          draft->styles[mcn_import_style (names[i])] = 1;
        else if (*names[i] != '\0')
          return mcn_input_refuse (error, table->path, line, _("A style has a name that AVA does not know."));
    }

  return TRUE;
}

static gboolean
add_photograph (gpointer data, McnTable *table, GError **error)
{
  Photographs *self = data;
  const PhotoSet *set = self->set;
  const char *name = mcn_set_names[set->set], *file = mcn_table_text (table, "file", error);
  g_autofree char *path = file != NULL ? mcn_import_path (self->import, name, file) : NULL;
  McnDraft *draft;

  if (file == NULL)
    return FALSE;
  if (find (self, name, file) != NULL)
    return mcn_input_refuse (error, table->path, mcn_table_line (table), _("“%s” is there twice."), file);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      mcn_dataset_writer_report (self->import->writer, name, file, _("The photograph is not there."));
      return TRUE;
    }

  draft = mcn_draft_new ();
  g_ptr_array_add (self->drafts, draft);
  g_hash_table_insert (self->by_file, g_strconcat (name, "\n", file, NULL), draft);
  draft->id = g_strdup (file);
  draft->file = g_build_filename (name, file, NULL);
  draft->set = set->set;
  draft->part = mcn_import_part (self->import, name, file);

  if (set->group != NULL)
    {
      g_autoptr (GError) local = NULL;

      draft->group = read_group (table, set->group, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  for (guint i = 0; i < MOST_RATINGS && set->ratings[i].column != NULL; i++)
    if (!read_rating (table, &set->ratings[i], draft, error))
      return FALSE;

  return set->set != MCN_SET_APPEAL || read_ava (self->import, table, draft, error);
}

static gboolean
read_set (Photographs *self, const PhotoSet *set, GError **error)
{
  const char *name = mcn_set_names[set->set];
  g_autofree char *folder = mcn_import_path (self->import, name, NULL);
  g_autofree char *path = mcn_import_path (self->import, name, set->table);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      mcn_dataset_writer_report (self->import->writer, "set", name, _("The folder is not there; the set is left out."));
      return TRUE;
    }
  self->set = set;
  return mcn_table_each (path, add_photograph, self, error);
}

/* ---- what joins them ------------------------------------------------------- */

static gboolean
add_machine (gpointer data, McnTable *table, GError **error)
{
  Photographs *self = data;
  static const char *const raters[] = { "A", "B", "C", "D", "W" };
  const char *set = mcn_table_text (table, "set", error), *file = set != NULL ? mcn_table_text (table, "file", error) : NULL;
  McnDraft *draft = file != NULL ? find (self, set, file) : NULL;
  gdouble single[G_N_ELEMENTS (raters)], sum = 0;
  McnDraftScore *score;
  guint n = 0;

  if (draft == NULL)
    return file != NULL;        /* rows of photographs that are not there are expected */
  for (guint i = 0; i < G_N_ELEMENTS (raters); i++)
    {
      if (!mcn_table_number (table, raters[i], &single[i], error))
        return FALSE;
      if (single[i] < 1 || single[i] > 10)
        return mcn_input_refuse (error, table->path, mcn_table_line (table), _("%g in the column “%s” is not on its scale, %g to %g."),
                                 single[i], raters[i], 1.0, 10.0);
      /* W is the mark of whoever wrote the critiques: no rater's. */
      if (!isnan (single[i]) && i < 4)
        {
          sum += single[i];
          n++;
        }
    }
  if (n == 0)
    return TRUE;

  for (guint i = 0; i < draft->scores->len; i++)
    if (g_array_index (draft->scores, McnDraftScore, i).score.source == MCN_SOURCE_MACHINE)
      return mcn_input_refuse (error, table->path, mcn_table_line (table), _("“%s” is there twice."), file);
  score = mcn_draft_add_score (draft, MCN_SOURCE_MACHINE, sum / n, 1, 10);
  score->score.n_raters = n;
  score->score.n_single = G_N_ELEMENTS (raters);
  for (guint i = 0; i < G_N_ELEMENTS (raters); i++)
    score->single[i] = (gfloat) single[i];
  return TRUE;
}

static gboolean
read_machine (Photographs *self, GError **error)
{
  g_autofree char *path = mcn_import_path (self->import, "machine-ratings", "ratings.csv");

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      mcn_dataset_writer_report (self->import->writer, "set", "machine-ratings", _("The folder is not there; the set is left out."));
      return TRUE;
    }
  return mcn_table_each (path, add_machine, self, error);
}

static void
add_judged_styles (McnDraft *draft, JsonObject *row)
{
  gdouble judges = mcn_json_number (row, "style_judges");
  JsonObject *votes = mcn_json_object (row, "style_votes");

  if (!(judges >= 1 && judges <= G_MAXUINT16) || votes == NULL)
    return;
  draft->styles_from = MCN_STYLES_JUDGES;
  draft->n_judges = (guint) judges;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      gdouble n = mcn_json_number (votes, mcn_style_info (i)->id);

      draft->styles[i] = isnan (n) ? 0 : (gfloat) CLAMP (n / judges, 0, 1);
    }
}

static void
add_grounding (McnDraft *draft, JsonObject *row)
{
  JsonArray *grounding = mcn_json_array (row, "grounding");

  for (guint i = 0; grounding != NULL && i < json_array_get_length (grounding); i++)
    {
      JsonNode *node = json_array_get_element (grounding, i);
      JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *phrase = item != NULL ? mcn_json_string (item, "phrase") : NULL;
      JsonArray *numbers = item != NULL ? mcn_json_array (item, "cells") : NULL;
      guint cells = 0;

      for (guint j = 0; numbers != NULL && j < json_array_get_length (numbers); j++)
        {
          gdouble cell = mcn_json_number_at (numbers, j);

          if (cell >= 1 && cell <= 9)
            cells |= 1u << ((guint) cell - 1);
        }
      if (phrase != NULL && cells != 0)
        mcn_draft_add_phrase (draft, phrase, cells);
    }
}

static gboolean
read_paired (Photographs *self, GError **error)
{
  g_autofree char *path = mcn_import_path (self->import, "paired-critiques", "critiques.jsonl.gz");
  g_autoptr (McnLines) lines = NULL;
  g_autoptr (GError) local = NULL;
  JsonNode *node;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      mcn_dataset_writer_report (self->import->writer, "set", "paired-critiques", _("The folder is not there; the set is left out."));
      return TRUE;
    }
  lines = mcn_lines_open (path, error);
  if (lines == NULL)
    return FALSE;
  while ((node = mcn_lines_next_json (lines, &local)) != NULL)
    {
      g_autoptr (JsonNode) owned = node;
      JsonObject *row = json_node_get_object (node);
      const char *set = mcn_json_string (row, "set"), *file = mcn_json_string (row, "file");
      JsonArray *critiques = mcn_json_array (row, "critiques");
      McnDraft *draft;

      if (set == NULL || file == NULL || critiques == NULL)
        return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("There is no “set”, no “file” or no “critiques”."));
      draft = find (self, set, file);
      if (draft == NULL)
        continue;
      if (draft->texts->len > 0)
        return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("“%s” is there twice."), file);
      for (guint i = 0; i < json_array_get_length (critiques); i++)
        if (mcn_json_string_at (critiques, i) != NULL)
          mcn_draft_add_text (draft, mcn_json_string_at (critiques, i), NULL);
      draft->texts_from = MCN_TEXTS_MACHINE;
      add_judged_styles (draft, row);
      add_grounding (draft, row);
    }

  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
add_all (Photographs *self, GError **error)
{
  for (guint i = 0; i < self->drafts->len; i++)
    if (!mcn_import_add (self->import, g_ptr_array_index (self->drafts, i), error))
      return FALSE;

  return TRUE;
}

gboolean
mcn_import_photographs (McnImport *import, GError **error)
{
  Photographs self = {
    .import = import,
    .drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) mcn_draft_free),
    .by_file = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  gboolean done = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (photo_sets) && done; i++)
    done = read_set (&self, &photo_sets[i], error);
  done = done && read_machine (&self, error) && read_paired (&self, error) && add_all (&self, error);

  g_hash_table_unref (self.by_file);
  g_ptr_array_unref (self.drafts);
  return done;
}
