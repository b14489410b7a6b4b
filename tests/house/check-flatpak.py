#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The flatpak manifest parses, is complete, and asks for no more than the
program needs: no network, and files only through the portal."""
import json
import os
import re

import tree

APP_ID = "io.github.photocritic.PhotoCritic"
ALLOWED = {"--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"}


def check(root):
    path = f"flatpak/{APP_ID}.json"
    try:
        manifest = json.loads(tree.read(root, path))
    except (OSError, ValueError) as error:
        yield f"{path}: {error}"
        return
    for key, wanted in (("id", APP_ID), ("command", "photo-critic"), ("runtime", "org.gnome.Platform"),
                        ("sdk", "org.gnome.Sdk")):
        if manifest.get(key) != wanted:
            yield f"{path}: {key} is {manifest.get(key)!r}, wanted {wanted!r}"
    if not re.fullmatch(r"\d+", manifest.get("runtime-version", "")):
        yield f"{path}: runtime-version is not a number of GNOME's"
    for argument in manifest.get("finish-args", []):
        if argument not in ALLOWED:
            yield f"{path}: {argument}: the program does not need that"
    modules = manifest.get("modules", [])
    if not modules or modules[-1].get("name") != "photo-critic":
        yield f"{path}: the last module must be photo-critic"
    for module in modules:
        if not module.get("buildsystem") or not module.get("sources"):
            yield f"{path}: {module.get('name')}: no buildsystem or no sources"
        for source in module.get("sources", []):
            if source.get("type") == "archive":
                if not source.get("url", "").startswith("https://") or \
                        not re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")):
                    yield f"{path}: {module.get('name')}: an archive needs an https address and a sha256"
            elif source.get("type") != "dir" or \
                    not os.path.exists(os.path.join(root, "flatpak", source.get("path", ""), "meson.build")):
                yield f"{path}: {module.get('name')}: no source there"


if __name__ == "__main__":
    tree.main(check)
