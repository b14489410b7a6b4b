/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The language of filters:
 *
 *   A or B, A | B        either
 *   A and B, A & B       both; binds tighter than "or"
 *   not A, !A            the opposite
 *   ( A )                together
 *
 *   FIELD OP VALUE       OP: = != < <= > >=
 *     score              the score shown, 1 to 10
 *     photo              the score of the photograph alone
 *     error              by how much such scores are off on average
 *     low                score - error
 *     spread             how far AVA's votes lie apart at such a score
 *     percentile         share of AVA's photographs below: 0.9 or 90%
 *     p_high             probability of a mean vote above 5: 0.9 or 90%
 *     style NAME         probability of that style: 0.9 or 90%
 *     stars              0 (none given) to 5
 *     own                your own score, 1 to 10
 *     disagreement       how far your word is from the model's, in points
 *     critiques          how many there are
 *     taste              what your own taste says, 1 to 10
 *     likeness           to the photograph chosen, -1 to 1
 *     sharpness, exposure, clipped      0 to 1, or in %
 *     width, height      pixels
 *     size               bytes, or as in 500kB, 12.5MB, 1GB
 *     taken              2026, 2026-05, 2026-05-01, 2026-05-01T18:30
 *
 *   FIELD OP WORD        OP: = !=
 *     flag               pick, reject, none
 *     label              red, yellow, green, blue, purple, none
 *
 *   FIELD OP TEXT        OP: ~ (holds it; with * and ?: looks like it) = !=
 *     name, folder, path, failure
 *     critique           ~ only
 *
 *   standing alone
 *     high               your verdict, else the model's
 *     style NAME         your word, else above one half by the model
 *     picked, rejected   the flag
 *     disagrees          your verdict, score or styles say otherwise
 *     critiqued          has a critique
 *     failed, waiting    could not be judged; not looked at yet
 *     gone               was here and is no longer
 *     burst, best        one of several alike; the best of them
 *
 * A row that has no answer, such as the score of a file that failed, fits no
 * comparison, not even !=. Words may be upper or lower case. NAME is a style's
 * id, its English name, or as much of it as no other style shares. A text with
 * spaces or any of ()&|!=<>~ stands between " or ', and there a \ goes before the mark
 * itself and before another \. An empty filter fits every row. */
#include "critic-filter-node.h"

#include <math.h>
#include <string.h>

struct _CriticFilter
{
  gatomicrefcount ref_count;
  CriticNode     *node;
  GPtrArray      *texts;        /* NULL at its end */
};

/**
 * critic_filter_new:
 * @expression: what the rows must fulfil, in the language above; empty: nothing
 * @error: set to %CRITIC_FILTER_ERROR with a translated sentence that names the
 *   character where it stopped making sense, and what could stand there
 *
 * Any thread.
 *
 * Returns: (transfer full): the filter, or %NULL
 */
CriticFilter *
critic_filter_new (const char *expression, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  CriticNode *node = critic_node_parse (expression, texts, error);
  CriticFilter *self;

  if (node == NULL)
    return NULL;

  self = g_new (CriticFilter, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->node = node;
  g_ptr_array_add (texts, NULL);
  self->texts = g_steal_pointer (&texts);
  return self;
}

CriticFilter *
critic_filter_ref (CriticFilter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
critic_filter_unref (CriticFilter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  critic_node_free (self->node);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

const CriticNode *
critic_filter_get_node (const CriticFilter *self)
{
  return self->node;
}

/**
 * critic_filter_get_texts:
 * @self: a filter
 *
 * What `critique ~` looks for. The caller finds out which photographs have a
 * critique that holds text i, and sets bit i of their #CriticFacts.texts.
 *
 * Returns: (transfer none) (array zero-terminated=1): at most 64 texts
 */
const char *const *
critic_filter_get_texts (const CriticFilter *self)
{
  return (const char *const *) self->texts->pdata;
}

static gboolean
compare (CriticOp op, gdouble number, gdouble value, gdouble end)
{
  switch (op)
    {
    case CRITIC_OP_EQ:
      return number >= value && number <= end;
    case CRITIC_OP_NE:
      return number < value || number > end;
    case CRITIC_OP_LT:
      return number < value;
    case CRITIC_OP_LE:
      return number <= end;
    case CRITIC_OP_GT:
      return number > end;
    case CRITIC_OP_GE:
      return number >= value;
    case CRITIC_OP_LIKE:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
matches_text (const CriticNode *node, const CriticRow *row)
{
  g_autofree char *folder = NULL;
  const char *text;

  switch (node->field->code)
    {
    case CRITIC_TEXT_NAME:
      text = critic_row_name (row);
      break;
    case CRITIC_TEXT_FOLDER:
      text = folder = g_path_get_dirname (row->path);
      break;
    case CRITIC_TEXT_PATH:
      text = row->path;
      break;
    case CRITIC_TEXT_FAILURE:
    default:
      text = row->state == CRITIC_ROW_FAILED ? row->failure : NULL;
    }

  return text != NULL && critic_pattern_matches (node->pattern, text) == (node->op != CRITIC_OP_NE);
}

static gboolean
matches_yes (CriticYesField field, const CriticFacts *facts)
{
  const CriticRow *row = facts->row;
  gboolean burst = facts->place != NULL && facts->place->group != G_MAXUINT32;

  switch (field)
    {
    case CRITIC_YES_HIGH:
      return critic_row_is_high (row);
    case CRITIC_YES_PICKED:
      return row->rating.flag == CRITIC_FLAG_PICK;
    case CRITIC_YES_REJECTED:
      return row->rating.flag == CRITIC_FLAG_REJECT;
    case CRITIC_YES_CRITIQUED:
      return row->n_critiques > 0;
    case CRITIC_YES_DISAGREES:
      return critic_row_disagrees (row);
    case CRITIC_YES_FAILED:
      return row->state == CRITIC_ROW_FAILED;
    case CRITIC_YES_WAITING:
      return row->state == CRITIC_ROW_WAITING;
    case CRITIC_YES_GONE:
      return row->state == CRITIC_ROW_GONE;
    case CRITIC_YES_BURST:
      return burst;
    case CRITIC_YES_BEST:
      return burst && facts->place->rank == 0;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
matches (const CriticNode *node, const CriticFacts *facts)
{
  switch (node->kind)
    {
    case CRITIC_NODE_AND:
      for (guint i = 0; i < node->children->len; i++)
        if (!matches (node->children->pdata[i], facts))
          return FALSE;
      return TRUE;
    case CRITIC_NODE_OR:
      for (guint i = 0; i < node->children->len; i++)
        if (matches (node->children->pdata[i], facts))
          return TRUE;
      return FALSE;
    case CRITIC_NODE_NOT:
      return !matches (node->children->pdata[0], facts);
    case CRITIC_NODE_NUMBER:
      return compare (node->op, critic_facts_number (facts, node->number), node->value, node->value);
    case CRITIC_NODE_DATE:
      /* Whole milliseconds: the last one of the day is the one before the next. */
      return compare (node->op, critic_facts_number (facts, node->number), node->value, node->end - 1);
    case CRITIC_NODE_CHOICE:
      {
        const CriticRating *rating = &facts->row->rating;
        guint value = node->field->code == CRITIC_CHOICE_FLAG ? (guint) rating->flag : (guint) rating->label;

        return (value == node->value) == (node->op == CRITIC_OP_EQ);
      }
    case CRITIC_NODE_TEXT:
      return matches_text (node, facts->row);
    case CRITIC_NODE_CRITIQUE:
      return (facts->texts >> (guint) node->value & 1) != 0;
    case CRITIC_NODE_STYLE:
      return critic_row_has_style (facts->row, node->value);
    case CRITIC_NODE_YES:
    default:
      return matches_yes (node->field->code, facts);
    }
}

/**
 * critic_filter_matches:
 * @self: a filter
 * @facts: a row; with its texts, where the filter has any
 *
 * Any thread.
 *
 * Returns: whether the row fulfils the condition
 */
gboolean
critic_filter_matches (const CriticFilter *self, const CriticFacts *facts)
{
  return matches (self->node, facts);
}

/**
 * critic_filter_to_string:
 * @self: a filter
 *
 * The expression in its plain form: words in lower case, styles by their names,
 * no needless parentheses. Read again it is the same filter.
 *
 * Returns: (transfer full): the expression; empty for a filter that fits everything
 */
char *
critic_filter_to_string (const CriticFilter *self)
{
  GString *string = g_string_new (NULL);

  critic_node_print (self->node, string);
  return g_string_free (string, FALSE);
}

static gboolean
asks_for (const CriticNode *node, CriticYesField field)
{
  for (guint i = 0; i < node->children->len; i++)
    if (asks_for (node->children->pdata[i], field))
      return TRUE;
  return node->kind == CRITIC_NODE_YES && node->field->code == field;
}

/**
 * critic_filter_asks_for_gone:
 * @self: a filter
 *
 * Files that are no longer there are listed only for a filter that speaks of
 * them.
 *
 * Returns: whether "gone" stands in it
 */
gboolean
critic_filter_asks_for_gone (const CriticFilter *self)
{
  return asks_for (self->node, CRITIC_YES_GONE);
}

/**
 * critic_filter_asks_for_bursts:
 * @self: a filter
 *
 * What lies in a burst is known once all rows are: see critic_groups_find().
 *
 * Returns: whether "burst" or "best" stands in it
 */
gboolean
critic_filter_asks_for_bursts (const CriticFilter *self)
{
  return asks_for (self->node, CRITIC_YES_BURST) || asks_for (self->node, CRITIC_YES_BEST);
}
