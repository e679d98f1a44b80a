import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.session.boundaries import BoundaryRefused, Channel, Level, Limit, Limits
from guard.session.standing import (
    LASTING,
    Standing,
    after_session,
    applied,
    decide,
    edit,
    looser,
    undecide,
    undone,
)

topics = st.sampled_from(["face", "voice", "My garden"])
wishes = st.lists(
    st.builds(Limit, topics, st.sampled_from(list(Channel)), st.sampled_from(list(Level))), max_size=10
)


def decided(*wanted: Limit, standing: Standing | None = None) -> Standing:
    made = standing or Standing()
    for limit in wanted:
        made = decide(made, limit, in_session=False)
    return made


def one(level: Level) -> Limit:
    return Limit("face", Channel.LIVE, level)


@given(wishes)
def test_only_what_lasts_is_kept(wanted: list[Limit]) -> None:
    made = decided(*wanted)
    assert set(made.kept.levels.values()) <= LASTING
    assert not set(made.today.levels.values()) & LASTING
    last = {(limit.topic.casefold(), limit.channel): limit.level for limit in wanted}
    assert all(made.holding.level(*place) is level for place, level in last.items())


@given(before=wishes, wanted=wishes)
def test_nothing_gets_looser_during_a_session_now_or_for_good(
    before: list[Limit], wanted: list[Limit]
) -> None:
    standing = decided(*before)
    for limit in wanted:
        try:
            after = decide(standing, limit, in_session=True)
        except BoundaryRefused:
            assert limit.level.openness > standing.holding.level(limit.topic, limit.channel).openness
            continue
        assert after.holding.level(limit.topic, limit.channel) is limit.level
        assert not looser(standing.holding, after.holding)
        assert not looser(standing.kept, after.kept)
        standing = after


@given(wishes)
def test_after_a_session_no_yes_is_left_and_every_no_is(wanted: list[Limit]) -> None:
    before = decided(*wanted)
    after = after_session(before)
    assert Level.FINE_TODAY not in after.holding.levels.values()
    assert after.kept == before.kept
    assert not looser(before.holding, after.holding)
    nots = {place for place, level in before.today.levels.items() if level is Level.NOT_TODAY}
    assert set(after.today.levels) == nots


@given(before=wishes, wanted=wishes, between=wishes)
def test_undo_takes_back_one_step_and_nothing_else(
    before: list[Limit], wanted: list[Limit], between: list[Limit]
) -> None:
    start = decided(*before)
    after = decided(*wanted, standing=start)
    assert undone(after, start, after, in_session=False).holding.levels == start.holding.levels
    apart = [Limit(f"other {limit.topic}", limit.channel, limit.level) for limit in between]
    now = decided(*apart, standing=after)
    back = undone(now, start, after, in_session=False)
    assert all(
        back.holding.level(each.topic, each.channel) is now.holding.level(each.topic, each.channel)
        for each in apart
    )


@given(before=wishes, after=wishes)
def test_an_edit_leads_from_one_to_the_other(before: list[Limit], after: list[Limit]) -> None:
    first, second = decided(*before).kept, decided(*after).kept
    assert applied(first, edit(first, second)).levels == second.levels
    assert not edit(first, second).without(edit(first, second)).levels


def test_a_yes_stands_before_a_kept_no_and_then_the_no_holds_again() -> None:
    made = decided(one(Level.NEVER), one(Level.FINE_TODAY))
    assert made.decided("face", Channel.LIVE) is Level.FINE_TODAY
    assert made.later("face", Channel.LIVE) is Level.NEVER
    over = after_session(made)
    assert over.decided("Face", Channel.LIVE) is Level.NEVER
    assert over.later("face", Channel.LIVE) is None


def test_asking_first_in_a_session_does_not_replace_a_kept_no() -> None:
    made = decided(one(Level.NEVER), one(Level.FINE_TODAY))
    tightened = decide(made, one(Level.ASK_FIRST), in_session=True)
    assert tightened.decided("face", Channel.LIVE) is Level.ASK_FIRST
    assert tightened.kept.level("face", Channel.LIVE) is Level.NEVER
    assert (
        decide(made, one(Level.ASK_FIRST), in_session=False).kept.level("face", Channel.LIVE)
        is Level.ASK_FIRST
    )


def test_a_limit_is_left_open_again_only_outside_a_session() -> None:
    made = decided(one(Level.NEVER))
    with pytest.raises(BoundaryRefused, match="afterwards"):
        undecide(made, "face", [Channel.LIVE], in_session=True)
    with pytest.raises(BoundaryRefused):
        undone(made, Standing(), made, in_session=True)
    assert undecide(made, "FACE", [Channel.LIVE], in_session=False) == Standing()
    yes = decided(one(Level.FINE_TODAY))
    assert undecide(yes, "face", [Channel.LIVE], in_session=True).holding == Limits()


def test_own_words_are_kept_as_they_were_written() -> None:
    made = decided(
        Limit("My  Garden", Channel.TEXT, Level.NEVER), Limit("my garden", Channel.LIVE, Level.NOT_TODAY)
    )
    assert {limit.topic for limit in made.holding.all()} == {"My Garden"}
    assert "arden" not in repr(made)
