#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Closed while busy, at several moments, the program ends in order."""

import time

import harness
from harness import sample


def test(desk):
    # While the model is being loaded and the photograph decoded.
    desk.start(sample('storm.jpg'), '--critique', 'A dramatic sky.')
    desk.quit()

    # With the empty desk.
    desk.start()
    desk.quit()

    # In the middle of a word, with an assessment under way.
    desk.start(sample('two-wings.jpg'))
    desk.wait_score()
    desk.write('Beautiful shallow depth of fie')
    time.sleep(0.42)
    desk.quit()


harness.run(test)
