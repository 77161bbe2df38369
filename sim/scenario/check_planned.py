"""Cross checks of the work a plan does of itself: planned visits and the workshop."""

from sim.scenario.durations import write_duration
from sim.scenario.findings import Findings
from sim.scenario.names import Names
from sim.scenario.plan import PlanFile
from sim.scenario.planned import Planned
from sim.scenario.problems import listed
from sim.scenario.reach import able_teams
from sim.scenario.scenario import Plan, Scenario
from sim.scenario.tree import Loc
from sim.wording import _

_LONGEST_MONTH_S = 31 * 86_400


def check_planned(
    findings: Findings, plan: PlanFile, teams: tuple[str, ...], names: Names, scenario: Scenario | None
) -> None:
    """Teams, products, skills and calendars that are named must be there; a window ends before the next begins."""
    for name, entry in plan.planned.items():
        loc: Loc = ("planned", name)
        findings.refer((*loc, "teams"), _("team"), entry.teams, teams)
        findings.refer((*loc, "products"), _("product"), entry.products, names.products)
        findings.refer((*loc, "skill"), _("skill"), entry.skill, names.skills)
        longest = longest_round_s(entry)
        if entry.window is not None and entry.window > longest and not findings.is_torn((*loc, "every")):
            message = _("the window is longer than the time from one visit to the next ({every})")
            findings.note((*loc, "window"), "OUT_OF_RANGE", message.format(every=write_duration(longest)))
        if entry.lowers_failures and scenario is not None and scenario.replay is not None:
            message = _("recorded tickets (replay.csv) happened: no visit prevents them; leave 'lowers_failures' out")
            findings.note((*loc, "lowers_failures"), "CONFLICT", message)
    if plan.workshop is not None:
        findings.refer(("workshop", "calendar"), _("calendar"), plan.workshop.calendar, names.calendars)


def longest_round_s(entry: Planned) -> int:
    """Seconds from one round to the next, at most."""
    step = entry.every
    return (step.months or 0) * _LONGEST_MONTH_S if step.seconds is None else step.seconds


def teams_for(plan: Plan, entry: Planned) -> list[str]:
    """The teams that can make the visits of a round: those named, else all, as far as they know the skill."""
    return [name for name in able_teams(plan, entry.skill) if not entry.teams or name in entry.teams]


def check_rounds(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    """Somebody can make the planned visits, and somebody gets them; the workshop has something to repair."""
    for name, entry in plan.planned.items():
        loc: Loc = ("planned", name)
        skills = {kind.fault.skill for kind in scenario.faults}
        if plan.teams.keys() >= set(entry.teams) and (entry.skill is None or entry.skill in skills):
            _check_people(findings, loc, entry, plan)
        products = set(entry.products or scenario.products)
        if scenario.sites and not any(site.product in products for site in scenario.sites):
            message = _("no site has a product of {products}: nobody is visited").format(products=listed(products))
            findings.warn((*loc, "products"), "NOT_USED", message)
    if plan.workshop is not None and not any(part.comes_back for part in scenario.parts.values()):
        message = _("no part comes back: give one a kind 'repairable' or 'unit' and a 'repair' in parts.csv")
        findings.warn(("workshop",), "NOT_USED", message, of_key=True)


def _check_people(findings: Findings, loc: Loc, entry: Planned, plan: Plan) -> None:
    able = teams_for(plan, entry)
    if not able:
        message = _("nobody can make these visits: no team is there")
        if entry.skill is not None:
            message = _("nobody can make these visits: no team of {teams} has skill '{skill}'")
        text = message.format(teams=listed(entry.teams or plan.teams), skill=entry.skill)
        findings.note(loc, "NOBODY_ABLE", text, of_key=True)
        return
    counts = [plan.teams[name].engineers for name in able]
    if None not in counts and sum(count or 0 for count in counts) < entry.crew:
        message = _("a visit needs a crew of {crew}, but only {heads} engineers can come: {teams}")
        heads = sum(count or 0 for count in counts)
        text = message.format(crew=entry.crew, teams=listed(able), heads=heads)
        findings.note((*loc, "crew"), "CREW_TOO_LARGE", text)
