# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTML report as a file: valid, complete without scripts, safe, silent about what may not be told."""
import base64
import collections
import hashlib
import os
import re

import html5lib
from report_testing import (ARABIC, CHINESE, ENGLISH, HOSTILE, SAMPLES, SECRETS, ReportTestCase, entry, main, words)

RTL_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")


def attribute(element, name):
    return element.attrib.get(name)


class Document:
    def __init__(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            self.source = file.read()
        # strict: every parse error of the HTML standard is raised.
        self.root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(self.source)
        self.all = list(self.root.iter())

    def named(self, *tags):
        return [one for one in self.all if one.tag in tags]

    def of_class(self, name):
        return [one for one in self.all if name in (attribute(one, "class") or "").split()]

    @staticmethod
    def text(element):
        return " ".join("".join(element.itertext()).split())

    def body_text(self):
        body = self.named("body")[0]
        return " ".join("".join(piece for one in body.iter() if one.tag != "script"
                                for piece in ((one.text or ""), (one.tail or ""))).split())

    def pictures(self):
        for image in self.named("img"):
            yield base64.b64decode(attribute(image, "src").removeprefix("data:image/jpeg;base64,"), validate=True)


class Html(ReportTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        secret = cls.secret_photo()
        cls.entries = [
            entry("coffee", words(), words(HOSTILE + " The light is lovely and soft.", HOSTILE),
                  words("I would wait.", "Second critic", mark=15, best=20, scored=False),
                  title=HOSTILE, true_score=6.7, stars=3, own_score=7.5, own_high=1, flag="pick", exif="50 mm · f/2 <i>"),
            {"file": secret, "critiques": [words()], "exif": "600 mm", "taken": 1700000000000, "place": [48.1, 11.5]},
            entry("storm", words(CHINESE), own_high=0),
            entry("rocket", words(ARABIC, ARABIC)),
            entry("pavilion"),
            entry("gone", words("Nice.")),
            entry("ladybird", title="", evidence={"10": "sharp on <9> % of the frame"}),
        ]
        # More than 512 tokens: once only, explaining it takes seconds.
        long = entry("two-wings", words(ENGLISH * 30))
        cls.documents = {}
        for template, entries in (("full", [*cls.entries, long]), ("pages", cls.entries[:1]), ("contact", cls.entries),
                                  ("compare", cls.entries[:4])):
            path = cls.write(template + ".html", entries, format="html", template=template, title=HOSTILE, author=HOSTILE)
            cls.documents[template] = Document(path)

    def each(self):
        for template, document in self.documents.items():
            with self.subTest(template=template):
                yield document

    def test_structure(self):
        for document in self.each():
            self.assertTrue(document.source.startswith("<!DOCTYPE html>\n"))
            self.assertEqual(attribute(document.named("html")[0], "lang"), "en")
            self.assertEqual(len(document.named("h1")), 1)
            self.assertEqual(len(document.named("main")), 1)
            ids = [attribute(one, "id") for one in document.all if attribute(one, "id")]
            self.assertEqual([one for one, n in collections.Counter(ids).items() if n > 1], [])
            for one in document.all:
                for name in ("aria-labelledby", "aria-describedby"):
                    for target in (attribute(one, name) or "").split():
                        self.assertIn(target, ids)
                link = attribute(one, "href")
                if link:
                    self.assertTrue(link.startswith("#"))
                    self.assertIn(link[1:], ids)
            levels = [int(one.tag[1]) for one in document.named("h1", "h2", "h3", "h4", "h5", "h6")]
            for before, after in zip(levels, levels[1:]):
                self.assertLessEqual(after, before + 1, levels)
            for section in document.named("article", "nav"):
                self.assertTrue(attribute(section, "aria-labelledby"))

    def test_pictures_have_words(self):
        for document in self.each():
            self.assertGreater(len(document.named("img")), 0)
            for image in document.named("img"):
                self.assertGreater(len(attribute(image, "alt")), 8)
            for drawing in document.named("svg", "{http://www.w3.org/2000/svg}svg"):
                self.assertTrue(attribute(drawing, "aria-hidden") == "true"
                                or (attribute(drawing, "role") == "img" and attribute(drawing, "aria-label")))
            for figure in document.named("figure"):
                caption = [one for one in figure.iter() if one.tag == "figcaption"]
                self.assertEqual(len(caption), 1)
                self.assertTrue(document.text(caption[0]))

    def test_nothing_from_outside(self):
        for document in self.each():
            policy = next(attribute(one, "content") for one in document.named("meta")
                          if attribute(one, "http-equiv") == "Content-Security-Policy")
            self.assertIn("default-src 'none'", policy)
            self.assertIn("img-src data:;", policy)
            self.assertNotIn("unsafe", policy)
            for tag, name in (("style", "style-src"), ("script", "script-src")):
                inline = document.named(tag)
                self.assertEqual(len(inline), 1)
                digest = base64.b64encode(hashlib.sha256(inline[0].text.encode()).digest()).decode()
                self.assertIn(f"{name} 'sha256-{digest}'", policy)
            for one in document.all:
                for name in one.attrib:
                    self.assertFalse(str(name).startswith("on"), name)
                    self.assertNotIn(name, ("style", "srcset", "action", "formaction", "data", "poster", "background"))
                if attribute(one, "src"):
                    self.assertTrue(attribute(one, "src").startswith("data:image/jpeg;base64,"))
                self.assertNotIn(one.tag, ("link", "iframe", "object", "embed", "base", "form"))
            self.assertNotRegex(document.source, r"https?://")

    def test_hostile_text_is_text(self):
        shown = " ".join(RTL_OVERRIDE.sub(lambda match: f"[U+{ord(match[0]):04X}]", HOSTILE).split())
        for document in self.each():
            self.assertIsNone(RTL_OVERRIDE.search(document.source))
            self.assertNotIn("<b>bold</b>", document.source)
            self.assertEqual(document.text(document.named("title")[0]), shown)
            self.assertEqual(document.text(document.named("h1")[0]), shown)
            self.assertIn(shown, document.text(document.of_class("byline")[0]))
            # Whatever holds a user's words stands alone in its direction.
            self.assertEqual([one.tag for one in document.named("h1")[0]], ["bdi"])
        page = self.documents["full"].body_text()
        self.assertGreaterEqual(page.count(shown), 5)
        self.assertIn("50 mm · f/2 <i>", page)
        self.assertIn("sharp on <9> % of the frame", page)
        for critique in self.documents["full"].of_class("text"):
            self.assertEqual(attribute(critique, "dir"), "auto")

    def test_everything_is_told(self):
        document = self.documents["full"]
        page = document.body_text() + " ".join(attribute(one, "alt") for one in document.named("img"))
        for wanted in ("Predicted (true)", "(6.7)", "7.5 of 10", "★★★☆☆", "3 stars of 5", "picked", "photograph alone",
                       "Second critic, 15 of 20", "I would wait.", "What the number means", "model ", "Summary",
                       "Contact sheet", "Disagreements", "Photographs by score", "Heat map of the photograph",
                       "gone.jpg", "does not exist", "storm.jpg", CHINESE[:4], "600 mm", "14 November 2023",
                       "The critique is long", "not in the Latin script"):
            self.assertIn(wanted, page)
        self.assertEqual(len(document.named("article")), len(self.entries) + 1)
        for article in document.named("article"):
            self.assertIn("#" + attribute(article, "id"), [attribute(one, "href") for one in document.named("a")])
        self.assertNotIn("48.1", page)
        # Those that were scored are marked: two of the first's three.
        first = next(one for one in document.named("article") if "(6.7)" in document.text(one))
        marked = [document.text(one) for one in first.iter() if one.tag == "h4"]
        self.assertEqual([one.endswith("scored") for one in marked], [True, True, False])
        self.assertEqual(len(self.documents["contact"].named("article")), 0)
        columns = [one for one in self.documents["compare"].named("th") if attribute(one, "scope") == "col"]
        self.assertEqual(len(columns), 4)

    def test_words_keep_the_text(self):
        """Cut into words and put together again it is what was written."""
        document = Document(self.write("plain.html", [entry("coffee", words())], format="html", template="pages"))
        said = "".join("".join(self.without_ties(one)) + " " for one in document.of_class("text"))
        self.assertEqual(" ".join(said.split()), ENGLISH)

    def without_ties(self, element):
        yield element.text or ""
        for child in element:
            if attribute(child, "class") != "tie":
                yield from self.without_ties(child)
            yield child.tail or ""

    def test_places_of_words(self):
        article = self.documents["pages"].named("article")[0]
        cells = int(attribute(article, "data-columns")) * int(attribute(article, "data-rows"))
        placed = [one for one in article.iter() if attribute(one, "data-at")]
        self.assertGreater(len(placed), 10)
        for word in placed:
            self.assertRegex(attribute(word, "data-at"), rf"^[0-9a-z]{{{cells}}}$")
            self.assertIn("z", attribute(word, "data-at"))
        self.assertEqual(len(attribute(article, "data-effects").split()), cells)

    def test_pictures_say_nothing(self):
        for picture in self.documents["full"].pictures():
            self.assert_clean_picture(picture)
        document = Document(self.write("secret.html", self.entries[1:2], format="html", template="pages"))
        for picture in document.pictures():
            # It lay on its side: 600 x 400 turned upright.
            self.assert_clean_picture(picture, 400 / 600)
        for secret in SECRETS:
            self.assertNotIn(secret, document.source)

    def test_left_out(self):
        entries = [*self.entries[1:], entry("gone", failure=f"“{SAMPLES}/gone.jpg” is damaged.")]
        bare = Document(self.write("bare.html", entries, format="html", names=False, exif=False, title=None))
        for told in ("storm", "gone.jpg", "600 mm", "2023", "48.1", SAMPLES, os.path.basename(self.folder)):
            self.assertNotIn(told, bare.source, told)
        self.assertIn("Photograph 3", bare.body_text())
        named = Document(self.write("named.html", entries, format="html"))
        self.assertIn("storm.jpg", named.source)
        self.assertNotIn(SAMPLES, named.source)
        self.assertIn("“gone.jpg” is damaged.", named.body_text())
        told = Document(self.write("told.html", entries, format="html", paths=True, place=True))
        self.assertIn(SAMPLES + "/storm.jpg", told.source)
        self.assertIn("48.10000°, 11.50000°", told.body_text())

    def test_order(self):
        def scores(document):
            return [document.text(one) for one in document.of_class("contact")[0].iter() if one.tag == "b"]

        entries = [entry(name, words()) for name in ("coffee", "storm", "ladybird", "two-wings")]
        ranked = scores(Document(self.write("ranked.html", entries, format="html", template="contact")))
        whole = Document(self.write("whole.html", entries[:1], format="html"))
        # The tiny model finds nothing general.
        self.assertRegex(whole.body_text(), r"(Speaks of .*; l|L)eaves out .*general\.")
        self.assertEqual(ranked, sorted(ranked, reverse=True))
        links = Document(self.write("given.html", entries, format="html", template="contact", ranked=False))
        names = [links.text(one) for one in links.of_class("contact")[0].iter() if one.tag == "bdi"]
        self.assertEqual(names, ["coffee.jpg", "storm.jpg", "ladybird.jpg", "two-wings.jpg"])

    def test_cancelled(self):
        self.assert_cancelled("cancelled.html", format="html")

    def test_cannot_write(self):
        done = self.run_writer(self.path("nowhere/report.html"), self.entries[:1], format="html")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nowhere", done.stderr)


if __name__ == "__main__":
    main()
