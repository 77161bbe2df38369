"""Good scenarios load with exactly the values that are meant."""

import pickle
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from sim.clock import parse_local
from sim.scenario import Distribution, Plan, Scenario, load_plan, load_scenario

Write = Callable[..., Path]
ZONE = "Asia/Shanghai"


@pytest.fixture
def scenario(folder: Write) -> Scenario:
    return load_scenario(folder())


@pytest.fixture
def plan(scenario: Scenario) -> Plan:
    return load_plan(scenario)


def test_the_smallest_scenario_loads_as_written(folder: Write, smallest: dict[str, str]) -> None:
    scenario = load_scenario(str(folder(smallest)))
    plan = load_plan(scenario)
    assert (scenario.id, str(scenario.name), scenario.country, scenario.currency) == (
        "场景 one",
        "场景 one",
        "CN",
        "CNY",
    )
    assert scenario.horizon.start == parse_local("2026-01-01", ZONE)
    assert scenario.horizon.end == parse_local("2027-01-01", ZONE)
    assert scenario.horizon.begin == scenario.horizon.start - 4 * 604_800
    assert scenario.horizon.stop == scenario.horizon.end + 5 * 604_800
    [kind] = scenario.faults
    assert (kind.product, kind.id, kind.key, kind.fault.severity) == ("analyser", "any", "analyser.any", "general")
    assert kind.fault.rate_per_second == 2 / (365 * 86_400)
    assert (kind.fault.repair.kind, kind.fault.repair.mean, kind.fault.repair.cv) == ("lognormal", 7200.0, 0.8)
    assert (kind.fault.front, kind.fault.experts, kind.fault.first_fix, kind.fault.supplier) == (0, 0, 1, None)
    assert kind.fault.talk.average == kind.fault.diagnose.average == kind.fault.sign_off.average == 0
    [one, two] = scenario.sites
    assert (one.id, one.customer, one.region, one.product, one.units) == ("S001", "S001", "云南省", "analyser", 4)
    assert (two.lat, two.lon) == (24.347324, 102.527197)
    [promise] = scenario.commitments
    assert (promise.within, promise.workdays, promise.by, promise.cases) == (14_400, None, None, ())
    assert (promise.measure.from_, promise.measure.to, promise.measure.share_of) == ("reported", ("arrived",), None)
    assert (promise.clock, promise.pause, promise.counts, promise.review) == (
        "always",
        {"confirmation"},
        "needed",
        "contract",
    )
    assert promise.target is not None and promise.target.share == Fraction(95, 100)
    assert promise.penalty is not None and (promise.penalty.per_miss, promise.penalty.cap) == (500_000, None)
    assert (promise.confidence, promise.assurance) == (0.95, 0.9)
    assert scenario.travel.speeds == ((None, 60.0),)
    assert (scenario.travel.detour, scenario.travel.noise_cv, scenario.travel.radius) == (1.3, 0.2, "great_circle")
    assert scenario.satisfaction is None and scenario.prices.per_km is None and scenario.replay is None
    assert list(scenario.channels) == ["phone"] and scenario.channels["phone"].patience is None
    assert plan.teams["kunming"].engineers == 6 and plan.teams["kunming"].outlet == "kunming"
    assert plan.teams["kunming"].skills is None and plan.teams["kunming"].shift == "office"
    assert plan.teams["kunming"].overtime_cap == 7200 and plan.teams["kunming"].on_call is None
    assert (plan.outlets["qujing"].lat, plan.outlets["qujing"].lon) == (25.489999, 103.796167)
    assert plan.desks == {} and plan.territories == {}
    assert (plan.dispatch.rule, plan.dispatch.assign) == ("order_of_arrival", "nearest")
    assert (plan.dispatch.backup, plan.dispatch.end_of_shift) == ("at_once", "finish")
    paths = {assumption.path for assumption in (*scenario.assumptions, *plan.assumptions)}
    assert {"products.analyser.faults.any.repair.cv", "travel.detour", "sites.*.city", "outlets.kunming.city"} <= paths


def test_nature(scenario: Scenario) -> None:
    assert (scenario.name.en, scenario.name.zh, str(scenario.name)) == (
        "Coach service",
        "客车售后服务",
        "Coach service",
    )
    assert scenario.horizon.end - scenario.horizon.start == 52 * 604_800
    assert scenario.horizon.warmup == 2 * 604_800 and scenario.horizon.months is None
    assert scenario.severities == ("line-down", "major", "general")
    phone = scenario.channels["phone"]
    assert phone.patience is not None and phone.patience.mean == 180
    assert phone.redial is not None and (phone.redial.chance, phone.redial.after.mean) == (0.6, 600)
    assert (scenario.dispersion.region_day_cv, scenario.dispersion.site_cv) == (0.4, 0.8)
    assert scenario.profile.weekday == scenario.profile.weekend and len(scenario.profile.weekday) == 24
    assert scenario.profile.growth_per_year == 0.05
    [surge] = scenario.profile.surges
    assert (str(surge.from_), str(surge.to), surge.factor, surge.regions) == (
        "2026-07-01",
        "2026-07-14",
        2.0,
        ("云南省",),
    )
    body, engine = (kind.fault for kind in scenario.faults)
    assert (body.front, body.experts, body.first_fix, body.skill) == (0.15, 0.25, 0.95, "body")
    assert (body.diagnose.kind, body.diagnose.low, body.diagnose.mode, body.diagnose.high) == (
        "triangular",
        900,
        1800,
        7200,
    )
    assert body.diagnose.average == 3300
    assert (body.repair.mean, body.repair.cv, body.sign_off.kind, body.sign_off.mean) == (9000, 0.9, "constant", 900)
    assert engine.rate_per_second == 0.5 / 86_400
    assert engine.supplier is not None and (engine.supplier.id, engine.supplier.chance) == ("enginemaker", 0.4)
    maker = scenario.suppliers["enginemaker"]
    assert (maker.contact_handle.mean, maker.contact_desk, maker.reply.mean) == (1200, "front", 21_600)
    assert (maker.supply.mean, maker.visits) == (259_200, "own")
    assert scenario.travel.speeds == ((30_000, 28.0), (None, 65.0))
    assert scenario.satisfaction is not None and scenario.satisfaction.one_missed == 0.8
    assert scenario.complaints is not None and scenario.complaints.all_kept == 0.005
    assert scenario.prices.per_km == 90
    assumption = next(one for one in scenario.assumptions if one.path == "products.coach.faults.body.repair.mean")
    assert (assumption.value, assumption.low, assumption.high) == ("2.5h", "2h", "4h")


def test_sites(scenario: Scenario) -> None:
    depot, other = scenario.sites
    assert (depot.id, depot.name, depot.customer, depot.lat, depot.units) == ("1", "Depot", "City Bus", 24.9, 4)
    assert (depot.outlet, depot.contract, depot.city) == ("kunming", "std", None)
    assert (other.name, other.customer, other.region, other.product, other.city) == (
        "S002",
        "S002",
        "云南省",
        "coach",
        "玉溪",
    )


def test_promises(scenario: Scenario) -> None:
    onsite, reply, handled, same_day, two_days, complaints = scenario.commitments
    assert onsite.clause is not None and onsite.clause.en == "On site within 24 h inside 100 km"
    assert onsite.clause_ref == "3.20"
    assert onsite.covers is not None and onsite.covers.fault == ("body",) and onsite.covers.radius_at_most == 100_000
    assert onsite.penalty is not None and onsite.penalty.cap == 5_000_000 and onsite.penalty.cap_per == "contract"
    assert reply.covers is not None and reply.covers.any[0].radius_above == 100_000
    assert reply.covers.any[1].needs_supplier is True
    assert reply.covers.not_ is not None and reply.covers.not_.severity == ("line-down",)
    assert handled.measure.to == ("restored", "handed_on") and handled.confidence == 0.99
    first, second = handled.cases
    assert first.covers is not None and first.covers.reported_during == "works"
    assert (first.within, first.clock, second.within, second.clock, second.covers) == (
        21_600,
        "works",
        86_400,
        None,
        None,
    )
    assert same_day.by is not None and (same_day.by.calendar, same_day.by.cutoff_s) == ("works", 57_600)
    assert same_day.pause == {"supplier", "access"}
    assert (two_days.within, two_days.workdays, two_days.accept, two_days.target) == (None, 2, 200_000, None)
    assert complaints.target is not None and (complaints.target.direction, complaints.target.share) == (
        "below",
        Fraction(3, 100),
    )
    assert complaints.measure.share_of == "complained" and complaints.within is None


def test_plan(plan: Plan) -> None:
    front, experts, duty = plan.desks.values()
    assert front.seats == ((0, 28_800, 1), (28_800, 72_000, 3), (72_000, 86_400, 0))
    assert (front.takes, front.escalate_to, front.level, front.pay_per_seat_month) == (
        ("phone",),
        "experts",
        "front",
        700_000,
    )
    assert (experts.seats, experts.calendar, experts.level) == (((0, 86_400, 2),), "works", "experts")
    assert duty.seats == ((0, 28_800, 1), (28_800, 72_000, 2), (72_000, 86_400, 1))
    assert duty.shifts == ((28_800, 72_000, 2), (72_000, 115_200, 1))
    assert (duty.role, duty.handle.mean, duty.level) == ("dispatch", 180, None)
    north, partner = plan.teams.values()
    assert north.skills == {"body", "chassis"} and north.overtime_cap == 10_800
    assert north.on_call is not None and (north.on_call.engineers, north.on_call.mobilise) == (1, 1800)
    assert (partner.engineers, partner.outlet, partner.skills) == (None, "qujing", {"body"})
    assert plan.territories["all"].regions == ("云南省",) and plan.territories["all"].outlets == ("kunming", "qujing")
    assert (plan.dispatch.assign, plan.dispatch.backup, plan.dispatch.end_of_shift) == (
        "territory",
        "when_late",
        "next_day",
    )
    assert (plan.outlets["qujing"].lat, plan.outlets["qujing"].lon, plan.outlets["qujing"].city) == (25.49, 103.8, None)


def test_calendars(scenario: Scenario) -> None:
    works = scenario.calendar("works")
    assert works is scenario.calendar("works")
    monday = parse_local("2026-01-05", ZONE)
    assert works.elapsed(monday, monday + 86_400) == 8 * 3600
    assert scenario.calendar("night").elapsed(monday, monday + 86_400) == 12 * 3600
    assert scenario.calendar("always").add(monday, 60) == monday + 60
    assert scenario.calendar("office").next_open(monday) == monday + 9 * 3600
    makeup = parse_local("2026-02-14", ZONE)
    assert works.elapsed(makeup, makeup + 86_400) == 8 * 3600
    with pytest.raises(KeyError):
        scenario.calendar("nights")


def test_a_scenario_travels_small(scenario: Scenario) -> None:
    scenario.calendar("works")
    packed = pickle.dumps(scenario)
    assert len(packed) < 200_000
    assert pickle.loads(packed).calendar("works").name == "works"


DISTRIBUTIONS = {
    "2h": ("constant", 7200),
    "{mean: 2h}": ("lognormal", 7200),
    "{dist: exponential, mean: 2h}": ("exponential", 7200),
    "{dist: gamma, mean: 2h, cv: 0.5}": ("gamma", 7200),
    "{dist: weibull, mean: 2h, cv: 0.5}": ("weibull", 7200),
    "{dist: uniform, low: 1h, high: 2h}": ("uniform", 5400),
    "{dist: triangular, low: 0h, mode: 1h, high: 2h}": ("triangular", 3600),
    "{dist: empirical, values: [1h, 2h], shares: [25%, 75%]}": ("empirical", 6300),
    "{dist: mixture, of: [{share: 50%, dist: exponential, mean: 1h}, {share: 50%, dist: 3h}]}": ("mixture", 7200),
    "{dist: mixture, of: [{share: 30%, mean: 1h}, {share: 70%, dist: {dist: uniform, low: 1h, high: 3h}}]}": (
        "mixture",
        6120,
    ),
}


@pytest.mark.parametrize("text", DISTRIBUTIONS)
def test_distributions(folder: Write, smallest: dict[str, str], text: str) -> None:
    changed = smallest["scenario.yaml"].replace("{mean: 2h}", text)
    repair: Distribution = load_scenario(folder(smallest, scenario=changed)).faults[0].fault.repair
    assert (repair.kind, pytest.approx(repair.average)) == DISTRIBUTIONS[text]
    assert sum(share for share, _part in repair.of) == (1 if repair.kind == "mixture" else 0)
    assert hash(repair) == hash(repair.model_copy())


def test_recorded_tickets(folder: Write, smallest: dict[str, str]) -> None:
    replay = (
        "reported,site_id,fault,talk,diagnose,repair,patience\n"
        "2026-01-05 08:00:00,S001,any,5min,,2h,\n"
        "2026/1/6 9:30,S002,analyser.any,0s,10min,1h,3min\n"
    )
    without_rate = smallest["scenario.yaml"].replace("rate_per_unit_year: 2, ", "")
    scenario = load_scenario(folder(smallest, scenario=without_rate, replay=replay))
    assert scenario.replay is not None
    first, second = scenario.replay
    assert (first.reported, first.site, first.fault) == (parse_local("2026-01-05 08:00", ZONE), "S001", "analyser.any")
    assert (first.talk, first.diagnose, first.repair, first.patience) == (300, None, 7200, None)
    assert (second.reported, second.talk, second.patience) == (parse_local("2026-01-06 09:30", ZONE), 0, 180)


def test_a_plan_by_its_path(folder: Write, full: dict[str, str], tmp_path: Path) -> None:
    other = tmp_path / "方案 甲.yaml"
    other.write_text(full["plans/baseline.yaml"], encoding="utf-8")
    scenario = load_scenario(folder())
    for path in (other, str(other)):
        assert load_plan(scenario, path).id == "方案 甲"


def test_gb18030_is_read_and_said_aloud(folder: Write, full: dict[str, str]) -> None:
    scenario = load_scenario(folder(sites=full["sites.csv"].encode("gb18030")))
    assert scenario.sites[1].city == "玉溪"
    [warning] = scenario.warnings
    assert (warning.code, warning.severity) == ("ENCODING", "warning") and "GB18030" in warning.message
    assert Path(warning.file).name == "sites.csv"


def test_byte_order_marks_and_windows_lines_do_no_harm(folder: Write, full: dict[str, str]) -> None:
    windows = {
        key: ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-8")
        for key, text in {"scenario": full["scenario.yaml"], "sites": full["sites.csv"]}.items()
    }
    scenario = load_scenario(folder(**windows))
    assert len(scenario.sites) == 2 and scenario.warnings == ()


def test_many_sites_load_fast(folder: Write, smallest: dict[str, str]) -> None:
    rows = "".join(f"S{number},昆明市,{number % 9 + 1}\n" for number in range(5000))
    home = folder(smallest, sites="site_id,city,units\n" + rows)
    start = time.process_time()
    assert len(load_scenario(home).sites) == 5000
    assert time.process_time() - start < 5
