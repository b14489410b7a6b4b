/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Another program wrote another picture into the file on the desk. The library takes
 * along what was said; here what is being typed stays under the caret, and it is told. */
#include "critic-notebook-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static CriticSheet *
find_text (CriticPage *page,
           const char *text)
{
  for (guint i = 0; i < page->sheets->len; i++)
    if (g_str_equal (critic_sheet_get_entry (page->sheets->pdata[i])->text, text))
      return page->sheets->pdata[i];

  return NULL;
}

/* @to has been known before: only what is being typed goes along. */
void
_critic_notebook_follow (CriticNotebook *self,
                         CriticPage     *from,
                         CriticPage     *to)
{
  if (from == to || !from->has_photo || from->file == NULL || to->file == NULL || !g_file_equal (from->file, to->file))
    return;

  g_clear_pointer (&to->before, critic_page_unref);
  to->before = g_rc_box_acquire (from);
  if (!to->loaded)
    to->rating = from->rating;
  for (guint i = 0; i < from->sheets->len; i++)
    {
      CriticSheet *sheet = from->sheets->pdata[i];
      CriticSheet *same = find_text (to, critic_sheet_get_entry (sheet)->text);
      CriticCritiqueEntry entry = *critic_sheet_get_entry (sheet);
      g_autoptr(CriticSheet) copy = NULL;

      if (critic_sheet_is_empty (sheet) || (sheet != from->current && (same != NULL || to->loaded)))
        continue;
      if (same == NULL)
        {
          entry.id = 0;
          copy = critic_sheet_new (&entry);
          g_ptr_array_add (to->sheets, g_object_ref (copy));
          /* The library may not have its last words. */
          if (sheet == from->current)
            critic_sheet_edit (copy, &entry);
        }
      if (sheet == from->current)
        to->current = same != NULL ? same : copy;
    }
}

/* A pass may have taken the critique along before its last words were typed: it is
 * that one, and no second one. */
void
_critic_notebook_adopt (CriticPage *page,
                        GPtrArray  *found)
{
  const CriticCritiqueEntry *typed = critic_sheet_get_entry (page->current);
  const CriticCritiqueEntry *older = NULL;

  if (page->before == NULL || typed->id != 0 || critic_sheet_is_saved (page->current) || critic_sheet_is_blank (page->current))
    return;

  for (guint i = 0; i < found->len; i++)
    {
      const CriticCritiqueEntry *entry = found->pdata[i];

      if (g_str_equal (entry->text, typed->text))
        return;
      if (*entry->text != '\0' && g_str_has_prefix (typed->text, entry->text) && g_str_equal (entry->author, typed->author)
          && find_text (page->before, entry->text) == NULL)
        older = entry;
    }
  if (older != NULL)
    critic_sheet_set_saved (page->current, 0, older->id);
}

/* The library has spoken of the new picture. */
void
_critic_notebook_followed (CriticNotebook *self,
                           CriticPage     *page)
{
  static const CriticRating nothing;
  CriticPage *before = g_steal_pointer (&page->before);
  gboolean kept = memcmp (&before->rating, &page->rating, sizeof page->rating) == 0;
  gboolean any = memcmp (&before->rating, &nothing, sizeof nothing) != 0;

  for (guint i = 0; i < before->sheets->len; i++)
    if (!critic_sheet_is_empty (before->sheets->pdata[i]))
      {
        any = TRUE;
        kept = kept && (before->sheets->pdata[i] == before->current
                        || find_text (page, critic_sheet_get_entry (before->sheets->pdata[i])->text) != NULL);
      }
  critic_page_unref (before);

  if (any && page == self->page)
    {
      g_autofree char *base = g_file_get_basename (page->file);
      g_autofree char *name = g_filename_display_name (base);
      g_autofree char *text = g_strdup_printf (kept
        ? _("Another program changed “%s”. What you said of it stays with it.")
        : _("Another program changed “%s” into a picture that is known already, with what you said of that. "
            "What you said before stays with the picture as it was."), name);

      g_signal_emit_by_name (self, "followed", text);
    }
}
