#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cancel in the middle of writing, in every format: the dialog says that nothing
was written, and nothing is left; afterwards a report is written whole."""

import os
import signal

import harness
from folder_testing import menu
from harness import check, until
from report_testing import FORMATS, TEMPLATES, choose, find, gone, nothing_in, pictures, save

N = 60
# Names in the folder, by the format.
NAMES = ('r.pdf', 'r.html', 'cards', 'r.csv', 'r.json', 'lesson')


def open_dialog(desk, button):
    desk.press(button)
    find(desk, 'button', 'Save…')


def press_in_the_middle(desk, out, key):
    """The temporary says that the writing is under way; the program stands still from
    then until the key is on its way, which takes us a while."""
    until(lambda: os.listdir(out), lambda: 'the writing to begin:\n' + desk.outline())
    desk.process.send_signal(signal.SIGSTOP)
    try:
        check(all(name.startswith('.photo-critic-') for name in os.listdir(out)), 'still under way: %s' % os.listdir(out))
        desk.key(key)
    finally:
        desk.process.send_signal(signal.SIGCONT)


def test(desk):
    out = os.path.join(desk.home, 'out')
    os.mkdir(out)
    pictures(os.path.join(desk.home, 'many'), N)
    desk.start(os.path.join(desk.home, 'many'))
    button = desk.find('button', 'Report…')
    # To the tiny model they are all alike.
    menu(desk, 'List', 'Bursts as Stacks')
    desk.find('label', '%d photographs' % N)

    for kind, name in zip(FORMATS, NAMES):
        # Anew each time: what one has judged the next does not know.
        open_dialog(desk, button)
        choose(desk, 'Format', 'f', FORMATS, kind)
        save(desk, os.path.join(out, name))
        # Cancel has the focus.
        press_in_the_middle(desk, out, 'space')
        find(desk, 'label', 'Nothing was written.')
        nothing_in(out)
        if kind == 'HTML':
            # Of so many there is no such page, so nothing is drawn and judged beforehand
            # for the formats without pages: writing those takes its time, too.
            choose(desk, 'Template', 't', TEMPLATES, TEMPLATES[3])
        desk.key('Escape')
        gone(desk, 'button', 'Save…')

    # Closing the dialog in the middle is cancelling, too.
    open_dialog(desk, button)
    save(desk, os.path.join(out, 'lesson'))
    press_in_the_middle(desk, out, 'Escape')
    until(lambda: os.listdir(out) == [], lambda: 'nothing to be left: %s' % [(name, os.listdir(os.path.join(out, name))[:3]) for name in os.listdir(out)])

    # And whole, where nobody cancels.
    open_dialog(desk, button)
    choose(desk, 'Format', 'f', FORMATS, 'Table (CSV)')
    save(desk, os.path.join(out, 'r.csv'))
    find(desk, 'label', 'The report is in')
    with open(os.path.join(out, 'r.csv'), encoding='utf-8') as file:
        n = len(file.readlines())
    check(n == N + 1, 'a row for each that is shown: %d' % n)
    desk.key('Escape')
    desk.quit()


harness.run(test)
