/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-compare-view.h"
#include "critic-aspect-row.h"
#include "critic-critique-bar.h"
#include "critic-critique-editor.h"
#include "critic-critique-fields.h"
#include "critic-disagreement-bar.h"
#include "critic-empty-state.h"
#include "critic-film-strip.h"
#include "critic-folder-view.h"
#include "critic-heat-bar.h"
#include "critic-info-panel.h"
#include "critic-judgement-panel.h"
#include "critic-keymap.h"
#include "critic-mark-bar.h"
#include "critic-notice.h"
#include "critic-photo-view.h"
#include "critic-pixel-overlay.h"
#include "critic-prompts.h"
#include "critic-room.h"
#include "critic-sidecars.h"
#include "critic-spelling.h"
#include "critic-style-list.h"
#include "critic-window.h"

G_BEGIN_DECLS

struct _CriticWindow
{
  GtkApplicationWindow  parent_instance;

  CriticDesk           *desk;
  CriticSpotlight      *spotlight;
  CriticShelf          *shelf;
  CriticNotebook       *notebook;         /* the critiques of what lies on the desk */
  CriticSidecars       *sidecars;
  CriticDisagreementBar *disagreement;
  GSettings            *settings;
  GCancellable         *cancellable;      /* of drops and pastes under way */
  GtkNativeDialog      *chooser;
  gboolean              alone;            /* F11: nothing but the photograph */
  gboolean              had_panel;        /* before alone */

  GListStore           *frames;           /* CriticFrame: stepped through without a folder; NULL: none */
  guint                 frame;            /* the one on the desk, when it came from there */
  GPtrArray            *opened;           /* GFile: what frames are listed for: one, or several together; NULL: nothing */
  gboolean              has_gone;         /* one of them was no longer there */
  gboolean              must_list_again;  /* something came while they were being listed */
  GCancellable         *listing;          /* NULL: not */
  gboolean              steps_back;       /* the last step was to one before */

  CriticRoom           *room;
  GtkLabel             *name_label;
  GtkLabel             *size_label;
  GtkStack             *stack;
  CriticPhotoView      *view;
  CriticEmptyState     *empty_state;
  CriticHeatBar        *heat_bar;
  CriticFilmStrip      *strip;
  CriticPixelOverlay   *clipping;
  CriticPixelOverlay   *focus;
  GtkSpinner           *spinner;
  GtkLabel             *hint_label;
  GtkLabel             *error_label;
  GtkWidget            *error_button;
  GtkWidget            *error_bar;
  GtkLabel             *error_bar_label;
  CriticJudgementPanel *judgement;
  CriticCritiqueBar    *critique_bar;
  CriticNotice         *critique_notice;
  GSimpleActionGroup   *critique_actions; /* "critique.…" */
  gboolean              has_problem;      /* it says why nothing is kept */
  CriticCritiqueEditor *editor;
  CriticAspectRow      *aspects;
  CriticPrompts        *prompts;
  CriticCritiqueFields *critique_fields;
  CriticSpelling       *spelling;         /* the editor's */
  GQueue                tables;           /* to be imported, in their turn */
  GtkScrolledWindow    *panel, *paper;    /* what is at the side; in it, the critique */
  guint                 paper_source;     /* its room is to be looked at; 0: not */
  GtkLabel             *note_label;
  CriticStyleList      *styles;
  CriticInfoPanel      *info;

  guint                 n_opening;        /* files of which it is not known yet what they are */
  GtkStack             *views;            /* "desk" and "folder" */
  CriticFolderView     *folder;
  GtkMenuButton        *open_button;
  GtkWidget            *list_button;      /* grid or table, order */
  GtkMenuButton        *selection_button;
  GtkWidget            *panel_button;
  GtkWidget            *filters_button;
  GMenu                *recent_menu, *recent_files_menu;
  GMenu                *style_menu;

  CriticCompareView    *compare;
  GtkWidget            *compare_bar;
  GPtrArray            *compared;         /* CriticFrame or CriticShootItem, in the order shown; empty: nothing is */

  CriticKeymap         *keymap;
  GtkShortcutController *window_keys, *desk_keys;   /* on the window, on the room */
  guint                 save_source;      /* of the session; 0: nothing is to be saved */
  char                 *returning;        /* path of the photograph that lay on the desk; NULL: none is waited for */
  GtkWindow            *preferences;      /* NULL: not shown */

  CriticMarkBar        *mark_bar;
  CriticNotice         *desk_notice;
  GArray               *waiting_marks;    /* for the photograph that is being loaded */
  GArray               *binned;           /* of frames: they may come back */
};

/* critic-window-actions.c */
void _critic_window_class_init_actions (GtkWidgetClass *klass);
void _critic_window_init_actions       (CriticWindow *self);
void _critic_window_set_alone          (CriticWindow *self, gboolean alone);
void _critic_window_choose             (CriticWindow *self, const char *title, GtkFileChooserAction action);

/* critic-window-sidecars.c: marks that files have */
void _critic_window_class_init_sidecars (GtkWidgetClass *klass);
void _critic_window_init_sidecars      (CriticWindow *self, CriticShelf *shelf);

/* critic-window-report.c: reports and printing */
void _critic_window_class_init_report  (GtkWidgetClass *klass);
void _critic_window_init_report        (CriticWindow *self);

/* critic-window-folder.c: the folder beside the desk */
void _critic_window_class_init_folder  (GtkWidgetClass *klass);
void _critic_window_init_folder        (CriticWindow *self, CriticShelf *shelf);
gboolean _critic_window_is_desk        (CriticWindow *self);
void _critic_window_show_desk          (CriticWindow *self, gboolean desk);
/* FALSE: the photograph did not come from a folder. */
gboolean _critic_window_return         (CriticWindow *self);
void _critic_window_update_title       (CriticWindow *self);
void _critic_window_open_row           (CriticWindow *self, gint64 file_id);

/* critic-window.c */
void _critic_window_update_stage       (CriticWindow *self);
/* The keys go to the photograph, to the one of those compared, or to where one would be opened. */
void _critic_window_grab_stage         (CriticWindow *self);

/* critic-window-compare.c: two to four side by side */
void _critic_window_class_init_compare (GtkWidgetClass *klass);
void _critic_window_init_compare       (CriticWindow *self, CriticShelf *shelf);
void _critic_window_watch_compare      (CriticWindow *self);
gboolean _critic_window_is_comparing   (CriticWindow *self);
gboolean _critic_window_holds          (CriticWindow *self, gpointer item);
gboolean _critic_window_end_compare    (CriticWindow *self);

/* critic-window-session.c: what lay there last time */
void _critic_window_init_session       (CriticWindow *self);
void _critic_window_save_session       (CriticWindow *self);

/* critic-window-keys.c: keys and preferences */
void _critic_window_class_init_keys    (GtkWidgetClass *klass);
void _critic_window_init_keys          (CriticWindow *self);
void _critic_window_forget_keys        (CriticWindow *self);

/* critic-window-marks.c: stars, flags, labels, the bin */
void _critic_window_class_init_marks   (GtkWidgetClass *klass);
void _critic_window_init_marks         (CriticWindow *self);
void _critic_window_update_marks       (CriticWindow *self);
void _critic_window_forget_binned      (CriticWindow *self);
/* In its turn among marks that wait for a photograph; FALSE: there is nothing to step through. */
gboolean _critic_window_step_by        (CriticWindow *self, gint by);

/* critic-window-step.c: from photograph to photograph */
void _critic_window_class_init_steps   (GtkWidgetClass *klass);
void _critic_window_init_strip         (CriticWindow *self);
void _critic_window_init_steps         (CriticWindow *self);
gboolean _critic_window_get_place      (CriticWindow *self, guint *position, guint *n);
void _critic_window_update_roll        (CriticWindow *self);
gboolean _critic_window_step_now       (CriticWindow *self, gint by);
/* NULL: there is nothing to step through. */
GListModel *_critic_window_get_roll    (CriticWindow *self, guint *position, guint *n);
/* One of it: a CriticFrame or a CriticShootItem. */
void _critic_window_open_item          (CriticWindow *self, gpointer item);
void _critic_window_open_frame         (CriticWindow *self, guint position);
void _critic_window_list_frames        (CriticWindow *self, GFile *const *files, guint n);
void _critic_window_forget_frames      (CriticWindow *self);
void _critic_window_list_again         (CriticWindow *self);

/* critic-window-judge.c: judging first */
void _critic_window_class_init_judge   (GtkWidgetClass *klass);
void _critic_window_init_judge         (CriticWindow *self);

/* critic-window-present.c: for a room */
void _critic_window_class_init_present (GtkWidgetClass *klass);

/* critic-window-taste.c: the taste that is learnt */
void _critic_window_init_taste         (CriticWindow *self);

/* critic-window-critiques.c: what the notebook does for the window */
void _critic_window_class_init_critiques (GtkWidgetClass *klass);
void _critic_window_init_critiques     (CriticWindow *self, CriticShelf *shelf);
/* FALSE: something would be lost; the user is being asked. */
gboolean _critic_window_may_close      (CriticWindow *self);

/* critic-window-import.c: critiques from elsewhere */
void _critic_window_init_import        (CriticWindow *self);
/* FALSE: it is neither a text nor a table. */
gboolean _critic_window_import         (CriticWindow *self, GFile *file);
/* Where no photograph is seen that it could be about. */
void _critic_window_refuse_text        (CriticWindow *self);

/* critic-window-dnd.c: what is dropped or pasted */
void _critic_window_init_drop          (CriticWindow *self);
/* @writes: into the critique, by somebody who is writing it. */
void _critic_window_paste              (CriticWindow *self, gboolean writes);

G_END_DECLS
