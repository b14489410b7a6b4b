/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-row-csv.h"

#include "cli-csv-writer.h"
#include "cli-number.h"

#include <math.h>

/* Before and behind the columns of the styles. */
static const char *const before[] = {
  "path", "path_bytes", "error", "score", "low", "typical_error", "spread", "high", "p_high", "percentile", "photo_score",
};
static const char *const behind[] = {
  "critiques", "width", "height", "bytes", "taken", "sharpness", "exposure", "clipped", "hash",
  "flag", "stars", "label", "own_score", "own_high", "own_styles", "own_not_styles", "model",
};
static const char *const timing[] = { "seconds_read", "seconds_decode", "seconds_model" };

char *
cli_row_csv_header (gboolean timings)
{
  g_autoptr (CliCsvWriter) writer = cli_csv_writer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    cli_csv_writer_text (writer, before[i]);
  for (int i = 0; i < MCN_N_STYLES; i++)
    cli_csv_writer_text (writer, mcn_style_info (i)->id);
  for (gsize i = 0; i < G_N_ELEMENTS (behind); i++)
    cli_csv_writer_text (writer, behind[i]);
  for (gsize i = 0; timings && i < G_N_ELEMENTS (timing); i++)
    cli_csv_writer_text (writer, timing[i]);

  return cli_csv_writer_take (writer);
}

static void
put_empty (CliCsvWriter *writer, gsize n)
{
  while (n-- > 0)
    cli_csv_writer_empty (writer);
}

/* From "score" to the last style. */
static void
put_judgement (CliCsvWriter *writer, const CriticRow *row)
{
  const CriticJudgement *judgement = &row->judgement;

  if (!row->assessed)
    {
      put_empty (writer, 8 + MCN_N_STYLES);
      return;
    }

  cli_csv_writer_number (writer, judgement->score);
  cli_csv_writer_number (writer, judgement->score - judgement->error);
  cli_csv_writer_number (writer, judgement->error);
  cli_csv_writer_number (writer, judgement->spread);
  cli_csv_writer_text (writer, judgement->high ? "true" : "false");
  cli_csv_writer_number (writer, judgement->p_high);
  cli_csv_writer_number (writer, judgement->percentile);
  cli_csv_writer_number (writer, row->photo_alone.score);
  for (int i = 0; i < MCN_N_STYLES; i++)
    cli_csv_writer_number (writer, judgement->style[i]);
}

/* From "critiques" to "hash". */
static void
put_measured (CliCsvWriter *writer, const CliRow *row)
{
  const CriticMeasured *measured = &row->row->measured;
  g_autofree char *taken = cli_row_taken_text (row);
  g_autofree char *hash = cli_row_hash_text (row);

  if (!row->row->assessed)
    {
      put_empty (writer, 9);
      return;
    }

  cli_csv_writer_integer (writer, row->row->n_critiques);
  cli_csv_writer_integer (writer, measured->width);
  cli_csv_writer_integer (writer, measured->height);
  cli_csv_writer_integer (writer, row->row->size);
  cli_csv_writer_text (writer, taken != NULL ? taken : "");
  cli_csv_writer_number (writer, measured->sharpness);
  cli_csv_writer_number (writer, measured->exposure);
  cli_csv_writer_number (writer, measured->clipped);
  cli_csv_writer_text (writer, hash);
}

static void
put_styles_said (CliCsvWriter *writer, const CriticRating *rating, CriticSays answer)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (int i = 0; i < MCN_N_STYLES; i++)
    if (rating->style[i] == answer)
      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", mcn_style_info (i)->id);
  cli_csv_writer_text (writer, names->str);
}

static void
put_rating (CliCsvWriter *writer, const CriticRating *rating)
{
  cli_csv_writer_text (writer, cli_row_flag_name (rating->flag));
  if (rating->stars > 0)
    cli_csv_writer_integer (writer, rating->stars);
  else
    cli_csv_writer_empty (writer);
  cli_csv_writer_text (writer, cli_row_label_name (rating->label));
  cli_csv_writer_number (writer, rating->score > 0.0 ? rating->score : NAN);
  cli_csv_writer_text (writer, rating->high == CRITIC_SAYS_NOTHING ? "" : rating->high == CRITIC_SAYS_YES ? "true" : "false");
  put_styles_said (writer, rating, CRITIC_SAYS_YES);
  put_styles_said (writer, rating, CRITIC_SAYS_NO);
}

char *
cli_row_csv_line (const CliRow *row, gboolean timings)
{
  g_autoptr (CliCsvWriter) writer = cli_csv_writer_new ();
  g_autofree char *bytes = NULL;
  g_autofree char *path = cli_row_path_text (row, &bytes);

  cli_csv_writer_text (writer, path);
  cli_csv_writer_text (writer, bytes != NULL ? bytes : "");
  cli_csv_writer_text (writer, cli_row_has_failed (row) ? row->row->failure : "");
  put_judgement (writer, row->row);
  put_measured (writer, row);
  put_rating (writer, &row->row->rating);
  cli_csv_writer_text (writer, row->model != NULL ? row->model : "");
  if (timings && row->timed)
    {
      cli_csv_writer_number (writer, row->seconds_read);
      cli_csv_writer_number (writer, row->seconds_decode);
      cli_csv_writer_number (writer, row->seconds_model);
    }
  else if (timings)
    put_empty (writer, G_N_ELEMENTS (timing));

  return cli_csv_writer_take (writer);
}

gboolean
cli_row_csv_check (CriticCsvReader *reader)
{
  gboolean all = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    all &= critic_csv_reader_find (reader, before[i]) >= 0;
  for (gsize i = 0; i < G_N_ELEMENTS (behind); i++)
    all &= critic_csv_reader_find (reader, behind[i]) >= 0;
  for (int i = 0; i < MCN_N_STYLES; i++)
    all &= critic_csv_reader_find (reader, mcn_style_info (i)->id) >= 0;

  return all;
}

/* Cells of one record; the first that makes no sense is remembered. */
typedef struct
{
  CriticCsvReader *reader;
  const char   *wrong;
} Cells;

static const char *
text_of (Cells *cells, const char *column)
{
  return critic_csv_text (critic_csv_reader_get (cells->reader, critic_csv_reader_find (cells->reader, column)));
}

static void
say_wrong (Cells *cells, const char *column)
{
  if (cells->wrong == NULL)
    cells->wrong = column;
}

static gdouble
number_of (Cells *cells, const char *column, gdouble least, gdouble most)
{
  gdouble value = cli_number_parse (text_of (cells, column));

  if (!(value >= least && value <= most))
    say_wrong (cells, column);
  return value;
}

static guint64
integer_of (Cells *cells, const char *column, guint64 most)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text_of (cells, column), 10, 0, most, &value, NULL))
    say_wrong (cells, column);
  return value;
}

static gboolean
truth_of (Cells *cells, const char *column)
{
  const char *text = text_of (cells, column);

  if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
    say_wrong (cells, column);
  return g_str_equal (text, "true");
}

static void
take_judgement (Cells *cells, CriticRow *row)
{
  CriticJudgement *judgement = &row->judgement;

  row->assessed = TRUE;
  judgement->score = number_of (cells, "score", 1.0, 10.0);
  judgement->error = number_of (cells, "typical_error", 0.0, 10.0);
  judgement->spread = number_of (cells, "spread", 0.0, 10.0);
  judgement->high = truth_of (cells, "high");
  judgement->p_high = number_of (cells, "p_high", 0.0, 1.0);
  judgement->percentile = number_of (cells, "percentile", 0.0, 1.0);
  for (int i = 0; i < MCN_N_STYLES; i++)
    judgement->style[i] = number_of (cells, mcn_style_info (i)->id, 0.0, 1.0);
  row->photo_alone = *judgement;
  row->photo_alone.score = number_of (cells, "photo_score", 1.0, 10.0);
}

static void
take_measured (Cells *cells, CriticRow *row)
{
  CriticMeasured *measured = &row->measured;
  const char *taken = text_of (cells, "taken");

  row->n_critiques = (guint) integer_of (cells, "critiques", G_MAXUINT);
  measured->width = (guint32) integer_of (cells, "width", G_MAXUINT32);
  measured->height = (guint32) integer_of (cells, "height", G_MAXUINT32);
  row->size = integer_of (cells, "bytes", G_MAXUINT64);
  if (*taken != '\0' && !cli_row_taken_parse (taken, &measured->taken))
    say_wrong (cells, "taken");
  measured->sharpness = (gfloat) number_of (cells, "sharpness", 0.0, 1.0);
  measured->exposure = (gfloat) number_of (cells, "exposure", 0.0, 1.0);
  measured->clipped = (gfloat) number_of (cells, "clipped", 0.0, 1.0);
  if (!cli_row_hash_parse (text_of (cells, "hash"), &measured->hash))
    say_wrong (cells, "hash");
}

static void
take_styles_said (Cells *cells, const char *column, CriticRating *rating, CriticSays answer)
{
  g_auto (GStrv) names = g_strsplit (text_of (cells, column), " ", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      gint style = cli_row_style_parse (names[i]);

      if (style >= 0)
        rating->style[style] = answer;
      else
        say_wrong (cells, column);
    }
}

static void
take_rating (Cells *cells, CriticRating *rating)
{
  if (!cli_row_flag_parse (text_of (cells, "flag"), &rating->flag))
    say_wrong (cells, "flag");
  if (!cli_row_label_parse (text_of (cells, "label"), &rating->label))
    say_wrong (cells, "label");
  if (*text_of (cells, "stars") != '\0')
    rating->stars = (guint8) integer_of (cells, "stars", 5);
  if (*text_of (cells, "own_score") != '\0')
    rating->score = number_of (cells, "own_score", 1.0, 10.0);
  if (*text_of (cells, "own_high") != '\0')
    rating->high = truth_of (cells, "own_high") ? CRITIC_SAYS_YES : CRITIC_SAYS_NO;
  take_styles_said (cells, "own_styles", rating, CRITIC_SAYS_YES);
  take_styles_said (cells, "own_not_styles", rating, CRITIC_SAYS_NO);
}

CliRow *
cli_row_csv_parse (CriticCsvReader *reader, const char **column)
{
  Cells cells = { reader, NULL };
  g_autofree char *path = cli_row_path_parse (text_of (&cells, "path"), text_of (&cells, "path_bytes"));
  g_autoptr (CliRow) self = cli_row_new (path != NULL ? path : "");
  CriticRow *row = self->row;

  if (*row->path == '\0')
    say_wrong (&cells, "path");
  if (*text_of (&cells, "error") != '\0')
    {
      row->state = CRITIC_ROW_FAILED;
      row->failure = g_strdup (text_of (&cells, "error"));
    }
  else if (*text_of (&cells, "score") != '\0')
    {
      row->state = CRITIC_ROW_DONE;
      take_judgement (&cells, row);
      take_measured (&cells, row);
      self->model = g_strdup (text_of (&cells, "model"));
    }
  take_rating (&cells, &row->rating);
  if (critic_csv_reader_find (reader, timing[0]) >= 0 && critic_csv_reader_find (reader, timing[2]) >= 0 &&
      critic_csv_reader_find (reader, timing[1]) >= 0 && *text_of (&cells, timing[0]) != '\0')
    {
      self->timed = TRUE;
      self->seconds_read = number_of (&cells, timing[0], 0.0, G_MAXDOUBLE);
      self->seconds_decode = number_of (&cells, timing[1], 0.0, G_MAXDOUBLE);
      self->seconds_model = number_of (&cells, timing[2], 0.0, G_MAXDOUBLE);
    }

  *column = cells.wrong;
  return cells.wrong == NULL ? g_steal_pointer (&self) : NULL;
}
