#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fits aspects.safetensors, which says what a sentence of a critique speaks of: a ridge on the mean
of its word features and on which aspects' keywords stand in it. It learns from what others sorted
(aspect-lines.csv.gz, the aspects of critiques.jsonl.gz and of pccd.jsonl.gz) and from sentences that
were read for it (aspects-read.csv). Strengths and thresholds are chosen on the latter's train and val,
each fifth answered by a fit without it; an aspect that keywords alone tell better there is left to them.

usage: aspects.py DATA [--model DIR] [--cache DIR] [--write] [--test]

A source gives one aspect, which is a yes; the others are a no where none of their keywords stands in
the sentence, and unknown where one does. DPC-Captions' "impression_and_subject" is both and neither, so
it is left out: subject and general are told apart by the sources that keep them apart.

Held out: splits.json for AVA; of PCCD its own "test"; of the lines, which have no name, every fifth;
of the sentences read, the part in the table.
"""
import csv
import gzip
import os
import random

import numpy as np
import torch

from dataset import Dataset, arguments
from modelfile import read_json, write_figures, write_json, write_safetensors
from reference import HERE, Model, find_keywords

ASPECTS = ('composition', 'light_and_colour', 'depth_and_focus', 'subject', 'use_of_camera', 'general')
LETTERS = 'CLDSUG'                  # in aspects-read.csv; "-": none of them
KEYWORDS = (
    'composition compositional composed compose frame framed framing crop cropped cropping tight tighter balance '
    'balanced symmetry symmetrical thirds centered centred center horizon background foreground space perspective '
    'angle placement placed layout lines diagonal diagonals lead leading leads edge edges cluttered clutter '
    'distracting distract arrangement',
    'light lighting lit color colors colour colours tone tones tonal contrast shadow shadows highlight highlights '
    'bright brighter dark darker saturated saturation warm cool exposure exposed overexposed underexposed white '
    'black blue red green yellow orange sun sunlight backlight backlit hue glow silhouette',
    'focus focused focussed focal dof depth blur blurred blurry bokeh sharp sharpness soft softness oof crisp '
    'clarity unsharp detail details',
    'subject subjects matter expression pose moment face eyes story model person people',
    'camera exposure exposed overexposed underexposed shutter speed aperture iso lens flash tripod zoom telephoto '
    'macro noise filter settings raw',
    'image photo picture shot overall nice great good love like impression idea work job well capture feel feeling '
    'mood interesting beautiful wonderful amazing cute')
GENERAL = 5
SOURCES = {                         # names in the files -> aspect
    'composition': 0, 'color_lighting': 1, 'color_light': 1, 'depth_and_focus': 2, 'dof_and_focus': 2,
    'depth_of_field': 2, 'focus': 2, 'subject': 3, 'subject_of_photo': 3, 'use_of_camera': 4, 'general_impression': 5}
PCCD = ('general_impression', 'subject_of_photo', 'composition', 'use_of_camera', 'depth_of_field', 'color_lighting', 'focus')
N_FOOD, N_FOOD_TEST, N_PCCD_TEST, FEWEST, FOLDS = 1200, 400, 200, 3, 5
MOST_PIECES, KEYWORD_SCALE = 4, 3.
STRENGTHS, SHARES = (1., 3., 10.), (.3, 1.)


def checksum(ids):
    """Of a sentence's word pieces: a table of labels does not fit other texts."""
    h = 0
    for i in ids:
        h = (h * 31 + i) & 0xffffffff
    return h


class Keywords:
    def __init__(self, text):
        self.rows = []
        for aspect, words in enumerate(KEYWORDS):
            for word in words.split():
                ids = text.tokenizer.encode(word, add_special_tokens=False).ids
                if len(ids) <= MOST_PIECES:
                    self.rows.append((aspect, ids))

    def find(self, sentence):
        return find_keywords(self.rows, sentence, len(ASPECTS))

    def tensor(self):
        return np.array([[aspect] + ids + [-1] * (MOST_PIECES - len(ids)) for aspect, ids in self.rows], '<i8')


def sorted_texts(dataset, text):
    """(part, sentence, aspects) of everything that others sorted, sentences of three words or more."""
    out = []

    def add(part, critique, names):
        aspects = [SOURCES[n] for n in names if n in SOURCES]
        if aspects:
            out.extend((part, s, aspects) for s in text.sentences(critique) if len(s) >= FEWEST)

    with gzip.open(dataset.path('ava-critiques', 'aspect-lines.csv.gz'), 'rt', newline='') as f:
        for n, row in enumerate(csv.DictReader(f)):
            add('train' if n % 5 else 'test', row['text'], [row['aspect']])
    pccd = dataset.lines('ava-critiques', 'pccd.jsonl.gz')
    test = random.Random(1).sample([r for r in pccd if r['split'] == 'test'], N_PCCD_TEST)
    for part, rows in (('train', [r for r in pccd if r['split'] != 'test']), ('test', test)):
        for r in rows:
            for name in PCCD:
                if r['critique'].get(name):
                    add(part, r['critique'][name], [name])
    ava = [r for r in dataset.lines('ava-critiques', 'critiques.jsonl.gz') if 'food' in r['src']]
    for part, n in (('train', N_FOOD), ('test', N_FOOD_TEST)):
        for r in random.Random(1).sample([r for r in ava if dataset.part['ava-critiques', str(r['id'])] == part], n):
            for critique, names in zip(r['comments'], r['aspects']):
                add(part, critique, names)
    return out


def read_sentences(dataset, text):
    """(part, sentence, aspects) of aspects-read.csv."""
    texts = {('ava', str(r['id'])): r['comments'] for r in dataset.lines('ava-critiques', 'critiques.jsonl.gz')}
    texts.update((('pccd', r['id']), [r['critique'][n] for n in PCCD if r['critique'].get(n)])
                 for r in dataset.lines('ava-critiques', 'pccd.jsonl.gz'))
    texts.update(((r['set'], r['file']), r['critiques']) for r in dataset.lines('paired-critiques', 'critiques.jsonl.gz'))
    out = []
    with open(os.path.join(HERE, 'aspects-read.csv'), newline='') as f:
        for r in csv.DictReader(f):
            sentences = [s for critique in texts[r['set'], r['id']] for s in text.sentences(critique)]
            s = sentences[int(r['sentence'])]
            if checksum(s) != int(r['check']):
                raise SystemExit(f"{r['set']} {r['id']}: another text than the one that was read")
            out.append((r['part'], s, [LETTERS.index(c) for c in r['aspects'] if c != '-']))
    return out


def matrix(rows):
    y = np.zeros((len(rows), len(ASPECTS)))
    for i, (_, _, aspects) in enumerate(rows):
        y[i, aspects] = 1
    return y


def f1(y, p):
    return 2 * (y * p).sum(0) / np.maximum(y.sum(0) + p.sum(0), 1)


def balanced(y):
    """Weights of yes and no that are as much together, 1 in all; y < 0: unknown."""
    yes, no = (y == 1).sum(), (y == 0).sum()
    return np.where(y == 1, .5 / max(yes, 1), np.where(y == 0, .5 / max(no, 1), 0))


def gram(rows, target):
    """The normal equations of one aspect, its yes and no being as much."""
    w = balanced(target)
    one = np.c_[rows, np.ones(len(rows))][w > 0]
    weighted = one * w[w > 0, None]
    return weighted.T @ one, weighted.T @ (2 * target[w > 0] - 1)


def solve(grams, strength):
    """grams: (share, gram) of each source. One aspect; the last number is the bias."""
    a, b = sum(share * g[0] for share, g in grams), sum(share * g[1] for share, g in grams)
    d = len(b) - 1
    a[np.arange(d), np.arange(d)] += strength
    return np.linalg.solve(a, b)


def threshold(z, y):
    """In the middle of where F1 is best."""
    at = np.quantile(z, np.linspace(.02, .98, 97))
    found = np.array([f1(y[:, None], (z[:, None] > t).astype(float))[0] for t in at])
    best = np.flatnonzero(found >= found.max() - .01)
    return at[best[len(best) // 2]]


def baseline(k):
    """A keyword says yes; general is what has no other aspect's."""
    p = k.copy()
    p[:, GENERAL] = k[:, :GENERAL].sum(1) == 0
    return p


def interval(y, p, q=None):
    """95 % bootstrap of the macro F1 of p, or of its lead over q."""
    rng, found = np.random.RandomState(1), []
    for _ in range(1000):
        i = rng.randint(0, len(y), len(y))
        found.append(f1(y[i], p[i]).mean() - (f1(y[i], q[i]).mean() if q is not None else 0))
    return [round(float(x), 4) for x in np.quantile(found, (.025, .975))]


def table(name, y, p, k):
    """The figures of one set of sentences, printed; as JSON."""
    def figure(value, *sides):
        low, high = interval(y, *sides)
        return {'value': round(float(value), 4), 'interval': [low, high]}

    told = {'sentences': name, 'n': len(y),
            'rows': [{'aspect': aspect, 'share': round(float(y[:, a].mean()), 4), 'head': round(float(f1(y, p)[a]), 4),
                      'keywords': round(float(f1(y, k)[a]), 4)} for a, aspect in enumerate(ASPECTS)],
            'head': figure(f1(y, p).mean(), p), 'keywords': figure(f1(y, k).mean(), k),
            'difference': figure(f1(y, p).mean() - f1(y, k).mean(), p, k)}
    print(f'\n{name}: {len(y)} sentences\n| aspect | share | head | keywords |\n|---|---|---|---|')
    for row in told['rows']:
        print(f"| {row['aspect']} | {row['share']:.2f} | {row['head']:.3f} | {row['keywords']:.3f} |")
    print(f"| macro | | {told['head']['value']:.3f} {told['head']['interval']} | {told['keywords']['value']:.3f} {told['keywords']['interval']} |")
    print(f"head - keywords: {told['difference']['value']:+.3f} {told['difference']['interval']}")
    return told


def main():
    p = arguments(__doc__)
    p.add_argument('--write', action='store_true')
    options = p.parse_args()

    model = Model(options.model)
    text, dataset = model.text, Dataset(options.data, model, options.model, options.cache)
    keywords = Keywords(text)
    read, others = read_sentences(dataset, text), sorted_texts(dataset, text)
    known = {s for _, s, _ in read}
    others = [r for r in others if r[1] not in known and (options.test or r[0] == 'train')]
    if not options.test:
        read = [r for r in read if r[0] != 'test']
    wanted = sorted({s for _, s, _ in read + others})
    means = dataset.cached('aspect-means', 'text.safetensors', wanted, lambda: mean_features(text, wanted))
    x = dict(zip(wanted, means.numpy().astype(np.float64)))

    def features(rows):
        return np.array([x[s] for _, s, _ in rows]), np.array([keywords.find(s) for _, s, _ in rows])

    def part(rows, name):
        return [r for r in rows if r[0] == name]

    sorted_train, read_train = part(others, 'train'), part(read, 'train') + part(read, 'val')
    m, k = features(sorted_train)
    mean, sd = m.mean(0), m.std(0)

    def inputs(m, k):
        return np.c_[(m - mean) / sd, KEYWORD_SCALE * k]

    y = matrix(sorted_train)
    y[:, :GENERAL][(y[:, :GENERAL] == 0) & (k[:, :GENERAL] == 1)] = -1
    a, k_read = inputs(m, k), features(read_train)[1]
    b, y_read, fold = inputs(*features(read_train)), matrix(read_train), np.random.RandomState(5).permutation(len(read_train)) % FOLDS
    print(f'{len(sorted_train)} sentences sorted by others and {len(read_train)} read')

    sorted_grams = [gram(a, y[:, i]) for i in range(len(ASPECTS))]

    def fit(keep, strength, share):
        return np.array([solve([(1, sorted_grams[i]), (share, gram(b[keep], y_read[keep, i]))], strength) for i in range(len(ASPECTS))])

    def thresholds(z, keep):
        return np.array([threshold(z[keep, i], y_read[keep, i]) for i in range(len(ASPECTS))])

    best = None
    for strength in STRENGTHS:
        for share in SHARES:
            z, said = np.zeros_like(y_read), np.zeros_like(y_read)
            for f in range(FOLDS):
                w = fit(fold != f, strength, share)
                z[fold == f] = b[fold == f] @ w[:, :-1].T + w[:, -1]
            for f in range(FOLDS):
                said[fold == f] = z[fold == f] > thresholds(z, fold != f)
            found = f1(y_read, said)
            print(f'strength {strength:g} share {share:g}: macro F1 by folds {found.mean():.3f}')
            if best is None or found.mean() > best[0].mean():
                best = found, strength, share, thresholds(z, fold >= 0)
    found, strength, share, at = best
    alone = f1(y_read, baseline(k_read))
    w, n = fit(fold >= 0, strength, share), len(mean)
    for i in np.flatnonzero(alone > found):
        w[i], at[i] = 0, 0
        w[i, n:-1] = -1 if i == GENERAL else np.arange(len(ASPECTS)) == i
        w[i, [n + GENERAL, -1]] = (0, .5 * KEYWORD_SCALE) if i == GENERAL else (0, -.5 * KEYWORD_SCALE)
    print(f'chosen by folds: strength {strength:g}, share {share:g}; keywords alone {alone.mean():.3f}; '
          f'left to keywords: {", ".join(ASPECTS[i] for i in np.flatnonzero(alone > found)) or "none"}')
    weight = (w[:, :n] / sd).astype(np.float16)
    bias = (w[:, -1] - at - (w[:, :n] / sd) @ mean).astype('<f4')
    keyword_weight = (w[:, n:-1] * KEYWORD_SCALE).astype('<f4')

    def answer(m, k):
        return (m @ weight.astype(np.float64).T + k @ keyword_weight.T + bias > 0).astype(float)

    if options.test:
        told = []
        for name, rows in (('read', part(read, 'test')), ('sorted by others', part(others, 'test'))):
            m, k = features(rows)
            told.append(table(name, matrix(rows), answer(m, k), baseline(k)))
        write_figures(options.model, 'aspects', {'sets': told})
    if options.write:
        rows = keywords.tensor()
        write_safetensors(os.path.join(options.model, 'aspects.safetensors'), {
            'weight': ('F16', weight.shape, weight.astype('<f2').tobytes()), 'bias': ('F32', bias.shape, bias.tobytes()),
            'keyword_weight': ('F32', keyword_weight.shape, keyword_weight.tobytes()), 'keywords': ('I64', rows.shape, rows.tobytes())})
        print(write_json(options.model, read_json(options.model)))


def mean_features(text, sentences):
    out = torch.zeros(len(sentences), text.w['we'].shape[1])
    for i in range(0, len(sentences), 4096):
        found = text.features(sentences[i:i + 4096])
        for j, s in enumerate(sentences[i:i + 4096]):
            out[i + j] = found[s].mean(0)
    return out


if __name__ == '__main__':
    torch.set_num_threads(1)
    main()
