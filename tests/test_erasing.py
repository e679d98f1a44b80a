"""Erasing everything: nothing of ours is left, what is left is told, and nobody else's file is touched."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from guard import recovering
from guard.erasing import erase_everything
from guard.keeping import Keeping
from guard.linux.autostart import Autostart
from guard.settings import Settings, SettingsFile
from guard.vault.journal.entry import Entry
from tests.test_recovering import computer

CANARY = "Quetzalcoatlus"


@pytest.fixture
def full(tmp_path: Path) -> Keeping:
    keeping = computer(tmp_path / "guard")
    keeping.keeper.add(CANARY)
    recovering.use_kit(keeping, recovering.make_kit(), date(2026, 11, 22))
    at = datetime(2026, 11, 22, tzinfo=UTC)
    keeping.journal().add(Entry(id="n", day=at.date(), at=at, kind="mood", session="", body=CANARY.encode()))
    keeping.journal().back_up(even_today=True)
    SettingsFile(keeping.where.settings).save(Settings(autostart=True))
    return keeping


@pytest.fixture
def autostart(tmp_path: Path) -> Autostart:
    entry = Autostart(["/opt/a b/python", "-m", "guard"], {}, tmp_path / "home")
    entry.turn(on=True)
    return entry


def test_everything_is_gone(full: Keeping, autostart: Autostart, tmp_path: Path) -> None:
    stranger = tmp_path / "guard" / "mine.txt"
    stranger.write_text("mine")
    erased = erase_everything(full, autostart)
    assert erased.left == ()
    assert not autostart.is_on()
    assert [path for path in (tmp_path / "guard").rglob("*") if path.is_file()] == [stranger]


def test_a_locked_passphrase_file_is_erased_too(full: Keeping, autostart: Autostart) -> None:
    full.lock()
    assert erase_everything(full, autostart).left == ()
    assert not full.where.passphrase_file.exists()


def test_what_could_not_be_reached_is_told_and_the_rest_goes(full: Keeping, autostart: Autostart) -> None:
    full.close()
    without_a_bus = Keeping(full.where, passphrase_file=False)
    erased = erase_everything(without_a_bus, autostart)
    without_a_bus.close()
    assert [line.partition(":")[0] for line in erased.left] == ["The journal's key", "The profiles"]
    assert not full.where.journal.exists()
    assert not full.where.data.exists()


def test_erasing_nothing_is_no_error(tmp_path: Path, autostart: Autostart) -> None:
    keeping = computer(tmp_path / "guard")
    assert erase_everything(keeping, autostart).left == ()
    assert erase_everything(keeping, autostart).gone


def test_the_autostart_entry_quotes_its_command(autostart: Autostart, tmp_path: Path) -> None:
    text = (tmp_path / "home/.config/autostart/guard.desktop").read_text()
    assert 'Exec="/opt/a b/python" -m guard\n' in text
    autostart.turn(on=False)
    autostart.turn(on=False)
    assert not autostart.is_on()
