# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real window on a display of its own and drives it as a person with
a keyboard, a mouse and a screen reader would: xdotool and AT-SPI.

A test script says

    import harness
    def test(desk): ...
    harness.run(test)

and is started once by the suite, once more by run() inside its own X server
and session bus. What it needs and does not find makes it skip (77).
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

INSIDE = 'PHOTO_CRITIC_UI_INSIDE'
NEEDS = ('Xvfb', 'openbox', 'xdotool', 'dbus-run-session')
# How long anything may take before the test calls it hung; nothing here
# measures speed.
PATIENCE = 120
# From GTK 4.10 on a place is the sum of what each widget says of its border's place in the
# contents of its parent: what lies between the two, padding and border, is missing. There
# the tests run without either.
ACCESSIBLES_HAVE_BOUNDS = subprocess.run(('pkg-config', '--atleast-version=4.10', 'gtk4')).returncode == 0


class Failure(Exception):
    pass


def check(condition, message):
    if not condition:
        raise Failure(message)


def until(question, message):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.05)
    raise Failure('waited in vain: ' + (message() if callable(message) else message))


def build(*parts):
    return os.path.join(os.environ['PHOTO_CRITIC_BUILD'], *parts)


def source(*parts):
    return os.path.join(os.environ['PHOTO_CRITIC_SOURCE'], *parts)


def program():
    return os.environ.get('PHOTO_CRITIC_PROGRAM', build('ui', 'photo-critic'))


def sample(name):
    return source('data', 'samples', name)


def xdotool(*arguments):
    return subprocess.run(('xdotool',) + tuple(str(a) for a in arguments),
                          check=True, capture_output=True, text=True).stdout


def xdotool_says(*arguments):
    """Its answer, or None where it has none."""
    done = subprocess.run(('xdotool',) + arguments, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


class Desk:
    """One running photo-critic."""

    def __init__(self, home):
        self.home = home
        self.process = None
        self.settings = 'memory'      # 'keyfile': kept from start to start

    def start(self, *arguments, model=None):
        environment = dict(os.environ)
        environment.update({
            'HOME': self.home, 'XDG_CONFIG_HOME': self.home, 'XDG_CACHE_HOME': self.home,
            'XDG_DATA_HOME': self.home, 'XDG_STATE_HOME': self.home,
            'GSETTINGS_BACKEND': self.settings, 'GDK_BACKEND': 'x11', 'GSK_RENDERER': 'cairo',
            'G_DEBUG': 'fatal-criticals', 'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'C',
            'GTK_IM_MODULE': 'simple',
            'PHOTO_CRITIC_MODEL': model or os.environ['PHOTO_CRITIC_TINY_MODEL'],
        })
        environment.pop('GTK_A11Y', None)
        if ACCESSIBLES_HAVE_BOUNDS:
            os.makedirs(os.path.join(self.home, 'gtk-4.0'), exist_ok=True)
            with open(os.path.join(self.home, 'gtk-4.0', 'gtk.css'), 'w') as css:
                css.write('* { padding: 0; border-width: 0; }')
        self.log = open(os.path.join(self.home, 'log'), 'w+')
        self.environment = environment
        self.process = subprocess.Popen((program(),) + arguments, env=environment,
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        until(self.activate, lambda: 'the window to become the active one; windows: %s, window manager: %s\n%s' % (
            self.find_window(), xdotool_says('get_num_desktops'), self.read_log()))
        return self

    def activate(self):
        """Asks each time which window it is: the one that was there while the
        window manager took over need not be the one that stays."""
        self.window = self.find_window()
        if self.window is None:
            return False
        subprocess.run(('xdotool', 'windowactivate', self.window), capture_output=True)
        active = subprocess.run(('xdotool', 'getactivewindow'), capture_output=True, text=True)
        return active.stdout.strip() == self.window

    def find_window(self):
        check(self.process.poll() is None, 'the program ended too early:\n' + self.read_log())
        found = subprocess.run(('xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid), '--name', '.'),
                               capture_output=True, text=True).stdout.split()
        return found[-1] if found else None

    def read_log(self):
        self.log.flush()
        with open(self.log.name) as file:
            return file.read()

    # What a screen reader sees

    def application(self):
        from gi.repository import Atspi
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def walk(self, top=None, hidden=False):
        """Everything that is shown, top down; @hidden: everything."""
        from gi.repository import Atspi, GLib
        top = top or self.application()
        stack = [top] if top is not None else []
        while stack:
            node = stack.pop()
            try:
                if not hidden and node is not top and not node.get_state_set().contains(Atspi.StateType.VISIBLE):
                    continue
                yield node
                count = node.get_child_count()
                stack.extend(filter(None, (node.get_child_at_index(i) for i in reversed(range(count)))))
            except GLib.Error:
                pass

    def look(self, role=None, name=None):
        """The first thing shown of that role whose name begins so, or None."""
        from gi.repository import GLib
        for node in self.walk():
            try:
                # at-spi2-core 2.54 says "button" where it said "push button".
                if role is not None and node.get_role_name().replace('push button', 'button') != role:
                    continue
                # GTK 4.8 leaves the underscore of a dialog's button in its name.
                if name is not None and not (node.get_name() or '').lstrip('_').startswith(name):
                    continue
                if node.get_component_iface() is not None and 0 in self.place(node)[2:]:
                    continue
                return node
            except GLib.Error:
                continue
        return None

    def find(self, role=None, name=None):
        return until(lambda: self.look(role, name), lambda: '%s “%s”; there is:\n%s' % (role, name, self.outline()))

    def gone(self, role=None, name=None):
        return until(lambda: self.look(role, name) is None, '%s “%s” to go' % (role, name))

    def outline(self):
        from gi.repository import GLib
        lines = []
        for node in self.walk():
            try:
                lines.append('%s “%s” (%s)' % (node.get_role_name(), node.get_name(), node.get_description()))
            except GLib.Error:
                pass
        return '\n'.join(lines)

    def describe(self, role, name):
        from gi.repository import GLib
        node = self.look(role, name)
        if node is None:
            return ''
        node.clear_cache()
        try:
            return node.get_description() or ''
        except GLib.Error:
            return ''

    def score(self):
        """What is said of the score; once a second at most."""
        return self.describe('level bar', 'Score from 1 to 10')

    def effects(self):
        return self.describe('image', 'What each sentence adds')

    def heat(self):
        return self.describe('image', 'Photograph')

    def wait_score(self, other_than=''):
        return until(lambda: self.score().startswith('Score') and self.score() != other_than and self.score(),
                     lambda: 'a score; it says “%s”\n%s' % (self.score(), self.read_log()))

    def focused(self):
        from gi.repository import Atspi, GLib
        for node in self.walk():
            try:
                if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                    return node
            except GLib.Error:
                continue
        return None

    def is_focused(self, node):
        from gi.repository import Atspi
        node.clear_cache()
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)

    def place(self, node):
        """x, y, width, height in the window."""
        from gi.repository import Atspi
        r = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return r.x, r.y, r.width, r.height

    def pixels(self, node):
        """Width, height and colours of what is seen of it: three bytes a pixel, row by row."""
        x, y, width, height = self.place(node)
        seen = subprocess.run(('import', '-window', self.window, '-crop', '%dx%d+%d+%d' % (width, height, x, y), '+repage',
                               '-depth', '8', 'ppm:-'), check=True, capture_output=True).stdout
        kind, width, height, _ = seen.split(maxsplit=4)[:4]
        check(kind == b'P6', 'a picture of it')
        width, height = int(width), int(height)
        return width, height, seen[-3 * width * height:]

    def text(self, node):
        from gi.repository import Atspi
        node.clear_cache()
        return Atspi.Text.get_text(node, 0, -1)

    def press(self, node):
        """What does something when it is pressed: from GTK 4.10 on the name of a
        menu button is said of what is around the button."""
        for inner in self.walk(node):
            action = inner.get_action_iface()
            if action is not None and action.get_n_actions() > 0:
                action.do_action(0)
                return
        raise Failure('nothing to press in “%s”' % node.get_name())

    # What hands do

    def key(self, *keys):
        xdotool('key', '--clearmodifiers', *keys)

    def type(self, text):
        xdotool('type', '--delay', '20', text)

    def point(self, x, y):
        """The pointer, in the window; moved twice so that it enters and moves."""
        xdotool('mousemove', '--window', self.window, int(x) - 1, int(y))
        time.sleep(0.1)
        xdotool('mousemove', '--window', self.window, int(x), int(y))

    def click(self, node):
        """In its middle."""
        x, y, width, height = self.place(node)
        self.point(x + width / 2, y + height / 2)
        xdotool('click', 1)

    def write(self, text):
        """Goes to the critique and types."""
        editor = self.find('text', 'Critique')
        if not self.is_focused(editor):
            self.key('e')
        until(lambda: self.is_focused(editor), 'the critique to take the focus')
        self.type(text)
        return editor

    def choose(self, path):
        """A file or a folder in the file chooser, by its path: a slash opens a field."""
        def has_field():
            from gi.repository import GLib
            try:
                top = self.application()
                return any(node.get_role_name() == 'text' and self.is_focused(node)
                           for node in self.walk(top.get_child_at_index(top.get_child_count() - 1)))
            except GLib.Error:
                return False

        until(lambda: xdotool_says('getactivewindow') not in (None, self.window), 'the chooser to have the focus')
        until(self.has_keyboard, 'the chooser to have the keyboard')
        self.key('slash')
        until(has_field, lambda: 'a field for “%s”:\n%s' % (path, self.outline()))
        self.key('ctrl+a')
        # Slowly: GTK 4.18 puts what it guesses behind the cursor. That is taken away.
        xdotool('type', '--delay', '100', path)
        time.sleep(1)
        self.key('shift+End', 'Delete', 'Return')

    def resize(self, width, height):
        xdotool('windowsize', '--sync', self.window, width, height)

    def has_keyboard(self):
        """Whether keys go to a window of the program: after a dialog they go nowhere for a moment."""
        active = xdotool_says('getactivewindow')
        return active is not None and active == xdotool_says('getwindowfocus') and active in subprocess.run(
            ('xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid), '--name', '.'),
            capture_output=True, text=True).stdout.split()

    def quit(self):
        """Closes the window; the program must end in order."""
        if self.process.poll() is None:
            until(lambda: self.process.poll() is not None or self.has_keyboard(), 'a window of the program to have the keyboard')
            self.key('ctrl+q')
        self.ended()

    def ended(self):
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            there = self.outline()
            self.kill()
            raise Failure('the program does not end:\n%s\n%s' % (there, self.read_log()))
        log = self.read_log()
        check(status == 0, 'it ended with status %d:\n%s' % (status, log))
        for word in ('CRITICAL', 'ERROR', 'Sanitizer', 'runtime error'):
            check(word not in log, 'it complained:\n' + log)

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


def inside(test):
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi
    # A busy machine may take longer than 0.8 s to answer.
    Atspi.set_timeout(1000 * PATIENCE, 1000 * PATIENCE)
    manager = subprocess.Popen(('openbox',), stdin=subprocess.DEVNULL)
    status = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        desk = Desk(home)
        try:
            until(lambda: manager.poll() is None and xdotool_says('get_num_desktops'),
                  lambda: 'the window manager; openbox: %s' % manager.poll())
            test(desk)
        except Failure as failure:
            print('FAILED:', failure)
            status = 1
        finally:
            desk.kill()
            manager.terminate()
            manager.wait()
    return status


def outside(size, runtime):
    """Starts the display and the session bus, and the script again in them."""
    read, write = os.pipe()
    # Without -noreset the server starts anew whenever its last client leaves, and
    # an xdotool that came and went before openbox took openbox with it. With -r no
    # key repeats itself that a busy machine keeps down for long.
    server = subprocess.Popen(('Xvfb', '-displayfd', str(write), '-screen', '0', size + 'x24', '-nolisten', 'tcp',
                               '-noreset', '-r'),
                              pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            print('skipped: Xvfb does not start')
            return 77
        environment = dict(os.environ)
        environment.pop('WAYLAND_DISPLAY', None)
        environment.pop('G_DEBUG', None)
        environment.update({INSIDE: '1', 'DISPLAY': ':' + number, 'PYTHONDONTWRITEBYTECODE': '1',
                            'XDG_RUNTIME_DIR': runtime})
        return subprocess.run(('dbus-run-session', '--', sys.executable, os.path.abspath(sys.argv[0])),
                              env=environment).returncode
    finally:
        server.terminate()
        server.wait()


def run(test, size='1280x900', typelibs=('Atspi-2.0',)):
    if INSIDE in os.environ:
        sys.exit(inside(test))

    try:
        import gi
        for typelib in typelibs:
            gi.require_version(*typelib.split('-'))
        from gi.repository import Atspi  # noqa: F401
    except (ImportError, ValueError) as error:
        print('skipped:', error)
        sys.exit(77)
    for program in NEEDS:
        if shutil.which(program) is None:
            print('skipped: there is no', program)
            sys.exit(77)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as runtime:
        sys.exit(outside(size, runtime))
