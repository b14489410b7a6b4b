/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-lru.h"

typedef struct
{
  gpointer key, value;
  gsize    bytes;
  GList    link;        /* in order of use; data points back at the entry */
} Entry;

struct _CriticLru
{
  GHashTable    *entries;       /* key to Entry; the entry owns the key */
  GQueue         order;         /* head: used last */
  gsize          bytes, max_bytes;
  GDestroyNotify free_key, free_value;
};

/**
 * critic_lru_new:
 * @max_bytes: the values' bytes are kept at or below this
 * @hash: hash of a key
 * @equal: equality of two keys
 * @free_key: frees a key
 * @free_value: gives a value back
 *
 * Returns: (transfer full): an empty map
 */
CriticLru *
critic_lru_new (gsize max_bytes, GHashFunc hash, GEqualFunc equal, GDestroyNotify free_key, GDestroyNotify free_value)
{
  CriticLru *self = g_new0 (CriticLru, 1);

  self->entries = g_hash_table_new (hash, equal);
  g_queue_init (&self->order);
  self->max_bytes = max_bytes;
  self->free_key = free_key;
  self->free_value = free_value;

  return self;
}

static void
drop (CriticLru *self, Entry *entry)
{
  g_hash_table_remove (self->entries, entry->key);
  g_queue_unlink (&self->order, &entry->link);
  self->bytes -= entry->bytes;
  self->free_key (entry->key);
  self->free_value (entry->value);
  g_free (entry);
}

void
critic_lru_free (CriticLru *self)
{
  while (self->order.tail != NULL)
    drop (self, self->order.tail->data);

  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * critic_lru_lookup:
 * @self: a map
 * @key: a key
 *
 * A hit counts as a use.
 *
 * Returns: (transfer none) (nullable): the value; valid until the next insertion
 */
gpointer
critic_lru_lookup (CriticLru *self, gconstpointer key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return NULL;

  g_queue_unlink (&self->order, &entry->link);
  g_queue_push_head_link (&self->order, &entry->link);
  return entry->value;
}

/**
 * critic_lru_insert:
 * @self: a map
 * @key: (transfer full): a key
 * @value: (transfer full): its value; replaces an older one
 * @bytes: what the value holds
 *
 * A value larger than the whole map is not kept at all.
 */
void
critic_lru_insert (CriticLru *self, gpointer key, gpointer value, gsize bytes)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry != NULL)
    drop (self, entry);

  if (bytes > self->max_bytes)
    {
      self->free_key (key);
      self->free_value (value);
      return;
    }

  while (self->order.tail != NULL && self->bytes > self->max_bytes - bytes)
    drop (self, self->order.tail->data);

  entry = g_new0 (Entry, 1);
  entry->key = key;
  entry->value = value;
  entry->bytes = bytes;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, key, entry);
  g_queue_push_head_link (&self->order, &entry->link);
  self->bytes += bytes;
}

/**
 * critic_lru_get_bytes: (skip)
 * @self: a map
 *
 * Returns: the bytes of all values, at most the bound
 */
gsize
critic_lru_get_bytes (CriticLru *self)
{
  return self->bytes;
}

/**
 * critic_lru_get_n: (skip)
 * @self: a map
 *
 * Returns: how many values there are
 */
guint
critic_lru_get_n (CriticLru *self)
{
  return g_hash_table_size (self->entries);
}
