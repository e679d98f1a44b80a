"""What every other program of the user can see of the profiles, and what it can expect of Guard."""

import base64
import os
import re
import subprocess
import sys
import threading
import zlib
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import secretstorage

from guard.profiles.keeper import ProfileKeeper
from guard.vault.client import KeyringStore, Limits
from guard.vault.pin import Pin
from tests.support.keyrings import gnome_keyring, make_passwordless
from tests.support.profile_savers import keeper

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's"),
]

LIMITS = Limits(start=60, call=30, asking=30)
SECRET_WORDS = ("Quietly", "Unmistakable", "Heron", "Zoë", "vellichor")


def exercise(profiles: ProfileKeeper) -> None:
    first = profiles.add("Quietly Unmistakable", pronouns="they/them", about="vellichor\nand tea")
    profiles.add("Zoë Heron")
    profiles.rename(first.id, "Quietly Unmistakable Heron")
    profiles.remove(profiles.add("Heron in passing").id)
    profiles.load()


class Onlooker(threading.Thread):
    """Reads every command line and environment of this program's family for as long as it runs."""

    def __init__(self) -> None:
        super().__init__(name="onlooker")
        self.seen: set[str] = set()
        self._over = threading.Event()

    def run(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.01):
            for child in me.children(recursive=True):
                try:
                    self.seen |= {*child.cmdline(), *child.environ().values()}
                except psutil.Error:
                    continue

    def end(self) -> None:
        self._over.set()
        self.join()


def words_in(text: str | bytes) -> list[str]:
    if isinstance(text, str):
        text = text.encode()
    return [word for word in SECRET_WORDS if word.lower().encode() in text.lower()]


def test_no_pseudonym_is_seen_outside_of_the_secrets_themselves(
    keyring: KeyringStore, bus: str, home: Path
) -> None:
    onlooker = Onlooker()
    onlooker.start()
    try:
        exercise(keeper(keyring, home.parent / "pin"))
    finally:
        onlooker.end()
    assert any("guard.vault.helper" in word for word in onlooker.seen)
    assert [word for seen in onlooker.seen for word in words_in(seen)] == []
    with closing(secretstorage.dbus_init()) as connection:
        items = list(secretstorage.Collection(connection).get_all_items())
        names = [item.get_attributes()["username"] for item in items]
        outside = [(item.get_label(), *item.get_attributes().values(), item.item_path) for item in items]
        inside = [item.get_secret().decode("ascii") for item in items]
    assert len(set(names)) == len(names) >= 3
    assert all(re.fullmatch(r"book(-[ab]-[0-9]+)?", name) for name in names)
    assert [word for told in outside for part in told for word in words_in(part)] == []
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,1200}", value) for value in inside)
    assert [word for value in inside for word in words_in(value)] == []
    files = [file for file in home.parent.rglob("*") if file.is_file()]
    assert [file for file in files if file.suffix == ".keyring"]
    assert [word for file in files for word in words_in(str(file)) + words_in(file.read_bytes())] == []


def test_what_was_removed_is_in_no_item_any_more(keyring: KeyringStore, bus: str, home: Path) -> None:
    profiles = keeper(keyring, home.parent / "pin")
    profiles.remove(profiles.add("Quietly Unmistakable Heron").id)
    with closing(secretstorage.dbus_init()) as connection:
        items = list(secretstorage.Collection(connection).get_all_items())
        values = [item.get_secret() for item in items if item.get_attributes()["username"] != "book"]
    assert len(values) == 2
    for value in values:
        raw = base64.urlsafe_b64decode(value + b"=" * (-len(value) % 4))
        assert words_in(zlib.decompress(raw[54:])) == []


def test_a_passwordless_keyring_survives_a_restart_with_its_neighbours(bus: str, home: Path) -> None:
    first, second = home.parent / "first", home.parent / "second"
    for folder in (first, second):
        folder.mkdir(mode=0o700)
    clear = make_passwordless(Path(os.environ["XDG_DATA_HOME"]))
    store = KeyringStore(limits=LIMITS)
    with gnome_keyring(bus, first):
        subprocess.run(
            ["secret-tool", "store", "--label=Mail", "service", "mail"], input="theirs", text=True, check=True
        )
        exercise(keeper(store, home.parent / "pin"))
    assert b"theirs" in clear.read_bytes()  # so it is the one in use, and without a password
    assert words_in(clear.read_bytes()) == []
    with gnome_keyring(bus, second):
        names = [profile.name for profile in keeper(store, home.parent / "pin").load()]
        assert names == ["Quietly Unmistakable Heron", "Zoë Heron"]
        found = subprocess.run(["secret-tool", "lookup", "service", "mail"], capture_output=True, check=True)
        assert found.stdout == b"theirs"
    store.close()


def test_the_pin_tells_nothing_of_anybody(keyring: KeyringStore, home: Path) -> None:
    file = home.parent / "pin"
    exercise(keeper(keyring, file))
    assert Pin(file).read().backend == "secret-service"
    assert words_in(file.read_bytes()) == []
    assert file.stat().st_size < 120
