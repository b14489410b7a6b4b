#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions stand beside the text and are never scored. A misspelt word is
underlined, and another one offered. Critiques come from texts, tables and what
the photograph says of itself, each as one step that is undone."""

import os
import shutil
import subprocess

import harness
from folder_testing import menu
from harness import check, sample, until
from test_critiques import editor_says, leave_text, library


def more(desk, item, *deeper):
    menu(desk, 'More about this critique', item)
    for name in deeper:
        desk.press(desk.find('menu item', name))


def test_questions(desk):
    alone = desk.wait_score()
    more(desk, 'Ask Questions', 'Light')
    desk.find('label', 'Where does the light come from')
    editor_says(desk, '')
    desk.type('It is warm')
    editor_says(desk, 'It is warm')
    both = desk.wait_score(other_than=alone)
    check('The photograph alone' in both, 'the answer is scored: ' + both)
    more(desk, 'Ask Questions', 'All Five')
    desk.find('label', 'Light, 1 of 5')
    desk.press(desk.find('button', 'Next Question'))
    desk.find('label', 'Composition, 2 of 5')
    desk.type('Calm')
    editor_says(desk, 'It is warm\n\nCalm')
    desk.press(desk.find('button', 'No more questions'))
    desk.gone('label', 'Composition, 2 of 5')
    until(lambda: library(desk, 'SELECT text FROM critique') == [('It is warm\n\nCalm',)],
          lambda: 'the answers and no question: %s' % library(desk, 'SELECT text FROM critique'))


def underlined(desk, offset):
    from gi.repository import Atspi
    editor = desk.find('text', 'Critique')
    editor.clear_cache()
    attributes = Atspi.Text.get_text_attributes(editor, offset)
    return attributes[0].get('underline') == 'error'


def test_spelling(desk):
    if subprocess.run(('enchant-lsmod-2', '-list-dicts'), capture_output=True, text=True).stdout.find('en_US') < 0:
        print('no dictionary of en_US: the menu says so, spelling is not tested')
        return
    desk.key('ctrl+a')
    desk.type('A lovly picture ')
    until(lambda: underlined(desk, 3), 'the word to be underlined')
    check(not underlined(desk, 9), 'a good word is not')

    # From the keyboard: the caret in the word, and the menu.
    desk.key('Home', 'Right', 'Right', 'Right', 'Menu')
    item = until(lambda: desk.look('menu item', 'lovely'), lambda: 'a suggestion:\n' + desk.outline())
    desk.press(item)
    editor_says(desk, 'A lovely picture ')
    until(lambda: not underlined(desk, 3), 'the line to go')


def test_text(desk):
    path = os.path.join(desk.home, 'words.txt')
    with open(path, 'w') as file:
        file.write('From a text file.')
    more(desk, 'Import')
    desk.choose(path)
    editor_says(desk, 'From a text file.')
    until(lambda: len(library(desk, 'SELECT * FROM critique')) == 2, 'another critique')
    leave_text(desk)
    desk.key('ctrl+z')
    until(lambda: len(library(desk, 'SELECT * FROM critique')) == 1, 'it to be undone')


def test_table(desk):
    path = os.path.join(desk.home, 'table.csv')
    with open(path, 'w') as file:
        file.write('file,author,score,critique\nladybird.jpg,Ana,7,"Calm, wide"\nladybird.jpg,Ben,8,Busy.\nmoon.jpg,Ben,8,No.\n')
    more(desk, 'Import')
    desk.choose(path)
    desk.find('label', '2 critiques were imported. 1 row was not taken.')
    desk.find('label', 'Line 4:')
    until(lambda: library(desk, 'SELECT author, own_score, text FROM critique WHERE author != "" ORDER BY id')
          == [('Ana', 7.0, 'Calm, wide'), ('Ben', 8.0, 'Busy.')], 'both in the library')
    desk.press(desk.find('button', 'Undo the Import'))
    until(lambda: library(desk, 'SELECT author FROM critique WHERE author != ""') == [], 'both to go again')


def describe(path, text):
    """A sidecar."""
    with open(path, 'w') as file:
        file.write('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
                   '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>'
                   '<rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>'
                   '</rdf:Description></rdf:RDF></x:xmpmeta>' % text)


def test_description(desk):
    more(desk, 'From the Photograph')
    desk.find('label', 'The photograph has no description.')
    desk.quit()
    photo = os.path.join(desk.home, 'described.jpg')
    shutil.copy(sample('rocket.jpg'), photo)
    # Of two sidecars the newer one speaks, as it does of marks.
    describe(os.path.join(desk.home, 'described.xmp'), 'A rocket at dusk.')
    describe(photo + '.xmp', 'Before it was looked at again.')
    os.utime(photo + '.xmp', (1, 1))
    desk.start(photo)
    desk.wait_score()
    more(desk, 'From the Photograph')
    editor_says(desk, 'A rocket at dusk.')
    desk.quit()


def test(desk):
    desk.start(sample('ladybird.jpg'))
    test_questions(desk)
    test_spelling(desk)
    test_text(desk)
    test_table(desk)
    test_description(desk)


if __name__ == '__main__':
    harness.run(test)
