#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""README's commands, pictures and links lead somewhere; HACKING has a
paragraph on every folder and speaks of no file that is gone."""
import os
import re

import tree

FOLDERS = ("src", "tests")
PATH = re.compile(r"`((?:src|ui|data|po|model|tests|flatpak|\.ci)/[\w./-]*[\w/-])`")
SCRIPT = re.compile(r"^(?:sudo )?(?:sh|bash|python3) (\S+)", re.M)
LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:)([^)#]+)\)")


def check(root):
    for document in ("README.md", "HACKING.md", "model/README.md", "data/samples/NOTICE.md"):
        if not os.path.exists(os.path.join(root, document)):
            yield f"{document}: missing"
            continue
        text = tree.read(root, document)
        here = os.path.dirname(document)
        for target in LINK.findall(text):
            if not os.path.exists(os.path.join(root, here, target)):
                yield f"{document}: the link to {target} leads nowhere"
        blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S))
        blocks += "\n" + "\n".join(re.sub(r"^    ", "", line) for line in text.splitlines() if line.startswith("    "))
        for script in SCRIPT.findall(blocks):
            if not script.startswith(("build", "_build", "-", "$")) and not os.path.exists(os.path.join(root, script)):
                yield f"{document}: the command runs {script}, which does not exist"
        for path in PATH.findall(text):
            if not os.path.exists(os.path.join(root, path)):
                yield f"{document}: {path} does not exist"

    if not os.path.exists(os.path.join(root, "HACKING.md")) or not os.path.exists(os.path.join(root, "README.md")):
        return
    readme, hacking = tree.read(root, "README.md"), tree.read(root, "HACKING.md")
    if not re.search(r"!\[[^\]]+\]\(data/screenshots/", readme):
        yield "README.md: no screenshot of the window"
    for command in ("sh data/try.sh", "sh tests/run.sh"):
        if not re.search(rf"^(?:    )?{command}$", readme, re.M):
            yield f"README.md: the command \"{command}\" is missing"
    tops = sorted({path.split("/")[0] for path in tree.files(root) if "/" in path})
    folders = [top for top in tops if not top.startswith(".")]
    folders += [f"{top}/{name}" for top in FOLDERS for name in sorted(os.listdir(os.path.join(root, top)))
                if os.path.isdir(os.path.join(root, top, name)) and name != "__pycache__"]
    for folder in folders:
        if f"`{folder}/`" not in hacking and f"`{folder}`" not in hacking:
            yield f"HACKING.md: no paragraph on {folder}/"


if __name__ == "__main__":
    tree.main(check)
