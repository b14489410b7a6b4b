# SPDX-License-Identifier: GPL-3.0-or-later
"""Five hundred photographs need hardly more memory than fifty."""
import json
import os
import re
import subprocess

from report_testing import MODEL, WRITER, ReportTestCase, entry, main

MORE = 60 * 1024    # KiB: what 450 more rows, cells and lines of contents may take


class Many(ReportTestCase):
    def peak(self, n):
        """KiB that writing a full report of n photographs took at most."""
        job, output = self.path("job.json"), self.path(f"{n}.pdf")
        with open(job, "w", encoding="utf-8") as file:
            json.dump({"options": {"format": "pdf"}, "entries": [entry("coffee", failure="Not judged.")] * n}, file)
        with subprocess.Popen([WRITER, MODEL, job, output], stdout=subprocess.DEVNULL) as writer:
            _, status, used = os.wait4(writer.pid, 0)
            writer.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(writer.returncode, 0)
        return used.ru_maxrss

    def test_many(self):
        few, many = self.peak(50), self.peak(500)
        self.assertLess(many - few, MORE)
        pages = subprocess.run(["pdfinfo", self.path("500.pdf")], capture_output=True, text=True, check=True).stdout
        # Cover, contents of 86 a page, summary, contact sheets of 12, and the pages.
        self.assertEqual(int(re.search(r"^Pages: +(\d+)$", pages, re.M)[1]), 1 + 6 + 1 + 42 + 500)


if __name__ == "__main__":
    main()
