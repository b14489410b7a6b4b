# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of small photographs for the tests of the Folder view, and what they ask of it."""

import os
import re
import shutil
import struct
import time
import zlib

from harness import sample, until

GOOD = ('coffee.jpg', 'ladybird.jpg', 'pavilion.jpg', 'rocket.jpg', 'storm.jpg', 'two-wings.jpg')


def make_folder(desk, name='shoot', broken=True):
    """Copies of the samples, one with a space in its name, and two that are broken."""
    folder = os.path.join(desk.home, name)
    os.makedirs(os.path.join(folder, 'inside'))
    for good in GOOD:
        shutil.copy(sample(good), folder if good != 'storm.jpg' else os.path.join(folder, 'inside', 'storm day.jpg'))
    if broken:
        with open(sample('ladybird.jpg'), 'rb') as whole, open(os.path.join(folder, 'cut.jpg'), 'wb') as part:
            part.write(whole.read(3000))
        with open(os.path.join(folder, 'words.jpg'), 'w') as file:
            file.write('no picture at all\n' * 20)
    return folder


def lists(desk):
    """The list that is seen, as tiles or as rows: the film strip of the desk behind it says names, too."""
    from gi.repository import GLib
    for node in desk.walk():
        try:
            if node.get_name() == 'Photographs' and node.get_component_iface() is not None and 0 not in desk.place(node)[2:]:
                yield node
        except GLib.Error:
            pass


def spoken(desk):
    """What the tiles or rows say, in the order shown; asked anew, for their
    names change with what they show."""
    from gi.repository import GLib
    for node in (inner for shown in list(lists(desk)) for inner in desk.walk(shown)):
        try:
            if node.get_role_name() in ('image', 'label'):
                node.clear_cache()
                name = node.get_name() or ''
                if '.jpg,' in name or '.png,' in name:
                    yield name
        except GLib.Error:
            pass


def tiles(desk):
    """Names of the photographs in the order shown."""
    return [name.split(',')[0] for name in spoken(desk)]


def photograph(desk, name):
    """Its tile or row, where it is seen."""
    for shown in list(lists(desk)):
        for node in desk.walk(shown):
            if node.get_role_name() in ('image', 'label') and (node.get_name() or '').startswith(name + ','):
                return node
    return None


def says(desk, name, word):
    return any(text.startswith(name + ',') and word in text for text in spoken(desk))


def judged(desk, n=4):
    """Waits until so many photographs have a score; of those that the tiny model
    finds alike only the best is shown."""
    until(lambda: sum('score ' in text for text in spoken(desk)) >= n,
          lambda: '%d photographs with a score: %s\n%s' % (n, list(spoken(desk)), desk.read_log()))
    settled(desk)


def settled(desk):
    """Waits until the pass is over and the order shown has not changed for a
    while: until then whoever stands first may be overtaken."""
    seen = []

    def quiet():
        if desk.look('button', 'Pause') is not None:
            seen.clear()
            return False
        seen.append((time.monotonic(), list(spoken(desk))))
        time.sleep(0.3)
        # For a second at least; on a busy machine a look alone takes longer.
        if any(names != seen[-1][1] for _when, names in seen):
            del seen[:-1]
        return seen[-1][0] - seen[0][0] > 0.9
    until(quiet, lambda: 'the folder to come to rest: %s' % [names for _when, names in seen[-4:]])


def switch(desk, name):
    """A button that stays pressed; from GTK 4.10 on it says that it is one."""
    return until(lambda: desk.look('button', name) or desk.look('toggle button', name),
                 lambda: 'the switch “%s”:\n%s' % (name, desk.outline()))


def menu(desk, button, item):
    """Opens the menu of a button and presses what is in it."""
    open_menu(desk, button)
    chosen = until(lambda: next((desk.look(role, item) for role in ('menu item', 'radio menu item', 'check menu item')
                                 if desk.look(role, item)), None),
                   lambda: 'the menu’s “%s”:\n%s' % (item, desk.outline()))
    desk.press(chosen)
    # A menu that closes keeps the keys for a moment.
    time.sleep(1)


def open_menu(desk, name):
    """Presses a menu button: GTK 4.8 gives the name to what is around the button,
    or to the button in it."""
    def press():
        from gi.repository import GLib
        around = desk.look(None, name)
        for node in desk.walk(around) if around is not None else ():
            try:
                action = node.get_action_iface()
                if action is not None and action.get_n_actions() > 0:
                    return action.do_action(0)
            except GLib.Error:
                pass
        return False
    until(press, lambda: 'the menu “%s”:\n%s' % (name, desk.outline()))


def picture(number, width, height):
    """A PNG, another for each number; quick to write, and a large one takes its time to decode."""
    def chunk(kind, content):
        return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))
    row = b'\0' + bytes((x * (7 + number // 768) + number * 11) // 3 & 255 for x in range(3 * width))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(row * height, 1)) + chunk(b'IEND', b''))


# The bar of the pass

def find_bar(desk):
    """Found once: looking at a whole window of photographs takes its time."""
    return until(lambda: desk.look(None, 'Judging the folder'), lambda: 'the bar:\n' + desk.outline())


def inside(desk, bar, role):
    """(node, name) of what the bar shows of that role."""
    from gi.repository import GLib
    for node in desk.walk(bar):
        try:
            node.clear_cache()
            if node.get_role_name().replace('push button', 'button') == role:
                yield node, node.get_name() or ''
        except GLib.Error:
            pass


def button(desk, bar, name):
    return until(lambda: next((node for node, found in inside(desk, bar, 'button') if found == name), None),
                 lambda: '%s in the bar: %s' % (name, list(inside(desk, bar, 'button'))))


def progress(desk, bar):
    """What the bar says: how many of how many, and the rest of the line."""
    for _node, name in inside(desk, bar, 'label'):
        match = re.match(r'([\d,]+) of ([\d,]+)(.*)', name)
        if match:
            return int(match[1].replace(',', '')), int(match[2].replace(',', '')), match[3]
    return None


def told(desk, bar, question, what):
    return until(lambda: (lambda told: told is not None and question(told) and told)(progress(desk, bar)),
                 lambda: '%s: %s' % (what, progress(desk, bar)))
