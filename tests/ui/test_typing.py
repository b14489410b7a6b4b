#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""When what is typed counts: by a program in C with a clock and an input method of its
own. And what a screen reader hears of it: a new score, but not one for each key."""

import os
import subprocess
import time

import harness
from harness import build, check, sample, until


def test_driven():
    environment = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GTK_IM_MODULE='made', G_DEBUG='fatal-criticals',
                       PHOTO_CRITIC_MODEL=os.environ['PHOTO_CRITIC_TINY_MODEL'])
    environment.pop('GTK_A11Y', None)
    done = subprocess.run((build('tests', 'ui', 'drive-typing'),), env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(done.stdout)
    check(done.returncode == 0, 'it ended with status %d:\n%s' % (done.returncode, done.stdout))


def test_told(desk):
    """Once a second at most, and not only when the hand rests."""
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    desk.write('Warm. ')
    desk.wait_score()
    scale = desk.find('level bar', 'Score from 1 to 10')
    told, typing = [], None

    def listen():
        nonlocal typing
        if typing is None or typing.poll() is not None:
            typing = subprocess.Popen(('xdotool', 'type', '--delay', '40', 'light blur sharp dull good bad soft '))
        scale.clear_cache()
        said = scale.get_description()
        if said.startswith('Score') and (not told or told[-1] != said):
            told.append(said)
        return len(told) > 4

    start = time.monotonic()
    until(listen, lambda: 'scores to be told: %s' % told)
    passed = time.monotonic() - start
    typing.wait()
    # The first was there, another may have come at once.
    check(len(told) <= 2 + passed, '%d scores in %.1f seconds: %s' % (len(told), passed, told))
    desk.quit()


def test(desk):
    test_driven()
    test_told(desk)


if __name__ == '__main__':
    harness.run(test)
