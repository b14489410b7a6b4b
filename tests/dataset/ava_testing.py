# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder in AVA's shape, as large as one likes, and pages as dpchallenge.com serves them: the same tables,
attributes and marks, with words written for these tests."""
import html
import json
import os
import random

from dataset_testing import STYLES

TAGS = ['Abstract', 'Cityscape', 'Fashion', 'Family', 'Humorous']
SUBJECTS = ['door', 'river', 'dog', 'street', 'hand', 'flower', 'boat', 'tower', 'face', 'hill']
GOOD = ['The light on the {} is wonderful.', 'I like how the {} leads the eye.', 'Lovely tones around the {}!', 'The {} is sharp where it matters.']
BAD = ['The {} is out of focus.', 'Too much space above the {}.', 'The {} looks flat and dull.', 'I would crop closer to the {}.']
TALK = ['Congrats on the ribbon!', 'I gave this an 8.', 'Good luck.', '7.', 'This should have scored higher.', '']


def words(rng, mean):
    """A comment whose words follow the votes, with some talk around it."""
    chosen = [rng.choice(GOOD if rng.random() < (mean - 2) / 6 else BAD).format(rng.choice(SUBJECTS)) for _ in range(rng.randint(1, 3))]
    chosen.insert(rng.randint(0, len(chosen)), rng.choice(TALK))
    return ' '.join(c for c in chosen if c)


def body(comment):
    """One comment as the site lays it out: head with an anchor and links, date, and a table of its own."""
    quote = ''
    if comment.get('quote'):
        quote = ('<table width="95%" align="center" cellpadding="4" cellspacing="0" border="0"><tr><td class="textsm"><i>Originally posted by '
                 f'someone:</i><br>{html.escape(comment["quote"])}</td></tr></table><br>')
    edited = '<br><br><i>Message edited by author 2004-11-19 00:16:47.</i>' if comment.get('edited') else ''
    text = comment.get('html') or html.escape(comment['text'])
    return f'''<tr class="forum-bg1">
<td valign="top" class="textsm"><a name="{comment['id']}"></a><a href="/image.php?IMAGE_ID={comment['image']}#{comment['id']}"><img src="/images/post.gif" alt=""></a>
<a href="/profile.php?USER_ID={comment['author']}" class="u">member{comment['author']}</a></td>
<td align="right" class="textsm">06/01/2004 06:24:36 AM</td></tr>
<tr><td colspan="2"><table width="100%" border="0" cellspacing="0" cellpadding="4"><tr><td valign="top">
{quote}{text}{edited}</td></tr></table></td></tr>
'''


def page(image, comments, photographer=7, shown=None):
    """The page image.php?IMAGE_ID=image; @comments: text or html, author, quote, edited."""
    rows = [{'image': image, 'id': 7000000 + i, 'author': 100 + i, **c} for i, c in enumerate(comments)]
    votes = ''.join(f'<div class="breakdown_vote_count">{i}</div>' for i in range(10))
    table = ''
    if rows:
        table = f'''<table width="90%" cellspacing="1" cellpadding="2" align="center" border="0">
<tr class="forum-heading"><td colspan="2" align="center"><b>Comments Made During the Challenge</b></td></tr>
{''.join(body(row) for row in rows)}</table>
'''
    return f'''<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><title>DPChallenge: A Digital Photography Contest</title>
<script type="text/javascript">var x = "<table><tr><td>not a comment</td></tr></table>";</script></head>
<body bgcolor="#ffffff">
<table width="750" cellpadding="0" cellspacing="0" border="0" align="center"><tr><td><a href="/">Home</a> | <a href="/forum.php">Forums</a></td></tr></table>
<div class="imagetitle">A title</div>
<table width="750" cellpadding="3" border="0"><tr><td id="img_container"><img src="/images/spacer.gif" alt=""><img
 src="//images.dpchallenge.com/images_challenge/0-999/300/800/Copyrighted_Image_Reuse_Prohibited_{shown or image}.jpg" alt="A title" style="border: 1px solid black" width="640" height="480"></td></tr></table>
<table width="750" cellpadding="5" border="0"><tr><td class="textsm"><b>Photographer:</b> <a href="/profile.php?USER_ID={photographer}" class="u">member{photographer}</a><br>
<b>Challenge:</b> <a href="/challenge_results.php?CHALLENGE_ID=300">Circles</a></td></tr></table>
<table width="750" cellpadding="5" border="0"><tr class="forum-heading"><td>Statistics</td></tr><tr><td>Voting Breakdown <span style="font-weight: normal;">(hide)</span>{votes}
<b>Place:</b> 1 out of 40<br><b>Avg (all users):</b> 5.1234<br><b>Votes:</b> 198<br></td></tr></table>
{table}<div align="center"><b>This image has been locked for further commenting.</b></div>
</body></html>
'''


class Ava:
    """Writes a folder in AVA's shape by a test case's make()."""

    def __init__(self, case, n, folder='ava', seed=1):
        self.case, self.folder = case, folder
        rng = self.rng = random.Random(seed)
        self.ids = rng.sample(range(1000, 1000 + 20 * n), n)
        self.votes = {}
        for i in self.ids:
            centre = rng.gauss(5.5, 1.2)
            counts = [0] * 10
            for _ in range(rng.randint(80, 120)):
                counts[max(0, min(9, round(rng.gauss(centre, 1.4)) - 1))] += 1
            self.votes[i] = counts
        self.challenge = {i: 1 + k * 60 // n for k, i in enumerate(self.ids)}
        test = self.ids[::10]
        styled = self.ids[1::20]
        self.single, self.multi = styled[:len(styled) * 4 // 5], styled[len(styled) * 4 // 5:]
        self.labels = {i: rng.randint(1, 14) for i in self.single}
        self.multilab = {i: [int(rng.random() < .1) for _ in range(14)] for i in self.multi}
        self.make('AVA.txt', ''.join(self.line(k, i) for k, i in enumerate(self.ids)))
        self.make('tags.txt', ''.join(f'{k + 1} {tag}\n' for k, tag in enumerate(TAGS)))
        self.make('challenges.txt', ''.join(f'{k + 1} Challenge_{k + 1}\n' for k in range(60)))
        self.make('style_image_lists/styles.txt', ''.join(f'{k + 1} {style}\n' for k, style in enumerate(STYLES)))
        self.numbers('style_image_lists/train.jpgl', self.single)
        self.numbers('style_image_lists/train.lab', [self.labels[i] for i in self.single])
        self.numbers('style_image_lists/test.jpgl', self.multi)
        self.make('style_image_lists/test.multilab', ''.join(' '.join(map(str, self.multilab[i])) + '\n' for i in self.multi))
        self.numbers('aesthetics_image_lists/generic_test.jpgl', test)
        self.numbers('aesthetics_image_lists/generic_ls_train.jpgl', [i for k, i in enumerate(self.ids) if k % 10 == 3])

    def make(self, name, data):
        return self.case.make(os.path.join(self.folder, name), data)

    def numbers(self, name, values):
        self.make(name, ''.join(f'{v}\n' for v in values))

    def line(self, k, i):
        return f'{k + 1} {i} {" ".join(map(str, self.votes[i]))} {k % 6} {k % 3 and 0} {self.challenge[i]}\n'

    def mean(self, i):
        return sum((k + 1) * n for k, n in enumerate(self.votes[i])) / sum(self.votes[i])

    def comments(self, i):
        return [words(self.rng, self.mean(i)) for _ in range(self.rng.randint(1, 5))]

    def json(self, name, ids):
        """DPC-Captions' form."""
        self.case.make(name, json.dumps({f'{i}.jpg': self.comments(i) for i in ids}, indent=1))

    def csv(self, name, ids):
        rows = ['id,comment\n'] + [f'{i},"{c}"\n' for i in ids for c in self.comments(i)]
        self.case.make(name, ''.join(rows))

    def pages(self, name, ids):
        for i in ids:
            self.case.make(f'{name}/image.php?IMAGE_ID={i}', page(i, [{'text': c} for c in self.comments(i)]))
