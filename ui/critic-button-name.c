/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-button-name.h"

/* From GTK 4.10 on a button is labelled by the label in it, and that goes before a
 * name of its own. */
void
critic_button_name (GtkWidget  *button,
                    const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
