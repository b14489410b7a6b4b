/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What was opened lately, the latest first, by its address in the settings. */
#define CRITIC_RECENT_FILES "recent-files"
#define CRITIC_RECENT_FOLDERS "recent-folders"

/* @settings: NULL: nothing is remembered. */
void critic_recent_remember (GSettings *settings, const char *key, GFile *file);
/* Items that do "win.open-recent", in place of those that are there. */
void critic_recent_fill     (GSettings *settings, const char *key, GMenu *menu);
/* For people; (transfer full): the name, and its folder where two are called so. */
char *critic_recent_name    (const char *const *recent, guint index);

G_END_DECLS
