/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-report.h"

G_DEFINE_QUARK (critic-report-error-quark, critic_report_error)
