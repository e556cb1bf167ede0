#!/usr/bin/env python3
"""Compares networks in integers with ONNX Runtime and OpenVINO (`make bench-integers`, `make check-quantized`).

All of them run what `mobilenet quantize --output` writes. First the answers: how far each peer's are from
ours, in steps of the output's scale. Then, unless `--only-answers` is given, the times: in rounds that each
engine begins in its turn, with the network in fp32 beside it.
"""

import argparse
import contextlib
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

from peers import Failure
from peers.engines import OURS, OnnxRuntime, Ours
from peers.integers import PLAIN, PRECISE, quantize, start, step
from peers.models import cost, seeded_numbers

ROOT = Path(__file__).resolve().parent.parent
CLASSIFIERS = ["mobilenet-v1", "mobilenet-v2", "mobilenet-v3-large", "mobilenet-v3-small"]
FLOAT = f"{OURS}, fp32"
PAUSE = 0.05  # seconds after a batch, until the threads of every engine sleep


def compare(title: str, engines) -> bool:
    """Prints how far each peer is from ours. Whether ONNX Runtime, where it does not saturate, is within a step, or no
    farther than from itself without optimizations: a sum that is rounded to the other side moves later layers."""
    # The scores alone: what a softmax makes of them has no scale.
    count = engines[1].results[0].size
    answers = {engine.name: engine.output()[:count] for engine in engines}
    ours = answers[OURS]
    scale = step(ours)

    def steps(one: np.ndarray, other: np.ndarray) -> float:
        return float(np.abs(one - other).max() / scale)

    for name, answer in answers.items():
        if name != OURS:
            same = np.argmax(answer) == np.argmax(ours)
            print(
                f"{title}: {name}: {steps(answer, ours):.1f} steps at most,"
                f" {np.mean(np.abs(answer - ours) > scale / 2):.1%} of the answers differ,"
                f" {'the same' if same else 'another'} class",
                flush=True,
            )
    own = steps(answers[PRECISE], answers[PLAIN])
    passed = steps(answers[PRECISE], ours) <= max(1, own) + 0.01
    print(f"{title}: {PRECISE} from {PLAIN}: {own:.1f}; {'ok' if passed else 'FAIL'}", flush=True)
    return passed


def measure(title: str, engines, rounds: int, passes: int) -> None:
    """Prints the median and the least time of every engine, and how much faster ours is."""
    seconds = {engine.name: [] for engine in engines}
    for engine in engines:
        engine.run(3)
    for number in range(rounds):
        first = number % len(engines)
        for engine in engines[first:] + engines[:first]:
            seconds[engine.name] += engine.run(passes)
            time.sleep(PAUSE)
    ours = seconds[OURS]
    for name, times in seconds.items():
        print(
            f"| {title} | {name} | {median(times) * 1e3:.2f} | {min(times) * 1e3:.2f}"
            f" | {median(times) / median(ours):.2f} | {min(times) / min(ours):.2f} |",
            flush=True,
        )


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--networks", nargs="+", default=CLASSIFIERS, metavar="NAME")
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2], metavar="N")
    parser.add_argument("--rounds", type=int, default=12, metavar="N")
    parser.add_argument("--passes", type=int, default=10, metavar="N", help="of each engine a round")
    parser.add_argument("--only-answers", action="store_true", help="compare, time nothing")
    parser.add_argument("--mobilenet", type=Path, default=ROOT / ".build/release/mobilenet")
    return parser.parse_args()


def main() -> int:
    passed = True
    with tempfile.TemporaryDirectory() as folder:
        if not options.only_answers:
            print("| network, threads | engine | median ms | least ms | over ours | least over ours |")
            print("|---|---|---|---|---|---|")
        for network in options.networks:
            paths = quantize(options.mobilenet, network, Path(folder))
            _, shape = cost(options.mobilenet, argparse.Namespace(name=network))
            picture = seeded_numbers("input", shape)
            for threads in [1] if options.only_answers else options.threads:
                title = f"{network}, {threads}"
                with contextlib.ExitStack() as stack:
                    engines = []
                    for engine in start(options.mobilenet, network, paths, picture, threads):
                        stack.callback(engine.close)
                        engines.append(engine)
                    if options.only_answers:
                        plain = OnnxRuntime(paths[1].read_bytes(), picture, threads, optimizes=False)
                        plain.name = PLAIN
                        engines.append(plain)
                        stack.callback(plain.close)
                        passed = compare(network, engines) and passed
                        continue
                    floats = Ours(options.mobilenet, network, threads)
                    floats.name = FLOAT
                    stack.callback(floats.close)
                    measure(title, [*engines, floats], options.rounds, options.passes)
    return 0 if passed else 1


if __name__ == "__main__":
    options = parse()
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"bench-integers: {failure}")
