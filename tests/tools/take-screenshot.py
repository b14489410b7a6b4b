#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes a picture of the real window, for README.md and for looking at it.

    tests/tools/take-screenshot.py BUILD OUT.png [--size 1600x1000] [--light]
        [--wait SECONDS] [--point X,Y] [--key KEY]... [-- ARGUMENTS of photo-critic]

Needs xvfb, openbox, xdotool, imagemagick and a session bus to start
(dbus-run-session). --point leaves the pointer there, --key presses keys first.
README's picture:

    tests/tools/take-screenshot.py BUILD data/screenshots/desk.png -- \
        data/samples/rocket.jpg --critique "$(cat data/samples/rocket.txt)"

The help's (ui/help) are the same with --size 1280x860, and data/samples with 1280x640,
as JPEG: desk and folder 1000 pixels wide, critique and heat cut from the desk's. Set
XDG_DATA_HOME to an empty folder, or your own library is in the picture.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

KEYFILE = """[io/github/photocritic/PhotoCritic]
style-variant='%s'
window-width=%s
window-height=%s
"""


def take(options, rest):
    width, height = options.size.split('x')
    manager = subprocess.Popen(('openbox',), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as home:
        settings = os.path.join(home, 'glib-2.0', 'settings')
        os.makedirs(settings)
        with open(os.path.join(settings, 'keyfile'), 'w') as file:
            file.write(KEYFILE % ('light' if options.light else 'dark', width, height))
        environment = dict(os.environ, XDG_CONFIG_HOME=home, GSETTINGS_BACKEND='keyfile',
                           GDK_BACKEND='x11', GSK_RENDERER='cairo')
        program = os.path.join(options.build, 'ui', 'photo-critic')
        window = subprocess.Popen([program] + rest, env=environment)
        try:
            found = ''
            while not found and window.poll() is None:
                found = subprocess.run(('xdotool', 'search', '--onlyvisible', '--pid', str(window.pid), '--name', '.'),
                                       capture_output=True, text=True).stdout.strip()
                time.sleep(0.1)
            name = found.split()[-1]
            subprocess.run(('xdotool', 'windowmove', name, '0', '0', 'windowsize', name, width, height,
                            'mousemove', '3', '3'), check=True)
            time.sleep(options.wait)
            for key in options.key:
                subprocess.run(('xdotool', 'key', key), check=True)
                time.sleep(0.5)
            if options.point:
                x, y = options.point.split(',')
                subprocess.run(('xdotool', 'mousemove', x, y, 'mousemove_relative', '1', '0'), check=True)
            time.sleep(1.5)
            subprocess.run(('import', '-window', 'root', options.out), check=True)
            # Few colours, no metadata: small enough to be in the repository.
            subprocess.run(('mogrify', '-strip', '-define', 'png:compression-level=9', options.out), check=True)
        finally:
            window.terminate()
            window.wait()
            manager.terminate()


def main():
    arguments, rest = sys.argv[1:], []
    if '--' in arguments:
        cut = arguments.index('--')
        arguments, rest = arguments[:cut], arguments[cut + 1:]
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('build')
    parser.add_argument('out')
    parser.add_argument('--size', default='1600x1000')
    parser.add_argument('--light', action='store_true')
    parser.add_argument('--wait', type=float, default=8)
    parser.add_argument('--point')
    parser.add_argument('--key', action='append', default=[])
    options = parser.parse_args(arguments)

    if 'PHOTO_CRITIC_SCREENSHOT' in os.environ:
        take(options, rest)
        return 0
    return subprocess.run(['xvfb-run', '-a', '-s', '-screen 0 %sx24' % options.size, 'dbus-run-session', '--',
                           sys.executable, os.path.abspath(sys.argv[0])] + sys.argv[1:],
                          env=dict(os.environ, PHOTO_CRITIC_SCREENSHOT='1')).returncode


sys.exit(main())
