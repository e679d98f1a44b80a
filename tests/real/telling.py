"""What the guard said of a program, and the table of it all."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.real.cases import Case
from tests.real.desk import Desk, Line, Run
from tests.support.waiting import wait_until

STRENGTHS = ("installed", "running", "able", "capturing")
TOLD = {"started", "changed"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case went: found, missed, false, quiet, or why it could not run."""

    case: Case
    verdict: str
    said: str = ""
    milliseconds: float | None = None


class Attribution:
    """Tells which lines are about the program that runs now.

    Lines about earlier findings are not, nor those about somebody else's programs.
    """

    def __init__(self) -> None:
        self._earlier: set[str] = set()

    def of(self, run: Run, lines: Iterable[Line]) -> list[Line]:
        """The lines that tell of something new that `run` does."""
        return [
            line
            for line in lines
            if line.event["event"] in TOLD
            and (line.event["id"] not in self._earlier or line.event["one_shot"])
            and (not line.family or run.child.pid in line.family)
        ]

    def close(self, lines: Iterable[Line]) -> None:
        """Count everything told in `lines` as earlier from now on."""
        self._earlier |= {line.event["id"] for line in lines if line.event["event"] in TOLD}


def fits(case: Case, event: Mapping[str, Any]) -> bool:
    """Tell whether an event is what the case expects."""
    strong = STRENGTHS.index(event["strength"]) >= STRENGTHS.index(case.strength)
    return strong and event["kind"] in case.expect and not event.get("harmless")


def catch(case: Case, desk: Desk, run: Run, known: Attribution, seconds: float) -> Outcome:
    """Wait until a recorder is told of, or give up."""

    def told() -> Line | None:
        return next(
            (one for one in known.of(run, desk.lines.since(run.began)) if fits(case, one.event)), None
        )

    line = None
    with suppress(AssertionError):
        line = wait_until(told, seconds)
    lines = known.of(run, desk.lines.since(run.began))
    said = "; ".join(dict.fromkeys(map(in_words, (one.event for one in lines))))
    if line is None:
        return Outcome(case, "missed", said or f"nothing (exit code {run.child.poll()})")
    return Outcome(case, "found", said, (line.at - run.began) * 1000)


def in_words(event: Mapping[str, Any]) -> str:
    """Say an event in a few words."""
    sensors = "+".join(dict.fromkeys(one["sensor"] for one in event["evidence"]))
    return f"{event['level']} {event['kind']} {event['strength']} by {event['name']} ({sensors})"


def table(outcomes: Sequence[Outcome]) -> str:
    """Everything in columns, with the counts and the latencies below."""
    rows = [
        f"{one.verdict:8} {'' if one.milliseconds is None else f'{one.milliseconds:7.1f} ms':>10}  "
        f"{one.case.title:62} {one.said}"
        for one in outcomes
    ]
    counts = {
        verdict: sum(one.verdict == verdict for one in outcomes)
        for verdict in sorted({o.verdict for o in outcomes})
    }
    times = sorted(one.milliseconds for one in outcomes if one.milliseconds is not None)
    summary = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    if times:
        high = times[min(len(times) - 1, round(len(times) * 0.99))]
        summary += f"; exec to line: median {statistics.median(times):.1f} ms, 99th percentile {high:.1f} ms"
    return "\n".join(["", *rows, summary])
