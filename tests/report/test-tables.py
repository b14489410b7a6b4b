# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV and JSON against their schema, and what a spreadsheet could take for a formula."""
import csv
import io
import json
import os

import jsonschema
from report_testing import ARABIC, CHINESE, HOSTILE, SAMPLES, SOURCE, ReportTestCase, entry, main, words



def load(name):
    with open(os.path.join(SOURCE, "data", name), encoding="utf-8") as file:
        return json.load(file)


def rename(node, old, new):
    """A schema whose references that begin with old begin with new."""
    if isinstance(node, dict):
        return {name: value.replace(old, new, 1) if name == "$ref" and value.startswith(old) else rename(value, old, new)
                for name, value in node.items()}
    return [rename(one, old, new) for one in node] if isinstance(node, list) else node


# One schema of the two, because not every version of jsonschema follows a urn: address.
ASSESSMENT = load("assessment.schema.json")
SCHEMA = rename(load("report.schema.json"), ASSESSMENT["$id"] + "#/$defs/", "#/$defs/assessment-")
SCHEMA["$defs"].update({"assessment-" + name: rename(value, "#/$defs/", "#/$defs/assessment-")
                        for name, value in ASSESSMENT["$defs"].items()})

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")


def entries():
    return [
        entry("coffee", words(HOSTILE + "\r\n\"quoted\", and;", "Anna"), words("=HYPERLINK(\"x\")", mark=15, best=20, scored=False),
              title='a "title", with\nlines', true_score=6.7, stars=3, own_score=7.5, own_high=1, flag="pick", exif="=600 mm",
              taken=1700000000000, place=[-48.1, 11.5], width=600, height=400, evidence={"9": "4 % from the left upper third"}),
        entry("storm", words(CHINESE)),
        entry("rocket", words(ARABIC), own_high=0, flag="reject"),
        entry("pavilion"),
        entry("gone", words("Nice.")),
        *({"file": os.path.join(SAMPLES, "pavilion.jpg"), "title": text, "failure": text, "critiques": [words(text)]} for text in FORMULAS),
    ]


class Json(ReportTestCase):
    def read(self, name, **options):
        with open(self.write(name, entries(), format="json", **options), encoding="utf-8") as file:
            document = json.load(file)
        jsonschema.Draft202012Validator(SCHEMA).validate(document)
        return document

    def test_schema_is_one(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(SCHEMA).validate({"format": "photo-critic-report"})

    def test_all(self):
        document = self.read("all.json", title=HOSTILE, author="Photo Club", ranked=False, paths=True, place=True)
        self.assertEqual((document["title"], document["author"], document["ranked"]), (HOSTILE, "Photo Club", False))
        self.assertEqual([one["number"] for one in document["photographs"]], list(range(1, len(entries()) + 1)))
        first = document["photographs"][0]
        self.assertEqual(first["critiques"][0]["text"], HOSTILE + "\r\n\"quoted\", and;")
        self.assertEqual((first["critiques"][1]["mark"], first["critiques"][1]["best_mark"]), (15, 20))
        self.assertEqual((first["latitude"], first["longitude"], first["folder"]), (-48.1, 11.5, SAMPLES))
        self.assertEqual((first["stars"], first["own_verdict"], first["true_score"], first["flag"]), (3, "high", 6.7, "pick"))
        self.assertEqual(first["evidence"], {"Rule_of_Thirds": "4 % from the left upper third"})
        self.assertGreater(len(first["assessment"]["critique"]["words"]), 5)
        self.assertIn("does not exist", document["photographs"][4]["failure"])

    def test_left_out(self):
        document = self.read("bare.json", names=False, exif=False)
        for photograph in document["photographs"]:
            for member in ("file", "folder", "exif", "taken", "latitude", "longitude"):
                self.assertNotIn(member, photograph)
        text = json.dumps(document, ensure_ascii=False)
        for told in ("storm", SAMPLES, "600 mm", "gone.jpg"):
            self.assertNotIn(told, text)
        self.assertNotIn("latitude", self.read("default.json")["photographs"][0])

    def test_ranked(self):
        scores = [one["assessment"]["score"] if "assessment" in one else -1 for one in self.read("ranked.json")["photographs"]]
        self.assertEqual(scores, sorted(scores, reverse=True))

    def test_cancelled(self):
        self.assert_cancelled("cancelled.json", format="json")


class Csv(ReportTestCase):
    def read(self, name, **options):
        with open(self.write(name, entries(), format="csv", **options), encoding="utf-8", newline="") as file:
            text = file.read()
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        validator = jsonschema.Draft202012Validator({**SCHEMA, "$ref": "#/$defs/csv_row"})
        self.assertEqual(rows[0], list(SCHEMA["$defs"]["csv_row"]["properties"]))
        table = [dict(zip(rows[0], row)) for row in rows[1:]]
        for row, cells in zip(table, rows[1:]):
            self.assertEqual(len(cells), len(rows[0]))
            validator.validate(row)
        return table, text

    def test_all(self):
        table, text = self.read("all.csv", ranked=False, paths=True, place=True)
        self.assertEqual(len(table), len(entries()))
        first = table[0]
        self.assertEqual(first["title"], 'a "title", with\nlines')
        self.assertEqual(first["critique"], "Anna: " + HOSTILE + "\r\n\"quoted\", and;\n\n=HYPERLINK(\"x\")")
        self.assertEqual((first["latitude"], first["longitude"], first["folder"]), ("-48.100000", "11.500000", SAMPLES))
        self.assertEqual(first["taken"], "2023-11-14T22:13:20")
        self.assertEqual((first["verdict"] in ("high", "low"), first["own_verdict"], first["flag"]), (True, "high", "pick"))
        self.assertEqual(table[4]["score"], "")
        self.assertIn("does not exist", table[4]["failure"])
        self.assertTrue(text.endswith("\r\n"))

    def test_formulas(self):
        table, _ = self.read("formulas.csv", ranked=False)
        self.assertEqual(table[0]["exif"], "'=600 mm")
        for row, text in zip(table[5:], FORMULAS):
            self.assertEqual(row["critique"], "'" + text)
            self.assertTrue(row["title"].startswith("'"), row["title"])
            self.assertTrue(row["failure"].startswith("'"), row["failure"])
        # Numbers are numbers, not text.
        self.assertTrue(self.read("place.csv", ranked=False, place=True)[0][0]["latitude"].startswith("-"))

    def test_left_out(self):
        table, text = self.read("bare.csv", names=False, exif=False)
        for row in table:
            self.assertEqual([row[one] for one in ("file", "folder", "exif", "taken", "latitude", "longitude")], [""] * 6)
        for told in ("storm", SAMPLES, "600 mm", "gone.jpg"):
            self.assertNotIn(told, text)

    def test_cancelled(self):
        self.assert_cancelled("cancelled.csv", format="csv")


if __name__ == "__main__":
    main()
