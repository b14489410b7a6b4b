/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CriticAnalysisError:
 * @CRITIC_ANALYSIS_ERROR_NOTHING: neither a photograph nor a word of critique was given
 * @CRITIC_ANALYSIS_ERROR_LANGUAGE: there is no photograph, and the critique is in no language the model reads
 * @CRITIC_ANALYSIS_ERROR_WRITE: a picture could not be written
 *
 * What the analysis refuses by itself. Errors of the engine (%MCN_ERROR), of
 * photographs (%CRITIC_PHOTO_ERROR) and of cancelled requests
 * (%G_IO_ERROR_CANCELLED) pass through it unchanged. Messages are whole
 * translated sentences that say what to do.
 */
typedef enum
{
  CRITIC_ANALYSIS_ERROR_NOTHING,
  CRITIC_ANALYSIS_ERROR_LANGUAGE,
  CRITIC_ANALYSIS_ERROR_WRITE,
} CriticAnalysisError;

#define CRITIC_ANALYSIS_ERROR (critic_analysis_error_quark ())
GQuark critic_analysis_error_quark (void);

G_END_DECLS
