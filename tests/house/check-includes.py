#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every #include and says which arrow points the wrong way.

engine <- photo <- evidence <- analysis <- library <- sidecar <- folder <- cli, ui;  analysis <- report
<- cli, ui;  train <- engine, photo. Each layer sees
the headers of the layers below it by their bare name, and only ui sees GTK.
"""
import os
import re

import tree

LAYERS = {
    "src/console": set(),
    "src/table": set(),
    "src/engine": set(),
    "src/photo": {"src/engine"},
    "src/evidence": {"src/engine", "src/photo"},
    "src/analysis": {"src/engine", "src/photo", "src/evidence"},
    "src/library": {"src/engine", "src/photo", "src/evidence", "src/analysis"},
    "src/sidecar": {"src/engine", "src/photo", "src/evidence", "src/analysis", "src/library"},
    "src/folder": {"src/table", "src/engine", "src/photo", "src/evidence", "src/analysis", "src/library", "src/sidecar"},
    "src/report": {"src/engine", "src/photo", "src/evidence", "src/analysis"},
    "src/dataset": {"src/table", "src/engine", "src/photo"},
    "src/train": {"src/engine", "src/photo", "src/dataset"},
    "src/evaluation": {"src/engine", "src/photo", "src/dataset", "src/train"},
    "src/trainer": {"src/console", "src/engine", "src/photo", "src/evidence", "src/analysis", "src/dataset", "src/train", "src/evaluation"},
    "src/cli": {"src/console", "src/table", "src/engine", "src/photo", "src/evidence", "src/analysis", "src/library", "src/sidecar", "src/folder", "src/report"},
    "ui": {"src/table", "src/engine", "src/photo", "src/evidence", "src/analysis", "src/library", "src/sidecar", "src/folder", "src/report"},
}
TOOLKIT = re.compile(r"(gtk|gdk|gsk|graphene|adwaita|libadwaita)[/.-](?!pixbuf)|gdk-pixbuf/gdk-pixdata")
OBJECTS = re.compile(r"(gio|gobject|glib-object|gdk-pixbuf|gexiv2|json-glib)\b")
JSON = "json-glib/json-glib.h"
# The engine's loaders, which read JSON.
JSON_LOADERS = {"mcn-config.c", "mcn-safetensors-header.c"}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def layer_of(path):
    return next((layer for layer in LAYERS if path.startswith(layer + "/")), None)


def check(root):
    paths = [path for path in tree.files(root) if path.endswith((".c", ".h", ".inc")) and layer_of(path)]
    owners = {}
    for path in paths:
        owners.setdefault(os.path.basename(path), set()).add(layer_of(path))

    for path in paths:
        layer = layer_of(path)
        code = tree.strip_comments(tree.read(root, path))
        for match in INCLUDE.finditer(code):
            where = f"{path}:{code.count(chr(10), 0, match.start()) + 1}"
            own, name = match[1] == '"', match[2]
            if layer != "ui" and TOOLKIT.match(name):
                yield f"{where}: {name}: only ui/ may include GTK"
            if layer == "src/engine" and OBJECTS.match(name):
                if name != JSON:
                    yield f"{where}: {name}: the engine is plain C on GLib, without GObject and GIO"
                elif os.path.basename(path) not in JSON_LOADERS:
                    yield f"{where}: {name}: only the engine's loaders read JSON"
            if not own:
                if name in owners:
                    yield f"{where}: <{name}>: our own headers are included with quotation marks"
                continue
            if ".." in name or name.startswith("/"):
                yield f"{where}: {name}: a header is included by its bare name"
            owner = owners.get(os.path.basename(name), set())
            if not owner:
                if not name.endswith("resources.h"):
                    yield f"{where}: {name}: no such header in the layers"
            elif layer not in owner and not owner & LAYERS[layer]:
                yield f"{where}: {name}: {layer} must not know {', '.join(sorted(owner))}"

    for layer in LAYERS:
        build = f"{layer}/meson.build"
        if layer != "ui" and os.path.exists(os.path.join(root, build)) and "gtk_dep" in tree.read(root, build):
            yield f"{build}: only ui/ may link GTK"


if __name__ == "__main__":
    tree.main(check)
