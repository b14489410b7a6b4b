/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-asked.h"

#include "critic-groups.h"
#include "critic-search.h"
#include "critic-taste.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CliAsked
{
  const CliCritiqueTable *table;
  GPtrArray              *needles;      /* texts looked for, folded */
  GPtrArray              *images;       /* of each needle the set of the library's images, gint64 */
  gboolean                compares;     /* with @liked */
  CriticMeasured          liked;
  CriticSearch           *search;       /* NULL: no words are compared with */
  CriticTaste            *taste;        /* NULL: not asked for */
};

/* As the library compares texts. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup (text);
}

static void
on_judged (CriticPoolItem *item, gpointer data)
{
  *(CriticPoolItem **) data = item;
}

static gboolean
judge_liked (CliAsked *self, const char *path, const char *model_directory, GError **error)
{
  g_autoptr (GError) failure = NULL;
  CriticPoolItem *item = NULL;
  g_autoptr (CriticPool) pool = critic_pool_new (model_directory, 1, on_judged, &item, error);

  if (pool == NULL)
    return FALSE;
  critic_pool_push (pool, critic_pool_item_new (path));
  critic_pool_drain (pool);

  failure = g_steal_pointer (&item->error);
  self->liked = item->measured;
  self->compares = TRUE;
  critic_pool_item_free (item);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
fit_taste (CliAsked *self, const char *model, CriticLibrary *library, GError **error)
{
  if (library == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("Your taste is learnt from the stars in your library; leave --no-library out."));
      return FALSE;
    }

  self->taste = critic_taste_learn (library, model, error);

  return self->taste != NULL;
}

static gboolean
look_for_texts (CliAsked *self, const CriticFilter *filter, CriticLibrary *library, GError **error)
{
  const char *const *texts = critic_filter_get_texts (filter);

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      GHashTable *images = NULL;

      g_ptr_array_add (self->needles, fold (texts[i]));
      if (library != NULL && (images = critic_library_images_with_text (library, texts[i], error)) == NULL)
        return FALSE;
      g_ptr_array_add (self->images, images);
    }

  return TRUE;
}

static void
free_images (gpointer images)
{
  if (images != NULL)
    g_hash_table_unref (images);
}

CliAsked *
cli_asked_new (const CriticFilter *filter, const char *like, const char *words, gboolean taste, const char *model_directory,
               const char *model, const CliCritiqueTable *table, CriticLibrary *library, GError **error)
{
  g_autoptr (CliAsked) self = g_new0 (CliAsked, 1);

  self->table = table;
  self->needles = g_ptr_array_new_with_free_func (g_free);
  self->images = g_ptr_array_new_with_free_func (free_images);
  if ((filter != NULL && !look_for_texts (self, filter, library, error)) ||
      (like != NULL && !judge_liked (self, like, model_directory, error)) ||
      (words != NULL && (self->search = critic_search_new (model_directory, words, NULL, error)) == NULL) ||
      (taste && !fit_taste (self, model, library, error)))
    return NULL;

  return g_steal_pointer (&self);
}

void
cli_asked_free (CliAsked *self)
{
  g_clear_pointer (&self->taste, critic_taste_unref);
  g_clear_pointer (&self->search, critic_search_unref);
  g_ptr_array_unref (self->needles);
  g_ptr_array_unref (self->images);
  g_free (self);
}

/* Some critique of the table holds the text. */
static gboolean
table_holds (const CliAsked *self, const char *path, const char *needle)
{
  g_auto (GStrv) texts = self->table != NULL ? cli_critique_table_texts (self->table, path) : NULL;

  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_autofree char *folded = fold (texts[i]);

      if (strstr (folded, needle) != NULL)
        return TRUE;
    }

  return FALSE;
}

void
cli_asked_fill (const CliAsked *self, CliRow *row)
{
  const CriticRow *known = row->row;

  for (guint i = 0; i < self->needles->len; i++)
    if (table_holds (self, known->path, self->needles->pdata[i]) ||
        (self->images->pdata[i] != NULL && g_hash_table_contains (self->images->pdata[i], &known->image_id)))
      row->texts |= G_GUINT64_CONSTANT (1) << i;

  if (!known->assessed)
    return;
  if (self->compares)
    row->likeness = critic_likeness (&self->liked, &known->measured);
  else if (self->search != NULL)
    row->likeness = critic_search_likeness (self->search, &known->measured);
  if (self->taste != NULL)
    row->taste = critic_taste_predict (self->taste, &known->measured, &known->photo_alone);
}
