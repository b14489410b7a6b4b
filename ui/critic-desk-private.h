/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-desk.h"

G_BEGIN_DECLS

struct _CriticDesk
{
  GObject           parent_instance;

  CriticAnalyzer   *analyzer;
  CriticPictures   *pictures;

  CriticPicture    *picture;
  GFile            *file;             /* of the picture; NULL: it came from memory */
  char             *critique;
  GStrv             others;           /* critiques that count beside it */
  gboolean          counts;           /* the one shown does */
  gboolean          turning;          /* another photograph is being put there; it is assessed when it is */

  CriticAssessment *assessment;       /* the latest; of what is shown only when fresh */
  CriticAssessment *explained;        /* the latest with its reasons, of this photograph */
  gboolean          fresh;
  gboolean          is_explained;     /* explained is of what is shown */
  gboolean          veiled;           /* neither is told */

  char             *photo_error;
  char             *model_error;

  GCancellable     *loading;          /* of the photograph, NULL: none is under way */
  GCancellable     *pending;          /* of the assessment asked for last */
};

/* critic-desk.c */
void     _critic_desk_cancel        (GCancellable **cancellable);
void     _critic_desk_set_message   (CriticDesk *self, char **message, const char *text, const char *property);
void     _critic_desk_set_explained (CriticDesk *self, CriticAssessment *explained);
void     _critic_desk_assess        (CriticDesk *self);

/* critic-desk-texts.c: what is scored; NULL without a word, else NULL-terminated */
const char **_critic_desk_gather    (CriticDesk *self);

/* critic-desk-load.c */
void     _critic_desk_open_again    (CriticDesk *self, GFile *file);

G_END_DECLS
