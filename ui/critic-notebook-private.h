/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-journal.h"
#include "critic-notebook.h"
#include "critic-shoot-set.h"

G_BEGIN_DECLS

struct _CriticPage
{
  gboolean     has_photo;       /* FALSE: written before there was one */
  CriticPage  *joined;          /* has_photo is FALSE: that of the first one, when there was one; owned */
  CriticHash   hash;
  gint64       image_id;        /* 0: the library does not know it */
  GFile       *file;            /* NULL: it came from memory */
  GPtrArray   *sheets;          /* CriticSheet; never none */
  CriticSheet *current;         /* among them */
  gboolean     loaded;          /* they were read from the library */
  gint64       step_id;         /* of the journal: the text that is being typed; 0: none */
  gboolean     must_judge;      /* texts that count changed in the library */
  CriticRating rating;          /* the user's word on the photograph */
  CriticPage  *before;          /* what its file was, until the library has taken along what was said; NULL: nothing */
};

/* Something for the library, in its turn. */
typedef enum
{
  CRITIC_ERRAND_LOAD,
  CRITIC_ERRAND_WRITE,
  CRITIC_ERRAND_UNDO,
  CRITIC_ERRAND_REDO,
  CRITIC_ERRAND_JUDGE,
  CRITIC_ERRAND_RATE,
  CRITIC_ERRAND_CALL,
} CriticErrandKind;

/**
 * CriticErrand:
 * @page: LOAD, WRITE, JUDGE, RATE: of which photograph
 * @sheets: WRITE: those to write
 * @deleted: WRITE: those to delete
 * @name: WRITE: of the step
 * @is_text: WRITE: a text that is being typed, one sheet
 * @texts: JUDGE: those that took part
 * @judgement: JUDGE: with them
 * @model_id: JUDGE: whose
 * @what: RATE: which part of @rating is said
 * @rating: RATE: the user's word; afterwards, and of LOAD, what the library has
 * @call: CALL: what to call on the main thread
 * @data: CALL: for @call
 *
 * @before: of LOAD: what its file was; whose marks go along
 * @path: of LOAD with @before: of the file
 *
 * The rest belongs to the worker while the errand runs.
 */
typedef struct
{
  CriticErrandKind kind;
  CriticPage      *page;
  GPtrArray       *sheets, *deleted;
  char            *name;
  gboolean         is_text;
  GStrv            texts;
  CriticJudgement  judgement;
  char            *model_id;
  CriticSet        what;
  CriticRating     rating;
  gboolean         has_before;
  CriticHash       before;
  char            *path;
  GFunc            call;
  GObject         *data;

  CriticNotebook  *notebook;    /* let go of on the main thread */
  CriticLibrary   *library;
  GPtrArray       *written;     /* CriticSheet, each with its entry and its count of edits */
  GPtrArray       *entries;
  GArray          *edits, *ids; /* @ids: to delete */
  CriticHash       hash;
  gint64           image_id, step_id;
  gint64          *new_ids;
  GPtrArray       *found;
  CriticChange    *change;
  char            *undo_name, *redo_name;
} CriticErrand;

/* Who does what: critic-notebook.c is the list and takes what is typed,
 * critic-notebook-acts.c does the rest that a user can do, critic-notebook-pages.c turns to another photograph and takes what the library
 * has of it, critic-notebook-rating.c has the user's word on the photograph,
 * critic-notebook-follow.c sees to a file that another program wrote to, critic-notebook-errands.c goes to the library and comes back. */
struct _CriticNotebook
{
  GObject        parent_instance;

  CriticDesk    *desk;
  CriticShelf   *shelf;
  GSettings     *settings;      /* NULL: nothing is remembered */
  GtkTextBuffer *buffer;        /* where the critique shown is typed */
  GCancellable  *cancellable;   /* of judging */

  GHashTable    *pages;         /* CriticHash to CriticPage */
  CriticPage    *page;          /* of what lies on the desk */
  guint          n_listed;      /* sheets that views know of */

  gboolean       dirty;         /* the buffer may say something else than its sheet */
  guint          keep_source, judge_source, retry_source;
  GQueue         errands;       /* CriticErrand */
  CriticErrand  *running;
  gboolean       given_up;      /* what cannot be written is lost */
  gboolean       held;          /* the program stays until all is written */

  char          *problem, *undo_name, *redo_name;
};

/* critic-notebook.c */
void          _critic_notebook_take_text   (CriticNotebook *self);
void          _critic_notebook_set_text    (CriticNotebook *self, CriticPage *page, const char *text);
void          _critic_notebook_show        (CriticNotebook *self);      /* the current sheet is another one */
void          _critic_notebook_update      (CriticNotebook *self);      /* the list or what counts may be */
void          _critic_notebook_update_company (CriticNotebook *self);
CriticSheet  *_critic_notebook_new_sheet   (CriticNotebook *self, const char *text, gboolean counts);
void          _critic_notebook_set_problem (CriticNotebook *self, const char *problem);
void          _critic_notebook_set_names   (CriticNotebook *self, char *undo_name, char *redo_name);
GStrv         _critic_notebook_counting_texts (CriticPage *page, CriticSheet *except);

/* critic-notebook-pages.c */
CriticPage   *_critic_page_new             (void);
CriticPage   *_critic_page_find_joined     (CriticPage *page);
void          _critic_notebook_init_pages  (CriticNotebook *self);
void          _critic_notebook_loaded      (CriticNotebook *self, CriticPage *page, gint64 image_id, GPtrArray *found);
void          _critic_notebook_judge_soon  (CriticNotebook *self, CriticPage *page);
void          _critic_notebook_drop        (CriticNotebook *self, CriticSheet *sheet);

/* critic-notebook-follow.c */
void          _critic_notebook_follow      (CriticNotebook *self, CriticPage *from, CriticPage *to);
void          _critic_notebook_adopt       (CriticPage *page, GPtrArray *found);
void          _critic_notebook_followed    (CriticNotebook *self, CriticPage *page);

/* critic-notebook-rating.c */
gboolean      _critic_notebook_run_rate    (CriticErrand *errand, GError **error);      /* on the worker */
void          _critic_notebook_take_rating (CriticNotebook *self, CriticErrand *errand);

/* critic-notebook-errands.c */
CriticErrand *_critic_errand_new           (CriticErrandKind kind, CriticPage *page);
void          _critic_errand_free          (CriticErrand *errand);
void          _critic_notebook_send        (CriticNotebook *self, CriticErrand *errand);
void          _critic_notebook_send_text   (CriticNotebook *self, CriticPage *page, CriticSheet *sheet);
void          _critic_notebook_go          (CriticNotebook *self);
void          _critic_notebook_forget_errands (CriticNotebook *self);

G_END_DECLS
