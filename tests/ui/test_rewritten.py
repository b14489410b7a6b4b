#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program writes another picture into the file on the desk, slowly, while a
critique is being typed: the picture follows once it is whole, and nothing is complained
of before; the words, the marks and the small picture stay or follow, and it is told."""

import os
import shutil
import time

import harness
from harness import check, sample, until
from test_marks import stars, tile_says

SIZES = {'coffee.jpg': '600 × 400', 'storm.jpg': '1500 × 1000', 'pavilion.jpg': '640 × 427'}
SAID = 'Another program changed “a.jpg”. What you said of it stays with it.'


def complains(desk):
    return desk.look('label', '“a.jpg” is')


def write_slowly(desk, path, name):
    """As an export over a slow line does it: in place, in two parts."""
    with open(sample(name), 'rb') as file:
        whole = file.read()
    with open(path, 'wb') as file:
        file.write(whole[:len(whole) // 2])
        file.flush()
        end = time.monotonic() + 4
        while time.monotonic() < end:
            check(not complains(desk), 'a file that is being written to is no damaged one:\n' + desk.outline())
            time.sleep(0.2)
        file.write(whole[len(whole) // 2:])


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    photo = os.path.join(folder, 'a.jpg')
    shutil.copy(sample('coffee.jpg'), photo)
    shutil.copy(sample('rocket.jpg'), os.path.join(folder, 'b.jpg'))

    desk.start(photo)
    desk.find('label', SIZES['coffee.jpg'])
    desk.key('4')
    stars(desk, 4)
    tile_says(desk, 'a.jpg', '4 stars')
    editor = desk.write('A calm still life. ')
    before = desk.wait_score()
    write_slowly(desk, photo, 'storm.jpg')
    # Words go on while it is read.
    desk.type('The storm is better.')
    desk.find('label', SIZES['storm.jpg'])
    desk.find('label', SAID)
    stars(desk, 4)
    desk.type(' Much.')
    words = 'A calm still life. The storm is better. Much.'
    until(lambda: desk.text(editor) == words, lambda: 'the words; there are “%s”' % desk.text(editor))
    check(not complains(desk), 'nothing is wrong with it')
    desk.wait_score(before)
    tile_says(desk, 'a.jpg', '4 stars')
    desk.quit()

    # They are the new picture's, and one critique.
    desk.start(photo)
    desk.find('label', SIZES['storm.jpg'])
    stars(desk, 4)
    until(lambda: desk.text(desk.find('text', 'Critique')) == words,
          lambda: 'the words after a restart; there are “%s”' % desk.text(desk.find('text', 'Critique')))
    check(desk.look('label', '2 critiques') is None, 'and no second one:\n' + desk.outline())
    desk.quit()

    # Changed while the program was not there.
    shutil.copy(sample('pavilion.jpg'), photo)
    desk.start(photo)
    desk.find('label', SIZES['pavilion.jpg'])
    stars(desk, 4)
    until(lambda: desk.text(desk.find('text', 'Critique')) == words, 'the words to be found again')
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
