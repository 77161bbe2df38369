"""Stories of whole units that are exchanged: first of all, or when the repair takes too long."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, part, plan_of, story, team, trajectory

LIFE = tuple(kind for kind in Event if kind > Event.REPLIED)
UNIT = part("whole", "5d", kind="unit")
PUMP = part("pump", "2d")
SWAP = "swap: {unit: whole, work: 30min}"
DEPOT = team("depot", 500, engineers=0, outlet="stock: {whole: 9}")  # far away, never at hand
JOB = ("05 09:00", "s10", "f", None, "10min", "3h")
KNOWN, UNKNOWN = "f: {parts: {pump: {chance: 100%, known: 100%}}}", "f: {parts: {pump: {chance: 100%, known: 0%}}}"


def exchange(
    folder: Path, rule: str, stock: str = "", van: str = "", faults: str = "f: {}", tickets: list | None = None,
    shift: str = "always", dispatch: str = "", more: str = "", luck: dict | None = None,
) -> Story:  # fmt: skip
    crew = team(shift=shift, more=f"van: {{{van}}}{more}", outlet=f"stock: {{{stock}}}")
    plan = plan_of(crew, DEPOT, more=f"swap: {rule}", dispatch=dispatch)
    return story(folder, tickets or [JOB], faults, plan, product=SWAP, parts=[UNIT, PUMP], luck=luck)


def work(found: Story) -> list[str]:
    kinds = (Event.PARTS_ASKED, Event.PARTS_READY, Event.DEPARTED, Event.COLLECTED, Event.ARRIVED, Event.DIAGNOSED,
             Event.SWAPPED, Event.RESTORED, Event.LEFT, Event.PAUSED)  # fmt: skip
    return found.lines(*kinds)


# -- first ------------------------------------------------------------------------------------------------------------


def test_first_of_all_a_unit_is_taken_along_and_exchanged_after_the_diagnosis(tmp_path: Path) -> None:
    """Half an hour in place of three; no pump is asked for, and what is exchanged holds."""
    found = exchange(tmp_path, "first", "whole: 1, pump: 1", faults=KNOWN.replace("f: {", "f: {first_fix: 99.99%, "),
                     luck={"u_first_fix": [0.99995]})  # fmt: skip
    assert found.lines(*LIFE) == trajectory("""
    05 09:00 - ORDERED 1 crew/whole 1
    05 09:00 0 ASKED 0 crew/whole 1
    05 09:00 0 TAKEN 1 crew/whole 1
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 PARTS_READY 0 - 1
    05 09:00 0 READY 1 -
    05 09:00 0 DISPATCHED 1 crew-1
    05 09:00 0 COLLECTED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:50 0 SWAPPED 1 crew-1 whole
    05 09:50 0 RESTORED 1 crew-1
    05 09:50 0 LEFT 1 crew-1 1
    05 09:50 0 CLOSED 0 -
    10 09:00 - RECEIVED 0 crew/whole 1     # refilled after its lead
    """)


def test_the_store_issues_the_unit_and_the_ticket_waits_for_that_part(tmp_path: Path) -> None:
    """Asked for at 09:00, in hand at 09:15."""
    crew = team(shift="always", outlet="stock: {whole: 1}, issue: 15min")
    plan = plan_of(crew, more="swap: first")
    found = story(tmp_path, [JOB], "f: {}", plan, product=SWAP, parts=[UNIT])
    assert found.lines(Event.PARTS_ASKED, Event.PARTS_READY, Event.READY) == trajectory("""
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:15 0 PARTS_READY 0 - 1
    05 09:15 0 READY 1 -
    """)


@pytest.mark.parametrize("stock", ["whole: 0, pump: 1", "pump: 1"])
def test_where_no_unit_is_there_it_is_repaired_on_site_with_its_parts(tmp_path: Path, stock: str) -> None:
    """A unit on order, or in another store, is not at hand; nobody waits for one."""
    found = exchange(tmp_path, "first", stock, faults=KNOWN)
    assert work(found) == trajectory("""
    05 09:00 0 PARTS_ASKED 0 - 1
    05 09:00 0 PARTS_READY 0 - 1
    05 09:00 0 COLLECTED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 12:20 0 RESTORED 1 crew-1
    05 12:20 0 LEFT 1 crew-1 1
    """)
    assert found.lines(Event.TAKEN) == ["05 09:00 0 TAKEN 1 crew/pump 1"]


def test_a_unit_in_his_van_is_exchanged_first_too(tmp_path: Path) -> None:
    found = exchange(tmp_path, "first", van="whole: 1")
    assert work(found) == trajectory("""
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 09:20 0 PARTS_ASKED 1 - 1
    05 09:20 0 PARTS_READY 1 -
    05 09:50 0 SWAPPED 1 crew-1 whole
    05 09:50 0 RESTORED 1 crew-1
    05 09:50 0 LEFT 1 crew-1 1
    """)


def test_the_first_ticket_of_an_instant_gets_the_last_unit(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f", None, None, "3h"), ("05 09:00", "s11", "f", None, None, "3h")]
    plan = plan_of(team(engineers=2, shift="always", outlet="stock: {whole: 1}"), more="swap: first")
    found = story(tmp_path, tickets, "f: {}", plan, product=SWAP, parts=[UNIT])
    assert found.lines(Event.SWAPPED, Event.RESTORED) == trajectory("""
    05 09:40 0 SWAPPED 1 crew-1 whole
    05 09:40 0 RESTORED 1 crew-1
    05 12:11 1 RESTORED 1 crew-2
    """)


# -- when it takes too long -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("repair", "done"), [("110min", "11:10"), ("111min", "11:40")])
def test_a_unit_not_restored_in_time_is_exchanged_if_one_is_at_hand(tmp_path: Path, repair: str, done: str) -> None:
    """Two hours from 09:10, ten minutes to find the fault: 110 minutes just make it, a minute more does not."""
    tickets = [("05 09:00", "s10", "f", None, "10min", repair)]
    found = exchange(tmp_path, "{when_not_restored_within: 2h}", van="whole: 1", tickets=tickets)
    exchanged = """
    05 11:10 0 PARTS_ASKED 1 - 1
    05 11:10 0 PARTS_READY 1 -
    05 11:40 0 SWAPPED 1 crew-1 whole
    """
    assert work(found) == trajectory(f"""
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:20 0 DIAGNOSED 1 crew-1
    {exchanged if done == "11:40" else ""}
    05 {done} 0 RESTORED 1 crew-1
    05 {done} 0 LEFT 1 crew-1 1
    """)


def test_a_unit_in_the_outlet_is_fetched_for_the_exchange(tmp_path: Path) -> None:
    found = exchange(tmp_path, "{when_not_restored_within: 2h}", "whole: 1")
    assert work(found)[3:] == trajectory("""
    05 11:10 0 PARTS_ASKED 1 - 1
    05 11:10 0 PARTS_READY 1 - 1
    05 11:10 0 DEPARTED 1 crew-1 10000m
    05 11:20 0 COLLECTED 1 crew-1
    05 11:20 0 DEPARTED 1 crew-1 10000m
    05 11:30 0 ARRIVED 1 crew-1
    05 12:00 0 SWAPPED 1 crew-1 whole
    05 12:00 0 RESTORED 1 crew-1
    05 12:00 0 LEFT 1 crew-1 1
    """)


def test_without_a_unit_the_repair_goes_on(tmp_path: Path) -> None:
    found = exchange(tmp_path, "{when_not_restored_within: 2h}", "whole: 0")
    assert work(found)[3:] == ["05 12:20 0 RESTORED 1 crew-1", "05 12:20 0 LEFT 1 crew-1 1"]


def test_a_diagnosis_that_takes_too_long_is_followed_by_the_exchange(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f", None, "3h", "2h")]
    found = exchange(tmp_path, "{when_not_restored_within: 2h}", van="whole: 1", tickets=tickets)
    assert found.lines(Event.DIAGNOSED, Event.SWAPPED) == trajectory("""
    05 12:10 0 DIAGNOSED 1 crew-1
    05 12:40 0 SWAPPED 1 crew-1 whole
    """)


def test_the_time_runs_through_breaks(tmp_path: Path) -> None:
    """On site at 11:10, an hour is over at 12:10, in his break: exchanged from 13:00 on."""
    tickets = [("05 11:00", "s10", "f", None, "10min", "3h")]
    rule = "{when_not_restored_within: 1h}"
    found = exchange(tmp_path, rule, van="whole: 1", tickets=tickets, shift="works")
    assert work(found)[3:] == trajectory("""
    05 12:10 0 PARTS_ASKED 1 - 1
    05 12:10 0 PARTS_READY 1 -
    05 13:30 0 SWAPPED 1 crew-1 whole
    05 13:30 0 RESTORED 1 crew-1
    05 13:30 0 LEFT 1 crew-1 1
    """)


def test_the_time_runs_through_the_night(tmp_path: Path) -> None:
    """Over at 18:30, when he is at home: he comes again in the morning and exchanges it."""
    tickets = [("05 16:20", "s10", "f", None, "10min", "3h")]
    rule = "{when_not_restored_within: 2h}"
    found = exchange(
        tmp_path, rule, van="whole: 1", tickets=tickets, shift="works", dispatch="end_of_shift: next_day"
    )  # fmt: skip
    assert work(found)[3:] == trajectory("""
    05 17:00 0 PAUSED 1 crew-1
    06 08:00 0 DEPARTED 1 crew-1 10000m
    06 08:10 0 ARRIVED 1 crew-1
    06 08:10 0 PARTS_ASKED 1 - 1
    06 08:10 0 PARTS_READY 1 -
    06 08:40 0 SWAPPED 1 crew-1 whole
    06 08:40 0 RESTORED 1 crew-1
    06 08:40 0 LEFT 1 crew-1 1
    """)


def test_the_time_is_that_of_the_clock_also_for_who_is_slow(tmp_path: Path) -> None:
    """All he does takes twice as long: found after 20 min, 11:10 is 11:10, and the exchange takes an hour."""
    found = exchange(
        tmp_path, "{when_not_restored_within: 2h}", van="whole: 1", faults="f: {skill: gas}", more=", skills: {gas: 2}"
    )  # fmt: skip
    assert work(found)[2:] == trajectory("""
    05 09:30 0 DIAGNOSED 1 crew-1
    05 11:10 0 PARTS_ASKED 1 - 1
    05 11:10 0 PARTS_READY 1 -
    05 12:10 0 SWAPPED 1 crew-1 whole
    05 12:10 0 RESTORED 1 crew-1
    05 12:10 0 LEFT 1 crew-1 1
    """)


def test_the_time_counts_from_the_first_arrival(tmp_path: Path) -> None:
    """The repair of an hour does not hold: at 10:20 a second try begins; 11:10 is two hours after the first arrival."""
    tickets = [("05 09:00", "s10", "f", None, "10min", "1h")]
    found = exchange(
        tmp_path, "{when_not_restored_within: 2h}", van="whole: 1", tickets=tickets,
        faults="f: {first_fix: 99.99%, repair: 10h}", luck={"u_first_fix": [0.99995]},
    )  # fmt: skip
    assert found.lines(Event.LEFT, Event.SWAPPED) == trajectory("""
    05 10:20 0 LEFT 1 crew-1 0
    05 11:40 0 SWAPPED 2 crew-1 whole
    05 11:40 0 LEFT 2 crew-1 1
    """)


@pytest.mark.parametrize(
    ("stock", "van", "rows"),
    [
        ("pump: 1, whole: 1", "", "PARTS_ASKED LEFT PARTS_READY DEPARTED COLLECTED DEPARTED ARRIVED RESTORED LEFT"),
        ("pump: 0, whole: 1", "", "PARTS_ASKED PARTS_ASKED PARTS_READY DEPARTED COLLECTED DEPARTED ARRIVED SWAPPED"),
        ("pump: 0, whole: 0", "whole: 1", "PARTS_ASKED PARTS_ASKED PARTS_READY SWAPPED RESTORED LEFT"),
        ("pump: 0, whole: 0", "", "PARTS_ASKED LEFT PARTS_READY DEPARTED COLLECTED DEPARTED ARRIVED RESTORED LEFT"),
    ],
)  # fmt: skip
def test_a_missing_part_that_is_not_at_hand_is_made_up_for_by_a_unit(
    tmp_path: Path, stock: str, van: str, rows: str
) -> None:
    """The part if it is at hand, else a unit, else the return visit."""
    tickets = [("05 09:00", "s10", "f", None, "10min", "20min")]
    rule = "{when_not_restored_within: 5d}"
    found = exchange(tmp_path, rule, stock, van, faults=UNKNOWN, tickets=tickets)
    assert " ".join(line.split()[3] for line in work(found)[3:]).startswith(rows)


def test_an_exchange_that_is_handed_over_is_ended_by_somebody_else(tmp_path: Path) -> None:
    """From 16:50 on; ten minutes of the exchange are done at 17:00, twenty are left for who comes from 30 km away."""
    tickets = [("05 16:30", "s10", "f", None, "10min", "3h")]
    crew, late = team(outlet="stock: {whole: 1}"), team("late", 40, shift="late")
    plan = plan_of(crew, late, more="swap: first", dispatch="end_of_shift: handover")
    found = story(tmp_path, tickets, "f: {}", plan, product=SWAP, parts=[UNIT])
    assert found.lines(*LIFE)[10:-2] == trajectory("""
    05 16:50 0 DIAGNOSED 1 crew-1
    05 17:00 - HOMEWARD 0 crew-1 10000m
    05 17:00 0 LEFT 1 crew-1 3
    05 17:00 0 READY 2 -
    05 17:00 0 DISPATCHED 2 late-1
    05 17:00 0 DEPARTED 2 late-1 30000m
    05 17:30 0 ARRIVED 2 late-1
    05 17:50 0 SWAPPED 2 late-1 whole
    05 17:50 0 RESTORED 2 late-1
    05 17:50 0 LEFT 2 late-1 1
    05 17:50 0 CLOSED 0 -
    """)


# -- what a unit makes unnecessary ------------------------------------------------------------------------------------


def lacking(folder: Path, van: str) -> list[str]:
    """The pump is known and lies in the outlet; the lamp that is found missing lies nowhere, and a unit stands in."""
    faults = "f: {parts: {pump: {chance: 100%, known: 100%}, lamp: {chance: 100%, known: 0%}}}"
    crew = team(shift="always", more=f"van: {{{van}}}", outlet="stock: {pump: 1, lamp: 0}")
    plan = plan_of(crew, more="swap: {when_not_restored_within: 5d}")
    found = story(folder, [JOB], faults, plan, product=SWAP, parts=[UNIT, PUMP, part("lamp", "2d")])
    lines = found.lines(Event.TAKEN, Event.GIVEN_BACK, Event.SWAPPED)
    return [line for line in lines if " - " not in line[:11]]


def test_a_part_that_is_not_put_in_goes_back_when_a_unit_is_exchanged(tmp_path: Path) -> None:
    assert lacking(tmp_path, "whole: 1") == trajectory("""
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:20 0 TAKEN 1 van-of-crew-1/whole 1
    05 09:20 0 GIVEN_BACK 0 crew/pump 1
    05 09:50 0 SWAPPED 1 crew-1 whole
    """)


def test_what_was_given_back_already_is_not_given_back_again(tmp_path: Path) -> None:
    """He takes the pump of his van and leaves the reserved one on the shelf; then the van has its pump again."""
    assert lacking(tmp_path, "whole: 1, pump: 1") == trajectory("""
    05 09:00 0 TAKEN 1 crew/pump 1
    05 09:00 0 TAKEN 1 van-of-crew-1/pump 1
    05 09:00 0 GIVEN_BACK 0 crew/pump 1
    05 09:20 0 TAKEN 1 van-of-crew-1/whole 1
    05 09:20 0 GIVEN_BACK 0 van-of-crew-1/pump 1
    05 09:50 0 SWAPPED 1 crew-1 whole
    """)
