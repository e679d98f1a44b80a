from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from guard.checkup import programs
from guard.checkup.check import Answer
from guard.checkup.command import Ran
from guard.checkup.detect import Ask, Command, ConsentStore, DiskEncryption, Registry
from guard.checkup.windows.keys import Keys
from guard.checkup.windows.probes import looks, settings
from guard.checkup.windows.tools import DiskLook, tool
from tests.checkup.windows import shipped

ROOT = {"SYSTEMROOT": r"C:\Windows"}


def command(check_id: str) -> Command:
    found = next(check.detect for check in shipped.shipped() if check.id == check_id)
    assert isinstance(found, Command)
    return found


def said(check_id: str, out: str, code: int | None = 0) -> Answer | None:
    return programs.command(command(check_id), lambda _argv: Ran(code, out, why="It did not answer.")).answer


def disk(ran: Ran, home: str = r"D:\Users\a") -> tuple[Answer | None, list[Sequence[str]]]:
    asked: list[Sequence[str]] = []

    def start(argv: Sequence[str]) -> Ran:
        asked.append(argv)
        return ran

    return DiskLook(home, start)(DiskEncryption()).answer, asked


@pytest.mark.parametrize(
    ("out", "answer"),
    [
        ("1\r\n", Answer.SAFE),
        ("2", Answer.UNSAFE),
        *((state, Answer.UNKNOWN) for state in ("", "0", "3", "4", "5", "6", "8", "1 2", "on", "11")),
    ],
)
def test_only_bitlockers_own_yes_is_a_pass(out: str, answer: Answer) -> None:
    assert disk(Ran(0, out))[0] is answer


def test_the_home_folders_disk_is_asked_for_and_errors_never_pass() -> None:
    answer, asked = disk(Ran(1, "1"))
    assert answer is Answer.UNKNOWN
    assert "'D:'" in asked[0][-1]
    assert disk(Ran(None, why="It did not answer."))[0] is Answer.UNKNOWN
    for home in (r"\\server\share\a", "/home/a", "';x'"):
        assert disk(Ran(0, "1"), home) == (Answer.UNKNOWN, [])


def test_tools_are_started_by_their_full_path_only() -> None:
    started: list[list[str]] = []

    def start(argv: Sequence[str], env: Mapping[str, str]) -> Ran:
        started.append([*argv, env["SYSTEMROOT"]])
        return Ran(0)

    assert tool(ROOT, start)(["powershell.exe", "-NoProfile"]).ok
    assert started == [
        [r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe", "-NoProfile", r"C:\Windows"]
    ]
    assert tool(ROOT, start)(["other.exe"]).code is None
    assert tool({}, start)(["powershell.exe"]).code is None
    assert len(started) == 1


@pytest.mark.parametrize(
    ("out", "answer"),
    [
        ("feature=none\r\n", Answer.SAFE),
        ("feature=2\r\n", Answer.SAFE),
        ("recall=no-snapshots\r\nfeature=1\r\n", Answer.SAFE),
        ("feature=1\r\n", Answer.UNKNOWN),
        ("feature=4\r\n", Answer.UNKNOWN),
        ("feature=22\r\n", Answer.UNKNOWN),
        ("", Answer.UNKNOWN),
    ],
)
def test_recall_passes_only_when_it_cannot_save(out: str, answer: Answer) -> None:
    assert said("win-recall", out) is answer
    assert said("win-recall", out, 1) is Answer.UNKNOWN
    assert said("win-recall", out, None) is Answer.UNKNOWN


def power(delay: str, *indexes: int) -> str:
    lines = [
        f"delay={delay}",
        "Stromschema-GUID: 381b4222-f694-41f0-9685-ff5bb260df2e",
        "  Index: 000",
        "  Index: 001",
    ]
    return "\r\n".join(
        [*lines, *(f"    Index der aktuellen Einstellung: 0x{one:08x}" for one in indexes), ""]
    )


@pytest.mark.parametrize(
    ("out", "answer"),
    [
        (power("", 1, 1), Answer.SAFE),
        (power("0", 1, 1), Answer.SAFE),
        (power("60", 1, 1), Answer.SAFE),
        (power("900", 1, 1), Answer.UNKNOWN),
        (power("-1", 1, 1), Answer.UNSAFE),
        (power("4294967295", 1, 1), Answer.UNSAFE),
        (power("", 1, 0), Answer.UNSAFE),
        (power("", 0, 1), Answer.UNSAFE),
        (power("", 1), Answer.UNKNOWN),
        (power(""), Answer.UNKNOWN),
        (power("", 1, 1).removeprefix("delay="), Answer.UNKNOWN),
        ("", Answer.UNKNOWN),
    ],
)
def test_waking_passes_only_when_both_switches_ask_in_any_language(out: str, answer: Answer) -> None:
    assert said("win-lock-wake", out) is answer


@pytest.mark.parametrize(
    ("out", "answer"),
    [("lock=yes\r\n", Answer.SAFE), ("lock=no\n", Answer.UNSAFE), ("lock=", Answer.UNKNOWN)],
)
def test_the_lock_is_what_the_script_found(out: str, answer: Answer) -> None:
    assert said("win-lock-alone", out) is answer


def test_scripts_are_plain_and_quote_nothing_twice() -> None:
    for check in shipped.shipped():
        if isinstance(check.detect, Command):
            assert check.detect.argv[:4] == ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command")
            script = " ".join(check.detect.argv[4:])
            assert '"' not in script
            assert script.startswith("$ErrorActionPreference='Stop';")
            assert all(script.count(opening) == script.count(closing) for opening, closing in ("()", "{}"))
            assert script.count("'") % 2 == 0


def test_every_probe_of_every_check_has_a_reader(keys: Keys, tmp_path: Path) -> None:
    known = {*settings(keys), *looks(ROOT, tmp_path, frozenset, keys)}
    for check in shipped.shipped():
        assert {type(check.detect), *(type(one) for one in check.also)} <= known, check.id


def test_on_another_system_nothing_passes(tmp_path: Path) -> None:
    here = looks({}, tmp_path, frozenset)
    for check in shipped.shipped():
        if isinstance(check.detect, Command | ConsentStore | DiskEncryption | Ask):
            assert here[type(check.detect)](check.detect).answer is Answer.UNKNOWN, check.id
    assert settings()[Registry].read(Registry(hive="HKCU", key="A", name="B", missing="0")).value == ""
