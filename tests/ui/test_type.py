#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A photograph from the command line has a score; a critique changes it."""

import harness
from harness import check, sample, until


def test(desk):
    desk.start(sample('ladybird.jpg'))
    desk.find('image', 'Photograph ladybird.jpg, 1600 × 1000')
    alone = desk.wait_score()
    check('The photograph alone' not in alone, 'there is no critique yet: ' + alone)

    desk.write('A lovely little macro. The background is busy.')
    both = desk.wait_score(other_than=alone)
    check('The photograph alone' in both, 'photograph and critique: ' + both)
    until(lambda: desk.effects().count(';') == 1, lambda: 'two sentences with an effect: ' + desk.effects())

    # White space alone is no critique: back to the photograph alone.
    desk.key('ctrl+a', 'space')
    check(desk.wait_score(other_than=both) == alone, 'the score of the photograph alone again')

    # And the text view undoes what was typed.
    desk.key('ctrl+z')
    desk.key('ctrl+z')
    until(lambda: 'The photograph alone' in desk.score(), 'undo to bring the critique back')
    desk.quit()


harness.run(test)
