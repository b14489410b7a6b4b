/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-shoot-edit.h"
#include "critic-shoot-view.h"

G_BEGIN_DECLS

/**
 * CriticShootJob:
 * @library: where rows come from
 * @model_id: whose judgements
 * @folders: NULL-terminated
 * @recursive: with what lies below
 * @load: read all rows anew
 * @files: set of gint64: files to look at again
 * @images: set of gint64: images whose files to look at again
 * @group: look for bursts again
 * @edits: CriticShootEdit, in order: those that rate
 * @n_written: how many of @edits are in the library, the first ones
 * @table: (nullable): the newest table
 * @before: (nullable): what is shown now
 * @filter: the question
 * @order: the question
 * @collapsed: the question
 * @paired: the question
 * @expanded: set of gint64
 * @taste: (nullable): the user's taste
 * @like: the file that others are likened to, or 0
 * @search: (nullable): words that they are likened to instead
 * @veil: (nullable): what is kept from the user
 * @reveil: that is something else than when the rows were read
 * @new_table: out: the newest table now
 * @view: out: what is to be shown
 * @ranges: out: CriticShootRange from @before to @view
 * @stale_groups: out: bursts may be others now
 *
 * One round of work on a list: everything that is to be known is given to it, and
 * all that comes of it is taken at once or not at all.
 */
typedef struct
{
  CriticLibrary    *library;
  char             *model_id;
  GStrv             folders;
  gboolean          recursive, load, group;
  GHashTable       *files, *images;
  GPtrArray        *edits;
  guint             n_written;
  CriticShootTable *table;
  CriticShootView  *before;
  CriticFilter     *filter;
  CriticOrder      *order;
  gboolean          collapsed, paired;
  GHashTable       *expanded;
  CriticTaste      *taste;
  gint64            like;
  CriticSearch     *search;
  CriticVeil       *veil;
  gboolean          reveil;

  CriticShootTable *new_table;
  CriticShootView  *view;
  GArray           *ranges;
  gboolean          stale_groups;
} CriticShootJob;

/* With no edits and no questions; filled in by who has it run. */
CriticShootJob *critic_shoot_job_new  (void);
void            critic_shoot_job_free (CriticShootJob *self);
gboolean        critic_shoot_job_run  (CriticShootJob *self, GCancellable *cancellable, GError **error);

/* Whether a file at @path is among what @folders hold. */
gboolean        critic_shoot_holds    (const char *const *folders, gboolean recursive, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticShootJob, critic_shoot_job_free)

G_END_DECLS
