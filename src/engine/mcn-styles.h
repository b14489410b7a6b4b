/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The 14 photographic styles of AVA (Murray et al. 2012), in the order of the
 * style logits. */
typedef enum
{
  MCN_STYLE_COMPLEMENTARY_COLORS,
  MCN_STYLE_DUOTONES,
  MCN_STYLE_HDR,
  MCN_STYLE_IMAGE_GRAIN,
  MCN_STYLE_LIGHT_ON_WHITE,
  MCN_STYLE_LONG_EXPOSURE,
  MCN_STYLE_MACRO,
  MCN_STYLE_MOTION_BLUR,
  MCN_STYLE_NEGATIVE_IMAGE,
  MCN_STYLE_RULE_OF_THIRDS,
  MCN_STYLE_SHALLOW_DOF,
  MCN_STYLE_SILHOUETTES,
  MCN_STYLE_SOFT_FOCUS,
  MCN_STYLE_VANISHING_POINT,
  MCN_N_STYLES
} McnStyle;

/**
 * McnStyleInfo:
 * @id: AVA's name with underscores, the key in JSON and in the model file
 * @name: name for people, untranslated (translate with _())
 * @sentence: one line of explanation, untranslated (translate with _())
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *sentence;
} McnStyleInfo;

const McnStyleInfo *mcn_style_info (McnStyle style);

G_END_DECLS
