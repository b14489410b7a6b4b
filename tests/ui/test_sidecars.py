#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks in files, on the desk: what another program writes while the window is open is
noticed; where the library and a file were both changed both values are shown, and a
button settles it; sidecars are written when asked to, and after each mark when the
preference says so, also when the window closes at once."""

import os
import shutil
import subprocess
import time

import harness
from folder_testing import open_menu
from harness import check, sample, until
from test_marks import stars

XMP = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
       'rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:e="http://example.org/e/" xmp:Rating="%d" e:Theirs="kept"/>'
       '</rdf:RDF></x:xmpmeta>')


def write(photo, rating):
    """As careful programs do it: beside, then in its place."""
    with open(photo + '.new', 'w') as file:
        file.write(XMP % rating)
    os.rename(photo + '.new', photo + '.xmp')


def rating(photo):
    if not os.path.exists(photo + '.xmp'):
        return None
    told = subprocess.run(['exiv2', '-K', 'Xmp.xmp.Rating', '-Pv', photo + '.xmp'], capture_output=True, text=True)
    return told.stdout.strip()


def item(desk, name):
    return next((node for node in (desk.look(role, name) for role in ('menu item', 'radio menu item', 'check menu item')) if node), None)


def sidecar_menu(desk, name):
    open_menu(desk, 'Main menu')
    desk.press(until(lambda: item(desk, 'XMP Sidecars'), lambda: 'the submenu:\n' + desk.outline()))
    desk.press(until(lambda: item(desk, name), lambda: '“%s”:\n%s' % (name, desk.outline())))
    until(lambda: item(desk, name) is None, 'the menu to close')


def settles(question):
    end = time.monotonic() + 10
    while not question() and time.monotonic() < end:
        time.sleep(0.1)
    return question()


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    shutil.copy(sample('coffee.jpg'), folder)
    photo = os.path.join(folder, 'coffee.jpg')
    write(photo, 4)
    desk.start(photo)
    stars(desk, 4)
    desk.key('5')
    stars(desk, 5)
    write(photo, 1)
    desk.find('button', 'Take: 1 star')
    stars(desk, 5)
    check(rating(photo) == '1', 'nothing is overwritten unasked')
    desk.key('ctrl+s')
    desk.find('label', '1 photograph was left out: its file says something else. Settle that first.')
    check(rating(photo) == '1', 'nor when asked while nobody has settled it')
    desk.press(desk.find('button', 'Keep: 5 stars'))
    desk.gone('button', 'Keep: 5 stars')
    desk.key('ctrl+s')
    until(lambda: rating(photo) == '5', lambda: 'the sidecar: %s\n%s' % (rating(photo), desk.outline()))
    with open(photo + '.xmp') as file:
        check('e:Theirs="kept"' in file.read(), 'what is another program’s stays')

    # The other way round, and undone.
    desk.key('3')
    stars(desk, 3)
    write(photo, 2)
    desk.press(desk.find('button', 'Take: 2 stars'))
    stars(desk, 2)
    desk.key('ctrl+z')
    stars(desk, 3)

    # By itself.
    sidecar_menu(desk, 'Write after Each Mark')
    # The closed menu keeps the keys for a moment.
    for _ in range(5):
        desk.key('4')
        if settles(lambda: desk.describe('slider', 'Stars').startswith('4')):
            break
    stars(desk, 4)
    until(lambda: rating(photo) == '4', lambda: 'the sidecar by itself: %s\n%s' % (rating(photo), desk.outline()))
    desk.key('1')
    stars(desk, 1)
    desk.quit()
    until(lambda: rating(photo) == '1', lambda: 'the last mark: %s' % rating(photo))


if __name__ == '__main__':
    harness.run(test)
