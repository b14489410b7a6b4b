# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole model in PyTorch, read from a model folder: what the C engine must equal (the tests'
goldens come from here), and what search.py and aspects.py read features with.

usage: reference.py [--model DIR] [--photo FILE] [--critique TEXT]...

Fusion works on a batch of equal shapes, so that hundreds of variants of one photograph and critique
run at once.
"""
import argparse
import collections
import json
import math
import os
import re

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from modelfile import read_json, read_safetensors

HERE = os.path.dirname(os.path.abspath(__file__))
STRIDES = {1: 2, 3: 2, 5: 2, 11: 2}      # EfficientNet-Lite0: blocks with stride 2; all others 1
STAGE_ENDS = (0, 2, 4, 10, 15)           # pooled; the fourth also gives region features
MAX_SENTENCE, MAX_WORDS = 48, 512
BAG_HALF = 24               # word pieces of which half counts beside a photograph (mcn-bag.h)


def load(path):
    dtypes = {'F32': '<f4', 'F16': '<f2', 'I8': 'i1', 'I64': '<i8'}
    return {k: torch.from_numpy(np.frombuffer(data, dtypes[dtype]).reshape(shape).astype(np.float32))
            for k, (dtype, shape, data) in read_safetensors(path).items()}


# ---- the photograph -------------------------------------------------------------------------------------

def pixels(path, long_side=320):
    """Both sides rounded to multiples of 32 (at least 64), Pillow's antialiased bicubic, sRGB bytes."""
    image = Image.open(path).convert('RGB')
    scale = long_side / max(image.size)
    size = [max(64, round(n * scale / 32) * 32) for n in image.size]
    return np.asarray(image.resize(size, Image.BICUBIC))


def lab(a):
    c = a / 255.
    c = np.where(c > .04045, ((c + .055) / 1.055) ** 2.4, c / 12.92)
    m = np.array([[.4124, .3576, .1805], [.2126, .7152, .0722], [.0193, .1192, .9505]])
    x = c @ m.T / np.array([.9505, 1, 1.089])
    f = np.where(x > .008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return 116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])


def photometric(a):
    """95 statistics of lightness, chroma, hue, gradients and sharpness; height x width x 3 bytes."""
    l, green_red, blue_yellow = lab(a.astype(np.float64))
    chroma, hue, v = np.hypot(green_red, blue_yellow), np.arctan2(blue_yellow, green_red), []
    for q in (l, chroma):
        v += [q.mean(), q.std(), *np.percentile(q, [1, 10, 25, 50, 75, 90, 99])]
    v += list(np.histogram(l, 12, (0, 100))[0] / l.size * 20)
    hues = np.histogram(hue, 18, (-np.pi, np.pi), weights=chroma)[0]
    hues = hues / (hues.sum() + 1e-6)
    v += list(hues * 20)
    harmonics = np.abs(np.fft.fft(hues))            # 1: one hue, 2: a complementary pair
    v += [*(harmonics[1:4] * 10), hues.max() * 10, -(hues * np.log(hues + 1e-9)).sum() * 3]
    v += [(l > 95).mean() * 10, ((l > 90) & (chroma < 8)).mean() * 10, (l < 8).mean() * 10, (chroma < 4).mean() * 10]
    gx, gy = np.diff(l, axis=1)[:-1], np.diff(l, axis=0)[:, :-1]
    g = np.hypot(gx, gy)
    directions = np.histogram(np.arctan2(gy, gx) % np.pi, 8, (0, np.pi), weights=g)[0]
    v += list(directions / (directions.sum() + 1e-6) * 10) + [g.mean(), g.std(), *np.percentile(g, [50, 90, 99])]
    h, w = g.shape

    def grid(q):
        return np.array([q[i * h // 3:(i + 1) * h // 3, j * w // 3:(j + 1) * w // 3].mean() for i in range(3) for j in range(3)])

    cells = grid(g)
    v += list(cells) + [np.log1p(cells.max()) - np.log1p(cells.min())] + list(grid(l) / 10)
    laplace = l[1:-1, 1:-1] * 4 - l[:-2, 1:-1] - l[2:, 1:-1] - l[1:-1, :-2] - l[1:-1, 2:]
    v += [np.median(abs(laplace)), abs(laplace).mean(), np.log1p(laplace.var())]
    red, blue = a[..., 0].astype(float), a[..., 2].astype(float)
    return np.array(v + [(red.mean() - blue.mean()) / 20, red.std(), blue.std()], np.float32)


class Backbone:
    def __init__(self, folder):
        self.w = load(os.path.join(folder, 'backbone.safetensors'))

    def pointwise(self, x, name, relu=True):
        x = F.conv2d(x, self.w[name + '.weight'][:, :, None, None], self.w[name + '.bias'])
        return x.clamp(0, 6) if relu else x

    def block(self, x, i):
        """Block i of 16: expand (but for the first), depthwise, project; a residual where the shape stays."""
        stride, y = STRIDES.get(i, 1), x
        if f'block.{i}.expand.weight' in self.w:
            y = self.pointwise(y, f'block.{i}.expand')
        taps = self.w[f'block.{i}.depthwise.weight']
        k = math.isqrt(len(taps))
        y = F.conv2d(same(y, k, stride), taps.T.reshape(-1, 1, k, k), self.w[f'block.{i}.depthwise.bias'], stride, groups=taps.shape[1]).clamp(0, 6)
        y = self.pointwise(y, f'block.{i}.project', False)
        return x + y if y.shape == x.shape else y

    def stem(self, a):
        x = (torch.from_numpy(np.array(a)).permute(2, 0, 1)[None].float() - 127) / 128
        w = self.w['stem.weight'].reshape(-1, 3, 3, 3).permute(0, 3, 1, 2)
        return F.conv2d(same(x, 3, 2), w, self.w['stem.bias'], 2).clamp(0, 6)

    @torch.no_grad()
    def run(self, a, trace=None):
        """Pooled statistics and region features (rows x columns x channels). trace: a dict for every block's output."""
        x, pooled, stages = self.stem(a), [], []
        trace = {} if trace is None else trace
        trace['stem'] = x
        for i in range(16):
            trace[f'block.{i}'] = x = self.block(x, i)
            if i in STAGE_ENDS:
                pooled += [x.mean((2, 3))[0], x.std((2, 3))[0]]
                stages.append(x)
        trace['head'] = x = self.pointwise(x, 'head')
        pooled += [x.mean((2, 3))[0], x.amax((2, 3))[0]]
        regions = torch.cat([F.avg_pool2d(stages[3], 2), x], 1)[0]
        return torch.cat(pooled), regions.permute(1, 2, 0).contiguous()


def same(x, k, stride):
    """TensorFlow's "same" padding of an even-sized picture."""
    pad = k - stride
    return F.pad(x, (pad // 2, pad - pad // 2, pad // 2, pad - pad // 2))


# ---- the critique ---------------------------------------------------------------------------------------

class Text:
    def __init__(self, folder, heads):
        self.w, self.heads = load(os.path.join(folder, 'text.safetensors')), heads
        with open(os.path.join(folder, 'vocab.txt'), encoding='utf-8') as f:
            vocabulary = {line.rstrip('\n'): i for i, line in enumerate(f)}
        self.tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token='[UNK]', max_input_chars_per_word=100))
        self.tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
        self.tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()

    def sentences(self, text):
        """Split after . ! ? ; : before white space and at line ends; digits and punctuation are spaces; a
        sentence over 48 word pieces is cut into equal parts."""
        out = []
        for part in re.split(r'(?<=[.!?;:])\s+|\n+', text):
            part = re.sub(r'[^\w\s]', ' ', re.sub(r'\d+', ' ', part.lower()))
            ids = self.tokenizer.encode(part, add_special_tokens=False).ids
            pieces = max(1, -(-len(ids) // MAX_SENTENCE))
            step = -(-len(ids) // pieces) if ids else 1
            out += [tuple(ids[i:i + step]) for i in range(0, len(ids), step)]
        return out

    @torch.no_grad()
    def encode(self, ids):
        """ids: batch x n, with [CLS] and [SEP]. All states: batch x n x width."""
        w = self.w
        width = w['we'].shape[1]

        def norm(x, n):
            return F.layer_norm(x, (width,), w[n + 'w'], w[n + 'b'], 1e-12)

        x = norm(F.embedding(ids, w['we']) + w['pe'][:ids.shape[1]] + w['te'], 'l')
        i = 0
        while f'layers.{i}.qw' in w:
            p = f'layers.{i}.'
            b, n, _ = x.shape
            q, k, v = F.linear(x, w[p + 'qw'], w[p + 'qb']).view(b, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            a = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1) @ v
            x = norm(x + F.linear(a.transpose(1, 2).reshape(b, n, width), w[p + 'ow'], w[p + 'ob']), p + 'l1')
            x = norm(x + F.linear(F.gelu(F.linear(x, w[p + 'iw'], w[p + 'ib'])), w[p + 'fw'], w[p + 'fb']), p + 'l2')
            i += 1
        return x

    def features(self, sentences):
        """Every sentence alone; the states of [CLS] and [SEP] are dropped. sentence -> n x width."""
        out = {}
        by_length = {}
        for s in set(sentences):
            by_length.setdefault(len(s), []).append(s)
        for n in sorted(by_length):
            group = by_length[n]
            for i in range(0, len(group), 64):
                batch = group[i:i + 64]
                states = self.encode(torch.tensor([[101, *s, 102] for s in batch]))
                out.update(zip(batch, states[:, 1:-1]))
        return out

    def words(self, sentences):
        """The first 512 words of a list of sentences."""
        f = self.features(sentences)
        return torch.cat([f[s] for s in sentences])[:MAX_WORDS] if sentences else torch.zeros(0, self.w['we'].shape[1])


# ---- what a sentence speaks of --------------------------------------------------------------------------

def find_keywords(rows, sentence, n):
    """1 for each of n aspects of which a keyword stands in the sentence; rows: (aspect, word pieces)."""
    found = np.zeros(n)
    for aspect, ids in rows:
        if any(list(sentence[i:i + len(ids)]) == ids for i in range(len(sentence) - len(ids) + 1)):
            found[aspect] = 1
    return found


# ---- fusion ---------------------------------------------------------------------------------------------

class Model:
    def __init__(self, folder=HERE):
        self.config = read_json(folder)
        self.w = load(os.path.join(folder, 'mcn.safetensors'))
        self.backbone, self.text = Backbone(folder), Text(folder, self.config['text']['heads'])
        self.heads, self.layers = self.config['mcn']['heads'], self.config['mcn']['layers']
        path = os.path.join(folder, 'aspects.safetensors')
        self.aspect_head = load(path) if os.path.exists(path) else None

    def linear(self, x, n):
        return F.linear(x, self.w[n + '.weight'], self.w.get(n + '.bias'))

    def norm(self, x, n):
        return F.layer_norm(x, x.shape[-1:], self.w[n + '.weight'], self.w[n + '.bias'])

    def photograph(self, a, tiny=False):
        """(global vector, regions n x channels, (rows, columns)), standardised and clipped."""
        pooled, regions = self.backbone.run(a)
        h, w, _ = regions.shape
        return self.standardise(pooled, torch.from_numpy(photometric(a)), regions.reshape(h * w, -1), tiny) + ((h, w),)

    def standardise(self, pooled, photometry, regions, tiny=False):
        g = ((torch.cat([pooled, photometry]) - self.w['x_mu']) / self.w['x_sd']).clamp(-6, 6)
        if tiny:
            g[len(pooled):] = 0
        return g, ((regions - self.w['g_mu']) / self.w['g_sd']).clamp(-6, 6)

    def positions(self, h, w):
        y, x = (np.mgrid[0:h, 0:w] + .5).reshape(2, -1) / np.array([[h], [w]])
        code = [f(math.pi * 2 ** k * c) for k in range(4) for c in (x, y) for f in (np.sin, np.cos)]
        return torch.from_numpy(np.stack(code + [np.full(h * w, math.log(w / h))], 1).astype(np.float32))

    def image_tokens(self, g, regions, shape):
        """g: batch x n_global, regions: batch x n x channels."""
        x = self.norm(self.linear(regions, 'region'), 'rn') + self.linear(self.positions(*shape), 'pos')
        return torch.cat([self.w['none_i'].expand(len(x), 1, -1), self.norm(self.linear(g, 'globe'), 'gn')[:, None], x], 1)

    def text_tokens(self, words):
        """words: batch x n x width."""
        return torch.cat([self.w['none_t'].expand(len(words), 1, -1), self.norm(self.linear(words, 'word'), 'wn')], 1)

    def attention(self, x, y, n, maps):
        d, w, b = x.shape[-1], self.w[n + '.at.in_proj_weight'], self.w[n + '.at.in_proj_bias']
        q, k, v = (F.linear(z, w[i * d:(i + 1) * d], b[i * d:(i + 1) * d]).unflatten(-1, (self.heads, -1)).transpose(1, 2) for i, z in enumerate((x, y, y)))
        maps[n] = p = (q @ k.transpose(-1, -2) / math.sqrt(d / self.heads)).softmax(-1)
        if p.requires_grad:
            p.retain_grad()
        return self.linear((p @ v).transpose(1, 2).flatten(2), n + '.at.out_proj')

    def layer(self, x, y, n, maps):
        """STRM where y is x, CTRM where it is the other modality."""
        x = self.norm(x + self.attention(x, y, n, maps), n + '.n1')
        return self.norm(x + self.linear(F.gelu(self.linear(x, n + '.f1')), n + '.f2'), n + '.n2')

    def pool(self, x, n):
        w = self.linear(torch.tanh(self.linear(x, n + '.a')), n + '.b').softmax(1)
        return (w * x).sum(1)

    def fuse(self, x, t, g=None, trace=None, maps=None):
        """x, t: batch x tokens x d, from image_tokens() and text_tokens() (or the learned "no ..." token
        alone); g: batch x n_global or None. Raw score, style logits, logit of high."""
        trace, maps = {} if trace is None else trace, {} if maps is None else maps
        trace |= {'image_tokens': x, 'text_tokens': t}
        x0, t0 = self.layer(x, x, 'si', maps), self.layer(t, t, 'st', maps)
        x, t = x0, t0
        trace |= {'strm_image': x, 'strm_text': t}
        for i in range(self.layers):
            x, t = self.layer(x, t, f'ci.{i}', maps), self.layer(t, x, f'ct.{i}', maps)
            x, t = self.layer(x, x, f'ki.{i}', maps), self.layer(t, t, f'kt.{i}', maps)
            trace |= {f'mtrl_{i}_image': x, f'mtrl_{i}_text': t}
        z = torch.cat([self.pool(self.norm(x0 + x, 'ni'), 'qi'), self.pool(self.norm(t0 + t, 'nt'), 'qt')], 1)
        trace['pooled'] = z
        s, style = self.linear(z, 'score')[:, 0], self.linear(z, 'style')
        if g is not None:
            s, style = s + (g @ self.w['skip.weight'].T)[:, 0], style + g @ self.w['styskip.weight'].T
            if 'style.scale' in self.w:
                style = self.w['style.scale'] * style + self.w['style.shift']
        k = self.w['a'] * s + self.w['b']
        if g is not None:
            share = self.config['mcn']['ridge_share']['both' if t.shape[1] > 1 else 'photo']
            k = (1 - share) * k + share * (g @ self.w['ridge_w'][0] + self.w['ridge_b'])
            if t.shape[1] == 1 and 'alone.weight' in self.w:
                k = self.linear(z, 'alone')[:, 0] + (g @ self.w['alone_skip.weight'].T)[:, 0]
        return self.config['mcn']['ava_mean'] + self.config['mcn']['ava_sd'] * k, style, self.linear(z, 'high')[:, 0]

    def bag(self, sentences):
        """What the ridge on words says of a critique, in standard votes: columns are hashes (18 bits) of
        word pieces and of neighbours in a sentence, a value is (1 + ln count) idf, all of length 1."""
        columns, n = collections.Counter(), MAX_WORDS
        for sentence in sentences:
            sentence = sentence[:n]
            n -= len(sentence)
            columns.update((p * 2654435761 & 0xffffffff) >> 14 for p in sentence)
            columns.update((((p * 0x9e3779b1 ^ q * 0x85ebca6b) & 0xffffffff) * 2654435761 & 0xffffffff) >> 14
                           for p, q in zip(sentence, sentence[1:]))
        values = {c: (1 + math.log(count)) * float(self.w['bag.idf'][c]) for c, count in columns.items()}
        length = math.sqrt(sum(v * v for v in values.values()))
        return float(self.w['bag.bias']) + sum(v * float(self.w['bag.weight'][c]) for c, v in values.items()) / (length or 1)

    @torch.no_grad()
    def run(self, photo=None, words=None, trace=None, maps=None, sentences=()):
        """One photograph (of photograph(), or None) and words (n x width, or None). sentences: those of the
        words, for the ridge that has a share of a critique alone, and adds to a photograph's score, where the model has one;
        there, what the words change counts by how many they are."""
        x = self.w['none_i'][None, None] if photo is None else self.image_tokens(photo[0][None], photo[1][None], photo[2])
        t = self.w['none_t'][None, None] if words is None or len(words) == 0 else self.text_tokens(words[None])
        raw, style, high = self.fuse(x, t, None if photo is None else photo[0][None], trace, maps)
        mcn, n = self.config['mcn'], min(sum(map(len, sentences)), MAX_WORDS)
        if photo is not None and n and 'bag.both' in self.w:
            evidence = n / (n + BAG_HALF)
            adds = evidence * (self.bag(sentences) - float(self.w['bag.bias']))
            alone = self.fuse(x, self.w['none_t'][None, None], photo[0][None])[0]
            raw = alone + evidence * (raw - alone) + mcn['ava_sd'] * float(self.w['bag.both'][0]) * adds
        if photo is None and n and 'bag.weight' in self.w:
            share = float(self.w['bag.share'])
            raw = (1 - share) * raw + share * (mcn['ava_mean'] + mcn['ava_sd'] * self.bag(sentences))
        return raw, style, high

    def aspects(self, sentence):
        """Six logits; above 0: the sentence speaks of it."""
        w = self.aspect_head
        rows = [(int(r[0]), [int(i) for i in r[1:] if i >= 0]) for r in w['keywords']]
        found = torch.from_numpy(find_keywords(rows, sentence, len(w['bias']))).float()
        return w['weight'] @ self.text.features([sentence])[sentence].mean(0) + w['keyword_weight'] @ found + w['bias']

    def calibrate(self, mode, raw):
        c = self.config['calibration'][mode]
        return min(10., max(1., c['offset'] + c['slope'] * raw))


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--model', default=HERE)
    p.add_argument('--photo')
    p.add_argument('--critique', action='append', default=[])
    a = p.parse_args()
    model = Model(a.model)
    photo = model.photograph(pixels(a.photo)) if a.photo else None
    sentences = [s for c in a.critique for s in model.text.sentences(c)]
    words = model.text.words(sentences)
    raw, style, high = model.run(photo, words, sentences=sentences)
    out = {'raw_score': float(raw), 'high_head': float(high.sigmoid()),
           'styles': {k: float(v) for k, v in zip(model.config['styles'], style[0].sigmoid())}}
    mode = 'both' if photo is not None and len(words) else 'photo' if photo is not None else 'critique'
    if 'calibration' in model.config:
        out['score'] = model.calibrate(mode, float(raw))
    print(json.dumps(out, indent=1))


if __name__ == '__main__':
    main()
