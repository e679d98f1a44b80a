"""Saving a boundary card: as a picture or as text, never over another file or with a forbidden word unasked."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from guard.errors import GuardError
from guard.profiles.never_share import find
from guard.profiles.profile import Profile
from guard.session.boundary_card import Card as BoundaryCard
from guard.ui.pages.boundaries import writing
from guard.ui.pages.boundaries.card_picture import file_of, picture
from guard.ui.pages.counsel import Worker
from guard.ui.pages.settings.files import PathField
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card

_TEXT = ".txt"
_PICTURE = ".png"
_WORD, _THERE, _SAVED = "word", "there", "saved"


class SaveCard(Card):
    """What is asked once is asked again when another card or another file is meant."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("SaveCard", "Save it"), parent=parent)
        self._worker = worker
        self._card: BoundaryCard | None = None
        self._profile: Profile | None = None
        self._agreed: frozenset[str] = frozenset()
        self._round = 0
        self.target = PathField(
            self.tr("File to write, such as card.png or card.txt"),
            save=True,
            kinds=self.tr("Picture (*.png);;Text (*.txt)"),
            usual="card.png",
        )
        self.target.changed.connect(self._named)
        self.target.entered.connect(self._save)
        self.save = buttons.quiet(self.tr("Save"), "check")
        self.save.clicked.connect(self._save)
        self.says = text.body("")
        self.says.hide()
        hint = self.tr("As a picture (.png) without hidden data, or as plain text (.txt).")
        for part in (text.hint(hint), self.target, self.save, self.says):
            self.body.addWidget(part)

    def show_card(self, card: BoundaryCard, profile: Profile) -> None:
        """Save this card of `profile` when it is wanted."""
        if (card, profile.id) != (self._card, self._profile.id if self._profile else ""):
            self._card, self._profile = card, profile
            self._named()

    def clear(self) -> None:
        """Name no file, hold no card, and hear no more of what is being written."""
        self._round += 1
        self._card = self._profile = None
        self.target.clear()
        self._named()

    def _named(self) -> None:
        self._agreed = frozenset()
        self.save.setText(self.tr("Save"))
        self._say("")
        self._refresh()

    def _refresh(self) -> None:
        there = self._card is not None and bool(self._card.groups)
        self.save.setEnabled(there and self.target.path is not None)

    def _save(self) -> None:
        path, card, profile = self.target.path, self._card, self._profile
        if path is None or card is None or profile is None or not self.save.isEnabled():
            return
        if not path.suffix:
            path = path.with_name(path.name + _PICTURE)
        ending = path.suffix.lower()
        if ending not in {_TEXT, _PICTURE}:
            self._say(self.tr("Please end the name in .png for a picture or in .txt for text."), "notice")
            return
        image = picture(card) if ending == _PICTURE else None
        agreed = self._agreed

        def work() -> str:
            if _WORD not in agreed and find(card.text, profile.never):
                return _WORD
            data = file_of(image) if image is not None else card.text.encode("utf-8")
            return _SAVED if _write(path, data, instead=_THERE in agreed) else _THERE

        self._run(work, path, profile.name)

    def _run(self, work: Callable[[], str], path: Path, name: str) -> None:
        self._round += 1
        number = self._round
        self._say(self.tr("Saving…"))
        self.save.setEnabled(False)

        def done(outcome: str) -> None:
            if number == self._round:
                self._refresh()
                self._tell(outcome, path, name)

        def failed(error: GuardError) -> None:
            if number == self._round:
                self._refresh()
                self._say(error.sentence, "alarm")

        self._worker.run(work, done, failed)

    def _tell(self, outcome: str, path: Path, name: str) -> None:
        if outcome == _SAVED:
            self._agreed = frozenset()
            self.save.setText(self.tr("Save"))
            self._say(self.tr("Saved: {path}").format(path=path))
            return
        self._agreed |= {outcome}
        if outcome == _WORD:
            self.save.setText(self.tr("Save it all the same"))
            words = self.tr("Not saved: this card holds a word that you never share as {name}.")
            self._say(words.format(name=name), "notice")
        else:
            self.save.setText(self.tr("Replace it"))
            self._say(self.tr("There is a file of that name already. Nothing was saved."), "notice")

    def _say(self, sentence: str, tone: str = "plain") -> None:
        self.says.setText(sentence)
        text.set_tone(self.says, tone)
        self.says.setVisible(bool(sentence))


def _write(path: Path, data: bytes, *, instead: bool) -> bool:
    try:
        return writing.write(path, data, instead=instead)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        words = QCoreApplication.translate(
            "SaveCard",
            "The card could not be written there ({why}). Nothing was saved; choose another place.",
        )
        raise GuardError(words.format(why=why)) from error
