/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-cell.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-format.h"
#include "critic-row-text.h"

#define HEIGHT 40
#define PICTURE_WIDTH 54
#define PICTURE_HEIGHT 36
#define GAP 8
#define DOT 5.0

struct _CriticFolderCell
{
  CriticRowWidget  parent_instance;

  CriticColumn     column;
  CriticTextCache *texts;         /* of the column */
  PangoLayout     *text;          /* shared with others that say the same */
  gboolean         has_text;
  gboolean         is_named;      /* for a screen reader */
};

G_DEFINE_FINAL_TYPE (CriticFolderCell, critic_folder_cell, CRITIC_TYPE_ROW_WIDGET)

static gboolean
is_number (CriticColumn column)
{
  return column == CRITIC_COLUMN_SCORE || column == CRITIC_COLUMN_ERROR || column == CRITIC_COLUMN_PERCENTILE
         || column == CRITIC_COLUMN_CRITIQUES;
}

static char *
words (CriticColumn     column,
       const CriticRow *row)
{
  const CriticJudgement *judgement = &row->judgement;

  switch (column)
    {
    case CRITIC_COLUMN_NAME:
      return critic_row_text_name (row);

    case CRITIC_COLUMN_SCORE:
      return critic_row_text_score (row);

    case CRITIC_COLUMN_ERROR:
      if (row->assessed)
        {
          g_autofree char *error = critic_format_score (judgement->error);

          return g_strdup_printf ("±%s", error);
        }
      return NULL;

    case CRITIC_COLUMN_PERCENTILE:
      return row->assessed ? critic_format_share (judgement->percentile) : NULL;

    case CRITIC_COLUMN_VERDICT:
      return row->assessed ? g_strdup (judgement->high ? C_("verdict", "High") : C_("verdict", "Low"))
                           : g_strdup (critic_row_text_state (row));

    case CRITIC_COLUMN_STYLES:
      return critic_row_text_styles (row);

    case CRITIC_COLUMN_STARS:
      return critic_row_text_stars (row->rating.stars);

    case CRITIC_COLUMN_FLAG:
      return g_strdup (critic_row_text_flag (row->rating.flag));

    case CRITIC_COLUMN_LABEL:
      return g_strdup (critic_row_text_label (row->rating.label));

    case CRITIC_COLUMN_CRITIQUES:
      return row->n_critiques > 0 ? g_strdup_printf ("%u", row->n_critiques) : NULL;

    case CRITIC_COLUMN_DISAGREEMENT:
      return critic_row_text_disagree (row);

    case CRITIC_COLUMN_FAILURE:
      return row->state == CRITIC_ROW_FAILED ? g_strdup (row->failure) : NULL;

    case CRITIC_N_COLUMNS:
    default:
      return NULL;
    }
}

static void
name_it (CriticFolderCell *self,
         const char       *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  self->is_named = *text != '\0';
}

/* Only where it is drawn: hundreds of rows are bound for the dozens that are seen. */
static void
ensure_text (CriticFolderCell  *self,
             const CriticFacts *facts)
{
  const CriticRow *row = facts->row;
  g_autofree char *text = NULL;

  if (self->has_text)
    return;

  self->has_text = TRUE;
  text = words (self->column, row);
  if (text == NULL || *text == '\0')
    return;

  if (self->column == CRITIC_COLUMN_NAME)
    {
      g_autofree char *spoken = critic_row_text_spoken (facts);

      name_it (self, spoken);
    }
  else
    name_it (self, text);

  /* A sentence of two lines is one line here. */
  g_strdelimit (text, "\n\r", ' ');
  self->text = critic_text_cache_get (self->texts, GTK_WIDGET (self), text);
}

static void
draw_picture (GtkSnapshot   *snapshot,
              GdkTexture    *texture,
              gdouble        y,
              const GdkRGBA *empty)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, y, PICTURE_WIDTH, PICTURE_HEIGHT);

  gtk_snapshot_push_clip (snapshot, &bounds);
  if (texture == NULL)
    gtk_snapshot_append_color (snapshot, empty, &bounds);
  else
    {
      gdouble width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
      gdouble scale = MAX (PICTURE_WIDTH / width, PICTURE_HEIGHT / height);

      width *= scale;
      height *= scale;
      gtk_snapshot_append_texture (snapshot, texture,
                                   &GRAPHENE_RECT_INIT ((PICTURE_WIDTH - width) / 2, y + (PICTURE_HEIGHT - height) / 2,
                                                        width, height));
    }
  gtk_snapshot_pop (snapshot);
}

static void
draw_label (GtkWidget       *widget,
            GtkSnapshot     *snapshot,
            const CriticRow *row,
            gdouble          y)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, y - DOT, 2 * DOT, 2 * DOT);
  GskRoundedRect rounded;
  GdkRGBA color;

  if (row->rating.label == CRITIC_LABEL_NONE
      || !gtk_style_context_lookup_color (gtk_widget_get_style_context (widget),
                                          critic_row_text_label_color (row->rating.label), &color))
    return;

  gsk_rounded_rect_init_from_rect (&rounded, &bounds, DOT);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
critic_folder_cell_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  CriticFolderCell *self = CRITIC_FOLDER_CELL (widget);
  const CriticFacts *facts;
  GdkRGBA color, track;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), w, h;
  gdouble x = 0;

  if (!critic_row_widget_draws (CRITIC_ROW_WIDGET (self)))
    return;

  facts = critic_row_widget_get_facts (CRITIC_ROW_WIDGET (self));
  if (facts == NULL)
    return;

  ensure_text (self, facts);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);

  if (self->column == CRITIC_COLUMN_NAME)
    {
      if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "track_color", &track))
        track = color;
      draw_picture (snapshot, critic_row_widget_get_texture (CRITIC_ROW_WIDGET (self)), (height - PICTURE_HEIGHT) / 2, &track);
      x = PICTURE_WIDTH + GAP;
    }
  else if (self->column == CRITIC_COLUMN_LABEL)
    {
      draw_label (widget, snapshot, facts->row, height / 2);
      x = 2 * DOT + GAP;
    }

  if (self->text == NULL)
    return;

  pango_layout_set_width (self->text, MAX (width - x, 0) * PANGO_SCALE);
  pango_layout_get_pixel_size (self->text, &w, &h);
  if (is_number (self->column))
    pango_layout_set_alignment (self->text, PANGO_ALIGN_RIGHT);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (floor (x), floor ((height - h) / 2.0)));
  gtk_snapshot_append_layout (snapshot, self->text, &color);
  gtk_snapshot_restore (snapshot);
}

static void
critic_folder_cell_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 16 : HEIGHT;
}

static void
clear_text (CriticFolderCell *self)
{
  g_clear_object (&self->text);
  self->has_text = FALSE;
}

static void
critic_folder_cell_changed (CriticRowWidget *widget)
{
  CriticFolderCell *self = CRITIC_FOLDER_CELL (widget);

  clear_text (self);
  if (self->is_named)
    name_it (self, "");
}

/* The cells of its row, itself among them. */
static void
each_of_row (CriticRowWidget *widget,
             void           (*func) (CriticRowWidget *cell))
{
  GtkWidget *row = gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (widget)));

  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell != NULL; cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);

      if (child != NULL)
        func (CRITIC_ROW_WIDGET (child));
    }
}

static void
critic_folder_cell_told (CriticRowWidget *widget)
{
  each_of_row (widget, critic_row_widget_look_again);
}

static void
draw_again (CriticRowWidget *cell)
{
  gtk_widget_queue_draw (GTK_WIDGET (cell));
}

/* The whole row: only its first cell is watched. */
static void
critic_folder_cell_come_near (CriticRowWidget *widget)
{
  each_of_row (widget, draw_again);
}

static void
critic_folder_cell_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (critic_folder_cell_parent_class)->css_changed (widget, change);

  clear_text (CRITIC_FOLDER_CELL (widget));
  gtk_widget_queue_draw (widget);
}

/* What was cut off. */
static gboolean
critic_folder_cell_query_tooltip (GtkWidget  *widget,
                                  int         x,
                                  int         y,
                                  gboolean    keyboard,
                                  GtkTooltip *tooltip)
{
  CriticFolderCell *self = CRITIC_FOLDER_CELL (widget);
  const CriticFacts *facts = critic_row_widget_get_facts (CRITIC_ROW_WIDGET (self));
  g_autofree char *text = NULL;

  if (facts == NULL || self->text == NULL || !pango_layout_is_ellipsized (self->text))
    return FALSE;

  text = self->column == CRITIC_COLUMN_NAME ? g_filename_display_name (facts->row->path) : words (self->column, facts->row);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
critic_folder_cell_dispose (GObject *object)
{
  clear_text (CRITIC_FOLDER_CELL (object));
  g_clear_pointer (&CRITIC_FOLDER_CELL (object)->texts, critic_text_cache_unref);

  G_OBJECT_CLASS (critic_folder_cell_parent_class)->dispose (object);
}

static void
critic_folder_cell_class_init (CriticFolderCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_folder_cell_dispose;
  widget_class->snapshot = critic_folder_cell_snapshot;
  widget_class->measure = critic_folder_cell_measure;
  widget_class->css_changed = critic_folder_cell_css_changed;
  widget_class->query_tooltip = critic_folder_cell_query_tooltip;
  CRITIC_ROW_WIDGET_CLASS (klass)->changed = critic_folder_cell_changed;
  CRITIC_ROW_WIDGET_CLASS (klass)->told = critic_folder_cell_told;
  CRITIC_ROW_WIDGET_CLASS (klass)->come_near = critic_folder_cell_come_near;

  gtk_widget_class_set_css_name (widget_class, "shootcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
critic_folder_cell_init (CriticFolderCell *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
critic_folder_cell_new (CriticColumn     column,
                        CriticTextCache *texts)
{
  CriticFolderCell *self = g_object_new (CRITIC_TYPE_FOLDER_CELL, NULL);

  self->column = column;
  self->texts = critic_text_cache_ref (texts);
  critic_row_widget_set_listens (CRITIC_ROW_WIDGET (self), column == CRITIC_COLUMN_NAME);

  return GTK_WIDGET (self);
}
