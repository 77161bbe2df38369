"""Why a call of the desk came too late: tries that reached nobody, a wait in the queue, or a plan that allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.events import Event, Purpose
from sim.report.trace.times import length
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.promised import Promised
    from sim.report.trace.teller import Teller

PURPOSES = {
    "progress_reported": Purpose.PROGRESS,
    "called_back": Purpose.CALL_BACK,
    "followed_up_1": Purpose.FOLLOW_UP_1,
    "followed_up_2": Purpose.FOLLOW_UP_2,
    "complaint_answered": Purpose.COMPLAINT,
    "complaint_decided": Purpose.COMPLAINT,
    "escalated": Purpose.COMPLAINT,
}


def lesson_of_call(tell: Teller, worst: Promised) -> str:
    """One sentence on a promise about a call, of which no part is a step of the journey."""
    purposes = {PURPOSES[name] for name in worst.promise.commitment.measure.to or () if name in PURPOSES}
    text = _("{id} was {late} late: {why}.")
    return text.format(id=worst.id, late=length(worst.late_s), why=_why(tell, purposes))


def _why(tell: Teller, purposes: set[Purpose]) -> str:
    rows = [row for row in tell.history.of_ticket(tell.ticket) if row.value in purposes]
    queued = [row for row in rows if row.event == Event.QUEUED]
    if not queued:
        return _("nobody made this call")
    tries = sum(row.event == Event.UNREACHED for row in rows)
    if tries:
        text = ngettext("{n} try reached nobody", "{n} tries reached nobody", tries)
        return text.format(n=tries)
    starts = [row for row in rows if row.event == Event.STARTED]
    waits = [started.at - asked.at for asked, started in zip(queued, starts, strict=False)]
    if not starts or max(waits):
        wait = length(max(waits) if waits else tell.year.stop - queued[-1].at)
        text = _("the call waited {wait} in the queue of {desk}, behind whoever was on the line")
        return text.format(wait=wait, desk=tell.names.desk(queued[0].actor))
    return _("the call was made as the plan says, too late for what is promised")
