#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key that a widget listens to by itself stands among the commands, whose
keys can be changed, or among those that the list of shortcuts tells besides; none
binds by itself what a command has, for that would stay when the user changes the key;
and every command has a name and an action of its own."""
import re

import tree

HELP = "ui/critic-command.c"
FIXED = "ui/critic-shortcuts-window.c"
MODIFIERS = ("Control", "Shift", "Alt", "Super")
SLIDER = ("Left", "Down", "Right", "Up", "Page_Down", "Page_Up", "Home", "End")
# Keys of one widget, which are the same wherever there is one like it; () are all.
OF_WIDGETS = {
    "ui/critic-range-handle.c": ("a slider's", SLIDER),
    "ui/critic-stars.c": ("a slider's", SLIDER),
    "ui/critic-keymap.c": ("names of keys", ()),
    "ui/critic-key-list.c": ("leaves a row of the list", ("Escape", "BackSpace", "Shift_L", "Hyper_R", "ISO_Level3_Shift")),
    "ui/critic-help-window.c": ("closes a window", ("Escape",)),
    "ui/critic-preferences.c": ("closes a window", ("Escape",)),
    "ui/critic-report-dialog.c": ("closes a dialog", ("Escape",)),
    "ui/critic-collision-dialog.c": ("closes a dialog", ("Escape",)),
    "ui/critic-filter-bar.c": ("leaves a field", ("Escape",)),
    "ui/critic-spelling.c": ("a text's menu", ("Menu", "F10")),
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
    changed, told, names, actions = set(), set(), set(), set()
    code = tree.strip_comments(tree.read(root, HELP))
    for match in re.finditer(r'\{ "([^"]+)", N_\("[^"]+"\), (?:"([^"]+)"|NULL), "([^"]*)"', code):
        changed.update(shown(match[3]))
        line = code.count("\n", 0, match.start()) + 1
        if match[1] in names:
            yield f"{HELP}:{line}: two commands are called {match[1]}"
        if match[2] is not None and match[2] in actions:
            yield f"{HELP}:{line}: two commands do {match[2]}"
        names.add(match[1])
        actions.add(match[2])
    if not names:
        yield f"{HELP}: no command was found"
    for match in re.finditer(r'\{ N_\("[^"]+"\), "([^"]*)"', tree.strip_comments(tree.read(root, FIXED))):
        told.update(shown(match[1]))

    told |= changed

    for path in tree.files(root):
        if not path.startswith("ui/") or not path.endswith(".c") or path in (HELP, FIXED):
            continue
        own = OF_WIDGETS.get(path, ("", None))[1]
        for line, key in keys_of(tree.read(root, path)):
            if own is not None and (not own or key in own):
                continue
            if key not in told:
                yield f"{path}:{line}: {HELP} does not tell of {key}"
            elif key in changed:
                yield f"{path}:{line}: {key} is a command's, and would stay when the user changes that: leave it to the keymap"


if __name__ == "__main__":
    tree.main(check)
