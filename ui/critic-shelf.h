/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-journal.h"
#include "critic-thumbnails.h"

G_BEGIN_DECLS

typedef enum
{
  CRITIC_SHELF_CLOSED,
  CRITIC_SHELF_OPENING,
  CRITIC_SHELF_OPEN,
  CRITIC_SHELF_FAILED,
} CriticShelfState;

/* What all windows share: the user's library, opened on a worker when first
 * needed, and the small pictures. Main thread. Property "state"; "notice" is a
 * sentence about what opening it brought to light, or NULL. Signal "written"
 * (GObject who, GArray of gint64 image ids): the library changed. Signal "walked"
 * (GObject who, CriticChange, boolean redo): a step was taken back or made again. */
#define CRITIC_TYPE_SHELF (critic_shelf_get_type ())
G_DECLARE_FINAL_TYPE (CriticShelf, critic_shelf, CRITIC, SHELF, GObject)

CriticShelf      *critic_shelf_new             (const char *model_directory);
/* Opens the library, unless it is open or being opened. */
void              critic_shelf_open            (CriticShelf *self);
/* After a failure: saves what can be read of a damaged library into a new one. */
void              critic_shelf_rescue          (CriticShelf *self);
/* After a failure: goes on with an empty one in memory; nothing is kept. */
void              critic_shelf_do_without      (CriticShelf *self);
/* Something was written of these photographs (gint64): emits "written". */
void              critic_shelf_tell            (CriticShelf *self, GObject *who, GArray *image_ids);
void              critic_shelf_tell_walked     (CriticShelf *self, GObject *who, const CriticChange *change, gboolean redo);

CriticShelfState  critic_shelf_get_state       (CriticShelf *self);
const GError     *critic_shelf_get_error       (CriticShelf *self);
const char       *critic_shelf_get_notice      (CriticShelf *self);
CriticLibrary    *critic_shelf_get_library     (CriticShelf *self);    /* NULL unless open */
const char       *critic_shelf_get_model_id    (CriticShelf *self);    /* "" when the model cannot be read */
const char       *critic_shelf_get_model_directory (CriticShelf *self);
CriticThumbnails *critic_shelf_get_thumbnails  (CriticShelf *self);

G_END_DECLS
