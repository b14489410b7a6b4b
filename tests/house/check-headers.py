#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every public function of src/ is documented: by a block that begins with its
name, in the header or beside its definition, or in the header by a comment
above its paragraph of declarations or behind it on its line. Functions that
only count references or free say all with their name."""
import os
import re

import tree

DECLARATION = re.compile(r"(?:^|[;}\n])\s*(?:[A-Za-z_][\w]*[\s*]+)+?([a-z_]\w*)\s*\(([^;{}]*)\)\s*"
                         r"(?:G_GNUC_\w+(?:\s*\([^)]*\))?\s*)*;", re.S)
BLOCK = re.compile(r"/\*\*\s*\n\s*\*\s*([a-z_]\w*):", re.S)


def public_functions(header):
    code = re.sub(r"^[ \t]*#[^\n]*(?:\\\n[^\n]*)*", "", tree.strip_comments(header), flags=re.M)
    code = re.sub(r"\bG_(?:DECLARE|DEFINE|BEGIN|END)\w*(?:\s*\([^)]*\))?;?", "", code)
    code = re.sub(r"\bstatic inline\b.*?\n}", "", code, flags=re.S)
    code = re.sub(r"\{[^{}]*\}", "{}", code)
    code = re.sub(r"\{[^{}]*\}", "{}", code)
    code = re.sub(r"\btypedef\b[^;]*;", ";", code)
    for match in DECLARATION.finditer(code):
        if match[1] not in ("if", "for", "while", "switch", "return") and not match[1].endswith(("_get_type", "_quark", "_ref", "_unref", "_free")):
            yield match[1]


def commented(header, function):
    """Whether a comment stands above the paragraph of declarations that
    function belongs to, or behind it on its line."""
    for paragraph in re.split(r"\n[ \t]*\n", header):
        declarations = tree.strip_comments(paragraph)
        place = re.search(rf"\b{function}\s*\(", declarations)
        if place:
            if paragraph.lstrip().startswith("/*"):
                return True
            before = paragraph[:place.start()]
            after = paragraph[place.start():].split(";", 1)[-1].split("\n", 1)[0]
            return "/*" in before.rsplit(";", 2)[0] or "/*" in after or before.rstrip().endswith("*/")
    return False


def check(root):
    sources = [path for path in tree.files(root) if path.startswith("src/") and path.endswith((".c", ".h", ".inc"))]
    documented = set()
    for path in sources:
        documented |= set(BLOCK.findall(tree.read(root, path)))
    for path in sources:
        if path.endswith(".h") and not path.endswith("-private.h"):
            header = tree.read(root, path)
            for function in public_functions(header):
                if function not in documented and not commented(header, function):
                    yield f"{path}: {function} has no documentation comment"


if __name__ == "__main__":
    tree.main(check)
