"""The words of an alert, made from findings; a bystander who reads them learns nothing private."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from guard.capture.finding import Confidence, Finding, Kind, Level, Strength
from guard.ui.widgets.text import sentence

_LONG = 48  # characters of a program's name that fit a headline

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class AlertText:
    """One finding in words. `level` is notice or alarm, and quiet for what has `ended`.

    `lasting` keeps the word of an ended alarm on the screen until somebody has read it.
    `began` is in seconds since the epoch; `times` counts how often the same program has
    begun and stopped the same thing. `icon` is that of the program, as in `Finding`.
    """

    id: str
    level: Level
    headline: str
    what: str
    who: str
    since: str
    evidence: tuple[str, ...] = ()
    safe: str = ""
    kind: Kind = Kind.SCREEN
    began: float = 0.0
    ended: bool = False
    lasting: bool = False
    times: int = 1
    began_before: bool = False
    icon: str = ""


def _capturing() -> dict[Kind, str]:
    return {
        Kind.SCREEN: translate("Alert", "Something can see this screen: {name}"),
        Kind.WINDOW: translate("Alert", "Something can see a window: {name}"),
        Kind.CAMERA: translate("Alert", "The camera is in use: {name}"),
        Kind.MICROPHONE: translate("Alert", "The microphone is in use: {name}"),
        Kind.SYSTEM_AUDIO: translate("Alert", "Something listens to this computer's sound: {name}"),
        Kind.INPUT: translate("Alert", "Something can read the keyboard: {name}"),
        Kind.REMOTE_CONTROL: translate("Alert", "This computer may be controlled from elsewhere: {name}"),
        Kind.TERMINAL: translate("Alert", "Something records a terminal: {name}"),
    }


def _means() -> dict[Kind, str]:
    return {
        Kind.SCREEN: translate("Alert", "What is on the screen may be stored or seen by others, now."),
        Kind.WINDOW: translate("Alert", "What one window shows may be stored or seen by others, now."),
        Kind.CAMERA: translate("Alert", "What the camera sees may be stored or sent, now."),
        Kind.MICROPHONE: translate("Alert", "What is said near this computer may be stored or sent, now."),
        Kind.SYSTEM_AUDIO: translate("Alert", "What this computer plays, voices too, may be stored, now."),
        Kind.INPUT: translate("Alert", "What is typed or clicked may be stored or sent, now."),
        Kind.REMOTE_CONTROL: translate("Alert", "Someone may see this computer and use it, now."),
        Kind.TERMINAL: translate("Alert", "What a terminal window shows may be stored, now."),
    }


def _safe() -> dict[Kind, str]:
    return {
        Kind.CAMERA: translate(
            "Alert", "Covering the lens stops the picture at once; covering the screen does not."
        ),
        Kind.MICROPHONE: translate(
            "Alert", "Silence is the only quick cover for a microphone; covering the screen does not help."
        ),
        Kind.INPUT: translate(
            "Alert", "Type nothing private until it has stopped; covering the screen does not help."
        ),
        Kind.REMOTE_CONTROL: translate(
            "Alert", "Unplugging or switching off the network cuts the connection at once."
        ),
    }


def _advice(kind: Kind) -> str:
    cover = translate(
        "Alert", "Covering the screen hides what comes next; what was seen before is not taken back."
    )
    nothing_done = translate("Alert", "Guard has stopped nothing and changed nothing.")
    return f"{_safe().get(kind, cover)} {nothing_done}"


def build(
    found: Sequence[tuple[Finding, Level]], about: Callable[[Finding], str] = lambda _finding: ""
) -> list[AlertText]:
    """Put findings into words, the loudest and the newest first; quiet ones are left out.

    `about` gives the catalogue's sentence on a finding's program, or nothing.
    """
    loud = [(finding, level) for finding, level in found if level != Level.QUIET]
    loud.sort(key=lambda each: (each[1] != Level.ALARM, -each[0].since, each[0].id))
    return [_text(finding, level, about(finding)) for finding, level in loud]


def ended(alert: AlertText, at: float, times: int = 1) -> AlertText:
    """Say that an alert is over since `at` (seconds since the epoch), the last of `times`."""
    if alert.began_before:
        span = translate("Alert", "From before Guard began to watch, until {until}.")
    elif times > 1:
        span = translate("Alert", "{times} times, last from {since} to {until}.")
    else:
        span = translate("Alert", "From {since} to {until}.")
    return replace(
        alert,
        level=Level.QUIET,
        lasting=alert.level == Level.ALARM,
        headline=translate("Alert", "{name} has stopped").format(name=alert.who),
        what=translate("Alert", "What it took until then is not taken back."),
        since=span.format(since=_clock(alert.began), until=_clock(at), times=times),
        safe=translate("Alert", "Guard has stopped nothing and changed nothing."),
        ended=True,
        times=times,
    )


def _text(finding: Finding, level: Level, about: str) -> AlertText:
    lines = tuple(dict.fromkeys(sentence(each.says) for each in finding.evidence))
    if finding.confidence != Confidence.HIGH:
        lines = (*lines, translate("Alert", "Guard is not sure that this is the right name of the program."))
    if len(finding.name) > _LONG:
        lines = (translate("Alert", "The program calls itself {name}.").format(name=finding.name), *lines)
    what = " ".join(part for part in (sentence(about), _meaning(finding)) if part)
    return AlertText(
        finding.id,
        level,
        _headline(finding),
        what,
        _short(finding.name),
        _since(finding),
        lines,
        _advice(finding.kind),
        kind=finding.kind,
        began=finding.since,
        began_before=finding.began_before,
        icon=finding.icon,
    )


def _headline(finding: Finding) -> str:
    name = _short(finding.name)
    if finding.strength < Strength.CAPTURING:
        return translate("Alert", "{name} is open and able to record").format(name=name)
    if finding.one_shot and finding.count > 1:
        return translate("Alert", "{count} pictures of the screen were taken: {name}").format(
            count=finding.count, name=name
        )
    if finding.one_shot:
        return translate("Alert", "A picture of the screen was taken: {name}").format(name=name)
    return _capturing()[finding.kind].format(name=name)


def _short(name: str) -> str:
    return name if len(name) <= _LONG else f"{name[: _LONG - 1].rstrip()}…"


def _meaning(finding: Finding) -> str:
    if finding.strength < Strength.CAPTURING:
        return translate("Alert", "Guard does not see it recording at this moment.")
    if finding.one_shot:
        return translate("Alert", "What was on the screen at that moment may be stored or sent.")
    return _means()[finding.kind]


def _since(finding: Finding) -> str:
    clock = _clock(finding.since)
    if finding.began_before:
        return translate("Alert", "It was there before Guard began to watch.")
    if finding.one_shot:
        return translate("Alert", "At {clock}.").format(clock=clock)
    return translate("Alert", "Since {clock}.").format(clock=clock)


def _clock(moment: float) -> str:
    """Write the time of day as the system does; `moment` is in seconds since the epoch."""
    when = QDateTime.fromMSecsSinceEpoch(round(moment * 1000))
    return QLocale().toString(when.time(), QLocale.FormatType.ShortFormat)
