#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Present: all critics' words for a room; who wrote them and what they gave, with
mean and spread, only when a key reveals it, and hidden again with the next photograph;
long words scroll; other keys, when they were changed, and not those that were."""

import os

import harness
from harness import check, sample, until
from test_critiques import fill


def labels(desk):
    return [node.get_name() for node in desk.walk() if node.get_role_name() == 'label' and node.get_name()]


def waits(desk, *wanted):
    until(lambda: all(any(want in label for label in labels(desk)) for want in wanted),
          lambda: '%s; there is: %s' % (wanted, labels(desk)))


def present(desk, key):
    desk.key(key)
    until(lambda: desk.look(None, 'All critiques'), lambda: 'the presentation:\n' + desk.outline())
    until(lambda: harness.xdotool_says('getactivewindow', 'getwindowname') == 'Presentation', 'its window to have the keys')


def ended(desk):
    desk.gone(None, 'All critiques')
    until(lambda: desk.activate(), 'the window')


def test_present(desk):
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    desk.write('The light on the wing is soft.')
    fill(desk, 'Own score', '8')
    desk.press(desk.find('button', 'Another critique'))
    desk.write(' '.join(['The stem cuts the picture in two.'] * 16))
    fill(desk, 'Author of the critique', 'Anna')
    fill(desk, 'Scale of the own score', '20')
    fill(desk, 'Own score', '12')
    desk.key('Escape', 'Escape')

    present(desk, 'F5')
    waits(desk, 'Critic 1', 'Critic 2', 'The light on the wing is soft.', 'The stem cuts the picture in two.', 'R reveals')
    hidden = [label for label in labels(desk) if 'Anna:' in label or '2 scores' in label or label.startswith('The model: ')]
    check(not hidden, 'names and scores are hidden: %s' % hidden)

    desk.key('r')
    waits(desk, 'You: 8 of 10', 'Anna: 12 of 20', '2 scores: mean 7.0 of 10, spread 1.4', 'The model: ')

    # Long words are scrolled, as far as they go and back.
    def height():
        node = next((node for node in desk.walk() if (node.get_name() or '').startswith('The light on the wing')), None)
        return desk.place(node)[1] if node is not None else None
    first = height()
    desk.key('Down')
    until(lambda: height() < first, lambda: 'the words to go up: %s, then %s' % (first, height()))
    desk.key('Up', 'Up')
    until(lambda: height() == first, lambda: 'the words to come back: %s, then %s' % (first, height()))

    # The next one is hidden again.
    desk.key('Right')
    waits(desk, 'Nobody wrote about this photograph yet.', 'R reveals')
    check(not any('2 scores' in label for label in labels(desk)), 'the scores are those of another: %s' % labels(desk))
    desk.key('Left')
    waits(desk, 'Critic 2', 'The stem cuts the picture in two.')
    desk.key('Escape')
    ended(desk)

    # What opened it ends it.
    present(desk, 'F5')
    desk.key('F5')
    ended(desk)
    desk.quit()


def changed(desk):
    """Keys as the user wants them; one that does something in the window may do something else here."""
    path = os.path.join(desk.home, 'glib-2.0', 'settings', 'keyfile')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write("[io/github/photocritic/PhotoCritic]\nshortcuts={'present': ['F6'], 'present-reveal': ['n'], "
                   "'present-next': ['p'], 'present-end': @as []}\n")
    desk.settings = 'keyfile'
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    present(desk, 'F6')
    waits(desk, 'Critic 1', 'N reveals names and scores', '← P step', 'F6 leave')
    desk.key('r', 'F5', 'Right', 'Escape', 'n')
    waits(desk, 'Anna: 12 of 20', 'N hides names and scores')
    desk.key('p')
    waits(desk, 'Nobody wrote about this photograph yet.')
    desk.key('F6')
    ended(desk)
    desk.quit()


def test(desk):
    test_present(desk)
    changed(desk)


if __name__ == '__main__':
    harness.run(test)
