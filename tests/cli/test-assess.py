# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli assess: outputs, options, heat map."""
import json
import locale
import os
import subprocess
import unittest

from cli_testing import PROGRAM, SAMPLES, TINY, CliTestCase, main, png, png_size, sample

CRITIQUE = 'Lovely light and sharp focus. But the background is dull.'


class Assess(CliTestCase):
    def test_photo_alone(self):
        a = self.assess(sample('coffee'))
        self.assertEqual(a['photo'], sample('coffee'))
        self.assertEqual(a['mode'], 'photo')
        self.assertEqual(a['score'], a['photo_alone']['score'])
        self.assertEqual(a['high'], a['score'] > 5)
        self.assertEqual(a['p_high'] > 0.5, a['high'])
        self.assertNotIn('critique', a)
        self.assertEqual(len(a['regions']['effects']), a['regions']['columns'] * a['regions']['rows'])
        self.assertEqual(len(a['styles']), 14)
        # What the model knows of its own errors: with a critique the tiny one does not say.
        self.assertEqual(a['half_width'], .66)
        self.assertEqual(a['styles_not_measured'], ['HDR', 'Image_Grain'])
        self.assertNotIn('half_width', self.assess(sample('coffee'), '--critique', CRITIQUE))

    def test_evidence(self):
        a = self.assess(sample('rocket'), '--evidence')
        self.assertEqual(len(a['evidence']), 9)
        self.assertEqual(len(a['evidence']['Complementary_Colors']['hues']), 36)
        self.assertIn('blue', a['evidence']['Complementary_Colors']['sentence'])
        focus = a['evidence']['Shallow_DOF']
        self.assertEqual(len(focus['map']['values']), focus['map']['columns'] * focus['map']['rows'])
        plain = self.assess(sample('rocket'))
        self.assertNotIn('evidence', plain)
        self.assertEqual(plain['score'], a['score'])
        self.assertNotIn('evidence', self.assess('--critique', CRITIQUE, '--evidence'))
        line = json.dumps({'id': 1, 'photo': sample('rocket')}).encode() + b'\n'
        result = self.run_cli('assess', '--evidence', '--pairs', '-', stdin=line)
        self.check_schema(result.lines[0], 'line')
        self.assertEqual(result.lines[0]['evidence'], a['evidence'])

    def test_evidence_as_text(self):
        result = self.ok('assess', sample('rocket'), '--evidence')
        self.assertIn('Measured in the pixels, not the network’s reason', result.out)
        self.assertNotIn('Measured', self.ok('assess', sample('rocket')).out)

    def test_check_heat(self):
        a = self.assess(sample('rocket'), '--critique', CRITIQUE, '--check-heat')
        check = a['heat_check']
        effects, columns = a['regions']['effects'], a['regions']['columns']
        self.assertEqual(check['effect'], max(effects, key=abs))
        self.assertEqual(effects[check['row'] * columns + check['column']], check['effect'])
        self.assertEqual(check['random_regions'], 20)
        beyond = check['change'] - check['random_mean']
        self.assertEqual(check['explains'], abs(beyond) > check['random_spread'] and (beyond < 0) == (check['effect'] > 0))
        plain = self.assess(sample('rocket'), '--critique', CRITIQUE)
        self.assertNotIn('heat_check', plain)
        self.assertEqual(plain['score'], a['score'])
        self.assertEqual(plain['regions'], a['regions'])
        text = self.ok('assess', sample('rocket'), '--critique', CRITIQUE, '--check-heat').out
        self.assertIn('20 random regions of equal size', text)
        self.assertEqual(self.run_cli('assess', '--critique', CRITIQUE, '--check-heat').status, 2)

    def test_praise(self):
        praise = self.assess(sample('coffee'), '--critique', CRITIQUE)['praise']
        self.assertEqual(praise['good_photo'], self.assess(sample('coffee'), '--critique', 'good photo')['score'])
        self.assertEqual(praise['bad_photo'], self.assess(sample('coffee'), '--critique', 'bad photo')['score'])
        self.assertNotIn('praise', self.assess('--critique', CRITIQUE))
        self.assertIn('“good photo” alone', self.ok('assess', sample('coffee')).out)

    def test_critique_alone(self):
        a = self.assess('--critique', CRITIQUE)
        self.assertEqual(a['mode'], 'critique')
        self.assertIsNone(a['photo_alone'])
        self.assertNotIn('photo', a)
        self.assertNotIn('regions', a)
        self.assertEqual(len(a['critique']['sentences']), 2)
        text = CRITIQUE.encode()
        self.assertEqual([text[w['start']:w['end']].decode() for w in a['critique']['words']],
                         'Lovely light and sharp focus But the background is dull'.split())

    def test_aspects(self):
        names = ['composition', 'light_and_colour', 'depth_and_focus', 'subject', 'use_of_camera', 'general']
        critique = self.assess(sample('coffee'), '--critique', CRITIQUE)['critique']
        spoken = {aspect for sentence in critique['sentences'] for aspect in sentence['aspects']}
        self.assertTrue(spoken)
        self.assertEqual(critique['aspects']['speaks_of'], [name for name in names if name in spoken])
        self.assertEqual(critique['aspects']['leaves_out'], [name for name in names if name not in spoken])
        text = self.ok('assess', sample('coffee'), '--critique', CRITIQUE).out
        for name in names:
            self.assertIn(name.replace('_', ' '), text)
        self.assertIn('speaks of', text)
        self.assertNotIn('critique', self.assess(sample('coffee')))
        self.assertNotIn('speaks of', self.ok('assess', sample('coffee')).out)

    def test_both(self):
        both = self.assess(sample('coffee'), '--critique', CRITIQUE)
        alone = self.assess(sample('coffee'))
        self.assertEqual(both['mode'], 'both')
        self.assertEqual(both['photo_alone']['score'], alone['score'])
        self.assertNotEqual(both['score'], alone['score'])
        self.assertTrue(both['critique']['counted'])

    def test_same_every_time(self):
        first = self.ok('assess', sample('storm'), '--critique', CRITIQUE, '--format', 'json', '--threads', '1')
        for threads in ('1', '2', '3', '7'):
            again = self.ok('assess', sample('storm'), '--critique', CRITIQUE, '--format', 'json', '--threads', threads)
            self.assertEqual(first.out, again.out)

    def test_several_critiques(self):
        texts = ['Lovely light.', 'The crop is tight and the sky is dull.', 'nice']
        def score(order):
            return self.assess(sample('coffee'), *(x for i in order for x in ('--critique', texts[i])))['score']
        expected = score((0, 1, 2))
        for order in ((2, 1, 0), (1, 0, 2), (1, 2, 0)):
            self.assertAlmostEqual(score(order), expected, delta=1e-4)
        self.assertEqual(self.assess('--critique', texts[0], '--critique', texts[1])['critique']['texts'], 2)

    def test_critique_files(self):
        self.write('one.txt', CRITIQUE)
        self.write('two.txt', b'\xef\xbb\xbf' + CRITIQUE.encode() + b'\r\n')
        expected = self.assess('--critique', CRITIQUE)['score']
        self.assertEqual(self.assess('--critique-file', 'one.txt')['score'], expected)
        self.assertEqual(self.assess('--critique-file', 'two.txt')['score'], expected)
        self.assertEqual(self.assess('--critique-file', '-', stdin=CRITIQUE.encode())['score'], expected)
        result = self.run_cli('assess', '--critique-file', 'three.txt')
        self.assertEqual(result.status, 1)
        self.assertIn('three.txt', result.err)

    def test_several_photos(self):
        self.write('broken.jpg', b'no picture')
        names = [sample('coffee'), 'broken.jpg', sample('rocket')]
        result = self.run_cli('assess', *names, '--critique', CRITIQUE, '--format', 'json')
        self.assertEqual(result.status, 1)
        self.check_schema(result.json)
        items = result.json['assessments']
        self.assertEqual([item['photo'] for item in items], names)
        self.assertIn('broken.jpg', items[1]['error'])
        self.assertEqual(items[0]['score'], self.assess(names[0], '--critique', CRITIQUE)['score'])

        lines = self.run_cli('assess', *names, '--critique', CRITIQUE, '--format', 'ndjson').lines
        self.assertEqual(lines, items)

        text = self.run_cli('assess', *names)
        self.assertEqual(text.status, 1)
        self.assertIn('broken.jpg', text.err)
        self.assertIn(f'{names[2]}\n', text.out)

    def test_relative_path_and_option_like_name(self):
        self.write('-odd name.png', png(96, 64))
        self.assertEqual(self.assess('--', '-odd name.png')['photo'], '-odd name.png')
        self.assertEqual(self.assess('./-odd name.png')['mode'], 'photo')

    def test_any_working_directory_finds_a_model(self):
        result = self.run_cli('model', model=None)
        # The sources may have no model yet; then the sentence names where it should be.
        folder = os.path.join(os.environ['PHOTO_CRITIC_SOURCE'], 'model')
        self.assertIn(folder, result.out + result.err)

    def test_model_option(self):
        a = self.assess('--model', TINY, '--critique', CRITIQUE, model='/nowhere')
        self.assertEqual(a['model'], self.assess('--critique', CRITIQUE)['model'])


class Text(CliTestCase):
    def test_text(self):
        out = self.ok('assess', sample('coffee'), '--critique', CRITIQUE).out
        score = self.assess(sample('coffee'), '--critique', CRITIQUE)['score']
        self.assertIn(f'{score:.1f}  {"High" if score > 5 else "Low"}', out)
        self.assertIn('photograph alone', out)
        self.assertIn('Lovely light and sharp focus.', out)
        self.assertNotIn('\x1b', out)
        for line in out.splitlines():
            self.assertLessEqual(len(line), 100)
            self.assertEqual(line, line.rstrip())

    def test_escape_sequences_do_not_reach_the_terminal(self):
        self.write('\x1b[31mred\x07.png', png(96, 64))
        out = self.ok('assess', '\x1b[31mred\x07.png', '--critique', 'lovely \x1b]0;title\x07 light \u202e dark').raw
        self.assertNotIn(b'\x1b', out)
        self.assertNotIn(b'\x07', out)
        self.assertNotIn('\u202e'.encode(), out)

    def test_colour_only_on_a_terminal(self):
        def on_terminal(**env):
            ours, theirs = os.openpty()
            done = subprocess.Popen([PROGRAM, 'assess', '--critique', CRITIQUE], stdout=theirs, stdin=subprocess.DEVNULL,
                                    env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY, LC_ALL='C.UTF-8', **env))
            os.close(theirs)
            data = b''
            while True:
                try:
                    block = os.read(ours, 4096)
                except OSError:
                    break
                if not block:
                    break
                data += block
            os.close(ours)
            self.assertEqual(done.wait(), 0)
            return data
        environment = {'TERM': 'xterm-256color', 'NO_COLOR': ''}
        self.assertIn(b'\x1b[1m', on_terminal(**environment))
        self.assertNotIn(b'\x1b', on_terminal(**dict(environment, NO_COLOR='1')))
        self.assertNotIn(b'\x1b', on_terminal(**dict(environment, TERM='dumb')))

    def test_plain_ascii_locale(self):
        out = self.ok('assess', '--critique', 'caf\u00e9 light is lovely', env={'LC_ALL': 'C'}).raw
        out.decode('ascii')

    def test_json_has_points_in_every_locale(self):
        found = [name for name in ('de_DE.UTF-8', 'fr_FR.UTF-8', 'pt_BR.UTF-8', 'ru_RU.UTF-8') if locale_exists(name)]
        if not found:
            self.skipTest('no locale with a decimal comma is installed')
        expected = self.ok('assess', '--critique', CRITIQUE, '--format', 'json').out
        self.assertEqual(self.ok('assess', '--critique', CRITIQUE, '--format', 'json', env={'LC_ALL': found[0]}).out, expected)


def locale_exists(name):
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_ALL, 'C')
    return True


class Heatmap(CliTestCase):
    def test_picture(self):
        plain = self.assess(sample('coffee'), '--critique', CRITIQUE)
        a = self.assess(sample('coffee'), '--critique', CRITIQUE, '--heatmap', 'heat.png')
        self.assertEqual(a, plain)
        with open(self.path('heat.png'), 'rb') as file:
            width, height = png_size(file.read())
        self.assertGreaterEqual(width, 500)
        self.assertGreater(height, 300)
        self.assertEqual(os.listdir(self.folder).count('heat.png'), 1)
        self.assertEqual([n for n in os.listdir(self.folder) if n not in ('heat.png', 'cache')], [])

    def test_small_and_slim_photographs(self):
        for width, height in ((8, 8), (1000, 10), (10, 1000)):
            self.write('p.png', png(width, height))
            self.ok('assess', 'p.png', '--heatmap', 'heat.png')
            with open(self.path('heat.png'), 'rb') as file:
                png_size(file.read())

    def test_old_picture_stays_when_there_is_no_new_one(self):
        self.write('heat.png', b'old')
        self.write('broken.jpg', b'\xff\xd8\xff')
        self.assertEqual(self.run_cli('assess', 'broken.jpg', '--heatmap', 'heat.png').status, 1)
        with open(self.path('heat.png'), 'rb') as file:
            self.assertEqual(file.read(), b'old')

    def test_no_such_folder(self):
        result = self.run_cli('assess', sample('coffee'), '--heatmap', 'no/such/heat.png')
        self.assertEqual(result.status, 1)
        self.assertIn('heat.png', result.err)
        self.assertIn('coffee', result.out)


class Usage(CliTestCase):
    def test_usage_errors(self):
        photo = sample('coffee')
        for arguments in ([], ['frobnicate'], ['assess'], ['assess', '--frobnicate'], ['assess', photo, '--format', 'xml'],
                          ['assess', photo, '--threads', '0'], ['assess', photo, '--threads', '65'],
                          ['assess', photo, '--threads', '2x'], ['assess', photo, '--threads', ''],
                          ['assess', '--critique', 'x', '--heatmap', 'h.png'], ['assess', photo, photo, '--heatmap', 'h.png'],
                          ['assess', '--pairs', '-', photo], ['assess', '--pairs', '-', '--critique', 'x'],
                          ['assess', '--pairs', '-', '--format', 'text'], ['assess', '--pairs', '-', '--heatmap', 'h.png'],
                          ['assess', photo, '--critique'], ['model', 'x'], ['model', '--frobnicate']):
            with self.subTest(arguments):
                result = self.run_cli(*arguments)
                self.assertEqual(result.status, 2)
                self.assertEqual(result.out, '')
                self.assertIn('photo-critic-cli: ', result.err)

    def test_help(self):
        for arguments in (['--help'], ['help'], ['assess', '--help'], ['model', '--help']):
            self.assertIn('photo-critic-cli', self.ok(*arguments).out)
        self.assertRegex(self.ok('--version').out, r'^photo-critic-cli \d+\.\d+\.\d+\n$')

    def test_reader_goes_away(self):
        """`photo-critic-cli ... | head -0` ends quietly."""
        for arguments in (['assess', sample('coffee')], ['assess', '--pairs', '-'], ['--help']):
            read, write = os.pipe()
            os.close(read)
            done = subprocess.Popen([PROGRAM, *arguments], stdout=write, stderr=subprocess.PIPE, stdin=subprocess.PIPE,
                                    env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY))
            os.close(write)
            # Standard input stays open: the program must not wait for it.
            if '--pairs' in arguments:
                done.stdin.write(json.dumps({'id': 1, 'critique': 'nice'}).encode() + b'\n')
                done.stdin.flush()
            self.assertEqual(done.wait(), 1, arguments)
            self.assertEqual(done.stderr.read(), b'')
            done.stdin.close()
            done.stderr.close()

    def test_full_disk(self):
        if not os.path.exists('/dev/full'):
            self.skipTest('no /dev/full')
        with open('/dev/full', 'wb') as full:
            done = subprocess.run([PROGRAM, 'assess', sample('coffee')], stdout=full, stderr=subprocess.PIPE, check=False,
                                  env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY, LC_ALL='C.UTF-8'))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b'could not be written', done.stderr)


if __name__ == '__main__':
    assert os.path.isdir(SAMPLES)
    unittest.TestCase.longMessage = True
    main()
