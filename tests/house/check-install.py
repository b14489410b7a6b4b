#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson install` would put onto a system is complete and whole.

usage: check-install.py SOURCE BUILD PREFIX LOCALEDIR [--gtk] -- MESON..."""
import os
import subprocess
import sys
import tempfile

import tree

APP_ID = "io.github.photocritic.PhotoCritic"


def check(source, build, prefix, localedir, gtk, meson):
    wanted = ["bin/photo-critic-cli", "share/man/man1/photo-critic-cli.1",
              "bin/photo-critic-train", "share/man/man1/photo-critic-train.1", f"share/glib-2.0/schemas/{APP_ID}.gschema.xml"]
    if gtk:
        wanted += ["bin/photo-critic", "share/man/man1/photo-critic.1", f"share/applications/{APP_ID}.desktop", f"share/metainfo/{APP_ID}.metainfo.xml",
                   f"share/icons/hicolor/scalable/apps/{APP_ID}.svg",
                   f"share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg"]
    data = [path for path in tree.files(source) if path.startswith(("model/", "data/samples/"))]
    pairs = [(path, f"share/photo-critic/{path.removeprefix('data/')}") for path in data
             if path.endswith((".safetensors", "model.json", "vocab.txt"))
             or path.startswith("data/samples/") and path.endswith((".jpg", ".txt", "NOTICE.md"))]
    languages = [line for line in tree.read(source, "po/LINGUAS").split("\n") if line and line[0] != "#"]
    wanted += [f"{localedir}/{language}/LC_MESSAGES/photo-critic.mo" for language in languages]

    with tempfile.TemporaryDirectory() as root:
        result = subprocess.run([*meson, "install", "-C", build, "--no-rebuild", "--destdir", root],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if result.returncode:
            yield f"meson install failed: {result.stdout}"
            return
        there = root + prefix
        for path in wanted:
            if not os.path.exists(os.path.join(there, path)):
                yield f"{path} is not installed"
        for path, target in pairs:
            installed = os.path.join(there, target)
            if not os.path.exists(installed):
                yield f"{target} is not installed"
            elif os.path.getsize(installed) != os.path.getsize(os.path.join(source, path)):
                yield f"{target} differs from {path}"


if __name__ == "__main__":
    split = sys.argv.index("--")
    options, command = sys.argv[1:split], sys.argv[split + 1:]
    sys.exit(tree.report(list(check(*options[:4], "--gtk" in options, command))))
