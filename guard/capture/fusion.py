"""Which sightings are of one real capture; pure.

Sightings of one program and one kind are. Three things make it harder: a sensor that cannot
tell a window from the screen goes by one that can; one that sees a capture without seeing
whose it is counts for whoever another sensor sees do it; and what a helper does is counted
to the program that started it, if that one is seen doing it too.

A remote-control program reads keyboard and mouse by nature: that is evidence of what it is,
and no finding of its own. That it reads the screen is one (see `part_of`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guard.capture.finding import Finding, Kind, Sighting, Strength
from guard.capture.identity import Who

FindingKey = tuple[tuple[object, ...], Kind]

_ONE_SHOT = "one-shot"
_PARTS_OF_REMOTE_CONTROL = frozenset({Kind.SCREEN, Kind.WINDOW})


@dataclass(frozen=True, slots=True)
class Held:
    """A sighting that holds. `key` is that of the finding it was counted to last, None for none yet.

    It goes at `clear_at`, and counts for nothing before `quiet_until`.
    """

    sighting: Sighting
    who: Who
    at: float
    began_before: bool
    key: FindingKey | None = None
    clear_at: float | None = None
    quiet_until: float | None = None

    @property
    def one_shot(self) -> bool:
        """Tell whether this is a single picture."""
        return self.sighting.one_shot or self.who.one_shot

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What it may be, the best guess first."""
        return (self.sighting.kind, *self.sighting.maybe)

    @property
    def captures(self) -> bool:
        """Tell whether it is more than a possibility."""
        return self.sighting.strength >= Strength.CAPTURING


def finding_keys(held: Iterable[Held]) -> list[FindingKey]:
    """Return the key of the finding that each one counts to."""
    every = tuple(held)
    owners = [_owner(one, every) for one in every]
    certain = {
        _key(owner, one.sighting.kind)
        for one, owner in zip(every, owners, strict=True)
        if one.captures and not one.sighting.maybe
    }
    remote = {one.who.key for one in every if one.sighting.kind is Kind.REMOTE_CONTROL and not one.one_shot}
    return [
        (owner.who.key, Kind.REMOTE_CONTROL)
        if one.sighting.kind is Kind.INPUT and not one.one_shot and owner.who.key in remote
        else _of(one, owner, certain)
        for one, owner in zip(every, owners, strict=True)
    ]


def counts_pictures(key: FindingKey) -> bool:
    """Tell whether a finding is of single pictures, which are counted over many runs."""
    return key[0][0] == _ONE_SHOT


def named(support: Sequence[Held]) -> Sequence[Held]:
    """Those of one finding that tell whose it is: the outermost program; all of them where none does."""
    known = [held for held in support if not held.sighting.joins] or support
    keys = {held.who.key for held in known}
    return [held for held in known if keys.isdisjoint(held.who.started_by)] or known


def direct(support: Sequence[Held], key: FindingKey) -> Sequence[Held]:
    """Those of one finding that are about its own kind, and so decide how strong it is."""
    return [held for held in support if key[1] in held.kinds] or support


def part_of(finding: Finding, key: FindingKey, remote: Mapping[tuple[object, ...], Finding]) -> str:
    """Return the id of the remote control that a capture is a part of, from those in use by program.

    Who controls this computer from elsewhere sees its screen: that is one thing to be
    alarmed about, not two. While nobody is known to be connected, that a remote-control
    program reads the screen is news of its own, for a connection over its maker's
    meeting server shows in no other way.
    """
    whole = remote.get(key[0])
    return whole.id if whole is not None and finding.kind in _PARTS_OF_REMOTE_CONTROL else ""


def _of(one: Held, owner: Held, certain: Collection[FindingKey]) -> FindingKey:
    """The kind that somebody is certain of; else what the owner, or `one` itself, is taken for."""
    known = [key for kind in one.kinds if (key := _key(owner, kind)) in certain]
    guess = owner.sighting.kind if owner.sighting.kind in one.kinds else one.sighting.kind
    return known[0] if known else _key(owner, guess)


def _owner(one: Held, every: Iterable[Held]) -> Held:
    """The sighting that tells whose `one` is: itself, or the first that may be of the same capture."""
    if one.one_shot:
        return one
    if not one.sighting.joins:
        return _starter(one, every)
    return next(
        (
            other
            for other in sorted(every, key=lambda held: held.at)
            if other.sighting.sensor in one.sighting.joins
            and not other.sighting.joins
            and other.captures
            and not other.one_shot
            and set(other.kinds).intersection(one.kinds)
        ),
        one,
    )


def _starter(one: Held, every: Iterable[Held]) -> Held:
    """The outermost of the programs that `one` was started by that does the same, or itself."""
    if not one.captures or not one.who.started_by:
        return one
    same = {
        other.who.key: other
        for other in every
        if other.captures
        and not other.one_shot
        and not other.sighting.joins
        and set(other.kinds).intersection(one.kinds)
    }
    return next((same[key] for key in reversed(one.who.started_by) if key in same), one)


def _key(owner: Held, kind: Kind) -> FindingKey:
    """A screenshot program is the same one each time it runs; anything else is one run."""
    who = owner.who
    if owner.one_shot:
        return (_ONE_SHOT, who.tool or who.exe or who.name), kind
    return (who.key, kind)
