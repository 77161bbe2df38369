"""Cross checks of the commitments against the scenario: ids, clocks, review periods, run-out."""

from collections.abc import Iterator, Sequence

from sim.clock import NEVER, EndOfDay, Limit, Within, Workdays, deadline
from sim.scenario.check_penalties import check_fees, check_penalty
from sim.scenario.check_service import never_out_of_warranty
from sim.scenario.cover import Cover
from sim.scenario.durations import write_duration
from sim.scenario.findings import Findings
from sim.scenario.measure import CONTACTED
from sim.scenario.names import Names
from sim.scenario.promise import Case, Commitment
from sim.scenario.scenario import ALWAYS, FaultKind, Scenario
from sim.scenario.tree import Loc
from sim.wording import _

_FILTERS = (
    ("fault", "fault_words"),
    ("severity", "severities"),
    ("product", "products"),
    ("contract", "contracts"),
    ("customer", "customers"),
    ("region", "regions"),
    ("channel", "channels"),
    ("reported_during", "calendars"),
)
_WORDS = {
    "fault": lambda: _("fault"),
    "severity": lambda: _("severity"),
    "product": lambda: _("product"),
    "contract": lambda: _("contract"),
    "customer": lambda: _("customer"),
    "region": lambda: _("region"),
    "channel": lambda: _("channel"),
    "reported_during": lambda: _("calendar"),
}
_WEEK = 604_800


def check_promises(
    findings: Findings,
    commitments: Sequence[Commitment],
    names: Names,
    scenario: Scenario | None,
    is_timed: bool,
    is_priced: bool = True,
) -> None:
    """`scenario` is what could be made of the other files.

    `is_timed` if its horizon and calendars can be relied on, `is_priced` if its contracts can.
    """
    _check_ids(findings, commitments)
    for number, commitment in enumerate(commitments):
        loc: Loc = ("commitments", number)
        _check_names(findings, loc, commitment, names)
        _check_days(findings, loc, commitment)
        check_penalty(findings, loc, commitment)
        if scenario is not None and scenario.sites and is_priced:
            check_fees(findings, loc, commitment, scenario)
        if scenario is not None:
            _check_evidence(findings, loc, commitment, commitments, scenario)
        if scenario is not None and is_timed:
            _check_time(findings, loc, commitment, scenario)


def _check_ids(findings: Findings, commitments: Sequence[Commitment]) -> None:
    seen: set[str] = set()
    for number, commitment in enumerate(commitments):
        if commitment.id in seen:
            message = _("'{id}' is there twice").format(id=commitment.id)
            findings.note(("commitments", number, "id"), "DUPLICATE_ID", message)
        seen.add(commitment.id)


def limits_of(loc: Loc, commitment: Commitment) -> Iterator[tuple[Loc, Commitment | Case, str]]:
    """Every limit of a commitment with its path and its clock."""
    if commitment.cases:
        for number, case in enumerate(commitment.cases):
            yield (*loc, "cases", number), case, case.clock or commitment.clock
    else:
        yield loc, commitment, commitment.clock


def covers_kind(cover: Cover | None, kind: FaultKind) -> bool:
    """Whether a commitment may cover tickets of a fault."""
    if cover is None:
        return True
    return (
        not (cover.needs_part and not kind.fault.parts)
        and (cover.fault is None or kind.id in cover.fault or kind.key in cover.fault)
        and (cover.product is None or kind.product in cover.product)
        and (cover.severity is None or kind.fault.severity in cover.severity)
    )


def _check_names(findings: Findings, loc: Loc, commitment: Commitment, names: Names) -> None:
    findings.refer((*loc, "clock"), _("calendar"), commitment.clock, names.calendars)
    findings.refer((*loc, "measure", "open"), _("channel"), commitment.measure.open, names.channels)
    _check_cover(findings, (*loc, "covers"), commitment.covers, names)
    for at, limit, clock in limits_of(loc, commitment):
        if at != loc:
            findings.refer((*at, "clock"), _("calendar"), clock, names.calendars)
        if limit.by is not None:
            findings.refer((*at, "by", "end_of_day"), _("calendar"), limit.by.calendar, names.calendars)
        if isinstance(limit, Case):
            _check_cover(findings, (*at, "covers"), limit.covers, names)


def _check_cover(findings: Findings, loc: Loc, cover: Cover | None, names: Names) -> None:
    if cover is None:
        return
    for key, group in _FILTERS:
        findings.refer((*loc, key), _WORDS[key](), getattr(cover, key), getattr(names, group))
    for number, inner in enumerate(cover.any):
        _check_cover(findings, (*loc, "any", number), inner, names)
    _check_cover(findings, (*loc, "not"), cover.not_, names)


def _check_days(findings: Findings, loc: Loc, commitment: Commitment) -> None:
    for at, limit, clock in limits_of(loc, commitment):
        low = limit.span.low if limit.span is not None else None
        in_days = {limit.unit, low[1] if low is not None else None} & {"d", "w"}
        if in_days and clock != ALWAYS and commitment.measure.is_timed:
            message = _("days and weeks count only with clock always; with {clock} write hours or workdays such as 2wd")
            findings.note((*at, "within"), "BAD_UNIT", message.format(clock=clock))


def _check_evidence(
    findings: Findings, loc: Loc, commitment: Commitment, all_of_them: Sequence[Commitment], scenario: Scenario
) -> None:
    share = commitment.measure.share_of
    needs = {"satisfied": ("satisfaction", scenario.satisfaction), "complained": ("complaints", scenario.complaints)}
    if share in needs and needs[share][1] is None:
        message = _("share_of: {share} needs the table '{table}' in scenario.yaml")
        findings.note((*loc, "measure", "share_of"), "MISSING_KEY", message.format(share=share, table=needs[share][0]))
    if share == "times_kept" and not any(one.measure.is_timed for one in all_of_them):
        message = _("there is no commitment with a time limit whose tickets could be kept")
        findings.warn((*loc, "measure", "share_of"), "NO_EVIDENCE", message)
    _check_charged(findings, loc, commitment, scenario)
    covers = commitment.covers
    if covers is not None and covers.needs_part and not any(kind.fault.parts for kind in scenario.faults):
        findings.warn((*loc, "covers", "needs_part"), "NO_EVIDENCE", _("no fault needs a part: no ticket is covered"))
    _check_target(findings, loc, commitment)


def _check_charged(findings: Findings, loc: Loc, commitment: Commitment, scenario: Scenario) -> None:
    """Milestones of charged work and filters by warranty, where nothing is charged or runs out."""
    measure, covers = commitment.measure, commitment.covers
    never = [one for one in (measure.from_, *(measure.to or ())) if one in ("quoted", "confirmed")]
    if never and scenario.charged is None:
        message = _("nothing is {milestone} without 'charged' in scenario.yaml: no ticket is covered")
        findings.warn((*loc, "measure"), "NO_EVIDENCE", message.format(milestone=never[0]))
    if covers is not None and covers.in_warranty is False and scenario.sites and never_out_of_warranty(scenario):
        message = _("no site's warranty ends (warranty_until in sites.csv): no ticket is covered")
        findings.warn((*loc, "covers", "in_warranty"), "NO_EVIDENCE", message)


def _check_target(findings: Findings, loc: Loc, commitment: Commitment) -> None:
    """Whether there is something to judge by, and nothing that would decide nothing."""
    measure = commitment.measure
    judges_itself = measure.is_open_alone or commitment.statistic != "share"
    if measure.is_open_alone and commitment.target is not None:
        message = _("a channel is open at every instant or it is not: no target is needed")
        findings.warn((*loc, "target"), "NOT_USED", message)
    if commitment.target is None and commitment.penalty is None and not judges_itself:
        message = _("has neither a target nor a penalty: it is measured, not judged")
        findings.warn((*loc, "target"), "NO_TARGET", message)


def _check_time(findings: Findings, loc: Loc, commitment: Commitment, scenario: Scenario) -> None:
    periods = scenario.horizon.periods(commitment.review)
    if not any(judged for _start, _end, _label, judged in periods):
        message = _("the horizon holds no whole {review} to judge; make it longer or choose a shorter review")
        findings.note((*loc, "review"), "NO_JUDGED_PERIOD", message.format(review=commitment.review))
    if commitment.measure.share_of == CONTACTED:
        return  # looks back inside the period
    for at, limit, written in limits_of(loc, commitment):
        clock = written if commitment.measure.is_timed else ALWAYS
        calendars = {clock} | ({limit.by.calendar} if limit.by else set())
        if calendars <= set(scenario.calendar_names):
            _check_runout(findings, at, limit, clock, scenario)


def _check_runout(findings: Findings, loc: Loc, limit: Commitment | Case, clock: str, scenario: Scenario) -> None:
    horizon, calendar = scenario.horizon, scenario.calendar(clock)
    loc = (*loc, "by" if limit.by is not None else "within")
    limits = compiled(limit, scenario)
    if not limits:
        return
    due = min(deadline(one, calendar, horizon.end) for one in limits)
    if due >= NEVER:
        message = _("the limit never ends: its calendar is not open long enough after the horizon")
        findings.note(loc, "NEVER_DUE", message)
    elif due > horizon.stop:
        weeks = -(-(due - horizon.end) // _WEEK)
        message = _("the run-out of {runout} is shorter than the limit; set horizon.runout to {weeks}w or more")
        text = message.format(runout=write_duration(horizon.runout), weeks=weeks)
        findings.note(loc, "RUNOUT_TOO_SHORT", text)


def compiled(limit: Commitment | Case, scenario: Scenario) -> list[Limit]:
    """The limits as the clock knows them; the earliest rules."""
    limits: list[Limit] = []
    if limit.within is not None:
        limits.append(Within(limit.within))
    if limit.workdays is not None:
        limits.append(Workdays(limit.workdays))
    if limit.by is not None:
        limits.append(EndOfDay(scenario.calendar(limit.by.calendar), limit.by.cutoff_s))
    return limits
