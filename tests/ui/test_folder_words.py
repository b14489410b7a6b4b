#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder is ranked by words, as photo-critic-cli ranks it; words that the model
does not know say so and change nothing; Esc gives the order before back."""

import json
import os
import subprocess

import harness
from folder_testing import judged, make_folder, tiles
from harness import check, until

TEXTS = ('misty mountains, soft light', 'a dog at a street corner', 'coffee', 'red', 'sky')


def rank(folder, text):
    environment = dict(os.environ, PHOTO_CRITIC_MODEL=os.environ['PHOTO_CRITIC_TINY_MODEL'], LC_ALL='C.UTF-8')
    done = subprocess.run((harness.build('src', 'cli', 'photo-critic-cli'), 'rank', folder, '--no-library',
                           '--format', 'ndjson', '--words', text), env=environment, check=True, capture_output=True)
    return [os.path.basename(json.loads(line)['path']) for line in done.stdout.splitlines()]


def among(order, names):
    return [name for name in order if name in names]


def test(desk):
    folder = make_folder(desk, broken=False)
    desk.start(folder)
    judged(desk)
    until(lambda: not desk.look('button', 'Pause'), lambda: 'the pass to end:\n' + desk.outline())
    before = tiles(desk)

    # Of what the tiny model finds alike only the best is shown, and which ones
    # are may settle late: only the order of what is shown is looked at.
    orders = {text: rank(folder, text) for text in TEXTS}
    text = next((text for text in TEXTS if among(orders[text], before) != before), None)
    check(text is not None, 'no words change the order %s' % before)

    def is_near():
        shown = tiles(desk)
        return len(shown) > 1 and shown == among(orders[text], shown)

    def is_before():
        shown = tiles(desk)
        return len(shown) > 1 and among(shown, before) == among(before, shown)

    desk.key('ctrl+shift+f')
    entry = until(lambda: desk.look('text', 'Find by words, in English') or desk.look('entry', 'Find by words, in English'),
                  lambda: 'the words:\n' + desk.outline())
    until(lambda: desk.is_focused(entry), lambda: 'the words to have the focus:\n' + desk.outline())
    desk.type(text)
    check(is_before(), 'nothing moves while one types: %s, before %s' % (tiles(desk), before))
    desk.key('Return')
    until(is_near, lambda: 'the order of %s: %s\n%s' % (orders[text], tiles(desk), desk.outline()))

    # What is no English says so; the order stays.
    desk.key('ctrl+a')
    desk.type('12')
    desk.key('Return')
    desk.find('label', 'The model does not know the words “12”.')
    check(is_near(), 'the order stays: %s' % tiles(desk))

    desk.key('Escape')
    until(is_before, lambda: 'the order before, %s: %s' % (before, tiles(desk)))
    desk.quit()


harness.run(test, size='1280x1000')
