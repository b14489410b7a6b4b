/* SPDX-License-Identifier: GPL-3.0-or-later */

/* dpchallenge.com lays a page out in tables. The comments stand in one of width
 * "90%", cellspacing "1" and cellpadding "2". In it, a cell with an anchor named by
 * a number begins a comment and links to its author; the text is the first cell
 * of the next table of cellspacing "0" and cellpadding "4". A comment quoted
 * inside another is a table of its own in there. */
#include "mcn-html.h"

#include <glib/gi18n-lib.h>
#include <libxml/HTMLparser.h>
#include <string.h>

#define LARGEST (16u << 20)     /* bytes of a page */
#define OPTIONS (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD)

/* ---- trees ----------------------------------------------------------------- */

static gboolean
is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_ascii_strcasecmp ((const char *) node->name, name) == 0;
}

static gboolean
is_one_of (const xmlNode *node, const char *const *names)
{
  for (; *names != NULL; names++)
    if (is_element (node, *names))
      return TRUE;

  return FALSE;
}

static char *
attribute (xmlNode *node, const char *name)
{
  xmlChar *value = node->type == XML_ELEMENT_NODE ? xmlGetProp (node, (const xmlChar *) name) : NULL;
  char *copy = g_strdup ((const char *) value);

  if (value != NULL)
    xmlFree (value);
  return copy;
}

static gboolean
has_attribute (xmlNode *node, const char *name, const char *wanted)
{
  g_autofree char *value = attribute (node, name);

  return value != NULL && g_ascii_strcasecmp (value, wanted) == 0;
}

/* The node behind @node in the order of the document, below @top; @into: whether
 * its children come first. No recursion: pages may nest as deep as they like. */
static xmlNode *
next_node (xmlNode *node, const xmlNode *top, gboolean into)
{
  if (into && node->children != NULL)
    return node->children;
  while (node != top && node->next == NULL)
    node = node->parent;

  return node != top ? node->next : NULL;
}

/* ---- text ------------------------------------------------------------------ */

static const char *const left_out[] = { "script", "style", "table", "blockquote", "strike", "s", "del", "head", "select", "textarea", NULL };
static const char *const blocks[] = { "br", "p", "div", "tr", "td", "li", "ul", "ol", "hr", "h1", "h2", "h3", "h4", NULL };

static char *
text_below (xmlNode *top)
{
  GString *text = g_string_new (NULL);
  gboolean into = TRUE;

  for (xmlNode *node = top; node != NULL; node = next_node (node, top, into))
    {
      into = node == top || !is_one_of (node, left_out);
      if (node->type == XML_TEXT_NODE && node->content != NULL)
        for (const char *p = (const char *) node->content; *p != '\0'; p++)
          g_string_append_c (text, *p == '\n' || *p == '\r' ? ' ' : *p);
      else if (is_one_of (node, blocks) || !into)
        g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

char *
mcn_html_to_text (const char *html, gsize n)
{
  g_autofree char *valid = g_utf8_make_valid (n > 0 ? html : "", (gssize) n);
  g_autofree char *whole = g_strconcat ("<html><body><div>", valid, "</div></body></html>", NULL);
  gsize length = strlen (whole);
  htmlDocPtr document = length <= LARGEST ? htmlReadMemory (whole, (int) length, NULL, "UTF-8", OPTIONS) : NULL;
  xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  char *text = root != NULL ? text_below (root) : g_strdup ("");

  if (document != NULL)
    xmlFreeDoc (document);
  return text;
}

/* ---- pages ----------------------------------------------------------------- */

static gboolean
is_comments (xmlNode *node)
{
  return is_element (node, "table") && has_attribute (node, "width", "90%") && has_attribute (node, "cellspacing", "1") &&
         has_attribute (node, "cellpadding", "2");
}

static gboolean
is_body (xmlNode *node)
{
  return is_element (node, "table") && has_attribute (node, "cellspacing", "0") && has_attribute (node, "cellpadding", "4");
}

/* The number behind @key in a link, 0: none. */
static guint
number_in (const char *text, const char *key)
{
  const char *found = text != NULL ? strstr (text, key) : NULL;
  guint64 number = found != NULL ? g_ascii_strtoull (found + strlen (key), NULL, 10) : 0;

  return number <= G_MAXUINT32 ? (guint) number : 0;
}

static xmlNode *
first_cell (xmlNode *table)
{
  for (xmlNode *node = next_node (table, table, TRUE); node != NULL; node = next_node (node, table, TRUE))
    if (is_element (node, "td"))
      return node;

  return NULL;
}

typedef struct
{
  gboolean ours;                /* a page of dpchallenge */
  gboolean invalid;             /* it says that there is no such photograph */
  guint    photographer;        /* 0: not said */
  guint    id;                  /* of the photograph shown; 0: not said */
  xmlNode *comments;            /* NULL: none */
} Findings;

static void
look_at (xmlNode *node, Findings *found)
{
  if (node->type == XML_TEXT_NODE && node->content != NULL)
    {
      const char *text = (const char *) node->content;

      found->invalid = found->invalid || strstr (text, "Invalid IMAGE_ID provided") != NULL;
      found->ours = found->ours || strcasestr (text, "dpchallenge") != NULL;
    }
  else if (is_element (node, "img") && found->id == 0)
    {
      g_autofree char *source = attribute (node, "src");

      found->id = number_in (source, "Copyrighted_Image_Reuse_Prohibited_");
    }
  else if (is_element (node, "a") && found->photographer == 0 && has_attribute (node, "class", "u"))
    {
      g_autofree char *target = attribute (node, "href");

      found->photographer = number_in (target, "USER_ID=");
    }
  else if (is_comments (node) && found->comments == NULL)
    found->comments = node;
}

static Findings
survey (xmlNode *root)
{
  Findings found = { 0 };

  for (xmlNode *node = root; node != NULL; node = next_node (node, root, TRUE))
    {
      look_at (node, &found);
      /* Who is linked first, before the comments, is the photographer. */
      if (found.comments != NULL)
        break;
    }

  return found;
}

/* Whether the link belongs to a comment's head; @author: whom it names. */
static void
read_link (xmlNode *node, gboolean *head, guint *author)
{
  g_autofree char *name = attribute (node, "name"), *target = attribute (node, "href");

  if (name != NULL && *name != '\0' && strspn (name, "0123456789") == strlen (name))
    {
      *head = TRUE;
      *author = 0;
    }
  else if (*head && *author == 0)
    *author = number_in (target, "USER_ID=");
}

static void
read_comments (McnPage *self, xmlNode *table, guint photographer)
{
  gboolean head = FALSE, into = TRUE;
  guint author = 0;

  for (xmlNode *node = next_node (table, table, TRUE); node != NULL; node = next_node (node, table, into))
    {
      into = !is_body (node);
      if (is_element (node, "a"))
        read_link (node, &head, &author);
      else if (!into && head)
        {
          xmlNode *cell = first_cell (node);

          head = FALSE;
          if (author != 0 && author == photographer)
            self->n_own++;
          else if (cell != NULL)
            g_ptr_array_add (self->comments, text_below (cell));
        }
    }
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_CORRUPT, why);
  return FALSE;
}

static gboolean
check_findings (const Findings *found, guint id, GError **error)
{
  if (found->invalid)
    return refuse (error, _("The page says that there is no such photograph."));
  if (!found->ours && found->comments == NULL && found->id == 0)
    return refuse (error, _("This is no page of dpchallenge.com."));
  if (found->id != 0 && found->id != id)
    {
      g_set_error (error, MCN_DATASET_ERROR, MCN_DATASET_ERROR_CORRUPT, _("The page is about the photograph %u."), found->id);
      return FALSE;
    }

  return TRUE;
}

/* The end of the document must be there: of one that was cut off, the last comment is not whole. */
static gboolean
is_whole (const char *data, gsize n)
{
  g_autofree char *end = g_strndup (data + (n > 256 ? n - 256 : 0), MIN (n, 256));

  return strcasestr (end, "</html") != NULL;
}

McnPage *
mcn_page_parse (GBytes *bytes, guint id, GError **error)
{
  gsize n;
  const char *data = g_bytes_get_data (bytes, &n);
  htmlDocPtr document;
  xmlNode *root;
  Findings found;
  McnPage *self = NULL;

  if (n == 0 || n > LARGEST || !is_whole (data, n))
    {
      refuse (error, _("The page is empty, cut off or larger than a page."));
      return NULL;
    }
  document = htmlReadMemory (data, (int) n, NULL, g_utf8_validate_len (data, n, NULL) ? "UTF-8" : "windows-1252", OPTIONS);
  root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  if (root == NULL)
    refuse (error, _("This is no page of dpchallenge.com."));
  else
    {
      found = survey (root);
      if (check_findings (&found, id, error))
        {
          self = g_new0 (McnPage, 1);
          self->comments = g_ptr_array_new_with_free_func (g_free);
          if (found.comments != NULL)
            read_comments (self, found.comments, found.photographer);
        }
    }

  if (document != NULL)
    xmlFreeDoc (document);
  return self;
}

void
mcn_page_free (McnPage *self)
{
  g_ptr_array_unref (self->comments);
  g_free (self);
}

char *
mcn_page_find (const char *folder, guint id)
{
  /* wget writes "@" where a file system knows no "?". */
  static const char *const names[] = {
    "image.php?IMAGE_ID=%u", "image.php?IMAGE_ID=%u.html", "image.php@IMAGE_ID=%u", "image.php@IMAGE_ID=%u.html", "%u.html", "%u.htm",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *place = strstr (names[i], "%u");
      g_autofree char *name = g_strdup_printf ("%.*s%u%s", (int) (place - names[i]), names[i], id, place + 2);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}
