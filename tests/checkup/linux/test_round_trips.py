"""Every fixable check for Linux: unsafe -> detects -> fixes -> detects -> undoes -> equals the start, on the real stores."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guard.checkup import host
from guard.checkup.check import Answer, Check
from guard.checkup.detect import FirefoxPref, GSettings, KConfig, Program, UserUnit, Xfconf
from guard.checkup.judging import answer_of
from guard.checkup.linux.looks_programs import ProgramLook
from guard.checkup.mend import Mender, Put
from guard.checkup.probe import NotWritten, Probes
from guard.checkup.undo import UndoJournal
from tests.checkup.linux.sessions import FIXABLE, firefox_profile, unsafe_values
from tests.support.children import running
from tests.support.settings_stores import DCONF, XFCONF, FakeSystemctl, needs, stores
from tests.support.waiting import wait_until

pytestmark = [pytest.mark.real, needs("dbus-daemon")]
_SERVICES = {GSettings: (DCONF,), Xfconf: (XFCONF,)}
_TOOLS = {GSettings: ("gsettings", "dconf"), KConfig: ("kreadconfig5", "kwriteconfig5")}


class Desk:
    """One check in a session of its own."""

    def __init__(self, check: Check, probes: Probes, journal: UndoJournal) -> None:
        self.check = check
        self.probes = probes
        self.journal = journal
        self.mender = Mender(probes, journal, check.desktops)
        self.probe = probes.setting(check.detect)

    def answer(self) -> Answer:
        return self.mender.look(self.check).answer


@pytest.fixture(params=FIXABLE, ids=lambda check: check.id)
def desk(
    request: pytest.FixtureRequest,
    home: Path,
    bus: str,
    systemctl: FakeSystemctl,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    check: Check = request.param
    kind = type(check.detect)
    for mark in [needs(*_TOOLS.get(kind, ()))]:
        if mark.args[0]:
            pytest.skip(mark.kwargs["reason"])
    if isinstance(check.detect, UserUnit):
        systemctl.units = {unit: ["enabled", "active"] for unit in check.detect.units}
        monkeypatch.setenv("PATH", f"{systemctl.folder}:{os.environ['PATH']}")
    if isinstance(check.detect, FirefoxPref):
        firefox_profile(home)
    with ExitStack() as stack:
        session = stack.enter_context(stores(bus, *_SERVICES.get(kind, ())))
        if check.program is not None:
            _run(check.program.names[0], home, stack)
        probes = host.probes(session, home)
        if probes.read(check.detect).answer is Answer.NOT_APPLICABLE:
            pytest.skip("the schema is not installed")
        yield Desk(check, probes, UndoJournal(home / "journal.json", lambda: datetime.now(UTC)))


def _run(name: str, folder: Path, stack: ExitStack) -> None:
    """Let a program of that name run: the one that goes by the setting."""
    program = shutil.copy(shutil.which("sleep") or "/bin/sleep", folder / name)
    stack.enter_context(running([str(program), "120"]))
    wait_until(lambda: ProgramLook({}, folder)(Program(names=(name,))).value == "running", what=name)


def test_a_set_value_comes_back(desk: Desk) -> None:
    if not isinstance(desk.check.detect, UserUnit):
        assert _made_unsafe(desk), "no unsafe value could be set"
    _round_trip(desk)


def test_an_absent_value_is_absent_again(desk: Desk) -> None:
    if isinstance(desk.check.detect, UserUnit):
        pytest.skip("a service is installed or not; it is never absent")
    assert desk.probe.stored(desk.check.detect).absent
    if answer_of(desk.check, desk.probes.read(desk.check.detect)) is Answer.SAFE:
        assert not desk.mender.fix(desk.check).changed
        assert desk.probe.stored(desk.check.detect).absent
        return
    _round_trip(desk)
    assert desk.probe.stored(desk.check.detect).absent


def _made_unsafe(desk: Desk) -> bool:
    for value in unsafe_values(desk.check):
        try:
            desk.probe.write(desk.check.detect, value)
        except NotWritten:
            continue
        if desk.probes.read(desk.check.detect).value == value:
            return True
    return False


def _round_trip(desk: Desk) -> None:
    start = desk.probe.stored(desk.check.detect)
    before = desk.mender.look(desk.check)
    assert before.answer is Answer.UNSAFE
    assert before.fixable
    mended = desk.mender.fix(desk.check)
    assert mended.changed
    assert not mended.result.fixable
    if not desk.check.also:
        assert mended.result.answer is Answer.SAFE, mended
    assert desk.probe.stored(desk.check.detect) != start
    (back,) = desk.mender.undo(desk.check.id)
    assert back.put is Put.BACK, back
    assert desk.probe.stored(desk.check.detect) == start
    assert desk.answer() is Answer.UNSAFE
    assert desk.journal.entries() == ()
