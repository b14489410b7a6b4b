#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs are dragged out of the tiles, the table and the film strip into another
program's window, which is told their files; of several that are selected all."""

import os
import subprocess
import sys
import time

import harness
from folder_testing import judged, make_folder, menu, photograph
from harness import check, until

# Another program: writes a line for each file that is dropped on it.
TARGET = '''
import sys
import gi
gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk
window = Gtk.Window(title='Target', default_width=300, default_height=300)
target = Gtk.DropTarget.new(Gdk.FileList, Gdk.DragAction.COPY)
def dropped(target, files, x, y):
    with open(sys.argv[1], 'a') as out:
        out.write(' '.join(sorted(file.get_basename() for file in files.get_files())) + '\\n')
    return True
def entered(target, x, y):
    open(sys.argv[1] + '.over', 'w').close()
    return Gdk.DragAction.COPY
target.connect('drop', dropped)
target.connect('enter', entered)
window.add_controller(target)
window.present()
GLib.MainLoop().run()
'''


def said(out):
    """What was dropped so far."""
    if not os.path.exists(out):
        return ''
    with open(out) as file:
        return file.read()


def click(desk, node, *keys):
    """With keys held down."""
    for key in keys:
        harness.xdotool('keydown', key)
    desk.click(node)
    for key in keys:
        harness.xdotool('keyup', key)
    # A second press of a pair would open it.
    time.sleep(1)


def drag(desk, node, out, wanted):
    """From there to the other window, slowly, as a hand does."""
    before = said(out)
    x, y, width, height = desk.place(node)
    desk.point(x + min(width, 120) / 2, y + height / 2)
    time.sleep(1)
    harness.xdotool('mousedown', 1)
    for step in range(1, 6):
        harness.xdotool('mousemove_relative', '--', 8, 4)
        time.sleep(0.1)
    over = out + '.over'
    if os.path.exists(over):
        os.remove(over)

    def is_over():
        harness.xdotool('mousemove', 1000, 200)
        time.sleep(0.2)
        harness.xdotool('mousemove', 1040, 220)
        time.sleep(0.2)
        return os.path.exists(over)
    until(is_over, lambda: 'the other window to be told\n' + desk.read_log())
    time.sleep(0.5)
    harness.xdotool('mouseup', 1)
    until(lambda: said(out) != before, lambda: 'something to be dropped\n' + desk.read_log())
    check(said(out)[len(before):].strip() == wanted, 'dropped was “%s”, not “%s”' % (said(out)[len(before):].strip(), wanted))


def test(desk):
    folder = make_folder(desk, broken=False)
    out = os.path.join(desk.home, 'dropped')
    desk.start(folder)
    judged(desk)
    desk.resize(900, 800)
    harness.xdotool('windowmove', desk.window, 0, 0)
    other = subprocess.Popen((sys.executable, '-c', TARGET, out), env=dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo'))
    try:
        window = until(lambda: harness.xdotool_says('search', '--onlyvisible', '--name', '^Target$'), 'the other window')
        harness.xdotool('windowmove', window.split()[-1], 940, 40)
        harness.xdotool('windowactivate', '--sync', desk.window)

        # A tile; a row of the table, with another one that is selected; a picture of the film strip.
        drag(desk, photograph(desk, 'coffee.jpg'), out, 'coffee.jpg')
        menu(desk, 'List', 'Table')
        drag(desk, until(lambda: photograph(desk, 'rocket.jpg'), lambda: 'its row:\n' + desk.outline()), out, 'rocket.jpg')
        click(desk, photograph(desk, 'rocket.jpg'))
        click(desk, photograph(desk, 'coffee.jpg'), 'ctrl')
        drag(desk, photograph(desk, 'coffee.jpg'), out, 'coffee.jpg rocket.jpg')
        desk.key('Home', 'Return')
        desk.find('list', 'Film strip')
        drag(desk, until(lambda: desk.look('image', 'rocket.jpg'), lambda: 'its picture:\n' + desk.outline()), out, 'rocket.jpg')
    finally:
        other.terminate()
        other.wait()
    desk.quit()


if __name__ == '__main__':
    harness.run(test, typelibs=('Atspi-2.0', 'Gtk-4.0'))
