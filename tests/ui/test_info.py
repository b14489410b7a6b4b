#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the file says of itself stands in the panel, and is another one's after a
step."""

import os
import shutil

import harness
from harness import source, until


def test(desk):
    folder = os.path.join(desk.home, 'shoot')
    os.mkdir(folder)
    shutil.copy(source('tests', 'golden', 'raw', 'large-preview.dng'), os.path.join(folder, 'a.dng'))
    shutil.copy(source('tests', 'golden', 'photo', 'base.png'), os.path.join(folder, 'b.png'))

    desk.start(os.path.join(folder, 'a.dng'))
    desk.find('label', '1536 × 1024, 1.6 MP')
    desk.find('label', folder)
    exposure = desk.find('label', '600 mm')
    until(lambda: 'ISO 800' in exposure.get_name(), 'the exposure')
    until(lambda: 'darker than' in desk.describe('image', 'Histogram'), 'the histogram in words')
    until(lambda: desk.look('label', '12.5 % burnt out') or desk.look('label', '12.5\xa0% burnt out'),
          lambda: 'the share of the white bar:\n' + desk.outline())

    desk.key('Right')
    desk.find('label', '48 × 32')
    desk.gone('label', '600 mm')
    desk.quit()


harness.run(test)
