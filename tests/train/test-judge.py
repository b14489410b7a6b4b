# SPDX-License-Identifier: GPL-3.0-or-later
"""`photo-critic-train evaluate`, `calibrate` and `ablate` from outside, on a small set in AVA's shape with photographs: what whoever
owns AVA does."""
import json
import unittest

from ava_testing import Ava
from cli_testing import TINY
from dataset_testing import DatasetTestCase, png

N = 90


class Judge(DatasetTestCase):
    def setUp(self):
        super().setUp()
        ava = Ava(self, N)
        ava.json('comments.json', ava.ids)
        for i in ava.ids:
            grey = int(25 * ava.mean(i))
            self.make(f'ava/images/{i}.jpg', png(96, 64, lambda x, y, g=grey, k=3 + i % 5: ((g if y % k else 255 - g), (g + 2 * x) % 256, 255 - g)))
        self.run_train('build', 'ava', '--output', 'out', '--model', TINY, '--comments', 'comments.json')
        self.run_train('features', 'out', '--model', TINY)

    def command(self, name, *arguments, status=0):
        result = self.run_cli(name, '--data', self.path('out'), '--model', *arguments, model=None)
        self.assertEqual(result.status, status, result.out + result.err)
        return result.out if status == 0 else result.err

    def read(self, name, mode='r'):
        with open(self.path(name), mode, encoding=None if 'b' in mode else 'utf-8') as file:
            return file.read()

    def halves(self):
        """Encoders of halves of train, and the trunks of two folds that read each text by the one that was not fitted to it."""
        paths = []
        for k in '12':
            self.command('fit', TINY, '--stage', '1', '--epochs', '2', '--batch', '8', '--rate', '.01', '--fold', k + '/2', '--output', self.path('half-' + k))
            paths += ['--text-fold', self.path(f'half-{k}/text.safetensors')]
        for k in '12':
            self.command('fit', TINY, '--stage', '2', '--epochs', '2', '--width', '16', '--fold', k + '/2', '--output', self.path('f' + k),
                         '--words', self.path('words.f16'), *paths)
        trunks = ['--trunk', self.path('f1/trunk.safetensors'), '--trunk', self.path('f2/trunk.safetensors')]
        return paths, trunks

    def test_folds_of_texts(self):
        """By folds a text is read by the encoder that was not fitted to it; the words of `fit` are used as they are."""
        halves, trunks = self.halves()
        words = self.read('words.f16', 'rb')
        common = ('evaluate', self.path('f1/model'), '--part', 'folds', '--bootstrap', '10', *trunks)
        table = self.command(*common, '--output', self.path('honest'), '--words', self.path('words.f16'), *halves)
        self.assertEqual(self.read('words.f16', 'rb'), words)
        self.assertIn('not fitted to them', table)
        flattered = self.command(*common, '--output', self.path('flattered'))
        self.assertIn('flattered', flattered)
        self.assertNotEqual(self.read('flattered/words.f16', 'rb'), words)

        def line(folder):
            return [f['value'] for f in json.loads(self.read(folder + '/evaluation.json'))['figures']
                    if (f['truth'], f['input'], f['predictor']) == ('ava', 'all comments', 'model')]
        self.assertTrue(line('honest'))
        self.assertNotEqual(line('honest'), line('flattered'))
        self.assertIn('--text-fold', self.command('evaluate', self.path('f1/model'), '--output', self.path('no'), *halves, status=2))
        self.assertIn('--text-fold', self.command('calibrate', self.path('f1/model'), '--output', self.path('no'), *halves, status=2))


if __name__ == '__main__':
    unittest.main()
