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
        # A quarter is in the two challenges that `build` takes for val.
        ava.challenge.update({i: (47, 57)[k // 4 % 2] for k, i in enumerate(ava.ids) if k % 4 == 1})
        ava.make('AVA.txt', ''.join(ava.line(k, i) for k, i in enumerate(ava.ids)))
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
        figures = json.loads(self.read('honest/evaluation.json'))['figures']
        for predictor, inputs in (('model', ('photo', 'photo + all comments', "photo + another's comments", 'all comments')), ('ridge', ('photo',)),
                                  ('tf-idf ridge', ('all comments',)), ('ridge + tf-idf ridge', ('photo + one random comment',))):
            for shown in inputs:
                self.assertTrue([f for f in figures if (f['truth'], f['input'], f['predictor']) == ('ava', shown, predictor)], (shown, predictor))

        calibrated = self.command('calibrate', self.path('f1/model'), '--part', 'folds', *trunks, '--heads', self.path('f1/trunk.safetensors'),
                                  '--output', self.path('calibrated'), '--words', self.path('words.f16'), *halves)
        self.assertIn('not fitted to them', calibrated)
        self.assertEqual(self.read('words.f16', 'rb'), words)
        told = json.loads(self.read('calibrated/model.json'))['calibration']
        self.assertTrue(all(told[mode]['half_width'] > 0 and told[mode]['n'] > 20 for mode in ('photo', 'critique', 'both')), told)
        self.assertIn('--text-fold', self.command('evaluate', self.path('f1/model'), '--output', self.path('no'), *halves, status=2))
        self.assertIn('--text-fold', self.command('calibrate', self.path('f1/model'), '--output', self.path('no'), *halves, status=2))

    def test_whole(self):
        """A whole model on val: its explanations and limits, what is recorded of them, and the ablations."""
        self.command('fit', TINY, '--stage', '2', '--epochs', '2', '--width', '16', '--output', self.path('two'))
        model = self.path('two/model')
        before = json.loads(self.read('two/model/model.json'))
        table = self.command('evaluate', model, '--output', self.path('figures'), '--bootstrap', '10', '--explanations', '4', '--limits', '--record')
        self.assertIn('| ava | photo + all comments | model |', table)
        told = json.loads(self.read('figures/evaluation.json'))
        for what in ('regions', 'words'):
            for test in ('deletion', 'insertion'):
                found = [e for e in told['explanations'] if (e['of'], e['test'], e['method'], e['against']) == (what, test, 'occlusion', 'random order')]
                self.assertEqual([(e['n'], e['ratio'] > 0, e['interval'][0] <= e['ratio'] <= e['interval'][1]) for e in found], [(4, True, True)])
        self.assertEqual(sum('limit' in limit for limit in told['limits']), 5)
        self.assertIn('another photograph’s critique', [limit['shown'] for limit in told['limits']])
        after = json.loads(self.read('two/model/model.json'))
        ratio = next(e['ratio'] for e in told['explanations'] if (e['of'], e['test'], e['method']) == ('words', 'deletion', 'occlusion'))
        self.assertAlmostEqual(after['explanations']['words']['ratio'], ratio, places=3)
        self.assertNotEqual(before['explanations'], after['explanations'])
        self.assertIn('--explanations', self.command('evaluate', model, '--output', self.path('no'), '--record', status=2))
        self.assertIn('folds', self.command('evaluate', model, '--output', self.path('no'), '--part', 'folds', '--limits', status=2))

        ablate = ('ablate', TINY, '--output', self.path('cells'), '--epochs', '1', '--width', '8', '--seeds', '1', '--share', '100')
        table = self.command(*ablate, '--budget', '1')
        self.assertIn('11 of 11 cells done', table)
        self.assertIn('AVA’s votes, for photographs with all their comments', table)
        self.assertNotIn('photographs are not here', table)
        self.assertEqual(self.read('cells/ablation.md'), table)
        repeated = []
        json.loads(self.read('cells/ablation.json'), object_pairs_hook=lambda members: repeated.append(len(members) - len(dict(members))))
        self.assertEqual(sum(repeated), 0)
        told = json.loads(self.read('cells/ablation.json'))
        self.assertEqual((told['format'], told['truth_of_photographs']), ('photo-critic-ablation', 'ava'))
        self.assertEqual([v['variant'] for v in told['variants'] if v['srcc, both'][0] is None], [])
        self.assertEqual([v['variant'] for v in told['variants'] if v['accuracy, critiques'][0] is None], ['image only (MLSP-like)'])
        self.assertEqual((told['cells'], told['cells_done'], told['width'], told['epochs'], len(told['paper'])), (11, 11, 8, 1, 13))
        self.assertGreater(told['used_hours'], 0)
        self.assertIn('| RGNet | 83.59 |  | not built here |', table)
        self.assertIn('| MLSP | 81.72 | 0.756 | image only (MLSP-like) | 0.', table)
        again = self.command(*ablate, '--budget', '1')
        self.assertEqual(again, table)
        self.assertEqual(self.run_cli('ablate', '--data', self.path('out'), '--output', self.path('no'), '--budget', '0', model=None).status, 2)


if __name__ == '__main__':
    unittest.main()
