#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is decoded of the photographs shown, driven by a program in C: side by side with
a small bound of pixels, and written to by another program meanwhile."""

import os
import subprocess

import harness
from harness import build, check


def test(desk):
    environment = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GSETTINGS_BACKEND='memory',
                       PHOTO_CRITIC_MODEL=os.environ['PHOTO_CRITIC_TINY_MODEL'],
                       TMPDIR=desk.home, XDG_CACHE_HOME=desk.home, XDG_DATA_HOME=desk.home)
    environment.pop('GTK_A11Y', None)
    done = subprocess.run((build('tests', 'ui', 'drive-pictures'),), env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout)
    check(done.returncode == 0, 'it ended with status %d' % done.returncode)


harness.run(test)
