from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guard.checkup.check import Answer, Fix, Reading, Rule, Stored
from guard.checkup.detect import GSettings, Ports
from guard.checkup.mend import Mender, Put, count
from guard.checkup.probe import Look, NotWritten, Probes
from guard.checkup.undo import UndoJournal, UndoJournalError
from guard.errors import BadInputError
from tests.checkup.checks import KEY, Closed, Memory, a_check, reading

CHECK = a_check()
OTHER = GSettings(schema="org.example.lock", key="other")


class KilledError(Exception):
    """The program ends here."""


class Desk:
    """A mender over memory, whose journal is on the disk; `reopened` is the next start of the program."""

    def __init__(self, folder: Path, memory: Memory | None = None, port: Answer = Answer.SAFE) -> None:
        self.folder = folder
        self.port = port
        self.memory = memory or Memory()
        self.now = datetime.now(UTC)
        self.journal = UndoJournal(folder / "journal.json", lambda: self.now)
        looks: dict[type, Look] = {Ports: reading(port, "Port 3389 is open.")}
        self.probes = Probes({GSettings: self.memory}, looks)
        self.mender = Mender(self.probes, self.journal)

    def reopened(self) -> "Desk":
        self.memory.disturb = lambda _: None
        again = Desk(self.folder, self.memory, self.port)
        again.journal = UndoJournal(self.folder / "journal.json", lambda: self.now)
        again.mender = Mender(again.probes, again.journal)
        return again


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def at(wanted: str, do: Callable[[], None], times: int = 1) -> Callable[[str], None]:
    """Do something when a step is reached for the `times`-th time, and never again."""
    left = [times]

    def disturb(step: str) -> None:
        if step == wanted:
            left[0] -= 1
            if left[0] == 0:
                do()

    return disturb


def killed() -> None:
    raise KilledError


@pytest.mark.parametrize("before", [None, "false", ""])
def test_unsafe_fixed_undone_equals_the_start(desk: Desk, before: str | None) -> None:
    if before is not None:
        desk.memory.held[KEY] = before
    start = dict(desk.memory.held)
    check = a_check(safe=Rule(one_of=("true",)))
    assert desk.mender.look(check).answer is Answer.UNSAFE
    mended = desk.mender.fix(check)
    assert mended.changed
    assert mended.result.answer is Answer.SAFE
    assert mended.says == "Done, and read again."
    assert desk.memory.held == {KEY: "true"}
    assert desk.mender.undoable() == {"lin-lock"}
    (back,) = desk.mender.undo("lin-lock")
    assert back.put is Put.BACK
    assert desk.memory.held == start
    assert desk.mender.look(check).answer is Answer.UNSAFE
    assert desk.journal.entries() == ()


@pytest.mark.parametrize("value", ["true", "strange"])
def test_what_is_safe_or_cannot_be_told_is_not_touched(desk: Desk, value: str) -> None:
    desk.memory.held[KEY] = value
    assert not desk.mender.fix(CHECK).changed
    assert desk.memory.held == {KEY: value}
    assert desk.journal.entries() == ()


def test_what_somebody_else_decides_is_not_touched(desk: Desk) -> None:
    desk.memory.managed = True
    mended = desk.mender.fix(CHECK)
    assert not mended.changed
    assert "Somebody else decides" in mended.says


def test_a_check_for_a_desktop_that_does_not_run_is_not_touched(desk: Desk) -> None:
    mended = desk.mender.fix(a_check(desktops=("kde",)))
    assert mended.result.answer is Answer.NOT_APPLICABLE
    assert not mended.changed
    assert desk.memory.held == {}


def test_what_has_no_fix_says_how_to_do_it(desk: Desk) -> None:
    with pytest.raises(BadInputError, match="Open the settings"):
        desk.mender.fix(a_check(fix=None, guide="Open the settings."))


def test_the_note_is_on_the_disk_before_the_change(desk: Desk) -> None:
    seen = []
    desk.memory.disturb = lambda step: seen.append((step, len(desk.journal.entries())))
    desk.mender.fix(CHECK)
    assert ("write", 1) in seen
    assert ("write", 0) not in seen


def test_without_a_note_nothing_is_changed(tmp_path: Path) -> None:
    (tmp_path / "journal.json").mkdir()
    desk = Desk(tmp_path)
    with pytest.raises(UndoJournalError):
        desk.mender.fix(CHECK)
    assert desk.memory.held == {}


def test_a_refused_change_leaves_no_note(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Closed())
    with pytest.raises(NotWritten, match="read-only"):
        desk.mender.fix(CHECK)
    assert desk.journal.entries() == ()


def test_a_change_that_the_system_forgets_is_said(desk: Desk) -> None:
    desk.memory.disturb = at("written", desk.memory.held.clear)
    mended = desk.mender.fix(CHECK)
    assert not mended.changed
    assert "did not keep it" in mended.says
    assert desk.journal.entries() == ()


def test_a_change_that_evidence_contradicts_is_said(tmp_path: Path) -> None:
    desk = Desk(tmp_path, port=Answer.UNSAFE)
    mended = desk.mender.fix(a_check(also=(Ports(tcp=("3389",)),)))
    assert mended.changed
    assert mended.says.startswith("It was set, but the system still reports")
    assert desk.mender.undo("lin-lock")[0].put is Put.BACK


@pytest.mark.parametrize("step", ["write", "written"])
@pytest.mark.parametrize("before", [None, "false"])
def test_killed_on_the_way_it_can_be_put_back_at_the_next_start(
    desk: Desk, step: str, before: str | None
) -> None:
    if before is not None:
        desk.memory.held[KEY] = before
    start = dict(desk.memory.held)
    desk.memory.disturb = at(step, killed)
    with pytest.raises(KilledError):
        desk.mender.fix(CHECK)
    again = desk.reopened()
    assert again.mender.undoable() == (frozenset() if step == "write" else {"lin-lock"})
    again.mender.settle(session_over=True)
    assert again.mender.undoable() == (frozenset() if step == "write" else {"lin-lock"})
    wanted = Put.ALREADY if step == "write" else Put.BACK
    assert [one.put for one in again.mender.undo()] == [wanted]
    assert desk.memory.held == start
    desk.now += timedelta(minutes=2)
    again.mender.settle(session_over=False)
    assert again.journal.entries() == ()


def test_a_tool_that_outlives_its_guard_can_still_be_put_back(desk: Desk) -> None:
    desk.memory.disturb = at("write", killed)
    with pytest.raises(KilledError):
        desk.mender.fix(CHECK)
    again = desk.reopened()
    assert [one.put for one in again.mender.undo("lin-lock")] == [Put.ALREADY]
    desk.memory.held[KEY] = "true"
    assert again.mender.undoable() == {"lin-lock"}
    assert [one.put for one in again.mender.undo("lin-lock")] == [Put.BACK]
    assert desk.memory.held == {}


def test_killed_on_the_way_it_can_be_undone_without_settling_first(desk: Desk) -> None:
    desk.memory.disturb = at("written", killed)
    with pytest.raises(KilledError):
        desk.mender.fix(CHECK)
    assert [one.put for one in desk.reopened().mender.undo("lin-lock")] == [Put.BACK]
    assert desk.memory.held == {}


def test_killed_while_putting_back_it_can_be_put_back_again(desk: Desk) -> None:
    desk.mender.fix(CHECK)
    desk.memory.disturb = at("restore", killed)
    with pytest.raises(KilledError):
        desk.mender.undo()
    assert [one.put for one in desk.reopened().mender.undo()] == [Put.BACK]
    assert desk.memory.held == {}


def change(desk: Desk, value: str) -> Callable[[], None]:
    return lambda: desk.memory.held.__setitem__(KEY, value)


def asked_first(desk: Desk, foreign: str) -> None:
    (back,) = desk.mender.undo("lin-lock")
    assert back.put is Put.CHANGED_SINCE
    assert desk.memory.held == {KEY: foreign}
    assert desk.mender.undoable() == {"lin-lock"}
    (back,) = desk.mender.undo("lin-lock", force=True)
    assert back.put is Put.BACK
    assert desk.memory.held == {}


def test_what_somebody_changed_since_is_asked_about(desk: Desk) -> None:
    desk.mender.fix(CHECK)
    change(desk, "strange")()
    asked_first(desk, "strange")


def test_what_somebody_changed_between_change_and_reading_again_is_asked_about(desk: Desk) -> None:
    desk.memory.disturb = at("written", change(desk, "foreign"))
    mended = desk.mender.fix(CHECK)
    assert mended.result.answer is Answer.UNKNOWN
    asked_first(desk, "foreign")


def test_what_somebody_changed_after_a_crash_is_asked_about(desk: Desk) -> None:
    desk.memory.disturb = at("written", killed)
    with pytest.raises(KilledError):
        desk.mender.fix(CHECK)
    again = desk.reopened()
    change(desk, "foreign")()
    again.mender.settle(session_over=True)
    asked_first(again, "foreign")


def test_a_setting_that_somebody_cleared_after_a_crash_is_asked_about(desk: Desk) -> None:
    desk.memory.held[KEY] = "false"
    desk.memory.disturb = at("written", killed)
    with pytest.raises(KilledError):
        desk.mender.fix(CHECK)
    later = desk.reopened()
    later.memory.usual = "true"
    del later.memory.held[KEY]
    (asked,) = later.mender.undo()
    assert asked.put is Put.CHANGED_SINCE
    (forced,) = later.mender.undo(force=True)
    assert forced.put is Put.BACK
    assert later.memory.held[KEY] == "false"


def test_what_is_as_before_already_needs_no_change(desk: Desk) -> None:
    desk.mender.fix(CHECK)
    desk.memory.held.clear()
    assert [one.put for one in desk.mender.undo()] == [Put.ALREADY]
    assert desk.journal.entries() == ()


def test_a_setting_that_cannot_be_read_keeps_its_note(desk: Desk) -> None:
    desk.mender.fix(CHECK)

    def stuck(step: str) -> None:
        if step == "stored":
            raise NotWritten("It cannot be read.")

    desk.memory.disturb = stuck
    assert [one.put for one in desk.mender.undo()] == [Put.FAILED]
    assert desk.mender.undoable() == {"lin-lock"}


def test_a_setting_that_cannot_be_noted_is_not_changed(desk: Desk) -> None:
    def stuck(step: str) -> None:
        if step == "stored":
            raise NotWritten("It cannot be read.")

    desk.memory.disturb = stuck
    with pytest.raises(NotWritten):
        desk.mender.fix(CHECK)
    assert desk.memory.held == {}


def test_changes_go_back_in_reverse_order(desk: Desk) -> None:
    other = a_check(id="lin-other", detect=OTHER)
    desk.mender.fix(CHECK)
    desk.mender.fix(other)
    assert [one.check for one in desk.mender.undo()] == ["lin-other", "lin-lock"]
    assert desk.memory.held == {}


def test_a_setting_fixed_twice_goes_back_to_the_first_value_only_when_asked(desk: Desk) -> None:
    desk.mender.fix(CHECK)
    desk.memory.held[KEY] = "false"
    desk.mender.fix(CHECK)
    assert [one.put for one in desk.mender.undo()] == [Put.BACK, Put.CHANGED_SINCE]
    assert desk.memory.held == {KEY: "false"}
    assert [one.put for one in desk.mender.undo(force=True)] == [Put.BACK]
    assert desk.memory.held == {}


def test_undoing_what_was_never_done_is_said(desk: Desk) -> None:
    with pytest.raises(BadInputError, match="nothing to put back"):
        desk.mender.undo("lin-lock")
    assert desk.mender.undo() == []


def test_only_session_changes_go_back_by_themselves(desk: Desk) -> None:
    session = a_check(id="lin-quiet", detect=OTHER, fix=Fix(value="true", only_session=True))
    desk.mender.fix(CHECK)
    assert "by itself" in desk.mender.fix(session).says
    assert desk.mender.settle(session_over=False) == []
    assert desk.memory.held == {KEY: "true", OTHER: "true"}
    assert [one.check for one in desk.mender.settle(session_over=True)] == ["lin-quiet"]
    assert desk.memory.held == {KEY: "true"}
    assert desk.mender.undoable() == {"lin-lock"}


def test_a_session_change_goes_back_after_a_crash_in_its_middle(desk: Desk) -> None:
    desk.memory.disturb = at("written", killed)
    with pytest.raises(KilledError):
        desk.mender.fix(a_check(fix=Fix(value="true", only_session=True)))
    again = desk.reopened()
    assert [one.put for one in again.mender.settle(session_over=True)] == [Put.BACK]
    assert desk.memory.held == {}


def test_a_session_change_that_somebody_changed_is_left_alone(desk: Desk) -> None:
    desk.mender.fix(a_check(fix=Fix(value="true", only_session=True)))
    desk.memory.held[KEY] = "strange"
    assert [one.put for one in desk.mender.settle(session_over=True)] == [Put.CHANGED_SINCE]
    assert desk.memory.held == {KEY: "strange"}


def test_a_note_that_cannot_be_cleared_does_not_hide_that_it_is_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.mender.fix(CHECK)

    def full(*_: object) -> None:
        raise UndoJournalError("The disk is full.")

    monkeypatch.setattr(desk.journal, "forget", full)
    assert [one.put for one in desk.mender.undo()] == [Put.BACK]
    monkeypatch.undo()
    assert [one.put for one in desk.mender.undo()] == [Put.ALREADY]


def test_a_disk_that_fills_up_after_the_change_still_lets_it_be_undone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UndoJournalError("The disk is full.")

    monkeypatch.setattr(desk.journal, "made", full)
    assert desk.mender.fix(CHECK).changed
    monkeypatch.undo()
    assert [one.put for one in desk.mender.undo()] == [Put.BACK]
    assert desk.memory.held == {}


def test_only_settings_can_be_written() -> None:
    with pytest.raises(NotWritten, match="only look"):
        Probes().setting(KEY)
    assert Probes().read(KEY).answer is Answer.UNKNOWN
    assert not Probes().can_write(KEY)


def test_counting_is_no_share_of_anything(desk: Desk) -> None:
    desk.memory.held[KEY] = "true"
    assert count([desk.mender.look(CHECK)]) == {
        Answer.SAFE: 1,
        Answer.UNSAFE: 0,
        Answer.UNKNOWN: 0,
        Answer.NOT_APPLICABLE: 0,
    }


def test_the_stored_form_may_differ_from_the_read_one(tmp_path: Path) -> None:
    class Typed(Memory):
        def write(self, what: object, value: str) -> None:
            assert isinstance(what, GSettings)
            super().write(what, f"uint32 {value}")

        def read(self, what: object) -> Reading:
            assert isinstance(what, GSettings)
            return Reading(value=super().read(what).value.removeprefix("uint32 "))

    desk = Desk(tmp_path, Typed("500"))
    desk.mender.fix(a_check(safe=Rule(most=300), fix=Fix(value="300")))
    assert desk.journal.entries()[0].after == Stored("uint32 300")
    assert [one.put for one in desk.mender.undo()] == [Put.BACK]
