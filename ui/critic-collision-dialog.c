/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-collision-dialog.h"

#include <glib/gi18n-lib.h>

/* One of the two files. */
typedef struct
{
  GtkPicture *picture;
  GtkLabel   *title;
  GtkLabel   *facts;
  GtkLabel   *folder;
  CriticWish *wish;
} Side;

struct _CriticCollisionDialog
{
  GtkWindow         parent_instance;

  CriticThumbnails *thumbnails;
  GtkLabel         *heading;
  Side              there, coming;
  GtkCheckButton   *all_check;
  GtkWidget        *skip_button;
  GtkWidget        *replace_button;
  GtkWidget        *keep_button;
  GtkWidget        *note;
  gboolean          is_answered;
};

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CriticCollisionDialog, critic_collision_dialog, GTK_TYPE_WINDOW)

static void
answer (CriticCollisionDialog *self,
        CriticCollision        collision)
{
  if (self->is_answered)
    return;

  self->is_answered = TRUE;
  g_signal_emit (self, signals[ANSWERED], 0, collision,
                 collision != CRITIC_COLLISION_ASK && gtk_check_button_get_active (self->all_check));
}

static void
answer_cb (CriticCollisionDialog *self,
           GtkWidget             *button)
{
  answer (self, button == self->skip_button      ? CRITIC_COLLISION_SKIP
                : button == self->replace_button ? CRITIC_COLLISION_REPLACE
                                                 : CRITIC_COLLISION_RENAME);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
critic_collision_dialog_close_request (GtkWindow *window)
{
  answer (CRITIC_COLLISION_DIALOG (window), CRITIC_COLLISION_ASK);

  return GTK_WINDOW_CLASS (critic_collision_dialog_parent_class)->close_request (window);
}

static void
show_texture (Side       *side,
              GdkTexture *texture)
{
  gtk_picture_set_paintable (side->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (side->picture), texture != NULL);
}

static void
there_cb (GdkTexture *texture,
          gpointer    user_data)
{
  Side *side = &CRITIC_COLLISION_DIALOG (user_data)->there;

  side->wish = NULL;
  show_texture (side, texture);
}

static void
coming_cb (GdkTexture *texture,
           gpointer    user_data)
{
  Side *side = &CRITIC_COLLISION_DIALOG (user_data)->coming;

  side->wish = NULL;
  show_texture (side, texture);
}

/* "1.2 MB, 3 May 2026, 14:05:12 (newer)" */
static char *
describe (guint64 size,
          gint64  time,
          gint64  than)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_local (time / 1000000000);
  g_autofree char *bytes = g_format_size (size);
  g_autofree char *when = date != NULL ? g_date_time_format (date, "%x %X") : g_strdup ("");

  /* Translators: size and date of a file that is newer than another */
  return g_strdup_printf (time > than ? _("%s · %s (newer)") : "%s · %s", bytes, when);
}

static void
show_file (CriticCollisionDialog *self,
           Side                  *side,
           const char            *title,
           const char            *path,
           guint64                size,
           gint64                 time,
           gint64                 than,
           CriticWishFunc         func)
{
  g_autofree char *facts = describe (size, time, than);
  g_autofree char *directory = g_path_get_dirname (path), *folder = g_filename_display_name (directory);
  GdkTexture *texture = critic_thumbnails_peek (self->thumbnails, path, time, CRITIC_THUMBNAIL_LARGE);

  gtk_label_set_label (side->title, title);
  gtk_label_set_label (side->facts, facts);
  gtk_label_set_label (side->folder, folder);
  gtk_widget_set_tooltip_text (GTK_WIDGET (side->folder), folder);
  gtk_picture_set_alternative_text (side->picture, title);
  show_texture (side, texture);
  if (texture == NULL)
    side->wish = critic_thumbnails_ask (self->thumbnails, path, time, CRITIC_THUMBNAIL_LARGE, func, self);
}

static void
critic_collision_dialog_dispose (GObject *object)
{
  CriticCollisionDialog *self = CRITIC_COLLISION_DIALOG (object);

  if (self->there.wish != NULL)
    critic_thumbnails_forget (self->thumbnails, g_steal_pointer (&self->there.wish));
  if (self->coming.wish != NULL)
    critic_thumbnails_forget (self->thumbnails, g_steal_pointer (&self->coming.wish));
  g_clear_object (&self->thumbnails);
  /* With the window it belongs to. */
  answer (self, CRITIC_COLLISION_ASK);

  G_OBJECT_CLASS (critic_collision_dialog_parent_class)->dispose (object);
}

static void
critic_collision_dialog_class_init (CriticCollisionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = critic_collision_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = critic_collision_dialog_close_request;

  /**
   * CriticCollisionDialog::answered:
   * @collision: a #CriticCollision
   * @all: whether it is the answer to all questions that follow
   */
  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/photocritic/PhotoCritic/critic-collision-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CriticCollisionDialog, heading);
  gtk_widget_class_bind_template_child_full (widget_class, "there_picture", FALSE, G_STRUCT_OFFSET (CriticCollisionDialog, there.picture));
  gtk_widget_class_bind_template_child_full (widget_class, "there_title", FALSE, G_STRUCT_OFFSET (CriticCollisionDialog, there.title));
  gtk_widget_class_bind_template_child_full (widget_class, "there_facts", FALSE, G_STRUCT_OFFSET (CriticCollisionDialog, there.facts));
  gtk_widget_class_bind_template_child_full (widget_class, "there_folder", FALSE, G_STRUCT_OFFSET (CriticCollisionDialog, there.folder));
  gtk_widget_class_bind_template_child_full (widget_class, "coming_picture", FALSE, G_STRUCT_OFFSET (CriticCollisionDialog, coming.picture));
  gtk_widget_class_bind_template_child_full (widget_class, "coming_title", FALSE, G_STRUCT_OFFSET (CriticCollisionDialog, coming.title));
  gtk_widget_class_bind_template_child_full (widget_class, "coming_facts", FALSE, G_STRUCT_OFFSET (CriticCollisionDialog, coming.facts));
  gtk_widget_class_bind_template_child_full (widget_class, "coming_folder", FALSE, G_STRUCT_OFFSET (CriticCollisionDialog, coming.folder));
  gtk_widget_class_bind_template_child (widget_class, CriticCollisionDialog, all_check);
  gtk_widget_class_bind_template_child (widget_class, CriticCollisionDialog, skip_button);
  gtk_widget_class_bind_template_child (widget_class, CriticCollisionDialog, replace_button);
  gtk_widget_class_bind_template_child (widget_class, CriticCollisionDialog, keep_button);
  gtk_widget_class_bind_template_child (widget_class, CriticCollisionDialog, note);
  gtk_widget_class_bind_template_callback (widget_class, answer_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
critic_collision_dialog_init (CriticCollisionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
critic_collision_dialog_new (GtkWindow                 *parent,
                             CriticFilesKind            kind,
                             const CriticFileCollision *collision,
                             guint                      n_more,
                             CriticThumbnails          *thumbnails)
{
  CriticCollisionDialog *self = g_object_new (CRITIC_TYPE_COLLISION_DIALOG, "transient-for", parent, NULL);
  g_autofree char *base = g_path_get_basename (collision->to), *directory = g_path_get_dirname (collision->to);
  g_autofree char *last = g_path_get_basename (directory);
  g_autofree char *name = g_filename_display_name (base), *folder = g_filename_display_name (last);
  g_autofree char *heading = g_strdup_printf (_("“%s” is in “%s” already"), name, folder);
  g_autofree char *all = g_strdup_printf (ngettext ("Do the same for the %u other that follows",
                                                    "Do the same for the %u others that follow", n_more), n_more);
  gboolean is_there = g_str_equal (collision->other, collision->to);

  self->thumbnails = g_object_ref (thumbnails);
  gtk_window_set_title (GTK_WINDOW (self), kind == CRITIC_FILES_COPY ? _("Copy To") : _("Move To"));
  gtk_label_set_label (self->heading, heading);
  show_file (self, &self->there, is_there ? _("There already") : _("Comes there before"), collision->other,
             collision->other_size, collision->other_time, collision->from_time, there_cb);
  show_file (self, &self->coming, kind == CRITIC_FILES_COPY ? _("To be copied") : _("To be moved"), collision->from,
             collision->from_size, collision->from_time, collision->other_time, coming_cb);
  gtk_check_button_set_label (self->all_check, all);
  gtk_widget_set_visible (GTK_WIDGET (self->all_check), n_more > 0);
  gtk_widget_set_visible (self->replace_button, collision->can_replace);
  gtk_widget_set_visible (self->note, collision->can_replace);

  return GTK_WIDGET (self);
}
