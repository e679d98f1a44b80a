from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guard.knowledge import platforms
from guard.knowledge.platform_advice import advice, overdue, recheck, tonight
from guard.knowledge.platforms import Platform, Setting
from tests.knowledge.entries import a_platform, a_setting

SHIPPED = platforms.load()
SIGNAL = next(known for known in SHIPPED if known.id == "signal")
TODAY = date(2026, 12, 1)
LATE = date(2027, 6, 1)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
SETTINGS = st.lists(
    st.builds(a_setting, st.integers(0, 99).map("one-{}".format), st.sampled_from([1, 2, 3])),
    unique_by=lambda setting: setting.id,
    max_size=12,
).map(tuple)


def test_fresh_facts_carry_no_mark() -> None:
    assert not overdue(SIGNAL, TODAY)
    assert recheck(SIGNAL, TODAY) == ""


def test_old_facts_are_marked_with_the_day_they_were_read() -> None:
    assert overdue(SIGNAL, LATE)
    assert recheck(SIGNAL, LATE).startswith("Please re-check")
    assert "2026-11-22" in recheck(SIGNAL, LATE)


def test_the_last_day_still_counts_as_fresh() -> None:
    assert not overdue(SIGNAL, SIGNAL.review_after)
    assert overdue(SIGNAL, SIGNAL.review_after + timedelta(days=1))


def test_a_clock_that_is_behind_marks_nothing() -> None:
    assert not overdue(SIGNAL, date(1970, 1, 1))


@given(DAYS, DAYS)
def test_what_is_overdue_stays_overdue(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert overdue(SIGNAL, later) or not overdue(SIGNAL, earlier)
    assert bool(recheck(SIGNAL, one)) is overdue(SIGNAL, one)


def test_before_tonight_the_number_comes_first_in_signal() -> None:
    assert [setting.id for setting in tonight(SIGNAL)][:2] == ["signal-hide-number", "signal-find-by-number"]
    assert [setting.id for setting in tonight(SIGNAL, {"signal-hide-number"})][:1] == [
        "signal-find-by-number"
    ]


def test_when_all_is_done_nothing_is_left() -> None:
    for known in SHIPPED:
        assert tonight(known, {setting.id for setting in known.settings}) == []


def test_ticks_of_other_platforms_and_of_former_settings_change_nothing() -> None:
    assert tonight(SIGNAL, ["whatsapp-backup", "signal-long-gone", ""]) == tonight(SIGNAL)


@given(SETTINGS, st.sets(st.integers(0, 99).map("one-{}".format)))
def test_tonight_lists_all_that_is_left_weightiest_first(
    settings: tuple[Setting, ...], done: set[str]
) -> None:
    listed = tonight(a_platform(settings=settings), done)
    assert {setting.id for setting in listed} == {setting.id for setting in settings} - done
    assert [setting.weight for setting in listed] == sorted((one.weight for one in listed), reverse=True)
    for weight in (1, 2, 3):
        same = [setting for setting in listed if setting.weight == weight]
        assert same == [one for one in settings if one in same]


def test_ticking_one_never_reorders_the_others() -> None:
    for known in SHIPPED:
        full = tonight(known)
        for setting in full:
            assert tonight(known, [setting.id]) == [one for one in full if one != setting]


def test_advice_is_the_tip_and_the_first_thing_to_do() -> None:
    assert advice(SIGNAL, TODAY) == (
        SIGNAL.tip,
        "Hide your phone number: Settings > Privacy > Phone number > Who can see my number.",
    )


def test_advice_for_a_finished_list_is_the_tip_alone() -> None:
    assert advice(SIGNAL, TODAY, {setting.id for setting in SIGNAL.settings}) == (SIGNAL.tip,)


def test_advice_says_first_that_a_platform_got_worse_and_last_that_it_is_old() -> None:
    worse = a_platform(
        status="downgraded", status_note="Less since May 2026.", settings=(a_setting("one-a"),)
    )
    assert advice(worse, LATE) == (
        "Less since May 2026.",
        "A tip.",
        "Look at one-a: Settings > Privacy.",
        recheck(worse, LATE),
    )


def test_a_closed_platform_is_not_to_be_set_up() -> None:
    gone = a_platform(status="retired", status_note="Closed in 2020.", settings=(a_setting("one-a"),))
    assert advice(gone, TODAY) == ("Closed in 2020.", "A tip.")


def test_every_shipped_platform_gives_advice() -> None:
    def plain(known: Platform) -> bool:
        return all(each.endswith(".") and "!" not in each for each in advice(known, LATE))

    assert all(plain(known) and advice(known, TODAY) for known in SHIPPED)
