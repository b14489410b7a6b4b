# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad models, photographs and critiques: a sensible result or one clear sentence."""
import json
import os
import shutil
import struct

from cli_testing import SOURCE, TINY, CliTestCase, main, png, sample


class BadModel(CliTestCase):
    def copy(self, without=()):
        folder = self.path('model')
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(TINY, folder, ignore=lambda *_: set(without) | {'meson.build'})
        return folder

    def refused(self, model, *only):
        for arguments in only or (['assess', sample('coffee')], ['assess', '--pairs', '-'], ['model'], ['model', '--verify']):
            result = self.run_cli(*arguments, model=model, stdin=b'{"id": 1, "critique": "nice"}\n')
            self.assertEqual(result.status, 1, arguments)
            self.assertEqual(result.out, '')
            message = result.err.removeprefix('photo-critic-cli: ').rstrip('\n')
            self.assert_sentence(message)
        return message

    def test_good(self):
        self.ok('model', '--verify', model=self.copy())

    def test_missing(self):
        self.assertIn('/nowhere', self.refused('/nowhere'))
        for name in ('backbone.safetensors', 'text.safetensors', 'mcn.safetensors', 'vocab.txt', 'model.json'):
            self.assertIn(name, self.refused(self.copy([name])))

    def test_truncated(self):
        for name in ('aspects.safetensors', 'backbone.safetensors', 'text.safetensors', 'mcn.safetensors', 'search.safetensors', 'vocab.txt', 'model.json'):
            for share in (0, 0.01, 0.5):
                folder = self.copy()
                path = os.path.join(folder, name)
                os.truncate(path, int(os.path.getsize(path) * share))
                self.refused(folder, ['assess', sample('coffee')], ['model'])

    def edit(self, **changes):
        folder = self.copy()
        path = os.path.join(folder, 'model.json')
        with open(path, encoding='utf-8') as file:
            document = json.load(file)
        document.update(changes)
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(document, file)
        return folder

    def test_foreign_and_newer(self):
        self.refused(self.edit(format='somebody-else'))
        self.refused(self.edit(version=1000))
        folder = self.copy()
        with open(os.path.join(folder, 'model.json'), 'wb') as file:
            file.write(b'[1, 2, 3]')
        self.refused(folder)
        folder = self.copy()
        for name in ('backbone', 'text'):
            shutil.copy(os.path.join(TINY, 'mcn.safetensors'), os.path.join(folder, name + '.safetensors'))
        self.refused(folder)

    def test_one_bit(self):
        folder = self.copy()
        with open(os.path.join(folder, 'mcn.safetensors'), 'r+b') as file:
            file.seek(-5, os.SEEK_END)
            byte = file.read(1)
            file.seek(-5, os.SEEK_END)
            file.write(bytes([byte[0] ^ 1]))
        self.assertIn('mcn.safetensors', self.refused(folder) + ' mcn.safetensors')
        self.assertEqual(self.run_cli('model', '--verify', model=folder).status, 1)


class BadPhoto(CliTestCase):
    def refused(self, name, *more):
        result = self.run_cli('assess', name, *more)
        self.assertEqual(result.status, 1)
        self.assertEqual(result.out, '')
        self.assertIn(os.path.basename(name) or name, result.err)
        self.assert_sentence(result.err.removeprefix('photo-critic-cli: ').rstrip('\n'))

    def test_files(self):
        with open(sample('coffee'), 'rb') as file:
            jpeg = file.read()
        self.write('zero.jpg', b'')
        self.write('text.jpg', b'This is a text.\n' * 10)
        self.write('head.jpg', jpeg[:100])
        self.write('program.png', b'\x7fELF' + b'\0' * 500)
        self.write('cut.png', png(320, 200)[:200])
        os.mkdir(self.path('folder.jpg'))
        for name in ('missing.jpg', 'zero.jpg', 'text.jpg', 'head.jpg', 'program.png', 'cut.png', 'folder.jpg'):
            with self.subTest(name):
                self.refused(name)

    def test_huge_header(self):
        with open(sample('coffee'), 'rb') as file:
            jpeg = bytearray(file.read())
        at = 2
        while jpeg[at + 1] not in (0xc0, 0xc1, 0xc2):
            at += 2 + struct.unpack('>H', jpeg[at + 2:at + 4])[0]
        jpeg[at + 5:at + 9] = struct.pack('>HH', 65535, 65535)
        self.write('huge.jpg', bytes(jpeg))
        self.refused('huge.jpg')
        header = bytearray(png(4, 4))
        header[16:24] = struct.pack('>II', 65535, 65535)
        self.write('huge.png', bytes(header))
        self.refused('huge.png')

    def test_tiny(self):
        self.write('one.png', png(1, 1))
        self.assertEqual(self.assess('one.png')['mode'], 'photo')


class BadCritique(CliTestCase):
    def test_nothing_in_it(self):
        alone = self.assess(sample('coffee'))
        for text in ('', '   ', '12345 !!! ...', '\U0001f600\U0001f44d\U0001f3fd'):
            with self.subTest(text):
                a = self.assess(sample('coffee'), '--critique', text)
                self.assertEqual(a, alone)
                result = self.run_cli('assess', '--critique', text)
                self.assertEqual(result.status, 1)
                self.assert_sentence(result.err.removeprefix('photo-critic-cli: ').rstrip('\n'))

    def test_not_utf8(self):
        self.write('latin1.txt', 'caf\u00e9 light is lovely'.encode('latin-1'))
        self.write('zero.txt', b'lovely\0light')
        self.write('bytes.txt', bytes(range(256)) + b' lovely light and the sky')
        for name in ('latin1.txt', 'zero.txt', 'bytes.txt'):
            a = self.assess(sample('coffee'), '--critique-file', name)
            self.assertIn(a['mode'], ('photo', 'both'))
        self.assertEqual(self.assess('--critique-file', 'zero.txt')['score'], self.assess('--critique', 'lovely light')['score'])

    def test_megabyte(self):
        text = ('The light is lovely and the sky is dull. ' * 26000)[:1 << 20]
        # Explaining 512 tokens is many fusions: once is enough here, as text.
        [a] = self.pairs([{'id': 1, 'critique': text}])
        self.assertEqual(a['critique']['counted_tokens'], 512)
        self.assertGreater(a['critique']['tokens'], 200000)
        self.write('one-word.txt', b'a' * (1 << 20))
        self.assess(sample('coffee'), '--critique-file', 'one-word.txt')
        out = self.ok('assess', '--critique-file', '-', stdin=text.encode()).out
        self.assertIn('The critique is long', out)

    def test_other_scripts(self):
        alone = self.assess(sample('coffee'))
        for text in ('\u8fd9\u5f20\u7167\u7247\u7684\u5149\u7ebf\u5f88\u7f8e\uff0c\u6784\u56fe\u4e5f\u597d\u3002',
                     '\u041f\u0440\u0435\u043a\u0440\u0430\u0441\u043d\u044b\u0439 \u0441\u0432\u0435\u0442'):
            a = self.assess(sample('coffee'), '--critique', text)
            self.assertEqual((a['mode'], a['score']), ('photo', alone['score']))
            self.assertFalse(a['critique']['counted'])
            self.assertEqual(a['critique']['language'], 'not-latin')
            self.assertIn('photograph alone', self.ok('assess', sample('coffee'), '--critique', text).out)
            self.assertEqual(self.run_cli('assess', '--critique', text).status, 1)


if __name__ == '__main__':
    assert SOURCE
    main()
