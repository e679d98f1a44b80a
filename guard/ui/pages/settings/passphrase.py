"""Fields for passphrases: one to type a known one, and a group to choose a new one with its strength in sight."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from guard.errors import GuardError
from guard.ui import icons, theme
from guard.ui.pages.counsel import Worker
from guard.ui.pages.noted import Noted
from guard.ui.secrets import Rating
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text

_PAUSE_MS = 250
_MOST = 1024
_SEGMENTS = 4


class Secret(QWidget):
    """A line whose letters are hidden, and an eye that shows them."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader says."""
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setMaxLength(_MOST)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(name)
        hints = Qt.InputMethodHint
        self.field.setInputMethodHints(
            hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase
        )
        self.field.textChanged.connect(self.changed)
        self.field.returnPressed.connect(self.entered)
        self.eye = QToolButton()
        self.eye.setCheckable(True)
        self.eye.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.eye.toggled.connect(lambda on: self.show_letters(on=on))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE // 2)
        row.addWidget(self.field, 1)
        row.addWidget(self.eye)
        self.setFocusProxy(self.field)
        self.show_letters(on=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.field.text()

    def show_letters(self, *, on: bool) -> None:
        """Show or hide what is typed."""
        self.eye.setChecked(on)
        self.eye.setIcon(icons.icon("eye-off" if on else "eye", "muted"))
        words = self.tr("Hide what is typed") if on else self.tr("Show what is typed")
        self.eye.setAccessibleName(words)
        self.eye.setToolTip(words)
        side = round(self.fontMetrics().height() * 1.2)
        self.eye.setIconSize(QSize(side, side))
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def clear(self) -> None:
        """Forget what is typed, and hide what comes."""
        self.field.clear()
        self.field.setModified(False)
        self.show_letters(on=False)


class Meter(QWidget):
    """Four segments that fill with the strength; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(self, score: int) -> None:
        """Show 0 to 4."""
        self._score = score
        self.update()

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(SPACE * 12, SPACE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from the side where reading begins."""
        tokens = theme.current()
        full = QColor({1: tokens.alarm, 2: tokens.notice}.get(self._score, tokens.calm))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - SPACE / 2 * (_SEGMENTS - 1)) / _SEGMENTS
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for place in range(_SEGMENTS):
            at = _SEGMENTS - 1 - place if mirrored else place
            painter.setBrush(full if place < self._score else QColor(tokens.raised))
            painter.drawRoundedRect(QRectF(at * (width + SPACE / 2), 1, width, SPACE - 2), 3, 3)
        painter.end()


class NewPassphrase(QWidget):
    """Chooses a passphrase: typed twice, rated while it is typed, made up on request."""

    changed = Signal()
    entered = Signal()

    def __init__(
        self,
        rate: Callable[[str], Rating],
        suggest: Callable[[], str],
        thinker: Worker,
        *,
        least: int = 3,
        in_full: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """`least` is the score from which on it will do; `in_full` tells how long guessing takes, too."""
        super().__init__(parent)
        self._rate, self._suggest, self._thinker = rate, suggest, thinker
        self._least, self._in_full = least, in_full
        self._rating: Rating | None = None
        self._round = 0
        self.first = Secret(self.tr("New passphrase"))
        self.again = Secret(self.tr("The same once more"))
        self.meter = Meter()
        self.verdict = text.body("")
        self.advice = text.hint("")
        self.offer = buttons.link(self.tr("Make one up for me"), "refresh")
        self.offer.clicked.connect(self._make_up)
        self._arrange()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.first.changed.connect(self._typed)
        self.again.changed.connect(self._compare)
        self.first.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.entered)
        self.setFocusProxy(self.first)
        self._show()

    @property
    def value(self) -> str:
        """The passphrase."""
        return self.first.text

    @property
    def ready(self) -> bool:
        """Whether it will do and was typed twice alike."""
        rated = self._rating is not None and self._rating.score >= self._least
        return bool(self.value) and rated and self.value == self.again.text

    @property
    def missing(self) -> str:
        """What is still to be done, as a sentence; "" when it is ready."""
        if not self.value:
            return ""
        if self._rating is None:
            return self.tr("One moment…")
        if self._rating.score < self._least:
            return self.tr("It is still too easy to guess.")
        return "" if self.ready else self.tr("Type it once more.")

    def clear(self) -> None:
        """Forget everything that was typed."""
        for secret in (self.first, self.again):
            secret.clear()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._named = Noted(self.tr("New passphrase"), self.first.field, beside=self.first)
        self._named_again = Noted(self.tr("The same once more"), self.again.field, beside=self.again)
        for part in (self._named, self.meter, self.verdict, self.advice, self.offer, self._named_again):
            column.addWidget(part)

    def _typed(self) -> None:
        self._rating = None
        self._round += 1
        if self.value:
            self._pause.start()
        else:
            self._pause.stop()
            self._show()
        self._compare()

    def _compare(self) -> None:
        typed = self.again.text
        differs = bool(typed) and not self.value.startswith(typed)
        self._named_again.notes.refuse(self.tr("The two differ.") if differs else "")
        self.changed.emit()

    def _ask(self) -> None:
        self._round += 1
        number, passphrase = self._round, self.value

        def rated(rating: Rating) -> None:
            if number == self._round:
                self._rating = rating
                self._show()
                self.changed.emit()

        def failed(_error: GuardError) -> None:
            if number == self._round:
                self.verdict.setText(self.tr("Guard cannot tell how strong this is at the moment."))

        self._thinker.run(lambda: self._rate(passphrase), rated, failed)

    def _make_up(self) -> None:
        def take(passphrase: str) -> None:
            self.clear()
            self.first.field.setText(passphrase)
            self.first.show_letters(on=True)
            self.again.setFocus()

        self._thinker.run(self._suggest, take, lambda _error: None)

    def _show(self) -> None:
        rating = self._rating
        self.meter.show_score(0 if rating is None else max(1, rating.score))
        if rating is None:
            self.verdict.setText(self.tr("Four or five unrelated words are easy to type and hard to guess."))
            self.advice.hide()
            return
        word = (
            self.tr("Very easy to guess."),
            self.tr("Easy to guess."),
            self.tr("Fair."),
            self.tr("Good."),
            self.tr("Strong."),
        )[rating.score]
        self.verdict.setText(f"{word} {rating.sentence}" if self._in_full else word)
        self.advice.setText(" ".join(rating.suggestions))
        self.advice.setVisible(bool(rating.suggestions))
