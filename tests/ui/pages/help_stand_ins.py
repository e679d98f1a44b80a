"""A small book of help with known gaps, and a desk that notes what leaves the program."""

from dataclasses import dataclass, field
from datetime import date

import msgspec

from guard.knowledge.guides import Guide
from guard.knowledge.law import Law, Laws
from guard.knowledge.places import WORLD, Place, Places
from guard.knowledge.services import Service, Services
from guard.ui.pages.help.book import HelpBook
from guard.ui.pages.help.desk import HelpDesk, Whereabouts

TODAY = date(2026, 11, 22)
SEEN: dict[str, object] = {
    "source": "A page about it",
    "url": "https://example.org/about",
    "reviewed": date(2026, 11, 1),
    "review_after": date(2027, 5, 1),
    "confidence": "high",
}
PLACES = Places(
    {
        place.id: place
        for place in (
            Place(id=WORLD, name="Anywhere else", within=""),
            Place(id="CA", name="Canada"),
            Place(id="CA-QC", name="Quebec", within="CA"),
            Place(id="IE", name="Ireland"),
        )
    }
)


def guide(name: str, title: str, **changes: object) -> Guide:
    steps = (
        ("right-now", "Breathe out slowly."),
        ("right-now", "Answer nothing."),
        ("next", "Keep the messages."),
        ("later", "Tell somebody you trust."),
    )
    facts = {
        "id": name,
        "title": title,
        "opening": "You did nothing wrong.",
        "step": [
            {"id": f"s{place}", "when": when, "text": words} for place, (when, words) in enumerate(steps)
        ],
        "avoid": ["Paying."],
        "needs": ["sextortion", "crisis"],
        **SEEN,
    }
    return msgspec.convert(facts | changes, Guide)


GUIDE = guide("threat", "Someone threatens to share images of me")
OTHER = guide("recorded", "Someone recorded me", needs=["image-removal"])


def service(name: str, place: str = WORLD, **changes: object) -> Service:
    facts: dict[str, object] = {
        "id": name.lower().replace(" ", "-"),
        "name": name,
        "does": f"{name} listens.",
        "audience": "Adults",
        "place": place,
        "needs": ["sextortion"],
        "languages": ["English", "French"],
        "hours": "not found",
        "web": f"https://{name.lower().replace(' ', '-')}.example.org/",
        "cost": "free",
        "anonymous": "unknown",
        **SEEN,
    }
    return msgspec.convert(facts | changes, Service)


LOCAL = service("Harbour Line", "CA", phones=["0800 555 0100"], text="SAY HELLO to 55501", chat=True)
WORLDWIDE = service("World Desk", anonymous="yes")
OLD = service("Old Line", "IE", review_after=date(2026, 11, 2), needs=["men"])
MANY = tuple(service(f"Desk {number}", "CA-QC", needs=["crisis"]) for number in range(8))


def law(name: str, place: str, **changes: object) -> Law:
    facts: dict[str, object] = {
        "id": name,
        "place": place,
        "subject": "recording",
        "statute": f"Act {name}",
        "in_force": "2024-01",
        "summary": f"Summary {name}.",
        **SEEN,
    }
    return msgspec.convert(facts | changes, Law)


LAWS = Laws(
    (
        law("first", "CA"),
        law("weak", "CA", subject="intimate-images", in_force="not found", confidence="medium"),
        law("coming", "IE", in_force="2030-06-01", review_after=date(2026, 11, 2)),
    ),
    PLACES,
    ("This is information, not legal advice.",),
)
BOOK = HelpBook(PLACES, (GUIDE, OTHER), Services((LOCAL, WORLDWIDE, OLD, *MANY), PLACES), LAWS)


@dataclass
class World:
    """What left the program."""

    copied: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    browser: bool = True

    def open_page(self, address: str) -> bool:
        self.opened.append(address)
        return self.browser

    def desk(self, book: HelpBook = BOOK, territory: str = "") -> HelpDesk:
        return HelpDesk(
            book, Whereabouts(), self.copied.append, self.open_page, lambda: TODAY, lambda: territory
        )
