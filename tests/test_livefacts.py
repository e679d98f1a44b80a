from dataclasses import replace
from functools import partial

import pytest

from guard.capture import policy
from guard.capture.finding import Coverage, Finding, Kind, SensorMode, SensorState, Strength
from guard.capture.policy import Expected
from guard.livefacts import live_facts
from guard.session.checklist import Answer, Fact

NO_RECORDER, NOTHING_SHARED, NO_REMOTE = (
    "capture.no-recorder",
    "capture.nothing-shared",
    "capture.no-remote-host",
)
OBS = Finding("f1", Kind.SCREEN, Strength.RUNNING, "OBS Studio", "obs-studio", 1, "/usr/bin/obs", 0.0, ())
REMOTE = replace(OBS, id="f2", kind=Kind.REMOTE_CONTROL, name="RustDesk", tool="rustdesk")


def cover(**modes: SensorMode) -> Coverage:
    sensors = [SensorState(name.replace("_", "-"), mode, "so") for name, mode in modes.items()]
    return Coverage(tuple(sensors), ())


ALL_ON = cover(process_events=SensorMode.ON, x11=SensorMode.ON)


def facts(
    *findings: Finding, coverage: Coverage = ALL_ON, expected: tuple[Expected, ...] = ()
) -> dict[str, Fact]:
    return live_facts(findings, coverage, partial(policy.level, expected=expected))


def answers(*findings: Finding, coverage: Coverage = ALL_ON) -> list[Answer]:
    found = facts(*findings, coverage=coverage)
    return [found[name].answer for name in (NO_RECORDER, NOTHING_SHARED, NO_REMOTE)]


YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.NOT_SURE


def test_nothing_found_by_sensors_that_look_is_a_yes() -> None:
    assert answers() == [YES, YES, YES]


def test_a_recorder_that_is_only_open() -> None:
    assert answers(OBS) == [NO, YES, YES]
    assert "OBS Studio" in facts(OBS)[NO_RECORDER].says


def test_a_recorder_that_captures() -> None:
    assert answers(replace(OBS, strength=Strength.CAPTURING)) == [NO, NO, YES]


def test_a_remote_host() -> None:
    assert answers(REMOTE) == [YES, YES, NO]
    assert answers(replace(REMOTE, strength=Strength.CAPTURING)) == [YES, NO, NO]


def test_what_is_quiet_is_no_reason_for_a_no() -> None:
    assert answers(replace(OBS, harmless="It reads the screen aloud.")) == [YES, YES, YES]
    assert facts(OBS, expected=(Expected("obs-studio", Kind.SCREEN),))[NO_RECORDER].answer is YES
    assert facts(OBS, expected=(Expected("obs-studio", Kind.CAMERA),))[NO_RECORDER].answer is NO


@pytest.mark.parametrize(
    "coverage",
    [cover(), cover(process_events=SensorMode.OFF), cover(process_events=SensorMode.OFF, x11=SensorMode.OFF)],
)
def test_a_sensor_that_cannot_see_never_answers_yes(coverage: Coverage) -> None:
    assert answers(coverage=coverage) == [UNSURE, UNSURE, UNSURE]
    assert all(fact.says.startswith("Cannot tell") for fact in facts(coverage=coverage).values())


def test_a_limited_screen_sensor_is_not_enough_for_a_yes() -> None:
    limited = cover(process_events=SensorMode.LIMITED, x11=SensorMode.LIMITED)
    assert answers(coverage=limited) == [YES, UNSURE, YES]


def test_what_was_seen_counts_also_when_a_sensor_is_off() -> None:
    assert answers(replace(OBS, strength=Strength.CAPTURING), coverage=cover()) == [NO, NO, UNSURE]


def test_two_findings_of_one_program_are_named_once() -> None:
    both = facts(OBS, replace(OBS, id="f3", kind=Kind.MICROPHONE), replace(OBS, id="f4", name="Kooha"))
    assert both[NO_RECORDER].says == "Running now: OBS Studio, Kooha."


def test_no_answer_claims_safety() -> None:
    for findings in ((), (OBS,), (REMOTE,)):
        for coverage in (ALL_ON, cover()):
            for fact in facts(*findings, coverage=coverage).values():
                assert "safe" not in fact.says.lower()
                assert "!" not in fact.says
