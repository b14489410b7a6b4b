#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sidecars are called, and whether styles go into them as keywords, is chosen in the
preferences: the file on disk is called so and says so, to other programs too."""

import json
import os
import shutil
import subprocess

import harness
from folder_testing import switch
from harness import check, sample, until
from test_marks import stars
from test_preferences import open_preferences, page


def reach(desk, node, what):
    until(lambda: desk.is_focused(node) or desk.key('Tab'), lambda: '%s to take the focus:\n%s' % (what, desk.outline()))


def value(path, key):
    return subprocess.run(('exiv2', '-K', key, '-Pv', path), capture_output=True, text=True).stdout.strip()


def subjects(path):
    """As Exiv2 and as ExifTool, where it is there, read it: keywords, and those in a tree."""
    flat, tree = ([word for word in value(path, key).split(', ') if word] for key in ('Xmp.dc.subject', 'Xmp.lr.hierarchicalSubject'))
    if shutil.which('exiftool') is not None:
        told = json.loads(subprocess.run(('exiftool', '-j', '-XMP-dc:Subject', '-XMP-lr:HierarchicalSubject', path),
                                         check=True, capture_output=True, text=True).stdout)[0]
        of_tool = [[told.get(key, [])] if isinstance(told.get(key), str) else told.get(key, [])
                   for key in ('Subject', 'HierarchicalSubject')]
        check(of_tool == [flat, tree], 'the two read the same: %s, %s' % (of_tool, [flat, tree]))
    return flat, tree


def written(desk, path, n):
    desk.key(str(n))
    stars(desk, n)
    desk.key('ctrl+s')
    until(lambda: os.path.exists(path) and value(path, 'Xmp.xmp.Rating') == str(n), lambda: '%s with %d stars: %s' % (path, n, os.listdir(os.path.dirname(path))))


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    shutil.copy(sample('ladybird.jpg'), folder)
    full, stem = (os.path.join(folder, 'ladybird' + end) for end in ('.jpg.xmp', '.xmp'))
    desk.settings = 'keyfile'
    desk.start(os.path.join(folder, 'ladybird.jpg'))
    desk.wait_score()
    main = desk.window

    # At first, without keywords.
    desk.press(switch(desk, 'Intended'))
    desk.key('Escape')
    written(desk, full, 4)
    check(subjects(full) == ([], []), 'no keywords unasked: %s' % (subjects(full),))
    check(not os.path.exists(stem), 'one sidecar: %s' % os.listdir(folder))
    os.remove(full)

    open_preferences(desk)
    until(lambda: harness.xdotool_says('getactivewindow') not in (None, main), 'the preferences to have the focus')
    tab, x, y, width, height = page(desk, 'Files')
    try:
        desk.press(tab)
    except harness.Failure:
        desk.window = harness.xdotool_says('getactivewindow')
        desk.point(x + width / 2, y + height / 2)
        harness.xdotool('click', '1')
        desk.window = main
    box = desk.find('combo box', 'XMP files are called')
    keywords = desk.find('check box', 'Write styles into them as keywords')
    reach(desk, keywords, 'the switch of keywords')
    desk.key('space')
    desk.key('shift+Tab')
    desk.key('space')
    until(lambda: desk.look(None, 'photo.xmp'), lambda: 'the choices:\n' + desk.outline())
    desk.key('Down', 'Return')
    path = os.path.join(desk.home, 'glib-2.0', 'settings', 'keyfile')

    def chosen():
        with open(path) as file:
            told = file.read()
        return "sidecar-name='stem'" in told and 'sidecar-subjects=true' in told
    until(chosen, lambda: 'both to be chosen: %s\n%s' % (open(path).read(), desk.outline()))
    check(box is not None, 'it has a name')
    desk.key('Escape')
    until(lambda: harness.xdotool_says('getactivewindow') == main, 'the window to have the focus again')

    # As chosen, and so after a restart.
    written(desk, stem, 5)
    flat, tree = subjects(stem)
    check(len(flat) == 1 and tree == ['Photo Critic|' + flat[0]], 'the style as a keyword: %s, %s' % (flat, tree))
    check(not os.path.exists(full), 'called as chosen: %s' % os.listdir(folder))
    desk.quit()
    os.remove(stem)
    desk.start(os.path.join(folder, 'ladybird.jpg'))
    desk.wait_score()
    written(desk, stem, 3)
    check(subjects(stem) == (flat, tree) and not os.path.exists(full), 'the same again: %s, %s' % (subjects(stem), os.listdir(folder)))
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
