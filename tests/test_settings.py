"""Settings: kept, and never in the way."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.settings import Settings, SettingsFile, SettingsNotKept


def test_settings_are_kept(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "guard" / "settings.json")
    assert file.load() == Settings()
    wanted = Settings(lock_after=5, discreet=False, check_in=30)
    file.save(wanted)
    assert SettingsFile(tmp_path / "guard" / "settings.json").load() == wanted
    assert file.notice == ""
    assert (tmp_path / "guard" / "settings.json").stat().st_mode & 0o777 == 0o600


def test_a_field_of_a_newer_guard_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"lock_after": 3, "of_tomorrow": true}')
    file = SettingsFile(path)
    assert file.load() == Settings(lock_after=3)
    assert file.notice == ""


@given(raw=st.binary(max_size=200))
def test_whatever_the_file_holds_guard_starts(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_bytes(raw)
    assert isinstance(SettingsFile(path).load(), Settings)
    assert path.read_bytes() == raw


@pytest.mark.parametrize("value", ["-1", "1e9", '"soon"', "null"])
def test_a_value_out_of_bounds_is_told_and_not_used(tmp_path: Path, value: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(f'{{"lock_after": {value}}}')
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert "usual ones" in file.notice


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    file = SettingsFile(tmp_path / "settings.json")
    with pytest.raises(SettingsNotKept, match="could not write"):
        file.save(Settings(lock_after=1))
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_removed_settings_are_the_usual_ones(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save(Settings(autostart=True))
    file.remove()
    file.remove()
    assert file.load() == Settings()
