#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check of this folder must turn red when what it guards is broken: made
here in small trees, one mistake a case, beside a tree without a mistake."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
MANIFEST = {
    "id": "io.github.photocritic.PhotoCritic", "runtime": "org.gnome.Platform", "runtime-version": "47",
    "sdk": "org.gnome.Sdk", "command": "photo-critic", "finish-args": ["--socket=wayland"],
    "modules": [{"name": "photo-critic", "buildsystem": "meson", "sources": [{"type": "dir", "path": ".."}]}],
}


class Case(unittest.TestCase):
    def run_check(self, check, files):
        with tempfile.TemporaryDirectory() as root:
            for path, content in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)) or root, exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(content)
            result = subprocess.run([sys.executable, os.path.join(HERE, f"check-{check}.py"), root],
                                    capture_output=True, text=True, check=False)
            self.assertEqual(result.stderr, "")
            return result.returncode, result.stdout

    def green(self, check, files):
        status, output = self.run_check(check, files)
        self.assertEqual(status, 0, output)

    def red(self, check, files, message):
        status, output = self.run_check(check, files)
        self.assertEqual(status, 1, output)
        self.assertIn(message, output)


class Shortcuts(Case):
    def one(self, accelerator, code, path="ui/critic-window.c", more=""):
        return {"ui/critic-command.c": '{ "a", N_("A"), "win.a", "%s", GROUP },\n%s' % (accelerator, more),
                "ui/critic-shortcuts-window.c": '{ N_("Menu"), "Menu", GROUP },\n', path: code}

    def test_told(self):
        self.green("shortcuts", self.one("h", "trigger (GDK_KEY_Menu, 0);\n"))
        self.green("shortcuts", self.one("Escape", "add (klass, GDK_KEY_Escape, 0);\n", "ui/critic-preferences.c"))

    def test_bound_twice(self):
        for accelerator, code in (("<Control>o", 'add (klass, GDK_KEY_o, GDK_CONTROL_MASK, "win.open");\n'),
                                  ("<Control>q", 'const char *quit[] = { "<Control>q", NULL };\n'),
                                  ("h", "if ((keyval == GDK_KEY_h) && (state & GDK_CONTROL_MASK) == 0)\n  go ();\n")):
            self.red("shortcuts", self.one(accelerator, code), accelerator + " is a command's")
        self.red("shortcuts", self.one("F5", "case GDK_KEY_F5:\n", "ui/critic-preferences.c"), "F5 is a command's")

    def test_not_told(self):
        self.red("shortcuts", self.one("<Control>f", "add (k, GDK_KEY_f, GDK_CONTROL_MASK);\nadd (k, GDK_KEY_f, "
                                       "GDK_CONTROL_MASK | GDK_SHIFT_MASK);\n"), "does not tell of <Control><Shift>f")
        self.red("shortcuts", self.one("x", "trigger (GDK_KEY_Menu, 0, trigger (GDK_KEY_F10, GDK_SHIFT_MASK));\n"),
                 "does not tell of <Shift>F10")

    def test_twice(self):
        self.red("shortcuts", self.one("x", "", more='{ "a", N_("B"), "win.b", "y", GROUP },\n'), "two commands are called a")
        self.red("shortcuts", self.one("x", "", more='{ "b", N_("B"), "win.a", "y", GROUP },\n'), "two commands do win.a")


class Includes(Case):
    tree = {"src/engine/mcn-a.h": "", "src/photo/critic-p.h": "", "src/analysis/critic-b.h": "", "ui/critic-w.h": ""}

    def one(self, path, code):
        return {**self.tree, path: code}

    def test_right_way(self):
        self.green("includes", self.one("ui/critic-w.c", '#include "critic-b.h"\n#include <gtk/gtk.h>\n'))
        self.green("includes", self.one("src/analysis/critic-b.c", '#include "critic-p.h"\n#include <gio/gio.h>\n'))
        self.green("includes", self.one("src/engine/mcn-a.c", '/* #include <gtk/gtk.h> */\n#include <glib.h>\n'))

    def test_wrong_way(self):
        self.red("includes", self.one("src/engine/mcn-a.c", '#include "critic-p.h"\n'), "must not know src/photo")
        self.red("includes", self.one("src/photo/critic-p.c", '#include "critic-b.h"\n'), "must not know src/analysis")
        self.red("includes", self.one("src/analysis/critic-b.c", '# include "critic-w.h"\n'), "must not know ui")
        self.red("includes", self.one("src/train/main.c", '#include "critic-b.h"\n'), "must not know src/analysis")

    def test_toolkit(self):
        for name in ("gtk/gtk.h", "gdk/gdk.h", "gsk/gsk.h", "gdk/wayland/gdkwayland.h"):
            self.red("includes", self.one("src/analysis/critic-b.c", f"#include <{name}>\n"), "only ui/ may include GTK")
        self.red("includes", self.one("src/cli/meson.build", "executable('x', dependencies: gtk_dep)\n"), "link GTK")

    def test_engine_is_plain(self):
        for name in ("gio/gio.h", "glib-object.h", "gdk-pixbuf/gdk-pixbuf.h"):
            self.red("includes", self.one("src/engine/mcn-a.c", f"#include <{name}>\n"), "plain C on GLib")
        self.red("includes", self.one("src/engine/mcn-a.c", "#include <json-glib/json-glib.h>\n"), "loaders")

    def test_names(self):
        self.red("includes", self.one("ui/critic-w.c", '#include "../src/photo/critic-p.h"\n'), "bare name")
        self.red("includes", self.one("ui/critic-w.c", '#include "critic-gone.h"\n'), "no such header")


class Files(Case):
    def test_spdx(self):
        self.green("spdx", {"a.c": f"/* {SPDX} */\n", "b.json": "{}"})
        self.red("spdx", {"a.c": "int a;\n"}, "a.c: no line")
        self.red("spdx", {"meson_options.txt": "option ()\n"}, "meson_options.txt: no line")

    def test_length(self):
        self.green("length", {"a.c": "\n" * 600, "table.h": "/* Generated by a script */" + "\n" * 700})
        self.red("length", {"a.c": "\n" * 601}, "601 lines")

    def test_left_over(self):
        self.green("left-over", {"src/a.c": "/* exit () */ int a = 'x';\n"})
        self.red("left-over", {"src/a.c": "/* TO" "DO: later */\n"}, "left over")
        self.red("left-over", {"src/a.c": "void f (void) { exit (1); }\n"}, "GError")
        self.red("left-over", {"meson.build": "args = ['-ffast" "-math']\n"}, "same bits")

    def test_headers(self):
        self.green("headers", {"src/a.h": "int mcn_a (int x);\n", "src/a.c": "/**\n * mcn_a:\n * @x: a number\n */\n"})
        self.green("headers", {"src/a.h": "/* Two. */\nint mcn_a (int x);\nint mcn_b (int x);\n"})
        self.green("headers", {"src/a.h": "void mcn_a_free (A *a);\nint mcn_a (int x);   /* one */\n"})
        self.red("headers", {"src/a.h": "int mcn_a (int x);\n"}, "mcn_a has no documentation")
        self.red("headers", {"src/a.h": "/* One. */\nint mcn_a (void);\n\nint  *mcn_b (const char *x,\n  int y);\n"}, "mcn_b has no")

    def test_card(self):
        card = "# Card\n\n<!-- table tried.json -->\n%s<!-- end -->\nmore\n"
        def row(letter, experiment, line, low, value=.75, metric="srcc", **more):
            return {"letter": letter, "experiment": experiment, "line": line, "n": 9, "metric": metric, "base": .5, "value": value,
                    "difference": value - .5, "interval": low and [low, .375], **more}

        tried = {"format": "photo-critic-experiment", "share_percent": 50, "folds": 2, "width": 8, "epochs": 1, "seeds": 3, "teachers": 5,
                 "used_hours": .5, "budget_hours": 3, "rows": [
                     row("", "base: one", "that", 0, .5), row("", "base: photographs and two", "that", .125, .5),
                     row("f", "critiques too: more", "that", .125), row("a", "this", "that", -.125),
                     row("a", "ridge on words beside the model", "val", .125), row("i", "this", "Soft_Focus", None, metric="ap", positives=2)]}
        program = os.path.join(HERE, "..", "..", "model", "card.py")
        with tempfile.TemporaryDirectory() as folder:
            def write(name, text):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(text)

            def status(*arguments):
                return subprocess.run([sys.executable, "-B", program, *arguments, folder], capture_output=True, check=False).returncode

            write("tried.json", json.dumps(tried))
            write("model.json", json.dumps({"id": "1"}))
            write("README.md", card % "")
            self.assertEqual(status("--check"), 1)
            self.assertEqual((status(), status("--check")), (0, 0))
            with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
                text = file.read()
            self.assertIn("| | tried | that (srcc, 9) |\n|---|---|---|\n|  | base: one | 0.500 |\n| a | this | +0.250 [-0.125, +0.375] |\n"
                          "|  | base: photographs and two | 0.500 |\n| f | critiques too: more | **+0.250 [+0.125, +0.375]** |\n", text)
            self.assertIn("| a | ridge on words beside the model | val | 9 | srcc | 0.500 | 0.750 | **+0.250 [+0.125, +0.375]** |\n", text)
            self.assertIn("| i | this | Soft Focus, 2 | 0.500 | 0.750 | +0.250, too few to say |\n<!-- end -->\nmore\n", text)
            write("README.md", text.replace("0.750", "0.751"))
            self.assertEqual(status("--check"), 1)

            # Figures of another model than the one beside them.
            told = {"format": "photo-critic-evaluation", "model": "1", "figures": [], "differences": [], "limits": [
                {"shown": "noise", "figure": "percentile", "n": 1, "value": 3, "limit": 20, "holds": True}]}
            write("told.json", json.dumps(told))
            write("README.md", "<!-- table told.json limits -->\n<!-- end -->\n")
            self.assertEqual((status(), status("--check")), (0, 0))
            with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
                self.assertIn("| noise | percentile | 1 | 3.000 | below 20 | yes |\n", file.read())
            write("told.json", json.dumps({**told, "model": "2"}))
            self.assertEqual((status(), status("--check")), (1, 1))

            # The recipe's lines, and whether the difference is beyond its interval.
            figures = [{"truth": "appeal", "input": "photo", "predictor": who, "metric": "srcc", "n": 9, "value": value, "interval": [.5, .8]}
                       for who, value in (("model", .7), ("other model", .75))]
            worse = {"truth": "appeal", "metric": "srcc", "of": "photo: model", "less": "photo: other model", "n": 9, "value": -.05, "interval": [-.08, -.02]}
            write("told.json", json.dumps({"format": "photo-critic-evaluation", "model": "1", "figures": figures, "differences": [worse]}))
            write("README.md", "<!-- table told.json wanted -->\n<!-- end -->\n")
            self.assertEqual((status(), status("--check")), (0, 0))
            with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
                self.assertIn("| appeal | photo | 0.750 | 0.700 | -0.050 [-0.080, -0.020] | worse | 0.70 | yes |\n", file.read())

            # A table whose file is not there says so, and the card is not complete.
            write("README.md", "<!-- table later.json -->\n<!-- end -->\n")
            self.assertEqual((status(), status("--check"), status("--check", "--complete")), (0, 0, 1))
            with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
                self.assertIn("Not measured yet.", file.read())

            # Figures in a table that no file fills.
            bare = "| a | b |\n|---|---|\n| x | 0.5 |\n"
            write("README.md", bare.replace("0.5", "half"))
            self.assertEqual((status("--check"), status("--check", "--complete")), (0, 0))
            write("README.md", bare)
            self.assertEqual((status("--check"), status("--complete")), (1, 1))
            write("README.md", "- item\n\n  " + bare.replace("\n|", "\n  |"))
            self.assertEqual(status("--check"), 1)

            # Calibration that is not model.json's; the budget of the ablation.
            mode = {"mode": "both", "n": 9, "slope": 1, "offset": .5, "error": .25, "sigma": .5, "half_width": .75}
            write("model.json", json.dumps({"id": "1", "calibration": {"both": {k: v for k, v in mode.items() if k != "mode"}}}))
            write("told.json", json.dumps({"format": "photo-critic-calibration", "modes": [mode], "words": {"share": .25, "gain": .125}}))
            write("README.md", "<!-- table told.json modes -->\n<!-- end -->\n<!-- table told.json alone -->\n<!-- end -->\n<!-- table told.json words -->\n<!-- end -->\n")
            self.assertEqual((status(), status("--check", "--complete")), (0, 0))
            with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
                text = file.read()
            for line in ("| photograph + critique | 9 | 0.250 | 0.500 | 0.750 |\n", "Nothing was mixed.\n", "| 0.2 | +0.125 |\n"):
                self.assertIn(line, text)
            write("model.json", json.dumps({"id": "1", "calibration": {"both": {"slope": 2}}}))
            self.assertEqual(status("--check"), 1)
            write("told.json", json.dumps({"format": "photo-critic-ablation", "share": "A fifth", "width": 64, "epochs": 4, "seeds": 3, "budget_hours": 3,
                                           "used_hours": 1.5, "cells": 9, "cells_done": 8, "variants": []}))
            write("README.md", "<!-- table told.json -->\n<!-- end -->\n")
            self.assertEqual((status(), status("--check")), (0, 0))
            with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
                self.assertIn("d = 64, 4 epochs, 3 seeds; budget 3 hours, used 1.50, 8 of 9 cells done.\n", file.read())

    def test_model(self):
        self.red("model", {"model/README.md": "card"}, "model.safetensors: missing".replace("model.", "mcn."))

    def test_flatpak(self):
        def files(**changes):
            return {"meson.build": "", "flatpak/io.github.photocritic.PhotoCritic.json": json.dumps({**MANIFEST, **changes})}
        self.green("flatpak", files())
        self.red("flatpak", files(**{"finish-args": ["--filesystem=host"]}), "does not need")
        self.red("flatpak", files(**{"finish-args": ["--share=network"]}), "does not need")
        self.red("flatpak", files(id="org.example"), "id is")
        self.red("flatpak", {"flatpak/io.github.photocritic.PhotoCritic.json": "{,}"}, "Expecting")
        no_sum = {"name": "a", "buildsystem": "meson", "sources": [{"type": "archive", "url": "https://a/b.tar.gz"}]}
        self.red("flatpak", files(modules=[no_sum, *MANIFEST["modules"]]), "sha256")


    def test_xml(self):
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128">{}</svg>'
        self.green("xml", {"a.svg": svg.format(""), "a.ui": "<interface/>"})
        self.red("xml", {"a.ui": "<interface>"}, "no element found")
        self.red("xml", {"a.svg": svg.format('<image href="data:,"/>')}, "no place in an icon")
        self.red("xml", {"a.svg": svg.format('<rect fill="url(https://a/b)"/>')}, "loads nothing")
        self.red("xml", {"a.svg": svg.replace("128", "64").format("")}, "its size")

    def test_scripts(self):
        lists = 'build_packages="gcc"\nrun_packages="fonts"\ntest_packages="xvfb"\n'
        self.green("scripts", {"data/debian.sh": lists})
        self.red("scripts", {"data/debian.sh": lists.replace("xvfb", "gcc")}, "gcc is listed twice")
        self.red("scripts", {"data/debian.sh": ""}, "three lists")
        self.red("scripts", {"data/debian.sh": lists, "a.sh": "if then\n"}, "a.sh")
        self.red("scripts", {"data/debian.sh": lists, "run": "#!/bin/sh\n"}, "executable")


class Documents(Case):
    tree = {
        "README.md": "![The window](data/screenshots/desk.png)\n\n    sh data/try.sh\n    sh tests/run.sh\n",
        "HACKING.md": "`src/engine/` `tests/house/` `src/` `tests/` `data/` `model/`\n",
        "model/README.md": "card\n", "data/samples/NOTICE.md": "notice\n", "data/screenshots/desk.png": "",
        "data/try.sh": "", "tests/run.sh": "", "src/engine/a.c": "", "tests/house/a.py": "",
    }

    def test_good(self):
        self.green("documents", self.tree)

    def test_bad(self):
        readme, hacking = self.tree["README.md"], self.tree["HACKING.md"]
        for name, content, message in (
                ("README.md", readme.replace("desk.png", "gone.png"), "leads nowhere"),
                ("README.md", readme.replace("sh tests/run.sh", ""), "\"sh tests/run.sh\" is missing"),
                ("README.md", readme + "\n    sh data/gone.sh\n", "data/gone.sh, which does not exist"),
                ("README.md", readme.replace("![The", "[The"), "no screenshot"),
                ("HACKING.md", hacking.replace("`src/engine/`", ""), "no paragraph on src/engine/"),
                ("HACKING.md", hacking + "`src/engine/gone.c`", "src/engine/gone.c does not exist")):
            self.red("documents", {**self.tree, name: content}, message)


class Translations(Case):
    po = (f"# {SPDX}\nmsgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
          "\"Language: de\\n\"\n\"MIME-Version: 1.0\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n"
          "\"Project-Id-Version: a\\n\"\n\"PO-Revision-Date: 2026-11-24 00:00+0000\\n\"\n"
          "\"Last-Translator: a <a@example.org>\\n\"\n\"Language-Team: de <de@example.org>\\n\"\n\n")

    def tree(self, po, potfiles="src/a.c\n", code="const char *a = _(\"Score %d\");\n"):
        return {"po/POTFILES": potfiles, "po/LINGUAS": "de\n", "po/de.po": self.po + po, "src/a.c": code}

    good = "#, c-format\nmsgid \"Score %d\"\nmsgstr \"Wert %d\"\n"

    def test_good(self):
        self.green("translations", self.tree(self.good))

    def test_bad(self):
        self.red("translations", self.tree(""), "not translated: \"Score %d\"")
        self.red("translations", self.tree(self.good.replace("Wert %d", "")), "not translated: \"Score %d\"")
        self.red("translations", self.tree(self.good.replace("c-format", "fuzzy, c-format")), "fuzzy: \"Score %d\"")
        self.red("translations", self.tree(self.good.replace("Wert %d", "Wert %s")), "format")
        self.red("translations", self.tree(self.good + "\nmsgid \"Old\"\nmsgstr \"Alt\"\n"), "no longer in the program")
        self.red("translations", self.tree(self.good, code='f (_("Score %" G_GSIZE_FORMAT " of 10"), n);\n'),
                 "joined by a macro")
        self.red("translations", self.tree(self.good, potfiles=""), "src/a.c has strings and is not listed")
        self.red("translations", self.tree(self.good, potfiles="src/a.c\nsrc/b.c\n"), "src/b.c does not exist")


class Summary(unittest.TestCase):
    def summary(self, *results):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as log:
            for number, result in enumerate(results):
                log.write(json.dumps({"name": f"test {number}", "result": result}) + "\n")
            log.flush()
            done = subprocess.run([sys.executable, os.path.join(HERE, "summary.py"), log.name],
                                  capture_output=True, text=True, check=False)
            return done.returncode, done.stdout.splitlines()[-1]

    def test_counts(self):
        self.assertEqual(self.summary("OK", "OK"), (0, "2 passed, 0 failed"))
        self.assertEqual(self.summary("OK", "SKIP"), (0, "1 passed, 0 failed, 1 skipped"))
        self.assertEqual(self.summary("OK", "FAIL", "TIMEOUT", "ERROR"), (1, "1 passed, 3 failed"))
        self.assertEqual(self.summary("SKIP"), (1, "0 passed, 0 failed, 1 skipped"))
        self.assertEqual(self.summary("UNEXPECTEDPASS"), (1, "0 passed, 1 failed"))


if __name__ == "__main__":
    unittest.main()
