#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the critique speaks of and what it leaves out: chips with words for a screen reader, by
the command line's own answer; live while one types; sentences lit by pointer and keyboard; a
question about what is left out; none without a critique."""

import json
import os
import subprocess

import harness
from harness import build, check, sample, until

NAMES = {'composition': 'composition', 'light_and_colour': 'light and colour', 'depth_and_focus': 'depth and focus',
         'subject': 'subject', 'use_of_camera': 'use of camera', 'general': 'general'}
TEXT = 'Soft light on the water. The crop is tight, and the sky is empty! A dog.'


def expected(text):
    """Names of the chips, as the command line counts sentences."""
    answer = subprocess.run([build('src', 'cli', 'photo-critic-cli'), 'assess', '--model', os.environ['PHOTO_CRITIC_TINY_MODEL'],
                             '--critique', text, '--format', 'json'], check=True, capture_output=True)
    sentences = json.loads(answer.stdout)['assessments'][0]['critique']['sentences']
    names = []
    for aspect, name in NAMES.items():
        there = [str(i + 1) for i, sentence in enumerate(sentences) if aspect in sentence['aspects']]
        names.append('Leaves out ' + name if not there else
                     'Speaks of %s in %s %s' % (name, 'sentence' if len(there) == 1 else 'sentences', ', '.join(there)))
    return names


def chips(desk):
    return [node for node in desk.walk() if node.get_role_name() in ('button', 'push button')
            and (node.get_name() or '').startswith(('Speaks of', 'Leaves out'))]


def names(desk):
    for node in chips(desk):
        node.clear_cache()
    return [node.get_name() for node in chips(desk)]


def says(desk, text):
    wanted = expected(text)
    until(lambda: names(desk) == wanted, lambda: 'chips %s:\n%s' % (wanted, names(desk)))


def paper(desk):
    """The pixels of the text, without its edge, where the panel's own begins."""
    x, y, width, height = desk.place(desk.find('text', 'Critique'))
    at = dict(line.split('=') for line in harness.xdotool('getwindowgeometry', '--shell', desk.window).split())
    area = '%dx%d+%d+%d' % (width - 24, height - 4, int(at['X']) + x + 12, int(at['Y']) + y + 2)
    return subprocess.run(('import', '-window', 'root', '-crop', area, 'rgb:-'), check=True, capture_output=True).stdout


def tab_to(desk, node):
    for _ in range(60):
        desk.key('Tab')
        if desk.is_focused(node):
            return
    check(False, 'Tab does not reach %s' % node.get_name())


def test(desk):
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    check(names(desk) == [], 'nothing is said of no critique')

    # Live, and never of another text.
    desk.write(TEXT)
    says(desk, TEXT)
    check(any(name.startswith('Speaks') for name in names(desk)) and any(name.startswith('Leaves') for name in names(desk)),
          'the tiny model gives both')
    # Side by side, above what comes next.
    places = [desk.place(node) for node in chips(desk)]
    check(len({y for _, y, _, _ in places}) <= 3, 'two or more in a line: %s' % places)
    below = desk.place(desk.find('label', 'Own score'))[1]
    check(all(y + height <= below for _, y, _, height in places), 'nothing lies over what is below: %s, %s' % (places, below))
    desk.type(' Focus on the eye')
    longer = TEXT + ' Focus on the eye'
    says(desk, longer)

    # The pointer lights the sentences, and leaving takes the light away.
    desk.key('Escape')
    until(lambda: desk.effects(), 'the effects')
    spoken = next(node for node in chips(desk) if node.get_name().startswith('Speaks'))
    desk.point(5, 5)
    dark = paper(desk)
    x, y, width, height = desk.place(spoken)
    desk.point(x + width / 2, y + height / 2)
    until(lambda: paper(desk) != dark, 'its sentences to be lit')
    desk.point(5, 5)
    until(lambda: paper(desk) == dark, 'the light to go')

    # The keyboard as well, and pressing goes to the sentence.
    tab_to(desk, spoken)
    until(lambda: paper(desk) != dark, 'its sentences to be lit by the keyboard')
    desk.key('space')
    text = desk.find('text', 'Critique')
    until(lambda: desk.is_focused(text), lambda: 'the text to have the keyboard; it is at %s' % desk.focused())

    # What is left out is asked about.
    left_out = next(node for node in chips(desk) if node.get_name().startswith('Leaves'))
    desk.key('Escape')
    tab_to(desk, left_out)
    desk.key('space')
    desk.find('button', 'No more questions')
    until(lambda: desk.is_focused(text), 'the answer to be written')
    check(desk.text(text).startswith(longer), 'no question stands in the text')

    # Without words, without chips.
    desk.key('ctrl+a', 'Delete')
    until(lambda: names(desk) == [], lambda: 'no chips: %s' % names(desk))
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
