"""Which tickets count, and which were kept: one story per rule, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.model import Event
from tests.rooms.judge.company import ARRIVE_4H, SCENARIO, call, company, seen_for, visit

BODY = ("6 09:00", "near", "body")


def arrival(ticket: int, when: str) -> list[tuple]:
    return [("6 09:00", ticket, Event.READY, 1, -1, 1 << 62), (when, ticket, Event.ARRIVED, 1, 0, 0)]


@pytest.mark.parametrize(("arrived", "kept"), [("6 12:59", 1), ("6 13:00", 1), ("6 13:01", 0)])
def test_kept_up_to_the_deadline_and_not_a_second_later(tmp_path: Path, arrived: str, kept: int) -> None:
    assert company(tmp_path, ARRIVE_4H, [BODY], arrival(0, arrived)).count("onsite") == (1, kept, 0)


def test_only_tickets_reported_in_the_horizon_are_judged(tmp_path: Path) -> None:
    tickets = [("4 23:59", "near", "body"), ("5 00:00", "near", "body"), ("2026-02-02 00:00:00", "near", "body")]
    rows = [("5 01:00", 0, Event.ARRIVED), ("5 02:00", 1, Event.ARRIVED), ("2026-02-02 01:00", 2, Event.ARRIVED)]
    story = company(tmp_path, ARRIVE_4H, tickets, rows)
    assert story.count("onsite") == (1, 1, 0)
    assert story.judgement.counts["reported"] == 1


@pytest.mark.parametrize(("runout", "expected"), [(0, (0, 0, 1)), (1, (0, 0, 1)), (2, (0, 0, 1)), (3, (1, 0, 0))])
def test_open_past_its_limit_is_missed_and_open_before_it_is_undecided(
    tmp_path: Path, runout: int, expected: tuple[int, int, int]
) -> None:
    # Reported 22:00 before the end of the horizon: due 2 h after it. What happens at the last instant is not seen.
    story = company(tmp_path, ARRIVE_4H, [("2026-02-01 22:00:00", "near", "body")], [])
    assert seen_for(story, runout * 3600).count("onsite") == expected


def test_judging_does_not_look_past_the_run_out(tmp_path: Path) -> None:
    rows = [("2026-02-02 01:30", 0, Event.ARRIVED)]
    story = company(tmp_path, ARRIVE_4H, [("2026-02-01 22:00:00", "near", "body")], rows)
    assert seen_for(story, 5400).count("onsite") == (0, 0, 1)
    assert seen_for(story, 5401).count("onsite") == (1, 1, 0)


@pytest.mark.parametrize(
    ("fixed", "counts", "expected"),
    [
        ("6 10:00", "needed", (0, 0, 0)),  # the visit became unnecessary within the limit
        ("6 13:00", "needed", (0, 0, 0)),
        ("6 14:00", "needed", (1, 0, 0)),  # too late: nobody had come by 13:00
        ("6 10:00", "all", (1, 1, 0)),
        ("6 14:00", "all", (1, 0, 0)),
    ],
)
def test_advice_by_phone_spares_the_visit(
    tmp_path: Path, fixed: str, counts: str, expected: tuple[int, int, int]
) -> None:
    commitments = ARRIVE_4H.replace("within", f"counts: {counts}, within")
    rows = [*call(0, "6 09:00", "6 09:01", fixed), (fixed, 0, Event.REMOTE_FIXED), (fixed, 0, Event.RESTORED),
            (fixed, 0, Event.CLOSED)]  # fmt: skip
    assert company(tmp_path, commitments, [BODY], rows).count("onsite") == expected


def test_who_gives_up_for_good_is_owed_an_answer_and_nothing_later(tmp_path: Path) -> None:
    commitments = (
        "".join(
            f"- {{id: to-{end}, measure: {{from: reported, to: {end}}}, counts: all, within: 4h, target: 90%}}\n"
            for end in ("answered", "responded", "replied", "arrived", "restored", "closed")
        )
        + "- {id: later, measure: {from: answered, to: replied}, within: 4h, target: 90%}\n"
    )
    rows = [
        ("6 09:00", 0, Event.QUEUED, 1, 0, 0),
        ("6 09:03", 0, Event.GAVE_UP, 1, 0, 0),
        ("6 09:03", 0, Event.ABANDONED, 1),
    ]
    story = company(tmp_path, commitments, [BODY], rows)
    counted = {one.id: (int(one.covered.sum()), int(one.kept.sum())) for one in story.judgement.commitments}
    missed, nothing = (1, 0), (0, 0)
    assert counted == {
        "to-answered": missed, "to-responded": missed, "to-replied": missed,
        "to-arrived": nothing, "to-restored": nothing, "to-closed": nothing, "later": nothing,
    }  # fmt: skip


def test_a_caller_who_calls_again_keeps_the_first_report(tmp_path: Path) -> None:
    commitments = "- {id: answer, measure: {from: reported, to: answered}, within: 10min, target: 90%}\n"
    first = [("6 09:00", 0, Event.QUEUED, 1, 0, 0), ("6 09:03", 0, Event.GAVE_UP, 1, 0, 0)]
    for second, kept in (("6 09:10", 1), ("6 09:11", 0)):
        story = company(tmp_path, commitments, [BODY], [*first, *call(0, second, second, "6 09:20", attempt=2)])
        assert story.count("answer") == (1, kept, 0)
        assert story.table.attempts.tolist() == [2]


def test_from_a_milestone_that_did_not_happen_covers_nothing(tmp_path: Path) -> None:
    commitments = "- {id: fix, measure: {from: arrived, to: restored}, within: 4h, target: 90%}\n"
    tickets = [BODY, ("6 09:00", "far", "body")]
    rows = [("6 09:00", 0, Event.READY, 1), ("6 11:00", 1, Event.ARRIVED), ("6 15:00", 1, Event.RESTORED)]
    # the table is sorted by site id at one instant: 0 is far, 1 is near
    story = company(tmp_path, commitments, tickets, rows)
    assert story.count("fix") == (1, 1, 0)


def test_the_first_of_several_ends_counts(tmp_path: Path) -> None:
    commitments = "- {id: handled, measure: {from: reported, to: [restored, handed_on]}, within: 8h, target: 90%}\n"
    tickets = [("6 09:00", "near", "body"), ("6 09:01", "near", "gear"), ("6 09:02", "near", "gear")]
    rows = [
        ("6 16:00", 0, Event.RESTORED),
        ("6 10:00", 1, Event.SUPPLIER_CONTACTED), ("6 16:00", 1, Event.REPLIED), ("6 16:00", 1, Event.HANDED_ON),
        ("6 10:00", 2, Event.SUPPLIER_CONTACTED), ("6 18:00", 2, Event.REPLIED), ("6 18:00", 2, Event.HANDED_ON),
    ]  # fmt: skip
    assert company(tmp_path, commitments, tickets, rows).count("handled") == (3, 2, 0)


def test_a_supplier_who_visits_leads_to_no_visit_of_ours(tmp_path: Path) -> None:
    commitments = (
        ARRIVE_4H + "- {id: letter, measure: {from: reported, to: supplier_contacted}, within: 1h, target: 90%}\n"
    )
    tickets = [("6 09:00", "near", "gear"), ("6 09:01", "near", "engine"), ("6 09:02", "near", "body")]
    rows = [("6 09:30", 0, Event.SUPPLIER_CONTACTED), ("6 10:30", 1, Event.SUPPLIER_CONTACTED)]
    story = company(tmp_path, commitments, tickets, rows)
    assert story.count("onsite") == (2, 0, 0)
    assert story.count("letter") == (2, 1, 0)
    assert story.table.facts["needs_visit"].tolist() == [False, True, True]


COVERS = {
    "body": ("fault: [body]", [1, 0, 1, 0]),
    "by-key": ("fault: coach.engine", [0, 1, 0, 1]),
    "near": ("radius_km: {at_most: 100}", [1, 1, 0, 0]),
    "far": ("radius_km: {above: 100}", [0, 0, 1, 1]),
    "any": ("any: [{radius_km: {above: 100}}, {needs_supplier: true}]", [0, 1, 1, 1]),
    "not": ("not: {customer: beta}", [1, 1, 0, 0]),
    "all": ("{fault: body, not: {radius_km: {at_most: 100}}}", [0, 0, 1, 0]),
    "works": ("reported_during: works", [1, 0, 1, 1]),
    "region": ("region: north", [1, 1, 1, 1]),
    "phone": ("channel: phone", [1, 1, 1, 1]),
    "visit": ("needs_visit: true", [1, 1, 0, 1]),
}


@pytest.mark.parametrize(("cover", "expected"), COVERS.values(), ids=COVERS)
def test_covers(tmp_path: Path, cover: str, expected: list[int]) -> None:
    cover = cover if cover.startswith("{") else f"{{{cover}}}"
    commitments = f"- {{id: one, measure: {{from: reported, to: replied}}, within: 4h, covers: {cover}, target: 90%}}\n"
    tickets = [
        ("6 09:00", "near", "body"), ("6 12:30", "near", "engine"),
        ("6 13:00", "far", "body"), ("6 14:00", "far", "engine"),
    ]  # fmt: skip
    rows = [
        *call(2, "6 13:00", "6 13:00", "6 13:05"),
        ("6 13:05", 2, Event.REMOTE_FIXED),
        ("6 13:05", 2, Event.REPLIED),
    ]
    story = company(tmp_path, commitments, tickets, rows)
    from sim.judge.kept import judge_promise
    from sim.model.promises import promises_of

    outcome = judge_promise(promises_of(story.scenario)[0], story.table, {})
    assert outcome.covered.astype(int).tolist() == expected


def test_the_first_case_that_holds_gives_the_limit(tmp_path: Path) -> None:
    commitments = """\
- id: handled-6h
  measure: {from: reported, to: restored}
  cases: [{covers: {reported_during: works}, within: 6h, clock: works}, {within: 24h}]
  target: 90%
"""
    tickets = [("6 10:00", "near", "body"), ("6 10:01", "near", "body"), ("6 12:30", "near", "body")]
    # Tuesday 10:00: 2 h to noon and 4 h from 13:00 end at 17:00. 10:01: one minute is left for Wednesday 08:01.
    # 12:30 is in the break: 24 h by any clock.
    rows = [("6 17:00", 0, Event.RESTORED), ("7 08:02", 1, Event.RESTORED), ("7 12:30", 2, Event.RESTORED)]
    story = company(tmp_path, commitments, tickets, rows)
    assert story.count("handled-6h") == (3, 2, 0)
    assert story.commitment("handled-6h").late_s == 60


def test_a_ticket_that_no_case_holds_is_not_covered(tmp_path: Path) -> None:
    commitments = """\
- id: office
  measure: {from: reported, to: restored}
  cases: [{covers: {reported_during: works}, within: 6h}]
  target: 90%
"""
    rows = [("6 17:00", 0, Event.RESTORED)]
    assert company(tmp_path, commitments, [("6 12:30", "near", "body")], rows).count("office") == (0, 0, 0)


def test_by_the_end_of_the_day_with_a_cutoff(tmp_path: Path) -> None:
    commitments = """\
- id: same-day
  measure: {from: reported, to: restored}
  by: {end_of_day: works, cutoff: "16:00"}
  target: 85%
"""
    tickets = [("6 15:59", "near", "body"), ("6 16:00", "near", "body"), ("9 16:00", "near", "body")]
    # 15:59: today 17:00. 16:00: Wednesday 17:00. Friday the 9th 16:00: Monday the 12th 17:00.
    rows = [("6 17:01", 0, Event.RESTORED), ("7 17:00", 1, Event.RESTORED), ("12 17:00", 2, Event.RESTORED)]
    story = company(tmp_path, commitments, tickets, rows)
    assert story.count("same-day") == (3, 2, 0)
    assert story.commitment("same-day").late_s == 60


def test_the_earlier_of_within_and_by_rules(tmp_path: Path) -> None:
    commitments = "- {id: both, measure: {from: reported, to: restored}, within: 6h, by: works, target: 85%}\n"
    tickets = [("6 09:00", "near", "body"), ("6 14:00", "near", "body")]
    rows = [("6 15:01", 0, Event.RESTORED), ("6 17:01", 1, Event.RESTORED)]  # due 15:00 and 17:00
    story = company(tmp_path, commitments, tickets, rows)
    assert story.count("both") == (2, 0, 0)
    assert story.commitment("both").late_s == 120


@pytest.mark.parametrize(("pause", "kept", "late_h"), [("", 0, 31), ("pause: supplier,", 0, 1)])
def test_the_supplier_pauses_only_the_clocks_that_say_so(tmp_path: Path, pause: str, kept: int, late_h: int) -> None:
    commitments = f"- {{id: on, measure: {{from: reported, to: arrived}}, {pause} within: 4h, target: 90%}}\n"
    # Reported 09:00, letter out 10:00, answer 16:00, part on the 7th at 16:00: 30 h paused. There on the 7th at 20:00:
    # 35 h by any clock, 5 h of them unpaused.
    rows = [
        ("6 09:00", 0, Event.QUEUED, 1, 0, 3), ("6 10:00", 0, Event.ENDED, 1, 0, 3),
        ("6 10:00", 0, Event.SUPPLIER_CONTACTED), ("6 16:00", 0, Event.REPLIED), ("7 16:00", 0, Event.PARTS_READY),
        *visit(0, "7 16:00", "7 18:00", "7 20:00", "7 21:00"),
    ]  # fmt: skip
    story = company(tmp_path, commitments, [("6 09:00", "near", "engine")], rows)
    assert story.count("on") == (1, kept, 0)
    assert story.commitment("on").late_s == late_h * 3600
    assert sum(story.commitment("on").late_by_cause_s.values()) == late_h * 3600
    assert (story.commitment("on").late_by_cause_s["supplier"] == 0) == bool(pause)


def test_a_pause_that_has_not_ended_leaves_the_ticket_undecided(tmp_path: Path) -> None:
    commitments = "- {id: on, measure: {from: reported, to: arrived}, pause: supplier, within: 4h, target: 90%}\n"
    rows = [("6 10:00", 0, Event.SUPPLIER_CONTACTED), ("6 16:00", 0, Event.REPLIED)]
    assert company(tmp_path, commitments, [("6 09:00", "near", "engine")], rows).count("on") == (0, 0, 1)


def test_a_ticket_belongs_to_the_period_in_which_it_was_reported(tmp_path: Path) -> None:
    commitments = "- {id: m, measure: {from: reported, to: arrived}, within: 4h, target: 90%, review: month}\n"
    scenario = SCENARIO.replace("2026-01-05, weeks: 4", "2026-01-01, months: 2")
    tickets = [("31 23:59", "near", "body"), ("2026-02-01 00:00:00", "near", "body")]
    rows = [("2026-02-01 01:00", 0, Event.ARRIVED), ("2026-02-01 05:00", 1, Event.ARRIVED)]
    one = company(tmp_path, commitments, tickets, rows, scenario).commitment("m")
    assert one.labels == ("2026-01", "2026-02")
    assert one.judged == (True, True)
    assert np.array([one.covered, one.kept]).tolist() == [[1, 1], [1, 0]]
    assert one.met == (True, False)
    assert one.late_s == 3600


def test_what_advice_restores_is_ours_though_the_supplier_would_have_visited(tmp_path: Path) -> None:
    """One gear is helped by phone in time, one by phone too late, one goes to the supplier."""
    commitments = (
        "- {id: restored, measure: {from: reported, to: restored}, within: 1h, target: 90%}\n"
        "- {id: called, measure: {from: closed, to: called_back}, within: 3d, target: 90%}\n" + ARRIVE_4H
    )
    rows = [
        row
        for ticket, end in ((0, "6 09:30"), (1, "6 11:30"))
        for row in ((end, ticket, Event.REMOTE_FIXED), (end, ticket, Event.RESTORED), (end, ticket, Event.CLOSED))
    ]
    rows += [("7 09:00", 0, Event.CALLED_BACK)]
    rows += [("6 10:00", 2, Event.SUPPLIER_CONTACTED), ("6 16:00", 2, Event.HANDED_ON)]
    story = company(tmp_path, commitments, [("6 09:00", "near", "gear")] * 3, rows)
    assert story.count("restored") == (2, 1, 0)
    assert story.count("called") == (2, 1, 0)
    assert story.count("onsite") == (0, 0, 0)


def test_a_decision_is_owed_only_to_who_complained(tmp_path: Path) -> None:
    """The second ticket is a third repeat, gone through with the customer: escalated without a complaint."""
    commitments = (
        "- {id: decided, measure: {from: escalated, to: complaint_decided}, within: 1d, target: 90%}\n"
        "- {id: answered, measure: {from: reported, to: [complaint_answered]}, within: 6d, target: 90%}\n"
    )
    rows = [
        ("6 10:00", 0, Event.RESTORED), ("6 10:00", 0, Event.CLOSED), ("6 10:00", 0, Event.COMPLAINED),
        ("6 11:00", 0, Event.ESCALATED), ("6 15:00", 0, Event.COMPLAINT_DECIDED),
        ("6 16:00", 0, Event.COMPLAINT_ANSWERED),
        ("6 10:00", 1, Event.RESTORED), ("6 10:00", 1, Event.CLOSED), ("6 11:00", 1, Event.ESCALATED),
    ]  # fmt: skip
    story = company(tmp_path, commitments, [("6 09:00", "near", "body")] * 2, rows)
    assert story.count("decided") == (1, 1, 0)
    assert story.count("answered") == (1, 1, 0)
