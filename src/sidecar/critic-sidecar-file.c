/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "critic-sidecar-file.h"

#include "critic-sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGEST (64u << 20) /* bytes; developers write large histories */

void
critic_sidecar_file_clear (CriticSidecarFile *self)
{
  g_clear_pointer (&self->path, free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->text, g_free);
}

static gint64
mtime_of (const struct stat *info)
{
  return (gint64) info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

static gboolean
fail (const CriticSidecarFile *self, int code, GError **error)
{
  switch (code)
    {
    case EACCES:
    case EPERM:
    case EROFS:
      g_set_error (error, CRITIC_SIDECAR_ERROR, CRITIC_SIDECAR_ERROR_READ_ONLY,
                   _("“%s” may not be written there, so it was left as it is. Change the permissions of the file and its folder, "
                     "or copy the photographs to a place that is yours."), self->name);
      break;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      g_set_error (error, CRITIC_SIDECAR_ERROR, CRITIC_SIDECAR_ERROR_NO_SPACE,
                   _("There is no space left to write “%s”, so it was left as it is. Make room on its disk, then write it again."),
                   self->name);
      break;
    default:
      g_set_error (error, CRITIC_SIDECAR_ERROR, CRITIC_SIDECAR_ERROR_IO,
                   _("“%s” could not be written (%s), so it was left as it is. Check its disk or network connection, then try again."),
                   self->name, g_strerror (code));
      break;
    }
  return FALSE;
}

static gboolean
fail_to_read (const CriticSidecarFile *self, const char *why, GError **error)
{
  g_set_error (error, CRITIC_SIDECAR_ERROR, CRITIC_SIDECAR_ERROR_IO,
               _("“%s” could not be read (%s). Mend it or move it away."), self->name, why);
  return FALSE;
}

/* From the open file, so that size and content belong together. */
static gboolean
read_text (CriticSidecarFile *self, int fd, GError **error)
{
  struct stat info;
  gsize room;

  if (fstat (fd, &info) != 0)
    return fail_to_read (self, g_strerror (errno), error);
  if (!S_ISREG (info.st_mode))
    return fail_to_read (self, _("it is no file"), error);
  if (info.st_size > LARGEST)
    return fail_to_read (self, _("it is larger than any sidecar"), error);

  self->mode = info.st_mode & 07777;
  self->size = (guint64) info.st_size;
  self->mtime = mtime_of (&info);
  self->inode = info.st_ino;
  room = (gsize) info.st_size;
  self->text = g_malloc (room + 1);
  while (self->length < room)
    {
      const gssize n = read (fd, self->text + self->length, room - self->length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail_to_read (self, g_strerror (errno), error);
      if (n == 0)
        break;
      self->length += (gsize) n;
    }
  self->text[self->length] = '\0';
  return TRUE;
}

gboolean
critic_sidecar_file_read (CriticSidecarFile *self, const char *path, GError **error)
{
  struct stat info;
  gboolean done;
  int fd;

  *self = (CriticSidecarFile) { .mode = 0666, .name = g_filename_display_name (path) };
  self->path = realpath (path, NULL);
  if (self->path == NULL && errno != ENOENT)
    return fail_to_read (self, g_strerror (errno), error);
  if (self->path == NULL)
    {
      if (lstat (path, &info) == 0)
        return fail_to_read (self, _("it is a link that leads nowhere"), error);
      self->path = strdup (path);
      return TRUE;
    }

  /* A pipe must not be waited for. */
  fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return fail_to_read (self, g_strerror (errno), error);
  done = read_text (self, fd, error);
  close (fd);
  return done;
}

static gboolean
is_as_read (const CriticSidecarFile *self)
{
  struct stat info;

  if (stat (self->path, &info) != 0)
    return self->text == NULL && errno == ENOENT;
  return self->text != NULL && (guint64) info.st_size == self->size && mtime_of (&info) == self->mtime && info.st_ino == self->inode;
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      const gssize n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      text += n;
      length -= (gsize) n;
    }
  return fsync (fd) == 0;
}

/* A rename is only as lasting as the folder that it was made in. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const int fd = open (folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);

  if (fd >= 0)
    {
      (void) fsync (fd);
      close (fd);
    }
}

gboolean
critic_sidecar_file_replace (CriticSidecarFile *self, const char *text, gsize length, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *beside = g_strdup_printf ("%s/.%s.XXXXXX", folder, base);
  int fd, code = 0;

  /* Who may not write a file shall not replace it either. */
  if (self->text != NULL && faccessat (AT_FDCWD, self->path, W_OK, AT_EACCESS) != 0)
    return fail (self, errno, error);

  fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0)
    return fail (self, errno, error);
  if (!write_all (fd, text, length) || (self->text != NULL && fchmod (fd, self->mode) != 0))
    code = errno;
  if (close (fd) != 0 && code == 0)
    code = errno;

  if (code == 0 && !is_as_read (self))
    {
      unlink (beside);
      g_set_error (error, CRITIC_SIDECAR_ERROR, CRITIC_SIDECAR_ERROR_CHANGED,
                   _("“%s” was changed by another program at the same moment, so it was left to that. Write it again."), self->name);
      return FALSE;
    }
  if (code == 0 && rename (beside, self->path) != 0)
    code = errno;
  if (code != 0)
    {
      unlink (beside);
      return fail (self, code, error);
    }
  sync_folder (self->path);
  return TRUE;
}
