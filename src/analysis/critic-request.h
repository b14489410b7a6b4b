/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "critic-analyzer.h"

G_BEGIN_DECLS

/* A request of its own, which nobody changes any more. */
CriticRequest *critic_request_copy  (const CriticRequest *request);
void           critic_request_free  (CriticRequest *request);
gboolean       critic_request_equal (const CriticRequest *a, const CriticRequest *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CriticRequest, critic_request_free)

G_END_DECLS
