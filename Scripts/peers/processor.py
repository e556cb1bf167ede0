"""Which processor this is: its name, and a name for files."""

import os
import platform
import re
from pathlib import Path


def processor() -> str:
    """The model of the processor; with family and model number, for one name may stand for several."""
    found = {}
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            key, _, value = line.partition(":")
            found.setdefault(key.strip(), value.strip())
    except OSError:
        pass
    name = found.get("model name") or platform.processor() or platform.machine()
    numbers = [
        f"{label} {found[key]}"
        for key, label in (("cpu family", "family"), ("model", "model"))
        if found.get(key, "").isdigit()
    ]
    return ", ".join([name, *numbers])


def slug(name: str) -> str:
    """A name as part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"\(r\)|\(tm\)", "", name.lower())).strip("-")


def cores() -> int:
    """The cores of the machine."""
    return os.cpu_count() or 1
