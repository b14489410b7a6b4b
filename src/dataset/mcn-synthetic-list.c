/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-synthetic-list.h"

#include "mcn-dataset-file.h"

#include <string.h>

/* To be raised when pictures are made in another way. */
#define WAY 1

typedef struct
{
  guint64 key;
  gsize   photograph;
} Candidate;

static int
by_key (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return x->photograph < y->photograph ? -1 : x->photograph > y->photograph;
}

static guint64
key_of (McnDataset *dataset, const McnSample *sample, McnStyle style)
{
  g_autofree char *name = g_strconcat (mcn_style_info (style)->id, "/", mcn_dataset_get_set_name (dataset, sample->set), "/", sample->id, NULL);

  return mcn_checksum (name, strlen (name));
}

static GArray *
list_candidates (McnDataset *dataset, McnStyle style)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (gsize i = 0; i < mcn_dataset_get_n_photographs (dataset); i++)
    {
      McnSample sample;
      Candidate candidate;

      mcn_dataset_get_sample (dataset, mcn_dataset_get_photograph (dataset, i), &sample);
      if (sample.part != MCN_PART_TRAIN || !(sample.styles[style] < .5f))
        continue;
      candidate = (Candidate) { key_of (dataset, &sample, style), i };
      g_array_append_val (list, candidate);
    }
  g_array_sort (list, by_key);
  return list;
}

GArray *
mcn_synthetic_list (McnDataset *dataset, gsize per_style)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (McnSyntheticItem));
  GArray *candidates[MCN_N_SYNTHETIC];

  for (guint s = 0; s < MCN_N_SYNTHETIC; s++)
    {
      candidates[s] = list_candidates (dataset, mcn_synthetic_style (s));
      per_style = MIN (per_style, candidates[s]->len);
    }
  for (gsize i = 0; i < per_style * MCN_N_SYNTHETIC; i++)
    {
      guint s = i % MCN_N_SYNTHETIC;
      const Candidate *candidate = &g_array_index (candidates[s], Candidate, i / MCN_N_SYNTHETIC);
      McnSyntheticItem item = { candidate->photograph, mcn_synthetic_style (s), (guint32) candidate->key };

      g_array_append_val (list, item);
    }
  for (guint s = 0; s < MCN_N_SYNTHETIC; s++)
    g_array_unref (candidates[s]);
  return list;
}

char *
mcn_synthetic_id (McnDataset *dataset)
{
  g_autofree char *name = g_strdup_printf ("pictures made of %s, way %d", mcn_dataset_get_id (dataset), WAY);
  char *id = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);

  id[32] = '\0';
  return id;
}
