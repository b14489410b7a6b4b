#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks in files, in a folder: a sidecar's stars are read with it, also of what is
judged already; what another program writes while the window is open is noticed, as
are photographs that arrive and go; sidecars of a selection are written."""

import os
import shutil

import harness
from folder_testing import judged, menu, says, spoken, tiles
from harness import check, sample, until
from test_sidecars import rating, write


def rated(desk, name, word):
    until(lambda: says(desk, name, word), lambda: '%s to say %s: %s\n%s' % (name, word, list(spoken(desk)), desk.read_log()))


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    shutil.copy(sample('coffee.jpg'), folder)
    photo = os.path.join(folder, 'coffee.jpg')
    write(photo, 2)
    desk.start(folder)
    judged(desk, 1)
    rated(desk, 'coffee.jpg', '2 stars')

    # Another program; a photograph that comes, and goes.
    write(photo, 4)
    rated(desk, 'coffee.jpg', '4 stars')
    other = os.path.join(folder, 'rocket.jpg')
    shutil.copy(sample('rocket.jpg'), other)
    until(lambda: 'rocket.jpg' in tiles(desk), lambda: 'the new photograph: %s' % list(spoken(desk)))
    os.remove(other)
    until(lambda: 'rocket.jpg' not in tiles(desk), lambda: 'it to go: %s' % list(spoken(desk)))

    # Of the selection; what nobody said anything of else stays.
    desk.key('ctrl+a')
    desk.key('5')
    rated(desk, 'coffee.jpg', '5 stars')
    menu(desk, '1 selected', 'Write XMP Sidecars')
    until(lambda: rating(photo) == '5', lambda: 'the sidecar: %s\n%s' % (rating(photo), desk.outline()))
    with open(photo + '.xmp') as file:
        check('e:Theirs="kept"' in file.read(), 'what is another program’s stays')
    desk.quit()

    # While nobody looked.
    write(photo, 3)
    desk.start(folder)
    rated(desk, 'coffee.jpg', '3 stars')


if __name__ == '__main__':
    harness.run(test)
