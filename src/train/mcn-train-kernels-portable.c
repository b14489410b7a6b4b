/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The training kernels for one CPU path; see mcn-kernels-portable.c of the engine. */

#define TABLE mcn_train_kernels_portable

#include "mcn-train-kernels-table.h"
