/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-folder-tile.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "critic-button-name.h"
#include "critic-row-text.h"

/* Width of the picture by its height. */
#define ASPECT 1.84
#define RADIUS 4.0
#define GAP 6.0
/* The photographs behind the best of a burst. */
#define STACK 5.0
#define TRACK 4.0
#define DOT 5.0
#define LABEL_DOT 4.5
/* The ends of the scale. */
#define FIRST 1.0
#define LAST 10.0
#define SCORE_SIZE 1.25
#define SMALL_SIZE 0.86

enum
{
  SCORE,
  STARS,
  NAME,
  NOTE,
  FAILURE,
  FLAG,
  N_TEXTS
};

struct _CriticFolderTile
{
  CriticRowWidget  parent_instance;

  int              width;
  int              score_width;       /* of the widest score */
  int              score_height;
  int              small_height;
  PangoLayout     *text[N_TEXTS];     /* NULL: not made yet, or empty */
  gboolean         has_texts;
  gboolean         is_named;          /* for a screen reader */
  GtkWidget       *burst;             /* NULL: stands alone */
  GtkWidget       *retry;             /* NULL: did not fail */
};

G_DEFINE_FINAL_TYPE (CriticFolderTile, critic_folder_tile, CRITIC_TYPE_ROW_WIDGET)

static void
clear_texts (CriticFolderTile *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->text[i]);
  self->has_texts = FALSE;
}

static PangoLayout *
make_text (CriticFolderTile *self,
           const char       *text,
           gdouble           size)
{
  PangoLayout *layout;
  PangoAttrList *attributes;

  if (text == NULL || *text == '\0')
    return NULL;

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (size));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  return layout;
}

static void
ensure_sizes (CriticFolderTile *self)
{
  g_autoptr(PangoLayout) score = NULL, small = NULL;

  if (self->score_width != 0)
    return;

  score = make_text (self, "10.0", SCORE_SIZE);
  small = make_text (self, "Ág", SMALL_SIZE);
  pango_layout_get_pixel_size (score, &self->score_width, &self->score_height);
  pango_layout_get_pixel_size (small, NULL, &self->small_height);
}

static int
picture_height (int width)
{
  return lrint (width / ASPECT);
}

/* With the texts, because hundreds of rows are bound for the dozen that is seen. */
static void
name_it (CriticFolderTile  *self,
         const CriticFacts *facts)
{
  g_autofree char *spoken = facts != NULL ? critic_row_text_spoken (facts) : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  self->is_named = facts != NULL;
}

static void
ensure_texts (CriticFolderTile *self,
              int               width)
{
  const CriticFacts *facts = critic_row_widget_get_facts (CRITIC_ROW_WIDGET (self));
  const CriticRow *row = facts->row;
  g_autofree char *score = NULL, *stars = NULL, *name = NULL, *place = NULL;
  const char *note;

  if (self->has_texts)
    return;

  self->has_texts = TRUE;
  name_it (self, facts);
  score = critic_row_text_score (row);
  stars = critic_row_text_stars (row->rating.stars);
  name = critic_row_text_name (row);
  if (facts->place != NULL && facts->place->size > 1)
    /* Translators: the second photograph of a burst of six */
    place = facts->place->rank == 0 ? critic_groups_say (facts->place)
                                    : g_strdup_printf (_("%u of %u"), facts->place->rank + 1, facts->place->size);

  note = critic_row_text_state (row);
  if (note == NULL)
    note = place != NULL ? place : critic_row_text_style (row);
  if (row->state == CRITIC_ROW_FAILED)
    note = NULL;

  self->text[SCORE] = make_text (self, score, SCORE_SIZE);
  self->text[STARS] = make_text (self, stars, 1);
  self->text[NAME] = make_text (self, name, SMALL_SIZE);
  self->text[NOTE] = make_text (self, note, SMALL_SIZE);
  self->text[FLAG] = make_text (self, row->rating.flag == CRITIC_FLAG_PICK ? "⚑"
                                      : row->rating.flag == CRITIC_FLAG_REJECT ? "✕" : NULL, 1);

  if (row->state == CRITIC_ROW_FAILED && row->failure != NULL)
    {
      self->text[FAILURE] = make_text (self, row->failure, SMALL_SIZE);
      pango_layout_set_wrap (self->text[FAILURE], PANGO_WRAP_WORD_CHAR);
      pango_layout_set_alignment (self->text[FAILURE], PANGO_ALIGN_CENTER);
      pango_layout_set_ellipsize (self->text[FAILURE], PANGO_ELLIPSIZE_END);
      pango_layout_set_width (self->text[FAILURE], (width - 24) * PANGO_SCALE);
      pango_layout_set_height (self->text[FAILURE], -5);
    }
}

/* Cuts @layout to @width and says how wide it is then. */
static int
fit (PangoLayout *layout,
     int          width)
{
  int w;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &w, NULL);
  if (w <= width)
    return w;

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
  pango_layout_set_width (layout, MAX (width, 0) * PANGO_SCALE);

  return width;
}

static void
draw_text (GtkSnapshot   *snapshot,
           PangoLayout   *layout,
           gdouble        x,
           gdouble        y,
           const GdkRGBA *color)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (floor (x), floor (y)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_rounded (GtkSnapshot           *snapshot,
              const graphene_rect_t *bounds,
              gdouble                radius,
              const GdkRGBA         *color)
{
  GskRoundedRect rounded;

  gsk_rounded_rect_init_from_rect (&rounded, bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, color, bounds);
  gtk_snapshot_pop (snapshot);
}

static void
lookup (GtkWidget     *widget,
        const char    *name,
        const GdkRGBA *fallback,
        GdkRGBA       *color)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color))
    *color = *fallback;
}

static void
draw_picture (CriticFolderTile      *self,
              GtkSnapshot           *snapshot,
              const graphene_rect_t *bounds,
              const CriticRow       *row,
              const GdkRGBA         *track,
              const GdkRGBA         *dim)
{
  GdkTexture *texture = critic_row_widget_get_texture (CRITIC_ROW_WIDGET (self));
  GskRoundedRect rounded;
  gboolean is_rejected = row->rating.flag == CRITIC_FLAG_REJECT;

  if (texture == NULL)
    {
      GdkRGBA empty = *track;

      empty.alpha *= 0.5;
      draw_rounded (snapshot, bounds, RADIUS, &empty);
      if (self->text[FAILURE] != NULL)
        {
          int h;

          pango_layout_get_pixel_size (self->text[FAILURE], NULL, &h);
          draw_text (snapshot, self->text[FAILURE], bounds->origin.x + 12,
                     bounds->origin.y + MAX (4, (bounds->size.height - h) / 2), dim);
        }
      return;
    }

  gdouble width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  gdouble scale = MAX (bounds->size.width / width, bounds->size.height / height);

  width *= scale;
  height *= scale;
  gsk_rounded_rect_init_from_rect (&rounded, bounds, RADIUS);
  if (is_rejected)
    gtk_snapshot_push_opacity (snapshot, 0.35);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  /* What is cut off of a tall one is cut below rather than above: heads. */
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT (bounds->origin.x + (bounds->size.width - width) / 2,
                                                    bounds->origin.y + (bounds->size.height - height) * 0.4,
                                                    width, height));
  gtk_snapshot_pop (snapshot);
  if (is_rejected)
    gtk_snapshot_pop (snapshot);
}

/* Where the score lies from 1 to 10, and the user's own as a ring. */
static void
draw_scale (GtkSnapshot     *snapshot,
            const CriticRow *row,
            gdouble          x,
            gdouble          y,
            gdouble          width,
            const GdkRGBA   *track,
            const GdkRGBA   *fill)
{
  if (width < 24)
    return;

  draw_rounded (snapshot, &GRAPHENE_RECT_INIT (x, y - TRACK / 2, width, TRACK), TRACK / 2, track);
  if (row->rating.score > 0)
    {
      gdouble own = x + DOT + (CLAMP (row->rating.score, FIRST, LAST) - FIRST) / (LAST - FIRST) * (width - 2 * DOT);
      GskRoundedRect ring;

      gsk_rounded_rect_init_from_rect (&ring, &GRAPHENE_RECT_INIT (own - DOT, y - DOT, 2 * DOT, 2 * DOT), DOT);
      gtk_snapshot_append_border (snapshot, &ring, (float[4]) { 1.5, 1.5, 1.5, 1.5 },
                                  (GdkRGBA[4]) { *fill, *fill, *fill, *fill });
    }
  if (row->assessed)
    {
      gdouble dot = x + DOT + (CLAMP (row->judgement.score, FIRST, LAST) - FIRST) / (LAST - FIRST) * (width - 2 * DOT);

      draw_rounded (snapshot, &GRAPHENE_RECT_INIT (dot - DOT, y - DOT, 2 * DOT, 2 * DOT), DOT, fill);
    }
}

static void
critic_folder_tile_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  CriticFolderTile *self = CRITIC_FOLDER_TILE (widget);
  const CriticFacts *facts;
  GdkRGBA color, dim, track, fill, panel;
  int width = gtk_widget_get_width (widget), w, h;
  gdouble y, right, left;

  if (!critic_row_widget_draws (CRITIC_ROW_WIDGET (self)))
    return;

  facts = critic_row_widget_get_facts (CRITIC_ROW_WIDGET (self));
  if (facts == NULL)
    return;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  lookup (widget, "dim_color", &color, &dim);
  lookup (widget, "track_color", &dim, &track);
  lookup (widget, "fill_color", &color, &fill);
  lookup (widget, "panel_color", &(GdkRGBA) { 0, 0, 0, 1 }, &panel);
  ensure_sizes (self);
  ensure_texts (self, width);

  graphene_rect_t picture = GRAPHENE_RECT_INIT (0, STACK, width, picture_height (width));

  if (facts->place != NULL && facts->place->size > 1 && facts->place->rank == 0)
    {
      draw_rounded (snapshot, &GRAPHENE_RECT_INIT (2 * STACK, 0, width - 2 * STACK, 2 * STACK), RADIUS, &track);
      draw_rounded (snapshot, &GRAPHENE_RECT_INIT (0, STACK - 2, width, 2 * STACK), RADIUS, &panel);
      picture.size.width -= STACK;
      draw_rounded (snapshot, &GRAPHENE_RECT_INIT (width - 2 * STACK, STACK, 2 * STACK, picture.size.height - STACK), RADIUS, &track);
      draw_rounded (snapshot, &GRAPHENE_RECT_INIT (0, STACK, width - STACK + 2, picture.size.height), RADIUS, &panel);
    }
  draw_picture (self, snapshot, &picture, facts->row, &track, &dim);

  if (self->text[FLAG] != NULL)
    {
      GdkRGBA pill = panel;

      pill.alpha = 0.85;
      pango_layout_get_pixel_size (self->text[FLAG], &w, &h);
      draw_rounded (snapshot, &GRAPHENE_RECT_INIT (GAP, STACK + GAP, w + 12, h + 4), (h + 4) / 2.0, &pill);
      draw_text (snapshot, self->text[FLAG], GAP + 6, STACK + GAP + 2, &color);
    }

  /* Score, scale, stars. */
  y = STACK + picture_height (width) + GAP;
  draw_text (snapshot, self->text[SCORE], 1, y, facts->row->assessed ? &color : &dim);
  right = width;
  if (facts->row->rating.label != CRITIC_LABEL_NONE)
    {
      GdkRGBA label;

      lookup (widget, critic_row_text_label_color (facts->row->rating.label), &dim, &label);
      right -= 2 * LABEL_DOT;
      draw_rounded (snapshot, &GRAPHENE_RECT_INIT (right, y + self->score_height / 2.0 - LABEL_DOT, 2 * LABEL_DOT, 2 * LABEL_DOT),
                    LABEL_DOT, &label);
      right -= GAP;
    }
  if (self->text[STARS] != NULL)
    {
      pango_layout_get_pixel_size (self->text[STARS], &w, &h);
      right -= w;
      draw_text (snapshot, self->text[STARS], right, y + (self->score_height - h) / 2.0, &color);
      right -= GAP;
    }
  left = 1 + self->score_width + GAP;
  draw_scale (snapshot, facts->row, left, floor (y + self->score_height / 2.0), MIN (right - left - 2, width * 0.62),
              &track, &fill);

  /* Name, and style or place. */
  y += self->score_height + 2;
  right = width;
  if (self->text[NOTE] != NULL)
    {
      w = fit (self->text[NOTE], width / 2);
      right -= w;
      draw_text (snapshot, self->text[NOTE], right, y, &dim);
      right -= 2 * GAP;
    }
  if (self->retry != NULL)
    right -= gtk_widget_get_width (self->retry) + GAP;
  if (self->text[NAME] != NULL)
    {
      fit (self->text[NAME], right - 1);
      draw_text (snapshot, self->text[NAME], 1, y, &dim);
    }

  if (self->burst != NULL)
    gtk_widget_snapshot_child (widget, self->burst, snapshot);
  if (self->retry != NULL)
    gtk_widget_snapshot_child (widget, self->retry, snapshot);
}

static GtkSizeRequestMode
critic_folder_tile_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
critic_folder_tile_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  CriticFolderTile *self = CRITIC_FOLDER_TILE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = self->width;
  else
    {
      ensure_sizes (self);
      *minimum = *natural = STACK + picture_height (MAX (for_size, self->width)) + GAP + self->score_height
                            + 2 + MAX (self->small_height, 20) + 2;
    }
}

static void
critic_folder_tile_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  CriticFolderTile *self = CRITIC_FOLDER_TILE (widget);
  int w, h;

  if (self->text[FAILURE] != NULL)
    pango_layout_set_width (self->text[FAILURE], (width - 24) * PANGO_SCALE);

  if (self->burst != NULL)
    {
      gtk_widget_measure (self->burst, GTK_ORIENTATION_HORIZONTAL, -1, &w, NULL, NULL, NULL);
      gtk_widget_measure (self->burst, GTK_ORIENTATION_VERTICAL, w, &h, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->burst, &(GtkAllocation) { width - w - STACK - GAP, STACK + GAP, w, h }, -1);
    }
  if (self->retry != NULL)
    {
      gtk_widget_measure (self->retry, GTK_ORIENTATION_HORIZONTAL, -1, &w, NULL, NULL, NULL);
      gtk_widget_measure (self->retry, GTK_ORIENTATION_VERTICAL, w, &h, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->retry, &(GtkAllocation) { width - w, height - h, w, h }, -1);
    }
}

static GtkWidget *
add_button (CriticFolderTile *self,
            const char       *class,
            const char       *action,
            GVariant         *target)
{
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (button, class);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_parent (button, GTK_WIDGET (self));

  return button;
}

/* The only parts that are widgets: what can be pressed, where it is there. */
static void
update_buttons (CriticFolderTile  *self,
                const CriticFacts *facts)
{
  gboolean has_burst = facts != NULL && facts->place != NULL && facts->place->size > 1 && facts->place->rank == 0;
  gboolean has_retry = facts != NULL && facts->row->state == CRITIC_ROW_FAILED;

  if (!has_burst)
    g_clear_pointer (&self->burst, gtk_widget_unparent);
  else
    {
      g_autofree char *number = g_strdup_printf ("%u", facts->place->size);
      g_autofree char *reason = critic_groups_say (facts->place);
      g_autofree char *spoken = g_strdup_printf (ngettext ("Burst of %u photograph", "Burst of %u photographs",
                                                           facts->place->size), facts->place->size);

      if (self->burst == NULL)
        self->burst = add_button (self, "burst", "folder.toggle-burst", g_variant_new_uint32 (facts->place->group));
      gtk_button_set_label (GTK_BUTTON (self->burst), number);
      gtk_widget_set_tooltip_text (self->burst, reason);
      critic_button_name (self->burst, spoken);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->burst), "u", facts->place->group);
    }

  if (!has_retry)
    g_clear_pointer (&self->retry, gtk_widget_unparent);
  else
    {
      if (self->retry == NULL)
        {
          self->retry = add_button (self, "quiet", "folder.retry-one", g_variant_new_int64 (facts->row->file_id));
          gtk_button_set_label (GTK_BUTTON (self->retry), _("Retry"));
        }
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry), "x", facts->row->file_id);
    }
}

static void
critic_folder_tile_changed (CriticRowWidget *widget)
{
  CriticFolderTile *self = CRITIC_FOLDER_TILE (widget);
  const CriticFacts *facts = critic_row_widget_get_facts (widget);
  gboolean had = self->burst != NULL || self->retry != NULL;

  clear_texts (self);
  update_buttons (self, facts);
  if (had || self->burst != NULL || self->retry != NULL)
    gtk_widget_queue_allocate (GTK_WIDGET (self));

  if (self->is_named)
    name_it (self, NULL);
}

static void
critic_folder_tile_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  CriticFolderTile *self = CRITIC_FOLDER_TILE (widget);

  GTK_WIDGET_CLASS (critic_folder_tile_parent_class)->css_changed (widget, change);

  clear_texts (self);
  self->score_width = 0;
  gtk_widget_queue_draw (widget);
}

static gboolean
critic_folder_tile_query_tooltip (GtkWidget  *widget,
                                  int         x,
                                  int         y,
                                  gboolean    keyboard,
                                  GtkTooltip *tooltip)
{
  const CriticFacts *facts = critic_row_widget_get_facts (CRITIC_ROW_WIDGET (widget));
  g_autofree char *name = NULL;

  if (facts == NULL)
    return FALSE;

  name = g_filename_display_name (facts->row->path);
  gtk_tooltip_set_text (tooltip, facts->row->state == CRITIC_ROW_FAILED && facts->row->failure != NULL
                                 ? facts->row->failure : name);

  return TRUE;
}

static void
critic_folder_tile_dispose (GObject *object)
{
  CriticFolderTile *self = CRITIC_FOLDER_TILE (object);

  clear_texts (self);
  g_clear_pointer (&self->burst, gtk_widget_unparent);
  g_clear_pointer (&self->retry, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_folder_tile_parent_class)->dispose (object);
}

static void
critic_folder_tile_class_init (CriticFolderTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_folder_tile_dispose;
  widget_class->snapshot = critic_folder_tile_snapshot;
  widget_class->get_request_mode = critic_folder_tile_get_request_mode;
  widget_class->measure = critic_folder_tile_measure;
  widget_class->size_allocate = critic_folder_tile_size_allocate;
  widget_class->css_changed = critic_folder_tile_css_changed;
  widget_class->query_tooltip = critic_folder_tile_query_tooltip;
  CRITIC_ROW_WIDGET_CLASS (klass)->changed = critic_folder_tile_changed;

  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
critic_folder_tile_init (CriticFolderTile *self)
{
  self->width = 260;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
critic_folder_tile_new (void)
{
  return g_object_new (CRITIC_TYPE_FOLDER_TILE, NULL);
}

void
critic_folder_tile_set_width (CriticFolderTile *self,
                              int               width)
{
  g_return_if_fail (CRITIC_IS_FOLDER_TILE (self));

  if (self->width == width)
    return;

  self->width = width;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
