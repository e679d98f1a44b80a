"""The vault when a real keyring is locked, frozen, killed or not there at all."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import secretstorage

from guard.vault.client import KeyringStore, Limits
from guard.vault.linux import service_line
from guard.vault.linux.secret_service import SecretServiceRing
from guard.vault.outcome import KeyringCancelled, KeyringLocked, KeyringSlow, KeyringUnavailable
from guard.vault.slots import SlottedRecord
from tests.support.children import running
from tests.support.keyrings import gnome_keyring
from tests.support.waiting import wait_until

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's"),
]

LIMITS = Limits(start=60, call=30, asking=30)
DATA = b"what was saved"


def daemon_on(bus: str) -> psutil.Process:
    """Return the process that owns the Secret Service's name."""
    ask = [
        "dbus-send",
        f"--bus={bus}",
        "--print-reply=literal",
        "--dest=org.freedesktop.DBus",
        "/",
        "org.freedesktop.DBus.GetConnectionUnixProcessID",
        "string:org.freedesktop.secrets",
    ]
    return psutil.Process(int(subprocess.check_output(ask, text=True).split()[-1]))


def lock() -> None:
    with closing(secretstorage.dbus_init()) as connection:
        secretstorage.Collection(connection).lock()


def test_a_locked_keyring_is_locked_and_never_empty(keyring: KeyringStore, bus: str) -> None:
    keyring.write("book", "kept")
    lock()
    quiet = KeyringStore(limits=LIMITS, may_ask=False)
    for store in (keyring, quiet):
        with pytest.raises(KeyringLocked):
            store.read("book")
        with pytest.raises(KeyringLocked):
            store.write("book", "other")
        with pytest.raises(KeyringLocked):
            store.remove("book")
    quiet.close()


def test_a_frozen_keyring_costs_a_short_wait_and_leaves_no_process(
    keyring_daemon: Mapping[str, str], bus: str
) -> None:
    store = KeyringStore(limits=Limits(start=60, call=0.7, asking=30))
    store.describe()
    assert store._helper is not None
    helper = psutil.Process(store._helper.pid)
    frozen = daemon_on(bus)
    frozen.suspend()
    try:
        with pytest.raises(KeyringSlow):
            store.read("book")
    finally:
        frozen.resume()
    assert not helper.is_running()
    store.close()
    patient = KeyringStore(limits=LIMITS)
    patient.write("book", "kept")
    assert patient.read("book") == "kept"
    patient.close()


def test_a_keyring_that_dies_is_unavailable_and_what_it_kept_comes_back_with_it(
    keyring: KeyringStore, bus: str, home: Path
) -> None:
    record = SlottedRecord(keyring, "book")
    record.save(DATA)
    daemon = daemon_on(bus)
    daemon.send_signal(signal.SIGKILL)
    daemon.wait(20)
    with pytest.raises(KeyringUnavailable):
        record.load()
    folder = home.parent / "second-keyring"
    folder.mkdir(mode=0o700)
    with gnome_keyring(bus, folder):
        assert record.load() == DATA
        keyring.close()


def test_without_a_bus_or_a_service_there_is_no_keyring_and_nothing_is_called_empty(home: Path) -> None:
    store = KeyringStore(limits=LIMITS)
    with pytest.raises(KeyringUnavailable):
        store.read("book")
    with pytest.raises(KeyringUnavailable):
        store.describe()
    store.close()


def test_a_bus_without_a_secret_service_is_no_keyring(bus: str) -> None:
    store = KeyringStore(limits=LIMITS)
    with pytest.raises(KeyringUnavailable):
        store.read("book")
    store.close()


@pytest.mark.parametrize("what", ["collection", "item"])
@pytest.mark.parametrize(("seconds", "error"), [("1.2", KeyringCancelled), ("0", KeyringLocked)])
def test_a_question_that_was_closed_differs_from_one_that_nobody_saw(
    bus: str, what: str, seconds: str, error: type[Exception]
) -> None:
    command = [sys.executable, "-m", "tests.vault.dismissing_service", what, seconds]
    with running(command, env=os.environ):
        wait_until(_is_there, 60, what="the service")
        asked: list[None] = []
        store = KeyringStore(limits=Limits(start=60, call=1, asking=60), on_asking=lambda: asked.append(None))
        with pytest.raises(error) as caught:
            store.read("book")
        assert type(caught.value) is error
        assert len(asked) == 1
        store.close()


def _is_there() -> bool:
    with closing(secretstorage.dbus_init()) as connection:
        return secretstorage.check_service_availability(connection)


def test_a_service_that_agrees_on_no_key_is_passed_over(
    keyring_daemon: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_bus: object) -> None:
        raise OSError(22, "createDLGroup failed")  # KWallet without libqca-ossl

    ring = SecretServiceRing()
    assert ring.available()
    ring._line.close()
    monkeypatch.setattr(service_line, "open_session", refuse)
    assert not ring.available()


SAVES_FOREVER = """
import itertools
from guard.vault.client import KeyringStore
from guard.vault.slots import SlottedRecord
record = SlottedRecord(KeyringStore(), "book")
for number in itertools.count():
    print(number, flush=True)
    record.save(b"%d" % number)
"""


@pytest.mark.parametrize("lines", [2, 4])
def test_killed_while_saving_the_last_value_or_the_next_is_there(keyring: KeyringStore, lines: int) -> None:
    with subprocess.Popen([sys.executable, "-c", SAVES_FOREVER], stdout=subprocess.PIPE, text=True) as saver:
        assert saver.stdout is not None
        begun = [int(saver.stdout.readline()) for _ in range(lines)][-1]
        saver.kill()
        begun = max([begun, *map(int, saver.stdout.read().split())])
    found = SlottedRecord(keyring, "book").load()
    assert found in (b"%d" % (begun - 1), b"%d" % begun)
