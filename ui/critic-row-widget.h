/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "critic-shoot.h"
#include "critic-thumbnails.h"

G_BEGIN_DECLS

/* What shows one row of a shoot or a part of it: drawn, not built of widgets,
 * and drawn only where it is seen or about to be. A list keeps hundreds of rows
 * around what it shows; only this keeps scrolling cheap. */
#define CRITIC_TYPE_ROW_WIDGET (critic_row_widget_get_type ())
G_DECLARE_DERIVABLE_TYPE (CriticRowWidget, critic_row_widget, CRITIC, ROW_WIDGET, GtkWidget)

struct _CriticRowWidgetClass
{
  GtkWidgetClass parent_class;

  /* The row is another one or changed. */
  void (*changed)   (CriticRowWidget *self);
  /* The row changed, and only one of its widgets was told; by default changed. */
  void (*told)      (CriticRowWidget *self);
  /* It was left undrawn and is about to be seen. */
  void (*come_near) (CriticRowWidget *self);
};

void               critic_row_widget_set_item  (CriticRowWidget *self, CriticShootItem *item);
CriticShootItem   *critic_row_widget_get_item  (CriticRowWidget *self);
const CriticFacts *critic_row_widget_get_facts (CriticRowWidget *self);       /* NULL without an item */
/* Of several widgets of one row one listens to it, as each does at first, and
 * tells the others to look again. */
void               critic_row_widget_set_listens (CriticRowWidget *self, gboolean listens);
void               critic_row_widget_look_again (CriticRowWidget *self);
void               critic_row_widget_set_shown (CriticRowWidget *self, GtkWidget *frame);
/* For snapshot(): FALSE when it lies too far away to be drawn now. */
gboolean           critic_row_widget_draws     (CriticRowWidget *self);
/* Looks again whether it is to be drawn; TRUE and where it is when it is in the frame itself. */
gboolean           critic_row_widget_look      (CriticRowWidget *self, graphene_point_t *where);

/* The picture of the row, as large as asked for; NULL while there is none. It
 * is made once it was asked for and taken back when the row is out of sight. */
void               critic_row_widget_ask            (CriticRowWidget *self);
void               critic_row_widget_set_thumbnails (CriticRowWidget *self, CriticThumbnails *thumbnails, CriticThumbnailSize size);
GdkTexture        *critic_row_widget_get_texture    (CriticRowWidget *self);

G_END_DECLS
