#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program in the build folder speaks Chinese when asked to.

usage: check-language.py SOURCE PROGRAM"""
import os
import re
import subprocess
import sys
import tempfile

import tree


def check(root, program):
    catalogue = tree.read(root, "po/zh_CN.po")
    translated = re.search(r'^msgid "Commands:"\nmsgstr "(.+)"$', catalogue, re.M)[1]
    # glibc looks at translations unless the locale is C, in any encoding. A bare
    # system has no other: make them.
    with tempfile.TemporaryDirectory() as folder:
        for language, wanted in (("zh_CN", translated), ("en_US", "Commands:")):
            locale = language + ".UTF-8"
            subprocess.run(["localedef", "--no-archive", "-i", language, "-f", "UTF-8", os.path.join(folder, locale)], check=True)
            result = subprocess.run([os.path.abspath(program), "--help"], capture_output=True, text=True, check=False, cwd="/",
                                    env={**os.environ, "LC_ALL": locale, "LOCPATH": folder, "LANGUAGE": language})
            if result.returncode or wanted not in result.stdout:
                yield f"{program} --help in {language} says {result.stdout!r}, without {wanted!r}"


if __name__ == "__main__":
    sys.exit(tree.report(list(check(*sys.argv[1:]))))
