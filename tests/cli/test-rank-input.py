# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli rank over folders as they are: loops, odd names, broken files, no permission, no space."""
import base64
import os
import resource
import shutil
import signal
import subprocess
import unittest

from cli_testing import PROGRAM, SOURCE, TINY, main, sample
from ranking import RankTestCase, picture

GOLDEN = os.path.join(SOURCE, 'tests', 'golden', 'photo')


class Folders(RankTestCase):
    def test_loops(self):
        self.pictures('p/q', 2)
        os.symlink('..', self.path('p/q/up'))
        os.symlink('.', self.path('p/self'))
        os.symlink(self.path('p'), self.path('p/q/top'))
        os.symlink('nowhere', self.path('p/q/dangling.jpg'))
        lines = self.ndjson('p', status=1)
        self.assertEqual(len(lines), 3)
        self.assertEqual(sum('error' in line for line in lines), 1)
        self.assertEqual(len({line['hash'] for line in lines if 'hash' in line}), 2)

    def test_a_folder_that_links_to_itself_alone(self):
        os.mkdir(self.path('p'))
        os.symlink('a', self.path('p/a'))
        self.assertEqual(self.ndjson('p'), [])

    def test_missing(self):
        self.pictures('p', 1)
        lines = self.ndjson('p', 'none', 'none/x.jpg', status=1)
        self.assertEqual([line['path'] for line in lines], ['p/0000.png', 'none', 'none/x.jpg'])
        for line in lines[1:]:
            self.assert_sentence(line['error'])

    def test_given_twice(self):
        self.pictures('p', 3)
        self.assertEqual([line['path'] for line in self.ndjson('p/0001.png', 'p', './p', 'p/0001.png')],
                         ['p/0001.png', 'p/0000.png', 'p/0002.png'])

    def test_as_it_was_given(self):
        self.pictures('p', 1)
        for given, shown in (('p', 'p/0000.png'), ('p/', 'p/0000.png'), ('./p', './p/0000.png'), ('.', './p/0000.png'),
                             (self.path('p'), self.path('p/0000.png')), ('p/../p', 'p/../p/0000.png')):
            self.assertEqual([line['path'] for line in self.ndjson(given)], [shown])

    def test_what_is_no_photograph_by_its_name(self):
        self.pictures('p', 1)
        self.write('p/notes.txt', 'notes')
        self.write('p/.hidden.png', picture(9))
        self.assertEqual(len(self.ndjson('p')), 1)
        self.assertIn('error', self.ndjson('p/notes.txt', status=1)[0])

    def test_a_folder_is_not_touched(self):
        self.pictures('p', 2)
        os.chmod(self.path('p'), 0o555)
        self.addCleanup(os.chmod, self.path('p'), 0o755)
        before = {name: os.stat(self.path('p/' + name)).st_mtime_ns for name in os.listdir(self.path('p'))}
        folder = os.stat(self.path('p')).st_mtime_ns
        self.ndjson('p', library=True)
        self.assertEqual({name: os.stat(self.path('p/' + name)).st_mtime_ns for name in os.listdir(self.path('p'))}, before)
        self.assertEqual(os.stat(self.path('p')).st_mtime_ns, folder)

    @unittest.skipIf(os.geteuid() == 0, 'root may read everything')
    def test_no_permission(self):
        self.pictures('p/closed', 1)
        self.pictures('p/open', 2)
        os.chmod(self.path('p/closed'), 0)
        self.addCleanup(os.chmod, self.path('p/closed'), 0o755)
        os.chmod(self.path('p/open/0000.png'), 0)
        lines = self.ndjson('p', status=1)
        self.assertEqual([line['path'] for line in lines], ['p/closed', 'p/open/0000.png', 'p/open/0001.png'])
        self.assertEqual(['error' in line for line in lines], [True, True, False])


class Names(RankTestCase):
    def test_newlines(self):
        os.mkdir(self.path('p'))
        names = ['p/a\nb.png', 'p/tab\there.png', 'p/ quoted " .png', 'p/=1+2.png', "p/it's.png"]
        for i, name in enumerate(names):
            self.write(name, picture(i))
        listed = b''.join(name.encode() + b'\0' for name in names)
        for null in ('-0', '--null'):
            lines = self.ndjson('--files-from', '-', null, stdin=listed)
            self.assertEqual([line['path'] for line in lines], names)
        rows = self.table(self.rank('--files-from', '-', '-0', '--format', 'csv', '--no-library', stdin=listed).out)
        self.assertEqual([row['path'] for row in rows], names)
        # Without -0 a name with a line end in it is two names.
        self.assertEqual(len(self.ndjson('--files-from', '-', stdin=names[0].encode(), status=1)), 2)

    def test_formulas_are_disarmed(self):
        for name in ('=1+2.png', '+x.png', '-x.png', '@x.png', "'=x.png"):
            self.write(name, picture(1))
        arguments = ['--no-library', '--', '=1+2.png', '+x.png', '-x.png', '@x.png', "'=x.png"]
        text = self.rank('--format', 'csv', *arguments).out
        self.assertEqual([row['path'] for row in self.table(text)], ["'=1+2.png", "'+x.png", "'-x.png", "'@x.png", "''=x.png"])
        self.write('table.csv', text)
        merged = self.rank('--merge', 'table.csv', '--sort', 'score', '--format', 'ndjson').lines
        self.assertEqual({line['path'] for line in merged}, set(arguments[2:]))

    def test_not_utf8(self):
        name = b'p/caf\xe9\xff.png'
        os.mkdir(self.path('p'))
        with open(os.path.join(self.folder.encode(), name), 'wb') as out:
            out.write(picture(3))
        line, = self.ndjson('p')
        self.assertEqual(line['path'], 'p/caf\ufffd\ufffd.png')
        self.assertEqual(base64.b64decode(line['path_bytes']), name)
        self.assertEqual(self.ndjson('--files-from', '-', stdin=name + b'\n'), [line])
        row, = self.table(self.rank('p', '--format', 'csv', '--no-library').out)
        self.assertEqual((row['path'], base64.b64decode(row['path_bytes'])), (line['path'], name))
        self.assertNotIn('path_bytes', self.ndjson('--files-from', '-', stdin='p/naïve.png'.encode(), status=1)[0])
        # There and back.
        for kind in ('csv', 'ndjson'):
            self.write(kind, self.rank('p', '--format', kind, '--no-library').raw)
            self.assertEqual(self.rank('--merge', kind, '--format', 'ndjson').lines, [line])
        # Known again by its bytes.
        self.assertEqual(self.ndjson('p', library=True), [line])
        self.assertIn('1 known', self.run_cli('rank', 'p', '--library', self.library, '--timings').err)

    def test_too_long_for_a_list(self):
        result = self.run_cli('rank', '--files-from', '-', '--no-library', '--format', 'csv', stdin=b'x' * 100000)
        self.assertEqual(result.status, 1)
        self.assertIn('-0', result.err)
        self.assertEqual(self.run_cli('rank', '--files-from', 'none', '--no-library').status, 1)


class Broken(RankTestCase):
    def test_every_format(self):
        """Cut short, with bytes turned over, and with strange ends: a row each, and no other one suffers."""
        os.mkdir(self.path('p'))
        names = sorted(name for name in os.listdir(GOLDEN) if os.path.splitext(name)[1] in ('.jpg', '.png', '.gif', '.tif', '.bmp', '.ppm', '.webp'))
        self.assertGreater({os.path.splitext(name)[1] for name in names}, {'.jpg', '.png', '.gif', '.tif', '.bmp', '.webp'})
        raws = os.path.join(os.path.dirname(GOLDEN), 'raw')
        names += ['../raw/' + name for name in sorted(os.listdir(raws)) if os.path.splitext(name)[1] in ('.dng', '.nef', '.cr2', '.rw2', '.raf')]
        for name in names:
            with open(os.path.join(GOLDEN, name), 'rb') as file:
                data = file.read()
            name = os.path.basename(name)
            for i, cut in enumerate((0, 3, 11, len(data) // 7, len(data) // 2, len(data) - 1)):
                self.write(f'p/{i}-{name}', data[:cut])
            turned = bytearray(data)
            for at in range(len(data) // 3, len(data) // 3 + 64):
                turned[at % len(data)] ^= 0x5a
            self.write(f'p/t-{name}', bytes(turned))
        shutil.copy(sample('coffee'), self.path('p/zz-good.jpg'))
        lines = self.ndjson('p', status=1)
        self.assertEqual(len(lines), 7 * len(names) + 1)
        self.assertIn('score', lines[-1])
        failed = [line for line in lines if 'error' in line]
        self.assertGreater(len(failed), 4 * len(names))
        for line in failed:
            self.assert_sentence(line['error'])


class NoSpace(RankTestCase):
    def test_output(self):
        self.pictures('p', 3)
        for kind in ('csv', 'ndjson', 'json', 'table'):
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([PROGRAM, 'rank', 'p', '--no-library', '--format', kind], stdout=full, stderr=subprocess.PIPE,
                                      cwd=self.folder, env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY, LC_ALL='C.UTF-8'), check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b'could not be written', done.stderr)

    def test_library(self):
        """Files may not grow beyond some kilobytes: one sentence, and what was there before is whole."""
        self.pictures('p', 3)
        first = self.ndjson('p', library=True)
        self.pictures('p', 100, 100)

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            size = os.path.getsize(self.library)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        done = subprocess.run([PROGRAM, 'rank', 'p', '--library', self.library, '--format', 'csv'], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              cwd=self.folder, env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY, LC_ALL='C.UTF-8'), preexec_fn=limit, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(b'library', done.stderr)
        self.assertEqual(self.ndjson(*(line['path'] for line in first), library=True), first)

    def test_library_that_cannot_be_made(self):
        self.pictures('p', 1)
        self.write('file', b'')
        result = self.run_cli('rank', 'p', '--library', 'file/library.sqlite')
        self.assertEqual((result.status, result.out), (1, ''))
        self.assert_sentence(result.err.removeprefix('photo-critic-cli: ').rstrip('\n'))


if __name__ == '__main__':
    main()
