import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import Strength
from guard.capture.sensors.linux.remote.logins import Login, concerns, parse_login, read_logins, sighting

OVER_SSH = """# This is private data. Do not parse.
UID=1000
USER=me
ACTIVE=1
STATE=active
REMOTE=1
TYPE=tty
CLASS=user
REMOTE_HOST=192.0.2.77
SERVICE=sshd
LEADER=4711
"""


def test_a_login_from_elsewhere_is_read() -> None:
    assert parse_login("7", OVER_SSH) == Login("7", 1000, 4711)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("REMOTE=1", "REMOTE=0"),
        ("STATE=active", "STATE=closing"),
        ("CLASS=user", "CLASS=greeter"),
        ("UID=1000", "UID=me"),
        ("LEADER=4711", ""),
    ],
)
def test_other_sessions_are_not(before: str, after: str) -> None:
    assert parse_login("7", OVER_SSH.replace(before, after)) is None


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    parse_login("7", text)


def test_the_login_managers_notes_are_read(tmp_path: Path) -> None:
    assert read_logins(tmp_path / "none") == []
    (tmp_path / "7").write_text(OVER_SSH)
    (tmp_path / "2").write_text(OVER_SSH.replace("REMOTE=1", "REMOTE=0"))
    os.mkfifo(tmp_path / "7.ref")
    assert read_logins(tmp_path) == [Login("7", 1000, 4711)]


def test_whom_a_login_concerns() -> None:
    assert concerns(Login("7", 1000, 1), 1000)
    assert concerns(Login("7", 0, 1), 1000)
    assert not concerns(Login("7", 1001, 1), 1000)


def test_a_login_is_able_and_names_no_address() -> None:
    one = sighting(Login("7", 1000, 4711), "remote-access")
    assert (one.strength, one.pid) == (Strength.ABLE, 4711)
    assert "192" not in one.says
