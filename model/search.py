#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fits search.safetensors, which finds photographs by words: a ridge from the 256 bytes that the
library keeps of a photograph (src/folder/critic-features.c) to the mean word feature of what two
critics wrote about it, cut to its strongest directions. Strength and rank are chosen on val.

usage: search.py DATA [--model DIR] [--cache DIR] [--write] [--test]

DATA: the folder with splits.json, paired-critiques, oasis-beauty and photos-unlabelled.
Prints R@10 on val: how often a critique finds its own photograph among the ten likest of the
val photographs of photos-unlabelled (chance 10 of 119); --test: of the 225 test photographs.
"""
import os

import numpy as np
import torch

from dataset import Dataset, arguments
from modelfile import read_json, write_figures, write_json, write_safetensors
from reference import Model

N_FEATURES, N_BLOCKS, BITS, SEED = 256, 8, 5, 0x70686f746f637269
STRENGTHS, RANKS = (5e4, 1e5, 2e5, 4e5), (32, 48, 64, 96)
MASK = (1 << 64) - 1


def splitmix64(index):
    z = (SEED + (index + 1) * 0x9e3779b97f4a7c15) & MASK
    z = ((z ^ (z >> 30)) * 0xbf58476d1ce4e5b9) & MASK
    z = ((z ^ (z >> 27)) * 0x94d049bb133111eb) & MASK
    return z ^ (z >> 31)


def projection(n):
    """critic_features_project() as a matrix."""
    r, block = np.zeros((n, N_FEATURES), np.float32), N_FEATURES // N_BLOCKS
    for i in range(n):
        bits = splitmix64(i)
        for b in range(N_BLOCKS):
            r[i, b * block + (bits & (block - 1))] += 1 if bits >> BITS & 1 else -1
            bits >>= BITS + 1
    return r


def features(vectors):
    a = vectors @ projection(vectors.shape[1])
    step = np.abs(a).max(1, keepdims=True) / 127
    return np.round(a / step) * step


def unit(x):
    return x / (np.linalg.norm(x, axis=-1, keepdims=True) + 1e-9)


class Search:
    def __init__(self, a, y, text_mean, strength, rank):
        self.mean, self.text_mean = a.mean(0), text_mean
        centred = (a - self.mean).astype(np.float64)
        w = np.linalg.solve(centred.T @ centred + strength * np.eye(N_FEATURES), centred.T @ y)
        _, _, directions = np.linalg.svd(centred @ w, full_matrices=False)
        self.text = directions[:rank].astype(np.float16)
        self.photo = (directions[:rank] @ w.T * 100).astype(np.float16)

    def recall(self, a, texts):
        """Share of the texts whose own photograph is among the ten likest, and the median rank."""
        photos = unit((a - self.mean) @ self.photo.astype(np.float32).T)
        likeness = unit((texts - self.text_mean) @ self.text.astype(np.float32).T) @ photos.T
        rank = (likeness > likeness.diagonal()[:, None]).sum(1)
        return (rank < 10).mean(), int(np.median(rank)) + 1


def main():
    p = arguments(__doc__)
    p.add_argument('--write', action='store_true')
    options = p.parse_args()

    model = Model(options.model)
    dataset = Dataset(options.data, model, options.model, options.cache)
    photos = [p for p in dataset.photographs(('train', 'val', 'test')) if len(p['critiques']) == 2]
    a = features(np.stack([p['photo'][0].numpy() for p in photos]))
    words = dataset.cached('search-words', 'text.safetensors', [p['critiques'] for p in photos], lambda: [
        [model.text.words(c).mean(0) for c in p['critiques']] for p in photos])
    t = np.stack([[w.numpy() for w in pair] for pair in words])

    def part(name, one_set=None):
        return np.array([p['part'] == name and one_set in (None, p['set']) for p in photos])

    train, val, test = part('train'), part('val', 'photos-unlabelled'), part('test', 'photos-unlabelled')
    text_mean = t[train].reshape(-1, t.shape[-1]).mean(0)
    y = unit(t[train] - text_mean).mean(1)

    def recalls(search, m):
        return [search.recall(a[m], t[m][:, 0]), search.recall(a[m], t[m][:, 1]), search.recall(a[m], t[m].mean(1))]

    print(f'{train.sum()} photographs to learn from, {val.sum()} of val, {test.sum()} of test')
    best = None
    for strength in STRENGTHS:
        for rank in RANKS:
            search = Search(a[train], y, text_mean, strength, rank)
            found = recalls(search, val)
            print(f'strength {strength:g} rank {rank}: R@10 of critique 1 {found[0][0]:.3f}, critique 2 {found[1][0]:.3f}, both {found[2][0]:.3f}')
            if best is None or found[0][0] + found[1][0] > best[0]:
                best = found[0][0] + found[1][0], strength, rank, search
    _, strength, rank, search = best
    print(f'chosen on val: strength {strength:g}, rank {rank}')
    if options.test:
        rows = [{'query': name, 'recall_at_10': round(float(recall), 4), 'median_rank': int(median)}
                for name, (recall, median) in zip(('critique 1', 'critique 2', 'both'), recalls(search, test))]
        for r in rows:
            print(f"test: R@10 of {r['query']} {r['recall_at_10']:.3f}, median rank {r['median_rank']} of {test.sum()}, chance {10 / test.sum():.3f}")
        write_figures(options.model, 'search', {'n': int(test.sum()), 'chance': round(10 / float(test.sum()), 4), 'rows': rows})
    if options.write:
        def f32(x):
            return 'F32', x.shape, x.astype('<f4').tobytes()

        def f16(x):
            return 'F16', x.shape, x.astype('<f2').tobytes()

        write_safetensors(os.path.join(options.model, 'search.safetensors'), {
            'photo': f16(search.photo), 'photo_mean': f32(search.mean),
            'text': f16(search.text), 'text_mean': f32(search.text_mean)})
        print(write_json(options.model, read_json(options.model)))


if __name__ == '__main__':
    torch.set_num_threads(1)
    main()
