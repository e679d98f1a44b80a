"""A real KWallet with an open wallet, on a private bus and a display that nobody sees."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.support.buses_asked import has_owner
from tests.support.children import running
from tests.support.waiting import wait_until

PROGRAM = "kwalletd5"
NAME, OBJECT = "org.kde.kwalletd5", "/modules/kwalletd5"
_HASH = bytes(range(56))  # what a log-in would hand over: PBKDF2 of a password, 56 bytes
_SETTINGS = """[Wallet]
Enabled=true
First Use=false
Prompt on Open=false
Close When Idle=false
Default Wallet=kdewallet
[org.freedesktop.secrets]
apiEnabled={secrets}
"""


def can_serve_secrets() -> bool:
    """Tell whether the library is there without which KWallet's Secret Service agrees on no key."""
    return any(Path("/usr/lib").glob("*/qca-qt5/crypto/libqca-ossl.so"))


@contextmanager
def kwallet(bus: str, folder: Path, *, secret_service: bool) -> Iterator[Mapping[str, str]]:
    """Run KWallet on `bus` with its wallet open; `secret_service`: it offers that interface, too."""
    program = shutil.which(PROGRAM)
    assert program is not None
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "kwalletrc"
    settings.write_text(_SETTINGS.format(secrets=str(secret_service).lower()), encoding="utf-8")
    env = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus, "QT_QPA_PLATFORM": "offscreen"}
    if secret_service and not _wallets():  # it offers only the wallets that were there when it started
        with _started(program, bus, folder, env):
            pass
    with _started(program, bus, folder, env):
        yield env


@contextmanager
def _started(program: str, bus: str, folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    with (folder / "kwallet.log").open("ab") as log, running([program], env=env, stdout=log, stderr=log):
        wait_until(lambda: has_owner(bus, NAME), 60, what="KWallet")
        _open(bus)
        wait_until(_wallets, what="a wallet's file")
        yield


def _wallets() -> list[Path]:
    return list((Path(os.environ["XDG_DATA_HOME"]) / "kwalletd").glob("*.kwl"))


def _open(bus: str) -> None:
    """Open the wallet as a log-in does; KWallet makes it when there is none."""
    connection = open_dbus_connection(bus)
    try:
        address = DBusAddress(OBJECT, NAME, "org.kde.KWallet")
        connection.send_and_get_reply(new_method_call(address, "pamOpen", "sayi", ("kdewallet", _HASH, 0)))

        def is_open() -> bool:
            asked = connection.send_and_get_reply(new_method_call(address, "isOpen", "s", ("kdewallet",)))
            return bool(asked.body[0])

        wait_until(is_open, 60, what="an open wallet")
    finally:
        connection.close()
