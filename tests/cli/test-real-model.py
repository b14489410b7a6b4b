# SPDX-License-Identifier: GPL-3.0-or-later
"""The model that ships, on the samples that ship."""
import os
import re
import sys

from cli_testing import SOURCE, CliTestCase, main

MODEL = os.path.join(SOURCE, 'model')
SAMPLES = os.path.join(SOURCE, 'data', 'samples')


class RealModel(CliTestCase):
    def assess(self, *arguments, **options):
        return super().assess(*arguments, model=None, **options)

    def test_samples(self):
        ids = set()
        for name in sorted(os.listdir(SAMPLES)):
            if not name.endswith('.jpg'):
                continue
            photo = os.path.join(SAMPLES, name)
            a = self.assess(photo, '--critique-file', photo[:-4] + '.txt')
            ids.add(a['model'])
            self.assertEqual(a['mode'], 'both')
            self.assertTrue(1 < a['score'] < 10)
            self.assertEqual(a['high'], a['score'] > 5)
            self.assertEqual(a, self.assess(photo, '--critique-file', photo[:-4] + '.txt', '--threads', '3'))
        self.assertEqual(len(ids), 1)
        self.assertRegex(ids.pop(), r'^[0-9a-f]{64}$')

    def test_order_of_critiques(self):
        with open(os.path.join(SAMPLES, 'storm.txt'), encoding='utf-8') as file:
            texts = [s for s in re.split(r'(?<=[.!?])\s+', file.read().strip()) if s] + ['I would crop the left side.']
        photo = os.path.join(SAMPLES, 'storm.jpg')
        expected = self.assess(photo, *(x for t in texts for x in ('--critique', t)))['score']
        backwards = self.assess(photo, *(x for t in reversed(texts) for x in ('--critique', t)))['score']
        self.assertAlmostEqual(expected, backwards, delta=1e-4)

    def test_verify(self):
        self.ok('model', '--verify', model=None)


if __name__ == '__main__':
    if not os.path.exists(os.path.join(MODEL, 'model.json')):
        sys.exit(77)
    main()
