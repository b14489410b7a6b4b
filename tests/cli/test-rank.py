# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli rank: formats, orders, filters, shards, critiques; the same bytes however it is asked."""
import os
import random
import shutil
import subprocess

from cli_testing import PROGRAM, TINY, main, sample
from ranking import RankTestCase, picture


class Formats(RankTestCase):
    def setUp(self):
        super().setUp()
        self.pictures('p', 7)
        self.write('p/z.jpg', b'I am no picture.\n')

    def test_same_rows_in_every_format(self):
        lines = self.ndjson('p', '--sort', 'score', status=1)
        document = self.rank('p', '--format', 'json', '--no-library', status=1).json
        self.check_ranking(document)
        self.assertEqual(document['rows'], lines)
        self.assertEqual(document['order'], 'score')
        rows = self.table(self.rank('p', '--sort', 'score', '--format', 'csv', '--no-library', status=1).out)
        self.assertEqual([row['path'] for row in rows], [line['path'] for line in lines])
        for row, line in zip(rows, lines):
            for name in ('score', 'low', 'typical_error', 'p_high', 'percentile', 'photo_score', 'sharpness', 'width', 'bytes'):
                self.assertEqual(float(row[name]) if row[name] else None, line.get(name), name)
            for name, value in line.get('styles', {}).items():
                self.assertEqual(float(row[name]), value)
            for name in ('error', 'hash', 'model'):
                self.assertEqual(row[name], line.get(name, ''))
        table = self.rank('p', '--no-library', status=1).out.splitlines()
        self.assertEqual(len(table), 1 + len(lines))
        for shown, line in zip(table[1:8], lines):
            self.assertTrue(shown.endswith(line['path']))
            self.assertIn(f"{line['score']:.2f}", shown)
        self.assertIn(lines[7]['error'], table[8])

    def test_order_of_the_input(self):
        self.pictures('p/sub', 2, 20)
        self.pictures('q', 1, 30)
        expected = ['q/0030.png'] + [f'p/{i:04}.png' for i in range(7)] + ['p/z.jpg', 'p/sub/0020.png', 'p/sub/0021.png']
        self.assertEqual([line['path'] for line in self.ndjson('q', 'p', status=1)], expected)
        rows = self.table(self.rank('q', 'p', '--format', 'csv', '--no-library', status=1).out)
        self.assertEqual([row['path'] for row in rows], expected)

    def test_sorted(self):
        lines = self.ndjson('p', '--sort', 'score', status=1)
        scores = [line['score'] for line in lines[:7]]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertGreater(len(set(scores)), 1)
        self.assertIn('error', lines[7])
        self.assertEqual([line['path'] for line in self.ndjson('p', '--sort', '-name', status=1)],
                         ['p/z.jpg'] + [f'p/{i:04}.png' for i in reversed(range(7))])

    def test_filter(self):
        lines = self.ndjson('p', status=1)
        limit = sorted(line['score'] for line in lines[:7])[3]
        found = self.ndjson('p', '--filter', f'score >= {limit}', status=1)
        self.assertEqual(found, [line for line in lines[:7] if line['score'] >= limit])
        self.assertEqual(self.ndjson('p', '--filter', 'failed', status=1), lines[7:])
        # A failure that the filter hides is said, and counts.
        result = self.rank('p', '--filter', 'score > 1', '--format', 'csv', '--no-library', status=1)
        self.assertIn('1 photograph could not be judged', result.err)

    def test_likeness(self):
        lines = self.ndjson('p', '--sort', 'likeness', '--like', 'p/0004.png', status=1)
        self.assertEqual(lines[0]['path'], 'p/0004.png')
        self.assertEqual(self.ndjson('p', '--filter', 'likeness > 0.9999', '--like', 'p/0004.png', status=1)[0], lines[0])
        self.assertEqual(self.run_cli('rank', 'p', '--no-library', '--sort', 'likeness', '--like', 'p/z.jpg').status, 1)

    def test_words(self):
        def order(*arguments):
            return [line['path'] for line in self.ndjson('p', *arguments, status=1)]
        misty = order('--words', 'misty mountains, soft light')
        self.assertEqual(misty[-1], 'p/z.jpg')
        self.assertEqual(order('--words', 'Misty mountains, soft light', '--sort', 'likeness'), misty)
        self.assertEqual(order('--words', 'misty mountains, soft light', '--sort', '-likeness'), misty[6::-1] + misty[7:])
        self.assertNotEqual(order('--words', 'a dog at a street corner'), misty)
        near = order('--words', 'misty mountains, soft light', '--filter', 'likeness >= -1', '--sort', 'name')
        self.assertEqual(near, sorted(misty[:7]))
        result = self.run_cli('rank', 'p', '--no-library', '--words', '雾中的山')
        self.assertEqual((result.status, result.out), (1, ''))
        self.assertIn('雾中的山', result.err)
        self.assert_sentence(result.err.removeprefix('photo-critic-cli: ').rstrip('\n'))

    def test_bursts(self):
        self.pictures('q', 0)
        self.write('q/one.png', picture(1))
        self.write('q/two.png', picture(1))
        self.write('q/z.jpg', b'I am no picture.\n')

        def names(expression):
            return [line['path'] for line in self.ndjson('q', '--sort', 'name', '--filter', expression, status=1)]
        self.assertEqual(names('burst'), ['q/one.png', 'q/two.png'])
        self.assertEqual(names('not burst'), ['q/z.jpg'])
        best = names('best')
        self.assertEqual(len(best), 1)
        self.assertEqual(set(names('burst and not best') + best), {'q/one.png', 'q/two.png'})
        self.assertIn('1 photograph could not be judged', self.rank('q', '--filter', 'best', '--no-library', status=1).err)

    def test_text_of_critiques(self):
        self.write('c.csv', 'file,critique\n0002.png,The HORIZON tilts.\n0003.png,Nice.\n')
        lines = self.ndjson('p', '--critiques', 'c.csv', '--filter', 'critique ~ horizon', status=1)
        self.assertEqual([line['path'] for line in lines], ['p/0002.png'])

    def test_taste_needs_stars(self):
        for where in (['--no-library'], ['--library', self.library]):
            result = self.run_cli('rank', 'p', '--sort', 'taste', *where)
            self.assertEqual((result.status, result.out), (1, ''))
            self.assert_sentence(result.err.removeprefix('photo-critic-cli: ').rstrip('\n'))

    def test_timings_only_when_asked(self):
        for line in self.ndjson('p', status=1):
            self.assertNotIn('seconds', line)
        result = self.rank('p', '--timings', '--format', 'ndjson', '--no-library', status=1)
        for line in result.lines:
            self.check_ranking(line, 'line')
            self.assertEqual('seconds' in line, 'score' in line)
        self.assertRegex(result.err, r'8 judged, 0 known already, 1 failed')

    def test_numbers_agree_with_assess(self):
        shutil.copy(sample('coffee'), self.path('c.jpg'))
        line, = self.ndjson('c.jpg')
        assessment = self.assess('c.jpg')
        for name in ('score', 'spread', 'high', 'p_high', 'percentile', 'typical_error', 'styles', 'model'):
            self.assertEqual(line[name], assessment[name], name)
        self.assertEqual((line['width'], line['height']), (600, 400))


class Jobs(RankTestCase):
    def test_same_bytes_for_any_number(self):
        self.pictures('p', 16)
        self.write('p/0003.png', b'')
        self.write('critiques.csv', 'file,author,score,critique\n0005.png,Ada,7,"Lovely light, strong lines."\n')
        for options in (['--format', 'csv'], ['--format', 'ndjson', '--critiques', 'critiques.csv'],
                        ['--format', 'json', '--sort', 'low'], ['--format', 'table']):
            outputs = {self.rank('p', '--no-library', '--jobs', jobs, *options, status=1).raw for jobs in ('1', '2', '3', '7')}
            self.assertEqual(len(outputs), 1, options)


class Shards(RankTestCase):
    def test_each_path_in_one_shard(self):
        self.pictures('p', 23)
        self.write('p/0004.png', b'broken')
        whole = self.rank('p', '--no-library', '--sort', 'score', '--format', 'csv', status=1).raw
        for kind, n in (('csv', 1), ('csv', 4), ('ndjson', 3)):
            for order in ([], ['--sort', 'score']):
                names, paths = [], []
                for i in range(1, n + 1):
                    result = self.run_cli('rank', 'p', '--no-library', '--format', kind, '--shard', f'{i}/{n}', *order)
                    names.append(f'{kind}-{i}')
                    self.write(names[-1], result.raw)
                    paths += [row['path'] for row in (self.table(result.out) if kind == 'csv' else result.lines)]
                self.assertEqual(sorted(paths), [f'p/{i:04}.png' for i in range(23)])
                random.Random(n).shuffle(names)
                self.assertEqual(self.rank('--merge', *names, '--format', 'csv', status=1).raw, whole)

    def test_by_the_hash_that_is_documented(self):
        import hashlib
        self.pictures('p', 9)
        for i in (1, 2, 3):
            paths = [line['path'] for line in self.ndjson('p', '--shard', f'{i}/3')]
            self.assertEqual(paths, [f'p/{k:04}.png' for k in range(9)
                                     if int.from_bytes(hashlib.sha256(f'p/{k:04}.png'.encode()).digest()[:8], 'big') % 3 + 1 == i])

    def test_as_given_wherever_it_lies(self):
        self.pictures('here/p', 9)
        shutil.move(self.path('here'), self.path('there'))
        first = self.run_cli('rank', 'there/p', '--no-library', '--format', 'ndjson', '--shard', '1/2').lines
        os.makedirs(self.path('sub'))
        os.rename(self.path('there'), self.path('sub/there'))
        os.symlink('sub/there', self.path('there'))
        self.assertEqual(self.run_cli('rank', 'there/p', '--no-library', '--format', 'ndjson', '--shard', '1/2').lines, first)


class Merge(RankTestCase):
    def setUp(self):
        super().setUp()
        self.pictures('p', 6)
        self.rows = self.rank('p', '--no-library', '--format', 'csv').raw

    def test_keys_and_filters(self):
        self.write('all.csv', self.rows)
        for options in (['--sort', '-name'], ['--sort', 'low'], ['--sort', 'style:Macro'], ['--filter', 'score > 5'],
                        ['--sort', 'sharpness', '--format', 'json'], ['--format', 'table']):
            whole = self.rank('p', '--no-library', *(['--sort', 'score'] if '--sort' not in options else []), *options).out
            self.assertEqual(self.rank('--merge', 'all.csv', *options).out, whole, options)

    def refused(self, *arguments):
        result = self.run_cli('rank', '--merge', *arguments)
        self.assertEqual((result.status, result.out), (1, ''))
        message = result.err.removeprefix('photo-critic-cli: ').rstrip('\n')
        self.assert_sentence(message)
        return message

    def test_refused(self):
        lines = self.rows.splitlines(keepends=True)
        self.write('good.csv', self.rows)
        self.assertIn('no ranking', self.refused(self.write('other.csv', b'a,b\n1,2\n')))
        self.assertIn('line 3', self.refused(self.write('cut.csv', b''.join(lines[:2]) + lines[2][:40])))
        self.assertIn('“score”', self.refused(self.write('score.csv', lines[0] + lines[1].replace(b',,,', b',,,99', 1))))
        self.assertIn('line 1', self.refused(self.write('bad.ndjson', b'{"path": "x"}\n')))
        self.assertIn('line 2', self.refused(self.write('worse.ndjson', b'{"path": "x", "version": 1}\n[1]\n')))
        self.assertIn('nowhere.csv', self.refused('good.csv', 'nowhere.csv'))
        self.refused('good.csv', '.')
        model = self.table(self.rows.decode())[0]['model'].encode()
        self.assertIn('another model', self.refused('good.csv', self.write('model.csv', self.rows.replace(model, b'0' * 64))))

    def test_nothing(self):
        self.pictures('empty', 0)
        empty = self.rank('empty', '--no-library', '--format', 'csv').raw
        self.assertEqual(len(empty.splitlines()), 1)
        self.write('empty.csv', empty)
        self.write('empty.ndjson', b'')
        self.assertEqual(self.rank('--merge', 'empty.csv', '--format', 'csv').raw, empty)
        self.write('good.csv', self.rows)
        self.assertEqual(self.rank('--merge', 'empty.csv', 'good.csv', '--sort', 'path', '--format', 'csv').raw, self.rows)


class Critiques(RankTestCase):
    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.dirname(sample('coffee')), self.path('s'), ignore=lambda *_: {'meson.build'})

    def critiques(self, text, *arguments, **options):
        self.write('c.csv', text)
        return {os.path.basename(line['path']): line for line in self.ndjson('s', '--critiques', 'c.csv', *arguments, **options)}

    def test_by_name_and_by_path(self):
        text = 'Lovely light, "really";\nthe sky is dull.'
        quoted = '"' + text.replace('"', '""') + '"'
        lines = self.critiques(f'author,critique,score,file\r\nAda,{quoted},7.5,coffee.jpg\r\nBob,Nice crop.,,s/storm.jpg\r\n'
                               f'Eve,"Dull, grey.",3,storm.jpg\r\nEve,Nothing here.,,other/rocket.jpg\r\n,,,ladybird.jpg\r\n')
        alone = {os.path.basename(line['path']): line for line in self.ndjson('s')}
        for name, texts in (('coffee.jpg', [text]), ('storm.jpg', ['Nice crop.', 'Dull, grey.']), ('rocket.jpg', []), ('ladybird.jpg', [])):
            line = lines[name]
            self.assertEqual(line['critiques'], len(texts))
            self.assertEqual(line['photo_score'], alone[name]['score'])
            arguments = [part for one in texts for part in ('--critique', one)]
            self.assertEqual(line['score'], self.assess(f's/{name}', *arguments)['score'])
        self.assertNotEqual(lines['coffee.jpg']['score'], alone['coffee.jpg']['score'])

    def test_not_stored(self):
        self.critiques('file,critique\ncoffee.jpg,Lovely light.\n', library=True)
        first = self.ndjson('s', library=True)
        self.assertEqual([line['critiques'] for line in first], [0] * len(first))
        self.assertEqual(first, self.ndjson('s'))

    def test_refused(self):
        for text, words in ((b'', 'header'), (b'file,author\n', '“critique”'), (b'name,critique\n', '“file”'),
                            (b'file,critique,score\na.jpg,x,11\n', 'score from 1 to 10'), (b'file,critique\na.jpg,"x\n', 'line 3'),
                            (b'file,critique\na.jpg,\xff\n', 'UTF-8'), (b'file,critique\na,b,c\n', 'line 2')):
            self.write('c.csv', text)
            result = self.run_cli('rank', 's', '--no-library', '--critiques', 'c.csv')
            self.assertEqual((result.status, result.out), (1, ''))
            self.assertIn(words, result.err)
            self.assert_sentence(result.err.removeprefix('photo-critic-cli: ').rstrip('\n'))
        self.assertEqual(self.run_cli('rank', 's', '--no-library', '--critiques', 'none.csv').status, 1)


class Usage(RankTestCase):
    def test_wrong(self):
        self.pictures('p', 1)
        for arguments in ([], ['p', '--format', 'text'], ['p', '--sort', 'beauty'], ['p', '--filter', 'score >'],
                          ['p', '--jobs', '0'], ['p', '--jobs', 'x'], ['p', '--shard', '0/4'], ['p', '--shard', '5/4'], ['p', '--shard', '1'],
                          ['p', '--library', 'x', '--no-library'], ['p', '-0'], ['p', '--strange'], ['--merge'],
                          ['--merge', 'x', '--jobs', '2'], ['--merge', 'x', '--sort', 'taste'], ['p', '--sort', 'likeness'],
                          ['p', '--like', 'p/0000.png', '--words', 'soft light'], ['--merge', 'x', '--words', 'soft light'],
                          ['--merge', 'x', '--filter', 'burst'], ['p', '--format', 'csv', '--filter', 'not best'],
                          ['p', '--shard', '1/2', '--filter', 'burst'],
                          ['--files-from', '-', '--critiques', '-']):
            result = self.run_cli('rank', *arguments)
            self.assertEqual((result.status, result.out), (2, ''), arguments)
            self.assertIn('--help', result.err)

    def test_help(self):
        text = self.ok('rank', '--help').out
        for option in ('--critiques', '--format', '--sort', '--filter', '--jobs', '--library', '--no-library', '--files-from',
                       '-0', '--shard', '--timings', '--like', '--words', '--merge'):
            self.assertIn(option, text)
        self.assertIn('rank', self.ok('--help').out)


class Worker(RankTestCase):
    """rank --files-from - --format ndjson --no-library: a line as soon as it is due."""

    def test_answers_while_it_is_asked(self):
        self.pictures('p', 4)
        with subprocess.Popen([PROGRAM, 'rank', '--files-from', '-', '--format', 'ndjson', '--no-library'], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, cwd=self.folder, env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY)) as process:
            for name in ('0002', '0000', 'none', '0003'):
                process.stdin.write(f'p/{name}.png\n'.encode())
                process.stdin.flush()
                self.assertIn(f'p/{name}.png'.encode(), process.stdout.readline())
            process.stdin.close()
            self.assertEqual(process.stdout.read(), b'')
            self.assertEqual(process.wait(), 1)

    def test_same_as_at_once(self):
        self.pictures('p', 12)
        names = [f'p/{i:04}.png' for i in range(12)]
        listed = self.ndjson('--files-from', '-', stdin=''.join(f'{name}\r\n' for name in names).encode())
        self.assertEqual(listed, self.ndjson('p'))
        self.write('list', '\n\n'.join(names))
        self.assertEqual(self.ndjson('--files-from', 'list'), listed)
        self.assertEqual(self.ndjson('p/0003.png', '--files-from', 'list')[0], listed[3])

    def test_a_reader_that_leaves(self):
        self.pictures('p', 300)
        with subprocess.Popen([PROGRAM, 'rank', 'p', '--format', 'ndjson', '--no-library'], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              cwd=self.folder, env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY)) as process:
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(process.stderr.read(), b'')
            self.assertEqual(process.wait(), 1)


if __name__ == '__main__':
    main()
