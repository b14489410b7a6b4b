#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pass tells its rate, the time left and the file; it pauses, where nothing
more is judged, and goes on; cancelled it stays so until the folder is looked at
again; a photograph that could not be read is judged once it was mended and tried
again."""

import os
import re
import shutil
import time

import harness
from folder_testing import button, find_bar, inside, picture, spoken, told
from harness import check, sample, until

N = 60
WIDTH, HEIGHT = 2400, 1600


def make_folder(desk):
    """So many that a pass can be stopped on its way, each another photograph."""
    folder = os.path.join(desk.home, 'many')
    os.mkdir(folder)
    for i in range(N):
        with open(os.path.join(folder, 'wave%03d.png' % i), 'wb') as file:
            file.write(picture(i, WIDTH, HEIGHT))
    return folder


def test(desk):
    # However many processors there are, the pass takes seconds.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    folder = make_folder(desk)
    desk.start(folder)

    # Paused: the number stands still.
    bar = find_bar(desk)
    desk.press(button(desk, bar, 'Pause'))
    button(desk, bar, 'Resume')
    before = told(desk, bar, lambda told: 'paused' in told[2], 'it to be paused')
    check(before[0] < N, 'it was paused on its way: %s' % (before,))
    # What was under way when it was paused is finished, and no more.
    time.sleep(8)
    after = told(desk, bar, lambda told: 'paused' in told[2], 'it to be paused still')
    check(after[0] - before[0] <= 6, 'nothing more is begun: %s, then %s' % (before, after))

    # It goes on, with its rate, the time left and the file.
    desk.press(button(desk, bar, 'Resume'))
    told(desk, bar, lambda told: told[0] > after[0] and told[1] == N and re.search(r'[\d.]+ a second', told[2])
         and re.search(r'\d+\xa0(s|min) left', told[2]), 'the rate and the time left')
    until(lambda: any(re.search(r'wave\d+\.png$', name) for _node, name in inside(desk, bar, 'label')),
          lambda: 'the file: %s' % list(inside(desk, bar, 'label')))

    # Cancelled: the bar goes, and what was judged stays.
    desk.press(button(desk, bar, 'Cancel'))
    desk.gone('button', 'Pause')
    check(any(', score' in (node.get_name() or '') for node in desk.walk()), 'the judged ones stay:\n' + desk.outline())
    desk.quit()

    # Opened again it goes on where it was, to the end.
    for name in sorted(os.listdir(folder))[12:]:
        os.remove(os.path.join(folder, name))
    desk.start(folder)
    until(lambda: desk.look('label', '12 photographs') and not desk.look('button', 'Pause'),
          lambda: 'the pass to end:\n' + desk.outline())
    desk.quit()

    # One that cannot be read says so; mended, it is judged when it is tried again.
    few = os.path.join(desk.home, 'few')
    os.mkdir(few)
    shutil.copy(sample('storm.jpg'), few)
    broken = os.path.join(few, 'later.jpg')
    with open(sample('rocket.jpg'), 'rb') as whole, open(broken, 'wb') as part:
        part.write(whole.read(3000))
    desk.start(few)
    retry = desk.find('button', 'Retry')
    check(not any(text.startswith('later.jpg, score') for text in spoken(desk)), 'it has no score')
    # At once: the window sees by itself that a photograph has changed, half a second later.
    shutil.copy(sample('rocket.jpg'), broken)
    desk.press(retry)
    until(lambda: any(text.startswith('later.jpg, score') for text in spoken(desk)),
          lambda: 'its score: %s\n%s' % (list(spoken(desk)), desk.read_log()))
    desk.gone('button', 'Retry')
    desk.quit()


harness.run(test, size='1280x1000')
