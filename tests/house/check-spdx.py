#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file says its licence in its first lines, but for data that has no
place for a comment."""
import os

import tree

LINE = "SPDX-License-Identifier: GPL-3.0-or-later"
DATA = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".icc", ".safetensors",
        ".json", ".ndjson", ".txt", ".bin", ".npy", ".npz", ".raw", ".gz", ".csv", ".tsv"}
FREE = {"LICENSE"}


def check(root):
    for path in tree.files(root):
        with open(os.path.join(root, path), "rb") as file:
            head = file.read(4096)
        extension = os.path.splitext(path)[1].lower()
        if path in FREE or (extension in DATA and os.path.basename(path) != "meson_options.txt"):
            continue
        if path.startswith("tests/") and ("/corpus/" in path or "/golden/" in path):
            continue
        if LINE not in "\n".join(head.decode("utf-8", "replace").splitlines()[:8]):
            yield f"{path}: no line \"{LINE}\" at its top"


if __name__ == "__main__":
    tree.main(check)
