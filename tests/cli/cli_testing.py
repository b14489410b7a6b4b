# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the command line share. Standard library only.

The environment names the program (PHOTO_CRITIC_CLI), the sources (PHOTO_CRITIC_SOURCE) and the
tiny model (PHOTO_CRITIC_TINY_MODEL); tests/meson.build and tests/cli/meson.build set it."""
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

sys.dont_write_bytecode = True
import schema  # noqa: E402

PROGRAM = os.environ['PHOTO_CRITIC_CLI']
SOURCE = os.environ['PHOTO_CRITIC_SOURCE']
TINY = os.environ.get('PHOTO_CRITIC_TINY_MODEL')
SAMPLES = os.path.join(SOURCE, 'data', 'samples')
with open(os.path.join(SOURCE, 'data', 'assessment.schema.json'), encoding='utf-8') as file:
    SCHEMA = json.load(file)


def sample(name):
    return os.path.join(SAMPLES, name + '.jpg')


def png(width, height, pixel=lambda x, y: (x * 3 % 256, y * 5 % 256, 128)):
    """The bytes of an RGB PNG."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + b''.join(bytes(pixel(x, y)) for x in range(width)) for y in range(height))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def png_size(data):
    """Width and height of a PNG whose every chunk is whole."""
    assert data[:8] == b'\x89PNG\r\n\x1a\n', 'not a PNG'
    at, kinds = 8, []
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        body, crc = data[at + 8:at + 8 + length], data[at + 8 + length:at + 12 + length]
        assert zlib.crc32(kind + body) == struct.unpack('>I', crc)[0], 'damaged chunk'
        kinds.append(kind)
        at += 12 + length
    assert kinds[0] == b'IHDR' and kinds[-1] == b'IEND'
    return struct.unpack('>II', data[16:24])


class Result:
    def __init__(self, done):
        self.status = done.returncode
        self.raw = done.stdout
        self.out = done.stdout.decode('utf-8')
        self.err = done.stderr.decode('utf-8', 'replace')

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


class CliTestCase(unittest.TestCase):
    """A test in an empty working directory."""
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='photo-critic-cli-')
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        with open(self.path(name), 'wb') as out:
            out.write(data if isinstance(data, bytes) else data.encode('utf-8'))
        return self.path(name)

    def run_cli(self, *arguments, stdin=b'', model=TINY, env=None):
        """Runs the program; whatever it is given, it must end by itself and not by a signal."""
        environment = {**os.environ, 'LC_ALL': 'C.UTF-8', 'XDG_CACHE_HOME': self.path('cache'), **(env or {})}
        environment.pop('PHOTO_CRITIC_MODEL', None)
        if model is not None:
            environment['PHOTO_CRITIC_MODEL'] = model
        result = Result(subprocess.run([PROGRAM, *arguments], input=stdin, cwd=self.folder, env=environment,
                                       capture_output=True, check=False))
        self.assertIn(result.status, (0, 1, 2), result.err)
        self.assertNotIn('CRITICAL', result.err)
        self.assertNotIn('WARNING', result.err)
        return result

    def ok(self, *arguments, **options):
        result = self.run_cli(*arguments, **options)
        self.assertEqual(result.status, 0, result.err)
        self.assertEqual(result.err, '')
        return result

    def assess(self, *arguments, **options):
        """The one assessment that `assess --format json` gives."""
        document = self.ok('assess', '--format', 'json', *arguments, **options).json
        self.check_schema(document)
        self.assertEqual(len(document['assessments']), 1)
        return document['assessments'][0]

    def pairs(self, lines, status=0, **options):
        data = lines if isinstance(lines, bytes) else ''.join(json.dumps(line) + '\n' for line in lines).encode()
        result = self.run_cli('assess', '--pairs', '-', stdin=data, **options)
        self.assertEqual(result.status, status, result.out + result.err)
        for line in result.lines:
            self.check_schema(line, 'line')
        return result.lines

    def check_schema(self, value, part='document'):
        self.assertEqual(schema.errors(SCHEMA, SCHEMA['$defs'][part], value), [])

    def assert_sentence(self, text):
        """One clear sentence or two."""
        self.assertRegex(text, r'^[A-Z“].*[.?]$')
        self.assertNotIn('\n', text)


def main():
    unittest.main(verbosity=1)
