import os
from pathlib import Path

import pytest
from bootstrap_apt import Apt, Names, candidates, choose
from bootstrap_report import Failure, Report, Result

DEBIAN_12 = """\
libglib2.0-0:
  Installed: (none)
  Candidate: 2.74.6-2+deb12u6
  Version table:
     2.74.6-2+deb12u6 500
        500 http://deb.example/debian bookworm/main amd64 Packages
libegl1:
  Installed: 1.6.0-1
  Candidate: 1.6.0-1
  Version table:
 *** 1.6.0-1 500
        100 /var/lib/dpkg/status
"""
UBUNTU_24_04 = """\
libglib2.0-0:
  Installed: (none)
  Candidate: (none)
  Version table:
libglib2.0-0t64:
  Installed: (none)
  Candidate: 2.80.0-6ubuntu3.4
  Version table:
     2.80.0-6ubuntu3.4 500
        500 http://archive.example/ubuntu noble-updates/main amd64 Packages
libegl1:
  Installed: (none)
  Candidate: 1.7.0-1build1
  Version table:
     1.7.0-1build1 500
        500 http://archive.example/ubuntu noble/main amd64 Packages
"""
GLIB: Names = ("libglib2.0-0", "libglib2.0-0t64")
EGL: Names = ("libegl1",)


def test_candidates_are_the_installable_names() -> None:
    assert candidates(DEBIAN_12) == {"libglib2.0-0", "libegl1"}
    assert candidates(UBUNTU_24_04) == {"libglib2.0-0t64", "libegl1"}
    assert candidates("") == set()
    assert candidates("N: Unable to locate package libnothing\n") == set()


@pytest.mark.parametrize(
    ("policy", "has_t64", "expected"),
    [
        (DEBIAN_12, False, "libglib2.0-0"),
        (UBUNTU_24_04, True, "libglib2.0-0t64"),
        (UBUNTU_24_04, False, "libglib2.0-0t64"),  # what the archive has counts more than the guess
        ("", True, "libglib2.0-0t64"),
        ("", False, "libglib2.0-0"),
    ],
)
def test_choose_takes_the_name_of_this_system(policy: str, has_t64: bool, expected: str) -> None:  # noqa: FBT001 - a parametrised case
    assert choose(GLIB, candidates(policy), has_t64=has_t64) == expected


def test_choose_keeps_a_name_that_never_changed() -> None:
    assert choose(EGL, set(), has_t64=True) == "libegl1"


class Archive(Report):
    """Answers for the package tools, and remembers what was run."""

    def __init__(self, folder: Path, policies: list[str], answers: dict[str, list[Result]]) -> None:
        super().__init__(folder / "log")
        self.ran: list[str] = []
        self._policies = policies
        self._answers = answers

    def run(self, argv: object, **_: object) -> Result:
        assert isinstance(argv, list)
        line = " ".join(argv)
        self.ran.append(line)
        if argv[0] == "apt-cache":
            return Result(0, self._policies.pop(0) if len(self._policies) > 1 else self._policies[0])
        if argv[0] == "dpkg-query":
            return Result(1, "dpkg-query: no packages found matching *t64")
        verb = "update" if " update" in line else "install"
        return self._answers[verb].pop(0)

    def verbs(self) -> list[str]:
        return ["update" if " update" in line else "install" for line in self.ran if "apt-get" in line]


OK = Result(0, "")


@pytest.fixture
def fresh_lists(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "deb.example_InRelease").touch()
    return tmp_path / "lists"


def test_fresh_lists_are_not_fetched_again(tmp_path: Path, fresh_lists: Path) -> None:
    archive = Archive(tmp_path, [DEBIAN_12], {"install": [OK]})
    Apt(archive, (), fresh_lists).install([GLIB, EGL], [])
    assert archive.verbs() == ["install"]
    assert archive.ran[-1].endswith(" install libglib2.0-0 libegl1")
    assert "DEBIAN_FRONTEND=noninteractive" in archive.ran[-1]
    assert "--no-install-recommends" in archive.ran[-1]


@pytest.mark.parametrize("age_days", [None, 30])
def test_missing_or_old_lists_are_fetched_first(
    tmp_path: Path, fresh_lists: Path, age_days: int | None
) -> None:
    lists = tmp_path / "none" if age_days is None else fresh_lists
    if age_days:
        os.utime(fresh_lists / "deb.example_InRelease", (0, 0))
    archive = Archive(tmp_path, [UBUNTU_24_04], {"update": [OK], "install": [OK]})
    Apt(archive, ("sudo", "-n"), lists).install([GLIB], [])
    assert archive.verbs() == ["update", "install"]
    assert archive.ran[-1].startswith("sudo -n env ")
    assert archive.ran[-1].endswith(" install libglib2.0-0t64")


def test_unknown_name_in_fresh_lists_fetches_them_once(tmp_path: Path, fresh_lists: Path) -> None:
    archive = Archive(tmp_path, ["", DEBIAN_12], {"update": [OK], "install": [OK]})
    Apt(archive, (), fresh_lists).install([GLIB], [])
    assert archive.verbs() == ["update", "install"]


def test_failed_install_fetches_the_lists_and_tries_again(tmp_path: Path, fresh_lists: Path) -> None:
    archive = Archive(tmp_path, [DEBIAN_12], {"update": [OK], "install": [Result(100, "404  Not Found"), OK]})
    Apt(archive, (), fresh_lists).install([GLIB], [])
    assert archive.verbs() == ["install", "update", "install"]


def test_failing_for_good_says_why(tmp_path: Path, fresh_lists: Path) -> None:
    full = Result(100, "E: You don't have enough free space in /var/cache/apt/archives/.")
    archive = Archive(tmp_path, [DEBIAN_12], {"update": [OK], "install": [full, full]})
    with pytest.raises(Failure, match="The disk is full"):
        Apt(archive, (), fresh_lists).install([GLIB], [])


@pytest.mark.parametrize("code", [100, 0])  # apt-get calls it a warning
def test_no_network_is_said_as_such(tmp_path: Path, code: int) -> None:
    offline = Result(
        code, "W: Failed to fetch http://deb.example/dists/x  Temporary failure resolving 'deb.example'"
    )
    archive = Archive(tmp_path, [""], {"update": [offline]})
    with pytest.raises(Failure, match="cannot be reached"):
        Apt(archive, (), tmp_path / "none").install([GLIB], [])


def test_package_that_no_archive_has_is_named(tmp_path: Path, fresh_lists: Path) -> None:
    archive = Archive(tmp_path, [DEBIAN_12], {"update": [OK]})
    with pytest.raises(Failure, match="has no libnew9"):
        Apt(archive, (), fresh_lists).install([("libnew9",)], [])


def test_optional_package_that_no_archive_has_is_left_out(tmp_path: Path, fresh_lists: Path) -> None:
    archive = Archive(tmp_path, [DEBIAN_12], {"install": [OK]})
    Apt(archive, (), fresh_lists).install([EGL], [("obs-studio",)])
    assert archive.ran[-1].endswith(" install libegl1")


def test_only_optional_packages_and_none_here_installs_nothing(tmp_path: Path, fresh_lists: Path) -> None:
    archive = Archive(tmp_path, [DEBIAN_12], {})
    Apt(archive, (), fresh_lists).install([], [("obs-studio",)])
    assert archive.verbs() == []


def test_a_lock_is_waited_for(tmp_path: Path, fresh_lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bootstrap_apt.time.sleep", lambda _seconds: None)
    locked = Result(
        100, "E: Could not get lock /var/cache/apt/archives/lock. It is held by process 7 (apt-get)"
    )
    archive = Archive(tmp_path, [DEBIAN_12], {"install": [locked, locked, OK]})
    Apt(archive, (), fresh_lists).install([EGL], [])
    assert archive.verbs() == ["install"] * 3


def test_the_administrators_command_is_one_line(tmp_path: Path, fresh_lists: Path) -> None:
    archive = Archive(tmp_path, [DEBIAN_12], {})
    apt = Apt(archive, None, fresh_lists)
    assert not apt.may_install
    assert apt.command([GLIB, EGL]) == "sudo apt-get install --no-install-recommends libglib2.0-0 libegl1"


def test_the_administrators_command_begins_with_lists_where_there_are_none(tmp_path: Path) -> None:
    apt = Apt(Archive(tmp_path, [""], {}), None, tmp_path / "none")
    assert apt.command([EGL]) == "sudo apt-get update && sudo apt-get install --no-install-recommends libegl1"
