"""Traces of parts that come back: what became of the defective one, and why the next ticket waits for it."""

from __future__ import annotations

from pathlib import Path

from sim.report.trace import Trace
from tests.rooms.report.traced import lines, story_of, traced
from tests.stories.little import Ticket, at_km, part, plan_of, story, team

NINE, TEN, ELEVEN = ((f"05 {hour}:00", "s10", "f", None, "10min", "30min") for hour in ("09", "10", "11"))
NEEDS_A_PUMP = "f: {parts: {pump: {chance: 100%, known: 100%}}}"
ONE_PUMP = team(shift="always", outlet="stock: {pump: 1}")
ONE_BENCH = "workshop: {benches: 1, calendar: works}"


def pump(**more: str) -> str:
    """A pump that is repaired for four hours a day's way off."""
    return part("pump", "7d", kind="repairable", **{"repair": "4h", "return_transit": "1d", **more})


def told(folder: Path, tickets: list[Ticket], ticket: int, pump: str, plan: str = "", **more: str) -> Trace:
    """The trace of one ticket of those that need a pump; one pump and one bench unless the plan says otherwise."""
    plan = plan or plan_of(ONE_PUMP, more=ONE_BENCH)
    return traced(story(folder, tickets, NEEDS_A_PUMP, plan, parts=[pump], **more), ticket)


def test_what_became_of_the_defective_part_is_told_after_the_ticket(tmp_path: Path) -> None:
    """Exchanged on Monday 09:50, a day on the way; 4 h of bench work from 09:50 with an hour's break."""
    found = lines(told(tmp_path, [NINE], 0, pump()))
    assert found[-3:] == story_of("""
    Mon 01-05 09:50 +0:50 It works again. The customer signs: closed. The defective pump is sent back for repair.
    Tue 01-06 09:50 +24:50 The defective pump is at the workshop. Repair of the defective pump begins.
    Tue 01-06 14:50 +29:50 The defective pump is repaired: back on the shelf of outlet crew.
    """)


def test_who_waits_for_a_part_under_repair_is_told_so(tmp_path: Path) -> None:
    """Nothing is ordered: the defective one counts as on order from the request on."""
    found = told(tmp_path, [NINE, TEN], 1, pump())
    wait, came = lines(found)[1:3]
    assert wait.strip() == (
        "1 d 4 h 50 min part: 1 x pump missing in outlet crew; 1 of this part is away for repair: 1 on the way back; "
        "it comes Tue 01-06 14:50"
    )
    assert came.startswith("Tue 01-06 14:50 +28:50 1 x pump taken from outlet crew, just back from repair. ")
    saved = "1 x pump more in outlet crew at Mon 01-05 10:00, or a quicker repair could have saved it."
    assert found.lesson.endswith(saved)


def test_a_part_that_is_still_on_its_way_out_is_named(tmp_path: Path) -> None:
    """Ticket 1 asks at 09:30; ticket 0 is exchanged at 09:50."""
    soon = ("05 09:30", *NINE[1:])
    wait = lines(told(tmp_path, [NINE, soon], 1, pump()))[1]
    assert "; 1 of this part is away for repair: 1 not exchanged yet; it comes Tue 01-06 14:50" in wait


def test_a_bench_that_is_waited_for_is_the_remedy(tmp_path: Path) -> None:
    """Three pumps come back at 09:50: the bench takes the first and has 4 h of work with each."""
    crews = team(shift="always", engineers=3, outlet="stock: {pump: 3}")
    plan = plan_of(crews, more=ONE_BENCH)
    late = ("05 13:00", "s10", "f", None, "10min", "30min")
    found = told(tmp_path, [NINE, NINE, NINE, late], 3, pump(return_transit="0s"), plan)
    where = "3 of this part are away for repair: 2 waiting for a bench, 1 on a bench"
    assert where in lines(found)[1]
    others = lines(told(tmp_path / "others", [NINE, NINE, NINE, late], 2, pump(return_transit="0s"), plan))
    assert "The defective pump is at the workshop; its bench is busy; 1 unit waits already." in others[-3]
    one_of_three = told(tmp_path / "late", [NINE, NINE, NINE, late], 3, pump(return_transit="0s", repair="20h"), plan)
    assert ", or one more bench in the workshop could have saved it." in one_of_three.lesson


def test_a_closed_workshop_is_named(tmp_path: Path) -> None:
    """Back at 19:50, after five in the afternoon."""
    found = lines(told(tmp_path, [NINE], 0, pump(return_transit="10h")))
    assert found[-2] == (
        "Mon 01-05 19:50 +10:50 The defective pump is at the workshop. A bench takes the defective pump; the workshop "
        "opens Tue 01-06 08:00."
    )


def test_the_monthly_return_and_the_scrap_heap(tmp_path: Path) -> None:
    """Kept until 1 February and scrapped; the new one takes seven days more."""
    horizon = "{start: 2026-01-05, weeks: 1, warmup: 0s, runout: 6w}"
    kept = pump(return_every="1 month", return_transit="0s", scrap="100%")
    found = told(tmp_path, [NINE, TEN], 1, kept, horizon=horizon)
    assert lines(found)[1].strip() == (
        "33 d 14 h part: 1 x pump missing in outlet crew; 1 of this part is away for repair: 1 kept for the next "
        "return; 1 was scrapped Sun 02-01 00:00 and is bought anew; it comes Sun 02-08 00:00"
    )
    assert ", or defective ones sent back sooner could have saved it." in found.lesson
    first = lines(told(tmp_path / "first", [NINE], 0, kept, horizon=horizon))
    assert first[-1] == (
        "Sun 02-01 00:00 +639:00 The defective pump is sent back for repair, with all that was kept for this day. The "
        "defective pump is at the workshop. The defective pump is not worth repairing: scrapped, outlet crew is "
        "one short and has to buy."
    )


def test_the_second_defective_unit_has_a_number(tmp_path: Path) -> None:
    faults = "f: {parts: {pump: {chance: 100%, known: 100%, quantity: 2}}}"
    plan = plan_of(team(shift="always", outlet="stock: {pump: 2}"))
    found = lines(traced(story(tmp_path, [NINE], faults, plan, parts=[pump()])))
    assert "Defective pump no. 2 is sent back for repair." in found[-3]
    assert "Repair of defective pump no. 2 begins." in found[-2]


def test_parts_come_home_to_the_central_store(tmp_path: Path) -> None:
    central = f"central: {at_km(0, 'stock: {pump: 1}')}\nsupply: {{central_to_outlet: 5h}}"
    plan = plan_of(team(shift="always", outlet="stock: {pump: 0}"), more=central)
    found = told(tmp_path, [NINE, TEN], 1, pump(), plan)
    assert "the central store has none either; 1 of this part is away for repair" in lines(found)[1]
    assert lines(told(tmp_path / "first", [NINE], 0, pump(), plan))[-1].endswith(
        "back on the shelf of the central store."
    )


def test_what_does_as_well_is_taken(tmp_path: Path) -> None:
    plan = plan_of(team(shift="always", outlet="stock: {pump: 0, other: 1}"))
    parts = [part("pump", "7d", substitute="other"), part("other", "7d")]
    found = lines(traced(story(tmp_path, [NINE], NEEDS_A_PUMP, plan, parts=parts)))
    assert (
        "1 x pump not at hand: other taken instead. 1 x pump missing in outlet crew. 1 x other taken from outlet crew. "
        "A visit can go."
    ) in found[0]
