#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The user's own verdict, score and styles stand beside the model's; what the
two do not agree on is said, kept, undone, and found in the folder's table."""

import os
import re
import shutil
import sqlite3

import harness
from folder_testing import menu, settled, switch
from harness import check, sample, until


def ratings(desk):
    """Verdict and score of each photograph, and whether styles were spoken of."""
    try:
        with sqlite3.connect('file:%s/photo-critic/library.sqlite?mode=ro' % desk.home, uri=True) as database:
            return [(high, score, any(styles or b'')) for high, score, styles
                    in database.execute('SELECT high, score, styles FROM rating')]
    except sqlite3.OperationalError:
        return []


def kept(desk, *wanted):
    until(lambda: ratings(desk) == list(wanted), lambda: 'the library to have %s: %s' % (wanted, ratings(desk)))


def is_on(node):
    from gi.repository import Atspi
    node.clear_cache()
    states = node.get_state_set()
    return states.contains(Atspi.StateType.PRESSED) or states.contains(Atspi.StateType.CHECKED)


def rows(desk):
    """What is said of each style."""
    return [node.get_name() for node in desk.walk() if node.get_role_name() == 'list item' and '%' in (node.get_name() or '')]


def scores(desk):
    """The own score, where it stands beside the model's; GTK 4.8 does not tell what is in an entry."""
    said = desk.look('label', '≠ You say')
    found = re.search(r'You ([0-9.]+), model', said.get_name() if said else '')
    return float(found.group(1)) if found else None


def look_at_photograph(desk):
    view = desk.find('image', 'Photograph')
    x, y, width, height = desk.place(view)
    desk.point(x + width / 2, y + height / 2)
    harness.xdotool('click', 1)
    until(lambda: desk.is_focused(view), 'the photograph to take the focus')


def test(desk):
    folder = os.path.join(desk.home, 'one')
    os.mkdir(folder)
    shutil.copy(sample('ladybird.jpg'), folder)
    desk.start(os.path.join(folder, 'ladybird.jpg'))
    score = desk.wait_score()
    other, word = ('low', 'NO') if ', high ' in score else ('high', 'YES')

    # The other verdict than the model's.
    desk.press(switch(desk, 'Your verdict: ' + other))
    desk.find('label', '≠ You say %s, the model' % other)
    high = {'NO': 1, 'YES': 2}[word]
    kept(desk, (high, 0.0 if ratings(desk)[0][1] == 0.0 else None, False))
    nothing = ratings(desk)[0][1]

    # A score far away; a nonsense one is refused and changes nothing.
    field = desk.find('text', 'Your score of the photograph')
    x, y, width, height = desk.place(field)
    desk.point(x + width / 2, y + height / 2)
    harness.xdotool('click', 1)
    until(lambda: desk.is_focused(field), 'the score to take the focus')
    desk.type('11')
    desk.key('Return')
    kept(desk, (high, nothing, False))
    desk.key('ctrl+a')
    desk.type('9.5' if other == 'high' else '1.5')
    desk.key('Return')
    own = 9.5 if other == 'high' else 1.5
    kept(desk, (high, own, False))
    until(lambda: scores(desk) == own, lambda: 'the scores beside each other: %s' % scores(desk))

    # A style that was intended, whatever the model says.
    desk.press(switch(desk, 'Intended'))
    until(lambda: 'intended' in rows(desk)[0], lambda: 'the style to be intended: %s' % rows(desk))
    check('not intended' not in rows(desk)[0], 'intended, not the contrary: ' + rows(desk)[0])
    kept(desk, (high, own, True))

    # Undone one after the other, also after a restart; and done again.
    look_at_photograph(desk)
    desk.key('ctrl+z')
    kept(desk, (high, own, False))
    until(lambda: not is_on(switch(desk, 'Intended')), 'the style to be taken back')
    desk.quit()
    desk.start(os.path.join(folder, 'ladybird.jpg'))
    until(lambda: desk.look('label', '≠ You say %s' % other), 'the verdict to be there again')
    until(lambda: is_on(switch(desk, 'Your verdict: ' + other)), 'its button to be pressed')
    until(lambda: scores(desk) == own, lambda: 'the score too: %s' % scores(desk))
    look_at_photograph(desk)
    desk.key('ctrl+z')
    kept(desk, (high, nothing, False))
    until(lambda: scores(desk) is None, lambda: 'the score to go: %s' % scores(desk))
    desk.key('ctrl+shift+z')
    kept(desk, (high, own, False))

    # Said once more, the verdict is taken back.
    desk.press(switch(desk, 'Your verdict: ' + other))
    kept(desk, (0, own, False))
    desk.quit()

    # The folder's table says the same.
    desk.start(folder)
    settled(desk)
    menu(desk, 'List', 'Table')
    desk.find('label', 'you %.1f, model' % own)
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
