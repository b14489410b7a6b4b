# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli rank over 10,000 tiny photographs: killed at 50 random moments with the same table in the
end; the same table from 1 and 4 shards; flat memory. Prints what it took and asserts no time."""
import os
import random
import sqlite3
import subprocess
import sys
import time

from cli_testing import PROGRAM, TINY, main
from ranking import RankTestCase, picture

N = int(os.environ.get('PHOTO_CRITIC_MANY', '10000'))
KILLS = 50


class Many(RankTestCase):
    def make(self):
        for i in range(N):
            folder = f'p/{i // 500:03}'
            if i % 500 == 0:
                os.makedirs(self.path(folder))
            self.write(f'{folder}/{i:05}.png', picture(i))
        self.write('p/000/broken.jpg', b'broken')

    @staticmethod
    def environment():
        return dict(os.environ, PHOTO_CRITIC_MODEL=TINY, LC_ALL='C.UTF-8')

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, 'rank', 'p', *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                cwd=self.folder, env=self.environment())

    def known(self):
        """Files the library holds a judgement of."""
        with sqlite3.connect(self.library) as database:
            self.assertEqual(database.execute('PRAGMA integrity_check').fetchone(), ('ok',))
            n, = database.execute('SELECT count (*) FROM file WHERE state = 1').fetchone()
        database.close()
        return n

    def test_all(self):
        self.make()
        begin = time.monotonic()
        whole = self.rank('p', '--no-library', '--sort', 'score', '--format', 'csv', status=1).raw
        print(f'{N} photographs in {time.monotonic() - begin:.1f} s without a library', file=sys.stderr)
        self.assertEqual(len(whole.splitlines()), N + 2)

        # Killed after a random number of rows, evenly over the whole of the pass.
        rng, known = random.Random(7), []
        for i in range(KILLS):
            with self.start('--library', self.library, '--format', 'ndjson') as process:
                for _ in range(rng.randrange(1, 2 + N * (i + 1) // KILLS)):
                    if not process.stdout.readline():
                        break
                process.kill()
            if os.path.exists(self.library):
                known.append(self.known())
        self.assertEqual(known, sorted(known), 'something that was known was lost')
        final = self.run_cli('rank', 'p', '--library', self.library, '--sort', 'score', '--format', 'csv', '--timings')
        print(f'{KILLS} times killed, then: {final.err.strip()}', file=sys.stderr)
        self.assertEqual(self.run_cli('rank', 'p', '--library', self.library, '--sort', 'score', '--format', 'csv').raw, whole)

        begin = time.monotonic()
        again = self.run_cli('rank', 'p', '--library', self.library, '--format', 'csv', '--timings')
        print(f'second pass: {time.monotonic() - begin:.1f} s; {again.err.strip()}', file=sys.stderr)
        self.assertIn(f' {N} known already, 1 failed', again.err)

        # All at once, as on four machines.
        shards = []
        for i in range(1, 5):
            with open(self.path(f'shard-{i}.csv'), 'wb') as out:
                shards.append(subprocess.Popen([PROGRAM, 'rank', 'p', '--no-library', '--format', 'csv', '--jobs', '1',
                                                '--shard', f'{i}/4'], stdout=out, cwd=self.folder, env=self.environment()))
        for shard in shards:
            self.assertIn(shard.wait(), (0, 1))
        merged = self.rank('--merge', *(f'shard-{i}.csv' for i in range(1, 5)), '--format', 'csv', status=1).raw
        self.assertEqual(merged, whole)


if __name__ == '__main__':
    main()
