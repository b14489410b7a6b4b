#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The photograph's view, driven frame by frame by a program in C: large
pictures, stepping, pixels. At one and at two device pixels per logical one; the
largest pictures at one only."""

import os
import subprocess

import harness
from harness import build, check


def test(desk):
    for scale in ('1', '2'):
        environment = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GDK_SCALE=scale,
                           GSETTINGS_BACKEND='memory', PHOTO_CRITIC_MODEL=os.environ['PHOTO_CRITIC_TINY_MODEL'],
                           TMPDIR=desk.home, XDG_CACHE_HOME=desk.home)
        environment.pop('GTK_A11Y', None)
        skipped = () if scale == '1' else ('-s', '/ui/viewing/large', '-s', '/ui/viewing/wide')
        done = subprocess.run((build('tests', 'ui', 'drive-viewing'),) + skipped, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        print(done.stdout)
        check(done.returncode == 0, 'at scale %s it ended with status %d' % (scale, done.returncode))


harness.run(test)
