#!/usr/bin/env python3
"""Draws the targets of Package.swift as a picture in ARCHITECTURE.md, between two markers.

With --check it writes nothing and fails where the picture is not that of Package.swift.
"""
import json
import pathlib
import platform
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "ARCHITECTURE.md"
BEGIN = "<!-- The targets, drawn by Scripts/draw-architecture.py. -->"
END = "<!-- The end of the targets. -->"


def imports():
    """What each target of the program imports: our own targets, and products of other packages."""
    package = json.loads(
        subprocess.run(
            ["swift", "package", "dump-package"], cwd=ROOT, check=True, capture_output=True
        ).stdout
    )
    targets = {}
    for target in package["targets"]:
        if target["type"] in ("test", "plugin"):
            continue
        if (target.get("path") or "").startswith("Tests/"):
            continue
        names = set()
        for dependency in target["dependencies"]:
            (value,) = dependency.values()
            names.add(value[0])
        targets[target["name"]] = names
    return targets


def reduced(targets):
    """The same without imports that follow from others."""

    def reach(name):
        below = targets.get(name, set())
        return below.union(*(reach(other) for other in below))

    return {
        name: {
            other
            for other in below
            if not any(other in reach(between) for between in below if between != other)
        }
        for name, below in targets.items()
    }


def picture():
    lines = ["```mermaid", "flowchart LR"]
    for name, below in sorted(reduced(imports()).items()):
        lines += [f"  {other} --> {name}" for other in sorted(below)]
    return "\n".join(lines + ["```"])


def main():
    text = DOCUMENT.read_text()
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    drawn = f"{before}{BEGIN}\n{picture()}\n{END}{after}"
    if platform.machine() != "x86_64":
        sys.exit("draw-architecture: the picture has the targets of x86-64, and this machine has not")
    if sys.argv[1:] == ["--check"]:
        if drawn != text:
            sys.exit("draw-architecture: the picture is not that of Package.swift; run 'make architecture'")
    else:
        DOCUMENT.write_text(drawn)


main()
