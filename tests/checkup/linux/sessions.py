"""Desktop sessions in which shipped checks are tried: real stores with nothing real of this computer in them."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from guard.checkup import catalogue
from guard.checkup.check import Answer, Check, Desktop, Rule
from guard.checkup.detect import Command, GSettings, KConfig, SystemUnit, UserUnit
from guard.checkup.judging import by_rule

CHECKS = catalogue.load("linux").checks
FIXABLE = tuple(check for check in CHECKS if check.fix is not None)
DESKTOPS: tuple[Desktop, ...] = ("gnome", "kde", "cinnamon", "mate", "xfce")
BY_TOOL = (GSettings, KConfig, UserUnit, SystemUnit, Command)
"""Probes that know nothing without a tool's answer."""


def unsafe_values(check: Check) -> Iterable[str]:
    """Yield values that the setting may hold and that the check's rule calls unsafe."""
    rule = check.safe or Rule(one_of=("inactive",), valid=("active", "inactive"))
    bounds = [rule.least - 1] if rule.least is not None else []
    bounds += [rule.most + 1] if rule.most is not None else []
    listed = [f"['{item}']" for item in rule.none_of if item != "*"] or ["['something']"]
    known = [*rule.valid, *map(str, bounds), "true", "false", "0", "1", "99999", *listed, "something"]
    return (value for value in dict.fromkeys(known) if by_rule(rule, value) is Answer.UNSAFE)


def firefox_profile(home: Path) -> Path:
    """Make a Firefox profile in `home`."""
    profile = home / ".mozilla/firefox/abc.default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "prefs.js").write_text("// Mozilla User Preferences\n")
    (profile.parent / "profiles.ini").write_text("[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n")
    return profile


def fake_tools(folder: Path, body: str) -> Path:
    """Fill `folder` with tools of every name that checks may ask, all of which do `body`."""
    folder.mkdir()
    named = {check.detect.argv[0] for check in CHECKS if isinstance(check.detect, Command)}
    usual = {"gsettings", "dconf", "env", "systemctl", "xfconf-query", "lsblk", "loginctl", "busctl", "gdbus"}
    kde = {f"{name}{version}" for name in ("kreadconfig", "kwriteconfig") for version in (5, 6)}
    for name in named | usual | kde:
        tool = folder / Path(name).name
        tool.write_text(f"#!/bin/sh\n{body}\n")
        tool.chmod(0o755)
    return folder


def schema_paths(session: Mapping[str, str]) -> Mapping[str, str]:
    """Return where each installed schema keeps its keys."""
    listed = subprocess.run(
        ["gsettings", "list-schemas", "--print-paths"],
        env=dict(session),
        capture_output=True,
        text=True,
        check=True,
    )
    pairs = (line.split() for line in listed.stdout.splitlines())
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def dconf_paths(session: Mapping[str, str]) -> Mapping[Check, str]:
    """Return the path of each check's key whose schema is installed."""
    paths = schema_paths(session)
    found = {}
    for check in CHECKS:
        if isinstance(what := check.detect, GSettings) and (folder := what.path or paths.get(what.schema)):
            found[check] = folder + what.key
    return found
