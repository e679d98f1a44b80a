"""The passphrase file as bytes: what is damaged, cut, foreign, newer or under another passphrase."""

import hashlib
import os
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import BadInputError
from guard.vault.outcome import PassphraseFileDamaged, VaultError, WrongPassphrase
from guard.vault.passphrase import format as layout
from guard.vault.passphrase.errors import PassphraseFileCut, PassphraseFileForeign, PassphraseFileNewer
from guard.vault.passphrase.kdf import Cost, derive
from tests.support.passphrases import PASSPHRASE, QUICK

KEY = bytes(range(32))
SALT = bytes(16)
STRETCHED = derive(PASSPHRASE, SALT, QUICK)
SLOT = layout.wrap(KEY, STRETCHED, SALT, QUICK, os.urandom)
ITEMS = {"book": "a-1", "book-a-0": "topsecret", "journal": "x" * 1200}
RAW = layout.seal(SLOT, KEY, 7, ITEMS, os.urandom)


def resummed(raw: bytes) -> bytes:
    """Mend the checksums, as somebody who tampers would."""
    raw = raw[:18] + zlib.crc32(raw[:18]).to_bytes(4, "big") + raw[22:-32]
    return raw + hashlib.sha256(raw).digest()


def changed(at: int, fresh: bytes) -> bytes:
    return RAW[:at] + fresh + RAW[at + len(fresh) :]


def opened(raw: bytes) -> dict[str, str]:
    sealed = layout.parse(raw)
    return layout.unseal(
        sealed, layout.unwrap(sealed.slot, derive(PASSPHRASE, sealed.slot.salt, sealed.slot.cost))
    )


def test_what_was_sealed_is_given_back() -> None:
    assert opened(RAW) == ITEMS
    assert layout.parse(RAW).generation == 7
    assert opened(layout.seal(SLOT, KEY, 1, {}, os.urandom)) == {}


def test_a_wrong_passphrase_is_no_damage() -> None:
    sealed = layout.parse(RAW)
    for other in (PASSPHRASE + " ", PASSPHRASE.upper(), "x"):
        with pytest.raises(WrongPassphrase):
            layout.unwrap(sealed.slot, derive(other, SALT, QUICK))


def test_cut_anywhere_it_is_cut_and_nothing_else() -> None:
    for length in range(len(RAW)):
        with pytest.raises(PassphraseFileCut):
            layout.parse(RAW[:length])


def test_any_changed_byte_is_damage_and_needs_no_passphrase_to_be_seen() -> None:
    for at in range(len(RAW)):
        with pytest.raises(PassphraseFileDamaged):
            layout.parse(changed(at, bytes([RAW[at] ^ 0x20])))


@pytest.mark.parametrize("tail", [b"\0", b"\0" * 4096, RAW])
def test_anything_after_the_end_is_damage(tail: bytes) -> None:
    with pytest.raises(PassphraseFileDamaged):
        layout.parse(RAW + tail)


@pytest.mark.parametrize(
    "raw", [b"{}", b"age-encryption.org/v1", b"\0" * len(RAW), b"x" * (layout.MAX_FILE + 1)]
)
def test_what_guard_never_wrote_is_foreign(raw: bytes) -> None:
    with pytest.raises(PassphraseFileForeign):
        layout.parse(raw)


def test_a_newer_form_is_told_and_only_when_it_is_whole() -> None:
    newer = resummed(changed(8, (2).to_bytes(2, "big")))
    with pytest.raises(PassphraseFileNewer):
        layout.parse(newer)
    with pytest.raises(PassphraseFileDamaged):
        layout.parse(newer[:-1] + b"\0" if newer[-1] else newer[:-1] + b"\1")
    with pytest.raises(PassphraseFileDamaged):
        layout.parse(resummed(changed(8, (0).to_bytes(2, "big"))))


@pytest.mark.parametrize(
    "cost",
    [
        (2**32 - 1, 3, 4),
        (600 * 1024, 1, 1),
        (65536, 11, 4),
        (65536, 0, 4),
        (65536, 3, 0),
        (8, 1, 4),
        (65536, 3, 17),
    ],
)
def test_a_cost_that_would_exhaust_the_computer_is_never_tried(cost: tuple[int, int, int]) -> None:
    with pytest.raises(PassphraseFileDamaged):
        layout.parse(resummed(changed(22, struct.pack(">III", *cost))))


def test_whoever_tampers_and_mends_the_checksums_is_found_out() -> None:
    for at in range(22, 400):
        raw = resummed(changed(at, bytes([RAW[at] ^ 1])))
        if at < 22 + 12:  # the cost: another one may take long to derive
            continue
        with pytest.raises((PassphraseFileDamaged, WrongPassphrase)):
            opened(raw)


def test_a_slot_or_body_from_another_file_does_not_fit() -> None:
    other = layout.wrap(bytes(32), STRETCHED, SALT, QUICK, os.urandom)
    spliced = RAW[:22] + other.packed() + RAW[22 + len(other.packed()) :]
    with pytest.raises(PassphraseFileDamaged):
        opened(resummed(spliced))
    older = layout.seal(SLOT, KEY, 6, {"book": "old"}, os.urandom)
    with pytest.raises(PassphraseFileDamaged):
        opened(resummed(RAW[:200] + older[200:]))


def test_nothing_stands_in_it_in_clear_and_its_size_tells_little() -> None:
    for text in (*ITEMS, *ITEMS.values(), PASSPHRASE):
        assert text.encode() not in RAW
    assert KEY not in RAW
    sizes = {
        len(layout.seal(SLOT, KEY, 1, {f"item-{n}": "x" * 1200 for n in range(many)}, os.urandom))
        for many in range(12)
    }
    assert sizes == {len(RAW)}


def test_the_same_content_never_looks_the_same_twice() -> None:
    again = layout.seal(SLOT, KEY, 7, ITEMS, os.urandom)
    assert again[200:300] != RAW[200:300]


def test_more_than_it_can_hold_is_refused_and_all_that_it_can_hold_is_read_back() -> None:
    many = {f"item-{n}": "x" * 1200 for n in range(800)}
    assert opened(layout.seal(SLOT, KEY, 1, many, os.urandom)) == many
    with pytest.raises(BadInputError, match="more than a passphrase file can hold"):
        layout.seal(SLOT, KEY, 1, {f"item-{n}": "x" * 1200 for n in range(1000)}, os.urandom)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True),
        st.from_regex(r"[A-Za-z0-9_-]{1,60}", fullmatch=True),
    )
)
def test_any_items_are_given_back(items: dict[str, str]) -> None:
    sealed = layout.parse(layout.seal(SLOT, KEY, 3, items, os.urandom))
    assert layout.unseal(sealed, KEY) == items


@given(st.one_of(st.binary(max_size=400), st.binary(max_size=400).map(lambda tail: RAW[:22] + tail)))
def test_no_bytes_make_it_say_anything_but_a_sentence(raw: bytes) -> None:
    with pytest.raises(VaultError):
        layout.parse(raw)


@given(st.data())
def test_random_damage_with_mended_checksums_is_never_an_empty_vault(data: st.DataObject) -> None:
    at = data.draw(st.integers(34, len(RAW) - 33))
    fresh = data.draw(st.binary(min_size=1, max_size=40))
    raw = resummed(changed(at, fresh)[: len(RAW)])
    try:
        items = opened(raw)
    except VaultError:
        return
    assert items == ITEMS


def test_every_cost_that_guard_uses_is_sane() -> None:
    assert Cost(256 * 1024, 3, 4).sane
    assert QUICK.sane
    assert not Cost(0, 0, 0).sane
