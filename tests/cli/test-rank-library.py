# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli rank with a library: nothing twice, nothing lost, whoever else is at it."""
import os
import random
import shutil
import sqlite3
import subprocess

from cli_testing import PROGRAM, SOURCE, TINY, main
from ranking import RankTestCase, picture

REAL = os.path.join(SOURCE, 'model')


class Library(RankTestCase):
    def counted(self, *arguments, status=0):
        """How many were judged, known already, failed."""
        result = self.rank(*arguments, '--library', self.library, '--format', 'csv', '--timings', status=status)
        words = result.err.replace(',', '').replace('.\n', '').split()
        return int(words[words.index('judged') - 1]), int(words[words.index('known') - 1]), int(words[words.index('failed') - 1])

    def rank(self, *arguments, **options):
        result = self.run_cli('rank', *arguments, **{k: v for k, v in options.items() if k != 'status'})
        self.assertEqual(result.status, options.get('status', 0), result.err)
        return result

    def test_second_pass(self):
        self.pictures('p', 20)
        self.assertEqual(self.counted('p'), (20, 0, 0))
        first = self.ndjson('p', library=True)
        self.assertEqual(self.counted('p'), (0, 20, 0))
        self.assertEqual(self.ndjson('p', library=True), first)
        self.assertEqual(self.ndjson('p'), first)
        # However it is called.
        self.assertEqual(self.counted(self.path('p')), (0, 20, 0))
        self.assertEqual(self.counted('./p/../p'), (0, 20, 0))

    def test_what_changed(self):
        self.pictures('p', 5)
        self.counted('p')
        self.write('p/0001.png', picture(77))
        os.utime(self.path('p/0002.png'), ns=(1, 1))
        os.remove(self.path('p/0003.png'))
        self.assertEqual(self.counted('p'), (2, 2, 0))
        self.assertEqual(self.counted('p'), (0, 4, 0))
        self.assertEqual(self.ndjson('p', library=True), self.ndjson('p'))

    def test_marks_of_files(self):
        self.pictures('p', 2)
        xmp = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
               'rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="%d" xmp:Label="Red"/></rdf:RDF></x:xmpmeta>')
        self.write('p/0000.png.xmp', xmp % 4)
        own = lambda: {os.path.basename(line['path']): line.get('own', {}) for line in self.ndjson('p', library=True)}
        self.assertEqual((own()['0000.png']['stars'], own()['0000.png']['label']), (4, 'red'))
        # A photograph that is known already; its sidecar is not.
        self.write('p/0000.png.xmp', xmp % 2)
        self.write('p/0001.png.xmp', xmp % -1)
        self.assertEqual((own()['0000.png']['stars'], own()['0001.png']['flag']), (2, 'reject'))

    def test_failures_are_tried_again(self):
        self.pictures('p', 2)
        self.write('p/0001.png', b'broken')
        self.assertEqual(self.counted('p', status=1), (2, 0, 1))
        self.assertEqual(self.counted('p', status=1), (1, 1, 1))
        self.pictures('p', 1, 1)
        self.assertEqual(self.counted('p'), (1, 1, 0))

    def test_another_model(self):
        self.pictures('p', 2)
        self.counted('p')
        self.assertEqual(self.counted('p', '--model', REAL), (2, 0, 0))
        self.assertEqual(self.ndjson('p', '--model', REAL, library=True), self.ndjson('p', '--model', REAL))
        self.assertEqual(self.counted('p'), (0, 2, 0))

    def test_default_library(self):
        self.pictures('p', 2)
        environment = {'XDG_DATA_HOME': self.path('data')}
        self.run_cli('rank', 'p', env=environment)
        self.assertEqual(os.listdir(self.path('data')), ['photo-critic'])
        result = self.run_cli('rank', 'p', '--timings', env=environment)
        self.assertIn('2 known', result.err)
        shutil.rmtree(self.path('data'))
        self.run_cli('rank', 'p', '--no-library', env=environment)
        self.assertFalse(os.path.exists(self.path('data')))

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, 'rank', 'p', '--library', self.library, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                cwd=self.folder, env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY, LC_ALL='C.UTF-8'))

    def test_two_at_once(self):
        self.pictures('p', 60)
        expected = self.rank('p', '--no-library', '--format', 'csv').raw
        both = [self.start('--format', 'csv', '--jobs', '1') for _ in range(2)]
        for process in both:
            out, err = process.communicate()
            self.assertEqual((process.returncode, err), (0, b''))
            self.assertEqual(out, expected)
        self.assertEqual(self.counted('p'), (0, 60, 0))

    def test_killed(self):
        self.pictures('p', 120)
        expected = self.rank('p', '--no-library', '--sort', 'score', '--format', 'csv').raw
        rng = random.Random(1)
        for _ in range(5):
            with self.start('--format', 'ndjson') as process:
                for _ in range(rng.randrange(1, 60)):
                    process.stdout.readline()
                process.kill()
        with sqlite3.connect(self.library) as database:
            self.assertEqual(database.execute('PRAGMA integrity_check').fetchone(), ('ok',))
        database.close()
        judged, known, failed = self.counted('p')
        self.assertEqual((judged + known, failed), (120, 0))
        self.assertGreater(known, 0)
        self.assertEqual(self.rank('p', '--library', self.library, '--sort', 'score', '--format', 'csv').raw, expected)


if __name__ == '__main__':
    main()
