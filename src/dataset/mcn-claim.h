/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-error.h"

G_BEGIN_DECLS

/* A file, or a piece of work, that one process is at while others, which may have been started
 * with the same command, leave it alone: a lock (flock) that ends with the process. */
typedef struct
{
  int fd;           /* for reading and writing; -1: none */
  int problem;      /* 0, or the errno because of which the file cannot be locked: nobody is kept away */
} McnClaim;

/* Opens the file, made if it is not there. FALSE: errno says why, EWOULDBLOCK that another has it. */
gboolean mcn_claim_open    (McnClaim *self, const char *path);
/* The same, once nobody has it. FALSE: errno, ECANCELED when @cancel is set before. */
gboolean mcn_claim_wait    (McnClaim *self, const char *path, McnCancel *cancel);
/* A folder of work; FALSE when another has it. Where files cannot be locked everything is free. */
gboolean mcn_claim_take    (McnClaim *self, const char *folder);
void     mcn_claim_release (McnClaim *self);

G_END_DECLS
