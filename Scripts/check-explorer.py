#!/usr/bin/env python3
"""Opens Explorer/mobilenet.html in Chromium as people do, from a file and without a network, and uses it.

The numbers of every network and dialect must be those of the executable, to the unit; the page must say
nothing in the console.
"""

import argparse
import base64
import concurrent.futures
import itertools
import json
import os
import pathlib
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib

from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "Explorer" / "mobilenet.html"
DATA = pathlib.Path(os.environ.get("MOBILENET_DATA_DIR", ROOT / "Data"))
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("program", help="the executable whose numbers are right")
parser.add_argument("--report", help="write the times to this file")
parser.add_argument("--every", type=int, default=1, help="compare every so manieth network only")
parser.add_argument("--only", nargs="+", default=[], help="use the page in these ways only (names of functions here)")
OPTIONS = parser.parse_args()
PROGRAM = str(pathlib.Path(OPTIONS.program).resolve())
FUZZ = pathlib.Path(PROGRAM).parent / "fuzz"
WIDTHS = [0.35, 0.75, 1.4]
SIZES = ["160", "192x256", "320"]
RUNS = ["mobilenet-v2", "mobilenet-v3-small", "ssdlite-mobilenet-v3-large"]
TOLERANCE = 1e-4


def fail(message):
    sys.exit(f"check-explorer: {message}")


def require(holds, message):
    if not holds:
        fail(message)


def browser():
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--window-size=1440,900",
        # No name leads anywhere, nor does an address.
        "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
    ]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_script_timeout(120)
    return driver


class Page:
    """The page in a browser."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, fragment=""):
        self.driver.get("about:blank")
        self.driver.get(f"file://{PAGE}" + (f"#{fragment}" if fragment else ""))
        # Out of sight, too.
        self.wait("document.documentElement.dataset.ready && mobilenet.isSettled()")

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.run(f"return Boolean({condition})"):
                return
            time.sleep(0.02)
        fail(f"the page never had {condition}")

    def settle(self):
        """Waits until the state is shown, out of sight too, and written into the address."""
        self.driver.execute_async_script("""
          const done = arguments[0];
          const wait = () => (mobilenet.isSettled() ? done() : setTimeout(wait, 20));
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(wait, 200)))""")

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.run("return document.querySelector(arguments[0]).textContent", selector)

    def click(self, selector):
        self.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
        self.settle()
        self.find(selector).click()
        self.settle()

    def choose(self, selector, value):
        self.run(
            "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
            "e.dispatchEvent(new Event('change', {bubbles: true}))", selector, value)
        self.settle()

    def slide(self, selector, value):
        self.run(
            "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
            "e.dispatchEvent(new Event('input', {bubbles: true}))", selector, value)
        self.settle()

    def type(self, selector, text, key=Keys.TAB):
        self.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
        self.find(selector).send_keys(Keys.CONTROL + "a")
        self.find(selector).send_keys(text, key)
        self.settle()

    def cost(self, request):
        return self.run("return mobilenet.cost(arguments[0])", request)

    def quiet(self):
        messages = [entry["message"] for entry in self.driver.get_log("browser")]
        require(not messages, f"the console has {messages[:3]}")


def native(request):
    """What the executable prints, or its message."""
    command = [PROGRAM, "cost", request["name"], "--format", "json", "--by", request["by"]]
    if "width" in request:
        command += ["--width", str(request["width"])]
    if "resolution" in request:
        command += ["--resolution", request["resolution"]]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        # The first line, without the program's name and what an option is called.
        return done.stderr.splitlines()[0].split(": ", 1)[1]
    return json.loads(done.stdout)


def same_numbers(page):
    """Totals and all rows of every network and dialect, and another division in turn, as the executable prints
    them: at its own size, and at each of three widths and sizes."""
    listed = json.loads(subprocess.run(
        [PROGRAM, "list", "--format", "json"], capture_output=True, text=True, check=True).stdout)
    names = []
    for network in listed["networks"]:
        dialects = [one for one in network["dialects"].split(", ") if one]
        names += [network["name"]] + [f"{network['name']}@{one}" for one in dialects]
    names = names[::OPTIONS.every]
    grains = itertools.cycle(["layer", "part", "block"])
    requests = []
    for name in names:
        known = page.run("return mobilenet.network({name: arguments[0]})", name)
        requests.append([{"name": name, "by": "row"}])
        for width, size in zip(WIDTHS, SIZES):
            scaling = {"resolution": size} | ({"width": width} if known["hasWidths"] else {})
            requests.append([{"name": name, "by": by, **scaling} for by in ["row", next(grains)]])
    compared = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        # What both refuse is said in the same words.
        answers = pool.map(lambda several: [native(one) for one in several], requests)
        for several, expected in zip(requests, answers):
            got = page.run("""return arguments[0].map((request) => {
              try { return mobilenet.cost(request) } catch (error) { return error.message }
            })""", several)
            for request, one, other in zip(several, got, expected):
                if isinstance(other, str):
                    require(isinstance(one, str) and other in one, f"{request}: {one}, the executable: {other}")
                    continue
                require(one == other, f"{request} differs from the executable")
                compared += 1
    require(compared > 6 * len(names), f"only {compared} tables of {len(names)} networks could be compared")
    return f"{len(names)} networks and dialects, {compared} tables as the executable prints them"


def console(page):
    """What Exports.swift documents answers in the console, and a member of the wrong kind is named."""
    page.open()
    for request, expected in [
        ({"width": 0.5}, {"width": 0.5}), ({"resolution": 192}, {"resolution": "192"}),
        ({"resolution": "192x640"}, {"resolution": "192x640"}), ({"width": None, "classes": None}, {}),
    ]:
        got = page.cost({"name": "mobilenet-v2", "by": "row", **request})
        require(got == native({"name": "mobilenet-v2", "by": "row", **expected}), f"{request} is not understood")
    for call, member in [
        ("cost({name: 'mobilenet-v2', width: 'wide'})", "width"), ("cost({name: 7})", "name"),
        ("cost({name: 'mobilenet-v2', resolution: [192]})", "resolution"),
        ("cost({name: 'mobilenet-v2', resolution: 1.5})", "resolution"),
        ("cost({name: 'mobilenet-v2', classes: 10.5})", "classes"),
        ("cost({name: 'mobilenet-v2', classes: '10'})", "classes"),
        ("cost({name: 'mobilenet-v2', by: 3})", "by"), ("cost({name: 'mobilenet-v2', by: 'rows'})", "rows"),
        ("diff({name: 'mobilenet-v2', against: 'mobilenet-v1'})", "against"),
        ("diff({name: 'mobilenet-v2', against: {name: 'mobilenet-v1', width: 'x'}})", "width"),
        ("conv({kernel: '3'})", "kernel"), ("conv({kernel: 0.5})", "kernel"), ("conv({out: -1})", "out"),
        ("worksheet({name: 'mobilenet-v2', seed: true})", "seed"), ("tables({files: 'none'})", "files"),
        ("edit({name: 'mobilenet-v2', sets: [{row: 'stem'}]})", "sets"),
        ("draw({name: 'mobilenet-v2', figure: 1})", "figure"), ("cost('mobilenet-v2')", "JSON object"),
    ]:
        said = page.run(f"try {{ mobilenet.{call}; return null }} catch (error) {{ return error.message }}")
        require(said and member in said, f"{call}: {said}")
    # Every export of the page answers as documented.
    for call, member in [
        ("networks()", "networks"), ("network({name: 'mobilenet-v2'})", "hasWidths"), ("glossary()", "terms"),
        ("schedule({name: 'mobilenet-v2'})", "schedule"), ("memory({name: 'mobilenet-v2', by: 'layer'})", "schedule"),
        ("roofline({name: 'mobilenet-v2', device: 'v100'})", "device"), ("explain({name: 'mobilenet-v2', row: 3})", "layers"),
        ("show({name: 'mobilenet-v2'})", "rows"), ("bridge({name: 'mobilenet-v2'})", "figures"),
        ("diff({name: 'mobilenet-v2', against: {name: 'mobilenet-v1'}})", "rows"),
        ("worksheet({name: 'mobilenet-v2', seed: 2})", "answers"), ("conv({kernel: 5})", "standard"),
        ("outline({name: 'mobilenet-v2'})", "rows"), ("accuracy({name: 'mobilenet-v2'})", "here"),
        ("published({count: 2})", "points"), ("draw({figure: 'conv'})", "svg"), ("activation({activation: 'ReLU6', x: 1})", "curve"),
        ("source({name: 'mobilenet-v2'})", "text"), ("edit({name: 'mobilenet-v2', sets: []})", "text"),
    ]:
        keys = page.run(f"return Object.keys(mobilenet.{call})")
        require(member in keys, f"{call} has {keys}, not {member}")
    page.quiet()


def same_runs(page):
    """Networks on seeded weights: every block and answer within 1e-4 of its largest magnitude."""
    page.open()
    worst = 0
    for name in RUNS:
        got = page.run("return mobilenet.run({name: arguments[0], resolution: '96'})", name)
        expected = json.loads(subprocess.run(
            [PROGRAM, "run", name, "--resolution", "96", "--format", "json"], capture_output=True,
            text=True, check=True).stdout)
        for kind in ["taps", "outputs"]:
            require(len(got[kind]) == len(expected[kind]), f"{name}: the number of {kind}")
            for one, other in zip(got[kind], expected[kind]):
                scale = max(abs(other["min"]), abs(other["max"])) or 1
                for measure in ["mean", "std", "min", "max", "first", "last", "sample"]:
                    pair = [x[measure] if isinstance(x[measure], list) else [x[measure]] for x in (one, other)]
                    difference = max((abs(a - b) for a, b in zip(*pair)), default=0) / scale
                    worst = max(worst, difference)
                    require(difference <= TOLERANCE, f"{name}: {measure} of {other['name']} differs")
    return f"networks run as natively, within {worst:.0e}"


def shown_number(page, selector):
    return int("".join(filter(str.isdigit, page.text(selector))))


def view(page):
    """What is shown is what the core says; pointing, sorting, dividing, the convention."""
    page.open()
    page.choose("#network", "mobilenet-v3-small")
    expected = native({"name": "mobilenet-v3-small", "by": "row"})
    require(shown_number(page, ".total:nth-child(1) em") == expected["totals"]["parameters"], "the parameters shown")
    require(shown_number(page, ".total:nth-child(2) em") == expected["totals"]["macs"], "the MACs shown")
    rows = page.run("return document.querySelectorAll('#costs tbody tr[data-rows]').length")
    require(rows == len(expected["rows"]), f"{rows} rows shown, not {len(expected['rows'])}")
    page.click("[data-by=layer]")
    require(page.run("return document.querySelectorAll('#costs tbody tr[data-rows]').length") > 40, "layers")
    page.click("[data-by=row]")
    page.choose("#convention", "fvcore")
    require(page.cost({"name": "mobilenet-v3-small", "convention": "fvcore"})["totals"]["macs"]
            == shown_number(page, ".total:nth-child(2) em"), "the convention's MACs")
    page.choose("#convention", "paper")
    # Pointing at a row of the table points at its glyph, its bar and its layers.
    page.run("document.querySelector('#costs tr.r4').dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))")
    page.settle()
    for place in ["#architecture .area.r4.on", "#profile .hit.r4.on", "#memory .hit.r4.on", "#roofline circle.r4.on", "#costs tr.r4.on"]:
        require(page.run("return document.querySelector(arguments[0]) !== null", place), f"pointing: no {place}")
    require("bneck3" in page.text("#row-title"), "the row under the pointer")
    for form in ["markdown", "csv", "latex"]:
        text = page.run("return mobilenet.cost({name: 'mobilenet-v2', format: arguments[0]}).text", form)
        expected = subprocess.run([PROGRAM, "cost", "mobilenet-v2", "--format", form], capture_output=True, text=True).stdout
        require(text.strip() == expected.strip(), f"{form} differs from the executable")
    page.quiet()


def errors(page):
    """What is impossible is said, and the page goes on."""
    page.open()
    page.type("#width-text", "99")
    require("width multiplier" in page.text("#message"), "an impossible width is not said")
    page.type("#width-text", "0.5")
    require(page.run("return document.getElementById('message').hidden"), "the message stays")
    for request in ["{name: '<img src=x onerror=alert(1)>'}", "{name: 'mobilenet-v2', resolution: '0'}", "{name: '\\u0000'}", "{}"]:
        said = page.run(f"try {{ mobilenet.cost({request}); return null }} catch (error) {{ return error.message }}")
        require(said, f"{request} is no error")
    page.quiet()
    # An address of another version, and one that is broken.
    for fragment in ["x=0&n=mobilenet-v1", "x=1&yaml=%%%", "x=1&n=no-such-network", "x=1&a=nan"]:
        page.open(fragment)
        require(shown_number(page, ".total:nth-child(2) em") > 0, f"{fragment} shows nothing")
    page.quiet()


def hostile(page):
    """What is wrong at random is refused, or holds what the executable finds in it; the core never starts anew."""
    page.open()
    corpus = sorted(ROOT.glob("Tests/Fuzzing/Corpus/*/*"))
    # Caffe's files and an index without its numbers are nothing for a page.
    known = [path for path in corpus if path.suffix not in [".caffemodel", ".index"]]
    if not FUZZ.exists():
        print(f"check-explorer: hostile: skipped mutants: {FUZZ} is missing; swift build --product fuzz")
        return
    lines = subprocess.run(
        [str(FUZZ), "mutants", "--tables", "400", "--mutants", "12", *map(str, known)], capture_output=True, text=True,
        check=True).stdout.split("\n")
    mutants = [json.loads(line) for line in lines if line]
    refused = 0
    for start in range(0, len(mutants), 25):
        several = [one for one in mutants[start:start + 25] if one["kind"] != "picture"]
        got = page.run("""
          const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
          const totals = (name) => {
            const { parameters, macs } = mobilenet.cost({ name }).totals;
            mobilenet.draw({ name, figure: 'architecture' });
            return [parameters, macs];
          };
          return arguments[0].map(({ kind, name, content }) => {
            try {
              switch (kind) {
                case 'table': mobilenet.tables({ files: [{ name: 'Mutant.yaml', text: content }] }); return totals(name);
                case 'onnx': mobilenet.open(name, bytes(content)); return totals(name);
                default: { const { tensors, read } = mobilenet.checkpoint(bytes(content)); return [tensors, read]; }
              }
            } catch (error) { return error.message; }
          });""", several)
        for mutant, one in zip(several, got):
            expected = mutant.get("numbers")
            refused += expected is None
            what = f"a mutant of {mutant['kind']} {mutant['name']}"
            if expected is None:
                require(isinstance(one, str), f"{what} is {one}, the executable says {mutant['error']}")
            else:
                require(not isinstance(one, str) and [float(x) for x in one] == [float(x) for x in expected],
                        f"{what} is {one}, for the executable {expected}")
        require(page.run("return mobilenet.restarts()") == 0, "the core was started anew")
    require(refused > 100 and len(mutants) - refused > 100, f"{refused} of {len(mutants)} mutants were refused")
    page.quiet()
    # Pictures are the browser's to read: an answer or a message.
    page.open("x=1&n=mobilenet-v3-small&h=64&w=64&v=run")
    for mutant in [one for one in mutants if one["kind"] == "picture"][::4]:
        drop(page, "#run-file", mutant["name"], base64.b64decode(mutant["content"]))
        page.wait("!mobilenet.running().isBusy && (mobilenet.running().result || !document.getElementById('run-message').hidden)", 60)
    require(page.run("return mobilenet.restarts()") == 0, "a picture started the core anew")
    page.quiet()


def drop(page, selector, name, content):
    """Gives a field a file."""
    page.run("""
      const [selector, name, content] = arguments;
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))], name));
      const input = document.querySelector(selector);
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));""", selector, name, base64.b64encode(content).decode())
    page.settle()


HOSTILE = """name: hostile
title: "<img src=x onerror='window.stung=1'>\\u202E\\u0007 & \\"quoted\\" </script><script>window.stung=1</script>"
input: {shape: [32, 32, 3]}
variables: {classes: 10}
source: {paper: "<svg onload='window.stung=1'>", arxiv: "<b>"}
columns: [operator, out, s]
rows:
  - "<img src=x onerror='window.stung=1'>": [conv2d 3x3, 16, 2]
  - "a&b\\u0001'\\"`$1\\u2028": [conv2d 3x3, 24, 1]
  - "javascript:window.stung=1": [global-pool, ~, ~]
  - [fc, classes, ~]
"""


def hostile_texts(page):
    """Markup and control characters in titles, names and files are text, in every view and both languages."""
    for language in ["en", "zh"]:
        page.open(f"x=1&v=edit&l={language}")
        elements = page.run("return document.querySelectorAll('script, img, iframe, b').length")
        page.run("document.getElementById('yaml').value = arguments[0]", HOSTILE)
        page.click("#apply")
        require(page.run("return mobilenet.state().name") == "hostile", f"refused: {page.text('#edit-message')}")
        for view in ["explore", "learn", "run", "edit", "explore"]:
            page.click(f"[data-view={view}]")
        page.click("#pin")
        page.choose("#other", "mobilenet-v2")
        page.click("#swap")
        page.click("[data-view=run]")
        page.click("#run-go")
        page.wait("document.querySelectorAll('#run-answers tr').length === 5", 60)
        page.settle()
        found = page.run("return document.querySelectorAll('script, img, iframe, b').length")
        require(found == elements, f"{found - elements} elements came out of a table")
        require(not page.run("return window.stung || document.querySelector('[onerror], [onload]')"), "a table's text ran")
        for figure in ["architecture", "block", "volumes", "costs", "memory"]:
            fault = page.run("""
              const { svg } = mobilenet.draw({ name: 'hostile', figure: arguments[0], row: 1 });
              return new DOMParser().parseFromString(svg, 'image/svg+xml').querySelector('parsererror')?.textContent;""", figure)
            require(fault is None, f"{figure} is no SVG: {fault}")
        page.quiet()
    for name in ["<img src=x onerror='window.stung=1'>.onnx", "a@b:c%00.onnx", "..\\..\\x\u202e.onnx"]:
        page.open("x=1&v=edit")
        model = (ROOT / "Tests/Fuzzing/Corpus/onnx/small.onnx").read_bytes()
        drop(page, "#open", name, model)
        page.settle()
        require(page.run("return mobilenet.state().name") == name, f"{name} does not open")
        page.click("#pin")
        fragment = page.run("return location.hash.slice(1)")
        page.open(fragment)
        require(page.run("return mobilenet.state().name") == name, f"{name} is not in its address")
        require(not page.run("return window.stung"), "a file's name ran")
    page.quiet()


def large(page):
    """Files of 2 GB, 10 MB of YAML, deep nesting, a picture of 1x30000, one that is none: a message in place."""
    said = lambda: page.run("""return ['message', 'edit-message', 'run-message'].map((id) => document.getElementById(id))
      .filter((element) => !element.hidden && element.checkVisibility()).map((element) => element.textContent).join(' ')""")
    with tempfile.TemporaryDirectory() as folder:
        page.open("x=1&v=edit")
        macs = shown_number(page, ".total:nth-child(2) em")
        for name, field in [("a.yaml", "#open"), ("a.onnx", "#open"), ("a.safetensors", "#open"), ("a.png", "#open"),
                            ("a.pth", "#run-file"), ("a.jpg", "#run-file"), ("a.xyz", "#open")]:
            with open(f"{folder}/{name}", "wb") as file:
                file.truncate(2 << 30)
            page.open("x=1&v=" + ("run" if field == "#run-file" else "edit"))
            page.find(field).send_keys(f"{folder}/{name}")
            page.settle()
            require(name in said(), f"{name} of 2 GB: {said()!r}")
            require(shown_number(page, ".total:nth-child(2) em") == macs, f"{name} of 2 GB loses what was shown")
        pathlib.Path(f"{folder}/b.yaml").write_text("name: b\n" + "# " + "x" * 10_000_000)
        page.open("x=1&v=edit")
        page.find("#open").send_keys(f"{folder}/b.yaml")
        page.settle()
        require("b.yaml" in said(), f"10 MB of YAML: {said()!r}")
        # Checkpoints and models that are none, as large as a page takes.
        for name in ["c.safetensors", "c.pth", "c.h5", "c.onnx"]:
            with open(f"{folder}/{name}", "wb") as file:
                file.truncate(200_000_000)
            page.open("x=1&v=edit")
            page.find("#open").send_keys(f"{folder}/{name}")
            page.wait("['message', 'run-message'].some((id) => !document.getElementById(id).hidden)", 60)
            page.quiet()
        for text in ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a: &a [x]\n" + "b: [*a, *a]\n" * 3,
                     "name: x\nrows: " + "[" * 90 + "]" * 90, "\u0000", "", "---\n---\n", "\ufeff", "%YAML 9"]:
            page.open("x=1&v=edit")
            page.run("document.getElementById('yaml').value = arguments[0]", text)
            page.click("#apply")
            require(said(), f"{text[:20]!r} is taken for a table")
            require(shown_number(page, ".total:nth-child(2) em") == macs, f"{text[:20]!r} changes what is shown")
            require(page.run("return mobilenet.restarts()") == 0, f"{text[:20]!r} stops the core")
        page.open("x=1&n=mobilenet-v3-small&v=run")
        for name, content, works in [
            ("none.png", b"no picture", False), ("none.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", False),
            ("empty.jpg", b"", False), ("tall.png", png(1, 30_000), False), ("wide.png", png(30_000, 1), False),
            ("dot.png", png(1, 1), True), ("none.pth", b"PK\x03\x04", False), ("empty.onnx", b"", False)]:
            page.open("x=1&n=mobilenet-v3-small&v=run")
            drop(page, "#run-file", name, content)
            page.wait("!mobilenet.running().isBusy && (mobilenet.running().result || ['message', 'run-message'].some((id) => !document.getElementById(id).hidden))", 60)
            page.settle()
            require(bool(said()) != works, f"{name}: {said()!r}")
    page.quiet()


def png(width, height):
    """A gray picture."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    lines = (b"\0" + bytes(range(256)) * (width // 256 + 1))[:width + 1] * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


def exhausted(page):
    """When the memory ends, the page says so, and goes on with what it had."""
    page.open("x=1&v=edit")
    page.type('[data-cell="2:2"]', "4", Keys.ENTER)
    macs = shown_number(page, ".total:nth-child(2) em")
    page.run("document.getElementById('yaml').value = ''")
    said = page.run("""
      try { return mobilenet.checkpoint(new Uint8Array(1_700_000_000)) } catch (error) { return error.message }""")
    require(said and "started anew" in said, f"without memory, the page says {said}")
    require(page.run("return mobilenet.restarts()") == 1, "the core was not started anew")
    page.click("[data-view=explore]")
    require(shown_number(page, ".total:nth-child(2) em") == macs, "the table is lost with the memory")
    require(page.cost({"name": "mobilenet-v2"})["totals"]["macs"] == macs, "the core does not go on")
    page.quiet()


def editing(page):
    """A cell changed, made wrong and mended; undo and redo; the address keeps all of it."""
    page.open("x=1&v=edit")
    macs = shown_number(page, ".total:nth-child(2) em")

    def edit(cell, value):
        page.type(f'[data-cell="{cell}"]', value, Keys.ENTER)

    edit("2:2", "4")
    changed = shown_number(page, ".total:nth-child(2) em")
    require(changed < macs, "an expansion of 4 in row 3 is not cheaper")
    edit("2:2", "many")
    require(page.run("return document.querySelectorAll('#edit .wrong').length") == 1, "the wrong cell is not marked")
    require(page.text("#edit .fault").strip(), "the wrong cell has no message")
    require(shown_number(page, ".total:nth-child(2) em") == changed, "a wrong cell changes what is shown")
    edit("2:2", "6")
    require(page.run("return document.querySelectorAll('#edit .wrong').length") == 0, "the mended cell is marked")
    require(shown_number(page, ".total:nth-child(2) em") == macs, "mended, the network costs something else")
    page.click("#undo")
    require(shown_number(page, ".total:nth-child(2) em") == changed, "undo")
    page.click("#redo")
    require(shown_number(page, ".total:nth-child(2) em") == macs, "redo")
    page.click("#undo")
    page.click('[data-row-tool=duplicate][data-at="5"]')
    repeated = shown_number(page, ".total:nth-child(2) em")
    require(repeated > changed, "a repeated row costs nothing")
    fragment = page.run("return location.hash.slice(1)")
    page.quiet()
    page.open(fragment)
    require(shown_number(page, ".total:nth-child(2) em") == repeated, "the address forgets the table")
    page.run("document.getElementById('yaml').value = 'name: broken\\nrows: [[[\\n'")
    page.click("#apply")
    require(page.text("#edit-message").strip(), "a broken YAML is not said")
    require(shown_number(page, ".total:nth-child(2) em") == repeated, "a broken YAML changes what is shown")
    page.click("#reset")
    require(shown_number(page, ".total:nth-child(2) em") == macs, "the built-in table does not come back")
    page.quiet()


def foreign_rows(page):
    """Rows that are another table's, of a dialect, or not one line: changed, removed, doubled, undone."""
    macs = lambda: shown_number(page, ".total:nth-child(2) em")

    def edit(row, column, value):
        at = page.run("""
          const [row, column] = arguments;
          const { rows } = mobilenet.source({ name: network(mobilenet.state()).name });
          const place = rows.findIndex(({ name }) => name === row);
          return `${place}:${rows[place].cells.findIndex((cell) => cell.column === column)}`;""".replace(
              "network(mobilenet.state()).name", "mobilenet.state().name + (mobilenet.state().dialect ? '@' + mobilenet.state().dialect : '')"),
          row, column)
        page.type(f'[data-cell="{at}"]', value, Keys.ENTER)

    def same_as(text, name, what):
        """The page's network costs what the executable says of the table that the page wrote."""
        with tempfile.TemporaryDirectory() as folder:
            for number, one in enumerate(text):
                pathlib.Path(f"{folder}/{number}.yaml").write_text(one)
            done = subprocess.run(
                [PROGRAM, "cost", name, "--tables", folder, "--format", "json"], capture_output=True, text=True)
            require(done.returncode == 0, f"{what}: the executable refuses the table: {done.stderr}")
            expected = json.loads(done.stdout)
        got = page.cost({"name": name, "by": "row"})
        require(got["totals"] == expected["totals"] and got["rows"] == expected["rows"], f"{what}: other numbers")

    texts = "return mobilenet.state().tables.map(({ text }) => text)"
    for name, row, column, value in [
        ("yolov3-mobilenet-v3-large", "bneck3", "exp", "80"),
        ("ssdlite-mobilenet-v3-large", "bneck14", "exp", "400"),
        ("lraspp-mobilenet-v3-small", "bneck2", "out", "32"),
        ("efficientnet-lite2", "bneck4", "c", "96"),
        ("yolov5-mobilenet-v3-small", "conv_bn_hswish1", "args", "[24, 2]"),
    ]:
        page.open(f"x=1&n={name}&v=edit")
        before = macs()
        edit(row, column, value)
        require(macs() != before, f"{name}: {row} does not change")
        same_as(page.run(texts), name, name)
        # Wrong, it says so at its cell, and what is shown stays.
        now = macs()
        edit(row, column, "many")
        require(page.run("return document.querySelectorAll('#edit .wrong').length") == 1, f"{name}: no wrong cell")
        require(macs() == now, f"{name}: a wrong cell changes what is shown")
        page.click("#undo")
        page.click("#undo")
        require(macs() == before, f"{name}: undo")
        page.quiet()
    # In a dialect: a variant of the table, which goes back to the dialect when it is undone.
    page.open("x=1&n=mobilenet-v3-large&d=minimalistic&a=0.75&v=edit")
    before = macs()
    edit("bneck4", "out", "48")
    name = page.run("return mobilenet.state().name")
    require(name == "mobilenet-v3-large-minimalistic-edited", f"the variant is called {name}")
    require(macs() != before, "a cell of a dialect does not change")
    same_as(page.run(texts), name, "a dialect")
    edit("bneck5", "out", "56")
    same_as(page.run(texts), name, "a dialect, changed again")
    fragment = page.run("return location.hash.slice(1)")
    now = macs()
    page.open(fragment)
    require(macs() == now, "the address forgets the variant")
    page.click("#reset")
    state = page.run("return [mobilenet.state().name, mobilenet.state().dialect, mobilenet.state().width]")
    require(state == ["mobilenet-v3-large", "minimalistic", 0.75] and macs() == before, f"not back, but at {state}")
    # A row of another table comes and goes.
    page.open("x=1&n=ssdlite-mobilenet-v3-large&v=edit")
    before = macs()
    page.click('[data-row-tool=duplicate][data-at="5"]')
    doubled = macs()
    require(doubled > before, "a doubled row of another table costs nothing")
    same_as(page.run(texts), page.run("return mobilenet.state().name"), "a doubled row")
    page.click('[data-row-tool=remove][data-at="5"]')
    require(macs() == before, "the doubled row does not go")
    page.click("#undo")
    require(macs() == doubled, "undo of a removed row")
    page.click("#undo")
    require(macs() == before and page.run("return mobilenet.state().name") == "ssdlite-mobilenet-v3-large", "undo of a variant")
    # Rows over several lines, with comments, in a table of one's own.
    page.open("x=1&v=edit")
    page.run("document.getElementById('yaml').value = arguments[0]", """name: loose
input: {shape: [32, 32, 3]}
variables: {classes: 10}
columns: [operator, out, s]
rows:
  -
    - conv2d 3x3
    - 16   # channels
    - 2
  - stem: [conv2d 3x3,
      24, 1]
  - [global-pool, ~, ~]
  - [fc, classes, ~]
""")
    page.click("#apply")
    before = macs()
    edit("conv1", "out", "32")
    edit("stem", "out", "48")
    require(macs() > before, "rows of several lines do not change")
    same_as(page.run(texts), "loose", "rows of several lines")
    page.quiet()


def comparing(page):
    """A baseline: differences in totals and rows, as `diff` says them, and after the address is opened anew."""
    page.open()
    page.click("#pin")
    page.choose("#network", "mobilenet-v3-large")
    page.slide("#height", "160")
    expected = page.cost({"name": "mobilenet-v3-large", "resolution": "160"})["totals"]["macs"]
    before = page.cost({"name": "mobilenet-v2"})["totals"]["macs"]
    said = page.text(".total:nth-child(2) em").split("(")[0]
    require(int("".join(filter(str.isdigit, said))) == before - expected, f"the difference shown is {said}")
    require(page.run("return document.querySelectorAll('#diff tbody tr').length") > 10, "no rows in the differences")
    fragment = page.run("return location.hash.slice(1)")
    page.open(fragment)
    require(page.text(".total:nth-child(2) em").split("(")[0] == said, "the address forgets the baseline")
    # Side by side: two figures and two columns of totals; swapped, they change places.
    both = "return [...document.querySelectorAll('#compare tr:nth-child(2) td:nth-child(2)')].map(e => Number(e.textContent.replace(/\\D/g, '')))"
    require(page.run(both) == [before, expected], f"side by side stand {page.run(both)}")
    require(page.run("return document.querySelectorAll('#compare svg').length") == 2, "not two figures side by side")
    page.click("#swap")
    require(page.run(both) == [expected, before], "swapped, they do not change places")
    page.choose("#other", "mobilenet-v1")
    first = page.cost({"name": "mobilenet-v1"})["totals"]["macs"]
    require(page.run(both) == [first, before], "another network does not stand beside it")
    page.quiet()


def baseline(page):
    """A baseline stays what it was while its table is edited, also after the address is opened anew."""
    page.open()
    before = shown_number(page, ".total:nth-child(2) em")
    page.click("#pin")
    page.click("[data-edit=bottleneck2]")
    page.type('[data-cell="2:2"]', "4", Keys.ENTER)
    after = page.cost({"name": "mobilenet-v2"})["totals"]["macs"]
    require(after < before, "an expansion of 4 is not cheaper")
    for _ in range(2):
        said = page.text(".total:nth-child(2) em").split("(")[0]
        require(int("".join(filter(str.isdigit, said))) == before - after, f"the difference shown is {said}")
        require(page.text(".total.none em"), "an edited table has an accuracy")
        fragment = page.run("return location.hash.slice(1)")
        page.open(fragment)
    page.click("[data-view=explore]")
    changed = page.run("return [...document.querySelectorAll('#diff tbody tr:not(.equal) .name')].map(e => e.textContent)")
    require(changed == ["bottleneck2"], f"the rows that differ are {changed}")
    page.click("#pin")
    require(shown_number(page, ".total:nth-child(2) em") == after, "without the baseline something else is shown")
    require("mobilenet-v2-baseline" not in page.text("#network"), "the baseline's table stays")
    page.quiet()


def keyboard(page):
    """By keys alone: a baseline, along the rows, into the table, from cell to cell; the focus is never lost."""
    def press(*keys):
        ActionChains(page.driver).send_keys(*keys).perform()
        page.settle()

    def focused(attribute):
        return page.run("return document.activeElement.getAttribute(arguments[0])", attribute)

    page.open("x=1&n=mobilenet-v3-small")
    page.run("document.getElementById('pin').focus()")
    press(Keys.ENTER)
    require(page.run("return mobilenet.state().pin !== null") and focused("id") == "pin", "the button loses the focus")
    page.run("document.querySelector('[data-sort=macs]').focus()")
    press(Keys.ENTER)
    require(focused("data-sort") == "macs", "the head of a column loses the focus")
    page.run("document.getElementById('costs-room').focus()")
    press(Keys.HOME, Keys.ARROW_UP)
    row = page.run("return mobilenet.state().row")
    press(Keys.ARROW_DOWN)
    require(page.run("return mobilenet.state().row") == row + 1, "an arrow does not move along the rows")
    press(Keys.ENTER)
    require(focused("data-cell") == f"{row}:1", f"Enter leads to {focused('data-cell')} of row {row + 1}")
    press("bneck 3x3", Keys.TAB)
    require(focused("data-cell") == f"{row}:2", f"after a cell comes {focused('data-cell')}")
    require(page.run("return mobilenet.state().table !== null"), "the cell is not in force")
    page.open("x=1&n=mobilenet-v3-small")
    page.wait("document.querySelector('#accuracy [data-go]')")
    point = json.loads(page.run(
        "const own = [...document.querySelectorAll('#accuracy [data-go]')].find((one) => one.dataset.go.includes('mobilenet-v1'));"
        " own.focus(); return own.dataset.go"))
    press(Keys.ENTER)
    state = page.run("return mobilenet.state()")
    require(state["name"] == "mobilenet-v1" and state["width"] == point["width"], "Enter does not choose a published network")
    page.quiet()


def models(page):
    """An ONNX model that is opened costs what the executable says, is named by its table, and runs on its own weights."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/small.onnx"
        subprocess.run(
            [PROGRAM, "export", "mobilenet-v3-small", "--output", path], check=True, capture_output=True)
        expected = native({"name": path, "by": "row"})
        page.open("x=1&v=edit")
        page.find("#open").send_keys(path)
        page.wait("mobilenet.state().name === 'small.onnx'")
        page.settle()
    got = page.cost({"name": "small.onnx", "by": "row"})
    require(got["totals"] == expected["totals"], "the model's totals")
    require(got["rows"] == expected["rows"], "the model's rows")
    require(shown_number(page, ".total:nth-child(2) em") == expected["totals"]["macs"], "the model's MACs shown")
    require("equals mobilenet-v3-small" in page.text("#source"), f"the model is called {page.text('#source')}")
    page.click("[data-view=run]")
    page.click("#run-go")
    page.wait("document.querySelectorAll('#run-answers tr').length === 5", 60)
    # From its address it costs the same, but has no weights, and says so.
    page.click("[data-view=explore]")
    page.click("#pin")
    fragment = page.run("return location.hash.slice(1)")
    require("onnx=" in fragment and len(fragment) < 30_000, f"an address of {len(fragment)} characters")
    page.open(fragment)
    got = page.cost({"name": "small.onnx", "by": "row"})
    require(got["totals"] == expected["totals"] and got["rows"] == expected["rows"], "the address's model costs something else")
    for by in ["layer", "block", "part"]:
        figures = page.run("return mobilenet.draw({name: 'small.onnx', figure: 'architecture'}).svg")
        require(len(figures) > 5000, "the address's model has no figure")
    page.slide("#height", "192")
    require("(" in page.text(".total:nth-child(2) em"), "no difference to a model from the address")
    page.click("[data-view=run]")
    page.click("#run-go")
    page.wait("!document.getElementById('run-message').hidden", 60)
    require("without its weights" in page.text("#run-message"), f"the run says {page.text('#run-message')}")
    page.quiet()
    # One that no address can hold.
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/large.onnx"
        subprocess.run(
            [PROGRAM, "export", "mobilenet-v2", "--width", "0.35", "--output", path], check=True, capture_output=True)
        # A field that nobody knows, of random bytes.
        noise = random.Random(1).randbytes(60_000)
        with open(path, "ab") as file:
            file.write(b"\xfa\x07" + varint(len(noise)) + noise)
        page.open("x=1&v=edit")
        before = page.run("return mobilenet.state().name")
        page.find("#open").send_keys(path)
        page.wait("mobilenet.state().name === 'large.onnx'")
        page.settle()
        require("too large for an address" in page.text("#source"), "a large model is not said")
        require("onnx=" not in page.run("return location.hash"), "a large model is in the address")
        # Opening it can be undone.
        page.click("[data-view=edit]")
        page.click("#undo")
        require(page.run("return mobilenet.state().name") == before, "opening a model cannot be undone")
    # At a width that none is published at, it is like a table.
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/odd.onnx"
        subprocess.run(
            [PROGRAM, "export", "mobilenet-v2", "--width", "0.42", "--output", path], check=True, capture_output=True)
        page.open("x=1&v=edit")
        page.find("#open").send_keys(path)
        page.wait("mobilenet.state().name === 'odd.onnx'")
        page.settle()
    require(" of its 53 layers are among " in page.text("#source"), f"the other model is called {page.text('#source')}")
    page.quiet()
    pictured(page)


def pictured(page):
    """A picture on a model that was opened: the same top five as the executable's."""
    weights, picture = DATA / "mobilenet_v2-b0353104.pth", DATA / "coffee.png"
    if not weights.exists() or not picture.exists():
        print(f"check-explorer: models: skipped a picture: {weights} or {picture} is missing")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/trained.onnx"
        subprocess.run(
            [PROGRAM, "export", "mobilenet-v2", "--weights", str(weights), "--output", path], check=True, capture_output=True)
        expected = json.loads(subprocess.run(
            [PROGRAM, "run", path, "--image", str(picture), "--format", "json"], check=True, capture_output=True).stdout)
        page.open("x=1&v=edit")
        page.find("#open").send_keys(path)
        page.wait("mobilenet.state().name === 'trained.onnx'")
        page.click("[data-view=run]")
        page.find("#run-file").send_keys(str(picture))
        page.wait("document.querySelectorAll('#run-answers tr').length === 5 && mobilenet.running().picture", 60)
        page.settle()
        got = page.run("return mobilenet.running().result.classes")
    page.open("x=1&v=edit")
    require([one["name"] for one in got] == [one["name"] for one in expected["classes"][:5]], f"a picture is {got}")
    for one, other in zip(got, expected["classes"]):
        require(abs(one["probability"] - other["probability"]) < 2e-3, f"{one} is not {other}")


def measuring(page):
    """A run is timed row by row, and the row under the pointer shows its maps and gates."""
    page.open("x=1&n=mobilenet-v3-small&v=run")
    page.click("#run-go")
    page.wait("!document.getElementById('run-times-card').hidden", 60)
    rows = page.run("return mobilenet.running().rows")
    outline = page.run("return mobilenet.outline({name: 'mobilenet-v3-small'}).rows.length")
    require(len(rows) >= outline - 2, f"{len(rows)} of {outline} rows are timed")
    require(sum(row["milliseconds"] for row in rows) > 1, "the rows take no time")
    gates = page.run("return mobilenet.running().result.gates")
    require(len(gates) == 9, f"{len(gates)} gates, not 9")
    require(all(0 <= value <= 1 for gate in gates for value in gate["values"]), "a gate is not from 0 to 1")
    point = "document.querySelector('#run-times .hit.r%d').dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
    page.run(point % gates[1]["row"])
    page.settle()
    bars = page.run("return document.querySelectorAll('#run-gates-bars rect').length")
    require(bars == len(gates[1]["values"]), f"{bars} bars for {len(gates[1]['values'])} gates")
    shown = page.run("return document.querySelector('#run-times .hit.on').dataset.rows")
    require(shown == str(gates[1]["row"]), f"row {shown} is marked")
    page.run(point % 3)
    page.settle()
    require(page.run("return document.querySelectorAll('#run-gates-bars rect').length") == 0, "a row without gates has some")
    page.quiet()


def losing(page):
    """What ReLU loses, with n on a slider, in the numbers of the whole figure."""
    page.open("x=1&v=learn")
    page.wait("document.querySelector('#relu svg')")
    whole = page.run("return mobilenet.draw({figure: 'relu-loss', canvas: 'page'}).svg")
    captions = lambda svg: [part.split("<")[0] for part in svg.split(">") if part.startswith(("n = ", "collapsed ", "error "))]
    every = captions(whole)
    for n in [2, 3, 5, 15, 30, 8]:
        page.slide("#n", str(n))
        own = captions(page.run("return document.getElementById('relu').innerHTML"))
        require(own[0] == f"n = {n}" and len(own) == 3, f"n = {n} shows {own}")
        if own[0] in every:
            place = every.index(own[0])
            require(every[place:place + 3] == own, f"n = {n} shows {own}, the figure {every[place:place + 3]}")
    page.quiet()


def checkpoints(page):
    """A checkpoint behind `module.` with a head of one's own runs, with as many classes as the head has."""
    with tempfile.TemporaryDirectory() as folder:
        for prefix, head, classes, said in [
            ("module.", "classifier.3", 7, "prefix 'module.' taken off"), ("", "head", 5, "'head' for the classifier")]:
            path = f"{folder}/own.safetensors"
            own_checkpoint(path, "mobilenet-v3-small@torchvision", prefix, head, classes)
            page.open("x=1&n=mobilenet-v3-small&v=run")
            page.find("#run-file").send_keys(path)
            page.wait("document.querySelectorAll('#run-answers tr').length === 5", 60)
            page.settle()
            require(said in page.text("#run-state"), f"{page.text('#run-state')} does not say {said}")
            require(page.run("return mobilenet.state().classes") == classes, f"not {classes} classes")
        # Of another width: the page follows it, and says so; also back to the table's own.
        for width in ["0.75", "1"]:
            path = f"{folder}/width-{width}.safetensors"
            subprocess.run(
                [PROGRAM, "fold", "mobilenet-v3-small", "--width", width, "--weights", "seeded", "--output", path],
                capture_output=True, check=True)
        for open_at, width, shown in [("", "0.75", 0.75), ("&a=0.5", "0.75", 0.75), ("&a=0.5", "1", None)]:
            page.open(f"x=1&n=mobilenet-v3-small&v=run{open_at}")
            page.find("#run-file").send_keys(f"{folder}/width-{width}.safetensors")
            page.wait("document.querySelectorAll('#run-answers tr').length === 5", 60)
            page.settle()
            require(page.run("return mobilenet.state().width") == shown, f"the page does not follow width {width}")
            require("as in the file" in page.text("#run-state"), f"{page.text('#run-state')} does not say so")
        # Of another network: one sentence, and a button that shows it.
        page.open("x=1&n=mobilenet-v2&v=run")
        page.find("#run-file").send_keys(f"{folder}/width-0.75.safetensors")
        page.wait("document.getElementById('run-other')", 60)
        page.settle()
        said = page.text("#run-message")
        require("is of 'mobilenet-v3-small" in said and "\n" not in said, f"another network is called {said}")
        page.click("#run-other")
        page.wait("document.querySelectorAll('#run-answers tr').length === 5", 60)
        page.settle()
        state = page.run("return [mobilenet.state().name, mobilenet.state().width]")
        require(state == ["mobilenet-v3-small", 0.75], f"the button shows {state}")
        # Compressed ones are read, every tensor; their own checksums say that it is right.
        for name in ["deflated.pth", "chunked.h5", "archive.keras"]:
            packed = (ROOT / "Tests/Fuzzing/Corpus/checkpoint" / name).read_bytes()
            got = page.run("return mobilenet.checkpoint(Uint8Array.from(arguments[0]))", list(packed))
            require(got["tensors"] == got["read"] > 0, f"of {name}, {got} are read")
    page.quiet()


def own_checkpoint(path, network, prefix, head, classes):
    """Writes the seeded weights of a network as if trained on other classes: another last layer, all behind a prefix."""
    subprocess.run(
        [PROGRAM, "fold", network, "--weights", "seeded", "--output", path], capture_output=True, check=True)
    stored = pathlib.Path(path).read_bytes()
    length, = struct.unpack("<Q", stored[:8])
    header, place, data = {}, 0, b""
    for name, tensor in json.loads(stored[8:8 + length]).items():
        if name == "__metadata__":
            continue
        start, end = tensor["data_offsets"]
        if name.startswith("classifier.3."):
            end = start + (end - start) * classes // tensor["shape"][0]
            tensor["shape"][0] = classes
            name = name.replace("classifier.3", head)
        own = stored[8 + length + start:8 + length + end]
        header[prefix + name] = {**tensor, "data_offsets": [place, place + len(own)]}
        place += len(own)
        data += own
    text = json.dumps(header).encode()
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def varint(number):
    """A number as protocol buffers have it."""
    out = b""
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def figures(page):
    """Every figure of every view is saved as SVG and as PNG, and what is painted as PNG."""
    for view, drawings, paintings in [("explore", 6, 0), ("learn", 3, 0), ("run", 1, 1)]:
        page.open(f"x=1&v={view}")
        page.wait("document.querySelector('#accuracy svg') || document.getElementById('view-explore').hidden")
        if view == "run":
            page.click("#run-go")
            page.wait("!document.getElementById('run-times-card').hidden", 60)
        page.settle()
        saved = page.driver.execute_async_script("""
          const [view, done] = arguments, made = [], create = URL.createObjectURL;
          URL.createObjectURL = (blob) => { made.push([blob.type, blob.size]); return create.call(URL, blob); };
          (async () => {
            for (const button of document.querySelectorAll(`#view-${view} [data-figure]:not([hidden]) button`)) {
              // A PNG of a drawing comes about by way of the SVG.
              const { type } = button.dataset, isPainted = button.parentElement.children.length === 1;
              const all = made.length + (type === 'png' && !isPainted ? 2 : 1);
              button.click();
              for (let round = 0; round < 200 && made.length < all; round += 1) await new Promise((ready) => setTimeout(ready, 50));
            }
            done(made);
          })();""", view)
        large = [kind for kind, size in saved if size > 2000]
        require(large.count("image/png") == drawings + paintings, f"{view}: saved were {saved}")
        require(large.count("image/svg+xml") == 2 * drawings, f"{view}: saved were {saved}")
        page.quiet()


def languages(page):
    """Both languages have every text, and switching changes the page in place."""
    page.open()
    require(page.run("return mobilenet.missingTexts()") == [], "a text is missing in one language")
    heads = {}
    for language in ["en", "zh"]:
        heads[language] = page.run("return [...document.querySelectorAll('h2, label, #costs th')].map(e => e.textContent.trim())")
        empty = page.run("return [...document.querySelectorAll('[data-text]')].filter(e => !e.textContent.trim()).length")
        require(empty == 0, f"{empty} empty texts")
        page.click("#language")
    require(sum(a != b for a, b in zip(heads["en"], heads["zh"])) > 10, "the language does not change")
    page.quiet()


class Hand:
    """Uses the page as people do, by mouse, keyboard and dropped files, and counts: a click, a choice in a list, a drag,
    a word that is typed, a drop. Scrolling to a place is no action of its own."""

    def __init__(self, page, most=3):
        self.page, self.most, self.actions = page, most, 0
        page.open()

    def act(self):
        self.actions += 1
        require(self.actions <= self.most, f"more than {self.most} actions")

    def reach(self, selector):
        self.page.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center', inline: 'center'})", selector)
        self.page.settle()
        return self.page.find(selector)

    def chain(self):
        return ActionChains(self.page.driver, duration=20)

    def click(self, selector):
        self.act()
        self.chain().move_to_element(self.reach(selector)).click().perform()
        self.page.settle()

    def choose(self, selector, value):
        self.act()
        Select(self.reach(selector)).select_by_value(value)
        self.page.settle()

    def drag(self, selector, pixels, is_there):
        """Drags a slider's thumb by so many pixels at a time until the reader sees what they want."""
        self.act()
        slider = self.reach(selector)
        thumb = self.page.run("""
          const { value, min, max, clientWidth } = arguments[0], size = 16;
          return (value - min) / (max - min) * (clientWidth - size) + size / 2 - clientWidth / 2""", slider)
        self.chain().move_to_element_with_offset(slider, round(thumb), 0).click_and_hold().perform()
        for _ in range(300):
            if is_there():
                break
            self.chain().move_by_offset(pixels, 0).perform()
            self.page.settle()
        else:
            fail(f"no place of {selector} is right")
        self.chain().release().perform()
        self.page.settle()

    def type(self, text):
        """Types into what has the focus, over what is marked there."""
        self.act()
        self.chain().send_keys(text, Keys.ENTER).perform()
        self.page.settle()

    def drop(self, *paths):
        self.act()
        for kind in ["dragEnter", "dragOver", "drop"]:
            self.page.driver.execute_cdp_cmd("Input.dispatchDragEvent", {
                "type": kind, "x": 500, "y": 500,
                "data": {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}})
        self.page.settle()


def tasks(page):
    """Five things that people come for, each in at most three actions from the opened page."""
    # The dearest row of V3-Small: it stands in the card of the row.
    hand = Hand(page)
    hand.choose("#network", "mobilenet-v3-small")
    rows = page.cost({"name": "mobilenet-v3-small"})["rows"]
    dearest = max(rows, key=lambda row: row["macs"])["name"]
    require(dearest in page.text("#row-title"), f"the card shows {page.text('#row-title')}, not {dearest}")
    hand.click("[data-sort=macs]")
    require(page.run("return document.querySelector('#costs tbody tr').dataset.rows") ==
            page.run("return document.querySelector('#costs tbody [data-edit=' + arguments[0] + ']').closest('tr').dataset.rows", dearest),
            f"{dearest} does not stand first")
    counts = [hand.actions]

    # The alpha that brings V2 under 100 M: drag until the number is small enough.
    hand = Hand(page)
    hand.drag("#width", -2, lambda: shown_number(page, ".total:nth-child(2) em") < 100_000_000)
    alpha = float(page.run("return document.getElementById('width-text').value"))
    macs = [page.cost({"name": "mobilenet-v2", "width": width})["totals"]["macs"] for width in (alpha, alpha + 0.05)]
    require(macs[0] < 100_000_000 < macs[1], f"at alpha {alpha} V2 has {macs[0]}, a little wider {macs[1]}")
    counts.append(hand.actions)

    # What a 5x5 in row 3 would cost, of V3-Small.
    hand = Hand(page)
    hand.choose("#network", "mobilenet-v3-small")
    before = page.cost({"name": "mobilenet-v3-small"})["rows"][2]
    hand.click(f"[data-edit={before['name']}]")
    hand.type("bneck 5x5")
    after = page.cost({"name": "mobilenet-v3-small"})["rows"][2]
    require(after["macs"] > before["macs"], "a 5x5 costs no more")
    said = page.run("return [...document.querySelectorAll('#edit tbody tr:nth-child(3) .change')].map(e => e.textContent)")
    require(f"+{after['macs'] - before['macs']:,}".replace(",", "\u202f") in said, f"the row says {said}")
    counts.append(hand.actions)

    # V2 against V3-Large, both at 160.
    hand = Hand(page)
    hand.drag("#height", -1, lambda: page.run("return document.getElementById('height-text').value") == "160")
    hand.choose("#other", "mobilenet-v3-large")
    expected = [page.cost({"name": name, "resolution": "160"})["totals"]["macs"] for name in ("mobilenet-v3-large", "mobilenet-v2")]
    shown = page.run("return [...document.querySelectorAll('#compare tr:nth-child(2) td:nth-child(2)')].map(e => Number(e.textContent.replace(/\\D/g, '')))")
    require(shown == expected, f"side by side stand {shown}, not {expected}")
    counts.append(hand.actions)

    # What the network says of a photograph: drop it, with PyTorch's weights.
    files = [DATA / "coffee.png", DATA / "mobilenet_v2-b0353104.pth"]
    if not all(file.exists() for file in files):
        return f"four tasks in {', '.join(map(str, counts))} actions; skipped: a photograph, for {DATA} lacks it or the weights"
    hand = Hand(page)
    hand.drop(*files)
    page.wait("document.querySelector('#run-answers td')?.textContent === 'espresso'", 60)
    require(float(page.text("#run-answers td:nth-child(3)").split()[0]) > 99, "it is not sure of the espresso")
    counts.append(hand.actions)
    page.quiet()
    return (f"five tasks in {', '.join(map(str, counts))} actions;"
            f" a picture in {page.run('return mobilenet.running().time'):.0f} ms")


def accessible(page):
    """Every view, wide in light and on a phone in dark, has no fault that axe-core finds, and is no wider than the screen."""
    axe = Axe()
    views = ["v=explore&n=mobilenet-v3-small", "v=edit", "v=learn", "v=run"]
    views.append("pin=" + json.dumps({"name": "mobilenet-v1", "width": None, "classes": None, "resolution": None}))
    for width, height, theme in [(1440, 900, "light"), (390, 844, "dark")]:
        page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
        for fragment in views:
            page.open(f"x=1&t={theme}&{fragment}")
            if "v=run" in fragment:
                page.click("#run-go")
                page.wait("!document.getElementById('run-times-card').hidden", 60)
            page.wait("document.querySelector('#glossary').children.length > 0" if "v=learn" in fragment else "true")
            page.settle()
            found = axe.run(page.driver, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})["violations"]
            said = [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({one['nodes'][0]['failureSummary'][:200]})" for one in found]
            require(not found, f"{fragment}, {theme}, {width} wide: " + "\n".join(said))
            wide = page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            require(wide <= 0, f"{fragment}: the page is {wide} pixels wider than a screen of {width}")
    page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    page.quiet()


def processor():
    """The processor by name and generation, and how fast it is now: two of one name may differ by a factor."""
    facts = dict(line.split(":", 1) for line in open("/proc/cpuinfo").read().split("\n\n")[0].splitlines())
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    start = time.monotonic()
    for _ in range(10_000_000):
        pass
    seconds = time.monotonic() - start
    return (f"{facts.get('model name')} (family {facts.get('cpu family')}, model {facts.get('model')}; an empty loop of"
            f" ten million in Python took {seconds:.2f} s)")


def moving(page, name):
    """While a slider moves: medians of what the core takes, and of all until the page is laid out anew."""
    slider = "width" if page.run("return mobilenet.network({name: arguments[0]}).hasWidths", name) else "height"
    page.open(f"x=1&n={name}")
    page.settle()
    core, frames = page.driver.execute_async_script("""
      const [slider, count, done] = arguments;
      const input = document.getElementById(slider);
      const { timings } = mobilenet;
      let step = 0;
      // No value comes twice: answers are kept.
      const [low, size] = slider === 'width' ? [0.31, 0.02] : [96, input.max > 1000 ? 32 : 16];
      function move() {
        if (step === 6) timings.core.length = timings.frames.length = 0;
        if (step === count) return done([timings.core, timings.frames]);
        input.value = low + size * step;
        input.dispatchEvent(new Event('input', {bubbles: true}));
        step += 1;
        requestAnimationFrame(() => requestAnimationFrame(move));
      }
      move();""", slider, 25)
    return statistics.median(core), statistics.median(frames)


def times(page):
    """Start-up, and while a slider moves: how long the core takes, and how long until the page is changed."""
    starts = []
    for _ in range(5):
        page.open()
        starts.append(page.run("return mobilenet.timings.start"))
    networks = page.run("return mobilenet.networks().networks")
    names = [one["name"] for one in networks if one["kind"] in ("family", "yardstick")] + ["yolov3-mobilenet-v3-large"]
    screen = [moving(page, name) for name in names]
    # So high that all of the page is in sight.
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": 1440, "height": 6000, "deviceScaleFactor": 1, "mobile": False})
    whole = [moving(page, name) for name in names]
    page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    text = ["# The explorer in a browser", "",
            f"Chromium {page.driver.capabilities['browserVersion']} on {processor()}, from a file. Medians while a slider moves:"
            " what the core takes to compute everything that is shown, figures included, and all until the page is laid out"
            " anew. On a screen of 1440x900 what is in sight follows at once and the rest when the slider rests; on one of"
            " 1440x6000 all of the page is in sight.", "",
            f"From the opened file to the first table: {statistics.median(starts):.0f} ms (median of {len(starts)}).", "",
            "| network | 1440x900: core, ms | core and page, ms | 1440x6000: core, ms | core and page, ms |",
            "|---|---:|---:|---:|---:|"]
    text += [f"| {name} | {one[0]:.1f} | {one[1]:.1f} | {all_[0]:.1f} | {all_[1]:.1f} |"
             for name, one, all_ in zip(names, screen, whole)]
    if OPTIONS.report:
        pathlib.Path(OPTIONS.report).write_text("\n".join(text) + "\n")
    page.quiet()
    return "\n".join(text)


STEPS = [
    view, errors, console, hostile, hostile_texts, large, exhausted, editing, foreign_rows, comparing, baseline, keyboard, models, measuring,
    losing, checkpoints, figures, languages, tasks, accessible, same_runs, same_numbers, times]


def main():
    require(PAGE.exists(), f"{PAGE} is missing; make explorer")
    require(PAGE.stat().st_size < 3_000_000, "the page is larger than 3 MB")
    driver = browser()
    try:
        page = Page(driver)
        page.open()
        page.quiet()
        fetched = page.run("return performance.getEntriesByType('resource').map(e => e.name).filter(n => !/^(data|blob):/.test(n))")
        require(not fetched, f"the page fetches {fetched}")
        for step in STEPS:
            if not OPTIONS.only or step.__name__ in OPTIONS.only:
                found = step(page)
                print(f"check-explorer: {step.__name__}: {found or step.__doc__.splitlines()[0]}", flush=True)
                page.quiet()
    finally:
        driver.quit()


main()
