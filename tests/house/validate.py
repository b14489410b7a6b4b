#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a validator; a system without it skips the test (77) and says so.

usage: validate.py [--quiet-output] PROGRAM [ARGUMENT...]

With --quiet-output anything that the program prints is a failure too: some
validators say what is wrong and end with 0."""
import shutil
import subprocess
import sys


def main(arguments):
    quiet = arguments[0] == "--quiet-output"
    command = arguments[quiet:]
    if not shutil.which(command[0]):
        print(f"{command[0]} is not installed")
        return 77
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print(result.stdout, end="")
    return result.returncode or int(quiet and bool(result.stdout.strip()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
