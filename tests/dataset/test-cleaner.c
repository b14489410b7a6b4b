/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is taken out of comments: before and after. Sentences in the manner of the
 * site's comments, written for this test. */
#include "mcn-cleaner.h"

static const struct
{
  const char *before;
  const char *after;            /* NULL: nothing is left */
} cases[] = {
  /* quotation marks */
  { "A \"classic\" portrait with a \xe2\x80\x9cpainterly\xe2\x80\x9d look.", "A classic portrait with a painterly look." },
  { "I don't see the \xe2\x80\x98leading line\xe2\x80\x99 here, it\xe2\x80\x99s lost.", "I don't see the leading line here, it's lost." },
  { "'Framing' is fine.", "Framing is fine." },
  /* tags and entities */
  { "Nice tones.<br />Crop the <b>left</b> side &amp; straighten.", "Nice tones. Crop the left side & straighten." },
  { "Soft&nbsp;light, caf&eacute; mood &#8211; lovely.", "Soft light, caf\xc3\xa9 mood \xe2\x80\x93 lovely." },
  { "The sky is <strike>blown</strike> bright.", "The sky is bright." },
  { "I <3 this, and 5 < 6.", "I <3 this, and 5 < 6." },
  /* links */
  { "See http://www.example.com/tutorial.php?ID=26 for sharpening.", "See for sharpening." },
  { "Like <a href=\"http://example.com/x\">this one</a>, but darker.", "Like this one, but darker." },
  { "Try www.example.org/crop.html before you crop.", "Try before you crop." },
  { "[url=http://a.b/c]Look[/url] at the edges, [user]sam[/user].", "Look at the edges, sam." },
  { "Write to me@example.com about the frame.", "Write to about the frame." },
  /* talk of results */
  { "Congrats on your ribbon! The light is superb.", "The light is superb." },
  { "Congratulations on your top 20 finish. Strong lines.", "Strong lines." },
  { "This should have placed higher. The bokeh is smooth.", "The bokeh is smooth." },
  { "The red ribbon in her hair draws the eye.", "The red ribbon in her hair draws the eye." },
  { "A blue ribbon for sure, I hope this ribbons.", NULL },
  { "The horizon tilts. I bet you get low votes for it.", "The horizon tilts." },
  { "I wonder what the voters saw in it.", NULL },
  { "Great colour. 4th place finish, well done!", "Great colour." },
  { "The flower is placed low in the frame.", "The flower is placed low in the frame." },
  { "Your horizon is on a third. You got a well deserved blue.", "Your horizon is on a third." },
  { "The scoring does not matter. High contrast suits it.", "The scoring does not matter. High contrast suits it." },
  /* given grades */
  { "Sharp eyes, good pose. 7", "Sharp eyes, good pose." },
  { "7", NULL },
  { "10!!", NULL },
  { "8/10", NULL },
  { "Too dark for me though...6", "Too dark for me though..." },
  { "I gave this an 8. The crop is tight.", "The crop is tight." },
  { "I gave you a seven for the idea. Watch the edges.", "Watch the edges." },
  { "Bumping up to a 9. Lovely haze.", "Lovely haze." },
  { "9 from me, the curve is elegant. Mind the dust spots.", "Mind the dust spots." },
  { "A solid 8. The shadows are rich.", "The shadows are rich." },
  { "Composition: 7\nTechnical: 6 - a bit soft at the edges\nAppeal: 5\nOverall Calculated Average Score: 6", "a bit soft at the edges" },
  { "Two birds and 3 boats fill the frame.", "Two birds and 3 boats fill the frame." },
  { "Shot at f/8 with a 50 mm lens.", "Shot at f/8 with a 50 mm lens." },
  { "the door is sharp and the light on the wall is lovely but the crop at the left is tight i gave it a 7 and the colours of the frame are "
    "warm and rich in the shade",
    "the door is sharp and the light on the wall is lovely but the crop at the left is tight i and the colours of the frame are "
    "warm and rich in the shade" },
  /* boiler-plate */
  { "Greetings from the Critique Club! The subject is isolated well.", "The subject is isolated well." },
  { "Nice depth. Good luck in the challenge!", "Nice depth." },
  { "Thanks for all the great comments!", NULL },
  { "Adding to my favorites. Wonderful fog.", "Wonderful fog." },
  { "Pretty tones. Hope this helps. ~Anna~", "Pretty tones." },
  { "Pleasing curve.\nMessage edited by author 2004-11-19 00:16:47.", "Pleasing curve." },
  /* comments inside comments */
  { "Originally posted by sam:\nThe light is flat.\n\nI think the light is moody.", "I think the light is moody." },
  { "originally posted by sam the light is flat i disagree", NULL },
  { "> The light is flat.\nNo, it is soft.", "No, it is soft." },
  { "[quote=sam]Flat light.[/quote] Soft, I would say.", "Soft, I would say." },
  /* nothing in it */
  { "", NULL },
  { " \n\t ", NULL },
  { ":-) !!", NULL },
};

static void
test_table (void)
{
  g_autoptr (McnCleaner) cleaner = mcn_cleaner_new ();
  guint wrong = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *after = mcn_cleaner_text (cleaner, cases[i].before);

      if (g_strcmp0 (after, cases[i].after) != 0)
        {
          g_test_message ("“%s”\n  gave   “%s”\n  wanted “%s”", cases[i].before, after, cases[i].after);
          wrong++;
        }
    }
  g_assert_cmpuint (wrong, ==, 0);
}

/* Clean text stays as it is. */
static void
test_twice (void)
{
  g_autoptr (McnCleaner) cleaner = mcn_cleaner_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (cases[i].after != NULL)
      {
        g_autofree char *again = mcn_cleaner_text (cleaner, cases[i].after);

        g_assert_cmpstr (again, ==, cases[i].after);
      }
}

static void
test_about_one_photograph (void)
{
  static const char *const given[] = {
    "The light falls softly on the old wooden door.",
    "the light falls softly on the old wooden door!!",
    "The light falls softly on the old wooden door. I agree, and the handle shines.",
    "7",
    "Crop the left side.",
  };
  g_autoptr (McnCleaner) cleaner = mcn_cleaner_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    g_ptr_array_add (texts, g_strdup (given[i]));
  mcn_cleaner_texts (cleaner, texts, NULL);

  g_assert_cmpuint (texts->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (texts, 0), ==, given[0]);
  g_assert_cmpstr (g_ptr_array_index (texts, 1), ==, "I agree, and the handle shines.");
  g_assert_cmpstr (g_ptr_array_index (texts, 2), ==, given[4]);
  g_assert_cmpuint (mcn_cleaner_get_counts (cleaner)->texts, ==, 5);
  g_assert_cmpuint (mcn_cleaner_get_counts (cleaner)->empty, ==, 1);
  g_assert_cmpuint (mcn_cleaner_get_counts (cleaner)->duplicates, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cleaner/table", test_table);
  g_test_add_func ("/cleaner/twice", test_twice);
  g_test_add_func ("/cleaner/about-one-photograph", test_about_one_photograph);

  return g_test_run ();
}
