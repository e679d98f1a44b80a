import json
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Paths, SyncedFolder
from guard.checkup.windows.folders import PathsLook, SyncedLook
from guard.checkup.windows.keys import Keys
from tests.checkup.windows import shipped
from tests.support.registries import FakeWinreg

SHELL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
SHOTS = "{B7BEDE81-DF94-4682-A7D8-57A52620B86F}"
HOME = r"C:\Users\a"
SCREENSHOTS = SyncedFolder(of="screenshots")


def recall() -> Paths:
    found = next(check.detect for check in shipped.shipped() if check.id == "win-recall-snapshots")
    assert isinstance(found, Paths)
    return found


def synced(keys: Keys | None, what: SyncedFolder = SCREENSHOTS, **environ: str) -> Reading:
    return SyncedLook({"USERPROFILE": HOME, **environ}, HOME, keys)(what)


def test_recall_pictures_are_found_whatever_the_case(tmp_path: Path) -> None:
    look, what = PathsLook(tmp_path), recall()
    assert look(what).answer is Answer.SAFE
    store = tmp_path / "AppData/Local/coreaiplatform.00/UKP/{0-1}/ImageStore"
    store.mkdir(parents=True)
    assert look(what).answer is Answer.SAFE
    (store / "abc").write_bytes(b"")
    assert look(what).answer is Answer.UNSAFE
    (store / "abc").unlink()
    (store.parent / "ukg.db").write_bytes(b"")
    reading = look(what)
    assert reading.answer is Answer.UNSAFE
    assert "ukg.db" in reading.evidence[0]


def test_a_closed_folder_on_the_way_is_never_a_pass(tmp_path: Path) -> None:
    (tmp_path / "AppData/Local/CoreAIPlatform.00/UKP").mkdir(parents=True)

    def closed(folder: Path) -> list[str]:
        if folder.name == "UKP":
            raise PermissionError(13, "Access is denied")
        return [one.name for one in folder.iterdir()]

    assert PathsLook(tmp_path, closed)(recall()).answer is Answer.UNKNOWN


def test_a_path_may_begin_at_the_root(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"")
    look = PathsLook(tmp_path / "elsewhere")
    assert look(Paths(globs=(str(tmp_path / "*.db"),))).answer is Answer.UNSAFE
    assert look(Paths(globs=(str(tmp_path / "*.txt"),))).answer is Answer.SAFE


def test_screenshots_outside_every_cloud_are_safe_and_the_limits_are_said(keys: Keys) -> None:
    reading = synced(keys, OneDrive=r"C:\Users\a\OneDrive")
    assert reading.answer is Answer.SAFE
    assert r"C:\Users\a\Pictures\Screenshots" in reading.evidence[0]
    assert "no others" in reading.evidence[1]


@pytest.mark.parametrize("of", ["screenshots", "recordings"])
def test_a_folder_inside_onedrive_is_found_by_its_account(winreg: FakeWinreg, keys: Keys, of: str) -> None:
    name = {"screenshots": "My Pictures", "recordings": "My Video"}[of]
    winreg.set("HKCU", SHELL, name, r"D:\Cloud\Stuff", FakeWinreg.REG_EXPAND_SZ)
    what = SyncedFolder(of="screenshots" if of == "screenshots" else "recordings")
    assert synced(keys, what).answer is Answer.SAFE
    winreg.set("HKCU", r"SOFTWARE\Microsoft\OneDrive\Accounts\Personal", "UserFolder", r"d:\cloud")
    assert synced(keys, what).answer is Answer.UNSAFE


def test_its_own_entry_counts_before_its_parents(winreg: FakeWinreg, keys: Keys) -> None:
    winreg.set("HKCU", SHELL, "My Pictures", r"%USERPROFILE%\OneDrive\Pictures", FakeWinreg.REG_EXPAND_SZ)
    assert synced(keys, onedrive=r"C:\Users\a\OneDrive").answer is Answer.UNSAFE
    winreg.set("HKCU", SHELL, SHOTS, r"%userprofile%\Local\Shots", FakeWinreg.REG_EXPAND_SZ)
    assert synced(keys, onedrive=r"C:\Users\a\OneDrive").answer is Answer.SAFE


def test_a_name_that_only_begins_alike_is_another_folder(winreg: FakeWinreg, keys: Keys) -> None:
    winreg.set("HKCU", SHELL, SHOTS, r"C:\Users\a\OneDriveOld\Shots")
    assert synced(keys, OneDrive=r"C:\Users\a\OneDrive").answer is Answer.SAFE


def test_dropbox_says_itself_where_it_is(winreg: FakeWinreg, keys: Keys, tmp_path: Path) -> None:
    winreg.set("HKCU", SHELL, SHOTS, r"E:\Box\Shots")
    info = tmp_path / "Dropbox" / "info.json"
    assert synced(keys, APPDATA=str(tmp_path)).answer is Answer.SAFE
    info.parent.mkdir()
    info.write_text(json.dumps({"personal": {"path": r"E:\Box"}, "x": {}, "y": 1}))
    assert synced(keys, APPDATA=str(tmp_path)).answer is Answer.UNSAFE
    for damaged in ("", "[]", "{", '"x"'):
        info.write_text(damaged)
        assert synced(keys, APPDATA=str(tmp_path)).answer is Answer.UNKNOWN


def test_what_windows_names_oddly_or_refuses_cannot_be_told(winreg: FakeWinreg, keys: Keys) -> None:
    assert synced(None).answer is Answer.UNKNOWN
    for odd in ("%NOWHERE%\\Shots", "Shots", "\\Shots"):
        winreg.set("HKCU", SHELL, SHOTS, odd, FakeWinreg.REG_EXPAND_SZ)
        assert synced(keys).answer is Answer.UNKNOWN, odd
    winreg.set("HKCU", SHELL, SHOTS, 1)
    assert synced(keys).answer is Answer.UNKNOWN
    winreg.unreadable.add(rf"HKCU\{SHELL}")
    assert synced(keys).answer is Answer.UNKNOWN


@given(st.text(max_size=80))
def test_no_folder_name_breaks_the_look_or_passes_without_being_one(text: str) -> None:
    winreg = FakeWinreg()
    winreg.set("HKCU", SHELL, SHOTS, text, FakeWinreg.REG_EXPAND_SZ)
    from_store = synced(shipped.keys(winreg))
    assert from_store.answer is not None
    if from_store.answer is Answer.SAFE and text:
        assert PureWindowsPath(text.replace("%USERPROFILE%", HOME)).is_absolute()
