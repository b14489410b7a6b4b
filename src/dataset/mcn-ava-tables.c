/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-ava-tables.h"

#include "mcn-dataset-file.h"
#include "mcn-names.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_TAGS 1000
#define VAL_SHARE 20            /* one challenge in so many */
#define STRANGE_SHARE 100       /* more than one id in so many that AVA.txt lacks: it is cut off */

#define SINGLE_LABEL (1u << 15) /* beside the bits of the styles */
#define STYLED (1u << 14)       /* so that no style at all is a value, too */

G_STATIC_ASSERT (MCN_N_STYLES <= 14);

struct _McnAvaTables
{
  char       *folder;
  GArray     *ids;              /* guint, rising */
  GHashTable *tags;             /* number -> itself */
  GHashTable *test;             /* id -> itself */
  GHashTable *styles;           /* id -> bits */
  gint        style_of[MCN_N_STYLES];   /* by the number of styles.txt, from 1 */
  GArray     *named;            /* Named: what the lists of ids name, then what of it AVA.txt lacks */
};

typedef struct
{
  guint       id;
  const char *list;
} Named;

static char *
path_of (McnAvaTables *self, const char *folder, const char *name)
{
  return folder != NULL ? g_build_filename (self->folder, folder, name, NULL) : g_build_filename (self->folder, name, NULL);
}

/* ---- AVA.txt --------------------------------------------------------------- */

/* The next number of @text, which moves behind it; -1: there is none up to @most. */
static gint64
next_number (const char **text, gint64 most)
{
  gint64 value = 0;

  while (**text == ' ' || **text == '\t')
    (*text)++;
  if (!g_ascii_isdigit (**text))
    return -1;
  for (; g_ascii_isdigit (**text); (*text)++)
    {
      value = 10 * value + (**text - '0');
      if (value > most)
        return -1;
    }

  return **text == ' ' || **text == '\t' || **text == '\0' ? value : -1;
}

gboolean
mcn_ava_line_parse (const char *text, McnAvaLine *line)
{
  gint64 index = next_number (&text, G_MAXINT32), id = index < 0 ? -1 : next_number (&text, G_MAXINT32), challenge;
  guint64 n = 0;

  if (id <= 0)
    return FALSE;
  line->id = (guint) id;
  for (guint i = 0; i < MCN_AVA_GRADES; i++)
    {
      gint64 votes = next_number (&text, G_MAXINT32);

      if (votes < 0)
        return FALSE;
      line->votes[i] = (guint32) votes;
      n += line->votes[i];
    }
  for (guint i = 0; i < 2; i++)
    {
      gint64 tag = next_number (&text, MOST_TAGS);

      if (tag < 0)
        return FALSE;
      line->tags[i] = (guint) tag;
    }
  challenge = next_number (&text, G_MAXINT32);
  if (challenge < 0)
    return FALSE;
  line->challenge = (guint) challenge;

  return n > 0 && text[strspn (text, " \t")] == '\0';
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return x < y ? -1 : x > y;
}

static gboolean
read_lines (McnAvaTables *self, const char *path, GError **error)
{
  g_autoptr (McnLines) lines = mcn_lines_open (path, error);
  g_autoptr (GError) local = NULL;
  const char *text;

  if (lines == NULL)
    return FALSE;
  while ((text = mcn_lines_next (lines, NULL, &local)) != NULL)
    {
      McnAvaLine line;

      if (!mcn_ava_line_parse (text, &line))
        return mcn_input_refuse (error, path, mcn_lines_get_number (lines),
                                 _("These are not an index, an id, ten counts of votes with a sum above zero, two tags and a challenge. Is the file whole?"));
      for (guint i = 0; i < 2; i++)
        if (line.tags[i] != 0 && !g_hash_table_contains (self->tags, GUINT_TO_POINTER (line.tags[i])))
          return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("The tag %u has no name in “%s”."), line.tags[i], "tags.txt");
      g_array_append_val (self->ids, line.id);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  g_array_sort (self->ids, compare_numbers);
  for (guint i = 1; i < self->ids->len; i++)
    if (g_array_index (self->ids, guint, i) == g_array_index (self->ids, guint, i - 1))
      return mcn_input_refuse (error, path, 0, _("The id %u is there twice."), g_array_index (self->ids, guint, i));
  return self->ids->len > 0 || mcn_input_refuse (error, path, 0, _("The file is empty."));
}

/* ---- lists ----------------------------------------------------------------- */

/* One number a line, at most @most. */
static GArray *
read_numbers (McnAvaTables *self, const char *folder, const char *name, gint64 most, GError **error)
{
  g_autofree char *path = path_of (self, folder, name);
  g_autoptr (McnLines) lines = mcn_lines_open (path, error);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) local = NULL;
  const char *text;

  if (lines == NULL)
    return NULL;
  while ((text = mcn_lines_next (lines, NULL, &local)) != NULL)
    {
      g_autofree char *stripped = g_strstrip (g_strdup (text));
      gint64 number = mcn_number_parse (stripped, most);
      guint value = (guint) number;

      if (number <= 0)
        {
          mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("This is no number from 1 to %u. Is the file whole?"), (guint) most);
          return NULL;
        }
      g_array_append_val (numbers, value);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&numbers);
}

/* The ids of a list, kept until AVA.txt is read. */
static GArray *
read_ids (McnAvaTables *self, const char *folder, const char *name, GError **error)
{
  GArray *ids = read_numbers (self, folder, name, G_MAXINT32, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      Named named = { g_array_index (ids, guint, i), name };

      g_array_append_val (self->named, named);
    }
  return ids;
}

static gboolean
read_tags (McnAvaTables *self, GError **error)
{
  g_autofree char *path = path_of (self, NULL, "tags.txt");
  g_autoptr (McnLines) lines = mcn_lines_open (path, error);
  g_autoptr (GError) local = NULL;
  const char *text;

  if (lines == NULL)
    return FALSE;
  while ((text = mcn_lines_next (lines, NULL, &local)) != NULL)
    {
      gint64 number = next_number (&text, MOST_TAGS);

      if (number <= 0 || !g_hash_table_add (self->tags, GUINT_TO_POINTER ((guint) number)))
        return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("A tag has no number, or one that another has."));
    }

  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_style_names (McnAvaTables *self, GError **error)
{
  g_autofree char *path = path_of (self, "style_image_lists", "styles.txt");
  g_autoptr (McnLines) lines = mcn_lines_open (path, error);
  g_autoptr (GError) local = NULL;
  const char *text;
  guint n = 0;

  if (lines == NULL)
    return FALSE;
  while ((text = mcn_lines_next (lines, NULL, &local)) != NULL)
    {
      gint64 number = next_number (&text, MCN_N_STYLES);
      gint style = -1;

      for (gint i = 0; i < MCN_N_STYLES; i++)
        if (g_str_equal (mcn_style_info (i)->id, text + strspn (text, " \t")))
          style = i;
      if (number <= 0 || style < 0)
        return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("A style has no number or a name that this program does not know."));
      self->style_of[number - 1] = style;
      n++;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return n == MCN_N_STYLES || mcn_input_refuse (error, path, 0, _("There are %u styles instead of %u."), n, (guint) MCN_N_STYLES);
}

static gboolean
add_style (McnAvaTables *self, const char *list, guint id, guint bits, GError **error)
{
  g_autofree char *path = path_of (self, "style_image_lists", list);

  return g_hash_table_insert (self->styles, GUINT_TO_POINTER (id), GUINT_TO_POINTER (bits | STYLED)) ||
         mcn_input_refuse (error, path, 0, _("The id %u is there twice, or in two lists."), id);
}

static gboolean
refuse_lengths (McnAvaTables *self, const char *list, guint a, const char *other, guint b, GError **error)
{
  g_autofree char *path = path_of (self, "style_image_lists", list);

  return mcn_input_refuse (error, path, 0, _("It has %u lines and “%s” has %u. Is one of them cut off?"), a, other, b);
}

static gboolean
read_single_labels (McnAvaTables *self, GError **error)
{
  g_autoptr (GArray) ids = read_ids (self, "style_image_lists", "train.jpgl", error);
  g_autoptr (GArray) labels = ids != NULL ? read_numbers (self, "style_image_lists", "train.lab", MCN_N_STYLES, error) : NULL;

  if (labels == NULL)
    return FALSE;
  if (ids->len != labels->len)
    return refuse_lengths (self, "train.jpgl", ids->len, "train.lab", labels->len, error);
  for (guint i = 0; i < ids->len; i++)
    {
      gint style = self->style_of[g_array_index (labels, guint, i) - 1];

      if (!add_style (self, "train.jpgl", g_array_index (ids, guint, i), (1u << style) | SINGLE_LABEL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_multi_labels (McnAvaTables *self, GError **error)
{
  g_autoptr (GArray) ids = read_ids (self, "style_image_lists", "test.jpgl", error);
  g_autofree char *path = path_of (self, "style_image_lists", "test.multilab");
  g_autoptr (McnLines) lines = ids != NULL ? mcn_lines_open (path, error) : NULL;
  g_autoptr (GError) local = NULL;
  const char *text;
  guint n = 0;

  if (lines == NULL)
    return FALSE;
  for (; (text = mcn_lines_next (lines, NULL, &local)) != NULL; n++)
    {
      guint bits = 0;

      for (guint i = 0; i < MCN_N_STYLES; i++)
        {
          gint64 label = next_number (&text, 1);

          if (label < 0)
            return mcn_input_refuse (error, path, mcn_lines_get_number (lines), _("These are not %u times 0 or 1."), (guint) MCN_N_STYLES);
          if (label == 1)
            bits |= 1u << self->style_of[i];
        }
      if (n < ids->len && !add_style (self, "test.jpgl", g_array_index (ids, guint, n), bits, error))
        return FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return n == ids->len || refuse_lengths (self, "test.jpgl", ids->len, "test.multilab", n, error);
}

/* The official split; the lists of training must not name what is tested. */
static gboolean
read_split (McnAvaTables *self, GError **error)
{
  static const char *const training[] = { "generic_ls_train.jpgl", "generic_ss_train.jpgl" };
  g_autoptr (GArray) test = read_ids (self, "aesthetics_image_lists", "generic_test.jpgl", error);

  if (test == NULL)
    return FALSE;
  for (guint i = 0; i < test->len; i++)
    if (!g_hash_table_add (self->test, GUINT_TO_POINTER (g_array_index (test, guint, i))))
      {
        g_autofree char *path = path_of (self, "aesthetics_image_lists", "generic_test.jpgl");

        return mcn_input_refuse (error, path, i + 1, _("The id %u is there twice."), g_array_index (test, guint, i));
      }
  for (guint i = 0; i < G_N_ELEMENTS (training); i++)
    {
      g_autofree char *path = path_of (self, "aesthetics_image_lists", training[i]);
      g_autoptr (GArray) train = NULL;

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      train = read_ids (self, "aesthetics_image_lists", training[i], error);
      for (guint j = 0; train != NULL && j < train->len; j++)
        if (g_hash_table_contains (self->test, GUINT_TO_POINTER (g_array_index (train, guint, j))))
          return mcn_input_refuse (error, path, j + 1, _("The id %u is in “%s”, too."), g_array_index (train, guint, j), "generic_test.jpgl");
      if (train == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Leaves of what the lists name what AVA.txt does not have. A few ids are somebody's
 * to look at; many say that one of both files is not whole. */
static gboolean
keep_strangers (McnAvaTables *self, const char *path, GError **error)
{
  guint kept = 0;

  for (guint i = 0; i < self->named->len;)
    {
      const char *list = g_array_index (self->named, Named, i).list;
      guint first = i, before = kept;

      for (; i < self->named->len && g_array_index (self->named, Named, i).list == list; i++)
        if (!mcn_ava_tables_has (self, g_array_index (self->named, Named, i).id))
          g_array_index (self->named, Named, kept++) = g_array_index (self->named, Named, i);
      if ((kept - before) * STRANGE_SHARE > i - first)
        return mcn_input_refuse (error, path, 0, _("It has not %u of the %u ids in “%s”. Is one of them cut off, or of another AVA?"),
                                 kept - before, i - first, list);
    }
  g_array_set_size (self->named, kept);
  return TRUE;
}

/* ---- all of them ----------------------------------------------------------- */

McnAvaTables *
mcn_ava_tables_open (const char *folder, GError **error)
{
  g_autoptr (McnAvaTables) self = g_new0 (McnAvaTables, 1);
  g_autofree char *path = g_build_filename (folder, "AVA.txt", NULL);

  self->folder = g_strdup (folder);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint));
  self->tags = g_hash_table_new (NULL, NULL);
  self->test = g_hash_table_new (NULL, NULL);
  self->styles = g_hash_table_new (NULL, NULL);
  self->named = g_array_new (FALSE, FALSE, sizeof (Named));

  if (!read_tags (self, error) || !read_style_names (self, error) || !read_single_labels (self, error) ||
      !read_multi_labels (self, error) || !read_split (self, error) || !read_lines (self, path, error) ||
      !keep_strangers (self, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
mcn_ava_tables_free (McnAvaTables *self)
{
  g_free (self->folder);
  g_array_unref (self->ids);
  g_hash_table_unref (self->tags);
  g_hash_table_unref (self->test);
  g_hash_table_unref (self->styles);
  g_array_unref (self->named);
  g_free (self);
}

const char *const *
mcn_ava_tables_files (void)
{
  static const char *const files[] = {
    "AVA.txt", "tags.txt", "style_image_lists/styles.txt", "style_image_lists/train.jpgl", "style_image_lists/train.lab",
    "style_image_lists/test.jpgl", "style_image_lists/test.multilab", "aesthetics_image_lists/generic_test.jpgl",
    "aesthetics_image_lists/generic_ls_train.jpgl", "aesthetics_image_lists/generic_ss_train.jpgl", NULL
  };

  return files;
}

guint
mcn_ava_tables_get_n (McnAvaTables *self)
{
  return self->ids->len;
}

gboolean
mcn_ava_tables_has (McnAvaTables *self, guint id)
{
  return g_array_binary_search (self->ids, &id, compare_numbers, NULL);
}

guint
mcn_ava_tables_get_stranger (McnAvaTables *self, guint i, const char **list)
{
  if (i >= self->named->len)
    return 0;
  *list = g_array_index (self->named, Named, i).list;
  return g_array_index (self->named, Named, i).id;
}

static McnPart
part_of (McnAvaTables *self, const McnAvaLine *line)
{
  if (g_hash_table_contains (self->test, GUINT_TO_POINTER (line->id)))
    return MCN_PART_TEST;

  return mcn_checksum (&line->challenge, sizeof line->challenge) % VAL_SHARE == 0 ? MCN_PART_VAL : MCN_PART_TRAIN;
}

void
mcn_ava_tables_fill (McnAvaTables *self, const McnAvaLine *line, McnDraft *draft)
{
  guint bits = GPOINTER_TO_UINT (g_hash_table_lookup (self->styles, GUINT_TO_POINTER (line->id)));
  gdouble sum = 0, n = 0;

  draft->set = MCN_SET_AVA;
  draft->id = g_strdup_printf ("%u", line->id);
  draft->group = g_strdup_printf ("challenge %u", line->challenge);
  draft->ava_id = line->id;
  draft->part = part_of (self, line);
  draft->tags[0] = line->tags[0];
  draft->tags[1] = line->tags[1];

  for (guint i = 0; i < MCN_AVA_GRADES; i++)
    {
      sum += (i + 1.0) * line->votes[i];
      n += line->votes[i];
    }
  draft->high = sum / n > 5;
  mcn_draft_set_votes (mcn_draft_add_score (draft, MCN_SOURCE_AVA, sum / n, 1, MCN_AVA_GRADES), line->votes, MCN_AVA_GRADES);

  if (bits == 0)
    return;
  draft->styles_from = MCN_STYLES_AVA;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    if (bits & (1u << i))
      draft->styles[i] = 1;
    else if (!(bits & SINGLE_LABEL))
      draft->styles[i] = 0;             /* absent from a list of one label means nothing */
}
