"""Quotes, appointments, relief and what is not reported, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.clock import NEVER
from sim.judge import ticket_rows
from sim.judge.pauses import waits_of
from sim.model import Event, Purpose
from tests.rooms.judge.company import MIN, PLAN, SCENARIO, Company, H, at, call, company, visit
from tests.rooms.judge.test_causes import RESTORE, all_seconds, causes

QUOTE, DISPATCH = Purpose.QUOTE, Purpose.DISPATCH
BODY = ("6 09:00", "near", "body")
CHARGED = SCENARIO + "charged: {in_warranty: 100%, refused: 50%}\n"
BROUGHT = CHARGED.replace("skill: body}", "skill: body, carry_in: 100%, bring: 1d, take_back: 1d}")
BENCHES = PLAN.replace("lon: 116.0}", "lon: 116.0, benches: 2, bench_calendar: works}")


def quoted(start: str, taken: str, done: str, answer: str, event: Event = Event.CONFIRMED) -> list[tuple]:
    """The desk puts the quote together, and the customer answers."""
    return [
        (start, 0, Event.QUEUED, 1, 0, QUOTE), (taken, 0, Event.STARTED, 1, 0, QUOTE),
        (done, 0, Event.ENDED, 1, 0, QUOTE), (done, 0, Event.QUOTED), (answer, 0, event),
    ]  # fmt: skip


def seconds_of(story: Company) -> dict[str, int]:
    columns = ticket_rows(story.world, story.plan, story.log)
    return {name: int(column[0]) for name, column in columns.items() if name.endswith("_s") and column[0]}


def test_a_quote_is_desk_and_its_confirmation_the_customer(tmp_path: Path) -> None:
    """10 min talk, 20 min until the desk has time, 30 min for the quote, a day for the answer, 10 min of dispatch."""
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"), *quoted("6 09:10", "6 09:30", "6 10:00", "7 10:00"),
        ("7 10:00", 0, Event.QUEUED, 1, 1, DISPATCH), ("7 10:00", 0, Event.STARTED, 1, 1, DISPATCH),
        ("7 10:10", 0, Event.ENDED, 1, 1, DISPATCH), ("7 10:10", 0, Event.REPLIED),
        *visit(0, "7 10:10", "7 10:10", "7 11:10", "7 12:10"),
    ]  # fmt: skip
    story = company(tmp_path, RESTORE, [BODY], rows, CHARGED)
    assert all_seconds(story) == {
        "desk": 60 * MIN, "customer": 24 * H, "dispatch": 10 * MIN, "travel": H, "repair": H,
    }  # fmt: skip
    # the day in which the customer thinks is a pause: 3 h 10 min of 4 h
    assert story.count("fix") == (1, 1, 0)
    late = company(tmp_path, RESTORE.replace("within: 4h", "within: 3h"), [BODY], rows, CHARGED)
    # 10 min late of 190 clocked: 60 desk, 10 dispatch, 60 travel, 60 repair: 189.5 s three times and 31.6 s
    assert (late.commitment("fix").late_s, late.commitment("fix").late_by_cause_s["customer"]) == (600, 0)
    assert causes(late) == {"desk": 190, "dispatch": 32, "travel": 189, "repair": 189}
    never_paused = RESTORE.replace("within: 4h", "within: 4h, pause: []")
    assert company(tmp_path, never_paused, [BODY], rows, CHARGED).count("fix") == (1, 0, 0)


def test_in_a_plan_without_desks_the_quote_is_still_the_desks(tmp_path: Path) -> None:
    plan = PLAN[PLAN.index("outlets:") :]
    rows = [("6 09:00", 0, Event.STARTED, 1, -1, 0), ("6 09:10", 0, Event.ENDED, 1, -1, 0),
            ("6 09:40", 0, Event.QUOTED), ("6 19:40", 0, Event.CONFIRMED), ("6 19:40", 0, Event.REPLIED),
            *visit(0, "6 19:40", "7 08:00", "7 09:00", "7 10:00")]  # fmt: skip
    found = all_seconds(company(tmp_path, RESTORE, [BODY], rows, CHARGED, plan))
    assert found == {"desk": 40 * MIN, "customer": 10 * H, "off_shift": 12 * H + 20 * MIN, "travel": H, "repair": H}


DECLINES = [
    *call(0, "6 09:00", "6 09:00", "6 09:10"), *quoted("6 09:10", "6 09:10", "6 10:00", "6 15:00", Event.DECLINED),
    ("6 15:00", 0, Event.REPLIED), ("6 15:00", 0, Event.CLOSED),
]  # fmt: skip


def test_who_declines_is_spared_what_is_not_yet_due(tmp_path: Path) -> None:
    commitments = (
        "- {id: soon, measure: {from: reported, to: arrived}, within: 30min, pause: [], target: 90%}\n"
        "- {id: later, measure: {from: reported, to: arrived}, within: 8h, pause: [], target: 90%}\n"
        "- {id: fix, measure: {from: reported, to: restored}, within: 8h, pause: [], target: 90%}\n"
        "- {id: told, measure: {from: reported, to: replied}, within: 8h, target: 90%}\n"
        "- {id: price, measure: {from: reported, to: quoted}, within: 1h, target: 90%}\n"
        "- {id: agreed, measure: {from: quoted, to: confirmed}, within: 1d, pause: [], target: 90%}\n"
        "- {id: solved, measure: {share_of: resolved}, within: 1d, target: 90%}\n"
    )
    story = company(tmp_path, commitments, [BODY], DECLINES, CHARGED)
    assert story.count("soon") == (1, 0, 0)
    assert [story.count(name) for name in ("later", "fix", "agreed", "solved")] == [(0, 0, 0)] * 4
    assert [story.count(name) for name in ("told", "price")] == [(1, 1, 0)] * 2
    counts = story.judgement.counts
    assert (counts["quoted"], counts["declined"], counts["closed"], counts["restored"]) == (1, 1, 1, 0)
    assert seconds_of(story) == {"desk_s": H, "customer_s": 5 * H}


@pytest.mark.parametrize(("until", "end"), [(Event.CONFIRMED, "7 10:00"), (Event.DECLINED, "7 10:00"), (None, None)])
def test_the_pause_lasts_until_the_customer_answers(tmp_path: Path, until: Event | None, end: str | None) -> None:
    rows = quoted("6 09:10", "6 09:30", "6 10:00", end or "7 10:00", until or Event.CONFIRMED)[: 5 if end else 4]
    story = company(tmp_path, RESTORE, [BODY], rows, CHARGED)
    found = waits_of(story.table, story.log, ["confirmation"]).by_ticket()
    assert found == {0: {"confirmation": [(at("6 10:00"), NEVER if end is None else at(end))]}}


# -- after the diagnosis ------------------------------------------------------------------------------------------


def test_quoted_after_the_diagnosis_a_second_visit_repairs(tmp_path: Path) -> None:
    rows = [
        ("6 09:00", 0, Event.QUEUED, 1, 0, 0), ("6 10:00", 0, Event.ENDED, 1, 0, 0),
        *visit(0, "6 10:00", "6 10:00", "6 11:00", "6 11:30")[:4],
        ("6 11:30", 0, Event.DIAGNOSED, 1, 0), ("6 11:30", 0, Event.LEFT, 1, 0, 5),
        *quoted("6 11:30", "6 11:30", "6 12:00", "7 10:00"),
        ("7 10:00", 0, Event.PARTS_ASKED, 1, -1, 1), ("7 11:00", 0, Event.PARTS_READY, 1, -1, 0),
        ("7 11:00", 0, Event.READY, 2), ("7 11:00", 0, Event.DISPATCHED, 2), ("7 11:00", 0, Event.DEPARTED, 2),
        ("7 12:00", 0, Event.ARRIVED, 2), ("7 15:00", 0, Event.RESTORED, 2), ("7 15:00", 0, Event.LEFT, 2, 0, 1),
        ("7 15:00", 0, Event.CLOSED),
    ]  # fmt: skip
    scenario = CHARGED.replace("in_warranty: 100%", "in_warranty: 100%, quoted_after: diagnosis")
    first_time = "- {id: once, measure: {share_of: first_time_fixed}, within: 1d, target: 90%}\n"
    story = company(tmp_path, RESTORE + first_time, [BODY], rows, scenario)
    assert all_seconds(story) == {
        "desk": 90 * MIN, "travel": 2 * H, "repair": 30 * MIN + 3 * H, "customer": 22 * H, "part": H,
    }  # fmt: skip
    counts = story.judgement.counts
    assert (counts["to_be_quoted"], counts["second_tries"], counts["return_visits"]) == (1, 0, 0)
    assert story.count("once") == (1, 0, 0)


def test_a_unit_on_a_bench_is_put_aside_while_the_customer_thinks(tmp_path: Path) -> None:
    """The bench works 08-12 and 13-17. Diagnosed 15-16, aside until Wednesday 10:00, a bench at 11:00, 3 h of work."""
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"), ("6 09:10", 0, Event.REPLIED),
        ("6 15:00", 0, Event.HANDED_IN, 0, 0), ("6 15:00", 0, Event.BENCHED, 0, 0),
        ("6 16:00", 0, Event.DIAGNOSED, 0, -1), ("6 16:00", 0, Event.UNBENCHED, 0, 0),
        *quoted("6 16:00", "6 16:00", "6 17:00", "7 10:00"), ("7 11:00", 0, Event.BENCHED, 0, 0),
        ("7 15:00", 0, Event.RESTORED, 0, -1), ("7 15:00", 0, Event.UNBENCHED, 0, 0),
        ("8 15:00", 0, Event.CLOSED),
    ]  # fmt: skip
    story = company(tmp_path, RESTORE, [BODY], rows, BROUGHT, BENCHES)
    assert seconds_of(story) == {
        "desk_s": 70 * MIN, "customer_s": 5 * H + 50 * MIN + 17 * H, "engineer_s": H, "repair_s": 4 * H,
        "off_shift_s": H,
    }  # fmt: skip
    assert story.judgement.benches[0].seized_s == H + 3 * H
    # a part that is asked for then is missing until noon
    parts = [("7 10:00", 0, Event.PARTS_ASKED, 0, -1, 1), ("7 12:00", 0, Event.PARTS_READY, 0, -1, 0)]
    waits = company(tmp_path, RESTORE, [BODY], [*rows, *parts], BROUGHT, BENCHES)
    assert seconds_of(waits) == {
        "desk_s": 70 * MIN, "customer_s": 5 * H + 50 * MIN + 17 * H, "part_s": 2 * H, "repair_s": 3 * H,
        "off_shift_s": H,
    }  # fmt: skip


def test_confirmed_before_it_is_brought_the_unit_is_then_on_its_way(tmp_path: Path) -> None:
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"), *quoted("6 09:10", "6 09:10", "6 10:00", "6 12:00"),
        ("6 12:00", 0, Event.REPLIED), ("6 15:00", 0, Event.HANDED_IN, 0, 0), ("6 15:30", 0, Event.BENCHED, 0, 0),
        ("6 16:00", 0, Event.DIAGNOSED, 0, -1), ("6 17:00", 0, Event.RESTORED, 0, -1),
        ("6 17:00", 0, Event.UNBENCHED, 0, 0), ("6 17:00", 0, Event.CLOSED),
    ]  # fmt: skip
    story = company(tmp_path, RESTORE, [BODY], rows, BROUGHT, BENCHES)
    assert seconds_of(story) == {
        "desk_s": H, "customer_s": 2 * H + 3 * H, "engineer_s": 30 * MIN, "repair_s": 90 * MIN,
    }  # fmt: skip


# -- appointments -------------------------------------------------------------------------------------------------


def test_an_appointment_is_the_customers_time_and_pauses_access(tmp_path: Path) -> None:
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"), ("6 09:10", 0, Event.REPLIED),
        ("6 09:10", 0, Event.APPOINTED, 0, -1, at("8 09:10")), *visit(0, "8 09:10", "8 10:00", "8 11:00", "8 12:00"),
    ]  # fmt: skip
    commitments = RESTORE + RESTORE.replace("fix", "wait").replace("4h", "4h, pause: access")
    story = company(tmp_path, commitments, [BODY], rows)
    assert all_seconds(story) == {"desk": 10 * MIN, "customer": 48 * H, "engineer": 50 * MIN, "travel": H, "repair": H}
    assert (story.count("fix"), story.count("wait")) == ((1, 0, 0), (1, 1, 0))
    assert waits_of(story.table, story.log, ["access"]).by_ticket() == {0: {"access": [(at("6 09:10"), at("8 09:10"))]}}


def test_a_part_that_is_late_for_an_appointment_is_the_parts_time(tmp_path: Path) -> None:
    """Asked for at once, there on Friday, a day after the customer has time: the pause ends on Thursday."""
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"), ("6 09:10", 0, Event.APPOINTED, 0, -1, at("8 09:10")),
        ("6 09:10", 0, Event.PARTS_ASKED, 0, -1, 1), ("9 09:10", 0, Event.PARTS_READY, 0, -1, 0),
        *visit(0, "9 09:10", "9 09:10", "9 10:10", "9 11:10"),
    ]  # fmt: skip
    story = company(tmp_path, RESTORE.replace("4h", "4h, pause: access"), [BODY], rows)
    assert all_seconds(story) == {"desk": 10 * MIN, "part": 72 * H, "travel": H, "repair": H}
    assert story.commitment("fix").late_s == 26 * H + 10 * MIN - 4 * H


# -- relief -------------------------------------------------------------------------------------------------------


def relieved(left: str, arrived: str, sent: str = "6 16:00", departed: str = "6 16:30") -> list[tuple]:
    """Engineer 0 is on site from 10:00; his relief, engineer 1, is asked for at 15:00."""
    return [
        *visit(0, "6 09:00", "6 09:00", "6 10:00", left)[:4], ("6 11:00", 0, Event.DIAGNOSED, 1, 0),
        ("6 15:00", 0, Event.READY, 2, -1, at("6 15:00")), (sent, 0, Event.DISPATCHED, 2, 1, 0),
        (departed, 0, Event.DEPARTED, 2, 1, 7_000), (left, 0, Event.LEFT, 1, 0, 4),
        (arrived, 0, Event.ARRIVED, 2, 1, 0), ("6 20:00", 0, Event.RESTORED, 2, 1), ("6 20:00", 0, Event.LEFT, 2, 1, 1),
        ("6 20:00", 0, Event.CLOSED),
    ]  # fmt: skip


TWO_TEAMS = PLAN + "  late: {outlet: depot, engineers: 2, shift: always}\ndispatch: {end_of_shift: relief}\n"


def test_while_the_first_crew_works_nobody_waits_for_the_relief(tmp_path: Path) -> None:
    story = company(tmp_path, RESTORE, [BODY], relieved("6 18:00", "6 18:00"), plan=TWO_TEAMS)
    assert all_seconds(story) == {"travel": H, "repair": 10 * H}
    assert story.judgement.counts["relieved"] == 1
    first, late = story.judgement.teams[0], story.judgement.teams[1]
    # engineer 0 from 09 to 18, less the break: 7 h in the shift, 1 h after it; 1 is of the same team
    assert (first.visits, first.travel_m) == (2, 17_000)
    assert first.seized_s == 7 * H + 30 * MIN
    assert first.overtime_s == H + 3 * H
    assert late.visits == 0


def test_a_relief_elsewhere_does_not_mix_up_what_happens_in_one_second(tmp_path: Path) -> None:
    """A second ticket, at the outlet: nobody may be let in there before 14:00, and whoever came leaves it to others."""
    came, opened, done = "6 09:00", "6 14:00", "6 15:00"
    rows = [
        *call(1, came, came, came), (came, 1, Event.READY, 1, -1, 1 << 62), (came, 1, Event.DISPATCHED, 1, 2, 0),
        (came, 1, Event.DEPARTED, 1, 2, 0), (came, 1, Event.ARRIVED, 1, 2, 0), (came, 1, Event.BARRED, 1, 2),
        (came, 1, Event.LEFT, 1, 2, 3),
        (opened, 1, Event.READY, 2, -1, 1 << 62), (opened, 1, Event.DISPATCHED, 2, 3, 0),
        (opened, 1, Event.DEPARTED, 2, 3, 0), (opened, 1, Event.ARRIVED, 2, 3, 0), (done, 1, Event.RESTORED, 2, 3),
        (done, 1, Event.LEFT, 2, 3, 1), (done, 1, Event.CLOSED),
    ]  # fmt: skip
    story = company(tmp_path, RESTORE, [BODY, BODY], relieved("6 18:00", "6 18:00") + rows, plan=TWO_TEAMS)
    columns = ticket_rows(story.world, story.plan, story.log)
    seconds = {name: int(column[1]) for name, column in columns.items() if name.endswith("_s") and column[1]}
    assert seconds == {"customer_s": 5 * H, "repair_s": H}


def test_between_two_crews_the_work_rests_for_what_the_relief_is_waiting_for(tmp_path: Path) -> None:
    """The first leaves at 17:00; the relief is sent at 18:00, leaves at 18:30 and is there at 19:00."""
    rows = relieved("6 17:00", "6 19:00", "6 18:00", "6 18:30")
    story = company(tmp_path, RESTORE, [BODY], rows, plan=TWO_TEAMS)
    assert all_seconds(story) == {"travel": 90 * MIN, "repair": 8 * H, "engineer": 90 * MIN}
    only = company(tmp_path, RESTORE, [BODY], rows, plan=PLAN + "dispatch: {end_of_shift: relief}\n")
    assert all_seconds(only) == {"travel": 90 * MIN, "repair": 8 * H, "off_shift": H, "engineer": 30 * MIN}


def test_the_first_crew_that_goes_on_to_the_end_of_what_is_seen_repairs_till_then(tmp_path: Path) -> None:
    rows = [row for row in relieved("6 18:00", "6 18:00") if row[0] < "6 16:00" or "6 09" in row[0]]
    story = company(tmp_path, RESTORE, [BODY], rows, plan=TWO_TEAMS)
    found = all_seconds(story)
    assert set(found) == {"travel", "repair"}
    assert found["travel"] == H


# -- what is reported ---------------------------------------------------------------------------------------------


def test_a_prevented_ticket_is_no_ticket(tmp_path: Path) -> None:
    tickets = [BODY, ("6 10:00", "far", "body"), ("4 10:00", "far", "body")]
    tickets.sort(key=lambda one: at(one[0]))
    rows = [("6 10:00", 2, Event.PREVENTED), ("4 10:00", 0, Event.PREVENTED)]
    up = "- {id: up, measure: {availability: unit}, target: 90%}\n"
    story = company(tmp_path, RESTORE + up, tickets, rows)
    counts = story.judgement.counts
    assert (counts["reported"], counts["prevented"], counts["open_at_end"]) == (1, 1, 1)
    assert story.table.has("reported").tolist() == [False, True, False]
    assert len(ticket_rows(story.world, story.plan, story.log)["ticket"]) == 1
    assert story.count("fix") == (1, 0, 0)
    _length, kept, _open = story.count("up")
    assert kept == 2 * 28 * 24 * H - (at("2026-02-02 00:00") - at("6 09:00"))  # unit 0 stays down; nobody came


def test_a_unit_that_stops_is_reported_then(tmp_path: Path) -> None:
    rows = [("7 09:00", 0, Event.FAILED, 0, -1, 1), *call(0, "7 09:00", "7 09:00", "7 09:10")]
    story = company(tmp_path, RESTORE, [BODY], rows)
    reported = np.full(1, NEVER)
    world = story.world
    object.__setattr__(world, "tickets", type(world.tickets)(**{**vars(world.tickets), "reported": reported}))
    assert story.table.milestones["reported"].tolist() == [at("7 09:00")]
    assert story.judgement.counts["reported"] == 1


def test_what_was_open_at_the_start_is_not_judged(tmp_path: Path) -> None:
    scenario = SCENARIO.replace("warmup: 1d", "warmup: 0s")
    tickets = [("5 00:00", "near", "body"), ("5 00:00", "far", "body")]
    rows = [("5 00:00", 0, Event.OPENED, 0, -1, 1), *visit(0, "5 00:00", "5 08:00", "5 09:00", "5 10:00")]
    story = company(tmp_path, RESTORE, tickets, rows, scenario)
    assert story.table.judged.tolist() == [False, True]
    assert story.judgement.counts["reported"] == 1
    assert story.judgement.teams[0].visits == 1
