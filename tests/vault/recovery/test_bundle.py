import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import BadInputError
from guard.vault.recovery import archive, bundle
from guard.vault.recovery.bundle import Contents
from guard.vault.recovery.errors import BackupDamaged, BackupNewer, NotABackup, RecoveryError
from tests.vault.recovery.support import AT, BOOK, JOURNAL, KEY, PATIENT, contents

PLAIN_KEYS = st.text("abcXYZ019-_", min_size=1, max_size=100)


@PATIENT
@given(
    st.binary(min_size=1, max_size=3000),
    PLAIN_KEYS,
    st.none() | st.binary(max_size=3000),
    st.integers(0, 2**53 - 1),
    st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds the zone
)
def test_a_bundle_gives_back_what_was_packed(
    book: bytes, key: str, journal: bytes | None, generation: int, at: datetime
) -> None:
    given_ = Contents(book, key, generation, at, journal)
    assert bundle.unpack(bundle.pack(given_)) == given_
    assert bundle.pack(given_) == bundle.pack(given_)


def test_it_is_an_ordinary_tar_that_names_nobody_and_explains_itself() -> None:
    with tarfile.open(fileobj=io.BytesIO(bundle.pack(contents(journal=JOURNAL)))) as tar:
        heads = tar.getmembers()
        readme, manifest = (tar.extractfile(name) for name in ("README.txt", "manifest.json"))
        assert readme
        assert manifest
        said = json.load(manifest)
        assert "guard restore" in readme.read().decode()
    assert [head.name for head in heads] == [
        "README.txt",
        "manifest.json",
        "book.json",
        "journal-key.txt",
        "journal.db",
    ]
    assert {(h.uid, h.gid, h.uname, h.gname, h.mode) for h in heads} == {(0, 0, "", "", 0o600)}
    assert (said["version"], said["made_at"], said["generation"]) == (1, "2026-11-22T10:00:00Z", 7)
    assert said["contents"][0] == {
        "name": "book.json",
        "size": len(BOOK),
        "sha256": hashlib.sha256(BOOK).hexdigest(),
    }


def test_the_date_is_kept_in_utc_to_the_second() -> None:
    there = datetime(2026, 11, 22, 12, 0, 0, 999, tzinfo=timezone(timedelta(hours=2)))
    assert Contents(BOOK, None, 1, there).made_at == AT


@pytest.mark.parametrize(
    "make",
    [
        lambda: Contents(b"", KEY, 1, AT),
        lambda: Contents(b"x" * 1_000_001, KEY, 1, AT),
        lambda: Contents(BOOK, "", 1, AT),
        lambda: Contents(BOOK, "two\nlines", 1, AT),
        lambda: Contents(BOOK, " k", 1, AT),
        lambda: Contents(BOOK, "k" * 1201, 1, AT),
        lambda: Contents(BOOK, "ключ", 1, AT),
        lambda: Contents(BOOK, KEY, -1, AT),
        lambda: Contents(BOOK, KEY, 1, AT.replace(tzinfo=None)),
        lambda: Contents(BOOK, None, 1, AT, JOURNAL),
    ],
)
def test_what_could_not_be_restored_is_not_packed(make: Callable[[], Contents]) -> None:
    with pytest.raises(BadInputError):
        make()


def rebuilt(change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> bytes:
    """Pack again after `change` of members and manifest."""
    members = archive.read(bundle.pack(contents(journal=JOURNAL)))
    manifest = json.loads(members["manifest.json"])
    change(members, manifest)
    if "manifest.json" in members and members["manifest.json"].startswith(b"{"):
        members["manifest.json"] = json.dumps(manifest).encode()
    return archive.write(members, AT)


def entry(name: str, data: bytes) -> dict[str, object]:
    return {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


CHANGES: dict[str, tuple[Callable[[dict[str, bytes], dict[str, Any]], Any], type[RecoveryError]]] = {
    "newer version": (lambda _, m: m.update(version=2), BackupNewer),
    "newer version with other members": (
        lambda f, m: (m.update(version=3), f.update({"photos.db": b"x"})),
        BackupNewer,
    ),
    "unknown field": (lambda _, m: m.update(extra=1), BackupNewer),
    "other format": (lambda _, m: m.update(format="else"), NotABackup),
    "no manifest": (lambda f, _: f.pop("manifest.json"), NotABackup),
    "manifest is noise": (lambda f, _: f.update({"manifest.json": b"\xff\xfe"}), BackupDamaged),
    "manifest nested deep": (
        lambda f, _: f.update({"manifest.json": b" {" + b'"a":[' * 9000}),
        BackupDamaged,
    ),
    "manifest huge": (lambda f, _: f.update({"manifest.json": b" " * 60_000}), NotABackup),
    "date without zone": (lambda _, m: m.update(made_at="2026-11-22T10:00:00"), BackupDamaged),
    "date of year 1 east": (lambda _, m: m.update(made_at="0001-01-01T00:00:00+14:00"), BackupDamaged),
    "negative generation": (lambda _, m: m.update(generation=-1), BackupDamaged),
    "huge generation": (lambda _, m: m.update(generation=2**70), BackupDamaged),
    "missing book": (lambda f, _: f.pop("book.json"), BackupDamaged),
    "missing readme": (lambda f, _: f.pop("README.txt"), BackupDamaged),
    "missing key": (lambda f, _: f.pop("journal-key.txt"), BackupDamaged),
    "book unlisted": (
        lambda f, m: (f.pop("book.json"), m.update(contents=m["contents"][1:])),
        BackupDamaged,
    ),
    "empty book": (
        lambda f, m: (
            f.update({"book.json": b""}),
            m.update(contents=[entry("book.json", b""), *m["contents"][1:]]),
        ),
        BackupDamaged,
    ),
    "journal without key": (
        lambda f, m: (f.pop("journal-key.txt"), m["contents"].pop(1)),
        BackupDamaged,
    ),
    "extra member": (lambda f, _: f.update({"more.txt": b"x"}), BackupDamaged),
    "extra member listed": (
        lambda f, m: (f.update({"more.txt": b"x"}), m["contents"].append(entry("more.txt", b"x"))),
        BackupDamaged,
    ),
    "listed twice": (lambda _, m: m["contents"].append(m["contents"][0]), BackupDamaged),
    "other bytes, same size": (
        lambda f, _: f.update({"book.json": f["book.json"].swapcase()}),
        BackupDamaged,
    ),
    "other size": (lambda f, _: f.update({"book.json": f["book.json"] + b" "}), BackupDamaged),
    "key of two lines": (
        lambda f, m: (
            f.update({"journal-key.txt": b"a\nb"}),
            m["contents"].__setitem__(1, entry("journal-key.txt", b"a\nb")),
        ),
        BackupDamaged,
    ),
    "path that climbs": (lambda f, _: f.update({"../../evil": b"x"}), BackupDamaged),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_bundle_that_was_changed_is_told(name: str) -> None:
    change, error = CHANGES[name]
    with pytest.raises(RecoveryError) as caught:
        bundle.unpack(rebuilt(change))
    assert type(caught.value) is error


def hostile(
    kind: bytes, *, size: int = 0, name: str = "book.json", form: Literal[0, 1, 2] = tarfile.GNU_FORMAT
) -> bytes:
    """Return a whole bundle with one strange member more."""
    head = tarfile.TarInfo(name)
    head.type, head.linkname, head.size = kind, "/etc/passwd", size
    whole = bundle.pack(contents())
    return head.tobuf(form) + whole


@pytest.mark.parametrize(
    "data",
    [
        hostile(tarfile.SYMTYPE),
        hostile(tarfile.LNKTYPE),
        hostile(tarfile.DIRTYPE),
        hostile(tarfile.FIFOTYPE),
        hostile(tarfile.CHRTYPE),
        hostile(tarfile.GNUTYPE_SPARSE),
        hostile(tarfile.CONTTYPE),
        hostile(tarfile.REGTYPE, name="book.json"),
        hostile(tarfile.REGTYPE, size=8**11 - 1),
        hostile(tarfile.REGTYPE, size=8**15),
        hostile(tarfile.REGTYPE, name="x" * 200),
        hostile(tarfile.REGTYPE, name="é" * 20, form=tarfile.PAX_FORMAT),
        hostile(tarfile.REGTYPE, name=""),
        bundle.pack(contents()) + b"tail",
        bundle.pack(contents()).rstrip(b"\0"),
        archive.write({str(n): b"" for n in range(archive.MAX_MEMBERS + 1)}, AT),
    ],
)
def test_a_hostile_tar_is_damaged_and_nothing_worse(data: bytes) -> None:
    with pytest.raises(BackupDamaged):
        bundle.unpack(data)


@pytest.mark.parametrize("data", [b"", b"\0" * 10_240, b"PK\x03\x04" + b"x" * 2000, b"{}", b"x" * 511])
def test_what_is_no_tar_is_no_backup(data: bytes) -> None:
    with pytest.raises(NotABackup):
        bundle.unpack(data)


WHOLE = bundle.pack(contents(journal=JOURNAL))


@PATIENT
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_one_changed_byte_is_told_or_does_not_matter(where: int, by: int) -> None:
    changed = bytearray(WHOLE)
    changed[where] ^= by
    try:
        assert bundle.unpack(bytes(changed)) == contents(journal=JOURNAL)
    except RecoveryError:
        return


@PATIENT
@given(st.integers(0, len(WHOLE)))
def test_a_cut_is_told_or_takes_only_padding(end: int) -> None:
    try:
        assert bundle.unpack(WHOLE[:end]) == contents(journal=JOURNAL)
    except RecoveryError:
        return


@PATIENT
@given(st.binary(max_size=600), st.binary(max_size=2000))
def test_any_bytes_are_told(head: bytes, rest: bytes) -> None:
    with pytest.raises(RecoveryError):
        bundle.unpack(head + rest)
