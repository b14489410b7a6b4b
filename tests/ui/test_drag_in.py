#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is dragged in from another program's window: a photograph and a folder are opened, on the desk and from the
folder, a picture without a file as a browser drags it too, a text becomes a critique of the photograph that lay
there when it was dropped."""

import os
import shutil

import harness
from folder_testing import make_folder, picture, tiles
from harness import check, sample, until
from offer_testing import Offer, uri
from test_critiques import library


def drop(desk, offer, done, what, place=(300, 300)):
    offer.drag(*place)
    until(done, lambda: '%s:\n%s\n%s' % (what, desk.outline(), desk.read_log()))


def shows(desk, name):
    return lambda: desk.look('image', 'Photograph ' + name)


def critique(desk):
    return desk.text(desk.find('text', 'Critique'))


def begin(desk, *arguments):
    desk.start(*arguments)
    desk.resize(900, 800)
    harness.xdotool('windowmove', desk.window, 0, 0)


def test_desk(desk, few):
    begin(desk)
    desk.find('button', 'Sample photograph: Ladybird')
    with Offer(desk, 'text/uri-list', uri(os.path.join(few, 'a.jpg'))) as offer:
        drop(desk, offer, shows(desk, 'a.jpg'), 'the file')
    desk.wait_score()
    with Offer(desk, 'image/png', picture(1, 320, 200)) as offer:
        drop(desk, offer, shows(desk, 'Dropped picture'), 'the picture')
    with Offer(desk, 'text/uri-list', b'https://photographs.invalid/sky.png\r\n', 'image/png', picture(2, 300, 200)) as offer:
        drop(desk, offer, lambda: desk.look('label', '300 × 200'), 'the picture, not its address')
    # Several: the first, and the others beside it.
    with Offer(desk, 'text/uri-list', uri(os.path.join(few, 'a.jpg')) + uri(os.path.join(few, 'b.jpg'))) as offer:
        drop(desk, offer, shows(desk, 'a.jpg'), 'the first')
    until(lambda: desk.look('label', '') is not None and any('1 of 2' in (node.get_name() or '') for node in desk.walk()),
          lambda: 'two to step through:\n' + desk.outline())


def test_text(desk, few):
    path = os.path.join(few, 'words.txt')
    with open(path, 'w') as file:
        file.write('Light from the left.')
    with Offer(desk, 'text/uri-list', uri(path)) as offer:
        drop(desk, offer, lambda: critique(desk) == 'Light from the left.', 'the text')

    # Of a pipe nothing comes until somebody writes into it: by then the next one lies there.
    slow = os.path.join(few, 'slow.txt')
    os.mkfifo(slow)
    with Offer(desk, 'text/uri-list', uri(slow)) as offer:
        offer.drag(300, 300)
        # The worker has opened it: the writer's end can be opened, too.
        writer = until(lambda: open_writer(slow), 'the pipe to be read')
    desk.key('Escape', 'Right')
    desk.find('image', 'Photograph b.jpg')
    os.write(writer, b'Came late.')
    os.close(writer)
    desk.find('label', 'The text is a critique of “a.jpg” now.')
    check(critique(desk) == '', 'nothing about the other one: “%s”' % critique(desk))
    until(lambda: len(set(library(desk, "SELECT image_id FROM critique WHERE text IN ('Light from the left.', 'Came late.')"))) == 1
          and len(library(desk, 'SELECT text FROM critique WHERE text != ""')) == 2,
          lambda: 'both of one photograph: %s' % library(desk, 'SELECT image_id, text FROM critique'))
    desk.key('Left')
    desk.find('image', 'Photograph a.jpg')
    until(lambda: critique(desk) == 'Came late.', lambda: 'it is shown with its photograph: “%s”' % critique(desk))

    # Taken back like every step.
    desk.key('ctrl+z')
    until(lambda: library(desk, 'SELECT text FROM critique WHERE text != ""') == [('Light from the left.',)],
          lambda: 'one less: %s' % library(desk, 'SELECT text FROM critique'))


def open_writer(path):
    try:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


def test_folder(desk, few):
    folder = make_folder(desk, broken=False)
    with Offer(desk, 'text/uri-list', uri(folder)) as offer:
        drop(desk, offer, lambda: 'coffee.jpg' in tiles(desk), 'the folder')
    with Offer(desk, 'text/uri-list', uri(os.path.join(few, 'words.txt'))) as offer:
        drop(desk, offer, lambda: desk.look('label', 'A text is the critique of one photograph.'), 'a sentence')
    check(len(library(desk, "SELECT text FROM critique WHERE text = 'Light from the left.'")) == 1, 'it went nowhere')
    with Offer(desk, 'text/uri-list', uri(os.path.join(few, 'b.jpg'))) as offer:
        drop(desk, offer, shows(desk, 'b.jpg'), 'the file')


def test(desk):
    few = os.path.join(desk.home, 'few')
    os.mkdir(few)
    shutil.copy(sample('ladybird.jpg'), os.path.join(few, 'a.jpg'))
    shutil.copy(sample('rocket.jpg'), os.path.join(few, 'b.jpg'))
    test_desk(desk, few)
    test_text(desk, few)
    test_folder(desk, few)
    desk.quit()


if __name__ == '__main__':
    harness.run(test, typelibs=('Atspi-2.0', 'Gtk-4.0'))
