/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-journal.h"

G_BEGIN_DECLS

/* The files of a step that was undone or redone follow the library. */
gboolean critic_shoot_files_follow (const CriticChange *change, gboolean redo, GError **error);

G_END_DECLS
