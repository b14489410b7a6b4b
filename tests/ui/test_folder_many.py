#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""5,000 files, a few of them broken in every way: the window lists them, answers
keys while they are judged, names what could not be read, is killed on the way, goes on
where it was, filters and sorts what it has, and holds no more memory for it.

PHOTO_CRITIC_MANY: another number of files."""

import os
import re
import signal

import harness
from folder_testing import find_bar, inside, menu, photograph, picture, progress, spoken, told
from harness import check, until

N = int(os.environ.get('PHOTO_CRITIC_MANY', 5000))
# Megabytes at most, whatever the number of files.
MEMORY = 900
BROKEN = {
    'aa-cut.png': lambda whole: whole[:len(whole) // 2],
    'ab-empty.jpg': lambda whole: b'',
    'ac-words.jpg': lambda whole: b'no picture at all\n' * 50,
    'ad-noise.png': lambda whole: whole[:60] + bytes(range(256)) * 4,
    'ae-huge.png': lambda whole: whole[:16] + b'\x7f\xff\xff\xff\x7f\xff\xff\xff' + whole[24:],
}
# With a link to nothing and a pipe, which stop nobody.
N_BROKEN = len(BROKEN) + 2


def make_folder(desk):
    """Small ones, each another photograph."""
    folder = os.path.join(desk.home, 'many')
    os.mkdir(folder)
    for name, harm in BROKEN.items():
        with open(os.path.join(folder, name), 'wb') as file:
            file.write(harm(picture(0, 96, 64)))
    os.symlink('nowhere.jpg', os.path.join(folder, 'af-dangling.jpg'))
    os.mkfifo(os.path.join(folder, 'ag-pipe.jpg'))
    for i in range(N - N_BROKEN):
        with open(os.path.join(folder, 'm%05d.png' % i), 'wb') as file:
            file.write(picture(i, 96 + 32 * (i % 3), 64 + 32 * (i % 2)))
    return folder


def memory(desk):
    """The most that the program held, in megabytes."""
    with open('/proc/%d/status' % desk.process.pid) as file:
        return int(re.search(r'VmHWM:\s*(\d+)', file.read())[1]) / 1024


def counted(desk, text):
    until(lambda: desk.look('label', text), lambda: '“%s”:\n%s' % (text, desk.outline()))


def shown(desk, name):
    until(lambda: any(text.startswith(name) for text in spoken(desk)),
          lambda: '%s to be seen: %s' % (name, list(spoken(desk))[:20]))


def ended(desk, bar):
    """Waits as long as the pass comes on."""
    while desk.look('button', 'Pause') is not None:
        there = progress(desk, bar)
        until(lambda: progress(desk, bar) != there or desk.look('button', 'Pause') is None, lambda: 'the pass to come on: %s' % (there,))


def test(desk):
    folder = make_folder(desk)
    last = 'm%05d.png' % (N - N_BROKEN - 1)
    desk.start(folder)

    # All of them are there while the first are judged.
    bar = find_bar(desk)
    told(desk, bar, lambda told: told[1] >= N and told[0] > 0, 'all to be known and some judged')
    counted(desk, '%d photographs' % N)

    # The keys are answered meanwhile: to the end of the list, and back.
    menu(desk, 'List', 'Bursts as Stacks')
    menu(desk, 'List', 'Table')
    desk.click(desk.find('label', 'Photograph'))
    shown(desk, 'aa-cut.png')
    desk.click(photograph(desk, 'aa-cut.png'))
    until(lambda: desk.look('button', '1 selected'), 'the first row to be chosen')
    desk.key('End')
    shown(desk, last)
    desk.key('p', 'Up', '5')
    desk.key('Home')
    before = told(desk, bar, lambda told: told[0] > 40, 'more to be judged')

    # Killed on the way: what was judged and marked is not lost, and nothing of it is judged again.
    desk.process.send_signal(signal.SIGKILL)
    desk.process.wait()
    desk.start(folder)
    if before[0] < N:           # it is with 5,000
        bar = find_bar(desk)
        again = until(lambda: progress(desk, bar), lambda: 'the pass to go on: %s' % list(inside(desk, bar, 'label')))
        check(again[0] >= before[0] - 40, 'it goes on where it was: %s, then %s' % (before, again))
        ended(desk, bar)

    # What is broken says so, and can be tried again; the rest has a score.
    desk.find('button', 'Retry')
    desk.key('ctrl+f')
    desk.type('= stars = 5 or flag = pick')
    counted(desk, '%d photographs, 2 shown' % N)
    desk.key('ctrl+a')
    desk.type('= failed')
    counted(desk, '%d photographs, %d shown' % (N, N_BROKEN))
    desk.key('ctrl+a')
    desk.type('= score > 1')
    counted(desk, '%d photographs, %d shown' % (N, N - N_BROKEN))
    check(memory(desk) < MEMORY, 'it held %.0f MB' % memory(desk))
    print('%d files, %.0f MB at most' % (N, memory(desk)))
    desk.quit()


harness.run(test, size='1280x1000')
