#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A word pointed at lights its places; a place pointed at lights its words."""

import harness
from harness import check, sample, until


TEXT = 'Ladybird sits on the right third of the picture.'


def test(desk):
    desk.start(sample('ladybird.jpg'), '--critique', TEXT)
    desk.wait_score()
    until(lambda: desk.effects().count(';') == 0 and desk.effects() != 'Nothing yet', 'the effects')
    until(lambda: 'raises' in desk.heat(), lambda: 'the heat of the score: ' + desk.heat())

    editor = desk.find('text', 'Critique')
    x, y, _, _ = desk.place(editor)
    desk.point(x + 30, y + 20)
    until(lambda: 'word looks' in desk.heat(), lambda: 'the heat of the word: ' + desk.heat())
    note = desk.find('label', '“Ladybird”')
    check('rests nowhere' in note.get_name(), 'the word’s share of nowhere: ' + note.get_name())

    # Away from it, the score's heat is back.
    view = desk.find('image', 'Photograph')
    x, y, width, height = desk.place(view)
    desk.point(x + width / 2, y + height / 2)
    until(lambda: 'raises' in desk.heat(), lambda: 'the heat of the score again: ' + desk.heat())
    here = desk.find('label', 'Look here: “').get_name()
    check(any(word in here for word in TEXT.strip('.').split()), 'words of the critique: ' + here)

    # The caret does the same for a keyboard.
    desk.key('e')
    until(lambda: desk.is_focused(editor), 'the critique to take the focus')
    desk.point(3, 3)
    desk.key('ctrl+Home', 'Right', 'Right')
    until(lambda: 'word looks' in desk.heat(), lambda: 'the heat of the caret’s word: ' + desk.heat())
    desk.key('Escape')
    until(lambda: 'raises' in desk.heat(), lambda: 'the heat of the score at last: ' + desk.heat())

    # Held, H shows the photograph without heat.
    harness.xdotool('keydown', 'h')
    until(lambda: desk.heat() == 'No heat map', lambda: 'no heat while H is held: ' + desk.heat())
    harness.xdotool('keyup', 'h')
    until(lambda: 'raises' in desk.heat(), lambda: 'heat after H: ' + desk.heat())
    desk.quit()


harness.run(test)
