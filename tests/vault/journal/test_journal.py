"""What owners of entries rely on."""

import json
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.errors import BadInputError
from guard.vault.journal.entry import MAX_BODY, Entry, Writable, check, to_moment, to_number
from guard.vault.journal.errors import EntryExistsError, JournalClosedError, JournalError, NoSuchEntryError
from guard.vault.journal.journal import Journal
from tests.vault.journal.helpers import CANARY, FIRST_DAY, KEY, all_bytes, created, entry, everything, opened


def test_what_was_added_is_there_after_closing_and_opening(place: Path) -> None:
    notes = [entry(1), entry(2, kind="plan", session="s1"), entry(3, kind="limit", session="s1")]
    with created(place, *notes) as journal:
        assert journal.state == Writable()
        assert everything(journal) == set(notes)
    with opened(place) as journal:
        assert everything(journal) == set(notes)
        assert journal.notice == ""
        assert journal.verify() == 3


def test_a_new_journal_is_empty(place: Path) -> None:
    with created(place) as journal:
        assert (journal.newest("", 5), journal.days(), list(journal.export())) == ((), {}, [])
        assert journal.get("e1") is None
        assert journal.back_up() is None


def test_pages_and_days_are_those_asked_for(place: Path) -> None:
    with created(place, *(entry(n, kind="mood" if n % 2 else "plan") for n in range(10))) as journal:
        assert [each.id for each in journal.newest("mood", 2)] == ["e9", "e7"]
        assert [each.id for each in journal.newest("", 3)] == ["e9", "e8", "e7"]
        assert journal.newest("", 0) == journal.newest("", -1) == journal.newest("nothing", 9) == ()
        few = journal.between(FIRST_DAY + timedelta(days=2), FIRST_DAY + timedelta(days=4))
        assert [each.id for each in few] == ["e2", "e3", "e4"]
        assert [each.id for each in journal.between(date.min, date.max, ["plan"])] == [
            "e0",
            "e2",
            "e4",
            "e6",
            "e8",
        ]
        assert len(journal.between(date.min, date.max, ["plan", "mood"])) == 10
        assert journal.days("mood") == {FIRST_DAY + timedelta(days=n): 1 for n in (1, 3, 5, 7, 9)}
        assert sum(journal.days().values()) == 10


def test_changing_an_entry_changes_only_that_one(place: Path) -> None:
    with created(place, entry(1), entry(2)) as journal:
        journal.replace(entry(1, text="other", session="s9", kind="plan"))
        assert everything(journal) == {entry(1, text="other", session="s9", kind="plan"), entry(2)}
        with pytest.raises(NoSuchEntryError):
            journal.replace(entry(7))
        with pytest.raises(EntryExistsError):
            journal.add(entry(2, text="twice"))
        assert everything(journal) == {entry(1, text="other", session="s9", kind="plan"), entry(2)}


@pytest.mark.parametrize(
    "odd",
    [
        {"id": ""},
        {"id": "a b"},
        {"id": "x" * 65},
        {"kind": "Mood"},
        {"kind": ""},
        {"session": "a\nb"},
        {"at": datetime(2026, 1, 1)},  # noqa: DTZ001 - without a time zone is what is tested
        {"body": bytes(MAX_BODY + 1)},
    ],
)
def test_an_entry_that_cannot_be_kept_is_refused_and_changes_nothing(
    place: Path, odd: dict[str, Any]
) -> None:
    values: dict[str, Any] = {
        "id": "e1",
        "day": FIRST_DAY,
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "kind": "mood",
        "session": "",
        "body": b"",
    }
    check(Entry(**values))
    with created(place) as journal:
        with pytest.raises(BadInputError, match="Nothing was changed"):
            journal.add(Entry(**(values | odd)))
        assert everything(journal) == set()


def test_a_time_of_another_zone_is_the_same_moment(place: Path) -> None:
    at = datetime(2026, 3, 4, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    note = Entry("a", date(2026, 3, 4), at, "mood", "", b"{}")
    with created(place, note) as journal:
        assert journal.get("a") == note


@given(st.datetimes(timezones=st.timezones()))
def test_every_moment_survives(moment: datetime) -> None:
    assert to_moment(to_number(moment)) == moment.astimezone(UTC)


@settings(max_examples=20, deadline=None)
@given(body=st.binary(max_size=9000), day=st.dates())
def test_any_body_and_day_come_back(tmp_path_factory: pytest.TempPathFactory, body: bytes, day: date) -> None:
    note = Entry("a", day, datetime(2026, 1, 1, tzinfo=UTC), "x-1", "", body)
    with created(tmp_path_factory.mktemp("j") / "journal.db", note) as journal:
        assert journal.get("a") == note
        assert journal.between(day, day) == (note,)


def test_export_tells_everything_in_values_that_json_can_hold(place: Path) -> None:
    odd = Entry("odd", FIRST_DAY, datetime(2026, 1, 1, tzinfo=UTC), "mood", "", b"\xff\x00")
    with created(place, *(entry(n) for n in range(600)), odd) as journal:
        told = json.loads(json.dumps(list(journal.export())))
    assert len(told) == 601
    assert told[3] == {
        "id": "e3",
        "day": "2026-01-04",
        "at": "2026-01-04T20:00:00+00:00",
        "kind": "mood",
        "session": "",
        "body": {"text": CANARY, "number": 3},
    }
    assert told[-1]["body_base64"] == "/wA="


def test_a_closed_journal_says_so(place: Path) -> None:
    with created(place) as journal:
        journal.close()
        journal.close()
        for use in (
            lambda: journal.add(entry(1)),
            lambda: journal.newest("", 1),
            lambda: journal.state,
            lambda: journal.delete("e1"),
            lambda: list(journal.export()),
        ):
            with pytest.raises(JournalClosedError):
                use()


def test_nothing_readable_is_on_the_disk_or_said(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with created(
        place, *(entry(n, kind="canarykind", session=f"canarysession{n}") for n in range(30))
    ) as journal:
        journal.back_up()
        journal.replace(entry(3, kind="canarykind"))
        while_open = all_bytes(place.parent)
        journal.delete("e4")
        assert {"journal.db", "journal.db-wal", "journal.db-shm"} <= set(while_open)
        assert any("backups" in name for name in while_open)
    after = all_bytes(place.parent)
    for files in (while_open, after):
        for content in files.values():
            assert b"canary" not in content
            assert b"SQLite" not in content
            assert b"entry" not in content
            assert KEY not in content
            assert KEY.hex().encode() not in content
    with pytest.raises(JournalError):
        Journal.open(place, bytes(32))
    assert capfd.readouterr() == ("", "")


def test_files_are_for_their_owner_only(place: Path) -> None:
    with created(place, entry(1)) as journal:
        journal.back_up()
        files = [file for file in place.parent.rglob("*") if file.name != "journal.db.open"]
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (place.parent, *files)}
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes


def test_only_the_journal_itself_is_left_beside_it_after_closing(place: Path) -> None:
    with created(place, entry(1)):
        pass
    assert {file.name for file in place.parent.iterdir()} == {
        "journal.db",
        "journal.db.mark",
        "journal.db.open",
    }
