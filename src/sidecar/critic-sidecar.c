/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sidecar.h"

#include "critic-number.h"
#include "critic-sidecar-file.h"
#include "critic-xmp-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LAST_STYLE 0.5      /* probability from which a style is named */

static const CriticXmpSpace ours = { CRITIC_XMP_NAMESPACE, "photocritic" };
static const CriticXmpSpace basic = { "http://ns.adobe.com/xap/1.0/", "xmp" };
static const CriticXmpSpace core = { "http://purl.org/dc/elements/1.1/", "dc" };
static const CriticXmpSpace lightroom = { "http://ns.adobe.com/lightroom/1.0/", "lr" };

G_DEFINE_QUARK (critic-sidecar-error-quark, critic_sidecar_error)

void
critic_sidecar_words_of (CriticSidecarWords *words, const CriticRow *row, const char *model_id)
{
  memset (words, 0, sizeof *words);
  words->rating = row->rating;
  if (row->assessed)
    {
      words->model = model_id;
      words->judgement = row->judgement;
      words->photo_alone = row->photo_alone;
      words->n_critiques = row->n_critiques;
    }
}

static void
set_number (CriticXmpDocument *document, const char *name, gdouble value)
{
  char digits[CRITIC_NUMBER_SIZE];

  critic_xmp_document_set (document, &ours, name, critic_number_format (value, digits));
}

static void
set_truth (CriticXmpDocument *document, const char *name, gboolean value)
{
  critic_xmp_document_set (document, &ours, name, value ? "True" : "False");
}

static void
set_judgement (CriticXmpDocument *document, const CriticSidecarWords *words)
{
  const CriticJudgement *judgement = &words->judgement;
  g_autofree char *critiques = g_strdup_printf ("%u", words->n_critiques);

  set_number (document, "Score", judgement->score);
  set_number (document, "PhotoScore", words->photo_alone.score);
  set_number (document, "TypicalError", judgement->error);
  set_number (document, "Percentile", judgement->percentile);
  set_number (document, "PHigh", judgement->p_high);
  set_truth (document, "High", judgement->high);
  critic_xmp_document_set (document, &ours, "Critiques", critiques);
  critic_xmp_document_set (document, &ours, "Model", words->model);
}

static void
set_styles (CriticXmpDocument *document, const CriticSidecarWords *words)
{
  g_autoptr (GPtrArray) styles = g_ptr_array_new ();
  g_autoptr (GPtrArray) probabilities = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      const char *id = mcn_style_info (i)->id;
      char digits[CRITIC_NUMBER_SIZE];

      if (words->judgement.style[i] > LAST_STYLE)
        g_ptr_array_add (styles, (gpointer) id);
      g_ptr_array_add (probabilities, g_strdup_printf ("%s=%s", id, critic_number_format (words->judgement.style[i], digits)));
    }
  critic_xmp_document_edit_bag (document, &ours, "Styles", NULL, styles);
  critic_xmp_document_edit_bag (document, &ours, "StyleProbabilities", NULL, probabilities);
}

/* What every program shows. */
static void
set_marks (CriticXmpDocument *document, const CriticSidecarWords *words)
{
  static const char *const stars[] = { "0", "1", "2", "3", "4", "5" };
  const CriticRating *rating = &words->rating;
  g_autofree char *old = critic_xmp_document_get (document, &basic, "Rating");
  g_autofree char *old_label = critic_xmp_document_get (document, &basic, "Label");
  const gboolean rejected = old != NULL && g_str_has_prefix (g_strstrip (old), "-");

  if (rating->flag == CRITIC_FLAG_REJECT)
    critic_xmp_document_set (document, &basic, "Rating", "-1");
  else if (rating->stars > 0)
    critic_xmp_document_set (document, &basic, "Rating", stars[MIN (rating->stars, 5)]);
  else if (old != NULL && (rejected ? rating->flag == CRITIC_FLAG_PICK || (words->erase & CRITIC_SET_FLAG)
                                    : words->erase & CRITIC_SET_STARS))
    critic_xmp_document_set (document, &basic, "Rating", stars[0]);

  if (rating->label != CRITIC_LABEL_NONE)
    critic_xmp_document_set (document, &basic, "Label", critic_xmp_label_name (rating->label));
  else if (old_label != NULL && (words->erase & CRITIC_SET_LABEL) && critic_xmp_label_parse (g_strstrip (old_label)) != CRITIC_LABEL_NONE)
    critic_xmp_document_set (document, &basic, "Label", NULL);
}

static void
set_own (CriticXmpDocument *document, const CriticRating *rating)
{
  g_autoptr (GPtrArray) said = g_ptr_array_new ();
  g_autoptr (GPtrArray) denied = g_ptr_array_new ();

  if (rating->flag != CRITIC_FLAG_NONE)
    critic_xmp_document_set (document, &ours, "Flag", rating->flag == CRITIC_FLAG_PICK ? "pick" : "reject");
  if (rating->flag == CRITIC_FLAG_REJECT)
    set_number (document, "Stars", rating->stars);
  if (rating->score > 0)
    set_number (document, "OwnScore", rating->score);
  if (rating->high != CRITIC_SAYS_NOTHING)
    set_truth (document, "OwnHigh", rating->high == CRITIC_SAYS_YES);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (rating->style[i] != CRITIC_SAYS_NOTHING)
      g_ptr_array_add (rating->style[i] == CRITIC_SAYS_YES ? said : denied, (gpointer) mcn_style_info (i)->id);
  critic_xmp_document_edit_bag (document, &ours, "OwnStyles", NULL, said);
  critic_xmp_document_edit_bag (document, &ours, "OwnNotStyles", NULL, denied);
}

static gboolean
is_wanted (const CriticSidecarWords *words, guint style)
{
  switch (words->rating.style[style])
    {
    case CRITIC_SAYS_YES:
      return TRUE;
    case CRITIC_SAYS_NO:
      return FALSE;
    case CRITIC_SAYS_NOTHING:
    default:
      return words->model != NULL && words->judgement.style[style] > LAST_STYLE;
    }
}

/* The words that we put into a bag before go, those that are wanted come; a word
 * that somebody else put there is theirs and stays. (transfer full): what is ours now. */
static GPtrArray *
set_subjects (CriticXmpDocument *document, const CriticSidecarWords *words, const CriticXmpSpace *space, const char *name,
              const char *note)
{
  g_autoptr (GPtrArray) put = critic_xmp_document_get_bag (document, &ours, note);
  GPtrArray *add = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) theirs = NULL;

  critic_xmp_document_edit_bag (document, space, name, put, NULL);
  theirs = critic_xmp_document_get_bag (document, space, name);
  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      g_autofree char *word = g_strconcat (space == &lightroom ? CRITIC_XMP_BRANCH : "", mcn_style_info (i)->name, NULL);

      if (is_wanted (words, i) && !g_ptr_array_find_with_equal_func (theirs, word, g_str_equal, NULL))
        g_ptr_array_add (add, g_steal_pointer (&word));
    }
  critic_xmp_document_edit_bag (document, space, name, NULL, add);
  return add;
}

static void
set_all (CriticXmpDocument *document, const CriticSidecarWords *words, const char *date)
{
  g_autoptr (GPtrArray) subjects = NULL;
  g_autoptr (GPtrArray) branches = NULL;

  set_marks (document, words);
  if (words->subjects)
    {
      subjects = set_subjects (document, words, &core, "subject", "Subjects");
      branches = set_subjects (document, words, &lightroom, "hierarchicalSubject", "Branches");
    }
  else
    {
      subjects = critic_xmp_document_get_bag (document, &ours, "Subjects");
      branches = critic_xmp_document_get_bag (document, &ours, "Branches");
    }
  critic_xmp_document_clear (document, &ours);
  if (words->model != NULL)
    {
      set_judgement (document, words);
      critic_xmp_document_set (document, &ours, "Date", date);
      set_styles (document, words);
    }
  set_own (document, &words->rating);
  critic_xmp_document_edit_bag (document, &ours, "Subjects", NULL, subjects);
  critic_xmp_document_edit_bag (document, &ours, "Branches", NULL, branches);
}

/* Exiv2 must find in it what was meant, and other programs will. */
static gboolean
is_right (const char *text, gsize length, const CriticSidecarWords *words)
{
  const CriticRating *meant = &words->rating;
  CriticXmp xmp;

  if (!critic_xmp_read_sidecar (text, length, &xmp, NULL))
    return FALSE;
  return (meant->flag == CRITIC_FLAG_NONE || xmp.rating.flag == meant->flag) &&
         (meant->stars == 0 || xmp.rating.stars == meant->stars) &&
         (meant->label == CRITIC_LABEL_NONE || xmp.rating.label == meant->label);
}

static gboolean
fail_damaged (const CriticSidecarFile *file, const char *why, GError **error)
{
  g_set_error (error, CRITIC_SIDECAR_ERROR, CRITIC_SIDECAR_ERROR_DAMAGED,
               _("“%s” could not be read (%s), so it was left as it is. Mend it or move it away."), file->name, why);
  return FALSE;
}

gboolean
critic_sidecar_write (const char *path, const CriticSidecarWords *words, GError **error)
{
  g_auto (CriticSidecarFile) file = { NULL, };
  g_autoptr (CriticXmpDocument) document = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GError) trouble = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *date = NULL;
  CriticXmp old;

  if (!critic_sidecar_file_read (&file, path, error))
    return FALSE;
  if (file.text != NULL && !critic_xmp_read_sidecar (file.text, file.length, &old, &trouble))
    return fail_damaged (&file, trouble->message, error);
  document = critic_xmp_document_new (file.text, file.length, &trouble);
  if (document == NULL)
    return fail_damaged (&file, trouble->message, error);

  before = critic_xmp_document_to_text (document);
  date = critic_xmp_document_get (document, &ours, "Date");
  set_all (document, words, date != NULL ? date : "");
  after = critic_xmp_document_to_text (document);
  if (file.text != NULL && g_str_equal (after, before))
    return TRUE;

  g_free (date);
  g_free (after);
  date = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  if (words->model != NULL)
    critic_xmp_document_set (document, &ours, "Date", date);
  after = critic_xmp_document_to_text (document);
  if (!is_right (after, strlen (after), words))
    return fail_damaged (&file, _("it would not say the same afterwards"), error);
  return critic_sidecar_file_replace (&file, after, strlen (after), error);
}

gboolean
critic_sidecar_read (const char *path, CriticXmp *xmp, GError **error)
{
  g_auto (CriticSidecarFile) file = { NULL, };
  g_autoptr (GError) trouble = NULL;

  memset (xmp, 0, sizeof *xmp);
  if (!critic_sidecar_file_read (&file, path, error))
    return FALSE;
  if (file.text == NULL || critic_xmp_read_sidecar (file.text, file.length, xmp, &trouble))
    return TRUE;

  g_set_error (error, CRITIC_SIDECAR_ERROR, CRITIC_SIDECAR_ERROR_DAMAGED,
               _("“%s” could not be read (%s). Mend it or move it away."), file.name, trouble->message);
  return FALSE;
}
