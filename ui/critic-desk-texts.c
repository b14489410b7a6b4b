/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The critiques on the desk: the one that is shown and those that count. */
#include "critic-desk-private.h"

/* A text longer than this shows nothing more: 512 tokens count. The rest is
 * kept, but not sent to the model again and again. */
#define MAX_CRITIQUE (1024 * 1024)

/* White space alone is no critique. */
static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

static char *
tidy (const char *critique)
{
  g_autofree char *valid = g_utf8_make_valid (critique != NULL ? critique : "", -1);

  if (strlen (valid) > MAX_CRITIQUE)
    *g_utf8_find_prev_char (valid, valid + MAX_CRITIQUE) = '\0';

  return is_blank (valid) ? g_strdup ("") : g_steal_pointer (&valid);
}

static void
assess (CriticDesk *self)
{
  if (!self->turning)
    _critic_desk_assess (self);
}

static gboolean
take_critique (CriticDesk *self,
               const char *critique)
{
  g_autofree char *text = tidy (critique);

  if (g_str_equal (self->critique, text))
    return FALSE;

  g_free (self->critique);
  self->critique = g_steal_pointer (&text);

  return TRUE;
}

static gboolean
take_company (CriticDesk        *self,
              gboolean           counts,
              const char *const *others)
{
  if (self->counts == counts && g_strv_equal ((const char *const *) self->others, others))
    return FALSE;

  self->counts = counts;
  g_strfreev (self->others);
  self->others = g_strdupv ((GStrv) others);

  return TRUE;
}

/**
 * critic_desk_set_critique:
 * @self: a desk
 * @critique: (nullable): the whole text of the critique shown
 *
 * Asks for a new assessment when the text is another one.
 */
void
critic_desk_set_critique (CriticDesk *self,
                          const char *critique)
{
  g_return_if_fail (CRITIC_IS_DESK (self));

  if (!take_critique (self, critique))
    return;

  g_object_notify (G_OBJECT (self), "critique");
  assess (self);
}

/**
 * critic_desk_show_critique:
 * @self: a desk
 * @critique: its whole text
 * @counts: it takes part in the score
 * @others: (array zero-terminated=1): critiques that do too, none of them blank
 *
 * Another critique is shown from now on, even if its text is the same. Asks for
 * a new assessment when what is scored is another text.
 */
void
critic_desk_show_critique (CriticDesk        *self,
                           const char        *critique,
                           gboolean           counts,
                           const char *const *others)
{
  gboolean changed;

  g_return_if_fail (CRITIC_IS_DESK (self));

  changed = take_critique (self, critique);
  changed |= take_company (self, counts, others);
  g_object_notify (G_OBJECT (self), "critique");
  if (changed)
    assess (self);
}

/**
 * critic_desk_set_company:
 * @self: a desk
 * @counts: the critique shown takes part in the score
 * @others: (array zero-terminated=1): critiques that do too, none of them blank
 *
 * Asks for a new assessment when that is new.
 */
void
critic_desk_set_company (CriticDesk        *self,
                         gboolean           counts,
                         const char *const *others)
{
  g_return_if_fail (CRITIC_IS_DESK (self));

  if (take_company (self, counts, others))
    assess (self);
}

const char *
critic_desk_get_critique (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), NULL);

  return self->critique;
}

gboolean
critic_desk_scores_critique (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), FALSE);

  return self->counts && *self->critique != '\0';
}

gboolean
critic_desk_has_words (CriticDesk *self)
{
  g_return_val_if_fail (CRITIC_IS_DESK (self), FALSE);

  return self->others[0] != NULL || critic_desk_scores_critique (self);
}

const char **
_critic_desk_gather (CriticDesk *self)
{
  const char **texts;
  guint n = 0;

  if (!critic_desk_has_words (self))
    return NULL;

  texts = g_new0 (const char *, g_strv_length (self->others) + 2);
  if (critic_desk_scores_critique (self))
    texts[n++] = self->critique;
  for (guint i = 0; self->others[i] != NULL; i++)
    texts[n++] = self->others[i];

  return texts;
}
