"""What could be signed in place of a clause that breaks, in words and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.report import figures
from sim.report.promising import phrases
from sim.study.promising import LIMIT, RADIUS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study.bidding import Bid, Remedy
    from sim.study.promising import Curve, Point, Promisable, Targets


def remedy_notes(bid: Bid, remedy: Remedy) -> tuple[str, ...]:
    """A paragraph, if there is anything to say."""
    return tuple(text for text in (instead_text(bid, remedy),) if text)


# -- other promises -----------------------------------------------------------------------------------------------


def instead_text(bid: Bid, remedy: Remedy) -> str:
    """'Could be signed in its place: 6h (asked: 4h); or inside 60 km; or >= 83.2% …'."""
    if remedy.instead is None:
        return ""
    told = [text for text in (_limit(remedy.instead), _radius(remedy.instead), _target(remedy.instead)) if text]
    if not told:
        return _("No tighter or looser limit, radius or target of those tried could be signed in its place.")
    text = _("Could be signed in its place: {offers}.{proof}")
    return text.format(offers=_("; or ").join(told), proof=_proof(bid, remedy.instead))


def _limit(one: Promisable) -> str:
    best = _best(one, LIMIT)
    if best is None:
        return ""
    return _("the limit {limit} instead of {asked}").format(
        limit=best.offer.text, asked=phrases.asked_limit(one.commitment)
    )


def _radius(one: Promisable) -> str:
    best = _best(one, RADIUS)
    if best is None or not best.covered.mean:
        return ""
    place = phrases.where(one.curves[RADIUS], best)
    text = _("the same only {place} ({cases} cases a year)")
    return text.format(place=place, cases=figures.amount_text(best.covered))


def _target(one: Promisable) -> str:
    found = one.targets
    if found is None or not found.tenths or one.commitment.target is None:
        return ""
    return _("the target {target}").format(target=phrases.target_text(found))


def _best(one: Promisable, kind: Any) -> Point | None:
    curve: Curve | None = one.curves.get(kind)
    return curve.best if curve is not None else None


def _proof(bid: Bid, one: Promisable) -> str:
    """What is not proven of them, and by how many sample years it would be."""
    more = [best.more for best in (_best(one, LIMIT), _best(one, RADIUS)) if best is not None and not best.is_proven]
    targets: Targets | None = one.targets
    more += [targets.more] if targets is not None and targets.tenths and not targets.is_proven else []
    if not any(more):
        return ""
    n = bid.outcome.n
    text = ngettext(
        " What {n} sample year kept, {more} more that keep it too would prove.",
        " What all {n} sample years kept, {more} more that keep it too would prove.",
        n,
    )
    return text.format(n=f"{n:,}", more=f"{max(more):,}")


# -- data ---------------------------------------------------------------------------------------------------------


def remedy_json(remedy: Remedy) -> dict[str, Any]:
    """What `bid.json` says of a clause that breaks."""
    return {"instead": None if remedy.instead is None else _instead_json(remedy.instead)}


def _instead_json(one: Promisable) -> dict[str, Any]:
    limit, radius, targets = _best(one, LIMIT), _best(one, RADIUS), one.targets
    return {
        "limit": None if limit is None else {"offer": limit.offer.text, "proven": limit.is_proven},
        "radius": None if radius is None else {"offer": radius.offer.text, "proven": radius.is_proven},
        "target": None
        if targets is None or targets.share is None
        else {"share": float(targets.share), "direction": targets.direction, "proven": targets.is_proven},
        "not_varied": dict(one.untried),
    }
