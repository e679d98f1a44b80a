from pathlib import Path

from guard.vault.journal.locating import Files


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
