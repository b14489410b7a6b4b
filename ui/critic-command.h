/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CRITIC_COMMAND_FILES,
  CRITIC_COMMAND_PHOTOGRAPH,
  CRITIC_COMMAND_STEPS,
  CRITIC_COMMAND_MARKS,
  CRITIC_COMMAND_JUDGEMENT,
  CRITIC_COMMAND_PRESENTATION,
  CRITIC_COMMAND_FOLDER,
  CRITIC_COMMAND_WINDOW,
  CRITIC_COMMAND_N_GROUPS,
} CriticCommandGroup;

/* Who listens. */
typedef enum
{
  CRITIC_COMMAND_IN_WINDOW,     /* anywhere that no text wants the key */
  CRITIC_COMMAND_ON_DESK,       /* as long as one photograph is seen */
  CRITIC_COMMAND_HELD,          /* for as long as the key is held */
  CRITIC_COMMAND_PRESENTING,    /* in a presentation, where no other of ours listens */
  CRITIC_COMMAND_IN_PROGRAM,    /* also where a text has the focus */
} CriticCommandScope;

/**
 * CriticCommand:
 * @id: its name in the settings
 * @title: for people, not translated yet
 * @action: what it does, with its target; NULL: see @scope
 * @keys: accelerators, separated by spaces, unless the user wants others
 *
 * Something that a key does. Menus show the first of its keys.
 */
typedef struct
{
  const char         *id, *title, *action, *keys;
  CriticCommandGroup  group;
  CriticCommandScope  scope;
} CriticCommand;

guint                critic_command_get_n     (void);
const CriticCommand *critic_command_get       (guint index);
/* NULL: there is none of that name. */
const CriticCommand *critic_command_find      (const char *id);
/* Translated. */
const char          *critic_command_group_title (CriticCommandGroup group);

G_END_DECLS
