# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scripts here measure on: photographs and critiques of the research data, as
the model's features, computed once and kept in a cache folder under a key that names the weights."""
import argparse
import csv
import gzip
import hashlib
import json
import os

import numpy as np
import torch

from reference import HERE, photometric, pixels

PHOTO_SETS = ('oasis-beauty', 'photos-unlabelled', 'avt-image-appeal-thumbs')
TINY_SETS = ('avt-image-appeal-thumbs',)        # 80 px crops: no photometry of an enlarged picture


def arguments(doc):
    """Parses what every script takes: the data, whose model, and whether the test part is read."""
    p = argparse.ArgumentParser(description=doc.split('\n')[0])
    p.add_argument('data')
    p.add_argument('--model', default=HERE)
    p.add_argument('--cache', default='cache')
    p.add_argument('--test', action='store_true')
    return p


class Dataset:
    def __init__(self, data, model, folder, cache):
        self.data, self.model, self.folder, self.cache = data, model, folder, cache
        os.makedirs(cache, exist_ok=True)
        with open(os.path.join(data, 'splits.json')) as f:
            splits = json.load(f)
        self.part = {(s, str(i)): p for s in splits for p, ids in splits[s].items() for i in ids}

    def path(self, *names):
        return os.path.join(self.data, *names)

    def table(self, *names):
        with open(self.path(*names), newline='') as f:
            return list(csv.DictReader(f))

    def lines(self, *names):
        with gzip.open(self.path(*names), 'rt') as f:
            return [json.loads(line) for line in f]

    def cached(self, name, weights, extra, make):
        h = hashlib.sha256(repr(extra).encode())
        with open(os.path.join(self.folder, weights), 'rb') as f:
            h.update(f.read())
        path = os.path.join(self.cache, f'{name}-{h.hexdigest()[:16]}.pt')
        if not os.path.exists(path):
            torch.save(make(), path)
        return torch.load(path)

    # ---- photographs ----

    def photographs(self, parts):
        """Photographs of the parts with machine ratings; AVA's own crops of every part besides (key
        'ava_mean' or 'ava_high'). Each: set, file, part, photo (reference.photograph), machine (mean of
        the raters A to D), critiques (list of sentence lists), and AVA's truth where known."""
        out = {}
        for r in self.table('machine-ratings', 'ratings.csv'):
            v = [float(r[c]) for c in 'ABCD' if r[c]]       # W is the mark of the critiques' writer
            key = r['set'], r['file']
            if v and r['set'] in PHOTO_SETS:
                out[key] = {'set': r['set'], 'file': r['file'], 'part': self.part.get(key, 'none'), 'machine': float(np.mean(v)), 'critiques': []}
        for r in self.table('avt-image-appeal-thumbs', 'ratings.csv'):
            key = 'avt-image-appeal-thumbs', r['file']
            if key in out:
                out[key] |= {k: float(r[k]) for k in ('ava_mean', 'ava_high') if r[k]}
        for r in self.lines('paired-critiques', 'critiques.jsonl.gz'):
            if (r['set'], r['file']) in out:
                out[r['set'], r['file']]['critiques'] = [self.model.text.sentences(c) for c in r['critiques']]
        kept = [p for p in out.values() if p['part'] in parts or 'ava_high' in p]
        names = [(p['set'], p['file']) for p in kept]
        features = self.cached('photographs', 'backbone.safetensors', names, lambda: [self.features(p) for p in kept])
        for p, (pooled, photometry, regions, shape) in zip(kept, features):
            p['photo'] = self.model.standardise(pooled, photometry, regions.float(), p['set'] in TINY_SETS) + (shape,)
        return kept

    def features(self, p):
        a = pixels(self.path(p['set'], p['file']))
        pooled, regions = self.model.backbone.run(a)
        h, w, c = regions.shape
        return pooled, torch.from_numpy(photometric(a)), regions.reshape(h * w, c).half(), (h, w)

    # ---- critiques ----

    def ava_texts(self, parts):
        """Critiques of AVA ids with a mean vote: mean, comments (non-empty sentence lists)."""
        out = []
        for r in self.lines('ava-critiques', 'critiques.jsonl.gz'):
            if r['mean'] is not None and self.part.get(('ava-critiques', str(r['id']))) in parts:
                comments = [s for s in map(self.model.text.sentences, r['comments']) if s]
                if comments:
                    out.append({'mean': r['mean'], 'comments': comments, 'part': self.part['ava-critiques', str(r['id'])]})
        return out

    def word_features(self, sentences):
        """sentence -> n x width, F16, for the sentences given."""
        sentences = sorted(set(sentences))
        return self.cached('words', 'text.safetensors', sentences,
                           lambda: {k: v.half() for k, v in self.model.text.features(sentences).items()})
