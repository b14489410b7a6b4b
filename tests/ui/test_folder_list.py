#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A burst is a stack that opens and closes; the table is sorted by the header
pressed; a filter is saved, found again after a restart, and deleted."""

import os
import shutil

import harness
from folder_testing import menu, open_menu, spoken, switch, tiles
from harness import sample, until


def make_burst(desk):
    """Three files of one photograph that are not the same, and another one."""
    folder = os.path.join(desk.home, 'burst')
    os.mkdir(folder)
    shutil.copy(sample('storm.jpg'), folder)
    for number in '123':
        with open(sample('coffee.jpg'), 'rb') as whole, open(os.path.join(folder, 'cup%s.jpg' % number), 'wb') as file:
            file.write(whole.read() + number.encode())
    return folder


def shown(desk, question, what):
    until(lambda: question(tiles(desk)), lambda: '%s: %s\n%s' % (what, list(spoken(desk)), desk.read_log()))


def cups(names):
    return [name for name in names if name.startswith('cup')]


def press_header(desk, title, question, what):
    header = desk.find('label', title)
    x, y, width, height = desk.place(header)
    desk.point(x + width / 2, y + height / 2)
    harness.xdotool('click', 1)
    shown(desk, question, what)


def burst(desk):
    """The button on the stack."""
    return switch(desk, 'Burst of 3 photographs')


def test(desk):
    folder = make_burst(desk)
    desk.start(folder)

    # Stacked, opened, stacked again.
    burst(desk)
    shown(desk, lambda names: len(cups(names)) == 1, 'the best of the burst alone')
    desk.press(burst(desk))
    shown(desk, lambda names: len(cups(names)) == 3, 'the burst whole')
    desk.press(burst(desk))
    shown(desk, lambda names: len(cups(names)) == 1, 'the burst stacked again')

    # The table, all of them, by name and the other way round.
    menu(desk, 'List', 'Bursts as Stacks')
    shown(desk, lambda names: len(cups(names)) == 3, 'no stacks')
    menu(desk, 'List', 'Table')
    desk.find('label', 'Verdict')
    names = ['cup1.jpg', 'cup2.jpg', 'cup3.jpg', 'storm.jpg']
    shown(desk, lambda shown: sorted(shown) == names, 'a row for each')
    first = tiles(desk)
    wanted = names if first != names else names[::-1]
    press_header(desk, 'Photograph', lambda shown: shown == wanted, 'the rows by name')
    press_header(desk, 'Photograph', lambda shown: shown == wanted[::-1], 'and the other way round')

    # A filter with a name.
    desk.key('ctrl+f')
    desk.type('storm')
    shown(desk, lambda names: names == ['storm.jpg'], 'only the storm')
    desk.press(desk.find('button', 'Save This Filter'))
    until(lambda: desk.look('text', 'Name of the filter') or desk.look('entry', 'Name of the filter'),
          lambda: 'the name to be asked for:\n' + desk.outline())
    desk.type('weather')
    desk.key('Return')
    switch(desk, 'weather')
    desk.quit()

    desk.start(folder)
    shown(desk, lambda names: len(names) == 2, 'all of them, stacked')
    desk.press(switch(desk, 'weather'))
    shown(desk, lambda names: names == ['storm.jpg'], 'the saved filter')
    open_menu(desk, 'Rename or delete “weather”')
    desk.press(desk.find('button', 'Delete'))
    # The name is gone; what it said stands in the controls until they are cleared.
    desk.gone('button', 'weather')
    desk.gone('toggle button', 'weather')
    shown(desk, lambda names: names == ['storm.jpg'], 'the search for the storm')
    desk.press(desk.find('button', 'Clear the Filters'))
    shown(desk, lambda names: len(names) == 2, 'all of them again')
    desk.quit()


harness.run(test, size='1500x1100')
