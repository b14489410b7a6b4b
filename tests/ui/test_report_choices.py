#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is chosen for a report: the template and the paper change the preview and
what is written, what may not be told is not told, and the next report begins with
the same choices. A folder of more photographs than a report has is told so."""

import json
import os

import harness
from folder_testing import menu
from harness import check, until
from report_testing import FORMATS, PAPERS, TEMPLATES, choose, chosen, find, gone, info, is_checked, n_pages, pictures, read, save

CHECKS = {'Best first': False, 'File names': False, 'What the camera noted': False, 'Place where it was taken': True}


def page_of(desk, n):
    return find(desk, 'label', 'Page 1 of %d' % n)


def toggle(desk, name, wanted):
    box = find(desk, 'check box', name)
    if is_checked(box) == wanted:
        return
    # As a person without a mouse: a box has no action to press in GTK 4.8.
    for _ in range(40):
        if desk.is_focused(box):
            break
        desk.key('Tab')
    desk.key('space')
    until(lambda: is_checked(find(desk, 'check box', name)) == wanted, lambda: '“%s” to change:\n%s' % (name, desk.outline()))


def test(desk):
    out = os.path.join(desk.home, 'out')
    os.mkdir(out)
    names = ['%04d.png' % i for i in range(4)]
    pictures(os.path.join(desk.home, 'four'), 4)
    desk.start(os.path.join(desk.home, 'four'))
    button = desk.find('button', 'Report…')
    menu(desk, 'List', 'Bursts as Stacks')
    desk.find('label', '4 photographs')

    # Everything: cover, contents, summary, contact sheet, a page each.
    desk.press(button)
    page_of(desk, 4 + 4)
    for template, pages in ((TEMPLATES[1], 4), (TEMPLATES[2], 3), (TEMPLATES[3], 1)):
        choose(desk, 'Template', 't', TEMPLATES, template)
        page_of(desk, pages)
        path = os.path.join(out, '%d.pdf' % pages)
        save(desk, path)
        find(desk, 'label', 'The report is in “%s”' % path)
        check(n_pages(path) == pages, '%s has %d pages' % (template, n_pages(path)))
    check(all(name in read(os.path.join(out, '1.pdf')) for name in names), 'all four are compared')

    # The preview turns its pages.
    choose(desk, 'Template', 't', TEMPLATES, TEMPLATES[2])
    page_of(desk, 3)
    desk.press(find(desk, 'button', 'Next page'))
    find(desk, 'label', 'Page 2 of 3')
    desk.press(find(desk, 'button', 'Previous page'))
    page_of(desk, 3)

    # Paper, author, what is told.
    choose(desk, 'Paper', 'p', PAPERS, 'US Letter')
    author = find(desk, 'text', 'Author')
    desk.key('alt+a')
    until(lambda: desk.is_focused(author), 'the author to take the focus')
    desk.type('Ada')
    for name, wanted in CHECKS.items():
        toggle(desk, name, wanted)
    path = os.path.join(out, 'letter.pdf')
    save(desk, path)
    find(desk, 'label', 'The report is in “%s”' % path)
    text = read(path)
    check('612 x 792' in info(path, 'Page size') and info(path, 'Author') == 'Ada', 'the paper and the author')
    check('Photograph 1' in text and not any(name in text for name in names), 'no names are told:\n' + text)
    desk.key('Escape')
    gone(desk, 'label', 'Page 1 of')

    # The next one begins with them.
    desk.press(button)
    page_of(desk, 3)
    kept = (chosen(desk, 'Template', TEMPLATES), chosen(desk, 'Paper', PAPERS))
    check(kept == (TEMPLATES[2], 'US Letter'), 'the choices are remembered: %s' % (kept,))
    for name, wanted in CHECKS.items():
        check(is_checked(find(desk, 'check box', name)) == wanted, '“%s” is remembered' % name)
    choose(desk, 'Format', 'f', FORMATS, 'Data (JSON)')
    path = os.path.join(out, 'r.json')
    save(desk, path)
    find(desk, 'label', 'The report is in “%s”' % path)
    with open(path, encoding='utf-8') as file:
        document = json.load(file)
    check(document['author'] == 'Ada' and not document['ranked'] and len(document['photographs']) == 4, str(document)[:400])
    check('.png' not in json.dumps(document), 'no names are told')
    desk.key('Escape')
    gone(desk, 'button', 'Save…')
    desk.quit()

    # More than a report has: the first, and it says so.
    pictures(os.path.join(desk.home, 'crowd'), 520)
    desk.start(os.path.join(desk.home, 'crowd'))
    desk.find('button', 'Report…')
    menu(desk, 'List', 'Bursts as Stacks')
    desk.find('label', '520 photographs')
    desk.press(desk.find('button', 'Report…'))
    find(desk, 'label', 'A report is of 500 photographs at most: these are the first of 520')
    desk.key('Escape')
    gone(desk, 'button', 'Save…')
    # Printing asks there, too.
    desk.key('ctrl+p')
    find(desk, 'label', 'A report is of 500 photographs at most: these are the first of 520')
    desk.key('Escape')
    gone(desk, 'button', 'Save…')
    desk.quit()


harness.run(test, size='1280x1000')
