#!/usr/bin/env python3
"""Times the layers of the classifiers in int8 and bf16 beside fp32, in turns, and writes
Reports/Measured/precisions.md and precisions.svg: which layers gain, and which do not?"""

import json
import math
import pathlib
import platform
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".build/release/mobilenet"
REPORT = ROOT / "Reports/Measured/precisions.md"
FIGURE = REPORT.with_suffix(".svg")
NETWORKS = ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"]
PRECISIONS = ["int8", "bf16"]
KINDS = ["convolution", "depthwise", "pointwise", "squeeze-excite", "fully-connected"]
# Colors of a palette that color-blind readers tell apart, as in the figures.
COLORS = {"int8": "#4999c6", "bf16": "#c48700"}


def profile(network: str, precision: str) -> dict:
    """One run of `mobilenet run --profile`."""
    command = ["run", network, "--profile", "--precision", precision, "--runs", "40", "--threads", "1"]
    return json.loads(subprocess.run(
        [PROGRAM, *command, "--format", "json"], check=True, capture_output=True, cwd=ROOT).stdout)


def processor() -> str:
    """The processor by name and generation: two of one name may differ."""
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text().split("\n\n")[0]
        facts = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        facts = {key.strip(): value.strip() for key, value in facts.items()}
        return f"{facts['model name']} (family {facts['cpu family']}, model {facts['model']})"
    except (OSError, KeyError):
        return platform.processor() or platform.machine()


def speedup(entry: dict) -> float | None:
    """How many times as fast as in fp32."""
    return entry.get("speedup") or None


def sentence(network: str, precision: str, answer: dict) -> str:
    layers = [layer for layer in answer["layers"] if speedup(layer)]
    gains = sum(layer["speedup"] > 1 for layer in layers)
    kinds = {kind["kind"]: kind["speedup"] for kind in answer["kinds"] if speedup(kind)}
    faster = [kind for kind in KINDS if kinds.get(kind, 0) > 1]
    slower = [kind for kind in KINDS if kind in kinds and kinds[kind] <= 1]
    words = f"**{network}, {precision}**: {gains} of {len(layers)} layers gain"
    if faster:
        words += "; " + ", ".join(f"{kind} ({kinds[kind]:.2f})" for kind in faster) + " gain as a whole"
    if slower:
        words += "; " + ", ".join(f"{kind} ({kinds[kind]:.2f})" for kind in slower) + " lose"
    own = [kind["kind"] for kind in answer["kinds"] if not speedup(kind) and kind["microseconds"] > 0]
    if own:
        share = sum(kind["percentOfTime"] for kind in answer["kinds"] if not speedup(kind))
        words += f"; {share:.1f} % of the time goes to what fp32 has not ({', '.join(own)})"
    return words + "."


def figure(answers: dict) -> str:
    """Bars of the kinds' speed-ups, network by network, on a logarithmic axis around 1."""
    width, row, left, top = 860, 18, 150, 62
    lines = [(network, kind) for network in NETWORKS for kind in KINDS
             if any(kind == own["kind"] and speedup(own) for p in PRECISIONS for own in answers[network, p]["kinds"])]
    height = top + len(lines) * (row * 2 + 6) + len(NETWORKS) * 26 + 24
    low, high = 0.25, 4.0

    def place(value: float) -> float:
        return left + (width - left - 60) * math.log2(min(max(value, low), high) / low) / math.log2(high / low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' font-family="DejaVu Sans, Verdana, sans-serif" font-size="13" fill="#1f1f1f">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        '<text x="12" y="24" font-size="17" font-weight="600">How many times as fast as in fp32, by kind of layer</text>',
    ]
    x = 12
    for precision in PRECISIONS:
        parts.append(f'<rect x="{x}" y="36" width="12" height="12" fill="{COLORS[precision]}"/>'
                     f'<text x="{x + 18}" y="47">{precision}</text>')
        x += 80
    for mark in [0.25, 0.5, 1, 2, 4]:
        at = place(mark)
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{top - 4}" y2="{height - 22}" stroke="{"#1f1f1f" if mark == 1 else "#dddddd"}"/>'
                     f'<text x="{at:.1f}" y="{height - 6}" text-anchor="middle" fill="#555555">{mark:g}</text>')
    y = top
    last = None
    for network, kind in lines:
        if network != last:
            y += 18
            parts.append(f'<text x="12" y="{y - 4}" font-weight="600">{network}</text>')
            last = network
        parts.append(f'<text x="{left - 8}" y="{y + row + 2}" text-anchor="end" fill="#555555">{kind}</text>')
        for precision in PRECISIONS:
            value = next((speedup(own) for own in answers[network, precision]["kinds"] if own["kind"] == kind), None)
            if value:
                a, b = sorted([place(1), place(value)])
                parts.append(f'<rect x="{a:.1f}" y="{y}" width="{max(b - a, 1):.1f}" height="{row - 3}" fill="{COLORS[precision]}"/>')
                end = b + 5 if value >= 1 else a - 5
                anchor = "start" if value >= 1 else "end"
                parts.append(f'<text x="{end:.1f}" y="{y + 12}" font-size="11" text-anchor="{anchor}">{value:.2f}</text>')
            y += row
        y += 6
    return "\n".join(parts + ["</svg>"]) + "\n"


def main() -> None:
    answers = {(network, precision): profile(network, precision) for network in NETWORKS for precision in PRECISIONS}
    peak = statistics.median(answer["gigaflopsPerCore"] for answer in answers.values())
    lines = [
        "# Layers in int8 and bf16 beside fp32", "",
        f"On {processor()}, one thread, 40 runs in turns, seeded weights; one core reached {peak:.0f} GFLOP/s in fp32."
        " Times of a kind are sums of its layers, each a step of its own; the last three columns are the network as"
        " it runs, with layers fused. What is one step in fp32 may be several in int8: a layer, its table, its sum. In bf16 depthwise layers run"
        " on the same kernels as in fp32: how far their numbers are from 1 says how exact the others are. Written by `make"
        " bench-precisions`.", "",
        "![How many times as fast as in fp32](precisions.svg)", "",
        "| network | numbers | " + " | ".join(KINDS) + " | network, us | in fp32, us | times as fast |",
        "|---|---|" + "---:|" * (len(KINDS) + 3),
    ]
    for (network, precision), answer in answers.items():
        kinds = {kind["kind"]: speedup(kind) for kind in answer["kinds"]}
        cells = [f"{kinds[kind]:.2f}" if kinds.get(kind) else "–" for kind in KINDS]
        single, own = answer["singleMicroseconds"], answer["microseconds"]
        lines.append(f"| {network} | {precision} | " + " | ".join(cells) + f" | {own:.0f} | {single:.0f} | {single / own:.2f} |")
    lines += ["", *[sentence(network, precision, answer) + "\n" for (network, precision), answer in answers.items()]]
    REPORT.write_text("\n".join(lines).rstrip() + "\n")
    FIGURE.write_text(figure(answers))


main()
