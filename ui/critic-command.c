/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every key of the window. */
#include "critic-command.h"

#include <glib/gi18n-lib.h>

#define FILES CRITIC_COMMAND_FILES
#define PHOTOGRAPH CRITIC_COMMAND_PHOTOGRAPH
#define STEPS CRITIC_COMMAND_STEPS
#define MARKS CRITIC_COMMAND_MARKS
#define JUDGEMENT CRITIC_COMMAND_JUDGEMENT
#define PRESENTATION CRITIC_COMMAND_PRESENTATION
#define FOLDER CRITIC_COMMAND_FOLDER
#define WINDOW CRITIC_COMMAND_WINDOW
#define ON_DESK CRITIC_COMMAND_ON_DESK
#define HELD CRITIC_COMMAND_HELD
#define PRESENTING CRITIC_COMMAND_PRESENTING
#define IN_PROGRAM CRITIC_COMMAND_IN_PROGRAM

static const CriticCommand commands[] = {
  { "open", N_("Open a photograph"), "win.open", "<Control>o", FILES },
  { "open-folder", N_("Open a folder"), "win.open-folder", "<Control><Shift>o", FILES },
  { "paste", N_("Paste a picture or a text"), "win.paste", "<Control>v", FILES },
  { "copy-assessment", N_("Copy the assessment as a text"), "win.copy-assessment", "<Control><Shift>c", FILES },
  { "report", N_("Report"), "win.report", "<Control>e", FILES },
  { "print", N_("Print"), "win.print", "<Control>p", FILES },
  { "write-sidecars", N_("Write the XMP sidecars"), "win.write-sidecars", "<Control>s", FILES },

  { "fit", N_("Fit"), "win.zoom-fit", "<Control>0", PHOTOGRAPH },
  { "toggle-full", N_("100 %, and back"), "win.toggle-full", "z", PHOTOGRAPH },
  { "full", N_("100 %"), "win.zoom-full", "<Control>1", PHOTOGRAPH },
  { "zoom-in", N_("Zoom in"), "win.zoom-in", "<Control>plus <Control>equal", PHOTOGRAPH },
  { "zoom-out", N_("Zoom out"), "win.zoom-out", "<Control>minus", PHOTOGRAPH },
  { "pan-left", N_("Look to the left"), "win.pan((1,0))", "<Shift>Left", PHOTOGRAPH, ON_DESK },
  { "pan-right", N_("Look to the right"), "win.pan((-1,0))", "<Shift>Right", PHOTOGRAPH, ON_DESK },
  { "pan-up", N_("Look up"), "win.pan((0,1))", "<Shift>Up", PHOTOGRAPH, ON_DESK },
  { "pan-down", N_("Look down"), "win.pan((0,-1))", "<Shift>Down", PHOTOGRAPH, ON_DESK },
  { "clipping", N_("What is clipped"), "win.clipping", "j", PHOTOGRAPH },
  { "focus", N_("What is in focus"), "win.focus", "k", PHOTOGRAPH },
  { "strip", N_("Film strip"), "win.strip", "F8", PHOTOGRAPH },
  { "alone", N_("Photograph alone"), "win.alone", "F11", PHOTOGRAPH },
  { "compare", N_("Compare two to four photographs"), "win.compare", "c", PHOTOGRAPH },

  { "next", N_("Next"), "win.step(1)", "Right Down space", STEPS, ON_DESK },
  { "previous", N_("Previous"), "win.step(-1)", "Left Up", STEPS, ON_DESK },
  { "next-page", N_("Ten further"), "win.step(10)", "Page_Down", STEPS, ON_DESK },
  { "previous-page", N_("Ten back"), "win.step(-10)", "Page_Up", STEPS, ON_DESK },
  { "first", N_("First"), "win.step(-2147483648)", "Home", STEPS, ON_DESK },
  { "last", N_("Last"), "win.step(2147483647)", "End", STEPS, ON_DESK },

  { "stars-0", N_("No stars"), "win.stars(0)", "0", MARKS },
  { "stars-1", N_("One star"), "win.stars(1)", "1", MARKS },
  { "stars-2", N_("Two stars"), "win.stars(2)", "2", MARKS },
  { "stars-3", N_("Three stars"), "win.stars(3)", "3", MARKS },
  { "stars-4", N_("Four stars"), "win.stars(4)", "4", MARKS },
  { "stars-5", N_("Five stars"), "win.stars(5)", "5", MARKS },
  { "label-red", N_("Red label"), "win.label(1)", "6", MARKS },
  { "label-yellow", N_("Yellow label"), "win.label(2)", "7", MARKS },
  { "label-green", N_("Green label"), "win.label(3)", "8", MARKS },
  { "label-blue", N_("Blue label"), "win.label(4)", "9", MARKS },
  { "pick", N_("Pick"), "win.flag(1)", "p", MARKS },
  { "reject", N_("Reject"), "win.flag(2)", "x", MARKS },
  { "unflag", N_("Neither picked nor rejected"), "win.flag(0)", "u", MARKS },

  { "critique", N_("Go to the critique"), "win.to-critique", "e Return", JUDGEMENT },
  { "without-heat", N_("Without heat, while held"), NULL, "h", JUDGEMENT, HELD },
  { "judge-first", N_("Judge first: hide what the model says, or not"), "win.judge-first", "<Control>j", JUDGEMENT },
  { "unveil", N_("Show what the model says"), "win.unveil", "r", JUDGEMENT },
  { "present", N_("Present to a room"), "win.present", "F5", JUDGEMENT },
  { "cycle-heat", N_("Other heat"), "win.cycle-heat", "<Shift>h", JUDGEMENT },

  { "present-reveal", N_("Show names and scores, or hide them"), NULL, "r", PRESENTATION, PRESENTING },
  { "present-next", N_("Next photograph"), NULL, "Right Page_Down space", PRESENTATION, PRESENTING },
  { "present-previous", N_("Previous photograph"), NULL, "Left Page_Up", PRESENTATION, PRESENTING },
  { "present-down", N_("Scroll the words down"), NULL, "Down", PRESENTATION, PRESENTING },
  { "present-up", N_("Scroll the words up"), NULL, "Up", PRESENTATION, PRESENTING },
  { "present-end", N_("End the presentation"), NULL, "Escape", PRESENTATION, PRESENTING },

  { "search", N_("Search names and critiques"), "win.search", "<Control>f", FOLDER },
  { "search-words", N_("Search by description"), "folder.ask-for-words", "<Control><Shift>f", FOLDER },
  { "select-all", N_("Select all"), "folder.select-all", "<Control>a", FOLDER },
  { "bin", N_("Move to the bin"), "win.bin", "Delete", FOLDER },

  { "back", N_("One step back"), "win.back", "Escape", WINDOW },
  { "undo", N_("Undo"), "win.undo", "<Control>z", WINDOW },
  { "redo", N_("Redo"), "win.redo", "<Control><Shift>z <Control>y", WINDOW },
  { "panel", N_("Side panel"), "win.toggle-panel", "F9", WINDOW },
  { "preferences", N_("Preferences"), "win.preferences", "<Control>comma", WINDOW, IN_PROGRAM },
  { "help", N_("Help"), "app.help", "F1", WINDOW, IN_PROGRAM },
  { "shortcuts", N_("Keyboard shortcuts"), "app.shortcuts", "<Control>question <Control>slash", WINDOW, IN_PROGRAM },
  { "close", N_("Close the window"), "window.close", "<Control>w", WINDOW, IN_PROGRAM },
  { "quit", N_("Quit"), "app.quit", "<Control>q", WINDOW, IN_PROGRAM },
};

guint
critic_command_get_n (void)
{
  return G_N_ELEMENTS (commands);
}

const CriticCommand *
critic_command_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (commands), NULL);

  return &commands[index];
}

const CriticCommand *
critic_command_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].id, id))
      return &commands[i];

  return NULL;
}

const char *
critic_command_group_title (CriticCommandGroup group)
{
  static const char *const titles[] = {
    N_("Files and reports"), N_("Photograph"), N_("Stepping"), N_("Marks"), N_("Critique and judgement"), N_("Presentation"),
    N_("Folder"), N_("Window")
  };

  g_return_val_if_fail (group < CRITIC_COMMAND_N_GROUPS, "");

  return _(titles[group]);
}
