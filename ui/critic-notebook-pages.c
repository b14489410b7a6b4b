/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The desk turns to another photograph; what the library knows of it joins what
 * was typed meanwhile. */
#include "critic-notebook-private.h"

#define JUDGE_MS 1500

CriticPage *
_critic_page_new (void)
{
  CriticPage *page = g_rc_box_new0 (CriticPage);

  page->sheets = g_ptr_array_new_with_free_func (g_object_unref);

  return page;
}

static void
page_clear (gpointer data)
{
  CriticPage *page = data;

  g_clear_pointer (&page->joined, critic_page_unref);
  g_clear_object (&page->file);
  g_clear_pointer (&page->before, critic_page_unref);
  g_ptr_array_unref (page->sheets);
}

void
critic_page_unref (CriticPage *page)
{
  g_rc_box_release_full (page, page_clear);
}

CriticPage *
_critic_page_find_joined (CriticPage *page)
{
  while (page->joined != NULL)
    page = page->joined;

  return page;
}

GFile *
critic_page_get_file (CriticPage *page)
{
  return _critic_page_find_joined (page)->file;
}

CriticPage *
critic_notebook_ref_page (CriticNotebook *self)
{
  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), NULL);

  return g_rc_box_acquire (self->page);
}

/* What was there before the first photograph has become its page. */
gboolean
critic_notebook_is_at (CriticNotebook *self,
                       CriticPage     *page)
{
  g_return_val_if_fail (CRITIC_IS_NOTEBOOK (self), FALSE);

  return _critic_page_find_joined (page) == self->page;
}

static guint
hash_hash (gconstpointer data)
{
  const CriticHash *hash = data;
  guint value;

  memcpy (&value, hash->bytes, sizeof value);

  return value;
}

static gboolean
hash_equal (gconstpointer a,
            gconstpointer b)
{
  return memcmp (a, b, sizeof (CriticHash)) == 0;
}

static CriticSheet *
find_sheet (CriticPage *page,
            gint64      id)
{
  for (guint i = 0; i < page->sheets->len; i++)
    if (critic_sheet_get_entry (page->sheets->pdata[i])->id == id)
      return page->sheets->pdata[i];

  return NULL;
}

static CriticSheet *
find_text (GPtrArray  *sheets,
           const char *text)
{
  for (guint i = 0; i < sheets->len; i++)
    if (g_str_equal (critic_sheet_get_entry (sheets->pdata[i])->text, text))
      return sheets->pdata[i];

  return NULL;
}

static CriticSheet *
find_latest (GPtrArray *sheets)
{
  CriticSheet *latest = NULL;

  for (guint i = 0; i < sheets->len; i++)
    if (latest == NULL || critic_sheet_get_entry (sheets->pdata[i])->written >= critic_sheet_get_entry (latest)->written)
      latest = sheets->pdata[i];

  return latest;
}

/* Whether a sheet that the library does not have stays: one that it does not
 * have yet, and an empty one to write on that somebody asked for; not the one that
 * lay there because nothing was known of the photograph. */
static gboolean
stays (CriticPage  *page,
       CriticSheet *sheet,
       GPtrArray   *sheets,
       gboolean     was_unknown)
{
  const CriticCritiqueEntry *entry = critic_sheet_get_entry (sheet);

  if (entry->id != 0)
    return !critic_sheet_is_saved (sheet);
  if (critic_sheet_is_empty (sheet))
    return page->loaded && sheet == page->current && !(was_unknown && sheets->len > 0 && critic_sheet_get_edits (sheet) == 0);
  if (critic_sheet_get_edits (sheet) == 0)
    return sheets->len == 0;

  /* What came along from the command line, or from an empty desk, may have been
   * written before. */
  return page->loaded || find_text (sheets, entry->text) == NULL;
}

/* The library has spoken of a photograph. */
void
_critic_notebook_loaded (CriticNotebook *self,
                         CriticPage     *page,
                         gint64          image_id,
                         GPtrArray      *found)
{
  g_autoptr(GPtrArray) old = page->sheets;
  g_autoptr(GPtrArray) sheets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(CriticSheet) current = g_object_ref (page->current);
  g_autofree char *before = g_strdup (critic_sheet_get_entry (current)->text);
  gboolean was_unknown;

  if (page == self->page)
    _critic_notebook_take_text (self);

  was_unknown = page->image_id == 0;
  page->image_id = image_id;
  _critic_notebook_adopt (page, found);
  for (guint i = 0; i < found->len; i++)
    {
      const CriticCritiqueEntry *entry = found->pdata[i];
      CriticSheet *sheet = find_sheet (page, entry->id);

      if (sheet != NULL && critic_sheet_is_saved (sheet))
        critic_sheet_take (sheet, entry);
      g_ptr_array_add (sheets, sheet != NULL ? g_object_ref (sheet) : critic_sheet_new (entry));
    }
  for (guint i = 0; i < old->len; i++)
    if (g_ptr_array_find (sheets, old->pdata[i], NULL))
      continue;
    else if (stays (page, old->pdata[i], sheets, was_unknown))
      g_ptr_array_add (sheets, g_object_ref (old->pdata[i]));
    else
      /* Whoever waits to write it need not. */
      critic_sheet_set_saved (old->pdata[i], critic_sheet_get_edits (old->pdata[i]),
                              critic_sheet_get_entry (old->pdata[i])->id);
  if (sheets->len == 0)
    g_ptr_array_add (sheets, _critic_notebook_new_sheet (self, "", TRUE));

  page->sheets = g_ptr_array_ref (sheets);
  if (!g_ptr_array_find (sheets, current, NULL))
    {
      CriticSheet *same = critic_sheet_is_blank (current) ? NULL : find_text (sheets, before);

      page->current = same != NULL ? same : find_latest (sheets);
    }
  page->loaded = TRUE;

  if (page != self->page)
    return;
  if (page->current != current || !g_str_equal (before, critic_sheet_get_entry (current)->text))
    _critic_notebook_show (self);
  else
    _critic_notebook_update (self);
  for (guint i = 0; i < sheets->len; i++)
    if (!critic_sheet_is_saved (sheets->pdata[i]))
      _critic_notebook_send_text (self, page, sheets->pdata[i]);
}

/* --- judging with what counts --- */

typedef struct
{
  CriticNotebook *notebook;     /* owned */
  CriticPage     *page;         /* owned */
  GStrv           texts;
} Judging;

static void
judged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Judging *judging = user_data;
  g_autoptr(CriticAssessment) assessment =
    critic_analyzer_assess_finish (CRITIC_ANALYZER (object), result, NULL);

  if (assessment != NULL)
    {
      CriticErrand *errand = _critic_errand_new (CRITIC_ERRAND_JUDGE, judging->page);

      errand->texts = g_steal_pointer (&judging->texts);
      errand->judgement = *critic_assessment_get_judgement (assessment);
      errand->model_id = g_strdup (critic_assessment_get_model_id (assessment));
      _critic_notebook_send (judging->notebook, errand);
    }

  g_object_unref (judging->notebook);
  critic_page_unref (judging->page);
  g_strfreev (judging->texts);
  g_free (judging);
}

/* As a pass would, from the file, so that lists show the score that a pass finds. */
static void
judge (CriticNotebook *self,
       CriticPage     *page)
{
  Judging *judging;
  GStrv texts;

  if (!page->must_judge || page->file == NULL || page->image_id == 0)
    return;

  page->must_judge = FALSE;
  texts = _critic_notebook_counting_texts (page, NULL);
  if (texts[0] == NULL)
    {
      g_strfreev (texts);
      return;
    }

  judging = g_new0 (Judging, 1);
  judging->notebook = g_object_ref (self);
  judging->page = g_rc_box_acquire (page);
  judging->texts = texts;
  critic_analyzer_assess_async (critic_desk_get_analyzer (self->desk),
                                &(CriticRequest) { .file = page->file, .critiques = (const char *const *) texts },
                                self->cancellable, judged_cb, judging);
}

static gboolean
judge_cb (gpointer user_data)
{
  CriticNotebook *self = user_data;

  self->judge_source = 0;
  judge (self, self->page);

  return G_SOURCE_REMOVE;
}

/* When nothing more was written for a while, or the page is turned. */
void
_critic_notebook_judge_soon (CriticNotebook *self,
                             CriticPage     *page)
{
  page->must_judge = TRUE;
  if (page != self->page)
    {
      judge (self, page);
      return;
    }

  g_clear_handle_id (&self->judge_source, g_source_remove);
  self->judge_source = g_timeout_add (JUDGE_MS, judge_cb, self);
  g_source_set_name_by_id (self->judge_source, "[photo-critic] judge");
}

/* --- turning --- */

/* A text that was written before there was a photograph joins the first one. */
static void
join (CriticNotebook *self,
      CriticPage     *from,
      CriticPage     *to)
{
  if (from == to || from->has_photo)
    return;

  from->joined = g_rc_box_acquire (to);
  for (guint i = 0; i < from->sheets->len; i++)
    {
      CriticSheet *sheet = from->sheets->pdata[i];

      if (critic_sheet_is_empty (sheet))
        continue;
      g_ptr_array_add (to->sheets, g_object_ref (sheet));
      if (sheet == from->current)
        to->current = sheet;
    }
}

static CriticPage *
find_page (CriticNotebook *self,
           CriticPhoto    *photo)
{
  CriticPage *page;
  CriticHash hash;

  memcpy (hash.bytes, critic_photo_get_content_hash (photo), sizeof hash.bytes);
  page = g_hash_table_lookup (self->pages, &hash);
  if (page == NULL)
    {
      page = _critic_page_new ();
      page->has_photo = TRUE;
      page->hash = hash;
      g_hash_table_insert (self->pages, &page->hash, page);
    }

  return page;
}

static void
turned_cb (CriticNotebook *self,
           const char     *start)
{
  CriticPicture *picture = critic_desk_get_picture (self->desk);
  CriticPage *page = find_page (self, critic_picture_get_photo (picture));
  CriticPage *left = self->page;

  g_clear_handle_id (&self->judge_source, g_source_remove);
  judge (self, left);
  left->step_id = 0;

  g_set_object (&page->file, critic_desk_get_file (self->desk));
  join (self, left, page);
  _critic_notebook_follow (self, left, page);
  if (page->sheets->len == 0)
    g_ptr_array_add (page->sheets, _critic_notebook_new_sheet (self, start != NULL ? start : "", TRUE));
  if (page->current == NULL)
    page->current = page->sheets->pdata[0];
  else if (start != NULL && page->sheets->len == 1 && critic_sheet_is_empty (page->current))
    {
      g_autoptr(CriticSheet) proposal = _critic_notebook_new_sheet (self, start, TRUE);

      critic_sheet_take (page->current, critic_sheet_get_entry (proposal));
    }

  self->page = g_rc_box_acquire (page);
  critic_page_unref (left);
  _critic_notebook_show (self);
  g_signal_emit_by_name (self, "rated");
  critic_shelf_open (self->shelf);
  _critic_notebook_send (self, _critic_errand_new (CRITIC_ERRAND_LOAD, page));
}

static void
written_cb (CriticNotebook *self,
            GObject        *who,
            GArray         *image_ids)
{
  if (who == G_OBJECT (self) || !self->page->has_photo)
    return;

  /* A photograph that is not known may be by now. */
  for (guint i = 0; i < image_ids->len; i++)
    if (self->page->image_id == 0 || g_array_index (image_ids, gint64, i) == self->page->image_id)
      {
        self->page->step_id = 0;
        _critic_notebook_send (self, _critic_errand_new (CRITIC_ERRAND_LOAD, self->page));
        return;
      }
}

static void
ignore_cb (gpointer data,
           gpointer user_data)
{
}

/* Somebody else took or made a step: whoever goes to the library reads the names. */
static void
walked_cb (CriticNotebook *self,
           GObject        *who)
{
  CriticErrand *errand;

  if (who == G_OBJECT (self))
    return;

  errand = _critic_errand_new (CRITIC_ERRAND_CALL, NULL);
  errand->call = ignore_cb;
  _critic_notebook_send (self, errand);
}

static void
shelf_cb (CriticNotebook *self)
{
  const GError *error = critic_shelf_get_error (self->shelf);

  _critic_notebook_set_problem (self, critic_shelf_get_state (self->shelf) == CRITIC_SHELF_FAILED && error != NULL
                                        ? error->message : NULL);
  _critic_notebook_go (self);
}

/* Takes it off the page of its photograph; another one is shown. */
void
_critic_notebook_drop (CriticNotebook *self,
                       CriticSheet    *sheet)
{
  CriticPage *page = self->page;
  guint index;

  if (!g_ptr_array_find (page->sheets, sheet, &index))
    return;

  if (page->sheets->len == 1)
    g_ptr_array_add (page->sheets, _critic_notebook_new_sheet (self, "", TRUE));
  page->current = page->sheets->pdata[index + 1 < page->sheets->len ? index + 1 : index - 1];
  g_ptr_array_remove_index (page->sheets, index);
  _critic_notebook_show (self);
}

void
_critic_notebook_init_pages (CriticNotebook *self)
{
  self->pages = g_hash_table_new_full (hash_hash, hash_equal, NULL, (GDestroyNotify) critic_page_unref);
  self->page = _critic_page_new ();
  self->page->loaded = TRUE;
  g_ptr_array_add (self->page->sheets, _critic_notebook_new_sheet (self, "", TRUE));
  self->page->current = self->page->sheets->pdata[0];

  g_signal_connect_object (self->desk, "turned", G_CALLBACK (turned_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shelf, "written", G_CALLBACK (written_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shelf, "walked", G_CALLBACK (walked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->shelf, "notify::state", G_CALLBACK (shelf_cb), self, G_CONNECT_SWAPPED);
}
