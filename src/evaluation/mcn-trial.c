/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-trial.h"

#include "mcn-safetensors-writer.h"

#include <math.h>

/**
 * mcn_trial_new:
 * @width: numbers a sample
 *
 * Returns: (transfer full): a trial that says nothing yet
 */
McnTrial *
mcn_trial_new (guint width)
{
  McnTrial *self = g_new (McnTrial, 1);

  *self = (McnTrial) {
    .width = width, .sample = g_array_new (FALSE, FALSE, sizeof (gsize)), .said = g_array_new (FALSE, FALSE, sizeof (gdouble)),
    .place = g_hash_table_new (NULL, NULL),
  };
  return self;
}

void
mcn_trial_free (McnTrial *self)
{
  g_array_unref (self->sample);
  g_array_unref (self->said);
  g_hash_table_unref (self->place);
  g_free (self);
}

/**
 * mcn_trial_add:
 * @self: a trial
 * @sample: of the dataset; what was said of it before is replaced
 * @said: width numbers
 */
void
mcn_trial_add (McnTrial *self, gsize sample, const gdouble *said)
{
  g_array_append_val (self->sample, sample);
  g_array_append_vals (self->said, said, self->width);
  g_hash_table_insert (self->place, GSIZE_TO_POINTER (sample), GUINT_TO_POINTER (self->sample->len));
}

/**
 * mcn_trial_find:
 * @self: a trial
 * @sample: of the dataset
 *
 * Returns: (transfer none) (nullable): what was said of it
 */
const gdouble *
mcn_trial_find (const McnTrial *self, gsize sample)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->place, GSIZE_TO_POINTER (sample)));

  return place > 0 ? &g_array_index (self->said, gdouble, (place - 1) * self->width) : NULL;
}

/**
 * mcn_trial_write:
 * @self: a trial
 * @path: of a file
 * @error: return location
 */
gboolean
mcn_trial_write (const McnTrial *self, const char *path, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < self->sample->len; i++)
    {
      g_string_append_printf (text, "%" G_GSIZE_FORMAT, g_array_index (self->sample, gsize, i));
      for (guint k = 0; k < self->width; k++)
        g_string_append_printf (text, " %s", g_ascii_formatd (number, sizeof number, "%.7g",
                                                              g_array_index (self->said, gdouble, i * self->width + k)));
      g_string_append_c (text, '\n');
    }
  return mcn_save_bytes (path, text->str, text->len, error);
}

/* A line without its sample's number; FALSE: too few or too many numbers. */
static gboolean
read_numbers (McnTrial *self, const char *at, gdouble *said)
{
  char *end;

  for (guint k = 0; k < self->width; k++, at = end)
    {
      said[k] = g_ascii_strtod (at, &end);
      if (end == at)
        return FALSE;
    }
  return *at == '\0';
}

/**
 * mcn_trial_read:
 * @self: a trial
 * @path: of a file of mcn_trial_write()
 */
gboolean
mcn_trial_read (McnTrial *self, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree gdouble *said = g_new (gdouble, MAX (self->width, 1));

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      char *end;
      guint64 sample = g_ascii_strtoull (*line, &end, 10);

      if (end == *line || !read_numbers (self, end, said))
        return FALSE;
      mcn_trial_add (self, sample, said);
    }
  return TRUE;
}
