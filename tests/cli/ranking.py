# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of rank and export share."""
import csv
import io
import json
import os
import random
import sys

sys.dont_write_bytecode = True
import schema  # noqa: E402
from cli_testing import SOURCE, CliTestCase, png  # noqa: E402

try:
    import jsonschema
except ImportError:
    jsonschema = None

with open(os.path.join(SOURCE, 'data', 'ranking.schema.json'), encoding='utf-8') as file:
    RANKING = json.load(file)


def picture(seed, width=48, height=8):
    """A small PNG of blocks that no other seed gives; slim, so that judging it is a quarter of the work."""
    rng = random.Random(seed)
    colours = [[(rng.randrange(256), rng.randrange(256), rng.randrange(256)) for _ in range(6)] for _ in range(4)]
    return png(width, height, lambda x, y: colours[y * 4 // height][x * 6 // width])


class RankTestCase(CliTestCase):
    def setUp(self):
        super().setUp()
        self.library = self.path('library.sqlite')

    def pictures(self, folder, n, first=0):
        os.makedirs(self.path(folder), exist_ok=True)
        for i in range(first, first + n):
            self.write(os.path.join(folder, f'{i:04}.png'), picture(i))

    def rank(self, *arguments, status=0, **options):
        """What it printed; standard error must be empty where all went well."""
        result = self.run_cli('rank', *arguments, **options)
        self.assertEqual(result.status, status, result.out + result.err)
        if status == 0:
            self.assertEqual(result.err, '')
        return result

    def ndjson(self, *arguments, library=False, **options):
        where = ['--library', self.library] if library else ['--no-library']
        lines = self.rank(*arguments, '--format', 'ndjson', *where, **options).lines
        for line in lines:
            self.check_ranking(line, 'line')
        return lines

    def check_ranking(self, value, part='document'):
        self.assertEqual(schema.errors(RANKING, RANKING['$defs'][part], value), [])
        if jsonschema is not None:
            validator = jsonschema.Draft202012Validator({**RANKING, '$ref': f'#/$defs/{part}'})
            self.assertEqual([error.message for error in validator.iter_errors(value)], [])

    def table(self, text):
        """Comma-separated values as Python reads them, strictly."""
        return list(csv.DictReader(io.StringIO(text, newline=''), strict=True))
