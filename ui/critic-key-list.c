/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-key-list.h"

#include <glib/gi18n-lib.h>

#include "critic-button-name.h"
#include "critic-notice.h"

struct _CriticKeyList
{
  GtkWidget            parent_instance;

  CriticKeymap        *keymap;
  GtkWidget           *box;
  GtkBox              *rows;
  CriticNotice        *notice;
  GPtrArray           *buttons;     /* GtkButton by number of the command */
  const CriticCommand *waiting;     /* for keys; NULL: none */
  const CriticCommand *wanting;     /* what would be taken for it is another's */
  char                *wanted;
};

G_DEFINE_FINAL_TYPE (CriticKeyList, critic_key_list, GTK_TYPE_WIDGET)

static void
update (CriticKeyList *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkButton *button = g_ptr_array_index (self->buttons, i);
      const CriticCommand *command = critic_command_get (i);
      g_autofree char *keys = critic_keymap_say (self->keymap, command), *name = NULL;
      const char *label = command == self->waiting ? _("Press the keys…") : keys != NULL ? keys : _("None");

      gtk_button_set_label (button, label);
      /* Translators: a command and its keys */
      name = g_strdup_printf (_("%s: %s"), _(command->title), label);
      critic_button_name (GTK_WIDGET (button), name);
      if (critic_keymap_is_default (self->keymap, command))
        gtk_widget_remove_css_class (GTK_WIDGET (button), "changed");
      else
        gtk_widget_add_css_class (GTK_WIDGET (button), "changed");
    }
}

static void
wait_for (CriticKeyList       *self,
          const CriticCommand *command)
{
  self->waiting = command;
  update (self);
}

static void
clicked_cb (CriticKeyList *self,
            GtkButton     *button)
{
  guint index;

  critic_notice_close (self->notice);
  if (g_ptr_array_find (self->buttons, button, &index))
    wait_for (self, self->waiting == critic_command_get (index) ? NULL : critic_command_get (index));
}

static void
set_key (CriticKeyList       *self,
         const CriticCommand *command,
         const char          *key)
{
  critic_keymap_set_keys (self->keymap, command, (const char *const[]) { key, NULL });
}

static gboolean
key_cb (CriticKeyList   *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  const CriticCommand *command = self->waiting, *other;
  g_autofree char *key = NULL;
  GdkModifierType modifiers;
  guint parsed;

  if (command == NULL)
    return GDK_EVENT_PROPAGATE;
  key = critic_keymap_name (keyval, state);
  /* Control by itself is none yet. */
  if (!gtk_accelerator_parse (key, &parsed, &modifiers) || (keyval >= GDK_KEY_Shift_L && keyval <= GDK_KEY_Hyper_R)
      || keyval == GDK_KEY_ISO_Level3_Shift)
    return GDK_EVENT_STOP;

  if (keyval == GDK_KEY_Escape && modifiers == 0)
    {
      wait_for (self, NULL);
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_BackSpace && modifiers == 0)
    {
      critic_keymap_set_keys (self->keymap, command, (const char *const[]) { NULL });
      wait_for (self, NULL);
      return GDK_EVENT_STOP;
    }

  other = critic_keymap_find (self->keymap, key, command);
  if (other != NULL)
    {
      g_autofree char *label = gtk_accelerator_get_label (parsed, modifiers);
      /* Translators: keys, and the command that they have already */
      g_autofree char *text = g_strdup_printf (_("%s is “%s” already."), label, _(other->title));

      self->wanting = command;
      g_free (self->wanted);
      self->wanted = g_steal_pointer (&key);
      critic_notice_say (self->notice, text, _("Use It Here"), "keys.take");
    }
  else
    set_key (self, command, key);
  wait_for (self, NULL);

  return GDK_EVENT_STOP;
}

/* From whoever has it. */
static void
take_cb (GtkWidget  *widget,
         const char *name,
         GVariant   *parameter)
{
  CriticKeyList *self = CRITIC_KEY_LIST (widget);
  const CriticCommand *other;

  critic_notice_close (self->notice);
  if (self->wanting == NULL)
    return;

  while ((other = critic_keymap_find (self->keymap, self->wanted, self->wanting)) != NULL)
    {
      g_auto(GStrv) keys = critic_keymap_get_keys (self->keymap, other);
      g_autoptr(GPtrArray) left = g_ptr_array_new ();

      for (guint i = 0; keys[i] != NULL; i++)
        {
          GdkModifierType modifiers, wanted_modifiers;
          guint keyval, wanted;

          gtk_accelerator_parse (self->wanted, &wanted, &wanted_modifiers);
          if (!gtk_accelerator_parse (keys[i], &keyval, &modifiers) || keyval != wanted || modifiers != wanted_modifiers)
            g_ptr_array_add (left, keys[i]);
        }
      g_ptr_array_add (left, NULL);
      critic_keymap_set_keys (self->keymap, other, (const char *const *) left->pdata);
    }
  set_key (self, self->wanting, self->wanted);
  self->wanting = NULL;
}

static void
reset_cb (GtkWidget  *widget,
          const char *name,
          GVariant   *parameter)
{
  CriticKeyList *self = CRITIC_KEY_LIST (widget);

  critic_notice_close (self->notice);
  critic_keymap_reset (self->keymap);
}

static void
add_group (CriticKeyList      *self,
           CriticCommandGroup  group)
{
  GtkWidget *heading = gtk_label_new (critic_command_group_title (group));

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_set_margin_top (heading, group == 0 ? 0 : 14);
  gtk_box_append (self->rows, heading);

  for (guint i = 0; i < critic_command_get_n (); i++)
    {
      const CriticCommand *command = critic_command_get (i);
      GtkWidget *row, *title;

      if (command->group != group)
        continue;
      row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      title = gtk_label_new (_(command->title));
      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_label_set_wrap (GTK_LABEL (title), TRUE);
      gtk_widget_set_hexpand (title, TRUE);
      gtk_box_append (GTK_BOX (row), title);
      gtk_box_append (GTK_BOX (row), g_ptr_array_index (self->buttons, i));
      gtk_box_append (self->rows, row);
    }
}

static void
critic_key_list_dispose (GObject *object)
{
  CriticKeyList *self = CRITIC_KEY_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->keymap);

  G_OBJECT_CLASS (critic_key_list_parent_class)->dispose (object);
}

static void
critic_key_list_finalize (GObject *object)
{
  CriticKeyList *self = CRITIC_KEY_LIST (object);

  g_ptr_array_unref (self->buttons);
  g_free (self->wanted);

  G_OBJECT_CLASS (critic_key_list_parent_class)->finalize (object);
}

static void
critic_key_list_class_init (CriticKeyListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_key_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = critic_key_list_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "keylist");
  gtk_widget_class_install_action (widget_class, "keys.take", NULL, take_cb);
  gtk_widget_class_install_action (widget_class, "keys.reset", NULL, reset_cb);
}

static void
critic_key_list_init (CriticKeyList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *hint = gtk_label_new (_("Press a button, then the keys. Backspace takes them away, Esc leaves them."));
  GtkWidget *reset = gtk_button_new_with_label (_("Reset All"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->buttons = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  self->notice = g_object_new (CRITIC_TYPE_NOTICE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "page");

  for (guint i = 0; i < critic_command_get_n (); i++)
    {
      GtkWidget *button = gtk_button_new ();

      gtk_widget_set_size_request (button, 150, -1);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->buttons, button);
    }
  for (CriticCommandGroup group = 0; group < CRITIC_COMMAND_N_GROUPS; group++)
    add_group (self, group);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->rows));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_widget_set_hexpand (hint, TRUE);
  gtk_widget_add_css_class (hint, "dim");
  gtk_widget_add_css_class (hint, "small");
  gtk_widget_add_css_class (foot, "foot");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (reset), "keys.reset");
  gtk_box_append (GTK_BOX (foot), hint);
  gtk_box_append (GTK_BOX (foot), reset);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->notice));
  gtk_box_append (GTK_BOX (self->box), foot);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
critic_key_list_new (CriticKeymap *keymap)
{
  CriticKeyList *self = g_object_new (CRITIC_TYPE_KEY_LIST, NULL);

  self->keymap = g_object_ref (keymap);
  g_signal_connect_object (keymap, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
