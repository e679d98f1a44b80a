"""Every shipped check for Windows: round trips of what can be fixed, and no wrong pass in any odd state."""

from pathlib import Path

import pytest

from guard import datafile, resources
from guard.checkup.catalogue import Catalogue
from guard.checkup.check import Answer, Check, Reading
from guard.checkup.detect import Ports, Processes, Registry
from guard.checkup.judging import answer_of, by_rule
from guard.checkup.mend import Mender, Put
from guard.checkup.probe import NotWritten, Probes
from guard.checkup.undo import UndoJournal
from guard.checkup.windows.keys import Keys
from guard.checkup.windows.registry import RegistryProbe
from tests.checkup.windows import shipped
from tests.support.registries import FakeWinreg

STARTS = [(check, start) for check in shipped.fixable() for start in shipped.unsafe_starts(check)]
FIXABLE = [
    pytest.param(check, start, id=f"{check.id}-{'absent' if start is None else start}")
    for check, start in STARTS
]
REGISTRY = [pytest.param(check, id=check.id) for check in shipped.of_registry()]
POLICIES = [
    pytest.param(check, number, id=f"{check.id}-{number}")
    for check in shipped.of_registry()
    for number in range(len(shipped.policies_of(check)))
]


def probes(keys: Keys) -> Probes:
    def nothing(_what: object) -> Reading:
        return Reading(Answer.SAFE)

    return Probes({Registry: RegistryProbe(keys)}, {Ports: nothing, Processes: nothing})


def answer(check: Check, keys: Keys) -> Answer:
    return answer_of(check, RegistryProbe(keys).read(shipped.registry(check)))


def test_they_pass_the_rules_of_the_catalogue() -> None:
    files = resources.files("checks")
    links = datafile.read(
        next(file for file in files if file.name == "links.toml"), dict[str, dict[str, list[str]]]
    )["links"]
    mine = [file for file in files if file.name.startswith("windows-")]
    read = Catalogue.read(mine, links["windows"], links.get("deprecated", []))
    assert len(read.checks) >= 45
    assert not set(links["windows"]) & set(links.get("deprecated", []))


def test_every_fixable_check_can_start_unsafe() -> None:
    assert {check.id for check in shipped.fixable()} == {check.id for check, _ in STARTS}


@pytest.mark.parametrize(("check", "start"), FIXABLE)
def test_round_trip(
    check: Check, start: str | None, winreg: FakeWinreg, keys: Keys, journal: UndoJournal
) -> None:
    what = shipped.registry(check)
    winreg.set(what.hive, what.key, "Beside", "stays")
    shipped.hold(winreg, what, start)
    before = winreg.everything()
    mender = Mender(probes(keys), journal)
    assert mender.look(check).answer is Answer.UNSAFE

    mended = mender.fix(check)
    assert (mended.result.answer, mended.changed) == (Answer.SAFE, True)
    assert len(set(winreg.everything().items()) ^ set(before.items())) == (1 if start is None else 2)

    assert [one.put for one in mender.undo(check.id)] == [Put.BACK]
    assert winreg.everything() == before
    assert mender.look(check).answer is Answer.UNSAFE
    assert journal.entries() == ()


@pytest.mark.parametrize("check", [pytest.param(one, id=one.id) for one in shipped.fixable()])
def test_a_refused_fix_leaves_everything_and_no_note(
    check: Check, winreg: FakeWinreg, keys: Keys, journal: UndoJournal
) -> None:
    what = shipped.registry(check)
    shipped.hold(winreg, what, shipped.unsafe_starts(check)[0])
    before = winreg.everything()
    winreg.read_only |= {"HKCU", "HKLM"}
    with pytest.raises(NotWritten):
        Mender(probes(keys), journal).fix(check)
    assert winreg.everything() == before
    assert journal.entries() == ()


def test_a_value_that_another_program_set_since_is_left_alone(
    checks: dict[str, Check], winreg: FakeWinreg, keys: Keys, journal: UndoJournal
) -> None:
    check = checks["win-nearby-sharing"]
    what = shipped.registry(check)
    shipped.hold(winreg, what, "2")
    mender = Mender(probes(keys), journal)
    mender.fix(check)
    shipped.hold(winreg, what, "1")
    assert [one.put for one in mender.undo(check.id)] == [Put.CHANGED_SINCE]
    assert [one.put for one in mender.undo(check.id, force=True)] == [Put.BACK]
    assert answer(check, keys) is Answer.UNSAFE


def test_pop_ups_come_back_when_the_session_ends(
    checks: dict[str, Check], winreg: FakeWinreg, keys: Keys, journal: UndoJournal
) -> None:
    mender = Mender(probes(keys), journal)
    for one in ("win-toasts-session", "win-toasts-lock"):
        mender.fix(checks[one])
    assert [one.check for one in mender.settle(session_over=True)] == ["win-toasts-session"]
    assert answer(checks["win-toasts-session"], keys) is Answer.UNSAFE
    assert answer(checks["win-toasts-lock"], keys) is Answer.SAFE
    assert len(winreg.everything()) == 1


@pytest.mark.parametrize("check", REGISTRY)
def test_absent_is_what_the_data_says_and_else_unknown(check: Check, keys: Keys) -> None:
    missing = shipped.registry(check).missing
    expected = Answer.UNKNOWN if missing is None else by_rule(shipped.rule(check), missing)
    assert answer(check, keys) is expected


@pytest.mark.parametrize("check", REGISTRY)
def test_no_pass_from_another_kind_or_a_strange_value(check: Check, winreg: FakeWinreg, keys: Keys) -> None:
    what = shipped.registry(check)
    safe = next(iter(shipped.rule(check).one_of), "600")
    number = int(safe) if safe.isdecimal() else 1
    wrong: list[tuple[object, int]] = [
        (number, FakeWinreg.REG_QWORD),
        (b"\1\0\0\0", FakeWinreg.REG_BINARY),
        ([safe], FakeWinreg.REG_MULTI_SZ),
        (safe, FakeWinreg.REG_EXPAND_SZ),
        (None, FakeWinreg.REG_DWORD),
    ]
    wrong.append((safe, FakeWinreg.REG_SZ) if what.kind == "dword" else (number, FakeWinreg.REG_DWORD))
    for data, kind in wrong:
        winreg.set(what.hive, what.key, what.name, data, kind)
        assert answer(check, keys) is Answer.UNKNOWN, (data, kind)
    for strange in ("77777", "4294967295") if what.kind == "dword" else ("", "Prompt", "yes", "-1"):
        shipped.hold(winreg, what, strange)
        assert answer(check, keys) in (Answer.UNKNOWN, Answer.UNSAFE), strange


@pytest.mark.parametrize("check", REGISTRY)
def test_no_pass_from_a_refusal(check: Check, winreg: FakeWinreg, keys: Keys) -> None:
    what = shipped.registry(check)
    shipped.hold(winreg, what, next(iter(shipped.rule(check).one_of), "600"))
    assert answer(check, keys) is Answer.SAFE
    winreg.unreadable.add(rf"{what.hive}\{what.key}")
    assert answer(check, keys) is Answer.UNKNOWN


@pytest.mark.parametrize(("check", "number"), POLICIES)
def test_a_policy_decides_is_said_and_is_never_fixed(
    check: Check, number: int, winreg: FakeWinreg, keys: Keys, journal: UndoJournal
) -> None:
    what, policy = shipped.registry(check), shipped.policies_of(check)[number]
    starts = shipped.unsafe_starts(check)
    shipped.hold(winreg, what, starts[0])
    mender = Mender(probes(keys), journal)
    for value, meaning in policy.means.items():
        shipped.decree(winreg, what, policy, value)
        now = mender.look(check)
        expected = {"safe": Answer.SAFE, "unsafe": Answer.UNSAFE, "free": Answer.UNSAFE}[meaning]
        assert (now.answer, now.managed) == (expected, meaning != "free"), value
        assert now.fixable == (meaning == "free" and check.fix is not None)
    winreg.set(policy.hive, policy.key, policy.name, b"1", FakeWinreg.REG_BINARY)
    now = mender.look(check)
    assert (now.answer, now.managed, now.fixable) == (Answer.UNKNOWN, True, False)
    winreg.unreadable.add(rf"{policy.hive}\{policy.key}")
    assert mender.look(check).answer is Answer.UNKNOWN


@pytest.mark.parametrize("check", REGISTRY)
def test_a_policy_as_text_where_windows_wants_a_number_is_no_pass(
    check: Check, winreg: FakeWinreg, keys: Keys
) -> None:
    what = shipped.registry(check)
    for policy in shipped.policies_of(check):
        text = policy.name == what.name and what.kind == "string"
        for value in policy.means:
            if not text and value.isdecimal():
                winreg.set(policy.hive, policy.key, policy.name, value, FakeWinreg.REG_SZ)
                assert answer(check, keys) is Answer.UNKNOWN


def test_they_write_only_where_the_user_may_or_say_who_may(checks: dict[str, Check], tmp_path: Path) -> None:
    assert not list(tmp_path.iterdir())
    for check in checks.values():
        if check.fix is not None:
            what = shipped.registry(check)
            assert (what.hive == "HKLM") == (check.privilege == "admin"), check.id
            assert not what.key.casefold().startswith("software\\policies"), check.id
