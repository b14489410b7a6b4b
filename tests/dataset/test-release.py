# SPDX-License-Identifier: GPL-3.0-or-later
"""model/release.sh from the folders that `fit` left to a model in its place, with the tiny model and made data: the
order of the steps, the model's id, and the card. What needs PyTorch (search.py, aspects.py, the goldens) is stood in
for by a program that notes how it was called, and writes model.json anew as those do."""
import gzip
import json
import os
import shutil
import subprocess
import sys
import unittest

from dataset_testing import PROGRAM, TINY, DatasetTestCase, mean, png, table

SOURCE = os.environ['PHOTO_CRITIC_SOURCE']
CLI = os.path.join(os.path.dirname(PROGRAM), '..', 'cli', 'photo-critic-cli')
WORDS = 'terrible', 'poor', 'plain', 'fine', 'good', 'wonderful'
CARD = ''.join(f'<!-- table {name} -->\n<!-- end -->\n\n' for name in (
    'model.json files', 'model.json calibration', 'data.json', 'calibration.json modes', 'calibration.json alone', 'calibration.json words', 'calibration.json shares', 'calibration.json own_words', 'calibration.json styles',
    'languages.json', 'evaluation.json scores'))
STAND_IN = '''#!{python} -B
import os, subprocess, sys
script = os.path.basename(sys.argv[1])
if script not in ('search.py', 'aspects.py') and 'golden' not in script:
    sys.exit(subprocess.call([sys.executable, '-B', *sys.argv[1:]]))
with open({log!r}, 'a') as file:
    print(script, *sys.argv[2:], file=file)
if '--write' in sys.argv:
    sys.path.insert(0, os.path.dirname(sys.argv[1]))
    import modelfile
    folder = sys.argv[sys.argv.index('--model') + 1]
    modelfile.write_json(folder, modelfile.read_json(folder))
'''


class Release(DatasetTestCase):
    def critique(self, i):
        return f'A {WORDS[i % 6]} picture with {WORDS[i % 6]} light. The frame is {WORDS[(i + i // 6) % 6]}.'

    def made_data(self):
        self.research_data()
        rows, ratings, paired = [], [], []
        for i in range(72):
            file = f'images/{i:03}.png'
            self.make('data/photos-unlabelled/' + file, png(64, 48, lambda x, y, i=i: (40 * (i % 6) + x % 16, 30 * (i % 6) + y % 8, 90 + i)))
            rows.append({'file': file, 'set': 'made'})
            ratings.append({'set': 'photos-unlabelled', 'file': file, 'A': 3 + .7 * (i % 6) + .1 * (i % 5), 'C': 3.2 + .7 * (i % 6)})
            paired.append({'set': 'photos-unlabelled', 'file': file, 'critiques': [self.critique(i), 'The frame is straight.']})
        self.make('data/photos-unlabelled/photos.csv', table(['file', 'set'], rows))
        self.make('data/machine-ratings/ratings.csv', table(['set', 'file', 'A', 'B', 'C', 'D', 'W'], ratings))
        self.make('data/paired-critiques/critiques.jsonl.gz', self.jsonl(paired))
        self.splits['photos-unlabelled'] = {'train': [r['file'] for r in rows[:48]], 'val': [r['file'] for r in rows[48:]], 'test': []}
        self.ava = []
        for i in range(120):
            counts = [0] * 10
            counts[1 + i % 6], counts[2 + i % 6], counts[3 + i % 6] = 10 + i % 7, 40, 20
            self.ava.append({'id': 5000 + i, 'comments': [self.critique(i), self.critique(i + 6)][:1 + i % 2], 'aspects': [[], []][:1 + i % 2],
                             'votes': counts, 'mean': round(mean(counts), 4), 'n': sum(counts), 'high': int(mean(counts) > 5), 'tail': None,
                             'styles': None, 'src': ['dpc']})
        self.make('data/ava-critiques/critiques.jsonl.gz', self.jsonl(self.ava))
        self.make('data/ava-critiques/highlow.csv.gz', gzip.compress(table(['id', 'high', 'tail'], [{'id': 12, 'high': 1}]).encode()))
        self.splits['ava-critiques'] = {'train': [r['id'] for r in self.ava[:80]], 'val': [r['id'] for r in self.ava[80:]], 'test': []}
        self.make('data/splits.json', json.dumps(self.splits))

    def train(self, command, *arguments):
        result = self.run_cli(command, '--data', self.path('out'), '--quiet', '--threads', '1', *arguments, model=None)
        self.assertEqual(result.status, 0, result.out + result.err)

    def tree(self):
        """A copy of what release.sh needs of the source, with the tiny model."""
        for folder in ('tree/model', 'tree/tests/tools', 'tree/tests/golden', 'tree/data/samples', 'runs'):
            os.makedirs(self.path(folder), exist_ok=True)
        for name in ('release.sh', 'figures.sh', 'card.py', 'data.py', 'languages.py', 'modelfile.py'):
            shutil.copy(os.path.join(SOURCE, 'model', name), self.path('tree/model'))
        for name in os.listdir(TINY):
            if name.endswith(('.safetensors', '.txt')) or name == 'model.json':
                shutil.copy(os.path.join(TINY, name), self.path('tree/model'))
        shutil.copy(os.path.join(SOURCE, 'data/samples/pavilion.jpg'), self.path('tree/data/samples'))
        self.make('tree/model/README.md', CARD)
        self.make('tree/model/evaluation.json', '{"format": "photo-critic-evaluation", "model": "another"}')
        self.make('python', STAND_IN.format(python=sys.executable, log=self.path('log')))
        os.chmod(self.path('python'), 0o755)

    def script(self, name, *arguments):
        return subprocess.run(['sh', self.path('tree/model', name), *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
                              env={**os.environ, 'PYTHON': self.path('python'), 'LC_ALL': 'C.UTF-8'})

    def path(self, *names):
        return super().path(os.path.join(*names))

    def json(self, name):
        with open(self.path(name), encoding='utf-8') as file:
            return json.load(file)

    def model_id(self, folder):
        return self.json(folder + '/model.json')['id']

    def card(self):
        with open(self.path('tree/model/README.md'), encoding='utf-8') as file:
            return file.read()

    def folds_share(self):
        """Trunks of folds mix as the calibrated one does, with words that have not seen the fold."""
        figures = []
        for shares in ((), ('--shares', self.path('runs/final/trunk.safetensors'))):
            self.train('evaluate', '--model', self.path('tree/model'), '--trunk', self.path('runs/two-1/trunk.safetensors'),
                       '--trunk', self.path('runs/two-2/trunk.safetensors'), '--part', 'folds', '--bootstrap', '0', '--output', self.path('folds'), *shares)
            figures.append({(f['truth'], f['input'], f['metric']): f['value'] for f in self.json('folds/evaluation.json')['figures'] if f['predictor'] == 'model'})
        self.assertNotEqual(*(f['machine', 'photo + critique 1', 'srcc'] for f in figures))
        self.assertNotEqual(*(f['ava', 'all comments', 'srcc'] for f in figures))
        wrong = self.run_cli('evaluate', '--data', self.path('out'), '--model', self.path('tree/model'), '--shares', self.path('runs/final/trunk.safetensors'),
                             '--output', self.path('folds'), model=None)
        self.assertEqual(wrong.status, 2)
        self.assertIn('--shares', wrong.err)

    def test_release(self):
        self.made_data()
        self.import_data()
        self.run_train('features', 'out', '--model', TINY)
        self.tree()
        for run, fold in (('two', ()), ('two-1', ('--fold', '1/2')), ('two-2', ('--fold', '2/2'))):
            self.train('fit', '--stage', '2', '--model', TINY, '--width', '16', '--epochs', '4', '--elsewhere', '--output', self.path('runs', run), *fold)
        before = self.model_id('tree/model')

        done = self.script('release.sh', PROGRAM, CLI, 'out', 'data', 'runs')
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(self.path('log'), encoding='utf-8') as file:
            calls = [line.split() for line in file]
        self.assertEqual([c[0] for c in calls], ['search.py', 'aspects.py', 'make-backbone-golden.py', 'make-text-goldens.py', 'make-goldens.py'])
        for call in calls[:2]:
            self.assertEqual(call[1:4], ['data', '--model', 'runs/final'])
            self.assertIn('--write', call)
            self.assertNotIn('--test', call)
        self.assertEqual(self.model_id('runs/before'), before)
        self.assertNotEqual(self.model_id('tree/model'), before)
        self.assertEqual(self.model_id('tree/model'), self.model_id('runs/final'))
        verified = subprocess.run([CLI, 'model', '--verify', '--model', self.path('tree/model')], capture_output=True, text=True, check=False)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        self.assertEqual(self.json('runs/val/evaluation.json')['part'], 'val')
        self.assertEqual(self.json('runs/val-heads/evaluation.json')['part'], 'val', 'the heads of all sources, other sites among them')
        self.assertIn('ratio', self.json('tree/model/model.json')['explanations']['regions'])

        told = self.json('tree/model/calibration.json')
        self.assertEqual((told['format'], told['part'], [m['mode'] for m in told['modes']]), ('photo-critic-calibration', 'folds', ['photo', 'critique', 'both']))
        self.assertGreater(told['modes'][0]['n'], 60)
        self.assertIn('gain', told['words'])
        vote = told['shares'][0]
        self.assertEqual((vote['source'], vote['n_photo'], vote['n_both']), ('AVA vote', told['modes'][0]['n'], 2 * told['modes'][0]['n']))
        self.assertIn(f"| AVA vote | {vote['n_photo']} |", self.card())
        self.assertAlmostEqual(self.json('tree/model/model.json')['mcn']['ridge_share']['both'], vote['both'], 4)
        self.assertEqual(told['own_words'], [], 'nobody rates beauty here')
        self.assertIn('No other source rates', self.card())
        self.folds_share()
        self.assertEqual(self.json('tree/model/languages.json')['model'], self.model_id('tree/model'))
        card = self.card()
        self.assertEqual(card.count('Not measured yet.'), 1, 'the part test')
        self.assertNotIn('another', card)
        self.assertIn(f"| critique alone, one comment | {told['modes'][1]['n']} | {told['modes'][1]['error']:.3f} |", card)

        # What is given to figures.sh is looked at before the part test is.
        self.make('tries/experiment.json', '{"format": "photo-critic-experiment", "rows": []}')
        self.assertEqual(self.script('figures.sh', PROGRAM).returncode, 2)
        refused = self.script('figures.sh', PROGRAM, CLI, 'out', 'data', 'runs', 'tries', 'cells')
        self.assertEqual(refused.returncode, 1)
        self.assertIn('cells/ablation.json', refused.stderr)
        self.assertFalse(os.path.exists(self.path('tree/model/experiment.json')))


if __name__ == '__main__':
    unittest.main(verbosity=1)
