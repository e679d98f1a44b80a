import gc

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guard.session.compare import HONESTY, ComparingRefused, Comparison, Person, Shared

TOPICS = ("face", "voice", "place", "photos", "money")
yeses = st.frozensets(st.sampled_from(TOPICS))


def compared(first: frozenset[str], second: frozenset[str]) -> Shared:
    comparison = Comparison(TOPICS)
    comparison.answer(Person.FIRST, first)
    comparison.answer(Person.SECOND, second)
    return comparison.reveal()


@given(yeses, yeses)
def test_exactly_the_shared_yeses_are_shown(first: frozenset[str], second: frozenset[str]) -> None:
    assert compared(first, second).topics == tuple(topic for topic in TOPICS if topic in first & second)


@given(yeses, yeses, yeses)
def test_two_people_who_share_the_same_yeses_look_alike(
    mine: frozenset[str], theirs: frozenset[str], other: frozenset[str]
) -> None:
    """Whatever the other refused, I see the same as long as we share the same."""
    assume(mine & theirs == mine & other)
    assert compared(mine, theirs) == compared(mine, other)
    assert compared(theirs, mine) == compared(other, mine)
    assert repr(compared(mine, theirs)) == repr(compared(mine, other))


@given(yeses)
def test_the_warning_depends_on_ones_own_answers_alone(mine: frozenset[str]) -> None:
    warned = {}
    for other in (frozenset(), frozenset(TOPICS)):
        comparison = Comparison(TOPICS)
        comparison.answer(Person.FIRST, other)
        warned[other] = comparison.warning(mine)
    assert len(set(warned.values())) == 1
    assert bool(warned[frozenset()]) is (mine == frozenset(TOPICS))


def test_nothing_is_kept_after_it_was_shown() -> None:
    comparison = Comparison(TOPICS)
    secret = frozenset(["money", "photos"])
    comparison.answer(Person.FIRST, secret)
    assert "money" not in repr(comparison)
    comparison.answer(Person.SECOND, frozenset(["photos"]))
    comparison.reveal()
    held = [each for each in gc.get_referents(comparison) if isinstance(each, dict)]
    assert held == [{}]
    assert comparison.turn is None
    with pytest.raises(ComparingRefused):
        comparison.reveal()


def test_each_answers_once_in_turn() -> None:
    comparison = Comparison(TOPICS)
    with pytest.raises(ComparingRefused):
        comparison.answer(Person.SECOND, [])
    comparison.answer(Person.FIRST, ["face", "not a topic"])
    with pytest.raises(ComparingRefused):
        comparison.answer(Person.FIRST, TOPICS)
    with pytest.raises(ComparingRefused):
        comparison.reveal()


def test_what_was_forgotten_early_is_never_shown() -> None:
    comparison = Comparison(TOPICS)
    comparison.answer(Person.FIRST, TOPICS)
    comparison.forget()
    assert comparison.turn is None
    with pytest.raises(ComparingRefused):
        comparison.answer(Person.SECOND, TOPICS)
    with pytest.raises(ComparingRefused):
        comparison.reveal()


def test_what_it_cannot_hide_is_said() -> None:
    assert "yes to all" in HONESTY
    assert "cannot hide" in HONESTY
    assert "!" not in HONESTY
