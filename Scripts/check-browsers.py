#!/usr/bin/env python3
"""Opens Explorer/mobilenet.html in Firefox and WebKit, and uses a little of it.

Debian's firefox-esr is driven through its own Marionette, for Debian has no geckodriver; WebKit's MiniBrowser through
WebKitWebDriver (webkit2gtk-driver), on a screen (`xvfb-run -a` makes one).
"""

import glob
import pathlib
import shutil
import sys
import tempfile
import time

PAGE = pathlib.Path(__file__).resolve().parent.parent / "Explorer" / "mobilenet.html"
NETWORKS = ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-small"]
COLLECT = """
  window.complaints = [];
  addEventListener('error', (event) => complaints.push(String(event.message)));
  addEventListener('unhandledrejection', (event) => complaints.push(String(event.reason)));
  for (const kind of ['error', 'warn']) console[kind] = (...words) => complaints.push(words.join(' '));"""


def require(holds, message):
    if not holds:
        sys.exit(f"check-browsers: {message}")


def wait(run, condition, seconds=60):
    end = time.monotonic() + seconds
    while not run(f"return Boolean({condition})"):
        require(time.monotonic() < end, f"the page never had {condition}")
        time.sleep(0.1)


def shows(run, request):
    """Waits until the MACs that are shown are the core's."""
    macs = run("return mobilenet.cost(arguments[0]).totals.macs", request)
    wait(run, f"document.querySelector('.total:nth-child(2) em').textContent.replace(/\\D/g, '') === '{macs}'")


def use(open_page, run):
    """Totals of networks, a slider, every view, and a run on seeded weights, without a complaint."""
    open_page(f"file://{PAGE}")
    wait(run, "document.documentElement.dataset.ready")
    run(COLLECT)
    change = "const e = document.getElementById(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event(arguments[2], {bubbles: true}))"
    for name in NETWORKS:
        run(change, "network", name, "change")
        shows(run, {"name": name})
    run(change, "width", "0.75", "input")
    shows(run, {"name": NETWORKS[-1], "width": 0.75})
    for view in ["edit", "learn", "explore", "run"]:
        run("document.querySelector(`[data-view=${arguments[0]}]`).click()", view)
        wait(run, f"!document.getElementById('view-{view}').hidden")
    run("document.getElementById('run-go').click()")
    wait(run, "document.querySelectorAll('#run-answers tr').length === 5 && mobilenet.running().rows")
    complaints = run("return complaints")
    require(not complaints, f"the console has {complaints[:3]}")
    return run("return mobilenet.running().time")


def firefox():
    from marionette_driver.marionette import Marionette

    # A file of its own: what is there before is removed, even a device.
    log = pathlib.Path(tempfile.mkdtemp(), "gecko.log")
    browser = Marionette(bin="/usr/bin/firefox-esr", headless=True, gecko_log=str(log))
    try:
        version = browser.start_session()["browserVersion"]
        run = lambda script, *arguments: browser.execute_script(script, script_args=arguments, sandbox=None)
        return f"Firefox {version}", use(browser.navigate, run)
    finally:
        browser.quit()
        browser.cleanup()
        shutil.rmtree(log.parent)


def webkit():
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    options = Options()
    options.binary_location = glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")[-1]
    options.add_argument("--automation")
    browser = webdriver.WebKitGTK(options=options, service=Service("/usr/bin/WebKitWebDriver"))
    try:
        return f"WebKitGTK {browser.capabilities['browserVersion']}", use(browser.get, browser.execute_script)
    finally:
        browser.quit()


require(PAGE.exists(), f"{PAGE} is missing; make explorer")
for start in [firefox, webkit]:
    name, milliseconds = start()
    print(f"check-browsers: {name}: totals, a slider, all views, a run in {milliseconds:.0f} ms")
