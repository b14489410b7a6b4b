/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-analyzer-private.h"
#include "critic-fake-engine.h"

G_BEGIN_DECLS

/* A grey picture that is a little lighter towards the right and the bottom. */
CriticPhoto    *fixture_photo    (guint8 grey, guint width, guint height);
CriticAnalyzer *fixture_analyzer (CriticFakeEngine *fake);

/* Calls in flight: their answers in the order in which they came. */
typedef struct
{
  CriticAnalyzer *analyzer;
  GThread        *thread;       /* on which answers must come */
  GPtrArray      *order;        /* const char *: names of the calls */
  guint           n_ok, n_cancelled, n_failed;
  gdouble         score;        /* of the last one */
} Calls;

void calls_init  (Calls *calls, CriticAnalyzer *analyzer);
void calls_clear (Calls *calls);
/* @name: a literal. */
void calls_start (Calls *calls, const char *name, CriticPhoto *photo, const char *critique, gboolean live,
                  GCancellable *cancellable);
/* Runs the main context until @n calls were answered. */
void calls_await (Calls *calls, guint n);

G_END_DECLS
