"""What would have saved a ticket: the largest of its causes, held against its lateness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.model.events import Event
from sim.report import words
from sim.report.trace import parts, queues, waits
from sim.report.trace.late_calls import lesson_of_call
from sim.report.trace.life import ON_BENCH, Stretch
from sim.report.trace.promised import Promised
from sim.report.trace.times import length
from sim.report.trace.year import is_owed_by_desk
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.attempts import Called
    from sim.report.trace.teller import Teller

Stretches = Sequence[Stretch]
Remedy = Callable[["Teller", Stretches], str]


def lesson(
    tell: Teller,
    promises: Sequence[Promised],
    called: Sequence[Called],
    seconds: Mapping[str, int],
    stretches: Sequence[Stretch],
) -> str:
    """One sentence: the largest cause, held against how late the worst promise was, and what would have helped."""
    worst = max((one for one in promises if one.late_s), key=lambda one: one.late_s, default=None)
    if worst is not None:
        return _what_would_have_saved(tell, worst, stretches)
    soon = next((one for one in promises if one.too_soon), None)
    if soon is not None:
        return _("{id} came too soon: {time}.").format(id=soon.id, time=tell.names.moment(soon.reached))
    lost = next((one for one in called if one.missed), None)
    if lost is not None:
        return _lost_calls(tell, lost, stretches)
    if not any(seconds.values()):
        prevented = any(row.event == Event.PREVENTED for row in tell.history.of_ticket(tell.ticket))
        return _("It counts for no promise.") if prevented else _("It was over at once.")
    cause = max(seconds, key=lambda name: seconds[name])
    text = _("No time limit was missed; the largest part of its time, {length}, is '{cause}': {meaning}.")
    meaning = words.cause_sentence(cause)
    return text.format(length=length(seconds[cause]), cause=words.cause_word(cause), meaning=meaning)


def _lost_calls(tell: Teller, lost: Called, stretches: Sequence[Stretch]) -> str:
    """Calls that were refused, given up or answered too late, and what the longest wait at a desk was for."""
    text = ngettext(
        "{id}: {missed} of {n} call was not answered in time; {remedy} would have helped.",
        "{id}: {missed} of {n} calls were not answered in time; {remedy} would have helped.",
        lost.calls,
    )
    at_desk = sorted((one for one in stretches if one.cause == "desk"), key=lambda one: -one.seconds)
    waits = [one for one in at_desk if one.since.event != Event.STARTED]
    remedy = queues.remedy(tell, waits[0]) if waits else _("a quicker answer")
    return text.format(id=lost.id, missed=lost.missed, n=lost.calls, remedy=remedy)


def _what_would_have_saved(tell: Teller, worst: Promised, stretches: Sequence[Stretch]) -> str:
    if is_owed_by_desk(worst.promise):
        return lesson_of_call(tell, worst)
    cause = max(worst.spent_s, key=lambda name: worst.spent_s[name])
    spent, late = worst.spent_s[cause], worst.late_s
    if spent >= late:
        text = _("'{cause}' took {spent} of {all}, more than {id} was late ({late}): {remedy} could have saved it.")
    else:
        text = _(
            "'{cause}' took most, {spent} of {all}, less than {id} was late ({late}): {remedy} would have helped, with"
            " what followed from it."
        )
    longest_first = sorted(stretches, key=lambda one: (one.cause != cause, -_counted(worst, one)))
    return text.format(
        cause=words.cause_word(cause),
        spent=length(spent),
        all=length(sum(worst.spent_s.values())),
        id=worst.id,
        late=length(late),
        remedy=REMEDIES[cause](tell, longest_first),
    )


def _counted(worst: Promised, stretch: Stretch) -> int:
    """How much of a stretch counts for a promise: nights do not where its clock is that of the day."""
    cases = worst.promise.cases
    if len(cases) != 1:
        return stretch.seconds
    return int(cases[0].clock.elapsed(stretch.start, stretch.end))


AT_DESKS = (Event.QUEUED, Event.STARTED, Event.GAVE_UP, Event.REFUSED, Event.HELD, Event.OVERFLOWED, Event.REPEATED,
            Event.FAILED)  # fmt: skip


def _seat(tell: Teller, longest: Stretches) -> str:
    return queues.remedy(tell, longest[0]) if longest[0].since.event in AT_DESKS else _("a quicker answer")


def _several(longest: Stretches) -> bool:
    """Whether the largest cause came more than once."""
    return len(longest) > 1 and longest[1].cause == longest[0].cause


def _duty(tell: Teller, longest: Stretches) -> str:
    outlet = _repair_point(tell, longest[0])
    if outlet:
        return _("longer hours at the benches of {outlet}").format(outlet=outlet)
    if _several(longest):
        return _("somebody able on duty or on call in these hours")
    return _("somebody able on duty or on call at {time}").format(time=tell.names.moment(longest[0].start))


def _repair_point(tell: Teller, stretch: Stretch) -> str:
    """Where the unit lies in a stretch; empty where it is on site."""
    if stretch.since.event not in ON_BENCH or stretch.since.n:
        return ""
    outlet = tell.year.benches.outlet(stretch.since.ticket)
    return tell.names.outlet(outlet) if outlet >= 0 else ""


def _engineer(tell: Teller, longest: Stretches) -> str:
    outlet = _repair_point(tell, longest[0])
    if outlet:
        text = _("one more bench at {outlet} at {time}")
        return text.format(outlet=outlet, time=tell.names.moment(longest[0].start))
    if _several(longest):
        return _("one more able engineer free on these days")
    told = _("one more able engineer free at {time}").format(time=tell.names.moment(longest[0].start))
    planned = waits.on_planned_work(tell, longest[0]) if longest[0].since.event == Event.READY else []
    if planned and planned[0].job is not None:
        text = _(" (or no {work} then: {engineer} was on it)")
        told += text.format(
            work=tell.names.planned_work(planned[0].job.ticket), engineer=tell.names.engineer(planned[0].engineer)
        )
    return told


def _nearer(tell: Teller, longest: Stretches) -> str:
    return _("an engineer nearer to site {site}").format(site=tell.names.site_of(longest[0].since.ticket))


def _quicker_work(tell: Teller, longest: Stretches) -> str:
    outlet = _repair_point(tell, longest[0])
    if outlet:
        return _("quicker work on the bench at {outlet}").format(outlet=outlet)
    return _("quicker work on site, or a whole unit to exchange")


def _supplier(tell: Teller, longest: Stretches) -> str:
    supplier = tell.names.supplier(longest[0].since.ticket)
    return _("a quicker answer or part of supplier {supplier}").format(supplier=supplier)


def _access(tell: Teller, longest: Stretches) -> str:
    if longest[0].since.event == Event.QUOTED:
        return _("a quicker word of the customer on the quote")
    if tell.appointment(longest[0]) is not None:
        return _("an earlier appointment")
    if tell.year.benches.outlet(tell.ticket) >= 0:
        return _("the unit at the repair point sooner, or fetched")
    text = _("access to site {site} at {time}")
    site = tell.names.site_of(longest[0].since.ticket)
    return text.format(site=site, time=tell.names.moment(longest[0].start))


def _part(tell: Teller, longest: Stretches) -> str:
    if longest[0].since.event != Event.PARTS_ASKED:
        return _("parts that need not be waited for")
    text = _("{parts} at {time}")
    told = text.format(parts=parts.remedy(tell, longest[0]), time=tell.names.moment(longest[0].start))
    return told + parts.or_repair(tell, longest[0]) + _or_unit(tell, longest[0])


def _or_unit(tell: Teller, stretch: Stretch) -> str:
    """The unit that the plan would have exchanged, had one been there."""
    unit = tell.unit(stretch.since.ticket)
    return _(", or a {unit} to exchange").format(unit=unit) if unit is not None else ""


REMEDIES: dict[str, Remedy] = {
    "desk": _seat,
    "dispatch": _seat,
    "off_shift": _duty,
    "engineer": _engineer,
    "part": _part,
    "travel": _nearer,
    "repair": _quicker_work,
    "supplier": _supplier,
    "customer": _access,
}
