# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program that has something on the clipboard and lets the same be dragged out of its window."""

import os
import signal
import subprocess
import sys
import time

import harness
from harness import until

SOURCE = '''
import sys
import gi
gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk
providers = []
for kind, path in zip(sys.argv[1::2], sys.argv[2::2]):
    with open(path, 'rb') as file:
        providers.append(Gdk.ContentProvider.new_for_bytes(kind, GLib.Bytes.new(file.read())))
provider = Gdk.ContentProvider.new_union(providers)
label = Gtk.Label(label='Drag me', hexpand=True, vexpand=True)
source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
source.set_content(provider)
label.add_controller(source)
window = Gtk.Window(title='Source', default_width=200, default_height=200, child=label)
window.present()
window.get_clipboard().set_content(provider)
GLib.MainLoop().run()
'''


class Offer:
    """with Offer(desk, 'text/plain', b'words', ...): types and their bytes."""

    def __init__(self, desk, *offered):
        self.desk = desk
        arguments = []
        for kind, content in zip(offered[::2], offered[1::2]):
            path = os.path.join(desk.home, 'offered-%d' % (len(arguments) // 2))
            with open(path, 'wb') as file:
                file.write(content)
            arguments += [kind, path]
        self.process = subprocess.Popen((sys.executable, '-c', SOURCE, *arguments),
                                        env=dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo'))

    def __enter__(self):
        self.window = until(lambda: harness.xdotool_says('search', '--onlyvisible', '--pid', str(self.process.pid), '--name', '^Source$'),
                            'the other window').split()[-1]
        harness.xdotool('windowmove', '--sync', self.window, 980, 60)
        harness.xdotool('windowactivate', '--sync', self.desk.window)
        until(self.desk.has_keyboard, 'the window to have the keyboard again')
        return self

    def __exit__(self, *unused):
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait()

    def stop(self):
        """It answers nobody until it goes on."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def drag(self, x, y):
        """From its window to that place of the desk's, slowly, as a hand does."""
        harness.xdotool('mousemove', '--window', self.window, 100, 120)
        time.sleep(1)
        harness.xdotool('mousedown', 1)
        for _step in range(5):
            harness.xdotool('mousemove_relative', '--', -8, 4)
            time.sleep(0.1)
        # The target learns of a drag by what moves over it.
        for _step in range(8):
            harness.xdotool('mousemove', '--window', self.desk.window, x, y)
            time.sleep(0.2)
            harness.xdotool('mousemove', '--window', self.desk.window, x + 12, y + 6)
            time.sleep(0.2)
        harness.xdotool('mouseup', 1)


def uri(path):
    return b'file://' + path.encode() + b'\r\n'
