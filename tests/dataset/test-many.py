# SPDX-License-Identifier: GPL-3.0-or-later
"""A set in AVA's shape of 20,000 ids, 200 of them with photographs, from tables to features; memory stays flat."""
import json
import os
import re
import subprocess
import unittest

from ava_testing import Ava
from dataset_testing import PROGRAM, TINY, DatasetTestCase, mean, png

CAN_FIT = os.environ['PHOTO_CRITIC_CAN_FIT'] == '1'
# Bytes of memory that one photograph more may cost: the tables' own 28, rounded up by what arrays and hash tables keep free.
A_PHOTOGRAPH_MORE = 200


class Many(DatasetTestCase):
    def peak(self, *arguments):
        """The program's largest resident size, in bytes, and what it printed."""
        done = subprocess.run(['/usr/bin/python3', '-c',
                               'import resource, subprocess, sys\n'
                               'done = subprocess.run(sys.argv[1:])\n'
                               'print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)\n'
                               'sys.exit(done.returncode)', PROGRAM, 'dataset', *arguments, '--model', TINY],
                              cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return int(re.search(r'^peak (\d+)', done.stdout, re.M)[1]), done.stdout

    def test_end_to_end(self):
        ava = Ava(self, 20000)
        ava.pages('pages', ava.ids[::5])
        ava.json('comments.json', ava.ids[1::5])
        ava.csv('comments.csv', ava.ids[2::5])
        for k, i in enumerate(ava.ids[1::100]):       # not of the part test, which is every tenth
            # Brighter the more they are liked: there is something to learn, and to calibrate by.
            light = max(0, min(255, int(40 * mean(ava.votes[i])) - 100))
            self.make(f'ava/images/{i}.jpg', png(64 + k % 7, 48, lambda x, y, k=k, light=light: (light, min(light + y, 255), k % 64)))

        _, out = self.peak('build', 'ava', '--output', 'out', '--pages', 'pages', '--comments', 'comments.json', '--comments', 'comments.csv')
        self.assertIn('samples: 20000 in 5 files', out)
        self.assertIn('photographs: 200', out)
        _, out = self.peak('features', 'out')
        self.assertIn('computed: 200', out)
        self.assertIn('as they were written', self.run_train('check', 'out').out)

        samples = self.dump('out')
        texts = [s for s in samples if s['texts']]
        self.assertGreater(len(texts), 11000)
        for sample in texts:
            for text in sample['texts']:
                self.assertNotRegex(text, r'(?i)congrats|ribbon|gave this|scored|\b7\b')
        self.assertEqual(sum(len(s.get('features', [])) for s in samples), 400)
        if CAN_FIT:
            self.train_and_measure()

    def train_and_measure(self):
        """What was built can be learned from, and what learned from it measured."""
        def run(command, *arguments):
            result = self.run_cli(command, '--data', self.path('out'), '--words', self.path('words.f16'), '--quiet', *arguments, model=None)
            self.assertEqual(result.status, 0, result.out + result.err)
            return result.out

        run('fit', '--stage', '2', '--model', TINY, '--width', '16', '--epochs', '1', '--output', self.path('two'))
        model = '--model', self.path('two/model'), '--trunk', self.path('two/trunk.safetensors')
        with open(self.path('two/log.ndjson'), encoding='utf-8') as file:
            tasks = json.loads(file.readline())['tasks']
        self.assertGreater(tasks['score']['targets'], 5000)

        table = run('evaluate', *model, '--bootstrap', '20', '--output', self.path('figures'))
        with open(self.path('figures/evaluation.json'), encoding='utf-8') as file:
            told = json.load(file)
        self.assertEqual(told['part'], 'val')
        ranks = {f['input']: f for f in told['figures'] if f['predictor'] == 'model' and f['metric'] == 'srcc' and f['truth'] == 'ava'}
        self.assertIn('| ava |', table)
        self.assertGreater(ranks['all comments']['n'], 100)

        # AVA's own photographs and votes calibrate every mode by folds, and what comes out is a model that the program takes.
        folds = []
        for k in '12':
            run('fit', '--stage', '2', '--model', TINY, '--width', '16', '--epochs', '1', '--fold', k + '/2', '--output', self.path('two-' + k))
            folds += '--trunk', self.path(f'two-{k}/trunk.safetensors')
        run('calibrate', *model[:2], '--heads', model[3], '--part', 'folds', *folds, '--output', self.path('final'))
        with open(self.path('final/calibration.json'), encoding='utf-8') as file:
            told = json.load(file)
        self.assertEqual([m['mode'] for m in told['modes']], ['photo', 'critique', 'both'])
        for mode in told['modes']:
            self.assertGreater(mode['n'], 100)
            self.assertGreater(mode['slope'], 0)
            self.assertLess(mode['half_width'], 2)
        self.assertEqual(told['shares'][0]['n_photo'], told['modes'][0]['n'])
        done = self.run_cli_of('photo-critic-cli', 'model', '--verify', '--model', self.path('final'))
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_memory_is_flat(self):
        sizes = []
        for n in (4000, 20000):
            Ava(self, n, f'ava{n}').pages(f'pages{n}', [])
            self.make(f'pages{n}/keep', '')
            sizes.append(self.peak('build', f'ava{n}', '--output', f'out{n}', '--pages', f'pages{n}')[0])
        self.assertLess(sizes[1] - sizes[0], 4 << 20, 'two shards are 4 MB; the number of photographs does not matter')
        self.assertLess((sizes[1] - sizes[0]) / 16000, A_PHOTOGRAPH_MORE + (4 << 20) / 16000)


if __name__ == '__main__':
    unittest.main(verbosity=1)
