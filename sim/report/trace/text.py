"""A trace on a terminal: at most 80 columns, also with Chinese text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.clock import NEVER
from sim.report import columns, words
from sim.report.trace.attempts import Called
from sim.report.trace.promised import Promised
from sim.report.trace.times import elapsed, length, moment, moment_with_year
from sim.report.trace.trace import Step, Trace
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.trace.of_run import Traces

TIME, ELAPSED = 15, 8
STORY = TIME + 1 + ELAPSED + 2  # where the sentences begin


def traces_text(found: Traces) -> str:
    """Everything that was asked of a run: of the worst tickets first a list, then each in full."""
    remarks = [line for remark in found.remarks for line in columns.wrap(remark)]
    if found.worst:
        told = [_headlines(found), remarks, *([rule(), trace_text(trace)] for trace in found.traces)]
    elif found.traces:
        told = [*([trace_text(trace)] for trace in found.traces), remarks]
    else:
        told = [[_("No judged ticket missed a time limit.")], remarks]
    return "\n\n".join("\n".join(block) for block in told if block)


def rule() -> str:
    """A line across."""
    return "-" * columns.WIDTH


def _headlines(found: Traces) -> list[str]:
    lines = []
    for number, late in enumerate(found.worst, start=1):
        text = _("{number}. {commitment} missed by {late}, mainly {cause}: {ticket} (replication {replication})")
        lines += _hanging(
            text.format(
                number=number,
                commitment=late.commitment,
                late=length(late.late_s),
                cause=words.cause_word(late.cause),
                ticket=late.year.world.ticket_id(late.ticket),
                replication=late.year.replication,
            )
        )
    return lines


def trace_text(trace: Trace) -> str:
    """Header, promises, the story, where the time went, and what would have saved it."""
    blocks = [_header(trace), _promises(trace), list(_story(trace)), _causes(trace), columns.wrap(trace.lesson)]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _header(trace: Trace) -> list[str]:
    facts = trace.facts()
    name = "" if facts["site"] in ("", facts["site_id"]) else f" ({facts['site']})"
    lines = [
        _("Ticket {ticket}, replication {replication}").format(**facts),
        _("site {site_id}{name}, customer {customer}, region {region}").format(**{**facts, "name": name}),
        _("fault {fault} of {product}, severity {severity}, reported {time}").format(
            **{**facts, "time": moment_with_year(trace.reported, trace.year.zone)}
        ),
        _("served by {outlets}; {km} km from {first}").format(
            outlets=_(", then ").join(facts["outlets"]), km=f"{facts['radius_km']:.1f}", first=facts["outlets"][0]
        ),
    ]
    lines += [_contract(trace)] if _contract(trace) else []
    if facts["repeat_of"]:
        lines.append(_("repeats {repeat_of}").format(**facts))
    if len(trace.year.scenario.channels) > 1:
        lines.append(_("reported by {channel}").format(**facts))
    if not trace.judged and not trace.prevented:
        lines.append(_("outside judged time: it counts for no promise"))
    return [line for text in lines for line in columns.wrap(text)]


def _contract(trace: Trace) -> str:
    """Whose contract, and whether the warranty still holds where repairs may be charged; empty if neither is known."""
    facts, scenario = trace.facts(), trace.year.scenario
    told = [_("contract {contract}").format(**facts)] if facts["contract"] else []
    if scenario.charged is not None and facts["warranty_until"]:
        over = trace.reported >= scenario.warranty_of_site[trace.year.history.site(trace.ticket)]
        text = _("out of warranty since {warranty_until}") if over else _("in warranty until {warranty_until}")
        told.append(text.format(**facts))
    return ", ".join(told)


def _promises(trace: Trace) -> list[str]:
    if trace.prevented:
        return []
    if not trace.promises and not trace.called:
        return columns.wrap(_("No time commitment covers it."))
    of_tickets = [line for one in trace.promises for line in _promise(trace, one)]
    return [*of_tickets, *(line for one in trace.called for line in _calls(one))]


def _promise(trace: Trace, one: Promised) -> Iterator[str]:
    """What was promised and by how much it was met, then the clause."""
    fate = {
        "missed": _missed(one),
        "kept": _("kept with {spare} to spare") if one.spare_s else _("kept"),
        "undecided": _("not due yet when the simulated time ended"),
        "spared": _spared(trace),
    }[one.fate]
    due = _("due {time}").format(time=moment(one.due, trace.year.zone)) if one.due < NEVER else _("never due")
    due += _(", its clock stood still for {length}").format(length=length(one.stood_s)) if one.stood_s > 0 else ""
    told = fate.format(late=length(one.late_s), spare=length(one.spare_s), cause=words.cause_word(one.main_cause or ""))
    commitment = one.promise.commitment
    what = words.measure_words(commitment.measure)
    clock = "" if commitment.clock == "always" else _(", clock {clock}").format(clock=commitment.clock)
    yield from _hanging(f"- {one.id}: {what}{clock}, {due}: {told}")
    clause = words.spoken(commitment.clause)
    if clause:
        yield from columns.wrap(clause, indent="  ")


def _spared(trace: Trace) -> str:
    if trace.year.happened("declined", trace.ticket) is not None:
        return _("not asked for any more: the customer declined the quote")
    return _("advice made it unnecessary")


def _calls(one: Called) -> list[str]:
    """A commitment that counts every call by itself."""
    told = ngettext("{missed} of {n} call missed", "{missed} of {n} calls missed", one.calls)
    what = words.measure_words(one.promise.commitment.measure)
    told = told.format(missed=one.missed, n=one.calls)
    return _hanging(_("- {id}: {what}, each call by itself: {told}").format(id=one.id, what=what, told=told))


def _missed(one: Promised) -> str:
    if one.too_soon:
        return _("missed: it came too soon")
    if not one.is_always:
        return (
            _("missed by {late} of its hours, mainly {cause}") if one.main_cause else _("missed by {late} of its hours")
        )
    return _("missed by {late}, mainly {cause}") if one.main_cause else _("missed by {late}")


def _hanging(text: str) -> list[str]:
    """The text with its further lines set in by two cells."""
    first, *rest = columns.wrap(text, columns.WIDTH - 2)
    return [first, *("  " + line for line in rest)]


def _story(trace: Trace) -> Iterator[str]:
    for step in trace.steps:
        yield from _step(trace, step)
    if trace.is_open:
        yield from _placed(trace, trace.year.stop, _("The simulated time ends; the ticket is still open."))


def _step(trace: Trace, step: Step) -> Iterator[str]:
    if step.until is None:
        yield from _placed(trace, step.at, step.text)
        return
    head = columns.pad(length(step.until - step.at), TIME + 1 + ELAPSED, right=True) + "  "
    cause = f"{words.cause_word(step.cause)}: " if step.cause else ""
    yield from _beside(head, cause + step.text)


def _placed(trace: Trace, at: int, text: str) -> list[str]:
    time = columns.pad(moment(at, trace.year.zone), TIME)
    return _beside(f"{time} {columns.pad(elapsed(at - trace.reported), ELAPSED, right=True)}  ", text)


def _beside(head: str, text: str) -> list[str]:
    """The text to the right of its head, in as many lines as it takes."""
    first, *rest = columns.wrap(text, columns.WIDTH - STORY)
    return [head + first, *(" " * STORY + line for line in rest)]


def _causes(trace: Trace) -> list[str]:
    """The cause columns of tickets.csv."""
    total = sum(trace.seconds.values())
    if trace.prevented:
        return []
    head = (_("WHERE THE TIME WENT (until restored or over)"), _("seconds"), "")
    rows: Sequence[tuple[str, str, str]] = [
        (f"{words.cause_word(cause)}: {words.cause_sentence(cause)}", f"{seconds:,}", length(seconds))
        for cause, seconds in trace.seconds.items()
        if seconds
    ]
    return columns.table(head, [*rows, (_("total"), f"{total:,}", length(total))], numbers=(1,))
