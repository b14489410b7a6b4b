#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A photograph changed while somebody types: only the last one is shown, and
what is shown has the score it has without a race."""

import time

import harness
from harness import check, sample, until


def test(desk):
    desk.start()
    first = desk.find('button', 'Sample photograph: Ladybird')
    second = desk.find('button', 'Sample photograph: Rocket')
    desk.write('A dramatic sky')

    # One, and the other while the first is being loaded or assessed; whoever is
    # quicker than this script gets the other by the dialog.
    desk.press(first)
    desk.press(second)
    desk.type(' and')
    if desk.look('image', 'Photograph ladybird.jpg') is not None:
        desk.key('ctrl+o')
        desk.choose(sample('rocket.jpg'))
    desk.find('image', 'Photograph rocket.jpg')
    desk.gone('image', 'Photograph ladybird.jpg')
    desk.wait_score()

    # The last word counts after a moment, what is said after a second.
    time.sleep(2)
    raced = desk.score()
    text = desk.text(desk.find('text', 'Critique'))
    check('and' in text, 'what was typed last is there: ' + text)
    desk.quit()

    desk.start(sample('rocket.jpg'), '--critique', text)
    until(lambda: desk.score() == raced,
          lambda: 'the score as it is without a race: “%s”; it was “%s” for “%s”' % (desk.score(), raced, text))
    desk.quit()


harness.run(test)
