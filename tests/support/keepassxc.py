"""A real KeePassXC with an open database, answering as the Secret Service of a private bus."""

import base64
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import secretstorage
from jeepney import DBusErrorResponse
from jeepney.io.blocking import open_dbus_connection

from tests.support.buses_asked import SECRETS, has_owner
from tests.support.children import running
from tests.support.waiting import wait_until

PROGRAM = "keepassxc"
_PASSWORD = b"throw-away\n"
_EXPOSED = "FDO_SECRETS_EXPOSED_GROUP"
_SETTINGS = """[General]
ConfigVersion=2
UpdateCheckMessageShown=true
AutoSaveAfterEveryChange=true
[GUI]
CheckForUpdates=false
[Security]
LockDatabaseIdle=false
[FdoSecrets]
Enabled=true
ShowNotification=false
ConfirmAccessItem={confirm}
ConfirmDeleteItem=false
"""


@contextmanager
def keepassxc(bus: str, folder: Path, *, confirm: bool = False) -> Iterator[Mapping[str, str]]:
    """Run KeePassXC on `bus` with a database in `folder`, open; `confirm`: its user is asked before each access."""
    program = shutil.which(PROGRAM)
    assert program is not None
    database = folder / "passwords.kdbx"
    if not database.exists():
        _make(database)
    settings = folder / "keepassxc.ini"
    settings.write_text(_SETTINGS.format(confirm=str(confirm).lower()), encoding="utf-8")
    own = {
        "TMPDIR": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
    }  # one for each user is all that it wants to be
    env = {**os.environ, **own, "DBUS_SESSION_BUS_ADDRESS": bus, "QT_QPA_PLATFORM": "offscreen"}
    words = [program, "--config", str(settings), "--localconfig", str(folder / "local.ini"), "--pw-stdin"]
    with (
        (folder / "keepassxc.log").open("wb") as log,
        running([*words, str(database)], env=env, stdin=subprocess.PIPE, stdout=log, stderr=log) as child,
    ):
        assert child.stdin is not None
        child.stdin.write(_PASSWORD)
        child.stdin.close()
        try:
            wait_until(lambda: has_owner(bus, SECRETS), 60, what="KeePassXC")
            wait_until(lambda: _open(bus), 60, what="an open database")
        except AssertionError as error:
            error.add_note((folder / "keepassxc.log").read_text(errors="replace"))
            raise
        yield env


def _open(bus: str) -> bool:
    """Tell whether the database is there and unlocked."""
    with closing(open_dbus_connection(bus)) as connection:
        try:
            return not secretstorage.Collection(connection).is_locked()
        except (secretstorage.SecretStorageException, DBusErrorResponse):
            return False


def _make(database: Path) -> None:
    """Make a database whose root group is exposed; only the XML form says so."""
    draft, form = database.with_suffix(".draft"), database.with_suffix(".xml")
    _cli("db-create", "-q", "-t", "100", "-p", str(draft), said=_PASSWORD * 2)
    tree = ET.ElementTree(ET.fromstring(_cli("export", "-q", "-f", "xml", str(draft), said=_PASSWORD)))  # noqa: S314 - the program's own
    group = tree.findtext("./Root/Group/UUID")
    meta = tree.find("./Meta")
    assert group is not None
    assert meta is not None
    data = meta.find("CustomData")
    item = ET.SubElement(ET.SubElement(meta, "CustomData") if data is None else data, "Item")
    ET.SubElement(item, "Key").text = _EXPOSED
    ET.SubElement(item, "Value").text = f"{{{uuid.UUID(bytes=base64.b64decode(group))}}}"
    tree.write(form, encoding="utf-8", xml_declaration=True)
    _cli("import", "-q", "-t", "100", "-p", str(form), str(database), said=_PASSWORD * 2)


def _cli(*words: str, said: bytes) -> bytes:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(["keepassxc-cli", *words], input=said, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout
