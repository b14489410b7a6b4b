/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-wordpiece.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What the tests of the text branch share. */
McnWordpiece *text_golden_vocabulary (void);        /* the real one */
McnWordpiece *text_golden_small      (const char *pieces);
JsonArray    *text_golden_load       (void);        /* tests/golden/texts.json */
char         *text_golden_model_path (const char *name);
char         *text_golden_path       (const char *name);

G_END_DECLS
