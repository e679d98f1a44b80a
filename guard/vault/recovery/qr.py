"""The kit's code as a QR code, for the window and the printed sheet. Writes no file."""

import io

import segno

QUIET_ZONE = 4  # modules of white on every side, as ISO/IEC 18004 wants
_LEVEL = "q"  # a quarter of the picture may be lost to folds and stains


def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of the picture, True for dark, with the quiet zone around it."""
    rows = _code(text).matrix_iter(scale=1, border=QUIET_ZONE)
    return tuple(tuple(bool(module) for module in row) for row in rows)


def svg(text: str) -> str:
    """Return the picture as an SVG document, black on white whatever the theme: cameras want it so."""
    out = io.BytesIO()
    _code(text).save(
        out, kind="svg", border=QUIET_ZONE, scale=8, dark="#000", light="#fff", xmldecl=False, title=None
    )
    return out.getvalue().decode("utf-8")


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error=_LEVEL, boost_error=False, micro=False)
