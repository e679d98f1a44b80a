from pathlib import Path

import pytest

from guard import resources
from guard.capture import catalogue
from guard.capture.catalogue import COMM_LENGTH
from guard.errors import DataFileError

GOOD = """\
os = "linux"
[[tool]]
id = "scrot"
name = "scrot"
category = "screenshot"
captures = ["screen"]
exe = ["scrot"]
source = "https://example.org"
"""
ENTRY = GOOD.replace('os = "linux"\n', "")
OTHER = ENTRY.replace("scrot", "maim")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    place = tmp_path / "catalogue"
    place.mkdir()
    return place


def without(line: str) -> str:
    return "".join(one for one in GOOD.splitlines(keepends=True) if not one.startswith(line))


def test_reads_the_tools_of_one_system(folder: Path) -> None:
    (folder / "linux-a.toml").write_text(GOOD)
    (folder / "linux-b.toml").write_text('os = "linux"\n' + OTHER)
    (folder / "windows-a.toml").write_text(GOOD.replace("linux", "windows"))
    tools = catalogue.load("linux")
    assert list(tools.by_id) == ["scrot", "maim"]
    assert [tool.id for tool in tools.with_exe("maim")] == ["maim"]
    assert list(catalogue.load("windows").by_id) == ["scrot"]
    assert catalogue.load("macos").tools == ()


def test_the_same_id_on_two_systems_is_fine(folder: Path) -> None:
    (folder / "macos-a.toml").write_text(GOOD.replace("linux", "macos"))
    (folder / "linux-b.toml").write_text(GOOD)
    assert list(catalogue.load("linux").by_id) == ["scrot"]


BROKEN = {
    "malformed": (GOOD.replace('"screenshot"', "screenshot"), 5, "category"),
    "an unknown field": (GOOD + 'colour = "red"\n', 9, "colour"),
    "a missing field": (without("source"), 2, "source"),
    "a wrong type": (GOOD.replace('["scrot"]', '"scrot"'), 7, "exe"),
    "a wrong type inside": (GOOD.replace('["scrot"]', '["scrot", 3]'), 7, "exe"),
    "an unknown kind": (GOOD.replace('["screen"]', '["telepathy"]'), 6, "captures"),
    "an unknown category": (GOOD.replace('"screenshot"', '"toy"'), 5, "category"),
    "an unknown strength": (GOOD + 'when = "sometimes"\n', 9, "when"),
    "an unknown system": (GOOD.replace("linux", "beos"), 1, "os"),
    "a double id": (GOOD + ENTRY, 10, "id"),
    "no name to match": (without("exe"), None, "exe"),
    "via without exe": (without("exe") + 'script = ["s"]\nvia = ["aplay"]\n', 9, "via"),
    "nothing captured": (GOOD.replace('["screen"]', "[]"), 6, "captures"),
    "harmless without a reason": (GOOD.replace('"screenshot"', '"assistive"'), None, "harmless"),
    "a use without arguments": (GOOD + '[[tool.use]]\ncaptures = ["screen"]\narguments = []\n', 9, "use"),
    "a use with an empty row": (GOOD + '[[tool.use]]\ncaptures = ["screen"]\narguments = [[]]\n', 9, "use"),
    "a use that matches all": (
        GOOD + '[[tool.use]]\ncaptures = ["screen"]\narguments = [["^", "..."]]\n',
        9,
        "use",
    ),
    "a path as exe": (GOOD.replace('["scrot"]', '["/usr/bin/scrot"]'), 7, "exe"),
    "a blank exe": (GOOD.replace('["scrot"]', '[" "]'), 7, "exe"),
    "a path as script": (GOOD + 'script = ["bin/x"]\n', 9, "script"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_one_sentence_with_file_line_and_field(folder: Path, what: str) -> None:
    text, line, field = BROKEN[what]
    (folder / "linux-tools.toml").write_text(text)
    with pytest.raises(DataFileError) as caught:
        catalogue.load("linux")
    error = caught.value
    assert error.file == folder / "linux-tools.toml"
    assert error.line is not None
    assert line is None or error.line == line
    assert error.field is not None
    assert field in error.field
    assert f"catalogue/linux-tools.toml, line {error.line}, field “{error.field}”" in error.sentence
    assert "\n" not in error.sentence


def test_a_double_id_over_two_files_names_the_second(folder: Path) -> None:
    (folder / "linux-a.toml").write_text(GOOD)
    (folder / "linux-b.toml").write_text('os = "linux"\n' + OTHER + ENTRY)
    with pytest.raises(DataFileError, match=r"catalogue/linux-b\.toml, line 10.*“scrot” has an id") as caught:
        catalogue.load("linux")
    assert caught.value.file.name == "linux-b.toml"


@pytest.mark.parametrize("name", ["beos-tools.toml", "tools.toml", "Linux-tools.toml"])
def test_a_file_that_names_no_system_is_an_error(folder: Path, name: str) -> None:
    (folder / name).write_text(GOOD)
    with pytest.raises(DataFileError, match="its name must begin with one of linux, windows, macos"):
        catalogue.load("linux")


def test_a_file_that_says_one_system_and_is_named_for_another_is_an_error(folder: Path) -> None:
    (folder / "windows-tools.toml").write_text(GOOD)
    with pytest.raises(DataFileError, match="line 1, field “os”: it says “linux”"):
        catalogue.load("windows")


def test_the_broken_file_of_another_system_is_in_nobodys_way(folder: Path) -> None:
    (folder / "linux-a.toml").write_text(GOOD)
    (folder / "macos-a.toml").write_text("[")
    assert list(catalogue.load("linux").by_id) == ["scrot"]


def test_an_empty_folder_is_an_error_and_not_an_empty_catalogue(folder: Path) -> None:
    with pytest.raises(DataFileError, match="no such file"):
        catalogue.load("linux")


def test_a_name_is_found_as_the_kernel_cuts_it(folder: Path) -> None:
    (folder / "linux-a.toml").write_text(GOOD.replace('["scrot"]', '["simplescreenrecorder", "ssr"]'))
    tools = catalogue.load("linux")
    assert [tool.id for tool in tools.with_comm("simplescreenrecorder"[:COMM_LENGTH])] == ["scrot"]
    assert tools.with_comm("simplescreenrecorder") == ()
    assert tools.with_exe("") == ()
