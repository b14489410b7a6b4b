#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A pass tells its rate, the time left and the file; it pauses, where nothing
more is judged, and goes on; cancelled it stays so until the folder is looked at
again; a photograph that could not be read is judged once it was mended and tried
again."""

import os
import re
import shutil
import struct
import time
import zlib

import harness
from folder_testing import spoken
from harness import check, sample, until

N = 50
WIDTH, HEIGHT = 3600, 2400


def picture(number):
    """A PNG that is small to write and takes its time to decode."""
    def chunk(kind, content):
        return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))
    row = b'\0' + bytes((x * 7 + number * 11) // 3 & 255 for x in range(3 * WIDTH))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', WIDTH, HEIGHT, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(row * HEIGHT, 1)) + chunk(b'IEND', b''))


def make_folder(desk):
    """So many that a pass can be stopped on its way, each another photograph."""
    folder = os.path.join(desk.home, 'many')
    os.mkdir(folder)
    for i in range(N):
        with open(os.path.join(folder, 'wave%03d.png' % i), 'wb') as file:
            file.write(picture(i))
    return folder


def progress(desk):
    """What the bar says: how many of how many, and the rest of the line."""
    from gi.repository import GLib
    for node in desk.walk():
        try:
            if node.get_role_name() == 'label':
                node.clear_cache()
                match = re.match(r'([\d,]+) of ([\d,]+)(.*)', node.get_name() or '')
                if match:
                    return int(match[1].replace(',', '')), int(match[2].replace(',', '')), match[3]
        except GLib.Error:
            pass
    return None


def told(desk, question, what):
    return until(lambda: (lambda told: told is not None and question(told) and told)(progress(desk)),
                 lambda: '%s: %s\n%s' % (what, progress(desk), desk.outline()))


def test(desk):
    folder = make_folder(desk)
    desk.start(folder)

    # Paused: the number stands still.
    desk.press(desk.find('button', 'Pause'))
    desk.find('button', 'Resume')
    before = told(desk, lambda told: 'paused' in told[2], 'it to be paused')
    check(before[0] < N, 'it was paused on its way: %s' % (before,))
    time.sleep(2)
    # What was under way when it was paused is finished.
    after = told(desk, lambda told: 'paused' in told[2], 'it to be paused still')
    time.sleep(2)
    check(progress(desk) == after, 'nothing more is judged: %s, then %s' % (after, progress(desk)))
    check(after[0] - before[0] < N / 4, 'hardly anything was judged since: %s, then %s' % (before, after))

    # It goes on, with its rate, the time left and the file.
    desk.press(desk.find('button', 'Resume'))
    told(desk, lambda told: told[0] > after[0] and told[1] == N and re.search(r'[\d.]+ a second', told[2])
         and re.search(r'\d+\xa0(s|min) left', told[2]), 'the rate and the time left')
    until(lambda: re.search(r'wave\d+\.png\W', desk.outline()), lambda: 'the file:\n' + desk.outline())

    # Cancelled: the bar goes, and what was judged stays.
    desk.press(desk.find('button', 'Cancel'))
    desk.gone('button', 'Pause')
    check(any(', score' in (node.get_name() or '') for node in desk.walk()), 'the judged ones stay:\n' + desk.outline())
    desk.quit()

    # Opened again it goes on where it was, to the end.
    for name in sorted(os.listdir(folder))[20:]:
        os.remove(os.path.join(folder, name))
    desk.start(folder)
    until(lambda: desk.look('label', '20 photographs') and not desk.look('button', 'Pause'),
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
    desk.find('button', 'Retry')
    check(not any(text.startswith('later.jpg, score') for text in spoken(desk)), 'it has no score')
    shutil.copy(sample('rocket.jpg'), broken)
    desk.press(desk.find('button', 'Retry'))
    until(lambda: any(text.startswith('later.jpg, score') for text in spoken(desk)),
          lambda: 'its score: %s\n%s' % (list(spoken(desk)), desk.read_log()))
    desk.gone('button', 'Retry')
    desk.quit()


harness.run(test, size='1280x1000')
