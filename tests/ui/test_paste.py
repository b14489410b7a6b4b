#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What another program has on the clipboard is pasted: a picture and a file go to the desk, a text into the
critique that is seen, and into no other one, however late it comes."""

import os
import shutil

import harness
from folder_testing import make_folder, picture, tiles
from harness import check, sample, until
from offer_testing import Offer, uri
from test_critiques import library


def critique(desk):
    return desk.text(desk.find('text', 'Critique'))


def paste(desk, done, what):
    """Until it is done: what is on the clipboard is known a moment after it was put there."""
    def tried():
        desk.key('ctrl+v')
        harness.time.sleep(0.3)
        return done()
    until(tried, lambda: '%s:\n%s\n%s' % (what, desk.outline(), desk.read_log()))


def shows(desk, name):
    return lambda: desk.look('image', 'Photograph ' + name)


def test_desk(desk, folder):
    desk.start(os.path.join(folder, 'a.jpg'))
    desk.wait_score()
    with Offer(desk, 'image/png', picture(1, 320, 200)):
        paste(desk, shows(desk, 'Pasted picture'), 'the picture')
    desk.wait_score()
    # While somebody writes, too; a text that comes with a picture of it is a text there.
    with Offer(desk, 'text/uri-list', uri(os.path.join(folder, 'b.jpg'))):
        desk.write('')
        paste(desk, shows(desk, 'b.jpg'), 'the file')
    desk.key('Escape')
    with Offer(desk, 'text/plain;charset=utf-8', 'Schöne Töne.'.encode(), 'image/png', picture(2, 320, 200)):
        desk.write('')
        paste(desk, lambda: critique(desk).startswith('Schöne Töne.'), 'the text')
        # Selected, it is replaced, in one step that is undone.
        desk.key('ctrl+a', 'ctrl+v')
        until(lambda: critique(desk) == 'Schöne Töne.', lambda: 'it once: “%s”' % critique(desk))
        desk.key('ctrl+a', 'Menu')
        desk.press(until(lambda: desk.look('menu item', 'Paste'), lambda: 'the menu:\n' + desk.outline()))
        harness.time.sleep(1)
        until(lambda: critique(desk) == 'Schöne Töne.', lambda: 'it once, by the menu too: “%s”' % critique(desk))
        desk.key('ctrl+a', 'ctrl+x')
        until(lambda: critique(desk) == '', 'nothing')
    desk.key('ctrl+v', 'ctrl+v')
    until(lambda: critique(desk) == 'Schöne Töne.Schöne Töne.', lambda: 'what was cut, twice: “%s”' % critique(desk))
    desk.key('ctrl+z')
    until(lambda: critique(desk) == 'Schöne Töne.', lambda: 'one step less: “%s”' % critique(desk))
    desk.key('Escape')


def test_late(desk, folder):
    """The text comes when the next photograph lies there."""
    with Offer(desk, 'text/plain;charset=utf-8', b'Late words.') as offer:
        paste(desk, lambda: 'Late words.' in critique(desk), 'the text')
        desk.key('ctrl+a', 'Delete', 'Escape')
        until(lambda: critique(desk) == '', 'nothing')
        offer.stop()
        desk.key('ctrl+v')
        desk.key('Left')
        desk.find('image', 'Photograph a.jpg')
        offer.go_on()
        desk.find('label', 'The text came when another photograph lay here already.')
    check(critique(desk) == '', 'nothing about the other one: “%s”' % critique(desk))
    desk.quit()
    check(not any('Late' in text for (text,) in library(desk, 'SELECT text FROM critique')), 'nor in the library')


def test_folder(desk):
    desk.start(make_folder(desk, broken=False))
    until(lambda: tiles(desk), 'the folder')
    with Offer(desk, 'text/plain;charset=utf-8', b'About which?'):
        paste(desk, lambda: desk.look('label', 'A text is the critique of one photograph.'), 'a sentence')
    check(library(desk, "SELECT text FROM critique WHERE text LIKE '%which%'") == [], 'it went nowhere')
    check(tiles(desk), 'the folder is still there')
    with Offer(desk, 'image/png', picture(3, 320, 200)):
        paste(desk, shows(desk, 'Pasted picture'), 'the picture')
    desk.quit()


def test(desk):
    folder = os.path.join(desk.home, 'few')
    os.mkdir(folder)
    shutil.copy(sample('ladybird.jpg'), os.path.join(folder, 'a.jpg'))
    shutil.copy(sample('rocket.jpg'), os.path.join(folder, 'b.jpg'))
    test_desk(desk, folder)
    test_late(desk, folder)
    test_folder(desk)


if __name__ == '__main__':
    harness.run(test, typelibs=('Atspi-2.0', 'Gtk-4.0'))
