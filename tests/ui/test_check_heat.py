#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands beside the score: what the number means, what empty words would
do. "Check it" says whether the heat explains the score, of this text only."""

import re

import harness
from harness import check, sample, until


def outcome(desk):
    node = desk.look('label', 'With its hottest region blurred')
    return node.get_name() if node is not None else ''


def test(desk):
    desk.start(sample('ladybird.jpg'), '--critique', 'Lovely light on the wing.')
    desk.wait_score()
    until(lambda: 'raises' in desk.heat(), lambda: 'the heat of the score: ' + desk.heat())

    meaning = desk.find('label', 'The mean vote that a photo contest would give').get_name()
    check(re.search(r'never saw it is off by [0-9.]+ on average', meaning), 'how far off it is: ' + meaning)
    praise = desk.find('label', '“good photo” as its only critique would move it by').get_name()
    check(re.search(r'by [+−]?[0-9.]+, “bad photo” by [+−]?[0-9.]+', praise), 'both numbers: ' + praise)

    check(outcome(desk) == '', 'nothing was asked yet')
    desk.press(desk.find('button', 'Check the heat map'))
    said = until(lambda: outcome(desk), lambda: 'the outcome:\n' + desk.outline())
    check('20 random regions of equal size' in said, 'what it is compared with: ' + said)
    check(said.endswith('The map does not explain this score.') or said.endswith('what moves this score.'),
          'what follows from it: ' + said)

    # Of another heat it says nothing; of another text it is forgotten.
    desk.key('Escape', 'shift+h')
    until(lambda: outcome(desk) == '', 'another heat to be shown without it')
    desk.key('shift+h', 'shift+h')
    until(lambda: outcome(desk) == said, 'the heat of the score to be shown with it')
    desk.write(' But the crop is tight.')
    until(lambda: outcome(desk) == '', 'another text to be shown without it')
    until(lambda: 'raises' in desk.heat(), lambda: 'its heat: ' + desk.heat())
    check(outcome(desk) == '', 'and it to stay forgotten')

    # Closed in the midst of it.
    desk.press(desk.find('button', 'Check the heat map'))
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
