/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-wordpiece.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A word longer than this many characters is unknown, as in BERT. */
#define MAX_WORD 100

/* An entry's bytes without "##", which is a flag here. */
typedef struct
{
  const char *text;
  guint16     length;
  guint8      continues;
} Entry;

/* id is one more than the entry's, so that zero means an empty slot. */
typedef struct
{
  guint32 hash;
  guint32 id;
} Slot;

struct _McnWordpiece
{
  char   *vocab;        /* the file; line feeds became NUL */
  gsize   n_entries;
  Entry  *entries;
  gsize   n_slots;      /* a power of two, at least twice the entries */
  Slot   *slots;
  guint64 *prefixes;    /* a bit for the hash of every entry's every beginning */
};

/* Bits of prefixes: 64 KiB, of which BERT's vocabulary sets about one in six. */
#define PREFIX_BITS (1u << 19)

/* FNV-1a, which a prefix's hash can be carried on from. */
#define HASH_START 2166136261u

static inline guint32
hash_byte (guint32 hash, guint8 byte)
{
  return (hash ^ byte) * 16777619u;
}

/* FNV's low bits are weak in the last byte. */
static inline guint32
hash_end (guint32 hash, gboolean continues)
{
  hash ^= continues ? 0x9e3779b9u : 0;
  hash *= 0x85ebca6bu;
  return hash ^ (hash >> 15);
}

static inline void
add_prefix (McnWordpiece *self, guint32 hash)
{
  self->prefixes[hash % PREFIX_BITS / 64] |= G_GUINT64_CONSTANT (1) << (hash % 64);
}

/* FALSE: no entry begins so. */
static inline gboolean
may_be_prefix (const McnWordpiece *self, guint32 hash)
{
  return (self->prefixes[hash % PREFIX_BITS / 64] >> (hash % 64)) & 1;
}

/* The slot of an entry, or the empty one where it would go. */
static Slot *
find_slot (const McnWordpiece *self, const char *text, gsize length, gboolean continues, guint32 hash)
{
  for (gsize i = hash & (self->n_slots - 1);; i = (i + 1) & (self->n_slots - 1))
    {
      Slot *slot = &self->slots[i];
      if (slot->id == 0)
        return slot;
      if (slot->hash != hash)
        continue;

      const Entry *entry = &self->entries[slot->id - 1];
      if (entry->length == length && entry->continues == continues && memcmp (entry->text, text, length) == 0)
        return slot;
    }
}

static void
add_entry (McnWordpiece *self, char *line)
{
  Entry *entry = &self->entries[self->n_entries++];
  guint32 hash = HASH_START;

  entry->continues = g_str_has_prefix (line, "##");
  entry->text = line + (entry->continues ? 2 : 0);
  entry->length = (guint16) strlen (entry->text);
  for (const char *p = entry->text; *p; p++)
    {
      hash = hash_byte (hash, (guint8) *p);
      add_prefix (self, hash_end (hash, entry->continues));
    }
  hash = hash_end (hash, entry->continues);

  /* Of two equal lines the later counts, as in the tokenizers package. */
  Slot *slot = find_slot (self, entry->text, entry->length, entry->continues, hash);
  slot->hash = hash;
  slot->id = (guint32) self->n_entries;
}

static gboolean
check_vocabulary (const char *data, gsize size, gsize n_lines, const char *name, GError **error)
{
  if (n_lines <= MCN_TOKEN_SEP || n_lines >= G_MAXINT32)
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The vocabulary “%s” has %zu entries where at least %d are needed; install the model again."),
                   name, n_lines, MCN_TOKEN_SEP + 1);
      return FALSE;
    }
  if (memchr (data, 0, size) != NULL || !g_utf8_validate_len (data, size, NULL))
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The vocabulary “%s” is not UTF-8 text; install the model again."), name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_special_tokens (const McnWordpiece *self, const char *name, GError **error)
{
  static const struct { guint32 id; const char *text; } special[] = {
    { MCN_TOKEN_UNKNOWN, "[UNK]" }, { MCN_TOKEN_CLS, "[CLS]" }, { MCN_TOKEN_SEP, "[SEP]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
    if (strcmp (self->entries[special[i].id].text, special[i].text) != 0)
      {
        g_set_error (error, MCN_ERROR, MCN_ERROR_MISMATCH,
                     _("Entry %u of the vocabulary “%s” is not %s, so it belongs to another model; install the model again."),
                     special[i].id, name, special[i].text);
        return FALSE;
      }
  return TRUE;
}

/**
 * mcn_wordpiece_new:
 * @vocab_txt: one entry a line, UTF-8; the first line is id 0
 * @display_name: the file's name for messages
 * @error: return location
 *
 * Reads a vocabulary of BERT's. [UNK], [CLS] and [SEP] must stand where BERT
 * uncased has them.
 *
 * Returns: (transfer full) (nullable): the tokenizer, or %NULL with
 *   %MCN_ERROR_CORRUPT or %MCN_ERROR_MISMATCH
 */
McnWordpiece *
mcn_wordpiece_new (GBytes *vocab_txt, const char *display_name, GError **error)
{
  g_return_val_if_fail (vocab_txt != NULL && display_name != NULL, NULL);

  gsize size;
  const char *data = g_bytes_get_data (vocab_txt, &size);
  gsize n_lines = 0;

  for (gsize i = 0; i < size; i++)
    n_lines += data[i] == '\n';
  n_lines += size > 0 && data[size - 1] != '\n';
  if (!check_vocabulary (data, size, n_lines, display_name, error))
    return NULL;

  g_autoptr(McnWordpiece) self = g_new0 (McnWordpiece, 1);
  self->vocab = g_strndup (data, size);
  self->entries = g_new0 (Entry, n_lines);
  for (self->n_slots = 256; self->n_slots < 2 * n_lines; self->n_slots *= 2)
    ;
  self->slots = g_new0 (Slot, self->n_slots);
  self->prefixes = g_new0 (guint64, PREFIX_BITS / 64);

  char *line = self->vocab;
  for (gsize i = 0; i < n_lines; i++)
    {
      gsize length = strcspn (line, "\n");
      char *next = line + length + 1;

      line[length] = '\0';
      if (length > 0 && line[length - 1] == '\r')
        line[--length] = '\0';
      if (length > G_MAXUINT16)
        {
          g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                       _("Entry %zu of the vocabulary “%s” is too long; install the model again."),
                       i, display_name);
          return NULL;
        }
      add_entry (self, line);
      line = next;
    }

  if (!check_special_tokens (self, display_name, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
mcn_wordpiece_free (McnWordpiece *self)
{
  if (self == NULL)
    return;

  g_free (self->prefixes);
  g_free (self->slots);
  g_free (self->entries);
  g_free (self->vocab);
  g_free (self);
}

/**
 * mcn_wordpiece_get_size:
 * @self: the tokenizer
 *
 * Returns: the number of entries; ids are smaller
 */
gsize
mcn_wordpiece_get_size (McnWordpiece *self)
{
  return self->n_entries;
}

/**
 * mcn_wordpiece_get:
 * @self: the tokenizer
 * @id: a token's id
 *
 * Returns: (transfer none) (nullable): the entry as the file has it, with "##"
 *   where it continues a word; %NULL for an id outside the vocabulary
 */
const char *
mcn_wordpiece_get (McnWordpiece *self, guint32 id)
{
  if (id >= self->n_entries)
    return NULL;

  const Entry *entry = &self->entries[id];
  return entry->text - (entry->continues ? 2 : 0);
}

/* The word being gathered: its folded characters. */
typedef struct
{
  gsize   n;                            /* may exceed MAX_WORD */
  guint32 start, end;                   /* bytes of the text */
  gsize   offset[MAX_WORD + 1];         /* in text, of each character and one past */
  McnChar source[MAX_WORD];
  char    text[MAX_WORD * 6];
} Word;

static void
word_add (Word *word, gunichar folded, const McnChar *source)
{
  if (word->n == 0)
    {
      word->start = source->start;
      word->offset[0] = 0;
    }
  word->end = source->end;
  if (word->n < MAX_WORD)
    {
      gsize at = word->offset[word->n];
      word->source[word->n] = *source;
      word->offset[word->n + 1] = at + (gsize) g_unichar_to_utf8 (folded, word->text + at);
    }
  word->n++;
}

/* How many characters from @first the longest entry takes, 0 for none. */
static gsize
longest_match (const McnWordpiece *self, const Word *word, gsize first, guint32 *id)
{
  gboolean continues = first > 0;
  const char *text = word->text + word->offset[first];
  guint32 hashes[MAX_WORD];
  guint32 hash = HASH_START;
  gsize n = 0;

  for (gsize i = first; i < word->n; i++)
    {
      for (gsize byte = word->offset[i]; byte < word->offset[i + 1]; byte++)
        hash = hash_byte (hash, (guint8) word->text[byte]);
      hashes[n] = hash_end (hash, continues);
      if (!may_be_prefix (self, hashes[n]))
        break;
      n++;
    }

  for (; n > 0; n--)
    {
      gsize length = word->offset[first + n] - word->offset[first];
      const Slot *slot = find_slot (self, text, length, continues, hashes[n - 1]);
      if (slot->id != 0)
        {
          *id = slot->id - 1;
          return n;
        }
    }
  return 0;
}

/* Cuts the gathered word into pieces and begins a new one. */
static void
word_end (const McnWordpiece *self, Word *word, GArray *tokens)
{
  guint before = tokens->len;
  gsize first = 0;

  if (word->n == 0)
    return;

  while (word->n <= MAX_WORD && first < word->n)
    {
      McnToken token;
      gsize n = longest_match (self, word, first, &token.id);
      if (n == 0)
        break;
      token.start = word->source[first].start;
      token.end = word->source[first + n - 1].end;
      g_array_append_val (tokens, token);
      first += n;
    }
  if (first < word->n)
    {
      McnToken unknown = { MCN_TOKEN_UNKNOWN, word->start, word->end };
      g_array_set_size (tokens, before);
      g_array_append_val (tokens, unknown);
    }
  word->n = 0;
}

static void
encode_char (const McnWordpiece *self, Word *word, const McnChar *source, GArray *tokens)
{
  guint8 classes = mcn_unicode_classify (source->c);
  if (classes & MCN_UNICODE_DROPPED)
    return;
  if (classes & MCN_UNICODE_BLANK)
    {
      word_end (self, word, tokens);
      return;
    }

  gboolean alone = mcn_unicode_is_cjk (source->c);
  if (alone)
    word_end (self, word, tokens);

  gunichar folded[MCN_UNICODE_MAX_FOLDED];
  gsize n = mcn_unicode_fold (source->c, folded);
  for (gsize i = 0; i < n; i++)
    {
      gboolean punctuation = (mcn_unicode_classify (folded[i]) & MCN_UNICODE_PUNCTUATION) != 0;
      if (punctuation)
        word_end (self, word, tokens);
      word_add (word, folded[i], source);
      if (punctuation)
        word_end (self, word, tokens);
    }

  if (alone)
    word_end (self, word, tokens);
}

/**
 * mcn_wordpiece_encode_chars:
 * @self: the tokenizer
 * @chars: (array length=n): characters and the bytes they stand for, in order
 * @n: their number
 * @tokens: (element-type McnToken): receives the tokens
 *
 * BERT uncased: characters that are no text are dropped, ideographs set apart,
 * accents stripped, letters made small; words end at white space and
 * punctuation, which is a word itself; each word is cut into the longest
 * entries from its beginning, and is [UNK] as a whole where that fails or it
 * has more than 100 characters. Names of special tokens in the text are text.
 * Time is linear in @n. Any thread.
 */
void
mcn_wordpiece_encode_chars (McnWordpiece *self, const McnChar *chars, gsize n, GArray *tokens)
{
  Word word;

  word.n = 0;
  for (gsize i = 0; i < n; i++)
    encode_char (self, &word, &chars[i], tokens);
  word_end (self, &word, tokens);
}

/**
 * mcn_wordpiece_encode:
 * @self: the tokenizer
 * @text: (array length=length): the text; bytes that are no UTF-8 are dropped
 * @length: bytes of @text, less than 4 GiB
 * @tokens: (element-type McnToken): receives the tokens, their ranges in bytes of @text
 *
 * As mcn_wordpiece_encode_chars().
 */
void
mcn_wordpiece_encode (McnWordpiece *self, const char *text, gsize length, GArray *tokens)
{
  Word word;

  g_return_if_fail (length <= G_MAXUINT32);

  word.n = 0;
  for (gsize at = 0; at < length;)
    {
      McnChar one = { .start = (guint32) at };
      at += mcn_unicode_decode (text + at, length - at, &one.c);
      one.end = (guint32) at;
      encode_char (self, &word, &one, tokens);
    }
  word_end (self, &word, tokens);
}
