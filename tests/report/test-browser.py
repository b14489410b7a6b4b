# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTML report in headless Chromium: pointer, keyboard, print, styles, without scripts."""
import json
import subprocess

from browser import Browser
from report_testing import ARABIC, ENGLISH, HOSTILE, ReportTestCase, entry, main, words

FIRST = "document.querySelectorAll('.word[data-at]')[0]"
CELL = "document.querySelectorAll('.cells[role=grid] .cell')"


class Chromium(ReportTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.write("report.html", [entry("coffee", words(), title=HOSTILE), entry("rocket", words(ARABIC)), entry("gone")],
                               format="html", title=HOSTILE, ranked=False)
        cls.browser = Browser(cls.path("browser"))
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.size(1280, 900)
        self.browser.media()
        self.browser.open(self.report)
        self.browser.wait("document.querySelector('.cells') !== null || document.documentElement.className === ''")
        self.evaluate = self.browser.evaluate

    def furnish(self):
        """Brings the first page near, which is when its places are made."""
        self.evaluate("document.querySelector('article').scrollIntoView({ behavior: 'instant' })")
        self.browser.wait("document.querySelectorAll('.cell').length > 0")

    def lit(self):
        return self.evaluate("""JSON.stringify({
            words: [...document.querySelectorAll('.word.answers')].map(word => word.textContent),
            looking: document.querySelectorAll('.stage.looking').length,
            most: [...document.querySelectorAll('.cell.most')].map(cell => Number(cell.dataset.index)),
            held: document.querySelectorAll('.held').length,
            spoken: document.getElementById('spoken').textContent })""")

    def state(self):
        return json.loads(self.lit())

    def test_pointer_on_word_lights_places(self):
        self.furnish()
        self.browser.point(FIRST)
        self.browser.wait("document.querySelector('.stage.looking') !== null")
        state = self.state()
        word, at = self.evaluate(f"[{FIRST}.textContent, {FIRST}.dataset.at]")
        self.assertEqual(state["words"], [word])
        # The photograph and its map, each at the place where the word looks most.
        self.assertEqual(state["looking"], 2)
        self.assertEqual(state["most"], [at.index("z")] * 2)
        light = self.evaluate("""[...document.querySelector('.looking .light').getContext('2d').getImageData(
            0, 0, document.querySelector('.light').width, document.querySelector('.light').height).data].filter((v, i) => i % 4 === 3)""")
        self.assertEqual(len(light), len(at))
        self.assertEqual(light.index(max(light)), at.index("z"))
        self.browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
        self.browser.wait("document.querySelector('.stage.looking') === null")

    def test_pointer_on_place_lights_words(self):
        self.furnish()
        index = self.evaluate(f"{FIRST}.dataset.at.indexOf('z')")
        self.browser.point(f"{CELL}[{index}]")
        self.browser.wait("document.querySelector('.word.answers') !== null")
        best = self.evaluate(f"""(() => {{
            const look = word => parseInt(word.dataset.at[{index}], 36) * Number(word.dataset.peak);
            const words = [...document.querySelector('article').querySelectorAll('.word[data-at]')];
            return words.sort((a, b) => look(b) - look(a))[0].textContent; }})()""")
        state = self.state()
        self.assertIn(best, state["words"])
        self.assertLessEqual(len(state["words"]), 5)
        self.assertEqual(state["looking"], 0)

    def test_keyboard_on_words(self):
        self.furnish()
        self.assertEqual(self.evaluate("document.querySelector('article').querySelectorAll('.word[tabindex=\"0\"]').length"), 1)
        self.evaluate(f"{FIRST}.focus()")
        self.browser.key("ArrowRight")
        names = self.evaluate("[...document.querySelectorAll('.word[data-at]')].map(word => word.textContent)")
        self.assertEqual(self.evaluate("document.activeElement.textContent"), names[1])
        self.assertEqual(self.state()["words"], [names[1]])
        self.assertIn(names[1], self.state()["spoken"])
        self.browser.key("ArrowDown")
        self.assertEqual(self.evaluate("document.activeElement.textContent"), "The")
        self.browser.key("ArrowUp")
        self.assertEqual(self.evaluate("document.activeElement.textContent"), names[0])
        self.browser.key("End")
        self.assertEqual(self.evaluate("document.activeElement.textContent"), "be")
        self.browser.key("Home")
        self.assertEqual(self.evaluate("document.activeElement.textContent"), names[0])
        self.browser.key("Enter")
        self.assertEqual(self.state()["held"], 1)
        self.evaluate("document.activeElement.blur()")
        self.assertEqual(self.state()["looking"], 2)
        self.evaluate(f"{FIRST}.focus()")
        self.browser.key("Escape")
        self.assertEqual((self.state()["held"], self.state()["looking"]), (0, 0))

    def test_keyboard_on_places(self):
        self.furnish()
        columns = int(self.evaluate("document.querySelector('article').dataset.columns"))
        self.evaluate(f"{CELL}[0].focus()")
        for key, index in (("ArrowRight", 1), ("ArrowDown", columns + 1), ("ArrowLeft", columns), ("ArrowUp", 0),
                           ("ArrowUp", 0), ("End", columns - 1), ("ArrowRight", columns - 1), ("Home", 0)):
            self.browser.key(key)
            self.assertEqual(int(self.evaluate("document.activeElement.dataset.index")), index, key)
        state = self.state()
        self.assertGreater(len(state["words"]), 0)
        self.assertIn(state["words"][0], state["spoken"])
        self.assertIn("upper left", state["spoken"])

    def test_tab_reaches_places_and_words(self):
        self.furnish()
        self.evaluate("document.activeElement.blur(); document.querySelector('article').querySelector('h2').tabIndex = -1;"
                      "document.querySelector('article').querySelector('h2').focus()")
        reached = []
        for _ in range(3):
            self.browser.key("Tab")
            reached.append(self.evaluate("document.activeElement.className.split(' ')[0] + document.activeElement.tagName"))
        self.assertEqual(reached[:2], ["cellDIV", "wordSPAN"])

    def test_screen_reader(self):
        """What the accessibility tree says: names and roles of what can be reached."""
        self.furnish()
        self.browser.call("Accessibility.enable")
        nodes = [node for node in self.browser.call("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
        roles = {}
        for node in nodes:
            roles.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
        for role in ("banner", "navigation", "main", "article", "grid", "figure"):
            self.assertIn(role, roles)
        for role in ("image", "gridcell", "grid", "article", "link", "button"):
            for name in roles.get(role, []):
                self.assertTrue(name.strip(), role)
        self.assertTrue(all("upper left" in name for name in roles["gridcell"][:1]))

    def test_hostile_text_does_nothing(self):
        self.assertEqual(self.evaluate("document.scripts.length"), 1)
        self.assertIn("</script>", self.evaluate("document.title"))
        bad = [event for event in self.browser.events
               if event.get("method") in ("Page.javascriptDialogOpening", "Runtime.exceptionThrown", "Log.entryAdded")]
        self.assertEqual(bad, [])
        asked = [event["params"]["request"]["url"] for event in self.browser.events if event.get("method") == "Network.requestWillBeSent"]
        self.assertEqual([url for url in asked if not url.startswith(("file:", "data:"))], [])

    def test_policy_forbids_others(self):
        self.evaluate("""document.body.insertAdjacentHTML('beforeend', '<img id="other" src="x" onerror="document.title = 1">');
            const script = document.createElement('script'); script.textContent = 'document.title = 2'; document.body.append(script)""")
        self.browser.wait("document.getElementById('other').complete")
        self.assertIn("</script>", self.evaluate("document.title"))

    def test_without_scripts(self):
        self.browser.call("Emulation.setScriptExecutionDisabled", value=True)
        self.browser.call("Page.reload")
        self.browser.wait_event("Page.loadEventFired")
        text = self.evaluate("document.body.innerText")
        for wanted in ("Contents", "Summary", "Critique", "The background is calm", "What the number means"):
            self.assertIn(wanted, text)
        self.assertEqual(self.evaluate("document.querySelectorAll('[tabindex], .cell, button').length"), 0)
        self.browser.call("Emulation.setScriptExecutionDisabled", value=False)

    def test_phone(self):
        self.browser.size(400, 800)
        self.browser.open(self.report)
        self.furnish()
        self.assertLessEqual(self.evaluate("document.documentElement.scrollWidth"), 400)
        self.assertLessEqual(self.evaluate("Math.max(...[...document.querySelectorAll('article *:not(.hidden)')]"
                                           ".filter(one => !one.closest('svg, .hidden')).map(one => one.getBoundingClientRect().right))"), 401)

    def contrast(self, selector):
        return self.evaluate(f"""(() => {{
            const light = colour => {{
                const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                return .2126 * r + .7152 * g + .0722 * b;
            }};
            const a = light(getComputedStyle(document.querySelector({json.dumps(selector)})).color);
            const b = light(getComputedStyle(document.body).backgroundColor);
            return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); }})()""")

    def test_light_dark_contrast(self):
        self.furnish()
        backgrounds = set()
        for scheme in ("light", "dark"):
            for contrast, least in (("no-preference", 4.5), ("more", 7)):
                self.browser.media(prefers_color_scheme=scheme, prefers_contrast=contrast)
                backgrounds.add(self.evaluate("getComputedStyle(document.body).backgroundColor"))
                for selector in ("h1", ".note", "figcaption", ".byline"):
                    self.assertGreaterEqual(self.contrast(selector), least, (scheme, contrast, selector))
        self.assertGreaterEqual(len(backgrounds), 3)

    def test_print(self):
        """A page each, black on white whatever the scheme, pictures too; what only a pointer needs is gone."""
        self.browser.media(prefers_color_scheme="dark")
        self.furnish()
        self.browser.point(FIRST)
        path = self.path("print.pdf")
        self.browser.print(path)
        pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
        first = [index for index, page in enumerate(pages) if "What the number means" in page]
        self.assertEqual(len(first), 2)
        self.assertNotEqual(first[0], first[1])
        self.assertIn("The background is calm", pages[first[0]])
        self.assertIn("3 of 3", pages[first[1] + 1])
        images = subprocess.run(["pdfimages", "-list", path], capture_output=True, text=True, check=True).stdout
        self.assertGreaterEqual(images.count("image"), 6)
        self.browser.media(media="print")
        self.assertEqual(self.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)")
        self.assertEqual(self.evaluate("getComputedStyle(document.querySelector('.cells')).display"), "none")
        # A sign besides the colour: full lines raise, dashed ones lower.
        lines = self.evaluate("[...document.querySelectorAll('.word.raises, .word.lowers')].map(word =>"
                              " [word.classList.contains('raises'), getComputedStyle(word).borderBottomStyle])")
        self.assertGreater(len(lines), 0)
        for raises, style in lines:
            self.assertEqual(style, "solid" if raises else "dashed")
        self.assertIn(ENGLISH.split(".")[0].split()[0], pages[first[0]])


if __name__ == "__main__":
    main()
