"""What a clause rests on and what breaks it, in words and data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.report import promises
from sim.study.bidding.guesses import moved_by
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study.bidding import Clause, Guesses
    from sim.study.stressing import BreakEven, Flip, Influence, Trial

MOST_NAMED = 3
MOST_LEFT = 4


def guess_notes(guesses: Guesses, clause: Clause) -> tuple[str, ...]:
    """What it rests on; where it flips; which shocks it falls with; a paragraph each."""
    told = (rests_text(guesses, clause), flips_text(guesses, clause), shocks_text(guesses, clause))
    return tuple(text for text in told if text)


def rests_text(guesses: Guesses, clause: Clause) -> str:
    """'Rests on 2 of the 16 guesses tried: travel.speeds, assumed 60 (at 30: -12.1 points; at 90: +2.0 points); …'."""
    tried, moving = len(guesses.tried), guesses.of(clause.commitment.id)
    if not tried:
        return ""
    if not moving:
        text = ngettext(
            "Rests on no guess: the {n} that was tried moves it by less than 0.1 points.",
            "Rests on no guess: none of the {n} that were tried moves it by 0.1 points or more.",
            tried,
        )
        return text.format(n=tried)
    named = "; ".join(_influence(one, clause) for one in moving[:MOST_NAMED])
    text = ngettext(
        "Rests on {k} of {n} guess tried (1 sample year each): {guesses}{more}.",
        "Rests on {k} of {n} guesses tried (1 sample year each): {guesses}{more}.",
        tried,
    )
    return text.format(k=len(moving), n=tried, guesses=named, more=_and_more(len(moving) - MOST_NAMED))


def _and_more(left: int) -> str:
    return ngettext("; and {n} more", "; and {n} more", left).format(n=left) if left > 0 else ""


def _influence(one: Influence, clause: Clause) -> str:
    scale, unit = (1, _("h")) if clause.result.unit == promises.HOURS else (100, _("points"))
    ends = [
        _("at {value}: {moved} {unit}").format(
            value=end.value, moved=_signed(scale * (moved.after - moved.before)), unit=unit
        )
        for end in one.ends
        for moved in end.moved
        if moved.id == clause.commitment.id
    ]
    text = _("{path}, assumed {value} ({ends})")
    return text.format(path=one.assumption.path, value=one.assumption.value, ends=", ".join(ends))


def _signed(value: float) -> str:
    """'+1.2', '-0.3', and '0' for what rounds to nothing."""
    text = f"{value:+.1f}"
    return "0" if float(text) == 0 else text


# -- where it flips -----------------------------------------------------------------------------------------------


def flips_text(guesses: Guesses, clause: Clause) -> str:
    """'Breaks even at: travel.speeds below 45 [41, 50] …'; that it does not flip, where that was searched."""
    searched = [one for one in guesses.break_evens if one.sides]
    if not searched:
        return ""
    name = clause.commitment.id
    found = [_flip(one, flip) for one in searched for flip in one.flips if flip.id == name]
    moving = {one.assumption.path for one in guesses.of(name)}
    steady = [one.assumption.path for one in searched if name in one.steady and one.assumption.path in moving]
    told = [_("Breaks even at: {flips}.").format(flips="; ".join(found))] if found else []
    if steady:
        text = ngettext(
            "Does not flip at the ends tried of {paths}.", "Does not flip at the ends tried of {paths}.", len(steady)
        )
        told.append(text.format(paths=", ".join(steady)))
    return " ".join(told)


def _flip(one: BreakEven, flip: Flip) -> str:
    """On the far side of the value the target is missed, or met at last."""
    text = {
        (True, "high"): _("{path} above {at} {interval} misses the target"),
        (True, "low"): _("{path} below {at} {interval} misses the target"),
        (False, "high"): _("{path} above {at} {interval} meets the target"),
        (False, "low"): _("{path} below {at} {interval} meets the target"),
    }[flip.is_lost, flip.side]
    told = text.format(path=one.assumption.path, at=flip.at, interval=_bounds(flip))
    both = _(" (assumed {value}; simulated at {near} and {far})")
    return told + both.format(value=one.assumption.value, near=flip.between[0], far=flip.between[1])


def _bounds(flip: Flip) -> str:
    low, high = flip.estimate.low, flip.estimate.high
    if low is None and high is None:
        return _("[no interval]")
    ends = ["…" if end is None else f"{end:,.4g}" for end in (low, high)]
    return f"[{ends[0]}, {ends[1]}]"


# -- shocks -------------------------------------------------------------------------------------------------------


def shocks_text(guesses: Guesses, clause: Clause) -> str:
    """'Falls with 1 of 7 shocks (2 sample years): outlet lost: xian, 71.2% …'."""
    struck = [one for one in guesses.shocks if one.outcome is not None]
    if not struck or clause.commitment.id not in guesses.shock_base.ids or not _stands(guesses, clause):
        return ""
    falls, n = guesses.falls_with(clause.commitment.id), guesses.shock_base.n
    if not falls:
        text = ngettext("Stands with each of {k} shocks ({n} sample year).",
                        "Stands with each of {k} shocks ({n} sample years).", n)  # fmt: skip
        return text.format(k=len(struck), n=n)
    text = ngettext("Falls with {f} of {k} shocks ({n} sample year): {shocks}.",
                    "Falls with {f} of {k} shocks ({n} sample years): {shocks}.", n)  # fmt: skip
    named = "; ".join(_shock(one, clause) for one in falls)
    return text.format(f=len(falls), k=len(struck), n=n, shocks=named)


def _stands(guesses: Guesses, clause: Clause) -> bool:
    """Whether it stands without a shock: what is down already falls with none."""
    fates = {one.fate(clause.commitment.id) for one in guesses.shocks if one.outcome is not None}
    return not fates <= {"down", "nothing"}


def _shock(one: Trial, clause: Clause) -> str:
    attained = next(each.result.attained for each in one.struck if each.result.id == clause.commitment.id)
    return _("{shock}, {attained}").format(shock=one.shock.name, attained=promises.figure_text(clause.result, attained))


# -- what was left out --------------------------------------------------------------------------------------------


def left_out(guesses: Guesses) -> list[str]:
    """Guesses and shocks that were not tried or searched, by name."""
    told = []
    untried = [one for one in guesses.influences if not one.is_tried]
    if guesses.unscreened:
        text = ngettext("{n} guess was not tried, its range is narrower: {paths} (pledge stress).",
                        "{n} guesses were not tried, their ranges are narrower: {paths} (pledge stress).",
                        len(guesses.unscreened))  # fmt: skip
        told.append(text.format(n=len(guesses.unscreened), paths=_named([one.path for one in guesses.unscreened])))
    for reason in dict.fromkeys(one.reason for one in untried):
        paths = [one.assumption.path for one in untried if one.reason == reason]
        told.append(_("Not tried: {paths}: {reason}.").format(paths=_named(paths), reason=reason))
    searched = {one.assumption.path for one in guesses.break_evens if one.sides}
    rest = [one.assumption.path for one in guesses.tried if one.assumption.path not in searched]
    if rest:
        told.append(_("No break-even was searched for: {paths} (pledge stress).").format(paths=_named(rest)))
    skipped = [
        _("{shock} ({reason})").format(shock=one.shock.name, reason=one.reason) for one in guesses.shocks if one.reason
    ]
    if skipped:
        told.append(_("Shocks not tried: {shocks}.").format(shocks="; ".join(skipped)))
    return told


def _named(paths: Sequence[str]) -> str:
    left = len(paths) - MOST_LEFT
    more = _(" and {n} more").format(n=left) if left > 0 else ""
    return ", ".join(paths[:MOST_LEFT]) + more


# -- data ---------------------------------------------------------------------------------------------------------


def guesses_json(guesses: Guesses, clause: Clause) -> dict[str, Any]:
    """What `bid.json` says of what a clause rests on."""
    name = clause.commitment.id
    return {
        "rests_on": [_influence_json(one, name) for one in guesses.of(name)],
        "break_evens": [_break_even_json(one, name) for one in guesses.break_evens],
        "shocks": [
            {
                "id": one.shock.id,
                "name": one.shock.name,
                "fate": one.fate(name) if one.outcome else None,
                "reason": one.reason,
            }
            for one in guesses.shocks
        ],
    }


def _influence_json(one: Influence, name: str) -> dict[str, Any]:
    ends = [
        {"side": end.side, "value": end.value, "moved": moved.after - moved.before}
        for end in one.ends
        for moved in end.moved
        if moved.id == name
    ]
    found = one.assumption
    return {
        "path": found.path,
        "value": found.value,
        "moved_most": moved_by(one, name),
        "ends": ends,
        "years": one.years,
    }


def _break_even_json(one: BreakEven, name: str) -> dict[str, Any]:
    flips = [
        {"side": flip.side, "at": flip.at, "estimate": flip.estimate.as_json(), "is_lost": flip.is_lost}
        for flip in one.flips
        if flip.id == name
    ]
    return {"path": one.assumption.path, "value": one.assumption.value, "unit": one.unit, "flips": flips,
            "steady": name in one.steady, "reason": one.reason}  # fmt: skip
