"""What was measured on several processors, side by side."""

import json
from pathlib import Path

from .intervals import MedianInterval
from .report import table

NAME = "peers.md"


def write_side_by_side(folder: Path) -> Path:
    """Writes a table with a column for each `peers-*.json` of a folder."""
    runs = [(path, json.loads(path.read_text())) for path in sorted(folder.glob("peers-*.json"))]
    rows = [["may be trusted", *("yes" if run["isTrusted"] else "no" for _, run in runs)]]
    rows.append(["kernels", *(run["machine"]["kernels"] for _, run in runs)])
    peaks = (f"{run['machine']['gigaflopsPerCore']:.0f} GFLOP/s" for _, run in runs)
    rows.append(["FMA peak of a core", *peaks])
    verdicts = [
        {(v["network"], v["threads"]): v for v in run["verdicts"]} for _, run in runs
    ]
    for network, threads in dict.fromkeys(key for found in verdicts for key in found):
        name = f"{network}, {threads} thread{'s' * (threads > 1)}"
        rows.append([name, *(_text(found.get((network, threads))) for found in verdicts)])
    header = ["", *(f"[{run['machine']['processor']}]({path.stem}.md)" for path, run in runs)]
    path = folder / NAME
    path.write_text(
        "# Measured against other engines, processor by processor\n\n"
        "The best fp32 peer's median time over ours, with its 95 % interval where the rounds were kept:"
        " above 1, ours is faster. One run each, written by `make bench-peers`; each page says how it"
        " was measured, and shows every engine.\n\n" + table(header, rows, numbers_from=1)
    )
    return path


def _text(verdict: dict | None) -> str:
    if verdict is None:
        return "-"
    ratio = verdict["timeOverOurs"]
    interval = MedianInterval(ratio["median"], ratio["lower"], ratio["upper"])
    return f"{interval.text()} {verdict['peer']}"
