#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judge first: what the model says stays hidden, on the desk and in the folder,
until the user has given a verdict or asks."""

import os
import re
import shutil
import time

import harness
from folder_testing import menu, settled, spoken, switch
from harness import check, sample, until

WHY = 'Judge first: low or high'
COPIED = 'The assessment is on the clipboard.'


def figures(desk):
    """What is told of the model's: score, heat, effects, and with one walk its styles."""
    told = [desk.score() if desk.score().startswith('Score') else '',
            desk.heat() if 'raises' in desk.heat() else '',
            desk.effects() if re.search(r'[0-9]', desk.effects()) else '']
    return told + [' '.join(node.get_name() for node in desk.walk() if node.get_role_name() == 'list item' and '%' in (node.get_name() or ''))]


def hidden(desk):
    desk.find('label', WHY)
    until(lambda: not any(figures(desk)), lambda: 'nothing of the model to be told: %s' % figures(desk))


def shown(desk):
    desk.gone('label', WHY)
    until(lambda: all(figures(desk)), lambda: 'all that the model says: %s' % figures(desk))


def is_down(button):
    from gi.repository import Atspi
    button.clear_cache()
    states = button.get_state_set()
    return states.contains(Atspi.StateType.PRESSED) or states.contains(Atspi.StateType.CHECKED)


def refused(desk):
    """Neither a report nor a page tells what is hidden; the sentence is closed again."""
    for key in ('ctrl+e', 'ctrl+p'):
        desk.key(key)
        desk.find('label', 'It would tell what the model says')
        check(desk.look('frame', 'Report') is None, 'no report:\n' + desk.outline())
        desk.key('Escape')
        desk.gone('label', 'It would tell what the model says')


def says(desk, name, word):
    return any(text.startswith(name) and word in text for text in spoken(desk))


def told(folder):
    """Whose sidecar has the model's score."""
    found = []
    for name in ('coffee', 'storm'):
        path = os.path.join(folder, name + '.jpg.xmp')
        if os.path.exists(path):
            with open(path) as file:
                if 'PhotoScore' in file.read():
                    found.append(name)
    return found


def test(desk):
    desk.settings = 'keyfile'
    folder = os.path.join(desk.home, 'two')
    os.mkdir(folder)
    for name in ('coffee.jpg', 'storm.jpg'):
        shutil.copy(sample(name), folder)

    desk.start(os.path.join(folder, 'coffee.jpg'), '--critique', 'Lovely light on the cup.')
    shown(desk)
    desk.key('ctrl+shift+c')
    desk.find('label', COPIED)
    desk.key('Escape')
    desk.gone('label', COPIED)
    desk.key('ctrl+j')
    hidden(desk)
    refused(desk)
    desk.key('ctrl+shift+c')
    time.sleep(1)
    check(desk.look('label', COPIED) is None, 'nothing hidden is copied:\n' + desk.outline())

    # A verdict shows it, and taken back hides it.
    desk.press(switch(desk, 'Your verdict: low'))
    shown(desk)
    desk.press(switch(desk, 'Your verdict: low'))
    hidden(desk)

    # Asked for, it is shown; put on anew, it is hidden again.
    desk.press(desk.find('button', 'Show What the Model Says'))
    shown(desk)
    desk.key('ctrl+j', 'ctrl+j')
    hidden(desk)
    desk.key('r')
    desk.wait_score()
    high = switch(desk, 'Your verdict: high')
    desk.press(high)
    until(lambda: is_down(high), 'the verdict to be given')

    # The next one is hidden from its first moment on.
    desk.key('Right')
    desk.find('frame', 'storm.jpg')
    hidden(desk)
    desk.key('Left')
    desk.find('frame', 'coffee.jpg')
    desk.wait_score()
    desk.quit()

    # It is remembered. The folder tells the score of the one that has a verdict, of the other when it is asked for.
    desk.start(folder)
    settled(desk)
    until(lambda: says(desk, 'storm.jpg', 'Judge it first') and not says(desk, 'storm.jpg', 'score'),
          lambda: 'the other to be hidden: %s' % list(spoken(desk)))
    check(says(desk, 'coffee.jpg', 'score'), 'what has a verdict is told: %s' % list(spoken(desk)))
    desk.key('r')
    desk.find('label', 'Select the photographs')
    desk.key('Escape', 'ctrl+a')
    refused(desk)
    menu(desk, '2 selected', 'Export Judgements')
    desk.find('label', 'It would tell what the model says')
    desk.key('Escape')
    desk.gone('label', 'It would tell what the model says')
    desk.key('r')
    until(lambda: says(desk, 'storm.jpg', 'score'), lambda: 'both to be told: %s' % list(spoken(desk)))
    # Sidecars tell it of both now; hidden again, of the one that has a verdict.
    desk.key('ctrl+a', 'ctrl+s')
    until(lambda: told(folder) == ['coffee', 'storm'], lambda: 'both sidecars to tell it: %s' % told(folder))
    desk.key('ctrl+j', 'ctrl+j')
    until(lambda: says(desk, 'storm.jpg', 'Judge it first'), lambda: 'hidden again: %s' % list(spoken(desk)))
    desk.key('ctrl+s')
    desk.find('label', 'The sidecars of 2 photographs say what you do. What the model says of 1 photograph is left out')
    check(told(folder) == ['coffee'], 'what is hidden is in no sidecar: %s' % told(folder))

    # Nor in the table.
    menu(desk, 'List', 'Table')
    desk.find('label', 'Verdict')
    until(lambda: says(desk, 'storm.jpg', 'Judge it first') and not says(desk, 'storm.jpg', 'score'),
          lambda: 'its row: %s' % list(spoken(desk)))
    check(says(desk, 'coffee.jpg', 'score'), 'the other row: %s' % list(spoken(desk)))
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
