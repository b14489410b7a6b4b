/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-model.h"

G_BEGIN_DECLS

/* A dataset of a few dozen samples in a temporary folder: critiques that say what
 * they think, photographs that are brighter the better they are. */
typedef struct
{
  char       *folder;       /* data in it, photographs in it */
  char       *data;
  McnModel   *model;        /* the tiny one */
  McnDataset *dataset;      /* with features of it */
} TinyData;

/* What a test needs beside that. */
typedef enum
{
  TINY_THEMES   = 1 << 0,   /* photographs in groups: three themes, one after the other; votes on beauty are counted */
  TINY_STYLES   = 1 << 1,   /* half of the photographs show each style */
  TINY_AVA      = 1 << 2,   /* AVA's critiques have pictures, brighter the better; the photographs are crops of others of AVA's */
  TINY_TEST     = 1 << 3,   /* a quarter of the photographs is of the test part */
  TINY_PHRASES  = 1 << 4,   /* critiques of ten words and more; photographs have phrases that lie everywhere, or nowhere */
} TinyKind;

TinyData *tiny_data_new  (void);
TinyData *tiny_data_new_of (TinyKind kind);
void      tiny_data_free (TinyData *self);
/* A folder beside the data. */
char     *tiny_data_path (TinyData *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TinyData, tiny_data_free)

G_END_DECLS
