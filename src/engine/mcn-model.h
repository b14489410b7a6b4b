/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-aspects.h"
#include "mcn-backbone.h"
#include "mcn-config.h"
#include "mcn-critique.h"
#include "mcn-mcn.h"
#include "mcn-search.h"
#include "mcn-styles.h"
#include "mcn-text-encoder.h"

G_BEGIN_DECLS

/* Configuration, weights and vocabulary. Immutable, reference counted, shared
 * by all sessions of the process, any thread.
 *
 * A model is a folder of files: aspects.safetensors (it may be absent),
 * backbone.safetensors, mcn.safetensors, model.json (mcn-config.c),
 * search.safetensors, text.safetensors, vocab.txt. Its id is the SHA-256, in
 * lower-case hex, of a line for each
 *
 *   <SHA-256 of the file>  <name of the file>\n
 *
 * in the order above, where model.json is hashed as if every occurrence of the
 * id in it were 64 times the digit 0. model.json carries the id as "id". */
typedef struct _McnModel McnModel;

/* Reads the model in @directory. Blocks: call it on a worker.
 *
 * The files must have the id that model.json says. All bytes are hashed only
 * when a file's size, inode or time differs from what @state_file (a key file,
 * made when needed) remembers; always when it is NULL.
 *
 * MCN_ERROR_MISSING, _CORRUPT, _UNSUPPORTED (foreign, or made for a newer
 * version), _MISMATCH (the files do not belong together), _MEMORY. */
McnModel             *mcn_model_load             (const char *directory, const char *state_file, GError **error);
McnModel             *mcn_model_ref              (McnModel *self);
void                  mcn_model_unref            (McnModel *self);

/* Hashes every file of the folder again, whatever is remembered. @id: NULL, or
 * where the id in model.json is put (g_free it) when the files have it. */
gboolean              mcn_model_verify           (const char *directory, char **id, GError **error);

const char           *mcn_model_get_id           (McnModel *self);     /* 64 hex digits */
const char           *mcn_model_get_name         (McnModel *self);     /* for people, from model.json */
const char           *mcn_model_get_directory    (McnModel *self);     /* absolute */
const McnBackbone    *mcn_model_get_backbone     (McnModel *self);
const McnTextEncoder *mcn_model_get_text_encoder (McnModel *self);
const McnMcn         *mcn_model_get_mcn          (McnModel *self);
McnWordpiece         *mcn_model_get_wordpiece    (McnModel *self);
const McnSearch      *mcn_model_get_search       (McnModel *self);     /* NULL: it cannot find photographs by words */
const McnAspects     *mcn_model_get_aspects      (McnModel *self);     /* NULL: none were fitted to it */
guint                 mcn_model_get_long_side    (McnModel *self);     /* of the network's picture: 320 */
const McnCalibration *mcn_model_get_calibration  (McnModel *self, McnMode mode);
const McnStyleTest   *mcn_model_get_style_test   (McnModel *self, McnStyle style);
/* The raw score (mcn-mcn.h) on the calibrated AVA scale of @mode, 1 .. 10. */
gdouble               mcn_model_calibrate        (McnModel *self, McnMode mode, gdouble raw);
/* Share of AVA photographs whose mean vote lies below @score, 0 .. 1. */
gdouble               mcn_model_percentile       (McnModel *self, gdouble score);
/* Scores at AVA's nine deciles, rising. */
const gdouble        *mcn_model_get_deciles      (McnModel *self);
/* Typical standard deviation of the votes of an AVA photograph with this mean. */
gdouble               mcn_model_spread           (McnModel *self, gdouble score);
/* Which explanation passed the deletion test: FALSE means the heat map must be
 * labelled "attention, not evidence". */
gboolean              mcn_model_regions_are_evidence (McnModel *self);
gboolean              mcn_model_words_are_evidence   (McnModel *self);
gboolean              mcn_model_matrix_is_evidence   (McnModel *self);
/* The figures of that test. */
const McnEvidenceTest *mcn_model_get_evidence    (McnModel *self, McnEvidence what);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnModel, mcn_model_unref)

G_END_DECLS
