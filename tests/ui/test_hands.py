#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hands do on the photograph: the wheel zooms at the pointer, a drag pans, a double
click goes to 100 % and back; J and K lie over it. Seen in the pixels of the window."""

import os
import subprocess
import time

import harness
from harness import check, until, xdotool

harness.NEEDS += ('import', 'convert')


def find(desk, node, colour):
    """Where the pixels of that colour lie in it, in the mean, and how many there are."""
    width, height, seen = desk.pixels(node)
    n = sum_x = sum_y = 0
    for y in range(height):
        row = seen[3 * width * y:3 * width * (y + 1)]
        channel = row[colour::3]
        others = row[(colour + 1) % 3::3], row[(colour + 2) % 3::3]
        if max(channel) < 200:
            continue
        for x in range(width):
            if channel[x] > 200 and others[0][x] < 60 and others[1][x] < 60:
                n, sum_x, sum_y = n + 1, sum_x + x, sum_y + y
    return (sum_x / n, sum_y / n, n) if n > 0 else (None, None, 0)


RED = 0


def near(a, b, by=4):
    return a is not None and b is not None and abs(a - b) <= by


def shows(desk, name):
    return desk.find('image', 'Photograph ' + name)


def settled(desk, node, colour, expected, message):
    """Until what was asked for is drawn."""
    last = []
    def asks():
        last[:] = find(desk, node, colour)
        return expected(*last)
    until(asks, lambda: '%s; it is at %s' % (message, last))
    return tuple(last)


def start(desk, folder):
    desk.start(os.path.join(folder, 'a.png'))
    view = shows(desk, 'a.png')
    # The photograph's own colours.
    desk.press(desk.find(None, 'Off'))
    until(lambda: desk.heat() == 'No heat map', lambda: 'the heat to go; it says “%s”' % desk.heat())
    desk.find('list', 'Film strip')
    return view


def hands(desk, folder):
    view = start(desk, folder)
    # A key that comes while a busy server still gives the window the focus is nobody's.
    until(lambda: desk.key('ctrl+1') or desk.look('label', '100\xa0%'), 'the photograph at 100 %')
    left, top = desk.place(view)[:2]
    x, y, n = settled(desk, view, RED, lambda x, y, n: near(n, 61 * 61, 200), 'the red mark, one pixel each')

    # The wheel, there and back: the mark stays under the pointer.
    desk.point(left + x, top + y)
    for _ in range(3):
        xdotool('click', '4')
    big = settled(desk, view, RED, lambda a, b, m: near(a, x) and near(b, y) and m > 1.8 * n, 'the mark larger under the pointer')[2]
    check(big < 3.5 * n, 'three notches are 1.2 times each: %d of %d' % (big, n))
    for _ in range(3):
        xdotool('click', '5')
    x, y, n = settled(desk, view, RED, lambda a, b, m: near(a, x) and near(b, y) and m < 1.5 * n, 'the mark smaller again')

    # A drag: it goes with the hand.
    xdotool('mousedown', '1')
    for _ in range(8):
        xdotool('mousemove_relative', '--', '-10', '6')
        time.sleep(0.02)
    xdotool('mouseup', '1')
    settled(desk, view, RED, lambda a, b, m: near(a, x - 80, 3) and near(b, y + 48, 3), 'the mark dragged by (-80, 48) from (%d, %d)' % (x, y))

    # A double click: all of it, then 100 % under the pointer.
    xdotool('click', '--repeat', '2', '--delay', '60', '1')
    x, y, n = settled(desk, view, RED, lambda a, b, m: 100 < m < n / 3, 'all of it again')
    desk.point(left + x, top + y)
    # Not the third and fourth of the ones before.
    time.sleep(1)
    xdotool('click', '--repeat', '2', '--delay', '60', '1')
    desk.find('label', '100\xa0%')
    settled(desk, view, RED, lambda a, b, m: near(a, x) and near(b, y) and near(m, 61 * 61, 200), 'one pixel each under the pointer')

    # Marks over the pixels, and away again.
    desk.key('ctrl+0')
    settled(desk, view, RED, lambda a, b, m: near(m, n, 60), 'all of it')
    until(lambda: desk.pixels(view) == desk.pixels(view), 'it to be still')
    plain = desk.pixels(view)
    for key, what in (('j', 'what is clipped'), ('k', 'what is sharp')):
        desk.key(key)
        until(lambda: desk.pixels(view) != plain, what + ' to be marked')
        desk.key(key)
        until(lambda: desk.pixels(view) == plain, what + ' to be marked no more')
    desk.quit()


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for name, ground in (('a', '#5a5a5a'), ('b', '#5a5a66')):
        # White is clipped, the borders of the marks are sharp.
        subprocess.run(('convert', '-size', '2000x1500', 'xc:' + ground, '-fill', '#ff0000', '-draw', 'rectangle 1270,570 1330,630',
                        '-fill', 'white', '-draw', 'rectangle 200,900 700,1300', '-depth', '8', os.path.join(folder, name + '.png')), check=True)
    hands(desk, folder)


if __name__ == '__main__':
    harness.run(test)
