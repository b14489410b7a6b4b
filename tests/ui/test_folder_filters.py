#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A saved filter says how many photographs it fits, and what it says stands in
the controls once it is chosen: in the range, the stars, the marks; what no
control can say stands in the search as it would be typed there. A mistake in it
is told and changes nothing."""

import harness
from folder_testing import judged, make_folder, says, switch, tiles
from harness import check, until


def entry(desk, name):
    return until(lambda: desk.look('text', name) or desk.look('entry', name), lambda: '%s:\n%s' % (name, desk.outline()))


def typed(desk, name):
    """What stands in an entry; GTK 4.8 knows no -1 for the end there."""
    from gi.repository import Atspi
    node = entry(desk, name)
    node.clear_cache()
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def save(desk, name):
    desk.press(desk.find('button', 'Save This Filter'))
    field = entry(desk, 'Name of the filter')
    until(lambda: desk.is_focused(field), 'the name to take the focus')
    desk.type(name)
    desk.key('Return')
    switch(desk, name)


def counted(desk, name, number):
    until(lambda: desk.describe('button', name) == number or desk.describe('toggle button', name) == number,
          lambda: '%s beside %s: “%s” “%s”\n%s' % (number, name, desk.describe('button', name),
                                                   desk.describe('toggle button', name), desk.read_log()))


def toggle(desk, name):
    desk.press(switch(desk, name))


def is_on(desk, name):
    from gi.repository import Atspi
    node = desk.look('button', name) or desk.look('toggle button', name)
    if node is None:
        return False
    node.clear_cache()
    states = node.get_state_set()
    return states.contains(Atspi.StateType.PRESSED) or states.contains(Atspi.StateType.CHECKED)


def value(desk, name):
    node = desk.find('slider', name)
    node.clear_cache()
    return float(node.get_description())


def search(desk, text):
    desk.key('ctrl+f')
    found = entry(desk, 'Search names')
    until(lambda: desk.is_focused(found), 'the search to have the focus')
    desk.key('ctrl+a')
    desk.type(text) if text else desk.key('Delete')


def test(desk):
    folder = make_folder(desk, broken=False)
    desk.start(folder)
    judged(desk)
    everything = sorted(tiles(desk))

    # Written as a condition, shown as controls.
    search(desk, '= name ~ rocket and stars=0 and score >= 1.5 and not rejected')
    until(lambda: tiles(desk) == ['rocket.jpg'], lambda: 'only the rocket: %s\n%s' % (tiles(desk), desk.outline()))
    save(desk, 'unrated rocket')
    counted(desk, 'unrated rocket', '1')
    until(lambda: is_on(desk, 'unrated rocket'), lambda: 'the filter in force to be switched on:\n' + desk.outline())

    desk.press(desk.find('button', 'Clear the Filters'))
    until(lambda: sorted(tiles(desk)) == everything, lambda: 'all of them: %s' % tiles(desk))
    check(not is_on(desk, 'unrated rocket'), 'it is in force no longer')

    toggle(desk, 'unrated rocket')
    until(lambda: tiles(desk) == ['rocket.jpg'], lambda: 'only the rocket again: %s' % tiles(desk))
    check(typed(desk, 'Search names') == '= name ~ rocket and not rejected',
          'what no control says: “%s”' % typed(desk, 'Search names'))
    check(value(desk, 'Lowest score shown') == 1.5, 'the lowest score: %s' % value(desk, 'Lowest score shown'))
    check(value(desk, 'Highest score shown') == 10, 'the highest score: %s' % value(desk, 'Highest score shown'))

    # The numbers follow: a star, and the rocket is unrated no longer.
    desk.key('F9')
    desk.key('ctrl+a')
    desk.find(None, '1 selected')
    desk.key('2')
    desk.key('F9')
    counted(desk, 'unrated rocket', '0')

    # Switched off: everything. Marks that combine are a filter of their own.
    toggle(desk, 'unrated rocket')
    until(lambda: sorted(tiles(desk)) == everything, lambda: 'all of them: %s' % tiles(desk))
    check(typed(desk, 'Search names') == '', 'the search is empty')
    desk.key('ctrl+a')
    desk.key('x')
    until(lambda: says(desk, 'coffee.jpg', 'Rejected'), 'all rejected')
    toggle(desk, 'Rejected')
    search(desk, 'rocket')
    until(lambda: tiles(desk) == ['rocket.jpg'], lambda: 'the rejected rocket: %s' % tiles(desk))
    save(desk, 'no rocket')
    counted(desk, 'no rocket', '1')
    toggle(desk, 'Rejected')
    until(lambda: not is_on(desk, 'no rocket'), 'it to be in force no longer')
    desk.press(desk.find('button', 'Clear the Filters'))
    toggle(desk, 'no rocket')
    until(lambda: is_on(desk, 'Rejected') and typed(desk, 'Search names') == 'rocket',
          lambda: 'the controls to say it:\n' + desk.outline())

    # A mistake is told where it is made; the list stays.
    desk.press(desk.find('button', 'Clear the Filters'))
    until(lambda: sorted(tiles(desk)) == everything, lambda: 'all of them again: %s' % tiles(desk))
    search(desk, '= stors > 3')
    until(lambda: 'Did you mean “stars”?' in desk.outline(), lambda: 'the mistake:\n' + desk.outline())
    check(sorted(tiles(desk)) == everything, 'the list stays as it was after “=”: %s' % tiles(desk))
    search(desk, '')
    until(lambda: 'Did you mean' not in desk.outline(), 'the mistake to go')
    desk.quit()


harness.run(test, size='1500x1300')
