#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying into a folder where the name is taken asks, and does as it is told;
moving takes the sidecar along and comes back by undo; the judgements of what is
selected are exported."""

import csv
import os

import harness
from folder_testing import judged, make_folder, menu, tiles
from harness import check, until


def contents(path):
    with open(path, 'rb') as file:
        return file.read()


def choose(desk, item, path):
    """Copy To… or Move To…, and the folder by its path: a slash opens a field."""
    menu(desk, '1 selected', item)
    until(lambda: harness.xdotool_says('getactivewindow') not in (None, desk.window), 'the chooser to have the focus')
    desk.find('label', 'Size')
    desk.type(path)
    desk.key('Return')


def answer(desk, label):
    desk.find('label', 'Files with these names are there already')
    desk.press(desk.find('button', label))
    desk.gone('label', 'Files with these names are there already')


def test(desk):
    folder = make_folder(desk, broken=False)
    out = os.path.join(desk.home, 'out')
    os.mkdir(out)
    photo, taken = os.path.join(folder, 'rocket.jpg'), os.path.join(out, 'rocket.jpg')
    with open(taken, 'w') as file:
        file.write('was here before')
    with open(photo + '.xmp', 'w') as file:
        file.write('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    whole = contents(photo)

    desk.start(folder)
    judged(desk)
    desk.key('ctrl+f')
    desk.type('rocket')
    until(lambda: tiles(desk) == ['rocket.jpg'], lambda: 'only the rocket: %s' % tiles(desk))
    # The filters go, and the list has the focus.
    desk.key('F9')
    desk.key('ctrl+a')
    desk.find(None, '1 selected')

    # Cancelled: nothing is there that was not. Skipped: the sidecar only.
    choose(desk, 'Copy To', out)
    answer(desk, '_Cancel')
    check(os.listdir(out) == ['rocket.jpg'], 'nothing was copied: %s' % os.listdir(out))
    choose(desk, 'Copy To', out)
    answer(desk, '_Skip')
    desk.find('label', '1 photograph copied')
    check(contents(taken) == b'was here before', 'what was there is left alone')

    # Both are kept, and undo takes the second away again.
    before = set(os.listdir(out))
    choose(desk, 'Copy To', out)
    answer(desk, '_Keep')
    until(lambda: any(contents(os.path.join(out, name)) == whole for name in set(os.listdir(out)) - before),
          lambda: 'the copy beside it: %s' % os.listdir(out))
    check(contents(taken) == b'was here before', 'the one that was there is kept')

    # Replaced.
    choose(desk, 'Copy To', out)
    answer(desk, '_Replace')
    until(lambda: contents(taken) == whole, lambda: 'the photograph in its place: %s' % desk.outline())
    check(contents(photo) == whole, 'a copy leaves the photograph where it is')

    # The judgements of what is selected.
    table = os.path.join(desk.home, 'judgements.csv')
    menu(desk, '1 selected', 'Export Judgements')
    name = desk.find('text', 'Name')
    until(lambda: desk.is_focused(name), 'the name to take the focus')
    desk.key('ctrl+a')
    desk.type(table)
    desk.key('Return')
    desk.find('label', 'The judgement of 1 photograph is in')
    with open(table, newline='') as file:
        rows = list(csv.DictReader(file))
    check([row['path'] for row in rows] == [photo], 'the photograph selected: %s' % rows)
    check(1 <= float(rows[0]['score']) <= 10, 'its score: %s' % rows)

    # Moved with its sidecar, and back.
    away = os.path.join(desk.home, 'away')
    os.mkdir(away)
    choose(desk, 'Move To', away)
    until(lambda: sorted(os.listdir(away)) == ['rocket.jpg', 'rocket.jpg.xmp'], lambda: 'both to arrive: %s' % os.listdir(away))
    check(not os.path.exists(photo) and not os.path.exists(photo + '.xmp'), 'they left')
    desk.find('label', '1 photograph moved')
    desk.press(desk.find('button', 'Undo'))
    until(lambda: os.path.exists(photo) and os.path.exists(photo + '.xmp'), lambda: 'both to come back:\n' + desk.outline())
    check(os.listdir(away) == [] and contents(photo) == whole, 'nothing stays behind')
    desk.quit()


harness.skip_from_gtk('4.18', 'the burst’s button and the menus of the selection are not found in its accessibility tree yet')
harness.run(test, size='1280x1000')
