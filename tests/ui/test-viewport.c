/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a photograph lies, at every scale of the display: arithmetic, no window. */
#include <math.h>

#include "critic-viewport.h"

static const gdouble scales[] = { 1, 1.25, 1.5, 1.75, 2, 3 };

static CriticViewport
make (gdouble scale)
{
  return (CriticViewport) {
    .width = 811, .height = 603, .scale = scale, .margin = 20,
    .offset_x = 13 * scale, .offset_y = 45 * scale,
    .picture_width = 6001, .picture_height = 3999,
    .fit = TRUE, .zoom = 1, .x = 0.5, .y = 0.5,
  };
}

static void
assert_whole (gdouble value)
{
  g_assert_cmpfloat_with_epsilon (value, round (value), 2e-2);
}

/* One pixel of the photograph on one of the device, on its grid. */
static void
test_full (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      CriticViewport viewport = make (scales[i]);
      graphene_rect_t rect;

      critic_viewport_zoom_at (&viewport, 1, 123.4, 567.8);
      for (guint step = 0; step < 20; step++)
        {
          critic_viewport_pan_by (&viewport, 3.3, -1.7);
          g_assert_true (critic_viewport_get_rect (&viewport, &rect));
          g_assert_cmpfloat_with_epsilon (rect.size.width * scales[i], 6001, 2e-2);
          g_assert_cmpfloat_with_epsilon (rect.size.height * scales[i], 3999, 2e-2);
          assert_whole (rect.origin.x * scales[i] + viewport.offset_x);
          assert_whole (rect.origin.y * scales[i] + viewport.offset_y);
        }
    }
}

static void
test_fit (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      CriticViewport viewport = make (scales[i]);
      graphene_rect_t rect;

      g_assert_true (critic_viewport_get_rect (&viewport, &rect));
      g_assert_cmpfloat_with_epsilon (rect.size.width, 811 - 40, 1e-2);
      g_assert_cmpfloat_with_epsilon (rect.size.height, (811 - 40) * 3999.0 / 6001, 1e-2);
      g_assert_cmpfloat_with_epsilon (rect.origin.x, 20, 1);
      g_assert_cmpfloat_with_epsilon (rect.origin.y, (603 - rect.size.height) / 2, 1);
    }
}

/* What lies under the pointer stays under it, but for the grid. */
static void
test_pointer (void)
{
  CriticViewport viewport = make (1.5);
  const gdouble x = 300, y = 310;
  graphene_rect_t before, after;

  critic_viewport_get_rect (&viewport, &before);
  for (guint step = 0; step < 15; step++)
    {
      critic_viewport_zoom_at (&viewport, critic_viewport_get_zoom (&viewport) * 1.2, x, y);
      critic_viewport_get_rect (&viewport, &after);
      g_assert_cmpfloat_with_epsilon ((x - after.origin.x) / after.size.width * 6001,
                                      (x - before.origin.x) / before.size.width * 6001, 8);
      g_assert_cmpfloat_with_epsilon ((y - after.origin.y) / after.size.height * 3999,
                                      (y - before.origin.y) / before.size.height * 3999, 8);
    }
}

/* It cannot be pushed out of the view, nor out of the middle when it is small. */
static void
test_clamp (void)
{
  CriticViewport viewport = make (1);
  graphene_rect_t rect;

  critic_viewport_zoom_at (&viewport, 1, 0, 0);
  critic_viewport_pan_by (&viewport, 1e6, 1e6);
  critic_viewport_get_rect (&viewport, &rect);
  g_assert_cmpfloat_with_epsilon (rect.origin.x, 0, 1);
  g_assert_cmpfloat_with_epsilon (rect.origin.y, 0, 1);
  critic_viewport_pan_by (&viewport, -1e6, -1e6);
  critic_viewport_get_rect (&viewport, &rect);
  g_assert_cmpfloat_with_epsilon (rect.origin.x + rect.size.width, 811, 1);
  g_assert_cmpfloat_with_epsilon (rect.origin.y + rect.size.height, 603, 1);

  critic_viewport_zoom_at (&viewport, 0.05, 0, 0);
  critic_viewport_pan_by (&viewport, 500, 500);
  critic_viewport_get_rect (&viewport, &rect);
  g_assert_cmpfloat_with_epsilon (rect.origin.x + rect.size.width / 2, 811 / 2.0, 1);
  g_assert_cmpfloat_with_epsilon (rect.origin.y + rect.size.height / 2, 603 / 2.0, 1);
}

static void
test_none (void)
{
  CriticViewport viewport = make (1);
  graphene_rect_t rect;

  viewport.picture_width = viewport.picture_height = 0;
  g_assert_false (critic_viewport_get_rect (&viewport, &rect));
  critic_viewport_zoom_at (&viewport, 2, 1, 1);
  critic_viewport_pan_by (&viewport, 1, 1);
  g_assert_cmpfloat (critic_viewport_get_zoom (&viewport), ==, 1);
  g_assert_true (viewport.fit);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/viewport/full", test_full);
  g_test_add_func ("/ui/viewport/fit", test_fit);
  g_test_add_func ("/ui/viewport/pointer", test_pointer);
  g_test_add_func ("/ui/viewport/clamp", test_clamp);
  g_test_add_func ("/ui/viewport/none", test_none);
  return g_test_run ();
}
