/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shoot-item-private.h"

#include <math.h>

struct _CriticShootItem
{
  GObject         parent_instance;

  GHashTable     *items;
  CriticShootRow *row;
  CriticPlace     place;
  CriticFacts     facts;
};

enum { PROP_0, PROP_ROW, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticShootItem, critic_shoot_item, G_TYPE_OBJECT)

static void
critic_shoot_item_dispose (GObject *object)
{
  CriticShootItem *self = CRITIC_SHOOT_ITEM (object);

  if (self->items != NULL)
    g_hash_table_remove (self->items, &self->row->row->file_id);
  g_clear_pointer (&self->items, g_hash_table_unref);

  G_OBJECT_CLASS (critic_shoot_item_parent_class)->dispose (object);
}

static void
critic_shoot_item_finalize (GObject *object)
{
  critic_shoot_row_unref (CRITIC_SHOOT_ITEM (object)->row);

  G_OBJECT_CLASS (critic_shoot_item_parent_class)->finalize (object);
}

static void
critic_shoot_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ROW:
      g_value_set_pointer (value, CRITIC_SHOOT_ITEM (object)->row->row);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
critic_shoot_item_class_init (CriticShootItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = critic_shoot_item_dispose;
  object_class->finalize = critic_shoot_item_finalize;
  object_class->get_property = critic_shoot_item_get_property;

  properties[PROP_ROW] = g_param_spec_pointer ("row", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
critic_shoot_item_init (CriticShootItem *self)
{
}

static void
set (CriticShootItem *self, CriticShootRow *row, const CriticFacts *facts)
{
  self->row = critic_shoot_row_ref (row);
  self->place = *facts->place;
  self->facts = *facts;
  self->facts.row = row->row;
  self->facts.place = &self->place;
}

CriticShootItem *
critic_shoot_item_new (GHashTable *items, CriticShootRow *row, const CriticFacts *facts)
{
  CriticShootItem *self = g_object_new (CRITIC_TYPE_SHOOT_ITEM, NULL);

  self->items = g_hash_table_ref (items);
  set (self, row, facts);
  g_hash_table_insert (items, g_memdup2 (&row->row->file_id, sizeof row->row->file_id), self);
  return self;
}

static gboolean
same_number (gdouble a, gdouble b)
{
  return a == b || (isnan (a) && isnan (b));
}

void
critic_shoot_item_update (CriticShootItem *self, CriticShootRow *row, const CriticFacts *facts)
{
  CriticShootRow *old = self->row;
  const CriticPlace *place = facts->place;

  if (old == row && self->place.group == place->group && self->place.size == place->size &&
      self->place.rank == place->rank && self->place.reason == place->reason &&
      same_number (self->facts.taste, facts->taste) && same_number (self->facts.likeness, facts->likeness))
    return;

  set (self, row, facts);
  critic_shoot_row_unref (old);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROW]);
}

const CriticFacts *
critic_shoot_item_get_facts (CriticShootItem *self)
{
  return &self->facts;
}

gint64
critic_shoot_item_get_file_id (CriticShootItem *self)
{
  return self->row->row->file_id;
}
