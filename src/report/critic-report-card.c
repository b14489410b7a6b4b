/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The card: one PNG for sharing, the photograph large, under it the score and
 * what made it. Dark and neutral as the room that the photograph was judged in. */
#include "critic-report-formats.h"

#include "critic-format.h"
#include "critic-report-file-name.h"
#include "critic-report-ties.h"
#include "critic-report-photo.h"
#include "critic-report-png.h"
#include "critic-report-say.h"
#include "critic-report-turns.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

#define WIDTH     1080
#define HEIGHT    1350
#define MARGIN      64
#define PHOTO_TALL 830      /* the photograph's room, from the top */
#define SLACK      130      /* a photograph that leaves less of it free touches the top */
#define INNER     (WIDTH - 2 * MARGIN)
#define MOST_STYLES 3
#define MOST_WORDS  6
#define LEAST_STYLE 0.2     /* probability from which a style is named */
#define LEAST_EFFECT 0.005  /* what would be printed as 0.00 is nothing */
#define WEAKEST   0.25      /* of the strongest word's effect: weaker ones are left out */
#define PHOTO_BYTES (4 * 1000 * 1000)

/* Greys of the room, and the two colours light enough for it. */
#define ROOM   0x1e1e1e
#define TEXT   0xf2f2f2
#define DIM    0xa8a8a8
#define LINE   0x5c5c5c
#define HILL   0x3d3d3d
#define RAISES 0xf5ab62
#define LOWERS 0x7db6f7

static void
set_colour (cairo_t *cr, guint colour)
{
  cairo_set_source_rgb (cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
}

static PangoLayout *
make_layout (cairo_t *cr, const char *text, int pixels, PangoWeight weight)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell, Sans");
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, pixels * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

/* Draws text with its top left corner at @x, @y, in one line cut at @width;
 * returns its width. */
static int
draw_line (cairo_t *cr, const char *text, int pixels, PangoWeight weight, guint colour, gdouble x, gdouble y, int width)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, text, pixels, weight);
  int drawn;

  pango_layout_set_width (layout, MAX (width, 1) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_auto_dir (layout, FALSE);
  set_colour (cr, colour);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_pixel_size (layout, &drawn, NULL);

  return drawn;
}

static int
measure (cairo_t *cr, const char *text, int pixels, PangoWeight weight)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, text, pixels, weight);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static void
draw_photo (cairo_t *cr, const CriticReportPhoto *photo)
{
  gdouble scale = MIN (1.0 * WIDTH / photo->width, 1.0 * PHOTO_TALL / photo->height);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, photo->width, photo->height);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  gsize stride = cairo_image_surface_get_stride (surface);

  for (guint y = 0; y < photo->height; y++)
    for (guint x = 0; x < photo->width; x++)
      {
        const guint8 *p = photo->rgb + ((gsize) y * photo->width + x) * 3;

        ((guint32 *) (gpointer) (pixels + y * stride))[x] = (guint32) p[0] << 16 | p[1] << 8 | p[2];
      }
  cairo_surface_mark_dirty (surface);

  cairo_save (cr);
  cairo_translate (cr, round ((WIDTH - photo->width * scale) / 2.0), round (MAX (0.0, (PHOTO_TALL - photo->height * scale - SLACK) / 2.0)));
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  /* Without this the edge fades into the room. */
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, photo->width, photo->height);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* A sentence in the middle of the photograph's room, or under it. */
static void
draw_sentence (cairo_t *cr, const char *text, gdouble y)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, text, 30, PANGO_WEIGHT_NORMAL);

  pango_layout_set_width (layout, INNER * PANGO_SCALE);
  pango_layout_set_height (layout, -4);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  set_colour (cr, DIM);
  cairo_move_to (cr, MARGIN, y);
  pango_cairo_show_layout (cr, layout);
}

static gdouble
at_score (gdouble score)
{
  return MARGIN + (CLAMP (score, 1.0, 10.0) - 1.0) / 9.0 * INNER;
}

/* 1 to 10, the spread of votes as a hill, hollow ring: photograph alone, full
 * one: with the critique. */
static void
draw_scale (cairo_t *cr, CriticAssessment *assessment, gdouble y)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (assessment);
  const gdouble tall = 46.0;

  cairo_move_to (cr, at_score (1.0), y);
  for (gdouble score = 1.0; score <= 10.0; score += 0.05)
    {
      gdouble z = (score - judgement->score) / MAX (judgement->spread, 0.1);

      cairo_line_to (cr, at_score (score), y - tall * exp (-0.5 * z * z));
    }
  cairo_line_to (cr, at_score (10.0), y);
  set_colour (cr, HILL);
  cairo_fill (cr);

  set_colour (cr, LINE);
  cairo_rectangle (cr, MARGIN, y - 1, INNER, 2);
  cairo_fill (cr);
  draw_line (cr, "1", 22, PANGO_WEIGHT_NORMAL, DIM, MARGIN, y + 14, 40);
  draw_line (cr, "10", 22, PANGO_WEIGHT_NORMAL, DIM, MARGIN + INNER - measure (cr, "10", 22, PANGO_WEIGHT_NORMAL), y + 14, 40);

  if (alone != NULL && critic_assessment_get_mode (assessment) == MCN_MODE_BOTH)
    {
      cairo_new_path (cr);
      cairo_arc (cr, at_score (alone->score), y, 10, 0, 2 * G_PI);
      set_colour (cr, ROOM);
      cairo_fill_preserve (cr);
      set_colour (cr, TEXT);
      cairo_set_line_width (cr, 3);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
  cairo_arc (cr, at_score (judgement->score), y, 11, 0, 2 * G_PI);
  set_colour (cr, TEXT);
  cairo_fill (cr);
}

static void
draw_score (cairo_t *cr, const CriticReportEntry *entry, gdouble y)
{
  const CriticJudgement *judgement = critic_assessment_get_judgement (entry->assessment);
  const CriticJudgement *alone = critic_assessment_get_photo_alone (entry->assessment);
  g_autofree char *score = critic_format_score (judgement->score);
  g_autofree char *verdict = critic_report_say_verdict (judgement);
  g_autofree char *above = critic_report_say_above (judgement);
  gdouble x = MARGIN - 6 + draw_line (cr, score, 132, PANGO_WEIGHT_LIGHT, TEXT, MARGIN - 6, y - 34, 400) + 20;

  if (!isnan (entry->true_score))
    {
      g_autofree char *truth = critic_format_score (entry->true_score);
      g_autofree char *shown = g_strdup_printf ("(%s)", truth);

      x += draw_line (cr, shown, 60, PANGO_WEIGHT_LIGHT, DIM, x, y + 32, 240) + 20;
    }
  x += 12;
  draw_line (cr, verdict, 36, PANGO_WEIGHT_BOLD, TEXT, x, y, WIDTH - MARGIN - x);
  draw_line (cr, above, 26, PANGO_WEIGHT_NORMAL, DIM, x, y + 46, WIDTH - MARGIN - x);
  if (alone != NULL && critic_assessment_get_mode (entry->assessment) == MCN_MODE_BOTH)
    {
      g_autofree char *photo = critic_format_score (alone->score);
      g_autofree char *rings = g_strdup_printf (_("○ photograph alone %s  ● with critique %s"), photo, score);

      draw_line (cr, rings, 24, PANGO_WEIGHT_NORMAL, DIM, x, y + 82, WIDTH - MARGIN - x);
    }
}

static int
by_strength (gconstpointer a, gconstpointer b)
{
  gdouble x = fabs (((const CriticWord *) a)->effect), y = fabs (((const CriticWord *) b)->effect);

  return (x < y) - (x > y);
}

/* The strongest words, each once, with their effects; in one line as far as
 * it reaches. */
static void
draw_words (cairo_t *cr, const CriticReportEntry *entry, gdouble y)
{
  g_autoptr (CriticReportTies) ties = critic_report_ties_new (entry);
  g_autoptr (GArray) words = g_array_copy (ties->words);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gdouble x = MARGIN;

  g_array_sort (words, by_strength);
  for (guint i = 0; i < words->len && g_hash_table_size (seen) < MOST_WORDS; i++)
    {
      const CriticWord *word = &g_array_index (words, CriticWord, i);
      const CriticReportCritique *critique = entry->critiques->pdata[g_array_index (ties->critique, guint, word->critique)];
      g_autofree char *shown = critic_report_show (critique->text + word->start, word->end - word->start);
      g_autofree char *effect = critic_format_signed (word->effect, 2);
      int width = measure (cr, shown, 30, PANGO_WEIGHT_NORMAL), more = measure (cr, effect, 24, PANGO_WEIGHT_NORMAL);
      guint colour = word->effect > 0.0 ? RAISES : LOWERS;

      if (fabs (word->effect) < MAX (LEAST_EFFECT, WEAKEST * ties->peak) || x + width + 8 + more > WIDTH - MARGIN)
        return;
      if (!g_hash_table_add (seen, g_utf8_casefold (shown, -1)))
        continue;
      draw_line (cr, shown, 30, PANGO_WEIGHT_NORMAL, TEXT, x, y, width + 1);
      set_colour (cr, colour);
      cairo_rectangle (cr, x, y + 41, width, 4);
      cairo_fill (cr);
      draw_line (cr, effect, 24, PANGO_WEIGHT_NORMAL, colour, x + width + 8, y + 6, more + 1);
      x += width + 8 + more + 34;
    }
}

static void
draw_styles (cairo_t *cr, const CriticJudgement *judgement, gdouble y)
{
  gboolean named[MCN_N_STYLES] = { FALSE };
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < MOST_STYLES; i++)
    {
      g_autofree char *share = NULL;
      int best = -1;

      for (int j = 0; j < MCN_N_STYLES; j++)
        if (!named[j] && (best < 0 || judgement->style[j] > judgement->style[best]))
          best = j;
      if (judgement->style[best] < LEAST_STYLE)
        break;
      named[best] = TRUE;
      share = critic_format_share (judgement->style[best]);
      g_string_append_printf (text, "%s%s %s", i > 0 ? "  ·  " : "", _(mcn_style_info (best)->name), share);
    }

  draw_line (cr, text->str, 28, PANGO_WEIGHT_NORMAL, TEXT, MARGIN, y, INNER);
}

static void
draw_foot (cairo_t *cr, const CriticReportJob *job, const CriticReportOptions *options, const char *title)
{
  g_autofree char *author = options->author != NULL ? critic_report_show (options->author, -1) : NULL;
  g_autofree char *left = author != NULL && *author != '\0' ? g_strdup_printf ("%s · %s", title, author) : g_strdup (title);
  g_autofree char *model = critic_report_say_model (job);
  int right = MIN (measure (cr, model, 22, PANGO_WEIGHT_NORMAL), INNER / 2);

  draw_line (cr, left, 24, PANGO_WEIGHT_NORMAL, DIM, MARGIN, HEIGHT - MARGIN - 14, INNER - right - 40);
  draw_line (cr, model, 22, PANGO_WEIGHT_NORMAL, DIM, WIDTH - MARGIN - right, HEIGHT - MARGIN - 12, right + 1);
}

static cairo_surface_t *
draw_card (const CriticReportJob *job, const CriticReportOptions *options, const CriticReportEntry *entry,
           const char *title, const CriticReportPhoto *photo)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  set_colour (cr, ROOM);
  cairo_paint (cr);
  if (photo != NULL)
    draw_photo (cr, photo);
  else
    draw_sentence (cr, _("This photograph could not be read."), PHOTO_TALL / 2.0);

  if (entry->assessment != NULL)
    {
      draw_score (cr, entry, PHOTO_TALL + 48);
      draw_scale (cr, entry->assessment, PHOTO_TALL + 240);
      draw_words (cr, entry, PHOTO_TALL + 304);
      draw_styles (cr, critic_assessment_get_judgement (entry->assessment), PHOTO_TALL + 376);
    }
  else
    {
      g_autofree char *failure = critic_report_say_failure (entry, options);

      draw_sentence (cr, failure, PHOTO_TALL + 48);
    }
  draw_foot (cr, job, options, title);
  cairo_destroy (cr);

  return surface;
}

typedef struct
{
  const CriticReportJob     *job;
  const CriticReportOptions *options;
  const char                *path;
  GHashTable                *used;
} Deck;

static gboolean
write_one (const CriticReportEntry *entry, guint index, guint number, gpointer data,
           GCancellable *cancellable, GError **error)
{
  Deck *deck = data;
  g_autofree char *title = critic_report_say_title (entry, index, deck->options);
  g_autoptr (GError) local = NULL;
  g_autoptr (CriticReportPhoto) photo = critic_report_photo_load (entry->file, WIDTH, PHOTO_BYTES, cancellable, &local);
  g_autofree char *path = NULL;
  cairo_surface_t *card;
  gboolean written;

  if (photo == NULL && local->domain != CRITIC_PHOTO_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  if (deck->job->n_entries > 1)
    {
      g_autofree char *name = critic_report_file_name (deck->used, entry, number, deck->job->n_entries, deck->options);
      g_autofree char *base = g_strconcat (name, ".png", NULL);

      path = g_build_filename (deck->path, base, NULL);
    }
  else
    path = g_strdup (deck->path);

  card = draw_card (deck->job, deck->options, entry, title, photo);
  written = critic_report_png_write (card, path, error);
  cairo_surface_destroy (card);

  return written;
}

/**
 * critic_report_write_card: (skip)
 * @job: the entries
 * @options: how
 * @path: where; see critic-report-formats.h
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Writes a PNG for sharing, or a folder of them.
 *
 * Returns: %FALSE with an error as critic_report_write()
 */
gboolean
critic_report_write_card (const CriticReportJob *job, const CriticReportOptions *options, const char *path,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Deck deck = { job, options, path, used };

  return critic_report_take_turns (job, options, write_one, &deck, cancellable, error);
}
