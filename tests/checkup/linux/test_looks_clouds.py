import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import SyncedFolder
from guard.checkup.linux.looks_clouds import SyncedLook, dropbox, mounted, syncthing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "h"
    (folder / "Pictures").mkdir(parents=True)
    (folder / "Videos").mkdir()
    return folder


def look(home: Path, mounts: str = "", *, recordings: bool = False) -> Reading:
    table = home.parent / "mounts"
    table.write_text(mounts)
    return SyncedLook({}, home, table)(SyncedFolder(of="recordings" if recordings else "screenshots"))


def put(home: Path, name: str, text: str) -> None:
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    (home / name).write_text(text)


def syncs(home: Path, client: str, folder: Path) -> None:
    """Let one of the programs copy `folder`."""
    texts = {
        "Dropbox": (".dropbox/info.json", json.dumps({"personal": {"path": str(folder), "host": 1}})),
        "Nextcloud": (
            ".config/Nextcloud/nextcloud.cfg",
            f"[Accounts]\n0\\Folders\\1\\localPath={folder}/\n0\\url=https://cloud.example\n",
        ),
        "ownCloud": (".config/ownCloud/owncloud.cfg", f"[Accounts]\n0\\Folders\\1\\localPath={folder}/\n"),
        "OneDrive": (".config/onedrive/config", f'# sync_dir = "~/x"\nsync_dir = "{folder}"\n'),
        "Syncthing": (
            ".local/state/syncthing/config.xml",
            f'<configuration><folder path="{folder}"/><defaults><folder path="~"/></defaults></configuration>',
        ),
    }
    put(home, *texts[client])


CLIENTS = ("Dropbox", "Nextcloud", "ownCloud", "OneDrive", "Syncthing")


@pytest.mark.parametrize("client", CLIENTS)
def test_pictures_that_a_program_copies_are_told(home: Path, client: str) -> None:
    syncs(home, client, home / "Pictures")
    reading = look(home)
    assert reading.answer is Answer.UNSAFE
    assert client in reading.evidence[0]
    assert look(home, recordings=True).answer is Answer.SAFE


@pytest.mark.parametrize("client", CLIENTS)
def test_a_program_that_copies_something_else_is_safe(home: Path, client: str) -> None:
    syncs(home, client, home / "Pictures2")
    assert look(home).answer is Answer.SAFE


def test_a_screenshot_folder_that_leads_into_a_cloud_is_told(home: Path) -> None:
    (home / "Dropbox").mkdir()
    (home / ".dropbox").mkdir()
    (home / "Pictures/Screenshots").symlink_to(home / "Dropbox")
    assert look(home).answer is Answer.UNSAFE


def test_the_folder_has_another_name_in_another_language(home: Path) -> None:
    put(home, ".config/user-dirs.dirs", '# x\nXDG_PICTURES_DIR="$HOME/Bilder"\nXDG_VIDEOS_DIR="/v"\n')
    syncs(home, "Nextcloud", home / "Bilder")
    assert look(home).answer is Answer.UNSAFE


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (".config/spectaclerc", "imageSaveLocation=file://{}/"),
        (".config/xfce4/xfce4-screenshooter", "screenshot_dir=file://{}"),
        (".config/flameshot/flameshot.ini", "savePath={}"),
    ],
)
def test_a_program_that_keeps_its_own_place_is_followed(home: Path, name: str, line: str) -> None:
    put(home, name, f"[General]\n{line.format(home / 'Shots')}\n")
    assert look(home).answer is Answer.SAFE
    syncs(home, "Dropbox", home / "Shots")
    assert look(home).answer is Answer.UNSAFE


def test_a_mounted_cloud_is_told(home: Path) -> None:
    mounts = f"remote: {home}/Pictures fuse.rclone rw 0 0\nproc /proc proc rw 0 0\n"
    assert look(home, mounts).answer is Answer.UNSAFE
    assert look(home, mounts.replace("fuse.rclone", "fuse.sshfs")).answer is Answer.SAFE


@pytest.mark.parametrize("name", [".dropbox/info.json", ".config/syncthing/config.xml"])
def test_settings_that_cannot_be_read_cannot_be_told(home: Path, name: str) -> None:
    put(home, name, "[[[")
    assert look(home).answer is Answer.UNKNOWN
    syncs(home, "Nextcloud", home)
    assert look(home).answer is Answer.UNKNOWN or look(home).answer is Answer.UNSAFE


def test_a_settings_file_that_is_a_folder_cannot_be_told(home: Path) -> None:
    (home / ".config/Nextcloud/nextcloud.cfg").mkdir(parents=True)
    assert look(home).answer is Answer.UNKNOWN


def test_folders_that_turn_in_a_circle_do_not_hang(home: Path) -> None:
    (home / "Pictures/Screenshots").symlink_to(home / "Pictures/Screenshots")
    assert look(home).answer in {Answer.SAFE, Answer.UNKNOWN}


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (dropbox, syncthing):
        with suppress(ValueError):
            assert isinstance(reader(text), list)
    assert isinstance(list(mounted(text.splitlines())), list)
