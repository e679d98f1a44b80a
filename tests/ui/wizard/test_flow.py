"""The way through the set-up: every branch, and what holds on any way at all."""

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.ui.wizard.flow import (
    Back,
    Choices,
    Choose,
    Deed,
    Did,
    End,
    Event,
    Jump,
    Leave,
    Next,
    Reason,
    SetUp,
    Skip,
    Step,
    Undid,
    advance,
    begin,
    to_write,
)

USUAL = Choices()
OTHER = Choices(
    check_in=45,
    discreet=False,
    autostart=True,
    platforms=("signal",),
    limits=(("face", "never"),),
    limits_of="juniper",
)
ALL = tuple(Step)
MIDDLE = ALL[1:-1]
AVAILABLE = [set(some) for some in chain.from_iterable(combinations(MIDDLE, size) for size in range(7))]


def walk(now: SetUp, *events: Event) -> SetUp:
    for event in events:
        now = advance(now, event)
    return now


@pytest.mark.parametrize("available", AVAILABLE, ids=lambda some: "+".join(sorted(some)) or "none")
def test_what_is_available_is_shown_in_its_order_and_can_be_finished(available: set[Step]) -> None:
    now = begin(available, USUAL)
    assert now.steps == tuple(step for step in ALL if step in available or step in ("welcome", "done"))
    for step in now.steps:
        assert now.step is step
        now = advance(now, Next())
    assert now.end is End.FINISHED
    assert to_write(now) == USUAL


@pytest.mark.parametrize("step", ALL)
@pytest.mark.parametrize("reason", Reason)
def test_every_step_but_the_last_can_be_skipped_with_a_reason(step: Step, reason: Reason) -> None:
    now = walk(begin(ALL, USUAL), *[Next()] * ALL.index(step))
    after = advance(now, Skip(reason))
    if step is Step.DONE:
        assert after == now
    else:
        assert after.skipped == ((step, reason),)
        assert after.at == now.at + 1
        assert walk(after, Back(), Next()).skipped == ()
        other = next(each for each in Reason if each is not reason)
        assert walk(after, Back(), Skip(other)).skipped == ((step, other),)


@pytest.mark.parametrize("step", ALL)
def test_back_is_possible_everywhere_but_at_the_beginning(step: Step) -> None:
    now = walk(begin(ALL, USUAL), *[Next()] * ALL.index(step))
    after = advance(now, Back())
    assert after.at == max(0, now.at - 1)
    assert after.furthest == now.furthest


@pytest.mark.parametrize("seen", range(len(ALL)))
@pytest.mark.parametrize("target", ALL)
def test_a_jump_leads_only_to_what_was_shown_before(seen: int, target: Step) -> None:
    now = walk(begin(ALL, USUAL), *[Next()] * seen, Back())
    after = advance(now, Jump(target))
    assert after.step is (target if ALL.index(target) <= seen else now.step)


def test_a_jump_to_a_step_that_is_not_offered_changes_nothing() -> None:
    now = walk(begin([Step.DEFAULTS], USUAL), Next(), Next())
    assert advance(now, Jump(Step.COMPUTER)) == now


def test_nothing_is_written_before_the_end() -> None:
    now = begin(ALL, USUAL)
    for _ in ALL:
        now = advance(now, Choose(OTHER))
        assert to_write(now) is None
        assert to_write(advance(now, Leave())) is None
        now = advance(now, Next())
    assert to_write(now) == OTHER


@pytest.mark.parametrize(
    ("left_out", "kept"),
    [
        (Step.PLATFORMS, replace(OTHER, platforms=())),
        (Step.DEFAULTS, replace(OTHER, check_in=20, discreet=True, autostart=False)),
        (Step.LIMITS, replace(OTHER, limits=(), limits_of="")),
        (Step.SECRETS, OTHER),
    ],
)
def test_what_a_skipped_step_showed_stays_as_it_was(left_out: Step, kept: Choices) -> None:
    events = [Skip(Reason.LATER) if step is left_out else Next() for step in ALL]
    assert to_write(walk(begin(ALL, USUAL), Choose(OTHER), *events)) == kept


def test_what_was_done_is_remembered_once_and_survives_leaving() -> None:
    now = walk(begin(ALL, USUAL), Did(Deed.CHANGE), Did(Deed.CHANGE), Did(Deed.PSEUDONYM), Leave())
    assert now.deeds == (Deed.CHANGE, Deed.PSEUDONYM)


def test_what_was_taken_back_is_no_longer_said() -> None:
    now = walk(begin(ALL, USUAL), Undid(Deed.CHANGE), Did(Deed.CHANGE), Did(Deed.KIT), Undid(Deed.CHANGE))
    assert now.deeds == (Deed.KIT,)


@pytest.mark.parametrize("end", [[Leave()], [Next()] * len(ALL)], ids=["left", "finished"])
@pytest.mark.parametrize(
    "event",
    [Next(), Back(), Skip(Reason.LATER), Jump(Step.WELCOME), Choose(OTHER), Did(Deed.KIT), Leave()],
    ids=repr,
)
def test_after_the_end_nothing_moves(end: list[Event], event: Event) -> None:
    over = walk(begin(ALL, USUAL), *end)
    assert over.end is not End.OPEN
    assert advance(over, event) == over


def test_it_is_fresh_until_something_happens() -> None:
    now = begin(ALL, OTHER)
    assert now.is_fresh
    assert not walk(now, Next(), Back()).is_fresh
    assert not advance(now, Did(Deed.KIT)).is_fresh


EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([Next(), Back()]),
    st.builds(Skip, st.sampled_from(Reason)),
    st.builds(Jump, st.sampled_from(Step)),
    st.builds(Choose, st.builds(Choices, check_in=st.integers(5, 120), platforms=st.just(("signal",)))),
    st.builds(Did, st.sampled_from(Deed)),
    st.builds(Undid, st.sampled_from(Deed)),
)


@given(available=st.sets(st.sampled_from(MIDDLE)), events=st.lists(EVENTS, max_size=40), leave=st.booleans())
def test_on_any_way(available: set[Step], events: list[Event], *, leave: bool) -> None:
    now = begin(available, USUAL)
    for event in events:
        before, now = now, advance(now, event)
        assert now.steps == before.steps
        assert now.usual == USUAL
        assert 0 <= now.at <= now.furthest < len(now.steps)
        assert now.furthest <= before.furthest + 1
        assert len({step for step, _ in now.skipped}) == len(now.skipped)
        assert set(before.deeds) - set(now.deeds) <= ({event.deed} if isinstance(event, Undid) else set())
        assert (to_write(now) is None) is (now.end is not End.FINISHED)
    if leave and now.end is End.OPEN:
        assert to_write(advance(now, Leave())) is None
    elif now.end is End.OPEN:
        for _ in now.steps:
            now = advance(now, Next())
        kept = to_write(now)
        assert kept is not None
        assert Step.PLATFORMS not in dict(now.skipped) or kept.platforms == USUAL.platforms
        assert Step.DEFAULTS not in dict(now.skipped) or kept.check_in == USUAL.check_in
