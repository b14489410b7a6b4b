/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is drawn, and where nothing is. */
#include "critic-evidence-draw.h"
#include "made-picture.h"

#include <math.h>

#define SIDE 90

/* How many pixels of a grey figure changed, and how many of them are coloured. */
static guint
draw (CriticEvidence *evidence, McnStyle style, CriticEvidenceSurface surface, guint *coloured)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (image);
  guint changed = 0;

  cairo_set_source_rgb (cr, 0.5, 0.5, 0.5);
  cairo_paint (cr);
  critic_evidence_draw (evidence, style, surface, cr, SIDE, SIDE);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  *coloured = 0;
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++)
      {
        const guint8 *p = cairo_image_surface_get_data (image) + y * cairo_image_surface_get_stride (image) + x * 4;

        changed += ABS (p[0] - 128) > 8 || ABS (p[1] - 128) > 8 || ABS (p[2] - 128) > 8;
        *coloured += ABS (p[0] - p[2]) > 20 || ABS (p[1] - p[2]) > 20;
      }
  cairo_surface_destroy (image);

  return changed;
}

/* Everything at once: a dark shape, colours, lines, white, what stands out. */
static MadePicture *
make_all (void)
{
  MadePicture *picture = made_new (600, 400, 250);

  made_rectangle (picture, 0, 0, 300, 200, 0x3060c0);
  made_disc (picture, 200, 133, 50, 0xff9020);
  made_disc (picture, 420, 260, 70, 0x0a0a0a);
  for (int i = 0; i < 8; i++)
    made_line (picture, 300 + 250 * cos (i * 0.785), 200 + 180 * sin (i * 0.785),
               300 + 60 * cos (i * 0.785), 200 + 43 * sin (i * 0.785), 3, 0x202020);

  return picture;
}

static void
test_styles (void)
{
  g_autoptr (MadePicture) picture = make_all ();
  g_autoptr (CriticEvidence) evidence = made_measure (picture);
  guint n_drawn = 0;

  for (int style = 0; style < MCN_N_STYLES; style++)
    for (int surface = CRITIC_EVIDENCE_ON_PAPER; surface <= CRITIC_EVIDENCE_ON_PHOTO; surface++)
      {
        gboolean wheel = critic_evidence_is_wheel (style);
        gboolean expected = critic_evidence_has_drawing (evidence, style) && !(wheel && surface == CRITIC_EVIDENCE_ON_PHOTO);
        guint coloured, changed = draw (evidence, style, surface, &coloured);

        g_test_message ("%s on %d: %u", mcn_style_info (style)->id, surface, changed);
        g_assert_cmpint (changed > 20, ==, expected);
        /* Colour means hue, and nothing else. */
        g_assert_cmpint (coloured > 20, ==, expected && wheel);
        n_drawn += expected;
      }
  g_assert_cmpuint (n_drawn, >=, 16);
}

static void
test_nothing (void)
{
  g_autoptr (MadePicture) picture = made_new (60, 40, 128);
  g_autoptr (CriticEvidence) evidence = made_measure (picture);

  for (int style = 0; style < MCN_N_STYLES; style++)
    {
      guint coloured;

      g_assert_false (critic_evidence_has_drawing (evidence, style));
      g_assert_cmpuint (draw (evidence, style, CRITIC_EVIDENCE_ON_PAPER, &coloured), ==, 0);
    }
}

/* The arrows run along the blur: along the diagonal the figure changes more. */
static void
test_direction (void)
{
  for (int k = 0; k < 2; k++)
    {
      g_autoptr (MadePicture) picture = made_new (500, 400, 128);
      g_autoptr (CriticEvidence) evidence = NULL;
      cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_A8, SIDE, SIDE);
      cairo_t *cr = cairo_create (image);
      guint rising = 0, falling = 0;

      made_texture (picture, 24, 40, 1);
      made_texture (picture, 7, 25, 2);
      made_smear (picture, 24, k == 0 ? 45 : 135);
      evidence = made_measure (picture);
      critic_evidence_draw (evidence, MCN_STYLE_MOTION_BLUR, CRITIC_EVIDENCE_ON_PAPER, cr, SIDE, SIDE);
      cairo_destroy (cr);
      cairo_surface_flush (image);
      for (int i = SIDE / 3; i < 2 * SIDE / 3; i++)
        {
          const guint8 *data = cairo_image_surface_get_data (image);
          int stride = cairo_image_surface_get_stride (image);

          for (int off = -2; off <= 2; off++)
            {
              falling += data[i * stride + i + off];
              rising += data[(SIDE - 1 - i) * stride + i + off];
            }
        }
      g_assert_cmpuint (k == 0 ? rising : falling, >, 2 * (k == 0 ? falling : rising));
      cairo_surface_destroy (image);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/evidence/draw/styles", test_styles);
  g_test_add_func ("/evidence/draw/nothing", test_nothing);
  g_test_add_func ("/evidence/draw/direction", test_direction);

  return g_test_run ();
}
