/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-dataset.h"

G_DEFINE_QUARK (mcn-dataset-error-quark, mcn_dataset_error)
