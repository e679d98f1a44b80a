import subprocess
import sys
from pathlib import Path

import pytest
from bootstrap_apt import Apt
from bootstrap_report import Failure, Report
from bootstrap_system import Package, System, lacks, load, venv_package
from bootstrap_venv import LEVELS

ROOT = Path(__file__).resolve().parents[2]
HERE = Package(
    "run",
    ("here",),
    sonames=("libc.so.6",),
    programs=("sh|nothing-of-the-kind",),
    files=("/nowhere|/etc", "/et*/passwd"),
)
ABSENT = Package(
    "run",
    ("absent",),
    sonames=("libabsent.so.9",),
    programs=("absent-program",),
    files=("/nowhere|/neither",),
)
FOR_TESTS = Package("test", ("absent-tool",), programs=("absent-tool",))
OPTIONAL = Package("real", ("absent-studio",), programs=("absent-studio",), optional=True)


def test_lacks_names_exactly_what_is_missing() -> None:
    assert lacks([HERE, ABSENT]) == {ABSENT: ["libabsent.so.9", "absent-program", "/nowhere|/neither"]}
    assert lacks([]) == {}


def test_a_python_without_a_module_is_seen() -> None:
    assert lacks([Package("run", ("python3-venv",), modules=("absent_module",))])
    assert not lacks([Package("run", ("python3-venv",), modules=("json",))])
    assert venv_package((3, 12)).deb == ("python3.12-venv", "python3-venv")


def test_nothing_missing_needs_nobody() -> None:
    System([HERE], None).provide("real", with_venv_module=False)


def test_a_level_asks_for_itself_and_what_it_builds_on() -> None:
    system = System([HERE, FOR_TESTS], None)
    system.provide("run", with_venv_module=False)
    with pytest.raises(Failure, match="absent-tool"):
        system.provide("test", with_venv_module=False)


def test_optional_programs_stop_nothing() -> None:
    System([HERE, OPTIONAL], None).provide("real", with_venv_module=False)


def test_other_systems_get_sonames_and_programs() -> None:
    with pytest.raises(
        Failure, match=r"(?s)libabsent\.so\.9, absent-program, /nowhere\..*own package tool"
    ) as told:
        System([ABSENT], None).provide("run", with_venv_module=False)
    assert "apt-get" not in str(told.value)


def test_an_ordinary_account_gets_one_command(tmp_path: Path) -> None:
    apt = Apt(Report(tmp_path / "log"), None, tmp_path)
    with pytest.raises(Failure, match=r"libabsent\.so\.9.*") as told:
        System([ABSENT, FOR_TESTS], apt).provide("test", with_venv_module=False)
    commands = [line.strip() for line in str(told.value).splitlines() if "apt-get" in line]
    assert len(commands) == 1
    assert commands[0].endswith("install --no-install-recommends absent absent-tool")


def test_every_listed_package_is_sound() -> None:
    packages = load(ROOT / "packaging" / "system_packages.toml")
    assert len({package.deb for package in packages}) == len(packages)
    for package in packages:
        assert package.level in LEVELS
        assert package.deb
        assert package.sonames or package.programs or package.files, package


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('[[package]]\nset = "run"\ndeb = ["x"]\nsoname = ["typo"]\n')
    with pytest.raises(TypeError, match="soname"):
        load(tmp_path / "p.toml")


@pytest.mark.parametrize("words", [[], ["walk"], ["run", "test"]])
def test_wrong_words_get_the_usage(words: list[str]) -> None:
    told = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "bootstrap.py"), *words],
        capture_output=True,
        check=False,
        text=True,
    )
    assert told.returncode == 2
    assert told.stderr.startswith("Usage: ")
