/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-text-cache.h"

/* Names are all different: those that went by are let go of. */
#define MOST 512

struct _CriticTextCache
{
  PangoEllipsizeMode    ellipsize;
  GHashTable           *layouts;      /* text to PangoLayout */
  PangoFontDescription *font;         /* of all of them; NULL: none yet */
  gdouble               resolution;
};

CriticTextCache *
critic_text_cache_new (PangoEllipsizeMode ellipsize)
{
  CriticTextCache *self = g_rc_box_new0 (CriticTextCache);

  self->ellipsize = ellipsize;
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  return self;
}

CriticTextCache *
critic_text_cache_ref (CriticTextCache *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  CriticTextCache *self = data;

  g_hash_table_unref (self->layouts);
  g_clear_pointer (&self->font, pango_font_description_free);
}

void
critic_text_cache_unref (CriticTextCache *self)
{
  g_rc_box_release_full (self, clear);
}

/* Another theme or another size of text: all are shaped anew. */
static void
check_font (CriticTextCache *self,
            PangoContext    *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  gdouble resolution = pango_cairo_context_get_resolution (context);

  if (self->font != NULL && resolution == self->resolution && pango_font_description_equal (font, self->font))
    return;

  g_hash_table_remove_all (self->layouts);
  g_clear_pointer (&self->font, pango_font_description_free);
  self->font = pango_font_description_copy (font);
  self->resolution = resolution;
}

PangoLayout *
critic_text_cache_get (CriticTextCache *self,
                       GtkWidget       *widget,
                       const char      *text)
{
  PangoLayout *layout;

  check_font (self, gtk_widget_get_pango_context (widget));
  layout = g_hash_table_lookup (self->layouts, text);
  if (layout != NULL)
    return g_object_ref (layout);

  if (g_hash_table_size (self->layouts) >= MOST)
    g_hash_table_remove_all (self->layouts);
  layout = gtk_widget_create_pango_layout (widget, text);
  pango_layout_set_ellipsize (layout, self->ellipsize);
  g_hash_table_insert (self->layouts, g_strdup (text), layout);

  return g_object_ref (layout);
}
