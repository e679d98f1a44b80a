"""The vault on every keyring program there is for Linux, and when one takes the other's place."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from guard.profiles.keeper import ProfileKeeper
from guard.vault.client import KeyringStore, Limits
from guard.vault.missing import OtherRecord, RecordElsewhere
from guard.vault.outcome import KeyringUnavailable
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slots import SlottedRecord
from tests.support import keepassxc as keepassxc_support
from tests.support import kwallets
from tests.support.buses_asked import owner
from tests.support.keepassxc import keepassxc
from tests.support.keyrings import gnome_keyring
from tests.support.kwallets import kwallet
from tests.vault import test_store_contract as contract

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's"),
]

LIMITS = Limits(start=60, call=60, asking=60)
Provider = Callable[[str, Path], AbstractContextManager[Mapping[str, str]]]
PROVIDERS: dict[str, tuple[str, Provider]] = {
    "gnome-keyring": ("gnome-keyring-daemon", gnome_keyring),
    "keepassxc": (keepassxc_support.PROGRAM, keepassxc),
    "kwallet": (kwallets.PROGRAM, partial(kwallet, secret_service=False)),
    "kwallet as Secret Service": (kwallets.PROGRAM, partial(kwallet, secret_service=True)),
}


def started(name: str, bus: str, folder: Path) -> AbstractContextManager[Mapping[str, str]]:
    program, start = PROVIDERS[name]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    if name == "kwallet as Secret Service" and not kwallets.can_serve_secrets():
        pytest.skip("libqca-ossl is not installed")
    folder.mkdir(mode=0o700, exist_ok=True)
    return start(bus, folder)


@pytest.fixture(params=["keepassxc", "kwallet", "kwallet as Secret Service"])
def provider(request: pytest.FixtureRequest, bus: str, home: Path) -> Iterator[str]:
    with started(request.param, bus, home.parent / "provider"):
        yield request.param


@pytest.fixture
def store(provider: str) -> Iterator[KeyringStore]:
    opened = KeyringStore(limits=LIMITS)
    yield opened
    opened.close()


test_a_store = contract.test_a_secret_is_absent_then_kept_then_replaced_then_removed
test_a_store_is_careful = contract.test_what_could_harm_or_give_away_is_refused_and_changes_nothing
test_a_store_holds_a_record = contract.test_a_record_of_several_chunks_is_saved_replaced_and_cleared


def test_it_is_known_by_its_name(provider: str, store: KeyringStore) -> None:
    found = store.describe()
    expected = {
        "kwallet": "kwallet5",
        "keepassxc": "secret-service",
        "kwallet as Secret Service": "secret-service",
    }
    assert found.id == expected[provider]
    if found.id == "secret-service":
        assert found.version.endswith(f"answered by {PROVIDERS[provider][0]}")


@pytest.mark.parametrize("name", ["gnome-keyring", "keepassxc", "kwallet", "kwallet as Secret Service"])
def test_a_frozen_keyring_is_slow_and_has_everything_once_it_goes_on(name: str, bus: str, home: Path) -> None:
    with started(name, bus, home.parent / "provider"):
        patient = KeyringStore(limits=LIMITS)
        assert SlottedRecord(patient, "book").save(b"kept")
        short = KeyringStore(patient.backend, limits=Limits(start=60, call=0.7, asking=0.7))
        short.describe()
        frozen = owner(bus, kwallets.NAME if name == "kwallet" else "org.freedesktop.secrets")
        frozen.suspend()
        try:
            with pytest.raises(KeyringUnavailable):
                short.read("book")
        finally:
            frozen.resume()
        assert SlottedRecord(patient, "book").load() == b"kept"
        patient.close()
        short.close()


class Desk:
    """The profiles of one user, whose keyring program may change from one call to the next."""

    def __init__(self, folder: Path) -> None:
        self.pin = Pin(folder / "pin")
        self.store = KeyringStore(limits=LIMITS)
        record = PinnedRecord(SlottedRecord(self.store, "book"), self.pin, self.store)
        self.keeper = ProfileKeeper(record, ("juniper", "plum"))

    def names(self) -> list[str]:
        return [profile.name for profile in self.keeper.load()]

    def start_anew(self) -> None:
        self.pin.forget()
        self.store.forget()


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    opened = Desk(home.parent)
    yield opened
    opened.store.close()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("gnome-keyring", "keepassxc"),
        ("keepassxc", "gnome-keyring"),
        ("gnome-keyring", "kwallet as Secret Service"),
        ("gnome-keyring", "kwallet"),
        ("kwallet", "gnome-keyring"),
    ],
)
def test_when_another_provider_answers_nothing_is_taken_for_new_and_going_back_works(
    first: str, second: str, desk: Desk, bus: str, home: Path
) -> None:
    with started(first, bus, home.parent / "first"):
        desk.keeper.add("Calm Heron")
    with started(second, bus, home.parent / "second"):
        for attempt in (desk.names, lambda: desk.keeper.add("Early Wren")):
            with pytest.raises(RecordElsewhere) as caught:
                attempt()
            for way in ("Switch back", "recovery kit", "start anew"):
                assert way in caught.value.sentence
    with started(first, bus, home.parent / "again" if first == "gnome-keyring" else home.parent / "first"):
        assert desk.names() == ["Calm Heron"]


def test_after_starting_anew_elsewhere_the_old_profiles_are_not_taken_for_the_new_ones(
    desk: Desk, bus: str, home: Path
) -> None:
    with started("gnome-keyring", bus, home.parent / "first"):
        desk.keeper.add("Calm Heron")
    with started("keepassxc", bus, home.parent / "second"):
        desk.start_anew()
        assert desk.names() == []
        desk.keeper.add("Early Wren")
    with started("gnome-keyring", bus, home.parent / "again"):
        with pytest.raises(OtherRecord):
            desk.names()
        desk.start_anew()
        assert desk.names() == ["Calm Heron"]
