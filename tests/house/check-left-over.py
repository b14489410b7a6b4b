#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is left for later, nothing stops the program on bad input, and no
floating-point short cut is switched on."""
import re

import tree

RULES = [
    (re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"), (".c", ".h", ".py", ".ui", ".css", ".build", ".sh", ".md"), "", "left over"),
    (re.compile(r"\b(abort|exit|_exit) \("), (".c", ".h"), "src/", "a library reports with GError; it ends nothing"),
    (re.compile(r"-ffast-math|-Ofast"), (".c", ".h", ".build"), "", "the same bits everywhere"),
    (re.compile(r"\bg_main_context_iteration\b"), (".c",), "ui/", "no nested main loop in the window"),
]


def check(root):
    for path in tree.files(root):
        if path.startswith("tests/house/"):
            continue
        for pattern, endings, folder, why in RULES:
            if not path.endswith(endings) or not path.startswith(folder):
                continue
            text = tree.read(root, path)
            if path.endswith((".c", ".h")) and why != "left over":
                text = tree.strip_comments(text)
            for number, line in enumerate(text.splitlines(), 1):
                match = pattern.search(line)
                if match:
                    yield f"{path}:{number}: {match[0]}: {why}"


if __name__ == "__main__":
    tree.main(check)
