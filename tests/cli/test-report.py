# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli report: every format, what the table and the library say, and nothing left after Ctrl+C."""
import json
import os
import shutil
import signal
import subprocess
import time

from cli_testing import PROGRAM, TINY, main, sample
from ranking import RankTestCase

SAY = os.environ['PHOTO_CRITIC_SAY']


class Report(RankTestCase):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path('s'))
        for name in ('coffee', 'storm'):
            shutil.copy(sample(name), self.path('s'))

    def report(self, *arguments, status=0, library=False):
        where = ['--library', self.library] if library else ['--no-library']
        result = self.run_cli('report', *arguments, *where)
        self.assertEqual(result.status, status, result.err)
        return result

    def test_every_format(self):
        for output, start in (('r.pdf', b'%PDF-'), ('r.html', b'<!DOCTYPE html>'), ('r.csv', None), ('r.json', b'{')):
            self.report('s', '--output', output, '--title', 'Two of them')
            with open(self.path(output), 'rb') as file:
                data = file.read()
            self.assertGreater(len(data), 100)
            if start is not None:
                self.assertTrue(data.lstrip().lower().startswith(start.lower()), data[:40])
        self.report('s/coffee.jpg', '--output', 'card.png')
        with open(self.path('card.png'), 'rb') as file:
            self.assertEqual(file.read(8), b'\x89PNG\r\n\x1a\n')
        self.report('s', '--output', 'folder')
        self.assertEqual(sorted(os.path.splitext(name)[1] for name in os.listdir(self.path('folder'))), ['.jpg', '.jpg', '.txt', '.txt'])
        for template in ('full', 'pages', 'contact', 'compare'):
            self.report('s', '--output', f'{template}.pdf', '--template', template, '--paper', 'letter')

    def entries(self, *arguments, **options):
        self.report('s', '--output', 'r.json', '--keep-order', *arguments, **options)
        with open(self.path('r.json'), encoding='utf-8') as file:
            return json.load(file)

    def test_critiques_and_true_scores(self):
        self.write('c.csv', 'file,author,score,critique,true_score\ncoffee.jpg,Ada,7,"Lovely light, strong lines.",5.8\n')
        text = json.dumps(self.entries('--critiques', 'c.csv'))
        for word in ('Lovely light, strong lines.', 'Ada', '5.8'):
            self.assertIn(word, text)
        self.assertIn(json.dumps(self.assess('s/coffee.jpg', '--critique', 'Lovely light, strong lines.')['score']), text)

    def test_the_library(self):
        self.run_cli('rank', 's', '--library', self.library)
        subprocess.run([SAY, self.library, self.path('s/storm.jpg'), 'stars=3', 'score=8.25', 'critique=The sky is dull.'], check=True)
        text = json.dumps(self.entries(library=True))
        for word in ('8.25', 'The sky is dull.'):
            self.assertIn(word, text)
        self.assertNotIn('8.25', json.dumps(self.entries()))

    def test_failed_ones_have_their_place(self):
        self.write('s/broken.jpg', b'broken')
        text = json.dumps(self.entries(status=1))
        self.assertIn('broken.jpg', text)

    def test_wrong(self):
        for arguments in ([], ['s'], ['--output', 'r.pdf'], ['s', '--output', 'r.xyz'], ['s', '--output', 'r.pdf', '--template', 'x'],
                          ['s', '--output', 'r.pdf', '--paper', 'a5'], ['s', '--output', 'r.pdf', '-0']):
            self.assertEqual(self.run_cli('report', *arguments).status, 2, arguments)
        for arguments in (['s', '--output', 'none/r.pdf'], ['s', '--output', 'r.pdf', '--critiques', 'none.csv'],
                          ['s/coffee.jpg', '--output', 'r.pdf', '--template', 'compare']):
            result = self.report(*arguments, status=1)
            self.assert_sentence(result.err.removeprefix('photo-critic-cli: ').rstrip('\n'))
        self.assertEqual(set(os.listdir(self.folder)) - {'cache'}, {'s'})

    def test_interrupted(self):
        """Ctrl+C in the middle: the list is held open until the signal is on its way."""
        read, write = os.pipe()
        with subprocess.Popen([PROGRAM, 'report', '--no-library', '--output', 'r.pdf', '--files-from', '-'], stdin=read, cwd=self.folder,
                              stderr=subprocess.PIPE, env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY, LC_ALL='C.UTF-8')) as process:
            os.close(read)
            os.write(write, b's/coffee.jpg\n' * 400)
            # It handles the signal once it has read from the list: wait until the pipe is empty.
            while self.waiting(write) > 0:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            os.write(write, b's/storm.jpg\n')
            os.close(write)
            message = process.stderr.read()
            self.assertEqual(process.wait(), 1)
        self.assertIn(b'cancelled', message)
        self.assertEqual(set(os.listdir(self.folder)) - {'cache'}, {'s'})

    @staticmethod
    def waiting(fd):
        import array
        import fcntl
        import termios
        n = array.array('i', [0])
        fcntl.ioctl(fd, termios.FIONREAD, n)
        return n[0]


if __name__ == '__main__':
    main()
