from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import Kind, Strength
from guard.capture.sensors.linux.x11.rules import Verdict
from guard.capture.sensors.linux.x11.steady import Steady


def verdict(key: str = "a", *, certain: bool = False, strength: Strength = Strength.CAPTURING) -> Verdict:
    return Verdict(key, 1, Kind.SCREEN, strength, "It reads.", certain=certain)


def said(steady: Steady, *verdicts: Verdict) -> list[str]:
    return [v.key for v in steady.update({v.key: v for v in verdicts})[0]]


def withdrawn(steady: Steady, *verdicts: Verdict) -> list[str]:
    return steady.update({v.key: v for v in verdicts})[1]


def test_two_looks_in_a_row_are_needed() -> None:
    steady = Steady()
    assert [said(steady, verdict()) for _ in range(3)] == [[], ["a"], []]


def test_one_look_here_and_one_there_are_not_enough() -> None:
    steady = Steady()
    assert [said(steady, *look) for look in ([verdict()], [], [verdict()], [])] == [[]] * 4


def test_a_certain_one_is_said_at_once() -> None:
    assert said(Steady(), verdict(certain=True)) == ["a"]


def test_one_that_may_yet_turn_out_otherwise_is_looked_at_for_longer() -> None:
    steady, patient = Steady(), replace(verdict(), looks=4)
    assert [said(steady, patient) for _ in range(5)] == [[], [], [], ["a"], []]
    steady = Steady()
    assert [said(steady, *look) for look in ([patient], [patient], [patient], [], [patient])] == [[]] * 5


def test_one_that_grew_stronger_is_said_again_at_once() -> None:
    steady = Steady()
    able = verdict(strength=Strength.ABLE)
    assert [said(steady, able), said(steady, able), said(steady, verdict())] == [[], ["a"], ["a"]]


def test_one_that_grew_weaker_waits_for_a_second_look() -> None:
    steady = Steady()
    strong, able = verdict(certain=True), verdict(strength=Strength.ABLE)
    looks = [strong, able, strong, able, able]
    assert [said(steady, look) for look in looks] == [["a"], [], [], [], ["a"]]


def test_being_certain_or_not_is_no_news() -> None:
    steady = Steady()
    assert [said(steady, verdict(certain=sure)) for sure in (True, False, True)] == [["a"], [], []]


def test_one_missing_look_takes_nothing_back_and_two_do() -> None:
    steady = Steady()
    said(steady, verdict(certain=True))
    assert [withdrawn(steady), withdrawn(steady, verdict()), withdrawn(steady), withdrawn(steady)] == [
        [],
        [],
        [],
        ["a"],
    ]
    assert withdrawn(steady) == []


def test_when_the_display_is_gone_everything_is() -> None:
    steady = Steady()
    said(steady, verdict("a", certain=True), verdict("b", certain=True), verdict("c"))
    assert sorted(steady.nothing_left()) == ["a", "b"]
    assert steady.nothing_left() == []
    assert said(steady, verdict("c")) == []


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("abc"), st.tuples(st.booleans(), st.sampled_from(Strength)), max_size=3
        )
    )
)
def test_what_is_taken_back_was_said_and_what_stands_was_seen_lately(
    looks: list[dict[str, tuple[bool, Strength]]],
) -> None:
    steady, standing, before = Steady(), set[str](), [set[str](), set[str]()]
    for look in looks:
        seen = {
            key: verdict(key, certain=certain, strength=strength) for key, (certain, strength) in look.items()
        }
        say, take_back = steady.update(seen)
        assert {v.key for v in say} <= seen.keys()
        assert set(take_back) <= standing
        assert not seen.keys() & set(take_back)
        standing = (standing | {v.key for v in say}) - set(take_back)
        before = [before[1], set(seen)]
        assert standing <= before[0] | before[1]
