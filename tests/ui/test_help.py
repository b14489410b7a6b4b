#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""F1 opens the help at the page of what is done: the desk, a text, a folder, the preferences; its pages
are found by their words and reached by keys; a picture says what it shows; Esc closes it."""

import os
import shutil

import harness
from harness import check, sample, until


def page(desk):
    """The page that is chosen, from the list."""
    from gi.repository import Atspi
    for node in desk.walk():
        if node.get_role_name() == 'list item':
            node.clear_cache()
            if node.get_state_set().contains(Atspi.StateType.SELECTED) and node.get_parent().get_name() == 'Pages of the help':
                return ' '.join(child.get_name() for child in desk.walk(node) if child.get_role_name() == 'label')
    return ''


def shows(desk, title):
    until(lambda: page(desk) == title, lambda: 'the page “%s”; it is “%s”:\n%s' % (title, page(desk), desk.outline()))


def closed(desk):
    desk.key('Escape')
    desk.gone('list', 'Pages of the help')


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    shutil.copy(sample('coffee.jpg'), folder)
    desk.start(os.path.join(folder, 'coffee.jpg'), '--critique', 'Warm light.')
    desk.wait_score()

    desk.key('F1')
    shows(desk, 'First steps')
    desk.find('image', 'The desk: the photograph')
    # By keys, and by words.
    desk.key('Down')
    shows(desk, 'Writing a critique')
    desk.key('Up')
    shows(desk, 'First steps')
    desk.key('shift+Tab')
    desk.type('upload network')
    shows(desk, 'Privacy')
    desk.find('label', 'Photo Critic never uploads anything')
    desk.type(' zebra')
    desk.find('label', 'No page has these words.')
    desk.key('Escape')
    shows(desk, 'Privacy')
    closed(desk)

    # Of what has the keyboard.
    desk.key('e')
    until(lambda: desk.is_focused(desk.find('text', 'Critique')), 'the text to have the keyboard')
    desk.key('F1')
    shows(desk, 'Writing a critique')
    closed(desk)
    check(desk.text(desk.find('text', 'Critique')) == 'Warm light.', 'nothing was written')
    desk.key('Escape', 'ctrl+comma')
    desk.find('frame', 'Preferences')
    desk.key('F1')
    shows(desk, 'Preferences')
    closed(desk)
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
