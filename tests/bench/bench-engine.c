/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times of the engine's two branches.
 *
 * usage: bench-engine MODEL            a table, at one and two threads
 *        bench-engine MODEL --serve    answers commands from standard input, one
 *                                      line each, in milliseconds:
 *   load                                      both files to packed weights
 *   backbone THREADS WIDTH HEIGHT REPEATS     median of one run
 *   text THREADS SENTENCES TOKENS REPEATS     the same; TOKENS with [CLS] and [SEP] */

#include "mcn-backbone.h"
#include "mcn-cpu.h"
#include "mcn-text-encoder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  McnBackbone    *backbone;
  McnTextEncoder *text;
} Model;

static void
model_clear (Model *model)
{
  g_clear_pointer (&model->backbone, mcn_backbone_free);
  g_clear_pointer (&model->text, mcn_text_encoder_free);
}

static McnSafetensors *
open_weights (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  McnSafetensors *weights = mcn_safetensors_open (path, &error);

  if (weights == NULL)
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }
  return weights;
}

static gdouble
model_load (Model *model, const char *folder)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (McnSafetensors) backbone = open_weights (folder, "backbone.safetensors");
  g_autoptr (McnSafetensors) text = open_weights (folder, "text.safetensors");
  g_autoptr (GError) error = NULL;

  model_clear (model);
  model->backbone = mcn_backbone_new (backbone, &error);
  if (model->backbone != NULL)
    model->text = mcn_text_encoder_new (text, 12, &error);
  if (error != NULL)
    {
      g_printerr ("%s\n", error->message);
      exit (1);
    }
  return (g_get_monotonic_time () - start) / 1000.0;
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return x < y ? -1 : x > y;
}

static gdouble
median (gdouble *x, gint n)
{
  qsort (x, n, sizeof *x, compare_doubles);
  return x[n / 2];
}

static gdouble
time_backbone (const Model *model, guint threads, guint width, guint height, gint repeats)
{
  g_autoptr (McnTeam) team = mcn_team_new (threads);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  g_autofree guint8 *rgb = g_malloc (width * height * 3);
  g_autofree gfloat *regions = g_new (gfloat, width / 32 * (height / 32) * mcn_backbone_get_region_channels (model->backbone));
  g_autofree gfloat *pooled = g_new (gfloat, mcn_backbone_get_pooled (model->backbone));
  g_autofree gdouble *times = g_new (gdouble, repeats);

  for (gsize i = 0; i < width * height * 3; i++)
    rgb[i] = i * 2654435761u >> 24;
  if (!mcn_arena_reserve (arena, mcn_backbone_plan (model->backbone, width, height, threads), NULL))
    exit (1);

  for (gint i = -1; i < repeats; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (!mcn_backbone_run (model->backbone, team, arena, rgb, width * 3, width, height, regions, pooled, NULL, NULL))
        exit (1);
      if (i >= 0)
        times[i] = (g_get_monotonic_time () - start) / 1000.0;
    }
  return median (times, repeats);
}

static gdouble
time_text (const Model *model, guint threads, gsize sentences, gsize tokens, gint repeats)
{
  g_autoptr (McnTeam) team = mcn_team_new (threads);
  g_autoptr (McnArena) arena = mcn_arena_new ();
  gsize words = tokens - 2;
  g_autofree guint32 *ids = g_new (guint32, sentences * words);
  g_autofree gsize *lengths = g_new (gsize, sentences);
  g_autofree gfloat *out = g_new (gfloat, sentences * words * MCN_WORD_WIDTH);
  g_autofree gdouble *times = g_new (gdouble, repeats);

  for (gsize i = 0; i < sentences * words; i++)
    ids[i] = 1000 + i * 7919 % 20000;
  for (gsize i = 0; i < sentences; i++)
    lengths[i] = words;
  if (!mcn_arena_reserve (arena, mcn_text_encoder_plan (model->text, sentences * tokens, threads), NULL))
    exit (1);

  for (gint i = -1; i < repeats; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (!mcn_text_encoder_run (model->text, team, arena, ids, lengths, sentences, out, NULL, NULL))
        exit (1);
      if (i >= 0)
        times[i] = (g_get_monotonic_time () - start) / 1000.0;
    }
  return median (times, repeats);
}

static int
serve (Model *model, const char *folder)
{
  char line[200];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      unsigned a, b, c, d;

      if (strcmp (line, "load\n") == 0)
        printf ("%.4f\n", model_load (model, folder));
      else if (sscanf (line, "backbone %u %u %u %u", &a, &b, &c, &d) == 4)
        printf ("%.4f\n", time_backbone (model, a, b, c, d));
      else if (sscanf (line, "text %u %u %u %u", &a, &b, &c, &d) == 4)
        printf ("%.4f\n", time_text (model, a, b, c, d));
      else
        return 2;
      fflush (stdout);
    }
  return 0;
}

int
main (int argc, char **argv)
{
  Model model = { NULL, NULL };
  gdouble load;
  int status = 0;

  if (argc < 2 || argc > 3 || (argc == 3 && strcmp (argv[2], "--serve") != 0))
    {
      g_printerr ("usage: %s MODEL [--serve]\n", argv[0]);
      return 2;
    }

  load = model_load (&model, argv[1]);
  if (argc == 3)
    status = serve (&model, argv[1]);
  else
    {
      g_print ("kernels %s, load %.1f ms\n%-28s %9s %9s\n", mcn_cpu_path_name (mcn_cpu_get_path ()), load,
               "median, ms", "1 thread", "2 threads");
      g_print ("%-28s %9.2f %9.2f\n", "backbone, 320 x 224",
               time_backbone (&model, 1, 320, 224, 40), time_backbone (&model, 2, 320, 224, 40));
      g_print ("%-28s %9.2f %9.2f\n", "text, 1 sentence of 20",
               time_text (&model, 1, 1, 20, 40), time_text (&model, 2, 1, 20, 40));
      g_print ("%-28s %9.2f %9.2f\n", "text, 8 sentences of 24",
               time_text (&model, 1, 8, 24, 20), time_text (&model, 2, 8, 24, 20));
    }
  model_clear (&model);
  return status;
}
