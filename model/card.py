#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card's tables from the JSON that photo-critic-train wrote: each stands in README.md between
<!-- table FILE --> and <!-- end -->, and nothing else in it is touched.

usage: card.py [--check] [FOLDER]

--check writes nothing and fails where a table is not what its file says.
"""
import argparse
import json
import os
import re
import sys

TABLE = re.compile(r'(<!-- table (\S+) -->\n).*?(<!-- end -->)', re.S)


def experiment(told):
    """What was tried (photo-critic-train experiment): the differences, paired."""
    lines = ['| | tried | line | n | figure | before | with it | difference |', '|---|---|---|---|---|---|---|---|']
    for row in told['rows']:
        low, high = row['interval']
        lines.append(f"| {row['letter']} | {row['experiment']} | {row['line']} | {row['n']} | {row['metric']} | {row['base']:.3f} | "
                     f"{row['value']:.3f} | {row['difference']:+.3f} [{low:+.3f}, {high:+.3f}] |")
    return lines


WRITERS = {'photo-critic-experiment': experiment}


def filled(card, folder):
    """The card with every table as its file says."""
    def table(match):
        with open(os.path.join(folder, match[2]), encoding='utf-8') as file:
            told = json.load(file)
        return match[1] + '\n'.join(WRITERS[told['format']](told)) + '\n' + match[3]

    return TABLE.sub(table, card)


def main():
    p = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    p.add_argument('--check', action='store_true')
    p.add_argument('folder', nargs='?', default=os.path.dirname(os.path.abspath(__file__)))
    a = p.parse_args()
    path = os.path.join(a.folder, 'README.md')
    with open(path, encoding='utf-8') as file:
        card = file.read()
    new = filled(card, a.folder)
    if a.check:
        if new != card:
            sys.exit(f'{path}: a table is not what its file says; write it by model/card.py')
        return
    with open(path, 'w', encoding='utf-8') as file:
        file.write(new)


if __name__ == '__main__':
    main()
