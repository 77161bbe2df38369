"""Promises that could be made, as a planner says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import figures, words
from sim.study.promising import LIMIT, RADIUS
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.scenario import Commitment
    from sim.study.promising import Curve, Frontier, Point, Promisable, Targets

MOST_NAMED = 3  # commitments in the headline
CAN, CANNOT, NOTHING_VARIED, FINE_ONLY, NO_CASE = "can", "cannot", "nothing varied", "no-target", "no-evidence"


def headline(frontier: Frontier) -> str:
    """'With this plan you can promise: onsite-4h in 6h (asked: 4h) or inside 60 km; …'."""
    groups: dict[str, list[Promisable]] = {}
    for one in frontier.promisables:
        groups.setdefault(_group(one), []).append(one)
    can, cannot = groups.get(CAN, []), groups.get(CANNOT, [])
    told = [_can(frontier, can)] if can else []
    if cannot:
        alone = _("With this plan nothing that was tried can be promised of {ids}")
        beside = _("nothing that was tried can be promised of {ids}")
        told.append((beside if can else alone).format(ids=", ".join(map(_limits_tried, cannot))))
    if groups.get(NO_CASE) and not can:
        text = _("no case of {ids}") if told else _("No case of {ids}")
        told.append(text.format(ids=", ".join(one.commitment.id for one in groups[NO_CASE])))
    return "; ".join(told) or _("No commitment has a target that could be varied; what misses cost stands below")


def _group(one: Promisable) -> str:
    """What the headline can say of a commitment."""
    if _supports_any(one):
        return CAN
    if one.now.verdict in (FINE_ONLY, NO_CASE):
        return str(one.now.verdict)
    return CANNOT if one.curves or one.targets else NOTHING_VARIED


def _can(frontier: Frontier, promisables: list[Promisable]) -> str:
    named = sorted(promisables, key=lambda one: not one.curves)[:MOST_NAMED]
    told, left = "; ".join(map(_promise, named)), len(promisables) - len(named)
    if left:
        told += "; " + ngettext("{n} more below", "{n} more below", left).format(n=left)
    if proves_any(frontier):
        return _("With this plan you can promise: {promises}").format(promises=told)
    n = frontier.outcome.n
    text = ngettext(
        "As far as {n} sample year shows, this plan keeps: {promises}",
        "As far as {n} sample years show, this plan keeps: {promises}",
        n,
    )
    return text.format(n=f"{n:,}", promises=told)


def _supports_any(one: Promisable) -> bool:
    """Whether there is a limit, a radius or, where neither can be varied, a target; of a fine alone there is none."""
    if one.now.verdict == FINE_ONLY:
        return False
    if any(curve.best is not None for curve in one.curves.values()):
        return True
    return LIMIT not in one.curves and one.targets is not None and one.targets.tenths is not None


def _limits_tried(one: Promisable) -> str:
    limits = one.curves.get(LIMIT)
    if limits is None or not limits.points:
        return str(one.commitment.id)
    return _("{id} (limits up to {most})").format(id=one.commitment.id, most=_last(limits))


def proves_any(frontier: Frontier) -> bool:
    """Whether there are enough sample years to prove anything."""
    return any(map(_is_proven, frontier.promisables))


def _is_proven(one: Promisable) -> bool:
    best = [curve.best for curve in one.curves.values()]
    return any(point is not None and point.is_proven for point in best) or bool(one.targets and one.targets.is_proven)


def _promise(one: Promisable) -> str:
    """One commitment of the headline: its limit, the radius where its limit does not hold everywhere, or its target."""
    limits, radii = one.curves.get(LIMIT), one.curves.get(RADIUS)
    if limits is None:
        told = _targeted(one)
    elif limits.best is None:
        told = _("{id} in no limit up to {most}").format(id=one.commitment.id, most=_last(limits))
    else:
        told = f"{one.commitment.id} {_limited(limits)}"
    if radii is not None and radii.best is not None and not _holds_as_asked(one):
        text = _("{promise} or {where} in {limit}")
        told = text.format(promise=told, where=where(radii, radii.best), limit=asked_limit(one.commitment))
    return told


def _holds_as_asked(one: Promisable) -> bool:
    limits = one.curves.get(LIMIT)
    if limits is None:
        return one.now.verdict == "keep"
    return limits.now is not None and limits.now.is_supported


def _targeted(one: Promisable) -> str:
    if one.targets is None or one.targets.tenths is None:
        return _("{id} (nothing to vary)").format(id=one.commitment.id)
    text = _("{id} at {target}") if one.commitment.target is None else _("{id} at {target} (asked: {asked})")
    asked = "" if one.commitment.target is None else target_asked(one.commitment)
    return text.format(id=one.commitment.id, target=target_text(one.targets), asked=asked)


def _limited(limits: Curve) -> str:
    best, now = limits.best, limits.now
    assert best is not None
    if now is not None and best.offer.value == now.offer.value:
        return _("in {limit}, as asked").format(limit=best.offer.text)
    asked = now.offer.text if now else "-"
    return _("in {limit} (asked: {asked})").format(limit=best.offer.text, asked=asked)


def _last(curve: Curve) -> str:
    return curve.points[-1].offer.text if curve.points else "-"


def where(curve: Curve | None, point: Point) -> str:
    """'inside 60 km', 'over 100 km'."""
    outward = curve is None or curve.axis.outward
    return _("inside {radius}").format(radius=point.offer.text) if outward else point.offer.text


# -- what was asked -----------------------------------------------------------------------------------------------


def asked_limit(one: Commitment) -> str:
    """The limit as it stands in the file."""
    from sim.study.promising.limits import promised_text

    return promised_text(one)


def asked_radius(curve: Curve | None) -> str:
    """The radius as it stands in the file; a dash where there is none."""
    now = None if curve is None else curve.now
    return "-" if now is None else now.offer.text


def target_asked(one: Commitment) -> str:
    """'>= 90%'."""
    if one.target is None:
        return "-"
    return figures.target_text(float(one.target.share), str(one.target.direction))


def asked_text(one: Promisable) -> str:
    """Limit, radius and target of a commitment as promised."""
    limit = asked_limit(one.commitment) if one.commitment.measure.is_timed else ""
    radius = asked_radius(one.curves.get(RADIUS))
    target = target_asked(one.commitment)
    return ", ".join(text for text in (limit, radius, target) if text not in ("", "-")) or "-"


# -- what could be promised ---------------------------------------------------------------------------------------


def best_text(curve: Curve | None, n: int | None) -> str:
    """'6h', 'none'; a dash where nothing is varied. `n`: say of what is not proven in how many years it was kept."""
    if curve is None:
        return "-"
    if curve.best is None:
        return _without(curve)
    text = curve.best.offer.text
    return text if curve.best.is_proven or n is None else _all_years(text, n)


def _without(curve: Curve) -> str:
    """Why there is no best offer."""
    verdicts = {point.result.verdict for point in curve.points}
    for verdict in (FINE_ONLY, NO_CASE):
        if verdicts == {verdict}:
            return words.verdict_word(verdict)
    return _("none of those tried") if curve.points else _("not tried")


def best_target_text(targets: Targets | None, n: int | None) -> str:
    """'93.1%', with the same addition."""
    if targets is None:
        return "-"
    if targets.tenths is None:
        return _("none")
    text = target_text(targets)
    return text if targets.is_proven or n is None else _all_years(text, n)


def _all_years(text: str, n: int) -> str:
    said = ngettext("{text} (kept in the {n} year)", "{text} (kept in all {n} years)", n)
    return said.format(text=text, n=f"{n:,}")


def target_text(targets: Targets) -> str:
    """'>= 93.1%'."""
    return figures.target_text(None if targets.share is None else float(targets.share), targets.direction)


def too_few(frontier: Frontier) -> str | None:
    """How many more sample years would prove what all of them kept; None where something is proven without them."""
    more = [point.more for one in frontier.promisables for point in _seen(one)]
    more += [one.targets.more for one in frontier.promisables if one.targets and not one.targets.is_proven]
    if not any(more):
        return None
    n = frontier.outcome.n
    text = ngettext(
        "{n} sample year is too few to prove what it kept: {more} more that keep it too would.",
        "{n} sample years are too few to prove what all of them kept: {more} more that keep it too would.",
        n,
    )
    return text.format(n=f"{n:,}", more=f"{max(more):,}")


def _seen(one: Promisable) -> list[Point]:
    found = (curve.best for curve in one.curves.values())
    return [point for point in found if point is not None and point.is_seen]
