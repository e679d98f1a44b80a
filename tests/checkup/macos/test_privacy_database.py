import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from guard.checkup.check import Answer
from guard.checkup.detect import PrivacyDatabase
from guard.checkup.macos.privacy_database import PrivacyLook

CAMERA = PrivacyDatabase(service="kTCCServiceCamera")
COLUMNS = "service TEXT NOT NULL, client TEXT NOT NULL, client_type INTEGER, auth_value INTEGER NOT NULL"
PLACE = "Application Support/com.apple.TCC/TCC.db"


def database(folder: Path, *rows: tuple[str, str, int], columns: str = COLUMNS) -> Path:
    file = folder / PLACE
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute(f"CREATE TABLE access ({columns})")
        for service, client, value in rows:
            opened.execute("INSERT INTO access VALUES (?, ?, 0, ?)", (service, client, value))
    return file


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "anna"


def look(library: Path, home: Path) -> tuple[Answer | None, tuple[str, ...]]:
    reading = PrivacyLook(home, library)(CAMERA)
    return reading.answer, reading.evidence


def test_programs_that_were_allowed_are_named(library: Path, mine: Path) -> None:
    database(library, ("kTCCServiceCamera", "org.example.system", 2), ("kTCCServiceOther", "x", 2))
    database(
        mine / "Library",
        ("kTCCServiceCamera", "org.example.chat", 2),
        ("kTCCServiceCamera", "/opt/in part", 3),
        ("kTCCServiceCamera", "org.example.refused", 0),
        ("kTCCServiceCamera", "org.example.asked", 1),
    )
    answer, evidence = look(library, mine)
    assert answer is Answer.UNSAFE
    assert [line.removesuffix(" was allowed it.") for line in evidence] == [
        "/opt/in part",
        "org.example.chat",
        "org.example.system",
    ]


def test_none_allowed_is_safe_and_the_files_stay_as_they_are(library: Path, mine: Path) -> None:
    files = [database(library), database(mine / "Library", ("kTCCServiceCamera", "a", 0))]
    before = [(file.read_bytes(), file.stat().st_mtime_ns, list(file.parent.iterdir())) for file in files]
    assert look(library, mine)[0] is Answer.SAFE
    after = [(file.read_bytes(), file.stat().st_mtime_ns, list(file.parent.iterdir())) for file in files]
    assert after == before


def test_an_entry_that_still_stands_in_the_log_is_seen(library: Path, mine: Path) -> None:
    file = database(library)
    database(mine / "Library")
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("INSERT INTO access VALUES ('kTCCServiceCamera', 'org.example.late', 0, 2)")
        other.commit()
        assert look(library, mine)[0] is Answer.UNSAFE


@pytest.mark.parametrize("broken", ["absent", "closed", "garbled", "empty", "older"])
def test_what_cannot_be_read_is_no_pass(broken: str, library: Path, mine: Path) -> None:
    database(library)
    if broken == "closed":
        (mine / "Library" / PLACE).mkdir(parents=True)
    elif broken == "older":
        database(mine / "Library", columns="service TEXT, client TEXT, client_type INTEGER, allowed INTEGER")
    elif broken != "absent":
        database(mine / "Library").write_bytes(b"" if broken == "empty" else b"no database" * 99)
    answer, evidence = look(library, mine)
    assert (answer, evidence) == (Answer.UNKNOWN, ())
