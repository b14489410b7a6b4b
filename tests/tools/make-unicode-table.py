# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes src/engine/mcn-unicode-table.h: what Python's re and str.lower() and the
BERT normalizer of the tokenizers package make of every code point.

The model was trained through those two, each with the Unicode version it was
built with. GLib has another one, and another again on the next distribution, so
the classes that decide about tokens are asked of the originals and frozen here.
Mappings (canonical decomposition, lower case) are stable by Unicode's own policy
and are left to GLib.

usage: make-unicode-table.py > mcn-unicode-table.h      (needs tokenizers)
"""
import re
import sys
import unicodedata

import tokenizers
from tokenizers import normalizers, pre_tokenizers

WORD, SPACE, DIGIT, DROPPED, BLANK, PUNCTUATION, CASED, IGNORABLE = (1 << i for i in range(8))

normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False,
                                        strip_accents=True, lowercase=False)
splitter = pre_tokenizers.BertPreTokenizer()
word, space, digit = (re.compile(p).match for p in (r'\w', r'\s', r'\d'))


def classes(c):
    if 0xD800 <= c < 0xE000:
        return DROPPED          # no character of any text
    s = chr(c)
    b = (WORD if word(s) else 0) | (SPACE if space(s) else 0) | (DIGIT if digit(s) else 0)
    left = normalizer.normalize_str('x' + s + 'x')[1:-1]
    if left == '':
        b |= DROPPED
    elif left == ' ':
        b |= BLANK
    if len(splitter.pre_tokenize_str('x' + s + 'x')) == 3:
        b |= PUNCTUATION
    # A capital sigma is final after a cased letter; ignorable characters do
    # not come between.
    if (s + '\u03a3').lower()[-1] == '\u03c2':
        b |= CASED
    elif ('A' + s + '\u03a3').lower()[-1] == '\u03c2':
        b |= IGNORABLE
    return b


def table(name, ctype, values, form, columns):
    print(f'static const {ctype} {name}[{len(values)}] = {{')
    for i in range(0, len(values), columns):
        print('  ' + ' '.join(form % v + ',' for v in values[i:i + columns]))
    print('};')


runs = []
for c in range(0x110000):
    b = classes(c)
    if not runs or runs[-1][1] != b:
        runs.append((c, b))
starts = [s for s, _ in runs]
# The run that holds the first character of each block of 256 below U+10000,
# and one past them.
blocks, r = [], 0
for b in range(257):
    while r + 1 < len(starts) and starts[r + 1] <= b * 256:
        r += 1
    blocks.append(r)

print(f'''/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Made by tests/tools/make-unicode-table.py with Python {sys.version.split()[0]} (Unicode
 * {unicodedata.unidata_version}) and tokenizers {tokenizers.__version__}. Do not edit.
 *
 * Runs of code points of equal classes: first << 8 | classes. */
#pragma once
''')
table('mcn_unicode_runs', 'guint32', [s << 8 | b for s, b in runs], '0x%08x', 8)
print('\n/* The run in which each block of 256 below U+10000 begins. */')
table('mcn_unicode_blocks', 'guint16', blocks, '%d', 16)
print('\n/* The classes of ASCII. */')
table('mcn_unicode_ascii', 'guint8', [classes(c) for c in range(128)], '0x%02x', 16)
