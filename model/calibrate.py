# SPDX-License-Identifier: GPL-3.0-or-later
"""Calibration of each mode, percentiles and vote spread, into model.json.

usage: calibrate.py DATA [--model DIR] [--cache DIR] [--test]

Fitted on the val part: photograph alone and photograph + critique against the machine ratings (raters
A to D, the habit of AVA's voters), critique alone against AVA's mean votes with one random comment of
each id. --test also prints the calibrated figures of the test part with 95 % bootstrap intervals.
"""
import os

import numpy as np
import torch
from scipy.stats import spearmanr

from dataset import Dataset, arguments, bootstrap, one_comment, words_of
from modelfile import read_json, write_json
from reference import Model


def ava(data):
    """Quantiles of the mean vote of all scored ids, and the standard deviation of single votes as a
    quadratic function of the mean."""
    rows = [(float(r['mean']), [int(r[f'v{i}']) for i in range(1, 11)]) for r in data.table('ava-critiques', 'scores.csv') if r['v1']]
    means = [float(r['mean']) for r in data.table('ava-critiques', 'scores.csv') if r['mean']]
    for r in data.lines('ava-critiques', 'critiques.jsonl.gz'):
        if r['mean'] is not None:
            means.append(r['mean'])
            if r['votes']:
                rows.append((r['mean'], r['votes']))
    votes = np.array([v for _, v in rows], float)
    grade = np.arange(1, 11)
    n = votes.sum(1)
    mean = votes @ grade / n
    sd = np.sqrt(np.maximum(votes @ grade ** 2 / n - mean ** 2, 0) * n / (n - 1))
    c2, c1, c0 = np.polyfit(mean, sd, 2)
    print(f'AVA: {len(means)} mean votes; spread {c0:.4f} + {c1:.4f} m + {c2:.4f} m^2 from {len(rows)} rows of votes, '
          f'error of the fit {np.abs(np.polyval([c2, c1, c0], mean) - sd).mean():.3f}')
    return {'n': len(means), 'percentiles': [round(float(q), 4) for q in np.quantile(means, np.linspace(0, 1, 101))],
            'spread': [round(float(c), 5) for c in (c0, c1, c2)]}


def fit(raw, target):
    """Least squares: the expected target given the raw score."""
    slope, offset = np.polyfit(raw, target, 1)
    error = target - np.clip(offset + slope * raw, 1, 10)
    return {'slope': round(float(slope), 5), 'offset': round(float(offset), 5), 'error': round(float(np.abs(error).mean()), 4),
            'sigma': round(float(error.std(ddof=1)), 4), 'n': len(raw)}


def report(name, c, raw, target):
    score = np.clip(c['offset'] + c['slope'] * raw, 1, 10)
    n = len(raw)

    def line(i):
        return (spearmanr(score[i], target[i])[0], np.abs(score[i] - target[i]).mean(), ((score[i] > 5) == (target[i] > 5)).mean(), np.abs(raw[i] - target[i]).mean())

    all_ = line(np.arange(n))
    intervals = [bootstrap(lambda i, k=k: line(i)[k], n) for k in range(3)]
    cells = [f'{v:.3f} [{lo:.3f}, {hi:.3f}]' for v, (lo, hi) in zip(all_, intervals)]
    print(f'| {name} | {n} | {" | ".join(cells)} | {all_[3]:.3f} | {max((target > 5).mean(), (target <= 5).mean()):.3f} |')


def main():
    p = arguments(__doc__)
    a = p.parse_args()
    torch.set_num_threads(1)
    model = Model(a.model)
    data = Dataset(a.data, model, a.model, a.cache)
    quantiles = ava(data)

    photos = data.photographs(('val', 'test'))
    texts = data.ava_texts(('val', 'test'))
    features = data.word_features([s for p in photos for c in p['critiques'] for s in c] + [s for t in texts for c in t['comments'] for s in c])

    def raw(photo, comments):
        return float(model.run(photo, words_of(features, comments) if comments else None)[0])

    def measure(part):
        full = [p for p in photos if p['part'] == part and len(p['critiques']) > 1]
        text = [t for t in texts if t['part'] == part]
        machine, means = np.array([p['machine'] for p in full]), np.array([t['mean'] for t in text])
        other = full[1:] + full[:1]
        return {
            'photo': (np.array([raw(p['photo'], None) for p in full]), machine),
            'both': (np.array([raw(p['photo'], p['critiques'][:1]) for p in full]), machine),
            'critique': (np.array([raw(None, c) for c in one_comment(text)]), means),
            "both, another photograph's critique": (np.array([raw(p['photo'], q['critiques'][:1]) for p, q in zip(full, other)]), machine),
            'critique, all comments': (np.array([raw(None, t['comments']) for t in text]), means),
        }

    val = measure('val')
    calibration = {mode: fit(*val[mode]) for mode in ('photo', 'critique', 'both')}
    for mode, c in calibration.items():
        print(mode, c)
    print('id', write_json(a.model, {**read_json(a.model), 'calibration': calibration, 'ava': quantiles}))

    # AVA's own truth about photographs: 80 px crops, the train part among them.
    c = calibration['photo']
    crops = [p for p in photos if p['part'] in ('train', 'val') and 'ava_high' in p]
    score = {id(p): c['offset'] + c['slope'] * raw(p['photo'], None) for p in crops}
    mean = [p for p in crops if 'ava_mean' in p]
    s, high = np.array([score[id(p)] for p in crops]), np.array([p['ava_high'] for p in crops]) > 0
    print(f"AVA's own crops of train and val: {len(mean)} with a mean, rank correlation {spearmanr([score[id(p)] for p in mean], [p['ava_mean'] for p in mean])[0]:.3f}; "
          f'{len(crops)} with high/low, right {((s > 5) == high).mean():.3f} (high: {high.mean():.3f}), '
          f'area under the ROC curve {(s[high][:, None] > s[~high]).mean():.3f}')

    for part, measured in [('val', val)] + ([('test', measure('test'))] if a.test else []):
        print(f'\n{part}\n| mode | n | rank correlation | mean absolute error | right about 5 | error uncalibrated | larger class |\n|---|---|---|---|---|---|---|')
        for name, (r, t) in measured.items():
            report(name, calibration[name.split(',')[0]], r, t)


if __name__ == '__main__':
    main()
