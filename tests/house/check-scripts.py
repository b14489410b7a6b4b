#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shell scripts parse with the shell that they name, are executable, and what
is installed by them is named once."""
import os
import re
import subprocess

import tree


def check(root):
    for path in tree.files(root):
        full = os.path.join(root, path)
        with open(full, "rb") as file:
            first = file.readline().decode("utf-8", "replace")
        shell = re.match(r"#!.*\b(bash|sh)$", first.strip())
        if not shell and not path.endswith(".sh"):
            continue
        parsed = subprocess.run([shell[1] if shell else "sh", "-n", full], capture_output=True, text=True, check=False)
        if parsed.returncode:
            yield f"{path}: {parsed.stderr.strip()}"
        if shell and not os.access(full, os.X_OK):
            yield f"{path}: has a first line for a shell and is not executable"
    try:
        lists = re.findall(r'^\w+_packages="([^"]*)"', tree.read(root, "data/debian.sh"), re.M)
    except OSError:
        lists = []
    names = sorted(name for words in lists for name in words.split())
    if len(lists) != 3 or not names:
        yield "data/debian.sh: three lists of packages are expected"
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield f"data/debian.sh: {name} is listed twice"


if __name__ == "__main__":
    tree.main(check)
