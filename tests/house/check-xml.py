#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every picture, template and description in XML is well-formed, and a
drawing brings no pixels and loads nothing."""
import os
import re
import xml.etree.ElementTree as ElementTree

import tree

XML = (".svg", ".ui", ".gresource.xml", ".gschema.xml", ".metainfo.xml.in")


def check(root):
    for path in tree.files(root):
        if not path.endswith(XML) or path.startswith("tests/"):
            continue
        try:
            document = ElementTree.parse(os.path.join(root, path)).getroot()
        except ElementTree.ParseError as error:
            yield f"{path}: {error}"
            continue
        if not path.endswith(".svg"):
            continue
        size = [document.get(name) for name in ("width", "height")]
        if size != (["16", "16"] if "symbolic" in path else ["128", "128"]):
            yield f"{path}: its size is {size}"
        for element in document.iter():
            name = element.tag.split("}")[-1]
            if name in ("image", "script", "foreignObject"):
                yield f"{path}: <{name}> has no place in an icon"
            for key, value in element.attrib.items():
                if key.endswith("href") and not value.startswith("#") or re.search(r"url\((?!#)", value):
                    yield f"{path}: {value}: a drawing loads nothing"


if __name__ == "__main__":
    tree.main(check)
