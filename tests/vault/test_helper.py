"""The helper's side of the conversation, asked in this process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.vault.desk import answer
from guard.vault.helper import forget_overrides
from guard.vault.outcome import Outcome
from guard.vault.wire import Do, Reply, Request, line
from tests.vault.fakes import RINGS, MemoryRing


def ask(ring: MemoryRing, request: Request) -> tuple[Reply, int]:
    asked: list[None] = []
    reply = answer((ring,), request, lambda: asked.append(None))
    return reply, len(asked)


@pytest.mark.parametrize(
    ("ring", "do", "outcome", "reason"),
    [
        ("MemoryRing", "read", Outcome.ABSENT, ""),
        ("MemoryRing", "write", Outcome.OK, ""),
        ("MemoryRing", "remove", Outcome.OK, ""),
        ("MemoryRing", "describe", Outcome.OK, ""),
        ("NoRing", "read", Outcome.UNAVAILABLE, ""),
        ("NoRing", "describe", Outcome.UNAVAILABLE, ""),
        ("CancelledRing", "read", Outcome.CANCELLED, ""),
        ("CancelledRing", "write", Outcome.CANCELLED, ""),
        ("NoCollectionRing", "read", Outcome.ABSENT, ""),
        ("NoCollectionRing", "remove", Outcome.OK, ""),
        ("NoCollectionRing", "write", Outcome.OK, ""),
        ("SilentRing", "write", Outcome.UNAVAILABLE, "not-kept"),
        ("CutRing", "write", Outcome.UNAVAILABLE, "not-kept"),
        ("FullRing", "write", Outcome.UNAVAILABLE, "refused"),
        ("ForeignRing", "read", Outcome.DAMAGED, ""),
        ("ForeignRing", "write", Outcome.UNAVAILABLE, "not-kept"),
    ],
)
def test_every_misbehaviour_becomes_one_of_six_outcomes(
    ring: str, do: Do, outcome: Outcome, reason: str
) -> None:
    reply, _ = ask(RINGS[ring](), Request(id=1, do=do, item="item", value="abcdefgh"))
    assert (reply.outcome, reply.reason) == (outcome, reason)


def test_what_is_still_there_after_removing_is_told() -> None:
    ring = RINGS["StickyRing"]()
    ring.items["item"] = "abc"
    reply, _ = ask(ring, Request(id=1, do="remove", item="item"))
    assert (reply.outcome, reply.reason) == (Outcome.UNAVAILABLE, "refused")


@pytest.mark.parametrize("do", ["read", "write", "remove"])
def test_locked_is_never_absent(do: Do) -> None:
    request = Request(id=1, do=do, item="item", value="abc", may_ask=False)
    assert ask(RINGS["LockedRing"](), request)[0].outcome is Outcome.LOCKED


def test_a_keyring_that_must_be_made_first_is_made_only_when_it_may_ask() -> None:
    ring = RINGS["NoCollectionRing"]()
    reply, asked = ask(ring, Request(id=1, do="write", item="item", value="abc", may_ask=False))
    assert (reply.outcome, asked, ring.items) == (Outcome.LOCKED, 0, {})
    reply, asked = ask(ring, Request(id=1, do="write", item="item", value="abc"))
    assert (reply.outcome, asked, ring.items) == (Outcome.OK, 1, {"item": "abc"})


def test_a_pinned_keyring_is_the_only_one_asked() -> None:
    ring = MemoryRing()
    assert ask(ring, Request(id=1, do="read", item="item", backend="memory"))[0].outcome is Outcome.ABSENT
    assert (
        ask(ring, Request(id=1, do="read", item="item", backend="kwallet6"))[0].outcome is Outcome.UNAVAILABLE
    )


def test_an_errors_text_stays_inside_for_it_may_hold_the_secret() -> None:
    reply, _ = ask(RINGS["FullRing"](), Request(id=1, do="write", item="item", value="topsecret"))
    assert reply.cause == "OSError 8"
    assert b"topsecret" not in line(reply)


@given(st.text().filter(lambda text: not text.isascii() or "\n" in text or not text.isalnum()))
def test_a_value_that_could_harm_its_neighbours_never_reaches_the_keyring(value: str) -> None:
    ring = MemoryRing()
    reply, _ = ask(ring, Request(id=1, do="write", item="item", value=value))
    if reply.outcome is not Outcome.OK:
        assert ring.items == {}
    else:
        assert set(value) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def test_variables_that_reshape_the_library_are_dropped_and_others_kept() -> None:
    environ = {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/elsewhere",
        "GNOME_KEYRING_CONTROL": "/run/keyring",
        "HOME": "/home",
    }
    forget_overrides(environ)
    assert environ == {"GNOME_KEYRING_CONTROL": "/run/keyring", "HOME": "/home"}
