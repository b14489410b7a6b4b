#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed is kept the moment it is typed: after kill -9 it is there again.
A photograph has several critiques, one of which is shown; which are scored is
said and undone like everything else."""

import sqlite3
import time

import harness
from folder_testing import menu, open_menu
from harness import check, sample, until


def library(desk, question):
    with sqlite3.connect('file:%s/photo-critic/library.sqlite?mode=ro' % desk.home, uri=True) as database:
        return database.execute(question).fetchall()


def editor_says(desk, text):
    until(lambda: desk.text(desk.find('text', 'Critique')) == text,
          lambda: 'the critique to be “%s”; it is “%s”\n%s' % (text, desk.text(desk.find('text', 'Critique')),
                                                               desk.read_log()))


def rows(desk):
    """What the list of critiques says, in its order."""
    return [node.get_name() for node in desk.walk() if (node.get_name() or '').startswith('Critique by ')]


def leave_text(desk):
    desk.key('e')
    until(lambda: desk.is_focused(desk.find('text', 'Critique')), 'the critique to take the focus')
    desk.key('Escape')


def fill(desk, name, text):
    """Writes into a field under the critique."""
    field = desk.find('text', name)
    # By the keyboard: it may lie below what is seen of the panel.
    for _ in range(80):
        if desk.is_focused(field):
            break
        desk.key('Tab')
    check(desk.is_focused(field), '“%s” to take the focus' % name)
    desk.key('ctrl+a')
    desk.type(text)
    desk.key('Return')


def test_kept(desk):
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    desk.write('Lovely light on the wing')
    time.sleep(1.2)
    desk.kill()

    desk.start(sample('ladybird.jpg'))
    editor_says(desk, 'Lovely light on the wing')
    until(lambda: 'The photograph alone' in desk.score(), lambda: 'both to be scored: ' + desk.score())

    # Closed in the middle of a word.
    desk.write('s an')
    desk.quit()
    check(library(desk, 'SELECT text FROM critique') == [('Lovely light on the wings an',)], 'all of it was written')


def test_several(desk):
    desk.start(sample('ladybird.jpg'))
    editor_says(desk, 'Lovely light on the wings an')
    first = desk.wait_score()
    check(rows(desk) == [], 'one critique needs no list')

    # Another one, by somebody else, with a score of 14 of 20.
    desk.press(desk.find('button', 'Another critique'))
    editor_says(desk, '')
    desk.write('The background is a busy mess.')
    fill(desk, 'Author of the critique', 'Anna')
    fill(desk, 'Scale of the own score', '20')
    fill(desk, 'Own score', '14')
    until(lambda: library(desk, 'SELECT author, own_score, own_scale, counts FROM critique ORDER BY id')
          == [('', None, 10.0, 1), ('Anna', 14.0, 20.0, 1)],
          lambda: 'both in the library: %s' % library(desk, 'SELECT * FROM critique'))
    until(lambda: len(rows(desk)) == 2 and 'Anna' in rows(desk)[1] and '14/20' in rows(desk)[1]
          and rows(desk)[0].endswith(', scored'), lambda: 'two rows: %s' % rows(desk))
    both = desk.wait_score(other_than=first)

    # This one alone, and the other one alone: neither is the score of both.
    menu(desk, 'Scored: all together', 'This One')
    desk.find(None, 'Scored: this one')
    until(lambda: rows(desk)[0].endswith(', not scored'), lambda: 'the first not to count: %s' % rows(desk))
    anna = desk.wait_score(other_than=both)
    check(anna != first, 'the other critique has another score: ' + anna)
    select(desk, 0)
    editor_says(desk, 'Lovely light on the wings an')
    desk.find('label', 'This critique is not scored.')
    menu(desk, 'Scored: others', 'This One')
    until(lambda: desk.score() == first, lambda: 'the score of the first again: %s, not %s' % (desk.score(), first))

    # Undone outside of the text: step by step, also after a restart.
    leave_text(desk)
    desk.key('ctrl+z')
    until(lambda: library(desk, 'SELECT counts FROM critique ORDER BY id') == [(0,), (1,)], 'the choice to be undone')
    until(lambda: desk.score() == anna, lambda: 'the score of the second: %s, not %s' % (desk.score(), anna))
    desk.quit()
    desk.start(sample('ladybird.jpg'))
    until(lambda: len(rows(desk)) == 2, lambda: 'two rows: %s' % rows(desk))
    desk.key('ctrl+z')
    until(lambda: library(desk, 'SELECT counts FROM critique ORDER BY id') == [(1,), (1,)], 'the first choice to be undone')
    until(lambda: desk.score() == both, lambda: 'the score of both: %s, not %s' % (desk.score(), both))


def select(desk, index):
    """Clicks a row of the list of critiques."""
    desk.click([node for node in desk.walk() if (node.get_name() or '').startswith('Critique by ')][index])


def test_delete(desk):
    select(desk, 1)
    editor_says(desk, 'The background is a busy mess.')
    menu(desk, 'More about this critique', 'Delete This Critique')
    editor_says(desk, 'Lovely light on the wings an')
    until(lambda: len(library(desk, 'SELECT * FROM critique')) == 1, 'it to be deleted')
    desk.press(desk.find('button', 'Undo'))
    until(lambda: len(library(desk, 'SELECT * FROM critique')) == 2, 'it to come back')
    until(lambda: len(rows(desk)) == 2 and '14/20' in rows(desk)[1], lambda: 'its row too: %s' % rows(desk))
    desk.quit()


def test(desk):
    test_kept(desk)
    test_several(desk)
    test_delete(desk)


if __name__ == '__main__':
    harness.run(test)
