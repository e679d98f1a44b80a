"""A caution: something about a profile that its user may want to think over. It forbids nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caution:
    """`field` is the profile's (`name`, `about`, `handles.0.email`), `what` a fixed word for the reason.

    `sentence` is for the user and holds neither what was found on this computer nor another profile's words
    in full. `other` is the id of the other profile for a link between two, else "".
    """

    field: str
    what: str
    sentence: str
    other: str = ""


def spoken(field: str) -> str:
    """Return a field of a profile as it stands at the start of a sentence."""
    whole, _, rest = field.partition(".")
    part = rest.rpartition(".")[2]
    names = {
        "name": "The name",
        "about": "The note",
        "share": "A fact that is fine to share",
        "picture": "The picture",
        "handle": "A handle",
        "email": "An e-mail address",
    }
    return names.get(part) or names.get(whole) or "A field"
