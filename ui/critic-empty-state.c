/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-empty-state.h"

#include <glib/gi18n-lib.h>

#include "critic-picture.h"
#include "critic-recent.h"

#define MAX_SAMPLES 6
#define MAX_RECENT 3
#define THUMB_WIDTH 150
#define THUMB_HEIGHT 100

struct _CriticEmptyState
{
  GtkWidget     parent_instance;

  GCancellable *cancellable;

  GtkWidget    *scroller;
  GtkWidget    *open_button;
  GtkWidget    *recent_label;
  GtkBox       *recent_box;
  GtkWidget    *samples_label;
  GtkFlowBox   *samples_box;
  GPtrArray    *samples;
};

enum
{
  OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticEmptyState, critic_empty_state, GTK_TYPE_WIDGET)

typedef struct
{
  GFile      *file;
  GdkTexture *texture;
  char       *critique;     /* NULL: it has none */
} Sample;

static void
sample_free (Sample *sample)
{
  g_clear_object (&sample->file);
  g_clear_object (&sample->texture);
  g_free (sample->critique);
  g_free (sample);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static gboolean
is_image (const char *name)
{
  return g_str_has_suffix (name, ".jpg") || g_str_has_suffix (name, ".jpeg") || g_str_has_suffix (name, ".png");
}

/* The critique of "name.jpg" lies beside it as "name.txt". */
static char *
read_critique (const char *folder,
               const char *name)
{
  g_autofree char *stem = g_strndup (name, strrchr (name, '.') - name);
  g_autofree char *base = g_strconcat (stem, ".txt", NULL);
  g_autofree char *path = g_build_filename (folder, base, NULL);
  char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    g_strchomp (text);

  return text;
}

/* Lists the folder and decodes each image small; what cannot be read is no
 * sample. */
static void
samples_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const char *folder = task_data;
  g_autoptr(GPtrArray) samples = g_ptr_array_new_with_free_func ((GDestroyNotify) sample_free);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_image (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len && samples->len < MAX_SAMPLES; i++)
    {
      g_autoptr(GFile) file = g_file_new_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autoptr(CriticPhoto) photo = critic_photo_load (file, THUMB_WIDTH, cancellable, NULL);

      if (photo == NULL)
        continue;

      Sample *sample = g_new0 (Sample, 1);

      sample->file = g_steal_pointer (&file);
      sample->critique = read_critique (folder, g_ptr_array_index (names, i));
      sample->texture = gdk_memory_texture_new (critic_photo_get_width (photo), critic_photo_get_height (photo),
                                                GDK_MEMORY_R8G8B8, critic_photo_get_pixels (photo),
                                                critic_photo_get_stride (photo));
      g_ptr_array_add (samples, sample);
    }

  g_task_return_pointer (task, g_steal_pointer (&samples), (GDestroyNotify) g_ptr_array_unref);
}

static void
clicked_cb (GtkButton *button,
            gpointer   user_data)
{
  CriticEmptyState *self = CRITIC_EMPTY_STATE (gtk_widget_get_ancestor (GTK_WIDGET (button), CRITIC_TYPE_EMPTY_STATE));
  Sample *sample = user_data;

  g_signal_emit (self, signals[OPEN], 0, sample->file, sample->critique);
}

/* "two-wings.jpg" is called "Two wings". */
static char *
title_of (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  char *title = g_filename_display_name (base);
  char *dot = strrchr (title, '.');

  if (dot != NULL)
    *dot = '\0';
  g_strdelimit (title, "-_", ' ');
  *title = g_ascii_toupper (*title);

  return title;
}

/* @texture cut to the shape of the others, as sharp as the screen can show. */
static GdkPaintable *
make_thumbnail (GdkTexture *texture)
{
  double width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  double scale = MAX (THUMB_WIDTH / width, THUMB_HEIGHT / height);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, THUMB_WIDTH, THUMB_HEIGHT);

  width *= scale;
  height *= scale;
  gtk_snapshot_push_clip (snapshot, &bounds);
  gtk_snapshot_append_texture (snapshot, texture,
                               &GRAPHENE_RECT_INIT ((THUMB_WIDTH - width) / 2, (THUMB_HEIGHT - height) / 2,
                                                    width, height));
  gtk_snapshot_pop (snapshot);

  return gtk_snapshot_free_to_paintable (snapshot, &bounds.size);
}

static void
add_sample (CriticEmptyState *self,
            Sample           *sample)
{
  g_autoptr(GdkPaintable) thumbnail = make_thumbnail (sample->texture);
  GtkWidget *picture = gtk_picture_new_for_paintable (thumbnail);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *child = gtk_flow_box_child_new ();
  g_autofree char *title = title_of (sample->file);
  g_autofree char *label = g_strdup_printf (_("Sample photograph: %s"), title);

  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), title);

  gtk_button_set_child (GTK_BUTTON (button), picture);
  gtk_widget_add_css_class (button, "sample");
  gtk_widget_set_tooltip_text (button, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), sample);

  /* The button takes the focus, not the cell round it. */
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
  gtk_flow_box_insert (self->samples_box, child, -1);
}

static void
samples_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  CriticEmptyState *self = CRITIC_EMPTY_STATE (object);
  GPtrArray *samples = g_task_propagate_pointer (G_TASK (result), NULL);

  if (samples == NULL)
    return;

  g_clear_pointer (&self->samples, g_ptr_array_unref);
  self->samples = samples;
  for (guint i = 0; i < samples->len; i++)
    add_sample (self, g_ptr_array_index (samples, i));

  gtk_widget_set_visible (self->samples_label, samples->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->samples_box), samples->len > 0);
}

static gboolean
critic_empty_state_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CRITIC_EMPTY_STATE (widget)->open_button);
}

static void
critic_empty_state_dispose (GObject *object)
{
  CriticEmptyState *self = CRITIC_EMPTY_STATE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);

  G_OBJECT_CLASS (critic_empty_state_parent_class)->dispose (object);
}

static void
critic_empty_state_finalize (GObject *object)
{
  CriticEmptyState *self = CRITIC_EMPTY_STATE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->samples, g_ptr_array_unref);

  G_OBJECT_CLASS (critic_empty_state_parent_class)->finalize (object);
}

static void
critic_empty_state_class_init (CriticEmptyStateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_empty_state_dispose;
  G_OBJECT_CLASS (klass)->finalize = critic_empty_state_finalize;
  widget_class->grab_focus = critic_empty_state_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-empty-state.ui");
  gtk_widget_class_set_css_name (widget_class, "emptystate");
  gtk_widget_class_bind_template_child (widget_class, CriticEmptyState, scroller);
  gtk_widget_class_bind_template_child (widget_class, CriticEmptyState, open_button);
  gtk_widget_class_bind_template_child (widget_class, CriticEmptyState, recent_label);
  gtk_widget_class_bind_template_child (widget_class, CriticEmptyState, recent_box);
  gtk_widget_class_bind_template_child (widget_class, CriticEmptyState, samples_label);
  gtk_widget_class_bind_template_child (widget_class, CriticEmptyState, samples_box);

  /**
   * CriticEmptyState::open:
   * @file: the sample chosen
   * @critique: (nullable): what comes with it
   */
  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_STRING);
}

static void
critic_empty_state_init (CriticEmptyState *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static guint
add_recent (CriticEmptyState *self,
            GSettings        *settings,
            const char       *key)
{
  g_auto(GStrv) recent = g_settings_get_strv (settings, key);
  guint i;

  for (i = 0; recent[i] != NULL && i < MAX_RECENT; i++)
    {
      g_autofree char *name = critic_recent_name ((const char *const *) recent, i);
      GtkWidget *button = gtk_button_new_with_label (name);

      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_MIDDLE);
      gtk_label_set_max_width_chars (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 40);
      gtk_widget_add_css_class (button, "quiet");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-recent");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", recent[i]);
      gtk_box_append (self->recent_box, button);
    }

  return i;
}

void
critic_empty_state_set_recent (CriticEmptyState *self,
                               GSettings        *settings)
{
  GtkWidget *child;
  guint n;

  g_return_if_fail (CRITIC_IS_EMPTY_STATE (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->recent_box))) != NULL)
    gtk_box_remove (self->recent_box, child);
  n = add_recent (self, settings, CRITIC_RECENT_FOLDERS) + add_recent (self, settings, CRITIC_RECENT_FILES);
  gtk_widget_set_visible (self->recent_label, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->recent_box), n > 0);
}

void
critic_empty_state_set_samples (CriticEmptyState *self,
                                const char       *folder)
{
  g_return_if_fail (CRITIC_IS_EMPTY_STATE (self));
  g_return_if_fail (folder != NULL);

  g_autoptr(GTask) task = g_task_new (self, self->cancellable, samples_cb, NULL);

  g_task_set_source_tag (task, critic_empty_state_set_samples);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, samples_thread);
}
