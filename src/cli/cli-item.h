/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-photo.h"

G_BEGIN_DECLS

/* One thing to assess, on its way from the input to the output. */
typedef struct
{
  guint64      line;        /* of --pairs; 0 otherwise */
  char        *id;          /* JSON, as it came in; NULL without */
  char        *path;        /* of the photograph, as given; NULL without */
  CriticPhoto *photo;       /* decoded; NULL without */
  GStrv        critiques;   /* NULL without */
  GError      *error;       /* why it cannot be assessed */
} CliItem;

/* An item with nothing in it yet. */
CliItem     *cli_item_new     (void);
void         cli_item_free    (CliItem *self);

/* Decodes photographs on the producer's thread. Lines that follow one another
 * often speak of the same photograph: it is decoded once while its file stays
 * as it is. */
typedef struct _CliDecoder CliDecoder;

/* @at_least: as critic_photo_load() takes it. */
CliDecoder  *cli_decoder_new  (guint at_least);
void         cli_decoder_free (CliDecoder *self);
/* Sets photo of @item, or its error. Blocks. */
void         cli_decoder_load (CliDecoder *self, CliItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliItem, cli_item_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliDecoder, cli_decoder_free)

G_END_DECLS
