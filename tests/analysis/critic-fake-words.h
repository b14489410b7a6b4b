/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-wordpiece.h"

/* Words the fake knows, and what each does to the score. Everything else
 * falls into letters, which do nothing. @aspect: what the word speaks of, one more
 * than the McnAspect; 0: nothing. */
static const struct { const char *word; gfloat effect; guint aspect; } known[] = {
  { "lovely", 0.9f }, { "beautiful", 0.9f }, { "great", 0.7f }, { "nice", 0.4f }, { "good", 0.5f, 6 },
  { "sharp", 0.4f, 3 }, { "light", 0.2f, 2 }, { "colors", 0.2f, 2 }, { "composition", 0.1f, 1 }, { "well", 0.3f },
  { "bad", -0.9f }, { "dull", -0.7f }, { "blurry", -0.8f, 3 }, { "empty", -0.5f }, { "dark", -0.3f },
  { "noise", -0.4f }, { "crooked", -0.5f }, { "but", -0.1f }, { "not", -0.2f }, { "sky", 0.0f, 4 },
  { "the", 0.0f }, { "is", 0.0f }, { "on", 0.0f }, { "a", 0.0f }, { "of", 0.0f }, { "in", 0.0f },
  { "and", 0.0f }, { "very", 0.0f }, { "photo", 0.0f }, { "dock", 0.0f }, { "water", 0.0f, 4 },
};

/* (transfer full): knows them and the letters. */
McnWordpiece *critic_fake_wordpiece (void);
