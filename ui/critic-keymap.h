/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-command.h"

G_BEGIN_DECLS

/* Which keys do what: those of critic-command.c, unless the settings say others.
 * Signal "changed". Main thread. */
#define CRITIC_TYPE_KEYMAP (critic_keymap_get_type ())
G_DECLARE_FINAL_TYPE (CriticKeymap, critic_keymap, CRITIC, KEYMAP, GObject)

/* @settings: NULL: nothing is remembered. */
CriticKeymap        *critic_keymap_new           (GSettings *settings);
/* Accelerators; (transfer full), empty: no key does it. */
GStrv                critic_keymap_get_keys      (CriticKeymap *self, const CriticCommand *command);
gboolean             critic_keymap_is_default    (CriticKeymap *self, const CriticCommand *command);
/* @keys: NULL: as they were made. */
void                 critic_keymap_set_keys      (CriticKeymap *self, const CriticCommand *command, const char *const *keys);
void                 critic_keymap_reset         (CriticKeymap *self);
/* What the key does already wherever @wanting listens, but for that one; NULL: nothing. */
const CriticCommand *critic_keymap_find          (CriticKeymap *self, const char *key, const CriticCommand *wanting);
/* Its keys for people: "Ctrl+O"; (transfer full), NULL: none. */
char                *critic_keymap_say           (CriticKeymap *self, const CriticCommand *command);
/* Whether this key is one of the command's. */
gboolean             critic_keymap_matches       (CriticKeymap *self, const char *id, guint keyval, GdkModifierType state);
/* As it is written in the settings: no keypad, no locks; (transfer full). */
char                *critic_keymap_name          (guint keyval, GdkModifierType state);

/* Puts the shortcuts of that scope into @controller, in place of what was there. */
void                 critic_keymap_fill          (CriticKeymap *self, GtkShortcutController *controller, CriticCommandScope scope);
void                 critic_keymap_fill_program  (CriticKeymap *self, GtkApplication *application);

/* "Fit (Ctrl+0)": whatever below @top does a command and has a tooltip names its
 * keys in it; and what was named by critic_keymap_name_widget(). */
void                 critic_keymap_update_tooltips (CriticKeymap *self, GtkWidget *top);
/* @ids: of commands, separated by spaces. */
void                 critic_keymap_name_widget   (GtkWidget *widget, const char *ids);

G_END_DECLS
