# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the report's dialog share."""

import os
import random
import struct
import subprocess
import zlib

from harness import check, until

FORMATS = ('PDF', 'HTML', 'Card (PNG)', 'Table (CSV)', 'Data (JSON)', 'Folder for teaching')
TEMPLATES = ('Everything', 'A page for each photograph', 'Summary and contact sheets', 'Comparison of 2 to 4')
PAPERS = ('A4', 'US Letter')


def read(path):
    return subprocess.run(('pdftotext', '-layout', path, '-'), check=True, capture_output=True, text=True).stdout


def info(path, what):
    said = subprocess.run(('pdfinfo', path), check=True, capture_output=True, text=True).stdout
    return next(line.split(':', 1)[1].strip() for line in said.splitlines() if line.startswith(what + ':'))


def n_pages(path):
    return int(info(path, 'Pages'))


def in_dialogs(desk, question):
    """The first thing in the dialogs that answers the question, or None: the folder behind them has many tiles."""
    from gi.repository import GLib
    application = desk.application()
    windows = [application.get_child_at_index(i) for i in range(application.get_child_count())] if application is not None else []
    for window in windows:
        try:
            if window is None or 'Photo Critic' in (window.get_name() or ''):
                continue
            for node in desk.walk(window):
                if question(node):
                    return node
        except GLib.Error:
            continue
    return None


def look(desk, role, name):
    """As Desk.look(), in the dialogs alone."""
    return in_dialogs(desk, lambda node: node.get_role_name().replace('push button', 'button') == role
                      and (node.get_name() or '').startswith(name)
                      and (node.get_component_iface() is None or 0 not in desk.place(node)[2:]))


def find(desk, role, name):
    return until(lambda: look(desk, role, name), lambda: '%s “%s”; there is:\n%s' % (role, name, desk.outline()))


def gone(desk, role, name):
    until(lambda: look(desk, role, name) is None, lambda: '%s “%s” to go:\n%s' % (role, name, desk.outline()))


def save(desk, path):
    """Presses Save… and gives the path."""
    desk.press(find(desk, 'button', 'Save…'))
    name = find(desk, 'text', 'Name')
    until(lambda: desk.is_focused(name), 'the name to take the focus')
    desk.key('ctrl+a')
    desk.type(path)
    desk.key('Return')


def chosen(desk, label, names):
    """Which of the names a drop-down list shows."""
    shown = [node.get_name() for node in desk.walk(find(desk, 'combo box', label))]
    return next((name for name in names if name in shown), None)


def choose(desk, label, mnemonic, names, wanted):
    """Chooses from a drop-down list, as a person without a mouse: the key opens it."""
    if chosen(desk, label, names) == wanted:
        return
    desk.key('alt+' + mnemonic)
    # Open it is drawn first and takes the keys later.
    until(lambda: in_dialogs(desk, lambda node: node.get_role_name() == 'list item' and desk.is_focused(node)),
          lambda: 'the list to open:\n' + desk.outline())
    desk.key('Home', *['Down'] * names.index(wanted), 'Return')
    until(lambda: chosen(desk, label, names) == wanted, lambda: '“%s” to be chosen:\n%s' % (wanted, desk.outline()))


def pictures(folder, n):
    """Small PNGs of blocks, all different: judging one takes no time."""
    os.makedirs(folder)
    for i in range(n):
        dice = random.Random(i)
        blocks = [[bytes(dice.randrange(256) for _ in range(3)) * 8 for _ in range(6)] for _ in range(4)]
        rows = b''.join((b'\0' + b''.join(row)) * 4 for row in blocks)

        def chunk(kind, data):
            return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
        with open(os.path.join(folder, '%04d.png' % i), 'wb') as file:
            file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 48, 16, 8, 2, 0, 0, 0))
                       + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def is_checked(node):
    from gi.repository import Atspi
    node.clear_cache()
    return node.get_state_set().contains(Atspi.StateType.CHECKED)


def nothing_in(folder):
    check(os.listdir(folder) == [], 'nothing is left in the folder: %s' % os.listdir(folder))
