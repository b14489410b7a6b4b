/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-xmp-document.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlsave.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define INDENT "\n   "

static const char nothing[] =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
  " <rdf:RDF xmlns:rdf=\"" RDF "\">\n"
  "  <rdf:Description rdf:about=\"\"/>\n"
  " </rdf:RDF>\n"
  "</x:xmpmeta>\n";

struct _CriticXmpDocument
{
  xmlDoc  *doc;
  xmlNode *rdf;
  gboolean is_declared;     /* <?xml stands before it */
};

static const xmlChar *
x (const char *text)
{
  return (const xmlChar *) text;
}

static gboolean
is_named (xmlNs *ns, const xmlChar *name, const char *uri, const char *wanted)
{
  return ns != NULL && xmlStrEqual (ns->href, x (uri)) && (wanted == NULL || xmlStrEqual (name, x (wanted)));
}

static gboolean
is_element (xmlNode *node, const char *uri, const char *name)
{
  return node->type == XML_ELEMENT_NODE && is_named (node->ns, node->name, uri, name);
}

static gpointer
initialize (gpointer unused)
{
  xmlInitParser ();
  return NULL;
}

/* With or without the wrapper around it. */
static xmlNode *
find_rdf (xmlDoc *doc)
{
  xmlNode *root = xmlDocGetRootElement (doc);

  if (root == NULL || is_element (root, RDF, "RDF"))
    return root;
  for (xmlNode *node = root->children; node != NULL; node = node->next)
    if (is_element (node, RDF, "RDF"))
      return node;
  return NULL;
}

CriticXmpDocument *
critic_xmp_document_new (const char *text, gsize length, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  CriticXmpDocument *self;
  xmlNode *rdf;
  xmlDoc *doc;

  g_once (&once, initialize, NULL);
  if (text == NULL)
    {
      text = nothing;
      length = sizeof nothing - 1;
    }

  doc = length <= G_MAXINT ? xmlReadMemory (text, (int) length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
                           : NULL;
  rdf = doc != NULL && doc->intSubset == NULL && doc->extSubset == NULL ? find_rdf (doc) : NULL;
  if (rdf == NULL)
    {
      g_clear_pointer (&doc, xmlFreeDoc);
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_PARSE, _("it is no XMP"));
      return NULL;
    }

  self = g_new (CriticXmpDocument, 1);
  self->doc = doc;
  self->rdf = rdf;
  self->is_declared = length >= 5 && memcmp (text, "<?xml", 5) == 0;
  return self;
}

void
critic_xmp_document_free (CriticXmpDocument *self)
{
  xmlFreeDoc (self->doc);
  g_free (self);
}

char *
critic_xmp_document_to_text (CriticXmpDocument *self)
{
  xmlBuffer *buffer = xmlBufferCreate ();
  xmlSaveCtxt *save = xmlSaveToBuffer (buffer, "UTF-8", self->is_declared ? 0 : XML_SAVE_NO_DECL);
  char *text;

  xmlSaveDoc (save, self->doc);
  xmlSaveClose (save);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}

/* --- where properties are --- */

static xmlNode *
next_description (CriticXmpDocument *self, xmlNode *after)
{
  for (xmlNode *node = after != NULL ? after->next : self->rdf->children; node != NULL; node = node->next)
    if (is_element (node, RDF, "Description"))
      return node;
  return NULL;
}

static xmlNode *
make_description (CriticXmpDocument *self)
{
  xmlNode *node = next_description (self, NULL);
  xmlNs *rdf;

  if (node != NULL)
    return node;

  rdf = xmlSearchNsByHref (self->doc, self->rdf, x (RDF));
  node = xmlNewChild (self->rdf, rdf, x ("Description"), NULL);
  xmlNewNsProp (node, rdf->prefix != NULL ? rdf : xmlNewNs (node, x (RDF), x ("rdf")), x ("about"), x (""));
  return node;
}

static xmlAttr *
find_attribute (xmlNode *description, const CriticXmpSpace *space, const char *name)
{
  for (xmlAttr *attribute = description->properties; attribute != NULL; attribute = attribute->next)
    if (is_named (attribute->ns, attribute->name, space->uri, name))
      return attribute;
  return NULL;
}

static xmlNode *
find_element (xmlNode *description, const CriticXmpSpace *space, const char *name)
{
  for (xmlNode *node = description->children; node != NULL; node = node->next)
    if (is_element (node, space->uri, name))
      return node;
  return NULL;
}

/* With the white space that indents it. */
static void
drop_element (xmlNode *node)
{
  if (node->prev != NULL && xmlIsBlankNode (node->prev))
    {
      xmlNode *blank = node->prev;

      xmlUnlinkNode (blank);
      xmlFreeNode (blank);
    }
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}

static void
drop_all (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name, const xmlNode *but_element,
          const xmlAttr *but_attribute)
{
  for (xmlNode *description = next_description (self, NULL); description != NULL; description = next_description (self, description))
    {
      xmlAttr *attribute = description->properties;
      xmlNode *node = description->children;

      while (attribute != NULL)
        {
          xmlAttr *next = attribute->next;

          if (attribute != but_attribute && is_named (attribute->ns, attribute->name, space->uri, name))
            xmlRemoveProp (attribute);
          attribute = next;
        }
      while (node != NULL)
        {
          xmlNode *next = node->next;

          if (node != but_element && is_element (node, space->uri, name))
            drop_element (node);
          node = next;
        }
    }
}

/* A declaration that attributes can use too; the prefix may be taken. */
static xmlNs *
need_space (CriticXmpDocument *self, xmlNode *description, const CriticXmpSpace *space)
{
  g_autofree char *prefix = g_strdup (space->prefix);

  for (guint i = 1;; i++)
    {
      xmlNs *ns = xmlSearchNs (self->doc, description, x (prefix));

      if (ns == NULL)
        return xmlNewNs (description, x (space->uri), x (prefix));
      if (xmlStrEqual (ns->href, x (space->uri)))
        return ns;
      g_free (prefix);
      prefix = g_strdup_printf ("%s%u", space->prefix, i);
    }
}

gboolean
critic_xmp_document_is_used (CriticXmpDocument *self)
{
  for (xmlNode *node = next_description (self, NULL); node != NULL; node = next_description (self, node))
    {
      for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
        if (attribute->ns != NULL && !is_named (attribute->ns, attribute->name, RDF, NULL))
          return TRUE;
      for (xmlNode *child = node->children; child != NULL; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
          return TRUE;
    }
  return FALSE;
}

/* --- simple ones --- */

static gboolean
is_plain (const xmlNode *node)
{
  if (node->properties != NULL)
    return FALSE;
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      return FALSE;
  return TRUE;
}

static char *
take (xmlChar *content)
{
  char *text = content != NULL ? g_strdup ((const char *) content) : NULL;

  xmlFree (content);
  return text;
}

char *
critic_xmp_document_get (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name)
{
  for (xmlNode *description = next_description (self, NULL); description != NULL; description = next_description (self, description))
    {
      xmlAttr *attribute = find_attribute (description, space, name);
      xmlNode *element = find_element (description, space, name);

      if (attribute != NULL)
        return take (xmlNodeGetContent ((xmlNode *) attribute));
      if (element != NULL)
        return take (xmlNodeGetContent (element));
    }
  return NULL;
}

void
critic_xmp_document_set (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name, const char *value)
{
  xmlAttr *attribute = NULL;
  xmlNode *element = NULL, *home = NULL;

  for (xmlNode *description = next_description (self, NULL); value != NULL && home == NULL && description != NULL;
       description = next_description (self, description))
    {
      attribute = find_attribute (description, space, name);
      element = attribute == NULL ? find_element (description, space, name) : NULL;
      if (element != NULL && !is_plain (element))
        element = NULL;
      if (attribute != NULL || element != NULL)
        home = description;
    }

  drop_all (self, space, name, element, attribute);
  if (value == NULL)
    return;
  if (element != NULL)
    {
      xmlNodeSetContent (element, NULL);
      xmlNodeAddContent (element, x (value));
    }
  else if (attribute != NULL)
    xmlSetNsProp (home, attribute->ns, x (name), x (value));
  else
    {
      home = make_description (self);
      xmlNewNsProp (home, need_space (self, home, space), x (name), x (value));
    }
}

void
critic_xmp_document_clear (CriticXmpDocument *self, const CriticXmpSpace *space)
{
  drop_all (self, space, NULL, NULL, NULL);
}

/* --- arrays --- */

/* rdf:Bag, rdf:Seq or rdf:Alt. */
static xmlNode *
find_array (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name)
{
  for (xmlNode *description = next_description (self, NULL); description != NULL; description = next_description (self, description))
    {
      xmlNode *element = find_element (description, space, name);

      for (xmlNode *node = element != NULL ? element->children : NULL; node != NULL; node = node->next)
        if (is_element (node, RDF, "Bag") || is_element (node, RDF, "Seq") || is_element (node, RDF, "Alt"))
          return node;
    }
  return NULL;
}

static xmlNode *
make_array (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name)
{
  xmlNode *array = find_array (self, space, name), *description, *element;

  if (array != NULL)
    return array;

  drop_all (self, space, name, NULL, NULL);
  description = make_description (self);
  if (description->last != NULL && xmlIsBlankNode (description->last))
    {
      xmlNode *blank = description->last;

      xmlUnlinkNode (blank);
      xmlFreeNode (blank);
    }
  xmlAddChild (description, xmlNewText (x (INDENT)));
  element = xmlNewChild (description, need_space (self, description, space), x (name), NULL);
  xmlAddChild (description, xmlNewText (x ("\n  ")));
  return xmlNewChild (element, xmlSearchNsByHref (self->doc, description, x (RDF)), x ("Bag"), NULL);
}

static xmlNode *
next_item (xmlNode *array, xmlNode *after)
{
  for (xmlNode *node = after != NULL ? after->next : array != NULL ? array->children : NULL; node != NULL; node = node->next)
    if (is_element (node, RDF, "li"))
      return node;
  return NULL;
}

GPtrArray *
critic_xmp_document_get_bag (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  xmlNode *array = find_array (self, space, name);

  for (xmlNode *item = next_item (array, NULL); item != NULL; item = next_item (array, item))
    g_ptr_array_add (texts, take (xmlNodeGetContent (item)));
  return texts;
}

static void
remove_items (xmlNode *array, GPtrArray *remove)
{
  xmlNode *item = next_item (array, NULL);

  while (item != NULL)
    {
      xmlNode *next = next_item (array, item);
      g_autofree char *text = take (xmlNodeGetContent (item));

      if (g_ptr_array_find_with_equal_func (remove, text, g_str_equal, NULL))
        drop_element (item);
      item = next;
    }
}

void
critic_xmp_document_edit_bag (CriticXmpDocument *self, const CriticXmpSpace *space, const char *name,
                              GPtrArray *remove, GPtrArray *add)
{
  xmlNode *array = find_array (self, space, name);
  const gboolean had_items = next_item (array, NULL) != NULL;

  if (remove != NULL && array != NULL)
    remove_items (array, remove);
  if (add != NULL && add->len > 0)
    {
      xmlNs *rdf;

      array = make_array (self, space, name);
      rdf = xmlSearchNsByHref (self->doc, array, x (RDF));
      for (guint i = 0; i < add->len; i++)
        xmlNodeAddContent (xmlNewChild (array, rdf, x ("li"), NULL), x (add->pdata[i]));
    }
  if (had_items && next_item (array, NULL) == NULL)
    drop_all (self, space, name, NULL, NULL);
}
