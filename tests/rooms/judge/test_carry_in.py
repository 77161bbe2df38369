"""Units that customers bring: who is covered, where the time goes, how busy benches are; worked out by hand."""

from __future__ import annotations

from pathlib import Path

from sim.judge import ticket_rows
from sim.model import Event
from tests.rooms.judge.company import ARRIVE_4H, PLAN, SCENARIO, Company, H, call, company

BROUGHT = SCENARIO.replace("skill: body}", "skill: body, carry_in: 100%, bring: 1d, take_back: 1d}")
BENCHES = PLAN.replace("lon: 116.0}", "lon: 116.0, benches: 2, bench_calendar: works}")
BODY = ("6 09:00", "near", "body")
MIN = 60


def on_bench(ticket: int, handed_in: str, benched: str, diagnosed: str, restored: str, closed: str) -> list[tuple]:
    return [
        (handed_in, ticket, Event.HANDED_IN, 0, 0),
        (benched, ticket, Event.BENCHED, 0, 0),
        (diagnosed, ticket, Event.DIAGNOSED, 0, -1),
        (restored, ticket, Event.RESTORED, 0, -1),
        (restored, ticket, Event.UNBENCHED, 0, 0),
        (closed, ticket, Event.CLOSED),
    ]


def told(ticket: int, start: str, end: str) -> list[tuple]:
    return [*call(ticket, start, start, end), (end, ticket, Event.REPLIED)]


def repaired(folder: Path, commitments: str = ARRIVE_4H, more: list[tuple] | None = None, parts: str = "") -> Company:
    """Brought on Tuesday 15:00; both benches are taken until 16:30; 1 h of diagnosis and 2 h of repair."""
    rows = [*told(0, "6 09:00", "6 09:10")]
    rows += on_bench(0, "6 15:00", "6 16:30", "7 08:30", "7 10:30", "8 10:30") + (more or [])
    return company(folder, commitments, [BODY], rows, BROUGHT, BENCHES, parts)


def test_where_the_time_goes(tmp_path: Path) -> None:
    """Works is 08-12 and 13-17: from 16:30 the bench works half an hour, then from 08:00 on."""
    story = repaired(tmp_path)
    columns = ticket_rows(story.world, story.plan, story.log)
    seconds = {name: int(column[0]) for name, column in columns.items() if name.endswith("_s") and column[0]}
    assert seconds == {
        "desk_s": 10 * MIN,  # the talk
        "customer_s": 5 * H + 50 * MIN,  # bringing it
        "engineer_s": 90 * MIN,  # no bench is free
        "repair_s": 30 * MIN + 150 * MIN,
        "off_shift_s": 15 * H,  # the night, 17:00 to 08:00
    }
    assert (columns["outlet"][0], columns["visits"][0], columns["team"][0]) == ("depot", 0, "")


def test_late_time_of_what_was_brought_has_the_same_causes(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {from: received, to: restored}, within: 9h30min, clock: works, target: 90%}\n"
    commitments = commitments.replace("9h30min", "2h")
    count = repaired(tmp_path, commitments).commitment("one")
    # open time from 15:00: 2 h on Tuesday, 2.5 h on Wednesday; 1.5 h of it waiting and 3 h at work; 2.5 h late
    assert count.late_s == 150 * MIN
    assert {cause: s for cause, s in count.late_by_cause_s.items() if s} == {"engineer": 50 * MIN, "repair": 100 * MIN}


def test_a_part_counts_only_once_the_unit_is_diagnosed(tmp_path: Path) -> None:
    """Asked for while the unit is on its way, there on Wednesday 09:30, an hour after the diagnosis."""
    parts = [("6 09:10", 0, Event.PARTS_ASKED, 0, -1, 1), ("7 09:30", 0, Event.PARTS_READY, 0, -1, 0)]
    story = repaired(tmp_path, more=parts)
    columns = ticket_rows(story.world, story.plan, story.log)
    seconds = {name: int(column[0]) for name, column in columns.items() if name.endswith("_s") and column[0]}
    assert seconds["part_s"] == H
    assert (seconds["customer_s"], seconds["engineer_s"]) == (5 * H + 50 * MIN, 90 * MIN)
    assert seconds["repair_s"] == 30 * MIN + 90 * MIN
    bench = story.judgement.benches[0]
    assert (bench.seized_s, bench.working_s) == (30 * MIN + 150 * MIN, 30 * MIN + 90 * MIN)


def test_benches_are_busy_in_their_hours(tmp_path: Path) -> None:
    bench = repaired(tmp_path).judgement.benches[0]
    assert bench.id == "depot"
    assert bench.seat_seconds == 2 * 20 * 8 * H
    assert (bench.seized_s, bench.working_s, bench.overtime_s) == (3 * H, 3 * H, 0)
    assert {hour - 24: s for hour, s in enumerate(bench.seized_by_hour.tolist()) if s} == {
        16: 30 * MIN, 24 + 8: H, 24 + 9: H, 24 + 10: 30 * MIN,
    }  # fmt: skip
    team = repaired(tmp_path).judgement.teams[0]
    assert (team.seized_s, team.visits) == (0, 0)


def test_without_benches_nothing_is_brought(tmp_path: Path) -> None:
    story = company(tmp_path, ARRIVE_4H, [BODY], [("6 12:00", 0, Event.ARRIVED, 1)], BROUGHT, PLAN)
    assert story.count("onsite") == (1, 1, 0)
    assert story.judgement.benches == ()


def promise(name: str, to: str, cover: str = "") -> str:
    covers = f", covers: {cover}" if cover else ""
    return f"- {{id: {name}, measure: {{from: reported, to: {to}}}, within: 5d, target: 90%{covers}}}\n"


def test_what_a_brought_ticket_can_come_to(tmp_path: Path) -> None:
    """Four tickets: brought; fixed by phone; of a supplier who comes himself; given up."""
    names = ("dispatched", "departed", "arrived", "received", "diagnosed", "restored", "closed")
    commitments = "".join(promise(f"to-{name}", name) for name in names)
    commitments += promise("brought", "restored", "{carry_in: true}") + promise(
        "not-brought", "closed", "{carry_in: false}"
    )
    commitments += promise("visited", "restored", "{needs_visit: true}")
    tickets = [(f"6 09:0{minute}", "near", "gear" if minute == 2 else "body") for minute in range(4)]
    rows = [
        *told(0, "6 09:00", "6 09:10"), *on_bench(0, "7 09:00", "7 09:00", "7 10:00", "7 11:00", "8 11:00"),
        *call(1, "6 09:01", "6 09:01", "6 09:11"), ("6 09:11", 1, Event.REMOTE_FIXED, 1, 0),
        ("6 09:11", 1, Event.RESTORED, 0, -1), ("6 09:11", 1, Event.CLOSED),
        ("6 09:05", 3, Event.GAVE_UP, 1, 0, 0), ("6 09:05", 3, Event.ABANDONED),
    ]  # fmt: skip
    scenario = BROUGHT.replace(
        "supplier: {id: gearmaker, chance: 100%}", "carry_in: 100%, supplier: {id: gearmaker, chance: 100%}"
    )
    story = company(tmp_path, commitments, tickets, rows, scenario, BENCHES)
    counted = {one.id: (int(one.covered.sum()), int(one.kept.sum())) for one in story.judgement.commitments}
    assert counted == {
        "to-dispatched": (0, 0), "to-departed": (0, 0), "to-arrived": (0, 0), "to-received": (1, 1),
        "to-diagnosed": (1, 1), "to-restored": (2, 2), "to-closed": (2, 2),
        "brought": (1, 1), "not-brought": (1, 1), "visited": (0, 0),
    }  # fmt: skip
    facts = story.table.facts
    assert facts["carry_in"].tolist() == [True, True, False, True]
    assert facts["carried_in"].tolist() == [True, False, False, False]
    counts = story.judgement.counts
    assert (counts["carried_in"], counts["needs_visit"], counts["restored"]) == (1, 0, 2)


def test_a_unit_is_brought_once_the_supplier_has_sent_his_part(tmp_path: Path) -> None:
    """Also where a part of ours is asked for at that instant: what the unit is waited for is the customer's time."""
    scenario = SCENARIO.replace("chance: 100%}}\n      gear", "chance: 100%}, carry_in: 100%, bring: 1d}\n      gear")
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"),
        ("6 09:10", 0, Event.SUPPLIER_CONTACTED), ("6 15:10", 0, Event.REPLIED), ("7 15:10", 0, Event.PARTS_READY),
        ("7 15:10", 0, Event.PARTS_ASKED, 0, -1, 1), ("8 10:00", 0, Event.PARTS_READY),
        *on_bench(0, "8 15:10", "8 15:10", "8 15:40", "8 16:10", "8 16:10"),
    ]  # fmt: skip
    story = company(tmp_path, ARRIVE_4H, [("6 09:00", "near", "engine")], rows, scenario, BENCHES)
    columns = ticket_rows(story.world, story.plan, story.log)
    seconds = {name: int(column[0]) for name, column in columns.items() if name.endswith("_s") and column[0]}
    assert seconds == {"desk_s": 10 * MIN, "supplier_s": 30 * H, "customer_s": 24 * H, "repair_s": H}
