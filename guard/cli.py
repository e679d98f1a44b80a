"""The command line: words in, words and exit codes out.

Exit codes: 0 nothing to do, 1 something to do, 2 it could not run. Every failure is one
sentence on standard error.
"""

import argparse
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Any, NoReturn

from guard import __version__, app, doctor, instance, places
from guard.capture import policy, report
from guard.capture.finding import Changed, Coverage, Ended, Finding, Gap, Level, Started, WatchEvent
from guard.capture.policy import Expected
from guard.errors import BadInputError, GuardError
from guard.profiles.profile import Profile
from guard.ui.linux import display

DONE, TO_DO, FAILED = 0, 1, 2
_MARKS = {Level.ALARM: "!", Level.NOTICE: "•", Level.QUIET: " "}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    logging.basicConfig(level=logging.CRITICAL, format="guard: %(message)s")
    try:
        options = _parser().parse_args(argv)
        return int(options.run(options))
    except GuardError as error:
        print(error.sentence, file=sys.stderr)  # noqa: T201 - this module is where Guard speaks in the terminal
        return FAILED
    except BrokenPipeError:
        # the reader has gone; keep Python from complaining about it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return DONE


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage text in front."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        raise BadInputError(
            f"Guard did not understand that: {message}. See “guard --help”; nothing was changed."
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="guard", description="Looks after you before, during and after private conversations online."
    )
    parser.add_argument("--version", action="version", version=f"guard {__version__}")
    parser.set_defaults(run=_open)
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=_Parser)

    check = commands.add_parser("check", help="look once and tell what was found")
    check.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    check.add_argument("--only", choices=["capture", "computer"], help="leave the other half out")
    check.set_defaults(run=_check)

    watch = commands.add_parser("watch", help="tell of every capture until stopped")
    watch.add_argument("--json", action="store_true", help="one JSON object a line")
    watch.add_argument(
        "--for", dest="seconds", type=_seconds, metavar="SECONDS", help="stop by itself after this time"
    )
    watch.add_argument(
        "--expect",
        action="append",
        default=[],
        metavar="NAME:KIND",
        help="a program that may do this, such as firefox:camera",
    )
    watch.set_defaults(run=_watch)

    stop = commands.add_parser("stop", help="end the live session in the open window")
    stop.set_defaults(run=_stop)

    profiles = commands.add_parser("profiles", help="pseudonyms in the keyring")
    profiles.add_argument("action", nargs="?", default="list", choices=["list", "add", "show", "remove"])
    profiles.add_argument("what", nargs="?", metavar="NAME or ID")
    profiles.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    profiles.set_defaults(run=_profiles)

    doctor_parser = commands.add_parser("doctor", help="tell what works here")
    doctor_parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    doctor_parser.set_defaults(run=_doctor)
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of seconds above 0")
    return seconds


def _say(line: str = "") -> None:
    print(line, flush=True)  # noqa: T201 - this module is where Guard speaks in the terminal


def _say_json(value: dict[str, Any]) -> None:
    _say(json.dumps(value, ensure_ascii=False))


def _open(_options: argparse.Namespace) -> int:
    if not display.available():
        _say("There is no display here, so Guard looks once in the terminal instead of opening its window.")
        return _check(argparse.Namespace(json=False, only=None))
    if instance.tell(places.usual().runtime, "raise") is not None:
        return DONE
    from guard import desktop  # noqa: PLC0415 - the one lazy import: Qt is loaded only for a window

    return desktop.open_window()


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


def _watch(options: argparse.Namespace) -> int:
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


def _stop(_options: argparse.Namespace) -> int:
    _say(app.stop_session())
    return DONE


def _profiles(options: argparse.Namespace) -> int:
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


def _doctor(options: argparse.Namespace) -> int:
    parts = app.examine()
    if options.json:
        _say_json(doctor.as_object(parts))
    else:
        for part in parts:
            _say(f"{part.name}: {part.state} ({part.says})")
    return TO_DO if any(part.state == "off" for part in parts) else DONE
