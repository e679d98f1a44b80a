import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Reading, Rule
from guard.checkup.detect import Ask, Ports, Processes, SystemUnit
from guard.checkup.judging import answer_of, by_rule, elsewhere, judge
from tests.checkup.checks import a_check

SAFE, UNSAFE, UNKNOWN, ELSEWHERE = Answer.SAFE, Answer.UNSAFE, Answer.UNKNOWN, Answer.NOT_APPLICABLE
PORT = Ports(tcp=("3389",))
anything = st.text(max_size=40)


@pytest.mark.parametrize(
    ("rule", "value", "answer"),
    [
        (Rule(one_of=("true",), valid=("true", "false")), "true", SAFE),
        (Rule(one_of=("true",), valid=("true", "false")), " true\n", SAFE),
        (Rule(one_of=("true",), valid=("true", "false")), "false", UNSAFE),
        (Rule(one_of=("true",), valid=("true", "false")), "wahr", UNKNOWN),
        (Rule(one_of=("true",), valid=("true", "false")), "", UNKNOWN),
        (Rule(least=1, most=300), "300", SAFE),
        (Rule(least=1, most=300), "0", UNSAFE),
        (Rule(least=1, most=300), "301", UNSAFE),
        (Rule(least=1, most=300), "-5", UNSAFE),
        (Rule(most=30), "0", SAFE),
        (Rule(most=30), "uint32 0", UNKNOWN),
        (Rule(most=30), "30.0", UNKNOWN),
        (Rule(most=30), "٣", UNKNOWN),
        (Rule(most=30), "9" * 5000, UNKNOWN),
        (Rule(none_of=("*",)), "[]", SAFE),
        (Rule(none_of=("*",)), "@as []", SAFE),
        (Rule(none_of=("*",)), "['a']", UNSAFE),
        (Rule(none_of=("*",)), '["a", "b"]', UNSAFE),
        (Rule(none_of=("rdp",)), "['vnc']", SAFE),
        (Rule(none_of=("rdp",)), "['vnc', 'rdp']", UNSAFE),
        (Rule(none_of=("it's",)), r"['it\'s']", UNSAFE),
        (Rule(none_of=("rdp",)), "['vnc', 3]", UNKNOWN),
        (Rule(none_of=("rdp",)), "['vnc'", UNKNOWN),
        (Rule(none_of=("rdp",)), "", UNKNOWN),
        (Rule(), "0", UNKNOWN),
    ],
)
def test_a_rule_tells_safe_from_unsafe_and_from_what_it_does_not_know(
    rule: Rule, value: str, answer: Answer
) -> None:
    assert by_rule(rule, value) is answer


@given(anything)
def test_a_closed_list_knows_nothing_else(value: str) -> None:
    rule = Rule(one_of=("true",), valid=("true", "false"))
    known = {"true": SAFE, "false": UNSAFE}
    assert by_rule(rule, value) is known.get(value.strip(), UNKNOWN)


@given(st.integers(-(10**17), 10**17), st.integers(-100, 100), st.integers(-100, 100))
def test_bounds_are_whole_numbers(number: int, least: int, most: int) -> None:
    expected = SAFE if least <= number <= most else UNSAFE
    assert by_rule(Rule(least=least, most=most), str(number)) is expected


@given(st.lists(st.text(st.characters(exclude_characters="'\\"), max_size=8), max_size=6), anything)
def test_a_list_is_safe_only_without_what_it_must_not_hold(items: list[str], unwanted: str) -> None:
    text = "[" + ", ".join(f"'{item}'" for item in items) + "]"
    answer = by_rule(Rule(none_of=(unwanted,)), text)
    holds = bool(items) if unwanted == "*" else unwanted in items
    assert answer is (UNSAFE if holds else SAFE)


@given(anything)
def test_no_text_ends_in_an_exception(value: str) -> None:
    for rule in (Rule(least=3), Rule(none_of=("a",)), Rule(one_of=("a",)), Rule()):
        assert by_rule(rule, value) in Answer


def test_a_check_for_another_desktop_does_not_apply() -> None:
    check = a_check(desktops=("kde", "xfce"))
    assert elsewhere(check, ["kde"]) is None
    assert elsewhere(a_check(), []) is None
    other = elsewhere(check, ["gnome"])
    none = elsewhere(check, [])
    assert other is not None
    assert none is not None
    assert other.answer is none.answer is ELSEWHERE
    assert other.why == "This is about KDE Plasma or Xfce, and GNOME is running here."
    assert none.why == "This is about KDE Plasma or Xfce, which is not running here."


def test_the_worst_of_several_places_counts() -> None:
    check = a_check()
    assert answer_of(check, Reading(value="true", more=("true",))) is SAFE
    assert answer_of(check, Reading(value="true", more=("strange",))) is UNKNOWN
    assert answer_of(check, Reading(value="true", more=("strange", "false"))) is UNSAFE


def test_what_a_probe_says_itself_counts_before_the_rule() -> None:
    assert answer_of(a_check(), Reading(UNKNOWN, value="true")) is UNKNOWN


def test_a_reading_without_answer_and_without_rule_cannot_be_told() -> None:
    ask = a_check(detect=Ask(look="Look at the lamp."), safe=None, fix=None)
    assert judge(ask, Reading(value="true")).answer is UNKNOWN


@pytest.mark.parametrize(
    ("own", "beside", "answer"),
    [
        ("true", SAFE, SAFE),
        ("true", UNSAFE, UNSAFE),
        ("true", UNKNOWN, UNKNOWN),
        ("true", ELSEWHERE, SAFE),
        ("false", SAFE, UNSAFE),
        ("false", UNKNOWN, UNSAFE),
        ("strange", SAFE, UNKNOWN),
        ("strange", UNSAFE, UNSAFE),
    ],
)
def test_evidence_can_only_make_it_worse(own: str, beside: Answer, answer: Answer) -> None:
    check = a_check(also=(PORT,))
    seen = Reading(beside, why="It was looked at.", evidence=("A port is open.",))
    result = judge(check, Reading(value=own, evidence=("It is set.",)), [seen])
    assert result.answer is answer
    assert result.says.startswith(check.title.of(answer))
    assert ("A port is open." in result.evidence) is (beside is not ELSEWHERE)


def test_the_worst_evidence_counts() -> None:
    check = a_check(also=(PORT, Processes(names=("x11vnc",))))
    seen = [Reading(UNKNOWN, why="One is unclear."), Reading(UNSAFE, why="One is open.")]
    assert judge(check, Reading(value="true"), seen).says.endswith("One is open.")


def test_a_setting_that_is_not_there_stays_so_whatever_is_open() -> None:
    check = a_check(also=(PORT,))
    result = judge(check, Reading(ELSEWHERE, why="There is none."), [Reading(UNSAFE, why="Open.")])
    assert result.answer is ELSEWHERE


def test_a_service_beside_a_setting_should_not_run() -> None:
    check = a_check(also=(SystemUnit(units=("sshd.service",)),))
    for value, answer in (("active", UNSAFE), ("inactive", SAFE), ("", UNKNOWN), ("läuft", UNKNOWN)):
        assert judge(check, Reading(value="true"), [Reading(value=value)]).answer is answer


def test_only_an_unsafe_setting_of_ones_own_can_be_fixed() -> None:
    check = a_check(also=(PORT,))
    assert judge(check, Reading(value="false")).fixable
    assert not judge(check, Reading(value="true")).fixable
    assert not judge(check, Reading(value="strange")).fixable
    assert not judge(check, Reading(value="false", managed=True)).fixable
    assert not judge(check, Reading(value="true"), [Reading(UNSAFE)]).fixable
    assert not judge(a_check(fix=None), Reading(value="false")).fixable


def test_who_else_decides_is_said() -> None:
    result = judge(a_check(), Reading(value="false", managed=True))
    assert result.managed
    assert "managed by your organisation" in result.says
