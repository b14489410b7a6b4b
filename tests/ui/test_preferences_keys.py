#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each key of the settings has a control in the preferences, or a reason why not: by a
program in C. What is changed there is so at once in a window that is open."""

import os
import subprocess

import harness
from folder_testing import make_folder, tiles
from harness import build, check, until


def write(desk, **values):
    """Another window's preferences, as far as the one that is open can tell."""
    path = os.path.join(desk.home, 'glib-2.0', 'settings')
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, 'keyfile'), 'w') as file:
        file.write('[io/github/photocritic/PhotoCritic]\n')
        file.writelines('%s=%s\n' % (key.replace('_', '-'), value) for key, value in values.items())


def test(desk):
    environment = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GSETTINGS_BACKEND='memory', LC_ALL='C.UTF-8',
                       LANGUAGE='C', GSETTINGS_SCHEMA_DIR=build('data'), G_DEBUG='fatal-criticals')
    environment.pop('GTK_A11Y', None)
    done = subprocess.run((build('tests', 'ui', 'drive-preferences'),), env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout)
    check(done.returncode == 0, 'it ended with status %d:\n%s' % (done.returncode, done.stdout))

    desk.settings = 'keyfile'
    write(desk, folder_order="'name'", bursts_collapsed='false')
    desk.start(make_folder(desk, broken=False))
    names = ['coffee.jpg', 'ladybird.jpg', 'pavilion.jpg', 'rocket.jpg', 'storm day.jpg', 'two-wings.jpg']
    until(lambda: tiles(desk) == names, lambda: 'names from A to Z: %s' % tiles(desk))
    write(desk, folder_order="'-name'", bursts_collapsed='false')
    # Those above may be scrolled out of sight.
    until(lambda: (lambda seen: len(seen) > 2 and seen == sorted(seen, reverse=True))(tiles(desk)),
          lambda: 'names from Z to A: %s' % tiles(desk))
    write(desk, folder_order="'-name'", bursts_collapsed='false', folder_mode="'table'")
    desk.find('label', 'Verdict')
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
