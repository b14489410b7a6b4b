/* SPDX-License-Identifier: GPL-3.0-or-later */

/* AVA: ids with critiques first, in the order of their file, then all others that
 * a table knows, by number. */
#include "mcn-import-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GRADES 10
#define NO_TAIL 2               /* a word that is none */

/* What the tables say of one id. */
typedef struct
{
  guint    id;
  McnPart  part;
  gint8    high, tail;
  gboolean listed, scored, voted, written;
  gfloat   mean;
  guint    n;
  guint32  votes[GRADES];
  gboolean styled, single_label;
  guint16  styles;              /* bits */
} AvaRow;

typedef struct
{
  McnImport  *import;
  GHashTable *rows;             /* GUINT_TO_POINTER (id) -> AvaRow */
} Ava;

static AvaRow *
row_of (Ava *self, guint id)
{
  AvaRow *row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (id));

  if (row == NULL)
    {
      row = g_new0 (AvaRow, 1);
      row->id = id;
      row->high = -1;
      g_hash_table_insert (self->rows, GUINT_TO_POINTER (id), row);
    }
  return row;
}

static gint
read_tail (const char *text)
{
  return text == NULL || *text == '\0' ? 0 : g_str_equal (text, "top10") ? 1 : g_str_equal (text, "bottom10") ? -1 : NO_TAIL;
}

static gboolean
refuse_row (McnTable *table, GError **error, const char *what)
{
  return mcn_input_refuse (error, table->path, mcn_table_line (table), "%s", what);
}

/* Whether votes, their number, their mean and the verdict say the same. */
static gboolean
agree (const guint32 *votes, gdouble n, gdouble mean, gint high)
{
  gdouble sum = 0, count = 0;

  if (votes != NULL)
    {
      for (guint i = 0; i < GRADES; i++)
        {
          count += votes[i];
          sum += (i + 1.0) * votes[i];
        }
      if (count <= 0 || count != n || fabs (sum / count - mean) > 0.001)
        return FALSE;
    }

  return mean >= 1 && mean <= GRADES && (high < 0 || (mean > 5) == (high == 1));
}

/* ---- tables ---------------------------------------------------------------- */

static gboolean
read_high_low (gpointer data, McnTable *table, GError **error)
{
  Ava *self = data;
  const char *id = mcn_table_text (table, "id", error), *high = id != NULL ? mcn_table_text (table, "high", error) : NULL;
  const char *tail = high != NULL ? mcn_table_text (table, "tail", error) : NULL;
  gint64 number;
  AvaRow *row;

  if (tail == NULL)
    return FALSE;
  number = mcn_number_parse (id, G_MAXINT32);
  if (number <= 0 || mcn_import_high (high) < -1)
    return refuse_row (table, error, _("The id or the verdict is no number."));
  if (read_tail (tail) == NO_TAIL)
    return refuse_row (table, error, _("The tail is neither “top10” nor “bottom10”."));
  row = row_of (self, (guint) number);
  if (row->listed)
    return refuse_row (table, error, _("The id is there twice."));
  row->listed = TRUE;
  row->high = (gint8) mcn_import_high (high);
  row->tail = (gint8) read_tail (tail);
  return TRUE;
}

static gboolean
read_score (gpointer data, McnTable *table, GError **error)
{
  Ava *self = data;
  const char *id = mcn_table_text (table, "id", error), *split = id != NULL ? mcn_table_text (table, "split", error) : NULL;
  const char *high = split != NULL ? mcn_table_text (table, "high", error) : NULL;
  gdouble mean, n;
  gint64 number;
  McnPart listed;
  AvaRow *row;

  if (high == NULL)
    return FALSE;
  number = mcn_number_parse (id, G_MAXINT32);
  if (number <= 0 || mcn_import_high (high) < -1)
    return refuse_row (table, error, _("The id or the verdict is no number."));
  row = row_of (self, (guint) number);
  if (row->scored)
    return refuse_row (table, error, _("The id is there twice."));
  if (!mcn_table_number (table, "mean", &mean, error) || !mcn_table_number (table, "n", &n, error) ||
      !mcn_table_counts (table, "v", GRADES, row->votes, &row->voted, error))
    return FALSE;
  if (!agree (row->voted ? row->votes : NULL, n, mean, mcn_import_high (high)))
    return refuse_row (table, error, _("The votes do not give the number and the mean beside them."));
  if (!mcn_import_agree (mean, mcn_import_high (high), NAN, row->high))
    return mcn_input_refuse (error, table->path, mcn_table_line (table), _("The verdict is another one than in “%s”."), "highlow.csv.gz");
  row->scored = TRUE;
  row->mean = (gfloat) mean;
  row->n = n > 0 ? (guint) n : 0;
  listed = mcn_import_part (self->import, "ava-critiques", id);
  if (listed != MCN_PART_NONE && *split != '\0' && (listed == MCN_PART_TEST) != g_str_equal (split, "test"))
    return mcn_input_refuse (error, table->path, mcn_table_line (table), _("The part is another one than in “%s”."), "splits.json");
  row->part = g_str_equal (split, "train") ? MCN_PART_TRAIN : g_str_equal (split, "test") ? MCN_PART_TEST : MCN_PART_NONE;
  if (row->high < 0 && mcn_import_high (high) >= 0)
    row->high = (gint8) mcn_import_high (high);
  return TRUE;
}

static gboolean
read_styles (gpointer data, McnTable *table, GError **error)
{
  Ava *self = data;
  const char *id = mcn_table_text (table, "id", error), *split = id != NULL ? mcn_table_text (table, "style_split", error) : NULL;
  const char *styles = split != NULL ? mcn_table_text (table, "styles", error) : NULL;
  g_auto (GStrv) names = NULL;
  gint64 number;
  AvaRow *row;

  if (styles == NULL)
    return FALSE;
  number = mcn_number_parse (id, G_MAXINT32);
  if (number <= 0)
    return refuse_row (table, error, _("The id or the verdict is no number."));
  row = row_of (self, (guint) number);
  if (row->styled)
    return refuse_row (table, error, _("The id is there twice."));
  row->styled = TRUE;
  row->single_label = !g_str_equal (split, "test");
  names = g_strsplit (styles, "|", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      gint style = mcn_import_style (names[i]);

      if (style >= 0)
        row->styles |= (guint16) (1u << style);
      else if (*names[i] != '\0')
        return refuse_row (table, error, _("A style has a name that AVA does not know."));
    }

  return TRUE;
}

static gboolean
read_table (Ava *self, const char *name, gboolean (*read) (gpointer, McnTable *, GError **), GError **error)
{
  g_autofree char *path = mcn_import_path (self->import, "ava-critiques", name);

  return mcn_table_each (path, read, self, error);
}

/* Whether the crops' rows say the same. */
static gboolean
check_crops (Ava *self, GError **error)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, self->import->crops);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const AvaRow *row = g_hash_table_lookup (self->rows, id);
      const McnImportCrop *crop = value;

      if (row != NULL && !mcn_import_agree (crop->mean, crop->high, row->scored ? row->mean : NAN, row->high))
        return mcn_input_refuse (error, crop->path, crop->line, _("AVA’s mean or verdict is another one than in “%s”."),
                                 row->scored ? "scores.csv" : "highlow.csv.gz");
    }

  return TRUE;
}

/* ---- samples --------------------------------------------------------------- */

/* Absent labels of the single-label list are unknown, not negative. */
static void
set_styles (McnDraft *draft, guint16 styles, gboolean single_label)
{
  draft->styles_from = MCN_STYLES_AVA;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (styles & (1u << i))
      draft->styles[i] = 1;
    else if (!single_label)
      draft->styles[i] = 0;
}

static void
begin_sample (Ava *self, guint id)
{
  McnDraft *draft = self->import->draft;

  mcn_draft_reset (draft);
  draft->set = MCN_SET_AVA;
  draft->id = g_strdup_printf ("%u", id);
  draft->ava_id = id;
}

static void
set_score (McnDraft *draft, gdouble mean, guint n, const guint32 *votes)
{
  McnDraftScore *score = mcn_draft_add_score (draft, MCN_SOURCE_AVA, mean, 1, GRADES);

  score->score.n_raters = n;
  if (votes != NULL)
    mcn_draft_set_votes (score, votes, GRADES);
}

static gboolean
add_row (Ava *self, const AvaRow *row, GError **error)
{
  McnDraft *draft = self->import->draft;

  begin_sample (self, row->id);
  draft->part = row->part;
  draft->high = row->high;
  draft->tail = row->tail;
  if (row->scored)
    set_score (draft, row->mean, row->n, row->voted ? row->votes : NULL);
  if (row->styled)
    set_styles (draft, row->styles, row->single_label);
  return mcn_import_add (self->import, draft, error);
}

static guint
texts_from (JsonArray *sources)
{
  guint from = 0;

  for (guint i = 0; sources != NULL && i < json_array_get_length (sources); i++)
    {
      const char *name = mcn_json_string_at (sources, i);

      if (g_strcmp0 (name, "dpc") == 0)
        from |= MCN_TEXTS_DPC;
      else if (g_strcmp0 (name, "food") == 0)
        from |= MCN_TEXTS_FOOD;
    }

  return from;
}

static void
add_comments (McnDraft *draft, JsonArray *comments, JsonArray *aspects)
{
  for (guint i = 0; i < json_array_get_length (comments); i++)
    {
      JsonNode *node = aspects != NULL && i < json_array_get_length (aspects) ? json_array_get_element (aspects, i) : NULL;
      JsonArray *names = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      g_autoptr (GString) aspect = g_string_new (NULL);

      for (guint j = 0; names != NULL && j < json_array_get_length (names); j++)
        if (mcn_json_string_at (names, j) != NULL)
          g_string_append_printf (aspect, "%s%s", j > 0 ? "," : "", mcn_json_string_at (names, j));
      if (mcn_json_string_at (comments, i) != NULL)
        mcn_draft_add_text (draft, mcn_json_string_at (comments, i), aspect->len > 0 ? aspect->str : NULL);
    }
}

/* Votes, mean and verdict of an object; FALSE when they contradict one another. */
static gboolean
read_truth (McnDraft *draft, JsonObject *object)
{
  JsonArray *array = mcn_json_array (object, "votes");
  gdouble mean = mcn_json_number (object, "mean"), n = mcn_json_number (object, "n"), high = mcn_json_number (object, "high");
  guint32 votes[GRADES];

  draft->high = isnan (high) ? -1 : high == 1;
  draft->tail = read_tail (mcn_json_string (object, "tail"));
  if ((high != 0 && high != 1 && !isnan (high)) || draft->tail == NO_TAIL)
    return FALSE;
  if (array != NULL)
    {
      if (json_array_get_length (array) != GRADES)
        return FALSE;
      for (guint i = 0; i < GRADES; i++)
        {
          gdouble count = mcn_json_number_at (array, i);

          if (!(count >= 0 && count <= G_MAXINT32))
            return FALSE;
          votes[i] = (guint32) count;
        }
    }
  if (isnan (mean))
    return array == NULL;
  if (!agree (array != NULL ? votes : NULL, n, mean, draft->high))
    return FALSE;

  set_score (draft, mean, n > 0 ? (guint) n : 0, array != NULL ? votes : NULL);
  return TRUE;
}

/* Whether the tables say the same of @draft's photograph, and the crop of it, if there is one. */
static gboolean
check_critique (Ava *self, const AvaRow *row, const char *path, guint64 line, GError **error)
{
  McnDraft *draft = self->import->draft;
  const McnImportCrop *crop = g_hash_table_lookup (self->import->crops, GUINT_TO_POINTER (row->id));
  gdouble mean = draft->scores->len > 0 ? g_array_index (draft->scores, McnDraftScore, 0).score.value : NAN;

  if (row->scored && fabs (mean - row->mean) > 0.001)
    return mcn_input_refuse (error, path, line, _("The mean is another one than in “%s”."), "scores.csv");
  if (!mcn_import_agree (mean, draft->high, NAN, row->high))
    return mcn_input_refuse (error, path, line, _("The verdict is another one than in “%s”."), "highlow.csv.gz");
  if (draft->tail != 0 && row->tail != 0 && draft->tail != row->tail)
    return mcn_input_refuse (error, path, line, _("The tail is another one than in “%s”."), "highlow.csv.gz");

  return crop == NULL || mcn_import_agree (mean, draft->high, crop->mean, crop->high) ||
         mcn_input_refuse (error, crop->path, crop->line, _("AVA’s mean or verdict is another one than in “%s”."), "critiques.jsonl.gz");
}

static gboolean
add_critique (Ava *self, const char *path, guint64 line, JsonObject *object, GError **error)
{
  McnDraft *draft = self->import->draft;
  gdouble id = mcn_json_number (object, "id");
  JsonArray *comments = mcn_json_array (object, "comments"), *styles = mcn_json_array (object, "styles");
  AvaRow *row;

  if (!(id >= 1 && id <= G_MAXINT32 && id == floor (id)) || comments == NULL)
    return mcn_input_refuse (error, path, line, _("There is no “id” or no “comments”."));
  row = row_of (self, (guint) id);
  if (row->written)
    return mcn_input_refuse (error, path, line, _("The id is there twice."));
  row->written = TRUE;

  begin_sample (self, row->id);
  draft->part = mcn_import_part (self->import, "ava-critiques", draft->id);
  draft->texts_from = texts_from (mcn_json_array (object, "src"));
  if (!read_truth (draft, object))
    return mcn_input_refuse (error, path, line, _("The votes do not give the number and the mean beside them."));
  if (!check_critique (self, row, path, line, error))
    return FALSE;
  if (styles != NULL)
    {
      guint16 bits = 0;

      for (guint i = 0; i < json_array_get_length (styles); i++)
        {
          const char *name = mcn_json_string_at (styles, i);
          gint style = name != NULL ? mcn_import_style (name) : -1;

          if (style < 0)
            return mcn_input_refuse (error, path, line, _("A style has a name that AVA does not know."));
          bits |= (guint16) (1u << style);
        }
      if (row->styled && (bits != row->styles || (g_strcmp0 (mcn_json_string (object, "style_split"), "test") != 0) != row->single_label))
        return mcn_input_refuse (error, path, line, _("The styles are other ones than in “%s”."), "styles.csv");
      set_styles (draft, bits, g_strcmp0 (mcn_json_string (object, "style_split"), "test") != 0);
    }
  add_comments (draft, comments, mcn_json_array (object, "aspects"));
  return mcn_import_add (self->import, draft, error);
}

static gboolean
add_critiques (Ava *self, GError **error)
{
  g_autofree char *path = mcn_import_path (self->import, "ava-critiques", "critiques.jsonl.gz");
  g_autoptr (McnLines) lines = mcn_lines_open (path, error);
  g_autoptr (GError) local = NULL;
  JsonNode *node;

  if (lines == NULL)
    return FALSE;
  while ((node = mcn_lines_next_json (lines, &local)) != NULL)
    {
      g_autoptr (JsonNode) owned = node;

      if (!add_critique (self, path, mcn_lines_get_number (lines), json_node_get_object (node), error))
        return FALSE;
    }

  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
  const AvaRow *x = *(const AvaRow *const *) a, *y = *(const AvaRow *const *) b;

  return x->id < y->id ? -1 : x->id > y->id;
}

static gboolean
add_rest (Ava *self, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (rows, value);
  g_ptr_array_sort (rows, compare_ids);
  for (guint i = 0; i < rows->len; i++)
    {
      const AvaRow *row = g_ptr_array_index (rows, i);

      if (!row->written && !add_row (self, row, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
mcn_import_ava (McnImport *import, GError **error)
{
  g_autofree char *folder = mcn_import_path (import, "ava-critiques", NULL);
  Ava self = { import, NULL };
  gboolean done;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      mcn_dataset_writer_report (import->writer, "set", "ava-critiques", _("The folder is not there; the set is left out."));
      return TRUE;
    }
  self.rows = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  done = read_table (&self, "highlow.csv.gz", read_high_low, error) && read_table (&self, "scores.csv", read_score, error) &&
         read_table (&self, "styles.csv", read_styles, error) && check_crops (&self, error) && add_critiques (&self, error) && add_rest (&self, error);
  g_hash_table_unref (self.rows);
  return done;
}
