/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Questions that a critique may answer, one after the other. They stand beside
 * the text and never in it, so that no question is ever scored. Hidden while
 * nothing is asked. Signal "asked": a question is shown; its answer is written
 * at the end of the text. */
#define CRITIC_TYPE_PROMPTS (critic_prompts_get_type ())
G_DECLARE_FINAL_TYPE (CriticPrompts, critic_prompts, CRITIC, PROMPTS, GtkWidget)

/* @which: "all", which is the first five of "light", "composition", "moment", "focus",
 * "colour", "subject", "camera", "whole"; or one of them. */
void critic_prompts_ask (CriticPrompts *self, const char *which);

G_END_DECLS
