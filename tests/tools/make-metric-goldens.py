#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/golden/metrics.safetensors: predictions, truths, and what scipy and scikit-learn make of them.

usage: make-metric-goldens.py [OUT]    (numpy, scipy, scikit-learn)

A set of n samples is "<set>.p", "<set>.y"; "<set>.figures" holds the figures in the order of FIGURES.
"continuous" has ties; "binary" has truths of 0 and 1 and predictions with ties; "votes" are distributions.
"ridge" is a table with its weights and offset; "tfidf" are texts of word pieces, -1 between sentences, and what
a ridge on TfidfVectorizer's single pieces and pairs says of all of them, learned from the first thirty.
"""
import os
import sys

sys.dont_write_bytecode = True
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
sys.path.insert(0, os.path.join(ROOT, 'model'))
import numpy as np  # noqa: E402
from scipy import stats  # noqa: E402
from sklearn import metrics  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.linear_model import Ridge  # noqa: E402

from modelfile import write_safetensors  # noqa: E402

FIGURES = {'continuous': ('srcc', 'plcc', 'rmse', 'mae', 'accuracy', 'balanced'),
           'binary': ('auc', 'ap', 'brier', 'calibration')}


def f32(x):
    x = np.ascontiguousarray(x, '<f4')
    return 'F32', x.shape, x.tobytes()


def calibration(p, y):
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((p * 10).astype(int), 9)
    return sum(abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in range(10) if (bins == b).any())


def grams(sentences):
    return [str(a) for s in sentences for a in s] + [f'{a} {b}' for s in sentences for a, b in zip(s, s[1:])]


def tfidf(rng):
    texts = [[list(rng.randint(1000, 1014, rng.randint(1, 7))) for _ in range(rng.randint(1, 4))] for _ in range(45)]
    y = rng.randn(30)
    words = TfidfVectorizer(analyzer=grams, sublinear_tf=True).fit(texts[:30])
    ridge = Ridge(alpha=.5, solver='cholesky').fit(words.transform(texts[:30]).toarray(), y)
    flat = [[p for s in t for p in s + [-1]] for t in texts]
    first = np.cumsum([0] + [len(t) for t in flat])
    return {'tfidf.pieces': f32(sum(flat, [])), 'tfidf.first': f32(first), 'tfidf.y': f32(y),
            'tfidf.figures': f32(ridge.predict(words.transform(texts).toarray()))}


def main(out):
    rng = np.random.RandomState(7)
    y = np.round(5.4 + .75 * rng.randn(211), 1).astype('f4').astype('f8')
    p = np.round(.6 * y + 2 + .5 * rng.randn(211), 1).astype('f4').astype('f8')
    tensors = {'continuous.p': f32(p), 'continuous.y': f32(y), 'continuous.figures': f32([
        stats.spearmanr(p, y)[0], stats.pearsonr(p, y)[0], metrics.mean_squared_error(y, p) ** .5, metrics.mean_absolute_error(y, p),
        metrics.accuracy_score(y > 5, p > 5), metrics.balanced_accuracy_score(y > 5, p > 5)])}
    y = (rng.rand(160) < .2).astype('f8')
    p = np.round(np.clip(.2 + .25 * y + .15 * rng.randn(160), 0, 1), 2).astype('f4').astype('f8')
    tensors |= {'binary.p': f32(p), 'binary.y': f32(y), 'binary.figures': f32([
        metrics.roc_auc_score(y, p), metrics.average_precision_score(y, p), metrics.brier_score_loss(y, p), calibration(p, y)])}
    p, y = (rng.dirichlet(np.ones(10), 30).astype('f4').astype('f8') for _ in range(2))
    places = np.arange(10)
    tensors |= {'votes.p': f32(p), 'votes.y': f32(y), 'votes.figures': f32([
        np.mean([stats.wasserstein_distance(places, places, a, b) for a, b in zip(p, y)])])}
    x = np.sort(rng.randn(37).astype('f4')).astype('f8')
    tensors |= {'quantile.x': f32(x), 'quantile.figures': f32(np.percentile(x, [0, 2.5, 50, 97.5, 100]))}
    x = rng.randn(40, 23).astype('f4')
    y = x @ rng.randn(23) + 3 + .3 * rng.randn(40)
    ridge = Ridge(alpha=7.).fit(x, y)
    tensors |= {'ridge.x': f32(x), 'ridge.y': f32(y), 'ridge.figures': f32(np.append(ridge.coef_, ridge.intercept_))}
    tensors |= tfidf(rng)
    write_safetensors(os.path.join(out, 'metrics.safetensors'), tensors)


if __name__ == '__main__':
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, 'tests', 'golden'))
