/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernels in plain C: four lanes of the compiler's vector type. */

#define ROWS 2
#define TABLE mcn_kernels_portable
#define PATH MCN_CPU_PORTABLE

#include "mcn-kernels-table.h"
