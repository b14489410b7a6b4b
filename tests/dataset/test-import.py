# SPDX-License-Identifier: GPL-3.0-or-later
"""`photo-critic-train dataset import`: every set arrives as its SOURCE.txt says, and bad tables stop it."""
import gzip
import json
import os
import shutil
import subprocess
import unittest

from dataset_testing import PROGRAM, STYLES, TINY, DatasetTestCase, mean


class Import(DatasetTestCase):
    def setUp(self):
        super().setUp()
        self.research_data()

    def samples(self):
        self.import_data()
        return {(s['set'], s['id']): s for s in self.dump('out')}

    def test_photographs(self):
        samples = self.samples()
        acorn, bear = samples['oasis-beauty', 'images/001_Acorns1.png'], samples['oasis-beauty', 'images/020_Bear1.png']
        self.assertEqual((acorn['part'], acorn['group'], acorn['file']), ('train', 'Acorns', 'oasis-beauty/images/001_Acorns1.png'))
        self.assertEqual((bear['part'], bear['group']), ('test', 'Bear'))
        beauty = acorn['scores']['beauty']
        self.assertAlmostEqual(beauty['value'], mean([1, 0, 2, 4, 5, 3, 1]), places=4)
        self.assertEqual((beauty['votes'], beauty['raters'], beauty['lowest'], beauty['highest']), ([1, 0, 2, 4, 5, 3, 1], 16, 1, 7))
        self.assertEqual(acorn['scores']['valence']['sd'], 1.25)
        self.assertNotIn('arousal', samples['oasis-beauty', 'images/002_Acorns2.png']['scores'])

        street = samples['streetpsych', 'images/stp00001.png']
        self.assertEqual((street['group'], street['part'], len(street['scores'])), ('g001', 'none', 8))
        rules = samples['avt-imagedb-rules', 'images/0.png']
        self.assertEqual((rules['scores']['thirds']['value'], rules['scores']['simple']['value'], rules['part']), (1, 2, 'val'))
        self.assertEqual(samples['avt-imagedb-rules', 'images/1.png']['scores'], {}, 'fewer than five experts are no label')

        appeal = samples['avt-image-appeal-thumbs', 'images/0000_ava_10003.png']
        self.assertEqual((appeal['ava_id'], appeal['high'], appeal['scores']['ava']['raters']), (10003, 1, 88))
        self.assertEqual([s for s, v in zip(STYLES, appeal['styles']) if v is not None], ['Macro'])

    def test_machine_ratings_and_paired_critiques_join(self):
        acorn = self.samples()['oasis-beauty', 'images/001_Acorns1.png']
        machine = acorn['scores']['machine']
        self.assertEqual((machine['value'], machine['raters'], machine['single']), (5, 2, [4.5, None, 5.5, None, 9]), 'W is no rater')
        self.assertEqual(acorn['texts'], self.paired[0]['critiques'])
        self.assertEqual([s[0] for s in acorn['sentences']], [0, 0, 1, 1])
        self.assertEqual((acorn['styles'][6], acorn['styles'][2], acorn['styles'][0], acorn['judges']), (.75, .25, 0, 4))
        self.assertEqual(acorn['phrases'], [{'phrase': 'twig at right', 'text': 1, 'start': 17, 'cells': 36},
                                            {'phrase': 'nowhere written', 'text': -1, 'start': 0, 'cells': 16}])

    def test_ava(self):
        samples = self.samples()
        ids = [s['id'] for s in self.dump('out') if s['set'] == 'ava']
        self.assertEqual(ids, ['11170', '11171', '12', '53', '54'], 'those with critiques first')
        multi, single = samples['ava', '11170'], samples['ava', '11171']
        self.assertEqual((multi['part'], multi['high'], multi['texts_from'], multi['aspects']), ('test', 1, 1, ['subject', 'composition,use_of_camera']))
        self.assertEqual([s for s, v in zip(STYLES, multi['styles']) if v], ['Duotones', 'Macro'])
        self.assertNotIn(None, multi['styles'], 'the multi-label part knows what is absent')
        self.assertEqual((single['part'], single['tail'], single['texts_from'], single['scores']), ('train', -1, 3, {}))
        self.assertEqual([v for v in single['styles'] if v is not None], [1], 'absent labels of the single-label list are unknown')
        self.assertEqual((samples['ava', '53']['tail'], samples['ava', '53']['scores']['ava']['votes']), (1, []))
        self.assertEqual(samples['ava', '54']['scores']['ava']['raters'], 72)
        self.assertEqual((samples['ava', '12']['high'], samples['ava', '12']['part']), (1, 'none'))

    def test_elsewhere(self):
        samples = self.samples()
        pccd = samples['pccd', 'a_b']
        self.assertEqual((pccd['texts'], pccd['aspects']), (['A calm picture.', 'Well balanced.'], ['general_impression', 'composition']))
        self.assertEqual(pccd['scores']['pccd']['single'], [8, None, 7, 9, 10, 8, 9])
        self.assertEqual(samples['photonet', '4088596']['scores']['photonet']['votes'], [0, 0, 0, 5, 2, 4, 0])
        self.assertEqual(samples['apddv2-paintings', 'x.png']['scores']['apddv2']['single'][-1], 6.67)
        self.assertEqual(samples['aspect-lines', '1']['texts'], ['the UNK is centred'])

    def test_clean(self):
        self.ava[0]['comments'][0] = "The sign isn't sharp, and nothing else is either. Congrats on your ribbon!"
        self.ava[0]['comments'] += ['I agree: ' + self.ava[0]['comments'][0].replace(' Congrats on your ribbon!', '') + ' And the frame is straight.']
        self.ava[0]['aspects'] += [['light']]
        self.ava[1]['comments'] = ['7', 'so yummy', 'So yummy!']
        self.ava[1]['aspects'] = [['subject'], ['general_impression'], ['composition']]
        self.make('data/ava-critiques/critiques.jsonl.gz', self.jsonl(self.ava))
        raw = self.samples()
        self.assertEqual(len(raw['ava', '11171']['texts']), 3, 'as they are, unless asked for')
        self.run_train('import', 'data', '--output', 'cleaned', '--model', TINY, '--clean')
        clean = {(s['set'], s['id']): s for s in self.dump('cleaned')}
        self.assertEqual(clean['ava', '11170']['texts'], ["The sign isn't sharp, and nothing else is either.", 'crop tighter', 'I agree: And the frame is straight.'])
        self.assertEqual(clean['ava', '11170']['aspects'], ['subject', 'composition,use_of_camera', 'light'])
        self.assertEqual((clean['ava', '11171']['texts'], clean['ava', '11171']['aspects']), (['so yummy'], ['general_impression']))
        self.assertEqual(clean['oasis-beauty', 'images/001_Acorns1.png']['texts'], self.paired[0]['critiques'])

    def test_report_and_absent_sets(self):
        shutil.rmtree(self.path('data/streetpsych'))
        self.import_data()
        report = self.files('out')['report.csv'].decode().splitlines()
        self.assertEqual(report[0], 'what,id,why')
        self.assertEqual([row.split(',')[:2] for row in report[1:]],
                         [['"oasis-beauty"', '"images/021_Gone1.png"'], ['"set"', '"streetpsych"']])

    def test_the_same_bytes_again(self):
        self.import_data()
        self.import_data('again')
        self.assertEqual(self.files('out'), self.files('again'))
        self.assertNotIn('unfinished.txt', self.files('out'))

    def test_nothing_is_overwritten(self):
        self.import_data()
        before = self.files('out')
        self.assertIn('finished dataset already', self.import_data(status=1).err)
        self.make('mine/letter.txt', 'mine')
        self.assertIn('not empty', self.import_data('mine', status=1).err)
        self.assertEqual(self.files('out'), before)
        self.assertEqual(self.files('mine'), {'letter.txt': b'mine'})

    def test_bad_tables(self):
        def cut(data):
            return gzip.compress(gzip.decompress(data)[:-40])
        ratings = 'data/oasis-beauty/ratings.csv'
        for name, change, message in (
                (ratings, lambda d: d.replace(b',16,', b',17,'), 'votes do not give'),
                (ratings, lambda d: d.replace(b'002_Acorns2', b'001_Acorns1'), 'there twice'),
                (ratings, lambda d: d.replace(b',mean,', b',average,'), 'no column “mean”'),
                (ratings, lambda d: d.replace(b',3.5,', b',many,'), '“many” is no number'),
                (ratings, lambda d: d + b'images/', 'fields'),
                ('data/machine-ratings/ratings.csv', lambda d: d.replace(b'5.5', b'15'), 'not on its scale'),
                ('data/ava-critiques/highlow.csv.gz', lambda d: gzip.compress(gzip.decompress(d) + b'53,1,\n'), 'there twice'),
                ('data/ava-critiques/highlow.csv.gz', lambda d: gzip.compress(gzip.decompress(d).replace(b'54,0,', b'54,1,')), 'other one than in “highlow'),
                ('data/ava-critiques/highlow.csv.gz', lambda d: gzip.compress(gzip.decompress(d).replace(b'11171,0,', b'11171,1,')), 'line 2: The verdict is'),
                ('data/ava-critiques/highlow.csv.gz', lambda d: gzip.compress(gzip.decompress(d).replace(b'bottom10', b'top10')), 'The tail is another'),
                ('data/ava-critiques/highlow.csv.gz', lambda d: gzip.compress(gzip.decompress(d).replace(b'bottom10', b'bottom')), 'neither “top10”'),
                ('data/ava-critiques/highlow.csv.gz', lambda d: gzip.compress(gzip.decompress(d) + b'13,,\n13,,\n'), 'there twice'),
                ('data/ava-critiques/highlow.csv.gz', lambda d: gzip.compress(gzip.decompress(d) + b'10003,0,\n'), 'line 2: AVA’s mean or verdict'),
                ('data/ava-critiques/scores.csv', lambda d: d.replace(b',1,train', b',2,train'), 'verdict is no number'),
                ('data/ava-critiques/scores.csv', lambda d: d + b'10003,6.2,88' + b',' * 11 + b'1,train,\n', 'other one than in “scores'),
                ('data/avt-image-appeal-thumbs/ratings.csv', lambda d: d.replace(b'6.0682', b'16.0682'), 'not on its scale'),
                ('data/avt-image-appeal-thumbs/ratings.csv', lambda d: d.replace(b'6.0682', b'4.0682'), 'contradict one another'),
                ('data/avt-image-appeal-thumbs/ratings.csv', lambda d: d.replace(b',88,1,', b',88,2,'), 'verdict is no number'),
                ('data/avt-image-appeal-thumbs/ratings.csv', lambda d: d.replace(b',10003.jpg', b',x10003.jpg'), 'no id'),
                ('data/avt-image-appeal-thumbs/ratings.csv', lambda d: d.replace(b'Macro', b'Micro'), 'AVA does not know'),
                ('data/avt-image-appeal-thumbs/ratings.csv', lambda d: d.replace(b',10003.jpg,6.0682,88', b',11170.jpg,6.2,88'), 'other one than in “critiques'),
                ('data/ava-critiques/critiques.jsonl.gz', lambda d: gzip.compress(gzip.decompress(d).replace(b'"high": 0', b'"high": 2')), 'votes do not give'),
                ('data/ava-critiques/scores.csv', lambda d: d.replace(b',30,20,', b',31,20,'), 'votes do not give'),
                ('data/ava-critiques/styles.csv', lambda d: d.replace(b'Silhouettes', b'Cubism'), 'AVA does not know'),
                ('data/ava-critiques/styles.csv', lambda d: d + b'11171,train,Macro\n', 'other ones than in “styles'),
                ('data/ava-critiques/styles.csv', lambda d: d + b'11171,test,HDR\n', 'other ones than in “styles'),
                ('data/splits.json', lambda d: d.replace(b'"train": [11171]', b'"train": [11171, 54]'), 'other one than in “splits'),
                ('data/ava-critiques/critiques.jsonl.gz', cut, 'no JSON object'),
                ('data/ava-critiques/critiques.jsonl.gz', lambda d: d[:-30], 'Is the file whole'),
                ('data/ava-critiques/critiques.jsonl.gz', lambda d: gzip.compress(gzip.decompress(d).replace(b'11171', b'11170')), 'there twice'),
                ('data/ava-critiques/critiques.jsonl.gz', lambda d: gzip.compress(gzip.decompress(d).replace(b'"high": 1', b'"high": 0')), 'votes do not give'),
                ('data/ava-critiques/photonet.jsonl.gz', lambda d: gzip.compress(gzip.decompress(d).replace(b'4.9091', b'4.8')), 'contradict'),
                ('data/splits.json', lambda d: d.replace(b'"val"', b'"dev"'), 'no list “val”'),
                ('data/splits.json', lambda d: d[:50], 'no JSON object'),
                ('data/splits.json', lambda d: json.dumps({**json.loads(d), 'x': {'train': [1, 1], 'val': [], 'test': []}}).encode(), 'in two parts')):
            with self.subTest(name=name, message=message):
                with open(self.path(name), 'rb') as file:
                    good = file.read()
                self.write(name, change(good))
                shutil.rmtree(self.path('out'), ignore_errors=True)
                self.assertIn(message, self.import_data(status=1).err)
                self.assertNotIn('manifest.json', self.files('out'))
                self.write(name, good)

    def test_missing_tables(self):
        for name in ('splits.json', 'oasis-beauty/ratings.csv', 'ava-critiques/scores.csv', 'ava-critiques/critiques.jsonl.gz'):
            with self.subTest(name=name):
                os.rename(self.path('data/' + name), self.path('kept'))
                shutil.rmtree(self.path('out'), ignore_errors=True)
                self.assertIn(name, self.import_data(status=1).err)
                os.rename(self.path('kept'), self.path('data/' + name))

    def test_disk_full(self):
        """A limit on the size of files stands for a disk that is full in the middle of a shard."""
        done = subprocess.run(['sh', '-c', f'ulimit -f 1; exec "{PROGRAM}" dataset import data --output out --model "{TINY}"'],
                              cwd=self.folder, env={**os.environ, 'LC_ALL': 'C.UTF-8'}, capture_output=True, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('could not be written', done.stderr.decode())
        self.assertEqual(sorted(self.files('out')), ['report-00000.csv', 'unfinished.txt'])
        self.assertIn('not finished', self.run_train('inspect', 'out', status=1).err)
        self.import_data()
        self.assertEqual(len(self.dump('out')), 17)

    def test_usage(self):
        for arguments in ((), ('import',), ('import', 'data'), ('import', 'data', '--frobnicate'), ('inspect',), ('frobnicate',),
                          ('features', 'out', '--shard', '3/2'), ('features', 'out', '--jobs', '-1')):
            with self.subTest(arguments=arguments):
                self.run_train(*arguments, status=2)
        self.assertIn('dataset import', self.run_train('--help').out)


class Damage(DatasetTestCase):
    def setUp(self):
        super().setUp()
        self.research_data()
        self.import_data()

    def test_every_kind_is_found(self):
        shard, manifest = (self.files('out')[name] for name in ('samples-00000.shard', 'manifest.json'))
        for name, data, message in (
                ('samples-00000.shard', shard[:-8], 'damaged'),
                ('samples-00000.shard', shard[:500] + bytes([shard[500] ^ 1]) + shard[501:], 'checksum'),
                ('samples-00000.shard', b'', 'no samples'),
                ('samples-00000.shard', b'x' * 100, 'no samples'),
                ('samples-00000.shard', shard[:8] + b'\x09' + shard[9:], 'another version'),
                ('manifest.json', manifest.replace(b'"id" : "', b'"id" : "0'), 'damaged'),
                ('manifest.json', manifest[:100], 'does not describe'),
                ('manifest.json', b'{}', 'does not describe'),
                ('manifest.json', manifest.replace(b'"version" : 1', b'"version" : 2'), 'another version')):
            with self.subTest(name=name, message=message):
                good = self.files('out')[name]
                self.write('out/' + name, data)
                self.assertIn(message, self.run_train('check', 'out', status=1).err)
                self.write('out/' + name, good)
        self.assertIn('as they were written', self.run_train('check', 'out').out)

    def test_missing(self):
        os.remove(self.path('out/samples-00000.shard'))
        self.assertIn('could not be opened', self.run_train('inspect', 'out', status=1).err)
        self.assertIn('could not be opened', self.run_train('inspect', 'nowhere', status=1).err)


if __name__ == '__main__':
    unittest.main(verbosity=1)
