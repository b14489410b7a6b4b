# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder for teaching: photographs encoded anew beside what was said."""
import os
import shutil

from report_testing import (CHINESE, ENGLISH, HOSTILE, SAMPLES, SECRETS, ReportTestCase, entry, main, sample, words)


class Folder(ReportTestCase):
    def text(self, *parts):
        with open(os.path.join(*parts), encoding="utf-8") as file:
            return file.read()

    def test_pairs(self):
        entries = [entry("coffee", words(), words("I would wait.", "Second critic", mark=15, best=20, scored=False), stars=2, own_score=7,
                         own_high=0, true_score=6.7, evidence={"10": "sharp on 9 % of the frame"}),
                   entry("storm", words(CHINESE)), entry("gone", words("Nice."))]
        folder = self.write("lesson", entries, format="folder")
        names = sorted(os.listdir(folder))
        self.assertEqual(len(names), 5, names)
        self.assertEqual([name[2:] for name in names if name.startswith("3")], ["gone.txt"])
        text = next(self.text(folder, name) for name in names if name.endswith("coffee.txt"))
        for wanted in ("Predicted (true): ", "(6.7)", "% ", "Own verdict", "7.0 of 10 · Low · ★★☆☆☆", "Own critique (scored)", ENGLISH,
                       "Second critic, 15 of 20\nI would wait.", "What each sentence does to the score", "What the number means",
                       "Photo Critic "):
            self.assertIn(wanted, text)
        self.assertIn(CHINESE, "".join(self.text(folder, name) for name in names if name.endswith(".txt")))
        self.assertIn("does not exist", self.text(folder, "3-gone.txt"))

    def test_photographs_say_nothing(self):
        entries = [{"file": self.secret_photo(), "critiques": [words()], "exif": "600 mm", "place": [48.1, 11.5]}]
        folder = self.write("silent", entries, format="folder", exif=False)
        self.assertEqual(sorted(os.listdir(folder)), ["secret.jpg", "secret.txt"])
        with open(os.path.join(folder, "secret.jpg"), "rb") as file:
            data = file.read()
        self.assert_clean_picture(data, 400 / 600)
        text = self.text(folder, "secret.txt")
        for told in (*SECRETS, "600 mm", "48.1"):
            self.assertNotIn(told, text)

    def test_names_are_safe(self):
        odd = {"-rf": "rf", "CON": "CON_", "a:b|c?": "a_b_c_", "x\u202egpj": "x_gpj", "A" * 200: None, "new\nline": "new_line",
               " .hidden. ": "hidden", "日本": "日本"}
        entries = []
        for stem in odd:
            path = self.path(stem + ".jpg")
            shutil.copy(sample("coffee"), path)
            entries.append({"file": path, "failure": "no"})
        # Names that a file system without case takes for one.
        for name in ("same.jpg", "SAME.jpg", "same.jpeg"):
            shutil.copy(sample("coffee"), self.path(name))
            entries.append({"file": self.path(name), "failure": "no"})
        folder = self.write("safe", entries, format="folder", ranked=False)
        stems = {name[:-4] for name in os.listdir(folder)}
        self.assertEqual(len(stems), len(entries))
        self.assertEqual(len({stem.lower() for stem in stems}), len(entries))
        self.assertLessEqual({wanted for wanted in odd.values() if wanted}, stems)
        for stem in stems:
            self.assertLessEqual(len(stem.encode()), 130)
            self.assertNotRegex(stem, r"[\x00-\x1f/\\:*?\"<>|\u202e]|^[-. ]|[. ]$")

    def test_left_out(self):
        folder = self.write("anonymous", [entry("coffee", words(HOSTILE), failure=f"{SAMPLES}/coffee.jpg is damaged."), entry("storm")],
                            format="folder", names=False)
        names = sorted(os.listdir(folder))
        self.assertEqual(names, ["photograph-1.jpg", "photograph-1.txt", "photograph-2.jpg", "photograph-2.txt"])
        everything = "".join(self.text(folder, name) for name in names if name.endswith(".txt"))
        for told in ("coffee", "storm", SAMPLES):
            self.assertNotIn(told, everything)
        self.assertNotIn("\u202e", everything)
        self.assertIn("[U+202E]reversed[U+202C]", everything)

    def test_cancelled(self):
        self.assert_cancelled("cancelled", format="folder")


if __name__ == "__main__":
    main()
