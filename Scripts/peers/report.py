"""The measurements as Markdown and as JSON: no dates, no host names."""

import json
import os
import platform
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from statistics import median

from .engines import LITERT, ONNX_RUNTIME, OPENVINO, OURS

# What the peers are known to reach on an undisturbed machine (two cores of an AMD EPYC, Zen 4):
# medians in milliseconds at an FMA peak of 117 GFLOP/s a core.
KNOWN_GIGAFLOPS = 117
KNOWN_ENGINES = (LITERT, OPENVINO, ONNX_RUNTIME)
KNOWN_MILLISECONDS = {
    ("mobilenet-v1", 1): (11.09, 11.22, 11.33),
    ("mobilenet-v2", 1): (6.86, 6.71, 6.87),
    ("mobilenet-v3-large", 1): (5.69, 5.90, 5.83),
    ("mobilenet-v3-small", 1): (1.61, 1.58, 1.64),
    ("mobilenet-v1", 2): (5.82, 5.81, 5.68),
    ("mobilenet-v2", 2): (3.44, 3.83, 3.84),
    ("mobilenet-v3-large", 2): (3.56, 3.64, 3.92),
    ("mobilenet-v3-small", 2): (0.93, 1.09, 1.07),
}
DISTURBED_BELOW = 0.9

PACKAGES = ("onnxruntime", "openvino", "ai-edge-litert", "tensorflow-cpu", "keras", "numpy")


@dataclass
class Timing:
    """All passes of an engine on a network."""

    network: str
    macs: int
    threads: int
    engine: str
    precision: str
    seconds: list[float]
    deviation: float | None  # from our output, in its standard deviations

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def is_comparable(self) -> bool:
        return self.precision == "f32"


@dataclass
class Report:
    """Everything that a run found out."""

    rounds: int
    tolerance: float
    version: str
    call_microseconds: dict[str, float]
    timings: list[Timing] = field(default_factory=list)
    machines: list[dict] = field(default_factory=list)

    @property
    def gigaflops(self) -> float:
        return median(machine["gigaflopsPerCore"] for machine in self.machines)

    @property
    def bandwidth(self) -> dict[str, float]:
        keys = self.machines[0]["bandwidth"]
        return {key: median(machine["bandwidth"][key] for machine in self.machines) for key in keys}

    @property
    def versions(self) -> dict[str, str]:
        """Ours, and those of the packages that took part."""
        converts = any(timing.engine == LITERT for timing in self.timings)
        from_keras = ("ai-edge-litert", "tensorflow-cpu", "keras")
        packages = [name for name in PACKAGES if converts or name not in from_keras]
        return {OURS: self.version} | {name: metadata.version(name) for name in packages}

    def find(self, timing: Timing, engine: str | None = None, threads: int | None = None):
        """The timing of the same network with another engine or number of threads."""
        wanted = (timing.network, engine or timing.engine, threads or timing.threads)
        found = (t for t in self.timings if (t.network, t.engine, t.threads) == wanted)
        return next(found, None)

    def share(self, timing: Timing) -> float | None:
        """The share of the fp32 FMA peak of the threads' cores."""
        if not timing.is_comparable:
            return None
        return share(timing.macs, timing.threads, self.gigaflops, timing.median)

    def ratio(self, timing: Timing) -> float | None:
        """How many times longer than ours it takes."""
        if not timing.is_comparable:
            return None
        return timing.median / self.find(timing, engine=OURS).median

    def speed_up(self, timing: Timing) -> float | None:
        """How many times faster than with one thread it is."""
        alone = self.find(timing, threads=1)
        return alone.median / timing.median if alone and timing.threads > 1 else None

    def disturbed(self) -> list[tuple[Timing, float, float]]:
        """Peers far below the share that they are known to reach, with both shares."""
        found = []
        for timing in self.timings:
            known = known_share(timing)
            if known and self.share(timing) < DISTURBED_BELOW * known:
                found.append((timing, self.share(timing), known))
        return found

    def write(self, path: Path) -> None:
        """Writes the Markdown, and the JSON beside it."""
        path.write_text(self.markdown())
        path.with_suffix(".json").write_text(
            json.dumps(self.json(), indent=2, sort_keys=True, allow_nan=False) + "\n"
        )

    def markdown(self) -> str:
        parts = [f"{line}\n" for line in self.disturbance()]
        parts.append("# Measured against other engines\n")
        parts.append(
            "One forward pass, batch 1, 32-bit floating point, classifiers at 224x224, systems at the"
            " size of their tables. Written by `make bench-peers`.\n"
        )
        parts.append(self._machine())
        for threads in sorted({timing.threads for timing in self.timings}):
            parts.append(f"## {count(threads, 'thread')}\n")
            parts.append(self._table(threads))
        parts.append("## How it was measured\n")
        parts.append(self._method())
        return "\n".join(parts)

    def disturbance(self) -> list[str]:
        """One line if the machine was disturbed, else none."""
        places = [
            f"{timing.network}, {count(timing.threads, 'thread')}, {timing.engine}:"
            f" {percent(reached)} % of FMA peak, known {percent(known)} %"
            for timing, reached, known in self.disturbed()
        ]
        if not places:
            return []
        return [
            "**The machine was disturbed during this run, so some engines look slower than they are.**"
            f" Below {percent(DISTURBED_BELOW, 0)} % of their known share:"
            f" {'; '.join(places)}."
        ]

    def _machine(self) -> str:
        peaks = [machine["gigaflopsPerCore"] for machine in self.machines]
        bandwidth = [f"{level} {value:.1f} GB/s" for level, value in self.bandwidth.items()]
        versions = [f"{name} {version}" for name, version in self.versions.items()]
        rows = [
            ("processor", f"{processor()}, {count(cores(), 'core')}"),
            (
                "FMA peak of a core",
                f"{self.gigaflops:.1f} GFLOP/s, median of {count(len(peaks), 'measurement')}"
                f" ({min(peaks):.1f} to {max(peaks):.1f})",
            ),
            ("bandwidth, medians", ", ".join(bandwidth)),
            (f"kernels of {OURS}", self.machines[0]["kernels"]),
            ("versions", ", ".join(versions)),
        ]
        return table(["machine", ""], rows, numbers_from=2)

    def _table(self, threads: int) -> str:
        timings = [timing for timing in self.timings if timing.threads == threads]
        header = ["network", "engine", "median ms", "minimum ms", "% of FMA peak", "time / ours"]
        speeds_up = any(self.speed_up(timing) for timing in timings)
        if speeds_up:
            header.append("speed-up over 1 thread")
        rows = []
        for timing in timings:
            row = [
                timing.network,
                timing.engine,
                f"{timing.median * 1e3:.3f}",
                f"{min(timing.seconds) * 1e3:.3f}",
                optional(self.share(timing), percent),
                optional(self.ratio(timing), "{:.2f}".format),
            ]
            if speeds_up:
                row.append(optional(self.speed_up(timing), "{:.2f}".format))
            rows.append(row)
        return table(header, rows, numbers_from=2)

    def _method(self) -> str:
        calls = [f"{name} {value:.1f} µs" for name, value in self.call_microseconds.items()]
        deviations = [t.deviation for t in self.timings if t.deviation is not None]
        passes = {t.network: len(t.seconds) // self.rounds for t in self.timings}
        batches = ", ".join(f"{number} of {network}" for network, number in passes.items())
        sentences = [
            f"{OURS}, ONNX Runtime and OpenVINO compute the same network: `mobilenet export"
            " --folded` writes its seeded weights as ONNX, and the input is the seeded picture."
            " Before anything was timed, their fp32 outputs had to agree within"
            f" {self.tolerance:g} of the output's standard deviation (twice that for outputs of more"
            f" than a million numbers); the largest difference from ours was {max(deviations):.1e}.",
            f"{count(self.rounds, 'round')} after a warm-up; in each, every engine runs one batch"
            f" of passes ({batches}) and then rests for a moment, so that its threads sleep when"
            " the next one begins. The order rotates from round to round. Median and minimum are"
            " over all passes.",
            "Our passes are timed inside our process. The peers are timed around the bare call"
            " from Python, with all arrays prepared beforehand; a network of one number takes"
            f" {', '.join(calls)}, and that much of their time is overhead.",
            "ONNX Runtime: all graph optimizations, sequential execution, bound input and outputs."
            " OpenVINO: latency hint, one stream, pinned threads, f32; and, in a row of its own,"
            " the precision that it chooses by itself, which is not compared with anything where it is"
            " not f32.",
        ]
        if any(timing.engine == LITERT for timing in self.timings):
            sentences[-1] += (
                " LiteRT: XNNPACK, the network from its Keras definition, where there is one, with"
                " random weights, so that its output is compared with nothing."
            )
        sentences.append(
            "% of FMA peak: twice the exact multiply-accumulates of `mobilenet cost`, over the"
            " median time, over the FMA peak of as many cores as threads. The peak is measured"
            " once a round."
            " time / ours: median over our median; above 1, ours is faster.",
        )
        return "\n".join(f"- {sentence}" for sentence in sentences) + "\n"

    def json(self) -> dict:
        return {
            "machine": {
                "processor": processor(),
                "cores": cores(),
                "gigaflopsPerCore": round(self.gigaflops, 3),
                "bandwidth": {key: round(value, 3) for key, value in self.bandwidth.items()},
                "kernels": self.machines[0]["kernels"],
            },
            "versions": self.versions,
            "rounds": self.rounds,
            "callMicroseconds": {
                name: round(value, 3) for name, value in self.call_microseconds.items()
            },
            "disturbed": [
                {
                    "network": timing.network,
                    "threads": timing.threads,
                    "engine": timing.engine,
                    "shareOfPeak": round(reached, 4),
                    "knownShareOfPeak": round(known, 4),
                }
                for timing, reached, known in self.disturbed()
            ],
            "results": [
                {
                    "network": timing.network,
                    "threads": timing.threads,
                    "engine": timing.engine,
                    "precision": timing.precision,
                    "passes": len(timing.seconds),
                    "medianMilliseconds": round(timing.median * 1e3, 5),
                    "minimumMilliseconds": round(min(timing.seconds) * 1e3, 5),
                    "shareOfPeak": rounded(self.share(timing)),
                    "timeOverOurs": rounded(self.ratio(timing)),
                    "speedUpOverOneThread": rounded(self.speed_up(timing)),
                    "deviationFromOurs": timing.deviation,
                }
                for timing in self.timings
            ],
        }


def share(macs: int, threads: int, gigaflops: float, seconds: float) -> float:
    """The share of the FMA peak of `threads` cores, a multiply-accumulate being two operations."""
    return 2 * macs / (threads * gigaflops * 1e9) / seconds


def known_share(timing: Timing) -> float | None:
    """The share of the FMA peak that a peer is known to reach, where one is known."""
    milliseconds = KNOWN_MILLISECONDS.get((timing.network, timing.threads))
    if not milliseconds or timing.engine not in KNOWN_ENGINES:
        return None
    known = milliseconds[KNOWN_ENGINES.index(timing.engine)] * 1e-3
    return share(timing.macs, timing.threads, KNOWN_GIGAFLOPS, known)


def processor() -> str:
    """The model of the processor."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def cores() -> int:
    """The cores of the machine."""
    return os.cpu_count() or 1


def table(header: list[str], rows: list, numbers_from: int) -> str:
    """A Markdown table; columns from `numbers_from` on are set to the right."""
    rule = ["---" if column < numbers_from else "---:" for column in range(len(header))]
    return "".join(f"| {' | '.join(row)} |\n" for row in [header, rule, *rows])


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def percent(value: float, digits: int = 1) -> str:
    return f"{value * 100:.{digits}f}"


def optional(value: float | None, text) -> str:
    return "-" if value is None else text(value)


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
