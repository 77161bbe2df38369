"""Parts, crews and closed sites: milestones, causes, pauses and counts, told by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.clock import NEVER
from sim.judge import CAUSES
from sim.judge.causes import Causes
from sim.judge.duty import duties_of
from sim.judge.spans import spans_of
from sim.model import Event
from tests.rooms.judge.company import MIN, SCENARIO, Company, H, at, call, company

RESTORE = "- {id: fix, measure: {from: reported, to: restored}, within: 4h, target: 90%}\n"
PARTS = "part_id,unit_cost,kind,lead\npump,120,consumable,4d\nboard,900,repairable,4d\nspare-unit,8000,unit,9d\n"
NEEDS = SCENARIO.replace("skill: body}", "skill: body, parts: {pump: 100%, board: 50%}}")
PAIRS = SCENARIO.replace("skill: body}", "skill: body, crew: 2}")
BODY = [("6 09:00", "near", "body")]
RETURN, HANDED_OVER, SECOND_TRY, FIXED = 2, 3, 0, 1


def told_of(folder: Path, rows: list[tuple], commitments: str = RESTORE, scenario: str = NEEDS, **more: str) -> Company:
    return company(folder, commitments, BODY, rows, scenario, parts=PARTS, **more)


def causes(story: Company) -> dict[str, int]:
    """Minutes of ticket 0 by cause, from the report to its end, or the end of the run-out."""
    table = story.table
    end = np.minimum(np.minimum(table.milestones["closed"], table.milestones["handed_on"]), table.stop)
    of_all = Causes(spans_of(table, story.log), duties_of(story.place), table.facts, story.presence)
    seconds = of_all.seconds(np.arange(len(table)), table.milestones["reported"], end)[0]
    return {cause: int(s) // MIN for cause, s in zip(CAUSES, seconds, strict=True) if s}


# -- parts --------------------------------------------------------------------------------------------------------


def test_a_known_part_is_waited_for_before_the_visit_and_fetched_on_the_way(tmp_path: Path) -> None:
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:10"), ("6 09:10", 0, Event.REPLIED),
        ("6 09:10", 0, Event.PARTS_ASKED, 0, -1, 1), ("6 11:10", 0, Event.PARTS_READY, 0, -1, 1),  # 2 h for the part
        ("6 11:10", 0, Event.READY, 1, -1, NEVER), ("6 11:20", 0, Event.DISPATCHED, 1, 0, 0),
        ("6 11:20", 0, Event.DEPARTED, 1, 0, 3_000), ("6 11:40", 0, Event.COLLECTED, 1),  # 20 min to the outlet
        ("6 12:00", 0, Event.DEPARTED, 1, 0, 5_000), ("6 13:00", 0, Event.ARRIVED, 1),  # 20 min until it is issued
        ("6 13:30", 0, Event.DIAGNOSED, 1), ("6 14:00", 0, Event.RESTORED, 1),
        ("6 14:00", 0, Event.LEFT, 1, 0, FIXED), ("6 14:00", 0, Event.CLOSED),
    ]  # fmt: skip
    story = told_of(tmp_path, rows)
    assert causes(story) == {"desk": 10, "part": 120 + 20, "engineer": 10, "travel": 20 + 60, "repair": 60}
    assert story.table.milestones["parts_ready"].tolist() == [at("6 11:10")]
    assert story.table.distance_m.tolist() == [8_000]
    assert story.table.visits.tolist() == [1]


def test_a_part_found_missing_is_waited_for_on_site_through_the_night(tmp_path: Path) -> None:
    rows = [
        ("6 09:00", 0, Event.READY, 1, -1, NEVER), ("6 09:00", 0, Event.DISPATCHED, 1, 0, 0),
        ("6 09:00", 0, Event.DEPARTED, 1, 0, 9), ("6 10:00", 0, Event.ARRIVED, 1), ("6 11:00", 0, Event.DIAGNOSED, 1),
        ("6 11:00", 0, Event.PARTS_ASKED, 1, -1, 2), ("6 17:00", 0, Event.PAUSED, 1, 0, 1),  # missing before all else
        ("6 23:00", 0, Event.PARTS_READY, 1, -1, 0),                                        # from here on the night
        ("7 08:00", 0, Event.DEPARTED, 1, 0, 0), ("7 08:00", 0, Event.ARRIVED, 1), ("7 09:00", 0, Event.RESTORED, 1),
        ("7 09:00", 0, Event.LEFT, 1, 0, FIXED), ("7 09:00", 0, Event.CLOSED),
    ]  # fmt: skip
    assert causes(told_of(tmp_path, rows)) == {"travel": 60, "repair": 60 + 60, "part": 12 * 60, "off_shift": 9 * 60}


def test_a_part_at_hand_in_the_outlet_is_driven_for(tmp_path: Path) -> None:
    rows = [
        ("6 09:00", 0, Event.READY, 1, -1, NEVER), ("6 09:00", 0, Event.DISPATCHED, 1, 0, 0),
        ("6 09:00", 0, Event.DEPARTED, 1, 0, 9), ("6 09:30", 0, Event.ARRIVED, 1), ("6 10:00", 0, Event.DIAGNOSED, 1),
        ("6 10:00", 0, Event.PARTS_ASKED, 1, -1, 1), ("6 10:00", 0, Event.PARTS_READY, 1, -1, 1),
        ("6 10:00", 0, Event.DEPARTED, 1, 0, 9), ("6 10:30", 0, Event.COLLECTED, 1),
        ("6 10:30", 0, Event.DEPARTED, 1, 0, 9), ("6 11:00", 0, Event.ARRIVED, 1), ("6 11:40", 0, Event.RESTORED, 1),
        ("6 11:40", 0, Event.LEFT, 1, 0, FIXED), ("6 11:40", 0, Event.CLOSED),
    ]  # fmt: skip
    story = told_of(tmp_path, rows)
    assert causes(story) == {"travel": 30 + 60, "repair": 30 + 40}
    (team,) = story.judgement.teams
    assert (team.seized_s, team.working_s, team.visits) == (160 * MIN, 70 * MIN, 1)


RETURN_VISIT = [
    ("6 09:00", 0, Event.READY, 1, -1, NEVER), ("6 09:00", 0, Event.DISPATCHED, 1, 0, 0),
    ("6 09:00", 0, Event.DEPARTED, 1, 0, 4_000), ("6 10:00", 0, Event.ARRIVED, 1), ("6 11:00", 0, Event.DIAGNOSED, 1),
    ("6 11:00", 0, Event.PARTS_ASKED, 1, -1, 1), ("6 11:00", 0, Event.LEFT, 1, 0, RETURN),
    ("7 11:00", 0, Event.PARTS_READY, 1, -1, 1), ("7 11:00", 0, Event.READY, 2, -1, NEVER),
]  # fmt: skip


def test_a_return_visit_comes_when_the_part_is_there(tmp_path: Path) -> None:
    rows = [
        *RETURN_VISIT,
        ("7 11:30", 0, Event.DISPATCHED, 2, 1, 0), ("7 11:30", 0, Event.DEPARTED, 2, 1, 5_000),
        ("7 13:00", 0, Event.ARRIVED, 2, 1), ("7 14:00", 0, Event.RESTORED, 2, 1), ("7 14:00", 0, Event.LEFT, 2, 1, 1),
        ("7 14:00", 0, Event.CLOSED),
    ]  # fmt: skip
    story = told_of(tmp_path, rows)
    table, counts = story.table, story.judgement.counts
    assert causes(story) == {"travel": 60 + 90, "repair": 60 + 60, "part": 24 * 60, "engineer": 30}
    kinds = ("return_visits", "second_tries", "handed_over", "needs_part")
    assert [counts[kind] for kind in kinds] == [1, 0, 0, 1]
    assert (table.visits.tolist(), table.engineer.tolist(), table.distance_m.tolist()) == ([2], [1], [9_000])
    assert table.milestones["parts_ready"].tolist() == [at("7 11:00")]
    assert table.milestones["diagnosed"].tolist() == [at("6 11:00")]


def test_a_part_still_to_come_leaves_the_milestone_open(tmp_path: Path) -> None:
    """The known part came, the one found missing did not."""
    known = [("6 09:00", 0, Event.PARTS_ASKED, 0, -1, 1), ("6 09:00", 0, Event.PARTS_READY, 0, -1, 0)]
    story = told_of(tmp_path, [*known, *RETURN_VISIT[:-2]])
    assert story.table.milestones["parts_ready"].tolist() == [NEVER]
    assert told_of(tmp_path / "b", [*known, *RETURN_VISIT]).table.milestones["parts_ready"].tolist() == [at("7 11:00")]


def test_work_handed_over_is_a_visit_for_somebody_else(tmp_path: Path) -> None:
    rows = [
        ("6 09:00", 0, Event.READY, 1, -1, NEVER), ("6 09:00", 0, Event.DISPATCHED, 1, 0, 0),
        ("6 09:00", 0, Event.DEPARTED, 1, 0, 9), ("6 10:00", 0, Event.ARRIVED, 1), ("6 10:00", 0, Event.DIAGNOSED, 1),
        ("6 17:00", 0, Event.LEFT, 1, 0, HANDED_OVER), ("6 17:00", 0, Event.READY, 2, -1, NEVER),
        ("7 08:00", 0, Event.DISPATCHED, 2, 1, 0), ("7 08:00", 0, Event.DEPARTED, 2, 1, 9),
        ("7 09:00", 0, Event.ARRIVED, 2, 1), ("7 10:00", 0, Event.RESTORED, 2, 1), ("7 10:00", 0, Event.LEFT, 2, 1, 1),
        ("7 10:00", 0, Event.CLOSED),
    ]  # fmt: skip
    story = told_of(tmp_path, rows)
    assert causes(story) == {"travel": 120, "repair": 7 * 60 + 60, "off_shift": 15 * 60}
    assert story.judgement.counts["handed_over"] == 1


def test_an_exchanged_unit_counts_as_swapped(tmp_path: Path) -> None:
    rows = [
        ("6 09:00", 0, Event.READY, 1, -1, NEVER), ("6 09:00", 0, Event.DISPATCHED, 1, 0, 0),
        ("6 09:00", 0, Event.DEPARTED, 1, 0, 9), ("6 10:00", 0, Event.ARRIVED, 1), ("6 10:30", 0, Event.DIAGNOSED, 1),
        ("6 10:30", 0, Event.PARTS_ASKED, 1, -1, 1), ("6 10:30", 0, Event.PARTS_READY, 1, -1, 0),
        ("6 11:00", 0, Event.SWAPPED, 1, 0, 2), ("6 11:00", 0, Event.RESTORED, 1), ("6 11:00", 0, Event.LEFT, 1, 0, 1),
        ("6 11:00", 0, Event.CLOSED),
    ]  # fmt: skip
    story = told_of(tmp_path, rows)
    assert (story.judgement.counts["swapped"], causes(story)) == (1, {"travel": 60, "repair": 60})


def test_a_promise_about_parts_covers_who_needs_one(tmp_path: Path) -> None:
    week = "- {id: week, measure: {from: reported, to: restored}, within: 1w, covers: {needs_part: true}, target: 9%}\n"
    part = "- {id: part, measure: {from: reported, to: parts_ready}, within: 1d, target: 90%}\n"
    rest = week.replace("id: week", "id: rest").replace("true", "false")
    rows = [*RETURN_VISIT, ("7 14:00", 0, Event.RESTORED, 2), ("7 14:00", 0, Event.CLOSED)]
    needed = told_of(tmp_path / "a", rows, week + part + rest)
    assert [needed.count(name) for name in ("week", "part", "rest")] == [(1, 1, 0), (1, 0, 0), (0, 0, 0)]
    plain = told_of(tmp_path / "b", [row for row in rows if row[2] < Event.PARTS_ASKED and row[2] != Event.PARTS_READY],
                    week + part + rest, SCENARIO)  # fmt: skip
    assert [plain.count(name) for name in ("week", "part", "rest")] == [(0, 0, 0), (0, 0, 0), (1, 1, 0)]


def test_advice_that_ends_the_ticket_spares_the_part(tmp_path: Path) -> None:
    """Fixed by phone: the ticket counts among those that need none."""
    needs = (
        "- {id: week, measure: {from: reported, to: restored}, within: 1w, covers: {needs_part: true}, target: 9%}\n"
    )
    rest = needs.replace("id: week", "id: rest").replace("true", "false")
    fixed = "6 09:05"
    rows = [
        *call(0, "6 09:00", "6 09:00", fixed), (fixed, 0, Event.REMOTE_FIXED), (fixed, 0, Event.RESTORED),
        (fixed, 0, Event.CLOSED),
    ]  # fmt: skip
    story = told_of(tmp_path, rows, needs + rest)
    assert [story.count(name) for name in ("week", "rest")] == [(0, 0, 0), (1, 1, 0)]


# -- crews --------------------------------------------------------------------------------------------------------

PAIR = [
    ("6 09:00", 0, Event.READY, 1, -1, NEVER),
    ("6 09:00", 0, Event.DISPATCHED, 1, 0, 0), ("6 09:00", 0, Event.DISPATCHED, 1, 1, 1),
    ("6 09:00", 0, Event.DEPARTED, 1, 0, 2_000), ("6 09:20", 0, Event.ARRIVED, 1, 0, 1),
    ("6 09:30", 0, Event.DEPARTED, 1, 1, 7_000), ("6 10:30", 0, Event.ARRIVED, 1, 1, 0),
    ("6 11:00", 0, Event.DIAGNOSED, 1, 0), ("6 13:30", 0, Event.RESTORED, 1, 0),
    ("6 13:30", 0, Event.LEFT, 1, 0, 1), ("6 13:30", 0, Event.LEFT, 1, 1, 1), ("6 13:30", 0, Event.CLOSED),
]  # fmt: skip


def test_the_first_on_site_waits_for_the_second(tmp_path: Path) -> None:
    """20 min on the way, then 70 min for the second, whenever he leaves; the lead speaks for the crew."""
    story = told_of(tmp_path, PAIR, scenario=PAIRS)
    table = story.table
    assert causes(story) == {"travel": 20, "engineer": 70, "repair": 180}
    assert (table.visits.tolist(), table.engineer.tolist(), table.distance_m.tolist()) == ([1], [0], [9_000])
    assert table.milestones["arrived"].tolist() == [at("6 09:20")]
    assert table.dispatched_last.tolist() == [at("6 09:00")]


def test_a_crew_in_the_use_of_its_team(tmp_path: Path) -> None:
    """Shift 08-12 and 13-17: the lead is seized 09:00-13:30, the second 09:30-13:30, each less the break of an hour."""
    (team,) = told_of(tmp_path, PAIR, scenario=PAIRS).judgement.teams
    assert team.seized_s == (3 * H + 30 * MIN) + 3 * H
    assert team.working_s == 2 * (90 * MIN + 30 * MIN)  # both from 10:30, less the break
    assert (team.travel_m, team.visits) == (9_000, 2)


def test_a_failed_visit_of_a_crew_is_one_second_try(tmp_path: Path) -> None:
    failed = [(*row[:5], SECOND_TRY) if row[2] == Event.LEFT else row for row in PAIR[:-1] if row[2] != Event.RESTORED]
    story = told_of(tmp_path, failed, scenario=PAIRS)
    assert story.judgement.counts["second_tries"] == 1
    assert story.table.second_tries.tolist() == [1]


def test_a_lead_who_fetches_the_part_keeps_the_crew_waiting(tmp_path: Path) -> None:
    """The second is there first; whatever the lead does on his way, an engineer is waited for."""
    rows = [
        *PAIR[:3],
        ("6 09:00", 0, Event.DEPARTED, 1, 0, 9), ("6 09:00", 0, Event.DEPARTED, 1, 1, 9),
        ("6 09:10", 0, Event.ARRIVED, 1, 1, 1), ("6 09:15", 0, Event.COLLECTED, 1, 0),
        ("6 09:20", 0, Event.DEPARTED, 1, 0, 9), ("6 09:40", 0, Event.ARRIVED, 1, 0, 0),
        ("6 10:00", 0, Event.RESTORED, 1, 0), ("6 10:00", 0, Event.LEFT, 1, 0, 1), ("6 10:00", 0, Event.LEFT, 1, 1, 1),
        ("6 10:00", 0, Event.CLOSED),
    ]  # fmt: skip
    assert causes(told_of(tmp_path, rows, scenario=PAIRS)) == {"travel": 10, "engineer": 30, "repair": 20}


def test_two_are_on_duty_or_nobody_is(tmp_path: Path) -> None:
    """A pair of which only one is there at night (a second team of one works round the clock) waits for the shift."""
    plan = """\
desks: {front: {seats: 2, takes: [phone]}}
outlets: {depot: {lat: 40.0, lon: 116.0}}
teams:
  day: {outlet: depot, engineers: 2, shift: works}
  round: {outlet: depot, engineers: 1, shift: always}
"""
    rows = [("6 16:00", 0, Event.READY, 1, -1, NEVER), ("7 09:00", 0, Event.DISPATCHED, 1, 0, 0),
            ("7 09:00", 0, Event.HANDED_ON)]  # fmt: skip
    waits = [("6 16:00", "near", "body")]
    alone = company(tmp_path / "a", RESTORE, waits, rows, plan=plan)
    pair = company(tmp_path / "b", RESTORE, waits, rows, PAIRS, plan=plan)
    assert causes(alone) == {"engineer": 17 * 60}
    assert causes(pair) == {"engineer": 2 * 60, "off_shift": 15 * 60}


# -- on call, absences --------------------------------------------------------------------------------------------

NIGHT = [("6 16:00", 0, Event.READY, 1, -1, NEVER), ("7 09:00", 0, Event.DISPATCHED, 1, 0, 0),
         ("7 09:00", 0, Event.HANDED_ON)]  # fmt: skip
WAITING = [("6 16:00", "near", "body")]


def waiting(folder: Path, team: str, scenario: str = SCENARIO) -> dict[str, int]:
    plan = "outlets: {depot: {lat: 40.0, lon: 116.0}}\nteams:\n  north: {outlet: depot, shift: works, " + team + "}\n"
    return causes(company(folder, RESTORE, WAITING, NIGHT, scenario, plan=plan))


def test_somebody_on_call_who_is_always_woken_is_always_there(tmp_path: Path) -> None:
    """What nothing needs at night waits for the shift, unless the plan wakes them for it."""
    severe = "severities: [urgent, general]\n" + SCENARIO
    by_wake = {
        "if_due": ("on_call: 1", SCENARIO), "always": ("on_call: {engineers: 1, wake: always}", SCENARIO),
        "mine": ("on_call: {engineers: 1, wake: [general]}", severe),
        "others": ("on_call: {engineers: 1, wake: [urgent]}", severe),
    }  # fmt: skip
    night, nobody = {"engineer": 2 * 60, "off_shift": 15 * 60}, {"engineer": 17 * 60}
    found = {name: waiting(tmp_path / name, f"engineers: 2, {rule}", file) for name, (rule, file) in by_wake.items()}
    assert found == {"if_due": night, "always": nobody, "mine": nobody, "others": night}


def test_a_pair_is_not_woken_where_one_is_on_call(tmp_path: Path) -> None:
    always = "engineers: 4, on_call: {engineers: %d, wake: always}"
    assert waiting(tmp_path / "one", always % 1, PAIRS) == {"engineer": 2 * 60, "off_shift": 15 * 60}
    assert waiting(tmp_path / "two", always % 2, PAIRS) == {"engineer": 17 * 60}


def test_a_team_that_is_away_is_off_shift(tmp_path: Path) -> None:
    """Leave on Wednesday the 7th: nobody is on duty until the ticket is passed on at 09:00."""
    leave = "leave: [{from: 2026-01-07, to: 2026-01-07, engineers: %d}]"
    assert waiting(tmp_path / "one", "engineers: 2, " + leave % 1) == {"engineer": 2 * 60, "off_shift": 15 * 60}
    assert waiting(tmp_path / "all", "engineers: 2, " + leave % 2) == {"engineer": 60, "off_shift": 16 * 60}


# -- sites that are closed ----------------------------------------------------------------------------------------

CLOSED_SITE = [
    ("6 09:00", 0, Event.READY, 1, -1, NEVER), ("6 09:00", 0, Event.DISPATCHED, 1, 0, 0),
    ("6 09:00", 0, Event.DEPARTED, 1, 0, 9), ("6 10:00", 0, Event.ARRIVED, 1),
    ("6 10:00", 0, Event.BARRED, 1), ("6 11:30", 0, Event.ADMITTED, 1), ("6 12:00", 0, Event.DIAGNOSED, 1),
    ("6 12:00", 0, Event.PAUSED, 1), ("7 08:00", 0, Event.DEPARTED, 1, 0, 9), ("7 09:00", 0, Event.ARRIVED, 1),
    ("7 09:00", 0, Event.BARRED, 1), ("7 10:00", 0, Event.ADMITTED, 1), ("7 11:00", 0, Event.RESTORED, 1),
    ("7 11:00", 0, Event.LEFT, 1, 0, 1), ("7 11:00", 0, Event.CLOSED),
]  # fmt: skip
ACCESS = """\
- {id: plain, measure: {from: reported, to: restored}, within: 24h, target: 90%}
- {id: paused, measure: {from: reported, to: restored}, within: 24h, pause: [access], target: 90%}
- {id: strict, measure: {from: reported, to: restored}, within: 20h, pause: [access], target: 90%}
- {id: works, measure: {from: reported, to: restored}, within: 2h, clock: works, pause: [access, supplier], target: 90%}
"""


def test_the_customer_keeps_them_waiting(tmp_path: Path) -> None:
    story = told_of(tmp_path, CLOSED_SITE)
    assert causes(story) == {"travel": 120, "customer": 90 + 60, "repair": 30 + 60, "off_shift": 20 * 60}
    (team,) = story.judgement.teams
    assert (team.seized_s, team.working_s) == (6 * H, 90 * MIN)


def test_waiting_at_the_gate_stops_the_clocks_that_pause_for_it(tmp_path: Path) -> None:
    """26 h from report to repair, of which 2:30 at the gate: 24 h are broken, and kept with the pause.

    20 h are missed by 3:30. On the clock of the works 3 + 4 + 3 h have passed, 7:30 of them unpaused: 5:30 late.
    """
    story = told_of(tmp_path, CLOSED_SITE, ACCESS)
    assert [story.count(name)[1] for name in ("plain", "paused", "strict", "works")] == [0, 1, 0, 0]
    assert [story.commitment(name).late_s for name in ("plain", "strict", "works")] == [2 * H, 210 * MIN, 330 * MIN]
    late = story.commitment("strict").late_by_cause_s
    assert late["customer"] == 0
    # of 23:30 unpaused: 2 h travel, 1:30 work, 20 h night; 3:30 of them late
    assert abs(late["off_shift"] - 210 * MIN * 1200 / 1410) < 1


def test_a_crew_at_the_gate_waits_once(tmp_path: Path) -> None:
    """Both are barred from when they come; what overlaps counts once: 09:30 to 11:00 of 09:00 to 12:00."""
    promise = "- {id: fix, measure: {from: reported, to: restored}, within: 90min, pause: [access], target: 90%}\n"
    rows = [
        *PAIR[:3], ("6 09:00", 0, Event.DEPARTED, 1, 0, 9), ("6 09:00", 0, Event.DEPARTED, 1, 1, 9),
        ("6 09:30", 0, Event.ARRIVED, 1, 0, 1), ("6 09:30", 0, Event.BARRED, 1, 0),
        ("6 10:00", 0, Event.ARRIVED, 1, 1, 0), ("6 10:00", 0, Event.BARRED, 1, 1),
        ("6 11:00", 0, Event.ADMITTED, 1, 0), ("6 11:00", 0, Event.ADMITTED, 1, 1), ("6 12:00", 0, Event.RESTORED, 1),
        ("6 12:00", 0, Event.LEFT, 1, 0, 1), ("6 12:00", 0, Event.LEFT, 1, 1, 1), ("6 12:00", 0, Event.CLOSED),
    ]  # fmt: skip
    story = told_of(tmp_path, rows, promise, PAIRS)
    assert story.count("fix") == (1, 1, 0)
    tight = told_of(tmp_path / "tight", rows, promise.replace("90min", "1h"), PAIRS)
    assert (tight.count("fix"), tight.commitment("fix").late_s) == ((1, 0, 0), 30 * MIN)
    assert causes(story) == {"travel": 30, "engineer": 30, "customer": 60, "repair": 60}


def test_a_gate_that_has_not_opened_leaves_the_ticket_undecided(tmp_path: Path) -> None:
    story = told_of(tmp_path, CLOSED_SITE[:5], ACCESS)
    assert story.count("paused") == (0, 0, 1)
    assert story.count("plain") == (1, 0, 0)
