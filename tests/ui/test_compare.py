#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two to four photographs side by side: one steps and takes the marks, the others are
held; zoom is in step; Esc goes back level by level; from the folder those selected."""

import os
import shutil

import harness
from folder_testing import judged, spoken
from harness import check, sample, until
from test_marks import stars, tile_says


def names(desk, top):
    from gi.repository import GLib
    found = []
    for node in desk.walk(top):
        try:
            if node.get_role_name() == 'image':
                node.clear_cache()
                name = node.get_name() or ''
                if name.startswith('Photograph '):
                    found.append(name.split(' ')[1].rstrip(','))
        except GLib.Error:
            pass
    return found


def shown(desk):
    """Names of the photographs that are seen large, in their order: GTK says of the
    hidden pages of a stack that they are visible."""
    side_by_side = desk.look(None, 'Photographs side by side')
    return (names(desk, side_by_side) if side_by_side is not None else []) or names(desk, None)[:1]


def show(desk, n):
    """So many side by side; a file lately opened may have a button whose name begins so, too."""
    desk.press(next(node for node in desk.walk() if node.get_name() == str(n) and 'button' in node.get_role_name()))


def shows(desk, *names):
    until(lambda: shown(desk) == list(names), lambda: '%s; there are %s\n%s' % (names, shown(desk), desk.outline()))


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for i, name in enumerate(('coffee', 'ladybird', 'pavilion', 'rocket', 'storm')):
        shutil.copy(sample(name + '.jpg'), os.path.join(folder, '%d.jpg' % (i + 1)))

    desk.start(os.path.join(folder, '2.jpg'))
    desk.find('list', 'Film strip')
    shows(desk, '2.jpg')

    # The one that lay there is held, the next one steps, over the one that is held.
    desk.key('c')
    shows(desk, '2.jpg', '3.jpg')
    desk.key('Right')
    shows(desk, '2.jpg', '4.jpg')
    desk.key('Left', 'Left')
    shows(desk, '2.jpg', '1.jpg')
    desk.key('Right')
    shows(desk, '2.jpg', '3.jpg')

    # Marks are for the one that steps, also after Tab.
    desk.key('4')
    tile_says(desk, '3.jpg', '4 stars')
    desk.find('label', '3.jpg · ★★★★')
    desk.key('shift+Tab')
    until(lambda: desk.look('frame', '2.jpg') is not None, lambda: 'the other on the desk:\n' + desk.outline())
    desk.key('p')
    tile_says(desk, '2.jpg', 'Picked')
    check('Picked' not in desk.look('image', '3.jpg').get_name(), 'only that one')
    desk.find('label', '2.jpg · Picked')
    desk.key('Left')
    shows(desk, '1.jpg', '3.jpg')

    # The zoom is said of the one with the focus.
    desk.key('ctrl+1')
    desk.find('label', '100\xa0%')
    desk.key('ctrl+0')
    desk.gone('label', '100\xa0%')

    # More, and fewer: the one with the focus stays.
    show(desk, 4)
    until(lambda: len(shown(desk)) == 4 and shown(desk)[:2] == ['1.jpg', '3.jpg'], lambda: 'four: %s' % shown(desk))
    show(desk, 2)
    shows(desk, '1.jpg', '3.jpg')

    # Esc: full screen, compare.
    desk.key('F11')
    desk.gone('list', 'Film strip')
    shows(desk, '1.jpg', '3.jpg')
    desk.key('Escape')
    desk.find('list', 'Film strip')
    shows(desk, '1.jpg', '3.jpg')
    desk.key('Escape')
    shows(desk, '1.jpg')
    desk.quit()

    # Three of a folder.
    desk.start(folder)
    judged(desk)
    desk.key('ctrl+a')
    desk.key('c')
    until(lambda: desk.look('label', 'Select two to four') or len(shown(desk)) > 1, 'an answer')
    if desk.look('label', 'Select two to four'):
        desk.key('Home')
        desk.key('shift+Right', 'shift+Right')
        desk.find(None, '3 selected')
        desk.key('c')
    until(lambda: 2 <= len(shown(desk)) <= 4, lambda: 'those selected: %s\n%s' % (shown(desk), desk.outline()))
    desk.key('5')
    stars(desk, 5)
    desk.key('Escape', 'Escape')
    until(lambda: any('5 stars' in text for text in spoken(desk)), lambda: 'in the folder: %s' % list(spoken(desk)))
    desk.quit()


harness.run(test)
