#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is binned takes its sidecar along and comes back by undo; the window
closes while a pass runs."""

import os

import harness
from folder_testing import judged, make_folder, tiles
from harness import check, until


def test(desk):
    folder = make_folder(desk, broken=False)
    photo, sidecar = os.path.join(folder, 'rocket.jpg'), os.path.join(folder, 'rocket.jpg.xmp')
    with open(sidecar, 'w') as file:
        file.write('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    desk.start(folder)
    judged(desk)

    desk.key('ctrl+f')
    desk.type('rocket')
    until(lambda: tiles(desk) == ['rocket.jpg'], lambda: 'only the rocket: %s' % tiles(desk))
    desk.key('F9')
    desk.key('ctrl+a')
    until(lambda: desk.look(None, '1 selected'), lambda: 'the selection:\n' + desk.outline())
    desk.key('Delete')
    until(lambda: not os.path.exists(photo) and not os.path.exists(sidecar), 'photograph and sidecar to leave')
    desk.find('label', '1 photograph moved to the bin')
    undo = desk.look('button', 'Undo')
    check(undo is not None or desk.look('button', 'Show in Bin') is not None, 'the way back:\n' + desk.outline())
    if undo is not None:
        desk.press(undo)
        until(lambda: os.path.exists(photo) and os.path.exists(sidecar), lambda: 'both to come back:\n' + desk.outline())
        # What the message said is true no longer, and its button would undo another step.
        desk.gone('label', '1 photograph moved to the bin')
        until(lambda: 'rocket.jpg' in tiles(desk), lambda: 'the tile again:\n' + desk.outline())
    desk.quit()

    # Where the bin is out of reach, as in a sandbox, nothing promises to come back.
    third = make_folder(desk, name='third', broken=False)
    os.environ['SNAP'] = '/'
    desk.start(third)
    del os.environ['SNAP']
    judged(desk)
    desk.key('ctrl+f')
    desk.type('rocket')
    until(lambda: tiles(desk) == ['rocket.jpg'], lambda: 'only the rocket: %s' % tiles(desk))
    desk.key('F9')
    desk.key('ctrl+a')
    desk.find(None, '1 selected')
    desk.key('Delete')
    until(lambda: not os.path.exists(os.path.join(third, 'rocket.jpg')), 'the photograph to leave')
    desk.find('button', 'Show in Bin')
    check(desk.look('button', 'Undo') is None, 'no undo is offered:\n' + desk.outline())
    desk.quit()

    # Closed while the pass runs.
    second = make_folder(desk, name='second')
    desk.start(second)
    desk.quit()


harness.run(test, size='1280x1000')
