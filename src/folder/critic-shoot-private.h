/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-shoot.h"
#include "critic-shoot-edit.h"
#include "critic-shoot-item-private.h"
#include "critic-shoot-ranges.h"
#include "critic-shoot-view.h"

G_BEGIN_DECLS

/* Who does what: critic-shoot.c is the list and its questions,
 * critic-shoot-update.c has the worker answer them, critic-shoot-journal.c
 * writes edits in order, critic-shoot-user.c knows the user, critic-shoot-tally.c
 * counts for filters that are not in force. */
struct _CriticShoot
{
  GObject           parent_instance;

  CriticLibrary    *library;
  char             *model_id;
  GStrv             folders;
  gboolean          recursive;

  /* The questions. */
  CriticFilter     *filter;
  CriticOrder      *order;
  gboolean          collapsed, paired;
  GHashTable       *expanded;       /* set of gint64: files */
  CriticTaste      *taste;
  CriticVeil       *veil;           /* NULL: nothing is kept from the user */
  gint64            like;
  CriticSearch     *search;

  /* The answers: what is shown, and the newest rows, maybe not shown yet. */
  CriticShootView  *view;           /* NULL: nothing was opened */
  CriticShootTable *table;
  GHashTable       *items;          /* gint64 to CriticShootItem: those that somebody holds */

  /* While ranges are told one after the other: before @told it is the new list
   * that counts, behind it what is left of the old one. */
  CriticShootView  *old_view;
  guint             told, untold;   /* positions in the new and in the old list */

  /* What is to be done. */
  gboolean          must_load, must_group, must_answer, must_veil;
  GHashTable       *files, *images; /* sets of gint64: to look at again */
  guint64           asked;          /* counts the questions */
  GCancellable     *running;        /* of the worker; NULL: it rests */
  guint             timer;          /* starts it later */
  gint64            started, grouped;   /* when last, microseconds */
  gboolean          loading, busy;

  /* What the user did and the table does not know yet: CriticShootEdit. */
  GQueue            edits;
  gboolean          writing, must_read_names;
  char             *undo_name, *redo_name;

  GPtrArray        *tally_filters;  /* CriticFilter, or NULL for what is none */
  GArray           *tally;          /* gint64, one a filter; NULL: not counted yet */
  guint64           tallied;        /* counts what is to be counted */
  GCancellable     *tallying;       /* of the worker that counts; NULL: it rests */
  guint             tally_timer;

  CriticPass       *pass;
};

void critic_shoot_ask           (CriticShoot *self);        /* the questions are others */
void critic_shoot_update        (CriticShoot *self);        /* there is something to do */
void critic_shoot_update_items  (CriticShoot *self);
void critic_shoot_look_at_file  (CriticShoot *self, gint64 file_id);
void critic_shoot_look_at_image (CriticShoot *self, gint64 image_id);
void critic_shoot_set_loading   (CriticShoot *self, gboolean loading);
void critic_shoot_set_busy      (CriticShoot *self, gboolean busy);
void critic_shoot_set_view      (CriticShoot *self, CriticShootView *view, const GArray *ranges);
void critic_shoot_update_tally  (CriticShoot *self);        /* soon */
void critic_shoot_write         (CriticShoot *self);        /* the next edit */
void critic_shoot_read_names    (CriticShoot *self);
void critic_shoot_set_names     (CriticShoot *self, char *undo_name, char *redo_name);
void critic_shoot_fail          (CriticShoot *self, const GError *error);
void critic_shoot_tell_written  (CriticShoot *self, GArray *image_ids);
void critic_shoot_tell_walked   (CriticShoot *self, const CriticChange *change, gboolean redo);
/* (transfer full): a row as it is shown, with what the user did a moment ago. */
CriticShootRow *critic_shoot_shown_row (CriticShoot *self, CriticShootTable *table, guint index);

G_END_DECLS
