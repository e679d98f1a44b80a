"""What each command of the terminal does; `cli` decides which one is meant."""

import argparse
import signal
import threading
from collections.abc import Sequence

from guard import app, checkup_commands
from guard.capture import policy, report
from guard.capture.finding import Changed, Coverage, Ended, Finding, Gap, Level, Started, WatchEvent
from guard.capture.policy import Expected
from guard.checkup_commands import fix, undo
from guard.doctor import as_object as doctor_object
from guard.errors import GuardError
from guard.profile_commands import profiles
from guard.secret_commands import backup, kit, restore
from guard.terminal import DONE, FAILED, TO_DO, complain, say, say_json

__all__ = ["backup", "check", "doctor", "fix", "hide", "kit", "profiles", "restore", "stop", "undo", "watch"]

_MARKS = {Level.ALARM: "!", Level.NOTICE: "•", Level.QUIET: " "}


def check(options: argparse.Namespace) -> int:
    """Look once and tell what was found; 1 when there is something to do.

    A data file that cannot be used does not keep the guard from looking, but the code is 2.
    """
    told: checkup_commands.Told = ()
    broken = app.broken_data()
    if options.only != "capture":
        try:
            told = checkup_commands.look()
        except GuardError as error:
            broken["checks"] = error
    code = _check(options, told)
    for fault in broken.values():
        complain(fault.sentence)
    return FAILED if broken else code


def _check(options: argparse.Namespace, told: checkup_commands.Told) -> int:
    found = app.look_once() if options.only != "computer" else app.Pass((), app.NOT_LOOKED)
    levels = {finding.id: policy.level(finding) for finding in found.findings}
    loud = any(level is not Level.QUIET for level in levels.values())
    code = TO_DO if loud or checkup_commands.to_do(told) else DONE
    if options.json:
        summary = {level.value: sum(one is level for one in levels.values()) for level in Level}
        say_json(
            {
                "findings": [
                    report.finding_object(finding, levels[finding.id]) for finding in found.findings
                ],
                "coverage": report.coverage_object(found.coverage),
                "checks": checkup_commands.check_objects(told),
                "summary": summary | checkup_commands.summary_object(told),
            }
        )
        return code
    for finding in found.findings:
        say(_line(finding, levels[finding.id]))
    if not found.findings and options.only != "computer":
        say("Nothing was found by the sensors that are on.")
    if told:
        checkup_commands.tell(told)
    _say_coverage(found.coverage)
    return code


def _say_coverage(coverage: Coverage) -> None:
    for sensor in coverage.sensors:
        say(f"  sensor {sensor.name}: {sensor.mode.value} ({sensor.why})")
    if coverage.blind_spots:
        say("Guard cannot see:")
    for spot in coverage.blind_spots:
        say(f"  - {spot}")


def _line(finding: Finding, level: Level) -> str:
    pid = f" [{finding.pid}]" if finding.pid else ""
    why = "; ".join(one.says for one in finding.evidence)
    return f"{_MARKS[level]} {level.value}: {report.headline(finding)}{pid}: {why}."


def watch(options: argparse.Namespace) -> int:
    """Tell of every capture until stopped, or until `--for` is over. Raises `OSError` when nobody reads."""
    expected = [policy.parse_expected(text) for text in options.expect]
    over = threading.Event()
    broken: list[OSError] = []

    def hear(event: WatchEvent) -> None:
        try:
            _tell(event, expected, as_json=options.json)
        except OSError as error:
            broken.append(error)
            over.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    watch = app.build_watch()
    watch.subscribe(hear)
    watch.start()
    over.wait(options.seconds)
    watch.stop()
    if broken:
        raise broken[0]
    return DONE


def _tell(event: WatchEvent, expected: Sequence[Expected], *, as_json: bool) -> None:
    def judge(finding: Finding) -> Level:
        return policy.level(finding, expected)

    if as_json:
        say_json(report.event_object(event, judge))
        return
    time = report.iso(event.at)
    match event:
        case Started(_, finding):
            say(f"{time} {_line(finding, judge(finding))}")
        case Changed(_, finding):
            say(f"{time} changed {_line(finding, judge(finding))}")
        case Ended(_, finding):
            say(f"{time} over: {finding.name}.")
        case Gap(_, since, until, why):
            say(f"{time} not watched from {report.iso(since)} to {report.iso(until)}: {why}.")
        case _:
            say(f"{time} Watching. Press Ctrl-C to stop.")
            _say_coverage(event.coverage)


def stop(_options: argparse.Namespace) -> int:
    """End the live session of the open window."""
    say(app.stop_session())
    return DONE


def hide(_options: argparse.Namespace) -> int:
    """Hide every window of the open Guard and lock it."""
    say(app.hide_window())
    return DONE


def doctor(options: argparse.Namespace) -> int:
    """Tell what works here; 1 when some part does not."""
    parts = app.examine()
    if options.json:
        say_json(doctor_object(parts))
    else:
        for part in parts:
            say(f"{part.name}: {part.state} ({part.says})")
    return TO_DO if any(part.state == "off" for part in parts) else DONE
