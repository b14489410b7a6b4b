#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key that the window listens to stands in its list of shortcuts, and
every key that stands there is listened to."""
import re
import xml.etree.ElementTree as ElementTree

import tree

HELP = "ui/shortcuts.ui"
MODIFIERS = ("Control", "Shift", "Alt", "Super")
# Keys of one widget, which are the same wherever there is one like it.
OF_WIDGETS = {
    "ui/critic-range-handle.c": "a slider's",
    "ui/critic-stars.c": "a slider's",
    "ui/critic-report-dialog.c": "Esc closes a dialog",
    "ui/critic-spelling.c": "a text's menu",
}
# The same key with and without Shift.
TWINS = {"equal": "plus", "slash": "question"}


def spell(key, modifiers):
    name = key.lower() if len(key) == 1 else TWINS.get(key, key)
    return "".join(f"<{modifier}>" for modifier in MODIFIERS if modifier in modifiers) + name


def keys_of(code):
    """(line, key as GTK writes it) of everything that listens to a key."""
    code = tree.strip_comments(code)
    for match in re.finditer(r"\bGDK_KEY_(\w+)(?=([^;{}]*))", code):
        key, rest = match.groups()
        if key == "VoidSymbol" or key.startswith("KP_"):
            continue
        # What is compared with a key asks for its modifiers elsewhere.
        if re.search(r"==\s*$", code[:match.start()]):
            rest = ""
        rest = re.split(r"GDK_KEY_|\"", rest)[0]
        yield (code.count("\n", 0, match.start()) + 1,
               spell(key, [name.title() for name in re.findall(r"GDK_(\w+?)_MASK", rest)]))
    for match in re.finditer(r"\"((?:<\w+>)+)(\w+)\"", code):
        yield code.count("\n", 0, match.start()) + 1, spell(match[2], re.findall(r"<(\w+)>", match[1]))


def shown(text):
    """The keys of an accelerator in the list: some, or from one to another."""
    for key in text.replace("+", " ").split():
        match = re.fullmatch(r"(\d)\.\.\.(\d)", key)
        if match:
            yield from map(str, range(int(match[1]), int(match[2]) + 1))
        else:
            yield spell(re.sub(r"<\w+>", "", key), re.findall(r"<(\w+)>", key))


def check(root):
    told, heard = set(), set()
    for element in ElementTree.fromstring(tree.read(root, HELP)).iter("property"):
        if element.get("name") == "accelerator":
            told.update(shown(element.text))

    for path in tree.files(root):
        if not path.startswith("ui/") or not path.endswith(".c"):
            continue
        for line, key in keys_of(tree.read(root, path)):
            heard.add(key)
            if path not in OF_WIDGETS and key not in told:
                yield f"{path}:{line}: {HELP} does not tell of {key}"
    for key in sorted(told - heard):
        yield f"{HELP}: nothing listens to {key}"


if __name__ == "__main__":
    tree.main(check)
