"""What is shown, in which order, and what a search and the details tell."""

import pytest

from guard.checkup.overview import Show
from tests.ui.pages.checking import LOCK, LOOK, POPUPS, REMOTE
from tests.ui.pages.checkup.conftest import Bench, texts
from tests.ui.pages.looking import button, buttons

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager


def test_the_counts_are_words_and_never_a_share(bench: Bench) -> None:
    seen = texts(bench.page)
    assert "1 safe, 3 to do, 1 cannot tell" in seen
    assert "%" not in seen
    assert "Plasma" not in seen


def test_the_weightiest_thing_is_the_one_to_do_now(bench: Bench) -> None:
    assert bench.page.one_thing.told is not None
    assert bench.page.one_thing.told.check.id == LOCK.id
    assert "The lock is open to others" in texts(bench.page.one_thing)
    assert "needs no administrator rights" in texts(bench.page.one_thing)


def test_only_what_is_to_do_is_listed_until_somebody_wants_more(bench: Bench) -> None:
    assert set(bench.rows()) == {LOCK.id, POPUPS.id, REMOTE.id}
    bench.limit(Show.UNKNOWN)
    assert set(bench.rows()) == {LOOK.id}
    bench.limit(Show.SAFE)
    assert set(bench.rows()) == {"lin-recorders"}


def test_everything_also_tells_what_does_not_apply_and_why(bench: Bench) -> None:
    bench.limit(Show.ALL)
    assert "Plasma" not in texts(bench.page)
    bench.page.list.elsewhere.head.click()
    assert "Plasma is not on this computer. This is about KDE Plasma" in texts(bench.page)


def test_a_search_finds_what_was_seen(bench: Bench) -> None:
    bench.page.search.setText("remote.service")
    bench.until(lambda: set(bench.rows()) == {REMOTE.id})
    bench.page.search.setText("no such words")
    bench.until(lambda: "Nothing here has these words." in texts(bench.page))
    button(bench.page, "Look everywhere").click()
    assert bench.page.wanted is Show.ALL


def test_details_say_why_what_was_seen_how_and_from_where(bench: Bench) -> None:
    bench.rows()[REMOTE.id].head.click()
    seen = texts(bench.rows()[REMOTE.id])
    for words in (
        REMOTE.why,
        "•  It runs.",
        "By hand: Close the program",
        "Source: A manual page",
        "Please re-check",
    ):
        assert words in seen
    assert "Change it for me" not in buttons(bench.rows()[REMOTE.id])
    bench.rows()[LOCK.id].head.click()
    assert "Please re-check" not in texts(bench.rows()[LOCK.id])


def test_a_settings_program_that_is_not_here_is_not_offered(bench: Bench) -> None:
    bench.rows()[POPUPS.id].head.click()
    assert "Open the settings" not in buttons(bench.rows()[POPUPS.id])
