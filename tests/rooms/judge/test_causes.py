"""Every second has one cause, and late seconds are split so that integers add up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.judge import CAUSES
from sim.judge.causes import Causes, split
from sim.judge.duty import duties_of
from sim.judge.spans import Spans, spans_of
from sim.model import Event, Purpose
from tests.rooms.judge.company import MIN, PLAN, H, call, company, told, visit

RESTORE = "- {id: fix, measure: {from: reported, to: restored}, within: 4h, target: 90%}\n"
CONTACT, DISPATCH = Purpose.CONTACT, Purpose.DISPATCH


def causes(story, clock: str | None = None, name: str = "fix") -> dict[str, int]:
    """Late seconds by cause, those that are not 0."""
    return {cause: s for cause, s in story.commitment(name).late_by_cause_s.items() if s}


def all_seconds(story) -> dict[str, int]:
    """Seconds of ticket 0 from report to restoration (or the end of the run-out)."""
    table = story.table
    end = np.minimum(table.milestones["restored"], table.stop)
    summed = Causes(spans_of(table, story.log), duties_of(story.place), table.facts, story.presence).seconds(
        np.arange(len(table)), table.milestones["reported"], end
    )
    return {cause: int(s) for cause, s in zip(CAUSES, summed[0], strict=True) if s}


def test_one_ticket_through_everything(tmp_path: Path) -> None:
    """An engine fault, reported on Tuesday the 6th at 09:00; the shift is 08-12 and 13-17, the break is no gap."""
    rows = [
        ("6 09:00", 0, Event.QUEUED, 1, 0, 0), ("6 09:03", 0, Event.GAVE_UP, 1, 0, 0),  # 3 min in the queue
        *call(0, "6 09:10", "6 09:12", "6 09:20", attempt=2),                           # 7 min gap, 2 min, 8 min talk
        ("6 09:20", 0, Event.QUEUED, 1, 0, CONTACT), ("6 09:30", 0, Event.STARTED, 1, 0, CONTACT),
        ("6 09:40", 0, Event.ENDED, 1, 0, CONTACT),                                     # 20 min for the letter
        ("6 09:40", 0, Event.SUPPLIER_CONTACTED), ("6 10:40", 0, Event.REPLIED),        # 1 h for the answer
        ("6 10:40", 0, Event.QUEUED, 1, 1, DISPATCH), ("6 11:00", 0, Event.STARTED, 1, 1, DISPATCH),
        ("6 11:10", 0, Event.ENDED, 1, 1, DISPATCH),                                    # 30 min for dispatch
        ("6 12:10", 0, Event.PARTS_READY),                                              # 1 h more for the part
        ("6 12:10", 0, Event.READY, 1, -1, 1 << 62),                                    # 4:50 engineer, 15 h off shift,
        ("7 08:30", 0, Event.DISPATCHED, 1, 0), ("7 08:50", 0, Event.DEPARTED, 1, 0, 9),  # 30 min engineer; 20 min more
        ("7 10:00", 0, Event.ARRIVED, 1, 0), ("7 11:00", 0, Event.DIAGNOSED, 1, 0),     # 1:10 travel
        ("7 19:00", 0, Event.PAUSED, 1, 0), ("8 08:00", 0, Event.DEPARTED, 1, 0, 9),    # 9 h work, 13 h night
        ("8 09:10", 0, Event.ARRIVED, 1, 0), ("8 10:10", 0, Event.RESTORED, 1, 0),      # 1:10 travel, 1 h work
        ("8 10:25", 0, Event.LEFT, 1, 0, 1), ("8 10:25", 0, Event.CLOSED),
    ]  # fmt: skip
    story = company(tmp_path, RESTORE, [("6 09:00", "near", "engine")], rows)
    expected = {
        "desk": 40 * MIN,
        "dispatch": 30 * MIN,
        "off_shift": 28 * H,
        "engineer": 5 * H + 40 * MIN,
        "travel": 2 * H + 20 * MIN,
        "repair": 10 * H,
        "supplier": 2 * H,
    }
    assert all_seconds(story) == expected
    assert sum(expected.values()) == 49 * H + 10 * MIN
    # 45 h 10 min late of 49 h 10 min: every cause has 271/295 of its time, up to a second.
    late = causes(story)
    assert sum(late.values()) == 45 * H + 10 * MIN == story.commitment("fix").late_s
    exact = {cause: s * 271 / 295 for cause, s in expected.items()}
    assert all(abs(late[cause] - exact[cause]) < 1 for cause in expected)


def test_second_try_waits_for_an_engineer_again(tmp_path: Path) -> None:
    rows = [
        ("6 09:00", 0, Event.READY, 1, -1, 1 << 62), ("6 09:00", 0, Event.DISPATCHED, 1, 0),
        ("6 09:00", 0, Event.DEPARTED, 1, 0, 5), ("6 10:00", 0, Event.ARRIVED, 1, 0),
        ("6 11:00", 0, Event.LEFT, 1, 0, 0),
        *(row if row[2] == Event.CLOSED else (row[0], 0, row[2], 2, *row[4:])
          for row in visit(0, "6 11:00", "6 11:30", "6 12:30", "6 14:00")),
    ]  # fmt: skip
    story = company(tmp_path, RESTORE, [("6 09:00", "near", "body")], rows)
    assert all_seconds(story) == {"engineer": 30 * MIN, "travel": 2 * H, "repair": 2 * H + 30 * MIN}
    assert story.judgement.counts["second_tries"] == 1
    assert story.table.visits.tolist() == [2]


def test_late_time_is_counted_and_split_on_the_clock(tmp_path: Path) -> None:
    commitments = (
        "- {id: fix, measure: {from: reported, to: restored}, within: 3h, clock: works, target: 90%}\n"
        "- {id: early, measure: {from: reported, to: restored}, within: 1h, clock: early, target: 90%}\n"
    )
    # Ready at once on the 6th at 16:00, fetched at 09:00 on the 7th, there 10:00, done 12:30. On the clock `works`:
    # 1 h + 1 h engineer, 1 h travel, 2 h work (the half hour from noon does not count): 5 h, 2 h late.
    rows = visit(0, "6 16:00", "7 09:00", "7 10:00", "7 12:30")
    story = company(tmp_path, commitments, [("6 16:00", "near", "body")], rows)
    assert causes(story) == {"engineer": 48 * MIN, "travel": 24 * MIN, "repair": 48 * MIN}
    # On the clock 06-10: 2 h off shift, 1 h engineer, 1 h travel; 3 h late.
    assert causes(story, name="early") == {"off_shift": 90 * MIN, "engineer": 45 * MIN, "travel": 45 * MIN}


def test_nobody_able_is_off_shift_all_the_time(tmp_path: Path) -> None:
    plan = PLAN.replace("shift: works", "shift: works, skills: [chassis]")
    story = company(tmp_path, RESTORE, [("6 09:00", "near", "body")], [("6 09:00", 0, Event.READY, 1)], plan=plan)
    assert set(all_seconds(story)) == {"off_shift"}


def test_a_team_without_engineers_is_nobody(tmp_path: Path) -> None:
    plan = PLAN.replace("teams:", "teams:\n  empty: {outlet: depot, engineers: 0, shift: always}")
    rows = visit(0, "6 16:00", "7 09:00", "7 10:00", "7 12:30")
    assert (
        all_seconds(company(tmp_path, RESTORE, [("6 16:00", "near", "body")], rows, plan=plan))["off_shift"] == 15 * H
    )


def test_territory_decides_who_is_able(tmp_path: Path) -> None:
    plan = PLAN.replace("outlets: {depot: {lat: 40.0, lon: 116.0}}",
                        "outlets: {depot: {lat: 40.0, lon: 116.0}, branch: {lat: 41.0, lon: 116.0}}")  # fmt: skip
    plan = plan.replace("teams:", "teams:\n  round: {outlet: branch, engineers: 1, shift: always}")
    rows = visit(0, "6 16:00", "7 09:00", "7 10:00", "7 12:30")
    nearest = company(tmp_path, RESTORE, [("6 16:00", "near", "body")], rows, plan=plan)
    assert all_seconds(nearest)["engineer"] == 17 * H
    bound = plan + "territories: {all: {sites: [near, far], outlets: [depot]}}\n"
    by_territory = company(tmp_path, RESTORE, [("6 16:00", "near", "body")], rows, plan=bound)
    assert all_seconds(by_territory)["engineer"] == 2 * H
    assert all_seconds(by_territory)["off_shift"] == 15 * H


def test_on_call_covers_a_night_only_if_the_visit_must_leave_in_it(tmp_path: Path) -> None:
    """Waiting from the 6th 16:00 to the 8th 09:00: 1 h, then the night to 08:00, a day, a night, 1 h."""
    plan = PLAN.replace("shift: works", "shift: works, on_call: 1")
    ticket = [("6 16:00", "near", "body")]
    day = 11 * H  # 1 + 9 + 1 hours of duty, break included
    for latest, off_shift in (("7 07:59", 0), ("7 08:00", 15 * H), ("8 07:59", 15 * H), ("8 08:00", 30 * H)):
        told_latest = int(told([(latest, 0, Event.READY)]).at[0])
        rows = visit(0, "6 16:00", "8 09:00", "8 09:00", "8 09:30", latest=told_latest)
        found = all_seconds(company(tmp_path, RESTORE, ticket, rows, plan=plan))
        assert found.get("off_shift", 0) == off_shift
        assert found["engineer"] == day + 30 * H - off_shift


def test_an_open_ticket_is_late_up_to_the_end_of_the_run_out(tmp_path: Path) -> None:
    rows = [("30 09:00", 0, Event.QUEUED, 1, 0, 0)]
    story = company(tmp_path, RESTORE, [("30 09:00", "near", "body")], rows)
    # the run-out ends on 9 February 00:00: 9 days and 15 hours after the report
    assert causes(story) == {"desk": 9 * 24 * H + 15 * H - 4 * H}


def test_a_caller_who_gave_up_is_late_until_he_gave_up(tmp_path: Path) -> None:
    commitments = "- {id: fix, measure: {from: reported, to: answered}, within: 2min, target: 90%}\n"
    rows = [("6 09:00", 0, Event.QUEUED, 1, 0, 0), ("6 09:03", 0, Event.GAVE_UP, 1, 0, 0),
            ("6 09:03", 0, Event.ABANDONED, 1)]  # fmt: skip
    assert causes(company(tmp_path, commitments, [("6 09:00", "near", "body")], rows)) == {"desk": 60}


@given(
    st.lists(
        st.tuples(st.integers(0, 40_000_000), st.lists(st.integers(0, 30_000_000), min_size=9, max_size=9)), min_size=1
    )
)
def test_split_adds_up_and_is_never_a_second_off(rows: list[tuple[int, list[int]]]) -> None:
    shares = np.array([share for _amount, share in rows])
    total = shares.sum(axis=1)
    amount = np.minimum([amount for amount, _share in rows], total)
    parts = split(amount, shares)
    assert (parts.sum(axis=1) == amount).all()
    assert (parts >= 0).all()
    exact = amount[:, None] * shares / np.maximum(total, 1)[:, None]
    assert (np.abs(parts - exact) < 1 + 1e-6).all()


def test_split_gives_the_odd_second_to_the_largest_remainder_then_to_the_first() -> None:
    shares = np.array([[3, 3, 1, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0, 0, 0, 0], [0] * 9])
    # 5 x 3/7 = 2 1/7 twice and 5/7: the third has the largest remainder; 2 x 1/3 thrice: the first two
    assert split(np.array([5, 2, 0]), shares)[:, :4].tolist() == [[2, 2, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0]]


@settings(max_examples=60, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 5 * 24 * 3600), min_size=2, max_size=14, unique=True).map(sorted),
    kinds=st.lists(st.integers(0, 8), min_size=14, max_size=14),
    waits=st.lists(st.booleans(), min_size=14, max_size=14),
    latest=st.integers(-3600, 6 * 24 * 3600),
    span=st.tuples(st.integers(0, 5 * 24 * 3600), st.integers(0, 5 * 24 * 3600)).map(sorted),
    clock=st.sampled_from(["always", "works", "early"]),
)
def test_causes_of_any_journey_add_up(tmp_path_factory, cuts, kinds, waits, latest, span, clock) -> None:
    story = _office_with_on_call(tmp_path_factory)
    begin = story.scenario.horizon.start
    size, cuts = len(cuts) - 1, np.array(cuts) + begin
    waiting = np.array(waits[:size])
    cause = np.where(waiting, CAUSES.index("engineer"), kinds[:size])
    spans = Spans(
        np.zeros(size, np.int64), cuts[:-1], cuts[1:], cause, waiting, np.full(size, begin + latest), waiting & False
    )
    start, end = np.array([begin + span[0]]), np.array([begin + span[1]])
    calendar = story.scenario.calendar(clock)
    causes = Causes(spans, duties_of(story.place), story.table.facts, story.presence)
    found = causes.seconds(np.array([0]), start, end, calendar)
    a, b = max(int(start[0]), int(cuts[0])), min(int(end[0]), int(cuts[-1]))
    assert found.sum() == calendar.elapsed(a, b)
    assert (found >= 0).all()


_KEPT: list = []


def _office_with_on_call(tmp_path_factory):
    if not _KEPT:
        plan = PLAN.replace("shift: works", "shift: works, on_call: 1")
        _KEPT.append(company(tmp_path_factory.mktemp("office"), RESTORE, [("6 16:00", "near", "body")], [], plan=plan))
    return _KEPT[0]
