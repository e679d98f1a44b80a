"""One pseudonym, opened: everything about it can be changed, and nothing is changed before Save."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from guard.profiles.book import NoSuchProfile
from guard.profiles.caution import Caution
from guard.profiles.editing import ChangedMeanwhile
from guard.profiles.profile import Profile, new_id
from guard.profiles.wording import ProfileRefused
from guard.ui.pages.avatar import Avatar
from guard.ui.pages.keyring_notice import KeyringNotice
from guard.ui.pages.profile_ending import ProfileEnding
from guard.ui.pages.profile_fields import ProfileFields
from guard.ui.pages.profile_meanwhile import Meanwhile
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons

_PAUSE_MS = 400
"""How long nothing is typed before it is looked over."""

_ASKER = "editor"


class ProfileEditor(Step):
    """Escape leaves, and asks only when there is something to lose."""

    closed = Signal(str)
    """The id of the profile that was open."""

    def __init__(self, desk: Pseudonyms, platforms: Mapping[str, str], parent: QWidget | None = None) -> None:
        """`platforms` are names by id."""
        super().__init__(parent)
        self._desk = desk
        self._platforms = platforms
        self._was: Profile | None = None
        self._opened: Profile | None = None
        self._saving = self._leaving = self._removing = False
        self.fields = ProfileFields(desk, platforms)
        self.meanwhile = Meanwhile()
        self.ending = ProfileEnding()
        self._arrange()
        self._add_ways()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_over)
        self._connect()

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return self._opened is not None and self.fields.draft() != self._opened

    def open(self, profile: Profile | None) -> None:
        """Show a profile, or an empty one to begin with; ready to type."""
        self._was = profile
        self._saving = self._leaving = self._removing = False
        today = datetime.now(UTC).astimezone().date()
        self.fields.fill(profile or Profile(id=new_id(), name="", colour="", created=today))
        self._opened = self.fields.draft()
        self.meanwhile.hide()
        self.ending.setVisible(profile is not None)
        if profile is not None:
            self.ending.show_profile(profile)
        self._desk.forget_refusal()
        self.page.verticalScrollBar().setValue(0)
        self._refresh()
        self._look_over()

    def focus(self) -> None:
        """Bring the keyboard to the name of a new one; to the way back of one that is there already."""
        start = self.fields.name if self._was is None else self._back
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close, after asking if something would be lost."""
        if self._leaving:
            self._stay()
        elif self.changed:
            self._leaving = True
            self._refresh()
            self._save.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._close()

    def save(self) -> None:
        """Keep what is written."""
        if not self._save.isEnabled():
            return
        self._leaving = False
        self._saving = True
        self._desk.save(self.fields.draft(), self._was)

    def _arrange(self) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE * 2)
        self.face = Avatar(3.4)
        row.addWidget(self.face)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        words.addStretch(1)
        words.addWidget(self.page.title)
        words.addWidget(self.page.subtitle)
        words.addStretch(1)
        row.addLayout(words, 1)
        self._back = buttons.link(self.tr("All profiles"), "undo")
        for part in (self._back, head, self.meanwhile, self.fields, self.ending):
            self.column.addWidget(part)
        self.column.addStretch(1)
        notice = QWidget()
        around = QVBoxLayout(notice)
        around.setContentsMargins(SPACE * 3, 0, SPACE * 3, 0)
        around.addWidget(KeyringNotice(self._desk))
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.insertWidget(1, notice)  # where it is seen wherever the page was scrolled to

    def _add_ways(self) -> None:
        self._save = buttons.primary("")
        self._cancel = buttons.quiet(self.tr("Cancel"))
        self._discard = buttons.danger(self.tr("Discard the changes"))
        self._go_on = buttons.quiet(self.tr("Go on editing"))
        self.add_way(self._go_on, self._discard, self._cancel, self._save)

    def _connect(self) -> None:
        self._back.clicked.connect(self.leave)
        self._cancel.clicked.connect(self.leave)
        self._save.clicked.connect(self.save)
        self._discard.clicked.connect(self._close)
        self._go_on.clicked.connect(self._stay)
        self.fields.changed.connect(self._edited)
        self.fields.name.returnPressed.connect(self._return)
        self.meanwhile.mine_wanted.connect(self._keep_mine)
        self.meanwhile.theirs_wanted.connect(self._take_theirs)
        self.ending.retired.connect(lambda: self._desk.retire(self._id))
        self.ending.brought_back.connect(lambda: self._desk.bring_back(self._id))
        self.ending.removed.connect(self._remove)
        self.ending.asked.connect(lambda: self._bring_to_sight(self.ending))
        self._desk.changed.connect(self._follow)
        self._desk.saved.connect(self._saved)
        for keys, act in ((QKeySequence(Qt.Key.Key_Escape), self.leave), (QKeySequence("Ctrl+S"), self.save)):
            key = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(act)

    @property
    def _id(self) -> str:
        return self._opened.id if self._opened is not None else ""

    def _remove(self) -> None:
        self._removing = True
        self._desk.remove(self._id)

    def _return(self) -> None:
        if self._was is None:
            self.save()

    def _edited(self) -> None:
        self._leaving = False
        self._pause.start()
        self._refresh()

    def _refresh(self) -> None:
        draft, busy, changed = self.fields.draft(), self._desk.busy, self.changed
        new = self._was is None
        self.face.show_face(draft.name or "?", self._desk.shades(draft))
        self.name(draft.name or self.tr("A new pseudonym"), draft.pronouns)
        self._save.setText(self._desk.keep_words if new else self.tr("Save"))
        self._save.setAccessibleName(self._save.text())
        self._save.setEnabled(bool(draft.name) and changed and not busy)
        self._cancel.setVisible(not self._leaving)
        for way in (self._discard, self._go_on):
            way.setVisible(self._leaving)
        self.ending.allow(busy=busy, changed=changed)
        if self._leaving:
            self.says.setText(self.tr("Save what you have changed?"))
        elif changed:
            self.says.setText(self.tr("Not saved yet."))
        else:
            self.says.setText("" if new else self.tr("Nothing to save."))

    def _look_over(self) -> None:
        draft = self.fields.draft()
        known = self._desk.known or ()
        fit = [word for word in draft.never if sum(letter.isalnum() for letter in word) > 1]
        self._desk.counsel.advise(
            _ASKER, msgspec.structs.replace(draft, never=tuple(fit)), known, self._think
        )

    def _think(self, cautions: tuple[Caution, ...]) -> None:
        self.fields.think(cautions)

    def _follow(self) -> None:
        """Show what became of saving, and what others have made of the profile while nothing was typed."""
        if self._opened is None:
            return
        refusal = self._desk.refusal
        if self._saving and not self._desk.busy and refusal is not None:
            self._saving = False
            if isinstance(refusal, ProfileRefused):
                notes = self.fields.refuse(refusal.field, refusal.sentence)
                if notes is not None:
                    self._bring_to_sight(notes)
            elif isinstance(refusal, ChangedMeanwhile | NoSuchProfile):
                self._show_both()
        elif not (self._desk.busy or self._saving) and (self._removing or not self.changed):
            self._catch_up(self._desk.named(self._id))
        if self._opened is not None:
            self._refresh()

    def _bring_to_sight(self, part: QWidget) -> None:
        """Scroll once what has just been shown has its place."""
        QTimer.singleShot(0, part, lambda: self.page.ensureWidgetVisible(part))

    def _catch_up(self, now: Profile | None) -> None:
        if self._was is None or self._desk.known is None:
            return
        if now is None:
            self._close()
        elif now != self._was and not self.changed:
            self.open(now)

    def _show_both(self) -> None:
        self.meanwhile.show_both(
            self._desk.named(self._id), self.fields.draft(), lambda each: self._platforms.get(each, each)
        )
        self.page.verticalScrollBar().setValue(0)
        self.meanwhile.mine.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_mine(self) -> None:
        """Save over what is kept now, which has been seen; or anew what was deleted."""
        now, draft = self._desk.named(self._id), self.fields.draft()
        self.meanwhile.hide()
        self._was = now
        self._saving = True
        kept = msgspec.structs.replace(draft, retired=now.retired) if now is not None else draft
        self._desk.save(kept, now)

    def _take_theirs(self) -> None:
        now = self._desk.named(self._id)
        if now is None:
            self._close()
        else:
            self.open(now)
            self.focus()

    def _saved(self, kept: Profile) -> None:
        if self._opened is not None and (self._saving or kept.id == self._id):
            self._close(kept.id)

    def _stay(self) -> None:
        self._leaving = False
        self._refresh()
        self.fields.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self, profile_id: str = "") -> None:
        profile_id = profile_id or self._id
        self._opened = self._was = None
        self._saving = self._leaving = self._removing = False
        self._pause.stop()
        self._desk.counsel.forget(_ASKER)
        self._desk.forget_refusal()
        self.closed.emit(profile_id)
