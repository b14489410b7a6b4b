#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A photograph changed while somebody types: the words stay with the one they
were written about. A library that cannot be written to says so where the text
is, and nothing is lost; one that is damaged too."""

import os
import sqlite3
import time

import harness
from harness import check, sample, until
from test_critiques import editor_says, library


def critiques(desk):
    return sorted(text for (text,) in library(desk, 'SELECT text FROM critique WHERE text != ""'))


def test_race(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for name in ('ladybird.jpg', 'rocket.jpg'):
        with open(sample(name), 'rb') as source, open(os.path.join(folder, name), 'wb') as copy:
            copy.write(source.read())
    desk.start(os.path.join(folder, 'ladybird.jpg'))
    desk.wait_score()

    # In the middle of a word another photograph is opened; what is typed once it
    # is there is about it.
    desk.write('Lovely lit')
    desk.key('ctrl+o')
    desk.choose(os.path.join(folder, 'rocket.jpg'))
    desk.find('image', 'Photograph rocket.jpg')
    editor_says(desk, '')
    desk.write('Rocket sci')
    desk.quit()
    check(critiques(desk) == ['Lovely lit', 'Rocket sci'], 'two critiques: %s' % critiques(desk))

    for name, text in (('rocket.jpg', 'Rocket sci'), ('ladybird.jpg', 'Lovely lit')):
        desk.start(os.path.join(folder, name))
        editor_says(desk, text)
        desk.quit()


def test_locked(desk):
    desk.start(sample('rocket.jpg'))
    editor_says(desk, 'Rocket sci')
    other = sqlite3.connect(os.path.join(desk.home, 'photo-critic', 'library.sqlite'), isolation_level=None)
    other.execute('BEGIN IMMEDIATE')
    desk.write('ence.')
    until(lambda: any('What you write stays here' in (node.get_name() or '') for node in desk.walk()),
          lambda: 'a sentence about the lock:\n' + desk.outline())
    editor_says(desk, 'Rocket science.')

    # Closing asks first; staying keeps everything, and it is written in the end.
    desk.key('ctrl+q')
    desk.press(desk.find('button', 'Stay'))
    other.execute('ROLLBACK')
    until(lambda: 'Rocket science.' in critiques(desk), 'it to be written when the lock is gone')
    until(lambda: not any('What you write stays here' in (node.get_name() or '') for node in desk.walk()),
          'the sentence to go')
    desk.quit()


def test_damaged(desk):
    path = os.path.join(desk.home, 'photo-critic', 'library.sqlite')
    for end in ('-wal', '-shm'):
        if os.path.exists(path + end):
            os.remove(path + end)
    with open(path, 'r+b') as file:
        file.write(b'no library at all ' * 400)
    desk.start(sample('rocket.jpg'))
    desk.wait_score()
    until(lambda: any('library.sqlite' in (node.get_name() or '') for node in desk.walk()),
          lambda: 'a sentence about the damage:\n' + desk.outline())
    desk.write('All is well.')
    until(lambda: 'The photograph alone' in desk.score(), 'the critique to be scored all the same')
    desk.key('ctrl+q')
    desk.press(desk.find('button', 'Close and Lose It'))
    desk.ended()


def test(desk):
    test_race(desk)
    test_locked(desk)
    test_damaged(desk)


harness.run(test)
