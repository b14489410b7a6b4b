#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer does not fall asleep while photographs are judged, judgements exported, a report written or
printed, and may sleep afterwards. A pass that ends while another window is used shows a notification."""

import os

import harness
from bus_testing import Bus
from folder_testing import judged, make_folder, menu, picture
from harness import check, until
from report_testing import find, gone, save
from test_report_folder import print_to_file


def kept_awake(bus, reason):
    until(lambda: bus.was_kept_awake(reason), lambda: '“%s” among %s, held: %s' % (reason, bus.inhibited, bus.awake))
    check(not bus.awake, 'the computer may sleep: %s of %s' % (bus.awake, bus.inhibited))


def test(desk):
    bus = Bus()
    out = os.path.join(desk.home, 'out')
    os.mkdir(out)
    with open(os.path.join(desk.home, 'user-dirs.dirs'), 'w') as file:
        file.write('XDG_DOCUMENTS_DIR="$HOME/out"\n')
    folder = make_folder(desk, broken=False)
    desk.start(folder)
    judged(desk)
    kept_awake(bus, 'Photographs are being judged')
    check(bus.shown == [], 'nobody looked elsewhere: %s' % bus.shown)

    desk.key('ctrl+e')
    find(desk, 'label', 'Page 1 of')
    path = os.path.join(out, 'report.pdf')
    save(desk, path)
    find(desk, 'label', 'The report is in “%s”' % path)
    kept_awake(bus, 'A report is being written')
    desk.key('Escape')
    gone(desk, 'button', 'Save…')

    # Once while its pages are planned, once while they are printed; not while the printer is chosen.
    def n_printed():
        return len([reason for _cookie, reason, _flags in bus.inhibited if reason == 'A report is being printed'])
    print_to_file(desk, lambda: check(n_printed() == 1 and not bus.awake, 'planned: %s' % bus.inhibited))
    until(lambda: n_printed() == 2, lambda: 'the print: %s' % bus.inhibited)
    until(lambda: not bus.awake, lambda: 'the print to be over: %s' % bus.awake)
    until(lambda: os.path.exists(os.path.join(out, 'output.pdf')), 'the printed file')

    desk.key('Home')
    until(lambda: desk.look(None, '1 selected'), lambda: 'one to be selected:\n' + desk.outline())
    menu(desk, '1 selected', 'Export Judgements')
    desk.choose(os.path.join(out, 'judged.csv'))
    desk.find('label', 'The judgement of')
    kept_awake(bus, 'Judgements are being exported')

    # Another one arrives while the window is out of sight.
    harness.xdotool('windowminimize', '--sync', desk.window)
    n = len(bus.inhibited)
    with open(os.path.join(folder, 'late.png'), 'wb') as file:
        file.write(picture(5, 320, 200))
    until(lambda: bus.shown, lambda: 'a notification; asked: %s' % bus.inhibited)
    check(bus.shown == [('“shoot” is judged', '1 photograph')], 'what it says: %s' % bus.shown)
    check(len(bus.inhibited) > n, 'the new pass kept the computer awake, too: %s' % bus.inhibited)
    until(lambda: not bus.awake, lambda: 'the computer may sleep: %s' % bus.awake)
    harness.xdotool('windowactivate', '--sync', desk.window)
    desk.quit()


harness.run(test)
