#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Started again while it runs, the program gives what it was asked for to the one that runs, and ends: an empty
window shows the photograph, one that has something stays as it is beside a new one, and without a file the
window comes forward."""

import os
import subprocess

import harness
from harness import check, sample, until


def again(desk, *arguments):
    """A second start, in the environment of the first."""
    done = subprocess.run((harness.program(),) + arguments, env=desk.environment, capture_output=True, text=True,
                          timeout=harness.PATIENCE, cwd=desk.home)
    check(done.returncode == 0, 'the second ends with %d:\n%s%s' % (done.returncode, done.stdout, done.stderr))
    check('CRITICAL' not in done.stderr, done.stderr)


def windows(desk):
    """Titles."""
    application = desk.application()
    return sorted(application.get_child_at_index(i).get_name() for i in range(application.get_child_count()))


def test(desk):
    desk.start()
    desk.find('button', 'Sample photograph: Ladybird')
    again(desk, sample('rocket.jpg'), '--critique', 'A rocket.')
    desk.find('image', 'Photograph rocket.jpg')
    until(lambda: desk.text(desk.find('text', 'Critique')) == 'A rocket.', 'the critique of the second start')
    check(windows(desk) == ['rocket.jpg – Photo Critic'], 'one window: %s' % windows(desk))

    # By a name of its own folder; the first stays what it is.
    with open(sample('ladybird.jpg'), 'rb') as whole, open(os.path.join(desk.home, 'here.jpg'), 'wb') as copy:
        copy.write(whole.read())
    again(desk, 'here.jpg')
    until(lambda: windows(desk) == ['here.jpg – Photo Critic', 'rocket.jpg – Photo Critic'],
          lambda: 'a window each: %s' % windows(desk))
    again(desk)
    check(len(windows(desk)) == 2, 'no window more: %s' % windows(desk))
    check(desk.process.poll() is None, 'the first one runs')
    desk.quit()


harness.run(test)
