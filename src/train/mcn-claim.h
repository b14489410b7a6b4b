/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-error.h"

G_BEGIN_DECLS

/* A piece of work that one process does, while others that were started with the same
 * command leave it alone: a lock (flock) on a file, which ends with the process. */
typedef struct
{
  int fd;
} McnClaim;

#define MCN_CLAIM_NONE ((McnClaim) { -1 })

/* FALSE when another has it. Where files cannot be locked everything is free. */
gboolean mcn_claim_take    (McnClaim *self, const char *folder);
void     mcn_claim_release (McnClaim *self);

/* Waits until nobody else has @fd; FALSE when @cancel is set before. */
gboolean mcn_claim_wait    (int fd, McnCancel *cancel);

G_END_DECLS
