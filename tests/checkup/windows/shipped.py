"""The checks for Windows that are shipped, and what tests ask about them."""

from functools import cache

from guard import datafile, resources
from guard.checkup.check import Answer, Check, Rule
from guard.checkup.detect import Registry
from guard.checkup.judging import by_rule
from guard.checkup.windows.keys import Keys, WinregKeys
from guard.checkup.windows.registry import Policy, policies
from tests.support.registries import FakeWinreg


@cache
def shipped() -> tuple[Check, ...]:
    """Read them without the other systems' files."""
    files = [file for file in resources.files("checks") if file.name.startswith("windows-")]
    return tuple(
        check for file in files for check in datafile.read(file, dict[str, tuple[Check, ...]])["check"]
    )


def of_registry() -> list[Check]:
    return [check for check in shipped() if isinstance(check.detect, Registry)]


def fixable() -> list[Check]:
    return [check for check in shipped() if check.fix is not None]


def registry(check: Check) -> Registry:
    assert isinstance(check.detect, Registry)
    return check.detect


def rule(check: Check) -> Rule:
    assert check.safe is not None
    return check.safe


def unsafe_starts(check: Check) -> list[str | None]:
    """Return every unsafe state that a setting can start from; None is absent."""
    values = rule(check).valid or ("0", "901", "86400")
    starts: list[str | None] = [one for one in values if by_rule(rule(check), one) is Answer.UNSAFE]
    missing = registry(check).missing
    if missing is not None and by_rule(rule(check), missing) is Answer.UNSAFE:
        starts.append(None)
    return starts


def hold(winreg: FakeWinreg, what: Registry, value: str | None) -> None:
    """Let the setting hold `value`, as its own kind."""
    if value is not None:
        winreg.set(what.hive, what.key, what.name, int(value) if what.kind == "dword" else value)


def decree(winreg: FakeWinreg, what: Registry, policy: Policy, value: str) -> None:
    """Let a policy hold `value`, as the kind it has."""
    text = policy.name == what.name and what.kind == "string"
    winreg.set(policy.hive, policy.key, policy.name, value if text else int(value))


def policies_of(check: Check) -> list[Policy]:
    return policies(registry(check).policy)


def keys(winreg: FakeWinreg) -> Keys:
    return WinregKeys(winreg)
