# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop has on the session bus: a session manager that is asked not to let the computer sleep, and who
shows notifications. Started before the program, which looks for them once."""

import threading

from harness import until

INTERFACES = '''
<node>
  <interface name="org.gnome.SessionManager">
    <method name="RegisterClient"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
    <method name="UnregisterClient"><arg type="o" direction="in"/></method>
    <method name="Inhibit">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="u" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="Uninhibit"><arg type="u" direction="in"/></method>
  </interface>
  <interface name="org.freedesktop.Notifications">
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
  </interface>
</node>
'''
SUSPEND = 4     # of org.gnome.SessionManager.Inhibit's flags


class Bus:
    """inhibited: (cookie, reason, flags) in the order asked; awake: the cookies that hold; shown: (title, body)."""

    def __init__(self):
        self.inhibited, self.awake, self.shown, self.names = [], set(), [], set()
        thread = threading.Thread(target=self.serve, daemon=True)
        thread.start()
        until(lambda: len(self.names) == 2, 'both services')

    def serve(self):
        from gi.repository import Gio, GLib
        context = GLib.MainContext()
        context.push_thread_default()
        connection = Gio.DBusConnection.new_for_address_sync(
            Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION, None),
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACES)
        for name, path in (('org.gnome.SessionManager', '/org/gnome/SessionManager'),
                           ('org.freedesktop.Notifications', '/org/freedesktop/Notifications')):
            connection.register_object(path, node.lookup_interface(name), self.called, None, None)
            Gio.bus_own_name_on_connection(connection, name, Gio.BusNameOwnerFlags.NONE,
                                           lambda _connection, owned: self.names.add(owned), None)
        GLib.MainLoop(context).run()

    def called(self, _connection, _sender, _path, _interface, method, parameters, invocation):
        from gi.repository import GLib
        arguments = parameters.unpack()
        answer = None
        if method == 'Inhibit':
            cookie = len(self.inhibited) + 1
            self.awake.add(cookie)
            self.inhibited.append((cookie, arguments[2], arguments[3]))
            answer = GLib.Variant('(u)', (cookie,))
        elif method == 'Uninhibit':
            self.awake.discard(arguments[0])
        elif method == 'Notify':
            self.shown.append(arguments[3:5])
            answer = GLib.Variant('(u)', (len(self.shown),))
        elif method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['body'],))
        elif method == 'RegisterClient':
            answer = GLib.Variant('(o)', ('/org/gnome/SessionManager/Client1',))
        invocation.return_value(answer)

    def was_kept_awake(self, reason):
        """Asked for that reason, and let go of since."""
        return any(said == reason and flags & SUSPEND and cookie not in self.awake for cookie, said, flags in self.inhibited)
