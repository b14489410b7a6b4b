#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under 900 px of width the panel moves below the photograph; the critique then stands
beside the judgement as long as there is room, and below it when there is not."""

import harness
from harness import sample, until


def test(desk):
    desk.start(sample('pavilion.jpg'), '--critique', 'A nice view of the pavilion.')
    desk.wait_score()
    view = desk.find('image', 'Photograph')
    editor = desk.find('text', 'Critique')

    def beside():
        return desk.place(editor)[0] >= desk.place(view)[0] + desk.place(view)[2]

    def below():
        x, y, _, height = desk.place(view)
        return desk.place(editor)[1] >= y + height and desk.place(editor)[0] < 100

    def beside_the_judgement():
        x, y, _, height = desk.place(view)
        scale = desk.find('level bar', 'Score from 1 to 10')
        return (desk.place(editor)[1] >= y + height and desk.place(editor)[0] >= desk.place(scale)[0] + desk.place(scale)[2]
                and desk.place(editor)[1] < desk.place(scale)[1] + desk.place(scale)[3])

    desk.resize(1200, 800)
    until(beside, 'the panel beside the photograph')
    desk.resize(700, 860)
    until(below, 'the panel below the photograph')
    desk.resize(880, 700)
    until(beside_the_judgement, 'the critique below the photograph, beside the judgement')
    desk.resize(1000, 700)
    until(beside, 'the panel beside the photograph again')
    desk.quit()


harness.run(test)
