#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each critique has a language of its own for its spelling, which is kept; dictionaries are
made for the test. Where there is none the menus name the package that brings one."""

import os

import harness
from folder_testing import open_menu
from harness import build, check, sample, until
from test_critiques import editor_says, leave_text, library, rows, select
from test_critiques_import import underlined

WORDS = {'de_DE': ('Das', 'Bild', 'ist', 'klar'), 'fr_FR': ('Image', 'claire')}
TEXT = 'Das Bild ist klar '


def dictionaries(desk):
    folder = os.path.join(desk.home, 'enchant', 'hunspell')
    os.makedirs(folder)
    for language, words in WORDS.items():
        with open(os.path.join(folder, language + '.dic'), 'w') as file:
            file.write('%d\n%s\n' % (len(words), '\n'.join(words)))
        with open(os.path.join(folder, language + '.aff'), 'w') as file:
            file.write('SET UTF-8\n')


def item(desk, name):
    return next((node for node in (desk.look(role, name) for role in ('menu item', 'radio menu item')) if node), None)


def spelling(desk):
    open_menu(desk, 'More about this critique')
    desk.press(until(lambda: item(desk, 'Spelling'), lambda: 'the submenu:\n' + desk.outline()))


def choose(desk, language, kept):
    spelling(desk)
    desk.press(until(lambda: item(desk, language), lambda: '“%s”:\n%s' % (language, desk.outline())))
    until(lambda: item(desk, language) is None, 'the menu to close')
    languages(desk, *kept)


def languages(desk, *wanted):
    until(lambda: library(desk, 'SELECT language FROM critique ORDER BY id') == [(one,) for one in wanted],
          lambda: '%s: %s' % (wanted, library(desk, 'SELECT language FROM critique ORDER BY id')))


def wrong(desk, is_wrong):
    """Whether the first word is underlined, and so all of them."""
    until(lambda: underlined(desk, 1) == is_wrong and underlined(desk, 14) == is_wrong,
          'the words to be %s' % ('wrong' if is_wrong else 'right'))


def test_languages(desk):
    desk.start(sample('ladybird.jpg'))
    desk.wait_score()
    desk.write(TEXT)
    choose(desk, 'fr-FR', ['fr_FR'])
    wrong(desk, True)
    choose(desk, 'de-DE', ['de_DE'])
    wrong(desk, False)

    # Another critique, another language.
    desk.press(desk.find('button', 'Another critique'))
    editor_says(desk, '')
    desk.write(TEXT)
    choose(desk, 'fr-FR', ['de_DE', 'fr_FR'])
    wrong(desk, True)
    select(desk, 0)
    wrong(desk, False)
    select(desk, 1)
    wrong(desk, True)
    choose(desk, 'Off', ['de_DE', '-'])
    wrong(desk, False)

    # A step like others.
    leave_text(desk)
    desk.key('ctrl+z')
    languages(desk, 'de_DE', 'fr_FR')
    wrong(desk, True)
    desk.quit()

    # Kept.
    desk.start(sample('ladybird.jpg'))
    until(lambda: len(rows(desk)) == 2, lambda: 'two rows: %s' % rows(desk))
    select(desk, 0)
    wrong(desk, False)
    select(desk, 1)
    wrong(desk, True)
    select(desk, 0)
    desk.quit()


def said(desk, text):
    until(lambda: item(desk, text), lambda: '“%s”:\n%s' % (text, desk.outline()))


def asked(desk, text):
    """What the text's own menu says."""
    desk.key('e')
    until(lambda: desk.is_focused(desk.find('text', 'Critique')), 'the critique to take the focus')

    # The dictionary is looked for on a worker.
    def told():
        desk.key('Menu')
        end = until(lambda: item(desk, 'Select All') or item(desk, 'Select _All') or item(desk, 'Paste'), lambda: 'the menu:\n' + desk.outline())
        if item(desk, text) is None:
            desk.key('Escape')
            until(lambda: item(desk, 'Paste') is None, 'the menu to close')
            return False
        return end
    until(told, lambda: '“%s”:\n%s' % (text, desk.outline()))
    desk.key('Escape')
    until(lambda: item(desk, 'Paste') is None, 'the menu to close')
    desk.key('Escape')


def test_none(desk):
    os.environ['LD_PRELOAD'] = build('tests', 'ui', 'no-dictionaries.so')
    desk.start(sample('ladybird.jpg'))
    del os.environ['LD_PRELOAD']
    until(lambda: len(rows(desk)) == 2, lambda: 'two rows: %s' % rows(desk))
    select(desk, 0)
    asked(desk, 'Spelling needs a dictionary: install hunspell-de-de')
    desk.press(desk.find('button', 'Another critique'))
    editor_says(desk, '')
    desk.type('A lovly picture ')
    asked(desk, 'Spelling needs a dictionary: install hunspell-en-us')
    check(not underlined(desk, 3), 'nothing is underlined')
    spelling(desk)
    said(desk, 'No dictionary: install hunspell-en-us')
    desk.key('Escape', 'Escape')
    desk.quit()


def test(desk):
    dictionaries(desk)
    test_languages(desk)
    test_none(desk)


if __name__ == '__main__':
    harness.run(test)
