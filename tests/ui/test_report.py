#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of the photograph on the desk: the preview comes, the file is
written whole; a folder that cannot be written, one that is not there and a disk
that is full are told; a character without a font is named before anything is
written, and Cancel then writes nothing."""

import os
import resource
import time

import harness
from harness import build, check, sample, until
from report_testing import nothing_in, save

# Mayan numerals, which hardly any font has.
RARE = '\U0001d2e0\U0001d2e1'


def test(desk):
    out = os.path.join(desk.home, 'out')
    os.mkdir(out)
    path = os.path.join(out, 'report.pdf')

    desk.start(sample('coffee.jpg'), '--critique', 'Lovely light on the cup.')
    desk.wait_score()
    desk.key('ctrl+e')
    desk.find('label', 'Page 1 of 1')
    save(desk, path)
    desk.find('label', 'The report is in')
    with open(path, 'rb') as file:
        check(file.read(5) == b'%PDF-', 'the report is a PDF')
    check(os.listdir(out) == ['report.pdf'], 'nothing is left beside it: %s' % os.listdir(out))

    # A place where nothing can be made, not even by root.
    save(desk, '/proc/report.pdf')
    desk.find('label', 'The report “')
    check('/proc' in desk.outline(), 'the sentence names the place')

    # A folder that is not there: the chooser keeps the name until it is mended.
    save(desk, os.path.join(desk.home, 'none', 'report.pdf'))
    until(lambda: 'none' in desk.outline(), 'the chooser to say so')
    # How many there are to close, the completion of the name among them, hangs on the moment.
    for what in (('text', 'Name'), ('label', 'Page 1 of 1')):
        end = time.monotonic() + harness.PATIENCE
        while desk.look(*what) is not None and time.monotonic() < end:
            desk.key('Escape')
            time.sleep(0.5)
        check(desk.look(*what) is None, 'Esc does not close %s:\n%s' % (what, desk.outline()))
    desk.quit()

    # The largest file may have 20,000 bytes: what a full disk looks like.
    full = os.path.join(desk.home, 'full')
    os.mkdir(full)
    program = os.path.join(desk.home, 'program')
    with open(program, 'w') as file:
        file.write('#!/bin/sh\ntrap "" XFSZ\nexec "%s" "$@"\n' % build('ui', 'photo-critic'))
    os.chmod(program, 0o755)
    os.environ['PHOTO_CRITIC_PROGRAM'] = program
    desk.start(sample('coffee.jpg'))
    del os.environ['PHOTO_CRITIC_PROGRAM']
    desk.wait_score()
    desk.key('ctrl+e')
    desk.find('label', 'Page 1 of 1')
    before = resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (20000, resource.RLIM_INFINITY))
    save(desk, os.path.join(full, 'report.pdf'))
    desk.find('label', 'The report “%s” could not be written' % os.path.join(full, 'report.pdf'))
    nothing_in(full)
    # With room again it is written.
    resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, before)
    save(desk, os.path.join(full, 'report.pdf'))
    desk.find('label', 'The report is in')
    check(os.listdir(full) == ['report.pdf'], 'the report alone: %s' % os.listdir(full))
    desk.key('Escape')
    desk.gone('label', 'Page 1 of 1')
    desk.quit()

    desk.start(sample('coffee.jpg'), '--critique', 'Lovely light on the cup. ' + RARE)
    desk.wait_score()
    desk.key('ctrl+e')
    desk.find('label', 'Page 1 of 1')
    save(desk, os.path.join(out, 'second.pdf'))
    desk.find('label', 'No installed font draws “' + RARE)
    desk.key('Escape')
    desk.gone('label', 'No installed font draws')
    desk.find('button', 'Save…')
    check(os.listdir(out) == ['report.pdf'], 'nothing was written')
    desk.key('Escape')
    desk.gone('label', 'Page 1 of 1')
    desk.quit()


harness.run(test)
