# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of `photo-critic-train dataset` share: the program (as PHOTO_CRITIC_CLI, so that
cli_testing drives it), a reader (PHOTO_CRITIC_DUMP), and a small folder of research data."""
import csv
import gzip
import io
import json
import os
import subprocess

from cli_testing import PROGRAM, TINY, CliTestCase, png

DUMP = os.environ['PHOTO_CRITIC_DUMP']
STYLES = ['Complementary_Colors', 'Duotones', 'HDR', 'Image_Grain', 'Light_On_White', 'Long_Exposure', 'Macro', 'Motion_Blur',
          'Negative_Image', 'Rule_of_Thirds', 'Shallow_DOF', 'Silhouettes', 'Soft_Focus', 'Vanishing_Point']


def table(columns, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval='', lineterminator='\n')
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def votes(prefix, counts):
    return {f'{prefix}{i + 1}': n for i, n in enumerate(counts)}


def mean(counts):
    return sum((i + 1) * n for i, n in enumerate(counts)) / sum(counts)


class DatasetTestCase(CliTestCase):
    def run_cli_of(self, name, *arguments):
        """Another program of the build."""
        program = os.path.join(os.path.dirname(PROGRAM), '..', 'cli', name)
        return subprocess.run([program, *arguments], capture_output=True, check=False)

    def run_train(self, *arguments, status=0, **options):
        result = self.run_cli('dataset', *arguments, model=None, **options)
        self.assertEqual(result.status, status, result.out + result.err)
        if status == 1:
            self.assert_sentence(result.err.splitlines()[0].removeprefix('photo-critic-train: '))
        return result

    def dump(self, folder):
        done = subprocess.run([DUMP, self.path(folder)], capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.decode().splitlines()]

    def make(self, name, data):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        return self.write(name, data)

    def files(self, folder):
        """Every file below a folder with its bytes."""
        found = {}
        for where, _, names in os.walk(self.path(folder)):
            for name in names:
                path = os.path.join(where, name)
                with open(path, 'rb') as file:
                    found[os.path.relpath(path, self.path(folder))] = file.read()
        return found

    def import_data(self, folder='out', status=0):
        return self.run_train('import', 'data', '--output', folder, '--model', TINY, status=status)

    # ---- a small folder of research data ----

    def research_data(self):
        self.splits = {s: {'train': [], 'val': [], 'test': []} for s in (
            'oasis-beauty', 'photos-unlabelled', 'streetpsych', 'avt-image-appeal-thumbs', 'avt-imagedb-rules', 'ava-critiques')}
        self.oasis()
        self.others()
        self.critiques()
        self.elsewhere()
        self.make('data/splits.json', json.dumps(self.splits))

    def photograph(self, name, width=160, height=120, seed=0):
        self.make('data/' + name, png(width, height, lambda x, y: ((x * 7 + seed * 31) % 256, (y * 5) % 256, (x * y + seed) % 256)))

    def oasis(self):
        counts = {'images/001_Acorns1.png': [1, 0, 2, 4, 5, 3, 1], 'images/002_Acorns2.png': [0, 1, 1, 1, 1, 0, 0],
                  'images/020_Bear1.png': [9, 0, 0, 0, 0, 0, 1], 'images/021_Gone1.png': [1, 1, 1, 1, 1, 1, 1]}
        rows = []
        for i, (file, c) in enumerate(counts.items()):
            if 'Gone' not in file:
                self.photograph('oasis-beauty/' + file, seed=i)
            rows.append({'file': file, 'mean': round(mean(c), 4), 'std': 1, 'n': sum(c), 'theme': file[11:-4], 'valence_mean': 4.5,
                         'valence_sd': 1.25, 'arousal_mean': '' if i == 1 else 3.5, 'arousal_sd': 1, **votes('c', c)})
        self.make('data/oasis-beauty/ratings.csv', table(
            ['file', 'mean', 'std', 'n', *votes('c', [0] * 7), 'theme', 'valence_mean', 'valence_sd', 'arousal_mean', 'arousal_sd'], rows))
        self.splits['oasis-beauty'] = {'train': list(counts)[:2], 'val': [], 'test': list(counts)[2:]}

    def others(self):
        self.photograph('photos-unlabelled/images/a.png', 96, 192, 7)
        self.make('data/photos-unlabelled/photos.csv', table(['file', 'set'], [{'file': 'images/a.png', 'set': 'kodak'}]))
        self.photograph('avt-image-appeal-thumbs/images/0000_ava_10003.png', 80, 80, 3)
        c = [1, 2, 3, 4, 0]
        self.make('data/avt-image-appeal-thumbs/ratings.csv', table(
            ['file', 'mean', 'n', *votes('c', c), 'source_db', 'source_name', 'ava_mean', 'ava_n', 'ava_high', 'ava_styles'],
            [{'file': 'images/0000_ava_10003.png', 'mean': mean(c), 'n': sum(c), **votes('c', c), 'source_db': 'ava',
              'source_name': '10003.jpg', 'ava_mean': 6.0682, 'ava_n': 88, 'ava_high': 1, 'ava_styles': 'Macro'}]))
        self.photograph('streetpsych/images/stp00001.png', 280, 210, 4)
        street = ['complexity', 'enclosure', 'disorder', 'walkability', 'imageability', 'transparency', 'humanscale']
        self.make('data/streetpsych/ratings.csv', table(
            ['file', 'mean', 'std', 'n', *street, 'near_dup_group'],
            [{'file': 'images/stp00001.png', 'mean': .4, 'std': .49, 'n': 35, 'near_dup_group': 'g001', **{k: .25 for k in street}}]))
        rules = []
        for i, n in enumerate((5, 1)):
            self.photograph(f'avt-imagedb-rules/images/{i}.png', 200, 200, i)
            rules.append({'file': f'images/{i}.png', 'rot_yes': 1, 'rot_n': n, 'simple_yes': 2 if n == 5 else 0, 'simple_n': 5 if n == 5 else 0})
        self.make('data/avt-imagedb-rules/labels.csv', table(['file', 'rot_yes', 'rot_n', 'simple_yes', 'simple_n', 'near_dup_group'], rules))
        self.splits['avt-imagedb-rules']['val'] = ['images/0.png']

        self.make('data/machine-ratings/ratings.csv', table(['set', 'file', 'A', 'B', 'C', 'D', 'W'], [
            {'set': 'oasis-beauty', 'file': 'images/001_Acorns1.png', 'A': 4.5, 'C': 5.5, 'W': 9},
            {'set': 'oasis-beauty', 'file': 'images/021_Gone1.png', 'A': 4.5},
            {'set': 'photos-unlabelled', 'file': 'images/a.png', 'W': 3}]))
        self.paired = [
            {'set': 'oasis-beauty', 'file': 'images/001_Acorns1.png',
             'critiques': ['Nice find. The shiny nut is crisp.', 'Harsh light. The twig at right distracts.'],
             'grounding': [{'phrase': 'twig at right', 'cells': [3, 6]}, {'phrase': 'nowhere written', 'cells': [5]}],
             'style_votes': {'Macro': 3, 'HDR': 1}, 'style_judges': 4, 'styles': ['Macro']},
            {'set': 'photos-unlabelled', 'file': 'images/gone.png', 'critiques': ['Gone.']}]
        self.make('data/paired-critiques/critiques.jsonl.gz', self.jsonl(self.paired))

    def critiques(self):
        voted, voted_too = [0, 1, 2, 8, 20, 30, 20, 8, 2, 1], [30, 20, 10, 5, 3, 2, 1, 1, 0, 0]
        self.ava = [
            {'id': 11170, 'comments': ["The sign isn't sharp. Nice light!", 'crop tighter'], 'aspects': [['subject'], ['composition', 'use_of_camera']],
             'votes': voted, 'mean': round(mean(voted), 4), 'n': sum(voted), 'high': 1, 'tail': None, 'styles': ['Macro', 'Duotones'],
             'style_split': 'test', 'split': 'test', 'src': ['dpc']},
            {'id': 11171, 'comments': ['so yummy'], 'aspects': [['general_impression']], 'votes': None, 'mean': None, 'n': None, 'high': 0,
             'tail': 'bottom10', 'styles': ['HDR'], 'style_split': 'train', 'split': 'train', 'src': ['food', 'dpc']}]
        self.make('data/ava-critiques/critiques.jsonl.gz', self.jsonl(self.ava))
        self.splits['ava-critiques'] = {'train': [11171], 'val': [], 'test': [11170]}
        self.make('data/ava-critiques/scores.csv', table(
            ['id', 'mean', 'n', *votes('v', voted), 'high', 'split', 'score_src'],
            [{'id': 54, 'mean': round(mean(voted_too), 4), 'n': sum(voted_too), **votes('v', voted_too), 'high': 0, 'split': 'test'},
             {'id': 53, 'mean': 7.5, 'n': '', 'high': 1, 'split': 'train'}]))
        self.make('data/ava-critiques/highlow.csv.gz', gzip.compress(table(
            ['id', 'high', 'tail'], [{'id': 53, 'high': 1, 'tail': 'top10'}, {'id': 54, 'high': 0}, {'id': 11170, 'high': 1},
                                     {'id': 11171, 'high': 0, 'tail': 'bottom10'}, {'id': 12, 'high': 1}]).encode()))
        self.make('data/ava-critiques/styles.csv', table(
            ['id', 'style_split', 'styles'], [{'id': 53, 'style_split': 'train', 'styles': 'Silhouettes'}, {'id': 54, 'style_split': 'test'}]))

    def elsewhere(self):
        self.make('data/ava-critiques/pccd.jsonl.gz', self.jsonl([
            {'id': 'a_b', 'overall': 8.5, 'scores': ['8', 'N', '7', '9', '10', '8', '9'], 'split': 'test',
             'critique': {'composition': 'Well balanced.', 'general_impression': 'A calm picture.'}}]))
        self.make('data/ava-critiques/photonet.jsonl.gz', self.jsonl([
            {'id': 4088596, 'comments': ['Thank you', 'Very nice gull.'], 'votes7': [0, 0, 0, 5, 2, 4, 0], 'mean': 4.9091, 'n': 11}]))
        self.make('data/ava-critiques/apddv2-paintings.jsonl.gz', self.jsonl([
            {'id': 'x.png', 'total': 65.83, 'attributes': {'Mood': 6.67, 'Color': 5.5}, 'comment': 'The strokes are even.'}]))
        self.make('data/ava-critiques/aspect-lines.csv.gz', gzip.compress(table(
            ['aspect', 'text'], [{'aspect': 'composition', 'text': 'the UNK is centred'}]).encode()))

    def jsonl(self, rows):
        return gzip.compress(''.join(json.dumps(row) + '\n' for row in rows).encode(), mtime=0)


__all__ = ['DUMP', 'PROGRAM', 'STYLES', 'TINY', 'DatasetTestCase', 'mean', 'png', 'table', 'votes']
