/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CriticHelpPage:
 * @id: what others call it by
 * @title: for people, not translated yet
 * @picture: name of a picture of the window in the resources (help/NAME.jpg), NULL: none
 * @caption: what the picture shows, not translated yet; NULL without one
 * @paragraphs: NULL-terminated, not translated yet
 */
typedef struct
{
  const char *id, *title, *picture, *caption;
  const char *paragraphs[8];
} CriticHelpPage;

guint                 critic_help_pages_get_n (void);
const CriticHelpPage *critic_help_pages_get   (guint index);
/* The first page for an id that there is not. */
guint                 critic_help_pages_find  (const char *id);
/* Whether every word of @text, however it is written, stands on the page; "" is everywhere. */
gboolean              critic_help_page_has    (const CriticHelpPage *page, const char *text);

G_END_DECLS
