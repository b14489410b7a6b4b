/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-lines.h"

#include "cli-output.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define BLOCK 65536

struct _CliLines
{
  char   *name;         /* for messages */
  int     fd;
  int     wake[2];      /* a pipe that cli_lines_stop() writes to */
  gsize   max_length;
  char    terminator;
  GString *line;
  guint64 number;       /* of the line returned last, from 1 */
  gsize   begin, end;   /* what of @block is not yet used */
  char    block[BLOCK];
};

static void
set_error (const char *name, int code, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("%s could not be read: %s. Check its name and its permissions."), name, g_strerror (code));
}

CliLines *
cli_lines_open (const char *path, gsize max_length, GError **error)
{
  gboolean standard = g_str_equal (path, "-");
  g_autofree char *name = cli_output_name_input (path);
  int fd = standard ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  CliLines *self;

  if (fd < 0)
    {
      set_error (name, errno, error);
      return NULL;
    }

  self = g_new0 (CliLines, 1);
  self->line = g_string_new (NULL);
  self->name = g_steal_pointer (&name);
  self->fd = fd;
  if (!g_unix_open_pipe (self->wake, FD_CLOEXEC, error))
    {
      self->wake[0] = self->wake[1] = -1;
      cli_lines_free (self);
      return NULL;
    }
  self->max_length = max_length;
  self->terminator = '\n';

  return self;
}

void
cli_lines_end_with_nul (CliLines *self)
{
  self->terminator = '\0';
}

void
cli_lines_free (CliLines *self)
{
  if (self->fd != STDIN_FILENO)
    close (self->fd);
  for (int i = 0; i < 2; i++)
    if (self->wake[i] >= 0)
      close (self->wake[i]);
  g_string_free (self->line, TRUE);
  g_free (self->name);
  g_free (self);
}

/* FALSE at the end of the input, when stopped, or with @error set. */
static gboolean
fill (CliLines *self, GError **error)
{
  struct pollfd fds[2] = { { .fd = self->fd, .events = POLLIN }, { .fd = self->wake[0], .events = POLLIN } };
  gssize n;

  do
    n = poll (fds, 2, -1) < 0 ? -1 : fds[1].revents != 0 ? 0 : read (self->fd, self->block, BLOCK);
  while (n < 0 && errno == EINTR);

  if (n < 0)
    {
      set_error (self->name, errno, error);
      return FALSE;
    }

  self->begin = 0;
  self->end = n;
  return n > 0;
}

CliLineStatus
cli_lines_next (CliLines *self, const char **line, gsize *length, GError **error)
{
  gboolean too_long = FALSE, any = FALSE;
  g_autoptr (GError) local = NULL;

  g_string_truncate (self->line, 0);
  self->number++;

  for (;;)
    {
      const char *start, *newline;
      gsize n;

      if (self->begin == self->end && !fill (self, &local))
        {
          if (local != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return CLI_LINE_ERROR;
            }
          if (!any)
            return CLI_LINE_END;
          break;
        }

      any = TRUE;
      start = self->block + self->begin;
      newline = memchr (start, self->terminator, self->end - self->begin);
      n = newline != NULL ? (gsize) (newline - start) : self->end - self->begin;

      if (!too_long && self->line->len + n > self->max_length)
        {
          too_long = TRUE;
          g_string_truncate (self->line, 0);
        }
      if (!too_long)
        g_string_append_len (self->line, start, n);
      self->begin += n + (newline != NULL);
      if (newline != NULL)
        break;
    }

  if (too_long)
    return CLI_LINE_TOO_LONG;

  if (self->terminator == '\n' && self->line->len > 0 && self->line->str[self->line->len - 1] == '\r')
    g_string_truncate (self->line, self->line->len - 1);
  *line = self->line->str;
  *length = self->line->len;

  return CLI_LINE_OK;
}

void
cli_lines_stop (CliLines *self)
{
  gssize n;

  do
    n = write (self->wake[1], "", 1);
  while (n < 0 && errno == EINTR);
}

guint64
cli_lines_get_number (CliLines *self)
{
  return self->number;
}
