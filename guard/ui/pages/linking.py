"""What links two pseudonyms, in a few plain words for a card; the editor has the whole sentences."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from guard.profiles.caution import Caution

_NAMED = 2

translate = QCoreApplication.translate


def linked(cautions: Sequence[Caution], names: Mapping[str, str]) -> str:
    """Say with whom (`names` by id) and by what a profile could be linked; nothing when nothing is known."""
    found = [caution for caution in cautions if caution.other in names]
    others = [names[each] for each in dict.fromkeys(caution.other for caution in found)]
    if not others:
        return ""
    if len(others) > _NAMED:
        with_whom = translate("linking", "%n of your other profiles", None, len(others))
    else:
        with_whom = translate("linking", " and ").join(others)
    whats = dict.fromkeys(_by(caution.what) for caution in found)
    words = translate("linking", "Could be linked with {names}: {what}")
    return words.format(names=with_whom, what=", ".join(whats))


def _by(what: str) -> str:
    return {
        "same-handle": translate("linking", "the same handle"),
        "same-email": translate("linking", "the same mailbox"),
        "similar-handle": translate("linking", "almost the same handle or address"),
        "same-picture": translate("linking", "almost the same picture"),
        "same-about": translate("linking", "almost the same note"),
        "name-in-handle": translate("linking", "a name in a handle"),
    }.get(what, translate("linking", "something they share"))
