import json
import re
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.finding import (
    Changed,
    Confidence,
    Coverage,
    Ended,
    Evidence,
    Finding,
    Gap,
    Kind,
    Level,
    SensorMode,
    SensorState,
    Started,
    Strength,
    WatchEvent,
    Watching,
)
from guard.capture.report import coverage_object, event_object, finding_object, headline, iso

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
AT = 1_795_341_600.1234


def found(**more: Any) -> Finding:
    values: dict[str, Any] = {
        "id": "f1",
        "kind": Kind.SCREEN,
        "strength": Strength.CAPTURING,
        "name": "OBS Studio",
        "tool": "obs-studio",
        "pid": 4711,
        "exe": "/usr/bin/obs",
        "since": AT,
        "evidence": (Evidence("x11", "it reads the screen"),),
    }
    return Finding(**{**values, **more})


def said(event: WatchEvent) -> dict[str, Any]:
    value = event_object(event, lambda _: Level.ALARM)
    assert json.loads(json.dumps(value)) == value
    return value


COVERAGE = Coverage(
    (SensorState("process-events", SensorMode.LIMITED, "it polls", ("Short programs.",)),),
    ("Short programs.",),
)


def test_watching() -> None:
    assert said(Watching(AT, COVERAGE)) == {
        "event": "watching",
        "at": "2026-11-22T10:00:00.123Z",
        "sensors": [{"name": "process-events", "state": "limited", "why": "it polls"}],
        "blind_spots": ["Short programs."],
    }


def test_started() -> None:
    assert said(Started(AT, found())) == {
        "event": "started",
        "at": "2026-11-22T10:00:00.123Z",
        "id": "f1",
        "kind": "screen",
        "strength": "capturing",
        "level": "alarm",
        "tool": "obs-studio",
        "name": "OBS Studio",
        "pid": 4711,
        "exe": "/usr/bin/obs",
        "desktop_entry": None,
        "icon": None,
        "since": "2026-11-22T10:00:00.123Z",
        "baseline": False,
        "confidence": "high",
        "one_shot": False,
        "evidence": [{"sensor": "x11", "says": "it reads the screen"}],
    }


def test_changed_tells_the_whole_finding_again() -> None:
    finding = found(one_shot=True, count=2)
    started, changed = said(Started(AT, finding)), said(Changed(AT, finding))
    assert changed == {**started, "event": "changed"}
    assert changed["count"] == 2


def test_ended_and_gap() -> None:
    assert said(Ended(AT, found())) == {"event": "ended", "at": "2026-11-22T10:00:00.123Z", "id": "f1"}
    assert said(Gap(AT, AT - 60, AT, "suspended")) == {
        "event": "gap",
        "at": "2026-11-22T10:00:00.123Z",
        "from": "2026-11-22T09:59:00.123Z",
        "to": "2026-11-22T10:00:00.123Z",
        "why": "suspended",
    }


def test_a_program_of_the_menus_is_told_with_its_entry_and_icon() -> None:
    value = finding_object(found(desktop_entry="com.obsproject.Studio.desktop", icon="obs"), Level.ALARM)
    assert (value["desktop_entry"], value["icon"]) == ("com.obsproject.Studio.desktop", "obs")


def test_an_unknown_program_has_no_tool() -> None:
    value = finding_object(found(tool=None, pid=None, exe=None), Level.ALARM)
    assert (value["tool"], value["pid"], value["exe"]) == (None, None, None)


def test_only_a_one_shot_has_a_count_and_only_the_harmless_a_reason() -> None:
    plain = finding_object(found(count=1), Level.QUIET)
    assert not {"count", "harmless"} & plain.keys()
    assert finding_object(found(one_shot=True), Level.QUIET)["count"] == 1
    assert finding_object(found(harmless="It reads aloud."), Level.QUIET)["harmless"] == "It reads aloud."


def test_coverage_without_sensors() -> None:
    assert coverage_object(Coverage((), ())) == {"sensors": [], "blind_spots": []}


@given(st.floats(min_value=0, max_value=4e9))
def test_every_time_is_iso_utc_with_milliseconds(seconds: float) -> None:
    assert ISO.fullmatch(iso(seconds))


EVERYTHING = list(product(Kind, Strength, (False, True), (1, 3), ("", "It reads aloud.")))


@pytest.mark.parametrize("strength", Strength)
def test_a_headline_is_calm_and_promises_nothing(strength: Strength) -> None:
    for kind, own, one_shot, count, harmless in EVERYTHING:
        if own is strength:
            finding = found(kind=kind, strength=strength, one_shot=one_shot, count=count, harmless=harmless)
            text = headline(finding)
            assert text.startswith("OBS Studio ")
            assert not re.search(r"!|\bsafe\b|secure|protected|danger|attack|\bspy", text)


def test_headlines_tell_the_kinds_and_strengths_apart() -> None:
    for strength in (Strength.RUNNING, Strength.ABLE, Strength.CAPTURING):
        assert len({headline(found(kind=kind, strength=strength)) for kind in Kind}) == len(Kind)
    for kind in Kind:
        levels = (Strength.RUNNING, Strength.ABLE, Strength.CAPTURING)
        assert len({headline(found(kind=kind, strength=strength)) for strength in levels}) == 3


def test_a_screenshot_program_that_waits_has_taken_no_picture() -> None:
    assert headline(found(one_shot=True)) == "OBS Studio took a picture of the screen"
    assert headline(found(one_shot=True, count=3)) == "OBS Studio took a picture of the screen (3 times)"
    assert "took" not in headline(found(one_shot=True, strength=Strength.RUNNING))


def test_confidence_is_told() -> None:
    assert finding_object(found(confidence=Confidence.MEDIUM), Level.ALARM)["confidence"] == "medium"
