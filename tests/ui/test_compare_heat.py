#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Side by side, heat and the marks of pixels lie over every photograph, as over one
alone: the score's, a style's, without heat while the key is held; clipping and focus;
and what is judged first is hidden there, too."""

import os
import shutil
import subprocess
import time

import harness
from folder_testing import switch
from harness import check, sample, until
from test_evidence import row


def panes(desk):
    """The photographs side by side."""
    from gi.repository import GLib
    found = []
    side_by_side = desk.look(None, 'Photographs side by side')
    for node in desk.walk(side_by_side) if side_by_side is not None else ():
        try:
            node.clear_cache()
            if node.get_role_name() == 'image' and (node.get_name() or '').startswith('Photograph '):
                found.append(node)
        except GLib.Error:
            pass
    return found


def heats(desk):
    from gi.repository import GLib
    try:
        return [node.get_description() or '' for node in panes(desk)]
    except GLib.Error:
        return []


def say(desk, *words):
    until(lambda: len(heats(desk)) == len(words) and all(word in heat for word, heat in zip(words, heats(desk))),
          lambda: 'heat %s; it is %s\n%s' % (words, heats(desk), desk.read_log()))


def pixels(desk):
    """The middle of each photograph as it stands on the screen."""
    at = dict(line.split('=') for line in harness.xdotool('getwindowgeometry', '--shell', desk.window).split())
    seen = []
    for pane in panes(desk):
        x, y, width, height = desk.place(pane)
        area = '%dx%d+%d+%d' % (width * 0.8, height * 0.6, int(at['X']) + x + width * 0.1, int(at['Y']) + y + height * 0.2)
        seen.append(subprocess.run(('import', '-window', 'root', '-crop', area, 'rgb:-'), check=True, capture_output=True).stdout)
    return seen


def rest(desk):
    """The pixels, when they stand still."""
    last = [None]

    def still():
        before, last[0] = last[0], pixels(desk)
        return before == last[0] and last[0]
    return until(still, 'the photographs to stand still')


def differ(desk, before):
    """All of them are drawn otherwise."""
    until(lambda: len(before) == len(pixels(desk)) and all(a != b for a, b in zip(before, pixels(desk))), 'all to be drawn otherwise')


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for i, name in enumerate(('ladybird', 'coffee')):
        shutil.copy(sample(name + '.jpg'), os.path.join(folder, '%d.jpg' % (i + 1)))
    # Black and white to their ends, and a sharp edge.
    subprocess.run(('convert', '-size', '900x600', 'gradient:', '-level', '25%,75%', '(', '-size', '300x300', 'pattern:checkerboard', ')',
                    '-gravity', 'center', '-composite', os.path.join(folder, '3.jpg')), check=True)
    shutil.copy(os.path.join(folder, '3.jpg'), os.path.join(folder, '4.jpg'))

    desk.start(os.path.join(folder, '1.jpg'), '--critique', 'The stem cuts the picture in two.')
    desk.find('list', 'Film strip')
    desk.wait_score()
    until(lambda: 'raises' in desk.heat(), lambda: 'the heat: ' + desk.heat())
    desk.key('c')
    say(desk, 'raises', 'raises')
    with_heat = rest(desk)
    harness.xdotool('keydown', 'h')
    say(desk, 'No heat', 'No heat')
    differ(desk, with_heat)
    harness.xdotool('keyup', 'h')
    say(desk, 'raises', 'raises')

    # The next one is of another photograph, and the other one keeps its own.
    desk.key('shift+Tab')
    desk.find('frame', '1.jpg')
    say(desk, 'raises', 'raises')

    # A style: of all; what words look at: of the text that is there.
    thirds = until(lambda: row(desk, 'Rule of thirds'), lambda: 'the row:\n' + desk.outline())
    x, y, width, height = desk.place(thirds)
    desk.point(x + 40, y + height / 2)
    harness.xdotool('click', 1)
    say(desk, 'the style', 'the style')
    desk.press(switch(desk, 'Draw it on the photograph'))
    say(desk, 'measured', 'measured')
    desk.press(switch(desk, 'Draw it on the photograph'))
    say(desk, 'the style', 'the style')
    desk.key('shift+h', 'shift+h')
    say(desk, 'No heat', 'No heat')

    # Clipping and focus, on photographs that have both; a click goes back to the photographs.
    x, y, width, height = desk.place(panes(desk)[1])
    desk.point(x + width / 2, y + height / 2)
    harness.xdotool('click', 1)
    desk.find('frame', '2.jpg')
    desk.key('End')
    desk.find('frame', '4.jpg')
    desk.key('shift+Tab')
    desk.find('frame', '1.jpg')
    desk.key('Right', 'Right')
    desk.find('frame', '3.jpg')
    desk.point(5, 5)
    plain = rest(desk)
    for key in ('j', 'k'):
        desk.key(key)
        differ(desk, plain)
        desk.key(key)
        until(lambda: pixels(desk) == plain, 'the marks of %s to go' % key)

    # Judge first: all are hidden, and only the one that has a verdict is shown.
    desk.key('shift+h')
    say(desk, 'raises', 'raises')
    desk.key('ctrl+j')
    say(desk, 'No heat', 'No heat')
    desk.key('Home')
    desk.find('frame', '1.jpg')
    desk.press(switch(desk, 'Your verdict: high'))
    say(desk, 'raises', 'No heat')
    time.sleep(0.5)
    check('No heat' in heats(desk)[1], 'the one that is held stays hidden: %s' % heats(desk))
    desk.key('Escape', 'Escape')
    until(lambda: not panes(desk) or desk.look('frame', '1.jpg'), 'one photograph again')
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
