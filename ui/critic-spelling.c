/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-spelling.h"

#include <glib/gi18n-lib.h>

#include "critic-spelling-dictionary.h"

/* After the last change, and words looked at before others have their turn. */
#define CHECK_MS 250
#define CHUNK 400

struct _CriticSpelling
{
  GObject                   parent_instance;

  GtkTextView              *view;           /* not owned: it owns us */
  GtkTextTag               *tag;
  GMenu                    *menu;
  GSimpleActionGroup       *actions;
  GCancellable             *cancellable;    /* of the language */
  char                     *language;       /* as it was asked for */
  CriticSpellingDictionary *dictionary;     /* NULL: none */
  gboolean                  is_missing;     /* there is none for the language */

  guint                     check_source;
  gint                      next;           /* character from which the check goes on; -1: it rests */
  GHashTable               *unknown;        /* set of words */
  gboolean                  is_asking;      /* about unknown words */

  GtkTextMark              *start, *end;    /* of the word that the menu is about */
  GCancellable             *suggesting;
};

G_DEFINE_FINAL_TYPE (CriticSpelling, critic_spelling, G_TYPE_OBJECT)

static void start_check (CriticSpelling *self, guint delay);

static GtkTextBuffer *
get_buffer (CriticSpelling *self)
{
  return gtk_text_view_get_buffer (self->view);
}

/* The next word that begins at or behind @start; FALSE: none. */
static gboolean
next_word (GtkTextIter *start,
           GtkTextIter *end)
{
  *end = *start;
  /* At the end of the text it says FALSE, whether or not it moved there. */
  gtk_text_iter_forward_word_end (end);
  if (gtk_text_iter_compare (end, start) <= 0 || !gtk_text_iter_ends_word (end))
    return FALSE;

  *start = *end;
  gtk_text_iter_backward_word_start (start);

  return TRUE;
}

/* Numbers are spelt as one likes. */
static gboolean
is_checked (const char *word)
{
  for (const char *c = word; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isdigit (g_utf8_get_char (c)))
      return FALSE;

  return TRUE;
}

static gboolean
is_being_typed (CriticSpelling    *self,
                const GtkTextIter *start,
                const GtkTextIter *end)
{
  GtkTextIter caret;

  if (!gtk_widget_has_focus (GTK_WIDGET (self->view)))
    return FALSE;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &caret, gtk_text_buffer_get_insert (get_buffer (self)));

  return gtk_text_iter_compare (&caret, start) > 0 && gtk_text_iter_compare (&caret, end) <= 0;
}

static void
show_word (CriticSpelling    *self,
           const GtkTextIter *start,
           const GtkTextIter *end)
{
  g_autofree char *word = gtk_text_iter_get_text (start, end);
  CriticWordState state = is_checked (word) ? critic_spelling_dictionary_look (self->dictionary, word) : CRITIC_WORD_GOOD;

  if (state == CRITIC_WORD_UNKNOWN)
    g_hash_table_add (self->unknown, g_steal_pointer (&word));
  else if (state == CRITIC_WORD_BAD && !is_being_typed (self, start, end))
    gtk_text_buffer_apply_tag (get_buffer (self), self->tag, start, end);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(CriticSpelling) self = user_data;

  if (!critic_spelling_dictionary_check_finish (CRITIC_SPELLING_DICTIONARY (object), result, NULL)
      || self->view == NULL)
    return;

  self->is_asking = FALSE;
  start_check (self, 0);
}

static void
ask (CriticSpelling *self)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer word;

  if (self->is_asking || g_hash_table_size (self->unknown) == 0)
    return;

  g_hash_table_iter_init (&iter, self->unknown);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    g_ptr_array_add (words, word);
  g_ptr_array_add (words, NULL);

  self->is_asking = TRUE;
  critic_spelling_dictionary_check_async (self->dictionary, (const char *const *) words->pdata, self->cancellable,
                                          checked_cb, g_object_ref (self));
}

/* Some words of the text, from where the last turn ended. */
static gboolean
check_cb (gpointer user_data)
{
  CriticSpelling *self = user_data;
  GtkTextIter start, end, from;

  if (self->next < 0)
    self->next = 0;
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &start, self->next);

  for (guint i = 0; i < CHUNK; i++)
    {
      from = start;
      if (!next_word (&start, &end))
        {
          gtk_text_buffer_get_end_iter (get_buffer (self), &end);
          gtk_text_buffer_remove_tag (get_buffer (self), self->tag, &from, &end);
          self->next = -1;
          self->check_source = 0;
          ask (self);

          return G_SOURCE_REMOVE;
        }
      gtk_text_buffer_remove_tag (get_buffer (self), self->tag, &from, &end);
      show_word (self, &start, &end);
      start = end;
    }

  self->next = gtk_text_iter_get_offset (&start);
  self->check_source = g_idle_add_full (G_PRIORITY_LOW, check_cb, self, NULL);

  return G_SOURCE_REMOVE;
}

static void
start_check (CriticSpelling *self,
             guint           delay)
{
  g_clear_handle_id (&self->check_source, g_source_remove);
  if (self->dictionary == NULL)
    return;

  self->next = -1;
  g_hash_table_remove_all (self->unknown);
  self->check_source = g_timeout_add_full (G_PRIORITY_LOW, delay, check_cb, self, NULL);
  g_source_set_name_by_id (self->check_source, "[photo-critic] spelling");
}

static void
changed_cb (CriticSpelling *self)
{
  start_check (self, CHECK_MS);
}

/* The word that was being typed is one when the caret leaves it. */
static void
caret_cb (CriticSpelling *self)
{
  if (self->check_source == 0)
    start_check (self, CHECK_MS);
}

/* --- the menu --- */

static void
append (GMenu      *menu,
        const char *label,
        const char *action,
        GVariant   *target)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  /* One without an action cannot be chosen: it is only said. */
  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

/* A word is no mnemonic. */
static char *
escape (const char *word)
{
  g_autoptr(GString) label = g_string_new (word);

  g_string_replace (label, "_", "__", 0);

  return g_string_free (g_steal_pointer (&label), FALSE);
}

static void
suggested_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(CriticSpelling) self = user_data;
  g_auto(GStrv) words = critic_spelling_dictionary_suggest_finish (CRITIC_SPELLING_DICTIONARY (object), result, NULL);
  g_autoptr(GMenu) section = NULL;

  if (words == NULL || self->view == NULL)
    return;

  section = g_menu_new ();
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *label = escape (words[i]);

      append (section, label, "spelling.replace", g_variant_new_string (words[i]));
    }
  if (words[0] == NULL)
    append (section, _("No Suggestions"), "spelling.nothing", NULL);
  g_menu_remove (self->menu, 0);
  g_menu_insert_section (self->menu, 0, NULL, G_MENU_MODEL (section));
}

static void
forget_word (CriticSpelling *self)
{
  if (self->suggesting != NULL)
    g_cancellable_cancel (self->suggesting);
  g_clear_object (&self->suggesting);
  g_menu_remove_all (self->menu);
  if (self->start != NULL)
    {
      gtk_text_buffer_delete_mark (get_buffer (self), self->start);
      gtk_text_buffer_delete_mark (get_buffer (self), self->end);
      self->start = self->end = NULL;
    }
}

/* The menu is about to come up at @at. */
static void
prepare_menu (CriticSpelling    *self,
              const GtkTextIter *at)
{
  GtkTextIter start = *at, end = *at;
  g_autofree char *word = NULL;
  g_autoptr(GMenu) first = g_menu_new (), second = g_menu_new ();

  forget_word (self);
  if (self->is_missing)
    {
      g_autofree char *package = critic_spelling_dictionary_package (self->language);
      /* Translators: %s is the name of a package */
      g_autofree char *label = g_strdup_printf (_("Spelling needs a dictionary: install %s"), package);

      append (first, label, "spelling.nothing", NULL);
      g_menu_append_section (self->menu, NULL, G_MENU_MODEL (first));
      return;
    }
  if (self->dictionary == NULL || !gtk_text_iter_has_tag (at, self->tag))
    {
      if (self->dictionary == NULL || !gtk_text_iter_ends_tag (at, self->tag))
        return;
      gtk_text_iter_backward_char (&start);
    }

  gtk_text_iter_forward_to_tag_toggle (&end, self->tag);
  if (gtk_text_iter_ends_tag (at, self->tag))
    end = *at;
  if (!gtk_text_iter_starts_tag (&start, self->tag))
    gtk_text_iter_backward_to_tag_toggle (&start, self->tag);
  word = gtk_text_iter_get_text (&start, &end);
  self->start = gtk_text_buffer_create_mark (get_buffer (self), NULL, &start, FALSE);
  self->end = gtk_text_buffer_create_mark (get_buffer (self), NULL, &end, TRUE);

  append (first, _("Looking for Suggestions…"), "spelling.nothing", NULL);
  append (second, _("_Add to Dictionary"), "spelling.accept", g_variant_new_boolean (TRUE));
  append (second, _("_Ignore"), "spelling.accept", g_variant_new_boolean (FALSE));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (first));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (second));

  self->suggesting = g_cancellable_new ();
  critic_spelling_dictionary_suggest_async (self->dictionary, word, self->suggesting, suggested_cb, g_object_ref (self));
}

static void
pressed_cb (CriticSpelling *self,
            int             n_press,
            gdouble         x,
            gdouble         y)
{
  GtkTextIter at;
  int bx, by;

  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, x, y, &bx, &by);
  gtk_text_view_get_iter_at_location (self->view, &at, bx, by);
  prepare_menu (self, &at);
}

static gboolean
key_cb (CriticSpelling  *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  GtkTextIter at;

  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0))
    {
      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &at, gtk_text_buffer_get_insert (get_buffer (self)));
      prepare_menu (self, &at);
    }

  return GDK_EVENT_PROPAGATE;
}

static gboolean
get_word (CriticSpelling *self,
          GtkTextIter    *start,
          GtkTextIter    *end)
{
  if (self->start == NULL)
    return FALSE;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), start, self->start);
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), end, self->end);

  return !gtk_text_iter_equal (start, end);
}

static void
replace_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  CriticSpelling *self = user_data;
  GtkTextIter start, end;

  if (!get_word (self, &start, &end))
    return;

  gtk_text_buffer_begin_user_action (get_buffer (self));
  gtk_text_buffer_delete (get_buffer (self), &start, &end);
  gtk_text_buffer_insert (get_buffer (self), &start, g_variant_get_string (parameter, NULL), -1);
  gtk_text_buffer_end_user_action (get_buffer (self));
}

static void
accept_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CriticSpelling *self = user_data;
  g_autofree char *word = NULL;
  GtkTextIter start, end;

  if (self->dictionary == NULL || !get_word (self, &start, &end))
    return;

  word = gtk_text_iter_get_text (&start, &end);
  critic_spelling_dictionary_accept (self->dictionary, word, g_variant_get_boolean (parameter));
  start_check (self, 0);
}

/* --- the object --- */

static void
let_go (gpointer  data,
        GObject  *view)
{
  CriticSpelling *self = data;

  g_clear_handle_id (&self->check_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->suggesting != NULL)
    g_cancellable_cancel (self->suggesting);
  self->view = NULL;
  g_object_unref (self);
}

static void
critic_spelling_finalize (GObject *object)
{
  CriticSpelling *self = CRITIC_SPELLING (object);

  g_clear_object (&self->menu);
  g_clear_object (&self->actions);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->suggesting);
  g_clear_object (&self->dictionary);
  g_hash_table_unref (self->unknown);
  g_free (self->language);

  G_OBJECT_CLASS (critic_spelling_parent_class)->finalize (object);
}

static void
critic_spelling_class_init (CriticSpellingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_spelling_finalize;
}

static void
critic_spelling_init (CriticSpelling *self)
{
  static const GActionEntry entries[] = {
    { .name = "replace", .parameter_type = "s", .activate = replace_cb },
    { .name = "accept", .parameter_type = "b", .activate = accept_cb },
  };

  self->next = -1;
  self->language = g_strdup ("-");
  self->menu = g_menu_new ();
  self->unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/**
 * critic_spelling_new:
 * @view: a text view
 *
 * Returns: (transfer none): lives as long as the view; no language yet
 */
CriticSpelling *
critic_spelling_new (GtkTextView *view)
{
  CriticSpelling *self = g_object_new (CRITIC_TYPE_SPELLING, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->view = view;
  g_object_weak_ref (G_OBJECT (view), let_go, self);
  self->tag = gtk_text_buffer_create_tag (get_buffer (self), NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);

  gtk_text_view_set_extra_menu (view, G_MENU_MODEL (self->menu));
  gtk_widget_insert_action_group (GTK_WIDGET (view), "spelling", G_ACTION_GROUP (self->actions));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);

  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_buffer (self), "notify::cursor-position", G_CALLBACK (caret_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::has-focus", G_CALLBACK (caret_cb), self, G_CONNECT_SWAPPED);

  return self;
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(CriticSpelling) self = user_data;
  g_autoptr(GError) error = NULL;
  CriticSpellingDictionary *dictionary = critic_spelling_dictionary_open_finish (result, &error);

  if (error != NULL || self->view == NULL)
    {
      g_clear_object (&dictionary);
      return;
    }

  self->dictionary = dictionary;
  self->is_missing = dictionary == NULL;
  start_check (self, 0);
}

void
critic_spelling_set_language (CriticSpelling *self,
                              const char     *language)
{
  GtkTextIter start, end;

  g_return_if_fail (CRITIC_IS_SPELLING (self));

  if (g_str_equal (self->language, language))
    return;

  g_free (self->language);
  self->language = g_strdup (language);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_object (&self->dictionary);
  self->is_missing = self->is_asking = FALSE;
  g_clear_handle_id (&self->check_source, g_source_remove);
  forget_word (self);
  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  gtk_text_buffer_remove_tag (get_buffer (self), self->tag, &start, &end);

  if (!g_str_equal (language, "-"))
    critic_spelling_dictionary_open_async (language, self->cancellable, opened_cb, g_object_ref (self));
}
