/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Critiques from elsewhere, each site with its own scale, and sentences that are
 * sorted by what they are about. None of them has a photograph. */
#include "mcn-import-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PHOTONET_GRADES 7

typedef gboolean (*ReadRow) (McnDraft *draft, JsonObject *row);

/* The parts of a critique of PCCD, in the order of its seven scores. */
static const char *const pccd_aspects[] = {
  "general_impression", "subject_of_photo", "composition", "use_of_camera", "depth_of_field", "color_lighting", "focus",
};

static const char *const apdd_attributes[] = {
  "Theme and logic", "Creativity", "Layout and composition", "Space and perspective", "The sense of order",
  "Light and shadow", "Color", "Details and texture", "The overall", "Mood",
};

G_STATIC_ASSERT (G_N_ELEMENTS (pccd_aspects) <= MCN_DRAFT_SINGLE && G_N_ELEMENTS (apdd_attributes) <= MCN_DRAFT_SINGLE);

static gboolean
read_pccd (McnDraft *draft, JsonObject *row)
{
  gdouble overall = mcn_json_number (row, "overall");
  JsonArray *scores = mcn_json_array (row, "scores");
  JsonObject *critique = mcn_json_object (row, "critique");
  McnDraftScore *score;

  if (!(overall >= 0 && overall <= 10) || scores == NULL || critique == NULL ||
      json_array_get_length (scores) != G_N_ELEMENTS (pccd_aspects))
    return FALSE;
  score = mcn_draft_add_score (draft, MCN_SOURCE_PCCD, overall, 0, 10);
  score->score.n_single = G_N_ELEMENTS (pccd_aspects);
  for (guint i = 0; i < G_N_ELEMENTS (pccd_aspects); i++)
    {
      const char *text = mcn_json_string_at (scores, i);
      gint64 value = text != NULL ? mcn_number_parse (text, 10) : -1;

      score->single[i] = value >= 0 ? (gfloat) value : NAN;     /* "N": none given */
    }
  for (guint i = 0; i < G_N_ELEMENTS (pccd_aspects); i++)
    if (mcn_json_string (critique, pccd_aspects[i]) != NULL)
      mcn_draft_add_text (draft, mcn_json_string (critique, pccd_aspects[i]), pccd_aspects[i]);

  return TRUE;
}

static gboolean
read_photonet (McnDraft *draft, JsonObject *row)
{
  gdouble mean = mcn_json_number (row, "mean"), n = mcn_json_number (row, "n"), sum = 0;
  JsonArray *votes = mcn_json_array (row, "votes7"), *comments = mcn_json_array (row, "comments");
  guint32 counts[PHOTONET_GRADES];
  McnDraftScore *score;

  if (votes == NULL || comments == NULL || json_array_get_length (votes) != PHOTONET_GRADES)
    return FALSE;
  for (guint i = 0; i < PHOTONET_GRADES; i++)
    {
      gdouble count = mcn_json_number_at (votes, i);

      if (!(count >= 0 && count <= G_MAXINT32))
        return FALSE;
      counts[i] = (guint32) count;
      sum += (i + 1.0) * counts[i];
    }
  if (!(n > 0) || !(fabs (sum / n - mean) < 0.001))
    return FALSE;
  score = mcn_draft_add_score (draft, MCN_SOURCE_PHOTONET, mean, 1, PHOTONET_GRADES);
  mcn_draft_set_votes (score, counts, PHOTONET_GRADES);
  for (guint i = 0; i < json_array_get_length (comments); i++)
    if (mcn_json_string_at (comments, i) != NULL)
      mcn_draft_add_text (draft, mcn_json_string_at (comments, i), NULL);

  return score->score.n_raters == n;
}

static gboolean
read_apdd (McnDraft *draft, JsonObject *row)
{
  gdouble total = mcn_json_number (row, "total");
  JsonObject *attributes = mcn_json_object (row, "attributes");
  const char *comment = mcn_json_string (row, "comment");
  McnDraftScore *score;

  if (!(total >= 0 && total <= 100) || attributes == NULL || comment == NULL)
    return FALSE;
  score = mcn_draft_add_score (draft, MCN_SOURCE_APDD, total, 0, 100);
  score->score.n_single = G_N_ELEMENTS (apdd_attributes);
  for (guint i = 0; i < G_N_ELEMENTS (apdd_attributes); i++)
    score->single[i] = (gfloat) mcn_json_number (attributes, apdd_attributes[i]);
  mcn_draft_add_text (draft, comment, NULL);
  return TRUE;
}

static void
begin_sample (McnDraft *draft, guint set, const char *id)
{
  mcn_draft_reset (draft);
  draft->set = set;
  draft->id = g_strdup (id);
  draft->texts_from = MCN_TEXTS_OTHER;
}

static gboolean
read_lines (McnImport *self, const char *name, guint set, ReadRow read, GError **error)
{
  g_autofree char *path = mcn_import_path (self, "ava-critiques", name);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (McnLines) lines = NULL;
  g_autoptr (GError) local = NULL;
  JsonNode *node;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      mcn_dataset_writer_report (self->writer, "set", mcn_set_names[set], _("The file is not there; the set is left out."));
      return TRUE;
    }
  lines = mcn_lines_open (path, error);
  if (lines == NULL)
    return FALSE;
  while ((node = mcn_lines_next_json (lines, &local)) != NULL)
    {
      g_autoptr (JsonNode) owned = node;
      JsonObject *row = json_node_get_object (node);
      gdouble number = mcn_json_number (row, "id");
      g_autofree char *id = isnan (number) ? g_strdup (mcn_json_string (row, "id")) : g_strdup_printf ("%.0f", number);

      if (id == NULL)
        return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("There is no “id”."));
      if (!g_hash_table_add (seen, g_strdup (id)))
        return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("The id is there twice."));
      begin_sample (self->draft, set, id);
      if (!read (self->draft, row))
        return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("A value is missing, or values contradict one another."));
      if (!mcn_import_add (self, self->draft, error))
        return FALSE;
    }

  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A line has no name: it is called by its place. */
typedef struct
{
  McnImport *import;
  guint      n;
} Aspects;

static gboolean
add_aspect (gpointer data, McnTable *table, GError **error)
{
  Aspects *self = data;
  McnDraft *draft = self->import->draft;
  const char *aspect = mcn_table_text (table, "aspect", error), *text = aspect != NULL ? mcn_table_text (table, "text", error) : NULL;
  g_autofree char *id = g_strdup_printf ("%u", ++self->n);

  if (text == NULL)
    return FALSE;
  begin_sample (draft, MCN_SET_ASPECTS, id);
  draft->texts_from = MCN_TEXTS_DPC;
  mcn_draft_add_text (draft, text, *aspect != '\0' ? aspect : NULL);
  return mcn_import_add (self->import, draft, error);
}

static gboolean
read_aspects (McnImport *self, GError **error)
{
  g_autofree char *path = mcn_import_path (self, "ava-critiques", "aspect-lines.csv.gz");
  Aspects aspects = { self, 0 };

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return mcn_table_each (path, add_aspect, &aspects, error);
  mcn_dataset_writer_report (self->writer, "set", mcn_set_names[MCN_SET_ASPECTS], _("The file is not there; the set is left out."));
  return TRUE;
}

gboolean
mcn_import_texts (McnImport *self, GError **error)
{
  return read_lines (self, "pccd.jsonl.gz", MCN_SET_PCCD, read_pccd, error) &&
         read_lines (self, "photonet.jsonl.gz", MCN_SET_PHOTONET, read_photonet, error) &&
         read_lines (self, "apddv2-paintings.jsonl.gz", MCN_SET_APDD, read_apdd, error) && read_aspects (self, error);
}
