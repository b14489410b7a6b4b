#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences are kept; a key that is changed does what it is told now and no longer
what it was told before, a conflict is named, tooltips and the list of shortcuts follow;
a mark steps on when that is wanted."""

import os
import shutil
import subprocess

import harness
from harness import check, sample, until
from test_marks import pressed, stars
from test_strip import at


def tip(desk, role, name, words):
    until(lambda: words in desk.describe(role, name), lambda: '%s “%s”: %s; it says “%s”' % (role, name, words, desk.describe(role, name)))


def open_preferences(desk):
    desk.key('ctrl+comma')
    return until(lambda: desk.look('page tab', 'General') or desk.look('toggle button', 'General') or desk.look('button', 'General')
                 or desk.look('radio button', 'General'), lambda: 'the preferences:\n' + desk.outline())


def page(desk, name):
    tab = until(lambda: next((desk.look(role, name) for role in ('page tab', 'toggle button', 'radio button', 'button')
                              if desk.look(role, name)), None), lambda: 'the page “%s”:\n%s' % (name, desk.outline()))
    x, y, width, height = desk.place(tab)
    return tab, x, y, width, height


def looks(desk):
    """Where there is more than is seen L looks to the left; Shift+Left does no more, nor anything else, and Shift+Right still does."""
    def shot():
        x, y, width, height = desk.place(desk.find('image', 'Photograph'))
        return subprocess.run(('import', '-window', desk.window, '-crop', '%dx%d+%d+%d' % (width - 40, height - 40, x + 20, y + 20),
                               '-depth', '8', 'rgb:-'), check=True, capture_output=True).stdout

    def still():
        """Until two of them are the same."""
        last = shot()
        while (now := shot()) != last:
            last = now
        return now

    desk.key('ctrl+1', 'ctrl+plus', 'ctrl+plus', 'ctrl+plus')
    desk.find('label', '195\u00a0%')
    start = still()
    desk.key('shift+Right')
    until(lambda: shot() != start, 'Shift+Right to look to the right')
    right = still()
    desk.key('shift+Left')
    desk.key('l')
    until(lambda: shot() == start, 'L to look to the left, as far as Shift+Right looked to the right')
    check(right != start, 'something moved')
    desk.key('ctrl+0')


def told(desk):
    """All names, of what is hidden, too."""
    from gi.repository import GLib
    names = set()
    for node in desk.walk(hidden=True):
        try:
            names.add(node.get_name())
        except GLib.Error:
            pass
    return names


def lists(desk, command):
    """Whether the list of shortcuts has it: from GTK 4.14 on its name begins with the keys."""
    return any(name.endswith(command) for name in told(desk) if name is not None)


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for name in ('coffee', 'ladybird', 'pavilion'):
        shutil.copy(sample(name + '.jpg'), folder)

    desk.settings = 'keyfile'
    desk.start(os.path.join(folder, 'coffee.jpg'))
    desk.find('list', 'Film strip')
    main = desk.window

    # By the keyboard alone: the first page has the focus, its switches are reached by Tab.
    open_preferences(desk)
    until(lambda: harness.xdotool_says('getactivewindow') not in (None, main), 'the preferences to have the focus')
    box = desk.find('check box', 'Step on after')
    for _ in range(30):
        if desk.is_focused(box):
            break
        desk.key('Tab')
    until(lambda: desk.is_focused(box), 'the switch to take the focus')
    desk.key('space')
    desk.key('Escape')
    until(lambda: harness.xdotool_says('getactivewindow') == main, 'the window to have the focus again')
    at(desk, '1 of 3')
    desk.key('4')
    at(desk, '2 of 3')
    stars(desk, 0)
    desk.key('p', 'Left')
    at(desk, '2 of 3')
    until(lambda: pressed(desk, 'Pick'), 'the flag of the second')
    desk.quit()

    # Kept; and the keys as they are written down.
    path = os.path.join(desk.home, 'glib-2.0', 'settings', 'keyfile')
    with open(path) as file:
        check('auto-advance=true' in file.read(), 'the preference is written')
    with open(path, 'a') as file:
        file.write("shortcuts={'pick': ['g'], 'stars-3': @as [], 'write-sidecars': @as [], 'pan-left': ['l']}\nauto-advance=false\n")
    desk.start(os.path.join(folder, 'pavilion.jpg'))
    main = desk.window
    desk.find('list', 'Film strip')
    desk.key('p')
    desk.key('3')
    desk.key('1')
    stars(desk, 1)
    check(not pressed(desk, 'Pick'), 'P does nothing any more')
    desk.key('g')
    until(lambda: pressed(desk, 'Pick'), 'G does it')
    desk.key('ctrl+s')
    desk.key('2')
    stars(desk, 2)
    looks(desk)
    desk.key('ctrl+question')
    # By its search: it has pages, of which one is seen.
    until(lambda: harness.xdotool_says('getactivewindow') not in (None, main), 'the list of shortcuts to have the focus')
    desk.key('ctrl+f')
    desk.type('stars')
    until(lambda: lists(desk, 'Two stars'), lambda: 'the list: %s' % told(desk))
    check(not lists(desk, 'Three stars'), 'what no key does is not told')
    harness.xdotool('key', 'alt+F4')
    until(lambda: harness.xdotool_says('getactivewindow') == main, 'the window to have the focus again')

    # Another key, which something else has.
    open_preferences(desk)
    until(lambda: harness.xdotool_says('getactivewindow') not in (None, main), 'the preferences to have the focus')
    tab = page(desk, 'Keys')[0]
    try:
        desk.press(tab)
    except harness.Failure:
        x, y, width, height = desk.place(tab)
        desk.window = harness.xdotool_says('getactivewindow')
        desk.point(x + width / 2, y + height / 2)
        harness.xdotool('click', '1')
    row = desk.find('button', 'Compare two to four photographs: C')
    desk.press(row)
    desk.find('button', 'Compare two to four photographs: Press')
    desk.key('g')
    desk.find('label', 'G is “Pick” already.')
    desk.press(desk.find('button', 'Use It Here'))
    desk.find('button', 'Compare two to four photographs: G')
    desk.find('button', 'Pick: None')
    desk.press(desk.find('button', 'Reset All'))
    desk.find('button', 'Compare two to four photographs: C')
    desk.find('button', 'Pick: P')
    desk.key('Escape')
    until(lambda: desk.activate() or True, 'the window')
    desk.quit()
    check(not os.path.exists(os.path.join(folder, 'pavilion.jpg.xmp')), 'Ctrl+S wrote nothing any more')


if __name__ == '__main__':
    harness.run(test)
