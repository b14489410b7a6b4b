#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In each view of the window everything that can have the focus has a name: one photograph,
several side by side, a folder as tiles and as a table, the presentation, the preferences,
the help, and what is said about the program."""

import os
import shutil

import harness
from folder_testing import menu, spoken
from harness import check, sample, until

# What has no name of its own and needs none: GTK's own, and what only holds others.
PASSIVE = ('application', 'filler', 'panel', 'scroll pane', 'viewport', 'unknown', 'separator', 'redundant object')


def nameless(desk, window):
    """What can have the focus, is seen and says nothing of itself."""
    from gi.repository import Atspi, GLib
    found, n = [], 0
    for node in desk.walk(window):
        try:
            states = node.get_state_set()
            if not states.contains(Atspi.StateType.FOCUSABLE) or node.get_role_name() in PASSIVE:
                continue
            if node.get_component_iface() is None or 0 in desk.place(node)[2:]:
                continue
            n += 1
            if not (node.get_name() or '').strip() and not says(desk, node):
                found.append(node)
        except GLib.Error:
            pass
    return found, n


def says(desk, node):
    """GTK gives the name of a button or a row to what is in it, and of a label to what it labels."""
    from gi.repository import Atspi, GLib
    try:
        if any(relation.get_relation_type() == Atspi.RelationType.LABELLED_BY for relation in node.get_relation_set()):
            return True
        parent = node.get_parent()
        # A menu button and a drop-down are a button in something that has the name.
        if node.get_role_name() in ('toggle button', 'push button', 'button') and parent is not None and (parent.get_name() or '').strip():
            return True
        return any((inner.get_name() or '').strip() for inner in desk.walk(node) if inner is not node)
    except GLib.Error:
        return True


def path(node):
    parts = []
    while node is not None and node.get_role_name() not in ('application', 'desktop frame'):
        parts.append('%s “%s”' % (node.get_role_name(), node.get_name()))
        node = node.get_parent()
    return ' < '.join(parts[:6])


def windows(desk):
    application = desk.application()
    return [application.get_child_at_index(i) for i in range(application.get_child_count())]


def all_named(desk, view, least=3, window=None):
    shown = window or windows(desk)[0]
    found, n = nameless(desk, shown)
    print(view, n, flush=True)
    check(n >= least, '%s: there is hardly anything to go to: %d' % (view, n))
    check(not found, '%s: without a name: %s' % (view, '\n'.join(path(node) for node in found)))


def other_window(desk, view, least):
    """The one that came up over the window; closed again."""
    until(lambda: len(windows(desk)) > 1, lambda: view + '\n' + desk.outline())
    until(lambda: harness.xdotool_says('getactivewindow') not in (None, desk.window), view + ' to have the focus')
    all_named(desk, view, least, next(window for window in windows(desk) if window.get_name() != windows(desk)[0].get_name()))
    desk.key('Escape')
    until(lambda: desk.activate(), 'the window')
    until(lambda: len(windows(desk)) == 1, view + ' to close')


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for name in ('coffee', 'ladybird', 'rocket'):
        shutil.copy(sample(name + '.jpg'), folder)

    desk.start(os.path.join(folder, 'coffee.jpg'), '--critique', 'Lovely light on the cup.')
    desk.find('list', 'Film strip')
    desk.wait_score()
    all_named(desk, 'one photograph', 20)
    desk.key('c')
    desk.find('button', 'Done')
    all_named(desk, 'several', 20)
    desk.key('Escape')
    desk.gone('button', 'Done')

    desk.key('ctrl+comma')
    other_window(desk, 'the preferences', 10)
    desk.key('F1')
    other_window(desk, 'the help', 3)
    desk.key('F5')
    # It has no control: keys alone.
    other_window(desk, 'the presentation', 0)
    menu(desk, 'Main menu', 'About Photo Critic')
    other_window(desk, 'about', 1)
    desk.quit()

    desk.start(folder)
    until(lambda: len(list(spoken(desk))) >= 2, lambda: 'the folder: %s' % list(spoken(desk)))
    all_named(desk, 'tiles', 15)
    menu(desk, 'List', 'Table')
    desk.find('label', 'Verdict')
    all_named(desk, 'table', 15)
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
