#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A report of the photograph on the desk: the preview comes, the file is
written whole; a folder that cannot be written says so; a character without a
font is named before anything is written, and Cancel then writes nothing."""

import os

import harness
from harness import check, sample, until

# Mayan numerals, which hardly any font has.
RARE = '\U0001d2e0\U0001d2e1'


def save(desk, path):
    """Presses Save… and gives the path."""
    desk.press(desk.find('button', 'Save…'))
    name = desk.find('text', 'Name')
    until(lambda: desk.is_focused(name), 'the name to take the focus')
    desk.key('ctrl+a')
    desk.type(path)
    desk.key('Return')


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
