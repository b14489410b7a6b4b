# SPDX-License-Identifier: GPL-3.0-or-later
"""`photo-critic-train dataset build`: AVA's tables joined with pages, JSON and CSV, and what is wrong with them."""
import os
import shutil
import signal
import subprocess
import time
import unittest

from ava_testing import Ava, page
from dataset_testing import PROGRAM, STYLES, TINY, DatasetTestCase, png


class Build(DatasetTestCase):
    def build(self, *arguments, folder='out', **options):
        return self.run_train('build', 'ava', '--output', folder, '--model', TINY, *arguments, **options)

    def samples(self, folder='out'):
        return {int(s['id']): s for s in self.dump(folder)}

    def test_tables(self):
        ava = Ava(self, 200)
        self.build()
        dumped = self.dump('out')
        self.assertEqual([int(s['id']) for s in dumped], ava.ids, 'in the order of AVA.txt')
        samples = self.samples()
        for k, i in enumerate(ava.ids):
            sample = samples[i]
            self.assertEqual(sample['scores']['ava']['votes'], ava.votes[i])
            self.assertAlmostEqual(sample['scores']['ava']['value'], ava.mean(i), places=5)
            self.assertEqual(sample['high'], int(ava.mean(i) > 5))
            self.assertEqual(sample['tags'], [k % 6, k % 3 and 0])
            self.assertEqual((sample['group'], sample['ava_id'], sample['file']), (f'challenge {ava.challenge[i]}', i, None))
            self.assertEqual(sample['part'] == 'test', k % 10 == 0)
        parts = {}
        for sample in dumped:
            if sample['part'] != 'test':
                parts.setdefault(sample['group'], set()).add(sample['part'])
        self.assertTrue(all(len(p) == 1 for p in parts.values()), 'no challenge on both sides')
        self.assertIn({'val'}, parts.values())
        for i in ava.single:
            self.assertEqual([(STYLES[k], v) for k, v in enumerate(samples[i]['styles']) if v is not None], [(STYLES[ava.labels[i] - 1], 1)])
        for i in ava.multi:
            self.assertEqual(samples[i]['styles'], ava.multilab[i])
        unstyled = next(i for i in ava.ids if i not in ava.labels and i not in ava.multilab)
        self.assertEqual((samples[unstyled]['styles_from'], set(samples[unstyled]['styles'])), (0, {None}))

    def test_comments_from_json_and_csv(self):
        ava = Ava(self, 30)
        a, b, c = ava.ids[:3]
        self.make('one.json', f'{{"{a}.jpg": ["Sharp \\"eyes\\" & good pose. 7", "Nice \\u00e9dge"], "{b}.jpg": [], "999.jpg": ["Of another."]}}')
        self.make('two.json', f'{{"{a}.jpg": ["nice edge", "Watch the horizon."]}}')
        self.make('three.csv', f'id,comment\n{b},"Soft, warm light.\nI gave this an 8."\n{c},10\n{b},Crop it.\n')
        result = self.build('--comments', 'one.json', '--comments', 'two.json', '--comments', 'three.csv')
        samples = self.samples()
        self.assertEqual(samples[a]['texts'], ['Sharp eyes & good pose.', 'Nice édge', 'nice edge', 'Watch the horizon.'])
        self.assertEqual(samples[b]['texts'], ['Soft, warm light.', 'Crop it.'])
        self.assertEqual((samples[c]['texts'], samples[c]['texts_from'], samples[b]['texts_from']), ([], 8, 8))
        self.assertIn('comments: 7, nothing left of: 1, duplicates: 0', result.out)
        self.assertIn('"comments","999","AVA.txt does not know the photograph."', self.files('out')['report.csv'].decode())

    def test_pages(self):
        ava = Ava(self, 40)
        i = iter(ava.ids)
        plain, quoted, own, edited, cp1252, empty, broken, other, gone, cut, wget, missing = (next(i) for _ in range(12))
        long = 'The old pier leads the eye to the setting sun.'

        def save(number, comments, name='image.php?IMAGE_ID={}', **options):
            self.make('pages/' + name.format(number), page(number, comments, **options))
        save(plain, [{'text': 'Sharp & clean. 7'}, {'html': 'Lovely <b>light</b>.<br>\n<br>Crop it.'}, {'text': 'sharp & clean'}])
        save(quoted, [{'text': long}, {'text': 'I disagree, it is too centred.', 'quote': long}])
        save(own, [{'text': 'Thank you all, taken in my garden.', 'author': 7}, {'text': 'The garden glows.'}])
        save(edited, [{'text': 'Nice mood.', 'edited': True}])
        self.make(f'pages/image.php?IMAGE_ID={cp1252}', page(cp1252, [{'text': 'Caf\xe9 at dusk \x97 moody.'}]).encode('latin-1'))
        save(empty, [])
        self.make(f'pages/{broken}.html', '<p>Some other page</p></html>')
        save(other, [{'text': 'Of another.'}], shown=123)
        self.make(f'pages/image.php?IMAGE_ID={gone}', '<html><body>DPChallenge<b>Invalid IMAGE_ID provided.</b></body></html>')
        self.make(f'pages/image.php?IMAGE_ID={cut}', page(cut, [{'text': 'Whole.'}, {'text': 'Not whole.'}])[:-700])
        save(wget, [{'text': 'Saved by wget.'}], name='image.php@IMAGE_ID={}.html')
        result = self.build('--pages', 'pages')
        samples = self.samples()
        self.assertEqual(samples[plain]['texts'], ['Sharp & clean.', 'Lovely light. Crop it.'])
        self.assertEqual(samples[quoted]['texts'], [long, 'I disagree, it is too centred.'])
        self.assertEqual(samples[own]['texts'], ['The garden glows.'])
        self.assertEqual(samples[edited]['texts'], ['Nice mood.'])
        self.assertEqual(samples[cp1252]['texts'], ['Café at dusk — moody.'])
        self.assertEqual(samples[wget]['texts'], ['Saved by wget.'])
        for none in (empty, broken, other, gone, cut, missing):
            self.assertEqual(samples[none]['texts'], [])
        rows = {row.split('","')[1]: row for row in self.files('out')['report.csv'].decode().splitlines() if row.startswith('"page"')}
        self.assertEqual(set(rows), {str(n) for n in (broken, other, gone, cut)})
        self.assertIn('photograph 123', rows[str(other)])
        self.assertIn('cut off', rows[str(cut)])
        self.assertIn('pages read: 11, broken: 4, comments by the photographer: 1', result.out)

    def test_photographs(self):
        ava = Ava(self, 20)
        for i in ava.ids[:3]:
            self.make(f'ava/images/{i}.jpg', png(64, 48))
        self.build()
        samples = self.samples()
        self.assertEqual([samples[i]['photograph'] for i in ava.ids[:4]], [0, 1, 2, -1])
        self.assertEqual(self.files('out')['report.csv'].count(b'"photograph"'), 17)
        self.run_train('features', 'out', '--model', TINY)
        self.assertEqual([len(self.samples()[i]['features']) for i in ava.ids[:3]], [2, 2, 2])

    def test_bad_tables(self):
        ava = Ava(self, 60)
        first = ava.ids[0]
        for name, change, message in (
                ('AVA.txt', lambda d: d[:-3], 'line 60'),
                ('AVA.txt', lambda d: d.replace(f' {ava.ids[1]} '.encode(), f' {first} '.encode()), f'{first} is there twice'),
                ('AVA.txt', lambda d: d.replace(ava.line(2, ava.ids[2]).encode(), f'3 {ava.ids[2]} 0 0 0 0 0 0 0 0 0 0 1 0 1\n'.encode()), 'line 3'),
                ('AVA.txt', lambda d: d.replace(b' 5 0 ', b' 9 0 ', 1), 'tag 9 has no name'),
                ('AVA.txt', lambda d: b'', 'empty'),
                ('tags.txt', lambda d: d + b'1 Again\n', 'one that another has'),
                ('style_image_lists/styles.txt', lambda d: d.replace(b'HDR', b'HDRI'), 'does not know'),
                ('style_image_lists/styles.txt', lambda d: d[:100], 'style'),
                ('style_image_lists/train.lab', lambda d: d[:d.index(b'\n') + 1], 'cut off'),
                ('style_image_lists/train.lab', lambda d: b'15\n' + d, 'from 1 to 14'),
                ('style_image_lists/test.multilab', lambda d: d[2:], 'line 1'),
                ('style_image_lists/test.multilab', lambda d: d + d, 'cut off'),
                ('style_image_lists/test.jpgl', lambda d: str(ava.single[0]).encode() + d[d.index(b'\n'):], 'in two lists'),
                ('aesthetics_image_lists/generic_test.jpgl', lambda d: d + b'x\n', 'no number'),
                ('aesthetics_image_lists/generic_test.jpgl', lambda d: d + d.splitlines(True)[0], f'line 7: The id {first} is there twice'),
                ('AVA.txt', lambda d: b''.join(d.splitlines(True)[:50]), 'has not 1 of the 6 ids in “generic_test.jpgl”'),
                ('style_image_lists/test.jpgl', lambda d: d.replace(str(ava.multi[0]).encode(), b'7'), 'of the 1 ids in “test.jpgl”'),
                ('aesthetics_image_lists/generic_ls_train.jpgl', lambda d: d + f'{first}\n'.encode(), 'generic_test.jpgl')):
            with self.subTest(name=name, message=message):
                with open(self.path('ava/' + name), 'rb') as file:
                    good = file.read()
                self.make('ava/' + name, change(good))
                self.assertIn(message, self.build(status=1).err)
                self.assertFalse(os.path.exists(self.path('out')), 'nothing was written')
                self.make('ava/' + name, good)

    def test_ids_that_only_a_list_knows(self):
        """Few of them are rows, as comments about them are."""
        ava = Ava(self, 2000)
        gone = ava.ids[-10]         # in generic_test.jpgl and in no other list
        lines = [line for line in ''.join(ava.line(k, i) for k, i in enumerate(ava.ids)).splitlines(True) if f' {gone} ' not in line]
        ava.make('AVA.txt', ''.join(lines))
        self.build()
        self.assertIn(f'"generic_test.jpgl","{gone}","AVA.txt does not know the photograph."', self.files('out')['report.csv'].decode())
        self.assertEqual(len(self.dump('out')), 1999)

    def limited(self, blocks, *arguments):
        """`build` where no file may be longer than so many times 512 bytes: a full disk."""
        return subprocess.run(['sh', '-c', f'ulimit -f {blocks}; exec "$@"', 'sh', PROGRAM, 'dataset', 'build', 'ava', '--output', 'out', '--model', TINY,
                               *arguments], cwd=self.folder, env={**os.environ, 'LC_ALL': 'C.UTF-8'}, capture_output=True, text=True, check=False)

    def test_disk_full(self):
        ava = Ava(self, 5000)
        ava.json('comments.json', ava.ids[:200])
        ava.csv('other.csv', ava.ids[4500:4600])
        self.make('third.csv', 'id,comment\n999999,Of another.\n')
        ava.pages('pages', ava.ids[100:150])
        arguments = '--comments', 'comments.json', '--comments', 'other.csv', '--comments', 'third.csv', '--pages', 'pages'
        straight = self.build(*arguments, folder='straight').out
        spool = self.limited(2, *arguments)
        self.assertEqual(spool.returncode, 1, spool.stderr)
        self.assertIn('could not be put aside', spool.stderr)
        self.assertIn('TMPDIR', spool.stderr)
        self.assertFalse(os.path.exists(self.path('out')), 'nothing was written')

        # The spool is no longer than the comments, the second shard than 300 kB, the first is.
        shard = self.limited(500, *arguments)
        self.assertEqual(shard.returncode, 1, shard.stderr)
        self.assertIn('samples-00000.shard” could not be written', shard.stderr)
        self.assertEqual(sorted(self.files('out')), ['counts-00000.txt', 'report-00000.csv', 'unfinished.txt'])
        # All shards, and no manifest.
        os.mkdir(self.path('out/manifest.json.part'))
        self.assertIn('manifest.json” could not be written', self.build(*arguments, status=1).err)
        os.rmdir(self.path('out/manifest.json.part'))
        self.assertIn('samples-00001.shard', self.files('out'))
        self.assertEqual(self.build(*arguments).out, straight, 'the counts of all runs')
        self.assertEqual(self.files('out'), self.files('straight'), 'and no row twice')

    def test_inputs_that_change_in_between(self):
        """What was made of other tables, pages or comments is not gone on with."""
        ava = Ava(self, 200)
        ava.json('comments.json', ava.ids[:10])
        ava.pages('pages', ava.ids[100:110])
        self.make(f'ava/images/{ava.ids[0]}.jpg', png(8, 8))
        arguments = '--comments', 'comments.json', '--pages', 'pages'
        self.assertEqual(self.limited(40, *arguments).returncode, 1)
        for name in ('comments.json', f'pages/image.php?IMAGE_ID={ava.ids[100]}', f'pages/{ava.ids[0]}.html', f'ava/images/{ava.ids[1]}.jpg',
                     *(f'ava/{name}' for name in ('AVA.txt', 'tags.txt', 'style_image_lists/styles.txt', 'style_image_lists/train.jpgl',
                                                  'style_image_lists/train.lab', 'style_image_lists/test.jpgl', 'style_image_lists/test.multilab',
                                                  'aesthetics_image_lists/generic_test.jpgl', 'aesthetics_image_lists/generic_ls_train.jpgl'))):
            with self.subTest(name=name):
                before = os.stat(self.path(name)) if os.path.exists(self.path(name)) else None
                if before is None:
                    self.make(name, '')
                else:
                    os.utime(self.path(name), ns=(before.st_atime_ns, before.st_mtime_ns + 1000))
                self.assertIn('other inputs', self.build(*arguments, status=1).err)
                if before is None:
                    os.remove(self.path(name))
                else:
                    os.utime(self.path(name), ns=(before.st_atime_ns, before.st_mtime_ns))
        self.build(*arguments)

    def test_missing_inputs(self):
        Ava(self, 20)
        for name in ('AVA.txt', 'tags.txt', 'style_image_lists/test.jpgl', 'aesthetics_image_lists/generic_test.jpgl'):
            with self.subTest(name=name):
                os.rename(self.path('ava/' + name), self.path('kept'))
                self.assertIn(name, self.build(status=1).err)
                os.rename(self.path('kept'), self.path('ava/' + name))
        for arguments in (('--pages', 'nowhere'), ('--images', 'nowhere'), ('--comments', 'nowhere.json'), ('--comments', 'ava/tags.txt')):
            self.build(*arguments, status=1)
        self.assertFalse(os.path.exists(self.path('out')))

    def test_bad_comments(self):
        ava = Ava(self, 20)
        i = ava.ids[0]
        for name, data, message in (
                ('a.json', '', 'no JSON object'), ('a.json', '[]', 'no JSON object'), ('a.json', '{"x.jpg": []}', 'no id'),
                ('a.json', f'{{"{i}.jpg": ["a"], "{i}.jpg": ["b"]}}', 'twice'), ('a.json', f'{{"{i}.jpg": ["a"', 'cut off'),
                ('a.json', f'{{"{i}.jpg": [1]}}', 'no list of texts'), ('a.json', f'{{"{i}.jpg": "a"}}', 'no JSON object of lists'),
                ('a.json', f'{{"{i}.jpg": ["a",]}}', 'no list of texts'), ('a.json', '{"1.jpg": ' + '[' * 50 + ']' * 50 + '}', 'no JSON object'),
                ('a.csv', 'id,text\n1,a\n', 'no column “comment”'), ('a.csv', 'id,comment\nx,a\n', 'no id'), ('a.csv', 'id,comment\n1,"a\n', 'quotes')):
            with self.subTest(data=data[:40]):
                self.make(name, data)
                self.assertIn(message, self.build('--comments', name, status=1).err)
                self.assertFalse(os.path.exists(self.path('out')))

    def test_killed_and_run_again(self):
        ava = Ava(self, 9000)
        ava.pages('pages', ava.ids[::4])
        ava.json('comments.json', ava.ids[1::4])
        arguments = ('--pages', 'pages', '--comments', 'comments.json')
        self.build(*arguments)
        worker = subprocess.Popen([PROGRAM, 'dataset', 'build', 'ava', '--output', 'killed', '--model', TINY, *arguments],
                                  cwd=self.folder, stdout=subprocess.DEVNULL)
        while worker.poll() is None and not os.path.exists(self.path('killed/samples-00000.shard')):
            time.sleep(.002)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        if not os.path.exists(self.path('killed/manifest.json')):
            # Other inputs do not go on there.
            self.assertIn('other inputs', self.build('--pages', 'pages', folder='killed', status=1).err)
            first = os.stat(self.path('killed/samples-00000.shard')).st_mtime_ns
            self.build(*arguments, folder='killed')
            self.assertEqual(os.stat(self.path('killed/samples-00000.shard')).st_mtime_ns, first, 'what was there is not made again')
        self.assertEqual({k: v for k, v in self.files('killed').items() if not k.endswith('.part')}, self.files('out'))

    def test_what_is_left_of_a_dataset_is_not_overwritten(self):
        ava = Ava(self, 5000)
        ava.json('comments.json', ava.ids[:100])
        self.build('--comments', 'comments.json')
        good = self.files('out')
        shutil.copytree(self.path('out'), self.path('half'))
        os.remove(self.path('half/manifest.json'))
        os.remove(self.path('half/samples-00001.shard'))
        self.assertIn('could not be opened', self.run_train('inspect', 'half', status=1).err)
        self.assertIn('not empty', self.build('--comments', 'comments.json', folder='half', status=1).err)
        self.assertEqual(self.files('out'), good)


if __name__ == '__main__':
    unittest.main(verbosity=1)
