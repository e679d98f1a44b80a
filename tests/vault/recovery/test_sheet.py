import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from guard.vault.recovery import qr
from guard.vault.recovery.kit import new_kit, parse_kit
from guard.vault.recovery.sheet import kit_text, sheet

KIT = new_kit()
DAY = date(2026, 11, 22)


def test_the_sheet_has_all_that_is_printed_and_its_code_is_the_kit() -> None:
    printed = sheet(KIT, DAY)
    assert printed.made == DAY
    assert printed.code.line == KIT.code
    assert parse_kit(" ".join(printed.code.groups)) == KIT
    assert {len(group) for group in printed.code.groups[:-1]} == {4}
    words = " ".join(one.heading + " " + one.text for one in printed.paragraphs)
    for needed in ("2026-11-22", "guard restore", "age -d -i", "recovery.age"):
        assert needed in words
    assert KIT.code not in words + repr(printed)


def test_the_text_holds_the_code_once_and_every_other_line_is_a_comment() -> None:
    lines = kit_text(KIT, DAY).splitlines()
    assert [line for line in lines if not line.startswith("#")] == [KIT.code]


def test_the_picture_has_its_quiet_zone_and_is_square() -> None:
    rows = qr.matrix(KIT.code)
    edge = qr.QUIET_ZONE
    assert {len(row) for row in rows} == {len(rows)}
    assert not any(any(row) for row in (*rows[:edge], *rows[-edge:]))
    assert not any(any((*row[:edge], *row[-edge:])) for row in rows)
    assert all(rows[edge][edge : edge + 7])


def test_the_svg_is_a_document_of_its_own_and_holds_no_text() -> None:
    drawn = qr.svg(KIT.code)
    root = ET.fromstring(drawn)  # noqa: S314 - our own output
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert KIT.code not in drawn


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbarimg is not installed")
def test_a_scanner_reads_the_picture_even_with_a_stain(tmp_path: Path) -> None:
    rows = [list(row) for row in qr.matrix(KIT.code)]
    for y in range(24, 30):
        for x in range(24, 30):
            rows[y][x] = True
    scale = 6
    pixels = [[dark for dark in row for _ in range(scale)] for row in rows for _ in range(scale)]
    text = "\n".join(" ".join("1" if dark else "0" for dark in row) for row in pixels)
    file = tmp_path / "kit.pbm"
    file.write_text(f"P1\n{len(pixels)} {len(pixels)}\n{text}\n")
    scanned = subprocess.run(["zbarimg", "-q", str(file)], capture_output=True, text=True, check=True).stdout
    assert parse_kit(scanned) == KIT
