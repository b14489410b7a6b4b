#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under 900 px of width the panel moves below the photograph; the critique then stands
beside the judgement as long as there is room, and below it when there is not."""

import harness
from harness import sample, until


WHAT = (('image', 'Photograph'), ('level bar', 'Score from 1 to 10'), ('text', 'Critique'))


def places(desk, what=WHAT):
    return [desk.place(desk.find(role, name)) for role, name in what]


def beside(desk):
    view, scale, editor = places(desk)
    return editor[0] >= view[0] + view[2] and editor[1] >= scale[1] + scale[3]


def below_beside(desk):
    view, scale, editor = places(desk)
    return editor[1] >= view[1] + view[3] and editor[0] >= scale[0] + scale[2] and editor[1] < scale[1] + scale[3]


def one_above_the_other(desk):
    scale, editor = places(desk, WHAT[1:])
    return editor[0] < scale[0] + scale[2] and editor[1] >= scale[1] + scale[3]


def test(desk):
    desk.start(sample('pavilion.jpg'), '--critique', 'A nice view of the pavilion.')
    desk.wait_score()
    desk.resize(1200, 800)
    until(lambda: beside(desk), 'the panel beside the photograph')
    desk.resize(880, 700)
    until(lambda: below_beside(desk), lambda: 'the panel below the photograph, the critique beside the judgement: %s' % places(desk))
    desk.resize(1000, 700)
    until(lambda: beside(desk), 'the panel beside the photograph again')
    desk.quit()

    # The bar below a photograph keeps the window wider than this.
    desk.start('--critique', 'A nice view of the pavilion.')
    desk.wait_score()
    desk.resize(600, 860)
    until(lambda: one_above_the_other(desk), 'the critique below the judgement')
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
