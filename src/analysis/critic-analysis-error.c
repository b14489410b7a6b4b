/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-analysis-error.h"

G_DEFINE_QUARK (critic-analysis-error-quark, critic_analysis_error)
