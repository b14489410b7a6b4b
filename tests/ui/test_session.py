#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Started without a file the program begins where it ended, in the folder or on the
desk, also after a kill; what was opened lately stands on the empty desk; the assessment
is copied as a text."""

import os
import shutil

import harness
from folder_testing import judged, tiles
from harness import sample, until


def pasted(desk):
    editor = desk.find('text', 'Critique')
    return desk.text(editor)


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    for name in ('coffee', 'ladybird', 'pavilion'):
        shutil.copy(sample(name + '.jpg'), folder)
    single = os.path.join(desk.home, 'alone.jpg')
    shutil.copy(sample('storm.jpg'), single)

    # A photograph by itself.
    desk.settings = 'keyfile'
    desk.start(single)
    desk.find('image', 'Photograph alone.jpg')
    desk.wait_score()
    desk.key('ctrl+shift+c')
    desk.find('label', 'The assessment is on the clipboard')
    desk.key('ctrl+v')
    until(lambda: pasted(desk).startswith('alone.jpg\nScore ') and ' of 10, ' in pasted(desk),
          lambda: 'the assessment as a text: “%s”' % pasted(desk))
    desk.key('Escape')
    harness.time.sleep(1)
    desk.kill()
    desk.start()
    desk.find('image', 'Photograph alone.jpg')
    desk.quit()

    # A folder, and one of its photographs.
    desk.start(folder)
    judged(desk, 1)
    harness.time.sleep(1)
    desk.quit()
    desk.start()
    until(lambda: tiles(desk), 'the folder')
    judged(desk, 1)
    desk.key('Home', 'Return')
    desk.find('slider', 'Stars')
    shown = desk.find('image', 'Photograph ').get_name().split(',')[0]
    harness.time.sleep(1)
    desk.kill()
    desk.start()
    desk.find('image', shown)
    desk.key('Escape')
    until(lambda: tiles(desk), 'back to the folder')
    desk.quit()

    # What was opened lately, and no session.
    path = os.path.join(desk.home, 'glib-2.0', 'settings', 'keyfile')
    with open(path, 'a') as file:
        file.write('restore-session=false\n')
    desk.start()
    desk.find('button', 'shoot')
    desk.press(desk.find('button', 'alone.jpg'))
    desk.find('image', 'Photograph alone.jpg')
    desk.quit()


if __name__ == '__main__':
    harness.run(test)
