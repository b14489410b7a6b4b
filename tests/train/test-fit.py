# SPDX-License-Identifier: GPL-3.0-or-later
"""`photo-critic-train fit` from outside: both stages on a small dataset with the tiny model, broken off by a
signal and gone on with, and what it refuses."""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from cli_testing import PROGRAM, TINY
from dataset_testing import DatasetTestCase


class Fit(DatasetTestCase):
    def setUp(self):
        super().setUp()
        self.research_data()
        self.import_data()

    def fit(self, *arguments, status=0):
        result = self.run_cli('fit', '--data', self.path('out'), '--model', TINY, *arguments, model=None)
        self.assertEqual(result.status, status, result.out + result.err)
        return result.err

    def log(self, run):
        with open(self.path(run + '/log.ndjson'), encoding='utf-8') as file:
            return [json.loads(line) for line in file]

    def checkpoint(self, run):
        with open(self.path(run + '/checkpoint.safetensors'), 'rb') as file:
            return file.read()

    def test_both_stages(self):
        self.run_train('features', 'out', '--model', TINY)
        self.fit('--stage', '1', '--output', self.path('one'), '--epochs', '2', '--batch', '2')
        lines = self.log('one')
        self.assertEqual([line['epoch'] for line in lines], [1, 2])
        self.assertGreater(sum(task['targets'] for task in lines[0]['tasks'].values()), 0)
        self.assertEqual(lines[0]['tasks']['score']['weight'], 1)
        self.assertTrue(os.path.getsize(self.path('one/text.safetensors')) > 1000)
        with open(self.path('one/log.svg'), encoding='utf-8') as file:
            self.assertIn('<svg', file.read())

        err = self.fit('--stage', '2', '--output', self.path('two'), '--epochs', '2', '--width', '16', '--text', self.path('one/text.safetensors'))
        self.assertIn('critiques', err)
        self.assertEqual(len(self.log('two')), 2)
        told = self.run_cli_of('photo-critic-cli', 'model', '--verify', '--model', self.path('two/model'))
        self.assertEqual(told.returncode, 0, told.stderr)

        # What was fitted to the words of another encoder does not come along, and the model says what it cannot do.
        self.assertEqual(sorted(os.listdir(self.path('two/model'))),
                         ['backbone.safetensors', 'mcn.safetensors', 'model.json', 'text.safetensors', 'vocab.txt'])
        self.assertIn('cannot find photographs by words', told.stdout.decode())
        ranked = self.run_cli_of('photo-critic-cli', 'rank', '--model', self.path('two/model'), '--words', 'soft light', self.path('data/oasis-beauty/images'))
        self.assertEqual(ranked.returncode, 1, ranked.stdout)
        self.assertIn('cannot find photographs by words', ranked.stderr.decode())
        self.fit('--stage', '2', '--output', self.path('own'), '--epochs', '1', '--width', '16')
        self.assertIn('search.safetensors', os.listdir(self.path('own/model')))
        told = self.run_cli_of('photo-critic-cli', 'model', '--verify', '--model', self.path('own/model'))
        self.assertNotIn('by words', told.stdout.decode())

    def test_words_by_many(self):
        """Word features by processes that know nothing of each other are the bytes that one makes, and training finds them."""
        self.run_train('features', 'out', '--model', TINY)
        common = ('--stage', '2', '--epochs', '1', '--width', '16', '--marks')
        self.fit(*common, '--output', self.path('one'), '--words', self.path('one.f16'))
        if shutil.which('parallel') is None:
            self.skipTest('GNU parallel is not there')
        done = subprocess.run(f'seq 3 | parallel --will-cite -j 2 "{PROGRAM}" fit --data out --model "{TINY}" {" ".join(common)} --words many.f16 '
                              '--threads 1 --shard {}/3', shell=True, cwd=self.folder, env={**os.environ, 'HOME': self.folder}, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        names = [name for name in os.listdir(self.folder) if name.startswith('many')]
        self.assertEqual(sorted(names), sorted(f'many{kind}.f16.{i}-of-3' for kind in ('', '-marks') for i in (1, 2, 3)))
        self.fit(*common, '--output', self.path('many'), '--words', self.path('many.f16'))
        for name in ('{}.f16', '{}-marks.f16', '{}/trunk.safetensors'):
            with open(self.path(name.format('one')), 'rb') as one, open(self.path(name.format('many')), 'rb') as many:
                self.assertEqual(one.read(), many.read())
        self.assertEqual([name for name in os.listdir(self.folder) if '-of-' in name], [])
        for wrong in (('--shard', '4/3'), ('--shard', 'one')):
            self.assertIn('--shard', self.fit(*common, '--words', self.path('w.f16'), *wrong, status=2))
        self.assertIn('--words', self.fit(*common, '--shard', '1/3', status=2))

    def test_evaluate(self):
        """Measured by its trunk and against itself; the part test only when it is asked for."""
        self.run_train('features', 'out', '--model', TINY)
        self.fit('--stage', '2', '--output', self.path('two'), '--epochs', '1', '--width', '16')
        trunk = self.path('two/trunk.safetensors')

        def evaluate(*arguments, status=0):
            result = self.run_cli('evaluate', '--data', self.path('out'), '--output', self.path('figures'), *arguments, model=None)
            self.assertEqual(result.status, status, result.out + result.err)
            return result.out if status == 0 else result.err

        table = evaluate('--model', self.path('two/model'), '--trunk', trunk, '--compare', TINY, '--bootstrap', '20')
        self.assertIn('| truth |', table)
        with open(self.path('figures/evaluation.md'), encoding='utf-8') as file:
            self.assertEqual(file.read(), table)
        with open(self.path('figures/evaluation.json'), encoding='utf-8') as file:
            figures = json.load(file)
        self.assertEqual((figures['format'], figures['part']), ('photo-critic-evaluation', 'val'))
        with open(trunk, 'rb') as file:
            self.assertEqual(figures['trunk'], hashlib.sha256(file.read()).hexdigest())
        self.assertTrue(os.path.getsize(self.path('figures/evaluation.svg')) > 500)
        self.assertIn('“folds”', evaluate('--model', TINY, '--part', 'folds', status=1))
        self.assertIn('folds', evaluate('--model', TINY, '--part', 'everything', status=2))
        self.assertIn('whole model', evaluate('--model', TINY, '--trunk', trunk, '--limits', status=2))
        self.assertIn('photographs', evaluate('--model', TINY, '--limits', status=1))
        self.assertIn('--compare', evaluate('--model', TINY, '--compare-trunk', trunk, status=2))

    def test_experiment(self):
        self.run_train('features', 'out', '--model', TINY)
        common = ('experiment', '--data', self.path('out'), '--output', self.path('cells'), '--model', TINY)
        result = self.run_cli(*common, '--whole', '--folds', '2', '--seeds', '1', '--epochs', '1', '--width', '16', '--bootstrap', '10', model=None)
        self.assertEqual(result.status, 0, result.err)
        self.assertIn('of 17 cells done', result.out)
        self.assertIn('Not measured:', result.out)
        self.assertIn('one encoder, which was fitted to', result.out)
        self.assertTrue(os.path.exists(self.path('cells/words.f16')))
        self.assertTrue(os.path.exists(self.path('cells/words-cells.f16')))
        self.assertEqual(os.path.getsize(self.path('cells/words-cells-marks.f16')), os.path.getsize(self.path('cells/words-cells.f16')))
        with open(self.path('cells/experiment.md'), encoding='utf-8') as file:
            self.assertEqual(file.read(), result.out)
        with open(self.path('cells/experiment.json'), encoding='utf-8') as file:
            told = json.load(file)
        self.assertEqual((told['format'], told['folds'], told['epochs']), ('photo-critic-experiment', 2, 1))
        self.assertEqual((told['rows'], told['shares']), ([], []))      # too few samples to rank
        for arguments, command in ((('--other-size', '96'), 'features --long-side 96'), (('--maps',), 'features --maps')):
            lacking = self.run_cli(*common, *arguments, '--quiet', model=None)
            self.assertEqual(lacking.status, 1)
            self.assertIn(command, lacking.err)
            self.run_train('features', 'out', '--model', TINY, *command.split()[1:])
        result = self.run_cli(*common, '--folds', '2', '--seeds', '1', '--epochs', '1', '--width', '16', '--bootstrap', '10', '--other-size', '96',
                              '--maps', model=None)
        self.assertEqual(result.status, 0, result.err)
        self.assertIn('17 of 17 cells done', result.out)                # two less without --whole, and two that were not there
        for arguments in (('--folds', '1'), ('--seeds', '17'), ('--share', '0'), ('--budget', '0'), ('more',)):
            self.assertEqual(self.run_cli(*common, *arguments, model=None).status, 2)

    def test_calibrate(self):
        self.run_train('features', 'out', '--model', TINY)
        common = ('calibrate', '--data', self.path('out'), '--output', self.path('calibrated'), '--model', TINY)
        result = self.run_cli(*common, model=None)
        self.assertEqual(result.status, 1)
        self.assertIn('too few', result.err)
        self.assertFalse(os.path.exists(self.path('calibrated/model.json')))
        self.assertIn('folds', self.run_cli(*common, '--part', 'folds', model=None).err)
        for arguments in (('--part', 'test'), ('--threads', '0'), ('more',)):
            self.assertEqual(self.run_cli(*common, *arguments, model=None).status, 2)

    def begin(self, run, *arguments):
        """A run under way, with an epoch behind it."""
        process = subprocess.Popen([PROGRAM, 'fit', '--data', self.path('out'), '--model', TINY, *arguments, '--output', self.path(run)],
                                   stderr=subprocess.PIPE, text=True, env={**os.environ, 'LC_ALL': 'C.UTF-8', 'LANGUAGE': ''})
        while not os.path.exists(self.path(run + '/log.ndjson')):
            time.sleep(.01)
            self.assertIsNone(process.poll())
        return process

    def assert_same_run(self, run, whole):
        self.assertEqual([line['tasks'] for line in self.log(run)], [line['tasks'] for line in self.log(whole)])
        with open(self.path(run + '/text.safetensors'), 'rb') as a, open(self.path(whole + '/text.safetensors'), 'rb') as b:
            self.assertEqual(a.read(), b.read())

    def test_changed(self):
        """What folds may choose, trained; named, so that a run without it is another one; and what cannot be trained."""
        self.run_train('features', 'out', '--model', TINY)
        self.run_train('features', 'out', '--model', TINY, '--maps')
        common = ('--stage', '2', '--epochs', '1', '--width', '16', '--texts', '20', '--quiet', '--words', self.path('words.f16'))
        changes = (('--from-ridge',), ('--ranks', '1'), ('--foretell', '.3'), ('--voters',), ('--censored', '1'), ('--words-ridge', '.5'),
                   ('--attributes',), ('--read-alone',), ('--top', '.1'))
        self.fit(*common, '--output', self.path('plain'))
        trunk = self.path('plain/trunk.safetensors')
        for i, change in enumerate((*changes, ('--no-auxiliary',), ('--teacher', trunk, '--teacher', trunk))):
            run = self.path(f'run-{i}')
            self.fit(*common, *change, '--output', run)
            self.fit(*common, *change, '--resume', '--output', run)
            self.assertIn('other options', self.fit(*common, '--resume', '--output', run, status=1))
            told = self.run_cli_of('photo-critic-cli', 'model', '--verify', '--model', run + '/model')
            self.assertEqual(told.returncode, 0, told.stderr)
            self.assertEqual(self.digest(run + '/model/backbone.safetensors') == self.digest(os.path.join(TINY, 'backbone.safetensors')), change[0] != '--top')
            self.assertNotEqual(self.checkpoint('plain'), self.checkpoint(f'run-{i}'))

        # Nearly all at once, with the words of other sites and those of marks beside them.
        self.fit(*common[:-1], self.path('more.f16'), *(word for change in changes if change[0] not in ('--voters',) for word in change),
                 '--elsewhere', '--marks', '--average', '50', '--output', self.path('all'))
        self.assertEqual(os.path.getsize(self.path('more-marks.f16')), os.path.getsize(self.path('more.f16')))
        self.assertIn('cannot teach', self.fit(*common, '--teacher', trunk, '--attributes', '--output', self.path('taught'), status=1))
        self.assertIn('nothing.safetensors', self.fit(*common, '--teacher', self.path('nothing.safetensors'), '--output', self.path('taught'), status=1))

        for wrong in (('--words-ridge', '.5', '--teacher', trunk), ('--attributes', '--no-auxiliary'), ('--top', '.1', '--synthetic'),
                      ('--top', '.1', '--trunk', 'concat'), ('--voters', '--single-task'), ('--texts', '0', '--censored', '1'),
                      ('--top', '2'), ('--ranks', '-1'), ('--stage', '1', '--marks')):
            self.assertIn(wrong[0] if wrong[0] != '--stage' else 'Stage 1', self.fit(*common, *wrong, '--output', self.path('no'), status=2).replace('--texts above', '--texts'), wrong)
        self.assertFalse(os.path.exists(self.path('no')))

    def digest(self, path):
        with open(path, 'rb') as file:
            return hashlib.sha256(file.read()).hexdigest()

    def test_stopped_and_resumed(self):
        common = ('--stage', '1', '--epochs', '80', '--batch', '2', '--threads', '1')
        run = self.begin('run', *common)
        run.send_signal(signal.SIGINT)
        err = run.communicate()[1]
        self.assertEqual(run.returncode, 1)
        self.assertIn('--resume', err)
        done = len(self.log('run'))
        self.assertLess(done, 80)

        # Without --resume, or with other options: refused, and nothing changed.
        before = self.checkpoint('run')
        self.assertIn('--resume', self.fit(*common, '--output', self.path('run'), status=1))
        self.assertIn('other options', self.fit(*common, '--seed', '3', '--resume', '--output', self.path('run'), status=1))
        self.assertEqual(before, self.checkpoint('run'))

        killed = self.begin('killed', *common)
        killed.kill()
        killed.communicate()
        self.assertEqual(killed.returncode, -signal.SIGKILL)
        self.assertLess(len(self.log('killed')), 80)

        self.fit(*common, '--resume', '--output', self.path('run'))
        self.fit(*common, '--resume', '--output', self.path('killed'))
        self.fit(*common, '--output', self.path('whole'))
        self.assert_same_run('run', 'whole')
        self.assert_same_run('killed', 'whole')

    def test_what_is_there_stays(self):
        """Word features of another run, and a file named by mistake."""
        self.run_train('features', 'out', '--model', TINY)
        common = ('--stage', '2', '--epochs', '1', '--width', '16', '--quiet')
        other = self.path('text.safetensors')
        shutil.copy(os.path.join(TINY, 'text.safetensors'), other)
        with open(other, 'r+b') as file:
            file.seek(-3, os.SEEK_END)
            file.write(b'\1')
        self.fit(*common, '--output', self.path('two'))
        before = self.files('two')
        self.assertIn('two/model/mcn.safetensors', {'two/' + name for name in before})
        self.assertIn('--resume', self.fit(*common, '--text', other, '--output', self.path('two'), status=1))
        self.assertIn('other options', self.fit(*common, '--text', other, '--resume', '--output', self.path('two'), status=1))
        self.assertEqual(before, self.files('two'))
        with open(other, 'rb') as file:
            weights = file.read()
        self.assertIn('no word features', self.fit(*common, '--words', other, '--output', self.path('three'), status=1))
        with open(other, 'rb') as file:
            self.assertEqual(file.read(), weights)

    def test_lacking_features(self):
        """Said, and part of what the run is: one that was begun without them is not gone on with when they are there."""
        self.run_train('features', 'out', '--model', TINY)
        common = ('--stage', '2', '--epochs', '1', '--width', '16', '--quiet', '--output', self.path('two'))
        self.assertEqual(self.fit(*common), '')
        self.fit(*common, '--resume')
        os.remove(self.path('data/oasis-beauty/images/002_Acorns2.png'))
        shutil.rmtree(self.path('out/features'))
        self.run_train('features', 'out', '--model', TINY, status=1)
        self.assertIn('other options', self.fit(*common, '--resume', status=1))
        err = self.fit(*common[:-1], self.path('three'))
        self.assertEqual(len(err.splitlines()), 1, err)
        self.assertIn('1 of ', err)
        self.assertIn('dataset features ' + self.path('out'), err)

    def test_refused(self):
        for arguments in ((), ('--stage', '3'), ('--stage', '1', '--epochs', '-1'), ('--stage', '1', '--threads', '0'), ('--stage', '1', 'more')):
            self.fit('--output', self.path('no'), *arguments, status=2)
        self.assertIn('1/2', self.fit('--stage', '1', '--fold', '3/2', '--output', self.path('no'), status=1))
        self.assertIn('no-strm', self.fit('--stage', '2', '--trunk', 'oak', '--output', self.path('no'), status=2))
        self.assertIn('features', self.fit('--stage', '2', '--width', '16', '--output', self.path('no'), status=1))
        self.assertFalse(os.path.exists(self.path('no/checkpoint.safetensors')))


if __name__ == '__main__':
    unittest.main()
