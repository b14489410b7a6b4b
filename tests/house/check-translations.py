#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No string is missing: POTFILES names every file with strings, every language
of LINGUAS has each of them, none is fuzzy, none is out of date, and the
translations pass msgfmt's checks of formats.

usage: check-translations.py SOURCE [BUILD]      needs gettext"""
import os
import re
import subprocess
import sys
import tempfile

import tree

MARKED = re.compile(r"(?<![\w])(?:_|N_|Q_|C_|NC_|ngettext|g_dngettext|g_dgettext|g_dpgettext2?|gettext) ?\(\s*(?:[A-Z_]+,\s*)?\"")
MARKED_UI = re.compile(r"translatable=\"(?:yes|true|1)\"")
# gettext sees the string end at the macro, and looks up what nobody translated.
CUT = re.compile(r"%\" ?G_[A-Z0-9_]+_(?:FORMAT|MODIFIER)")
KEYWORDS = ["_", "N_", "Q_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3", "g_dpgettext2:2c,3",
            "ngettext:1,2"]


def list_of(root, name):
    lines = tree.read(root, f"po/{name}").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def has_strings(root, path):
    if path.startswith("tests/"):
        return False
    if path.endswith((".c", ".h")):
        return bool(MARKED.search(tree.strip_comments(tree.read(root, path))))
    if path.endswith(".ui"):
        return bool(MARKED_UI.search(tree.read(root, path)))
    return path.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml"))


def cut_string(code):
    """The first macro inside a string given to gettext."""
    code = tree.strip_comments(code)
    for match in re.finditer(r"(?<!\w)(?:_|N_|C_|NC_|ngettext) ?\(", code):
        argument = re.match(r"(?:[^()\"]|\"(?:[^\"\\]|\\.)*\")*", code[match.end():])[0]
        if cut := CUT.search(argument):
            return cut[0]
    return None


def run(*command, **arguments):
    return subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8"}, **arguments)


def check(root, scratch):
    listed = list_of(root, "POTFILES")
    if sorted(listed) != listed:
        yield "po/POTFILES: the names are not in order"
    for path in tree.files(root):
        if has_strings(root, path) and path not in listed:
            yield f"po/POTFILES: {path} has strings and is not listed"
    for path in listed:
        if not os.path.exists(os.path.join(root, path)):
            yield f"po/POTFILES: {path} does not exist"
            return
        if path.endswith(".c") and (cut := cut_string(tree.read(root, path))):
            yield f"{path}: {cut}: gettext cannot read a string joined by a macro; write %zu or format the number apart"

    pot = os.path.join(scratch, "photo-critic.pot")
    extracted = run("xgettext", "--from-code=UTF-8", "--add-comments=Translators", "-o", pot,
                    *(f"--keyword={keyword}" for keyword in KEYWORDS),
                    "--flag=g_set_error:4:c-format", "--flag=g_strdup_printf:1:c-format",
                    "--flag=_:1:pass-c-format", "--flag=N_:1:pass-c-format", *listed, cwd=root)
    if extracted.returncode:
        yield f"xgettext failed: {extracted.stderr}"
        return

    for language in list_of(root, "LINGUAS"):
        po = os.path.join(root, "po", f"{language}.po")
        merged = os.path.join(scratch, f"{language}.po")
        steps = [run("msgfmt", "--check", "-o", os.devnull, po),
                 run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, po, pot)]
        for step in steps:
            if step.returncode:
                yield f"po/{language}.po: {step.stderr.strip()}"
        if any(step.returncode for step in steps):
            continue
        for what, filters in (("not translated", ["--untranslated"]), ("fuzzy", ["--only-fuzzy"]),
                              ("no longer in the program (run photo-critic-update-po)", ["--only-obsolete"])):
            for message in messages(run("msgattrib", *filters, "--no-wrap", merged).stdout):
                yield f"po/{language}.po: {what}: {message}"


def messages(po):
    """The msgids of a catalogue's text, the header left out."""
    for entry in re.split(r"\n\s*\n", po):
        match = re.search(r'^(?:#~ )?msgid ((?:"(?:[^"\\]|\\.)*"\s*(?:#~ )?)+)', entry, re.M)
        if match and match[1].strip() != '""':
            yield " ".join(match[1].split())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(tree.report(list(check(sys.argv[1], folder))))
