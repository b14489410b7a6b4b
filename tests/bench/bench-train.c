/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step of training, forward, backward and optimiser: milliseconds, as
 * compare-pytorch.py asks for them.
 *
 * usage: bench-train --serve; then lines of "net|text THREADS SAMPLES LENGTH REPEATS" */
#include "mcn-net.h"
#include "mcn-optimizer.h"
#include "mcn-random.h"
#include "mcn-text-net.h"

#include <stdio.h>
#include <string.h>

#define SOURCES 12
#define REGIONS 70
#define SENTENCE 16

typedef struct
{
  McnParams    *params;
  McnNet       *net;
  McnTextNet   *text;
  McnOptimizer *optimizer;

  /* What goes in, made once as PyTorch's is; and memory that has grown to its size. */
  gsize         samples, length;
  McnTape      *inputs, *tape;
  McnNetBatch   batch;
  McnTextBatch  texts;
  McnTargets    targets;
} Network;

static Network
make_net (void)
{
  McnNetConfig config = {
    .d = 128, .n_heads = 4, .n_layers = 2, .n_global = 3679, .n_region = 1392, .n_word = 384, .n_sources = SOURCES, .n_shared = 2,
    .drop_global = .3f, .drop_region = .1f, .drop_word = .1f, .drop_pooled = .2f,
  };
  Network n = { .params = mcn_params_new () };

  n.net = mcn_net_new (&config, n.params);
  return n;
}

static Network
make_text (void)
{
  McnTextNetConfig config = {
    .n_words = 30522, .n_positions = 512, .width = 384, .feed = 1536, .n_layers = 6, .n_heads = 12, .d = 192, .d_heads = 6,
    .n_sources = 1, .n_shared = 1, .drop_pooled = .2f,
  };
  Network n = { .params = mcn_params_new () };

  n.text = mcn_text_net_new (&config, n.params);
  return n;
}

static gfloat *
numbers (McnTape *tape, gsize n)
{
  gfloat *x = mcn_tape_floats (tape, n);
  McnRandom random;

  mcn_random_init (&random, 1, MCN_RANDOM_ORDER, n);
  for (gsize i = 0; i < n; i++)
    x[i] = mcn_random_double (&random) * 2 - 1;
  return x;
}

static McnTargets
make_targets (McnTape *tape, gsize n, gsize n_sources)
{
  McnTargets t = { .n = n, .n_sources = n_sources, .score = numbers (tape, n * n_sources), .high = numbers (tape, n),
                   .style = numbers (tape, n * MCN_N_STYLES) };
  gfloat *votes = mcn_tape_floats (tape, n * MCN_N_VOTES), *weight = mcn_tape_floats (tape, n_sources);

  for (gsize i = 0; i < n * MCN_N_VOTES; i++)
    votes[i] = .1f;
  for (gsize i = 0; i < n_sources; i++)
    weight[i] = 1;
  t.votes = votes;
  t.source_weight = weight;
  return t;
}

static gsize *
evenly (McnTape *tape, gsize n, gsize each)
{
  gsize *first = mcn_tape_take (tape, (n + 1) * sizeof (gsize));

  for (gsize i = 0; i <= n; i++)
    first[i] = i * each;
  return first;
}

static void
fill_net (Network *n)
{
  gsize samples = n->samples;
  guint32 *photo = mcn_tape_take (n->inputs, samples * sizeof (guint32));

  for (guint32 i = 0; i < samples; i++)
    photo[i] = i;
  n->batch = (McnNetBatch) {
    .n = samples, .n_photos = samples, .photo = photo, .global = numbers (n->inputs, samples * 3679),
    .region_first = evenly (n->inputs, samples, REGIONS), .regions = numbers (n->inputs, samples * REGIONS * 1392),
    .positions = numbers (n->inputs, samples * REGIONS * 17),
    .word_first = evenly (n->inputs, samples, n->length), .words = numbers (n->inputs, samples * n->length * 384),
  };
  n->targets = make_targets (n->inputs, samples, SOURCES);
}

/* @length word pieces a text, in sentences of SENTENCE. */
static void
fill_text (Network *n)
{
  gsize samples = n->samples, sentences = n->length / SENTENCE;
  guint32 *pieces = mcn_tape_take (n->inputs, samples * n->length * sizeof (guint32));

  for (gsize i = 0; i < samples * n->length; i++)
    pieces[i] = 1000 + i * 7919 % 20000;
  n->texts = (McnTextBatch) { samples, evenly (n->inputs, samples, sentences), evenly (n->inputs, samples * sentences, SENTENCE), pieces };
  n->targets = make_targets (n->inputs, samples, 1);
}

static void
run_step (Network *n, McnStep *step)
{
  static const gdouble even[MCN_N_TASKS] = { 1, 1, 1, 1 };
  McnTapeMark mark = mcn_tape_mark (step->tape);
  McnOutputs outputs, gradients;
  McnLosses losses;

  mcn_optimizer_clear (n->optimizer, step->team);
  if (n->net != NULL)
    mcn_net_forward (n->net, step, &n->batch, &outputs);
  else
    mcn_text_net_forward (n->text, step, &n->texts, &outputs);
  mcn_outputs_take (&gradients, step->tape, n->samples, n->targets.n_sources);
  mcn_tasks_losses (&n->targets, &outputs, &gradients, &losses);
  if (n->net != NULL)
    mcn_net_backward (n->net, step, &n->batch, &gradients, even);
  else
    mcn_text_net_backward (n->text, step, &n->texts, &gradients, even);
  mcn_optimizer_step (n->optimizer, step->team, 1e-4, mcn_optimizer_norm (n->optimizer, step->team), 1);
  mcn_tape_rewind (step->tape, mark);
}

static gdouble
measure (Network *n, guint threads, gsize samples, gsize length, guint repeats)
{
  g_autoptr (McnTeam) team = mcn_team_new (threads);
  McnStep step = { .team = team, .params = n->params, .key = 1, .training = TRUE };
  gint64 start;

  if (samples != n->samples || length != n->length)
    {
      g_clear_pointer (&n->inputs, mcn_tape_free);
      g_clear_pointer (&n->tape, mcn_tape_free);
      n->samples = samples;
      n->length = length;
      n->inputs = mcn_tape_new ();
      n->tape = mcn_tape_new ();
      step.tape = n->tape;
      if (n->net != NULL)
        fill_net (n);
      else
        fill_text (n);
      run_step (n, &step);
    }
  step.tape = n->tape;
  start = g_get_monotonic_time ();
  for (step.key = 1; step.key <= repeats; step.key++)
    run_step (n, &step);
  return (g_get_monotonic_time () - start) / 1e3 / repeats;
}

int
main (int argc, char *argv[])
{
  Network networks[] = { make_net (), make_text () };
  char what[8], line[128];
  guint threads, samples, length, repeats;

  if (argc != 2 || !g_str_equal (argv[1], "--serve"))
    {
      g_printerr ("usage: bench-train --serve\n");
      return 2;
    }
  for (guint i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      mcn_params_allocate (networks[i].params);
      mcn_params_randomise (networks[i].params, 1);
      networks[i].optimizer = mcn_optimizer_new (networks[i].params);
    }
  while (fgets (line, sizeof line, stdin) != NULL &&
         sscanf (line, "%7s %u %u %u %u", what, &threads, &samples, &length, &repeats) == 5)
    {
      printf ("%.3f\n", measure (&networks[g_str_equal (what, "text")], threads, samples, length, repeats));
      fflush (stdout);
    }
  return 0;
}
