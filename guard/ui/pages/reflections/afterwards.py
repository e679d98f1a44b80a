"""The questions after a session, on the page that makes room for them."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.reflections.sheet import Answers, Asked, Sheet
from guard.ui.pages.session.reflect import Reflection
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.wellbeing import entries
from guard.wellbeing.feelings import Feelings


class Afterwards(Reflection):
    """Done keeps what was answered; skipping keeps only that these questions were asked."""

    def __init__(
        self,
        asked: Asked,
        feelings: Feelings,
        keep: Callable[[Answers], None],
        parent: QWidget | None = None,
    ) -> None:
        """`keep` is handed what was answered."""
        super().__init__(parent)
        self._keep = keep
        self.sheet = Sheet(asked, feelings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE * 2)
        column.addWidget(self.sheet)
        column.addWidget(
            text.hint(
                self.tr(
                    "Kept encrypted on this computer, without names and without a time of day. "
                    "Reflections shows it, deletes it, and turns it off."
                )
            )
        )

    def keep(self) -> None:
        """Hand over what was answered."""
        self._keep(self.sheet.answers())

    def drop(self) -> None:
        """Hand over nothing but that it was asked, so that other questions come next time."""
        left_open = tuple(entries.Reflection(prompt=card.prompt.id) for card in self.sheet.prompts)
        self._keep(Answers(reflections=left_open))
