import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.knowledge import platforms
from guard.knowledge.platform_compare import Row, compare
from guard.knowledge.platforms import Answered, Encrypted, Need, Offered, Platform
from tests.knowledge.entries import a_platform

SHIPPED = platforms.load()
BY_ID = {known.id: known for known in SHIPPED}
PAIRS = list(itertools.combinations(SHIPPED, 2))
ENCRYPTED = st.sampled_from(get_args(Encrypted))
NEEDS = st.sampled_from(get_args(Need))
ANSWERED = st.builds(Answered, answer=st.sampled_from(get_args(Offered)), note=st.just("For each chat."))


def made(ident: str) -> st.SearchStrategy[Platform]:
    fields = {
        **dict.fromkeys(("text", "voice", "video", "group_text", "group_call"), ENCRYPTED),
        **dict.fromkeys(("phone", "email", "real_name"), NEEDS),
        **dict.fromkeys(("screenshots", "recordings", "disappearing", "view_once"), ANSWERED),
    }
    return st.builds(a_platform, st.just(ident), **fields)


def row(first: Platform, second: Platform, topic: str) -> Row:
    return next(each for each in compare(first, second) if each.topic == topic)


def swapped(rows: tuple[Row, ...]) -> list[tuple[str, ...]]:
    return [(each.topic, each.title, each.second, each.first, each.verdict, each.better) for each in rows]


def plain(rows: tuple[Row, ...]) -> list[tuple[str, ...]]:
    return [(each.topic, each.title, each.first, each.second, each.verdict, each.better) for each in rows]


def test_comparisons_are_the_same_from_both_sides() -> None:
    for first, second in PAIRS:
        assert plain(compare(first, second)) == swapped(compare(second, first))


@given(made("one"), made("two"))
def test_whatever_is_known_comparisons_are_the_same_from_both_sides(
    first: Platform, second: Platform
) -> None:
    rows = compare(first, second)
    assert plain(rows) == swapped(compare(second, first))
    assert len({each.topic for each in rows}) == len(rows) == 17
    for each in rows:
        assert each.better in {"", "one", "two"}
        assert each.verdict.endswith(".")
        assert "unknown" not in each.first + each.second
        if "Not known." in {each.first, each.second}:
            assert each.better == ""


@given(made("one"))
def test_nothing_is_better_than_itself(one: Platform) -> None:
    assert all(each.better == "" and each.first == each.second for each in compare(one, one))


def test_there_is_a_verdict_for_every_row_and_none_over_all() -> None:
    for first, second in PAIRS:
        for each in compare(first, second):
            assert each.first
            assert each.second
            assert each.verdict.endswith(".")
            assert "!" not in each.verdict
            assert "{" not in each.verdict
            assert not {"score", "overall", "winner"} & {each.topic, *each.verdict.lower().split()}


def test_signal_and_telegram() -> None:
    text = row(BY_ID["signal"], BY_ID["telegram"], "text")
    assert (text.better, text.verdict) == ("signal", "Signal protects more here.")
    assert text.second == "End-to-end encrypted once it is switched on."
    voice = row(BY_ID["signal"], BY_ID["telegram"], "voice")
    assert (voice.better, voice.verdict) == ("", "Both are end-to-end encrypted without a further step.")
    assert row(BY_ID["signal"], BY_ID["telegram"], "phone").verdict == "Both ask the same."


def test_asking_for_less_is_better() -> None:
    phone = row(BY_ID["signal"], BY_ID["simplex"], "phone")
    assert (phone.better, phone.verdict) == ("simplex", "SimpleX Chat asks for less.")


def test_what_only_one_offers_is_no_win() -> None:
    video = row(BY_ID["signal"], BY_ID["briar"], "video")
    assert (video.better, video.verdict) == ("", "Only Signal offers this.")
    assert row(BY_ID["briar"], BY_ID["google-messages"], "video").verdict == "Neither offers this."


@pytest.mark.parametrize("weak", ["unknown", "not-offered"])
def test_an_unknown_answer_is_never_ranked(weak: Encrypted) -> None:
    found = row(a_platform("one", text="unknown"), a_platform("two", text=weak), "text")
    assert found.better == ""
    assert found.verdict.startswith("Guard cannot tell for")


def test_both_unknown_names_both() -> None:
    found = row(a_platform("two", text="unknown"), a_platform("one", text="unknown"), "text")
    assert found.verdict == "Guard cannot tell for One and Two."


def test_switching_on_and_some_cases_are_not_played_off() -> None:
    found = row(a_platform("one", text="opt-in"), a_platform("two", text="partly"), "text")
    assert found.better == ""
    assert "Neither protects everything" in found.verdict


def test_a_better_notice_keeps_its_warning() -> None:
    found = row(BY_ID["snapchat"], BY_ID["tinder"], "screenshots")
    assert found.better == "snapchat"
    assert "second phone" in found.verdict


def test_sentences_are_read_not_ranked() -> None:
    for topic in ("encryption", "sign-up", "metadata", "backup"):
        found = row(BY_ID["signal"], BY_ID["whatsapp"], topic)
        assert found.better == ""
        assert "no order of better or worse" in found.verdict


def test_a_closed_platform_leaves_one_row_that_says_so() -> None:
    (only,) = compare(BY_ID["skype"], BY_ID["signal"])
    assert only.topic == "status"
    assert only.verdict == "Closed down: Skype. There is nothing left to compare."
    assert "May 2025" in only.first
    (both,) = compare(BY_ID["wickr"], BY_ID["skype"])
    assert both.verdict.startswith("Closed down: Skype and Wickr Me.")


def test_a_change_for_the_worse_is_said_and_the_rest_still_compared() -> None:
    rows = compare(BY_ID["instagram"], BY_ID["messenger"])
    assert rows[0].verdict == "Changed for the worse: Instagram messages. The note says how."
    assert "May 2026" in rows[0].first
    assert rows[0].second == "In use."
    assert len(rows) == 17
