/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-train-error.h"

G_DEFINE_QUARK (mcn-train-error-quark, mcn_train_error)
