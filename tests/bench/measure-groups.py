#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the thresholds of src/folder/critic-groups.c find and confuse, with the shipped model: the cosine of two
photographs' features, as a pass writes them into a library, for copies (saved again, smaller, retouched a little),
for frames of a burst (moved, turned, exposed otherwise), for the near duplicates that DATA names, and for
photographs that are different. Needs Pillow and NumPy. Prints tables; asserts nothing.

usage: measure-groups.py CLI DATA [-n N]
DATA holds splits.json, oasis-beauty, photos-unlabelled, streetpsych and avt-imagedb-rules; N photographs of each of
the first three are taken from train, on which a threshold is chosen, and from val (default 60)."""
import argparse
import collections
import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

import numpy
from PIL import Image, ImageEnhance

SETS = ('oasis-beauty', 'photos-unlabelled', 'streetpsych')
NAMED = (('streetpsych', 'ratings.csv'), ('avt-imagedb-rules', 'labels.csv'))
NEIGHBOURS = 12         # LOOK_BACK: what a photograph is compared with where bursts are looked for
TABLES, BITS = 6, 16    # N_TABLES, BITS_OF_TABLE: where copies are looked for
LEVELS = (0.70, 0.75, 0.80, 0.825, 0.85, 0.875, 0.90, 0.925, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99)


def saved(quality):
    def change(image):
        out = io.BytesIO()
        image.save(out, 'JPEG', quality=quality)
        return Image.open(out)
    return change


def smaller(share):
    return lambda image: image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.LANCZOS)


def moved(left, top, share):
    """A frame of that share of each side; left and top of the rest, 0 to 1."""
    def change(image):
        width, height = image.width * share, image.height * share
        x, y = (image.width - width) * left, (image.height - height) * top
        return image.crop((round(x), round(y), round(x + width), round(y + height)))
    return change


def turned(degrees):
    def change(image):
        return moved(0.5, 0.5, 0.9)(image.rotate(degrees, Image.Resampling.BICUBIC))
    return change


def brighter(factor):
    return lambda image: ImageEnhance.Brightness(image).enhance(factor)


COPIES = {'saved again, quality 60': saved(60), 'half the size': smaller(0.5), '3/4, quality 75': lambda i: saved(75)(smaller(0.75)(i)),
          'a little brighter': brighter(1.06)}
FRAMES = {'moved by 4 % and 3 %': (moved(0, 0, 0.96), moved(1, 0.7, 0.96)), 'moved by 10 %': (moved(0, 0.5, 0.9), moved(1, 0.5, 0.9)),
          'closer by 10 %': (None, moved(0.5, 0.5, 0.9)), 'turned by 2 degrees': (moved(0.5, 0.5, 0.9), turned(2)),
          '1/3 stop more': (None, brighter(1.26)), '2/3 stop less': (None, brighter(0.63))}


def features_of(cli, folder):
    """File name to its features, of length one."""
    library = os.path.join(folder, 'library.sqlite')
    subprocess.run([cli, 'rank', '--library', library, '--format', 'csv', os.path.join(folder, 'p')],
                   stdout=subprocess.DEVNULL, check=True)
    with sqlite3.connect(library) as database:
        rows = database.execute('SELECT file.name, image.features FROM file JOIN image ON image.id = file.image_id').fetchall()
    database.close()
    found = {name.decode(): numpy.frombuffer(blob, numpy.int8)[:256].astype(numpy.float64) for name, blob in rows}
    return {name: (values / numpy.linalg.norm(values), values > 0) for name, values in found.items()}


class Part:
    """The photographs of train or of val, and the pairs of them."""

    def __init__(self, name, data, splits, n, folder):
        self.name, self.folder, self.number = name, folder, 0
        self.pairs = collections.defaultdict(list)
        self.sets = []
        for which in SETS:
            originals = []
            for file in splits[which][name][:n]:
                path = os.path.join(data, which, file)
                if os.path.exists(path):
                    originals.append(self.photograph(Image.open(path).convert('RGB')))
            self.sets.append(originals)
        for which, table in NAMED:
            groups = collections.defaultdict(list)
            with open(os.path.join(data, which, table), encoding='utf-8') as lines:
                for row in csv.DictReader(lines):
                    path = os.path.join(data, which, row['file'])
                    if row['near_dup_group'] and row['file'] in splits[which][name] and os.path.exists(path):
                        groups[row['near_dup_group']].append(self.write(Image.open(path).convert('RGB')))
            for members in groups.values():
                self.pairs['near duplicates of ' + which] += [(a, b) for i, a in enumerate(members) for b in members[:i]]

    def write(self, image):
        name = f'{self.name}-{self.number:05}.png'
        self.number += 1
        image.convert('RGB').save(os.path.join(self.folder, 'p', name), compress_level=1)
        return name

    def photograph(self, image):
        original = self.write(image)
        for kind, change in COPIES.items():
            self.pairs['copy: ' + kind].append((original, self.write(change(image))))
        for kind, (first, second) in FRAMES.items():
            self.pairs['frame: ' + kind].append((self.write(first(image)) if first else original, self.write(second(image))))
        return original

    def measure(self, found):
        """Cosines of the pairs of each kind; of different photographs among neighbours, and of any two of a set."""
        def likeness(pairs):
            return numpy.array([found[a][0] @ found[b][0] for a, b in pairs])
        self.kinds = {kind: likeness(pairs) for kind, pairs in self.pairs.items() if pairs}
        self.buckets = {kind: numpy.array([self.meet(found[a][1], found[b][1]) for a, b in pairs]) for kind, pairs in self.pairs.items() if pairs}
        self.neighbours = likeness([(a, b) for names in self.sets for i, a in enumerate(names) for b in names[max(0, i - NEIGHBOURS):i]])
        self.others = likeness([(a, b) for names in self.sets for i, a in enumerate(names) for b in names[:i]])

    @staticmethod
    def meet(a, b):
        return any((a[t * BITS:(t + 1) * BITS] == b[t * BITS:(t + 1) * BITS]).all() for t in range(TABLES))

    def of(self, kind):
        return numpy.concatenate([values for name, values in self.kinds.items() if name.startswith(kind)])


def table(parts, kind, negatives):
    print(f'\n| threshold | {" | ".join(f"{part.name}: precision | recall | F1" for part in parts)} |')
    print('|' + '---|' * (1 + 3 * len(parts)))
    best = {}
    for level in LEVELS:
        cells = []
        for part in parts:
            right, wrong = (part.of(kind) >= level).sum(), (getattr(part, negatives) >= level).sum()
            precision, recall = right / max(right + wrong, 1), right / len(part.of(kind))
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            best.setdefault(part.name, []).append((f1, level))
            cells.append(f'{precision:.3f} | {recall:.3f} | {f1:.3f}')
        print(f'| {level} | {" | ".join(cells)} |')
    print(f'best F1 on train: {max(best["train"])[1]}')


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('cli')
    parser.add_argument('data')
    parser.add_argument('-n', type=int, default=60)
    options = parser.parse_args()
    with open(os.path.join(options.data, 'splits.json'), encoding='utf-8') as file:
        splits = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'p'))
        parts = [Part(name, options.data, splits, options.n, folder) for name in ('train', 'val')]
        found = features_of(os.path.abspath(options.cli), folder)
    for part in parts:
        part.measure(found)
        print(f'\n{part.name}: {sum(map(len, part.sets))} photographs, {len(part.neighbours)} pairs of neighbours, {len(part.others)} of any two of a set')
        for name, values in (*part.kinds.items(), ('different, neighbours', part.neighbours), ('different, any two', part.others)):
            quantiles = ' '.join(f'{q:.3f}' for q in numpy.quantile(values, (0.001, 0.01, 0.05, 0.5, 0.95, 0.99, 0.999)))
            meet = f'   in one table {part.buckets[name].mean():.2f}' if name in part.buckets else ''
            print(f'  {name:36} {len(values):7}   quantiles 0.1 1 5 50 95 99 99.9 %: {quantiles}{meet}')
    print('\nBursts: frames of one scene against different photographs next to one another in the set')
    table(parts, 'frame', 'neighbours')
    print('\nCopies, at any time: against any two different photographs of a set')
    table(parts, 'copy', 'others')


if __name__ == '__main__':
    sys.exit(main())
