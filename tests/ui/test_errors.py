#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be opened says so where the photograph would be; a model that
cannot be loaded says so in the panel; nothing crashes, nothing is lost."""

import os

import harness
from harness import check, sample, until


def test(desk):
    path = os.path.join(desk.home, 'broken.jpg')
    with open(sample('ladybird.jpg'), 'rb') as whole, open(path, 'wb') as part:
        part.write(whole.read(3000))
    desk.start(path)
    sentence = desk.find('label', '“broken.jpg”')
    check(sentence.get_name().endswith('.'), 'a whole sentence: ' + sentence.get_name())
    desk.find('button', 'Open Another…')

    # Esc steps back to the empty desk, where the samples are.
    desk.key('Escape')
    desk.gone('label', '“broken.jpg”')
    coffee = desk.find('button', 'Sample photograph: Coffee')
    desk.press(coffee)
    desk.find('image', 'Photograph coffee.jpg')
    desk.wait_score()
    until(lambda: 'The photograph alone' in desk.score(), 'the critique that comes with the sample')
    desk.quit()

    for name, content in (('empty.png', b''), ('text.jpg', b'no picture at all\n' * 20)):
        path = os.path.join(desk.home, name)
        with open(path, 'wb') as file:
            file.write(content)
        desk.start(path)
        desk.find('label', '“%s”' % name)
        desk.quit()

    desk.start(sample('coffee.jpg'), model=os.path.join(desk.home, 'no-model'))
    desk.find('label', 'No score')
    desk.find('image', 'Photograph coffee.jpg')
    check('no-model' in desk.outline(), 'the message names the folder:\n' + desk.outline())
    desk.quit()


harness.run(test)
