#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured in the pixels: a sentence under the style chosen, labelled as
that, and a drawing over the photograph when it is asked for; a style of which too few
photographs were held out says so."""

import subprocess

import harness
from folder_testing import switch
from harness import check, sample, until

NOTE = 'Measured in the pixels'


def row(desk, style):
    return next((node for node in desk.walk() if node.get_role_name() == 'list item' and (node.get_name() or '').startswith(style)), None)


def notes(desk):
    return [node.get_name() for node in desk.walk() if node.get_role_name() == 'label' and (node.get_name() or '').startswith(NOTE)]


def photograph(desk):
    """The pixels of the photograph's middle, as they stand on the screen."""
    x, y, width, height = desk.place(desk.find('image', 'Photograph'))
    window = harness.xdotool('getwindowgeometry', '--shell', desk.window)
    at = dict(line.split('=') for line in window.split())
    area = '%dx%d+%d+%d' % (width * 0.8, height * 0.8, int(at['X']) + x + width * 0.1, int(at['Y']) + y + height * 0.1)
    return subprocess.run(('import', '-window', 'root', '-crop', area, 'rgb:-'), check=True, capture_output=True).stdout


def test(desk):
    desk.start(sample('ladybird.jpg'), '--critique', 'The stem cuts the picture in two.')
    desk.wait_score()
    until(lambda: 'raises' in desk.heat(), lambda: 'the heat: ' + desk.heat())
    until(lambda: row(desk, 'Rule of thirds'), lambda: 'its row:\n' + desk.outline())
    check(notes(desk) == [], 'nothing is said before a style is chosen')

    rule = row(desk, 'Rule of thirds')
    until(lambda: NOTE in (rule.get_description() or ''), lambda: 'the words for a screen reader: ' + rule.get_description())
    x, y, width, height = desk.place(rule)
    desk.point(x + 40, y + height / 2)
    harness.xdotool('click', 1)
    until(lambda: len(notes(desk)) == 1, lambda: 'the sentence is labelled: %s' % notes(desk))

    # Over the photograph, labelled there too, and away again.
    before = photograph(desk)
    desk.press(switch(desk, 'Draw it on the photograph'))
    until(lambda: len(notes(desk)) == 2, lambda: 'the drawing is labelled: %s' % notes(desk))
    until(lambda: photograph(desk) != before, 'something to be drawn')
    drawn = photograph(desk)
    desk.key('Escape')
    desk.press(switch(desk, 'Draw it on the photograph'))
    until(lambda: len(notes(desk)) == 1, lambda: 'the heat again: %s' % notes(desk))
    until(lambda: photograph(desk) != drawn, 'the drawing to go')

    # Of the tiny model's styles, the ones with few photographs say so.
    desk.press(switch(desk, '9 more'))
    rare = until(lambda: row(desk, 'HDR'), lambda: 'the other styles:\n' + desk.outline())
    until(lambda: 'fewer than ten' in (rare.get_description() or ''), lambda: 'that it is not measured: ' + rare.get_description())
    until(lambda: desk.look('label', 'Not measured.'), lambda: 'it to be seen:\n' + desk.outline())
    check('fewer than ten' not in rule.get_description(), 'this one is: ' + rule.get_description())
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
