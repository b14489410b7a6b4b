# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli assess --pairs: one answer a line, in order, whatever the line."""
import json
import os
import shutil
import subprocess

from cli_testing import PROGRAM, TINY, CliTestCase, main, png, sample


class Pairs(CliTestCase):
    def test_answers(self):
        shutil.copy(sample('coffee'), self.path('c.jpg'))
        lines = self.pairs([
            {'id': 'a', 'photo': 'c.jpg'},
            {'id': 2, 'photo': 'c.jpg', 'critique': 'Lovely light.'},
            {'id': None, 'photo': 'c.jpg', 'critique': ['Lovely light.', 'The sky is dull.']},
            {'id': [1, {'x': 'y'}], 'critique': 'Lovely light.'},
            {'id': 1.5, 'photo': None, 'critique': 'Lovely light.', 'note': 'a stranger is no harm'},
        ])
        self.assertEqual([line['id'] for line in lines], ['a', 2, None, [1, {'x': 'y'}], 1.5])
        self.assertEqual([line['mode'] for line in lines], ['photo', 'both', 'both', 'critique', 'critique'])
        for line in lines[1:3]:
            self.assertEqual(line['photo_alone']['score'], lines[0]['score'])
        self.assertEqual(lines[3]['score'], lines[4]['score'])
        self.assertEqual(lines[1]['score'], self.assess('c.jpg', '--critique', 'Lovely light.')['score'])
        self.assertIsNone(lines[3]['photo_alone'])
        for line in lines:
            self.assertEqual(line['high'], line['score'] > 5)

    def test_order_of_a_list_does_not_matter(self):
        texts = ['Lovely light.', 'The sky is dull and the crop is tight.', 'nice colors']
        lines = self.pairs([{'id': i, 'photo': sample('storm'), 'critique': [texts[j] for j in order]}
                            for i, order in enumerate([(0, 1, 2), (2, 1, 0), (1, 2, 0)])])
        for line in lines:
            self.assertAlmostEqual(line['score'], lines[0]['score'], delta=1e-4)

    def test_bad_lines(self):
        self.write('text.jpg', b'I am no picture.\n')
        good = json.dumps({'id': 'good', 'critique': 'nice light'}).encode()
        lines = self.pairs(b'\n'.join([
            good, b'nonsense', b'', b'   \t ', b'[1, 2]', b'42', b'"text"', b'null', b'{"id": 1', b'{"id": 1} {"id": 2}',
            b"{'id': 1}", b'{"critique": "nice"}', b'{"id": 1, "critique": 5}', b'{"id": 1, "critique": ["a", 5]}',
            b'{"id": 1, "critique": {"a": "b"}}', b'{"id": 1, "photo": 7}', b'{"id": 1, "photo": ""}', b'{"id": 1, "photo": ["x"]}',
            b'{"id": 1, "photo": "nowhere.jpg"}', b'{"id": 1, "photo": "text.jpg"}', b'{"id": 1}', b'{"id": 1, "critique": ""}',
            b'{"id": 1, "critique": []}', b'{"id": "\xff\xfe", "critique": "nice"}', b'{"id": ' + b'[' * 5000 + b']' * 5000 + b'}',
            b'{"id": 1}\0', good + b'\r', good]), status=1)
        self.assertEqual([line['line'] for line in lines if 'line' in line], [2, 5, 6, 7, 8, 9, 10, 11, 12, 24, 25, 26])
        self.assertEqual(len(lines), 26)
        self.assertEqual([i for i, line in enumerate(lines) if 'score' in line], [0, 24, 25])
        self.assertEqual(lines[0], lines[24])
        for line in lines:
            self.assertNotEqual('score' in line, 'error' in line)
            if 'error' in line:
                self.assert_sentence(line['error'])
                self.assertEqual(set(line) - {'id', 'line'}, {'error'})

    def test_nothing(self):
        self.assertEqual(self.pairs(b''), [])
        self.assertEqual(self.pairs(b'\n\n\r\n'), [])

    def test_no_end_of_line_and_byte_order_mark(self):
        self.assertEqual(len(self.pairs(b'\xef\xbb\xbf{"id": 1, "critique": "nice"}')), 1)

    def test_longest_line(self):
        huge = b'{"id": 1, "critique": "' + b'nice light. ' * 1000000 + b'"}\n'
        large = b'{"id": 2, "critique": "' + b'nice light. ' * 80000 + b'"}\n'
        lines = self.pairs(huge + large + b'{"id": 3, "critique": "nice light."}\n', status=1)
        self.assertEqual(lines[0]['line'], 1)
        self.assert_sentence(lines[0]['error'])
        self.assertEqual(lines[1]['critique']['counted_tokens'], 512)
        self.assertEqual(lines[2]['id'], 3)

    def test_file(self):
        self.write('in.ndjson', '{"id": 1, "critique": "nice"}\r\n{"id": 2, "critique": "dull"}\r\n')
        result = self.ok('assess', '--pairs', 'in.ndjson')
        self.assertEqual([line['id'] for line in result.lines], [1, 2])
        self.assertEqual(self.ok('assess', '--pairs', 'in.ndjson', '--format', 'ndjson').out, result.out)
        for missing in ('none.ndjson', '.'):
            result = self.run_cli('assess', '--pairs', missing)
            self.assertEqual(result.status, 1)
            self.assertNotEqual(result.out + result.err, '')

    def test_a_photograph_that_changes_between_lines(self):
        """The same path twice is decoded once, unless its file is another one by then."""
        self.write('p.png', png(96, 64))
        with self.talk() as talk:
            first = talk({'id': 1, 'photo': 'p.png'})
            again = talk({'id': 2, 'photo': 'p.png'})
            os.remove(self.path('p.png'))
            self.write('p.png', png(96, 64, lambda x, y: (255 - x, 9, y)))
            other = talk({'id': 3, 'photo': 'p.png'})
            os.remove(self.path('p.png'))
            gone = talk({'id': 4, 'photo': 'p.png'})
        self.assertEqual(first['score'], again['score'])
        self.assertNotEqual(first['score'], other['score'])
        self.assertIn('error', gone)

    def talk(self):
        """A conversation: each line is answered before the next one is sent."""
        case = self

        class Talk:
            def __enter__(self):
                self.process = subprocess.Popen([PROGRAM, 'assess', '--pairs', '-'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                                cwd=case.folder, env=dict(os.environ, PHOTO_CRITIC_MODEL=TINY))
                return self

            def __call__(self, line):
                self.process.stdin.write(json.dumps(line).encode() + b'\n')
                self.process.stdin.flush()
                return json.loads(self.process.stdout.readline())

            def __exit__(self, *ignored):
                self.process.stdin.close()
                case.assertEqual(self.process.stdout.read(), b'')
                self.process.stdout.close()
                case.assertIn(self.process.wait(), (0, 1))

        return Talk()


if __name__ == '__main__':
    main()
