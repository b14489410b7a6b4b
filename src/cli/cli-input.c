/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-input.h"

#include "cli-output.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

GInputStream *
cli_input_open (const char *path, GError **error)
{
  gboolean standard = g_str_equal (path, "-");
  int fd = standard ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  g_autofree char *name = NULL;
  int code = errno;

  if (fd >= 0)
    return g_unix_input_stream_new (fd, !standard);

  name = cli_output_name_input (path);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("%s could not be read: %s. Check its name and its permissions."), name, g_strerror (code));
  return NULL;
}
