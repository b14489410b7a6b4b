/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-keymap.h"

#include <glib/gi18n-lib.h>

#include "critic-menu-accels.h"

#define KEY "shortcuts"

struct _CriticKeymap
{
  GObject    parent_instance;

  GSettings *settings;      /* NULL: nothing is remembered */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticKeymap, critic_keymap, G_TYPE_OBJECT)

static void
changed_cb (CriticKeymap *self)
{
  GPtrArray *held = critic_menu_accels_hold ();

  g_signal_emit (self, signals[CHANGED], 0);
  critic_menu_accels_release (held);
}

static void
critic_keymap_finalize (GObject *object)
{
  g_clear_object (&CRITIC_KEYMAP (object)->settings);

  G_OBJECT_CLASS (critic_keymap_parent_class)->finalize (object);
}

static void
critic_keymap_class_init (CriticKeymapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = critic_keymap_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
critic_keymap_init (CriticKeymap *self)
{
}

CriticKeymap *
critic_keymap_new (GSettings *settings)
{
  CriticKeymap *self = g_object_new (CRITIC_TYPE_KEYMAP, NULL);

  g_set_object (&self->settings, settings);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/* The user's keys, NULL: said nothing; (transfer full). */
static GStrv
get_own (CriticKeymap        *self,
         const CriticCommand *command)
{
  g_autoptr(GVariant) all = self->settings != NULL ? g_settings_get_value (self->settings, KEY) : NULL;
  GStrv keys = NULL;

  if (all != NULL)
    g_variant_lookup (all, command->id, "^as", &keys);

  return keys;
}

GStrv
critic_keymap_get_keys (CriticKeymap        *self,
                        const CriticCommand *command)
{
  GStrv keys;

  g_return_val_if_fail (CRITIC_IS_KEYMAP (self), NULL);

  keys = get_own (self, command);

  return keys != NULL ? keys : g_strsplit (command->keys, " ", -1);
}

gboolean
critic_keymap_is_default (CriticKeymap        *self,
                          const CriticCommand *command)
{
  g_auto(GStrv) own = NULL;

  g_return_val_if_fail (CRITIC_IS_KEYMAP (self), TRUE);

  own = get_own (self, command);

  return own == NULL;
}

void
critic_keymap_set_keys (CriticKeymap        *self,
                        const CriticCommand *command,
                        const char *const   *keys)
{
  g_autoptr(GVariant) all = NULL;

  g_return_if_fail (CRITIC_IS_KEYMAP (self));

  if (self->settings == NULL)
    return;

  all = g_settings_get_value (self->settings, KEY);
  g_auto(GStrv) defaults = g_strsplit (command->keys, " ", -1);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *id;
  GVariant *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sas}"));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_loop (&iter, "{&s@as}", &id, &value))
    if (!g_str_equal (id, command->id))
      g_variant_builder_add (&builder, "{s@as}", id, value);
  if (keys != NULL && !g_strv_equal (keys, (const char *const *) defaults))
    g_variant_builder_add (&builder, "{s@as}", command->id, g_variant_new_strv (keys, -1));
  g_settings_set_value (self->settings, KEY, g_variant_builder_end (&builder));
}

void
critic_keymap_reset (CriticKeymap *self)
{
  g_return_if_fail (CRITIC_IS_KEYMAP (self));

  if (self->settings != NULL)
    g_settings_reset (self->settings, KEY);
}

/* Modifiers may be written in any order. */
static gboolean
contains (GStrv       keys,
          const char *key)
{
  GdkModifierType wanted, modifiers;
  guint wanted_key, keyval;

  if (!gtk_accelerator_parse (key, &wanted_key, &wanted))
    return FALSE;
  for (guint i = 0; keys[i] != NULL; i++)
    if (gtk_accelerator_parse (keys[i], &keyval, &modifiers) && keyval == wanted_key && modifiers == wanted)
      return TRUE;

  return FALSE;
}

/* A presentation is a window of its own. */
static gboolean
listen_together (const CriticCommand *a,
                 const CriticCommand *b)
{
  return (a->scope == CRITIC_COMMAND_PRESENTING) == (b->scope == CRITIC_COMMAND_PRESENTING);
}

const CriticCommand *
critic_keymap_find (CriticKeymap        *self,
                    const char          *key,
                    const CriticCommand *wanting)
{
  g_return_val_if_fail (CRITIC_IS_KEYMAP (self), NULL);

  for (guint i = 0; i < critic_command_get_n (); i++)
    {
      const CriticCommand *command = critic_command_get (i);
      g_auto(GStrv) keys = critic_keymap_get_keys (self, command);

      if (command != wanting && listen_together (command, wanting) && contains (keys, key))
        return command;
    }

  return NULL;
}

char *
critic_keymap_say (CriticKeymap        *self,
                   const CriticCommand *command)
{
  g_auto(GStrv) keys = critic_keymap_get_keys (self, command);
  g_autoptr(GString) said = g_string_new (NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *label = NULL;
      GdkModifierType modifiers;
      guint keyval;

      if (!gtk_accelerator_parse (keys[i], &keyval, &modifiers))
        continue;
      label = gtk_accelerator_get_label (keyval, modifiers);
      if (said->len > 0)
        g_string_append (said, _(", "));
      g_string_append (said, label);
    }

  return said->len > 0 ? g_string_free (g_steal_pointer (&said), FALSE) : NULL;
}

/* The same key of the keypad, or what it is called on its second level; 0: none. */
static guint
to_keypad (guint keyval)
{
  static const struct { guint keyval, keypad; } keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left }, { GDK_KEY_Right, GDK_KEY_KP_Right },
    { GDK_KEY_Up, GDK_KEY_KP_Up }, { GDK_KEY_Down, GDK_KEY_KP_Down },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up }, { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down },
    { GDK_KEY_Home, GDK_KEY_KP_Home }, { GDK_KEY_End, GDK_KEY_KP_End },
    { GDK_KEY_space, GDK_KEY_KP_Space }, { GDK_KEY_Return, GDK_KEY_KP_Enter },
    { GDK_KEY_Delete, GDK_KEY_KP_Delete }, { GDK_KEY_plus, GDK_KEY_KP_Add }, { GDK_KEY_minus, GDK_KEY_KP_Subtract },
  };

  if (keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9)
    return GDK_KEY_KP_0 + keyval - GDK_KEY_0;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].keyval == keyval)
      return keys[i].keypad;

  return 0;
}

static guint
from_keypad (guint keyval)
{
  static const guint keys[] = {
    GDK_KEY_Left, GDK_KEY_Right, GDK_KEY_Up, GDK_KEY_Down, GDK_KEY_Page_Up, GDK_KEY_Page_Down, GDK_KEY_Home, GDK_KEY_End,
    GDK_KEY_space, GDK_KEY_Return, GDK_KEY_Delete, GDK_KEY_plus, GDK_KEY_minus,
  };

  if (keyval >= GDK_KEY_KP_0 && keyval <= GDK_KEY_KP_9)
    return GDK_KEY_0 + keyval - GDK_KEY_KP_0;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (to_keypad (keys[i]) == keyval)
      return keys[i];

  return keyval;
}

char *
critic_keymap_name (guint           keyval,
                    GdkModifierType state)
{
  guint lower = gdk_keyval_to_lower (from_keypad (keyval));

  state &= gtk_accelerator_get_default_mod_mask ();
  /* "?" is Shift and something else on every keyboard; a letter is one with it. */
  if (lower == keyval && gdk_keyval_to_upper (keyval) == keyval && gdk_keyval_to_unicode (keyval) > ' '
      && !(keyval >= GDK_KEY_0 && keyval <= GDK_KEY_9))
    state &= ~GDK_SHIFT_MASK;

  return gtk_accelerator_name (lower, state);
}

gboolean
critic_keymap_matches (CriticKeymap    *self,
                       const char      *id,
                       guint            keyval,
                       GdkModifierType  state)
{
  const CriticCommand *command = critic_command_find (id);
  g_auto(GStrv) keys = critic_keymap_get_keys (self, command);
  g_autofree char *name = critic_keymap_name (keyval, state);

  return contains (keys, name);
}

static GtkShortcutTrigger *
make_trigger (guint           keyval,
              GdkModifierType modifiers)
{
  GtkShortcutTrigger *trigger = gtk_keyval_trigger_new (keyval, modifiers);
  guint keypad = to_keypad (keyval);

  return keypad != 0 ? gtk_alternative_trigger_new (trigger, gtk_keyval_trigger_new (keypad, modifiers)) : trigger;
}

/**
 * critic_keymap_fill:
 * @self: a keymap
 * @controller: of the widget that listens
 * @scope: whose commands
 *
 * The first key of a command is put in last: that is the one which menus show.
 */
void
critic_keymap_fill (CriticKeymap          *self,
                    GtkShortcutController *controller,
                    CriticCommandScope     scope)
{
  g_return_if_fail (CRITIC_IS_KEYMAP (self));

  for (guint n = g_list_model_get_n_items (G_LIST_MODEL (controller)); n > 0; n--)
    {
      g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), n - 1);

      gtk_shortcut_controller_remove_shortcut (controller, shortcut);
    }

  for (guint i = 0; i < critic_command_get_n (); i++)
    {
      const CriticCommand *command = critic_command_get (i);
      g_auto(GStrv) keys = critic_keymap_get_keys (self, command);
      g_autofree char *name = NULL;
      g_autoptr(GVariant) target = NULL;

      if (command->scope != scope || command->action == NULL
          || !g_action_parse_detailed_name (command->action, &name, &target, NULL))
        continue;

      for (guint n = g_strv_length (keys); n > 0; n--)
        {
          GdkModifierType modifiers;
          GtkShortcut *shortcut;
          guint keyval;

          if (!gtk_accelerator_parse (keys[n - 1], &keyval, &modifiers))
            continue;
          shortcut = gtk_shortcut_new (make_trigger (keyval, modifiers), gtk_named_action_new (name));
          gtk_shortcut_set_arguments (shortcut, target);
          gtk_shortcut_controller_add_shortcut (controller, shortcut);
        }
    }
}

void
critic_keymap_fill_program (CriticKeymap   *self,
                            GtkApplication *application)
{
  g_return_if_fail (CRITIC_IS_KEYMAP (self));

  for (guint i = 0; i < critic_command_get_n (); i++)
    {
      const CriticCommand *command = critic_command_get (i);
      g_auto(GStrv) keys = critic_keymap_get_keys (self, command);

      if (command->scope == CRITIC_COMMAND_IN_PROGRAM)
        gtk_application_set_accels_for_action (application, command->action, (const char *const *) keys);
    }
}

/* --- tooltips --- */

void
critic_keymap_name_widget (GtkWidget  *widget,
                           const char *ids)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  g_object_set_data_full (G_OBJECT (widget), "critic-commands", g_strdup (ids), g_free);
}

static gboolean
does (GtkWidget           *widget,
      const CriticCommand *command)
{
  const char *action = GTK_IS_ACTIONABLE (widget) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) : NULL;
  g_autofree char *detailed = NULL;

  if (action == NULL || command->action == NULL)
    return FALSE;
  /* A switch of the panel does what F9 does. */
  if (g_str_equal (command->id, "panel") && (g_str_equal (action, "win.panel") || g_str_equal (action, "win.filters")))
    return TRUE;

  detailed = g_action_print_detailed_name (action, gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget)));

  return g_str_equal (detailed, command->action);
}

/* (transfer full), NULL: no key does what it does. */
static char *
say_keys (CriticKeymap *self,
          GtkWidget    *widget)
{
  const char *ids = g_object_get_data (G_OBJECT (widget), "critic-commands");
  g_auto(GStrv) named = ids != NULL ? g_strsplit (ids, " ", -1) : NULL;
  g_autoptr(GString) said = g_string_new (NULL);

  for (guint i = 0; i < critic_command_get_n (); i++)
    {
      const CriticCommand *command = critic_command_get (i);
      g_autofree char *keys = NULL;

      if (named != NULL ? !g_strv_contains ((const char *const *) named, command->id) : !does (widget, command))
        continue;
      keys = critic_keymap_say (self, command);
      if (keys != NULL)
        g_string_append_printf (said, "%s%s", said->len > 0 ? _(", ") : "", keys);
    }

  return said->len > 0 ? g_string_free (g_steal_pointer (&said), FALSE) : NULL;
}

void
critic_keymap_update_tooltips (CriticKeymap *self,
                               GtkWidget    *top)
{
  const char *text = g_object_get_data (G_OBJECT (top), "critic-tooltip");
  g_autofree char *keys = say_keys (self, top);

  if (text == NULL && keys != NULL && gtk_widget_get_tooltip_text (top) != NULL)
    {
      g_object_set_data_full (G_OBJECT (top), "critic-tooltip", g_strdup (gtk_widget_get_tooltip_text (top)), g_free);
      text = g_object_get_data (G_OBJECT (top), "critic-tooltip");
    }
  if (text != NULL)
    {
      /* Translators: a tooltip and the keys that do the same */
      g_autofree char *tooltip = keys != NULL ? g_strdup_printf (_("%s (%s)"), text, keys) : g_strdup (text);

      gtk_widget_set_tooltip_text (top, tooltip);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (top); child != NULL; child = gtk_widget_get_next_sibling (child))
    critic_keymap_update_tooltips (self, child);
}
