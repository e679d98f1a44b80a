"""No wrong pass: every shipped check for Linux, in every situation in which naive code says "safe"."""

import os
import subprocess
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guard.checkup import host
from guard.checkup.check import Answer, Check, Desktop, Result, Rule
from guard.checkup.detect import GSettings, KConfig, Ports, Processes, UserUnit, Xfconf
from guard.checkup.mend import Mender
from guard.checkup.run import CheckUp
from guard.checkup.undo import UndoJournal
from tests.checkup.linux.sessions import (
    BY_TOOL,
    CHECKS,
    DESKTOPS,
    dconf_paths,
    fake_tools,
    unsafe_values,
)
from tests.support.settings_stores import DCONF, XFCONF, needs, stores

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not CHECKS, reason="no check for Linux is shipped"),
    needs("gsettings", "dconf", "kreadconfig5", "dbus-daemon"),
]
Session = Mapping[str, str]


def answers(session: Session, home: Path, desktops: Collection[Desktop] = DESKTOPS) -> dict[Check, Result]:
    """Read all checks in one pass, as if every desktop were running."""
    check_up = CheckUp(CHECKS, host.probes(session, home), desktops)
    results = {result.id: result for result in check_up.run()}
    assert set(results) == {check.id for check in CHECKS}
    assert all(result.says for result in results.values())
    return {check: results[check.id] for check in CHECKS}


def none_passes(found: Mapping[Check, Result], kinds: tuple[type, ...]) -> None:
    passed = [
        check.id
        for check, result in found.items()
        if isinstance(check.detect, kinds) and result.answer is Answer.SAFE
    ]
    assert passed == []


@pytest.fixture
def session(home: Path, bus: str) -> Session:
    return {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}


def no_tools(session: Session, folder: Path) -> Session:
    (folder / "empty").mkdir()
    return {**session, "PATH": str(folder / "empty")}


def silent_tools(session: Session, folder: Path) -> Session:
    return {**session, "PATH": str(fake_tools(folder / "silent", "exit 0"))}


def failing_tools(session: Session, folder: Path) -> Session:
    return {**session, "PATH": str(fake_tools(folder / "failing", "echo true; exit 1"))}


def tools_in_another_language(session: Session, folder: Path) -> Session:
    body = "echo 'inaktiv: wahr, alles in Ordnung'; exit 0"
    return {**session, "PATH": str(fake_tools(folder / "german", body))}


def hung_tools(session: Session, folder: Path) -> Session:
    return {**session, "PATH": str(fake_tools(folder / "hung", "exec /bin/sleep 60"))}


@pytest.mark.parametrize(
    "situation",
    [no_tools, silent_tools, failing_tools, tools_in_another_language, hung_tools],
    ids=lambda situation: situation.__name__,
)
def test_without_a_tools_honest_answer_nothing_passes(
    session: Session, home: Path, tmp_path: Path, situation: Callable[[Session, Path], Session]
) -> None:
    none_passes(answers(situation(session, tmp_path), home), BY_TOOL)


def test_without_schemas_nothing_passes(session: Session, home: Path, tmp_path: Path) -> None:
    bare = {**session, "XDG_DATA_DIRS": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    none_passes(answers(bare, home), (GSettings,))


@pytest.mark.parametrize("address", ["unix:path=/nowhere/at/all", "nonsense"])
def test_without_a_session_bus_nothing_of_a_session_passes(
    session: Session, home: Path, address: str
) -> None:
    found = answers({**session, "DBUS_SESSION_BUS_ADDRESS": address}, home)
    none_passes(found, (GSettings, Xfconf, UserUnit))


@pytest.mark.parametrize("desktop", [None, *DESKTOPS])
def test_another_desktop_or_none_does_not_apply(
    session: Session, home: Path, desktop: Desktop | None
) -> None:
    running = () if desktop is None else (desktop,)
    for check, result in answers(session, home, running).items():
        if check.desktops and desktop not in check.desktops:
            assert result.answer is Answer.NOT_APPLICABLE, check.id
            assert not result.fixable


def test_an_absent_value_counts_as_what_the_desktop_takes_for_it(home: Path, bus: str) -> None:
    with stores(bus, DCONF, XFCONF) as session:
        found = answers(session, home)
        for check, result in found.items():
            if isinstance(check.detect, KConfig | Xfconf):
                assert (result.answer is Answer.SAFE) <= (check.detect.default in _safe(check)), check.id


def test_a_value_of_another_type_does_not_pass(home: Path, bus: str) -> None:
    with stores(bus, DCONF, XFCONF) as session:
        for path in dconf_paths(session).values():
            subprocess.run(["dconf", "write", path, "('of', 'another', 'type')"], env=session, check=True)
        for what in (check.detect for check in CHECKS):
            if isinstance(what, KConfig):
                groups = [word for group in what.group for word in ("--group", group)]
                tool = ["kwriteconfig5", "--file", what.file, *groups, "--key", what.key, "of another type"]
                subprocess.run(tool, env=session, check=True)
            if isinstance(what, Xfconf):
                tool = [
                    "xfconf-query",
                    "-c",
                    what.channel,
                    "-p",
                    what.property,
                    "-n",
                    "-t",
                    "double",
                    "-s",
                    "0.5",
                ]
                subprocess.run(tool, env=session, check=True)
        none_passes(answers(session, home), (GSettings, KConfig, Xfconf))


def test_what_is_read_only_is_neither_passed_nor_offered_nor_changed(
    home: Path, bus: str, tmp_path: Path
) -> None:
    with stores(bus, DCONF) as plain:
        session = {
            **plain,
            "DCONF_PROFILE": str(_mandatory(plain, tmp_path)),
            "XDG_CONFIG_DIRS": str(_immutable(tmp_path)),
        }
        found = answers(session, home)
        mender = Mender(
            host.probes(session, home), UndoJournal(home / "j.json", lambda: datetime.now(UTC)), DESKTOPS
        )
        for check, result in found.items():
            if isinstance(check.detect, GSettings | KConfig) and result.answer is not Answer.NOT_APPLICABLE:
                assert result.answer is not Answer.SAFE, check.id
                assert result.managed or result.answer is Answer.UNKNOWN, check.id
                assert not result.fixable
                assert check.fix is None or not mender.fix(check).changed
        assert mender.undoable() == frozenset()


def test_another_language_of_the_session_changes_no_answer(home: Path, bus: str) -> None:
    with stores(bus, DCONF, XFCONF) as session:
        here = answers(session, home)
        german = {**session, "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}
        there = answers(german, home)
    assert _without_what_others_do(here) == _without_what_others_do(there)


def _without_what_others_do(found: Mapping[Check, Result]) -> dict[str, Answer]:
    """Leave out what changes when some other program starts or ends meanwhile."""
    others = (Processes, Ports)
    return {
        check.id: result.answer
        for check, result in found.items()
        if not any(isinstance(one, others) for one in (check.detect, *check.also))
    }


def _safe(check: Check) -> Collection[str]:
    rule = check.safe or Rule()
    numbers = {str(number) for number in range(rule.least or 0, (rule.most or 100_000) + 1)}
    return {*rule.one_of, *numbers}


def _mandatory(session: Session, folder: Path) -> Path:
    """Lock every key at an unsafe value, as an administrator would; returns the profile."""
    source = folder / "site.d"
    (source / "locks").mkdir(parents=True)
    lines, locks = [], []
    for check, path in dconf_paths(session).items():
        place, _, key = path.rpartition("/")
        held = subprocess.run(
            ["gsettings", "get", check.detect.schema, key],  # type: ignore[union-attr]  # all of them are GSettings
            env=dict(session),
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        kind = held.split(" ")[0] if held.startswith("uint") else ""
        unsafe = next((one for one in unsafe_values(check) if not (kind and one.startswith("-"))), None)
        if unsafe is None or not held:
            continue
        value = f"'{unsafe}'" if held.startswith("'") else f"{kind} {unsafe}".strip()
        lines += [f"[{place[1:]}]", f"{key}={value}"]
        locks.append(path)
    (source / "00").write_text("\n".join(lines) + "\n")
    (source / "locks" / "00").write_text("\n".join(locks) + "\n")
    subprocess.run(["dconf", "compile", str(folder / "site"), str(source)], env=dict(session), check=True)
    profile = folder / "profile"
    profile.write_text(f"user-db:user\nfile-db:{folder / 'site'}\n")
    return profile


def _immutable(folder: Path) -> Path:
    """Lock every KDE key at an unsafe value; returns the folder of the system's files."""
    system = folder / "xdg"
    system.mkdir()
    for check in CHECKS:
        if isinstance(what := check.detect, KConfig):
            unsafe = next(iter(unsafe_values(check)))
            groups = "".join(f"[{group}]" for group in what.group)
            with (system / what.file).open("a") as file:
                file.write(f"{groups}\n{what.key}[$i]={unsafe}\n")
    return system
