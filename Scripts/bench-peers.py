#!/usr/bin/env python3
"""Compares the speed of `mobilenet` with ONNX Runtime, OpenVINO and LiteRT (`make bench-peers`).

Outputs are compared first; nothing is timed unless they agree.
"""

import argparse
import contextlib
import gc
import itertools
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from peers import Failure
from peers.engines import OURS, LiteRT, OnnxRuntime, OpenVINO, Ours
from peers.models import (
    NETWORKS,
    ONNX_TINY,
    TINY_SHAPE,
    Network,
    convert_keras,
    convert_onnx,
    cost,
    export_onnx,
    run_mobilenet,
    seeded_numbers,
)
from peers.report import Report, Timing
from peers.side_by_side import write_side_by_side

ROOT = Path(__file__).resolve().parent.parent
CONVERTER = ROOT / ".venv-litert/bin/python"
MODELS = ROOT / ".venv-litert/models"
# The largest of millions of rounding errors is larger than the largest of a thousand: above this size of
# an output, twice the tolerance.
LARGE = 1_000_000
PAUSE = 0.1  # seconds after a batch, until the threads of every engine sleep


@dataclass
class Contest:
    """A network at a number of threads, with what its engines load."""

    network: Network
    threads: int
    macs: int
    mobilenet: Path
    onnx: bytes
    tflite: Path | None
    picture: np.ndarray

    @property
    def title(self) -> str:
        return f"{self.network.name}, {self.threads} thread{'s' * (self.threads > 1)}"

    @contextlib.contextmanager
    def engines(self):
        """Ours first, then the peers; all are closed at the end."""
        with contextlib.ExitStack() as stack:
            engines = []
            for engine in self._start():
                stack.callback(engine.close)
                engines.append(engine)
            yield engines

    def _start(self):
        yield Ours(self.mobilenet, self.network.name, self.threads)
        has_our_weights = self.network.keras_class is None
        yield from start_peers(
            self.onnx, self.tflite, self.picture, self.threads, has_our_weights
        )

    def deviations(self) -> dict[str, float]:
        """How far each peer with our weights is from our output, in its standard deviations.

        Fails if any two differ by more than the tolerance.
        """
        with self.engines() as engines:
            outputs = {
                engine.name: engine.output()
                for engine in engines
                if engine.has_our_weights and engine.precision == "f32"
            }
        scale = outputs[OURS].std()
        if not scale > 0:
            raise Failure(f"{self.title}: our output is constant or not finite")
        deviations = {}
        tolerance = self.network.tolerance * (2 if outputs[OURS].size > LARGE else 1)
        for (one, first), (other, second) in itertools.combinations(outputs.items(), 2):
            if first.size != second.size:
                raise Failure(
                    f"{self.title}: {one} gives {first.size} numbers, {other} {second.size}"
                )
            deviation = float(np.abs(first - second).max() / scale)
            if not deviation <= tolerance:
                raise Failure(
                    f"{self.title}: the outputs of {one} and {other} differ by {deviation:.1e}"
                    f" standard deviations, more than {tolerance:g}; nothing was timed"
                )
            if one == OURS:
                deviations[other] = deviation
        return deviations

    def time(self, rounds: int, deviations: dict[str, float], report: Report) -> None:
        """Adds the timings of all engines, in rounds that each engine begins in its turn."""
        passes = self.network.passes
        with self.engines() as engines:
            ours = engines[0]
            times = {engine.name: [] for engine in engines}
            for engine in engines:
                engine.run(passes)
                time.sleep(PAUSE)
            for number in range(rounds):
                report.machines.append(ours.machine())
                time.sleep(PAUSE)
                first = number % len(engines)
                for engine in engines[first:] + engines[:first]:
                    times[engine.name].append(engine.run(passes))
                    time.sleep(PAUSE)
            for engine in engines:
                timing = Timing(
                    network=self.network.name,
                    macs=self.macs,
                    threads=self.threads,
                    engine=engine.name,
                    precision=engine.precision,
                    rounds=times[engine.name],
                    deviation=deviations.get(engine.name),
                )
                report.timings.append(timing)


def start_peers(
    onnx: bytes, tflite: Path | None, picture: np.ndarray, threads: int, has_our_weights: bool
):
    """The peers, each ready to run; LiteRT only if there is a model for it, and OpenVINO's own choice
    of a precision only if it is another than f32."""
    if tflite:
        yield LiteRT(tflite, picture, threads, has_our_weights)
    yield OpenVINO(onnx, picture, threads, precision="f32")
    default = OpenVINO(onnx, picture, threads, precision=None)
    if default.precision == "f32":
        default.close()
    else:
        yield default
    yield OnnxRuntime(onnx, picture, threads)


def call_microseconds(tflite: Path | None) -> dict[str, float]:
    """What a call from Python costs by itself: the median for a network of one number."""
    found = {}
    ones = np.ones(TINY_SHAPE, np.float32)
    for peer in start_peers(ONNX_TINY, tflite, ones, threads=1, has_our_weights=False):
        peer.run(200)
        found[peer.name] = median(peer.run(2000)) * 1e6
        peer.close()
    return found


def bench(options: argparse.Namespace) -> None:
    """Makes the models, compares the outputs, takes the times, writes the report."""
    networks = [NETWORKS[name] for name in NETWORKS if name in options.networks]
    version = run_mobilenet(options.mobilenet, "--version").strip()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        onnx = {}
        for network in networks:
            onnx[network.name] = folder / f"{network.name}.onnx"
            export_onnx(options.mobilenet, network, onnx[network.name])
        tflite = {}
        if "litert" not in options.skip:
            say("converting networks for LiteRT")
            tflite = convert_keras(networks, folder) | convert_onnx(
                {
                    network.name: onnx[network.name]
                    for network in networks
                    if network.keras_class is None
                },
                CONVERTER,
                MODELS,
            )
        contests = []
        for network in networks:
            macs, shape = cost(options.mobilenet, network)
            for threads in sorted(set(options.threads)):
                contests.append(
                    Contest(
                        network=network,
                        threads=threads,
                        macs=macs,
                        mobilenet=options.mobilenet,
                        onnx=onnx[network.name].read_bytes(),
                        tflite=tflite.get(network.name),
                        picture=seeded_numbers("input", shape),
                    )
                )

        deviations = []
        for contest in contests:
            say(f"comparing outputs: {contest.title}")
            deviations.append(contest.deviations())
        gc.disable()  # no collection within a pass
        tolerances = {network.name: network.tolerance for network in networks}
        report = Report(tolerances, version, call_microseconds(tflite.get("tiny")))
        for contest, found in zip(contests, deviations):
            say(f"timing: {contest.title}")
            contest.time(options.rounds, found, report)
    say(report.headline().replace("**", ""))
    path = report.write(options.output)
    say(f"wrote {path}, {path.with_suffix('.json')} and {write_side_by_side(options.output)}")


def say(text: str) -> None:
    print(f"bench-peers: {text}", file=sys.stderr)


class OptionParser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str):
        self.exit(2, f"bench-peers: {message}\n")


def positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a positive number")
    return number


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = OptionParser(prog="bench-peers", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--rounds", type=positive, default=20, metavar="N", help="rounds a network (default 20)"
    )
    parser.add_argument(
        "--networks",
        nargs="+",
        choices=NETWORKS,
        default=list(NETWORKS),
        metavar="NAME",
        help=f"of {', '.join(NETWORKS)} (default all)",
    )
    parser.add_argument(
        "--threads",
        nargs="+",
        type=positive,
        default=[1, 2],
        metavar="N",
        help="numbers of threads (default 1 2)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=ROOT / "Reports/Measured",
        metavar="FOLDER",
        help="the folder of peers-PROCESSOR.md and .json, and of peers.md, which has all processors"
        " side by side (default Reports/Measured)",
    )
    parser.add_argument(
        "--mobilenet",
        type=Path,
        default=ROOT / ".build/release/mobilenet",
        metavar="PATH",
        help="the executable (default .build/release/mobilenet)",
    )
    parser.add_argument(
        "--skip",
        action="append",
        choices=["litert"],
        default=[],
        metavar="ENGINE",
        help="leave out litert, and with it TensorFlow and onnx2tf",
    )
    return parser.parse_args(arguments)


def main() -> int:
    options = parse(sys.argv[1:])
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        bench(options)
    except Failure as failure:
        say(str(failure))
        return 1
    except ImportError as error:
        say(f"{error}; `make bench-peers` installs it")
        return 1
    except OSError as error:
        say(f"'{error.filename}': {error.strerror}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
