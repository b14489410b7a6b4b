/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-filter-bar.h"
#include "critic-folder-grid.h"
#include "critic-folder-table.h"
#include "critic-folder-view.h"
#include "critic-notice.h"
#include "critic-pass-bar.h"
#include "critic-search.h"

G_BEGIN_DECLS

struct _CriticFolderView
{
  GtkWidget           parent_instance;

  CriticShelf        *shelf;
  GSettings          *settings;         /* NULL: nothing is remembered */
  GSimpleActionGroup *actions;
  GCancellable       *cancellable;      /* of what is under way on workers */

  char               *folder;           /* NULL: none */
  CriticShoot        *shoot;            /* NULL: none, or the library is not open yet */
  CriticPass         *pass;
  GtkMultiSelection  *selection;
  GHashTable         *selected;         /* set of gint64: file ids, whatever the order */
  gboolean            is_at_top;        /* before the list moved */
  gboolean            is_restoring;     /* the selection follows the list */
  guint               inhibited;        /* cookie, 0: the computer may sleep */

  gint64              current;          /* on the desk; 0: none */
  gint64              left;             /* the one that was opened from here */
  gint64              focus_id;         /* takes the focus once it has a tile */
  guint               focus_tick;
  guint               focus_tries;

  char               *order;            /* key without its sign */
  gboolean            is_reversed;
  CriticTaste        *taste;            /* NULL: none */
  CriticSearch       *search;           /* words ranked by; NULL: none */
  GCancellable       *words_cancellable; /* of words being read; NULL: none are */
  guint               n_saved;          /* filters with a name */
  gboolean            is_table;
  GHashTable         *expanded;         /* set of bursts that are shown whole */
  GtkNativeDialog    *chooser;
  gboolean            is_busy;          /* files are being moved */
  gboolean            must_look_again;  /* files came while a pass was running */

  GtkWidget          *box;
  CriticFilterBar    *filters;
  GtkStack           *pages;
  GtkStack           *lists;
  CriticFolderGrid   *grid;
  CriticFolderTable  *table;
  CriticNotice       *notice;
  CriticPassBar      *pass_bar;
  GtkWidget          *start_button;
  GtkBox             *recent_box;
  GtkLabel           *empty_label;
  GtkLabel           *nothing_label;
  GtkLabel           *library_label;
  GtkWidget          *rescue_button;
  GtkWidget          *again_button;
  GtkPopoverMenu     *context_menu;
};

/* critic-folder-view.c */
void         _critic_folder_view_update_page (CriticFolderView *self);
gint64       _critic_folder_view_first       (CriticFolderView *self);

/* critic-folder-pass.c */
void         _critic_folder_view_restart     (CriticFolderView *self);
void         _critic_folder_view_end_pass    (CriticFolderView *self);
char        *_critic_folder_view_name        (const char *path);

/* critic-folder-selection.c: what is selected stays so, however the list moves */
void         _critic_folder_view_set_model   (CriticFolderView *self, CriticShoot *shoot);
void         _critic_folder_view_show_list   (CriticFolderView *self);
void         _critic_folder_view_focus       (CriticFolderView *self, gint64 file_id);

/* critic-folder-actions.c */
void         _critic_folder_view_init_actions   (CriticFolderView *self);
void         _critic_folder_view_update_actions (CriticFolderView *self);
void         _critic_folder_view_apply_order    (CriticFolderView *self);
void         _critic_folder_view_settings_changed (CriticFolderView *self, const char *key);

/* critic-folder-files.c: copy, move, bin */
void         _critic_folder_view_copy        (CriticFolderView *self);
void         _critic_folder_view_move        (CriticFolderView *self);
void         _critic_folder_view_bin         (CriticFolderView *self);

/* critic-folder-export.c */
void         _critic_folder_view_export      (CriticFolderView *self);

/* critic-folder-notices.c */
void         _critic_folder_view_outdate_notice (CriticFolderView *self);
void         _critic_folder_view_walked         (CriticFolderView *self, const CriticChange *change, gboolean redo);

/* critic-folder-filters.c: saved ones, on a worker */
void         _critic_folder_view_load_filters   (CriticFolderView *self);
void         _critic_folder_view_show_tally     (CriticFolderView *self);
void         _critic_folder_view_init_filters   (CriticFolderView *self);

/* critic-folder-words.c: what is ranked by words */
void         _critic_folder_view_init_words  (CriticFolderView *self);
void         _critic_folder_view_apply_words (CriticFolderView *self);
gboolean     _critic_folder_view_drop_words  (CriticFolderView *self);

G_END_DECLS
