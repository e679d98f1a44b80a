from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Check, Result
from guard.checkup.overview import (
    GROUPS,
    Last,
    Seen,
    Show,
    Skip,
    changes,
    holds,
    one_thing,
    remember,
    shown,
    take_over,
    tally,
    tell,
)
from tests.checkup.checks import a_check

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
BEFORE = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
RANK = {Answer.UNSAFE: 0, Answer.UNKNOWN: 1, Answer.SAFE: 2, Answer.NOT_APPLICABLE: 3}

answers = st.sampled_from(Answer)
ids = st.integers(0, 12).map(lambda number: f"lin-check-{number}")
checks = st.lists(
    st.builds(
        lambda name, group, weight: a_check(id=name, group=group, weight=weight),
        ids,
        st.sampled_from(GROUPS),
        st.sampled_from([1, 2, 3]),
    ),
    unique_by=lambda check: check.id,
)
skips = st.builds(
    Skip,
    id=ids,
    answer=st.sampled_from([Answer.UNSAFE, Answer.UNKNOWN]),
    reason=st.sampled_from(["later", "wanted", "looked"]),
    until=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
)


def said(check: Check, answer: Answer) -> Result:
    return Result(check.id, answer, f"{check.title.of(answer)}. So it was seen.")


def results(known: list[Check], found: list[Answer]) -> dict[str, Result]:
    return {check.id: said(check, answer) for check, answer in zip(known, found, strict=False)}


@given(checks, st.lists(answers, max_size=13), st.lists(skips, max_size=5))
def test_everything_read_is_counted_once_and_nothing_else(
    known: list[Check], found: list[Answer], aside: list[Skip]
) -> None:
    read = results(known, found)
    told = tell(known, read, aside, TODAY)
    assert Counter(one.check.id for one in told) == Counter(list(read))
    counted = tally(told)
    assert sum([counted.safe, counted.to_do, counted.unknown, counted.aside, counted.not_applicable]) == len(
        read
    )
    assert counted.safe == sum(one.answer is Answer.SAFE for one in read.values())
    assert counted.not_applicable == sum(one.answer is Answer.NOT_APPLICABLE for one in read.values())


@given(checks, st.lists(answers, max_size=13), st.lists(skips, max_size=5))
def test_the_worst_comes_first_and_the_one_thing_is_the_first_to_do(
    known: list[Check], found: list[Answer], aside: list[Skip]
) -> None:
    told = tell(known, results(known, found), aside, TODAY)
    for one, other in pairwise(told):
        first, second = RANK[one.result.answer], RANK[other.result.answer]
        assert (first, -one.check.weight) <= (second, -other.check.weight)
    to_do = [one for one in told if one.result.answer is Answer.UNSAFE and one.skip is None]
    assert one_thing(told) == (to_do[0] if to_do else None)


@given(checks, st.lists(answers, max_size=13), st.lists(skips, max_size=5), st.sampled_from(Show))
def test_a_list_shows_what_was_asked_for_and_no_more(
    known: list[Check], found: list[Answer], aside: list[Skip], show: Show
) -> None:
    told = tell(known, results(known, found), aside, TODAY)
    seen = [one for ones in shown(told, show).values() for one in ones]
    counted = tally(told)
    assert (
        len(seen)
        == {
            Show.TO_DO: counted.to_do,
            Show.UNKNOWN: counted.unknown,
            Show.SAFE: counted.safe,
            Show.ALL: counted.to_do + counted.unknown + counted.safe,
        }[show]
    )
    assert all(one.skip is None and one.result.answer is not Answer.NOT_APPLICABLE for one in seen)
    for group, ones in shown(told, show).items():
        assert {one.check.group for one in ones} == {group}


@given(skips, answers)
def test_what_was_set_aside_comes_back_on_its_day_and_when_it_gets_worse(skip: Skip, answer: Answer) -> None:
    set_aside = holds(skip, answer, TODAY)
    if answer in (Answer.SAFE, Answer.NOT_APPLICABLE):
        assert not set_aside
    if skip.until is not None and skip.until <= TODAY:
        assert not set_aside
    if skip.answer is Answer.UNKNOWN and answer is Answer.UNSAFE:
        assert not set_aside
    if skip.until is None and skip.answer is answer:
        assert set_aside


def test_a_search_looks_at_every_word_and_at_what_was_seen() -> None:
    check = a_check()
    result = Result(check.id, Answer.UNSAFE, "The screen does not lock.", evidence=("port 5900 is open",))
    told = tell([check], {check.id: result}, (), TODAY)
    assert shown(told, Show.TO_DO, "SCREEN 5900")
    assert shown(told, Show.TO_DO, "walk past")
    assert not shown(told, Show.TO_DO, "screen 5901")
    assert not shown(told, Show.SAFE, "screen")


def test_what_was_acted_on_stays_in_sight_whatever_it_says_now() -> None:
    check = a_check()
    told = tell([check], results([check], [Answer.SAFE]), (), TODAY)
    assert not shown(told, Show.TO_DO)
    assert shown(told, Show.TO_DO, keep={check.id})


def test_the_rest_of_what_is_said_does_not_repeat_the_title() -> None:
    check = a_check()
    (told,) = tell([check], results([check], [Answer.UNSAFE]), (), TODAY)
    assert told.title == "The screen does not lock"
    assert told.rest == "So it was seen."


def test_what_is_off_now_is_told_with_the_day_it_was_on() -> None:
    check = a_check()
    last = Last(at=BEFORE, seen={check.id: Seen(answer=Answer.SAFE)})
    read = results([check], [Answer.UNSAFE])
    after = remember(last, read.values(), NOW)
    (change,) = changes(after, tell([check], read, (), TODAY), NOW)
    assert (change.was, change.since) == (Answer.SAFE, BEFORE)
    later = NOW + timedelta(hours=2)
    again = remember(after, read.values(), later)
    assert len(changes(again, tell([check], read, (), TODAY), later)) == 1
    tomorrow = NOW + timedelta(days=1)
    settled = remember(again, read.values(), tomorrow)
    assert changes(settled, tell([check], read, (), TODAY), tomorrow) == ()


@given(st.lists(answers, min_size=1, max_size=6))
def test_within_one_day_only_the_difference_to_the_days_before_counts(course: list[Answer]) -> None:
    check = a_check()
    last = Last(at=BEFORE, seen={check.id: Seen(answer=Answer.SAFE)})
    when = NOW
    for answer in course:
        when += timedelta(minutes=5)
        last = remember(last, results([check], [answer]).values(), when)
    read = results([check], [course[-1]])
    found = changes(last, tell([check], read, (), TODAY), when)
    if course[-1] in (Answer.SAFE, Answer.NOT_APPLICABLE):
        assert found == ()
    else:
        assert [each.was for each in found] == [Answer.SAFE]


@given(st.lists(answers, min_size=1, max_size=4))
def test_what_guard_changed_at_its_users_wish_is_no_news(course: list[Answer]) -> None:
    check = a_check()
    last: Last | None = Last(at=BEFORE, seen={check.id: Seen(answer=Answer.UNSAFE)})
    for answer in course:
        last = take_over(last, said(check, answer))
    read = results([check], [course[-1]])
    again = remember(last, read.values(), NOW)
    assert changes(again, tell([check], read, (), TODAY), NOW) == ()


def test_a_first_check_up_has_no_news_and_nothing_to_take_over() -> None:
    check = a_check()
    read = results([check], [Answer.UNSAFE])
    assert changes(remember(None, read.values(), NOW), tell([check], read, (), TODAY), NOW) == ()
    assert take_over(None, said(check, Answer.SAFE)) is None
