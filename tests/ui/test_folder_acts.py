#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copying into a folder where a name is taken asks for each photograph, shows
both files, and does as it is told, for one or for all that follow; moving takes the sidecar along and comes back by undo; the judgements of what is
selected are exported."""

import csv
import os

import harness
from folder_testing import judged, make_folder, menu, tiles
from harness import check, until


def contents(path):
    with open(path, 'rb') as file:
        return file.read()


def choose(desk, item, path, selected='1 selected'):
    """Copy To… or Move To…, and the folder by its path."""
    menu(desk, selected, item)
    desk.choose(path)


def answer(desk, name, label, all_of_them=False):
    """What is asked about the photograph of that name."""
    question = '“%s” is in “out” already' % name
    desk.find('label', question)
    if all_of_them:
        from gi.repository import Atspi
        check_box = desk.find('check box', 'Do the same')
        # By Tab: GTK 4.8 gives a check box no focus over the accessibility bus.
        for _ in range(20):
            if desk.is_focused(check_box):
                break
            desk.key('Tab')
        until(lambda: desk.is_focused(check_box), 'the check box to take the focus')
        desk.key('space')
        until(lambda: (check_box.clear_cache(), check_box.get_state_set().contains(Atspi.StateType.CHECKED))[1],
              'the check box to be on')
    desk.press(desk.find('button', label))
    desk.gone('label', question)


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

    # Cancelled or skipped: nothing is there that was not.
    choose(desk, 'Copy To', out)
    # Both files, by their sizes.
    desk.find('label', 'There already')
    desk.find('label', '15 bytes')
    desk.find('label', 'To be copied')
    check(desk.look('check box', 'Do the same') is None, 'there is only one question')
    answer(desk, 'rocket.jpg', 'Cancel')
    check(os.listdir(out) == ['rocket.jpg'], 'nothing was copied: %s' % os.listdir(out))
    choose(desk, 'Copy To', out)
    answer(desk, 'rocket.jpg', 'Skip')
    desk.find('label', 'No photograph was copied')
    check(contents(taken) == b'was here before', 'what was there is left alone')

    # Both are kept, and undo takes the second away again.
    before = set(os.listdir(out))
    choose(desk, 'Copy To', out)
    answer(desk, 'rocket.jpg', 'Keep Both')
    until(lambda: any(contents(os.path.join(out, name)) == whole for name in set(os.listdir(out)) - before),
          lambda: 'the copy beside it: %s' % os.listdir(out))
    check(contents(taken) == b'was here before', 'the one that was there is kept')

    # Replaced.
    choose(desk, 'Copy To', out)
    answer(desk, 'rocket.jpg', 'Replace')
    until(lambda: contents(taken) == whole, lambda: 'the photograph in its place: %s' % desk.outline())
    check(contents(photo) == whole, 'a copy leaves the photograph where it is')

    # Three photographs: one is left alone, the others are replaced with one answer,
    # and one undo takes all of it back.
    desk.key('F9')
    desk.press(desk.find('button', 'Clear the Filters'))
    desk.key('F9')
    menu(desk, 'List', 'Bursts as Stacks')
    until(lambda: len(tiles(desk)) == 6, lambda: 'all of them: %s' % tiles(desk))
    names = tiles(desk)
    for name in names:
        with open(os.path.join(out, name), 'w') as file:
            file.write('an older %s' % name)
    desk.key('ctrl+a')
    choose(desk, 'Copy To', out, '6 selected')
    answer(desk, names[0], 'Skip')
    desk.find('check box', 'Do the same for the 4 others')
    answer(desk, names[1], 'Keep Both')
    answer(desk, names[2], 'Replace', all_of_them=True)
    desk.find('label', '5 photographs copied')
    check(contents(os.path.join(out, names[0])) == b'an older ' + names[0].encode(), 'the first is left alone')
    check(contents(os.path.join(out, names[1])) == b'an older ' + names[1].encode(), 'the second is kept')
    for name in names[2:]:
        check(len(contents(os.path.join(out, name))) > 1000, '%s is replaced' % name)
    desk.press(desk.find('button', 'Undo'))
    until(lambda: all(contents(os.path.join(out, name)) == b'an older ' + name.encode() for name in names
                      if os.path.exists(os.path.join(out, name))) and all(os.path.exists(os.path.join(out, name)) for name in names),
          lambda: 'what was there before: %s\n%s' % (os.listdir(out), desk.outline()))
    menu(desk, 'List', 'Bursts as Stacks')
    desk.key('ctrl+f')
    desk.type('rocket')
    until(lambda: tiles(desk) == ['rocket.jpg'], lambda: 'only the rocket: %s' % tiles(desk))
    desk.key('F9')
    desk.key('ctrl+a')
    desk.find(None, '1 selected')

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


harness.run(test, size='1280x1000')
