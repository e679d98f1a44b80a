import tomllib
from pathlib import Path

import pytest

from guard import resources
from guard.errors import BadInputError, DataFileError, GuardError


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "guard"
    folder.mkdir()
    return folder


def test_beside_the_package_in_a_source_tree(package: Path) -> None:
    home = package.parent / "resources"
    home.mkdir()
    assert resources.root(package, None) == home


def test_inside_the_package_in_a_wheel(package: Path) -> None:
    (package.parent / "resources").mkdir()
    home = package / "_resources"
    home.mkdir()
    assert resources.root(package, None) == home


def test_inside_the_bundle_when_frozen(package: Path, tmp_path: Path) -> None:
    (package / "_resources").mkdir()
    home = tmp_path / "bundle" / "guard" / "_resources"
    home.mkdir(parents=True)
    assert resources.root(package, str(tmp_path / "bundle")) == home
    assert resources.root(package, str(tmp_path / "no-bundle")) == package / "_resources"


def test_a_lost_folder_is_a_sentence(package: Path) -> None:
    (package.parent / "resources").write_text("a file")
    with pytest.raises(DataFileError, match="the folder with Guard's data is missing") as caught:
        resources.root(package, None)
    assert "reinstall Guard" in caught.value.sentence


def test_files_come_in_a_fixed_order_and_only_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "things"
    folder.mkdir()
    for name in ("b.toml", "a.toml", "note.txt", "a.toml~"):
        (folder / name).write_text("")
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    assert [file.name for file in resources.files("things")] == ["a.toml", "b.toml"]


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_no_file_is_an_error_and_not_an_empty_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    with pytest.raises(DataFileError, match="there is no such file"):
        resources.files(folder)


def test_every_shipped_data_file_is_toml_in_utf_8() -> None:
    shipped = sorted(resources.root().rglob("*.toml"))
    assert shipped
    for file in shipped:
        assert tomllib.loads(file.read_bytes().decode("utf-8")), file


def test_an_error_names_what_it_knows() -> None:
    file = Path("/x/catalogue/linux.toml")
    whole = DataFileError(file, "it is odd", line=3, field="tool 1, exe")
    assert whole.sentence == (
        "Guard cannot read its data file catalogue/linux.toml, line 3, field “tool 1, exe”: it is odd. "
        "Nothing was changed; mend the file or reinstall Guard."
    )
    assert "line" not in DataFileError(file, "it is odd").sentence
    assert issubclass(DataFileError, GuardError)
    assert BadInputError("“x” is odd.").sentence == "“x” is odd."
