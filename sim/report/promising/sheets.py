"""The tables: what could be promised, what misses would cost, and each commitment offer by offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report import figures, promises, words
from sim.report.promising import phrases
from sim.report.study_answer import Sheet
from sim.study.promising import LIMIT, RADIUS
from sim.study.promising.ladder import thinned
from sim.wording import _, ngettext

MOST_FINES = 5  # rows in a terminal where no limit stands out

if TYPE_CHECKING:
    from sim.study.promising import Curve, Frontier, Point, Promisable


def sheets_of(frontier: Frontier) -> tuple[Sheet, ...]:
    """All of them; the terminal shows of each commitment what is promised, and both sides of where it stops holding."""
    curves = (_offers(one, frontier.outcome.n) for one in frontier.promisables if one.curves)
    return (_summary(frontier), *_fines(frontier), *curves)


def _summary(frontier: Frontier) -> Sheet:
    years = frontier.outcome.n if phrases.proves_any(frontier) else None
    rows = tuple(
        (
            one.commitment.id,
            phrases.asked_text(one),
            phrases.best_text(one.curves.get(LIMIT), years),
            phrases.best_text(one.curves.get(RADIUS), years),
            phrases.best_target_text(one.targets, years),
        )
        for one in frontier.promisables
    )
    head = (_("COMMITMENT"), _("promised"), _("tightest limit"), _("widest radius"), _("highest target"))
    note = _("Each column alone, everything else as promised: tightest limit, widest radius (least, where it says"
             " 'over'), and highest target (lowest, where the share is to stay low) that hold.")  # fmt: skip
    return Sheet(_summary_title(frontier), head, rows, notes=(note,))


def _summary_title(frontier: Frontier) -> str:
    n = frontier.outcome.n
    if phrases.proves_any(frontier):
        return _("What this plan supports (n {n})").format(n=f"{n:,}")
    text = ngettext(
        "What this plan kept in {n} sample year, too few to prove it",
        "What this plan kept in all of {n} sample years, too few to prove it",
        n,
    )
    return text.format(n=f"{n:,}")


def _fines(frontier: Frontier) -> Iterator[Sheet]:
    """Only where misses cost something."""
    rows: list[tuple[str, ...]] = []
    picked: list[int] = []
    for one in frontier.promisables:
        curve = one.curves.get(LIMIT)
        if one.commitment.penalty is None or curve is None:
            continue
        decisive = [point for point in (curve.now, curve.best) if point] if curve.best else thin(curve)
        for point in curve.points:
            if point in decisive:
                picked.append(len(rows))
            rows.append(_fine_row(one, point))
    if rows:
        head = (_("COMMITMENT AND LIMIT"), _("fine a year [95%]"), _("in 19 of 20 years at most [95%]"))
        title = _("What misses would cost, in {currency} (n {n})")
        text = title.format(currency=frontier.outcome.variant.scenario.currency, n=f"{frontier.outcome.n:,}")
        yield Sheet(text, head, tuple(rows), picked=tuple(picked))


def thin(curve: Curve) -> list[Point]:
    """Some points of a curve that nothing on it decides, the promised one among them."""
    values = thinned(tuple(point.offer.value for point in curve.points), MOST_FINES)
    return [point for point in curve.points if point.offer.value in values or point is curve.now]


def _fine_row(one: Promisable, point: Point) -> tuple[str, ...]:
    found = point.result
    return (
        f"{one.commitment.id} {point.offer.text}",
        figures.money_text(found.penalty),
        figures.money_text(found.penalty_p95),
    )


def _offers(one: Promisable, years: int) -> Sheet:
    curves = [one.curves[kind] for kind in (LIMIT, RADIUS) if kind in one.curves]
    pairs = [(curve, point) for curve in curves for point in curve.points]
    picked = [at for at, (curve, point) in enumerate(pairs) if point in decisive_points(curve)]
    head = (_("OFFER: VERDICT"), cases_head(one), _("attained [95%]"), _("chance to keep [bound]"))
    text = _("{id}: promised {asked} (n {n})")
    title = text.format(id=one.commitment.id, asked=phrases.asked_text(one), n=f"{years:,}")
    rows = tuple(_offer_row(curve, point, years) for curve, point in pairs)
    return Sheet(title, head, rows, picked=tuple(picked))


def cases_head(one: Promisable) -> str:
    """What is counted, as the head of its column."""
    return {
        "call": _("calls a year"),
        "customer": _("customers a year"),
    }.get(one.commitment.of, _("tickets a year"))


def _offer_row(curve: Curve, point: Point, years: int) -> tuple[str, ...]:
    """Its n only where some sample years had no case."""
    found, chance = point.result, figures.chance_text(point.result.kept_probability, point.result.verdict)
    n = found.kept_probability.n
    return (
        f"{offer_text(curve, point)}: {words.verdict_word(found.verdict)}",
        figures.money_text(point.covered),
        promises.attained_text(found),
        chance if n in (0, years) else f"{chance}  n {n:,}",
    )


def offer_text(curve: Curve, point: Point) -> str:
    """The limit or the radius; the promised one is marked."""
    text = phrases.where(curve, point) if curve.axis.kind == RADIUS else point.offer.text
    return _("{offer} (promised)").format(offer=text) if point is curve.now else text


def decisive_points(curve: Curve) -> list[Point]:
    """What was promised, the best that holds, and the next harder one."""
    return [one for one in (curve.now, curve.best, curve.beyond) if one is not None]
