"""A PNG file that holds a picture and nothing else: no date, no program, no screen's resolution."""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR = (8, 2, 0, 0, 0)  # bits a channel, red-green-blue, then the only methods that there are
_CHANNELS = 3


def png(width: int, height: int, pixels: bytes) -> bytes:
    """Return the file for `pixels`: rows from top to bottom, three bytes each. The same picture gives the same file."""
    line = width * _CHANNELS
    if len(pixels) != line * height:
        raise ValueError("the pixels do not fill the picture")
    rows = b"".join(b"\0" + pixels[start : start + line] for start in range(0, len(pixels), line))
    header = struct.pack(">IIBBBBB", width, height, *_TRUE_COLOUR)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
