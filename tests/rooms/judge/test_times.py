"""How long the tickets of a commitment took: one story per kind of limit, worked out by hand."""

from __future__ import annotations

from pathlib import Path

from sim.clock import NEVER
from sim.judge import judge
from sim.model import Event
from tests.rooms.judge.company import ARRIVE_4H, MIN, Company, H, call, company, seen_for

TO_RESTORED = "- {{id: one, measure: {{from: {start}, to: restored}}, {limit}, target: 90%}}\n"


def times(story: Company, name: str = "one") -> tuple[list[int], int | None]:
    """Seconds in the order of the tickets, and the limit they share."""
    found = judge(story.world, story.plan, story.log, with_times=True)
    taken = next(count.times for count in found.commitments if count.id == name)
    assert taken is not None
    return taken.seconds.tolist(), taken.limit_s


def test_time_on_the_clock_of_the_commitment(tmp_path: Path) -> None:
    commitments = TO_RESTORED.format(start="reported", limit="within: 4h, clock: works")
    tickets = [("6 11:00", "near", "body"), ("6 12:15", "near", "body"), ("6 16:30", "near", "body")]
    # works: 08-12 and 13-17. 11:00-14:00 has 2 h; 12:15-12:45 lies in the break; the third is never repaired.
    rows = [("6 14:00", 0, Event.RESTORED), ("6 12:45", 1, Event.RESTORED)]
    assert times(company(tmp_path, commitments, tickets, rows)) == ([2 * H, 0, NEVER], 4 * H)


def test_time_from_a_later_milestone_and_to_the_first_of_several(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {from: answered, to: [restored, handed_on]}, within: 8h, target: 90%}\n"
    tickets = [("6 09:00", "near", "body"), ("6 09:01", "near", "gear"), ("6 09:02", "near", "body")]
    rows = [
        *call(0, "6 09:00", "6 09:05", "6 09:10"), ("6 15:05", 0, Event.RESTORED),
        *call(1, "6 09:01", "6 09:03", "6 09:10"), ("6 18:03", 1, Event.HANDED_ON),
    ]  # fmt: skip
    # The third is never answered: its clock does not start, so it is not covered.
    assert times(company(tmp_path, commitments, tickets, rows)) == ([6 * H, 9 * H], 8 * H)


def test_only_covered_and_judged_tickets_have_a_time(tmp_path: Path) -> None:
    commitments = ARRIVE_4H.replace("within", "covers: {fault: body}, within")
    tickets = [
        ("4 23:59", "near", "body"),  # warm-up
        ("6 09:00", "near", "body"), ("6 10:00", "near", "engine"),
        ("6 11:00", "near", "body"),  # advice by phone within the limit: no visit is due
        ("2026-02-01 22:00:00", "near", "body"),  # undecided: due at 02:00, seen until 01:00
    ]  # fmt: skip
    rows = [
        ("5 01:00", 0, Event.ARRIVED), ("6 14:00", 1, Event.ARRIVED), ("6 14:00", 2, Event.ARRIVED),
        *call(3, "6 11:00", "6 11:00", "6 11:10"), ("6 11:10", 3, Event.REMOTE_FIXED),
    ]  # fmt: skip
    story = seen_for(company(tmp_path, commitments, tickets, rows), H)
    assert times(story, "onsite") == ([5 * H], 4 * H)
    assert story.count("onsite") == (1, 0, 1)


def test_a_supplier_who_is_asked_is_covered_by_whose_the_component_is(tmp_path: Path) -> None:
    """A ticket with the supplier's component counts as such, also if a fix by phone came before any letter."""
    commitments = TO_RESTORED.format(start="reported", limit="covers: {needs_supplier: true}, within: 4h")
    rows = [*call(0, "6 09:00", "6 09:00", "6 09:10"), ("6 09:10", 0, Event.REMOTE_FIXED),
            ("6 09:10", 0, Event.RESTORED)]  # fmt: skip
    assert times(company(tmp_path, commitments, [("6 09:00", "near", "engine")], rows)) == ([10 * MIN], 4 * H)


def test_what_happens_after_the_run_out_did_not_happen(tmp_path: Path) -> None:
    rows = [("2026-02-02 04:00", 0, Event.ARRIVED)]
    story = company(tmp_path, ARRIVE_4H, [("2026-02-01 22:00:00", "near", "body")], rows)
    assert times(seen_for(story, 3 * H), "onsite") == ([NEVER], 4 * H)
    assert times(seen_for(story, 5 * H), "onsite") == ([6 * H], 4 * H)


def test_by_the_end_of_the_day_times_run_from_the_deadline(tmp_path: Path) -> None:
    commitments = TO_RESTORED.format(start="reported", limit='by: {end_of_day: works, cutoff: "16:00"}')
    tickets = [("6 15:59", "near", "body"), ("6 16:00", "near", "body"), ("6 16:01", "near", "body")]
    # Due today at 17:00, and tomorrow at 17:00: a night lies in the 24 h, for deadlines differ by any clock.
    rows = [("6 17:01", 0, Event.RESTORED), ("6 17:00", 1, Event.RESTORED)]
    assert times(company(tmp_path, commitments, tickets, rows)) == ([MIN, -24 * H, NEVER], None)


def test_limits_by_case_or_in_working_days_run_from_the_deadline(tmp_path: Path) -> None:
    cases = "cases: [{covers: {reported_during: works}, within: 6h, clock: works}, {within: 24h}]"
    commitments = TO_RESTORED.format(start="reported", limit=cases)
    commitments += TO_RESTORED.format(start="reported", limit="within: 2 workdays, clock: works").replace("one", "days")
    tickets = [("6 10:00", "near", "body"), ("6 12:30", "near", "body")]
    # Tuesday 10:00 has its 6 h by 17:00, 12:30 (in the break) until Wednesday 12:30; two days end on Thursday 17:00.
    rows = [("6 16:00", 0, Event.RESTORED), ("7 13:00", 1, Event.RESTORED)]
    story = company(tmp_path, commitments, tickets, rows)
    assert times(story) == ([-H, 30 * MIN], None)
    assert times(story, "days") == ([-(2 * 24 + 1) * H, -28 * H], None)


def test_a_pause_moves_the_deadline_that_times_run_from(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {from: reported, to: replied}, pause: supplier, within: 4h, target: 90%}\n"
    tickets = [("6 09:00", "near", "engine"), ("6 09:01", "near", "engine"), ("6 09:02", "near", "body")]
    rows = [
        ("6 10:00", 0, Event.SUPPLIER_CONTACTED), ("6 16:00", 0, Event.REPLIED), ("6 22:00", 0, Event.PARTS_READY),
        ("6 10:00", 1, Event.SUPPLIER_CONTACTED), ("6 16:00", 1, Event.REPLIED),
        ("6 14:02", 2, Event.REPLIED),
    ]  # fmt: skip
    # 0: 12 h paused, so due on the 7th at 01:00. 1: the part never came, so no deadline did. 2: due at 13:02.
    assert times(company(tmp_path, commitments, tickets, rows)) == ([-9 * H, -NEVER, H], None)
