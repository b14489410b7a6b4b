# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages whose pictures are kept, drawn and read as grey pixels.

To make the pictures anew, after looking at the pages:

    meson devenv -C BUILD env WRITE_REPORT=BUILD/tests/report/write-report \\
        PHOTO_CRITIC_SOURCE=. PHOTO_CRITIC_TINY_MODEL=BUILD/tests/tiny-model python3 tests/report/golden.py
"""
import os
import subprocess

from report_testing import ReportTestCase, entry, words

WIDTH, HEIGHT = 110, 155    # pixels
MEAN = 5                    # grey levels that pixels may differ by on average
FAR, SHARE = 48, 0.04       # so many may differ by more

SIZES = {"two-wings": (1600, 1000), "storm": (1500, 1000), "coffee": (600, 400), "pavilion": (640, 427)}
ENTRIES = [entry(name, words(), width=width, height=height, stars=3, exif="50 mm · f/2", title=name,
                 own_score=4, own_high=0, true_score=5.5) for name, (width, height) in SIZES.items()]
FIXED = {"format": "pdf", "title": "Club evening", "author": "Anna", "date": "24 May 2026"}
# name: template, page, entries
PAGES = {"photograph": ("pages", 1, ENTRIES[:1]), "contact": ("contact", 3, ENTRIES), "compare": ("compare", 1, ENTRIES[:3])}


def read(path):
    return subprocess.run(["convert", path, "-colorspace", "Gray", "-depth", "8", "-resize", f"{WIDTH}x{HEIGHT}!", "gray:-"],
                          capture_output=True, check=True).stdout


def draw(case, name, output=None):
    template, page, entries = PAGES[name]
    path = case.write(name + ".pdf", entries, template=template, **FIXED)
    picture = case.path(name)
    subprocess.run(["pdftoppm", "-png", "-gray", "-r", "60", "-f", str(page), "-l", str(page), "-singlefile", path, picture],
                   check=True)
    if output is not None:
        subprocess.run(["convert", picture + ".png", "-resize", f"{WIDTH}x{HEIGHT}!", "-strip", output], check=True)
    return read(picture + ".png")


if __name__ == "__main__":
    FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
    ReportTestCase.setUpClass()
    os.makedirs(FOLDER, exist_ok=True)
    for PAGE in PAGES:
        draw(ReportTestCase, PAGE, os.path.join(FOLDER, PAGE + ".png"))
    ReportTestCase.tearDownClass()
