/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of orders; the first ones of each:
 *
 *   score, photo, low, percentile    the best (as in critic-filter.c)
 *   verdict                          high, surest first
 *   style:NAME                       the likeliest
 *   styles                           grouped by their likeliest style, the likeliest first
 *   stars, own, taste                the most
 *   likeness, disagreement           the most
 *   sharpness, critiques, size       the most
 *   error                            the smallest
 *   flag                             picked, then none, then rejected
 *   label                            red, yellow, green, blue, purple
 *   state                            failed, then waiting, gone, done
 *   name, path, failure              A to Z, numbers in names by their value
 *   taken                            the oldest */
#include "critic-order.h"

#include "critic-filter.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef enum
{
  BY_NUMBER,        /* @code: a CriticNumber; rising */
  BY_VERDICT,
  BY_STYLES,
  BY_STARS,
  BY_FLAG,
  BY_LABEL,
  BY_STATE,
  BY_NAME,          /* the texts from here on */
  BY_FAILURE,
  BY_PATH,
} Kind;

typedef struct
{
  const char *name;
  Kind        kind;
  guint       code;
  gboolean    falling;
} KeyInfo;

static const KeyInfo infos[] = {
  { "score", BY_NUMBER, CRITIC_NUMBER_SCORE, TRUE },
  { "low", BY_NUMBER, CRITIC_NUMBER_LOW, TRUE },
  { "photo", BY_NUMBER, CRITIC_NUMBER_PHOTO, TRUE },
  { "error", BY_NUMBER, CRITIC_NUMBER_ERROR },
  { "percentile", BY_NUMBER, CRITIC_NUMBER_PERCENTILE, TRUE },
  { "verdict", BY_VERDICT, 0, TRUE },
  { "styles", BY_STYLES },
  { "style", BY_NUMBER, CRITIC_NUMBER_STYLE, TRUE },
  { "stars", BY_STARS, 0, TRUE },
  { "own", BY_NUMBER, CRITIC_NUMBER_OWN, TRUE },
  { "flag", BY_FLAG, 0, TRUE },
  { "label", BY_LABEL },
  { "critiques", BY_NUMBER, CRITIC_NUMBER_CRITIQUES, TRUE },
  { "disagreement", BY_NUMBER, CRITIC_NUMBER_DISAGREEMENT, TRUE },
  { "taste", BY_NUMBER, CRITIC_NUMBER_TASTE, TRUE },
  { "likeness", BY_NUMBER, CRITIC_NUMBER_LIKENESS, TRUE },
  { "sharpness", BY_NUMBER, CRITIC_NUMBER_SHARPNESS, TRUE },
  { "size", BY_NUMBER, CRITIC_NUMBER_SIZE, TRUE },
  { "taken", BY_NUMBER, CRITIC_NUMBER_TAKEN },
  { "state", BY_STATE, 0, TRUE },
  { "failure", BY_FAILURE },
  { "name", BY_NAME },
  { "path", BY_PATH },
};

typedef struct
{
  const KeyInfo *info;
  guint          number;        /* BY_NUMBER: with the style */
  gboolean       falling;
} Key;

#define MOST_KEYS 8

struct _CriticOrder
{
  gatomicrefcount ref_count;
  guint           n_keys;
  Key             keys[MOST_KEYS];
};

static gboolean
parse_key (const char *word, Key *key, GError **error)
{
  const char *name = *word == '-' ? word + 1 : word, *colon = strchr (name, ':');
  gsize length = colon != NULL ? colon - name : strlen (name);
  int style = 0;

  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    {
      const KeyInfo *info = &infos[i];
      gboolean styled = info->kind == BY_NUMBER && info->code == CRITIC_NUMBER_STYLE;

      if (strlen (info->name) != length || g_ascii_strncasecmp (info->name, name, length) != 0 ||
          styled != (colon != NULL))
        continue;
      if (styled)
        {
          style = critic_style_parse (colon + 1, error);
          if (style < 0)
            return FALSE;
        }
      *key = (Key) { .info = info, .number = info->code + style, .falling = info->falling != (*word == '-') };
      return TRUE;
    }

  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (infos); i++)
    g_string_append_printf (names, "%s%s%s", i > 0 ? ", " : "", infos[i].name,
                            infos[i].code == CRITIC_NUMBER_STYLE ? ":NAME" : "");
  g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX,
               _("“%s” is nothing to sort by. Write one of: %s; with - before it to turn it round."), word,
               names->str);
  return FALSE;
}

/**
 * critic_order_new:
 * @keys: keys from the list above, most important first, commas between
 * @error: set to %CRITIC_FILTER_ERROR with a translated sentence that lists the keys
 *
 * Any thread.
 *
 * Returns: (transfer full): the order, or %NULL
 */
CriticOrder *
critic_order_new (const char *keys, GError **error)
{
  g_auto (GStrv) words = g_strsplit (keys, ",", -1);
  g_autoptr (CriticOrder) self = g_new0 (CriticOrder, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (!g_utf8_validate (keys, -1, NULL) || g_strv_length (words) > MOST_KEYS)
    {
      g_set_error (error, CRITIC_FILTER_ERROR, CRITIC_FILTER_ERROR_SYNTAX,
                   _("To sort by, write up to %d keys with commas between them."), MOST_KEYS);
      return NULL;
    }

  do
    if (!parse_key (words[0] != NULL ? g_strstrip (words[self->n_keys]) : "", &self->keys[self->n_keys], error))
      return NULL;
  while (words[++self->n_keys] != NULL);

  return g_steal_pointer (&self);
}

CriticOrder *
critic_order_ref (CriticOrder *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
critic_order_unref (CriticOrder *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * critic_order_to_string:
 * @self: an order
 *
 * Returns: (transfer full): its keys as critic_order_new() reads them
 */
char *
critic_order_to_string (const CriticOrder *self)
{
  GString *string = g_string_new (NULL);

  for (guint i = 0; i < self->n_keys; i++)
    {
      const Key *key = &self->keys[i];

      if (i > 0)
        g_string_append_c (string, ',');
      if (key->falling != key->info->falling)
        g_string_append_c (string, '-');
      g_string_append (string, key->info->name);
      if (key->info->code == CRITIC_NUMBER_STYLE)
        g_string_append_printf (string, ":%s", mcn_style_info (key->number - CRITIC_NUMBER_STYLE)->id);
    }
  return g_string_free (string, FALSE);
}

/* Its place in the list of styles, and within it how unlikely it is. */
static gdouble
likeliest_style (const CriticRow *row)
{
  McnStyle best = MCN_N_STYLES;

  for (McnStyle style = 0; row->assessed && style < MCN_N_STYLES; style++)
    if (row->judgement.style[style] > (best < MCN_N_STYLES ? row->judgement.style[best] : 0.5))
      best = style;
  return best < MCN_N_STYLES ? best + 1 - row->judgement.style[best] : NAN;
}

/* What a key that is no text sorts by; NAN: no answer. */
static gdouble
key_number (const Key *key, const CriticFacts *facts)
{
  const CriticRow *row = facts->row;

  switch (key->info->kind)
    {
    case BY_NUMBER:
      return critic_facts_number (facts, key->number);
    case BY_VERDICT:
      {
        gdouble sure = critic_facts_number (facts, CRITIC_NUMBER_P_HIGH);

        /* The user is sure. */
        return row->rating.high == CRITIC_SAYS_NOTHING ? sure : row->rating.high == CRITIC_SAYS_YES ? 2 : -1;
      }
    case BY_STARS:
      return row->rating.stars > 0 ? row->rating.stars : NAN;
    case BY_FLAG:
      return row->rating.flag == CRITIC_FLAG_PICK ? 1 : row->rating.flag == CRITIC_FLAG_REJECT ? -1 : 0;
    case BY_LABEL:
      return row->rating.label != CRITIC_LABEL_NONE ? row->rating.label : NAN;
    case BY_STATE:
      switch (row->state)
        {
        case CRITIC_ROW_FAILED:
          return 3;
        case CRITIC_ROW_WAITING:
          return 2;
        case CRITIC_ROW_GONE:
          return 1;
        case CRITIC_ROW_DONE:
        default:
          return 0;
        }
    case BY_STYLES:
      return likeliest_style (row);
    case BY_NAME:
    case BY_FAILURE:
    case BY_PATH:
    default:
      g_return_val_if_reached (NAN);
    }
}

/* What a key that is a text sorts by; NULL: no answer. */
static const char *
key_text (const Key *key, const CriticFacts *facts)
{
  switch (key->info->kind)
    {
    case BY_NAME:
      return critic_row_name (facts->row);
    case BY_FAILURE:
      return facts->row->state == CRITIC_ROW_FAILED ? facts->row->failure : NULL;
    default:
      return facts->row->path;
    }
}

/* How much room append_sortable() may need. */
static gsize
sortable_room (const char *text)
{
  return 3 * strlen (text) + 1;
}

/* Writes @text so that strcmp() puts "img_9" before "IMG_10": letters of ASCII
 * without case, a run of digits by how many there are without leading zeros,
 * then by themselves. The same in every locale. Returns its end, behind a NUL. */
static char *
append_sortable (char *to, const char *text)
{
  for (const char *c = text; *c != '\0';)
    {
      if (!g_ascii_isdigit (*c))
        {
          *to++ = g_ascii_tolower (*c++);
          continue;
        }

      while (*c == '0' && g_ascii_isdigit (c[1]))
        c++;
      gsize n = 1;
      while (g_ascii_isdigit (c[n]))
        n++;
      *to++ = '0';
      *to++ = (char) MIN (n, G_MAXUINT8);
      memcpy (to, c, n);
      to += n;
      c += n;
    }
  *to++ = '\0';
  return to;
}

static gint
compare_numbers (gdouble a, gdouble b, gboolean falling)
{
  if (isnan (a) || isnan (b))
    return isnan (a) - isnan (b);
  if (a == b)
    return 0;
  return (a < b) != falling ? -1 : 1;
}

static gint
compare_texts (const char *a, const char *b, gboolean falling)
{
  g_autofree char *sortable = NULL;
  const char *second;

  if (a == NULL || b == NULL)
    return (a == NULL) - (b == NULL);

  sortable = g_malloc (sortable_room (a) + sortable_room (b));
  second = append_sortable (sortable, a);
  append_sortable ((char *) second, b);
  gint order = strcmp (sortable, second);
  return falling ? -order : order;
}

static gint
compare_from (const CriticOrder *self, guint first, const CriticFacts *a, const CriticFacts *b)
{
  for (guint i = first; i < self->n_keys; i++)
    {
      const Key *key = &self->keys[i];
      gint order = key->info->kind >= BY_NAME
                     ? compare_texts (key_text (key, a), key_text (key, b), key->falling)
                     : compare_numbers (key_number (key, a), key_number (key, b), key->falling);

      if (order != 0)
        return order;
    }
  return 0;
}

/**
 * critic_order_compare:
 * @self: an order
 * @a: a row
 * @b: a row
 *
 * Any thread.
 *
 * Returns: below 0 when @a comes first, above 0 when @b does; 0 only for the same path
 */
gint
critic_order_compare (const CriticOrder *self, const CriticFacts *a, const CriticFacts *b)
{
  gint order = compare_from (self, 0, a, b);

  return order != 0 ? order : strcmp (a->row->path, b->row->path);
}

/* One row while it is sorted. Its first key is taken once, as a number that is
 * sorted byte by byte: memory that is scattered over all rows is not touched
 * again unless keys are alike. */
typedef struct
{
  guint64 key;          /* rising; the largest: no answer */
  guint32 index;
  guint32 offset;       /* of the whole text; G_MAXUINT32: none */
} Entry;

typedef struct
{
  const CriticOrder *order;
  const CriticFacts *facts;
  gboolean           by_path;
  const char        *texts;     /* NULL: the first key is a number */
} Sort;

#define NO_ANSWER G_MAXUINT64

/* Doubles in their order; NAN last, whichever way the others are turned. */
static guint64
rising_bits (gdouble number, gboolean falling)
{
  guint64 bits;

  if (isnan (number))
    return NO_ANSWER;
  number += 0.0;                /* -0 is 0 */
  memcpy (&bits, &number, sizeof bits);
  bits = bits >> 63 ? ~bits : bits | G_GUINT64_CONSTANT (1) << 63;
  return falling ? ~bits : bits;
}

/* By key, those alike in the order that they are in. @room: as many again. */
static void
sort_by_key (Entry *entries, Entry *room, gsize n)
{
  Entry *from = entries, *to = room;
  gsize counts[8][256] = { { 0 } };

  for (gsize i = 0; i < n; i++)
    for (guint b = 0; b < 8; b++)
      counts[b][entries[i].key >> 8 * b & 255]++;

  for (guint b = 0; b < 8; b++)
    {
      gsize at = 0;
      Entry *swap = from;

      if (n == 0 || counts[b][from[0].key >> 8 * b & 255] == n)     /* the same in all */
        continue;
      for (guint v = 0; v < 256; v++)
        {
          const gsize count = counts[b][v];

          counts[b][v] = at;
          at += count;
        }
      for (gsize i = 0; i < n; i++)
        to[counts[b][from[i].key >> 8 * b & 255]++] = from[i];
      from = to;
      to = swap;
    }
  if (from != entries)
    memcpy (entries, from, n * sizeof *entries);
}

/* Of two whose first keys look alike. */
static gint
compare_entries (gconstpointer p, gconstpointer q, gpointer data)
{
  const Entry *a = p, *b = q;
  const Sort *sort = data;
  const CriticOrder *self = sort->order;
  gint order = 0;

  if (sort->texts != NULL && a->offset != G_MAXUINT32 && b->offset != G_MAXUINT32)
    {
      order = strcmp (sort->texts + a->offset, sort->texts + b->offset);
      order = self->keys[0].falling ? -order : order;
    }
  if (order == 0 && self->n_keys > 1)
    order = compare_from (self, 1, &sort->facts[a->index], &sort->facts[b->index]);
  if (order == 0 && !sort->by_path)
    order = strcmp (sort->facts[a->index].row->path, sort->facts[b->index].row->path);
  return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* Bytes that all sortable texts begin with: folders mostly. */
static gsize
common_start (const Entry *entries, gsize n, const char *texts)
{
  const char *first = NULL;
  gsize common = 0;

  for (gsize i = 0; i < n; i++)
    {
      const char *text = texts + entries[i].offset;
      gsize same = 0;

      if (entries[i].offset == G_MAXUINT32)
        continue;
      if (first == NULL)
        {
          first = text;
          common = strlen (text);
        }
      while (same < common && text[same] == first[same])
        same++;
      common = same;
    }
  return common;
}

/* A text's key is its next seven bytes: the eighth keeps it from NO_ANSWER. */
static void
set_text_keys (Entry *entries, gsize n, const char *texts, gboolean falling)
{
  gsize common = common_start (entries, n, texts);

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *text = (const guint8 *) texts + entries[i].offset + common;
      guint64 key = 0;

      if (entries[i].offset == G_MAXUINT32)
        continue;
      for (guint k = 0; k < 7; k++)
        {
          key = key << 8 | *text;
          text += *text != 0;
        }
      entries[i].key = falling ? ~key & (G_MAXUINT64 >> 8) : key;
    }
}

/* Takes the first key of each. Returns the texts, if that is what they are. */
static char *
take_keys (const CriticOrder *self, const CriticFacts *facts, const guint32 *indices, gsize n, Entry *entries)
{
  const Key *key = &self->keys[0];
  const gboolean by_text = key->info->kind >= BY_NAME;
  char *texts = NULL;
  gsize room = 1, at = 0;

  for (gsize i = 0; i < n && by_text; i++)
    {
      const char *text = key_text (key, &facts[indices[i]]);

      room += text != NULL ? sortable_room (text) : 0;
    }
  if (by_text)
    texts = g_malloc (room);

  for (gsize i = 0; i < n; i++)
    {
      const char *text = by_text ? key_text (key, &facts[indices[i]]) : NULL;

      entries[i] = (Entry) { .key = NO_ANSWER, .index = indices[i], .offset = text != NULL ? (guint32) at : G_MAXUINT32 };
      if (text != NULL)
        at = append_sortable (texts + at, text) - texts;
      else if (!by_text)
        entries[i].key = rising_bits (key_number (key, &facts[indices[i]]), key->falling);
    }
  if (by_text)
    set_text_keys (entries, n, texts, key->falling);
  return texts;
}

static gboolean
are_rising (const guint32 *indices, gsize n)
{
  for (gsize i = 1; i < n; i++)
    if (indices[i - 1] > indices[i])
      return FALSE;
  return TRUE;
}

/**
 * critic_order_sort:
 * @self: an order
 * @facts: rows
 * @facts_by_path: whether @facts lie in the order of their paths' bytes, so that
 *   paths need not be looked at
 * @indices: (array length=n): which of @facts to sort; sorted in place
 * @n: how many
 *
 * The same as sorting with critic_order_compare(), only faster. Any thread.
 */
void
critic_order_sort (const CriticOrder *self, const CriticFacts *facts, gboolean facts_by_path, guint32 *indices, gsize n)
{
  g_autofree Entry *entries = g_new (Entry, 2 * MAX (n, 1));
  g_autofree char *texts = take_keys (self, facts, indices, n, entries);
  Sort sort = { .order = self, .facts = facts, .by_path = facts_by_path, .texts = texts };
  /* Then those alike are in their order already. */
  const gboolean done = texts == NULL && self->n_keys == 1 && facts_by_path && are_rising (indices, n);

  sort_by_key (entries, entries + n, n);
  for (gsize begin = 0, end; begin < n && !done; begin = end)
    {
      for (end = begin + 1; end < n && entries[end].key == entries[begin].key; end++)
        continue;
      if (end - begin > 1)
        g_qsort_with_data (entries + begin, (gint) (end - begin), sizeof *entries, compare_entries, &sort);
    }
  for (gsize i = 0; i < n; i++)
    indices[i] = entries[i].index;
}
