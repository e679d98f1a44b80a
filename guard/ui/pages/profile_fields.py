"""All that can be written about a pseudonym, as fields; knows nothing of where it is kept."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from guard.profiles.caution import Caution
from guard.profiles.parts import MAX_FACT, MAX_HANDLES, MAX_NEVER, MAX_NEVER_WORD, MAX_SHARE
from guard.profiles.profile import MAX_NAME, MAX_PRONOUNS, Profile
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.dot import Shades
from guard.ui.pages.noted import Noted, Notes, ShortText
from guard.ui.pages.profile_rows import HandleRow, Rows, WordRow, platform_model
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.suggestions import Suggestions
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending
from guard.ui.widgets.card import Card

_ABOUT_LINES = 3

_tr = QCoreApplication.translate


class ProfileFields(QWidget):
    """Cards of fields. `changed` comes with every letter."""

    changed = Signal()

    def __init__(self, desk: Pseudonyms, platforms: Mapping[str, str], parent: QWidget | None = None) -> None:
        """`platforms` are names by id."""
        super().__init__(parent)
        self._desk = desk
        self._base: Profile | None = None
        self._colours = tuple(desk.palette.values())
        self._platforms = platform_model(platforms)
        self._filling = False
        self._build_inputs()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE * 2)
        for card in (self._who(), self._where(), self._fine(), self._secret()):
            column.addWidget(card)
        self.limits = text.body("")
        column.addWidget(self.limits)
        self._rest = Notes(self)
        column.addWidget(self._rest)
        for field in (self.name, self.pronouns):
            field.textChanged.connect(self._tell)
        self.about.textChanged.connect(self._tell)
        self.colour.chosen.connect(self._tell)
        for rows in (self.handles, self.share, self.never):
            rows.changed.connect(self._tell)

    def fill(self, profile: Profile) -> None:
        """Show a profile; nobody is told."""
        self._filling, self._base = True, profile
        self.name.setText(profile.name)
        self.pronouns.setText(profile.pronouns)
        self.about.setPlainText(profile.about)
        colours = [colour.id for colour in self._colours]
        self.colour.choose(colours.index(profile.colour) if profile.colour in colours else None)
        self.handles.fill(profile.handles)
        self.share.fill(profile.share)
        self.never.fill(profile.never)
        self.suggestions.forget()
        self._hide_words(hide=bool(profile.never))
        counts = _limit_words(profile)
        self.limits.setText(self.tr("Limits it starts every session with: {limits}.").format(limits=counts))
        self.limits.setVisible(bool(counts))
        self.think(())
        self.refuse("", "")
        self._filling = False

    def draft(self) -> Profile:
        """Return the profile with what stands in the fields, as it was typed."""
        if self._base is None:
            raise RuntimeError("there is no draft before something was filled in")
        place = self.colour.place()
        return msgspec.structs.replace(
            self._base,
            name=self.name.text().strip(),
            pronouns=self.pronouns.text().strip(),
            colour=self._colours[place].id if place is not None else self._base.colour,
            about=self.about.toPlainText().strip(),
            handles=self.handles.values(),
            share=self.share.values(),
            never=self.never.values(),
        )

    def think(self, cautions: Iterable[Caution]) -> None:
        """Put each caution beside the field that it is about."""
        found: dict[Notes, list[str]] = {notes: [] for notes in self._all_notes()}
        for caution in cautions:
            found.setdefault(self._notes_at(caution.field), []).append(caution.sentence)
        for notes, sentences in found.items():
            notes.think(sentences)

    def refuse(self, field: str, sentence: str) -> QWidget | None:
        """Say at a field (`handles.0.email`) why it cannot be used, and nothing at the others; return the notes."""
        for notes in self._all_notes():
            notes.refuse("")
        if not sentence:
            return None
        if field.startswith("never"):
            self._hide_words(hide=False)
        notes = self._notes_at(field)
        notes.refuse(sentence)
        self._control_at(field).setFocus()
        return notes

    def _build_inputs(self) -> None:
        self.name, self.pronouns = QLineEdit(), QLineEdit()
        self.name.setMaxLength(MAX_NAME)
        self.name.setPlaceholderText(self.tr("A name used nowhere else"))
        self.pronouns.setMaxLength(MAX_PRONOUNS)
        self.pronouns.setPlaceholderText(self.tr("Leave empty if you prefer"))
        self.about = ShortText(_ABOUT_LINES)
        self.about.setPlaceholderText(self.tr("How you write here, what you are here for"))
        options = [Option(colour.name, Shades(colour.light, colour.dark)) for colour in self._colours]
        self.colour = Choice(options, self.tr("Colour"))
        self.handles = Rows(self.tr("Add a handle"), MAX_HANDLES, lambda: HandleRow(self._platforms))
        fact, word = self.tr("A fact that is fine to share"), self.tr("A word that is never shared")
        self.share = Rows(
            self.tr("Add a fact"), MAX_SHARE, lambda: WordRow(fact, self.tr("Remove this fact"), MAX_FACT)
        )
        self.never = Rows(
            self.tr("Add a word"),
            MAX_NEVER,
            lambda: WordRow(word, self.tr("Remove this word"), MAX_NEVER_WORD),
        )

    def _who(self) -> Card:
        card = Card(self.tr("Who you are here"))
        row = Bending()
        self.suggest = buttons.quiet(self.tr("Suggest a name"), "refresh")
        row.row.addWidget(self.name, 1)
        row.row.addWidget(self.suggest)
        self.suggestions = Suggestions(self._desk.counsel, lambda: self._desk.known or ())
        self.suggest.clicked.connect(self.suggestions.ask)
        self.suggestions.chosen.connect(self._take)
        self._singles = {
            "name": Noted(self.tr("Name"), self.name, beside=row),
            "pronouns": Noted(self.tr("Pronouns, if you like"), self.pronouns),
            "colour": Noted(self.tr("Colour"), self.colour),
            "about": Noted(self.tr("A short note about who you are here"), self.about),
        }
        for place, single in enumerate(self._singles.values()):
            card.body.addWidget(single)
            if place == 0:
                card.body.addWidget(self.suggestions)
        return card

    def _where(self) -> Card:
        card = Card(self.tr("Where people know you"))
        card.body.addWidget(text.hint(self.tr("Handles and addresses that belong to this pseudonym alone.")))
        card.body.addWidget(self.handles)
        return card

    def _fine(self) -> Card:
        card = Card(self.tr("Fine to share"))
        card.body.addWidget(text.hint(self.tr("What you can always say here without thinking twice.")))
        card.body.addWidget(self.share)
        return card

    def _secret(self) -> Card:
        card = Card(self.tr("Never to share"))
        card.body.addWidget(
            text.hint(
                self.tr(
                    "Your real name, your street, your employer. Guard asks before it copies a text that holds one of these, and keeps them where it keeps this pseudonym, and nowhere else."
                )
            )
        )
        self.reveal = buttons.quiet("", "eye")
        self.reveal.clicked.connect(lambda: self._hide_words(hide=False))
        card.body.addWidget(self.reveal)
        card.body.addWidget(self.never)
        return card

    def _hide_words(self, *, hide: bool) -> None:
        """Keep words that are there already from whoever looks over the shoulder, until somebody wants to see them."""
        count = len(self.never.values())
        self.reveal.setText(self.tr("Show 1 word") if count == 1 else self.tr("Show %n words", "", count))
        self.reveal.setAccessibleName(self.tr("Show what is never shared"))
        had = self.reveal.hasFocus()
        self.reveal.setVisible(hide)
        self.never.setVisible(not hide)
        if had and not hide:
            first = self.never.row(0)
            if first is not None:
                first.show()  # now, for what is hidden takes no focus
            (next(iter(first.controls.values())) if first is not None else self.never.add).setFocus()

    def _take(self, name: str) -> None:
        self.name.setText(name)
        self.suggestions.forget()
        self.name.setFocus()

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()

    def _all_notes(self) -> list[Notes]:
        return [
            *(single.notes for single in self._singles.values()),
            *(notes for rows in (self.handles, self.share, self.never) for notes in rows.all_notes()),
            self._rest,
        ]

    def _notes_at(self, field: str) -> Notes:
        row, part = self._row_at(field)
        if row is not None:
            return row.notes.get(part) or next(iter(row.notes.values()))
        rows = self._lists().get(field.partition(".")[0])
        single = self._singles.get(field)
        return single.notes if single is not None else rows.notes if rows is not None else self._rest

    def _control_at(self, field: str) -> QWidget:
        row, part = self._row_at(field)
        if row is not None:
            return row.controls.get(part) or next(iter(row.controls.values()))
        rows = self._lists().get(field.partition(".")[0])
        single = self._singles.get(field)
        return single.control if single is not None else rows.add if rows is not None else self.name

    def _row_at(self, field: str) -> tuple[WordRow | HandleRow | None, str]:
        whole, _, rest = field.partition(".")
        place, _, part = rest.partition(".")
        rows = self._lists().get(whole)
        row = rows.row(int(place)) if rows is not None and place.isdecimal() else None
        return (row, part) if isinstance(row, (WordRow, HandleRow)) else (None, "")

    def _lists(self) -> dict[str, Rows]:
        return {"handles": self.handles, "share": self.share, "never": self.never}


def _limit_words(profile: Profile) -> str:
    """Count the limits of a profile, the strictest first."""
    names: Sequence[tuple[str, str]] = (
        ("never", _tr("limits", "{count} never")),
        ("not-today", _tr("limits", "{count} not today")),
        ("ask-first", _tr("limits", "{count} ask first")),
        ("fine-today", _tr("limits", "{count} fine today")),
    )
    counts = [(sum(limit.level == level for limit in profile.limits), words) for level, words in names]
    return ", ".join(words.format(count=count) for count, words in counts if count)
