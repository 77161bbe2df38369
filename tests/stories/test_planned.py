"""Stories of planned visits: when they are due, whom they wait for, what they prevent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.model import Event
from sim.world import World
from sim.world.uniforms import Luck
from tests.stories.little import Story, instant, plan_of, story, team, trajectory

VISIT = (Event.READY, Event.DISPATCHED, Event.DEPARTED, Event.ARRIVED, Event.PAUSED, Event.LEFT)
WEEKLY = "every: 1w, window: 1w"  # the window is the whole round: it opens with it
THREE_DAYS = "every: 3d, window: 3d"  # 05 00:00 to 08 00:00, the last day is the 7th
AT_S10 = ["s10"]


def planned(
    folder: Path, entry: str, tickets: list | None = None, teams: tuple = (), faults: str = "f: {}", dispatch: str = "",
    sites: list | None = None, more: str = "", **others: object,
) -> Story:  # fmt: skip
    """Every site is kept up."""
    entry = f"planned:\n  upkeep: {{{entry}}}\n{more}"
    plan = plan_of(*(teams or (team(),)), dispatch=dispatch, more=entry)
    none = [("25 23:59", "s10", "f", None, None, "0s")]  # the last minute of the simulation
    return story(folder, tickets or none, faults, plan, sites=sites or AT_S10, **others)  # type: ignore[arg-type]


def of_plan(found: Story, *kinds: Event) -> list[str]:
    return [line for line in found.lines(*(kinds or VISIT)) if " p" in line]


# -- when -------------------------------------------------------------------------------------------------------------


def test_a_visit_is_ready_when_its_window_opens_and_made_in_the_first_shift(tmp_path: Path) -> None:
    """An hour's work, in every week anew; on call nobody is, and at night nobody comes."""
    assert of_plan(planned(tmp_path, WEEKLY))[:12] == trajectory("""
    05 00:00 p0 READY 1 - leave 12 00:00
    05 08:00 p0 DISPATCHED 1 crew-1
    05 08:00 p0 DEPARTED 1 crew-1 10000m
    05 08:10 p0 ARRIVED 1 crew-1
    05 09:10 p0 LEFT 1 crew-1 1
    12 00:00 p1 READY 1 - leave 19 00:00
    12 08:00 p1 DISPATCHED 1 crew-1
    12 08:00 p1 DEPARTED 1 crew-1 10000m
    12 08:10 p1 ARRIVED 1 crew-1
    12 09:10 p1 LEFT 1 crew-1 1
    19 00:00 p2 READY 1 - leave 26 00:00
    19 08:00 p2 DISPATCHED 1 crew-1
    """)


def test_rounds_are_counted_from_the_start_of_judged_time_back_into_the_warm_up(tmp_path: Path) -> None:
    """Judged from the 7th on: rounds of three days begin on the 4th (before the simulation), 7th, 10th …"""
    found = planned(tmp_path, THREE_DAYS, horizon="{start: 2026-01-07, weeks: 1, warmup: 2d, runout: 1w}",
                    tickets=[("20 23:59", "s10", "f")])  # fmt: skip
    assert of_plan(found, Event.READY)[:2] == [
        "07 00:00 p0 READY 1 - leave 10 00:00",
        "10 00:00 p1 READY 1 - leave 13 00:00",
    ]


def test_a_window_opens_at_a_local_midnight_inside_its_round(tmp_path: Path) -> None:
    """Forty sites, a day's window in a round of a week: the whole of it lies in the round, spread over all its days."""
    sites = [f"s{km}" for km in range(40)]
    found = planned(tmp_path, "every: 1w, window: 1d", sites=sites, zone="Asia/Shanghai",
                    teams=(team(engineers="unlimited", shift="always"),),
                    tickets=[("25 23:59", "s10", "f", None, None, "0s")])  # fmt: skip
    lines = of_plan(found, Event.READY)
    assert all(line[3:8] == "00:00" for line in lines)
    days = [int(line[:2]) for line in lines if int(line[:2]) < 12]
    assert len(days) == 40
    assert 5 <= min(days) < max(days) <= 11
    assert len(set(days)) >= 5


def test_a_site_is_visited_in_every_round_at_the_same_place_of_it(tmp_path: Path) -> None:
    found = planned(tmp_path, "every: 1w, window: 1d")
    days = [int(line[:2]) for line in of_plan(found, Event.READY)]
    assert days == [days[0], days[0] + 7, days[0] + 14]


def test_only_while_the_site_is_in_service(tmp_path: Path) -> None:
    known = {"s10": {"from": "2026-01-08", "until": "2026-01-12"}}
    found = planned(tmp_path, THREE_DAYS, known=known, tickets=[("10 09:00", "s10", "f", None, None, "0s")])
    assert [line[:8] for line in of_plan(found, Event.READY)] == ["08 00:00", "11 00:00"]


def test_inspections_are_of_a_share_of_the_sites_drawn_anew_in_every_round(tmp_path: Path) -> None:
    """Of a hundred sites 30 and 60 %: the smaller share is part of the larger, and others each time."""
    sites = [f"s{km}" for km in range(100)]
    seen = {}
    for share in ("30%", "60%"):
        found = planned(tmp_path / share, f"kind: inspection, every: 1w, window: 1w, share_of_sites: {share}",
                        sites=sites, teams=(team(engineers="unlimited", shift="always"),))  # fmt: skip
        log = found.log.of(Event.READY)
        here = log.ticket >= len(found.world.tickets) + len(found.scenario.customers)
        moves = found.log.of(Event.DEPARTED)
        metres = dict(zip(moves.ticket.tolist(), moves.value.tolist(), strict=True))
        seen[share] = [
            {
                metres[ticket]
                for ticket, at in zip(log.ticket[here].tolist(), log.at[here].tolist(), strict=True)
                if at == week
            }
            for week in (instant("05 00:00"), instant("12 00:00"))
        ]
    for week in range(2):
        assert seen["30%"][week] < seen["60%"][week]
        assert 30 - 14 <= len(seen["30%"][week]) <= 30 + 14  # three standard errors of 4.6
    assert seen["30%"][0] != seen["30%"][1]


# -- behind whom ------------------------------------------------------------------------------------------------------


def test_a_ticket_goes_first_until_the_last_day(tmp_path: Path) -> None:
    """Both wait in the morning: first the ticket, though the visit has been ready since midnight."""
    found = planned(tmp_path, WEEKLY, [("05 07:00", "s10", "f", None, None, "1h")])
    assert found.lines(Event.DISPATCHED)[0] == "05 08:00 0 DISPATCHED 1 crew-1"


LONG = [
    ("05 00:00", "s10", "f", None, None, "58h"),  # keeps the only engineer until the 7th at 10:10
    ("06 12:00", "s10", "f", None, None, "10min"),
    ("07 09:00", "s10", "f", None, None, "10min"),
]


@pytest.mark.parametrize("rule", ["order_of_arrival", "ready", "due_date"])
def test_on_the_last_day_it_goes_before_what_was_reported_later(tmp_path: Path, rule: str) -> None:
    """Free on the 7th at 10:10: the ticket of the 6th, the visit, and only then the ticket of that morning."""
    found = planned(tmp_path, THREE_DAYS, LONG, (team(shift="always"),), dispatch=f"rule: {rule}")
    assert [line.split()[2] for line in found.lines(Event.DISPATCHED)][:4] == ["0", "1", "p0", "2"]


def test_before_the_last_day_it_goes_behind_what_was_reported_later(tmp_path: Path) -> None:
    """On the 6th at 16:10 both tickets wait, one reported a day and a half after the window opened."""
    tickets = [(*LONG[0][:5], "40h"), LONG[1], ("06 15:00", "s10", "f", None, None, "10min")]
    found = planned(tmp_path, THREE_DAYS, tickets, (team(shift="always"),))
    assert [line.split()[2] for line in found.lines(Event.DISPATCHED)][:4] == ["0", "1", "2", "p0"]


def test_as_tickets_it_ranks_like_a_ticket_of_its_last_day_from_the_start(tmp_path: Path) -> None:
    """By due date: the visit by the 8th at 00:00, the tickets five days after their reports. The visit is first."""
    due = "- {id: arrive, measure: {from: reported, to: arrived}, within: 5d, target: 90%}\n"
    tickets = [(*LONG[0][:5], "40h"), LONG[1]]
    for rank, order in (("after_tickets", ["0", "1", "p0"]), ("as_tickets", ["p0", "0", "1"])):
        found = planned(tmp_path / rank, f"{THREE_DAYS}, rank: {rank}", tickets, (team(shift="always"),),
                        commitments=due, dispatch="rule: due_date")  # fmt: skip
        assert [line.split()[2] for line in found.lines(Event.DISPATCHED)][:3] == order


def test_on_the_last_day_it_is_of_general_severity(tmp_path: Path) -> None:
    """A machine that is down goes first, though it was reported later."""
    tickets = [LONG[0], ("07 09:00", "s10", "d", None, None, "10min")]
    found = planned(tmp_path, THREE_DAYS, tickets, (team(shift="always"),), "f: {}, d: {severity: down}",
                    dispatch="rule: severity")  # fmt: skip
    assert [line.split()[2] for line in found.lines(Event.DISPATCHED)][:3] == ["0", "1", "p0"]


@pytest.mark.parametrize(("repair", "dispatched"), [("350min", "05 15:00"), ("351min", "06 08:00")])
def test_before_the_last_day_it_is_begun_only_if_it_ends_with_the_duty_and_overtime(
    tmp_path: Path, repair: str, dispatched: str
) -> None:
    """The ticket keeps him at s10 until 15:00 or 15:01, a break at noon included; four hours then end by 19:00."""
    tickets = [("05 08:00", "s10", "f", None, None, repair)]
    found = planned(tmp_path, f"{WEEKLY}, work: 4h", tickets)
    assert of_plan(found, Event.DISPATCHED)[0] == f"{dispatched} p0 DISPATCHED 1 crew-1"


def test_without_overtime_it_must_end_with_the_duty(tmp_path: Path) -> None:
    tickets = [("05 08:00", "s10", "f", None, None, "290min")]  # until 14:00
    for work, dispatched in (("3h", "05 14:00"), ("181min", "06 08:00")):
        found = planned(tmp_path / work, f"{WEEKLY}, work: {work}", tickets, dispatch="end_of_shift: next_day")
        assert of_plan(found, Event.DISPATCHED)[0] == f"{dispatched} p0 DISPATCHED 1 crew-1"


def test_on_the_last_day_it_is_begun_in_any_case_and_what_is_left_is_done_on_the_next(tmp_path: Path) -> None:
    """The ticket takes 470 min of the 5th and of the 6th, and 280 of the 7th, until 13:50. Five hours begin then."""
    tickets = [("05 08:00", "s10", "f", None, None, "1220min")]
    found = planned(tmp_path, f"{THREE_DAYS}, work: 5h", tickets, dispatch="end_of_shift: next_day")
    assert of_plan(found)[:8] == trajectory("""
    05 00:00 p0 READY 1 - leave 08 00:00
    07 13:50 p0 DISPATCHED 1 crew-1
    07 13:50 p0 DEPARTED 1 crew-1 0m
    07 13:50 p0 ARRIVED 1 crew-1
    07 17:00 p0 PAUSED 1 crew-1
    08 00:00 p1 READY 1 - leave 11 00:00
    08 08:00 p0 DEPARTED 1 crew-1 10000m
    08 08:10 p0 ARRIVED 1 crew-1
    """)
    assert of_plan(found, Event.LEFT)[0] == "08 10:00 p0 LEFT 1 crew-1 1"


def test_what_is_left_is_handed_over(tmp_path: Path) -> None:
    """Ten hours in a day of eight, on the first and only day of its window: the rest is another visit."""
    found = planned(tmp_path, "every: 1d, window: 1d, work: 10h", dispatch="end_of_shift: handover", more="")
    assert of_plan(found)[:9] == trajectory("""
    05 00:00 p0 READY 1 - leave 06 00:00
    05 08:00 p0 DISPATCHED 1 crew-1
    05 08:00 p0 DEPARTED 1 crew-1 10000m
    05 08:10 p0 ARRIVED 1 crew-1
    05 17:00 p0 LEFT 1 crew-1 3
    05 17:00 p0 READY 2 - leave 06 00:00
    06 00:00 p1 READY 1 - leave 07 00:00
    06 08:00 p0 DISPATCHED 2 crew-1
    06 08:00 p0 DEPARTED 2 crew-1 10000m
    """)
    assert of_plan(found, Event.LEFT)[1] == "06 10:20 p0 LEFT 2 crew-1 1"


def test_it_never_wakes_who_is_on_call(tmp_path: Path) -> None:
    """Not even on the last day, nor where he is woken for everything."""
    crew = team(more="on_call: {engineers: 1, wake: always}")
    found = planned(tmp_path, "every: 1w, window: 1d", teams=(crew,), sites=[f"s{km}" for km in range(8)])
    hours = [line.split()[1] for line in of_plan(found, Event.DISPATCHED)]
    days = [int(line[:2]) for line in of_plan(found, Event.READY)]
    assert any(day % 7 in (3, 4) for day in days)  # some windows are a Saturday or a Sunday
    assert all("08:00" <= hour <= "17:00" for hour in hours)


# -- who --------------------------------------------------------------------------------------------------------------


def test_only_by_its_teams_with_its_skill_and_crew(tmp_path: Path) -> None:
    """The nearest may not, the next cannot, the third has nobody to come along."""
    teams = (
        team("near", 10),
        team("dry", 12, more="skills: [gas]"),
        team("alone", 14, more="skills: [water]"),
        team("pair", 30, 2, more="skills: [water]"),
    )
    found = planned(tmp_path, f"{WEEKLY}, teams: [dry, alone, pair], skill: water, crew: 2", teams=teams,
                    dispatch="assign: nearest", faults="f: {skill: gas}, g: {skill: water}")  # fmt: skip
    assert of_plan(found)[1:7] == trajectory("""
    05 08:00 p0 DISPATCHED 1 pair-1
    05 08:00 p0 DISPATCHED 1 pair-2 1
    05 08:00 p0 DEPARTED 1 pair-1 20000m
    05 08:00 p0 DEPARTED 1 pair-2 20000m
    05 08:20 p0 ARRIVED 1 pair-1 1
    05 08:20 p0 ARRIVED 1 pair-2
    """)


@pytest.mark.parametrize("order", [("check", "upkeep"), ("upkeep", "check")])
def test_of_two_rounds_at_once_the_first_by_name(tmp_path: Path, order: tuple[str, str]) -> None:
    """The check takes two hours, the upkeep one, in whatever order they are written."""
    entries = {"check": f"check: {{{WEEKLY}, work: 2h}}", "upkeep": f"upkeep: {{{WEEKLY}}}"}
    plan = plan_of(team(), more="planned:\n  " + "\n  ".join(entries[name] for name in order))
    found = story(tmp_path, [("25 23:59", "s10", "f", None, None, "0s")], "f: {}", plan)
    assert [line.split()[1] for line in found.lines(Event.LEFT)][:2] == ["10:10", "11:10"]


def test_a_visit_is_a_contact_with_the_customer(tmp_path: Path) -> None:
    """Called every other day unless somebody was there: on the 5th at 08:10, so that the call is due on the 6th."""
    calls = "calls: {contact: {every: 2d, window: 1d, handle: 5min}}\ndesks: {front: {seats: 1, takes: phone}}"
    found = planned(tmp_path, "every: 1d, window: 1d", more=calls)
    assert [line for line in found.lines(Event.CONTACTED) if line[:2] in ("06", "07", "08", "09")] == []


# -- what for ---------------------------------------------------------------------------------------------------------


def reported(*times: str, numbers: Sequence[float] = ()) -> Callable[[World], World]:
    """Tickets at these times and no others, with these numbers of their own against measures."""

    def put(world: World) -> World:
        size = len(times)
        columns = {field.name: getattr(world.tickets, field.name)[:size] for field in fields(world.tickets)}
        columns["reported"] = np.array([instant(time) for time in times])
        needs = replace(world.needs, first=world.needs.first[: size + 1])
        return replace(world, tickets=replace(world.tickets, **columns), needs=needs, luck=Given(numbers))

    return put


class Given(Luck):
    """Luck as drawn, but for what measures prevent."""

    def __init__(self, numbers: Sequence[float]) -> None:
        super().__init__(1, 0)
        self.numbers = np.array(numbers)

    def each(self, stream: str, *keys: Any) -> Any:
        return self.numbers if stream == "prevented" else super().each(stream, *keys)


def prevented(
    folder: Path, entry: str, *times: str, numbers: Sequence[float], teams: tuple = (), more: str = ""
) -> Story:
    """Tickets at s10, each mended in no time."""
    plan = plan_of(*(teams or (team(),)), more=f"planned:\n  upkeep: {{{entry}}}\n{more}")
    return story(
        folder, None, "f: {rate: 0.1/h, repair: 0s}", plan, sites=AT_S10, luck=reported(*times, numbers=numbers)
    )


def test_a_fault_is_prevented_if_its_number_lies_below_the_share(tmp_path: Path) -> None:
    """Nothing else is told of it."""
    times = ("06 09:00", "06 10:00", "06 11:00")
    found = prevented(tmp_path, f"{WEEKLY}, lowers_failures: 30%", *times, numbers=[0.29, 0.31, 0.9])
    assert [line for line in found.lines() if line.split()[2] == "0"] == ["06 09:00 0 PREVENTED 0 -"]
    assert len(found.lines(Event.RESTORED)) == 2


def test_two_measures_leave_the_product_of_what_each_leaves(tmp_path: Path) -> None:
    """Half and a fifth: 60 % are prevented."""
    second = "  more: {every: 1w, window: 1w, lowers_failures: 20%}"
    found = prevented(tmp_path, f"{WEEKLY}, lowers_failures: 50%", "06 09:00", "06 10:00", numbers=[0.59, 0.61],
                      more=second)  # fmt: skip
    assert found.lines(Event.PREVENTED) == ["06 09:00 0 PREVENTED 0 -"]


def test_in_force_at_first_until_the_end_of_the_first_window(tmp_path: Path) -> None:
    """Nobody makes the visits, the only one who may being away: from the 8th on nothing is prevented."""
    away = team(more="leave: [{from: 2026-01-05, to: 2026-01-31}]")
    others = team("others", 20)
    entry = f"{THREE_DAYS}, lowers_failures: 50%, teams: [crew]"
    found = prevented(tmp_path, entry, "05 00:01", "07 23:59", "08 00:01", numbers=[0.1] * 3, teams=(away, others))
    assert found.lines(Event.PREVENTED) == ["05 00:01 0 PREVENTED 0 -", "07 23:59 1 PREVENTED 0 -"]


def test_in_force_from_the_end_of_a_visit_for_one_round_and_one_window(tmp_path: Path) -> None:
    """The visit of the 5th ends at 09:10 and lasts for six days; the crew is on leave from the 6th on."""
    crew = team(more="leave: [{from: 2026-01-06, to: 2026-01-31}]")
    found = prevented(tmp_path, f"{THREE_DAYS}, lowers_failures: 50%", "11 09:09", "11 09:11", numbers=[0.1] * 2,
                      teams=(crew,))  # fmt: skip
    assert found.lines(Event.PREVENTED) == ["11 09:09 0 PREVENTED 0 -"]
    assert of_plan(found, Event.LEFT) == ["05 09:10 p0 LEFT 1 crew-1 1"]


def test_a_share_of_sites_is_kept_up_from_the_first_visit_on(tmp_path: Path) -> None:
    """Where only some sites are visited none is from the start: this one is from the end of its visit on, at 09:10."""
    entry = f"{WEEKLY}, share_of_sites: 99.99%, lowers_failures: 50%"
    found = prevented(tmp_path, entry, "05 07:00", "05 09:00", "05 09:11", numbers=[0.1] * 3)
    assert of_plan(found, Event.LEFT)[0] == "05 09:10 p0 LEFT 1 crew-1 1"
    assert found.lines(Event.PREVENTED) == ["05 09:11 2 PREVENTED 0 -"]


def test_only_its_teams_make_a_visit_though_others_are_alike(tmp_path: Path) -> None:
    """The others are nearer and work the same hours."""
    found = planned(tmp_path, f"{WEEKLY}, teams: [crew]", teams=(team(), team("others", 10)))
    assert of_plan(found, Event.DISPATCHED)[0] == "05 08:00 p0 DISPATCHED 1 crew-1"


def test_what_comes_back_is_not_prevented(tmp_path: Path) -> None:
    """Of some fifty faults and as many repeats all are prevented or come back: no repeat is prevented."""
    plan = plan_of(team(engineers="unlimited", shift="always"),
                   more=f"planned: {{upkeep: {{{WEEKLY}, lowers_failures: 50%}}}}")  # fmt: skip
    faults = "f: {rate: 0.1/h, repair: 1h, repeat: {chance: 99.9%, after: 1h}}"
    found = story(tmp_path, None, faults, plan, sites=AT_S10)
    log = found.log.of(Event.PREVENTED)
    assert len(log) > 10
    assert (log.ticket < found.world.originals).all()
    assert len(found.lines(Event.REPEATED)) > 10


def test_a_measure_that_lowers_nothing_prevents_nothing(tmp_path: Path) -> None:
    assert prevented(tmp_path, WEEKLY, "06 09:00", numbers=[0.0]).lines(Event.PREVENTED) == []


def test_by_running_time_a_failure_that_is_prevented_lets_the_unit_run_on(tmp_path: Path) -> None:
    """Of many failures about half are left, each at the same running time as without the visits."""

    def run(name: str, lowers: str) -> tuple[set[int], set[int]]:
        plan = plan_of(team(engineers="unlimited", shift="always"),
                       more=f"planned: {{upkeep: {{{WEEKLY}, lowers_failures: {lowers}}}}}")  # fmt: skip
        found = story(tmp_path / name, None, "f: {rate: 0.1/h, repair: 0s}", plan, sites=["s0"],
                      extra="failures: operating", known={"s0": {"units": "5"}})  # fmt: skip
        failed, prevented = (found.log.of(kind) for kind in (Event.FAILED, Event.PREVENTED))
        return (set(zip(failed.at.tolist(), failed.ticket.tolist(), strict=True)),
                set(zip(prevented.at.tolist(), prevented.ticket.tolist(), strict=True)))  # fmt: skip

    (all_, none), (left, prevented) = run("without", "0%"), run("with", "50%")
    assert not none
    assert left | prevented == all_  # repaired in no time, so that nothing is put off
    assert abs(len(left) - len(all_) / 2) < 3 * np.sqrt(len(all_) / 4)
