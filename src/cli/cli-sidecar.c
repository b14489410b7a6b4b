/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-sidecar.h"

#include "cli-number.h"
#include "cli-output.h"

#include "critic-discovery.h"

#include <gexiv2/gexiv2.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define OURS "Xmp.photocritic."
#define LEAST_STYLE 0.5     /* probability from which a style is named */
#define LARGEST (64u << 20) /* bytes of a sidecar; developers write large histories */

#define HEADER "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define BEGIN  "<x:xmpmeta"
#define END    "</x:xmpmeta>"

static const char nothing[] =
  HEADER BEGIN " xmlns:x=\"adobe:ns:meta/\">"
  "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>" END "\n";

gboolean
cli_sidecar_init (GError **error)
{
  /* What goes wrong is said by us, about a file. */
  gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);

  return gexiv2_initialize () &&
         gexiv2_metadata_try_register_xmp_namespace (CLI_SIDECAR_NAMESPACE, "photocritic", error);
}

char *
cli_sidecar_path (const char *photo)
{
  g_autofree char *own = g_strconcat (photo, ".xmp", NULL);
  const char *slash = strrchr (photo, '/'), *dot = strrchr (photo, '.');

  if (critic_is_raw_name (slash != NULL ? slash + 1 : photo) && !g_file_test (own, G_FILE_TEST_EXISTS))
    {
      g_autofree char *shared = g_strdup_printf ("%.*s.xmp", (int) (dot - photo), photo);

      if (g_file_test (shared, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&shared);
    }

  return g_steal_pointer (&own);
}

/* The first error stays. */
static void
set (GExiv2Metadata *metadata, const char *tag, const char *value, GError **error)
{
  if (*error == NULL)
    gexiv2_metadata_try_set_tag_string (metadata, tag, value, error);
}

static void
set_number (GExiv2Metadata *metadata, const char *tag, gdouble value, GError **error)
{
  char digits[CLI_NUMBER_SIZE];

  set (metadata, tag, cli_number_format (value, digits), error);
}

/* gexiv2 makes a bag of a new name by its elements. */
static void
set_bag (GExiv2Metadata *metadata, const char *tag, GPtrArray *values, GError **error)
{
  if (values->len == 0 || *error != NULL)
    return;

  gexiv2_metadata_try_set_xmp_tag_struct (metadata, tag, GEXIV2_STRUCTURE_XA_BAG, error);
  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *element = g_strdup_printf ("%s[%u]", tag, i + 1);

      set (metadata, element, values->pdata[i], error);
    }
}

static const char *
truth (gboolean value)
{
  return value ? "True" : "False";
}

static void
set_judgement (GExiv2Metadata *metadata, const CliRow *row, GError **error)
{
  const CriticJudgement *judgement = &row->row->judgement;
  g_autoptr (GPtrArray) styles = g_ptr_array_new ();
  g_autoptr (GPtrArray) probabilities = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *critiques = g_strdup_printf ("%u", row->row->n_critiques);

  set_number (metadata, OURS "Score", judgement->score, error);
  set_number (metadata, OURS "PhotoScore", row->row->photo_alone.score, error);
  set_number (metadata, OURS "TypicalError", judgement->error, error);
  set_number (metadata, OURS "Percentile", judgement->percentile, error);
  set_number (metadata, OURS "PHigh", judgement->p_high, error);
  set (metadata, OURS "High", truth (judgement->high), error);
  set (metadata, OURS "Critiques", critiques, error);
  set (metadata, OURS "Model", row->model, error);

  for (int i = 0; i < MCN_N_STYLES; i++)
    {
      const char *id = mcn_style_info (i)->id;
      char digits[CLI_NUMBER_SIZE];

      if (judgement->style[i] > LEAST_STYLE)
        g_ptr_array_add (styles, (gpointer) id);
      g_ptr_array_add (probabilities, g_strdup_printf ("%s=%s", id, cli_number_format (judgement->style[i], digits)));
    }
  set_bag (metadata, OURS "Styles", styles, error);
  set_bag (metadata, OURS "StyleProbabilities", probabilities, error);
}

static void
set_rating (GExiv2Metadata *metadata, const CriticRating *rating, GError **error)
{
  static const char *const stars[] = { "0", "1", "2", "3", "4", "5" };
  static const char *const labels[] = { "", "Red", "Yellow", "Green", "Blue", "Purple" };
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  g_autoptr (GPtrArray) denied = g_ptr_array_new ();

  if (rating->flag == CRITIC_FLAG_REJECT)
    set (metadata, "Xmp.xmp.Rating", "-1", error);
  else if (rating->stars > 0)
    set (metadata, "Xmp.xmp.Rating", stars[MIN (rating->stars, 5)], error);
  if (rating->label != CRITIC_LABEL_NONE)
    set (metadata, "Xmp.xmp.Label", labels[MIN (rating->label, CRITIC_LABEL_PURPLE)], error);

  if (rating->flag != CRITIC_FLAG_NONE)
    set (metadata, OURS "Flag", cli_row_flag_name (rating->flag), error);
  if (rating->score > 0.0)
    set_number (metadata, OURS "OwnScore", rating->score, error);
  if (rating->high != CRITIC_SAYS_NOTHING)
    set (metadata, OURS "OwnHigh", truth (rating->high == CRITIC_SAYS_YES), error);
  for (int i = 0; i < MCN_N_STYLES; i++)
    if (rating->style[i] != CRITIC_SAYS_NOTHING)
      g_ptr_array_add (rating->style[i] == CRITIC_SAYS_YES ? said : denied, (gpointer) mcn_style_info (i)->id);
  set_bag (metadata, OURS "OwnStyles", said, error);
  set_bag (metadata, OURS "OwnNotStyles", denied, error);
}

static void
clear_ours (GExiv2Metadata *metadata)
{
  g_auto (GStrv) tags = gexiv2_metadata_get_xmp_tags (metadata);

  for (gsize i = 0; tags != NULL && tags[i] != NULL; i++)
    if (g_str_has_prefix (tags[i], OURS))
      gexiv2_metadata_try_clear_tag (metadata, tags[i], NULL);
}

static gboolean
is_xml (const char *text, gsize length)
{
  const GMarkupParser parser = { NULL };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, NULL, NULL);

  return g_markup_parse_context_parse (context, text, (gssize) length, NULL) &&
         g_markup_parse_context_end_parse (context, NULL);
}

/* What stands in the sidecar now, or nothing. gexiv2 opens a damaged one as if
 * it were empty: that must not be mistaken for one that is. */
static gboolean
read_old (GExiv2Metadata *metadata, const char *path, int *mode, GError **error)
{
  g_autofree char *text = NULL;
  GStatBuf info;
  gsize length = sizeof nothing - 1;

  *mode = 0666;
  if (g_stat (path, &info) == 0)
    {
      if (info.st_size > LARGEST || !g_file_get_contents (path, &text, &length, error))
        return FALSE;
      *mode = info.st_mode & 07777;
    }

  if (!gexiv2_metadata_open_buf (metadata, (const guint8 *) (text != NULL ? text : nothing), (glong) length, error))
    return FALSE;

  return text == NULL || gexiv2_metadata_has_xmp (metadata) ||
         (is_xml (text, length) && strstr (text, "rdf:Description") == NULL);
}

/* Without the wrapper, which is for XMP inside other files, and its padding. */
static char *
make_text (GExiv2Metadata *metadata, GError **error)
{
  g_autofree char *packet = gexiv2_metadata_try_generate_xmp_packet (metadata, GEXIV2_OMIT_PACKET_WRAPPER, 0, error);
  const char *begin = packet != NULL ? strstr (packet, BEGIN) : NULL;
  const char *end = begin != NULL ? g_strrstr (begin, END) : NULL;

  return end != NULL ? g_strdup_printf (HEADER "%.*s\n", (int) (end + strlen (END) - begin), begin) : NULL;
}

gboolean
cli_sidecar_write (const CliRow *row, const char *path, GError **error)
{
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *name = cli_output_name_input (path);
  g_autofree char *text = NULL;
  int mode;

  if (!read_old (metadata, path, &mode, &local))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("%s could not be read, so it was left as it is. Mend it or move it away."), name);
      return FALSE;
    }

  clear_ours (metadata);
  if (row->row->assessed)
    set_judgement (metadata, row, &local);
  set_rating (metadata, &row->row->rating, &local);
  text = local == NULL ? make_text (metadata, &local) : NULL;
  if (text != NULL && g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, mode, &local))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s could not be written: %s. Check the space and the permissions there."),
               name, local != NULL ? local->message : _("its data make no XMP"));
  return FALSE;
}
