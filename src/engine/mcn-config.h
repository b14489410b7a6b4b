/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-error.h"
#include "mcn-mcn.h"
#include "mcn-styles.h"

G_BEGIN_DECLS

/* What the model looked at: each mode has a calibration of its own. */
typedef enum
{
  MCN_MODE_PHOTO,
  MCN_MODE_CRITIQUE,
  MCN_MODE_BOTH,
  MCN_N_MODES
} McnMode;

/* From model.json, computed on what the model had not seen (photo-critic-train calibrate). */
typedef struct
{
  gdouble  slope, offset;       /* score = clamp (offset + slope * raw, 1, 10) */
  gdouble  error;               /* mean absolute error of the score there, AVA points */
  gdouble  sigma;               /* standard deviation of that error: P(high) = Phi ((score - 5) / sigma) */
  gdouble  half_width;          /* people's means lie so near the score in 80 of 100 cases; 0: not measured */
  gsize    n;                   /* photographs or texts it was measured on */
} McnCalibration;

typedef enum
{
  MCN_EVIDENCE_REGIONS,
  MCN_EVIDENCE_WORDS,
  MCN_EVIDENCE_MATRIX,
  MCN_N_EVIDENCE
} McnEvidence;

/* Which outputs of mcn_session_explain() passed the deletion test, and how
 * clearly (photo-critic-train evaluate --record). */
typedef struct
{
  gboolean passed;
  gdouble  ratio;               /* area under |change of score|, relevant things first, over random order */
  gdouble  low, high;           /* its 95 % interval */
} McnEvidenceTest;

/* A style on photographs that the model had not seen (photo-critic-train calibrate). */
typedef struct
{
  gint     n_positive;          /* that have it; -1: nobody counted */
  gdouble  precision;           /* average precision there, 0 .. 1; NAN: not measured */
} McnStyleTest;

/* With fewer a style is not measured. */
#define MCN_LEAST_POSITIVES 10

#define MCN_N_QUANTILES 101
#define MCN_N_DECILES 9

/* model.json: all that the tensors cannot say. Immutable. */
typedef struct
{
  char            *id;          /* 64 lower-case hex digits */
  char            *name;        /* for people */
  guint            long_side;   /* of the network's picture: 320 */
  guint            text_heads;
  McnMcnConfig     mcn;
  McnCalibration   calibration[MCN_N_MODES];
  gdouble          quantiles[MCN_N_QUANTILES];  /* of AVA's mean votes: 0 %, 1 % .. 100 %, rising */
  gdouble          deciles[MCN_N_DECILES];
  gdouble          spread[3];   /* of the votes: spread[0] + spread[1] mean + spread[2] mean^2 */
  McnEvidenceTest  evidence[MCN_N_EVIDENCE];
  McnStyleTest     style_test[MCN_N_STYLES];
} McnConfig;

/* Version of model.json that this program reads. */
#define MCN_CONFIG_VERSION 1

McnConfig *mcn_config_new  (GBytes *json, const char *display_name, GError **error);
void       mcn_config_free (McnConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (McnConfig, mcn_config_free)

G_END_DECLS
