"""What would help a clause that breaks, and what could be signed in its place, in words and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.report import figures
from sim.report.advise_words import lever_words, moved_text, set_words
from sim.report.promising import phrases
from sim.study.promising import LIMIT, RADIUS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study.advising import Trial
    from sim.study.bidding import Bid, Remedy
    from sim.study.promising import Curve, Point, Promisable, Targets

WITHOUT_PRICE = "price"


def remedy_notes(bid: Bid, remedy: Remedy, internal: bool) -> tuple[str, ...]:
    """Levers of the plan, then other promises; a paragraph each."""
    return tuple(text for text in (levers_text(remedy, internal), instead_text(bid, remedy)) if text)


# -- levers -------------------------------------------------------------------------------------------------------


def levers_text(remedy: Remedy, internal: bool) -> str:
    """'Would help (4 levers tried): one more engineer at xian, +3.1 points [2.6, 3.6]; …'."""
    if remedy.advice is None:
        return ""
    tried = len(remedy.advice.trials)
    if not remedy.helping and remedy.hopeful:
        text = ngettext(
            "May help, though {n} sample year cannot tell it from luck: {levers}.",
            "May help, though {n} sample years cannot tell it from luck: {levers}.",
            remedy.advice.base.n,
        )
        named = "; ".join(_lever(one, internal) for one in remedy.hopeful)
        return text.format(n=f"{remedy.advice.base.n:,}", levers=named)
    if not remedy.helping:
        text = ngettext(
            "Would help: the {n} lever tried is not known to; pledge advise tries more.",
            "Would help: none of the {n} levers tried is known to; pledge advise tries more.",
            tried,
        )
        return text.format(n=tried)
    named = "; ".join(_lever(one, internal) for one in remedy.helping)
    text = ngettext(
        "Would help ({n} lever tried): {levers}. {enough}", "Would help ({n} levers tried): {levers}. {enough}", tried
    )
    return text.format(n=tried, levers=named, enough=_enough(remedy))


def _enough(remedy: Remedy) -> str:
    """Which of those named would do by themselves, counted as they stand."""
    named = [str(at) for at, one in enumerate(remedy.helping, start=1) if any(one is found for found in remedy.enough)]
    if not named:
        return _("No single one of them is enough.")
    if len(named) == len(remedy.helping):
        return ngettext("It is enough for the clause not to break.",
                        "Each of them alone is enough for the clause not to break.", len(named))  # fmt: skip
    text = ngettext("Alone enough for it not to break: number {which} of them.",
                    "Alone enough for it not to break: numbers {which} of them.", len(named))  # fmt: skip
    return text.format(which=", ".join(named))


def _lever(one: Trial, internal: bool) -> str:
    text = _("{lever}, {gain} ({setting})")
    told = text.format(lever=lever_words(one.lever), gain=moved_text(one.moved[0]), setting=set_words(one.lever))
    if not internal:
        return told
    price = one.price.estimate
    known = one.is_priced and price.mean is not None
    cost = _("for {price} a year").format(price=figures.money_text(price)) if known else _("price not given")
    return f"{told}, {cost}"


# -- other promises -----------------------------------------------------------------------------------------------


def instead_text(bid: Bid, remedy: Remedy) -> str:
    """'Could be signed in its place: 6h (asked: 4h); or inside 60 km; or >= 83.2%.', or that it is not proven yet."""
    if remedy.instead is None:
        return ""
    told = [text for text in (_limit(remedy.instead), _radius(remedy.instead), _target(remedy.instead)) if text]
    if not told:
        return _("No tighter or looser limit, radius or target of those tried could be signed in its place.")
    proof = _proof(bid, remedy.instead)
    proven, open_ = _("Could be signed in its place: {offers}."), _("Not proven, but within reach: {offers}.{proof}")
    return (open_ if proof else proven).format(offers=_("; or ").join(told), proof=proof)


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


def remedy_json(remedy: Remedy, internal: bool) -> dict[str, Any]:
    """What `bid.json` says of a clause that breaks; prices only for the house."""
    advice = remedy.advice
    return {
        "levers": [] if advice is None else [_lever_json(one, internal) for one in advice.trials],
        "levers_tried": None if advice is None else len(advice.trials),
        "instead": None if remedy.instead is None else _instead_json(remedy.instead),
    }


def _lever_json(one: Trial, internal: bool) -> dict[str, Any]:
    found = {
        "set": list(one.lever.changes),
        "attained": one.moved[0].attained.estimate.as_json(),
        "kept_probability": one.moved[0].kept.estimate.as_json(),
        "verdict": one.moved[0].verdict,
        "real": one.real,
    }
    priced = {WITHOUT_PRICE: one.price.estimate.as_json(), "without": list(one.lever.without)}
    return {**found, **priced} if internal else found


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
