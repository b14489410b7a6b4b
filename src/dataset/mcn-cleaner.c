/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-cleaner.h"

#include "mcn-html.h"

#include <string.h>

#define GRADE "(?:10|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten)"
#define FLAGS (G_REGEX_CASELESS | G_REGEX_OPTIMIZE)

/* What is taken out wherever it stands, and what takes its place. */
static const struct { const char *pattern, *with; } replaced[] = {
  /* A forum's own marks and footers. */
  { "(?:^|\\n)[ \\t]*originally posted by[^\\n]*(?:\\n(?![ \\t]*\\n)[^\\n]*)*", "\n" },
  { "(?:^|\\n)[ \\t]*>[^\\n]*", "\n" },
  { "\\[quote[^\\]]*\\].*?\\[/quote\\]", " " },
  { "\\[(?:thumb|img|image)[^\\]]*\\].*?\\[/[a-z]+\\]", " " },
  { "\\[/?(?:b|i|u|url|user|color|size|quote|strike)(?:=[^\\]]*)?\\]", "" },
  { "\\(?\\b(?:message )?edited by (?:author|\\w+)[^\\n]*$", "" },
  { "(?:unhelpful )?comment removed by[^\\n.]*", " " },
  /* Links. */
  { "\\(?\\b(?:https?|ftp)://[^\\s<>\"]*", " " },
  { "\\bwww\\.[a-z0-9-]+\\.[^\\s<>\"]*", " " },
  { "\\b[\\w.+-]+@[\\w-]+\\.[a-z]{2,}\\b", " " },
  /* Forms: "Composition: 7 - nice lines" keeps what is said. */
  { "\\b(?:composition|technical(?:ly)?|creativity|appeal|challenge|originality|focus|lighting|color|colour|impact|overall(?: calculated average)?(?: score)?)"
    "\\s*[:=-]\\s*(?:10|[0-9])(?:\\.[0-9])?(?:\\s*/\\s*10)?(?=\\W|$)[ \\t]*[-,.:]?[ \\t]*", "\n" },
  /* Greetings and signatures. */
  { "\\b(?:greetings|hello|hi|hey)(?: there)?,? (?:\\w+,? )?from (?:the )?critique club\\b", " " },
  { "\\bcritique club\\b", " " },
  { "~\\s*\\w+\\s*~", " " },
  { "\\b(?:good|best of) luck\\b(?: (?:in|with|on|to|for) (?:the |this |your |you |future )?(?:challenge|contest|entry|entries|challenges)?)?", " " },
  /* Quotation marks; what is left of them as apostrophes stays inside words. */
  { "[\"\\x{201c}\\x{201d}\\x{201e}\\x{201f}\\x{00ab}\\x{00bb}\\x{2039}\\x{203a}\\x{301d}\\x{301e}\\x{ff02}`]", "" },
  { "[\\x{2018}\\x{2019}\\x{201b}\\x{02bc}]", "'" },
  { "(?<!\\w)'+|'+(?!\\w)", "" },
};

/* A sentence that says one of these is left out. */
static const char *const talk[] = {
  /* results */
  "\\bcongrat\\w*",
  "\\bribbon(?:s|ed|ing|er|ers|itis)\\b(?! (?:of|around|in|on) )",
  "\\b(?:your|my|first|1st|2nd|3rd|second|third|deserv\\w+|earned|win|wins|won|get|gets|got|worthy|solid|possible|hope\\w*|another|blue|red|yellow|brown|virtual)"
  " (?:\\w+ ){0,2}ribbon\\b(?! (?:of|around|in|on|tied|bow) )",
  "\\bribbon (?:winn\\w+|contender|picks?|worthy|material|shot|this|prediction)\\b",
  "\\b(?:well[- ]?(?:deserved|earned)|on your|for your|on the|the) (?:blue|red|yellow|brown)\\s*(?:[.!,)]|$)",
  "\\b(?:1st|2nd|3rd|[0-9]+th|first|second|third|fourth|fifth|last) (?:place|finish)\\b",
  "\\btop (?:[0-9]+|three|five|ten|twenty|hundred|honou?rable)\\b",
  "\\b(?:honou?rable mention|hm)\\b[.!]*$",
  "\\b(?:high|low|nice|good|great|well deserved|deserved|top|poor) (?:finish|placing|placement|score|scores|scoring|votes?|ratings?|marks?)\\b",
  "\\b(?:finish|finished|place|placed|places|score|scores|scored|scoring|do|did|done) (?:so |very |much |a bit |a lot |too |this |quite |rather |that |really |any )*"
  "(?:high|higher|highly|low|lower|better|poorly|well (?:in|with))\\b(?! (?:contrast|key|angle|up|down|in the frame|on the|than the|with the))",
  "\\b(?:your|the|my|final|average|this) (?:score|scores|rating|ratings|vote|votes|placing|results?)\\b",
  "\\bvoters?\\b", "\\bvoting\\b", "\\bfront page\\b", "\\b(?:win|won|wins|winner|winning)\\b[^.!?]{0,30}\\b(?:challenge|contest|this)\\b",
  "\\b(?:should|could|would|deserves?|deserved)(?: have| to)? (?:win|won|score|scored|place|placed|ribbon|ribboned|finish|finished)\\b",
  /* grades */
  "\\b(?:gave|give|gives|giving|rate|rated|rating|score|scored|scoring|vote|voted|bid|mark|marked)\\b[^.!?]{0,40}\\b" GRADE "\\b(?! (?:year|people|of the|minute|second))",
  "\\bi (?:gave|rated|scored|voted)\\b[^.!?]{0,30}\\b(?:a|an|you|u|this|it|high|low|highest|lowest)\\b",
  "\\bbump(?:ed|ing|s)?\\b(?: (?:it|this|you|up|to|my|your)\\b|[.!]*$)",
  "\\b(?:10|[0-9])(?:\\.[0-9])? ?(?:/|out of) ?(?:10|ten)\\b",
  "\\b" GRADE " (?:from|for) (?:me|you|this|that|creativity|originality|effort)\\b",
  "\\b(?:a|an|my|only|solid|easy|straight|perfect|strong|instant|definite|another) " GRADE "(?:\\+| plus)?\\s*(?:[.!,)]|$)",
  "^\\W*(?:10|[0-9])(?:\\.[0-9])?(?:\\+|!|\\s)*(?:points?|for sure)?\\W*$",
  /* boiler-plate */
  "\\bthanks?(?: you)?(?: \\w+){0,2} for (?:all |the |your |all the |all your |these |those )*(?:great |nice |kind |wonderful |helpful )*(?:comments?|feedback|critiques?|votes?|support|input|advice)\\b",
  "\\bwelcome to (?:dpc|dpchallenge|the site)\\b",
  "\\b(?:hope|hopefully) (?:this|that|it|my comments?|the information) (?:helps?|is helpful|was helpful)\\b",
  "\\b(?:add(?:ed|ing)?|go(?:es|ing)?|straight|one for|another for)\\b[^.!?]{0,20}\\bmy fav\\w*",
  "\\b(?:this|the) image has been locked\\b",
  "^\\W*(?:just )?my (?:2|two) cents?\\W*$",
};

/* A grade behind the last sentence: "...though 6", "great shot .. 8 .." */
#define LAST_GRADE "(?:(?<=[.!?,;:)-])|(?<=\\.\\.))\\s*\\b(?:10|[1-9])(?:\\.[0-9])?(?:\\+|[\\s.!:)(-])*$"

struct _McnCleaner
{
  GRegex          *replaced[G_N_ELEMENTS (replaced)];
  GRegex          *talk[G_N_ELEMENTS (talk)];
  GRegex          *last_grade, *markup, *sentence, *space;
  McnCleanerCounts counts;
};

static GRegex *
compile (const char *pattern, GRegexCompileFlags flags)
{
  g_autoptr (GError) error = NULL;
  GRegex *regex = g_regex_new (pattern, FLAGS | flags, 0, &error);

  if (regex == NULL)
    g_error ("%s: %s", pattern, error->message);
  return regex;
}

McnCleaner *
mcn_cleaner_new (void)
{
  McnCleaner *self = g_new0 (McnCleaner, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (replaced); i++)
    self->replaced[i] = compile (replaced[i].pattern, G_REGEX_DOTALL);
  for (gsize i = 0; i < G_N_ELEMENTS (talk); i++)
    self->talk[i] = compile (talk[i], 0);
  self->last_grade = compile (LAST_GRADE, 0);
  self->markup = compile ("</?[a-z][^<>]*>|&(?:#[0-9]+|#x[0-9a-f]+|[a-z][a-z0-9]+);", 0);
  /* A sentence with its end; a new line ends one, too. */
  self->sentence = compile ("[^.!?\\n]*(?:[.!?]+(?=\\s|$)|[.!?]|\\n|$)", 0);
  self->space = compile ("\\s+", 0);
  return self;
}

void
mcn_cleaner_free (McnCleaner *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replaced); i++)
    g_regex_unref (self->replaced[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (talk); i++)
    g_regex_unref (self->talk[i]);
  g_regex_unref (self->last_grade);
  g_regex_unref (self->markup);
  g_regex_unref (self->sentence);
  g_regex_unref (self->space);
  g_free (self);
}

/* @text with every match replaced; a text that a pattern takes too long over stays. */
static char *
replace (GRegex *regex, char *text, const char *with)
{
  char *changed = g_regex_replace_literal (regex, text, -1, 0, with, 0, NULL);

  if (changed == NULL)
    return text;
  g_free (text);
  return changed;
}

/* Many write without full stops: more words than this are more than one sentence. */
#define LONG 25

static guint
count_words (const char *text)
{
  guint n = 0;

  for (gboolean inside = FALSE; *text != '\0'; text++)
    {
      n += !inside && !g_ascii_isspace (*text);
      inside = !g_ascii_isspace (*text);
    }

  return n;
}

static gboolean
has_letters (const char *text, guint wanted)
{
  guint letters = 0;

  for (; *text != '\0' && letters < wanted; text = g_utf8_next_char (text))
    letters += g_unichar_isalpha (g_utf8_get_char (text));

  return letters >= wanted;
}

static gboolean
has_words (const char *text)
{
  return has_letters (text, 3);
}

/* Takes out of @sentence what it should not say: all of it, or out of a long one
 * the words themselves. FALSE: nothing is left. */
static gboolean
clean_sentence (McnCleaner *self, char **sentence)
{
  gboolean is_long = count_words (*sentence) > LONG;

  for (gsize i = 0; i < G_N_ELEMENTS (talk); i++)
    if (g_regex_match (self->talk[i], *sentence, 0, NULL))
      {
        if (!is_long)
          return FALSE;
        *sentence = replace (self->talk[i], *sentence, " ");
      }

  return has_letters (*sentence, 1);
}

/* The sentences that stay. */
static char *
keep_sentences (McnCleaner *self, const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;
  GString *kept = g_string_new (NULL);

  g_regex_match (self->sentence, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *sentence = g_strstrip (g_match_info_fetch (match, 0));

      if (!clean_sentence (self, &sentence))
        continue;
      if (kept->len > 0)
        g_string_append_c (kept, ' ');
      g_string_append (kept, sentence);
    }

  return g_string_free (kept, FALSE);
}

char *
mcn_cleaner_text (McnCleaner *self, const char *given)
{
  g_autofree char *text = g_utf8_make_valid (given, -1);
  g_autofree char *kept = NULL;

  if (g_regex_match (self->markup, text, 0, NULL))
    {
      char *plain = mcn_html_to_text (text, strlen (text));

      g_free (text);
      text = plain;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (replaced); i++)
    text = replace (self->replaced[i], text, replaced[i].with);
  text = g_strstrip (text);
  text = replace (self->last_grade, text, "");
  kept = keep_sentences (self, text);
  kept = replace (self->space, kept, " ");
  g_strstrip (kept);

  return has_words (kept) ? g_steal_pointer (&kept) : NULL;
}

/* ---- texts about one photograph ------------------------------------------------ */

/* Letters and digits alone, lower case: what makes a duplicate. */
static char *
essence (const char *text)
{
  GString *key = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (g_unichar_isalnum (c))
        g_string_append_unichar (key, g_unichar_tolower (c));
    }

  return g_string_free (key, FALSE);
}

#define QUOTED 40   /* bytes that nobody writes twice by chance */

/* Cuts what earlier texts say, letter by letter, out of @text: a comment inside a comment. */
static char *
cut_quotations (char *text, GPtrArray *earlier)
{
  for (guint i = 0; i < earlier->len; i++)
    {
      const char *quoted = g_ptr_array_index (earlier, i);
      char *found = strlen (quoted) >= QUOTED ? strstr (text, quoted) : NULL;

      if (found != NULL && strlen (text) > strlen (quoted))
        {
          const char *behind = found + strlen (quoted);

          behind += *behind == ' ' && found > text && found[-1] == ' ';
          memmove (found, behind, strlen (behind) + 1);
        }
    }

  return g_strstrip (text);
}

void
mcn_cleaner_texts (McnCleaner *self, GPtrArray *texts, GPtrArray *besides)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));       /* of @kept in @texts, rising */
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < texts->len; i++)
    {
      const char *given = g_ptr_array_index (texts, i);
      g_autofree char *text = mcn_cleaner_text (self, given);

      self->counts.texts++;
      if (text != NULL)
        text = cut_quotations (g_steal_pointer (&text), kept);
      if (text == NULL || !has_words (text))
        self->counts.empty++;
      else if (!g_hash_table_add (seen, essence (text)))
        self->counts.duplicates++;
      else
        {
          self->counts.changed += !g_str_equal (given, text);
          g_ptr_array_add (kept, g_steal_pointer (&text));
          g_array_append_val (places, i);
        }
    }

  for (guint i = 0; i < kept->len; i++)
    {
      guint place = g_array_index (places, guint, i);

      g_free (g_ptr_array_index (texts, i));
      g_ptr_array_index (texts, i) = g_strdup (g_ptr_array_index (kept, i));
      if (besides != NULL)
        {
          gpointer moved = g_ptr_array_index (besides, place);

          g_ptr_array_index (besides, place) = g_ptr_array_index (besides, i);
          g_ptr_array_index (besides, i) = moved;
        }
    }
  g_ptr_array_set_size (texts, (gint) kept->len);
  if (besides != NULL)
    g_ptr_array_set_size (besides, (gint) kept->len);
}

void
mcn_cleaner_set_counts (McnCleaner *self, const McnCleanerCounts *counts)
{
  self->counts = *counts;
}

const McnCleanerCounts *
mcn_cleaner_get_counts (McnCleaner *self)
{
  return &self->counts;
}
