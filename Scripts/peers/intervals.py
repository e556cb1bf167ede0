"""A median with its interval, as Sources/Inference/Timing/MedianInterval.swift has it."""

from dataclasses import dataclass
from math import comb
from statistics import median

CONFIDENCE = 0.95


@dataclass(frozen=True)
class MedianInterval:
    """The median of samples, and the ends of an interval that holds the median of all that might have
    been sampled: the sign test's, whatever the distribution. No ends if there are too few samples."""

    median: float
    lower: float | None
    upper: float | None

    @classmethod
    def of(cls, samples: list[float]) -> "MedianInterval":
        ordered = sorted(samples)
        rank = _rank(len(ordered))
        ends = (ordered[rank - 1], ordered[-rank]) if rank else (None, None)
        return cls(median(ordered), *ends)

    def text(self) -> str:
        if self.lower is None:
            return f"{self.median:.2f}"
        return f"{self.median:.2f} ({self.lower:.2f} to {self.upper:.2f})"


def _rank(count: int) -> int:
    """The largest k for which fewer than k of so many fair coins show heads at most as often as the
    confidence allows on one side; 0 if there is none."""
    rank, ways = 0, 0
    while rank <= count // 2:
        ways += comb(count, rank)
        if ways > (1 - CONFIDENCE) / 2 * 2**count:
            break
        rank += 1
    return rank
