/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-row-json.h"

#include "critic-json-writer.h"

#include <math.h>

static void
put_judgement (CriticJsonWriter *writer, const CliRow *row)
{
  const CriticJudgement *judgement = &row->row->judgement;

  critic_json_writer_put_string (writer, "model", row->model);
  critic_json_writer_put_number (writer, "score", judgement->score);
  critic_json_writer_put_number (writer, "low", judgement->score - judgement->error);
  critic_json_writer_put_number (writer, "typical_error", judgement->error);
  critic_json_writer_put_number (writer, "spread", judgement->spread);
  critic_json_writer_put_boolean (writer, "high", judgement->high);
  critic_json_writer_put_number (writer, "p_high", judgement->p_high);
  critic_json_writer_put_number (writer, "percentile", judgement->percentile);
  critic_json_writer_put_number (writer, "photo_score", row->row->photo_alone.score);

  critic_json_writer_name (writer, "styles");
  critic_json_writer_begin_object (writer);
  for (int i = 0; i < MCN_N_STYLES; i++)
    critic_json_writer_put_number (writer, mcn_style_info (i)->id, judgement->style[i]);
  critic_json_writer_end_object (writer);
}

static void
put_measured (CriticJsonWriter *writer, const CliRow *row)
{
  const CriticMeasured *measured = &row->row->measured;
  g_autofree char *taken = cli_row_taken_text (row);
  g_autofree char *hash = cli_row_hash_text (row);

  critic_json_writer_put_integer (writer, "critiques", row->row->n_critiques);
  critic_json_writer_put_integer (writer, "width", measured->width);
  critic_json_writer_put_integer (writer, "height", measured->height);
  critic_json_writer_put_integer (writer, "bytes", row->row->size);
  if (taken != NULL)
    critic_json_writer_put_string (writer, "taken", taken);
  critic_json_writer_put_number (writer, "sharpness", measured->sharpness);
  critic_json_writer_put_number (writer, "exposure", measured->exposure);
  critic_json_writer_put_number (writer, "clipped", measured->clipped);
  critic_json_writer_put_string (writer, "hash", hash);
}

static void
put_rating (CriticJsonWriter *writer, const CriticRating *rating)
{
  gboolean styles = FALSE;

  critic_json_writer_name (writer, "own");
  critic_json_writer_begin_object (writer);
  if (rating->flag != CRITIC_FLAG_NONE)
    critic_json_writer_put_string (writer, "flag", cli_row_flag_name (rating->flag));
  if (rating->stars > 0)
    critic_json_writer_put_integer (writer, "stars", rating->stars);
  if (rating->label != CRITIC_LABEL_NONE)
    critic_json_writer_put_string (writer, "label", cli_row_label_name (rating->label));
  if (rating->score > 0.0)
    critic_json_writer_put_number (writer, "score", rating->score);
  if (rating->high != CRITIC_SAYS_NOTHING)
    critic_json_writer_put_boolean (writer, "high", rating->high == CRITIC_SAYS_YES);
  for (int i = 0; i < MCN_N_STYLES; i++)
    {
      if (rating->style[i] == CRITIC_SAYS_NOTHING)
        continue;
      if (!styles)
        {
          critic_json_writer_name (writer, "styles");
          critic_json_writer_begin_object (writer);
          styles = TRUE;
        }
      critic_json_writer_put_boolean (writer, mcn_style_info (i)->id, rating->style[i] == CRITIC_SAYS_YES);
    }
  if (styles)
    critic_json_writer_end_object (writer);
  critic_json_writer_end_object (writer);
}

char *
cli_row_json_line (const CliRow *row, gboolean timings)
{
  g_autoptr (CriticJsonWriter) writer = critic_json_writer_new (FALSE);
  g_autofree char *bytes = NULL;
  g_autofree char *path = cli_row_path_text (row, &bytes);

  critic_json_writer_begin_object (writer);
  critic_json_writer_put_string (writer, "path", path);
  if (bytes != NULL)
    critic_json_writer_put_string (writer, "path_bytes", bytes);
  critic_json_writer_put_integer (writer, "version", CLI_ROW_VERSION);
  if (cli_row_has_failed (row))
    critic_json_writer_put_string (writer, "error", row->row->failure);
  else if (row->row->assessed)
    {
      put_judgement (writer, row);
      put_measured (writer, row);
    }
  if (cli_row_is_rated (row))
    put_rating (writer, &row->row->rating);
  if (timings && row->timed)
    {
      critic_json_writer_name (writer, "seconds");
      critic_json_writer_begin_object (writer);
      critic_json_writer_put_number (writer, "read", row->seconds_read);
      critic_json_writer_put_number (writer, "decode", row->seconds_decode);
      critic_json_writer_put_number (writer, "model", row->seconds_model);
      critic_json_writer_end_object (writer);
    }
  critic_json_writer_end_object (writer);

  return critic_json_writer_take (writer);
}

/* Members of one object; the first that makes no sense is remembered. */
typedef struct
{
  JsonObject  *object;
  const char **wrong;
} Members;

static void
say_wrong (const Members *members, const char *name)
{
  if (*members->wrong == NULL)
    *members->wrong = name;
}

static JsonNode *
value_of (const Members *members, const char *name)
{
  JsonNode *node = json_object_get_member (members->object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? node : NULL;
}

static const char *
text_of (const Members *members, const char *name)
{
  JsonNode *node = value_of (members, name);

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);

  say_wrong (members, name);
  return "";
}

static gdouble
number_of (const Members *members, const char *name, gdouble least, gdouble most)
{
  JsonNode *node = value_of (members, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;
  gdouble value = type == G_TYPE_DOUBLE || type == G_TYPE_INT64 ? json_node_get_double (node) : NAN;

  if (!(value >= least && value <= most))
    say_wrong (members, name);
  return value;
}

static gint64
integer_of (const Members *members, const char *name, gint64 least, gint64 most)
{
  JsonNode *node = value_of (members, name);

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 &&
      json_node_get_int (node) >= least && json_node_get_int (node) <= most)
    return json_node_get_int (node);

  say_wrong (members, name);
  return least;
}

static gboolean
truth_of (const Members *members, const char *name)
{
  JsonNode *node = value_of (members, name);

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);

  say_wrong (members, name);
  return FALSE;
}

/* The object that is a member, its members to be asked for. */
static gboolean
go_into (const Members *members, const char *name, Members *inner)
{
  JsonNode *node = json_object_get_member (members->object, name);

  inner->wrong = members->wrong;
  inner->object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (inner->object == NULL)
    say_wrong (members, name);

  return inner->object != NULL;
}

static void
take_judgement (const Members *members, CriticRow *row)
{
  CriticJudgement *judgement = &row->judgement;
  Members styles;

  row->assessed = TRUE;
  judgement->score = number_of (members, "score", 1.0, 10.0);
  judgement->error = number_of (members, "typical_error", 0.0, 10.0);
  judgement->spread = number_of (members, "spread", 0.0, 10.0);
  judgement->high = truth_of (members, "high");
  judgement->p_high = number_of (members, "p_high", 0.0, 1.0);
  judgement->percentile = number_of (members, "percentile", 0.0, 1.0);
  if (go_into (members, "styles", &styles))
    for (int i = 0; i < MCN_N_STYLES; i++)
      judgement->style[i] = number_of (&styles, mcn_style_info (i)->id, 0.0, 1.0);
  row->photo_alone = *judgement;
  row->photo_alone.score = number_of (members, "photo_score", 1.0, 10.0);
}

static void
take_measured (const Members *members, CriticRow *row)
{
  CriticMeasured *measured = &row->measured;

  row->n_critiques = (guint) integer_of (members, "critiques", 0, G_MAXINT32);
  measured->width = (guint32) integer_of (members, "width", 0, G_MAXUINT32);
  measured->height = (guint32) integer_of (members, "height", 0, G_MAXUINT32);
  row->size = (guint64) integer_of (members, "bytes", 0, G_MAXINT64);
  if (json_object_has_member (members->object, "taken") && !cli_row_taken_parse (text_of (members, "taken"), &measured->taken))
    say_wrong (members, "taken");
  measured->sharpness = (gfloat) number_of (members, "sharpness", 0.0, 1.0);
  measured->exposure = (gfloat) number_of (members, "exposure", 0.0, 1.0);
  measured->clipped = (gfloat) number_of (members, "clipped", 0.0, 1.0);
  if (!cli_row_hash_parse (text_of (members, "hash"), &measured->hash))
    say_wrong (members, "hash");
}

static void
take_rating (const Members *members, CriticRating *rating)
{
  Members styles;

  if (json_object_has_member (members->object, "flag") && !cli_row_flag_parse (text_of (members, "flag"), &rating->flag))
    say_wrong (members, "flag");
  if (json_object_has_member (members->object, "stars"))
    rating->stars = (guint8) integer_of (members, "stars", 0, 5);
  if (json_object_has_member (members->object, "label") && !cli_row_label_parse (text_of (members, "label"), &rating->label))
    say_wrong (members, "label");
  if (json_object_has_member (members->object, "score"))
    rating->score = number_of (members, "score", 1.0, 10.0);
  if (json_object_has_member (members->object, "high"))
    rating->high = truth_of (members, "high") ? CRITIC_SAYS_YES : CRITIC_SAYS_NO;
  if (!json_object_has_member (members->object, "styles") || !go_into (members, "styles", &styles))
    return;
  for (int i = 0; i < MCN_N_STYLES; i++)
    if (json_object_has_member (styles.object, mcn_style_info (i)->id))
      rating->style[i] = truth_of (&styles, mcn_style_info (i)->id) ? CRITIC_SAYS_YES : CRITIC_SAYS_NO;
}

static void
take_timings (const Members *members, CliRow *row)
{
  Members seconds;

  if (!go_into (members, "seconds", &seconds))
    return;
  row->timed = TRUE;
  row->seconds_read = number_of (&seconds, "read", 0.0, G_MAXDOUBLE);
  row->seconds_decode = number_of (&seconds, "decode", 0.0, G_MAXDOUBLE);
  row->seconds_model = number_of (&seconds, "model", 0.0, G_MAXDOUBLE);
}

CliRow *
cli_row_json_parse (JsonObject *object, const char **member)
{
  Members members = { object, member }, own;
  g_autofree char *path = NULL;
  g_autoptr (CliRow) self = NULL;
  CriticRow *row;

  *member = NULL;
  path = cli_row_path_parse (text_of (&members, "path"),
                             json_object_has_member (object, "path_bytes") ? text_of (&members, "path_bytes") : NULL);
  self = cli_row_new (path != NULL ? path : "");
  row = self->row;
  if (*row->path == '\0')
    say_wrong (&members, "path");
  integer_of (&members, "version", 1, G_MAXINT);

  if (json_object_has_member (object, "error"))
    {
      row->state = CRITIC_ROW_FAILED;
      row->failure = g_strdup (text_of (&members, "error"));
    }
  else if (json_object_has_member (object, "score"))
    {
      row->state = CRITIC_ROW_DONE;
      take_judgement (&members, row);
      take_measured (&members, row);
      self->model = g_strdup (text_of (&members, "model"));
    }
  if (json_object_has_member (object, "own") && go_into (&members, "own", &own))
    take_rating (&own, &row->rating);
  if (json_object_has_member (object, "seconds"))
    take_timings (&members, self);

  return *member == NULL ? g_steal_pointer (&self) : NULL;
}
