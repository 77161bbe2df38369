"""What contracts bring and cost, what is charged and claimed back, service dates; worked out by hand, in cents."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.judge.contracts import ContractUse
from sim.model import Event, Purpose
from tests.rooms.judge.company import PLAN, SCENARIO, Company, D, H, call, company

ANSWER = "- {id: onsite, measure: {from: reported, to: arrived}, within: 4h, target: 90%, penalty: {per_miss: 70}}\n"
SITES = """\
site_id,lat,lon,region,customer,contract
near,40.0,116.0,north,alpha,std
far,41.0,116.0,north,beta,
"""
PARTS = "part_id,unit_cost,lead\npump,120,4d\nlamp,35.5,4d\n"
NATURE = (
    SCENARIO.replace("reply: 6h, supply: 1d", "reply: 6h, supply: 1d, pays_back: 50%")
    .replace("skill: body}", "skill: body, parts: {pump: 100%}}")
    .replace(
        "skill: chassis, supplier: {id: enginemaker", "skill: chassis, parts: {lamp: 1}, supplier: {id: enginemaker"
    )
    + "contracts: {std: 1200}\ncharged: {in_warranty: 100%, work_per_hour: 100, parts_markup: 20%}\n"
    + "prices: {per_km: 1, courier: 40}\n"
)
PAID = PLAN.replace("takes: [phone]", "takes: [phone], employer: contracted, pay_per_call: 6").replace(
    "shift: works", "shift: works, pay_per_engineer_month: 9000, pay_per_visit: 50"
)
PUMP, LAMP = 0, 1
TICKETS = [("6 08:00", "near", "body"), ("7 07:00", "far", "engine")]


def trip(ticket: int, day: int, left: str, arrived: str, done: str, metres: int, engineer: int = 0) -> list[tuple]:
    """There and repaired; in no hurry."""
    return [
        (f"{day} {left}", ticket, Event.DEPARTED, 1, engineer, metres),
        (f"{day} {arrived}", ticket, Event.ARRIVED, 1, engineer, 0), (f"{day} {arrived}", ticket, Event.DIAGNOSED, 1),
        (f"{day} {done}", ticket, Event.RESTORED, 1), (f"{day} {done}", ticket, Event.LEFT, 1, engineer, 1),
        (f"{day} {done}", ticket, Event.CLOSED),
    ]  # fmt: skip


STORY = [
    *call(0, "6 08:00", "6 08:00", "6 08:10"), ("6 08:20", 0, Event.QUOTED), ("6 08:40", 0, Event.CONFIRMED),
    *trip(0, 6, "09:00", "10:00", "12:00", 10_000), ("6 08:50", 0, Event.BOUGHT, 0, PUMP, 1),
    *call(1, "7 07:00", "7 07:00", "7 07:10"),
    *trip(1, 7, "13:00", "13:30", "14:00", 30_000), ("7 13:30", 1, Event.BOUGHT, 0, LAMP, 1),
    ("7 17:00", -1, Event.HOMEWARD, 0, 0, 7_000),
]  # fmt: skip


def of_story(folder: Path, rows: list[tuple] | None = None, nature: str = NATURE, **with_) -> Company:
    with_ = {"sites": SITES, "plan": PAID, "parts": PARTS, **with_}
    return company(folder, ANSWER, TICKETS, STORY if rows is None else rows, nature, **with_)


def test_income_and_claims_stand_beside_the_costs(tmp_path: Path) -> None:
    judgement = of_story(tmp_path).judgement
    # two hours at 100 and a pump of 120 with 20 % on top; half of a lamp of 35.50, of 30 km and of a paid visit
    assert judgement.costs["income_charged"] == 20_000 + 14_400
    assert judgement.costs["claims"] == (3_550 + 3_000 + 5_000) / 2
    assert judgement.costs["parts"] == 12_000 + 3_550
    assert {"charged.work_per_hour", "prices.per_km"}.isdisjoint(judgement.without)


def test_who_has_not_confirmed_pays_nothing(tmp_path: Path) -> None:
    rows = [row for row in STORY if row[2] != Event.CONFIRMED]
    assert of_story(tmp_path, rows).judgement.costs["income_charged"] == 0


def test_each_of_a_crew_is_charged_and_only_while_the_work_goes_on(tmp_path: Path) -> None:
    """The second is there at 11:00, from then on two work for an hour."""
    rows = [row for row in STORY if row[1] == 0 and row[2] not in (Event.ARRIVED, Event.DIAGNOSED)]
    rows += [
        ("6 09:00", 0, Event.DISPATCHED, 1, 0, 0), ("6 09:00", 0, Event.DISPATCHED, 1, 1, 1),
        ("6 09:00", 0, Event.DEPARTED, 1, 1, 10_000), ("6 10:00", 0, Event.ARRIVED, 1, 0, 1),
        ("6 11:00", 0, Event.ARRIVED, 1, 1, 0), ("6 12:00", 0, Event.LEFT, 1, 1, 1),
    ]  # fmt: skip
    assert of_story(tmp_path, rows).judgement.costs["income_charged"] == 20_000 + 14_400


def test_work_on_a_bench_is_charged_in_its_hours(tmp_path: Path) -> None:
    """On the bench from 16:00 to 09:00: an hour in the evening and one in the morning."""
    nature = NATURE.replace("skill: body,", "skill: body, carry_in: 100%, bring: 1h,")
    plan = PAID.replace("lon: 116.0}", "lon: 116.0, benches: 1, bench_calendar: works}")
    rows = [
        *STORY[:5], ("6 16:00", 0, Event.HANDED_IN, 0, 0), ("6 16:00", 0, Event.BENCHED, 0, 0),
        ("7 09:00", 0, Event.DIAGNOSED, 0, -1), ("7 09:00", 0, Event.RESTORED, 0, -1),
        ("7 09:00", 0, Event.UNBENCHED, 0, 0),
    ]  # fmt: skip
    assert of_story(tmp_path, rows, nature, plan=plan).judgement.costs["income_charged"] == 20_000


def test_prices_that_are_not_given_are_named(tmp_path: Path) -> None:
    nature = NATURE.replace(", work_per_hour: 100", "").replace("per_km: 1, ", "")
    judgement = of_story(tmp_path, nature=nature, parts=PARTS.replace("120", "")).judgement
    assert judgement.costs["claims"] == (3_550 + 5_000) / 2
    assert judgement.costs["income_charged"] == 0
    assert {"charged.work_per_hour", "parts.pump.unit_cost", "prices.per_km"} <= set(judgement.without)
    free = NATURE[: NATURE.index("contracts:")].replace(", pays_back: 50%", "")
    costs = of_story(tmp_path / "free", nature=free, sites=SITES.replace("std", "")).judgement
    assert (costs.costs["income_charged"], costs.costs["claims"], costs.contracts) == (0, 0, ())
    assert {"income_charged", "claims", "bonus"} <= costs.fixed_costs


def test_what_a_contract_costs_of_itself_and_its_share_of_the_rest(tmp_path: Path) -> None:
    judgement = of_story(tmp_path).judgement
    std, others = judgement.contracts
    assert (std.id, others.id) == ("std", "")
    assert (std.tickets, std.income_charged, std.claims) == (1, 34_400, 0)
    assert (others.tickets, others.income_charged, others.claims) == (1, 0, 5_775)
    # near is reached in time; far only after 6.5 h
    assert (std.penalties, others.penalties) == (0, 7_000)
    total = sum(judgement.costs[kind] for kind in ("pay", "travel", "parts"))
    # a call, a visit, 10 km and a pump; a call, a visit, 30 km and a lamp
    own = (600 + 5_000 + 1_000 + 12_000, 600 + 5_000 + 3_000 + 3_550)
    rest = total - sum(own)
    # both engineers for four weeks, and the 7 km home; 3 h of an engineer for one, 1 h for the other
    assert rest == round(2 * 900_000 * 12 * 28 / 365) + 700
    assert (std.cost, others.cost) == (own[0] + (3 * rest + 2) // 4, own[1] + (rest + 1) // 4)


def test_without_engineers_the_rest_goes_by_tickets(tmp_path: Path) -> None:
    """Two tickets of one and one of the other; nobody goes."""
    judgement = of_story(
        tmp_path, [row for row in STORY if row[2] in (Event.QUEUED, Event.STARTED, Event.ENDED)]
    ).judgement
    std, others = judgement.contracts
    rest = judgement.costs["pay"] - 1_200
    assert abs(std.cost - 600 - rest / 2) <= 0.5 and std.cost + others.cost == rest + 1_200


def test_everything_adds_up(tmp_path: Path) -> None:
    more = ANSWER.replace("per_miss: 70", "per_miss: 70, bonus: 33, cap: 50").replace("target: 90%", "target: 40%")
    story = company(tmp_path, more, TICKETS, STORY, NATURE, PAID, PARTS, SITES)
    judgement = story.judgement

    def summed(kind: str) -> int:
        return sum(getattr(one, kind) for one in judgement.contracts)

    assert summed("tickets") == judgement.counts["reported"]
    for kind in ("income_charged", "claims", "penalties", "bonus"):
        assert summed(kind) == judgement.costs[kind]
    assert (summed("penalties"), summed("bonus")) == (5_000, 3_300)
    outside = ("income_charged", "claims", "bonus", "one_off", "penalties")
    assert summed("cost") == sum(cents for kind, cents in judgement.costs.items() if kind not in outside)
    assert isinstance(judgement.contracts[0], ContractUse)


def test_sites_without_a_contract_are_left_out_where_all_have_one(tmp_path: Path) -> None:
    story = of_story(tmp_path, sites=SITES.replace("beta,", "beta,std"))
    assert [(one.id, one.tickets) for one in story.judgement.contracts] == [("std", 2)]


# -- service dates ------------------------------------------------------------------------------------------------

SERVED = """\
site_id,lat,lon,region,customer,units,from,until
near,40.0,116.0,north,alpha,2,2026-01-12,2026-01-18
far,41.0,116.0,north,beta,1,,
"""


def test_availability_counts_units_in_service(tmp_path: Path) -> None:
    """Near: 2 units for 7 days, one down from the 18th on, open for ever; far: 28 days, a fault of two days."""
    commitments = "- {id: up, measure: {availability: unit}, target: 90%}\n"
    tickets = [("18 00:00", "near", "body"), ("19 00:00", "far", "body")]
    rows = [("21 00:00", 1, Event.RESTORED, 1)]
    story = company(tmp_path, commitments, tickets, rows, sites=SERVED)
    assert story.count("up") == ((2 * 7 + 28) * D, (2 * 7 - 1 + 28 - 2) * D, 0)


@pytest.mark.parametrize(
    ("contacts", "kept"),
    [([], 0), (["14 12:00"], 1), (["13 00:00"], 0), (["14 00:00"], 1), (["19 00:00"], 0)],
)
def test_contacts_count_from_the_start_of_service_to_its_end(tmp_path: Path, contacts: list[str], kept: int) -> None:
    """Five days without a contact: from the 12th it would end on the 17th, the service ends with the 18th."""
    commitments = "- {id: touch, measure: {share_of: contacted}, within: 5d, target: 90%, covers: {customer: alpha}}\n"
    rows = [(when, 0, Event.PROGRESS_REPORTED, 1, -1, Purpose.PROGRESS) for when in contacts]
    story = company(tmp_path, commitments, [("12 00:00", "near", "body")], rows, sites=SERVED)
    assert story.count("touch") == (1, kept, 0)


def test_who_is_not_in_service_in_a_period_is_not_counted_in_it(tmp_path: Path) -> None:
    commitments = "- {id: touch, measure: {share_of: contacted}, within: 9d, target: 90%, review: month}\n"
    scenario = SCENARIO.replace("2026-01-05, weeks: 4", "2026-01-01, months: 2")
    story = company(tmp_path, commitments, [("12 00:00", "near", "body")], [], scenario, sites=SERVED)
    count = story.commitment("touch")
    # alpha is silent for the seven days of his service, which is no nine; beta all the time
    assert (count.covered.tolist(), count.kept.tolist()) == ([2, 1], [1, 0])


# -- planned visits -----------------------------------------------------------------------------------------------


def test_planned_visits_are_work_contacts_and_nothing_else(tmp_path: Path) -> None:
    from sim.model.planned import first_case, planned_visits

    plan = PAID + "planned: {weekly: {every: 1w, window: 2d, crew: 2, work: 1h}}\n"
    commitments = ANSWER + "- {id: touch, measure: {share_of: contacted}, within: 12d, target: 90%}\n"
    nature = NATURE + "failures: calendar\n"
    story = company(tmp_path, commitments, TICKETS, STORY, nature, plan, PARTS, SITES)
    planned, first = planned_visits(story.world, story.plan), first_case(story.world)
    start, end = story.scenario.horizon.start, story.scenario.horizon.end
    judged = [j for j in range(len(planned)) if start <= planned.opens[j] < end]
    assert len(judged) == 8
    in_time, late, never, *_rest = judged
    rows = [*STORY]
    for number, left in ((in_time, int(planned.ends[in_time])), (late, int(planned.ends[late]) + 1)):
        for place, engineer in enumerate((0, 1)):
            rows += [
                (left - 2 * H, first + number, Event.DISPATCHED, 1, engineer, place),
                (left - 2 * H, first + number, Event.DEPARTED, 1, engineer, 4_000),
                (left - H, first + number, Event.ARRIVED, 1, engineer, 1 - place),
                (left, first + number, Event.LEFT, 1, engineer, 1),
            ]  # fmt: skip
    assert never != late
    seen = company(tmp_path, commitments, TICKETS, rows, nature, plan, PARTS, SITES)
    before, after = story.judgement, seen.judgement
    (weekly,) = after.planned
    assert (weekly.id, weekly.visits, weekly.decided, weekly.in_window) == ("weekly", 8, 8, 1)
    assert weekly.seized_s == 2 * 2 * 2 * H
    assert after.counts == before.counts
    (team,), (alone,) = after.teams, before.teams
    assert (team.visits - alone.visits, team.travel_m - alone.travel_m) == (4, 16_000)
    seized = team.seized_s - alone.seized_s + team.overtime_s - alone.overtime_s + team.on_call_s - alone.on_call_s
    assert 0 < seized <= 8 * H
    assert after.costs["pay"] - before.costs["pay"] == 4 * 5_000
    assert after.costs["travel"] - before.costs["travel"] == 1_600
    std, others = after.contracts
    sites = [story.scenario.sites[planned.site[j]].id for j in (in_time, late)]
    extra = {kind: after.costs[kind] - before.costs[kind] for kind in after.costs}
    assert std.cost + others.cost - sum(one.cost for one in before.contracts) == sum(extra.values())
    assert set(extra) - {kind for kind, cents in extra.items() if not cents} <= {"pay", "travel", "overtime"}
    assert set(sites) <= {"near", "far"}
    assert story.count("touch")[1] <= seen.count("touch")[1]


def test_a_window_that_is_not_over_is_not_decided(tmp_path: Path) -> None:
    """The last windows open on 26 January and last into the run-out, which is seen to the 9th."""
    for window, decided in (("13d", 8), ("14d", 6)):
        plan = PLAN + f"planned: {{slow: {{every: 2w, window: {window}, kind: inspection}}}}\n"
        story = company(tmp_path / window, ANSWER, TICKETS, [], plan=plan)
        (slow,) = story.judgement.planned
        assert slow.visits == 4
        assert slow.decided <= 4 and decided >= slow.decided
