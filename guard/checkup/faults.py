"""The rules for a check's data that its schema cannot say. Pure."""

import re
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import NamedTuple

from guard import datafile
from guard.checkup import detect
from guard.checkup.check import Answer, Check, Rule, System
from guard.checkup.judging import by_rule

PREFIXES: dict[System, str] = {"linux": "lin-", "windows": "win-", "macos": "mac-", "any": "any-"}
"""How the ids of a system's checks begin."""

_ONLY_ON: dict[type, System] = {
    detect.GSettings: "linux",
    detect.KConfig: "linux",
    detect.Xfconf: "linux",
    detect.UserUnit: "linux",
    detect.SystemUnit: "linux",
    detect.SandboxPermissions: "linux",
    detect.Program: "linux",
    detect.Registry: "windows",
    detect.ConsentStore: "windows",
    detect.Defaults: "macos",
    detect.PrivacyDatabase: "macos",
}
_VALUED = (
    detect.GSettings,
    detect.KConfig,
    detect.Xfconf,
    detect.Registry,
    detect.Defaults,
    detect.FirefoxPref,
    detect.ConfigFile,
    detect.Environment,
)
"""Probes that hand over a value, which is safe by the check's own rule. All others say by themselves what they saw."""
_EITHER = (detect.UserUnit, detect.SystemUnit)
"""Services that should not run; a check may say otherwise with a rule of its own."""
_DESKTOP_SCHEMAS = ("org.gnome.desktop.", "org.gnome.settings-daemon.", "org.cinnamon.", "org.mate.")
_COMMAND = re.compile(r"[a-z0-9][\w.+-]*(?: [\w.:/=@#+-]+)*")
_PAGE = re.compile(r"[a-z][a-z0-9.+-]*:\S+")
_LONGEST_VALID = timedelta(days=2 * 366)


class Fault(NamedTuple):
    """One rule that a check breaks: the field's place in the check, and what is wrong."""

    place: datafile.PathParts
    problem: str


def faults_of(
    check: Check, system: System, links: Collection[str] = (), deprecated: Collection[str] = ()
) -> Iterator[Fault]:
    """Yield each rule that `check`, found in a file for `system`, breaks."""
    if not check.id.startswith(PREFIXES[system]):
        yield Fault(("id",), f"the ids of this file begin with “{PREFIXES[system]}”")
    if check.desktops and system != "linux":
        yield Fault(("desktops",), "only Linux has several desktops")
    for place, what in [
        (("detect",), check.detect),
        *((("also", n), one) for n, one in enumerate(check.also)),
        *([(("program",), check.program)] if check.program else []),
    ]:
        yield from _detect_faults(place, what, system)
    yield from _desktop_faults(check)
    yield from _rule_faults(check)
    yield from _fix_faults(check)
    yield from _text_faults(check)
    yield from _link_faults(check.link, system, links, deprecated)
    if not check.reviewed < check.review_after <= check.reviewed + _LONGEST_VALID:
        yield Fault(("review-after",), "it must be after “reviewed”, by two years at most")


def _detect_faults(place: datafile.PathParts, what: detect.Detect, system: System) -> Iterator[Fault]:
    only_on = _ONLY_ON.get(type(what))
    if only_on not in {None, system}:
        yield Fault((*place, "probe"), f"that can be read on {only_on} only")
    if isinstance(what, detect.Program) and place[0] != "program":
        yield Fault((*place, "probe"), "a program stands in a field of its own: “program”")
    if place[0] == "also" and (isinstance(what, _VALUED) or _is_bare_command(what)):
        yield Fault((*place, "probe"), "evidence beside a setting must be of a kind that speaks for itself")
    if isinstance(what, detect.ConfigFile | detect.Command):
        yield from _pattern_faults(place, what)
    if isinstance(what, detect.Ports):
        yield from _port_faults(place, what)


def _pattern_faults(place: datafile.PathParts, what: detect.ConfigFile | detect.Command) -> Iterator[Fault]:
    if isinstance(what, detect.ConfigFile):
        patterns = {"pattern": what.pattern}
    else:
        patterns = {"safe": what.safe, "unsafe": what.unsafe, "not-applicable": what.not_applicable}
    for field, pattern in patterns.items():
        try:
            groups = re.compile(pattern).groups
        except re.error as error:
            yield Fault((*place, field), f"this pattern cannot be read ({error})")
            continue
        if field == "pattern" and groups != 1:
            yield Fault((*place, field), "this pattern must have exactly one group")


def _port_faults(place: datafile.PathParts, what: detect.Ports) -> Iterator[Fault]:
    if not (what.tcp or what.udp):
        yield Fault((*place, "tcp"), "no port is named")
    for field, ports in (("tcp", what.tcp), ("udp", what.udp)):
        for number, port in enumerate(ports):
            if not _is_port(port):
                yield Fault((*place, field, number), "this is no port, and no “from-to”")


def _desktop_faults(check: Check) -> Iterator[Fault]:
    what = check.detect
    if isinstance(what, detect.KConfig) and check.desktops != ("kde",):
        yield Fault(("desktops",), "KDE's settings count where KDE runs only")
    if isinstance(what, detect.Xfconf) and check.desktops != ("xfce",):
        yield Fault(("desktops",), "Xfce's settings count where Xfce runs only")
    if isinstance(what, detect.GSettings) and what.schema.startswith(_DESKTOP_SCHEMAS) and not check.desktops:
        yield Fault(("desktops",), "a desktop's settings count where it runs only")


def _rule_faults(check: Check) -> Iterator[Fault]:
    needed = isinstance(check.detect, _VALUED) or _is_bare_command(check.detect)
    if check.safe is None:
        if needed:
            yield Fault(("safe",), "this probe gives a value, so a rule must say which are safe")
        return
    if not needed and not isinstance(check.detect, _EITHER):
        yield Fault(("safe",), "this probe says by itself what is safe")
    rule = check.safe
    bounded = rule.least is not None or rule.most is not None
    if [bool(rule.one_of), bool(rule.none_of), bounded].count(True) != 1:
        yield Fault(("safe",), "a rule has exactly one of “one-of”, “none-of”, and “least” or “most”")
    elif rule.valid and not _tells_apart(rule):
        yield Fault(("safe", "valid"), "it must hold every safe value, and at least one other")
    if rule.least is not None and rule.most is not None and rule.least > rule.most:
        yield Fault(("safe", "most"), "no number is safe by this")


def _tells_apart(rule: Rule) -> bool:
    answers = {by_rule(rule, value) for value in rule.valid}
    return Answer.SAFE in answers and Answer.UNSAFE in answers and set(rule.one_of) <= set(rule.valid)


def _fix_faults(check: Check) -> Iterator[Fault]:
    if check.fix is None:
        return
    if not isinstance(check.detect, detect.SETTINGS):
        yield Fault(("fix",), "only a setting can be changed")
    elif isinstance(check.detect, detect.UserUnit):
        if check.fix.value != "inactive":
            yield Fault(("fix", "value"), "Guard only stops services: “inactive”")
    elif check.safe is not None and by_rule(check.safe, check.fix.value) is not Answer.SAFE:
        yield Fault(("fix", "value"), "this value is not safe by the check's own rule")


def _text_faults(check: Check) -> Iterator[Fault]:
    titles = (check.title.safe, check.title.unsafe, check.title.unknown, check.title.not_applicable)
    if len({title.casefold() for title in titles}) < len(titles):
        yield Fault(("title",), "each answer needs a title of its own")
    texts: dict[datafile.PathParts, str] = {
        ("why",): check.why,
        ("guide",): check.guide,
        ("source",): check.source,
    }
    for answer, title in zip(Answer, titles, strict=True):
        texts["title", answer.value] = title
    for place, text in texts.items():
        if "!" in text:
            yield Fault(place, "there is an exclamation mark")
        if text != text.strip():
            yield Fault(place, "there is a space at its beginning or end")


def _link_faults(
    link: str, system: System, links: Collection[str], deprecated: Collection[str]
) -> Iterator[Fault]:
    if not link:
        return
    if link in deprecated:
        yield Fault(("link",), "this page is not to be used any more")
    elif system == "linux":
        if not _COMMAND.fullmatch(link) and link not in links:
            yield Fault(("link",), "this is neither a plain command nor a known page")
    elif not _PAGE.fullmatch(link) or link not in links:
        yield Fault(("link",), "this page is not in the list of links.toml")


def _is_bare_command(what: detect.Detect) -> bool:
    return isinstance(what, detect.Command) and not (what.safe or what.unsafe or what.not_applicable)


def _is_port(text: str) -> bool:
    numbers = text.split("-")
    return (
        len(numbers) <= 2  # noqa: PLR2004 - one, or from and to
        and all(re.fullmatch(r"[0-9]{1,5}", one) and 0 < int(one) < 1 << 16 for one in numbers)
        and int(numbers[0]) <= int(numbers[-1])
    )
