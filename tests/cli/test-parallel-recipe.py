# SPDX-License-Identifier: GPL-3.0-or-later
"""data/recipes/rank-parallel.sh on this machine: the table of one run, though a worker is killed."""
import os
import shutil
import subprocess
import sys
import unittest

from cli_testing import PROGRAM, SOURCE, TINY, main
from ranking import RankTestCase

RECIPE = os.path.join(SOURCE, 'data', 'recipes', 'rank-parallel.sh')
KILLED_ONCE = """#!/bin/sh
case "$*" in
  *--shard*)
    if mkdir "{folder}/killed" 2>/dev/null; then
      "{program}" "$@" | head -n 3 || true
      kill -9 $$
    fi;;
esac
exec "{program}" "$@"
"""


class Recipe(RankTestCase):
    def test_recipe(self):
        self.pictures('p', 60)
        self.write('p/0007.png', b'broken')
        worker = self.write('worker', KILLED_ONCE.format(folder=self.folder, program=PROGRAM))
        os.chmod(worker, 0o755)
        environment = dict(os.environ, PHOTO_CRITIC_MODEL=TINY, PHOTO_CRITIC_CLI=worker, HOME=self.folder)
        # Two jobs on this machine, without ssh: a bare one has neither a server nor keys.
        done = subprocess.run([RECIPE, '2/:', '8', 'table.csv', 'p'], cwd=self.folder, env=environment, capture_output=True,
                              check=False)
        self.assertEqual(done.returncode, 1, done.stderr.decode())
        self.assertTrue(os.path.isdir(self.path('killed')), 'no worker was killed')
        with open(self.path('table.csv'), 'rb') as file:
            self.assertEqual(file.read(), self.rank('p', '--no-library', '--sort', 'score', '--format', 'csv', status=1).raw)


if __name__ == '__main__':
    if shutil.which('parallel') is None:
        print('GNU parallel is not there')
        sys.exit(77)
    unittest.main(verbosity=1)
