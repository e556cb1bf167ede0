#!/usr/bin/env python3
"""Times the cost explorer's commands as whole processes, in turns, and writes
Reports/Measured/explorer.md."""

import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".build/release/mobilenet"
ROUNDS = 15
ONE_NETWORK = [
    "cost mobilenet-v3-large --bridge",
    "cost mobilenet-v3-large --by kind",
    "cost mobilenet-v3-large --separable",
    "audit mobilenet-v2",
    "errata mobilenet-v3-large",
    "memory mobilenet-v3-large",
    "multiplier mobilenet-v3-large --width 0.75",
    "roofline mobilenet-v3-large --device v100",
    "reach mobilenet-v3-large --by row",
    "compare mobilenet-v2 mobilenet-v3-large",
    "diff mobilenet-v3-small mobilenet-v3-large",
    "netadapt mobilenet-v3-large --reduce 1%",
    "explain mobilenet-v3-large bneck4",
    "worksheet mobilenet-v3-large",
    "show mobilenet-v3-large --costs",
    "cost ssdlite-mobilenet-v3-large --bridge",
    "reach yolov3-mobilenet-v3-large --by row",
]
MANY = [
    "sweep mobilenet-v2 --width 0.25...1.24:0.01 --resolution 96...294:2",
    "fit --macs 150M --params 3M",
    "audit",
    "errata",
]


def seconds(command: str) -> float:
    start = time.perf_counter()
    subprocess.run(
        [PROGRAM, *command.split()], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def main() -> None:
    commands = ONE_NETWORK + MANY
    samples: dict[str, list[float]] = {command: [] for command in commands}
    for command in commands:
        seconds(command)
    for _ in range(ROUNDS):
        for command in commands:
            samples[command].append(seconds(command))
    lines = [
        "# The cost explorer's commands as whole processes",
        "",
        f"Wall time of `mobilenet COMMAND`, all commands in turns, {ROUNDS} rounds after one that is"
        " not counted, output discarded. The first group should stay below 50 ms; the sweep has 10,000"
        " configurations and should stay below 2 s. Written by `make bench-explorer`.",
        "",
        "| command | median ms | minimum ms |",
        "| :--- | ---: | ---: |",
    ]
    for command in commands:
        times = [1000 * value for value in samples[command]]
        lines.append(
            f"| `{command}` | {statistics.median(times):.1f} | {min(times):.1f} |")
    path = ROOT / "Reports/Measured/explorer.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(path.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
