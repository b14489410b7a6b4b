# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of reports share.

The environment names the program that writes (WRITE_REPORT), the sources
(PHOTO_CRITIC_SOURCE) and the tiny model (PHOTO_CRITIC_TINY_MODEL)."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

WRITER = os.environ["WRITE_REPORT"]
SOURCE = os.environ["PHOTO_CRITIC_SOURCE"]
MODEL = os.environ["PHOTO_CRITIC_TINY_MODEL"]
SAMPLES = os.path.join(SOURCE, "data", "samples")
CANCELLED = 3

# What a photograph must not take along.
SECRETS = ("Ada Secret", "SN-4711", "secret comment", "Secret City")
HOSTILE = "</script><script>alert(1)</script><!-- <b>bold</b> &amp; \"'` \u202ereversed\u202c \u2066isolated\u2069 ]]> {word}"
ARABIC = "صورة جميلة جدا والضوء ناعم. لكن السماء فارغة."
CHINESE = "光线很美，构图平衡。"
ENGLISH = "Lovely soft light on the wing. The background is calm, but the left edge is empty. Sharp where it must be."


def sample(name):
    return os.path.join(SAMPLES, name + ".jpg")


def words(text=ENGLISH, author=None, **more):
    return {"text": text, "author": author, **more}


def entry(name="coffee", *critiques, **more):
    return {"file": sample(name), "critiques": list(critiques), **more}


class ReportTestCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="photo-critic-report-")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def run_writer(cls, output, entries, cancel_at=0, **options):
        job = cls.path("job.json")
        with open(job, "w", encoding="utf-8") as file:
            json.dump({"options": options, "cancel_at": cancel_at, "entries": entries}, file)
        return subprocess.run([WRITER, MODEL, job, output], capture_output=True, text=True, check=False,
                              env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"})

    @classmethod
    def write(cls, name, entries, **options):
        """Writes a report that has to succeed; its path."""
        output = cls.path(name)
        done = cls.run_writer(output, entries, **options)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return output

    @classmethod
    def secret_photo(cls, name="secret.jpg"):
        """A sample, lying on its side, that says more than it should."""
        path = cls.path(name)
        if not os.path.exists(path):
            shutil.copy(sample("coffee"), path)
            subprocess.run(
                ["exiftool", "-q", "-q", "-m", "-overwrite_original", "-Artist=Ada Secret", "-XMP:Creator=Ada Secret",
                 "-SerialNumber=SN-4711", "-Comment=secret comment", "-IPTC:City=Secret City",
                 "-GPSLatitude=48.1", "-GPSLatitudeRef=N", "-GPSLongitude=11.5", "-GPSLongitudeRef=E",
                 "-Orientation#=6", "-ThumbnailImage<=" + sample("coffee"), path], check=True)
        return path

    def assert_clean_picture(self, data, width_over_height=None):
        """exiftool finds nothing in it but how to show it, and none of the secrets is in its bytes."""
        found = json.loads(subprocess.run(["exiftool", "-json", "-G1", "-a", "-u", "-"], input=data,
                                          capture_output=True, check=True).stdout)[0]
        groups = {name.split(":")[0] for name in found if ":" in name}
        self.assertLessEqual(groups, {"ExifTool", "File", "System", "JFIF", "PNG", "Composite"}, found)
        for name in found:
            for bad in ("Comment", "GPS", "Thumbnail", "Artist", "Creator", "Serial", "Software", "Date", "Profile"):
                if not name.startswith("System:"):
                    self.assertNotIn(bad, name)
        for secret in SECRETS:
            self.assertNotIn(secret.encode(), data)
        if width_over_height is not None:
            self.assertAlmostEqual(found["File:ImageWidth"] / found["File:ImageHeight"], width_over_height, delta=0.02)
        return found

    def assert_cancelled(self, name, **options):
        """Cancelled in the middle: that very error, and nothing is left, not even beside it."""
        entries = [entry(one, words()) for one in ("coffee", "rocket", "storm", "pavilion")]
        for cancel_at in (2, 6):
            with self.subTest(cancel_at=cancel_at):
                before = set(os.listdir(self.folder)) | {"job.json"}
                done = self.run_writer(self.path(name), entries, cancel_at=cancel_at, **options)
                self.assertEqual(done.returncode, CANCELLED, done.stderr)
                self.assertIn(f"progress {cancel_at} 8", done.stdout)
                self.assertNotIn("progress 8 8", done.stdout)
                self.assertEqual(set(os.listdir(self.folder)), before)


def main():
    unittest.main(verbosity=1)
