"""The promises about check-ins, the planned length and what comes after, each a rule about one step."""

from guard.session.model import (
    ANSWER_SECONDS,
    AftercareDone,
    Answered,
    Asking,
    CheckInAnswer,
    EndReason,
    Event,
    Extend,
    Finish,
    PauseWhy,
    Phase,
    ReflectDone,
    Resume,
    Session,
    Stop,
)
from guard.session.moves import PAUSE_SECONDS
from guard.session.phase import OPEN
from tests.session.rule import COUNTING, ENDED, Rule, fresh


def a_check_in_is_passed_only_by_a_timely_yes(
    before: Session, event: Event, now: float, after: Session
) -> bool:
    if before.phase is not Phase.CHECK_IN or after.phase is not Phase.LIVE:
        return True
    if not fresh(ANSWER_SECONDS, before, now):
        return False
    if before.asking is Asking.TIME_UP:
        return event == Extend(mine=True, theirs=True) and after.extended and not before.extended
    return event == Answered(CheckInAnswer.COMFORTABLE)


def what_is_due_is_asked(before: Session, _event: Event, now: float, after: Session) -> bool:
    if after.phase is not Phase.LIVE or before.phase is not Phase.LIVE:
        return True
    due = before.check_in_at if before.limit is None else min(before.check_in_at, before.limit)
    return not before.elapsed(now) >= due


def nothing_is_asked_early(before: Session, _event: Event, now: float, after: Session) -> bool:
    if before.phase is not Phase.LIVE or after.asked == before.asked:
        return True
    live = before.elapsed(now)
    if after.asking is Asking.TIME_UP:
        return before.limit is not None and live >= before.limit
    return live >= before.check_in_at or (before.limit is not None and live >= before.limit)


def the_first_check_in_comes_after_half_of_it(
    before: Session, _event: Event, _now: float, after: Session
) -> bool:
    if before.phase is not Phase.READY or after.phase is not Phase.LIVE or after.plan is None:
        return True
    return after.check_in_at == after.plan.check_in / 2


def the_next_check_in_is_an_interval_away(before: Session, _event: Event, now: float, after: Session) -> bool:
    if before.phase not in OPEN or after.phase not in OPEN or after.plan is None:
        return True
    if after.asked == before.asked:
        return after.check_in_at == before.check_in_at
    return after.check_in_at <= after.elapsed(now) + after.plan.check_in


def a_question_waits_from_when_it_was_due(before: Session, _event: Event, now: float, after: Session) -> bool:
    if before.phase is not Phase.LIVE or after.asked == before.asked or not before.since <= now:
        return True
    due = before.check_in_at if before.limit is None else min(before.check_in_at, before.limit)
    late = min(before.elapsed(now) - due, now - before.since)
    waited = now - after.since if after.phase in OPEN else late
    if late >= PAUSE_SECONDS + 1:
        return after.phase is Phase.AFTERCARE
    return abs(waited - late) < 1 or (after.phase is Phase.PAUSED and after.paused_why != PauseWhy.UNANSWERED)


def silence_pauses_and_then_ends(before: Session, event: Event, now: float, after: Session) -> bool:
    if before.phase is not Phase.CHECK_IN or fresh(ANSWER_SECONDS, before, now):
        return True
    if not fresh(PAUSE_SECONDS, before, now):
        return after.phase is Phase.AFTERCARE
    return after.phase in {Phase.PAUSED, Phase.AFTERCARE}


def an_unanswered_check_in_has_five_minutes_in_all(
    before: Session, _event: Event, _now: float, after: Session
) -> bool:
    if before.phase is not Phase.CHECK_IN or after.paused_why != PauseWhy.UNANSWERED:
        return True
    return after.since == before.since and after.live_before <= before.elapsed(before.since + ANSWER_SECONDS)


def adjusting_pauses(before: Session, event: Event, now: float, after: Session) -> bool:
    if before.phase is not Phase.CHECK_IN or event != Answered(CheckInAnswer.ADJUST):
        return True
    if not fresh(ANSWER_SECONDS, before, now):
        return after.phase in {Phase.PAUSED, Phase.AFTERCARE}
    over = after.end_reason is EndReason.TIME_UP
    return over or (after.phase is Phase.PAUSED and after.paused_why == PauseWhy.ADJUST)


def time_is_extended_once(before: Session, _event: Event, _now: float, after: Session) -> bool:
    if before.extended and before.phase in OPEN and after.phase in OPEN and not after.extended:
        return False
    if before.extended or not after.extended:
        return True
    up = before.limit is not None and before.asking in {None, Asking.TIME_UP}
    return up and before.phase in {Phase.CHECK_IN, Phase.PAUSED}


def time_that_is_up_needs_two_yeses(before: Session, event: Event, _now: float, after: Session) -> bool:
    if before.phase not in OPEN or not (after.extended and not before.extended):
        return True
    return event in (Extend(mine=True, theirs=True), Resume(mine=True, theirs=True))


def after_the_extension_it_ends_by_itself(before: Session, _event: Event, now: float, after: Session) -> bool:
    if before.phase not in COUNTING or not before.extended or before.limit is None:
        return True
    return before.elapsed(now) < before.limit or after.phase not in COUNTING


def time_up_ends_it_only_after_the_extension(
    before: Session, _event: Event, _now: float, after: Session
) -> bool:
    if after.end_reason is not EndReason.TIME_UP or before.phase not in OPEN:
        return True
    return before.extended and before.limit is not None


def a_pause_does_not_win_time(before: Session, _event: Event, _now: float, after: Session) -> bool:
    if before.phase is not Phase.PAUSED or after.phase is not Phase.LIVE or after.limit is None:
        return True
    return after.live_before < after.limit or (after.extended and not before.extended)


def less_than_two_yeses_extend_nothing(before: Session, event: Event, _now: float, after: Session) -> bool:
    if before.phase is not Phase.CHECK_IN or not isinstance(event, Extend):
        return True
    if before.asking is not Asking.TIME_UP or (event.mine and event.theirs):
        return True
    return after.phase in {Phase.AFTERCARE, Phase.PAUSED}


def a_question_is_there_only_in_a_check_in(
    _before: Session, _event: Event, _now: float, after: Session
) -> bool:
    return (after.asking is not None) is (after.phase is Phase.CHECK_IN)


def questions_and_answers_are_counted(before: Session, event: Event, now: float, after: Session) -> bool:
    if before.phase not in OPEN:
        reset = (after.asked, after.answered, after.extended) == (0, 0, False)
        same = (after.asked, after.answered) == (before.asked, before.answered)
        return reset or (before.phase in ENDED and same)
    asked = after.asked - before.asked
    answered = after.answered - before.answered
    if asked not in {0, 1} or answered not in {0, 1} or after.answered > after.asked:
        return False
    if before.phase is Phase.CHECK_IN and fresh(ANSWER_SECONDS, before, now):
        told = after.phase is Phase.LIVE or event in (Stop(), Finish(), Answered(CheckInAnswer.ADJUST))
        return not told or answered == 1
    return answered == 0 or (before.phase is Phase.LIVE and asked == 1)


def only_a_soft_end_is_looked_back_on(before: Session, event: Event, _now: float, after: Session) -> bool:
    if before.phase is Phase.REFLECT:
        return after.phase is (Phase.CLOSED if event == ReflectDone() else Phase.REFLECT)
    if after.phase is not Phase.REFLECT:
        soft = before.end_reason is not None and not before.end_reason.hard
        return before.phase is not Phase.AFTERCARE or event != AftercareDone() or not soft
    soft = after.end_reason is not None and not after.end_reason.hard
    return before.phase is Phase.AFTERCARE and event == AftercareDone() and soft


CHECK_IN_RULES: tuple[Rule, ...] = (
    a_check_in_is_passed_only_by_a_timely_yes,
    what_is_due_is_asked,
    nothing_is_asked_early,
    the_first_check_in_comes_after_half_of_it,
    the_next_check_in_is_an_interval_away,
    a_question_waits_from_when_it_was_due,
    silence_pauses_and_then_ends,
    an_unanswered_check_in_has_five_minutes_in_all,
    adjusting_pauses,
    time_is_extended_once,
    time_that_is_up_needs_two_yeses,
    after_the_extension_it_ends_by_itself,
    time_up_ends_it_only_after_the_extension,
    a_pause_does_not_win_time,
    less_than_two_yeses_extend_nothing,
    a_question_is_there_only_in_a_check_in,
    questions_and_answers_are_counted,
    only_a_soft_end_is_looked_back_on,
)
