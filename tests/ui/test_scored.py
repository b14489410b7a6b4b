#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which critiques are scored: this one, all by its author, all together. The score is
that of these texts and no others, whichever way they were chosen."""

import harness
from folder_testing import menu
from harness import check, sample, until
from test_critiques import editor_says, fill, library, rows

MINE, FIRST, SECOND = 'Lovely light on the wing.', 'The background is a busy mess.', 'A sharp eye, and calm colours.'


def another(desk, author, text):
    desk.press(desk.find('button', 'Another critique'))
    editor_says(desk, '')
    desk.write(text)
    fill(desk, 'Author of the critique', author)
    until(lambda: library(desk, 'SELECT author, text FROM critique ORDER BY id')[-1:] == [(author, text)],
          lambda: 'it to be kept: %s' % library(desk, 'SELECT author, text FROM critique'))


def show(desk, index, text):
    """By the keyboard: of three rows not all are seen."""
    def in_list():
        node = desk.focused()
        return node is not None and (node.get_name() or '').startswith('Critique by')

    desk.key('e')
    until(lambda: desk.is_focused(desk.find('text', 'Critique')), 'the critique to take the focus')
    until(lambda: in_list() or desk.key('shift+Tab'), lambda: 'the list to take the focus:\n' + desk.outline())
    desk.key('Home', *('Down',) * index)
    editor_says(desk, text)


def choose(desk, now, item, *counts):
    """Chooses what is scored; the score that comes of it, at rest."""
    before = desk.score()
    menu(desk, 'Scored: ' + now, item)
    until(lambda: library(desk, 'SELECT counts FROM critique ORDER BY id') == [(n,) for n in counts],
          lambda: '%s to be scored: %s' % (counts, library(desk, 'SELECT counts FROM critique ORDER BY id')))
    until(lambda: [row.endswith(', scored') for row in rows(desk)] == [n == 1 for n in counts], lambda: 'the rows: %s' % rows(desk))
    return desk.wait_score(other_than=before)


def test(desk):
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    desk.write(MINE)
    another(desk, 'Anna', FIRST)
    another(desk, 'Anna', SECOND)

    # From the second of Anna's, which is shown.
    second = choose(desk, 'all together', 'This One', 0, 0, 1)
    annas = choose(desk, 'this one', 'All by This Author', 0, 1, 1)
    desk.find(None, 'Scored: by Anna')
    everybody = choose(desk, 'by Anna', 'All Together', 1, 1, 1)
    check(len({second, annas, everybody}) == 3, 'each choice has a score of its own: %s' % [second, annas, everybody])

    # From the only one that has no author: all by you are this one.
    show(desk, 0, MINE)
    mine = choose(desk, 'all together', 'All by This Author', 1, 0, 0)
    check(choose(desk, 'this one', 'All Together', 1, 1, 1) == everybody, 'the score of all three again')
    check(choose(desk, 'all together', 'This One', 1, 0, 0) == mine, 'one by one author is this one')
    check(mine not in (second, annas), 'another text has another score')

    # Anna's, from the other end: the first of hers, and when nobody else is left.
    show(desk, 1, FIRST)
    check(choose(desk, 'others', 'All by This Author', 0, 1, 1) == annas, 'the score of Anna’s two again')
    show(desk, 0, MINE)
    menu(desk, 'More about this critique', 'Delete This Critique')
    until(lambda: len(rows(desk)) == 2, lambda: 'two rows: %s' % rows(desk))
    until(lambda: desk.score() == annas, lambda: 'the score of the two that are left, %s: %s' % (annas, desk.score()))
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
