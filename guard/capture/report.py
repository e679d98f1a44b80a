"""Findings and coverage in the words of the command line's contract (JSON), and in sentences.

The contract is stable: fields may be added, none is renamed or removed.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from guard.capture.finding import (
    Changed,
    Coverage,
    Ended,
    Finding,
    Gap,
    Kind,
    Level,
    Started,
    Strength,
    WatchEvent,
    Watching,
)

Judge = Callable[[Finding], Level]

_WHAT = {
    Kind.SCREEN: "the screen",
    Kind.WINDOW: "a window",
    Kind.CAMERA: "the camera",
    Kind.MICROPHONE: "the microphone",
    Kind.SYSTEM_AUDIO: "what you hear",
    Kind.INPUT: "keyboard or mouse",
    Kind.REMOTE_CONTROL: "this computer from elsewhere",
    Kind.TERMINAL: "a terminal",
}


def iso(seconds: float) -> str:
    """Format seconds since the epoch as ISO 8601 UTC with milliseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event_object(event: WatchEvent, judge: Judge) -> dict[str, Any]:
    """Return one event of `guard watch --json` as a JSON object."""
    match event:
        case Watching(at, coverage):
            return {"event": "watching", "at": iso(at), **coverage_object(coverage)}
        case Started(at, finding):
            return {"event": "started", "at": iso(at), **finding_object(finding, judge(finding))}
        case Changed(at, finding):
            return {"event": "changed", "at": iso(at), **finding_object(finding, judge(finding))}
        case Ended(at, finding):
            return {"event": "ended", "at": iso(at), "id": finding.id}
        case Gap(at, since, until, why):
            return {"event": "gap", "at": iso(at), "from": iso(since), "to": iso(until), "why": why}


def finding_object(finding: Finding, level: Level) -> dict[str, Any]:
    """Return one finding as a JSON object."""
    found: dict[str, Any] = {
        "id": finding.id,
        "kind": finding.kind.value,
        "strength": finding.strength.word,
        "level": level.value,
        "tool": finding.tool,
        "name": finding.name,
        "pid": finding.pid,
        "exe": finding.exe,
        "desktop_entry": finding.desktop_entry or None,
        "icon": finding.icon or None,
        "since": iso(finding.since),
        "baseline": finding.began_before,
        "confidence": finding.confidence.value,
        "one_shot": finding.one_shot,
        "evidence": [{"sensor": one.sensor, "says": one.says} for one in finding.evidence],
    }
    if finding.one_shot:
        found["count"] = finding.count
    if finding.harmless:
        found["harmless"] = finding.harmless
    if finding.part_of:
        found["part_of"] = finding.part_of
    return found


def coverage_object(coverage: Coverage) -> dict[str, Any]:
    """Return what can and cannot be seen as a JSON object."""
    return {
        "sensors": [
            {"name": sensor.name, "state": sensor.mode.value, "why": sensor.why}
            for sensor in coverage.sensors
        ],
        "blind_spots": list(coverage.blind_spots),
    }


def headline(finding: Finding) -> str:
    """Say in a few neutral words what was found."""
    what = _WHAT[finding.kind]
    if finding.harmless:
        return f"{finding.name} is here and is no threat"
    if finding.one_shot and finding.strength is Strength.CAPTURING:
        times = "" if finding.count == 1 else f" ({finding.count} times)"
        return f"{finding.name} took a picture of {what}{times}"
    if finding.strength is Strength.CAPTURING:
        return (
            f"{finding.name} can see or control {what}"
            if finding.kind is Kind.REMOTE_CONTROL
            else f"{finding.name} is taking in {what}"
        )
    if finding.strength is Strength.ABLE:
        return (
            f"{finding.name} is ready to let others see or control this computer"
            if finding.kind is Kind.REMOTE_CONTROL
            else f"{finding.name} is ready to take in {what}"
        )
    return (
        f"{finding.name} is open; it could let others see or control this computer"
        if finding.kind is Kind.REMOTE_CONTROL
        else f"{finding.name} is open; it could take in {what}"
    )
