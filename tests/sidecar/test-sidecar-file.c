/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sidecar is replaced at once or not at all: where nothing may be written, where
 * there is no space, when the program is killed, behind a link. */
#include "critic-sidecar.h"

#include "critic-sidecar-file.h"
#include "folder-fixtures.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define OLD \
  "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" \
  "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:Rating=\"2\" xmp:Nickname=\"n\"/></rdf:RDF></x:xmpmeta>"

static void
set_stars (CriticSidecarWords *words, guint8 stars)
{
  memset (words, 0, sizeof *words);
  words->rating.stars = stars;
}

static void
assert_text (const char *path, const char *wanted)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_names (const char *folder, guint wanted)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, wanted);
}

static void
assert_refused (const char *path, CriticSidecarError code)
{
  g_autoptr (GError) error = NULL;
  CriticSidecarWords words;

  set_stars (&words, 5);
  g_assert_false (critic_sidecar_write (path, &words, &error));
  g_assert_error (error, CRITIC_SIDECAR_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, "p.jpg.xmp"));
}

static void
test_read_only (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  g_autofree char *other = NULL;
  g_autofree char *folder = NULL;
  gboolean was_root;

  scratch_init (&scratch);
  scratch_write (&scratch, "in/p.jpg.xmp", OLD);
  path = scratch_path (&scratch, "in/p.jpg.xmp");
  other = scratch_path (&scratch, "in/new-p.jpg.xmp");
  folder = scratch_path (&scratch, "in");

  g_assert_no_errno (chmod (path, 0444));
  g_assert_no_errno (chmod (folder, 0555));
  was_root = be_nobody ();
  assert_refused (path, CRITIC_SIDECAR_ERROR_READ_ONLY);
  assert_refused (other, CRITIC_SIDECAR_ERROR_READ_ONLY);
  be_root (was_root);
  if (was_root)
    {
      /* A folder that is nobody's to write, with a file that is. */
      g_assert_no_errno (chmod (path, 0666));
      be_nobody ();
      assert_refused (path, CRITIC_SIDECAR_ERROR_READ_ONLY);
      be_root (was_root);
    }
  assert_text (path, OLD);
  assert_names (folder, 1);
}

/* A file that may not grow fails in the middle of a write, as on a full disk. */
static void
test_no_space (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  struct rlimit limit, small;

  scratch_init (&scratch);
  scratch_write (&scratch, "p.jpg.xmp", OLD);
  path = scratch_path (&scratch, "p.jpg.xmp");
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  small = limit;
  small.rlim_cur = 100;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &small));
  assert_refused (path, CRITIC_SIDECAR_ERROR_NO_SPACE);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  signal (SIGXFSZ, SIG_DFL);
  assert_text (path, OLD);
  assert_names (scratch.path, 1);
}

static void
test_damaged (void)
{
  static const char *const texts[] = { "", "not XML", "<x:xmpmeta", "<html><body/></html>" };
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "p.jpg.xmp");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      scratch_write (&scratch, "p.jpg.xmp", texts[i]);
      assert_refused (path, CRITIC_SIDECAR_ERROR_DAMAGED);
      assert_text (path, texts[i]);
    }
}

/* Too large, no file, a link into nothing: sentences, and no waiting. */
static void
test_no_sidecar (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;

  scratch_init (&scratch);
  path = scratch_path (&scratch, "p.jpg.xmp");
  g_assert_no_errno (mkfifo (path, 0600));
  assert_refused (path, CRITIC_SIDECAR_ERROR_IO);
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (g_mkdir (path, 0700));
  assert_refused (path, CRITIC_SIDECAR_ERROR_IO);
  g_assert_no_errno (g_rmdir (path));
  g_assert_no_errno (symlink ("nowhere", path));
  assert_refused (path, CRITIC_SIDECAR_ERROR_IO);
  g_assert_no_errno (g_unlink (path));
  scratch_write (&scratch, "p.jpg.xmp", OLD);
  g_assert_no_errno (truncate (path, 65 * 1024 * 1024));
  assert_refused (path, CRITIC_SIDECAR_ERROR_IO);
}

static void
test_link (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  g_autofree char *real = NULL;
  g_autofree char *text = NULL;
  CriticSidecarWords words;
  struct stat info;

  scratch_init (&scratch);
  scratch_write (&scratch, "far/real.xmp", OLD);
  path = scratch_path (&scratch, "p.jpg.xmp");
  real = scratch_path (&scratch, "far/real.xmp");
  g_assert_no_errno (symlink ("far/real.xmp", path));
  g_assert_no_errno (chmod (real, 0664));
  set_stars (&words, 5);
  g_assert_true (critic_sidecar_write (path, &words, NULL));
  g_assert_no_errno (lstat (path, &info));
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_no_errno (lstat (real, &info));
  g_assert_cmpint (info.st_mode & 07777, ==, 0664);
  g_assert_true (g_file_get_contents (real, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "xmp:Rating=\"5\" xmp:Nickname=\"n\""));
}

static void
test_changed_meanwhile (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_auto (CriticSidecarFile) file = { NULL, };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  scratch_init (&scratch);
  scratch_write (&scratch, "p.jpg.xmp", OLD);
  path = scratch_path (&scratch, "p.jpg.xmp");
  g_assert_true (critic_sidecar_file_read (&file, path, NULL));
  scratch_write (&scratch, "p.jpg.xmp", "somebody else's");
  g_assert_false (critic_sidecar_file_replace (&file, "ours", 4, &error));
  g_assert_error (error, CRITIC_SIDECAR_ERROR, CRITIC_SIDECAR_ERROR_CHANGED);
  assert_text (path, "somebody else's");
  assert_names (scratch.path, 1);
}

/* Killed at any moment: the sidecar is the old one or the new one. */
static void
test_killed (void)
{
  g_auto (Scratch) scratch = { NULL };
  g_autofree char *path = NULL;
  guint changed = 0;

  scratch_init (&scratch);
  scratch_write (&scratch, "p.jpg.xmp", OLD);
  path = scratch_path (&scratch, "p.jpg.xmp");
  for (guint round = 0; round < 20; round++)
    {
      CriticXmp xmp;
      pid_t child = fork ();

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        for (guint8 stars = 1;; stars = (guint8) (stars % 5 + 1))
          {
            CriticSidecarWords words;

            set_stars (&words, stars);
            (void) critic_sidecar_write (path, &words, NULL);
          }

      g_usleep (2000 + round * 1500);
      g_assert_no_errno (kill (child, SIGKILL));
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      g_assert_true (critic_sidecar_read (path, &xmp, NULL));
      g_assert_cmpint (xmp.rating.stars, >=, 1);
      changed += xmp.rating.stars != 2;
    }
  g_assert_cmpuint (changed, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* First: it forks, and threads of the others would not come along. */
  g_test_add_func ("/sidecar-file/killed", test_killed);
  g_test_add_func ("/sidecar-file/read-only", test_read_only);
  g_test_add_func ("/sidecar-file/no-space", test_no_space);
  g_test_add_func ("/sidecar-file/damaged", test_damaged);
  g_test_add_func ("/sidecar-file/no-sidecar", test_no_sidecar);
  g_test_add_func ("/sidecar-file/link", test_link);
  g_test_add_func ("/sidecar-file/changed-meanwhile", test_changed_meanwhile);
  return g_test_run ();
}
