# SPDX-License-Identifier: GPL-3.0-or-later
"""photo-critic-cli export: tables as rank writes them, and sidecars that other programs read."""
import json
import os
import shutil
import stat
import subprocess
import unittest

from cli_testing import main, sample
from ranking import RankTestCase

SAY = os.environ['PHOTO_CRITIC_SAY']
FOREIGN = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmp:Rating="2" xmp:Label="Blue" crs:Exposure2012="+0.35">
<dc:subject><rdf:Bag><rdf:li>mountain</rdf:li><rdf:li>mist</rdf:li></rdf:Bag></dc:subject>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">First &amp; last light,
on two lines</rdf:li></rdf:Alt></dc:description>
<crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li></rdf:Seq></crs:ToneCurve>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def even(value):
    """Without the breaks between attributes, which are the writer's own: ExifTool 13 takes an attribute that
    ends with "=" for two, and what lies between them for a value."""
    if isinstance(value, dict):
        return {name: even(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [even(inner) for inner in value]
    return ' '.join(value.split()) if isinstance(value, str) else value


class ExportTestCase(RankTestCase):
    def setUp(self):
        super().setUp()
        os.makedirs(self.path('s/sub'))
        for name in ('coffee', 'ladybird', 'storm'):
            shutil.copy(sample(name), self.path('s/sub' if name == 'storm' else 's'))
        self.write('s/broken.jpg', b'broken')
        self.run_cli('rank', 's', '--library', self.library)

    def say(self, photo, *words):
        subprocess.run([SAY, self.library, self.path(photo), *words], check=True)

    def export(self, *arguments, status=0):
        result = self.run_cli('export', '--library', self.library, *arguments)
        self.assertEqual(result.status, status, result.err)
        return result


class Tables(ExportTestCase):
    def test_as_rank(self):
        self.say('s/coffee.jpg', 'stars=4', 'label=red', 'score=7.5', 'high=no', 'style:Macro=yes', 'style:HDR=no', 'flag=pick')
        ranked = self.ndjson(self.path('s'), library=True, status=1)
        exported = self.export('--format', 'ndjson').lines
        for line in exported:
            self.check_ranking(line, 'line')
        self.assertEqual(sorted(exported, key=lambda line: line['path']), sorted(ranked, key=lambda line: line['path']))
        own = next(line['own'] for line in exported if line['path'].endswith('coffee.jpg'))
        self.assertEqual(own, {'flag': 'pick', 'stars': 4, 'label': 'red', 'score': 7.5, 'high': False,
                               'styles': {'HDR': False, 'Macro': True}})
        rows = {os.path.basename(row['path']): row for row in self.table(self.export().out)}
        self.assertEqual(len(rows), 4)
        coffee = rows['coffee.jpg']
        self.assertEqual([coffee[name] for name in ('flag', 'stars', 'label', 'own_score', 'own_high', 'own_styles', 'own_not_styles')],
                         ['pick', '4', 'red', '7.5', 'false', 'Macro', 'HDR'])
        # The user's words survive a merge.
        self.write('table.csv', self.export().raw)
        merged = self.rank('--merge', 'table.csv', '--sort', 'path', '--format', 'csv', status=1).raw
        self.assertEqual(merged, self.export('--sort', 'path').raw)
        self.write('lines', self.export('--format', 'ndjson').raw)
        self.assertEqual(self.rank('--merge', 'lines', '--sort', 'path', '--format', 'csv', status=1).raw, merged)

    def test_which(self):
        self.say('s/coffee.jpg', 'stars=4')
        names = lambda *arguments: [os.path.basename(row['path']) for row in self.table(self.export(*arguments).out)]
        self.assertEqual(names('--filter', 'stars >= 3'), ['coffee.jpg'])
        self.assertEqual(names(self.path('s/sub')), ['storm.jpg'])
        self.assertEqual(sorted(names('s/coffee.jpg', 's/sub')), ['coffee.jpg', 'storm.jpg'])
        self.assertEqual(names('--filter', 'not failed', '--sort', '-name'), ['storm.jpg', 'ladybird.jpg', 'coffee.jpg'])
        self.assertEqual(names('nowhere'), [])

    def test_critiques_of_the_library_count(self):
        alone = {line['path']: line for line in self.ndjson('s', library=True, status=1)}
        self.say('s/coffee.jpg', 'critique=Lovely light, but the crop is tight.')
        line = next(line for line in self.ndjson('s', library=True, status=1) if line['path'] == 's/coffee.jpg')
        self.assertEqual(line['critiques'], 1)
        self.assertEqual(line['photo_score'], alone['s/coffee.jpg']['score'])
        self.assertEqual(line['score'], self.assess('s/coffee.jpg', '--critique', 'Lovely light, but the crop is tight.')['score'])
        # And the judgement is kept.
        self.assertIn('3 known', self.run_cli('rank', 's', '--library', self.library, '--timings').err)

    def test_wrong(self):
        for arguments in (['--format', 'json'], ['--format', 'xmp'], ['--format', 'xmp', '--beside', '-o', 'x'], ['--beside'],
                          ['--subjects'], ['--settle', 'file'], ['--format', 'xmp', '--beside', '--settle', 'both'], ['-o', 'x'], ['--filter', '('], ['--sort', 'x']):
            self.assertEqual(self.run_cli('export', *arguments).status, 2, arguments)


@unittest.skipUnless(shutil.which('exiftool') and shutil.which('exiv2'), 'exiftool and exiv2 are not there')
class Sidecars(ExportTestCase):
    def exiftool(self, path):
        done = subprocess.run(['exiftool', '-json', '-G1', '-struct', '-n', self.path(path)], check=True, capture_output=True)
        return json.loads(done.stdout)[0]

    def exiv2(self, path):
        done = subprocess.run(['exiv2', '-PXkv', self.path(path)], check=True, capture_output=True, text=True)
        return dict((line.split(None, 1) + [''])[:2] for line in done.stdout.splitlines() if line.startswith('Xmp.'))

    def test_round_trip(self):
        self.say('s/ladybird.jpg', 'stars=4', 'label=green', 'score=7.5', 'high=no', 'style:Macro=yes', 'style:Soft_Focus=yes',
                 'style:HDR=no', 'flag=pick')
        self.export('--format', 'xmp', '--output', 'out')
        lines = {os.path.basename(line['path']): line for line in self.export('--format', 'ndjson').lines}
        self.assertEqual(sorted(os.listdir(self.path('out'))), ['coffee.jpg.xmp', 'ladybird.jpg.xmp', 'sub'])
        for path in ('out/coffee.jpg.xmp', 'out/ladybird.jpg.xmp', 'out/sub/storm.jpg.xmp'):
            line = lines[os.path.basename(path)[:-4]]
            tool, viv = self.exiftool(path), self.exiv2(path)
            for ours, theirs in (('score', 'Score'), ('photo_score', 'PhotoScore'), ('typical_error', 'TypicalError'),
                                 ('percentile', 'Percentile'), ('p_high', 'PHigh')):
                self.assertEqual(float(tool[f'XMP-photocritic:{theirs}']), line[ours])
                self.assertEqual(float(viv[f'Xmp.photocritic.{theirs}']), line[ours])
            self.assertEqual(str(tool['XMP-photocritic:High']), str(line['high']))
            self.assertEqual(tool['XMP-photocritic:Model'], line['model'])
            self.assertEqual(tool['XMP-photocritic:StyleProbabilities'],
                             [f'{name}={value:f}'.rstrip('0').rstrip('.') for name, value in line['styles'].items()])
            styles = [name for name, value in line['styles'].items() if value > 0.5]
            self.assertEqual(tool.get('XMP-photocritic:Styles', []), styles)
        # What the user said, where every program looks for it; the model's score is nowhere there.
        tool, viv = self.exiftool('out/ladybird.jpg.xmp'), self.exiv2('out/ladybird.jpg.xmp')
        self.assertEqual((tool['XMP-xmp:Rating'], tool['XMP-xmp:Label']), (4, 'Green'))
        self.assertEqual((viv['Xmp.xmp.Rating'], viv['Xmp.xmp.Label']), ('4', 'Green'))
        self.assertEqual(tool['XMP-photocritic:OwnStyles'], ['Macro', 'Soft_Focus'])
        self.assertEqual(tool['XMP-photocritic:OwnNotStyles'], ['HDR'])
        self.assertEqual((tool['XMP-photocritic:OwnScore'], str(tool['XMP-photocritic:OwnHigh']), tool['XMP-photocritic:Flag']),
                         (7.5, 'False', 'pick'))
        for path in ('out/coffee.jpg.xmp', 'out/sub/storm.jpg.xmp'):
            self.assertFalse([name for name in self.exiftool(path) if name.startswith('XMP-xmp:')])

    def test_rejected(self):
        self.say('s/coffee.jpg', 'flag=reject', 'stars=3')
        self.export('--format', 'xmp', '-o', 'out', '--filter', 'rejected')
        self.assertEqual(os.listdir(self.path('out')), ['coffee.jpg.xmp'])
        self.assertEqual(self.exiftool('out/coffee.jpg.xmp')['XMP-xmp:Rating'], -1)

    def test_merged_with_what_is_there(self):
        self.write('s/coffee.jpg.xmp', FOREIGN)
        os.chmod(self.path('s/coffee.jpg.xmp'), 0o640)
        before = self.exiftool('s/coffee.jpg.xmp')
        self.export('--format', 'xmp', '--beside')
        after = self.exiftool('s/coffee.jpg.xmp')
        kept = {name: value for name, value in before.items() if name.startswith('XMP-') and not name.startswith('XMP-x:')}
        self.assertGreater(len(kept), 5)
        self.assertEqual({name: after.get(name) for name in kept}, kept)
        self.assertIn('XMP-photocritic:Score', after)
        self.assertEqual(stat.S_IMODE(os.stat(self.path('s/coffee.jpg.xmp')).st_mode), 0o640)
        # The user's own stars replace the others; older values of ours go.
        self.say('s/coffee.jpg', 'stars=5', 'high=yes')
        self.export('--format', 'xmp', '--beside')
        self.assertEqual(self.exiftool('s/coffee.jpg.xmp')['XMP-xmp:Rating'], 5)
        self.assertEqual(self.exiftool('s/coffee.jpg.xmp')['XMP-xmp:Label'], 'Blue')
        first = self.exiftool('s/coffee.jpg.xmp')
        self.export('--format', 'xmp', '--beside')
        again = self.exiftool('s/coffee.jpg.xmp')
        same = lambda tags: {name: value for name, value in tags.items() if name.startswith('XMP-')}
        self.assertEqual(same(again), same(first))
        # The photographs are as they were, and nothing else lies about.
        self.assertEqual(sorted(os.listdir(self.path('s'))), ['broken.jpg', 'coffee.jpg', 'coffee.jpg.xmp', 'ladybird.jpg', 'ladybird.jpg.xmp', 'sub'])
        with open(sample('coffee'), 'rb') as theirs, open(self.path('s/coffee.jpg'), 'rb') as ours:
            self.assertEqual(theirs.read(), ours.read())

    def test_nothing_of_others_is_lost(self):
        corpus = os.path.join(os.environ['PHOTO_CRITIC_SOURCE'], 'tests', 'fuzz', 'corpus', 'xmp')
        for name, stars, label in (('darktable.xmp', 5, 'purple'), ('structs.xmp', 4, 'blue')):
            self.say('s/coffee.jpg', f'stars={stars}', f'label={label}', 'style:Macro=yes')
            shutil.copy(os.path.join(corpus, name), self.path('s/coffee.jpg.xmp'))
            tool, viv = self.exiftool('s/coffee.jpg.xmp'), self.exiv2('s/coffee.jpg.xmp')
            self.export('--format', 'xmp', '--beside', '--subjects', '--settle', 'library')
            after, viv_after = self.exiftool('s/coffee.jpg.xmp'), self.exiv2('s/coffee.jpg.xmp')
            theirs = [tag for tag in tool if tag.startswith('XMP-') and tag not in ('XMP-xmp:Rating', 'XMP-dc:Subject', 'XMP-lr:HierarchicalSubject')]
            self.assertGreater(len(theirs), 12)
            self.assertEqual(even({tag: after.get(tag) for tag in theirs}), even({tag: tool[tag] for tag in theirs}))
            theirs = [tag for tag in viv if tag not in ('Xmp.xmp.Rating', 'Xmp.dc.subject', 'Xmp.lr.hierarchicalSubject')]
            self.assertGreater(len(theirs), 12)
            self.assertEqual({tag: viv_after.get(tag) for tag in theirs}, {tag: viv[tag] for tag in theirs})
            self.assertEqual((after['XMP-xmp:Rating'], viv_after['Xmp.xmp.Rating']), (stars, str(stars)))
            self.assertEqual((after['XMP-xmp:Label'], viv_after['Xmp.xmp.Label']), (label.title(), label.title()))
            self.assertEqual(after['XMP-dc:Subject'][:len(tool.get('XMP-dc:Subject', []))], tool.get('XMP-dc:Subject', []))
            self.assertIn('Macro', after['XMP-dc:Subject'])
            self.assertIn('Photo Critic|Macro', after['XMP-lr:HierarchicalSubject'])
            for tag in ('XMP-darktable:History',) if name == 'darktable.xmp' else ('XMP-foo:Tree', 'XMP-dc:Description-de', 'XMP-rdf:About'):
                self.assertIn(tag, theirs + list(tool))

    def test_differing(self):
        self.write('s/coffee.jpg.xmp', FOREIGN)
        self.say('s/coffee.jpg', 'stars=5')
        beside = ('--format', 'xmp', '--beside')
        said = self.export(*beside, status=1).err
        for word in ('coffee.jpg.xmp', '2 stars', '5 stars', '--settle'):
            self.assertIn(word, said)
        with open(self.path('s/coffee.jpg.xmp'), encoding='utf-8') as file:
            self.assertEqual(file.read(), FOREIGN)
        stars = lambda: self.exiftool('s/coffee.jpg.xmp')['XMP-xmp:Rating']
        self.export(*beside, '--settle', 'file')
        self.assertEqual(stars(), 2)
        self.say('s/coffee.jpg', 'stars=3')
        self.export(*beside)
        self.assertEqual(stars(), 3)
        self.write('s/coffee.jpg.xmp', FOREIGN)
        self.say('s/coffee.jpg', 'stars=1')
        self.export(*beside, status=1)
        self.export(*beside, '--settle', 'library')
        self.assertEqual(stars(), 1)

    def test_not_overwritten(self):
        for damaged in (b'', b'not XML', FOREIGN.encode()[:700]):
            self.write('s/coffee.jpg.xmp', damaged)
            result = self.export('--format', 'xmp', '--beside', status=1)
            self.assertIn('coffee.jpg.xmp', result.err)
            with open(self.path('s/coffee.jpg.xmp'), 'rb') as file:
                self.assertEqual(file.read(), damaged)
            self.assertTrue(os.path.exists(self.path('s/ladybird.jpg.xmp')))


if __name__ == '__main__':
    main()
