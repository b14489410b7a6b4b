/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-facts.h"

/* A row that was judged, with score 6 and nothing said by the user. */
CriticRow *test_row_new    (const char *path);
/* Anything that a row can be, out of few enough values that rows are alike often. */
CriticRow *test_row_random (GRand *random, guint number);
void       test_row_free   (gpointer row);
/* Facts of @row alone. */
CriticFacts test_facts     (const CriticRow *row);
