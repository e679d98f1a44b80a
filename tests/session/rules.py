"""The promises of the session machine, each a rule about one step."""

from collections.abc import Mapping

from guard.session.model import (
    AftercareDone,
    Answered,
    Begin,
    Cancel,
    CheckInAnswer,
    Discomfort,
    EndReason,
    Event,
    ExpectMore,
    Finish,
    GateChanged,
    GetReady,
    PauseWhy,
    Phase,
    PlanChosen,
    Quit,
    Recovered,
    Resume,
    Session,
    Slept,
    Stop,
)
from guard.session.moves import LONG_SLEEP_SECONDS, PAUSE_SECONDS, TICKET_SECONDS
from guard.session.phase import OPEN
from tests.session.rule import BEFORE_LIVE, COUNTING, ENDED, OVER, Rule, fresh
from tests.session.rules_check_in import CHECK_IN_RULES


def live_only_by_ticket_or_two_yeses(before: Session, event: Event, now: float, after: Session) -> bool:
    if after.phase not in COUNTING or before.phase in COUNTING:
        return True
    if before.phase is Phase.READY:
        return event == Begin() and before.gate_open and fresh(TICKET_SECONDS, before, now)
    again = event == Resume(mine=True, theirs=True)
    return before.phase is Phase.PAUSED and again and fresh(PAUSE_SECONDS, before, now)


def ready_only_through_the_open_gate(before: Session, event: Event, now: float, after: Session) -> bool:
    if after.phase is not Phase.READY or before.phase is Phase.READY:
        return True
    through = before.phase is Phase.GATE and before.gate_open and event == GetReady()
    return through and fresh(TICKET_SECONDS, before, now)


def a_ticket_is_never_renewed(before: Session, _event: Event, _now: float, after: Session) -> bool:
    if before.phase is not Phase.READY or after.phase is not Phase.READY:
        return True
    return (after.since, after.ticket_until) == (before.since, before.ticket_until)


def a_ticket_lives_only_while_ready(_before: Session, _event: Event, _now: float, after: Session) -> bool:
    ready = after.phase is Phase.READY
    return (after.ticket_until is not None) is ready and (after.gate_open or not ready)


def the_gate_is_open_only_before_live(_before: Session, _event: Event, _now: float, after: Session) -> bool:
    return not after.gate_open or after.phase in {Phase.GATE, Phase.READY}


def an_old_ticket_goes_back_to_the_gate(before: Session, _event: Event, now: float, after: Session) -> bool:
    if before.phase is not Phase.READY or fresh(TICKET_SECONDS, before, now):
        return True
    return after.phase is not Phase.READY and not after.gate_open


def sleep_voids_every_yes(before: Session, event: Event, _now: float, after: Session) -> bool:
    if not isinstance(event, Slept) or before.phase not in {Phase.GATE, Phase.READY}:
        return True
    asked_anew = after.answers_round > before.answers_round
    return after.phase is Phase.GATE and not after.gate_open and asked_anew


def another_plan_voids_every_yes(before: Session, event: Event, _now: float, after: Session) -> bool:
    if not isinstance(event, PlanChosen) or before.phase not in {Phase.GATE, Phase.READY}:
        return True
    if event.plan == before.plan:
        return True
    voided = not after.gate_open and after.answers_round > before.answers_round
    return after.phase is Phase.GATE and voided and after.plan == event.plan


def a_withdrawn_yes_voids_the_ticket(before: Session, event: Event, _now: float, after: Session) -> bool:
    if event != GateChanged(open=False) or before.phase is not Phase.READY:
        return True
    return after.phase is Phase.GATE and not after.gate_open


def void_answers_open_nothing(before: Session, _event: Event, _now: float, after: Session) -> bool:
    if after.answers_round < before.answers_round:
        return False
    return after.answers_round == before.answers_round or not after.gate_open


def a_new_session_asks_anew(before: Session, _event: Event, _now: float, after: Session) -> bool:
    restarted = before.phase in OVER | {Phase.PREPARE} and after.phase is Phase.GATE
    return not restarted or (after.answers_round > before.answers_round and after.live_before == 0)


ENDINGS: Mapping[type[Event], EndReason] = {
    Stop: EndReason.STOPPED,
    Discomfort: EndReason.DISCOMFORT,
    Quit: EndReason.QUIT,
    Finish: EndReason.FINISHED,
    Recovered: EndReason.INTERRUPTED,
}


def stop_ends_at_once_at_any_time(before: Session, event: Event, _now: float, after: Session) -> bool:
    if before.phase not in OPEN:
        return True
    if event == Answered(CheckInAnswer.STOP):
        return after.end_reason is EndReason.DISCOMFORT
    if type(event) not in ENDINGS:
        return True
    return after.phase is Phase.AFTERCARE and after.end_reason is ENDINGS[type(event)]


def only_an_end_leaves_a_session(before: Session, _event: Event, _now: float, after: Session) -> bool:
    return before.phase not in OPEN or after.phase in OPEN | {Phase.AFTERCARE}


def an_end_is_final(before: Session, event: Event, _now: float, after: Session) -> bool:
    if before.phase is Phase.AFTERCARE:
        if event != AftercareDone():
            return after.phase is Phase.AFTERCARE
        return after.phase in {Phase.REFLECT, Phase.CLOSED}
    if before.phase in OVER:
        return after is before or (after.phase in {Phase.GATE, Phase.PREPARE} and not after.gate_open)
    return True


def discomfort_never_pauses(_before: Session, event: Event, _now: float, after: Session) -> bool:
    return event != Discomfort() or after.phase not in OPEN | {Phase.READY, Phase.GATE}


def sleep_pauses_or_ends(before: Session, event: Event, now: float, after: Session) -> bool:
    if not isinstance(event, Slept) or before.phase not in COUNTING:
        return True
    if before.phase is Phase.CHECK_IN and not fresh(PAUSE_SECONDS, before, now):
        return after.phase is Phase.AFTERCARE
    if not 0 <= event.seconds < LONG_SLEEP_SECONDS:
        return after.phase is Phase.AFTERCARE and after.end_reason is EndReason.SLEPT
    return after.phase is Phase.PAUSED and after.paused_why == PauseWhy.SLEEP and after.since is now


def a_long_sleep_ends_a_pause(before: Session, event: Event, _now: float, after: Session) -> bool:
    if not isinstance(event, Slept) or before.phase is not Phase.PAUSED:
        return True
    return 0 <= event.seconds < LONG_SLEEP_SECONDS or after.phase is Phase.AFTERCARE


def silence_ends_a_pause(before: Session, _event: Event, now: float, after: Session) -> bool:
    if before.phase is not Phase.PAUSED or fresh(PAUSE_SECONDS, before, now):
        return True
    return after.phase is Phase.AFTERCARE


def less_than_two_yeses_end_it(before: Session, event: Event, _now: float, after: Session) -> bool:
    if before.phase is not Phase.PAUSED or not isinstance(event, Resume):
        return True
    return (event.mine and event.theirs) or after.phase is Phase.AFTERCARE


def a_pause_is_never_renewed(before: Session, _event: Event, _now: float, after: Session) -> bool:
    return not (before.phase is after.phase is Phase.PAUSED) or after.since == before.since


def before_live_it_can_be_called_off(before: Session, event: Event, _now: float, after: Session) -> bool:
    off: tuple[Event, ...] = (Quit(), Cancel())
    if before.phase in {Phase.GATE, Phase.READY}:
        off = (*off, Stop(), Discomfort())
    return before.phase not in BEFORE_LIVE or event not in off or after.phase is Phase.CANCELLED


def a_crash_leads_to_aftercare(before: Session, event: Event, _now: float, after: Session) -> bool:
    if event != Recovered() or before.phase in OVER | {Phase.AFTERCARE, Phase.REFLECT}:
        return True
    return after.phase is Phase.AFTERCARE and after.end_reason is EndReason.INTERRUPTED


def only_live_time_counts(before: Session, event: Event, now: float, after: Session) -> bool:
    if (after.live_since is not None) is not (after.phase in COUNTING):
        return False
    if before.phase not in COUNTING:
        kept = before.phase is Phase.PAUSED or after.phase in {Phase.REFLECT, Phase.CLOSED}
        return not kept or after.live_before == before.live_before or before.phase is Phase.CLOSED
    most = before.elapsed(now)
    if isinstance(event, Slept):
        awake = after.end_reason is EndReason.UNANSWERED  # the wait is over, asleep or not
        return not after.elapsed(now) > (most if awake else before.elapsed(now - max(0.0, event.seconds)))
    late = after.asked > before.asked  # an unanswered wait is counted up to its own limit only
    return after.elapsed(now) == most or (late and after.elapsed(now) < most)


def an_end_has_its_reason(_before: Session, _event: Event, _now: float, after: Session) -> bool:
    return (after.end_reason is not None) is (after.phase in ENDED)


def a_pause_has_its_reason(_before: Session, _event: Event, _now: float, after: Session) -> bool:
    return bool(after.paused_why) is (after.phase is Phase.PAUSED)


def the_plan_stays_but_for_expectations(before: Session, event: Event, _now: float, after: Session) -> bool:
    if before.phase not in OPEN or before.plan is None or after.plan is None:
        return before.phase not in OPEN
    known, more = before.plan.expected, after.plan.expected
    if after.plan.profile_id != before.plan.profile_id or more[: len(known)] != known:
        return False
    return len(more) == len(known) or (
        isinstance(event, ExpectMore) and more[len(known) :] == (event.expectation,)
    )


def what_means_nothing_changes_nothing(before: Session, _event: Event, _now: float, after: Session) -> bool:
    return after is before or after != before


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        live_only_by_ticket_or_two_yeses,
        ready_only_through_the_open_gate,
        a_ticket_is_never_renewed,
        a_ticket_lives_only_while_ready,
        the_gate_is_open_only_before_live,
        an_old_ticket_goes_back_to_the_gate,
        sleep_voids_every_yes,
        another_plan_voids_every_yes,
        a_withdrawn_yes_voids_the_ticket,
        void_answers_open_nothing,
        a_new_session_asks_anew,
        stop_ends_at_once_at_any_time,
        only_an_end_leaves_a_session,
        an_end_is_final,
        discomfort_never_pauses,
        sleep_pauses_or_ends,
        a_long_sleep_ends_a_pause,
        silence_ends_a_pause,
        less_than_two_yeses_end_it,
        a_pause_is_never_renewed,
        before_live_it_can_be_called_off,
        a_crash_leads_to_aftercare,
        only_live_time_counts,
        an_end_has_its_reason,
        a_pause_has_its_reason,
        the_plan_stays_but_for_expectations,
        what_means_nothing_changes_nothing,
        *CHECK_IN_RULES,
    )
}


def broken(before: Session, event: Event, now: float, after: Session) -> set[str]:
    return {name for name, rule in RULES.items() if not rule(before, event, now, after)}
