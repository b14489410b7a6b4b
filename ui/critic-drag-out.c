/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-drag-out.h"

/* The widget that the files are asked of; NULL: nothing is there. */
static GtkWidget *
dragged (GtkDragSource *source,
         double         x,
         double         y)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  GType inner = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (source), "inner"));
  GtkWidget *picked = inner != 0 ? gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT) : NULL;

  if (inner == 0)
    return widget;
  return picked != NULL ? gtk_widget_get_ancestor (picked, inner) : NULL;
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source,
            double         x,
            double         y,
            gpointer       user_data)
{
  CriticDragOutFunc func = (CriticDragOutFunc) user_data;
  GtkWidget *widget = dragged (source, x, y);
  g_auto(GStrv) paths = widget != NULL ? func (widget) : NULL;
  GSList *files = NULL;
  GdkFileList *list;
  g_auto(GValue) value = G_VALUE_INIT;

  if (paths == NULL || paths[0] == NULL)
    return NULL;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_prepend (files, g_file_new_for_path (paths[i]));
  files = g_slist_reverse (files);
  list = gdk_file_list_new_from_list (files);
  g_slist_free_full (files, g_object_unref);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, list);

  return gdk_content_provider_new_for_value (&value);
}

static GtkDragSource *
add (GtkWidget         *widget,
     CriticDragOutFunc  func)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), (gpointer) func);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (source));

  return source;
}

void
critic_drag_out_add (GtkWidget         *widget,
                     CriticDragOutFunc  func)
{
  add (widget, func);
}

void
critic_drag_out_add_within (GtkWidget         *widget,
                            GType              inner,
                            CriticDragOutFunc  func)
{
  GtkDragSource *source = add (widget, func);

  g_object_set_data (G_OBJECT (source), "inner", GSIZE_TO_POINTER (inner));
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (source), GTK_PHASE_CAPTURE);
}
