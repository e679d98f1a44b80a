"""One finding per real capture: which sightings count to which, told by the events of the ledger."""

from collections.abc import Sequence
from typing import Any

import pytest

from guard.capture.finding import Changed, Ended, Finding, Kind, Level, Sighting, Started, Strength
from guard.capture.identity import Who
from guard.capture.ledger import CLEAR_AFTER, Ledger, LedgerEvent
from guard.capture.policy import level
from tests.capture.strategies import make_sighting, make_who

APP = make_who(100, "Kooha")
VNC = make_who(200, "X11vnc")
NOBODY = Who(("screen-cast", "cast"), "Somebody")
VAGUE = (Kind.WINDOW,)
SEERS = ("pipewire", "screencopy")


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def types(events: Sequence[LedgerEvent]) -> list[type[LedgerEvent]]:
    return [type(event) for event in events]


def only(ledger: Ledger) -> Finding:
    (finding,) = ledger.findings
    return finding


@pytest.mark.parametrize("first", ["the vague one", "the certain one"])
def test_a_window_seen_as_the_screen_by_another_sensor_is_one_window(ledger: Ledger, first: str) -> None:
    vague = make_sighting("pipewire", maybe=VAGUE)
    certain = make_sighting("screen-cast", kind=Kind.WINDOW)
    order = (vague, certain) if first == "the vague one" else (certain, vague)
    events = [event for sighting in order for event in ledger.add(sighting, APP, 1.0)]
    assert types(events) == [Started, Changed]
    assert (only(ledger).id, only(ledger).kind) == ("f1", Kind.WINDOW)
    assert {one.sensor for one in only(ledger).evidence} == {"pipewire", "screen-cast"}


def test_the_screen_and_a_window_told_apart_are_two(ledger: Ledger) -> None:
    ledger.add(make_sighting("screen-cast", "a"), APP, 1.0)
    ledger.add(make_sighting("screen-cast", "b", kind=Kind.WINDOW), APP, 1.0)
    ledger.add(make_sighting("pipewire", "1", maybe=VAGUE), APP, 1.0)
    assert [finding.kind for finding in ledger.findings] == [Kind.SCREEN, Kind.WINDOW]


def test_a_program_that_only_could_take_the_screen_does_not_decide_what_is_taken(ledger: Ledger) -> None:
    ledger.add(make_sighting(strength=Strength.RUNNING), APP, 1.0)
    ledger.add(make_sighting("screen-cast", kind=Kind.WINDOW), APP, 2.0)
    ledger.add(make_sighting("pipewire", maybe=VAGUE), APP, 2.0)
    assert [(one.kind, one.strength) for one in ledger.findings] == [
        (Kind.SCREEN, Strength.RUNNING),
        (Kind.WINDOW, Strength.CAPTURING),
    ]


def nameless(**more: Any) -> Sighting:
    values: dict[str, Any] = {"kind": Kind.SCREEN, "strength": Strength.ABLE, "maybe": VAGUE, **more}
    return make_sighting("screen-cast", "cast", None, joins=SEERS, **values)


def test_a_cast_of_nobody_known_is_whose_another_sensor_sees_it(ledger: Ledger) -> None:
    ledger.add(nameless(), NOBODY, 1.0)
    events = ledger.add(make_sighting("pipewire", maybe=VAGUE), APP, 1.1)
    assert types(events) == [Changed]
    assert (only(ledger).id, only(ledger).name, only(ledger).pid) == ("f1", "Kooha", 100)
    assert only(ledger).strength is Strength.CAPTURING


def test_what_only_knows_that_it_is_a_window_tells_the_kind(ledger: Ledger) -> None:
    ledger.add(make_sighting("pipewire", maybe=VAGUE), APP, 1.0)
    told = nameless(kind=Kind.WINDOW, strength=Strength.CAPTURING, maybe=())
    ledger.add(told, NOBODY, 1.1)
    assert (only(ledger).id, only(ledger).kind, only(ledger).name) == ("f1", Kind.WINDOW, "Kooha")


def test_it_does_not_outlive_the_program_under_a_false_name(ledger: Ledger) -> None:
    ledger.add(make_sighting("pipewire", maybe=VAGUE), APP, 1.0)
    ledger.add(nameless(), NOBODY, 1.0)
    assert types(ledger.gone(100, 2.0)) == [Ended]
    assert ledger.findings == ()
    assert ledger.next_due == 2.0 + CLEAR_AFTER
    assert types(ledger.due(2.0 + CLEAR_AFTER)) == [Started]
    assert (only(ledger).id, only(ledger).name, only(ledger).strength) == ("f2", "Somebody", Strength.ABLE)


def test_it_ends_in_silence_when_it_ends_with_the_program(ledger: Ledger) -> None:
    ledger.add(make_sighting("pipewire", maybe=VAGUE), APP, 1.0)
    ledger.add(nameless(), NOBODY, 1.0)
    ledger.gone(100, 2.0)
    ledger.withdraw("screen-cast", "cast", 2.0)
    assert ledger.due(2.0 + CLEAR_AFTER) == []


@pytest.mark.parametrize(
    "other",
    [
        make_sighting("x11"),
        make_sighting("pipewire", kind=Kind.MICROPHONE),
        make_sighting("pipewire", strength=Strength.ABLE),
        make_sighting("pipewire", one_shot=True),
    ],
    ids=["another way", "another kind", "a possibility", "a picture"],
)
def test_what_cannot_be_the_same_capture_is_another(ledger: Ledger, other: Sighting) -> None:
    ledger.add(nameless(), NOBODY, 1.0)
    ledger.add(other, APP, 1.0)
    assert len(ledger.findings) == 2


def test_a_helper_counts_to_the_program_that_started_it_and_is_seen_doing_the_same(ledger: Ledger) -> None:
    helper = make_who(101, "Gst", started_by=((99, 1.0), APP.key))
    ledger.add(make_sighting("screen-cast"), APP, 1.0)
    ledger.add(make_sighting("pipewire", pid=101, maybe=VAGUE), helper, 1.1)
    assert (only(ledger).name, len(only(ledger).evidence)) == ("Kooha", 2)


def test_a_helper_of_a_program_that_does_something_else_is_a_finding(ledger: Ledger) -> None:
    helper = make_who(101, "Gst", started_by=(APP.key,))
    ledger.add(make_sighting("pipewire", kind=Kind.MICROPHONE), APP, 1.0)
    ledger.add(make_sighting("process-events", "h", pid=101), helper, 1.1)
    assert [one.name for one in ledger.findings] == ["Kooha", "Gst"]


def remote(ledger: Ledger, *, connected: bool) -> list[Level]:
    """Let a VNC server run, read screen and keyboard, and perhaps have a guest; return how loud each is."""
    ledger.add(make_sighting("x11", "keys", 200, kind=Kind.INPUT), VNC, 1.0)
    host = make_sighting(key="host", pid=200, kind=Kind.REMOTE_CONTROL, strength=Strength.ABLE)
    ledger.add(host, VNC, 1.0)
    ledger.add(make_sighting("x11", "screen", 200, maybe=VAGUE), VNC, 1.0)
    if connected:
        ledger.add(make_sighting("remote-access", "guest", 200, kind=Kind.REMOTE_CONTROL), VNC, 2.0)
    return [level(finding) for finding in ledger.findings]


def test_remote_control_is_one_alarm_whether_or_not_somebody_is_connected(ledger: Ledger) -> None:
    assert remote(ledger, connected=False) == [Level.NOTICE, Level.ALARM]
    host, screen = ledger.findings
    assert (host.kind, host.strength, screen.kind) == (Kind.REMOTE_CONTROL, Strength.ABLE, Kind.SCREEN)
    assert {one.sensor for one in host.evidence} == {"process-events", "x11"}
    assert remote(ledger, connected=True) == [Level.ALARM, Level.NOTICE]
    host, screen = ledger.findings
    assert (host.strength, screen.part_of) == (Strength.CAPTURING, host.id)


def test_the_screen_alarms_again_when_the_guest_has_left(ledger: Ledger) -> None:
    remote(ledger, connected=True)
    ledger.withdraw("remote-access", "guest", 3.0)
    assert types(ledger.due(3.0 + CLEAR_AFTER)) == [Changed, Changed]
    assert [level(finding) for finding in ledger.findings] == [Level.NOTICE, Level.ALARM]


def test_another_programs_capture_is_no_part_of_a_remote_control(ledger: Ledger) -> None:
    remote(ledger, connected=True)
    ledger.add(make_sighting("x11", "other"), APP, 4.0)
    assert level(ledger.findings[-1]) is Level.ALARM
