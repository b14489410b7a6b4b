/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the help says. A test compares the keys that it names with the commands. */
#include "critic-help-pages.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CriticHelpPage pages[] = {
  { "first-steps", N_("First steps"), "desk", N_("The desk: the photograph, its judgement, the critique, the styles."),
    { N_("Drop a photograph or a folder on the window, or open one with Ctrl+O or Ctrl+Shift+O. A photograph comes to the desk, a folder is shown as tiles."),
      N_("Write what you see beside the photograph. The score on the left of the arrow is the photograph alone, the one on the right is the photograph with your critique."),
      N_("Everything you write and mark is kept the moment you do it; there is nothing to save. Ctrl+Z takes back the last thing, whatever it was, also after a restart."),
      NULL } },
  { "critique", N_("Writing a critique"), "critique", N_("Words tinted by what they do, the effect of each sentence beside it."),
    { N_("E goes to the text, Esc leaves it. Orange words raise the score and blue ones lower it, the more the stronger; the number beside a sentence is what the score would lose without it."),
      N_("Point at a word, and its places light up on the photograph; point at a place, and its words light up in the text."),
      N_("The row under the text says which aspects the critique speaks of and which it leaves out. Point at one to see its sentences; press one that is left out to be asked about it."),
      N_("Several people can write about one photograph: the plus adds a critique, and the menu beside it says which of them are scored."),
      N_("The model reads English only. A text in another language is kept, and left out of the score where the program notices."),
      NULL } },
  { "judgement", N_("Reading the judgement"), NULL, NULL,
    { N_("The score is an estimate of the mean vote, from 1 to 10, that a photography contest would give. “High” means above 5. The hill on the scale is how far the votes of such a photograph spread."),
      N_("It is off by about half a point on average; the panel says how much. A difference smaller than that means nothing."),
      N_("It hears praise and does not check it: the panel says how far “good photo” and “bad photo” alone would move this photograph."),
      N_("It knows nothing of the photographer, the story or the place, and it is no judge of art, nor of a person. Where you disagree, give your own score and verdict: they stand beside the model’s."),
      NULL } },
  { "heat", N_("Heat"), "heat", N_("What raises and what lowers the score, over the photograph."),
    { N_("Heat shows what moves the score: orange raises it, blue lowers it. Shift+H goes to another kind of heat; hold H to see the photograph without any."),
      N_("Choose a style in the list to see what speaks for it. Some styles are measured in the pixels, too; that is said there, and is not the network’s reason."),
      N_("“Check it” blurs the hottest place, scores again and compares with places chosen at random. When chance does as well, the program says that the map does not explain this score."),
      NULL } },
  { "culling", N_("Culling with keys"), NULL, NULL,
    { N_("The arrows step through the folder, and zoom and place are kept. P picks, X rejects, U takes either back; 1 to 5 give stars, 0 none; 6 to 9 are the colour labels. A second time takes a label away."),
      /* xgettext:no-c-format */
      N_("Z shows 100 % and comes back, Ctrl+0 fits. J shows what is clipped, K what is in focus. C compares two to four photographs side by side."),
      N_("Delete moves to the bin, and Ctrl+Z brings back. F11 leaves nothing but the photograph. Every key can be changed in the preferences."),
      NULL } },
  { "folder", N_("A folder and its pass"), "folder", N_("A folder as tiles, with the score of each."),
    { N_("When a folder is opened a pass begins: every photograph is read and judged. It can be stopped and goes on where it was; photographs that were judged before cost nothing."),
      N_("Choose the order above the tiles. Bursts can be shown as stacks. Photographs that cannot be read say why."),
      N_("Return or a double click opens a photograph on the desk, Esc comes back."),
      NULL } },
  { "filters", N_("Filters and search"), NULL, NULL,
    { N_("F9 shows the filters beside the tiles. What is filtered out stays where it is."),
      N_("Ctrl+F searches names and critiques. Ctrl+Shift+F searches by description: it finds photographs that look like what you write, without reading any file again."),
      N_("A filter that you need again can be saved under a name."),
      NULL } },
  { "reports", N_("Reports"), NULL, NULL,
    { N_("Ctrl+E makes a report of what is shown or selected: a PDF with a page for each photograph, a web page, cards, a table, or a folder for teaching. The preview shows it before anything is written."),
      N_("What it tells of file names, folders, camera data and places is your choice, made in the dialog or in the preferences."),
      N_("Ctrl+P prints, Ctrl+Shift+C copies the assessment as a text."),
      NULL } },
  { "sidecars", N_("Other programs: XMP"), NULL, NULL,
    { N_("Stars and labels that other programs wrote are read, from the photograph itself and from a file beside it. Where two disagree you are shown both."),
      N_("Ctrl+S writes yours into a sidecar, a small file beside the photograph; the photograph itself is not changed. What others wrote in it stays as it is."),
      N_("The stars are always yours. The model’s results go under a name of their own and never count as stars."),
      NULL } },
  { "preferences", N_("Preferences"), NULL, NULL,
    { N_("Ctrl+, opens the preferences: light or dark, contrast, what is shown, what a report tells, and every key. A change counts at once."),
      N_("“Begin where Photo Critic ended” opens what was open. “Learn my taste” fits a second needle to your own stars, scores and verdicts, from 30 photographs on; it can be switched off, and forgotten, at any time."),
      NULL } },
  { "privacy", N_("Privacy"), NULL, NULL,
    { N_("Photo Critic never uploads anything. The model runs on this computer, and the program uses no network."),
      N_("It never changes a photograph. What you write and mark lies in its library, in your own data folder; sidecars and reports are written when you ask for them."),
      NULL } },
};

guint
critic_help_pages_get_n (void)
{
  return G_N_ELEMENTS (pages);
}

const CriticHelpPage *
critic_help_pages_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (pages), NULL);

  return &pages[index];
}

guint
critic_help_pages_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (pages[i].id, id))
      return i;

  return 0;
}

static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (plain, -1);
}

gboolean
critic_help_page_has (const CriticHelpPage *page,
                      const char           *text)
{
  g_autoptr(GString) all = g_string_new (_(page->title));
  g_autofree char *folded = NULL, *wanted = fold (text);
  g_auto(GStrv) words = g_strsplit (wanted, " ", -1);

  for (guint i = 0; page->paragraphs[i] != NULL; i++)
    g_string_append_printf (all, "\n%s", _(page->paragraphs[i]));
  if (page->caption != NULL)
    g_string_append_printf (all, "\n%s", _(page->caption));
  folded = fold (all->str);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;

  return TRUE;
}
