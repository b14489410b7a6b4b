/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When what is typed counts, by a clock made for it: g_timeout_add() of the editor is ours,
 * and time goes on when told. And an input method made for it, whose preedit never counts. */
#include "critic-critique-editor.h"

#include <gtk/gtkimmodule.h>

/* --- the clock, in milliseconds --- */

static gpointer editor;
static guint    now, due, source_id;

guint
g_timeout_add (guint interval, GSourceFunc function, gpointer data)
{
  if (data != editor)
    return g_timeout_add_full (G_PRIORITY_DEFAULT, interval, function, data, NULL);

  due = now + interval;
  source_id = g_timeout_add_full (G_PRIORITY_DEFAULT, G_MAXINT, function, data, NULL);

  return source_id;
}

static void
pass (guint ms)
{
  GSource *source = source_id != 0 ? g_main_context_find_source_by_id (NULL, source_id) : NULL;

  now += ms;
  if (source == NULL || now < due)
    return;

  g_source_set_ready_time (source, 0);
  while (g_main_context_find_source_by_id (NULL, source_id) != NULL)
    g_main_context_iteration (NULL, TRUE);
  source_id = 0;
}

/* --- the input method --- */

#define MADE_TYPE_METHOD (made_method_get_type ())
G_DECLARE_FINAL_TYPE (MadeMethod, made_method, MADE, METHOD, GtkIMContext)

struct _MadeMethod
{
  GtkIMContext  parent_instance;
  char         *preedit;
};

G_DEFINE_FINAL_TYPE (MadeMethod, made_method, GTK_TYPE_IM_CONTEXT)

static MadeMethod *method;

static void
made_method_get_preedit_string (GtkIMContext *context, char **text, PangoAttrList **attributes, int *cursor)
{
  MadeMethod *self = MADE_METHOD (context);

  if (text != NULL)
    *text = g_strdup (self->preedit != NULL ? self->preedit : "");
  if (attributes != NULL)
    *attributes = pango_attr_list_new ();
  if (cursor != NULL)
    *cursor = 0;
}

static void
made_method_finalize (GObject *object)
{
  g_free (MADE_METHOD (object)->preedit);
  if (method == MADE_METHOD (object))
    method = NULL;
  G_OBJECT_CLASS (made_method_parent_class)->finalize (object);
}

static void
made_method_class_init (MadeMethodClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = made_method_finalize;
  GTK_IM_CONTEXT_CLASS (klass)->get_preedit_string = made_method_get_preedit_string;
}

static void
made_method_init (MadeMethod *self)
{
  method = self;
}

static void
compose (const char *preedit)
{
  g_free (method->preedit);
  method->preedit = g_strdup (preedit);
  g_signal_emit_by_name (method, *preedit != '\0' ? "preedit-start" : "preedit-end");
  g_signal_emit_by_name (method, "preedit-changed");
}

/* --- the tests --- */

typedef struct
{
  CriticDesk *desk;
  guint       n_preedits;
} Scene;

static void
type (const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (editor);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gtk_text_buffer_begin_user_action (buffer);
      gtk_text_buffer_insert_at_cursor (buffer, c, (int) (g_utf8_next_char (c) - c));
      gtk_text_buffer_end_user_action (buffer);
    }
}

static void
backspace (void)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (editor);
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_backspace (buffer, &caret, TRUE, TRUE);
}

#define counts(text) g_assert_cmpstr (critic_desk_get_critique (scene->desk), ==, text)

/* The word being typed counts when it ends or after 400 ms without a key. */
static void
check_word (Scene *scene)
{
  type ("Warm");
  counts ("");
  pass (399);
  counts ("");
  pass (1);
  counts ("Warm");

  type (" ");
  pass (29);
  counts ("Warm");
  pass (1);
  counts ("Warm ");

  /* Each key begins the pause anew. */
  type ("li");
  pass (300);
  type ("g");
  pass (300);
  type ("ht");
  pass (399);
  counts ("Warm ");
  type (".");
  pass (30);
  counts ("Warm light.");

  /* What is taken away is a word being typed. */
  backspace ();
  pass (399);
  counts ("Warm light.");
  pass (1);
  counts ("Warm light");

  /* What cannot wait does not. */
  type ("s");
  g_signal_emit_by_name (scene->desk, "flush");
  counts ("Warm lights");
  pass (1000);
  counts ("Warm lights");
}

/* What an input method has not handed over yet. */
static void
check_preedit (Scene *scene)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (editor);
  int n = gtk_text_buffer_get_char_count (buffer);

  g_assert_nonnull (method);
  compose ("é");
  compose ("éc");
  g_assert_cmpuint (scene->n_preedits, >=, 2);
  pass (10000);
  counts ("Warm lights");
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, n);

  /* Nor what is typed before it because of it. */
  type (" ");
  compose ("é");
  pass (30);
  counts ("Warm lights ");
  g_signal_emit_by_name (scene->desk, "flush");
  counts ("Warm lights ");

  /* Given up, and handed over. */
  compose ("");
  pass (10000);
  counts ("Warm lights ");
  compose ("é");
  compose ("");
  g_signal_emit_by_name (method, "commit", "été");
  pass (400);
  counts ("Warm lights été");
}

static void
preedit_cb (Scene *scene, const char *preedit)
{
  scene->n_preedits += *preedit != '\0';
}

int
main (int argc, char *argv[])
{
  g_autoptr(CriticAnalyzer) analyzer = NULL;
  g_autoptr(CriticSpotlight) spotlight = NULL;
  Scene scene = { NULL, };
  GtkWidget *window;

  gtk_test_init (&argc, &argv, NULL);
  g_io_extension_point_implement (GTK_IM_MODULE_EXTENSION_POINT_NAME, MADE_TYPE_METHOD, "made", 0);

  analyzer = critic_analyzer_new (g_getenv ("PHOTO_CRITIC_MODEL"), 1);
  scene.desk = critic_desk_new (analyzer);
  spotlight = critic_spotlight_new (scene.desk);
  editor = g_object_new (CRITIC_TYPE_CRITIQUE_EDITOR, NULL);
  critic_critique_editor_set_spotlight (editor, spotlight);
  g_signal_connect_swapped (editor, "preedit-changed", G_CALLBACK (preedit_cb), &scene);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), editor);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (editor);
  while (!gtk_widget_get_mapped (editor))
    g_main_context_iteration (NULL, TRUE);

  check_word (&scene);
  check_preedit (&scene);

  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&spotlight);
  g_object_unref (scene.desk);
  critic_analyzer_shutdown (analyzer);

  return 0;
}
