# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages, as other programs read the PDF: qpdf, poppler, exiftool."""
import os
import re
import shutil
import subprocess
import sys
import unicodedata

import golden
import report_testing
from report_testing import ARABIC, CHINESE, HOSTILE, SECRETS, SOURCE, ReportTestCase, entry, main, words

sys.path.insert(0, os.path.join(SOURCE, "model"))
import modelfile  # noqa: E402

A4 = (595.28, 841.89)
LETTER = (612, 792)
PAGE_BYTES = 1000 * 1000

LONG = " ".join(f"Sentence number {i} finds the lovely light sharp and the empty sky dull." for i in range(260))


def output_of(*arguments):
    return subprocess.run(arguments, capture_output=True, check=True).stdout


def text_of(path, *options):
    return output_of("pdftotext", *options, path, "-").decode()


def structure_of(path):
    return output_of("pdfinfo", "-struct-text", path).decode()


def info_of(path):
    lines = output_of("pdfinfo", path).decode().splitlines()
    return {line.split(":", 1)[0]: line.split(":", 1)[1].strip() for line in lines if ":" in line}


def flat(text):
    """Without line breaks and the hyphens and spaces that go with them."""
    return re.sub(r"\s+", " ", text)


class Pdf(ReportTestCase):
    def assert_sound(self, path):
        subprocess.run(["qpdf", "--check", path], capture_output=True, check=True)
        fonts = output_of("pdffonts", path).decode().splitlines()[2:]
        self.assertTrue(fonts)
        for line in fonts:
            self.assertRegex(line, r" yes (yes|no ) (yes|no ) +\d+ +\d+$")

    def images_of(self, path):
        """(page, type) of every picture."""
        rows = [line.split() for line in output_of("pdfimages", "-list", path).decode().splitlines()[2:]]
        return [(int(row[0]), row[8]) for row in rows]

    def test_one_photograph(self):
        path = self.write("one.pdf", [entry("two-wings", words(author="Ada", mark=15, best=20),
                                            words("Another view of it.", author="Bo", scored=False),
                                            title="Two wings", true_score=6.7, own_score=7.5, own_high=1, stars=3,
                                            exif="600 mm · f/6.3", width=1600, height=1000,
                                            evidence={"0": "measured: opposite hues"})],
                          format="pdf", title="Club evening", author="Anna", date="24 May 2026")
        self.assert_sound(path)
        text = flat(text_of(path))
        for expected in ("Two wings", "Predicted (true)", "(6.7)", "on average", "photograph alone", "with critique",
                         "Own verdict", "7.5 of 10", "★★★☆☆", "600 mm · f/6.3", "Ada, 15 of 20 · scored",
                         "Other critiques", "Another view of it.", "Styles", "What the number means", "model",
                         "24 May 2026", "page 1 of"):
            self.assertIn(expected, text)
        self.assertNotIn("Contents", text)
        info = info_of(path)
        self.assertEqual(info["Title"], "Club evening")
        self.assertEqual(info["Author"], "Anna")
        self.assertEqual(info["Tagged"], "yes")
        self.assertIn("595.276 x 841.89", info["Page size"])

    def test_no_claim_without_evidence(self):
        """Maps that did not pass the deletion test are said to be no evidence."""
        proud = report_testing.MODEL
        modest = shutil.copytree(proud, self.path("modest"), ignore=shutil.ignore_patterns("*.p"))
        told = modelfile.read_json(modest)
        for test in told["explanations"].values():
            test.update(evidence=False, interval=[0.5, 2.5])
        modelfile.write_json(modest, told)
        claims = {}
        for model in (proud, modest):
            report_testing.MODEL = model
            self.addCleanup(setattr, report_testing, "MODEL", proud)
            claims[model] = flat(text_of(self.write("claim.pdf", [entry("storm", words())], format="pdf")))
        self.assertIn("raises it", claims[proud])
        self.assertNotIn("not evidence", claims[proud])
        self.assertIn("Attention, not evidence", claims[modest])
        self.assertIn("(attention, not evidence)", claims[modest])
        self.assertNotIn("raises it", claims[modest])

    def test_selection(self):
        names = ("coffee", "rocket", "storm", "pavilion", "ladybird")
        entries = [entry(name, words(), stars=2, own_high=0, own_score=1.5) for name in names]
        entries.append(entry("coffee", failure="“gone.jpg” cannot be read. Copy it again."))
        path = self.write("selection.pdf", entries, format="pdf", title="Selection", author="Anna", date="today")
        self.assert_sound(path)
        pages = int(info_of(path)["Pages"])
        cover, contents, summary, contact = (flat(text_of(path, "-f", str(i), "-l", str(i))) for i in range(1, 5))
        for expected in ("Selection", "Anna", "today", "6 photographs"):
            self.assertIn(expected, cover)
        self.assertIn("Contents", contents)
        self.assertIn("1 without a score", summary)
        self.assertIn("Disagreements", summary)
        for name in names:
            self.assertIn(name + ".jpg", contents)
            self.assertIn(name + ".jpg", contact)
        self.assertIn("★★☆☆☆", contact)
        self.assertIn("cannot be read", flat(text_of(path, "-f", str(pages))))
        self.assertEqual({kind for _, kind in self.images_of(path)}, {"jpeg"})
        self.assert_contents_lead(path, pages)

    def assert_contents_lead(self, path, pages):
        """Each number of the contents is the page on which that title stands."""
        contents = text_of(path, "-layout", "-f", "2", "-l", "2")
        rows = re.findall(r"^ *(\w+\.jpg) +(?:[\d.]+|–) +(\d+)$", contents, re.M)
        self.assertEqual(len(rows), 6)
        for title, page in rows:
            self.assertLessEqual(int(page), pages)
            self.assertTrue(text_of(path, "-f", page, "-l", page).startswith(title), title)
        raw = output_of("qpdf", "--qdf", "--object-streams=disable", path, "-")
        self.assertGreaterEqual(len(re.findall(rb"/Subtype /Link", raw)), 2 * 8 + 6)
        self.assertIn(b"/Outlines", raw)

    def test_reading_order(self):
        path = self.write("order.pdf", [entry("coffee", words("Lovely light. The sky is dull."), exif="50 mm",
                                              width=600, height=400)], format="pdf")
        structure = structure_of(path)
        place = 0
        for part in ("Document", "coffee.jpg", "Figure", "50 mm", "Predicted", "photograph alone", "Figure", "Caption",
                     "Own critique", "Lovely", "The", "sky", "Styles", "What the number means", "It rates the habits"):
            self.assertIn(part, structure[place:])
            place = structure.index(part, place)
        for tag in ("H1", "H2", "Figure", "Caption"):
            self.assertIn(tag, structure)
        # cairo 1.18 gives the running head a place in the structure; it knows no artifact here.
        if "cairo 1.16" in info_of(path).get("Producer", ""):
            self.assertNotIn("page 1 of", structure)
        # A caption, or another figure, follows every figure.
        tags = re.findall(r"^ *(Figure|Caption|P|H\d)\b", structure, re.M)
        for one, other in zip(tags, tags[1:]):
            if one == "Figure":
                self.assertIn(other, ("Figure", "Caption"))

    def test_nothing_leaves_but_pixels(self):
        secret = self.secret_photo()
        path = self.write("secret.pdf", [{"file": secret, "critiques": [words()], "place": [48.1, 11.5],
                                          "exif": "50 mm"}, entry("coffee")],
                          format="pdf", names=False, exif=False)
        with open(path, "rb") as file:
            data = file.read()
        for word in SECRETS:
            self.assertNotIn(word.encode(), data)
        prefix = self.path("picture")
        subprocess.run(["pdfimages", "-all", path, prefix], check=True)
        pictures = sorted(name for name in os.listdir(self.folder) if name.startswith("picture"))
        self.assertGreaterEqual(len(pictures), 5)
        upright = 0
        for name in pictures:
            with open(self.path(name), "rb") as file:
                found = self.assert_clean_picture(file.read())
            upright += found["File:ImageHeight"] > found["File:ImageWidth"]
        self.assertGreaterEqual(upright, 2)     # the one that lay on its side
        text = text_of(path)
        for hidden in ("48.1", "50 mm", "secret", "coffee.jpg"):
            self.assertNotIn(hidden, text)
        self.assertIn("Photograph 1", text)
        shown = self.write("shown.pdf", [{"file": secret, "place": [48.1, 11.5]}], format="pdf", place=True, paths=True)
        self.assertIn("48.1", text_of(shown))
        self.assertIn(os.path.basename(self.folder), flat(text_of(shown)).replace(" ", ""))

    def test_a_page_is_small(self):
        noise = self.path("noise.png")
        subprocess.run(["convert", "-size", "1800x1300", "xc:gray50", "-seed", "1", "+noise", "Random", noise], check=True)
        path = self.write("noise.pdf", [{"file": noise, "width": 1800, "height": 1300}] * 3, format="pdf", template="full")
        pages = {}
        for i, row in enumerate(output_of("pdfimages", "-list", path).decode().splitlines()[2:]):
            pages.setdefault(int(row.split()[0]), []).append(i)
        subprocess.run(["pdfimages", "-all", path, self.path("noisy")], check=True)
        for page, pictures in pages.items():
            size = sum(os.path.getsize(self.path(f"noisy-{i:03d}.jpg")) for i in pictures)
            self.assertLess(size, PAGE_BYTES, page)
        # The same photograph is there once for each size, not once for each page.
        self.assertLess(os.path.getsize(path), 3 * PAGE_BYTES)

    def test_text_is_text(self):
        path = self.write("hostile.pdf", [entry("rocket", words(HOSTILE, author="<i>Eve</i>"),
                                                words(HOSTILE, scored=False), title="<u>& title")],
                          format="pdf", title="\u202ereport <b>")
        self.assert_sound(path)
        text = re.sub(r"\s+", "", text_of(path))
        for expected in ("</script><script>alert(1)</script>", "<b>bold</b>", "[U+202E]reversed[U+202C]",
                         "<i>Eve</i>", "<u>&title", "[U+202E]report<b>"):
            self.assertIn(expected, text)

    def test_chinese(self):
        """Where a font has it: with its glyphs, which are embedded and can be searched."""
        path = self.write("chinese.pdf", [entry("coffee", words(CHINESE, author="王芳"))], format="pdf", title="秋天")
        self.assert_sound(path)
        text = flat(text_of(path))
        for expected in (CHINESE, "王芳", "秋天"):
            self.assertIn(expected, text)
        self.assertIn("Droid", output_of("pdffonts", path).decode())

    def test_any_script(self):
        path = self.write("scripts.pdf", [entry("coffee", words(ARABIC, author="محمد"), words("שלום", scored=False))],
                          format="pdf")
        self.assert_sound(path)
        text = text_of(path)
        self.assertIn("left out of the score", text)
        self.assertTrue("שלום" in text or "םולש" in text)

    def test_reading_order_of_any_script(self):
        """Whoever reads the structure gets every character in its order: of two directions, of glyphs that stand for
        several characters, of characters that share a glyph."""
        texts = (ARABIC, CHINESE,
                 "صورة جميلة جدا والضوء ناعم. لكن السماء فارغة (تقريبا بيضاء)، والأفق مائل بمقدار 2 درجة. حاول مرة أخرى عند الغروب.",
                 "لا إله الا لأن الآن صُورَةٌ جَمِيلَةٌ جِدًّا وَالضَّوْءُ نَاعِمٌ.",
                 "צילום יפה מאוד, האור רך ונעים. אבל השמיים ריקים מדי (כמעט לבנים), והאופק נוטה 2 מעלות. שָׁלוֹם",
                 "The word שלום (peace) and “f/2.8” مع ضوء in one line (really), fine.",
                 "It is 50\u00a0mm at f/2 and 100\u00a0% sharp, naive: cafe\u0301, e\u0302 a\u0308, ffi fluffy office.")
        for text in texts:
            with self.subTest(text=text):
                path = self.write("order.pdf", [entry("coffee", words("Nice."), words(text, scored=False))], format="pdf")
                self.assert_sound(path)
                read = "".join(re.findall(r'^ *"(.*)"$', structure_of(path), re.M))
                # poppler tells some characters in the form of their glyph, mirrored ones among them, and leaves spaces out.
                wanted, told = (re.sub(r"\s", "", unicodedata.normalize("NFKC", one)).replace(")", "(") for one in (text, read))
                self.assertIn(wanted, told)

    def test_any_length_and_shape(self):
        long = self.write("long.pdf", [entry("coffee", words(LONG), words(LONG, scored=False))], format="pdf")
        self.assert_sound(long)
        self.assertGreater(int(info_of(long)["Pages"]), 6)
        text = flat(text_of(long))
        for i in range(260):
            self.assertIn(f"Sentence number {i} ", text)
        self.assertIn("did not count", text)
        # The tiny model finds nothing general.
        self.assertRegex(text, r"(Speaks of .*; l|L)eaves out .*general\.")
        self.assertIn("continued", text)
        for width, height in ((4000, 400), (300, 3000), (0, 0)):
            shape = self.path(f"shape-{width}.png")
            subprocess.run(["convert", "-size", f"{max(width, 90)}x{max(height, 60)}", "gradient:", shape], check=True)
            path = self.write(f"shape-{width}.pdf", [{"file": shape, "width": width, "height": height,
                                                      "critiques": [words("Nice.")]}], format="pdf")
            self.assert_sound(path)
            self.assert_inside(path, A4)
        self.assert_inside(long, A4)

    def assert_inside(self, path, paper):
        """No word reaches over the paper's edge."""
        boxes = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"',
                           output_of("pdftotext", "-bbox", path, "-").decode())
        self.assertTrue(boxes)
        for left, top, right, bottom in boxes:
            self.assertGreater(float(left), 30)
            self.assertGreater(float(top), 20)
            self.assertLess(float(right), paper[0] - 30)
            self.assertLess(float(bottom), paper[1] - 20)

    def test_letter(self):
        path = self.write("letter.pdf", [entry("coffee", words()), entry("storm", words())], format="pdf", letter=True)
        self.assertIn("612 x 792", info_of(path)["Page size"])
        self.assert_inside(path, LETTER)

    def test_compare(self):
        entries = [entry(name, words(), width=1600, height=1000) for name in ("coffee", "rocket", "storm", "pavilion")]
        for n in (2, 3, 4):
            path = self.write(f"compare-{n}.pdf", entries[:n], format="pdf", template="compare", title="Which one")
            self.assert_sound(path)
            self.assertEqual(info_of(path)["Pages"], "1")
            self.assertEqual(len(self.images_of(path)), n)
            self.assert_inside(path, A4)
        for n in (1, 5):
            done = self.run_writer(self.path("no.pdf"), (entries * 2)[:n], format="pdf", template="compare")
            self.assertEqual(done.returncode, 1)
            self.assertIn("two to four", done.stderr)
            self.assertFalse(os.path.exists(self.path("no.pdf")))

    def test_contact(self):
        path = self.write("contact.pdf", [entry("coffee")] * 13, format="pdf", template="contact")
        self.assertEqual(info_of(path)["Pages"], "4")      # cover, summary, two contact sheets
        self.assertEqual([page for page, _ in self.images_of(path)], [1] + [3] * 12 + [4])

    def test_grey_print(self):
        """What raises and what lowers differ without colour: a sign, and one line or two."""
        path = self.write("grey.pdf", [entry("coffee", words("Lovely light. The sky is dull. Nothing is sharp."))],
                          format="pdf")
        effects = re.findall(r"^([+−]?\d+\.\d\d)$", text_of(path), re.M)
        self.assertTrue(effects)
        for effect in effects:
            self.assertTrue(effect[0] in "+−" or float(effect) == 0)

    def test_pictures(self):
        """Three pages look as they did: small and grey, so that fonts and poppler may differ."""
        for name in golden.PAGES:
            with self.subTest(page=name):
                drawn = golden.draw(self, name)
                kept = golden.read(os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden", name + ".png"))
                self.assertEqual(len(drawn), len(kept))
                off = [abs(one - other) for one, other in zip(drawn, kept)]
                self.assertLess(sum(off) / len(off), golden.MEAN)
                self.assertLess(sum(one > golden.FAR for one in off) / len(off), golden.SHARE)

    def test_cancelled(self):
        self.assert_cancelled("cancelled.pdf", format="pdf")


if __name__ == "__main__":
    main()
