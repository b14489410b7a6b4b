/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is read from XMP, and what an edit leaves alone. */
#include "critic-xmp-document.h"
#include "critic-xmp.h"

#include <string.h>

#define HEAD "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" \
             "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"" \
             " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\"" \
             " xmlns:photocritic=\"" CRITIC_XMP_NAMESPACE "\""
#define TAIL "</rdf:Description></rdf:RDF></x:xmpmeta>"

static void
read_text (const char *attributes, const char *elements, CriticXmp *xmp)
{
  g_autofree char *text = g_strconcat (HEAD " ", attributes, ">", elements, TAIL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (critic_xmp_read_sidecar (text, strlen (text), xmp, &error));
  g_assert_no_error (error);
}

static void
test_rating (void)
{
  static const struct
  {
    const char *attributes;
    CriticFlag  flag;
    guint8      stars;
    CriticSet   mute;
  } cases[] = {
    { "dc:format=\"image/jpeg\"", CRITIC_FLAG_NONE, 0, 0 },
    { "xmp:Rating=\"0\"", CRITIC_FLAG_NONE, 0, 0 },
    { "xmp:Rating=\"4\"", CRITIC_FLAG_NONE, 4, 0 },
    { "xmp:Rating=\" 5.0 \"", CRITIC_FLAG_NONE, 5, 0 },
    { "xmp:Rating=\"3.9\"", CRITIC_FLAG_NONE, 3, 0 },
    { "xmp:Rating=\"-1\"", CRITIC_FLAG_REJECT, 0, CRITIC_SET_STARS },
    { "xmp:Rating=\"-1\" photocritic:Flag=\"reject\" photocritic:Stars=\"3\"", CRITIC_FLAG_REJECT, 3, 0 },
    /* Somebody took the rejection back elsewhere. */
    { "xmp:Rating=\"2\" photocritic:Flag=\"reject\" photocritic:Stars=\"3\"", CRITIC_FLAG_NONE, 2, 0 },
    { "xmp:Rating=\"2\" photocritic:Flag=\"pick\"", CRITIC_FLAG_PICK, 2, 0 },
    { "xmp:Rating=\"6\"", CRITIC_FLAG_NONE, 0, 0 },
    { "xmp:Rating=\"-2\"", CRITIC_FLAG_NONE, 0, 0 },
    { "xmp:Rating=\"nan\"", CRITIC_FLAG_NONE, 0, 0 },
    { "xmp:Rating=\"four\"", CRITIC_FLAG_NONE, 0, 0 },
    { "xmp:Rating=\"\"", CRITIC_FLAG_NONE, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CriticXmp xmp;

      read_text (cases[i].attributes, "", &xmp);
      g_assert_cmpint (xmp.rating.flag, ==, cases[i].flag);
      g_assert_cmpint (xmp.rating.stars, ==, cases[i].stars);
      g_assert_cmpint (xmp.mute & CRITIC_SET_STARS, ==, cases[i].mute);
    }
}

static void
test_label_and_own (void)
{
  CriticXmp xmp;

  read_text ("xmp:Label=\"purple\" photocritic:OwnScore=\"7.25\" photocritic:OwnHigh=\"False\"", "", &xmp);
  g_assert_cmpint (xmp.rating.label, ==, CRITIC_LABEL_PURPLE);
  g_assert_cmpfloat (xmp.rating.score, ==, 7.25);
  g_assert_cmpint (xmp.rating.high, ==, CRITIC_SAYS_NO);
  g_assert_cmpint (xmp.mute, ==, 0);
  read_text ("xmp:Label=\"Red\" xmp:Rating=\"2\"", "", &xmp);
  g_assert_cmpint (xmp.mute, ==, CRITIC_SET_FLAG | CRITIC_SET_SCORE | CRITIC_SET_HIGH | CRITIC_SET_STYLES);
  read_text ("photocritic:OwnScore=\"70\" photocritic:OwnHigh=\"maybe\"", "<xmp:Label>Auswahl</xmp:Label>", &xmp);
  g_assert_cmpint (xmp.rating.label, ==, CRITIC_LABEL_NONE);
  g_assert_cmpfloat (xmp.rating.score, ==, 0);
  g_assert_cmpint (xmp.rating.high, ==, CRITIC_SAYS_NOTHING);
}

#define BAG(name, items) "<" name "><rdf:Bag>" items "</rdf:Bag></" name ">"
#define LI(text) "<rdf:li>" text "</rdf:li>"

static CriticSays
style_of (const char *elements, McnStyle style)
{
  CriticXmp xmp;

  read_text ("", elements, &xmp);
  return xmp.rating.style[style];
}

static void
test_styles (void)
{
  g_assert_cmpint (style_of (BAG ("photocritic:OwnStyles", LI ("Macro")) BAG ("photocritic:OwnNotStyles", LI ("HDR")), MCN_STYLE_MACRO),
                   ==, CRITIC_SAYS_YES);
  g_assert_cmpint (style_of (BAG ("photocritic:OwnNotStyles", LI ("HDR")), MCN_STYLE_HDR), ==, CRITIC_SAYS_NO);
  /* A word of others, wherever it comes from, is none of ours. */
  g_assert_cmpint (style_of (BAG ("dc:subject", LI ("Macro")) BAG ("lr:hierarchicalSubject", LI ("Nature|Macro")), MCN_STYLE_MACRO),
                   ==, CRITIC_SAYS_NOTHING);
  /* Somebody hung it below our branch. */
  g_assert_cmpint (style_of (BAG ("lr:hierarchicalSubject", LI ("Photo Critic|macro")), MCN_STYLE_MACRO), ==, CRITIC_SAYS_YES);
  /* We did, for the model: nobody said it. */
  g_assert_cmpint (style_of (BAG ("lr:hierarchicalSubject", LI ("Photo Critic|Macro")) BAG ("photocritic:Branches", LI ("Photo Critic|Macro")),
                             MCN_STYLE_MACRO), ==, CRITIC_SAYS_NOTHING);
  /* The user said it, we put it there, and somebody took it away. */
  g_assert_cmpint (style_of (BAG ("photocritic:OwnStyles", LI ("Macro")) BAG ("photocritic:Branches", LI ("Photo Critic|Macro")), MCN_STYLE_MACRO),
                   ==, CRITIC_SAYS_NOTHING);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "", " ", "no XML", "<x:xmpmeta", "<html/>", HEAD ">", HEAD " xmp:Rating=\"4\"></rdf:Description>",
    "<!DOCTYPE x [<!ENTITY e \"eeee\">]>" HEAD ">" TAIL,
    "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" HEAD ">" TAIL,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      CriticXmp xmp;

      g_assert_false (critic_xmp_read_sidecar (texts[i], strlen (texts[i]), &xmp, &error));
      g_assert_true (error->domain == G_MARKUP_ERROR);
    }
}

/* As other programs write it: everything but what is asked for stays as it is. */
static const char foreign[] =
  "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
  "<!-- a comment -->\n"
  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Foreign 1\">\n"
  " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
  "  <rdf:Description xmlns:foo=\"http://example.org/foo/\" rdf:about=\"uuid:abc\" foo:Bar=\"x\" foo:Tab=\"a&#9;b&#10;c\">\n"
  "   <foo:Q rdf:parseType=\"Resource\"><rdf:value>v</rdf:value><foo:Qual>q</foo:Qual></foo:Q>\n"
  "   <foo:U rdf:resource=\"http://example.org/u\"/>\n"
  "   <foo:L xml:lang=\"fr\">d\xc3\xa9j\xc3\xa0</foo:L>\n"
  "  </rdf:Description>\n"
  "  <rdf:Description xmlns:xap=\"http://ns.adobe.com/xap/1.0/\" rdf:about=\"uuid:abc\"%s>\n"
  "%s"
  "  </rdf:Description>\n"
  " </rdf:RDF>\n"
  "</x:xmpmeta>\n"
  "<?xpacket end=\"w\"?>\n";

static void
assert_edit (const char *before_attributes, const char *before, const char *after_attributes, const char *after, const char *value)
{
  static const CriticXmpSpace space = { "http://ns.adobe.com/xap/1.0/", "xmp" };
  g_autoptr (GString) text = g_string_new (foreign);
  g_autoptr (GString) wanted = g_string_new (foreign);
  g_autoptr (CriticXmpDocument) document = NULL;
  g_autofree char *made = NULL;
  g_autofree char *read = NULL;

  g_string_replace (text, "%s>", before_attributes, 1);
  g_string_replace (text, "%s", before, 1);
  g_string_replace (wanted, "%s>", after_attributes, 1);
  g_string_replace (wanted, "%s", after, 1);
  document = critic_xmp_document_new (text->str, text->len, NULL);
  critic_xmp_document_set (document, &space, "Rating", value);
  made = critic_xmp_document_to_text (document);
  g_assert_cmpstr (made, ==, wanted->str);
  read = critic_xmp_document_get (document, &space, "Rating");
  g_assert_cmpstr (read, ==, value);
}

static void
test_edit (void)
{
  assert_edit (" xap:Rating=\"2\" xap:Label=\"Red\">", "", " xap:Rating=\"5\" xap:Label=\"Red\">", "", "5");
  assert_edit (" xap:Label=\"Red\">", "   <xap:Rating>2</xap:Rating>\n", " xap:Label=\"Red\">", "   <xap:Rating>5</xap:Rating>\n", "5");
  assert_edit (" xap:Rating=\"2\">", "   <xap:Rating>3</xap:Rating>\n", " xap:Rating=\"4\">", "", "4");
  assert_edit (">", "   <xap:Rating>3</xap:Rating>\n   <xap:Nick>n</xap:Nick>\n", ">", "   <xap:Nick>n</xap:Nick>\n", NULL);
  assert_edit (" xap:Rating=\"2\" xap:Label=\"&lt;&amp;&quot;\">", "", " xap:Label=\"&lt;&amp;&quot;\">", "", NULL);
}

static void
test_bag (void)
{
  static const CriticXmpSpace dc = { "http://purl.org/dc/elements/1.1/", "dc" };
  const char text[] = HEAD ">" BAG ("dc:subject", LI ("mist") "<rdf:li xml:lang=\"de\">See</rdf:li>" LI ("Macro")) TAIL;
  g_autoptr (CriticXmpDocument) document = critic_xmp_document_new (text, strlen (text), NULL);
  g_autoptr (GPtrArray) remove = g_ptr_array_new ();
  g_autoptr (GPtrArray) add = g_ptr_array_new ();
  g_autoptr (GPtrArray) after = NULL;
  g_autofree char *made = NULL;

  g_ptr_array_add (remove, (gpointer) "Macro");
  g_ptr_array_add (add, (gpointer) "HDR & <more>");
  critic_xmp_document_edit_bag (document, &dc, "subject", remove, add);
  after = critic_xmp_document_get_bag (document, &dc, "subject");
  g_assert_cmpuint (after->len, ==, 3);
  g_assert_cmpstr (after->pdata[2], ==, "HDR & <more>");
  made = critic_xmp_document_to_text (document);
  g_assert_nonnull (strstr (made, "<rdf:li>mist</rdf:li><rdf:li xml:lang=\"de\">See</rdf:li>"));

  critic_xmp_document_edit_bag (document, &dc, "subject", after, NULL);
  g_assert_false (critic_xmp_document_is_used (document));
}

/* Prefixes that somebody else took. */
static void
test_prefix (void)
{
  static const CriticXmpSpace ours = { CRITIC_XMP_NAMESPACE, "photocritic" };
  const char text[] = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\""
                      " xmlns:photocritic=\"http://example.org/other/\" photocritic:Score=\"theirs\"/></rdf:RDF>";
  g_autoptr (CriticXmpDocument) document = critic_xmp_document_new (text, strlen (text), NULL);
  g_autofree char *score = NULL;
  g_autofree char *made = NULL;

  critic_xmp_document_set (document, &ours, "Score", "5.5");
  score = critic_xmp_document_get (document, &ours, "Score");
  g_assert_cmpstr (score, ==, "5.5");
  critic_xmp_document_clear (document, &ours);
  made = critic_xmp_document_to_text (document);
  g_assert_nonnull (strstr (made, "photocritic:Score=\"theirs\""));
  g_assert_null (strstr (made, "5.5"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xmp/rating", test_rating);
  g_test_add_func ("/xmp/label-and-own", test_label_and_own);
  g_test_add_func ("/xmp/styles", test_styles);
  g_test_add_func ("/xmp/refused", test_refused);
  g_test_add_func ("/xmp/edit", test_edit);
  g_test_add_func ("/xmp/bag", test_bag);
  g_test_add_func ("/xmp/prefix", test_prefix);
  return g_test_run ();
}
