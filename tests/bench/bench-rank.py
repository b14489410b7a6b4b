#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of rank in one run: a pass over photographs as cameras write them beside decoding alone at the same
reduced size, and beside a PyTorch pipeline with the same backbone; with a library, and again; peak memory over
1,000 and 10,000 photographs, without a library and with one, with the shipped model. Prints wall and processor
time; asserts nothing. tests/bench/make-photographs.py makes FOLDER; 500 of its photographs take some ten minutes on
two idle cores.

The pipeline is Pillow and the functional PyTorch of model/reference.py: decode, resize, EfficientNet-Lite0 of the
same weights; no photometry, no heads, no hash, no EXIF, no output. It decodes at full size, and, in the second line,
as Pillow's draft mode does, at 1/4, as ours. On all cores: a process each, with one thread, as DataLoader does it.
Starting Python and loading the model is left out of theirs and stands in ours.

usage: bench-rank.py BUILD FOLDER [PART...]     with a Python that has torch, tokenizers and Pillow for PyTorch
PART is one of decoding, torch, library, memory; without any, all."""
import glob
import importlib.util
import multiprocessing
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LONG_SIDE = 320
FEW, MANY = 1000, 10000
sys.path.insert(0, os.path.join(SOURCE, 'model'))


class Run:
    """A command: seconds on the clock and of the processors, the largest resident set in MB. Linux counts
    what we hold ourselves while we start it as the command's: torch is for the processes of the pipeline alone."""

    def __init__(self, *command):
        begin = time.monotonic()
        null = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
        pid = os.posix_spawnp(command[0], command, os.environ, file_actions=[null])
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _, status, usage = os.wait4(pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f'{command[0]} failed')
        self.wall = time.monotonic() - begin
        self.processor = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss / 1024
        if self.peak <= own:
            sys.exit(f'{own:.0f} MB are our own: nothing is known of the memory of {command[0]}')


def milliseconds(run, n):
    return f'{run.wall / n * 1e3:.1f} ms a photograph ({run.processor / n * 1e3:.1f} ms of processor)'


class Pipeline:
    """What a worker process of the PyTorch pipeline keeps."""
    made = None

    def __init__(self):
        import torch
        from reference import Backbone
        torch.set_num_threads(1)
        self.backbone = Backbone(os.path.join(SOURCE, 'model'))

    def run(self, path, draft):
        from PIL import Image
        import numpy
        image = Image.open(path)
        if draft:
            image.draft('RGB', (image.width // 4, image.height // 4))
        image = image.convert('RGB')
        scale = LONG_SIDE / max(image.size)
        size = [max(64, round(n * scale / 32) * 32) for n in image.size]
        self.backbone.run(numpy.asarray(image.resize(size, Image.Resampling.BICUBIC)))


def work(arguments):
    if Pipeline.made is None:
        Pipeline.made = Pipeline()
    begin = time.process_time()
    Pipeline.made.run(*arguments)
    return time.process_time() - begin


def torch_version():
    import torch
    return torch.__version__


class Theirs:
    def __init__(self, pool, files, draft):
        begin = time.monotonic()
        self.processor = sum(pool.imap_unordered(work, [(path, draft) for path in files]))
        self.wall = time.monotonic() - begin


def compare_torch(cli, files, jobs):
    """The same photographs, the two in turn, so that both meet the machine as it is."""
    missing = [name for name in ('PIL', 'tokenizers', 'torch') if importlib.util.find_spec(name) is None]
    if missing:
        print(f'no PyTorch pipeline here: {", ".join(missing)} missing')
        return
    some = files[:12 * jobs]
    with multiprocessing.get_context('spawn').Pool(jobs) as pool:
        pool.map(work, [(files[0], True)] * jobs * 4, chunksize=1)        # every process has its model
        version = pool.apply(torch_version)
        for draft in (False, True):
            theirs = Theirs(pool, some, draft)
            ours = Run(cli, 'rank', '--no-library', '--format', 'csv', '--jobs', str(jobs), *some)
            print(f'PyTorch {version}, {"draft mode, 1/4" if draft else "decoded in full"}, {jobs} processes: '
                  f'{milliseconds(theirs, len(some))}; pass, {jobs} jobs: {milliseconds(ours, len(some))}: '
                  f'{theirs.wall / ours.wall:.2f} times, {theirs.processor / ours.processor:.2f} of processor')


def compare_decoding(cli, decode, files, jobs, rounds):
    pairs = []
    for _ in range(rounds):
        alone = Run(decode, str(jobs), str(LONG_SIDE), *files)
        whole = Run(cli, 'rank', '--no-library', '--format', 'csv', '--jobs', str(jobs), *files)
        pairs.append((whole.processor / alone.processor, whole, alone))
    ratio, whole, alone = sorted(pairs, key=lambda pair: pair[0])[len(pairs) // 2]
    print(f'{len(files)} photographs, {jobs} jobs, {rounds} rounds: pass {milliseconds(whole, len(files))}, '
          f'decoding alone {milliseconds(alone, len(files))}: {whole.wall / alone.wall:.2f}, {ratio:.2f} of processor; '
          f'peak {whole.peak:.0f} MB')


def with_library(cli, folder, n):
    with tempfile.TemporaryDirectory() as data:
        command = [cli, 'rank', '--library', os.path.join(data, 'library.sqlite'), '--format', 'csv', folder]
        first = Run(*command)
        again = [Run(*command).wall for _ in range(3)]
        print(f'with a library: first pass {first.wall:.2f} s, {milliseconds(first, n)}, peak {first.peak:.0f} MB; '
              f'second {statistics.median(again):.2f} s')


def memory(cli):
    """Slim photographs, so that ten thousand take a minute or two."""
    try:
        from PIL import Image
    except ImportError as missing:
        print(f'no figures of memory here ({missing})')
        return
    with tempfile.TemporaryDirectory() as folder:
        for i in range(MANY):
            name = os.path.join(folder, 'p', f'{i // FEW:03}', f'{i:05}.jpg')
            os.makedirs(os.path.dirname(name), exist_ok=True)
            Image.new('RGB', (192 + i % 7, 16 + i % 5), (i % 256, i // 256, 90)).save(name)
        library = os.path.join(folder, 'library.sqlite')
        for name, where in (('without a library', ['--no-library']), ('with a library', ['--library', library])):
            small = Run(cli, 'rank', *where, '--format', 'csv', os.path.join(folder, 'p', '000'))
            if os.path.exists(library):
                os.remove(library)
            large = Run(cli, 'rank', *where, '--format', 'csv', os.path.join(folder, 'p'))
            print(f'peak memory {name}: {small.peak:.1f} MB over {FEW}, {large.peak:.1f} MB over {MANY}: {large.peak / small.peak:.3f}')
            if name == 'with a library':
                again = Run(cli, 'rank', *where, '--format', 'csv', os.path.join(folder, 'p'))
                print(f'second pass over {MANY} unchanged photographs: {again.wall:.2f} s, peak {again.peak:.1f} MB')


def main():
    parts = sys.argv[3:] or ['decoding', 'torch', 'library', 'memory']
    if len(sys.argv) < 3 or not set(parts) <= {'decoding', 'torch', 'library', 'memory'}:
        sys.exit(__doc__)
    build, folder = sys.argv[1:3]
    cli = shutil.which(os.path.join(build, 'src', 'cli', 'photo-critic-cli'))
    decode = os.path.join(build, 'tests', 'bench', 'bench-decode')
    files = sorted(glob.glob(os.path.join(folder, '*.jpg')))
    jobs = os.cpu_count() or 1
    print(f'{len(files)} photographs, {sum(map(os.path.getsize, files)) / len(files) / 1e6:.1f} MB each; long side {LONG_SIDE}; '
          f'{jobs} processors, load {os.getloadavg()[0]:.1f}', flush=True)
    if 'decoding' in parts:
        compare_decoding(cli, decode, files[:32], 1, 3)
        compare_decoding(cli, decode, files, jobs, 1)
    if 'torch' in parts:
        compare_torch(cli, files, 1)
        if jobs > 1:
            compare_torch(cli, files, jobs)
    if 'library' in parts:
        with_library(cli, folder, len(files))
    if 'memory' in parts:
        memory(cli)


if __name__ == '__main__':
    main()
