#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library says of a photograph stands in the window's report of it: all
critiques with their authors, those that were scored marked, the own verdict."""

import os
import subprocess

import harness
from harness import build, check, until
from report_testing import find, gone, pictures, read, save


def test(desk):
    out, folder = os.path.join(desk.home, 'out'), os.path.join(desk.home, 'few')
    library = os.path.join(desk.home, 'photo-critic', 'library.sqlite')
    os.mkdir(out)
    pictures(folder, 2)
    subprocess.run((build('src', 'cli', 'photo-critic-cli'), 'rank', folder, '--library', library), check=True, capture_output=True,
                   env=dict(os.environ, PHOTO_CRITIC_MODEL=os.environ['PHOTO_CRITIC_TINY_MODEL'], XDG_CACHE_HOME=desk.home))
    for name in os.listdir(folder):
        subprocess.run((build('tests', 'cli', 'say-in-library'), library, os.path.join(folder, name),
                        'stars=3', 'score=8.25', 'high=yes', 'flag=pick', 'critique=The sky is dull.',
                        'author=Ada', 'mark=7.5', 'critique=Strong lines lead the eye.',
                        'author=Bo', 'mark=4', 'counts=no', 'critique=I would wait for the sun.'), check=True)

    desk.start(folder)
    button = desk.find('button', 'Report…')
    desk.key('Home')
    until(lambda: desk.look(None, '1 selected'), lambda: 'one to be selected:\n' + desk.outline())
    desk.press(button)
    find(desk, 'label', 'Page 1 of')
    path = os.path.join(out, 'one.pdf')
    save(desk, path)
    find(desk, 'label', 'The report is in “%s”' % path)
    text = ' '.join(read(path).split())
    for wanted in ('★★★☆☆', '8.2 of 10 · High', 'picked', 'Own critique · scored', 'Ada, 7.5 of 10 · scored', 'Strong',
                   'Other critiques', 'Bo, 4 of 10', 'I would wait for the sun.', 'with critique'):
        check(wanted in text, '“%s” is told:\n%s' % (wanted, text))
    check('Bo, 4 of 10 · scored' not in text, 'one that does not count is not marked')
    desk.key('Escape')
    gone(desk, 'button', 'Save…')
    desk.quit()

    # One that is opened by itself, which the library knows nothing of: what the desk shows.
    alone = os.path.join(desk.home, 'alone')
    pictures(alone, 3)
    os.rename(os.path.join(alone, '0002.png'), os.path.join(desk.home, 'alone.png'))
    desk.start(os.path.join(desk.home, 'alone.png'))
    desk.wait_score()
    desk.key('4')
    desk.key('p')
    until(lambda: desk.describe('slider', 'Stars').startswith('4'), lambda: '4 stars on the desk:\n' + desk.outline())
    desk.key('ctrl+e')
    find(desk, 'label', 'Page 1 of')
    path = os.path.join(out, 'alone.pdf')
    save(desk, path)
    find(desk, 'label', 'The report is in “%s”' % path)
    text = ' '.join(read(path).split())
    for wanted in ('★★★★☆', 'picked'):
        check(wanted in text, '“%s” is told of the photograph alone:\n%s' % (wanted, text))
    desk.key('Escape')
    gone(desk, 'button', 'Save…')
    desk.quit()


harness.run(test)
