"""Interleaved rounds: the contenders take turns, so that a machine that slows down slows all of them.

Absolute figures drift from run to run on shared cores; only ratios taken in one run count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from statistics import median

ROUNDS = 5
NOISY = 0.25
"""The spread of a contender's rates, as a share of their median, from which on a figure is called noisy."""


@dataclass(frozen=True)
class Sample:
    """What one contender did in one round. `rate` is per second, the times are in milliseconds; None: not measured."""

    rate: float
    median_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    cpu_ms: float | None = None


Contender = Callable[[], Sample]


@dataclass(frozen=True)
class Rounds:
    """All samples of one run, by contender, in the order of the rounds."""

    samples: Mapping[str, list[Sample]]

    def rate(self, name: str) -> float:
        """The median rate per second."""
        return median(sample.rate for sample in self.samples[name])

    def ratio(self, ours: str, limit: str, figure: str = "rate") -> float:
        """The median, over the rounds, of one contender's figure divided by the other's of the same round."""
        pairs = zip(self.samples[ours], self.samples[limit], strict=True)
        return median(float(getattr(mine, figure)) / float(getattr(bare, figure)) for mine, bare in pairs)

    def middle(self, name: str, figure: str) -> float:
        """The median of a figure."""
        return median(float(getattr(sample, figure)) for sample in self.samples[name])

    def is_noisy(self, *names: str) -> bool:
        """Whether the rates of one of them differ so much that the ratio says little."""
        return any(self._spread(name) > NOISY for name in names)

    def _spread(self, name: str) -> float:
        rates = sorted(sample.rate for sample in self.samples[name])
        inner = rates[1:-1] if len(rates) >= ROUNDS else rates
        return (inner[-1] - inner[0]) / median(rates)


def take_turns(contenders: Mapping[str, Contender], rounds: int = ROUNDS) -> Rounds:
    """Run every contender once to warm up, then all of them in turn, round by round."""
    for contender in contenders.values():
        contender()
    samples: dict[str, list[Sample]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            samples[name].append(contender())
    return Rounds(samples)


def with_cpu(sample: Sample, seconds: float, done: int) -> Sample:
    """The sample with the processor time that one item took."""
    return replace(sample, cpu_ms=1000 * seconds / done)
