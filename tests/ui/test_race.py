#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A photograph changed while somebody types: only the last one is shown, with
the score of what is shown."""

import harness
from harness import check, sample, until

TEXT = 'A dramatic sky'


def open_by_dialog(desk, path):
    desk.key('ctrl+o')
    until(lambda: desk.look('file chooser') or desk.look('dialog'), 'the dialog')
    desk.type(path)
    desk.key('Return')


def test(desk):
    desk.start()
    desk.find('push button', 'Sample photograph: Rocket')
    first = desk.find('push button', 'Sample photograph: Ladybird')
    desk.write(TEXT)
    desk.press(first)
    desk.type(' and ')

    # The other one while the first is being loaded or assessed.
    second = desk.look('push button', 'Sample photograph: Rocket')
    if second is not None:
        desk.press(second)
    if desk.look('image', 'Photograph ladybird.jpg') is not None:
        open_by_dialog(desk, sample('rocket.jpg'))
    desk.find('image', 'Photograph rocket.jpg')
    last = desk.wait_score()
    editor = desk.find('text', 'Critique')

    def settled():
        # What is said of the score lags by up to a second.
        return desk.score() == reference if reference else False

    editor.clear_cache()
    text = editor.get_text_iface().get_text(0, -1)
    until(lambda: desk.look('image', 'Photograph ladybird.jpg') is None, 'the first photograph to be gone')
    shown = desk.score
    harness.time.sleep(1.5)
    last = shown()
    desk.quit()

    arguments = (sample('rocket.jpg'),) + (('--critique', text) if text.strip() else ())
    desk.start(*arguments)
    reference = desk.wait_score()
    until(lambda: desk.score() == last, lambda: 'the same score as without a race: “%s”, it was “%s” for “%s”'
          % (desk.score(), last, text))
    check(reference is not None, 'a reference')
    desk.quit()


harness.run(test)
