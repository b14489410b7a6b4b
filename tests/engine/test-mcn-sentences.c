/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mcn-sentences.h"

#include <string.h>

/* A part as its characters between bars and its range; a dot stands for white
 * space so that it can be counted. */
static void
append_part (const McnChar *chars, gsize n, guint32 start, guint32 end, gpointer data)
{
  GString *out = data;

  g_string_append_c (out, '|');
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_assert_cmpuint (chars[i].start, >=, chars[i - 1].start);
      g_assert_cmpuint (chars[i].start, <, chars[i].end);
      if (mcn_unicode_classify (chars[i].c) & MCN_UNICODE_SPACE)
        g_string_append_c (out, '.');
      else
        g_string_append_unichar (out, chars[i].c);
    }
  g_string_append_printf (out, "|%u-%u", start, end);
}

static char *
split (const char *text, gsize length)
{
  GString *out = g_string_new ("");

  mcn_sentences_split (text, length, append_part, out);
  return g_string_free (out, FALSE);
}

#define assert_parts(text, expected) G_STMT_START { \
    g_autofree char *parts = split (text, sizeof text - 1); \
    g_assert_cmpstr (parts, ==, expected); \
  } G_STMT_END

static void
test_cuts (void)
{
  assert_parts ("", "");
  assert_parts (" \t\n \r\n", "");
  assert_parts ("One. Two", "|one.|0-4|two|5-8");
  assert_parts ("a.b c", "|a.b.c|0-5");
  assert_parts ("a! b? c; d: e, f", "|a.|0-2|b.|3-5|c.|6-8|d.|9-11|e..f|12-16");
  assert_parts ("a.  \n\n  b", "|a.|0-2|b|8-9");
  assert_parts ("a\n\nb", "|a|0-1|b|3-4");
  assert_parts ("a \n b", "|a.|0-1|.b|4-5");
  /* A carriage return is white space, no line end. */
  assert_parts ("a\r\nb\rc", "|a.|0-1|b.c|3-6");
  assert_parts ("a.\r\nb", "|a.|0-2|b|4-5");
  /* White space of any kind after a stop. */
  assert_parts ("a.\xe2\x80\xa8" "b?\xc2\xa0" "c.\x1c" "d", "|a.|0-2|b.|5-7|c.|9-11|d|12-13");
  assert_parts ("... a", "|...|0-3|a|4-5");
}

static void
test_letters (void)
{
  assert_parts ("It's 100% OK_1", "|it.s......ok_.|0-14");
  assert_parts ("x\xc2\xb2 \xc2\xbd \xd9\xa3", "|x\xc2\xb2.\xc2\xbd..|0-9");       /* only decimal digits go */
  assert_parts ("cafe\xcc\x81", "|cafe.|0-6");
  assert_parts ("\xf0\x9f\x98\x80", "|.|0-4");
  assert_parts ("a\xff\0b", "|a..b|0-4");
}

static void
test_case (void)
{
  assert_parts ("\xc4\xb0X", "|i.x|0-3");               /* a Turkish I leaves its dot, which is no letter */
  assert_parts ("\xe1\xba\x9e \xe2\x84\xaa", "|\xc3\x9f.k|0-7");
  assert_parts ("\xce\x91\xce\xa3 \xce\xa3", "|\xce\xb1\xcf\x82.\xcf\x83|0-7");
  assert_parts ("\xce\x91\xce\xa3\xce\x91", "|\xce\xb1\xcf\x83\xce\xb1|0-6");
  assert_parts ("\xce\x91\xcc\x81\xce\xa3", "|\xce\xb1.\xcf\x82|0-6");             /* through an accent */
  assert_parts ("\xce\x91\xce\xa3.x", "|\xce\xb1\xcf\x83.x|0-6");                  /* through a full stop, too */
  assert_parts ("\xce\x91\xce\xa3. x", "|\xce\xb1\xcf\x82.|0-5|x|6-7");            /* but not into the next part */
}

static void
check_marks (const McnChar *chars, gsize n, guint32 start, guint32 end, gpointer data)
{
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (chars[0].end, ==, 5);       /* e with its two accents */
  g_assert_cmpuint (chars[3].start, ==, 5);
  (*(guint *) data)++;
}

/* To the eye an accent belongs to its letter. */
static void
test_marks (void)
{
  guint calls = 0;
  const char text[] = "e\xcc\x81\xcc\xa7x";

  mcn_sentences_split (text, strlen (text), check_marks, &calls);
  g_assert_cmpuint (calls, ==, 1);
}

/* The frozen classes against GLib's, where no version of Unicode differs. */
static void
test_classes (void)
{
  for (gunichar c = 0; c < 0x250; c++)
    {
      guint8 classes = mcn_unicode_classify (c);

      if (g_unichar_isalpha (c))
        g_assert_true (classes & MCN_UNICODE_WORD);
      g_assert_cmpint ((classes & MCN_UNICODE_DIGIT) != 0, ==, g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER);
      if (g_unichar_iscntrl (c) && c != '\t' && c != '\n' && c != '\r')
        g_assert_true (classes & MCN_UNICODE_DROPPED);
    }
  g_assert_cmpuint (mcn_unicode_classify (0x10ffff), ==, mcn_unicode_classify (0x10fffe));
  g_assert_true (mcn_unicode_classify (0xd800) & MCN_UNICODE_DROPPED);
  g_assert_true (mcn_unicode_classify (0x301) & MCN_UNICODE_DROPPED);
  g_assert_true (mcn_unicode_classify (0xffff) == mcn_unicode_classify (0x10ffff));
  g_assert_true (mcn_unicode_classify (0x10000) & MCN_UNICODE_WORD);            /* Linear B, the first behind the index */
  g_assert_true (mcn_unicode_classify (0x1f600) == 0);
  g_assert_true (mcn_unicode_is_cjk (0x4e00) && mcn_unicode_is_cjk (0x3400) && mcn_unicode_is_cjk (0x2fa1f));
  g_assert_false (mcn_unicode_is_cjk (0x33ff) || mcn_unicode_is_cjk (0x4dc0) || mcn_unicode_is_cjk (0xac00));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentences/cuts", test_cuts);
  g_test_add_func ("/sentences/letters", test_letters);
  g_test_add_func ("/sentences/case", test_case);
  g_test_add_func ("/sentences/marks", test_marks);
  g_test_add_func ("/sentences/classes", test_classes);
  return g_test_run ();
}
