# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of this folder share: the files of the source tree, and how
a check reports."""
import os
import re
import sys

SKIPPED_FOLDERS = {".git", "__pycache__", ".flatpak-builder", ".cache"}


def files(root):
    """Every file of the source tree, as paths relative to root; build folders
    (those that meson made) and what is made on the way are left out."""
    found = []
    for folder, folders, names in os.walk(root):
        if os.path.isdir(os.path.join(folder, "meson-private")):
            folders[:] = []
            continue
        folders[:] = sorted(d for d in folders if d not in SKIPPED_FOLDERS)
        found += [os.path.relpath(os.path.join(folder, name), root) for name in sorted(names)]
    return [path for path in found if path != ".git" and not path.endswith((".pot", "~", ".pyc"))]


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def strip_comments(code):
    """C without comments; lines stay where they are."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])
    return re.sub(r"/\*.*?\*/|//[^\n]*", blank, code, flags=re.S)


def report(problems):
    """Prints the problems and returns the exit status."""
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}")
    return 1 if problems else 0


def main(check):
    """Runs check(root) for the root on the command line."""
    sys.exit(report(list(check(sys.argv[1]))))
