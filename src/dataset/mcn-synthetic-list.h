/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mcn-dataset.h"
#include "mcn-synthetic.h"

G_BEGIN_DECLS

/* Which photograph is made into which picture. */
typedef struct
{
  gsize    photograph;
  McnStyle style;
  guint32  seed;
} McnSyntheticItem;

/* At most @per_style pictures of each style, style by style in turn, so that a longer
 * list begins as a shorter one: photographs of train that were looked at for the style
 * and do not show it, in an order that is drawn once and for all. So where a picture
 * comes from says nothing of its style: the plain one is a known negative. GArray of
 * McnSyntheticItem; ends where a style has no more photographs. */
GArray *mcn_synthetic_list (McnDataset *dataset, gsize per_style);

/* What files of these pictures' features bear in place of the dataset's id: 32 hex digits. */
char   *mcn_synthetic_id   (McnDataset *dataset);

G_END_DECLS
