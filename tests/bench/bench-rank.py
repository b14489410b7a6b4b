#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of rank, as ratios in one run: a pass beside decoding alone at the same size, beside a PyTorch
pipeline with the same backbone, the second pass, and peak memory over few and many photographs. Prints;
asserts nothing. tests/bench/make-photographs.py makes the folder.

usage: bench-rank.py BUILD FOLDER [ROUNDS]     with a Python that has torch for the second ratio"""
import glob
import os
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LONG_SIDE = 320
sys.path.insert(0, os.path.join(SOURCE, 'model'))
sys.path.insert(0, os.path.join(SOURCE, 'tests', 'cli'))


def timed(command, **options):
    begin = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, **options)
    return time.monotonic() - begin


def torch_pipeline():
    """A function of a file: Pillow at full size, resize, EfficientNet-Lite0 of the same weights on one thread."""
    import torch
    from reference import Backbone, pixels
    torch.set_num_threads(1)
    backbone = Backbone(os.path.join(SOURCE, 'model'))
    return lambda path: backbone.run(pixels(path, LONG_SIDE))


def peak(command):
    """The largest resident set of command, in MB."""
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, '/dev/null', os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return usage.ru_maxrss / 1024


def memory(cli, few, many):
    from PIL import Image
    with tempfile.TemporaryDirectory() as folder:
        for i in range(many):
            name = os.path.join(folder, 'few' if i < few else 'many', f'{i:05}.jpg')
            os.makedirs(os.path.dirname(name), exist_ok=True)
            Image.new('RGB', (32 + i % 7, 24 + i % 5), (i % 256, i // 256, 90)).save(name)
        command = [cli, 'rank', '--no-library', '--format', 'csv']
        small = peak([*command, os.path.join(folder, 'few')])
        large = peak([*command, folder])
    print(f'peak memory: {small:.1f} MB over {few}, {large:.1f} MB over {many}: {large / small:.3f}')


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    build, folder = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) == 4 else 3
    cli = os.path.join(build, 'src', 'cli', 'photo-critic-cli')
    decode = os.path.join(build, 'tests', 'bench', 'bench-decode')
    files = sorted(glob.glob(os.path.join(folder, '*.jpg')))
    print(f'{len(files)} photographs, {sum(map(os.path.getsize, files)) / len(files) / 1e6:.1f} MB each; long side {LONG_SIDE}')

    for jobs in sorted({1, os.cpu_count() or 1}):
        pairs = []
        for _ in range(rounds):
            alone = timed([decode, str(jobs), str(LONG_SIDE), *files])
            whole = timed([cli, 'rank', '--no-library', '--format', 'csv', '--jobs', str(jobs), folder])
            pairs.append((whole / alone, whole, alone))
        ratio, whole, alone = sorted(pairs)[len(pairs) // 2]
        print(f'{jobs} jobs: pass {whole / len(files) * 1e3:.1f} ms a photograph, decoding alone {alone / len(files) * 1e3:.1f} ms: {ratio:.2f}')

    try:
        pipeline = torch_pipeline()
    except ImportError as missing:
        print(f'no PyTorch pipeline here ({missing})')
    else:
        some = files[:min(len(files), 12)]
        pipeline(some[0])
        begin = time.monotonic()
        for path in some:
            pipeline(path)
        theirs = (time.monotonic() - begin) / len(some)
        begin = timed([cli, 'rank', '--no-library', '--format', 'csv', '--jobs', '1', *some]) / len(some)
        print(f'PyTorch, one thread: {theirs * 1e3:.1f} ms a photograph, pass with one job: {begin * 1e3:.1f} ms: {theirs / begin:.1f} times')

    with tempfile.TemporaryDirectory() as data:
        library = os.path.join(data, 'library.sqlite')
        first = timed([cli, 'rank', '--library', library, '--format', 'csv', folder])
        second = statistics.median(timed([cli, 'rank', '--library', library, '--format', 'csv', folder]) for _ in range(3))
        print(f'with a library: first pass {first:.2f} s, second {second:.2f} s')

    memory(cli, 1000, 10000)


if __name__ == '__main__':
    main()
