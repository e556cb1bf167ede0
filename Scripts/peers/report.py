"""The measurements as Markdown and as JSON: no dates, no host names."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from pathlib import Path
from statistics import median

from .engines import LITERT, OURS
from .intervals import MedianInterval
from .processor import cores, processor, slug

# A disturbance only slows. So an engine whose typical round takes this much longer than its fastest
# was disturbed, whoever it is.
RESTLESS = 0.1
# As many of the engines' rows may be restless in a run that is to be trusted.
RESTLESS_SHARE = 0.1

PACKAGES = ("onnxruntime", "openvino", "ai-edge-litert", "numpy")


@dataclass
class Timing:
    """All passes of an engine on a network, round by round."""

    network: str
    macs: int
    threads: int
    engine: str
    precision: str
    rounds: list[list[float]]
    deviation: float | None  # from our output, in its standard deviations

    @cached_property
    def seconds(self) -> list[float]:
        return [seconds for passes in self.rounds for seconds in passes]

    @cached_property
    def median(self) -> float:
        return median(self.seconds)

    @cached_property
    def round_medians(self) -> list[float]:
        return [median(passes) for passes in self.rounds]

    @property
    def spread(self) -> float:
        """How much longer the typical round takes than the fastest."""
        return median(self.round_medians) / min(self.round_medians) - 1

    @property
    def is_comparable(self) -> bool:
        return self.precision == "f32"


@dataclass
class Verdict:
    """Ours and the best fp32 peer on a network: the peer's time over ours, round by round."""

    network: str
    threads: int
    peer: str
    ratio: MedianInterval

    def text(self) -> str:
        return f"{self.winner} {self.ratio.text()} over {self.peer}"

    @property
    def winner(self) -> str:
        """Who is faster, if the interval says so."""
        if self.ratio.lower is not None and self.ratio.lower > 1:
            return "ours"
        if self.ratio.upper is not None and self.ratio.upper < 1:
            return "theirs"
        return "undecided"


@dataclass
class Report:
    """Everything that a run found out."""

    tolerances: dict[str, float]  # by network
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
    def kernels(self) -> str:
        return self.machines[0]["kernels"]

    @property
    def rounds(self) -> int:
        return len(self.timings[0].rounds)

    @property
    def versions(self) -> dict[str, str]:
        """Ours, and those of the packages that took part."""
        takes_part = any(timing.engine == LITERT for timing in self.timings)
        packages = [name for name in PACKAGES if takes_part or name != "ai-edge-litert"]
        return {OURS: self.version} | {name: metadata.version(name) for name in packages}

    def find(self, timing: Timing, engine: str | None = None, threads: int | None = None):
        """The timing of the same network with another engine or number of threads."""
        wanted = (timing.network, engine or timing.engine, threads or timing.threads)
        found = (t for t in self.timings if (t.network, t.engine, t.threads) == wanted)
        return next(found, None)

    def share(self, timing: Timing) -> float | None:
        """The share of the fp32 FMA peak of the threads' cores, a multiply-accumulate being two
        operations."""
        if not timing.is_comparable:
            return None
        peak = timing.threads * self.gigaflops * 1e9
        return 2 * timing.macs / peak / timing.median

    def ratio(self, timing: Timing) -> MedianInterval:
        """How many times longer than ours it takes, round by round: what slows the machine for a while
        slows both."""
        ours = self.find(timing, engine=OURS)
        pairs = zip(timing.round_medians, ours.round_medians)
        return MedianInterval.of([theirs / ours for theirs, ours in pairs])

    def speed_up(self, timing: Timing) -> float | None:
        """How many times faster than with one thread it is."""
        alone = self.find(timing, threads=1)
        return alone.median / timing.median if alone and timing.threads > 1 else None

    @property
    def verdicts(self) -> list[Verdict]:
        """Ours beside the fastest fp32 peer, for every network and number of threads."""
        found = []
        for ours in self.timings:
            if ours.engine != OURS:
                continue
            peers = [
                timing
                for timing in self.timings
                if (timing.network, timing.threads) == (ours.network, ours.threads)
                and timing.engine != OURS
                and timing.is_comparable
            ]
            if not peers:
                continue
            best = min(peers, key=lambda timing: median(timing.round_medians))
            found.append(Verdict(ours.network, ours.threads, best.engine, self.ratio(best)))
        return found

    @property
    def restless(self) -> list[Timing]:
        """What was disturbed while it was measured."""
        return [timing for timing in self.timings if timing.spread > RESTLESS]

    @property
    def is_trusted(self) -> bool:
        return len(self.restless) <= RESTLESS_SHARE * len(self.timings)

    def write(self, folder: Path) -> Path:
        """Writes the Markdown, and the JSON beside it."""
        path = folder / f"peers-{slug(processor())}.md"
        path.write_text(self.markdown())
        path.with_suffix(".json").write_text(
            json.dumps(self.json(), indent=2, sort_keys=True, allow_nan=False) + "\n"
        )
        return path

    def headline(self) -> str:
        """The processor, whether the run is to be trusted, and who is ahead by how much."""
        trust = (
            f"of {count(len(self.timings), 'row')} {len(self.restless)} took over"
            f" {percent(RESTLESS, 0)} % longer in the typical round than in the fastest"
        )
        trusted = "may be trusted" if self.is_trusted else "may not be trusted, it was disturbed"
        rows = []
        for threads in sorted({verdict.threads for verdict in self.verdicts}):
            texts = (
                f"{verdict.network} {verdict.text()}"
                for verdict in self.verdicts
                if verdict.threads == threads
            )
            rows.append(f"{count(threads, 'thread')}: {'; '.join(texts)}")
        return (
            f"**{processor()}, {count(cores(), 'core')}, {self.kernels}: this run {trusted}**"
            f" ({trust}). The best fp32 peer's time over ours, with its 95 % interval. {'. '.join(rows)}."
        )

    def markdown(self) -> str:
        parts = [f"{self.headline()}\n"]
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
            (f"kernels of {OURS}", self.kernels),
            ("versions", ", ".join(versions)),
        ]
        return table(["machine", ""], rows, numbers_from=2)

    def _table(self, threads: int) -> str:
        timings = [timing for timing in self.timings if timing.threads == threads]
        header = ["network", "engine", "median ms", "minimum ms", "spread %", "% of FMA peak"]
        header.append("time / ours")
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
                percent(timing.spread),
                optional(self.share(timing), percent),
                self.ratio(timing).text()
                if timing.is_comparable and timing.engine != OURS
                else "-",
            ]
            if speeds_up:
                row.append(optional(self.speed_up(timing), "{:.2f}".format))
            rows.append(row)
        return table(header, rows, numbers_from=2)

    def _method(self) -> str:
        calls = [f"{name} {value:.1f} µs" for name, value in self.call_microseconds.items()]
        deviations = [t.deviation for t in self.timings if t.deviation is not None]
        passes = {t.network: len(t.rounds[0]) for t in self.timings}
        batches = ", ".join(f"{number} of {network}" for network, number in passes.items())
        least = min(self.tolerances.values())
        others = "".join(
            f", {tolerance:g} on {network}"
            for network, tolerance in self.tolerances.items()
            if tolerance > least
        )
        sentences = [
            "The engines compute the same network: `mobilenet export --folded` writes its seeded"
            " weights as ONNX, and the input is the seeded picture. Before anything was timed, their"
            f" fp32 outputs had to agree within {least:g} of the output's standard deviation{others}"
            " (twice that for outputs of more than a million numbers); the largest difference from"
            f" ours was {max(deviations):.1e}.",
            f"{count(self.rounds, 'round')} after a warm-up; in each, every engine runs one batch"
            f" of passes ({batches}) and then rests for a moment, so that its threads sleep when"
            " the next one begins. The order rotates from round to round. Median and minimum are"
            " over all passes.",
            "Spread: how much longer the median of an engine's typical round is than that of its"
            f" fastest. A run may be trusted if it is over {percent(RESTLESS, 0)} % in no more than"
            f" {percent(RESTLESS_SHARE, 0)} % of the rows, peers and ours alike.",
            "time / ours: the median of the rounds' ratios, each of two medians from the same round;"
            " above 1, ours is faster. In brackets the sign test's interval, which holds the true"
            " median 95 times in 100, whatever the distribution. Ahead is who is so at both ends.",
            "Our passes are timed inside our process. The peers are timed around the bare call"
            " from Python, with all arrays prepared beforehand; a network of one number takes"
            f" {', '.join(calls)}, and that much of their time is overhead.",
            "ONNX Runtime: all graph optimizations, sequential execution, bound input and outputs."
            " OpenVINO: latency hint, one stream, pinned threads, f32; and in a row of its own the"
            " precision that it chooses by itself, where that is another: it is not compared.",
        ]
        if any(timing.engine == LITERT for timing in self.timings):
            sentences[-1] += (
                " LiteRT: XNNPACK, its default. The classifiers are Keras's definitions with random"
                " weights, whose outputs are not compared; the systems what onnx2tf makes of the ONNX."
            )
        sentences.append(
            "% of FMA peak: twice the exact multiply-accumulates of `mobilenet cost`, over the"
            " median time, over the FMA peak of as many cores as threads. The peak is measured"
            " once a round.",
        )
        return "\n".join(f"- {sentence}" for sentence in sentences) + "\n"

    def json(self) -> dict:
        return {
            "machine": {
                "processor": processor(),
                "cores": cores(),
                "gigaflopsPerCore": round(self.gigaflops, 3),
                "bandwidth": {key: round(value, 3) for key, value in self.bandwidth.items()},
                "kernels": self.kernels,
            },
            "versions": self.versions,
            "rounds": self.rounds,
            "callMicroseconds": {
                name: round(value, 3) for name, value in self.call_microseconds.items()
            },
            "isTrusted": self.is_trusted,
            "verdicts": [
                {
                    "network": verdict.network,
                    "threads": verdict.threads,
                    "peer": verdict.peer,
                    "winner": verdict.winner,
                    "timeOverOurs": interval(verdict.ratio),
                }
                for verdict in self.verdicts
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
                    "spread": round(timing.spread, 4),
                    "shareOfPeak": rounded(self.share(timing)),
                    "timeOverOurs": interval(self.ratio(timing)) if timing.is_comparable else None,
                    "speedUpOverOneThread": rounded(self.speed_up(timing)),
                    "deviationFromOurs": timing.deviation,
                }
                for timing in self.timings
            ],
        }


def table(header: list[str], rows: list, numbers_from: int) -> str:
    """A Markdown table; columns from `numbers_from` on are set to the right."""
    rule = ["---" if column < numbers_from else "---:" for column in range(len(header))]
    return "".join(f"| {' | '.join(row)} |\n" for row in [header, rule, *rows])


def interval(ratio: MedianInterval) -> dict:
    return {
        "median": rounded(ratio.median),
        "lower": rounded(ratio.lower),
        "upper": rounded(ratio.upper),
    }


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def percent(value: float, digits: int = 1) -> str:
    return f"{value * 100:.{digits}f}"


def optional(value: float | None, text) -> str:
    return "-" if value is None else text(value)


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
