#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a complete model folder of the real graph with small sizes and random weights, under 1 MB,
the same bytes every time. Standard library only.

usage: make-tiny-model.py OUT

For tests that are about behaviour, not figures: the score reacts to picture and words, but means
nothing.
"""
import math
import os
import random
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'model'))
from modelfile import write_json, write_safetensors  # noqa: E402

STYLES = ['Complementary_Colors', 'Duotones', 'HDR', 'Image_Grain', 'Light_On_White', 'Long_Exposure', 'Macro',
          'Motion_Blur', 'Negative_Image', 'Rule_of_Thirds', 'Shallow_DOF', 'Silhouettes', 'Soft_Focus',
          'Vanishing_Point']

# The words of a critique; everything else falls apart into letters.
WORDS = '''
a about above abstract after again all almost also although always am amazing an and angle any are around art as at
attention away awesome background bad balance balanced bare be beautiful beauty because been before behind below
better big bird bit bland black blue blur blurred blurry blown boring both bottom bright brings brown but by camera can
capture captured cat center challenge child clean clear close clouds clutter cold color colors colour colours
composition compositional contrast corner could cream creative crop cropped cropping cut dark deep depth despite detail
detailed details did different direction distant distracting do does dof dog done draws drama dramatic dull dynamic each
easy edge edges effect element else emotion empty enough even excellent exposed exposure expression eye eyes face fall
far feel feeling few field fine first flare flat flower focal focus foreground for form frame framing from front full
geometry get give gives glow go golden gone good grain grainy great green grey had hand hard harsh has have haze he
heavy her here high highlights hold holds horizon hot how idea if image in interest interesting into is it items its
just keeps lack lacks landscape large lead leading leads leaves left lens less let level light lighting like line lines
little long look looking looks lost lot love lovely low macro made make makes man many me message middle missing mist
moment mood more most motion mountain much muted my nature near need needs negative never nice night no noise noisy not
nothing of off old on one only open or orange other out over overall overexposed part pattern people perfect person
perspective photo photograph photographer photography picture pink place plain plane planes play point portrait pose
position quality quiet rather really red reflection reflections repeating rest rhythm right rocket room rule sand scene
see seems sense series shadow shadows shallow shape shapes sharp sharper sharpness she shift shot should show shows side
silhouette simple single sits sky slightly slow small smoke smooth snow so soft some something sort space spot steam still
storm story street strength strong style subject subtle such sun sunset symmetry take technique texture than that the
their them then there they thing things thirds this those though tight tilt time tilted to together tone tones too top
touch toward tree trees two under underexposed use used using vanishing very view viewer vibrant vivid want warm was
washed water way weak well were what where which while white whole why wide will window with without woman wonderful work
works would yellow you your
'''.split()

STEM, EXPAND, HEAD = 12, 3, 32
STAGES = [(8, 1, 3), (10, 2, 3), (12, 2, 5), (14, 3, 3), (10, 3, 5), (16, 4, 5), (18, 1, 3)]   # channels, blocks, kernel
WIDTH, TEXT_LAYERS, TEXT_HEADS, FEED, POSITIONS = 32, 2, 2, 64, 64
D, HEADS, LAYERS, PHOTOMETRY = 16, 2, 2, 95
REGION = STAGES[4][0] + HEAD
POOLED = 2 * sum(STAGES[i][0] for i in (0, 1, 2, 4, 6)) + 2 * HEAD
GLOBAL = POOLED + PHOTOMETRY

rng = random.Random(20250505)


def tensor(dtype, shape, values):
    values = list(values)
    assert len(values) == math.prod(shape)
    return dtype, shape, struct.pack(f'<{len(values)}{"e" if dtype == "F16" else "f"}', *values)


def normal(shape, sd, mean=0.):
    return tensor('F16', shape, (rng.gauss(mean, sd) for _ in range(math.prod(shape))))


def constant(shape, value, dtype='F16'):
    return tensor(dtype, shape, [value] * math.prod(shape))


def linear(w, name, n_out, n_in, gain=1.):
    w[name + '.weight'] = normal((n_out, n_in), gain / math.sqrt(n_in))
    w[name + '.bias'] = normal((n_out,), .05)


def layer_norm(w, name, n):
    w[name + '.weight'] = normal((n,), .05, 1.)
    w[name + '.bias'] = normal((n,), .05)


def backbone():
    w = {}
    linear(w, 'stem', STEM, 27, 1.6)
    block, c_in = 0, STEM
    for channels, n, kernel in STAGES:
        for _ in range(n):
            hidden = c_in
            if block > 0:
                hidden = c_in * EXPAND
                linear(w, f'block.{block}.expand', hidden, c_in, 1.4)
            w[f'block.{block}.depthwise.weight'] = normal((kernel * kernel, hidden), 1.6 / kernel)
            w[f'block.{block}.depthwise.bias'] = normal((hidden,), .1)
            linear(w, f'block.{block}.project', channels, hidden, 1.2)
            block, c_in = block + 1, channels
    linear(w, 'head', HEAD, c_in, 1.4)
    return w


def vocabulary():
    letters = 'abcdefghijklmnopqrstuvwxyz'
    words = ['[PAD]'] + [f'[unused{i}]' for i in range(99)] + ['[UNK]', '[CLS]', '[SEP]', '[MASK]']
    words += letters
    words += ['##' + c for c in letters]
    words += ['##' + s for s in ('ed', 'er', 'es', 'est', 'ing', 'ly', 'ness', 'tion')]
    words += sorted(set(WORDS) - set(letters))
    return words


def text(n_words):
    w = {'we': normal((n_words, WIDTH), 1.), 'pe': normal((POSITIONS, WIDTH), .2), 'te': normal((WIDTH,), .1),
         'lw': constant((WIDTH,), 1.), 'lb': constant((WIDTH,), 0.)}
    for i in range(TEXT_LAYERS):
        for name, n_out, n_in, gain in (('q', 3 * WIDTH, WIDTH, 1.), ('o', WIDTH, WIDTH, 1.), ('i', FEED, WIDTH, 1.), ('f', WIDTH, FEED, 1.4)):
            w[f'layers.{i}.{name}w'] = normal((n_out, n_in), gain / math.sqrt(n_in))
            w[f'layers.{i}.{name}b'] = normal((n_out,), .05)
        for name in ('l1', 'l2'):
            w[f'layers.{i}.{name}w'] = normal((WIDTH,), .05, 1.)
            w[f'layers.{i}.{name}b'] = normal((WIDTH,), .05)
    return w


def trunk():
    w = {'none_i': normal((D,), .3), 'none_t': normal((D,), .3), 'word_mean': normal((WIDTH,), .2)}
    for name, norm, n_in in (('region', 'rn', REGION), ('globe', 'gn', GLOBAL), ('word', 'wn', WIDTH)):
        linear(w, name, D, n_in)
        layer_norm(w, norm, D)
    linear(w, 'pos', D, 17, .3)
    for name in ['si', 'st'] + [f'{k}.{i}' for i in range(LAYERS) for k in ('ci', 'ct', 'ki', 'kt')]:
        w[name + '.at.in_proj_weight'] = normal((3 * D, D), 1.3 / math.sqrt(D))
        w[name + '.at.in_proj_bias'] = normal((3 * D,), .05)
        linear(w, name + '.at.out_proj', D, D, 1.5)
        linear(w, name + '.f1', 4 * D, D)
        linear(w, name + '.f2', D, 4 * D, 1.4)
        layer_norm(w, name + '.n1', D)
        layer_norm(w, name + '.n2', D)
    for name in ('ni', 'nt'):
        layer_norm(w, name, D)
    for name in ('qi', 'qt'):
        linear(w, name + '.a', D, D)
        linear(w, name + '.b', 1, D, 2.)
    linear(w, 'score', 1, 2 * D, SCORE_GAIN)
    linear(w, 'high', 1, 2 * D)
    linear(w, 'style', len(STYLES), 2 * D, 2.)
    w['skip.weight'] = normal((1, GLOBAL), .6 / math.sqrt(GLOBAL))
    w['styskip.weight'] = normal((len(STYLES), GLOBAL), 1. / math.sqrt(GLOBAL))
    w['word_mean'] = normal((WIDTH,), .3)
    w['a'], w['b'] = constant((1,), 1.), constant((1,), 0.)
    w['ridge_w'], w['ridge_b'] = normal((1, GLOBAL), 1. / math.sqrt(GLOBAL)), constant((1,), 0., 'F32')
    w['g_mu'], w['g_sd'] = constant((REGION,), .5, 'F32'), constant((REGION,), 1., 'F32')
    w['x_mu'] = tensor('F32', (GLOBAL,), [.5] * POOLED + [5.] * PHOTOMETRY)
    w['x_sd'] = tensor('F32', (GLOBAL,), [1.] * POOLED + [10.] * PHOTOMETRY)
    return w


SCORE_GAIN = 2.
SEARCH_RANK, SEARCH_FEATURES = 8, 256      # critic-library.h, CRITIC_N_FEATURES


def search():
    return {'photo': normal((SEARCH_RANK, SEARCH_FEATURES), 1 / math.sqrt(SEARCH_FEATURES)),
            'photo_mean': normal((SEARCH_FEATURES,), .1),
            'text': normal((SEARCH_RANK, WIDTH), 1 / math.sqrt(WIDTH)), 'text_mean': normal((WIDTH,), .1)}


def aspects():
    """Strong enough that sentences differ, and none is general."""
    keyword = vocabulary().index('composition')
    return {'weight': normal((6, WIDTH), 2 / math.sqrt(WIDTH)), 'bias': tensor('F32', (6,), [0.] * 5 + [-30.]),
            'keyword_weight': constant((6, 6), 0., 'F32'),
            'keywords': ('I64', (1, 5), struct.pack('<5q', 0, keyword, -1, -1, -1))}


def config():
    quantiles = [round(5.4 + .75 * math.log((i + .5) / (100.5 - i)) / 1.7, 4) for i in range(101)]
    method = {'method': 'occlusion', 'evidence': True, 'ratio': 2., 'interval': [1.5, 2.5], 'n': 200}
    return {
        'name': 'Tiny random model',
        'input': {'long_side': 320},
        'text': {'heads': TEXT_HEADS},
        'mcn': {'heads': HEADS, 'layers': LAYERS, 'ava_mean': 5.4, 'ava_sd': .75, 'ridge_share': {'photo': .2, 'both': .2}},
        'styles': STYLES,
        'calibration': {'photo': {'slope': 1.05, 'offset': -.2, 'error': .41, 'sigma': .52, 'half_width': .66, 'n': 217},
                        'critique': {'slope': .9, 'offset': .5, 'error': .5, 'sigma': .63, 'n': 1332},
                        'both': {'slope': 1.1, 'offset': -.5, 'error': .38, 'sigma': .48, 'n': 217}},
        'ava': {'percentiles': quantiles, 'spread': [1.8, -.2, .02]},
        'explanations': {'regions': method, 'words': method, 'matrix': method},
        'style_tests': {s: {'positive': 4} if s in ('HDR', 'Image_Grain') else {'positive': 12, 'precision': .5} for s in STYLES},
    }


def main(out):
    os.makedirs(out, exist_ok=True)
    words = vocabulary()
    with open(os.path.join(out, 'vocab.txt'), 'w', encoding='utf-8') as f:
        f.write(''.join(w + '\n' for w in words))
    write_safetensors(os.path.join(out, 'backbone.safetensors'), backbone())
    write_safetensors(os.path.join(out, 'text.safetensors'), text(len(words)))
    write_safetensors(os.path.join(out, 'mcn.safetensors'), trunk())
    write_safetensors(os.path.join(out, 'search.safetensors'), search())
    write_safetensors(os.path.join(out, 'aspects.safetensors'), aspects())
    write_json(out, config())


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
