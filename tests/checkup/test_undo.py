import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.checkup.check import Stored
from guard.checkup.detect import SETTINGS, FirefoxPref, GSettings, KConfig, Registry, Setting, UserUnit
from guard.checkup.undo import Entry, UndoJournal, UndoJournalError
from tests.checkup.checks import KEY

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIXED = Stored("true")
texts = st.text(min_size=1, max_size=20)
settings_of_all_kinds: st.SearchStrategy[Setting] = st.one_of(
    st.builds(GSettings, schema=texts, key=texts, path=texts),
    st.builds(KConfig, file=texts, group=st.tuples(texts), key=texts, default=texts),
    st.builds(Registry, hive=st.sampled_from(["HKCU", "HKLM"]), key=texts, name=texts),
    st.builds(UserUnit, units=st.tuples(texts)),
    st.builds(FirefoxPref, name=texts, default=texts),
)
stored = st.builds(Stored, value=texts, absent=st.booleans())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "earlier-settings.json"


@pytest.fixture
def journal(path: Path) -> UndoJournal:
    return UndoJournal(path, lambda: NOON)


def plan(journal: UndoJournal, check: str = "lin-lock", **more: bool) -> Entry:
    return journal.plan(check, KEY, Stored(absent=True), FIXED, session_only=more.get("session_only", False))


def test_without_a_file_there_is_nothing_to_undo(journal: UndoJournal) -> None:
    assert journal.entries() == ()


def test_a_plan_is_on_the_disk_and_readable_by_its_owner_only(journal: UndoJournal, path: Path) -> None:
    entry = plan(journal)
    assert UndoJournal(path, lambda: NOON).entries() == (entry,)
    assert entry.state == "planned"
    assert path.stat().st_mode & 0o777 == 0o600


def test_absent_is_another_thing_than_empty(journal: UndoJournal) -> None:
    plan(journal)
    journal.plan("lin-other", KEY, Stored(""), FIXED, session_only=True)
    before = [entry.before for entry in journal.entries()]
    assert before == [Stored(absent=True), Stored("")]
    assert before[0] != before[1]


def test_numbers_count_up_and_entries_go_one_by_one(journal: UndoJournal) -> None:
    first, second, third = (plan(journal, f"lin-{name}") for name in "abc")
    journal.made(second, Stored("'true'"))
    journal.forget([first])
    assert [entry.number for entry in journal.entries()] == [second.number, third.number]
    assert journal.entries()[0].state == "made"
    assert journal.entries()[0].after == Stored("'true'")
    assert plan(journal).number > third.number


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b'{"version": 1, "entries": [{}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": "1"}',
        b'{"version": 1, "entries": [{"number": 1, "check": "x", "setting": {"probe": "ports"}}]}',
    ],
)
def test_a_damaged_file_is_never_an_empty_one(journal: UndoJournal, path: Path, raw: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(raw)
    with pytest.raises(UndoJournalError, match="damaged"):
        journal.entries()
    with pytest.raises(UndoJournalError):
        plan(journal)
    assert path.read_bytes() == raw


def test_a_newer_file_is_left_alone(journal: UndoJournal, path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"version": 2, "entries": {"another": "form"}}')
    with pytest.raises(UndoJournalError, match="newer Guard"):
        journal.entries()


@given(st.data())
def test_every_cut_and_every_changed_byte_is_noticed_or_harmless(data: st.DataObject) -> None:
    entries = data.draw(
        st.lists(
            st.builds(
                Entry,
                number=st.integers(1, 9),
                check=texts,
                setting=settings_of_all_kinds,
                before=stored,
                after=stored,
                at=st.just(NOON),
            ),
            min_size=1,
            max_size=3,
        )
    )
    whole = msgspec.json.encode({"version": 1, "entries": entries})
    assert len(msgspec.json.decode(whole)["entries"]) == len(entries)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _: cut)
        with pytest.raises(UndoJournalError):
            UndoJournal(Path("anywhere"), lambda: NOON).entries()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(setting=settings_of_all_kinds, before=stored, after=stored)
def test_whatever_a_setting_held_comes_back_the_same(
    tmp_path: Path, setting: Setting, before: Stored, after: Stored
) -> None:
    path = tmp_path / "journal.json"
    path.unlink(missing_ok=True)
    journal = UndoJournal(path, lambda: NOON)
    journal.made(journal.plan("lin-x", setting, before, FIXED, session_only=True), after)
    (entry,) = journal.entries()
    assert (entry.setting, entry.before, entry.after, entry.at) == (setting, before, after, NOON)


def test_every_kind_of_setting_can_be_noted() -> None:
    noted = {type(one) for one in _one_of_each()}
    assert noted == set(SETTINGS)


def _one_of_each() -> Iterator[object]:
    words = {
        "schema": "a", "key": "b", "file": "c", "group": ["d"], "default": "e", "channel": "f", "property": "/g",
        "units": ["h"], "hive": "HKCU", "name": "i", "domain": "j",
    }  # fmt: skip
    for kind in SETTINGS:
        fields = {field.encode_name for field in msgspec.structs.fields(kind)}
        tag = kind.__struct_config__.tag
        raw = {name: value for name, value in words.items() if name in fields} | {"probe": tag}
        if "kind" in fields:
            raw["kind"] = "string"
        yield msgspec.convert(raw, Setting)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(journal: UndoJournal, path: Path) -> None:
    path.parent.mkdir(mode=0o500)
    with pytest.raises(UndoJournalError, match="could not write"):
        plan(journal)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UndoJournalError):
        plan(UndoJournal(tmp_path / "file" / "journal.json", lambda: NOON))
