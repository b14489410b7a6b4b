/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-row.h"

#include "cli-number.h"

#include <math.h>
#include <string.h>

CliRow *
cli_row_new (const char *path)
{
  CliRow *self = g_new0 (CliRow, 1);

  self->row = g_new0 (CriticRow, 1);
  self->row->path = g_strdup (path);
  self->taste = self->likeness = NAN;

  return self;
}

void
cli_row_free (CliRow *self)
{
  g_clear_pointer (&self->row, critic_row_free);
  g_free (self->model);
  g_strfreev (self->critiques);
  g_free (self);
}

static void
round_judgement (CriticJudgement *judgement)
{
  gdouble *numbers[] = { &judgement->score, &judgement->raw, &judgement->error, &judgement->spread,
                         &judgement->percentile, &judgement->p_high };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    *numbers[i] = cli_number_shown (*numbers[i]);
  for (int i = 0; i < MCN_N_STYLES; i++)
    judgement->style[i] = cli_number_shown (judgement->style[i]);
}

void
cli_row_round (CliRow *self)
{
  CriticMeasured *measured = &self->row->measured;

  round_judgement (&self->row->judgement);
  round_judgement (&self->row->photo_alone);
  self->row->rating.score = cli_number_shown (self->row->rating.score);
  measured->sharpness = (gfloat) cli_number_shown (measured->sharpness);
  measured->exposure = (gfloat) cli_number_shown (measured->exposure);
  measured->clipped = (gfloat) cli_number_shown (measured->clipped);
}

CliRow *
cli_row_of_item (const CriticPoolItem *item, const char *model)
{
  CliRow *self;

  if (item->error != NULL)
    return cli_row_failed (item->path, item->error->message);

  self = cli_row_new (item->path);
  self->model = g_strdup (model);
  self->row->state = CRITIC_ROW_DONE;
  self->row->assessed = TRUE;
  self->row->size = item->size;
  self->row->mtime = item->mtime;
  self->row->measured = item->measured;
  self->row->photo_alone = item->photo_alone;
  self->row->judgement = item->has_critique ? item->judgement : item->photo_alone;
  self->row->n_critiques = item->critiques != NULL ? g_strv_length (item->critiques) : 0;
  self->timed = TRUE;
  self->seconds_read = item->seconds_read;
  self->seconds_decode = item->seconds_decode;
  self->seconds_model = item->seconds_model;

  return self;
}

CliRow *
cli_row_of_library (CriticRow *row, const char *path, const char *model)
{
  CliRow *self = g_new0 (CliRow, 1);

  self->row = row;
  g_free (row->path);
  row->path = g_strdup (path);
  self->model = row->assessed ? g_strdup (model) : NULL;
  self->taste = self->likeness = NAN;

  return self;
}

void
cli_row_replace (CliRow *self, CriticRow *row)
{
  g_free (row->path);
  row->path = g_steal_pointer (&self->row->path);
  critic_row_free (self->row);
  self->row = row;
}

CliRow *
cli_row_failed (const char *path, const char *sentence)
{
  CliRow *self = cli_row_new (path);

  self->row->state = CRITIC_ROW_FAILED;
  self->row->failure = g_strdup (sentence);

  return self;
}

gboolean
cli_row_has_failed (const CliRow *self)
{
  return self->row->state == CRITIC_ROW_FAILED;
}

CriticFacts
cli_row_get_facts (const CliRow *self)
{
  CriticFacts facts = {
    .row = self->row,
    .place = self->place,
    .taste = self->taste,
    .likeness = self->likeness,
    .texts = self->texts,
  };

  return facts;
}

char *
cli_row_path_text (const CliRow *self, char **bytes)
{
  const char *path = self->row->path;

  *bytes = g_utf8_validate (path, -1, NULL) ? NULL : g_base64_encode ((const guchar *) path, strlen (path));

  return g_utf8_make_valid (path, -1);
}

char *
cli_row_path_parse (const char *text, const char *bytes)
{
  g_autofree guchar *decoded = NULL;
  gsize length = 0;

  if (bytes == NULL || *bytes == '\0')
    return g_strdup (text);

  decoded = g_base64_decode (bytes, &length);
  if (length == 0 || memchr (decoded, '\0', length) != NULL)
    return NULL;

  return g_strndup ((const char *) decoded, length);
}

char *
cli_row_taken_text (const CliRow *self)
{
  gint64 taken = self->row->measured.taken;
  gint64 seconds = taken / 1000 - (taken % 1000 < 0);
  g_autoptr (GDateTime) time = taken != 0 ? g_date_time_new_from_unix_utc (seconds) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S") : NULL;
  int rest = (int) (taken - seconds * 1000);

  if (text == NULL)
    return NULL;

  return rest != 0 ? g_strdup_printf ("%s.%03d", text, rest) : g_steal_pointer (&text);
}

gboolean
cli_row_taken_parse (const char *text, gint64 *taken)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, zone);

  if (time == NULL)
    return FALSE;
  *taken = g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;

  return TRUE;
}

char *
cli_row_hash_text (const CliRow *self)
{
  GString *text = g_string_sized_new (2 * CRITIC_HASH_SIZE);

  for (gsize i = 0; i < CRITIC_HASH_SIZE; i++)
    g_string_append_printf (text, "%02x", self->row->measured.hash.bytes[i]);

  return g_string_free (text, FALSE);
}

gboolean
cli_row_hash_parse (const char *text, CriticHash *hash)
{
  if (strlen (text) != 2 * CRITIC_HASH_SIZE || strspn (text, "0123456789abcdef") != 2 * CRITIC_HASH_SIZE)
    return FALSE;
  for (gsize i = 0; i < CRITIC_HASH_SIZE; i++)
    hash->bytes[i] = (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));

  return TRUE;
}

gboolean
cli_row_is_rated (const CliRow *self)
{
  const CriticRating *rating = &self->row->rating;
  gboolean rated = rating->flag != CRITIC_FLAG_NONE || rating->stars > 0 || rating->label != CRITIC_LABEL_NONE ||
                   rating->score > 0.0 || rating->high != CRITIC_SAYS_NOTHING;

  for (int i = 0; i < MCN_N_STYLES; i++)
    rated |= rating->style[i] != CRITIC_SAYS_NOTHING;

  return rated;
}

static const char *const flag_names[] = { "", "pick", "reject" };
static const char *const label_names[] = { "", "red", "yellow", "green", "blue", "purple" };

static gint
find_name (const char *const *names, gsize n, const char *name)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (names[i], name))
      return (gint) i;

  return -1;
}

const char *
cli_row_flag_name (CriticFlag flag)
{
  return flag < G_N_ELEMENTS (flag_names) ? flag_names[flag] : "";
}

gboolean
cli_row_flag_parse (const char *name, CriticFlag *flag)
{
  gint i = find_name (flag_names, G_N_ELEMENTS (flag_names), name);

  *flag = MAX (i, 0);
  return i >= 0;
}

const char *
cli_row_label_name (CriticLabel label)
{
  return label < G_N_ELEMENTS (label_names) ? label_names[label] : "";
}

gboolean
cli_row_label_parse (const char *name, CriticLabel *label)
{
  gint i = find_name (label_names, G_N_ELEMENTS (label_names), name);

  *label = MAX (i, 0);
  return i >= 0;
}

gint
cli_row_style_parse (const char *id)
{
  for (int i = 0; i < MCN_N_STYLES; i++)
    if (g_str_equal (mcn_style_info (i)->id, id))
      return i;

  return -1;
}
