#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder is judged, ordered, filtered and rated, all with the keyboard; Enter
and Esc keep the place; undo takes back; a restart keeps the stars."""

import os

import harness
from folder_testing import judged, make_folder, says, tiles
from harness import check, until


def select(desk, *names):
    """From the first tile on, with the arrows, like somebody without a mouse."""
    desk.key('Home')
    for _ in range(20):
        focus = until(desk.focused, 'something to have the focus')
        inside = [node.get_name() or '' for node in desk.walk(focus)]
        if any(text.startswith(names[0] + ',') for text in inside):
            return
        desk.key('Right')
    raise harness.Failure('the arrows do not reach %s:\n%s' % (names[0], desk.outline()))


def test(desk):
    folder = make_folder(desk)
    desk.start(folder)
    judged(desk)
    until(lambda: desk.look('label', '8 photographs'), 'the number of photographs')

    # What cannot be read says why, and offers to try again.
    until(lambda: says(desk, 'words.jpg', 'is not an image'), lambda: 'the reason:\n' + desk.outline() + desk.read_log())
    desk.find('button', 'Retry')

    # The order: best first; by name.
    check(tiles(desk)[-2:] in (['cut.jpg', 'words.jpg'], ['words.jpg', 'cut.jpg']), 'failed ones last: %s' % tiles(desk))

    # Rated: one, then all; one step back.
    select(desk, 'rocket.jpg')
    until(lambda: desk.look(None, '1 selected'), lambda: 'one to be selected:\n' + desk.outline())
    desk.key('4')
    until(lambda: says(desk, 'rocket.jpg', '4 stars'), lambda: 'four stars:\n' + desk.outline())
    desk.key('p')
    until(lambda: says(desk, 'rocket.jpg', 'Picked'), 'the flag')
    desk.key('ctrl+a', 'x')
    until(lambda: says(desk, 'coffee.jpg', 'Rejected') and says(desk, 'rocket.jpg', 'Rejected'), 'all rejected')
    desk.key('ctrl+z')
    until(lambda: not says(desk, 'coffee.jpg', 'Rejected') and says(desk, 'rocket.jpg', 'Picked'), 'one step back')
    desk.key('ctrl+shift+z')
    until(lambda: says(desk, 'coffee.jpg', 'Rejected'), 'and again')
    desk.key('ctrl+z')
    until(lambda: says(desk, 'rocket.jpg', 'Picked'), 'and back')

    # Search: the others are hidden; nothing matches; Esc ends it.
    desk.key('ctrl+f')
    search = until(lambda: desk.look('text', 'Search names') or desk.look('entry', 'Search names'), lambda: desk.outline())
    until(lambda: desk.is_focused(search), 'the search to have the focus')
    desk.type('rocket')
    until(lambda: tiles(desk) == ['rocket.jpg'], lambda: 'only the rocket: %s' % tiles(desk))
    desk.find('label', '8 photographs, 1 shown')
    desk.type('zzz')
    desk.find('label', '8 photographs are hidden by the filter')
    desk.key('Escape')
    until(lambda: len(tiles(desk)) >= 6, lambda: 'all of them again: %s' % tiles(desk))

    # Enter opens the desk, Esc comes back to the same photograph.
    select(desk, 'ladybird.jpg')
    desk.key('Return')
    desk.find('image', 'Photograph ladybird.jpg')
    desk.key('5')
    until(lambda: desk.look('slider', 'Stars'), lambda: 'the stars on the desk:\n' + desk.outline())
    desk.key('Escape')
    until(lambda: says(desk, 'ladybird.jpg', '5 stars'), lambda: 'five stars from the desk:\n' + desk.outline())
    until(lambda: any((node.get_name() or '').startswith('ladybird.jpg,')
                      for node in desk.walk(desk.focused())), lambda: 'the focus where it was:\n' + desk.outline())
    desk.quit()

    # Kept.
    desk.start(folder)
    until(lambda: says(desk, 'ladybird.jpg', '5 stars') and says(desk, 'rocket.jpg', '4 stars'),
          lambda: 'what was said before:\n' + desk.outline())
    desk.quit()

    # An empty folder says so; one without a library too.
    empty = os.path.join(desk.home, 'nothing')
    os.mkdir(empty)
    desk.start(empty)
    desk.find('label', 'There are no photographs in “nothing”.')
    desk.quit()

    with open(os.path.join(desk.home, 'photo-critic', 'library.sqlite'), 'r+b') as file:
        file.write(b'this is no database at all, only words and more words')
    desk.start(folder)
    desk.press(desk.find('button', 'Rescue'))
    judged(desk)
    desk.quit()


harness.run(test, size='1280x1000')
