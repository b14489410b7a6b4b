# SPDX-License-Identifier: GPL-3.0-or-later
"""The deletion test: which explanation says what really moves the score? Into model.json.

usage: explanations.py DATA [--model DIR] [--cache DIR] [--test] [-n 200]

The 10, 20 ... 50 % most relevant regions (words) are replaced by the mean feature and the fusion runs
again; the figure is the area under |change of score| divided by that of random order (five of them).
A signed method is tried from both ends, most raising first and most lowering first, and the two areas
are averaged: the window tints in both directions. That is also why a method without a sign is printed
but not chosen, for regions and words. Methods are compared on 100 photographs (critiques) of val; the
winner's figure comes from the test part (--test), with a 95 % bootstrap interval. It passes at 1.5 with
the interval above 1.

  regions   photograph + its first critique; a region's standardised features become 0
  words     AVA critiques alone, one random comment of 10 words or more; the mean word of train
  matrix    photograph + critique: the three words of largest effect; the regions that the word looks at
            are replaced, and the change of the word's own effect is measured
"""
import random

import numpy as np
import torch

from dataset import Dataset, arguments, bootstrap, one_comment, words_of
from modelfile import read_json, write_json
from reference import Model

FRACTIONS = (.1, .2, .3, .4, .5)
N_RANDOM = 5


class Case:
    """One photograph (or None) with one critique: scores of variants, in batches."""

    @torch.no_grad()
    def __init__(self, model, photo, words):
        self.model, self.photo, self.words = model, photo, words
        self.mean = model.w['word_mean']
        self.n_regions = 0 if photo is None else len(photo[1])
        # Tokens as they are, and with every region (word) replaced by the mean: variants mix the two.
        self.text, self.mean_text = (model.text_tokens(w[None]) for w in (words, self.mean.expand_as(words)))
        self.image = self.mean_image = model.w['none_i'][None, None]
        if photo is not None:
            self.image, self.mean_image = (model.image_tokens(photo[0][None], r[None], photo[2]) for r in (photo[1], torch.zeros_like(photo[1])))
        self.base = float(self.score())

    def fuse(self, x, t, maps=None):
        b = max(len(x), len(t))
        g = None if self.photo is None else self.photo[0].expand(b, -1)
        return self.model.fuse(x.expand(b, -1, -1), t.expand(b, -1, -1), g, maps=maps)[0]

    @torch.no_grad()
    def score(self, regions=None, words=None):
        """Scores with sets of regions, or words, or both (boolean, variants x n) replaced by the mean."""
        def variants(mask, tokens, mean):
            if mask is None:
                return tokens
            skip = tokens.shape[1] - mask.shape[1]      # the learned and the global token stay
            return torch.where(torch.nn.functional.pad(mask, (skip, 0))[..., None], mean, tokens)

        x, t = variants(regions, self.image, self.mean_image), variants(words, self.text, self.mean_text)
        return torch.cat([self.fuse(x if len(x) == 1 else x[i:i + 64], t if len(t) == 1 else t[i:i + 64])
                          for i in range(0, max(len(x), len(t)), 64)])

    def gradients(self):
        """Features and attention maps with the gradient of the score."""
        w, maps = self.words[None].clone().requires_grad_(), {}
        if self.photo is None:
            r, x = None, self.image.clone().requires_grad_()
        else:
            r = self.photo[1][None].clone().requires_grad_()
            x = self.model.image_tokens(self.photo[0][None], r, self.photo[2])
        self.fuse(x, self.model.text_tokens(w), maps).sum().backward()
        return r, w, maps


def relevance(case, what):
    """method -> (relevance, signed)"""
    n = case.n_regions if what == 'regions' else len(case.words)
    occluded = case.score(**{what: torch.eye(n, dtype=torch.bool)})
    r, w, maps = case.gradients()
    x, mean, skip = (r, 0, 2) if what == 'regions' else (w, case.mean, 1)
    into = ('si', 'ki', 'ct') if what == 'regions' else ('st', 'kt', 'ci')

    def attention(weigh):
        return torch.stack([weigh(m).mean((0, 1, 2)) for k, m in maps.items() if k.split('.')[0] in into]).mean(0)[skip:].detach()

    return {'occlusion': (case.base - occluded, True),
            'gradient x (input - mean)': ((x.grad * (x.detach() - mean)).sum(-1)[0], True),
            'gradient-weighted attention, signed': (attention(lambda m: m * m.grad), True),
            'gradient-weighted attention': (attention(lambda m: (m * m.grad).clamp(min=0)), False),
            'attention': (attention(lambda m: m), False)}


SIGNED = ('occlusion', 'gradient x (input - mean)', 'gradient-weighted attention, signed')


def masks(order):
    """Variants in which the first 10 ... 50 % of the order are replaced."""
    out = torch.zeros(len(FRACTIONS), len(order), dtype=torch.bool)
    for i, f in enumerate(FRACTIONS):
        out[i, order[:max(1, round(f * len(order)))]] = True
    return out


def areas(case, what, rng):
    """method -> area under |change of score|; 'random' besides."""
    rows, n = [], 0
    for name, (r, signed) in relevance(case, what).items():
        n = len(r)
        rows += [(name, r.argsort(descending=True))] + ([(name, r.argsort())] if signed else [])
    rows += [('random', torch.from_numpy(rng.permutation(n))) for _ in range(N_RANDOM)]
    change = (case.score(**{what: torch.cat([masks(o) for _, o in rows])}) - case.base).abs().view(len(rows), -1).mean(1)
    return {name: float(np.mean([float(c) for c, (k, _) in zip(change, rows) if k == name])) for name, _ in rows}


def matrix_areas(case, rng, n_words=3):
    """The same for the word-by-region matrix: the change of a strong word's effect."""
    effect = case.base - case.score(words=torch.eye(len(case.words), dtype=torch.bool))
    _, _, maps = case.gradients()
    asks = [m for k, m in maps.items() if k.startswith('ct')]       # 1 x heads x words x regions
    matrices = {'attention': torch.stack([m[0].mean(0) for m in asks]).mean(0),
                'gradient-weighted attention': torch.stack([(m * m.grad)[0].clamp(min=0).mean(0) for m in asks]).mean(0)}
    total = {}
    for word in effect.abs().argsort(descending=True)[:n_words].tolist():
        rows = [(name, m[1 + word, 2:].detach().argsort(descending=True)) for name, m in matrices.items()]
        rows += [('random', torch.from_numpy(rng.permutation(case.n_regions))) for _ in range(N_RANDOM)]
        regions = torch.cat([masks(o) for _, o in rows])
        without = torch.zeros(len(regions), len(case.words), dtype=torch.bool)
        without[:, word] = True
        now = case.score(regions=regions) - case.score(regions=regions, words=without)
        change = (now - effect[word]).abs().view(len(rows), -1).mean(1)
        for name in {k for k, _ in rows}:
            total.setdefault(name, []).append(float(np.mean([float(c) for c, (k, _) in zip(change, rows) if k == name])))
    return {k: float(np.mean(v)) for k, v in total.items()}


def summary(results):
    """method -> ratio to random order, its interval."""
    random_ = np.array([r['random'] for r in results])
    out = {}
    for name in results[0]:
        if name != 'random':
            area = np.array([r[name] for r in results])
            low, high = bootstrap(lambda i, area=area: area[i].mean() / random_[i].mean(), len(results))
            out[name] = area.mean() / random_.mean(), low, high
    return out


def main():
    p = arguments(__doc__)
    p.add_argument('-n', type=int, default=200, help='photographs and critiques of the test part')
    a = p.parse_args()
    torch.set_num_threads(1)
    model = Model(a.model)
    data = Dataset(a.data, model, a.model, a.cache)
    photos, texts = data.photographs(('val', 'test')), data.ava_texts(('val', 'test'))
    features = data.word_features([s for p in photos for c in p['critiques'] for s in c] + [s for t in texts for c in t['comments'] for s in c])

    def cases(what, part, n):
        if what == 'words':
            chosen = [words_of(features, c) for c in one_comment([t for t in texts if t['part'] == part])]
            chosen = [(None, w) for w in chosen if len(w) >= 10]
        else:
            chosen = [(p['photo'], words_of(features, p['critiques'][:1])) for p in photos if p['part'] == part and p['critiques']]
        random.Random(1).shuffle(chosen)
        return [Case(model, *c) for c in chosen[:n]]

    explanations = {}
    for what in ('regions', 'words', 'matrix'):
        def measure(part, n, what=what):
            rng = np.random.default_rng(list((what + part).encode()))
            return summary([matrix_areas(c, rng) if what == 'matrix' else areas(c, what, rng) for c in cases(what, part, n)])

        val = measure('val', 100)
        best = max((k for k in val if what == 'matrix' or k in SIGNED), key=lambda k: val[k][0])
        for name, (ratio, low, high) in val.items():
            print(f'{what}, val, {name}: {ratio:.2f} [{low:.2f}, {high:.2f}]', flush=True)
        if a.test:
            test = measure('test', a.n)
            for name, (ratio, low, high) in test.items():
                print(f'{what}, test, {name}: {ratio:.2f} [{low:.2f}, {high:.2f}]{"  <- chosen on val" if name == best else ""}', flush=True)
            ratio, low, high = test[best]
            explanations[what] = {'method': best, 'evidence': bool(ratio >= 1.5 and low > 1), 'ratio': round(ratio, 3),
                                  'interval': [round(low, 3), round(high, 3)], 'n': a.n}
    if a.test:
        print('id', write_json(a.model, {**read_json(a.model), 'explanations': explanations}))


if __name__ == '__main__':
    main()
