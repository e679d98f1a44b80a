from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.knowledge.platform_notes import Noted, PlatformNotes, PlatformNotesNotKept

DAY = date(2026, 11, 22)


def test_picks_and_ticks_are_read_again(tmp_path: Path) -> None:
    noted = Noted().pick("signal", wanted=True).pick("zoom", wanted=True).look("signal-pin", DAY)
    PlatformNotes(tmp_path / "state/platforms.json").save(noted)
    again = PlatformNotes(tmp_path / "state/platforms.json").load()
    assert (again.picked, again.looked) == (("signal", "zoom"), {"signal-pin": DAY})


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans())))
def test_a_platform_is_picked_once_or_not_at_all(course: list[tuple[str, bool]]) -> None:
    noted = Noted()
    for name, wanted in course:
        noted = noted.pick(name, wanted=wanted)
    assert sorted(noted.picked) == sorted(name for name, wanted in dict(course).items() if wanted)


def test_a_tick_taken_away_leaves_nothing() -> None:
    assert Noted().look("signal-pin", DAY).look("signal-pin", None) == Noted()


@given(st.binary(max_size=200))
def test_a_spoilt_file_is_as_good_as_none(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("notes") / "platforms.json"
    file.write_bytes(content)
    assert PlatformNotes(file).load() == Noted()


def test_what_cannot_be_kept_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PlatformNotesNotKept, match="your ticks"):
        PlatformNotes(tmp_path / "file/platforms.json").save(Noted())
