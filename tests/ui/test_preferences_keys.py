#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each key of the settings has a control in the preferences, or a reason why not: by a
program in C. What is changed there is so at once in a window that is open."""

import os
import subprocess
import time

import harness
from folder_testing import make_folder, tiles
from harness import build, check, until


def prefer(desk, question, message, **values):
    """Writes as another window's preferences would, as far as the one that is open can tell,
    until it follows. Once is not enough: what the open one keeps at the same moment (a recent
    folder) it writes with the whole file as it last read it."""
    path = os.path.join(desk.home, 'glib-2.0', 'settings')
    os.makedirs(path, exist_ok=True)
    again = [0]

    def written_and_true():
        if time.monotonic() >= again[0]:
            with open(os.path.join(path, 'new'), 'w') as file:
                file.write('[io/github/photocritic/PhotoCritic]\n')
                file.writelines('%s=%s\n' % (key.replace('_', '-'), value) for key, value in values.items())
            os.replace(file.name, os.path.join(path, 'keyfile'))
            again[0] = time.monotonic() + 10
        return question()
    until(written_and_true, message)


def test(desk):
    environment = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GSETTINGS_BACKEND='memory', LC_ALL='C.UTF-8',
                       LANGUAGE='C', GSETTINGS_SCHEMA_DIR=build('data'), G_DEBUG='fatal-criticals')
    environment.pop('GTK_A11Y', None)
    done = subprocess.run((build('tests', 'ui', 'drive-preferences'),), env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout)
    check(done.returncode == 0, 'it ended with status %d:\n%s' % (done.returncode, done.stdout))

    names = ['coffee.jpg', 'ladybird.jpg', 'pavilion.jpg', 'rocket.jpg', 'storm day.jpg', 'two-wings.jpg']
    desk.settings = 'keyfile'
    prefer(desk, lambda: True, '', folder_order="'name'", bursts_collapsed='false')
    desk.start(make_folder(desk, broken=False))
    until(lambda: tiles(desk) == names, lambda: 'names from A to Z: %s' % tiles(desk))
    # Those above may be scrolled out of sight.
    prefer(desk, lambda: (lambda seen: len(seen) > 2 and seen == sorted(seen, reverse=True))(tiles(desk)),
           lambda: 'names from Z to A: %s' % tiles(desk), folder_order="'-name'", bursts_collapsed='false')
    prefer(desk, lambda: desk.look('label', 'Verdict'), lambda: 'the table; there is:\n%s' % desk.outline(),
           folder_order="'-name'", bursts_collapsed='false', folder_mode="'table'")
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
