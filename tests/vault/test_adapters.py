"""The keyrings of other systems, behind stand-ins for their system libraries."""

# ruff: noqa: ARG002, N803 - stand-ins keep the signatures of what they stand for

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from keyring.backends import Windows
from keyring.errors import KeyringLocked, PasswordDeleteError

from guard.vault import rings
from guard.vault.linux.kwallet import KWallet5, KWallet6, KWalletRing
from guard.vault.macos.keychain import KeychainRing
from guard.vault.outcome import Outcome
from guard.vault.ring import RingError
from guard.vault.windows.credential_manager import CredentialManagerRing

NOT_FOUND = 1168


class WinError(Exception):
    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname)
        self.winerror = winerror
        self.funcname = funcname


class CredentialManager:
    """Windows' generic credentials, with its limit of 1,280 characters."""

    CRED_TYPE_GENERIC = 1
    CRED_PERSIST_LOCAL_MACHINE = 2
    CRED_PERSIST_ENTERPRISE = 3

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def CredRead(self, Type: int, TargetName: str) -> dict[str, Any]:
        if TargetName not in self.kept:
            raise WinError(NOT_FOUND, "CredRead")
        return self.kept[TargetName]

    def CredWrite(self, credential: dict[str, Any], flags: int) -> None:
        blob = credential["CredentialBlob"].encode("utf-16-le")
        if len(blob) > 2560:
            raise WinError(1783, "CredWrite")
        self.kept[credential["TargetName"]] = {**credential, "CredentialBlob": blob}

    def CredDelete(self, Type: int, TargetName: str) -> None:
        del self.kept[TargetName]


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> CredentialManager:
    manager = CredentialManager()
    monkeypatch.setattr(Windows, "win32cred", manager, raising=False)
    monkeypatch.setattr(Windows, "pywintypes", SimpleNamespace(error=WinError), raising=False)
    return manager


def test_windows_keeps_each_item_under_its_own_name_on_this_computer_only(
    credentials: CredentialManager,
) -> None:
    ring = CredentialManagerRing()
    for item in ("book", "book-a-0", "book-b-0"):
        ring.write(item, item[::-1] * 100)
    assert sorted(credentials.kept) == ["guard-book", "guard-book-a-0", "guard-book-b-0"]
    assert {kept["Persist"] for kept in credentials.kept.values()} == {
        CredentialManager.CRED_PERSIST_LOCAL_MACHINE
    }
    assert ring.read("book-a-0") == "0-a-koob" * 100
    ring.remove("book-a-0")
    ring.remove("book-a-0")
    assert ring.read("book-a-0") is None


def test_windows_holds_the_longest_value_that_guard_writes_also_when_replaced(
    credentials: CredentialManager,
) -> None:
    ring = CredentialManagerRing()
    ring.write("book", "a" * 1200)
    ring.write("book", "b" * 1200)
    assert ring.read("book") == "b" * 1200


class Keychain:
    def __init__(self, status: int) -> None:
        self.status = status

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("denied") from OSError(self.status, "denied")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("denied") from OSError(self.status, "denied")

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("denied")


@pytest.mark.parametrize(
    ("status", "outcome"), [(-128, Outcome.CANCELLED), (-25308, Outcome.LOCKED), (-25293, Outcome.LOCKED)]
)
def test_a_mac_that_is_cancelled_or_locked_is_told_apart(status: int, outcome: Outcome) -> None:
    ring = KeychainRing()
    ring._ring = Keychain(status)
    with pytest.raises(RingError) as caught:
        ring.read("book")
    assert caught.value.outcome is outcome


def test_a_macs_other_errors_stay_errors() -> None:
    ring = KeychainRing()
    ring._ring = Keychain(-25244)
    with pytest.raises(KeyringLocked):
        ring.write("book", "a")


def test_a_mac_may_always_ask() -> None:
    asked: list[None] = []
    assert KeychainRing().unlock("book", may_ask=True, asking=lambda: asked.append(None))
    assert asked == [None]


class Wallet:
    """KWallet's D-Bus interface, which reports a failed write by a number that nobody reads."""

    def __init__(self, *, opens: bool) -> None:
        self.opens = opens
        self.kept: dict[tuple[str, str], str] = {}
        self.on_disk: dict[tuple[str, str], str] = {}

    def close(self) -> None:
        pass

    def sync(self, _handle: int, _app: str) -> None:
        self.on_disk = dict(self.kept)

    def connected(self, _service: str) -> bool:
        return self.opens

    def hasFolder(self, *_: object) -> bool:
        raise AssertionError("other programs' folders are not Guard's")

    def hasEntry(self, _handle: int, folder: str, entry: str, _app: str) -> bool:
        return (folder, entry) in self.kept

    def readPassword(self, _handle: int, folder: str, entry: str, _app: str) -> str:
        return self.kept[folder, entry]

    def writePassword(self, _handle: int, folder: str, entry: str, value: str, _app: str) -> int:
        self.kept[folder, entry] = value
        return 0

    def removeEntry(self, _handle: int, folder: str, entry: str, _app: str) -> int:
        del self.kept[folder, entry]
        return 0


def wallet_ring(wallet: Wallet, monkeypatch: pytest.MonkeyPatch) -> KWalletRing:
    monkeypatch.setattr(KWallet6, "connected", lambda _self, service: wallet.connected(service))
    ring = KWalletRing(KWallet6)
    monkeypatch.setattr(ring._wallet, "iface", wallet, raising=False)
    return ring


def test_kwallet_keeps_and_removes_in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    wallet = Wallet(opens=True)
    ring = wallet_ring(wallet, monkeypatch)
    asked: list[None] = []
    assert ring.unlock("book", may_ask=True, asking=lambda: asked.append(None))
    assert asked == [None]
    ring.write("book", "kept")
    assert wallet.on_disk == {("guard", "book"): "kept"}  # KWallet itself would write it some seconds later
    assert ring.read("book") == "kept"
    ring.remove("book")
    ring.remove("book")
    assert ring.read("book") is None
    assert wallet.on_disk == {}


def test_kwallet_that_stays_shut_was_cancelled_and_is_locked_when_it_may_not_ask(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ring = wallet_ring(Wallet(opens=False), monkeypatch)
    for may_ask, outcome in ((True, Outcome.CANCELLED), (False, Outcome.LOCKED)):
        with pytest.raises(RingError) as caught:
            ring.unlock("book", may_ask=may_ask, asking=lambda: None)
        assert caught.value.outcome is outcome


def test_both_generations_of_kwallet_are_told_apart() -> None:
    assert (KWallet5.bus_name, KWallet6.bus_name) == ("org.kde.kwalletd5", "org.kde.kwalletd6")
    assert [KWalletRing(kind).id for kind in (KWallet6, KWallet5)] == ["kwallet6", "kwallet5"]


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own list")
def test_the_list_is_closed_and_holds_no_store_in_clear_text() -> None:
    assert [ring.id for ring in rings.rings_here()] == ["secret-service", "kwallet6", "kwallet5"]
