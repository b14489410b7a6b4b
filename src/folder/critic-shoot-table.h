/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-facts.h"
#include "critic-shoot-row.h"
#include "critic-search.h"
#include "critic-taste.h"

G_BEGIN_DECLS

typedef struct
{
  gint64  id;
  guint32 index;            /* of a row */
} CriticShootId;

/**
 * CriticShootTable:
 *
 * All rows of a shoot in the order of their paths' bytes, with what is worked
 * out of all of them together. Built by one thread and never changed once
 * another has it; tables share the rows that are the same. Reference counted.
 *
 * @rows: by path
 * @places: of each row in its burst
 * @taste: of each row; NAN: none
 * @likeness: of each row to @like; NAN: none
 * @by_file: rising ids
 * @by_image: rising ids; several rows of one photograph follow one another
 * @undone: rows whose taste and likeness are still to be worked out; NULL: none
 */
typedef struct
{
  gatomicrefcount  ref_count;
  guint            n;
  CriticShootRow **rows;
  CriticPlace     *places;
  gdouble         *taste, *likeness;
  CriticShootId   *by_file, *by_image;
  CriticTaste     *taste_of;    /* nullable */
  gint64           like;        /* a file's id; 0: none */
  CriticSearch    *search;      /* words instead; NULL: none */
  guint8          *undone;
} CriticShootTable;

/* @rows: CriticShootRow, emptied. */
CriticShootTable *critic_shoot_table_new   (GPtrArray *rows);
CriticShootTable *critic_shoot_table_copy  (const CriticShootTable *self);
CriticShootTable *critic_shoot_table_ref   (CriticShootTable *self);
void              critic_shoot_table_unref (CriticShootTable *self);
/* A new table in which @fresh (CriticRow, emptied) stand in place of the rows of
 * the @n_asked files, or beside them; files asked for that are not among them
 * are left out. */
CriticShootTable *critic_shoot_table_merge (const CriticShootTable *self, const gint64 *asked, gsize n_asked, GPtrArray *fresh);

/* While it is built: another state of the same photograph in the same file. */
void              critic_shoot_table_set_row (CriticShootTable *self, guint index, CriticShootRow *row);
/* While it is built: the bursts among the rows. */
void              critic_shoot_table_group (CriticShootTable *self);
/* While it is built: taste and likeness, of the rows where they are not known yet. */
void              critic_shoot_table_fill  (CriticShootTable *self, CriticTaste *taste, gint64 like, CriticSearch *search);

/* FALSE: it is not there. */
gboolean          critic_shoot_table_find  (const CriticShootTable *self, gint64 file_id, guint *index);
/* The first of *@n entries of by_image. */
const CriticShootId *critic_shoot_table_find_image (const CriticShootTable *self, gint64 image_id, guint *n);
/* What is known of a row; texts is 0. */
CriticFacts       critic_shoot_table_facts (const CriticShootTable *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticShootTable, critic_shoot_table_unref)

G_END_DECLS
