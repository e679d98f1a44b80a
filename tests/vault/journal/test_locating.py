from pathlib import Path

import pytest

from guard.vault.journal.locating import Files, cloud_warning


@pytest.mark.parametrize(
    ("folder", "cloud"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - A Company", "OneDrive"),
        ("Nextcloud", "Nextcloud"),
        ("Nextcloud2/.. ", ""),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("iCloudDrive", "iCloud"),
        ("Library/CloudStorage/Box-Box", "a cloud service"),
        ("Library/CloudStorage/OneDrive-Personal", "OneDrive"),
        ("Google Drive", "Google Drive"),
        (".local/share/guard", ""),
        ("dropboxes", ""),
        ("omega", ""),
    ],
)
def test_a_folder_of_a_cloud_is_known_by_name(tmp_path: Path, folder: str, cloud: str) -> None:
    said = cloud_warning(tmp_path / folder / "guard" / "journal.db")
    assert (cloud in said) if cloud else said == ""
    assert bool(said) == bool(cloud)


@pytest.mark.parametrize("mark", [".stfolder", ".sync-exclude.lst", ".dropbox", ".megaignore"])
def test_a_folder_of_a_cloud_is_known_by_its_marks(tmp_path: Path, mark: str) -> None:
    (tmp_path / "shared" / "deep").mkdir(parents=True)
    place = tmp_path / "shared" / "deep" / "journal.db"
    assert cloud_warning(place) == ""
    (tmp_path / "shared" / mark).write_text("")
    assert "other computers" in cloud_warning(place)


def test_a_link_into_a_cloud_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "private").symlink_to(tmp_path / "Dropbox")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "Dropbox" in cloud_warning(tmp_path / "private" / "journal.db")
    assert cloud_warning(tmp_path / "loop" / "journal.db") == ""


def test_all_files_lie_beside_the_journal(tmp_path: Path) -> None:
    files = Files(tmp_path / "journal.db")
    others = [
        files.wal,
        files.shm,
        files.fresh,
        files.presence,
        files.mark,
        files.backups,
        files.aside,
    ]
    assert len(set(others)) == len(others)
    assert all(each.parent == tmp_path and each.name.startswith("journal.db") for each in others)
