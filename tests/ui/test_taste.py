#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The user's taste, from stars, scores and verdicts: how many marks are missing, what was
learnt and what it is worth; a switch turns it off, a button forgets it."""

import os
import sqlite3

import harness
from folder_testing import open_menu, switch
from harness import check, until
from report_testing import pictures
from test_strip import position

TOO_FEW = 'Your taste can be learnt from 30 photographs with stars or a verdict. Rate %u more.'


def judged(desk):
    try:
        with sqlite3.connect('file:%s/photo-critic/library.sqlite?mode=ro' % desk.home, uri=True) as database:
            return database.execute('SELECT count(DISTINCT image_id) FROM judgement').fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def mark(desk, n):
    """Stars as somebody gave them an afternoon long, straight into the library."""
    with sqlite3.connect('%s/photo-critic/library.sqlite' % desk.home) as database:
        images = [row[0] for row in database.execute('SELECT id FROM image ORDER BY id')]
        check(len(images) >= n, 'enough photographs are known: %d' % len(images))
        database.execute('DELETE FROM rating')
        database.executemany('INSERT INTO rating (image_id, flag, stars, label, score, high, styles) VALUES (?, 0, ?, 0, 0, 0, ?)',
                             [(image, 1 + i % 5, bytes(14)) for i, image in enumerate(images[:n])])


def toggle(desk):
    """By keyboard: GTK 4.8 does not press a check box over the accessibility bus."""
    box = desk.find('check box', 'Learn my taste')
    until(lambda: desk.is_focused(box) or desk.key('Tab'), lambda: 'the switch to take the focus:\n' + desk.outline())
    desk.key('space')


def test(desk):
    folder = os.path.join(desk.home, 'many')
    pictures(folder, 32)
    desk.start(folder)
    until(lambda: judged(desk) == 32, lambda: 'all to be judged: %d\n%s' % (judged(desk), desk.read_log()))
    desk.quit()

    mark(desk, 20)
    desk.start(os.path.join(folder, '0000.png'))
    desk.wait_score()
    desk.find('label', TOO_FEW % 10)
    desk.quit()

    mark(desk, 31)
    desk.start(os.path.join(folder, '0000.png'))
    desk.wait_score()
    said = desk.find('label', '◆ Your taste: ').get_name()
    check('Learnt from 31 photographs' in said and 'ρ' in said and 'the model alone with' in said, 'what it is worth: ' + said)
    check(not said.startswith('◆ Your taste: –'), 'a number of its own: ' + said)

    # Off and on again.
    open_menu(desk, 'Your taste')
    toggle(desk)
    desk.find('label', 'Your taste is not learnt.')
    toggle(desk)
    desk.find('label', '◆ Your taste: ')

    # Forgotten: the stars stay, and teach nothing until they are given anew; or all teach again.
    desk.press(desk.find('button', 'Forget What Was Learnt'))
    desk.find('label', TOO_FEW % 30)
    desk.press(desk.find('button', 'Learn From All Again'))
    desk.find('label', '◆ Your taste: ')
    desk.press(desk.find('button', 'Forget What Was Learnt'))
    desk.find('label', TOO_FEW % 30)
    desk.key('Escape')
    desk.quit()
    desk.start(os.path.join(folder, '0000.png'))
    desk.find('label', TOO_FEW % 30)
    desk.key('4')
    desk.find('label', TOO_FEW % 29)

    # A verdict of one that has no stars teaches, too.
    desk.key('End')
    until(lambda: position(desk) == '32 of 32', lambda: 'the last photograph: ' + position(desk))
    desk.press(switch(desk, 'Your verdict: low'))
    desk.find('label', TOO_FEW % 28)
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
