from pathlib import Path

from guard.once import Once


def test_once_is_once_also_after_a_restart(tmp_path: Path) -> None:
    assert Once(tmp_path / "state")("tray")
    assert not Once(tmp_path / "state")("tray")
    assert Once(tmp_path / "state")("other")


def test_a_folder_that_cannot_be_made_says_it_again(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    assert Once(tmp_path / "state")("tray")
    assert Once(tmp_path / "state")("tray")
