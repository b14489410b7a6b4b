/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-journal.h"

G_BEGIN_DECLS

#define MODEL "a-model"
#define OTHER_MODEL "another-model"

/* A folder of its own, gone with everything in it at the end. */
typedef struct
{
  char *folder;
  char *path;         /* of a library in it that is not there yet */
} Place;

void  place_init  (Place *self);
void  place_clear (Place *self);
char *place_file  (Place *self, const char *name);

CriticLibrary *open_library (const char *path);

/* A finished row that depends on @number alone; @path must outlive it. */
void           make_found       (CriticFound *found, const char *path, guint number);
void           write_one        (CriticLibrary *library, const char *path, guint number);
CriticRow     *read_one         (CriticLibrary *library, const char *path);
gint64         image_of         (CriticLibrary *library, const char *path);
void           assert_judgement (const CriticJudgement *a, const CriticJudgement *b);
void           make_rating      (CriticRating *rating, guint number);
void           assert_rating    (const CriticRating *a, const CriticRating *b);
void           rate             (CriticLibrary *library, gint64 image_id, guint number);
gint64         add_critique     (CriticLibrary *library, gint64 image_id, const char *text, gboolean counts);

/* Everything that a person sees of a library, as text: equal texts, equal libraries. */
char          *describe         (CriticLibrary *library);
/* With SQLite alone, beside the library. */
gint64         ask_number       (const char *path, const char *sql);
void           run_sql          (const char *path, const char *sql);
void           assert_whole     (const char *path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

G_END_DECLS
