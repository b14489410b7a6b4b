/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-shade.h"

#define RESOURCE "/io/github/photocritic/PhotoCritic/"
#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_SETTINGS "org.freedesktop.portal.Settings"
#define APPEARANCE "org.freedesktop.appearance"

/* What the portal's color-scheme means. */
enum { NO_PREFERENCE, PREFER_DARK, PREFER_LIGHT };

struct _CriticShade
{
  GObject          parent_instance;

  char            *variant;         /* "follow", "dark", "light" */
  char            *contrast;        /* "follow", "more", "normal" */
  guint            scheme;          /* the desktop's */
  gboolean         wants_contrast;  /* the desktop wants more of it */
  gboolean         wants_rest;      /* the desktop wants little to move */

  GCancellable    *cancellable;
  GDBusConnection *bus;
  guint            subscription;
  GtkCssProvider  *colors;
};

enum
{
  PROP_0,
  PROP_VARIANT,
  PROP_CONTRAST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CriticShade, critic_shade, G_TYPE_OBJECT)

static gboolean
is_dark (CriticShade *self)
{
  if (g_strcmp0 (self->variant, "dark") == 0)
    return TRUE;
  if (g_strcmp0 (self->variant, "light") == 0)
    return FALSE;

  /* A room for photographs is dark unless somebody wants it light. */
  return self->scheme != PREFER_LIGHT;
}

static gboolean
is_high_contrast (CriticShade *self)
{
  g_autofree char *theme = NULL;

  if (g_strcmp0 (self->contrast, "more") == 0)
    return TRUE;
  if (g_strcmp0 (self->contrast, "normal") == 0)
    return FALSE;

  g_object_get (gtk_settings_get_default (), "gtk-theme-name", &theme, NULL);

  return self->wants_contrast || (theme != NULL && (g_str_has_prefix (theme, "HighContrast") || g_str_has_suffix (theme, "-hc")));
}

/* What GTK heard of the desktop by other ways holds, unless the portal wants less. */
static void
update_motion (CriticShade *self)
{
  if (self->wants_rest)
    g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  else
    gtk_settings_reset_property (gtk_settings_get_default (), "gtk-enable-animations");
}

static void
update (CriticShade *self)
{
  gboolean dark = is_dark (self);

  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", dark, NULL);
  gtk_css_provider_load_from_resource (self->colors,
                                       is_high_contrast (self) ? (dark ? RESOURCE "colors-dark-hc.css"
                                                                       : RESOURCE "colors-light-hc.css")
                                                               : (dark ? RESOURCE "colors-dark.css"
                                                                       : RESOURCE "colors-light.css"));
}

static void
take_setting (CriticShade *self,
              const char  *key,
              GVariant    *value)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    return;

  if (g_strcmp0 (key, "color-scheme") == 0)
    self->scheme = g_variant_get_uint32 (value);
  else if (g_strcmp0 (key, "contrast") == 0)
    self->wants_contrast = g_variant_get_uint32 (value) == 1;
  else if (g_strcmp0 (key, "reduced-motion") == 0)
    {
      self->wants_rest = g_variant_get_uint32 (value) == 1;
      update_motion (self);
    }
}

static void
setting_changed_cb (GDBusConnection *bus,
                    const char      *sender,
                    const char      *path,
                    const char      *interface,
                    const char      *signal,
                    GVariant        *parameters,
                    gpointer         user_data)
{
  CriticShade *self = user_data;
  g_autoptr(GVariant) value = NULL;
  const char *space, *key;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;

  g_variant_get (parameters, "(&s&sv)", &space, &key, &value);
  if (g_strcmp0 (space, APPEARANCE) != 0)
    return;

  take_setting (self, key, value);
  update (self);
}

/* No portal, no answer: the shade stays as it is. */
static void
read_all_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(CriticShade) self = user_data;
  g_autoptr(GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);
  g_autoptr(GVariantIter) spaces = NULL;
  const char *space;
  GVariantIter *keys;

  if (reply == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  g_variant_get (reply, "(a{sa{sv}})", &spaces);
  while (g_variant_iter_loop (spaces, "{&sa{sv}}", &space, &keys))
    {
      const char *key;
      GVariant *value;

      if (g_strcmp0 (space, APPEARANCE) != 0)
        continue;

      while (g_variant_iter_loop (keys, "{&sv}", &key, &value))
        take_setting (self, key, value);
    }

  update (self);
}

static void
bus_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(CriticShade) self = user_data;
  GDBusConnection *bus = g_bus_get_finish (result, NULL);
  const char *spaces[] = { APPEARANCE, NULL };

  if (bus == NULL || g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_object (&bus);
      return;
    }

  self->bus = bus;
  self->subscription =
    g_dbus_connection_signal_subscribe (bus, PORTAL, PORTAL_SETTINGS, "SettingChanged", PORTAL_PATH, APPEARANCE,
                                        G_DBUS_SIGNAL_FLAGS_NONE, setting_changed_cb, self, NULL);
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, PORTAL_SETTINGS, "ReadAll",
                          g_variant_new ("(^as)", spaces), G_VARIANT_TYPE ("(a{sa{sv}})"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, read_all_cb, g_object_ref (self));
}

static void
critic_shade_dispose (GObject *object)
{
  CriticShade *self = CRITIC_SHADE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  self->subscription = 0;
  g_clear_object (&self->bus);
  g_clear_object (&self->colors);

  G_OBJECT_CLASS (critic_shade_parent_class)->dispose (object);
}

static void
critic_shade_finalize (GObject *object)
{
  CriticShade *self = CRITIC_SHADE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->variant, g_free);
  g_clear_pointer (&self->contrast, g_free);

  G_OBJECT_CLASS (critic_shade_parent_class)->finalize (object);
}

static void
critic_shade_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  CriticShade *self = CRITIC_SHADE (object);

  switch (prop_id)
    {
    case PROP_VARIANT:
      g_value_set_string (value, self->variant);
      break;

    case PROP_CONTRAST:
      g_value_set_string (value, self->contrast);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_shade_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  CriticShade *self = CRITIC_SHADE (object);

  switch (prop_id)
    {
    case PROP_VARIANT:
      g_free (self->variant);
      self->variant = g_value_dup_string (value);
      update (self);
      break;

    case PROP_CONTRAST:
      g_free (self->contrast);
      self->contrast = g_value_dup_string (value);
      update (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
critic_shade_class_init (CriticShadeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = critic_shade_dispose;
  object_class->finalize = critic_shade_finalize;
  object_class->get_property = critic_shade_get_property;
  object_class->set_property = critic_shade_set_property;

  properties[PROP_VARIANT] = g_param_spec_string ("variant", NULL, NULL, "follow",
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONTRAST] = g_param_spec_string ("contrast", NULL, NULL, "follow",
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
critic_shade_init (CriticShade *self)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr(GtkCssProvider) style = gtk_css_provider_new ();

  self->variant = g_strdup ("follow");
  self->contrast = g_strdup ("follow");
  self->cancellable = g_cancellable_new ();
  self->colors = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, RESOURCE "style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->colors),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  update (self);

  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-theme-name",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, bus_cb, g_object_ref (self));
}

CriticShade *
critic_shade_new (void)
{
  return g_object_new (CRITIC_TYPE_SHADE, NULL);
}
