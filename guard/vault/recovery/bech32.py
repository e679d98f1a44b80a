"""The checksum in an age code (Bech32, BIP 173): tells a mistyped character and, if there is only one, where. Pure."""

CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_WHOLE = 1


def is_whole(prefix: str, data: str) -> bool:
    """Tell whether `data`, lower case, carries the right checksum for `prefix`."""
    values = _values(data)
    return None not in values and _residue(prefix, [v or 0 for v in values]) == _WHOLE


def strangers(data: str) -> tuple[int, ...]:
    """Return the positions, from 1, of characters that no such code can have."""
    return tuple(where for where, value in enumerate(_values(data), 1) if value is None)


def only_mistake(prefix: str, data: str) -> int | None:
    """Return the position, from 1, of the one character whose change makes `data` whole; None when there is no such one."""
    strange = strangers(data)
    if len(strange) > 1:
        return None
    values = [value or 0 for value in _values(data)]
    difference = _residue(prefix, values) ^ _WHOLE
    if strange and difference == 0:  # it stands for the character of value 0
        return strange[0]
    found = _single_mistakes(len(values), difference)
    return found[0] if len(found) == 1 and strange in ((), tuple(found)) else None


def _single_mistakes(length: int, difference: int) -> list[int]:
    """Return every position at which one wrong character causes `difference`; the checksum is linear."""
    found = []
    reach = list(range(1, 32))
    for place in range(length, 0, -1):
        if difference in reach:
            found.append(place)
        reach = [_run(one, [0]) for one in reach]
    return found


def _values(data: str) -> list[int | None]:
    return [CHARACTERS.index(c) if c in CHARACTERS else None for c in data]


def _residue(prefix: str, values: list[int]) -> int:
    head = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    return _run(1, head + values)


def _run(start: int, values: list[int]) -> int:
    check = start
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            if top >> bit & 1:
                check ^= generator
    return check
