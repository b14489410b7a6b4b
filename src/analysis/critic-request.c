/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-request.h"

/**
 * critic_request_copy: (skip)
 * @request: a request
 *
 * Returns: (transfer full): a frozen copy: what the caller does with its own
 *   texts afterwards does not reach the worker
 */
CriticRequest *
critic_request_copy (const CriticRequest *request)
{
  CriticRequest *copy = g_new0 (CriticRequest, 1);

  copy->photo = request->photo != NULL ? critic_photo_ref (request->photo) : NULL;
  copy->file = request->photo == NULL && request->file != NULL ? g_object_ref (request->file) : NULL;
  copy->critiques = (const char *const *) g_strdupv ((char **) request->critiques);
  copy->explain = request->explain;
  copy->evidence = request->evidence;
  copy->praise = request->praise;
  copy->check_heat = request->check_heat;
  copy->live = request->live;

  return copy;
}

void
critic_request_free (CriticRequest *request)
{
  g_clear_pointer (&request->photo, critic_photo_unref);
  g_clear_object (&request->file);
  g_strfreev ((char **) request->critiques);
  g_free (request);
}

static gboolean
same_photo (const CriticRequest *a, const CriticRequest *b)
{
  if (a->photo != NULL && b->photo != NULL)
    return a->photo == b->photo ||
           (critic_photo_get_width (a->photo) == critic_photo_get_width (b->photo) &&
            critic_photo_get_height (a->photo) == critic_photo_get_height (b->photo) &&
            g_str_equal (critic_photo_get_key (a->photo), critic_photo_get_key (b->photo)));

  if (a->photo != NULL || b->photo != NULL)
    return FALSE;

  if (a->file != NULL && b->file != NULL)
    return g_file_equal (a->file, b->file);

  return a->file == b->file;
}

static gboolean
same_critiques (const CriticRequest *a, const CriticRequest *b)
{
  gsize i = 0;

  if (a->critiques == NULL || b->critiques == NULL)
    return a->critiques == b->critiques;

  for (; a->critiques[i] != NULL && b->critiques[i] != NULL; i++)
    if (!g_str_equal (a->critiques[i], b->critiques[i]))
      return FALSE;

  return a->critiques[i] == b->critiques[i];
}

/**
 * critic_request_equal: (skip)
 * @a: a request
 * @b: another one
 *
 * Returns: %TRUE when one answer serves both
 */
gboolean
critic_request_equal (const CriticRequest *a, const CriticRequest *b)
{
  return a->live == b->live && a->explain == b->explain && !a->evidence == !b->evidence && !a->praise == !b->praise &&
         !a->check_heat == !b->check_heat && same_photo (a, b) && same_critiques (a, b);
}
