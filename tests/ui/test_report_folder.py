#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of a folder: what is selected, else all that is shown, with the stars
that were given; a photograph that went missing is told in the report; the same
set is printed to a file."""

import os
import subprocess
import time

import harness
from folder_testing import GOOD, judged, make_folder, says, tiles
from harness import check, until

NAMES = [name if name != 'storm.jpg' else 'storm day.jpg' for name in GOOD]


def read(path):
    return subprocess.run(('pdftotext', '-layout', path, '-'), check=True, capture_output=True, text=True).stdout


def n_pages(path):
    said = subprocess.run(('pdfinfo', path), check=True, capture_output=True, text=True).stdout
    return int(said.split('Pages:')[1].split()[0])


def named(path):
    """The photographs that the PDF names, in the order of their first mention."""
    text = read(path)
    return sorted((name for name in NAMES if name in text), key=text.index)


def dialog(desk):
    """The preview is whole: the model has judged all."""
    return desk.find('label', 'Page 1 of')


def save(desk, path):
    desk.press(desk.find('button', 'Save…'))
    name = desk.find('text', 'Name')
    until(lambda: desk.is_focused(name), 'the name to take the focus')
    desk.key('ctrl+a')
    desk.type(path)
    desk.key('Return')


def report(desk, path):
    """Writes a report from the dialog, which Ctrl+E opened, and closes it."""
    dialog(desk)
    save(desk, path)
    desk.find('label', 'The report is in “%s”' % path)
    desk.key('Escape')
    desk.gone('label', 'Page 1 of')


def is_whole(path):
    return subprocess.run(('pdfinfo', path), capture_output=True).returncode == 0


def is_sensitive(node):
    from gi.repository import Atspi
    node.clear_cache()
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def waits_for(question):
    """Whether it becomes true within a second: keys are tried until one helps."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.05)
    return False


def print_to_file(desk, before=lambda: None):
    """Chooses GTK's own printer, which writes a PDF into the folder of documents."""
    desk.key('ctrl+p')
    desk.find('label', 'Print to File')
    button = desk.find('button', 'Print')
    for _ in range(12):
        if waits_for(lambda: is_sensitive(button)):
            break
        desk.key('Tab', 'space')
    check(is_sensitive(button), 'the printer can be chosen:\n' + desk.outline())
    before()
    desk.press(button)


def test(desk):
    out = os.path.join(desk.home, 'out')
    os.mkdir(out)
    with open(os.path.join(desk.home, 'user-dirs.dirs'), 'w') as file:
        file.write('XDG_DOCUMENTS_DIR="$HOME/out"\n')
    folder = make_folder(desk, broken=False)
    desk.start(folder)
    judged(desk)

    # Two of them, the first with stars.
    desk.key('Home')
    until(lambda: desk.look(None, '1 selected'), lambda: 'one to be selected:\n' + desk.outline())
    first, second = tiles(desk)[:2]
    desk.key('4')
    until(lambda: says(desk, first, '4 stars'), lambda: 'four stars:\n' + desk.outline())
    desk.key('shift+Right')
    until(lambda: desk.look(None, '2 selected'), lambda: 'two to be selected:\n' + desk.outline())
    desk.key('ctrl+e')
    path = os.path.join(out, 'two.pdf')
    report(desk, path)
    check(named(path) == [first, second], 'both and no other: %s' % named(path))
    check('★★★★☆' in read(path), 'the stars:\n' + read(path))

    # Printed: a page each.
    print_to_file(desk)
    printed = os.path.join(out, 'output.pdf')
    until(lambda: os.path.exists(printed) and is_whole(printed), lambda: 'the print:\n' + desk.outline() + desk.read_log())
    check(named(printed) == [first, second] and n_pages(printed) == 2, 'both: %s' % read(printed))

    # On the desk, with what was said of it in the folder.
    desk.key('Home')
    until(lambda: desk.look(None, '1 selected'), lambda: 'one to be selected:\n' + desk.outline())
    desk.key('Return')
    desk.find('image', 'Photograph ' + first)
    desk.wait_score()
    desk.key('ctrl+e')
    path = os.path.join(out, 'one.pdf')
    report(desk, path)
    check(named(path) == [first] and n_pages(path) == 1, 'the one on the desk: %s' % read(path))
    check('★★★★☆' in read(path), 'its stars:\n' + read(path))
    desk.key('Escape')
    until(lambda: desk.look(None, '1 selected'), lambda: 'the folder again:\n' + desk.outline())

    # Nothing selected: all that is shown. One of them is no longer there.
    desk.key('Escape')
    desk.gone(None, '1 selected')
    shown = [name for name in tiles(desk) if name in NAMES]
    check(len(shown) == 4, 'the tiles: %s' % shown)
    os.remove(os.path.join(folder, first))
    desk.key('ctrl+e')
    path = os.path.join(out, 'all.pdf')
    report(desk, path)
    check(sorted(named(path)) == sorted(shown), 'all of %s: %s' % (shown, named(path)))
    check('could not be' in read(path), 'why one has no score:\n' + read(path))

    # Nothing to report on.
    empty = os.path.join(desk.home, 'nothing')
    os.mkdir(empty)
    desk.quit()
    desk.start(empty)
    desk.find('label', 'There are no photographs in “nothing”.')
    check(not is_sensitive(desk.find('button', 'Report…')), 'no report without photographs')
    desk.quit()


if __name__ == '__main__':
    harness.run(test, size='1280x1000')
