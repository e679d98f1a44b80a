"""Rows that can be added and removed: facts and words, one text each, and handles."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from guard.profiles.parts import MAX_EMAIL, MAX_HANDLE, MAX_PLATFORM, Handle
from guard.ui.pages.noted import Notes
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons
from guard.ui.widgets.arrange import Bending

_TURN_SECONDS = 0.006  # of building before the event loop has its turn


class Row(QWidget):
    """One row: controls, a cross, and notes for each control by its part's name."""

    changed = Signal()
    removed = Signal()
    entered = Signal()
    """Return was pressed in it."""

    def __init__(self, cross: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controls: dict[str, QWidget] = {}
        self.notes: dict[str, Notes] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE // 2)
        whole = QHBoxLayout()
        whole.setSpacing(SPACE)
        self.fields = Bending()
        self.fields.row.setSpacing(SPACE)
        whole.addWidget(self.fields, 1)
        self.cross = buttons.close(cross)
        self.cross.clicked.connect(self.removed)
        whole.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(whole)

    def add(self, part: str, control: QWidget, stretch: int = 1) -> None:
        """Put a control into the row."""
        self.controls[part] = control
        self.notes[part] = Notes(control)
        self.fields.row.addWidget(control, stretch)
        self._column.addWidget(self.notes[part])

    def line(self, part: str, name: str, longest: int, stretch: int = 1) -> QLineEdit:
        """Put a text field into the row."""
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.setMaxLength(longest)
        field.textChanged.connect(self.changed)
        field.returnPressed.connect(self.entered)
        self.add(part, field, stretch)
        return field

    def value(self) -> Any:
        """Return what stands in the row; None when it is empty."""
        raise NotImplementedError

    def fill(self, value: Any) -> None:
        """Write `value` into the row."""
        raise NotImplementedError


class WordRow(Row):
    """One text."""

    def __init__(self, name: str, cross: str, longest: int) -> None:
        super().__init__(cross)
        self.field = self.line("", name, longest)

    def value(self) -> str | None:
        """Return the text."""
        return self.field.text().strip() or None

    def fill(self, value: str) -> None:
        """Write the text."""
        self.field.setText(value)


class HandleRow(Row):
    """A platform, a handle there and an e-mail address; the platform may be one nobody has written down."""

    def __init__(self, platforms: QStandardItemModel) -> None:
        super().__init__(self.tr("Remove this handle"))
        self.platform = _PlatformBox(platforms)
        self.platform.editTextChanged.connect(self.changed)
        self.add("platform", self.platform, 3)
        self.handle = self.line("handle", self.tr("Handle"), MAX_HANDLE, 3)
        self.email = self.line("email", self.tr("E-mail, if one belongs to it"), MAX_EMAIL, 4)

    def value(self) -> Handle | None:
        """Return the account; None when nothing is written."""
        made = Handle(
            platform=self.platform.value(), handle=self.handle.text().strip(), email=self.email.text().strip()
        )
        return made if made != Handle(platform="") else None

    def fill(self, value: Handle) -> None:
        """Write the account."""
        self.platform.fill(value.platform)
        self.handle.setText(value.handle)
        self.email.setText(value.email)


class _PlatformBox(QComboBox):
    """Known platforms by name, or whatever is typed. The wheel scrolls the page, not the list."""

    def __init__(self, platforms: QStandardItemModel) -> None:
        super().__init__()
        self.setModel(platforms)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        finder = QCompleter(platforms, self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(finder)
        self.setCurrentIndex(-1)
        name = self.tr("Platform")
        self.setAccessibleName(name)
        field = self.lineEdit()
        if field is not None:
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.setMaxLength(MAX_PLATFORM)

    def value(self) -> str:
        """Return a known platform's id, or what was typed."""
        typed = self.currentText().strip()
        place = self.findText(typed, Qt.MatchFlag.MatchFixedString) if typed else -1
        return str(self.itemData(place)) if place >= 0 else typed

    def fill(self, platform: str) -> None:
        """Show a platform by its id or its name."""
        place = self.findData(platform)
        self.setCurrentIndex(place)
        if place < 0:
            self.setEditText(platform)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def platform_model(platforms: Mapping[str, str]) -> QStandardItemModel:
    """Return the platforms (names by id) for all rows to share."""
    model = QStandardItemModel()
    for known, name in platforms.items():
        item = QStandardItem(name)
        item.setData(known, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


class Rows(QWidget):
    """Any number of rows up to `most`, and the button that adds one."""

    changed = Signal()

    def __init__(self, add: str, most: int, make: Callable[[], Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._make = make
        self.rows: list[Row] = []
        self._pending: list[Any] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._build)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE)
        column.addLayout(self._column)
        self.add = buttons.link(add, "plus")
        self.add.clicked.connect(self._begin)
        self.notes = Notes(self.add)
        column.addWidget(self.notes)
        column.addWidget(self.add)

    def fill(self, values: Sequence[Any]) -> None:
        """Show exactly `values`; rows that are not there yet follow while the event loop goes on."""
        for row in self.rows[len(values) :]:
            self._let_go(row)
        for row, value in zip(self.rows, values, strict=False):
            _fill(row, value)
        self._pending = list(values[len(self.rows) :])
        self._show()
        if self.isVisible():
            self._turn.start()

    def values(self) -> tuple[Any, ...]:
        """Return what stands in the rows that are not empty."""
        return (*(row.value() for row in self._filled()), *self._pending)

    def row(self, place: int) -> Row | None:
        """Return the row of a place in `values`."""
        while self._pending and place >= len(self._filled()):
            self._build_one()
        filled = self._filled()
        return filled[place] if place < len(filled) else None

    def showEvent(self, event: QShowEvent) -> None:
        """Go on building."""
        super().showEvent(event)
        self._turn.start()

    def all_notes(self) -> list[Notes]:
        """Return the notes of every row, and those of the whole."""
        return [self.notes, *(notes for row in self.rows for notes in row.notes.values())]

    def _build(self) -> None:
        began = time.perf_counter()
        while self._pending and self.isVisible() and time.perf_counter() - began < _TURN_SECONDS:
            self._build_one()
        if self._pending and self.isVisible():
            self._turn.start()

    def _build_one(self) -> None:
        value = self._pending.pop(0)
        _fill(self._append(), value)

    def _filled(self) -> list[Row]:
        return [row for row in self.rows if row.value() is not None]

    def _append(self) -> Row:
        row = self._make()
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._remove(row))
        row.entered.connect(self._begin)
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _begin(self) -> None:
        """Go to an empty row, a new one if need be."""
        while self._pending:
            self._build_one()
        empty = next((row for row in self.rows if row.value() is None), None)
        if empty is None and len(self.rows) < self._most:
            empty = self._append()
            self._show()
        if empty is not None:
            empty.show()
            next(iter(empty.controls.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, row: Row) -> None:
        place = self.rows.index(row)
        self._let_go(row)
        self._show()
        near = self.rows[min(place, len(self.rows) - 1)].cross if self.rows else self.add
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _let_go(self, row: Row) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show(self) -> None:
        self.add.setVisible(len(self.rows) + len(self._pending) < self._most)


def _fill(row: Row, value: Any) -> None:
    row.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    row.fill(value)
    row.blockSignals(False)  # noqa: FBT003 - as above
