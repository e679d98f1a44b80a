"""The vault against a real gnome-keyring-daemon, and what other programs see of it."""

import base64
import subprocess
import sys
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage

from guard.profiles.keeper import ProfileKeeper
from guard.vault.client import KeyringStore, Limits
from guard.vault.outcome import (
    RecordMissing,
)
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slots import SlottedRecord

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's"),
]

GENERIC = "org.freedesktop.Secret.Generic"
LIMITS = Limits(start=60, call=30, asking=30)
PSEUDONYM = "Quietly Unmistakable Heron"
BOOK = f'{{"profiles": ["{PSEUDONYM}"]}}'.encode()


def items_there() -> list[tuple[str, dict[str, str]]]:
    """Return every item's label and attributes, as any program of the user may read them."""
    with closing(secretstorage.dbus_init()) as connection:
        items = secretstorage.Collection(connection).get_all_items()
        seen = [(item.get_label(), item.get_attributes()) for item in items]
    for _label, attributes in seen:
        assert attributes.pop("xdg:schema", GENERIC) == GENERIC  # the daemon adds it when it feels like it
    return seen


def secret_tool(*words: str) -> str:
    return subprocess.run(["secret-tool", *words], capture_output=True, text=True, check=False).stdout


def test_it_is_found_by_its_class_and_described(keyring: KeyringStore) -> None:
    found = keyring.describe()
    assert (found.id, found.backend) == ("secret-service", "keyring.backends.SecretService.Keyring")
    assert "SecretStorage" in found.version
    assert keyring.backend == "secret-service"


def test_another_program_reads_the_book_back(keyring: KeyringStore) -> None:
    SlottedRecord(keyring, "book").save(BOOK)
    slot = secret_tool("lookup", "service", "guard", "username", "book").partition("-")[0]
    text = secret_tool("lookup", "service", "guard", "username", f"book-{slot}-0")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert zlib.decompress(raw[54:]) == BOOK


def test_no_label_no_attribute_and_no_file_holds_a_pseudonym(
    keyring: KeyringStore, bus: str, home: Path
) -> None:
    SlottedRecord(keyring, "book").save(BOOK)
    assert sorted(items_there()) == [
        (
            f"Password for '{item}' on 'guard'",
            {
                "application": "guard",
                "service": "guard",
                "username": item,
            },
        )
        for item in ("book", "book-a-0", "book-b-0")
    ]
    stored = keyring.read("book-a-0")
    assert stored
    files = [file for file in home.rglob("*") if file.is_file()]
    assert [file for file in files if file.suffix == ".keyring"]
    for file in files:
        assert PSEUDONYM.encode() not in file.read_bytes()
        assert stored.encode() not in file.read_bytes()


def test_other_programs_secrets_stay_as_they_were(keyring: KeyringStore) -> None:
    subprocess.run(
        ["secret-tool", "store", "--label=Mail", "service", "mail", "username", "book"],
        input="theirs",
        text=True,
        check=True,
    )
    record = SlottedRecord(keyring, "book")
    record.save(BOOK)
    record.clear()
    assert secret_tool("lookup", "service", "mail", "username", "book") == "theirs"
    assert secret_tool("search", "--all", "service", "guard") == ""


@pytest.mark.parametrize("override", ["environment", "file", "property"])
def test_overrides_of_the_library_have_no_effect(
    override: str, keyring_daemon: Mapping[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if override == "environment":
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    elif override == "file":
        for folder in (home / ".config" / "python_keyring", home / ".local" / "share" / "python_keyring"):
            folder.mkdir(parents=True)
            (folder / "keyringrc.cfg").write_text(
                "[backend]\ndefault-keyring=keyring.backends.null.Keyring\n"
            )
    else:
        monkeypatch.setenv(
            "KEYRING_PROPERTY_PREFERRED_COLLECTION", "/org/freedesktop/secrets/collection/session"
        )
        monkeypatch.setenv("KEYRING_PROPERTY_APPID", "somebody else")
    store = KeyringStore(limits=LIMITS)
    store.write("book", "kept")
    store.close()
    assert secret_tool("lookup", "application", "guard", "username", "book") == "kept"


def test_several_copies_of_one_item_are_all_removed(keyring: KeyringStore, bus: str) -> None:
    keyring.write("book", "kept")
    with closing(secretstorage.dbus_init()) as connection:
        attributes = {"service": "guard", "username": "book"}
        secretstorage.Collection(connection).create_item("copy", {**attributes, "more": "1"}, b"copy")
    keyring.remove("book")
    assert secret_tool("search", "--all", *("username", "book")) == ""


def test_a_second_empty_keyring_is_never_taken_for_a_new_start(keyring: KeyringStore, home: Path) -> None:
    pin = Pin(home / "state" / "keyring.json")
    record = PinnedRecord(SlottedRecord(keyring, "book"), pin, keyring)
    assert record.load() is None
    assert record.save(BOOK)
    assert (pin.is_set(), pin.backend()) == (True, "secret-service")
    SlottedRecord(keyring, "book").clear()  # as if another program owned the name now
    with pytest.raises(RecordMissing):
        record.load()
    pin.forget()
    assert record.load() is None


def test_profiles_changed_by_two_programs_at_once_are_all_kept(keyring: KeyringStore, home: Path) -> None:
    def keeper(store: KeyringStore) -> ProfileKeeper:
        pin = Pin(home / "state" / "keyring.json")
        return ProfileKeeper(PinnedRecord(SlottedRecord(store, "book"), pin, store), ("juniper", "plum"))

    other_store = KeyringStore("secret-service", limits=LIMITS)
    window, terminal = keeper(keyring), keeper(other_store)
    heron = window.add("Calm Heron")
    wren = terminal.add("Early Wren", pronouns="they", about="evenings")
    assert window.load() == (heron, wren)
    window.remove(heron.id)
    assert terminal.load() == (wren,)
    other_store.close()
