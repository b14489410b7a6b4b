#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Dark, contrast and reduced motion follow the desktop's settings portal, live, unless
the user chose; the portal is one of our own on the test's session bus. Once with a
program that says what holds, and with the real window, whose pixels say it."""

import collections
import os
import re
import subprocess
import threading

import harness
from folder_testing import open_menu
from harness import build, check, sample, source, until

SETTINGS = 'org.freedesktop.portal.Settings'
APPEARANCE = 'org.freedesktop.appearance'
INTERFACE = '''<node><interface name="%s">
<method name="ReadAll"><arg type="as" direction="in"/><arg type="a{sa{sv}}" direction="out"/></method>
<method name="ReadOne"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/></method>
<method name="Read"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/></method>
<signal name="SettingChanged"><arg type="s"/><arg type="s"/><arg type="v"/></signal>
<property name="version" type="u" access="read"/>
</interface></node>''' % SETTINGS


class Portal:
    """The desktop's: its settings are numbers. On a thread of its own."""

    def __init__(self, **settings):
        from gi.repository import Gio, GLib
        self.settings = {key.replace('_', '-'): value for key, value in settings.items()}
        self.asked = 0
        self.context = GLib.MainContext()
        self.loop = GLib.MainLoop(self.context)
        ready = threading.Event()

        def serve():
            self.context.push_thread_default()
            self.bus = Gio.DBusConnection.new_for_address_sync(
                os.environ['DBUS_SESSION_BUS_ADDRESS'],
                Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
            self.bus.register_object('/org/freedesktop/portal/desktop', Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0],
                                     self.answer, lambda *_: GLib.Variant('u', 2), None)
            Gio.bus_own_name_on_connection(self.bus, 'org.freedesktop.portal.Desktop', Gio.BusNameOwnerFlags.NONE,
                                           lambda *_: ready.set(), None)
            self.loop.run()
            self.context.pop_thread_default()

        self.thread = threading.Thread(target=serve, daemon=True)
        self.thread.start()
        check(ready.wait(harness.PATIENCE), 'the portal has its name')

    def answer(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        from gi.repository import GLib
        if method == 'ReadAll':
            self.asked += 1
            values = {key: GLib.Variant('u', value) for key, value in self.settings.items()}
            # Of another space, too: whoever asks for all gets all.
            invocation.return_value(GLib.Variant('(a{sa{sv}})', ({APPEARANCE: values,
                                                                  'org.example': {'color-scheme': GLib.Variant('u', 2)}},)))
            return
        space, key = parameters.unpack()
        if space != APPEARANCE or key not in self.settings:
            invocation.return_dbus_error('org.freedesktop.portal.Error.NotFound', 'There is no such setting')
            return
        value = GLib.Variant('u', self.settings[key])
        invocation.return_value(GLib.Variant('(v)', (value if method == 'ReadOne' else GLib.Variant('v', value),)))

    def tell(self, key, value, space=APPEARANCE):
        from gi.repository import GLib
        if space == APPEARANCE:
            self.settings[key] = value
        self.bus.emit_signal(None, '/org/freedesktop/portal/desktop', SETTINGS, 'SettingChanged',
                             GLib.Variant('(ssv)', (space, key, GLib.Variant('s' if isinstance(value, str) else 'u', value))))

    def close(self):
        self.loop.quit()
        self.thread.join()
        self.bus.close_sync(None)


def colors(name):
    with open(source('ui', 'colors-%s.css' % name)) as file:
        return dict(re.findall(r'@define-color (\w+)_color (#\w+);', file.read()))


class Driven:
    """drive-shade, and what it said last."""

    def __init__(self, home, **more):
        environment = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', G_DEBUG='fatal-criticals', XDG_CONFIG_HOME=home,
                           **more)
        environment.pop('GTK_A11Y', None)
        self.lines = collections.deque(maxlen=50)
        self.process = subprocess.Popen((build('tests', 'ui', 'drive-shade'),), env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.reader = threading.Thread(target=lambda: self.lines.extend(line for line in self.process.stdout if line.startswith('dark=')),
                                       daemon=True)
        self.reader.start()

    def says(self, shade=None, **what):
        wanted = {key: str(value) for key, value in what.items()}
        if shade is not None:
            found = colors(shade)
            wanted.update(dark=str(int(shade.startswith('dark'))), panel=found['panel'], line=found['line'])

        def last():
            return dict(word.split('=') for word in self.lines[-1].split()) if self.lines else {}
        until(lambda: wanted.items() <= last().items(), lambda: '%s; it said %s' % (wanted, list(self.lines)))

    def choose(self, name, value):
        self.process.stdin.write('%s %s\n' % (name, value))
        self.process.stdin.flush()

    def end(self):
        self.process.stdin.close()
        check(self.process.wait(harness.PATIENCE) == 0, 'it ends in order: %s' % list(self.lines))
        self.reader.join()


def test_alone(desk):
    """A desktop that says nothing: dark, and as GTK has it."""
    portal = Portal()
    driven = Driven(desk.home)
    driven.says('dark', animations=1, kinetic=1)
    driven.end()
    portal.close()


def test_driven(desk):
    portal = Portal(color_scheme=1, contrast=0)
    driven = Driven(desk.home)
    driven.says('dark', animations=1, kinetic=1)

    # Live, and the user's word before the desktop's.
    portal.tell('color-scheme', 2)
    driven.says('light')
    driven.choose('variant', 'dark')
    driven.says('dark')
    portal.tell('contrast', 1)
    driven.says('dark-hc')
    driven.choose('contrast', 'normal')
    driven.says('dark')
    driven.choose('variant', 'follow')
    driven.says('light')
    portal.tell('contrast', 0)
    driven.choose('contrast', 'more')
    driven.says('light-hc')
    driven.choose('contrast', 'follow')
    driven.says('light', animations=1, kinetic=1)
    portal.tell('contrast', 1)
    driven.says('light-hc')

    # Nothing moves, and again.
    portal.tell('reduced-motion', 1)
    driven.says('light-hc', animations=0, kinetic=0)
    portal.tell('reduced-motion', 0)
    driven.says('light-hc', animations=1, kinetic=1)

    # What means nothing here, changes nothing.
    portal.tell('color-scheme', 1, space='org.example')
    portal.tell('color-scheme', 'dark')
    portal.tell('contrast', 0)
    driven.says('light')
    driven.end()
    portal.close()

    # From the start.
    portal = Portal(color_scheme=2, contrast=1, reduced_motion=1)
    driven = Driven(desk.home)
    driven.says('light-hc', animations=0, kinetic=0)
    driven.end()

    # GTK knows it by another way: that holds.
    portal.tell('reduced-motion', 0)
    os.makedirs(os.path.join(desk.home, 'gtk-4.0'), exist_ok=True)
    with open(os.path.join(desk.home, 'gtk-4.0', 'settings.ini'), 'w') as file:
        file.write('[Settings]\ngtk-enable-animations=0\n')
    driven = Driven(desk.home)
    driven.says('light-hc', animations=0, kinetic=0)
    portal.tell('reduced-motion', 1)
    portal.tell('reduced-motion', 0)
    portal.tell('contrast', 0)
    driven.says('light', animations=0, kinetic=0)
    driven.end()
    os.remove(os.path.join(desk.home, 'gtk-4.0', 'settings.ini'))
    portal.close()


def has(desk, shade):
    """The room, the panel and the bar in their colours."""
    found = colors(shade)
    shot = subprocess.run(('import', '-window', desk.window, '-depth', '8', 'rgb:-'), check=True, capture_output=True).stdout
    seen = set(zip(shot[::3], shot[1::3], shot[2::3]))
    return all(tuple(bytes.fromhex(found[name][1:])) in seen for name in ('room', 'panel', 'bar'))


def looks(desk, shade):
    until(lambda: has(desk, shade), lambda: 'the colours of ' + shade)


def item(desk, name):
    """An item of a menu that is seen, by its whole name; None: there is none."""
    from gi.repository import GLib
    for node in desk.walk():
        try:
            if node.get_role_name().endswith('menu item') and node.get_name() == name and 0 not in desk.place(node)[2:]:
                return node
        except GLib.Error:
            pass
    return None


def choose(desk, submenu, name):
    open_menu(desk, 'Main menu')
    for label in (submenu, name):
        desk.press(until(lambda label=label: item(desk, label), lambda: '“%s”:\n%s' % (label, desk.outline())))
    until(lambda: item(desk, name) is None, lambda: 'the menu to close after “%s”:\n%s' % (name, desk.outline()))


def test_window(desk):
    portal = Portal(color_scheme=2, contrast=0)
    desk.settings = 'keyfile'
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    looks(desk, 'light')
    portal.tell('color-scheme', 1)
    looks(desk, 'dark')
    portal.tell('contrast', 1)
    looks(desk, 'dark-hc')
    choose(desk, 'Contrast', 'Normal')
    looks(desk, 'dark')
    choose(desk, 'Light or Dark', 'Light')
    looks(desk, 'light')
    desk.quit()

    # Kept; the desktop's again.
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    looks(desk, 'light')
    choose(desk, 'Contrast', 'As the Desktop')
    looks(desk, 'light-hc')
    portal.tell('contrast', 0)
    looks(desk, 'light')
    choose(desk, 'Contrast', 'More')
    looks(desk, 'light-hc')
    desk.quit()
    check(portal.asked == 2, 'each window asked once: %d' % portal.asked)
    portal.close()


def test(desk):
    test_alone(desk)
    test_driven(desk)
    test_window(desk)


if __name__ == '__main__':
    harness.run(test)
