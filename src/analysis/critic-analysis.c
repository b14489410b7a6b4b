/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-analyzer.h"

/* Placeholder so that the library exists until its first type lands. */
const char *critic_analysis_version (void);
const char *critic_analysis_version (void) { return "0.1.0"; }
