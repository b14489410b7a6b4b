/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-backbone.h"
#include "mcn-critique.h"
#include "mcn-mcn.h"
#include "mcn-styles.h"
#include "mcn-text-encoder.h"

G_BEGIN_DECLS

/* What the model looked at: each mode has a calibration of its own. */
typedef enum
{
  MCN_MODE_PHOTO,
  MCN_MODE_CRITIQUE,
  MCN_MODE_BOTH,
  MCN_N_MODES
} McnMode;

/* From model.json, computed on the val part by model/calibrate.py. */
typedef struct
{
  gdouble  slope, offset;       /* score = clamp (offset + slope * raw, 1, 10) */
  gdouble  error;               /* mean absolute error of the score on val, AVA points */
  gdouble  sigma;               /* standard deviation of that error: P(high) = Phi ((score - 5) / sigma) */
  gsize    n;                   /* photographs or texts it was measured on */
} McnCalibration;

/* Immutable: configuration, weights, vocabulary. Reference counted, shared by
 * all sessions of the process, any thread. */
typedef struct _McnModel McnModel;

/* Reads model.json, backbone.safetensors, text.safetensors, mcn.safetensors,
 * vocab.txt in @directory. Blocks: call on a worker. The SHA-256 of the files
 * is verified when size or time of one changed since the last time (remembered
 * in @state_file, NULL: verify always). */
McnModel             *mcn_model_load             (const char *directory, const char *state_file, GError **error);
McnModel             *mcn_model_ref              (McnModel *self);
void                  mcn_model_unref            (McnModel *self);

/* Hashes every file again. */
gboolean              mcn_model_verify           (const char *directory, char **id, GError **error);

const char           *mcn_model_get_id           (McnModel *self);     /* 64 hex digits */
const char           *mcn_model_get_name         (McnModel *self);     /* for people, from model.json */
const char           *mcn_model_get_directory    (McnModel *self);
const McnBackbone    *mcn_model_get_backbone     (McnModel *self);
const McnTextEncoder *mcn_model_get_text_encoder (McnModel *self);
const McnMcn         *mcn_model_get_mcn          (McnModel *self);
McnWordpiece         *mcn_model_get_wordpiece    (McnModel *self);
guint                 mcn_model_get_long_side    (McnModel *self);     /* of the network's picture: 320 */
const McnCalibration *mcn_model_get_calibration  (McnModel *self, McnMode mode);
/* The raw score (mcn-mcn.h) on the calibrated AVA scale of @mode. */
gdouble               mcn_model_calibrate        (McnModel *self, McnMode mode, gdouble raw);
/* Share of AVA photographs (scores.csv) whose mean vote lies below @score, 0 .. 1. */
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnModel, mcn_model_unref)

G_END_DECLS
