"""The words that pseudonyms never share, read for the terminal without asking anybody."""

import threading
from collections.abc import Collection, Mapping

import msgspec
import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

from guard.errors import GuardError
from guard.hidden_words import ReadAhead, WordsLocked, read_words
from guard.keeping import Keeping
from guard.places import usual
from guard.vault.client import Limits
from guard.vault.outcome import KeyringLocked, KeyringUnavailable
from tests.support.programs import json_of, run_guard

PATIENT = Limits(start=30, call=20, asking=0)
WORDS = ("Elm Street", "Rowena")
SERVICE = DBusAddress("/org/freedesktop/secrets", "org.freedesktop.secrets", "org.freedesktop.Secret.Service")


@pytest.fixture
def kept(keyring_daemon: Mapping[str, str]) -> Mapping[str, str]:
    """A keyring in which a pseudonym never shares some words."""
    keeping = Keeping(usual())
    try:
        profile = keeping.keeper.add("Quiet Harbour")
        keeping.keeper.update(msgspec.structs.replace(profile, never=WORDS))
    finally:
        keeping.close()
    return keyring_daemon


def lock(bus: str) -> None:
    with open_dbus_connection(bus) as line:
        asked = new_method_call(SERVICE, "ReadAlias", "s", ("default",))
        (collection,) = unwrap_msg(line.send_and_get_reply(asked, timeout=20))
        asked = new_method_call(SERVICE, "Lock", "ao", ([collection],))
        unwrap_msg(line.send_and_get_reply(asked, timeout=20))


def names(env: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found = json_of(run_guard("check", "--json", "--only", "computer", env=env))
    checks = found["checks"]
    assert isinstance(checks, list)
    return {one["id"]: one for one in checks if one["id"] == "lin-host-name"}


@pytest.mark.real
def test_an_open_keyring_gives_the_words_and_a_locked_one_does_not_ask(
    kept: Mapping[str, str], bus: str
) -> None:
    assert set(read_words(usual(), PATIENT)) == set(WORDS)
    assert names(kept)["lin-host-name"]["outcome"] in {"safe", "unsafe"}
    lock(bus)
    with pytest.raises(KeyringLocked):
        read_words(usual(), PATIENT)
    found = names(kept)["lin-host-name"]
    assert found["outcome"] == "unsafe" or (found["outcome"] == "unknown" and "locked" in found["says"])
    assert not any(word in str(found) for word in WORDS)


@pytest.mark.real
def test_a_keyring_that_is_gone_is_not_an_empty_one(
    kept: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    with pytest.raises(KeyringUnavailable):
        read_words(usual(), PATIENT)


def test_where_nothing_was_ever_kept_there_are_no_words_and_no_keyring_is_asked() -> None:
    assert read_words(usual(), Limits(start=0, call=0, asking=0)) == frozenset()


def test_a_passphrase_file_is_locked() -> None:
    file = usual().passphrase_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"age-encryption.org/v1\n")
    with pytest.raises(WordsLocked, match="passphrase"):
        read_words(usual())


def test_whoever_asks_gets_the_words_or_the_reason() -> None:
    def refuses() -> Collection[str]:
        raise KeyringLocked

    def fails() -> Collection[str]:
        raise RuntimeError

    assert ReadAhead(lambda: {"Rowena"})() == {"Rowena"}
    with pytest.raises(KeyringLocked):
        ReadAhead(refuses)()
    with pytest.raises(GuardError, match="RuntimeError"):
        ReadAhead(fails)()


def test_a_stuck_keyring_is_not_waited_for_long() -> None:
    over = threading.Event()

    def stuck() -> Collection[str]:
        over.wait(60)
        return ()

    ahead = ReadAhead(stuck, seconds=0.05)
    try:
        with pytest.raises(WordsLocked, match="in time"):
            ahead()
    finally:
        over.set()
