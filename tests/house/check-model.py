#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model stays small enough to be checked out by everybody, and has its
card."""
import os

import tree

LIMIT = 80_000_000      # bytes, all files of model/ together


def check(root):
    files = [path for path in tree.files(root) if path.startswith("model/")]
    size = sum(os.path.getsize(os.path.join(root, path)) for path in files)
    if size > LIMIT:
        yield f"model/: {size} bytes, the limit is {LIMIT}"
    for name in ("README.md", "model.json", "aspects.safetensors", "backbone.safetensors", "text.safetensors", "mcn.safetensors", "search.safetensors", "vocab.txt"):
        if f"model/{name}" not in files:
            yield f"model/{name}: missing"


if __name__ == "__main__":
    tree.main(check)
