"""What hangs on assumptions: which verdicts change with which guess, and how far each moves what is attained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING

from sim.report import columns, figures, words
from sim.report.spreadsheet import number_cell
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Estimate, Result
    from sim.study.assumptions import End, Moved, Tried

MOST_MOVES, MOST_NAMES = 6, 4  # inputs a terminal shows
HOURS = "h"


def block(result: Result) -> list[str]:
    """The section of the terminal; nothing where no assumption was tried."""
    if not result.assumptions_tried:
        return []
    head = _("WHAT HANGS ON ASSUMPTIONS (n {n} at each end, in the same worlds)").format(n=result.replications)
    lines = [line for text in told(result) for line in columns.bullet(text)]
    return [head, *lines, *_move_table(result), *columns.wrap(pairing_text(result)), *_left_out(result)]


def told(result: Result) -> list[str]:
    """A sentence for every commitment and guess that its verdict hangs on, or that there is none."""
    found = [flip_text(one, name) for one in result.assumptions_tried for name in _flipped(one)]
    if found:
        return found
    n = len(tried(result))
    text = ngettext(
        "No verdict changes when the {n} assumed input with a range moves to either end of it.",
        "No verdict changes when any of the {n} assumed inputs with a range moves to either end of it.",
        n,
    )
    return [text.format(n=n) + _too_few(result) if n else _("No assumed input was tried.")]


def _too_few(result: Result) -> str:
    """Where nothing could have changed, for want of replications, that is said."""
    first = first_keep(result)
    if result.replications >= first:
        return ""
    text = _(" With {n} replications none can come out as 'holds' (it takes {first}), so this says little.")
    return text.format(n=result.replications, first=first)


def first_keep(result: Result) -> int:
    """The fewest replications after which some commitment could hold."""
    from sim.study.verdict import replications_needed

    needed = [replications_needed(1, 1, one.confidence, one.assurance) for one in result.scenario.commitments]
    return min((n for n in needed if n is not None), default=0)


def tried(result: Result) -> list[Tried]:
    """The inputs that were tried at one end at least."""
    return [one for one in result.assumptions_tried if any(end.commitments for end in one.ends)]


def _flipped(one: Tried) -> list[str]:
    return list(dict.fromkeys(moved.id for _end, moved in one.flips))


def flip_text(one: Tried, name: str) -> str:
    """'onsite-100km holds at 4h, does not hold at 6h (products.coach.faults.body.repair, assumed 4h)'."""
    flips = [(end, moved) for end, moved in one.flips if moved.id == name]
    parts = [_("{id} {verdict} at {value}").format(id=name, verdict=verb(flips[0][1].was), value=one.value)]
    parts += [_("{verdict} at {value}").format(verdict=verb(moved.verdict), value=end.value) for end, moved in flips]
    text = _("{verdicts} ({path}, assumed {value})")
    return text.format(verdicts=", ".join(parts), path=one.path, value=one.value)


def verb(verdict: str) -> str:
    """A verdict as what a commitment does."""
    return {
        "keep": _("holds"),
        "break": _("does not hold"),
        "unproven": _("is not decided"),
        "no-evidence": _("has no case"),
        "no-target": _("is a fine only"),
    }.get(verdict, verdict)


def _move_table(result: Result) -> list[str]:
    """Of the inputs that move anything, the weightiest: a line each, and one for each end."""
    shown = [one for one in tried(result) if one.weight[2] > 0][:MOST_MOVES]
    rows = [row for one in shown for row in _end_rows(one)]
    widths = [max(columns.display_width(row[i]) for row in rows) for i in range(2)] if rows else []
    lines = [_("MOVED MOST, by how much what is attained moves [95%]")] if rows else []
    for one in shown:
        lines.append(_("{path}, assumed {value}").format(path=one.path, value=one.value))
        lines += [_cells(row, widths) for row in _end_rows(one)]
    return lines


def _end_rows(one: Tried) -> list[tuple[str, str, str]]:
    name, _texts = strongest(one)
    found = [(end, find_moved(end, name)) for end in one.ends]
    return [(_("  at {value}").format(value=end.value), name, moved_text(moved)) for end, moved in found if moved]


def _cells(row: tuple[str, str, str], widths: Sequence[int]) -> str:
    value, name, moved = row
    return columns.GAP.join((columns.pad(value, widths[0]), columns.pad(name, widths[1]), moved))


def strongest(one: Tried) -> tuple[str, tuple[str, str]]:
    """The commitment an input moves most, and what it moves it by at both ends."""
    name = max((moved for end in one.ends for moved in end.commitments), key=lambda moved: moved.weight).id
    return name, (end_text(one, "low", name), end_text(one, "high", name))


def end_text(one: Tried, side: str, name: str) -> str:
    """'1.5h: +1.2 points [0.9, 1.5]', or why there is none."""
    end = find_end(one, side)
    moved = find_moved(end, name)
    if end is None:
        return "-"
    return f"{end.value}: {end.reason if moved is None else moved_text(moved)}"


def find_end(one: Tried, side: str) -> End | None:
    """An end that was tried or refused."""
    return next((end for end in one.ends if end.side == side), None)


def find_moved(end: End | None, name: str) -> Moved | None:
    """A commitment at an end."""
    return next((moved for moved in end.commitments if moved.id == name), None) if end is not None else None


def moved_text(moved: Moved) -> str:
    """'+1.2 points [0.9, 1.5]', '-0.3 h [-0.4, -0.2]'."""
    difference = moved.difference.estimate
    if difference.mean is None:
        return _("unknown")
    scale, unit = (1, _("h")) if moved.unit == HOURS else (100, _("points"))
    digits = 1 if abs(scale * difference.mean) >= 1 else 2
    return f"{scale * difference.mean:+.{digits}f} {unit} {_interval(difference, scale, digits)}"


def _interval(estimate: Estimate, scale: float, digits: int) -> str:
    if estimate.low is None or estimate.high is None:
        return _("[no interval]")
    if estimate.low == estimate.high:
        return _("[all alike]")
    return f"[{scale * estimate.low:.{digits}f}, {scale * estimate.high:.{digits}f}]"


def pairing_text(result: Result) -> str:
    """What it is worth to meet the same worlds."""
    ends = [moved for one in tried(result) for end in one.ends for moved in end.commitments]
    known = [moved.difference.variance_reduction for moved in ends if moved.difference.variance_reduction is not None]
    if not known:
        return ""
    text = _("The same worlds take {share} (median) off the variance of a difference between independent ones.")
    return text.format(share=figures.percent(median(known), 0))


def _left_out(result: Result) -> list[str]:
    return [line for reason, paths in left_out(result).items() for line in columns.bullet(_names(reason, paths))]


def left_out(result: Result) -> dict[str, list[str]]:
    """The inputs, or ends, that were not tried, by the reason."""
    found: dict[str, list[str]] = {}
    for one in result.assumptions_tried:
        if one.reason:
            found.setdefault(one.reason, []).append(one.path)
        for end in one.ends:
            if end.reason:
                found.setdefault(end.reason, []).append(f"{one.path}={end.value}")
    return found


def _names(reason: str, paths: Sequence[str]) -> str:
    listed = ", ".join(paths[:MOST_NAMES])
    more = len(paths) - MOST_NAMES
    text = ngettext("{n} not tried: {reason} ({list})", "{n} not tried: {reason} ({list})", len(paths))
    listed += _(" and {n} more, see report.html").format(n=more) if more > 0 else ""
    return text.format(n=len(paths), reason=reason, list=listed)


def page_rows(result: Result) -> list[tuple[str, str, str, str, str]]:
    """An input a row, in their rank: assumed value, the commitment it moves most, and by how much at either end."""
    return [(one.path, one.value, name, *cells) for one in tried(result) for name, cells in [strongest(one)]]


def page_left_out(result: Result) -> list[tuple[str, str]]:
    """Every input or end that was not tried, with the reason."""
    return [(path, reason) for reason, paths in left_out(result).items() for path in paths]


def summary_rows(result: Result) -> Iterator[tuple[str, ...]]:
    """A row per commitment and end, the verdict there as its note; and one per input that was not tried."""
    for path, reason in page_left_out(result):
        yield "assumption", path, "not tried", "", "", "", "", "", reason
    for one in tried(result):
        for end in one.ends:
            yield from (_summary_row(f"{one.path}={end.value}", moved) for moved in end.commitments)


def _summary_row(name: str, moved: Moved) -> tuple[str, ...]:
    e = moved.difference.estimate
    ends = (number_cell(e.mean), number_cell(e.low), number_cell(e.high), str(e.n))
    unit = "h" if moved.unit == HOURS else "share"
    return "assumption", name, f"difference of {moved.id}", unit, *ends, words.verdict_word(moved.verdict)
