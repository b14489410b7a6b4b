/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-ranking.h"

#include "cli-output.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LEAST_STYLE 0.5     /* probability from which a style is named */
#define WIDEST      160     /* columns where there is no terminal to ask */
#define NARROWEST   60
#define BEFORE_PATH 55      /* columns of everything before the path */

static guint
width (void)
{
  struct winsize size;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return MAX (size.ws_col, NARROWEST);

  return WIDEST;
}

/* @text in @columns columns, whatever letters it is made of. */
static void
put_cell (const char *text, guint columns, gboolean right)
{
  guint used = cli_output_columns (text);
  int blank = used < columns ? (int) (columns - used) : 0;
  g_autofree char *cell = right ? g_strdup_printf ("%*s%s  ", blank, "", text) : g_strdup_printf ("%s%*s  ", text, blank, "");

  cli_output_print (cell);
}

void
cli_ranking_table_head (void)
{
  put_cell (_("No."), 5, TRUE);
  put_cell (_("Score"), 11, TRUE);
  put_cell (_("Above"), 6, TRUE);
  put_cell (_("Own"), 5, FALSE);
  put_cell (_("Style"), 18, FALSE);
  cli_output_print (_("File"));
  cli_output_write ("\n");
}

/* The style it shows most, where it shows one. */
static const char *
strongest_style (const CriticJudgement *judgement)
{
  int best = 0;

  for (int i = 1; i < MCN_N_STYLES; i++)
    if (judgement->style[i] > judgement->style[best])
      best = i;

  return judgement->style[best] > LEAST_STYLE ? _(mcn_style_info (best)->name) : "";
}

static char *
own_text (const CriticRating *rating)
{
  static const char *const stars[] = { "", "\u2605", "\u2605\u2605", "\u2605\u2605\u2605", "\u2605\u2605\u2605\u2605",
                                       "\u2605\u2605\u2605\u2605\u2605" };

  if (rating->flag == CRITIC_FLAG_REJECT)
    return g_strdup ("\u2717");

  return g_strdup_printf ("%s%s", stars[MIN (rating->stars, 5)], rating->flag == CRITIC_FLAG_PICK && rating->stars < 5 ? "+" : "");
}

void
cli_ranking_table_row (const CliRow *row, guint64 number)
{
  const CriticJudgement *judgement = &row->row->judgement;
  g_autofree char *place = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  g_autofree char *path = cli_output_clean (row->row->path, -1, width () - BEFORE_PATH);
  g_autofree char *own = own_text (&row->row->rating);
  g_autofree char *score = NULL;
  g_autofree char *above = NULL;

  if (cli_row_has_failed (row))
    {
      g_autofree char *sentence = cli_output_clean (row->row->failure, -1, G_MAXUINT);

      put_cell (place, 5, TRUE);
      cli_output_print (sentence);
      cli_output_write ("\n");
      return;
    }

  if (row->row->assessed)
    {
      score = g_strdup_printf ("%.2f \u00b1 %.2f", judgement->score, judgement->error);
      above = g_strdup_printf ("%.0f %%", floor (judgement->percentile * 100.0));
    }
  put_cell (place, 5, TRUE);
  put_cell (score != NULL ? score : "", 11, TRUE);
  put_cell (above != NULL ? above : "", 6, TRUE);
  put_cell (own, 5, FALSE);
  put_cell (row->row->assessed ? strongest_style (judgement) : "", 18, FALSE);
  cli_output_print (path);
  cli_output_write ("\n");
}
