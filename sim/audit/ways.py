"""Which way a ticket can go: what may follow what, what follows at once, and where a ticket may stand or end."""

from __future__ import annotations

from sim.audit.rows import CALLS_OUT, RELIEVED, Row
from sim.model import Event

E = Event

WORKS_ON = {E.DIAGNOSED, E.PARTS_ASKED, E.SWAPPED, E.RESTORED, E.LEFT, E.PAUSED}
NEXT = {
    E.REPEATED: {E.QUEUED, E.REFUSED},
    E.FAILED: {E.QUEUED, E.REFUSED},
    E.OPENED: {E.QUEUED, E.REFUSED, E.REPLIED, E.READY, E.PARTS_ASKED, E.APPOINTED, E.HANDED_IN},
    E.QUEUED: {E.STARTED, E.GAVE_UP},
    E.STARTED: {E.ENDED},
    E.GAVE_UP: {E.ABANDONED, E.QUEUED, E.REFUSED},
    E.REFUSED: {E.ABANDONED, E.QUEUED, E.REFUSED},
    E.ENDED: {E.REMOTE_FIXED, E.QUEUED, E.SUPPLIER_CONTACTED, E.REPLIED, E.READY, E.PARTS_ASKED, E.QUOTED, E.APPOINTED},
    E.QUOTED: {E.CONFIRMED, E.DECLINED},
    E.CONFIRMED: {E.QUEUED, E.REPLIED, E.READY, E.PARTS_ASKED, E.BENCHED},
    E.DECLINED: {E.REPLIED, E.CLOSED},
    E.APPOINTED: {E.READY, E.PARTS_ASKED},
    E.REMOTE_FIXED: {E.REPLIED},
    E.SUPPLIER_CONTACTED: {E.REPLIED},
    E.REPLIED: {E.READY, E.RESTORED, E.HANDED_ON, E.PARTS_READY, E.PARTS_ASKED, E.HANDED_IN, E.CLOSED, E.APPOINTED},
    E.READY: {E.DISPATCHED},
    E.DISPATCHED: {E.DEPARTED, E.COLLECTED},
    E.DEPARTED: {E.ARRIVED, E.COLLECTED},
    E.COLLECTED: {E.DEPARTED},
    E.ARRIVED: WORKS_ON | {E.BARRED, E.ADMITTED},
    E.BARRED: {E.ADMITTED, E.PAUSED, E.DEPARTED, E.LEFT},
    E.ADMITTED: WORKS_ON,
    E.HANDED_IN: {E.BENCHED},
    E.BENCHED: {E.DIAGNOSED, E.PARTS_READY, E.RESTORED},
    E.UNBENCHED: {E.CLOSED, E.QUEUED},
    E.DIAGNOSED: WORKS_ON - {E.DIAGNOSED} | {E.PARTS_READY, E.UNBENCHED},
    E.PARTS_ASKED: {E.PARTS_READY, E.PARTS_ASKED, E.LEFT, E.HANDED_IN, E.BENCHED},
    E.PARTS_READY: WORKS_ON - {E.DIAGNOSED} | {E.QUEUED, E.READY, E.DEPARTED, E.HANDED_IN, E.APPOINTED},
    E.PAUSED: {E.DEPARTED, E.BARRED},
    E.SWAPPED: {E.RESTORED},
    E.RESTORED: {E.LEFT, E.CLOSED, E.PAUSED, E.UNBENCHED},
    E.LEFT: {E.CLOSED, E.READY, E.PARTS_READY, E.QUEUED},
    E.CLOSED: {E.SATISFIED},
}
AT_ONCE = {
    (E.GAVE_UP, E.ABANDONED), (E.ENDED, E.REMOTE_FIXED), (E.ENDED, E.SUPPLIER_CONTACTED), (E.ENDED, E.REPLIED),
    (E.ENDED, E.QUEUED), (E.ENDED, E.READY), (E.ENDED, E.PARTS_ASKED), (E.REMOTE_FIXED, E.REPLIED),
    (E.REPLIED, E.READY), (E.REPLIED, E.RESTORED), (E.REPLIED, E.HANDED_ON), (E.REPLIED, E.PARTS_ASKED),
    (E.PARTS_READY, E.QUEUED), (E.PARTS_READY, E.READY), (E.COLLECTED, E.DEPARTED), (E.SWAPPED, E.RESTORED),
    (E.PAUSED, E.BARRED), (E.LEFT, E.CLOSED), (E.LEFT, E.READY), (E.CLOSED, E.SATISFIED),
    (E.REFUSED, E.ABANDONED), (E.RESTORED, E.UNBENCHED), (E.ENDED, E.QUOTED), (E.DECLINED, E.REPLIED),
    (E.DECLINED, E.CLOSED), (E.REPLIED, E.CLOSED), (E.CONFIRMED, E.QUEUED), (E.CONFIRMED, E.REPLIED),
    (E.CONFIRMED, E.READY), (E.CONFIRMED, E.PARTS_ASKED), (E.REPLIED, E.APPOINTED), (E.APPOINTED, E.PARTS_ASKED),
    (E.DIAGNOSED, E.UNBENCHED), (E.LEFT, E.QUEUED), (E.FAILED, E.REFUSED), (E.OPENED, E.REPLIED),
}  # fmt: skip
OPEN_END = {
    E.QUEUED, E.STARTED, E.GAVE_UP, E.SUPPLIER_CONTACTED, E.REPLIED, E.READY, E.DISPATCHED, E.DEPARTED, E.ARRIVED,
    E.BARRED, E.ADMITTED, E.DIAGNOSED, E.PARTS_ASKED, E.PARTS_READY, E.PAUSED, E.RESTORED, E.REPEATED, E.REFUSED,
    E.HANDED_IN, E.BENCHED, E.UNBENCHED, E.QUOTED, E.CONFIRMED, E.APPOINTED, E.FAILED, E.OPENED,
}  # fmt: skip
LAST = {E.ABANDONED, E.HANDED_ON, E.CLOSED, E.SATISFIED, E.PREVENTED}
ALONG = {
    *range(E.ASKED), E.REFUSED, E.REPEATED, E.HANDED_IN, E.BENCHED, E.UNBENCHED, *range(E.QUOTED, E.OPENED + 1)
} - {E.COMPLAINED}  # fmt: skip
"""What is told of the way of a ticket; the rest is told of stores, seats and calls beside it."""
IN_VISIT = {*range(E.DISPATCHED, E.LEFT + 1), *range(E.COLLECTED, E.ADMITTED + 1), E.SWAPPED}


def way_of(own: list[Row]) -> list[Row]:
    """A ticket's way as its customer sees it: without stores, and of a crew the lead alone."""
    leads: dict[int, int] = {}
    way = []
    for row in own:
        if row.event == E.DISPATCHED and row.value == 0:
            leads[row.n] = row.actor
        is_beside = row.event <= E.GAVE_UP and row.value in CALLS_OUT
        is_lead = row.event not in IN_VISIT or not row.n or row.actor == leads.get(row.n)
        if row.event in ALONG and is_lead and not is_beside:
            way.append(row)
    return _one_by_one(way)


def _one_by_one(way: list[Row]) -> list[Row]:
    """The next visit behind the one that it relieves, though it has been ready before."""
    for relieved in [row for row in way if row.event == E.LEFT and row.value == RELIEVED]:
        index = way.index(relieved)
        early = [row for row in way[:index] if row.n == relieved.n + 1 and row.event in {E.READY, *IN_VISIT}]
        way = [row for row in way[: index + 1] if row not in early] + early + way[index + 1 :]
    return way
