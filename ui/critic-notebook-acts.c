/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the user does to critiques, but for typing. */
#include "critic-notebook-private.h"

#include <glib/gi18n-lib.h>

/* Whoever has something that was typed hands it over. */
static void
settle (CriticNotebook *self)
{
  g_signal_emit_by_name (self->desk, "flush");
}

void
critic_notebook_select (CriticNotebook *self,
                        CriticSheet    *sheet)
{
  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  if (sheet == self->page->current || !g_ptr_array_find (self->page->sheets, sheet, NULL))
    return;

  settle (self);
  self->page->current = sheet;
  self->page->step_id = 0;
  _critic_notebook_show (self);
}

void
critic_notebook_write (CriticNotebook *self,
                       const char     *text)
{
  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  g_autofree char *valid = g_utf8_make_valid (text, -1);

  _critic_notebook_set_text (self, self->page, valid);
  _critic_notebook_show (self);
}

static gboolean
has_author (CriticSheet *sheet,
            const char  *author)
{
  return g_str_equal (critic_sheet_get_entry (sheet)->author, author);
}

static gboolean
counts_as (CriticSheet    *sheet,
           CriticSheet    *current,
           CriticCounting  counting)
{
  return counting == CRITIC_COUNTS_ALL
         || (counting == CRITIC_COUNTS_AUTHOR && has_author (sheet, critic_sheet_get_entry (current)->author))
         || sheet == current;
}

static gboolean
is_counted_as (CriticPage     *page,
               CriticCounting  counting)
{
  for (guint i = 0; i < page->sheets->len; i++)
    {
      CriticSheet *sheet = page->sheets->pdata[i];

      if (sheet != page->current && critic_sheet_is_empty (sheet))
        continue;
      if (critic_sheet_get_entry (sheet)->counts != counts_as (sheet, page->current, counting))
        return FALSE;
    }

  return TRUE;
}

static CriticCounting
get_counting (CriticPage *page)
{
  if (is_counted_as (page, CRITIC_COUNTS_ALL))
    return CRITIC_COUNTS_ALL;
  if (is_counted_as (page, CRITIC_COUNTS_THIS))
    return CRITIC_COUNTS_THIS;

  return is_counted_as (page, CRITIC_COUNTS_AUTHOR) ? CRITIC_COUNTS_AUTHOR : CRITIC_COUNTS_SOME;
}

/**
 * critic_notebook_get_counting:
 * @self: a notebook
 *
 * Returns: which critiques are scored, seen from the one that is shown
 */
CriticCounting
critic_notebook_get_counting (CriticNotebook *self)
{
  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), CRITIC_COUNTS_ALL);

  return get_counting (self->page);
}

/* One step for all of @sheets. */
static void
send_sheets (CriticNotebook *self,
             GPtrArray      *sheets,
             const char     *name)
{
  CriticErrand *errand;

  if (!self->page->has_photo || sheets->len == 0)
    return;

  errand = _critic_errand_new (CRITIC_ERRAND_WRITE, self->page);
  errand->name = g_strdup (name);
  for (guint i = 0; i < sheets->len; i++)
    g_ptr_array_add (errand->sheets, g_object_ref (sheets->pdata[i]));
  _critic_notebook_send (self, errand);
}

/**
 * critic_notebook_set_counting:
 * @self: a notebook
 * @counting: which critiques are scored from now on
 */
void
critic_notebook_set_counting (CriticNotebook *self,
                              CriticCounting  counting)
{
  g_autoptr(GPtrArray) changed = g_ptr_array_new ();

  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));
  g_return_if_fail (counting < CRITIC_COUNTS_SOME);

  settle (self);
  for (guint i = 0; i < self->page->sheets->len; i++)
    {
      CriticSheet *sheet = self->page->sheets->pdata[i];
      CriticCritiqueEntry entry = *critic_sheet_get_entry (sheet);
      gboolean counts = counts_as (sheet, self->page->current, counting);

      if (entry.counts == counts)
        continue;
      entry.counts = counts;
      critic_sheet_edit (sheet, &entry);
      g_ptr_array_add (changed, sheet);
    }

  send_sheets (self, changed, _("Choosing which critiques are scored"));
  _critic_notebook_update_company (self);
  g_signal_emit_by_name (self, "changed");
}

/* An empty one, which is shown from now on. */
static void
add_sheet (CriticNotebook *self,
           CriticPage     *page)
{
  CriticCounting counting = get_counting (page);
  CriticSheet *sheet = _critic_notebook_new_sheet (self, "", counting == CRITIC_COUNTS_ALL
                                                             || (counting == CRITIC_COUNTS_AUTHOR
                                                                 && has_author (page->current, "")));

  g_ptr_array_add (page->sheets, sheet);
  page->current = sheet;
}

void
critic_notebook_add (CriticNotebook *self)
{
  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  settle (self);
  if (critic_sheet_is_empty (self->page->current))
    return;

  add_sheet (self, self->page);
  self->page->step_id = 0;
  _critic_notebook_show (self);
}

/**
 * critic_notebook_put:
 * @self: a notebook
 * @page: of which photograph
 * @text: a critique from elsewhere
 *
 * One step that can be undone: on the sheet shown of that photograph while there is no
 * word on it, else on another one. What is being typed comes before it.
 */
void
critic_notebook_put (CriticNotebook *self,
                     CriticPage     *page,
                     const char     *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  settle (self);
  page = _critic_page_find_joined (page);
  if (!critic_sheet_is_blank (page->current))
    add_sheet (self, page);
  page->step_id = 0;
  _critic_notebook_set_text (self, page, valid);
  if (page == self->page)
    _critic_notebook_show (self);
}

/* The one that is shown. */
void
critic_notebook_delete (CriticNotebook *self)
{
  g_autoptr(CriticSheet) sheet = NULL;
  CriticErrand *errand;

  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  settle (self);
  sheet = g_object_ref (self->page->current);
  _critic_notebook_drop (self, sheet);
  if (critic_sheet_is_empty (sheet) && critic_sheet_get_entry (sheet)->id == 0)
    return;

  if (self->page->has_photo)
    {
      errand = _critic_errand_new (CRITIC_ERRAND_WRITE, self->page);
      errand->name = g_strdup (_("Deleting a critique"));
      g_ptr_array_add (errand->deleted, g_object_ref (sheet));
      _critic_notebook_send (self, errand);
    }
  g_signal_emit_by_name (self, "said", _("The critique was deleted."));
}

void
critic_notebook_edit (CriticNotebook            *self,
                      const CriticCritiqueEntry *entry,
                      const char                *name)
{
  g_autoptr(GPtrArray) sheets = g_ptr_array_new ();

  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  /* Of the text the editor has the last word; taking it frees what @entry may point to. */
  CriticCritiqueEntry *copy = critic_critique_entry_copy (entry);
  CriticCritiqueEntry edited = *copy;

  _critic_notebook_take_text (self);
  edited.id = critic_sheet_get_entry (self->page->current)->id;
  edited.text = critic_sheet_get_entry (self->page->current)->text;
  critic_sheet_edit (self->page->current, &edited);
  critic_critique_entry_free (copy);
  g_ptr_array_add (sheets, self->page->current);
  send_sheets (self, sheets, name);
  g_signal_emit_by_name (self, "changed");
}

static void
walk (CriticNotebook   *self,
      CriticErrandKind  kind)
{
  settle (self);
  self->page->step_id = 0;
  _critic_notebook_send (self, _critic_errand_new (kind, NULL));
}

void
critic_notebook_undo (CriticNotebook *self)
{
  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  walk (self, CRITIC_ERRAND_UNDO);
}

void
critic_notebook_redo (CriticNotebook *self)
{
  g_return_if_fail (CRITIC_IS_NOTEBOOK (self));

  walk (self, CRITIC_ERRAND_REDO);
}
