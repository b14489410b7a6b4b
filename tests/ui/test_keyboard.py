#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything is done with the keyboard alone, and Tab reaches everything."""

import harness
from harness import check, sample, until

REACHED = (
    'Open', 'Desk', 'Folder', 'Side panel', 'Main menu', 'Photograph storm.jpg', 'Off', 'Score', 'Style', 'Word',
    'Strength of the heat map', 'Fit the photograph', '100 %', 'Critique',
)
IN_HELP = ('Open a folder', 'Go to the critique', 'What is in focus', 'End the presentation')


def names_on_the_way(desk, most=60):
    names = []
    for _ in range(most):
        desk.key('Tab')
        node = until(desk.focused, 'something to have the focus')
        names.append(node.get_name() or node.get_role_name())
        if len(names) > 10 and names[-1] == names[0]:
            break
    return names


def no_window_behind(desk):
    """A screen reader that asks for a window which has just gone ends GTK 4.8 in a critical
    message if the last of the program's windows is one that is hidden; see present () in ui/critic-application.c."""
    desk.application().get_child_at_index(99)
    desk.find('text', 'Critique')
    check(desk.process.poll() is None, 'the program to live on:\n' + desk.read_log())


def test(desk):
    desk.start(sample('storm.jpg'), '--critique', 'The sky is the whole story here.')
    desk.wait_score()
    view = desk.find('image', 'Photograph')
    editor = desk.find('text', 'Critique')
    until(lambda: desk.is_focused(view), 'the photograph to have the focus')

    names = names_on_the_way(desk)
    for name in REACHED:
        check(any(n.startswith(name) for n in names), 'Tab does not reach %s: %s' % (name, names))

    # E goes to the critique, Esc comes back, Enter goes again.
    desk.key('Escape')
    desk.key('e')
    until(lambda: desk.is_focused(editor), 'E to go to the critique')
    desk.key('ctrl+End')
    desk.type(' Dark.')
    until(lambda: desk.effects().count(';') == 1, 'the second sentence')
    desk.key('Escape')
    until(lambda: desk.is_focused(view), 'Esc to come back to the photograph')

    # Zoom.
    desk.key('ctrl+1')
    desk.find('label', '100\u00a0%')
    desk.key('ctrl+plus')
    desk.find('label', '125\u00a0%')
    desk.key('ctrl+minus')
    desk.find('label', '100\u00a0%')
    desk.key('z')
    desk.gone('label', '100\u00a0%')

    # Heat, forward: from the score to words (no style is chosen), to off, to the score.
    until(lambda: 'raises' in desk.heat(), 'the heat of the score')
    desk.key('shift+h')
    desk.find('label', 'point at a word')
    desk.key('shift+h')
    desk.gone('label', 'point at a word')
    until(lambda: desk.heat() == 'No heat map', 'no heat')
    desk.key('shift+h')
    until(lambda: 'raises' in desk.heat(), 'the heat of the score again')

    # The panel, and the photograph alone.
    desk.key('F9')
    desk.gone('text', 'Critique')
    desk.key('F9')
    desk.find('text', 'Critique')
    desk.key('F11')
    desk.gone('text', 'Critique')
    desk.gone('button', 'Fit the photograph')
    desk.key('Escape')
    desk.find('text', 'Critique')
    desk.find('button', 'Fit the photograph')

    # The keys explain themselves.
    desk.key('ctrl+question')
    # The help has several pages; which one it begins with follows from their height.
    shown = lambda: any(desk.look('label', name) for name in IN_HELP)
    until(shown, 'a page of the help')
    desk.key('Escape')
    until(lambda: not shown(), 'the help to go')
    no_window_behind(desk)
    desk.quit()


harness.run(test)
