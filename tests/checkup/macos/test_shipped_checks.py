"""Every shipped check for macOS: round trips of what can be fixed, and no wrong pass in any odd state."""

import plistlib
from pathlib import Path

import pytest

from guard import datafile, resources
from guard.checkup.check import Answer, Check, Reading
from guard.checkup.command import Ran
from guard.checkup.detect import Defaults, Ports, Processes
from guard.checkup.faults import faults_of
from guard.checkup.judging import answer_of, by_rule
from guard.checkup.macos.defaults import Account, DefaultsProbe
from guard.checkup.mend import Mender, Put
from guard.checkup.probe import NotWritten, Probes
from guard.checkup.undo import UndoJournal
from tests.checkup.macos import shipped
from tests.support.user_defaults import FakeDefaults

CHECKS = [pytest.param(check, id=check.id) for check in shipped.of_defaults()]
FIXABLE = [pytest.param(check, id=check.id) for check in shipped.shipped() if check.fix]
STARTS = [
    pytest.param(check, start, id=f"{check.id}-{start!r}")
    for check in shipped.shipped()
    if check.fix
    for start in shipped.unsafe_starts(check)
]


def probes(probe: DefaultsProbe) -> Probes:
    def nothing(_what: object) -> Reading:
        return Reading(Answer.SAFE)

    return Probes({Defaults: probe}, {Ports: nothing, Processes: nothing})


def hold(fake: FakeDefaults, check: Check, value: bool | int | str | None) -> None:  # noqa: FBT001 - a stored value
    what = shipped.defaults(check)
    if value is not None:
        fake.put(what.domain, what.key, value, host=what.current_host)


def answer(check: Check, probe: DefaultsProbe) -> Answer:
    return answer_of(check, probe.read(shipped.defaults(check)))


def test_they_keep_the_rules_of_the_catalogue_and_link_to_known_pages() -> None:
    file = next(file for file in resources.files("checks") if file.name == "links.toml")
    pages = datafile.read(file, dict[str, dict[str, list[str]]])["links"]["macos"]
    found = [(check.id, one) for check in shipped.shipped() for one in faults_of(check, "macos", pages)]
    assert [one for one in found if one[1].place != ("link",)] == []
    assert {check.link for check in shipped.shipped()} - {""} <= set(pages)
    assert len(pages) == len(set(pages))
    assert len({check.id for check in shipped.shipped()}) == len(shipped.shipped()) >= 35


def test_every_fixable_check_can_start_unsafe() -> None:
    assert all(shipped.unsafe_starts(check) for check in shipped.shipped() if check.fix)
    assert len(STARTS) > len(FIXABLE) > 0


@pytest.mark.parametrize(("check", "start"), STARTS)
def test_round_trip(
    check: Check,
    start: bool | int | str | None,  # noqa: FBT001 - a stored value
    fake: FakeDefaults,
    probe: DefaultsProbe,
    journal: UndoJournal,
) -> None:
    what = shipped.defaults(check)
    fake.put(what.domain, "Beside", "stays", host=what.current_host)
    hold(fake, check, start)
    before = fake.everything()
    mender = Mender(probes(probe), journal)
    assert mender.look(check).answer is Answer.UNSAFE

    mended = mender.fix(check)
    assert (mended.result.answer, mended.changed) == (Answer.SAFE, True)
    assert fake.held(what.domain, host=what.current_host)[what.key] == shipped.safe_value(check)

    assert [one.put for one in mender.undo(check.id)] == [Put.BACK]
    assert repr(fake.everything()) == repr(before)  # 1 is not True here
    assert mender.look(check).answer is Answer.UNSAFE
    assert journal.entries() == ()


@pytest.mark.parametrize("check", FIXABLE)
def test_a_refused_fix_leaves_everything_and_no_note(
    check: Check, fake: FakeDefaults, probe: DefaultsProbe, journal: UndoJournal
) -> None:
    hold(fake, check, shipped.unsafe_starts(check)[0])
    before = fake.everything()
    fake.refuses_writes = True
    with pytest.raises(NotWritten):
        Mender(probes(probe), journal).fix(check)
    assert fake.everything() == before
    assert journal.entries() == ()


@pytest.mark.parametrize("check", FIXABLE)
def test_a_fix_that_is_not_kept_is_not_called_done(
    check: Check, fake: FakeDefaults, probe: DefaultsProbe, journal: UndoJournal
) -> None:
    hold(fake, check, shipped.unsafe_starts(check)[0])
    fake.forgets = True
    mended = Mender(probes(probe), journal).fix(check)
    assert (mended.result.answer, mended.changed) == (Answer.UNSAFE, False)


def test_a_value_that_somebody_set_since_is_left_alone(
    fake: FakeDefaults, probe: DefaultsProbe, journal: UndoJournal
) -> None:
    check = shipped.get("mac-airdrop")
    hold(fake, check, "Everyone")
    mender = Mender(probes(probe), journal)
    mender.fix(check)
    hold(fake, check, "Off")
    assert [one.put for one in mender.undo(check.id)] == [Put.CHANGED_SINCE]
    assert [one.put for one in mender.undo(check.id, force=True)] == [Put.BACK]
    assert answer(check, probe) is Answer.UNSAFE


def test_handoff_comes_back_when_the_session_ends(
    fake: FakeDefaults, probe: DefaultsProbe, journal: UndoJournal
) -> None:
    mender = Mender(probes(probe), journal)
    for one in ("mac-handoff-send", "mac-handoff-receive", "mac-dock-recents"):
        mender.fix(shipped.get(one))
    back = [one.check for one in mender.settle(session_over=True)]
    assert back == ["mac-handoff-receive", "mac-handoff-send"]
    assert answer(shipped.get("mac-handoff-send"), probe) is Answer.UNSAFE
    assert answer(shipped.get("mac-dock-recents"), probe) is Answer.SAFE


@pytest.mark.parametrize("check", CHECKS)
def test_absent_is_what_the_data_says_and_else_unknown(check: Check, probe: DefaultsProbe) -> None:
    missing = shipped.defaults(check).missing
    assert answer(check, probe) is (
        Answer.UNKNOWN if missing is None else by_rule(shipped.rule(check), missing)
    )


@pytest.mark.parametrize("check", CHECKS)
def test_absence_is_never_a_pass(check: Check, probe: DefaultsProbe) -> None:
    assert answer(check, probe) is not Answer.SAFE


@pytest.mark.parametrize("check", CHECKS)
def test_no_pass_from_another_kind_or_a_strange_value(
    check: Check, fake: FakeDefaults, probe: DefaultsProbe
) -> None:
    what = shipped.defaults(check)
    safe = shipped.safe_value(check)
    wrong = [b"\0", [safe], {"a": safe}, 1.0, 0.0, str(safe).upper() + " ", "", "nein", 77777, -1]
    wrong += [True] if what.kind != "bool" else [2, str(safe).lower()]
    for value in wrong:
        fake.put(what.domain, what.key, value, host=what.current_host)
        assert answer(check, probe) is not Answer.SAFE, value


@pytest.mark.parametrize("check", CHECKS)
def test_no_pass_from_a_tool_that_fails(check: Check, fake: FakeDefaults, probe: DefaultsProbe) -> None:
    hold(fake, check, shipped.safe_value(check))
    assert answer(check, probe) is Answer.SAFE
    for says in (
        Ran(None, why="The tool did not answer in time.", slow=True),
        Ran(None, why="The tool is not installed.", missing=True),
        Ran(0, ""),
        Ran(0, "{ }"),
        Ran(0, "<plist><array/></plist>"),
        Ran(1, "1"),
        Ran(1, err="Das Domain/Default-Paar existiert nicht."),
        Ran(255, plistlib.dumps({shipped.defaults(check).key: shipped.safe_value(check)}).decode()),
    ):
        fake.says = says
        assert answer(check, probe) is Answer.UNKNOWN, says


@pytest.mark.parametrize("check", CHECKS)
def test_no_pass_for_root(check: Check, fake: FakeDefaults, library: Path, journal: UndoJournal) -> None:
    hold(fake, check, shipped.safe_value(check))
    as_root = DefaultsProbe(Account(fake.home, "root", root=True), fake, library)
    assert answer(check, as_root) is Answer.UNKNOWN
    assert fake.asked == []
    assert not Mender(probes(as_root), journal).look(check).fixable


@pytest.mark.parametrize("check", CHECKS)
def test_a_profile_decides_is_said_and_is_never_fixed(
    check: Check, fake: FakeDefaults, probe: DefaultsProbe, library: Path, journal: UndoJournal
) -> None:
    what = shipped.defaults(check)
    name = ".GlobalPreferences" if what.domain == "NSGlobalDomain" else what.domain
    file = library / "Managed Preferences" / "anna" / f"{name}.plist"
    file.parent.mkdir(parents=True)
    file.write_bytes(plistlib.dumps({what.key: shipped.safe_value(check)}))
    unsafe = next(one for one in shipped.unsafe_starts(check) if one is not None)
    hold(fake, check, unsafe)
    mender = Mender(probes(probe), journal)
    now = mender.look(check)
    assert (now.answer, now.managed, now.fixable) == (Answer.SAFE, True, False)
    file.write_bytes(plistlib.dumps({what.key: unsafe}))
    now = mender.look(check)
    assert (now.answer, now.managed, now.fixable) == (Answer.UNSAFE, True, False)
    file.write_bytes(b"strange")
    assert mender.look(check).answer is Answer.UNKNOWN


@pytest.mark.parametrize("check", CHECKS)
def test_two_places_that_disagree_are_no_pass(check: Check, fake: FakeDefaults, probe: DefaultsProbe) -> None:
    what = shipped.defaults(check)
    safe = shipped.safe_value(check)
    fake.put(what.domain, what.key, safe, host=not what.current_host)
    assert answer(check, probe) is Answer.UNKNOWN
    hold(fake, check, safe)
    assert answer(check, probe) is Answer.SAFE
    unsafe = next(one for one in shipped.unsafe_starts(check) if one is not None)
    fake.put(what.domain, what.key, unsafe, host=not what.current_host)
    assert answer(check, probe) is Answer.UNKNOWN
