"""Which questions to ask now: at most three, gently rotating, and none after a hard end. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from guard.wellbeing.entries import End, Note, Reflection, SessionNote
from guard.wellbeing.prompts import Fact, Prompt, Words

MOST = 3
REST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Occasion:
    """How a session ended, as far as it matters for the questions; `next_day` looks back a day later."""

    end: End
    late: bool = False
    extended: bool = False
    unanswered: bool = False
    next_day: bool = False

    @property
    def facts(self) -> frozenset[Fact]:
        """What questions can be made for; the day after looks at the day after only."""
        if self.next_day:
            return frozenset({"next-day"})
        told: dict[Fact, bool] = {
            "late": self.late,
            "extended": self.extended,
            "unanswered": self.unanswered,
            "cut": self.end.cut,
        }
        return frozenset(fact for fact, holds in told.items() if holds)


def occasion(note: SessionNote, *, next_day: bool = False) -> Occasion:
    """Return the occasion that a session's note tells of."""
    return Occasion(note.end, note.late, note.extended, note.answered < note.asked, next_day)


def choose(
    prompts: Sequence[Prompt],
    now: Occasion,
    asked: Iterable[Note[Reflection]],
    today: date,
    random: Random,
    *,
    words: bool = False,
    most: int = MOST,
) -> tuple[Prompt, ...]:
    """Return what to ask on the day `today`: of different groups, at most one of them for own words.

    None within 14 days of having been asked, answered or not; `asked` holds at least those
    days. Those made for what was special about the session come first.
    `words`: whether answers in own words are wanted at all.
    """
    if now.end.hard:
        return ()
    history = list(asked)
    recent = {note.body.prompt for note in history if abs((today - note.day).days) < REST_DAYS}
    last = _last_asked(history)
    fitting = [prompt for prompt in prompts if prompt.id not in recent and _fits(prompt, now)]
    open_to = [prompt for prompt in fitting if words or not isinstance(prompt.answers, Words)]
    return _of_different_groups(_in_turn(open_to, last, random), min(max(most, 0), MOST))


def _fits(prompt: Prompt, now: Occasion) -> bool:
    """Tell whether a question goes with the occasion; the day after has questions of its own."""
    return bool(prompt.suits & now.facts) or not (prompt.suits or now.next_day)


def _last_asked(asked: Iterable[Note[Reflection]]) -> dict[str, date]:
    last: dict[str, date] = {}
    for note in asked:
        last[note.body.prompt] = max(note.day, last.get(note.body.prompt, date.min))
    return last


def _in_turn(prompts: Sequence[Prompt], last: dict[str, date], random: Random) -> list[Prompt]:
    """Return the special ones first, then those whose group and who themselves have waited longest."""
    group_last: dict[str, date] = {}
    for prompt_id, day in last.items():
        group = prompt_id.partition(".")[0]
        group_last[group] = max(day, group_last.get(group, date.min))
    mixed = sorted(prompts, key=lambda prompt: prompt.id)
    random.shuffle(mixed)
    return sorted(
        mixed,
        key=lambda prompt: (
            not prompt.suits,
            group_last.get(prompt.group.id, date.min),
            last.get(prompt.id, date.min),
        ),
    )


def _of_different_groups(prompts: Sequence[Prompt], most: int) -> tuple[Prompt, ...]:
    """Return the first ones: one a group, one for own words, one for each fact of the occasion but the day after."""
    taken: list[Prompt] = []
    for prompt in prompts:
        if len(taken) == most:
            break
        clashes = (
            prompt.group == one.group
            or prompt.suits & one.suits - {"next-day"}
            or (isinstance(prompt.answers, Words) and isinstance(one.answers, Words))
            for one in taken
        )
        if not any(clashes):
            taken.append(prompt)
    return tuple(taken)
