# SPDX-License-Identifier: GPL-3.0-or-later
"""`photo-critic-train dataset features`: the engine's own numbers, in parallel, in parts, killed and run again."""
import json
import os
import shutil
import signal
import struct
import subprocess
import time
import unittest

from dataset_testing import PROGRAM, TINY, DatasetTestCase, png, table


class Features(DatasetTestCase):
    def setUp(self):
        super().setUp()
        self.research_data()

    def many(self, n):
        """More photographs than one file of features holds."""
        for i in range(n):
            self.make(f'data/photos-unlabelled/images/{i:04}.png', png(48 + i % 5, 40, lambda x, y, i=i: (x * i % 256, y * 6 % 256, i % 256)))
        self.make('data/photos-unlabelled/photos.csv', table(['file'], [{'file': f'images/{i:04}.png'} for i in range(n)]))

    def features(self, *arguments, folder='out', **options):
        return self.run_train('features', folder, '--model', TINY, *arguments, **options)

    def test_shapes_and_views(self):
        self.import_data()
        self.features()
        samples = {s['id']: s for s in self.dump('out') if s['photograph'] >= 0}
        self.assertTrue(all(len(s['features']) == 2 for s in samples.values()))
        wide, tall, crop = (samples[i]['features'][0] for i in ('images/001_Acorns1.png', 'images/a.png', 'images/0000_ava_10003.png'))
        self.assertEqual((wide['columns'], wide['rows'], wide['tiny']), (10, 8, 0))
        self.assertEqual((tall['columns'], tall['rows'], tall['tiny']), (5, 10, 0))
        self.assertEqual((crop['columns'], crop['rows'], crop['tiny']), (10, 10, 1))
        plain, mirrored = samples['images/001_Acorns1.png']['features']
        self.assertNotEqual(plain['regions'], mirrored['regions'])
        # Photometry: what has no direction is the same, light of the left cell becomes that of the right one.
        self.assertEqual(plain['global'][-95:-86], mirrored['global'][-95:-86])

    def test_the_engines_own_numbers(self):
        """Floats to the bit, halves to the nearest, of both views."""
        self.import_data()
        self.features()
        done = subprocess.run([os.environ['PHOTO_CRITIC_COMPARE'], 'out', 'data', TINY], cwd=self.folder, capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stdout), (0, b'8 photographs\n'), done.stderr)

    def test_threads_and_parts_give_the_same_bytes(self):
        self.many(70)
        self.import_data()
        shutil.copytree(self.path('out'), self.path('parts'))
        self.features('--jobs', '3')
        self.assertIn('computed: 13', self.features('--shard', '2/3', '--jobs', '1', folder='parts').out)
        for part in ('3/3', '1/3', '1/1'):
            self.features('--shard', part, folder='parts')
        self.assertEqual(self.files('out'), self.files('parts'))
        self.assertEqual(sum(name.startswith('features') for name in self.files('out')), 2)
        self.assertIn('features: 77 photographs, 77 mirrored, 71 tiny', self.run_train('inspect', 'out').out)

    def test_parallel(self):
        if shutil.which('parallel') is None:
            self.skipTest('GNU parallel is not there')
        self.many(70)
        self.import_data()
        shutil.copytree(self.path('out'), self.path('parts'))
        self.features()
        done = subprocess.run(f'seq 5 | parallel --will-cite -j 2 "{PROGRAM}" dataset features parts --model "{TINY}" --jobs 1 --shard {{}}/5',
                              shell=True, cwd=self.folder, env={**os.environ, 'HOME': self.folder}, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.files('out'), self.files('parts'))

    def test_killed_and_run_again(self):
        self.many(70)
        self.import_data()
        shutil.copytree(self.path('out'), self.path('killed'))
        self.features()
        worker = subprocess.Popen([PROGRAM, 'dataset', 'features', 'killed', '--model', TINY, '--jobs', '1'], cwd=self.folder)
        while worker.poll() is None and not os.path.exists(self.path('killed/features/00000.shard')):
            time.sleep(.002)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        result = self.features(folder='killed')
        self.assertNotIn('there already: 0\n', result.out)
        whole = self.files('killed')
        self.assertEqual({k: v for k, v in whole.items() if not k.endswith('.part')}, self.files('out'))

    def test_unreadable_photographs_are_rows(self):
        self.import_data()
        self.write('data/oasis-beauty/images/002_Acorns2.png', b'broken')
        os.remove(self.path('data/photos-unlabelled/images/a.png'))
        self.assertIn('could not be read: 2.', self.features(status=1).err)
        result = self.run_train('check', 'out')
        self.assertEqual(sum(line.startswith('unreadable: ') for line in result.out.splitlines()), 2)
        self.assertIn('002_Acorns2.png', result.out)
        by_id = {s['id']: s for s in self.dump('out')}
        self.assertEqual(by_id['images/a.png']['features'], [])
        self.assertEqual(len(by_id['images/020_Bear1.png']['features']), 2)

    def test_damage_is_found_and_mended(self):
        self.import_data()
        self.features()
        good = self.files('out')['features/00000.shard']
        self.write('out/features/00000.shard', good[:-100] + bytes([good[-100] ^ 1]) + good[-99:])
        self.assertIn('damaged', self.run_train('check', 'out', status=1).err)
        self.write('out/features/00000.shard', good[:5000])
        self.assertIn('damaged', self.run_train('inspect', 'out', status=1).err)
        self.features()
        self.assertEqual(self.files('out')['features/00000.shard'], good)

    def test_other_options_do_not_overwrite(self):
        self.import_data()
        self.features('--no-mirror')
        before = self.files('out')
        self.assertIn('other options', self.features(status=1).err)
        self.assertEqual(self.files('out'), before)
        self.assertEqual({len(s['features']) for s in self.dump('out') if s['photograph'] >= 0}, {1})

    def test_features_of_another_dataset(self):
        self.import_data()
        self.features()
        self.splits['avt-imagedb-rules'] = {'train': ['images/0.png'], 'val': [], 'test': []}
        self.make('data/splits.json', json.dumps(self.splits))
        self.import_data('other')
        shutil.copytree(self.path('out/features'), self.path('other/features'))
        self.assertIn('another dataset', self.run_train('inspect', 'other', status=1).err)

    def test_moved_photographs(self):
        self.import_data()
        os.rename(self.path('data'), self.path('moved'))
        self.assertIn('--photographs', self.features(status=1).err)
        self.features('--photographs', 'moved')

    def many_judged(self, n):
        """So many of train that were looked at and show no style but thirds, and one that shows two tones."""
        self.many(n)
        files = [f'images/{i:04}.png' for i in range(n)]
        self.paired += [{'set': 'photos-unlabelled', 'file': file, 'critiques': ['Fine.', 'A picture.'], 'grounding': [],
                         'style_votes': {'Duotones': 2} if file == files[0] else {}, 'style_judges': 2,
                         'styles': ['Duotones'] if file == files[0] else []} for file in files]
        self.make('data/paired-critiques/critiques.jsonl.gz', self.jsonl(self.paired))
        self.splits['photos-unlabelled'] = {'train': files, 'val': [], 'test': []}
        self.make('data/splits.json', json.dumps(self.splits))
        self.import_data()

    def test_made_pictures(self):
        """In files of their own; threads, parts, a kill and a shorter list before make no difference."""
        self.many_judged(30)
        self.features()
        for folder in ('parts', 'grown', 'killed'):
            shutil.copytree(self.path('out'), self.path(folder))
        self.assertIn('computed: 120', self.features('--synthetic', '20', '--jobs', '3').out)
        made = {k: v for k, v in self.files('out').items() if k.startswith('features/synthetic')}
        self.assertEqual(sorted(made), ['features/synthetic/00000.shard', 'features/synthetic/00001.shard'])
        self.assertIn('made pictures: 120\n', self.run_train('inspect', 'out').out)
        self.run_train('check', 'out')
        for part in ('2/2', '1/2', '1/1'):
            self.features('--synthetic', '20', '--shard', part, folder='parts')
        self.assertEqual(self.files('out'), self.files('parts'))

        self.features('--synthetic', '12', folder='grown')
        self.assertIn('made pictures: 72\n', self.run_train('inspect', 'grown').out)
        self.assertIn('computed: 56\nthere already: 64\n', self.features('--synthetic', '20', folder='grown').out)
        self.assertEqual(self.files('out'), self.files('grown'))
        self.assertIn('computed: 0\nthere already: 72\n', self.features('--synthetic', '12', folder='grown').out)

        worker = subprocess.Popen([PROGRAM, 'dataset', 'features', 'killed', '--model', TINY, '--jobs', '1', '--synthetic', '20'], cwd=self.folder)
        while worker.poll() is None and not os.path.exists(self.path('killed/features/synthetic/00000.shard')):
            time.sleep(.002)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self.features('--synthetic', '20', folder='killed')
        self.assertEqual({k: v for k, v in self.files('killed').items() if not k.endswith('.part')}, self.files('out'))

    def test_made_pictures_end_with_the_photographs(self):
        """Of each style as many as of the one that has the fewest photographs; damage and another dataset are found."""
        self.many_judged(9)
        self.assertIn('computed: 54', self.features('--synthetic', '500').out)       # ten of train, of which one shows two tones
        good = self.files('out')['features/synthetic/00000.shard']
        self.write('out/features/synthetic/00000.shard', good[:-100] + bytes([good[-100] ^ 1]) + good[-99:])
        self.assertIn('damaged', self.run_train('check', 'out', status=1).err)
        self.write('out/features/synthetic/00000.shard', good)
        self.features()
        shutil.copy(self.path('out/features/00000.shard'), self.path('out/features/synthetic/00000.shard'))
        self.assertIn('another dataset', self.run_train('inspect', 'out', status=1).err)
        self.assertIn('other options', self.features('--synthetic', '500', status=1).err)

    def test_nothing_to_make_pictures_of(self):
        self.many(3)
        self.make('data/paired-critiques/critiques.jsonl.gz', self.jsonl([]))
        self.import_data()
        self.assertIn('judged styles', self.features('--synthetic', '5', status=1).err)
        self.features('--synthetic', '-1', status=2)

    def test_another_size(self):
        """In a folder beside the model's own size, which stays as it is."""
        self.import_data()
        self.features()
        own = self.files('out')
        self.assertIn('computed: 8', self.features('--long-side', '128').out)
        self.assertEqual({k: v for k, v in self.files('out').items() if not k.startswith('features-128')}, own)
        self.assertIn('long side 320\n', self.run_train('inspect', 'out').out)
        self.assertIn('long side 128\n', self.run_train('inspect', 'out', '--long-side', '128').out)
        self.run_train('check', 'out', '--long-side', '128')
        self.assertIn('there already: 8', self.features('--long-side', '320').out)
        shutil.copy(self.path('out/features-128/00000.shard'), self.path('out/features/00000.shard'))
        self.assertIn('other options', self.features(status=1).err)
        for wrong in ('100', '32', '8192', '-32'):
            self.features('--long-side', wrong, status=2)
        self.features('--long-side', '128', '--synthetic', '3', status=2)

    def test_maps(self):
        """Three views of each, in a folder of their own, of the size of stride 16."""
        self.import_data()
        self.features()
        own = self.files('out')
        self.assertIn('computed: 8', self.features('--maps', '--jobs', '2').out)
        whole = self.files('out')
        self.assertEqual({k: v for k, v in whole.items() if not k.startswith('features-maps')}, own)
        self.assertIn('there already: 8', self.features('--maps').out)
        # The header: version, first, photographs, views, channels.
        head = struct.unpack('<5I', whole['features-maps/00000.shard'][8:28])
        self.assertEqual(head[2:4], (8, 3))
        columns, rows = struct.unpack('<HH', whole['features-maps/00000.shard'][152 + 24:152 + 28])
        self.assertEqual((columns, rows), (20, 16))
        for more in (('--no-mirror',), ('--long-side', '128'), ('--synthetic', '3')):
            self.features('--maps', *more, status=2)

    def test_disk_full(self):
        self.import_data()
        done = subprocess.run(['sh', '-c', f'ulimit -f 20; exec "{PROGRAM}" dataset features out --model "{TINY}"'],
                              cwd=self.folder, env={**os.environ, 'LC_ALL': 'C.UTF-8'}, capture_output=True, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('could not be written', done.stderr.decode())
        self.assertEqual([name for name in self.files('out') if name.startswith('features')], [])


if __name__ == '__main__':
    unittest.main(verbosity=1)
