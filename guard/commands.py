"""What each command of the terminal does; `cli` decides which one is meant."""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Any

from guard import app
from guard.capture import policy, report
from guard.capture.finding import Changed, Coverage, Ended, Finding, Gap, Level, Started, WatchEvent
from guard.capture.policy import Expected
from guard.doctor import as_object as doctor_object
from guard.errors import BadInputError
from guard.profiles.profile import Profile

DONE, TO_DO, FAILED = 0, 1, 2
_MARKS = {Level.ALARM: "!", Level.NOTICE: "•", Level.QUIET: " "}


def check(options: argparse.Namespace) -> int:
    """Look once and tell what was found; 1 when there is something to do.

    A data file that cannot be used does not keep the guard from looking, but the code is 2.
    """
    code = _check(options)
    broken = app.broken_data()
    for error in broken.values():
        print(error.sentence, file=sys.stderr)  # noqa: T201 - this is where Guard speaks in the terminal
    return FAILED if broken else code


def _check(options: argparse.Namespace) -> int:
    found = app.look_once() if options.only != "computer" else app.Pass((), app.NOT_LOOKED)
    levels = {finding.id: policy.level(finding) for finding in found.findings}
    to_do = [finding for finding in found.findings if levels[finding.id] is not Level.QUIET]
    if options.json:
        _say_json(
            {
                "findings": [
                    report.finding_object(finding, levels[finding.id]) for finding in found.findings
                ],
                "coverage": report.coverage_object(found.coverage),
                "checks": [],
                "summary": {level.value: sum(one is level for one in levels.values()) for level in Level},
            }
        )
        return TO_DO if to_do else DONE
    for finding in found.findings:
        _say(_line(finding, levels[finding.id]))
    if not found.findings and options.only != "computer":
        _say("Nothing was found by the sensors that are on.")
    if options.only == "computer":
        _say("The settings of this computer are not checked by this version of Guard.")
    _say_coverage(found.coverage)
    return TO_DO if to_do else DONE


def _say_coverage(coverage: Coverage) -> None:
    for sensor in coverage.sensors:
        _say(f"  sensor {sensor.name}: {sensor.mode.value} ({sensor.why})")
    if coverage.blind_spots:
        _say("Guard cannot see:")
    for spot in coverage.blind_spots:
        _say(f"  - {spot}")


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
        _say_json(report.event_object(event, judge))
        return
    time = report.iso(event.at)
    match event:
        case Started(_, finding):
            _say(f"{time} {_line(finding, judge(finding))}")
        case Changed(_, finding):
            _say(f"{time} changed {_line(finding, judge(finding))}")
        case Ended(_, finding):
            _say(f"{time} over: {finding.name}.")
        case Gap(_, since, until, why):
            _say(f"{time} not watched from {report.iso(since)} to {report.iso(until)}: {why}.")
        case _:
            _say(f"{time} Watching. Press Ctrl-C to stop.")
            _say_coverage(event.coverage)


def stop(_options: argparse.Namespace) -> int:
    """End the live session of the open window."""
    _say(app.stop_session())
    return DONE


def profiles(options: argparse.Namespace) -> int:
    """List, add, show or remove pseudonyms. Raises `BadInputError` and the keyring's errors."""
    needs = {"add": "a name", "show": "an id", "remove": "an id"}.get(options.action)
    if needs and not options.what:
        raise BadInputError(f"“guard profiles {options.action}” needs {needs}; nothing was changed.")
    if not needs and options.what:
        raise BadInputError(f"“guard profiles list” takes no “{options.what}”; nothing was changed.")
    profiles = _asked_of_book(options)
    if options.json:
        shown = [app.profile_object(profile) for profile in profiles]
        _say_json({"profiles": shown} if options.action == "list" else shown[0])
        return DONE
    for profile in profiles:
        _say(f"{profile.id}  {profile.name}")
    if not profiles:
        _say("There is no pseudonym yet. Make one with “guard profiles add NAME”.")
    return DONE


def _asked_of_book(options: argparse.Namespace) -> list[Profile]:
    book = app.open_book()
    try:
        book.keeper.load()
        match options.action:
            case "add":
                return [book.keeper.add(options.what)]
            case "remove":
                return [book.keeper.remove(options.what)]
            case "show":
                return [app.profile(book.keeper, options.what)]
            case _:
                return list(book.keeper.profiles)
    finally:
        book.close()


def doctor(options: argparse.Namespace) -> int:
    """Tell what works here; 1 when some part does not."""
    parts = app.examine()
    if options.json:
        _say_json(doctor_object(parts))
    else:
        for part in parts:
            _say(f"{part.name}: {part.state} ({part.says})")
    return TO_DO if any(part.state == "off" for part in parts) else DONE


def _say(line: str = "") -> None:
    print(line, flush=True)  # noqa: T201 - this is where Guard speaks in the terminal


def _say_json(value: dict[str, Any]) -> None:
    _say(json.dumps(value, ensure_ascii=False))
