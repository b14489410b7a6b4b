#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Culling on the desk without a folder: stars, flags and labels by keys, keypad and
pointer, seen in the strip and kept in the library; undo and redo say what they did,
across kill -9 and in the folder; the bin gives back; Space steps."""

import os
import shutil

import harness
from folder_testing import judged, says, spoken
from harness import check, sample, until
from test_strip import at


def value(desk):
    return int(desk.describe('slider', 'Stars').split(' ')[0] or -1)


def stars(desk, n):
    until(lambda: value(desk) == n, lambda: '%d stars; there are %d' % (n, value(desk)))


def pressed(desk, name):
    from gi.repository import Atspi
    button = desk.look('toggle button', name) or desk.find('button', name)
    button.clear_cache()
    states = button.get_state_set()
    return states.contains(Atspi.StateType.PRESSED) or states.contains(Atspi.StateType.CHECKED)


def label(desk, name):
    def there():
        from gi.repository import GLib
        for node in desk.walk():
            try:
                if (node.get_name() or '') == name:
                    return True
            except GLib.Error:
                pass
        return False
    until(there, lambda: '“%s”:\n%s' % (name, desk.outline()))


def tile(desk, name):
    """What the tile of the strip says."""
    node = desk.look('image', name)
    if node is None:
        return ''
    node.clear_cache()
    return node.get_name()


def tile_says(desk, name, *words):
    until(lambda: all(word in tile(desk, name) for word in words),
          lambda: '%s: %s; it says “%s”' % (name, words, tile(desk, name)))


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for name in ('coffee', 'ladybird', 'pavilion', 'rocket'):
        shutil.copy(sample(name + '.jpg'), folder)

    desk.start(os.path.join(folder, 'coffee.jpg'))
    desk.find('list', 'Film strip')
    at(desk, '1 of 4')
    desk.key('4')
    stars(desk, 4)
    tile_says(desk, 'coffee.jpg', '4 stars')
    desk.key('p')
    until(lambda: pressed(desk, 'Pick'), 'the flag')
    desk.key('8')
    label(desk, 'Colour label: Green')
    tile_says(desk, 'coffee.jpg', '4 stars', 'Picked', 'label Green')
    # A second time takes it away; the keypad does as the row above does.
    desk.key('8')
    label(desk, 'No colour label')
    desk.key('KP_6')
    label(desk, 'Colour label: Red')
    desk.key('KP_2')
    stars(desk, 2)

    # Space steps; a key pressed at once is meant for the photograph to come.
    desk.key('space')
    desk.key('x')
    at(desk, '2 of 4')
    until(lambda: pressed(desk, 'Reject') and not pressed(desk, 'Pick'), 'rejected')
    tile_says(desk, 'ladybird.jpg', 'Rejected')
    tile_says(desk, 'coffee.jpg', '2 stars', 'Picked')
    desk.key('u')
    until(lambda: not pressed(desk, 'Reject'), 'neither')

    # Undo says what it did, and does not mind the focus; so does redo.
    desk.key('ctrl+z')
    desk.find('label', 'Undone:')
    until(lambda: pressed(desk, 'Reject'), 'rejected again')
    desk.key('ctrl+shift+z')
    desk.find('label', 'Done again:')
    until(lambda: not pressed(desk, 'Reject'), 'neither again')
    desk.press(desk.find('button', 'Undo'))
    until(lambda: pressed(desk, 'Reject'), 'the notice takes it back too')

    # In a text the same keys write.
    desk.write('5x')
    check(desk.text(desk.find('text', 'Critique')) == '5x', 'the text has the keys')
    stars(desk, 0)
    desk.key('Escape')

    # The pointer.
    slider = desk.find('slider', 'Stars')
    x, y, width, height = desk.place(slider)
    desk.point(x + width * 0.5, y + height / 2)
    harness.xdotool('click', '1')
    stars(desk, 3)
    desk.press(desk.look('toggle button', 'Pick') or desk.find('button', 'Pick'))
    until(lambda: pressed(desk, 'Pick') and not pressed(desk, 'Reject'), 'picked by the pointer')
    tile_says(desk, 'ladybird.jpg', '3 stars', 'Picked')

    # The bin, and back.
    path = os.path.join(folder, 'ladybird.jpg')
    desk.key('Delete')
    until(lambda: not os.path.exists(path), lambda: 'the bin:\n' + desk.outline())
    at(desk, '2 of 3')
    desk.find('image', 'Photograph pavilion.jpg')
    desk.key('ctrl+z')
    until(lambda: os.path.exists(path), lambda: 'the file:\n' + desk.outline())
    at(desk, '2 of 4')
    desk.find('image', 'Photograph ladybird.jpg')
    until(lambda: pressed(desk, 'Pick'), 'with its flag')

    # Nothing of it is lost, and all of it can be taken back, after a kill.
    desk.kill()
    desk.start(os.path.join(folder, 'ladybird.jpg'))
    stars(desk, 3)
    until(lambda: pressed(desk, 'Pick'), 'the flag is kept')
    tile_says(desk, 'coffee.jpg', '2 stars', 'Picked', 'label Red')
    desk.key('ctrl+z')
    until(lambda: pressed(desk, 'Reject') and not pressed(desk, 'Pick'), 'the flag before')
    desk.key('ctrl+z')
    stars(desk, 0)
    desk.quit()

    # One truth: the folder shows the same, and undoes what the desk did.
    desk.start(folder)
    judged(desk)
    until(lambda: says(desk, 'coffee.jpg', '2 stars') and says(desk, 'coffee.jpg', 'Picked'),
          lambda: 'the marks of the desk: %s' % list(spoken(desk)))
    desk.key('ctrl+shift+z')
    until(lambda: says(desk, 'ladybird.jpg', '3 stars'), lambda: 'redone: %s' % list(spoken(desk)))
    desk.find('label', 'Done again:')
    desk.key('Return')
    desk.find('slider', 'Stars')
    desk.key('5', 'p')
    stars(desk, 5)
    desk.key('Escape')
    until(lambda: any('5 stars' in text and 'Picked' in text for text in spoken(desk)),
          lambda: 'the marks in the folder: %s' % list(spoken(desk)))
    desk.key('ctrl+z', 'ctrl+z')
    until(lambda: not any('5 stars' in text for text in spoken(desk)),
          lambda: 'undone in the folder: %s' % list(spoken(desk)))
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
