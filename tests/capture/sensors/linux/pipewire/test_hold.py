from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from guard.capture.finding import Kind, Strength
from guard.capture.sensors.linux.pipewire.hold import (
    ABLE_HOLDS,
    CAPTURE_HOLDS,
    ENDED_HOLDS,
    NAMELESS_HOLDS,
    Hold,
)
from guard.capture.sensors.linux.pipewire.owner import Owner
from guard.capture.sensors.linux.pipewire.rules import Verdict


def seen(
    kind: Kind = Kind.MICROPHONE,
    strength: Strength = Strength.CAPTURING,
    key: str = "a",
    says: str = "It records.",
) -> dict[str, Verdict]:
    return {key: Verdict(key, kind, strength, says, Owner(1, "x"))}


def test_a_microphone_that_is_held_is_said() -> None:
    hold = Hold()
    assert hold.update(seen(), 10.0) == ([], [])
    assert hold.due == 10.0 + CAPTURE_HOLDS
    say, gone = hold.update(seen(), 10.0 + CAPTURE_HOLDS)
    assert (len(say), gone) == (1, [])
    assert Hold().due is None


def test_a_microphone_that_is_only_tried_is_not() -> None:
    hold = Hold()
    hold.update(seen(), 10.0)
    assert hold.update({}, 10.2) == ([], [])
    assert hold.update(seen(), 10.4) == ([], [])


def test_a_stream_whose_program_may_have_ended_is_held_longer() -> None:
    verdict = Verdict("a", Kind.MICROPHONE, Strength.CAPTURING, "It records.", Owner(None, "x", claimed=True))
    for owner, holds in (
        (verdict.owner, NAMELESS_HOLDS),
        (Owner(None, "x", claimed=True, app_id="org.example.X"), CAPTURE_HOLDS),
        (Owner(None, "x", claimed=True, ended=True), ENDED_HOLDS),
        (Owner(None, "x", claimed=True, app_id="org.example.X", ended=True), CAPTURE_HOLDS),
    ):
        hold = Hold()
        hold.update({"a": replace(verdict, owner=owner)}, 10.0)
        assert hold.due == 10.0 + holds
        assert len(hold.update({"a": replace(verdict, owner=owner)}, 10.0 + holds)[0]) == 1


def test_a_screen_cast_is_said_at_once() -> None:
    assert len(Hold().update(seen(Kind.SCREEN), 10.0)[0]) == 1


def test_a_first_look_is_said_at_once() -> None:
    assert len(Hold().update(seen(strength=Strength.ABLE), 10.0, at_once=True)[0]) == 1


def test_what_is_over_is_taken_back_at_once_and_once() -> None:
    hold = Hold()
    hold.update(seen(), 10.0, at_once=True)
    assert hold.update({}, 10.0) == ([], ["a"])
    assert hold.update({}, 11.0) == ([], [])


def test_a_short_pause_changes_nothing_and_a_longer_one_does() -> None:
    hold = Hold()
    hold.update(seen(), 10.0, at_once=True)
    assert hold.update(seen(strength=Strength.ABLE), 11.0) == ([], [])
    assert hold.update(seen(), 11.5) == ([], [])
    hold.update(seen(strength=Strength.ABLE), 12.0)
    say, _ = hold.update(seen(strength=Strength.ABLE), 12.0 + ABLE_HOLDS)
    assert say[0].strength is Strength.ABLE


def test_new_words_for_the_same_thing_are_said_at_once() -> None:
    hold = Hold()
    hold.update(seen(), 10.0, at_once=True)
    assert hold.update(seen(says="It records more."), 10.1)[0][0].says == "It records more."


def test_when_nothing_is_left_all_is_taken_back() -> None:
    hold = Hold()
    hold.update(seen(), 10.0, at_once=True)
    assert hold.nothing_left() == ["a"]
    assert (hold.nothing_left(), hold.due) == ([], None)


STEP = st.tuples(
    st.floats(0, 2),
    st.dictionaries(st.sampled_from("abc"), st.sampled_from([Strength.ABLE, Strength.CAPTURING]), max_size=3),
)


@settings(deadline=None)
@given(st.lists(STEP, max_size=30), st.sampled_from(list(Kind)))
def test_only_what_was_said_is_taken_back_and_what_stays_is_said(
    steps: list[tuple[float, dict[str, Strength]]], kind: Kind
) -> None:
    hold, said, now, last = Hold(), set[str](), 100.0, {}
    for wait, strengths in steps:
        now += wait
        last = {k: v for key, strength in strengths.items() for k, v in seen(kind, strength, key).items()}
        say, gone = hold.update(last, now)
        assert set(gone) <= said - set(last)
        said = (said - set(gone)) | {verdict.key for verdict in say}
        assert said <= set(last)
        assert hold.due is None or hold.due > now
    hold.update(last, now + 10)
    said |= {v.key for v in last.values()}
    assert set(hold.nothing_left()) == set(last)
