# SPDX-License-Identifier: GPL-3.0-or-later
"""data/recipes/rank-spark.py in Spark's local mode: a worker is killed, its task runs again, and the Parquet
holds what one run prints. Makes a virtual environment in the build folder; skips where it cannot."""
import json
import os
import shutil
import subprocess
import sys
import unittest

from cli_testing import PROGRAM, SOURCE, TINY
from ranking import RankTestCase

RECIPE = os.path.join(SOURCE, 'data', 'recipes', 'rank-spark.py')
VENV = os.path.join(os.environ['PHOTO_CRITIC_BUILD'], 'tests', 'spark-venv')
# The first worker that is asked dies in the middle of its task.
KILLED_ONCE = """#!/bin/sh
if mkdir "{folder}/killed" 2>/dev/null; then
  "{program}" "$@" | head -n 2
  kill -9 $$
fi
exec "{program}" "$@"
"""
READ = """
import json, sys
import pyarrow.parquet as parquet
for row in parquet.read_table(sys.argv[1]).to_pylist():
    print(json.dumps({k: dict(v) if k == 'styles' and v is not None else v for k, v in row.items() if v is not None}))
"""


def prepare():
    """The virtual environment's Python, or None."""
    python = os.path.join(VENV, 'bin', 'python3')
    if shutil.which('java') is None:
        return None
    if not os.path.exists(os.path.join(VENV, 'ready')):
        for command in ([sys.executable, '-m', 'venv', VENV],
                        [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'wheel', 'setuptools'],
                        [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'pyspark', 'pandas', 'pyarrow']):
            if subprocess.run(command, check=False).returncode != 0:
                return None
        with open(os.path.join(VENV, 'ready'), 'w', encoding='utf-8'):
            pass
    return python


PYTHON = prepare()


class Recipe(RankTestCase):
    def test_recipe(self):
        self.pictures('p', 80)
        self.write('p/0011.png', b'broken')
        self.write('p/caf\u00e9.png', b'')
        names = sorted(os.listdir(self.path('p')))
        self.write('list', ''.join(self.path('p/' + name) + '\n' for name in names))
        worker = self.write('worker', KILLED_ONCE.format(folder=self.folder, program=PROGRAM))
        os.chmod(worker, 0o755)
        environment = {**os.environ, 'PHOTO_CRITIC_MODEL': TINY, 'PHOTO_CRITIC_CLI': worker, 'LC_ALL': 'C.UTF-8',
                       'PYSPARK_PYTHON': PYTHON, 'PYSPARK_DRIVER_PYTHON': PYTHON, 'SPARK_LOCAL_IP': '127.0.0.1',
                       'SPARK_LOCAL_DIRS': self.path('spark')}
        # local[N, F]: N threads, F failures of a task before the job fails
        done = subprocess.run([os.path.join(VENV, 'bin', 'spark-submit'), '--master', 'local[2, 4]', '--conf', 'spark.ui.enabled=false',
                               RECIPE, self.path('list'), self.path('out.parquet'), '6'],
                              cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr[-4000:])
        self.assertTrue(os.path.isdir(self.path('killed')), 'no worker was killed')
        self.assertIn('Lost task', done.stderr)
        read = subprocess.run([PYTHON, '-c', READ, self.path('out.parquet')], capture_output=True, check=True)
        rows = [json.loads(line) for line in read.stdout.splitlines()]
        self.assertEqual(len(rows), 81)
        expected = self.ndjson('--files-from', 'list', status=1)
        self.assertEqual(sorted(rows, key=lambda row: row['path']), sorted(expected, key=lambda row: row['path']))
        lost = [line for line in done.stderr.splitlines() if 'Lost task' in line]
        print(f'{len(rows)} rows in Parquet equal those of one run; {lost[0]}', file=sys.stderr)


if __name__ == '__main__':
    if PYTHON is None:
        print('Spark needs java and a package index')
        sys.exit(77)
    unittest.main(verbosity=1)
