#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the library cannot be made, and where it cannot grow: a sentence says so, the
photograph is scored all the same, the words stay, and are kept once there is room."""

import os
import sqlite3

import harness
from harness import build, check, sample, until

WORDS = 'The light is lovely and the crop is tight.'


def kept(desk):
    path = os.path.join(desk.home, 'photo-critic', 'library.sqlite')
    if not os.path.isfile(path):
        return []
    with sqlite3.connect('file:%s?mode=ro' % path, uri=True) as library:
        try:
            return [text for text, in library.execute('SELECT text FROM critique')]
        except sqlite3.OperationalError:        # it is being made
            return []


def problem(desk):
    return until(lambda: desk.look('button', 'Try Again') and next(
        (node.get_name() for node in desk.walk() if node.get_role_name() == 'label' and 'library.sqlite' in (node.get_name() or '')), None),
                 lambda: 'a sentence:\n' + desk.outline())


def test(desk):
    # The folder cannot be made: there is a file of its name.
    blocked = os.path.join(desk.home, 'photo-critic')
    with open(blocked, 'w') as file:
        file.write('in the way')
    desk.start(sample('coffee.jpg'))
    desk.wait_score()
    desk.write(WORDS)
    said = problem(desk)
    check(said.endswith('.') and 'folder' in said, 'a sentence that says what to do: ' + said)
    until(lambda: 'The photograph alone' in desk.score(), lambda: 'the words to be scored all the same: ' + desk.score())
    check(desk.text(desk.find('text', 'Critique')) == WORDS, 'the words are there')
    os.remove(blocked)
    desk.press(desk.find('button', 'Try Again'))
    until(lambda: WORDS in kept(desk), lambda: 'the words to be kept: %s\n%s' % (kept(desk), desk.outline()))
    desk.gone('button', 'Try Again')
    desk.quit()

    # Nothing can grow beyond what is there: a disk that is full.
    limited = os.path.join(desk.home, 'limited')
    with open(limited, 'w') as file:
        file.write('#!/bin/sh\ntrap "" XFSZ\nulimit -f 64\nexec %s "$@"\n'
                   % os.environ.get('PHOTO_CRITIC_PROGRAM', build('ui', 'photo-critic')))
    os.chmod(limited, 0o755)
    os.environ['PHOTO_CRITIC_PROGRAM'] = limited
    desk.start(sample('rocket.jpg'))
    desk.wait_score()
    desk.write(WORDS)
    said = problem(desk)
    check(said.endswith('.'), 'a sentence: ' + said)
    until(lambda: 'The photograph alone' in desk.score(), lambda: 'the words to be scored all the same: ' + desk.score())
    check(desk.text(desk.find('text', 'Critique')) == WORDS, 'the words are there')
    desk.kill()


harness.run(test)
