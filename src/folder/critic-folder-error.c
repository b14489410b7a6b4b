/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-file-batch.h"
#include "critic-filter.h"
#include "critic-search.h"
#include "critic-taste.h"

G_DEFINE_QUARK (critic-filter-error-quark, critic_filter_error)
G_DEFINE_QUARK (critic-search-error-quark, critic_search_error)
G_DEFINE_QUARK (critic-files-error-quark, critic_files_error)
G_DEFINE_QUARK (critic-taste-error-quark, critic_taste_error)
