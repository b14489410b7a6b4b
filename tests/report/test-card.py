# SPDX-License-Identifier: GPL-3.0-or-later
"""The card: one PNG, or a folder of them, that says nothing but its pixels."""
import os
import struct
import subprocess

from report_testing import ARABIC, HOSTILE, ReportTestCase, entry, main, words


def chunks(data):
    at, kinds = 8, []
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        kinds.append(kind.decode())
        at += 12 + length
    return kinds


class Card(ReportTestCase):
    def read(self, path):
        with open(path, "rb") as file:
            return file.read()

    def pixels(self, path):
        """RGB rows by ImageMagick."""
        return subprocess.run(["convert", path, "-depth", "8", "rgb:-"], capture_output=True, check=True).stdout

    def test_one(self):
        entries = [{"file": self.secret_photo(), "critiques": [words(HOSTILE, HOSTILE), words(ARABIC)], "title": HOSTILE * 5,
                    "true_score": 6.7, "exif": "600 mm", "place": [48.1, 11.5]}]
        data = self.read(self.write("card.png", entries, format="card", author=HOSTILE))
        kinds = chunks(data)
        self.assertEqual(kinds[:2] + kinds[-1:], ["IHDR", "sRGB", "IEND"])
        self.assertEqual(set(kinds[2:-1]), {"IDAT"})
        found = self.assert_clean_picture(data)
        self.assertEqual((found["PNG:ImageWidth"], found["PNG:ImageHeight"]), (1080, 1350))

    def test_shows_photograph_and_score(self):
        with_score = self.pixels(self.write("a.png", [entry("coffee", words())], format="card"))
        without = self.pixels(self.write("b.png", [entry("coffee", words(), failure="It is damaged.")], format="card"))
        self.assertEqual(len(with_score), 1080 * 1350 * 3)
        row = 1080 * 3
        # The same photograph above, something else below.
        self.assertEqual(with_score[:600 * row], without[:600 * row])
        self.assertNotEqual(with_score[830 * row:], without[830 * row:])
        self.assertGreater(len(set(with_score[300 * row:301 * row])), 20)
        # The number is the largest and lightest thing under the photograph.
        bright = sum(value > 200 for y in range(850, 1000) for value in with_score[y * row:y * row + 300 * 3])
        self.assertGreater(bright, 1000)
        for margin in (with_score[1200 * row:1200 * row + 90], with_score[-row:]):
            self.assertEqual(set(margin), {0x1e})

    def test_several(self):
        folder = self.write("cards", [entry("coffee", words()), entry("storm"), entry("coffee"), entry("gone")], format="card", ranked=False)
        self.assertEqual(sorted(os.listdir(folder)), ["coffee-2.png", "coffee.png", "gone.png", "storm.png"])
        for name in os.listdir(folder):
            self.assertEqual(chunks(self.read(os.path.join(folder, name)))[1], "sRGB")

    def test_cancelled(self):
        self.assert_cancelled("cancelled", format="card")


if __name__ == "__main__":
    main()
