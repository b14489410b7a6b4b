/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-names.h"

const char *const mcn_set_names[MCN_N_SETS + 1] = {
  "ava", "oasis-beauty", "photos-unlabelled", "avt-image-appeal-thumbs", "streetpsych", "avt-imagedb-rules",
  "pccd", "photonet", "apddv2-paintings", "aspect-lines", NULL,
};

const char *const mcn_source_names[MCN_N_SOURCES + 1] = {
  "ava", "machine", "beauty", "appeal", "street", "valence", "arousal", "simple", "thirds",
  "complexity", "enclosure", "disorder", "walkability", "imageability", "transparency", "humanscale",
  "pccd", "photonet", "apddv2", NULL,
};
