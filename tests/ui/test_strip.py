#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The photographs beside the one that was opened: the keys step through them, and
so does the film strip; zoom stays, what is broken says so, F8 hides the strip and
F11 all of it."""

import os
import re
import shutil

import harness
from harness import check, sample, until


def position(desk):
    from gi.repository import GLib
    for node in desk.walk():
        try:
            found = re.search(r' · (\d+ of \d+)$', node.get_name() or '')
        except GLib.Error:
            continue
        if found:
            return found[1]
    return ''


def at(desk, place):
    until(lambda: position(desk) == place, lambda: '%s; it is at “%s”' % (place, position(desk)))


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for i, name in enumerate(('coffee', 'ladybird', 'pavilion', 'rocket', 'storm')):
        shutil.copy(sample(name + '.jpg'), os.path.join(folder, 'img_%d.jpg' % (8 + i)))
    with open(os.path.join(folder, 'img_13.jpg'), 'w') as file:
        file.write('no photograph')
    with open(os.path.join(folder, 'notes.txt'), 'w') as file:
        file.write('no photograph either')

    desk.start(os.path.join(folder, 'img_9.jpg'))
    desk.find('list', 'Film strip')
    at(desk, '2 of 6')
    desk.key('Right')
    at(desk, '3 of 6')
    desk.find('image', 'Photograph img_10.jpg')
    desk.key('Left')
    desk.key('Left')
    at(desk, '1 of 6')
    desk.key('Left')
    at(desk, '1 of 6')
    desk.key('Next')
    desk.key('Home')
    at(desk, '1 of 6')

    # Zoom and place stay, step by step.
    desk.key('ctrl+1')
    desk.find('label', '100\xa0%')
    desk.key('space')
    at(desk, '2 of 6')
    desk.find('image', 'Photograph img_9.jpg')
    desk.find('label', '100\xa0%')
    desk.key('ctrl+0')

    # The strip itself.
    tile = desk.find('image', 'img_11.jpg')
    x, y, width, height = desk.place(tile)
    desk.point(x + width / 2, y + height / 2)
    harness.xdotool('click', '1')
    at(desk, '4 of 6')
    desk.find('image', 'Photograph img_11.jpg')

    # What is broken stays in its tile and says so; the last good one stays on the desk.
    desk.key('End')
    at(desk, '6 of 6')
    until(lambda: desk.look('label', '“img_13.jpg” is not'), lambda: 'what is wrong with it:\n' + desk.outline())
    desk.key('Left')
    at(desk, '5 of 6')
    desk.find('image', 'Photograph img_12.jpg')

    desk.key('F8')
    desk.gone('list', 'Film strip')
    desk.key('Left')
    at(desk, '4 of 6')
    desk.key('F8')
    desk.find('list', 'Film strip')
    desk.key('F11')
    desk.gone('list', 'Film strip')
    desk.key('Right')
    desk.find('image', 'Photograph img_12.jpg')
    desk.key('Escape')
    desk.find('list', 'Film strip')
    at(desk, '5 of 6')
    desk.quit()

    # Several that were opened together are what is stepped through.
    desk.start(*(os.path.join(folder, name) for name in ('img_12.jpg', 'img_8.jpg')))
    desk.find('image', 'Photograph img_12.jpg')
    at(desk, '1 of 2')
    desk.key('Right')
    at(desk, '2 of 2')
    desk.find('image', 'Photograph img_8.jpg')
    check(desk.look('image', 'img_9.jpg') is None, 'nothing else is in the strip')
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
