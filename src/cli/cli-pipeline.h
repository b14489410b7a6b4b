/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-item.h"

G_BEGIN_DECLS

/* A thread that reads and decodes a little ahead of the scoring, in order. */
typedef struct _CliPipeline CliPipeline;

/* The next item, or NULL at the end; on the pipeline's thread. */
typedef CliItem *(*CliProduce) (gpointer data);

/* Starts the thread. */
CliPipeline *cli_pipeline_new  (CliProduce produce, gpointer data);
/* Blocks for the next item; NULL at the end. */
CliItem     *cli_pipeline_next (CliPipeline *self);
/* Joins the thread; what it had ready is dropped. */
void         cli_pipeline_free (CliPipeline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliPipeline, cli_pipeline_free)

G_END_DECLS
