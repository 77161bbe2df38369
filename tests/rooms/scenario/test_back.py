"""Repair loop, contracts, charged work, planned visits and a start state: what is read, wrong, odd, and can be set."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.clock import parse_local
from sim.scenario import (
    InputErrors,
    OnHand,
    OnOrder,
    OpenTicket,
    Plan,
    Scenario,
    Step,
    check,
    load_plan,
    load_scenario,
    resolved,
)
from tests.rooms.scenario.back import BACK

Said = Callable[[str, dict[str, str], str], tuple[list[str], list[str]]]
Write = Callable[..., Path]
HERE = Path(__file__).parent
BAD = (HERE / "back_bad.txt").read_text("utf-8").rstrip("\n").split("\n\n")
ODD = (HERE / "back_odd.txt").read_text("utf-8").rstrip("\n").split("\n\n")
ZONE = "Asia/Shanghai"
REPLAY = "reported,site_id,fault\n2025-01-07,S1,gas\n"


@pytest.mark.parametrize("block", BAD)
def test_what_is_wrong(said: Said, block: str) -> None:
    found, expected = said(block, BACK, "error")
    assert found == expected


@pytest.mark.parametrize("block", ODD)
def test_what_is_odd(said: Said, block: str) -> None:
    found, expected = said(block, BACK, "warning")
    assert found == expected


def test_nothing_is_said_of_a_good_one(folder: Write) -> None:
    _scenario, plans, problems = check(folder(BACK))
    assert list(plans) == ["baseline"] and problems == []


def errors(home: Path) -> list[str]:
    return [str(one).replace(f"{home}/", "") for one in check(home)[2] if one.is_error]


def test_recorded_tickets_are_not_prevented(folder: Write) -> None:
    assert errors(folder({**BACK, "replay.csv": REPLAY})) == [
        (
            "plans/baseline.yaml:20:22  CONFLICT  planned.quarterly.lowers_failures: recorded tickets (replay.csv) "
            "happened: no visit prevents them; leave 'lowers_failures' out"
        )
    ]


def test_recorded_tickets_do_not_age(folder: Write) -> None:
    operating = BACK["scenario.yaml"] + "failures: operating\n"
    files = {key: text for key, text in BACK.items() if key != "start.csv"}
    files |= {"scenario.yaml": operating, "replay.csv": REPLAY}
    files["plans/baseline.yaml"] = files["plans/baseline.yaml"].replace("    lowers_failures: 15%\n", "")
    assert errors(folder(files)) == [
        (
            "scenario.yaml:16:11  CONFLICT  failures: with failures: operating a unit fails by the time it has run: "
            "recorded tickets cannot be replayed"
        )
    ]


def test_units_that_age_begin_with_none_down(folder: Write) -> None:
    operating = BACK["scenario.yaml"] + "failures: operating\n"
    assert errors(folder({**BACK, "scenario.yaml": operating})) == [
        (
            "scenario.yaml:16:11  CONFLICT  failures: with failures: operating a unit fails by the time it has run: "
            "start.csv can hold no tickets"
        )
    ]
    stock = "".join(line for line in BACK["start.csv"].splitlines(keepends=True) if not line.startswith("ticket"))
    assert errors(folder({**BACK, "scenario.yaml": operating, "start.csv": stock})) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-06-30 23:59", []),
        ("2025-07-01", ["replay.csv:2:1  OUT_OF_RANGE  reported: site 'S1' is in service until 2025-06-30 only"]),
    ],
)
def test_tickets_are_recorded_while_a_site_is_in_service(folder: Write, day: str, expected: list[str]) -> None:
    files = {**BACK, "replay.csv": REPLAY.replace("2025-01-07", day)}
    files["sites.csv"] = files["sites.csv"].replace("2027-12-31", "2025-06-30")
    files["plans/baseline.yaml"] = files["plans/baseline.yaml"].replace("    lowers_failures: 15%\n", "")
    assert errors(folder(files)) == expected


@pytest.fixture
def loaded(folder: Write) -> Callable[..., tuple[Scenario, Plan]]:
    def of(*overrides: str) -> tuple[Scenario, Plan]:
        scenario = load_scenario(folder(BACK), overrides)
        return scenario, load_plan(scenario, "baseline", overrides)

    return of


Loaded = Callable[..., tuple[Scenario, Plan]]


def test_the_state_at_the_start(loaded: Loaded) -> None:
    state = loaded()[0].start
    assert state is not None
    assert state.tickets == (
        OpenTicket("S1", "analyser.gas", parse_local("2025-01-03 16:00", ZONE), "visit"),
        OpenTicket("S2", "analyser.gas", parse_local("2025-01-05", ZONE), "visit"),
    )
    assert state.on_hand == (OnHand("kunming", "pump", 1), OnHand("van:kunming-2", "board", 0))
    assert state.on_order == (OnOrder("central", "pump", 2, parse_local("2025-01-09 12:00", ZONE)),)


def test_without_a_start_state_there_is_none(folder: Write) -> None:
    assert load_scenario(folder(BACK, start=None)).start is None


def test_what_is_agreed(loaded: Loaded) -> None:
    scenario, _plan = loaded()
    assert {name: one.fee_per_year for name, one in scenario.contracts.items()} == {
        "std": 12_000_000,
        "gold": 30_000_000,
    }
    assert scenario.charged is not None and scenario.charged.parts_markup == 0.2
    assert scenario.service_of_site[0] == (parse_local("2024-05-01", ZONE), parse_local("2028-01-01", ZONE))
    assert scenario.warranty_of_site[0] == parse_local("2025-07-01", ZONE)
    onsite, fix = scenario.commitments
    assert onsite.penalty is not None and onsite.penalty.asks_fee and fix.penalty is not None and fix.penalty.asks_fee
    assert [str(edge) for edge in onsite.penalty.shares_below] == ["4/5", "17/20"]
    assert onsite.exit is not None and (onsite.exit.misses, onsite.exit.span, onsite.exit.per) == (
        3,
        "quarter",
        "customer",
    )


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("2025-01-28", [(28, 28)]),
        ("[2025-01-28, 2025-01-30]", [(28, 28), (30, 30)]),
        ("[{from: 2025-01-28, to: 2025-01-30}]", [(28, 30)]),
        ("{dates: {from: 2025-01-28, to: 2025-01-30}}", [(28, 30)]),
    ],
)
def test_dates_that_cost_nothing(loaded: Loaded, text: str, spans: list[tuple[int, int]]) -> None:
    penalty = loaded(f"commitments.fix.penalty.exclude={text}")[0].commitments[1].penalty
    assert penalty is not None
    assert [(span.from_.day, span.last.day) for span in penalty.exclude.dates] == spans


def test_what_comes_back(loaded: Loaded) -> None:
    scenario, plan = loaded()
    pump, whole = scenario.parts["pump"], scenario.parts["whole"]
    assert [name for name, part in scenario.parts.items() if part.comes_back] == ["pump", "pump-b", "whole"]
    assert (pump.return_every, pump.substitute, pump.repair_cost) == (Step(months=1), "pump-b", 3000)
    assert (whole.sent_back, whole.lead) == ("at_request", None)
    assert plan.workshop is not None and plan.workshop.benches == 2


def test_origins(loaded: Loaded) -> None:
    entries = {entry.path: (entry.value, entry.origin) for entry in resolved(*loaded())}
    assert entries["start"] == ("5", "given")
    assert entries["charged.quote"] == ("{dist: lognormal, mean: 30min, cv: 0.8}", "assumed")
    assert entries["charged.parts_markup"] == ("20%", "given")
    assert entries["contracts.gold.fee_per_year"] == ("300000", "given")
    assert entries["parts.pump.return_every"] == ("1 month", "given")
    assert entries["parts.pump-b.sent_back"] == ("at_exchange", "default")
    assert entries["planned.inspection.rank"] == ("after_tickets", "default")
    assert entries["planned.quarterly.every"] == ("3 months", "given")
    assert entries["workshop.calendar"] == ("works", "given")
    assert entries["commitments.fix.penalty.cap.share_of_fee"] == ("10%", "given")


def test_values_from_the_command_line(loaded: Loaded) -> None:
    scenario, plan = loaded(
        "planned.quarterly.every=1 month",
        "workshop.benches=5",
        "contracts.std.fee_per_year=90000",
        "parts.pump.scrap=40%",
        "charged.refused=50%",
        "commitments.onsite.penalty.cap=1000",
        "commitments.onsite.exit.misses=5",
        "sites.S1.warranty_until=2025-03-31",
    )
    assert plan.planned["quarterly"].every == Step(months=1)
    assert plan.workshop is not None and plan.workshop.benches == 5
    assert scenario.contracts["std"].fee_per_year == 9_000_000 and scenario.parts["pump"].scrap == 0.4
    assert scenario.charged is not None and scenario.charged.refused == 0.5
    onsite = scenario.commitments[0]
    assert onsite.penalty is not None and onsite.penalty.cap == 100_000
    assert onsite.exit is not None and onsite.exit.misses == 5
    assert scenario.warranty_of_site[0] == parse_local("2025-04-01", ZONE)


def test_a_workshop_may_be_set_up_from_the_command_line(folder: Write) -> None:
    plan = BACK["plans/baseline.yaml"].replace("workshop: {benches: 2, calendar: works, cost_per_month: 9000}\n", "")
    home = folder({**BACK, "plans/baseline.yaml": plan})
    assert load_plan(load_scenario(home)).workshop is None
    found = load_plan(load_scenario(home), "baseline", ["workshop.benches=3"]).workshop
    assert found is not None and (found.benches, found.calendar) == (3, "office")


def test_a_part_that_all_comes_back_needs_no_supplier(folder: Write) -> None:
    """Where none lies in the stores of its home, nothing could come back: then it is bought."""
    parts = BACK["parts.csv"].replace("repairable,5d,{mean: 4h},10%", "repairable,,{mean: 4h},")
    load_plan(load_scenario(folder({**BACK, "parts.csv": parts})))
    empty = (
        BACK["plans/baseline.yaml"].replace("stock: {pump: 3,", "stock: {pump: 0,").replace("{pump: 2}", "{pump: 0}")
    )
    scenario = load_scenario(folder({**BACK, "parts.csv": parts, "plans/baseline.yaml": empty}))
    with pytest.raises(InputErrors, match="'pump' has no 'lead'"):
        load_plan(scenario)
