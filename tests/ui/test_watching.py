#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs put beside the photograph, take away and rename is seen in the
strip; what they put into the folder that is open, whole folders too, in its list. Of a
raw file and the picture beside it one is shown, or two, as the preference says."""

import os
import shutil

import harness
from folder_testing import tiles
from harness import sample, source, until
from test_strip import at, position

KEYFILE = '[io/github/photocritic/PhotoCritic]\n%s=%s\n'


def strip(desk):
    """The names of its tiles, in their order."""
    from gi.repository import GLib
    names = []
    top = desk.look('list', 'Film strip')
    for node in desk.walk(top) if top is not None else ():
        try:
            if node.get_role_name() == 'image':
                node.clear_cache()
                names.append((node.get_name() or '').split(',')[0])
        except GLib.Error:
            pass
    return [name for name in names if '.' in name]


def has(desk, *names):
    until(lambda: strip(desk) == list(names), lambda: '%s in the strip; there are %s, at “%s”' % (names, strip(desk), position(desk)))


def prefer(desk, key, yes):
    """As another window's preferences would."""
    desk.settings = 'keyfile'
    path = os.path.join(desk.home, 'glib-2.0', 'settings')
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, 'keyfile'), 'w') as file:
        file.write(KEYFILE % (key, 'true' if yes else 'false'))


def beside(desk):
    folder = os.path.join(desk.home, 'beside')
    os.mkdir(folder)
    for name, of in (('a.jpg', 'coffee.jpg'), ('b.jpg', 'rocket.jpg')):
        shutil.copy(sample(of), os.path.join(folder, name))
    desk.start(os.path.join(folder, 'a.jpg'))
    has(desk, 'a.jpg', 'b.jpg')
    shutil.copy(sample('storm.jpg'), os.path.join(folder, 'c.jpg'))
    with open(os.path.join(folder, 'notes.txt'), 'w') as file:
        file.write('no photograph')
    has(desk, 'a.jpg', 'b.jpg', 'c.jpg')
    at(desk, '1 of 3')
    os.rename(os.path.join(folder, 'c.jpg'), os.path.join(folder, '0.jpg'))
    has(desk, '0.jpg', 'a.jpg', 'b.jpg')
    at(desk, '2 of 3')
    os.remove(os.path.join(folder, 'b.jpg'))
    has(desk, '0.jpg', 'a.jpg')
    at(desk, '2 of 2')

    # The one on the desk stays until it is left.
    shutil.copy(sample('ladybird.jpg'), os.path.join(folder, 'd.jpg'))
    has(desk, '0.jpg', 'a.jpg', 'd.jpg')
    os.remove(os.path.join(folder, 'a.jpg'))
    shutil.copy(sample('pavilion.jpg'), os.path.join(folder, 'e.jpg'))
    has(desk, '0.jpg', 'a.jpg', 'd.jpg', 'e.jpg')
    desk.find('image', 'Photograph a.jpg')
    desk.key('Right')
    desk.find('image', 'Photograph d.jpg')
    has(desk, '0.jpg', 'd.jpg', 'e.jpg')
    at(desk, '2 of 3')
    desk.key('Left')
    desk.find('image', 'Photograph 0.jpg')
    desk.quit()


def below(desk):
    folder = os.path.join(desk.home, 'below')
    os.makedirs(os.path.join(desk.home, 'away', 'deep'))
    os.mkdir(folder)
    shutil.copy(sample('coffee.jpg'), os.path.join(folder, 'a.jpg'))
    shutil.copy(sample('rocket.jpg'), os.path.join(desk.home, 'away', 'deep', 'b.jpg'))

    def lists(*names):
        until(lambda: sorted(tiles(desk)) == list(names), lambda: '%s; there are %s\n%s' % (names, tiles(desk), desk.outline()))

    # To the tiny model two of the photographs look alike: as a stack they would be one tile.
    prefer(desk, 'bursts-collapsed', False)
    desk.start(folder)
    lists('a.jpg')
    # A folder that is moved in with what it has, then what comes into it later.
    os.rename(os.path.join(desk.home, 'away'), os.path.join(folder, 'moved'))
    lists('a.jpg', 'b.jpg')
    shutil.copy(sample('storm.jpg'), os.path.join(folder, 'moved', 'deep', 'c.jpg'))
    lists('a.jpg', 'b.jpg', 'c.jpg')
    # One that is made, and filled when it is known.
    os.makedirs(os.path.join(folder, 'made', 'deeper'))
    shutil.copy(sample('ladybird.jpg'), os.path.join(folder, 'made', 'deeper', 'd.jpg'))
    lists('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg')
    shutil.copy(sample('pavilion.jpg'), os.path.join(folder, 'made', 'e.jpg'))
    lists('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg')
    # And one that goes.
    os.rename(os.path.join(folder, 'moved'), os.path.join(desk.home, 'away'))
    lists('a.jpg', 'd.jpg', 'e.jpg')
    desk.quit()


def together(desk):
    folder = os.path.join(desk.home, 'together')
    os.mkdir(folder)
    shutil.copy(source('tests', 'golden', 'raw', 'large-preview.dng'), os.path.join(folder, 'p.dng'))
    shutil.copy(sample('coffee.jpg'), os.path.join(folder, 'p.jpg'))
    shutil.copy(sample('rocket.jpg'), os.path.join(folder, 'x.jpg'))

    def rows(n):
        until(lambda: desk.look('label', '%d photograph' % n),
              lambda: '%d photographs in the list:\n%s' % (n, desk.outline()))

    prefer(desk, 'with-partners', True)
    desk.start(os.path.join(folder, 'x.jpg'))
    has(desk, 'p.jpg', 'x.jpg')
    prefer(desk, 'with-partners', False)
    has(desk, 'p.dng', 'p.jpg', 'x.jpg')
    at(desk, '3 of 3')
    prefer(desk, 'with-partners', True)
    has(desk, 'p.jpg', 'x.jpg')
    at(desk, '2 of 2')
    desk.quit()
    # The one that was opened is the one that is shown.
    desk.start(os.path.join(folder, 'p.dng'))
    has(desk, 'p.dng', 'x.jpg')
    desk.quit()
    desk.start(folder)
    rows(2)
    prefer(desk, 'with-partners', False)
    rows(3)
    prefer(desk, 'with-partners', True)
    rows(2)
    desk.quit()


def test(desk):
    beside(desk)
    below(desk)
    together(desk)


if __name__ == '__main__':
    harness.run(test)
