/* SPDX-License-Identifier: GPL-3.0-or-later */

/* model.json, format 1:
 *
 *   { "format": "photo-critic-model", "version": 1, "id": "<64 hex digits>",
 *     "name": "...",
 *     "input": { "long_side": 320 },
 *     "text": { "heads": 12 },
 *     "mcn": { "heads": 4, "layers": 2, "ava_mean": 5.4, "ava_sd": 0.75,
 *              "ridge_share": { "photo": 0.2, "both": 0.2 } },
 *     "styles": [ 14 ids ],
 *     "calibration": { "photo" | "critique" | "both":
 *                      { "slope", "offset", "error", "sigma", "half_width" (optional), "n" } },
 *     "ava": { "percentiles": [ 101 numbers ], "spread": [ 3 numbers ] },
 *     "explanations": { "regions" | "words" | "matrix":
 *                       { "evidence", "ratio", "interval": [ 2 numbers ] } },
 *     "style_tests" (optional): { style id: { "positive", "precision" (optional) } } }
 *
 * Further members are for people and of no effect. */
#include "mcn-config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#define MAX_SIZE (1u << 20)
/* json-glib recurses into every bracket: so many in all bound its depth. */
#define MAX_BRACKETS 256
#define MAX_NAME 200

static const char *const modes[MCN_N_MODES] = { "photo", "critique", "both" };
static const char *const evidence[MCN_N_EVIDENCE] = { "regions", "words", "matrix" };

typedef struct
{
  const char *file;
  GError    **error;
} Reader;

static gboolean
fail (Reader *r, const char *parent, const char *member)
{
  g_set_error (r->error, MCN_ERROR, MCN_ERROR_CORRUPT,
               _("The entry “%s” in “%s” of the model description “%s” is missing or out of range. Install the model again."),
               member, parent, r->file);
  return FALSE;
}

static JsonObject *
read_object (Reader *r, JsonObject *object, const char *parent, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  fail (r, parent, member);
  return NULL;
}

/* A number in [min, max]; NaN and infinity are in no range. */
static gboolean
node_to_number (JsonNode *node, gdouble min, gdouble max, gdouble *value)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  *value = json_node_get_double (node);
  return *value >= min && *value <= max;
}

static gboolean
read_number (Reader *r, JsonObject *object, const char *parent, const char *member,
             gdouble min, gdouble max, gdouble *value)
{
  return node_to_number (json_object_get_member (object, member), min, max, value) || fail (r, parent, member);
}

static gboolean
read_whole (Reader *r, JsonObject *object, const char *parent, const char *member,
            guint min, guint max, guint *value)
{
  gdouble number;

  if (!read_number (r, object, parent, member, min, max, &number))
    return FALSE;
  *value = (guint) number;
  return *value == number || fail (r, parent, member);
}

static JsonArray *
read_array (Reader *r, JsonObject *object, const char *parent, const char *member, guint n)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) == n)
    return json_node_get_array (node);
  fail (r, parent, member);
  return NULL;
}

static gboolean
read_numbers (Reader *r, JsonObject *object, const char *parent, const char *member,
              gdouble min, gdouble max, guint n, gdouble *values)
{
  JsonArray *array = read_array (r, object, parent, member, n);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!node_to_number (json_array_get_element (array, i), min, max, &values[i]))
      return fail (r, parent, member);
  return TRUE;
}

static const char *
read_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
    ? json_node_get_string (node) : NULL;
}

static gboolean
read_format (Reader *r, JsonObject *root)
{
  const char *format = read_text (root, "format");
  guint version;

  if (g_strcmp0 (format, "photo-critic-model") != 0)
    {
      g_set_error (r->error, MCN_ERROR, MCN_ERROR_UNSUPPORTED,
                   _("“%s” does not describe a model of Photo Critic. Choose another model folder."), r->file);
      return FALSE;
    }
  if (!read_whole (r, root, "model.json", "version", 1, G_MAXINT, &version))
    return FALSE;
  if (version > MCN_CONFIG_VERSION)
    {
      g_set_error (r->error, MCN_ERROR, MCN_ERROR_UNSUPPORTED,
                   _("The model “%s” was made for a newer version of Photo Critic (its format is %u, this program reads %d). Update the program."),
                   r->file, version, MCN_CONFIG_VERSION);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_names (Reader *r, McnConfig *self, JsonObject *root)
{
  const char *id = read_text (root, "id"), *name = read_text (root, "name");

  if (id == NULL || strlen (id) != 64 || strspn (id, "0123456789abcdef") != 64)
    return fail (r, "model.json", "id");
  if (name == NULL || *name == '\0' || strlen (name) > MAX_NAME || !g_utf8_validate (name, -1, NULL))
    return fail (r, "model.json", "name");
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isprint (g_utf8_get_char (p)))
      return fail (r, "model.json", "name");

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return TRUE;
}

static gboolean
read_structure (Reader *r, McnConfig *self, JsonObject *root)
{
  JsonObject *input, *text, *mcn, *share;

  return (input = read_object (r, root, "model.json", "input")) != NULL
    && read_whole (r, input, "input", "long_side", 64, 4096, &self->long_side)
    && (self->long_side % MCN_STRIDE == 0 || fail (r, "input", "long_side"))
    && (text = read_object (r, root, "model.json", "text")) != NULL
    && read_whole (r, text, "text", "heads", 1, 1024, &self->text_heads)
    && (mcn = read_object (r, root, "model.json", "mcn")) != NULL
    && read_whole (r, mcn, "mcn", "heads", 1, 1024, &self->mcn.n_heads)
    && read_whole (r, mcn, "mcn", "layers", 1, MCN_MAX_LAYERS, &self->mcn.n_layers)
    && read_number (r, mcn, "mcn", "ava_mean", 1, 10, &self->mcn.ava_mean)
    && read_number (r, mcn, "mcn", "ava_sd", 0.01, 10, &self->mcn.ava_sd)
    && (share = read_object (r, mcn, "mcn", "ridge_share")) != NULL
    && read_number (r, share, "ridge_share", "photo", 0, 1, &self->mcn.beta_photo)
    && read_number (r, share, "ridge_share", "both", 0, 1, &self->mcn.beta_both);
}

/* The style logits come in a fixed order; a model with another one is foreign. */
static gboolean
read_styles (Reader *r, JsonObject *root)
{
  JsonArray *array = read_array (r, root, "model.json", "styles", MCN_N_STYLES);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < MCN_N_STYLES; i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING
          || strcmp (json_node_get_string (node), mcn_style_info (i)->id) != 0)
        {
          g_set_error (r->error, MCN_ERROR, MCN_ERROR_MISMATCH,
                       _("The model “%s” knows other styles than this version of Photo Critic. Install a model that fits this version."),
                       r->file);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_calibration (Reader *r, McnConfig *self, JsonObject *root)
{
  JsonObject *all = read_object (r, root, "model.json", "calibration");

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < MCN_N_MODES; i++)
    {
      JsonObject *object = read_object (r, all, "calibration", modes[i]);
      McnCalibration *c = &self->calibration[i];
      guint n;

      /* A falling or flat calibration would turn the ranking round. */
      if (object == NULL
          || !read_number (r, object, modes[i], "slope", 0.001, 1000, &c->slope)
          || !read_number (r, object, modes[i], "offset", -1e4, 1e4, &c->offset)
          || !read_number (r, object, modes[i], "error", 0, 10, &c->error)
          || !read_number (r, object, modes[i], "sigma", 0.001, 10, &c->sigma)
          || !read_whole (r, object, modes[i], "n", 1, G_MAXINT, &n))
        return FALSE;
      if (json_object_has_member (object, "half_width") && !read_number (r, object, modes[i], "half_width", 0, 10, &c->half_width))
        return FALSE;
      c->n = n;
    }
  return TRUE;
}

static gboolean
read_ava (Reader *r, McnConfig *self, JsonObject *root)
{
  JsonObject *ava = read_object (r, root, "model.json", "ava");

  if (ava == NULL
      || !read_numbers (r, ava, "ava", "percentiles", 1, 10, MCN_N_QUANTILES, self->quantiles)
      || !read_numbers (r, ava, "ava", "spread", -100, 100, G_N_ELEMENTS (self->spread), self->spread))
    return FALSE;
  for (guint i = 1; i < MCN_N_QUANTILES; i++)
    if (self->quantiles[i] < self->quantiles[i - 1])
      return fail (r, "ava", "percentiles");
  for (guint i = 0; i < MCN_N_DECILES; i++)
    self->deciles[i] = self->quantiles[10 * (i + 1)];
  return TRUE;
}

/* What was not tried in the deletion test is no evidence. */
static gboolean
read_evidence (Reader *r, McnConfig *self, JsonObject *root)
{
  JsonObject *all;

  if (!json_object_has_member (root, "explanations"))
    return TRUE;
  all = read_object (r, root, "model.json", "explanations");
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < MCN_N_EVIDENCE; i++)
    {
      if (!json_object_has_member (all, evidence[i]))
        continue;

      JsonObject *object = read_object (r, all, "explanations", evidence[i]);
      McnEvidenceTest *test = &self->evidence[i];
      JsonNode *passed;
      gdouble interval[2];

      if (object == NULL
          || !read_number (r, object, evidence[i], "ratio", 0, 1e6, &test->ratio)
          || !read_numbers (r, object, evidence[i], "interval", 0, 1e6, 2, interval))
        return FALSE;
      passed = json_object_get_member (object, "evidence");
      if (passed == NULL || !JSON_NODE_HOLDS_VALUE (passed) || json_node_get_value_type (passed) != G_TYPE_BOOLEAN)
        return fail (r, evidence[i], "evidence");
      test->passed = json_node_get_boolean (passed);
      test->low = interval[0];
      test->high = interval[1];
    }
  return TRUE;
}

/* Of every style, or of none. */
static gboolean
read_style_tests (Reader *r, McnConfig *self, JsonObject *root)
{
  JsonObject *all;

  for (guint i = 0; i < MCN_N_STYLES; i++)
    self->style_test[i] = (McnStyleTest) { -1, NAN };
  if (!json_object_has_member (root, "style_tests"))
    return TRUE;
  all = read_object (r, root, "model.json", "style_tests");
  for (guint i = 0; all != NULL && i < MCN_N_STYLES; i++)
    {
      const char *id = mcn_style_info (i)->id;
      JsonObject *object = read_object (r, all, "style_tests", id);
      guint n;

      if (object == NULL || !read_whole (r, object, id, "positive", 0, G_MAXINT, &n) ||
          (json_object_has_member (object, "precision") && !read_number (r, object, id, "precision", 0, 1, &self->style_test[i].precision)))
        return FALSE;
      self->style_test[i].n_positive = n;
    }
  return all != NULL;
}

static gboolean
check_brackets (Reader *r, const char *text, gsize size)
{
  gsize n = 0;

  for (gsize i = 0; i < size; i++)
    n += text[i] == '[' || text[i] == '{';
  if (size <= MAX_SIZE && n <= MAX_BRACKETS && memchr (text, '\0', size) == NULL && g_utf8_validate (text, size, NULL))
    return TRUE;

  g_set_error (r->error, MCN_ERROR, MCN_ERROR_UNSUPPORTED,
               _("“%s” does not describe a model of Photo Critic. Choose another model folder."), r->file);
  return FALSE;
}

/**
 * mcn_config_new:
 * @json: the bytes of model.json
 * @display_name: how messages call the file
 * @error: return location
 *
 * Reads and checks a model description. Blocks for no I/O.
 *
 * Returns: (transfer full): the configuration, or %NULL with
 *   %MCN_ERROR_CORRUPT, %MCN_ERROR_UNSUPPORTED (foreign or newer) or
 *   %MCN_ERROR_MISMATCH (other styles)
 */
McnConfig *
mcn_config_new (GBytes *json, const char *display_name, GError **error)
{
  g_autoptr (McnConfig) self = g_new0 (McnConfig, 1);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) local = NULL;
  Reader r = { display_name, error };
  gsize size;
  const char *text = g_bytes_get_data (json, &size);

  if (size > 0 && !check_brackets (&r, text, size))
    return NULL;
  if (!json_parser_load_from_data (parser, size > 0 ? text : "", size, &local))
    {
      g_set_error (error, MCN_ERROR, MCN_ERROR_CORRUPT,
                   _("The model description “%s” cannot be read: %s. Install the model again."), display_name, local->message);
      return NULL;
    }

  JsonNode *node = json_parser_get_root (parser);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (&r, "model.json", "format");
      return NULL;
    }

  JsonObject *root = json_node_get_object (node);
  if (!read_format (&r, root) || !read_names (&r, self, root) || !read_structure (&r, self, root)
      || !read_styles (&r, root) || !read_calibration (&r, self, root)
      || !read_ava (&r, self, root) || !read_evidence (&r, self, root)
      || !read_style_tests (&r, self, root))
    return NULL;
  return g_steal_pointer (&self);
}

void
mcn_config_free (McnConfig *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}
