r"""Values of the Windows registry as settings: read, written, and put back; and policies that decide over them.

What a policy's values mean is written behind its name in the data:
`HKLM\...\GameDVR!AllowGameDVR safe=0 free=1` — 0 forces the safe state, 1 leaves it to the user,
any other value cannot be told. Several policies are joined by "; " and the first that decides wins.
A policy of the setting's own name is of its kind; any other is a dword.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from guard.checkup.check import Answer, Reading, Stored
from guard.checkup.detect import Registry
from guard.checkup.probe import NotWritten
from guard.checkup.windows.keys import Held, Hive, Keys, Kind

Meaning = Literal["safe", "unsafe", "free"]
_KINDS = {"dword": Kind.DWORD, "string": Kind.STRING}
_MOST = 2**32 - 1
_NO_REGISTRY = "The registry of Windows cannot be reached."


@dataclass(frozen=True, slots=True)
class Policy:
    """A value that decides over a setting, and what each of its values means."""

    hive: Hive
    key: str
    name: str
    means: dict[str, Meaning]


class RegistryProbe:
    """`SettingProbe` for `Registry`. A dword is spelled as a decimal number, a string as it is."""

    def __init__(self, keys: Keys | None) -> None:
        """Use `keys`; None where there is no registry."""
        self._keys = keys

    def read(self, what: Registry) -> Reading:
        """Return the value that counts, or why there is none."""
        if self._keys is None:
            return _cannot(_NO_REGISTRY)
        try:
            return self._decided(self._keys, what) or _own(
                what, self._keys.value(what.hive, what.key, what.name)
            )
        except (OSError, ValueError):
            return _cannot("Windows does not let Guard read this setting.")

    def stored(self, what: Registry) -> Stored:
        """Return what the value holds, or absent. Raises `NotWritten`."""
        try:
            held = self._must().value(what.hive, what.key, what.name)
        except OSError as error:
            raise NotWritten(
                "Windows does not let Guard read this setting, so it changed nothing."
            ) from error
        if held is None:
            return Stored(absent=True)
        if held.kind is not _KINDS[what.kind]:
            raise NotWritten(
                "The setting holds something of another kind than Windows documents. Guard changed nothing."
            )
        return Stored(str(held.data))

    def write(self, what: Registry, value: str) -> None:
        """Write `value`. Raises `NotWritten`."""
        try:
            self._must().put(what.hive, what.key, what.name, _held(what, value))
        except OSError as error:
            raise _refused(what) from error

    def restore(self, what: Registry, stored: Stored) -> None:
        """Write the earlier value, or delete it where there was none; an empty key may stay. Raises `NotWritten`."""
        if not stored.absent:
            self.write(what, stored.value)
            return
        try:
            self._must().remove(what.hive, what.key, what.name)
        except OSError as error:
            raise _refused(what) from error

    def _decided(self, keys: Keys, what: Registry) -> Reading | None:
        """Return what a policy makes of the setting; None when it is the user's own."""
        for policy in policies(what.policy):
            held = keys.value(policy.hive, policy.key, policy.name)
            kind = _KINDS[what.kind] if policy.name == what.name else Kind.DWORD
            meaning: Meaning | None = "free"
            if held is not None:
                meaning = policy.means.get(str(held.data)) if held.kind is kind else None
            if meaning == "free":
                continue
            said = f"{_spoken(policy.hive, policy.key, policy.name)} is “{held.data if held else ''}”."
            if meaning is None:
                why = "A rule above this setting decides, and Guard does not know what its value means."
                return Reading(Answer.UNKNOWN, why=why, evidence=(said,), managed=True)
            answer = Answer.SAFE if meaning == "safe" else Answer.UNSAFE
            return Reading(answer, evidence=(said,), managed=True)
        return None

    def _must(self) -> Keys:
        if self._keys is None:
            raise NotWritten(f"{_NO_REGISTRY} Nothing was changed.")
        return self._keys


def _own(what: Registry, held: Held | None) -> Reading:
    """Return what the user's own value means."""
    where = _spoken(what.hive, what.key, what.name)
    if held is None and what.missing is not None:
        said = f"{where} was never set; Windows then takes “{what.missing}”."
        return Reading(value=what.missing, evidence=(said,))
    if held is None:
        return _cannot("Windows holds no value for it, and what it does then is not documented.")
    if held.kind is not _KINDS[what.kind]:
        return _cannot("The setting holds something of another kind than Windows documents.")
    return Reading(value=str(held.data), evidence=(f"{where} is “{held.data}”.",))


def policies(text: str) -> list[Policy]:
    """Read the policies of a check. Raises `ValueError`."""
    return [_policy(one) for one in text.split("; ") if one]


def _policy(text: str) -> Policy:
    where, mark, rest = text.rpartition("!")
    hive, _, key = where.partition("\\")
    name, *words = rest.split() or [""]
    if hive not in ("HKCU", "HKLM") or not (mark and key and name):
        raise ValueError(text)
    means: dict[str, Meaning] = {}
    for word in words:
        meaning, _, values = word.partition("=")
        if meaning not in get_args(Meaning) or not values:
            raise ValueError(text)
        for value in values.split(","):
            means[value] = "safe" if meaning == "safe" else "unsafe" if meaning == "unsafe" else "free"
    return Policy("HKCU" if hive == "HKCU" else "HKLM", key, name, means)


def _held(what: Registry, value: str) -> Held:
    if what.kind == "string":
        return Held(Kind.STRING, value)
    if not (value.isascii() and value.isdecimal() and int(value) <= _MOST):
        raise NotWritten("That is not a value that the setting can hold. Nothing was changed.")
    return Held(Kind.DWORD, int(value))


def _refused(what: Registry) -> NotWritten:
    need = " It needs an administrator." if what.hive == "HKLM" else ""
    return NotWritten(f"Windows did not let Guard change the setting. It is as it was.{need}")


def _spoken(hive: str, key: str, name: str) -> str:
    return f"{hive}\\{key}!{name}"


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
