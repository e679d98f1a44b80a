import os
import random
import string
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guard.vault.recovery import agefile, bech32
from guard.vault.recovery.errors import (
    KitIsABackup,
    KitIsPublicHalf,
    KitMistyped,
    KitUnreadable,
    NotAKit,
    RecoveryError,
    SeveralKits,
)
from guard.vault.recovery.kit import LENGTH, PREFIX, Kit, new_kit, parse_kit, read_kit
from guard.vault.recovery.sheet import kit_text
from tests.vault.recovery.support import PATIENT

KIT = new_kit()
START = len(PREFIX) + 1
DAY = date(2026, 11, 22)


def retyped(code: str, *changes: tuple[int, str]) -> str:
    letters = list(code)
    for position, letter in changes:
        letters[START + position - 1] = letter
    return "".join(letters)


def named(value: object) -> str | None:
    """Name a case without a kit, which is another in every process."""
    return "text" if isinstance(value, str) and len(value) > LENGTH else None


@pytest.mark.parametrize(
    "text",
    [
        KIT.code,
        KIT.code.lower(),
        KIT.code.title(),
        f"  {KIT.code}\r\n",
        " ".join(KIT.code[i : i + 4] for i in range(0, len(KIT.code), 4)),
        "\n".join(KIT.code[i : i + 30] for i in range(0, len(KIT.code), 30)),
        f"QR-Code:{KIT.code}\n",
        f"My kit: {KIT.code}, printed in spring.",
        f"{KIT.code} This line goes on with words",
        f"> {KIT.code[:40]}\n> {KIT.code[40:]}\n> -- ",
        KIT.code.replace("-", "\u2011"),
        KIT.code.replace("-", "\u2013"),
        KIT.code[:30] + "\u00ad\u200b" + KIT.code[30:],
        "\ufeff" + KIT.code,
        "".join(chr(ord(c) + 0xFEE0) for c in KIT.code),
        f"# created: 2026-11-22\n# public key: {KIT.recipient}\n{KIT.code}\n",
        f"{KIT.code}\n{KIT.code.lower()}",
        f"the line that begins with AGE-SECRET-KEY-1, here:\n{KIT.code}",
        kit_text(KIT, DAY),
        kit_text(KIT, DAY).replace("\n", "\r\n"),
    ],
    ids=named,
)
def test_a_kit_is_found_however_it_comes_back(text: str) -> None:
    assert parse_kit(text) == KIT


@PATIENT
@given(st.integers(1, LENGTH), st.sampled_from(string.ascii_uppercase + string.digits))
def test_one_wrong_character_is_told_with_its_place(position: int, letter: str) -> None:
    assume(KIT.code[START + position - 1] != letter)
    with pytest.raises(KitMistyped) as caught:
        parse_kit(retyped(KIT.code, (position, letter)))
    assert caught.value.position == position
    assert f"Character {position} " in caught.value.sentence


@PATIENT
@given(st.sets(st.integers(1, LENGTH), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_up_to_four_wrong_characters_never_pass(places: set[int], chance: random.Random) -> None:
    changes = [
        (place, chance.choice([c for c in bech32.CHARACTERS.upper() if c != KIT.code[START + place - 1]]))
        for place in places
    ]
    with pytest.raises(KitMistyped):
        parse_kit(retyped(KIT.code, *changes))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (KIT.code[:-1], "too short: it has 57"),
        (KIT.code[:-1] + "\nThis is the rest of the page", "too short: it has 57"),
        (KIT.code[:40] + KIT.code[41:], "too short: it has 57"),
        (KIT.code + "Q", "too long: it has 59"),
        (KIT.code[:40] + "Q" + KIT.code[40:], "too long: it has 59"),
        (PREFIX + "1", "too short: it has 0"),
        (retyped(KIT.code, (3, "B"), (9, "O")), "Character 3 after"),
    ],
    ids=named,
)
def test_other_slips_are_told_as_such(text: str, says: str) -> None:
    with pytest.raises(KitMistyped) as caught:
        parse_kit(text)
    assert says in caught.value.sentence
    assert KIT.code[START : START + 8] not in caught.value.sentence


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", NotAKit),
        ("hello", NotAKit),
        ("x" * 200_000, NotAKit),
        ("AGE-PLUGIN-YUBIKEY-1QQQQQQ", NotAKit),
        (KIT.recipient, KitIsPublicHalf),
        (f"my recipient is {KIT.recipient.upper()}", KitIsPublicHalf),
        ("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n", KitIsABackup),
        (f"{KIT.code}\n{new_kit().code}", SeveralKits),
    ],
    ids=named,
)
def test_what_is_no_kit_is_told_apart(text: str, error: type[RecoveryError]) -> None:
    with pytest.raises(NotAKit) as caught:
        parse_kit(text)
    assert type(caught.value) is error


@PATIENT
@given(st.text(max_size=300))
def test_any_text_gives_a_kit_or_one_of_our_errors(text: str) -> None:
    for whole in (text, KIT.code[:25] + text, text + KIT.code[:60]):
        with pytest.raises((NotAKit, KitMistyped)):
            parse_kit(whole)


def test_a_kit_is_read_from_files_of_every_making(tmp_path: Path) -> None:
    file = tmp_path / "kit.txt"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        file.write_bytes(kit_text(KIT, DAY).encode(encoding))
        assert read_kit(file) == KIT


def test_a_kit_file_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(KitUnreadable):
        read_kit(tmp_path / "absent")
    with pytest.raises(KitUnreadable):
        read_kit(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(KitUnreadable):
        read_kit(tmp_path / "pipe")
    file = tmp_path / "file"
    file.write_bytes(agefile.lock(b"secret", [KIT.recipient]))
    with pytest.raises(KitIsABackup):
        read_kit(file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NotAKit):
        read_kit(file)


def test_every_kit_is_new_and_shows_its_code_nowhere() -> None:
    first, second = new_kit(), new_kit()
    assert first.code != second.code
    assert first.code not in repr(first) + str(first)
    assert first.recipient in repr(first)


def test_a_kit_of_age_keygen_is_ours_and_ours_is_one_of_its(tmp_path: Path) -> None:
    made = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True).stdout
    recipient = made.split("public key: ")[1].split()[0]
    assert parse_kit(made).recipient == recipient
    asked = subprocess.run(
        ["age-keygen", "-y"], input=kit_text(KIT, DAY), capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == KIT.recipient


def test_a_kit_is_equal_to_itself_only() -> None:
    assert parse_kit(KIT.code) == Kit(KIT.code, KIT.recipient)
    assert parse_kit(new_kit().code) != KIT
