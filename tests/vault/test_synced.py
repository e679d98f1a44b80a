"""Folders that a service copies elsewhere, known by name and by mark, and ordinary folders that are neither."""

from pathlib import Path

import pytest

from guard.vault.synced import home_warning, load, service_of


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - A Company", "OneDrive"),
        ("Nextcloud", "Nextcloud"),
        ("Nextcloud2", ""),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Library/CloudStorage/Box-Box", "a cloud service"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("Syncthing", "Syncthing"),
        (".local/share", ""),
        ("dropboxes", ""),
        ("my onedrive notes", ""),
        ("omega", ""),
    ],
)
def test_a_folder_is_known_by_name(tmp_path: Path, folder: str, service: str) -> None:
    assert service_of(tmp_path / folder / "guard", load()) == service


@pytest.mark.parametrize(
    "mark", [".stfolder/", ".stfolder", ".sync-exclude.lst", ".dropbox", ".dropbox.cache/", ".megaignore"]
)
def test_a_folder_is_known_by_its_marks(tmp_path: Path, mark: str) -> None:
    deep = tmp_path / "shared" / "deep"
    deep.mkdir(parents=True)
    assert home_warning([deep]) == ""
    path = tmp_path / "shared" / mark
    path.mkdir() if mark.endswith("/") else path.touch()
    assert "other computers" in home_warning([deep])


def test_a_services_settings_in_the_home_folder_are_no_mark(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert home_warning([tmp_path / ".local" / "share" / "guard"]) == ""


def test_a_link_into_such_a_folder_is_followed_and_a_loop_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "private").symlink_to(tmp_path / "Dropbox")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert service_of(tmp_path / "private", load()) == "Dropbox"
    assert service_of(tmp_path / "loop", load()) == ""


def test_every_service_says_where_its_names_are_from() -> None:
    services = load()
    assert len(services) > 12
    for service in services:
        assert service.source
        assert all(name == name.lower() for name in service.folders)
    assert len({service.name for service in services}) == len(services)
