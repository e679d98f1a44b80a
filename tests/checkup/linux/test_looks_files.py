import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer
from guard.checkup.detect import ConfigFile, Paths
from guard.checkup.linux.looks_files import FileLooks, last_match, matching
from tests.support.ordinary_user import as_ordinary_user, why_no_ordinary_user

NAME = r"^\s*Name\s*=\s*(\S*)"
ASK = """
import sys
from pathlib import Path
from guard.checkup.detect import Paths
from guard.checkup.linux.looks_files import FileLooks
print(FileLooks({}, Path(sys.argv[1])).paths(Paths(globs=tuple(sys.argv[2:]))).answer)
"""


@pytest.fixture
def looks(tmp_path: Path) -> FileLooks:
    return FileLooks({}, tmp_path)


def test_the_last_line_of_the_last_file_counts(looks: FileLooks, tmp_path: Path) -> None:
    (tmp_path / "one").write_text("Name=a\n#Name=b\nName = c\n")
    (tmp_path / "two.d").mkdir()
    (tmp_path / "two.d" / "9.conf").write_text("Name=d\n")
    what = ConfigFile(files=("~/one", "~/gone", "~/two.d/*.conf"), pattern=NAME)
    assert looks.config_file(what).value == "d"
    assert looks.config_file(ConfigFile(files=("~/one",), pattern=NAME)).value == "c"


def test_silence_means_what_the_check_says_it_means(looks: FileLooks) -> None:
    assert looks.config_file(ConfigFile(files=("~/gone",), pattern=NAME, missing="x")).value == "x"
    assert looks.config_file(ConfigFile(files=("~/gone",), pattern=NAME)).answer is Answer.UNKNOWN


def test_a_file_that_is_none_cannot_be_told(looks: FileLooks, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    what = ConfigFile(files=("~/folder",), pattern=NAME, missing="x")
    assert looks.config_file(what).answer is Answer.UNKNOWN


def test_files_that_are_there_are_named(looks: FileLooks, tmp_path: Path) -> None:
    for number in range(7):
        folder = tmp_path / ".config" / f"p{number}"
        folder.mkdir(parents=True)
        (folder / "log.db").touch()
    reading = looks.paths(Paths(globs=("~/nothing", "$XDG_CONFIG_HOME/*/log.db")))
    assert reading.answer is Answer.UNSAFE
    assert reading.evidence[0] == f"{tmp_path}/.config/p0/log.db is there."
    assert reading.evidence[-1] == "There are 2 more of them."


def test_no_file_is_safe_when_the_folders_could_be_read(looks: FileLooks, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for pattern in ("~/gone/*/x", "~/*/x", "~/file/*", "~/file/x"):
        assert looks.paths(Paths(globs=(pattern,))).answer is Answer.SAFE


def test_a_link_that_leads_nowhere_is_there_all_the_same(looks: FileLooks, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    assert looks.paths(Paths(globs=("~/link",))).answer is Answer.UNSAFE


@pytest.mark.skipif(bool(why_no_ordinary_user()), reason=why_no_ordinary_user() or "can")
@pytest.mark.parametrize("pattern", ["~/closed/*", "~/closed/x", "~/*/x"])
def test_a_folder_that_may_not_be_read_cannot_be_told(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "closed").mkdir()
    for folder in [tmp_path, *tmp_path.parents][:4]:
        if folder.stat().st_uid == os.getuid() and folder != Path("/tmp"):  # noqa: S108 - nothing is made there
            folder.chmod(0o755)
    (tmp_path / "closed").chmod(0o000)
    asked = [*as_ordinary_user(), sys.executable, "-c", ASK, str(tmp_path), pattern]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, cwd="/", timeout=60)
    (tmp_path / "closed").chmod(0o700)
    assert done.stdout.strip() == "unknown"


def test_hidden_files_need_a_dot(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()
    assert list(matching(str(tmp_path / "*"))) == []
    assert list(matching(str(tmp_path / ".*"))) == [(tmp_path / ".hidden", False)]


@given(st.text(), st.text(alphabet="ab=# \t", max_size=40))
def test_any_text_can_be_read(text: str, more: str) -> None:
    found = last_match(f"{text}\n{more}\nName=last\n", NAME)
    assert found == "last"
