# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli report: every format, what the table and the library say, and nothing left after Ctrl+C."""
import csv
import json
import os
import re
import resource
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
        subprocess.run([SAY, self.library, self.path('s/storm.jpg'), 'stars=3', 'score=8.25', 'high=yes', 'flag=pick',
                        'critique=The sky is dull.', 'author=Ada', 'mark=7.5', 'critique=Strong lines lead the eye.',
                        'author=Bo', 'mark=4', 'counts=no', 'critique=I would wait for the sun.'], check=True)
        storm = next(one for one in self.entries(library=True)['photographs'] if one['file'] == 'storm.jpg')
        self.assertEqual((storm['stars'], storm['own_score'], storm['own_verdict'], storm['flag']), (3, 8.25, 'high', 'pick'))
        told = [(one.get('author'), one.get('mark'), one['scored'], one['text']) for one in storm['critiques']]
        self.assertEqual(sorted(told, key=str), sorted((
            (None, None, True, 'The sky is dull.'), ('Ada', 7.5, True, 'Strong lines lead the eye.'),
            ('Bo', 4, False, 'I would wait for the sun.')), key=str))
        self.assertEqual(storm['assessment']['score'], self.assess(
            's/storm.jpg', *(word for one in told if one[2] for word in ('--critique', one[3])))['score'])
        self.assertNotIn('8.25', json.dumps(self.entries()))

        self.report('s', '--output', 'r.pdf', library=True)
        text = ' '.join(subprocess.run(['pdftotext', self.path('r.pdf'), '-'], check=True, capture_output=True, text=True).stdout.split())
        for wanted in ('★★★☆☆', '8.2 of 10 · High', 'picked', 'Own critique · scored', 'Ada, 7.5 of 10 · scored', 'Strong lines lead the eye',
                       'Other critiques', 'Bo, 4 of 10', 'I would wait for the sun.'):
            self.assertIn(wanted, text)
        self.assertNotIn('Bo, 4 of 10 · scored', text)

    def test_evidence(self):
        """Measured in the pixels, and labelled so, in every kind of report that has room for it."""
        label = 'Measured in the pixels, not the network’s reason'
        self.report('s', '--output', 'r.pdf', '--template', 'pages')
        text = subprocess.run(['pdftotext', self.path('r.pdf'), '-'], check=True, capture_output=True, text=True).stdout
        self.assertEqual(' '.join(text.split()).count(label), 2)
        self.report('s', '--output', 'r.html')
        with open(self.path('r.html'), encoding='utf-8') as file:
            page = file.read()
        self.assertEqual(page.count(label), 2)
        self.report('s', '--output', 'r.csv', '--keep-order')
        with open(self.path('r.csv'), newline='', encoding='utf-8-sig') as file:
            rows = list(csv.DictReader(file))
        said = self.entries()['photographs'][0]
        self.assertEqual(len(said['evidence']), 9)
        self.assertIn('One hue holds', said['evidence']['Duotones'])
        self.assertEqual(rows[0]['measured_Duotones'], said['evidence']['Duotones'])
        self.assertEqual(said['assessment']['evidence']['Duotones']['sentence'], said['evidence']['Duotones'])
        # A style that is named and clearly seen is drawn.
        drawn = re.findall(r'<figure><img width="[0-9]+" height="[0-9]+" alt="([^"]+)" src="data:image/png', page)
        for alt in drawn:
            self.assertIn(alt, page.split('<table>', 1)[1])

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

    def test_too_many(self):
        """Said at once, though the first of them cannot be judged, and more of the list is never read."""
        self.write('list', b'none.jpg\n' * 501)
        result = self.report('--files-from', 'list', '--output', 'r.pdf', status=1)
        self.assert_sentence(result.err.removeprefix('photo-critic-cli: ').rstrip('\n'))
        self.assertIn('500', result.err)
        self.assertFalse(os.path.exists(self.path('r.pdf')))

    def test_missing_characters(self):
        """Named before the report, which is written all the same; nothing is named where a font has them."""
        self.write('c.csv', 'file,critique\ncoffee.jpg,光线很美。\n')
        self.assertEqual(self.report('s', '--output', 'r.pdf', '--critiques', 'c.csv').err, '')
        self.write('fonts.conf', f'<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{self.path("fonts")}</cachedir></fontconfig>')
        result = self.run_cli('report', 's', '--output', 'bare.pdf', '--critiques', 'c.csv', '--no-library',
                              env={'FONTCONFIG_FILE': self.path('fonts.conf')})
        self.assertEqual(result.status, 0, result.err)
        self.assertIn('光线很美。', result.err)
        self.assertTrue(os.path.exists(self.path('bare.pdf')))

    def start(self, output, *arguments, **options):
        os.mkdir(self.path('out'))
        return subprocess.Popen([PROGRAM, 'report', '--no-library', '--output', os.path.join('out', output), *arguments], cwd=self.folder,
                                stderr=subprocess.PIPE, env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY, LC_ALL='C.UTF-8'), **options)

    def test_interrupted_in_the_middle(self):
        """Ctrl+C while the report is being written, in every format: what is under way is seen by its temporary."""
        self.pictures('many', 60)
        for output in ('r.pdf', 'r.html', 'r.csv', 'r.json', 'folder', 'cards'):
            more = ['--format', 'card'] if output == 'cards' else []
            with self.subTest(output=output), self.start(output, 'many', *more) as process:
                while not os.listdir(self.path('out')) and process.poll() is None:
                    time.sleep(0.002)
                process.send_signal(signal.SIGINT)
                message = process.stderr.read().decode()
                self.assertEqual(process.wait(), 1, message)
                self.assertIn('cancelled; nothing was written', message)
                self.assertEqual(os.listdir(self.path('out')), [])
            os.rmdir(self.path('out'))

    def test_interrupted_card(self):
        """One card is written in a moment: Ctrl+C comes while the photograph is looked for in the list."""
        with self.start('card.png', '--format', 'card', '--files-from', '-', stdin=subprocess.PIPE) as process:
            process.stdin.write(b's/coffee.jpg\n')
            process.stdin.flush()
            while self.waiting(process.stdin.fileno()) > 0:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            process.stdin.write(b's/coffee.jpg\n')
            process.stdin.close()
            self.assertIn('cancelled', process.stderr.read().decode())
            self.assertEqual(process.wait(), 1)
        self.assertEqual(os.listdir(self.path('out')), [])

    def test_disk_full(self):
        """No room for the report, in every format: said so, and nothing is left. Files may be 2,000 bytes, which a
        full disk looks like to a program."""
        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))

        self.pictures('many', 12)
        for output in ('r.pdf', 'r.html', 'r.csv', 'r.json', 'folder', 'cards', 'card.png'):
            what = ['s/coffee.jpg'] if output == 'card.png' else ['s', 'many']
            with self.subTest(output=output), self.start(output, *what, *(['--format', 'card'] if output == 'cards' else []),
                                                         preexec_fn=small, restore_signals=False) as process:
                message = process.stderr.read().decode()
                self.assertEqual(process.wait(), 1, message)
                self.assert_sentence(message.removeprefix('photo-critic-cli: ').rstrip('\n'))
                self.assertIn(f'out/{output}', message)
                self.assertIn('could not be written', message)
                self.assertIn('nothing was left behind', message)
                self.assertEqual(os.listdir(self.path('out')), [])
            os.rmdir(self.path('out'))

    def test_interrupted_in_the_list(self):
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
