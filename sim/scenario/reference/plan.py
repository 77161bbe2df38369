"""What the keys of a plan about places, stores and desks mean."""

from collections.abc import Callable

from sim.wording import _


def _costs() -> dict[str, str]:
    return {
        "cost_per_month": _("Upkeep."),
        "one_off": _("Paid once; shown apart."),
    }


def _place() -> dict[str, str]:
    return {
        "city": _("Its place: the centre of a Chinese prefecture; an assumption."),
        "lat": _("Its place, degrees north, with `lon`."),
        "lon": _("Degrees east."),
        "x_km": _("Its place on a plane, with `y_km`."),
        "y_km": _("Kilometres."),
    }


PLAN: dict[str, Callable[[], dict[str, str]]] = {
    "PlanFile": lambda: {
        "": _("What management decides. `baseline` is the plan that is taken where none is named."),
        "name": _("What reports call the plan; else the name of its file."),
        "desks": _("Who answers and who dispatches; without any, everybody is answered at once."),
        "outlets": _("Service points."),
        "central": _("The store behind the outlets; left out, the suppliers deliver to them."),
        "supply": _("How parts travel, and where they are looked for."),
        "swap": _("When whole units are exchanged; left out, never. Bare: `first`."),
        "teams": _("Who drives."),
        "territories": _("Who serves whom; left out, each site's own outlet (sites.csv), else the nearest."),
        "dispatch": _("Who goes first, and who goes."),
        "calls": _("Calls of the desks to customers; an entry left out never happens."),
        "workshop": _("Where what comes back is repaired; left out, elsewhere without waiting."),
        "planned": _("Visits without a fault."),
        "decide": _(
            "What `size` may move, and between which values, by path, such as `teams.*.engineers: 1..8`; left out, "
            "every head count, seat count and stock level between 0 and three times its value. Nothing else reads it."
        ),
    },
    "Desk": lambda: {
        "": _("People who answer, or turn tickets into visits. Live work first, then deferred."),
        "role": _("`dispatch`: turns tickets into visits and speaks to nobody; one at most."),
        "seats": _('People on duty, such as `3`, or by hours `{"08:00-20:00": 3, "20:00-08:00": 1}`.'),
        "calendar": _("Besides, this must be open; left out, every day."),
        "takes": _("Channels; each is taken by one desk."),
        "order": _("Who is answered first among those on the line."),
        "trunks": _("Lines: so many can wait and talk; left out, any number."),
        "after_call": _("Work after a call, before the next one."),
        "overflow": _("Another desk that a call waits for too."),
        "virtual_hold": _("Callers may hang up, keep their place and be called."),
        "escalate_to": _("Who advises where this desk's advice does not help."),
        "training": _("What better people, scripts or a knowledge base change."),
        "handle": _("Work on one ticket, of a dispatch desk."),
        "employer": _("Own people or a partner's."),
        "pay_per_call": _("For each call or message."),
        "pay_per_seat_month": _("For each seat of each shift."),
        **_costs(),
        "level": _("What it can fix on the phone (`remote_fix` of the fault)."),
    },
    "Overflow": lambda: {
        "to": _("That desk."),
        "after": _("After so long."),
    },
    "VirtualHold": lambda: {
        "after": _("Offered after so long."),
        "accepted": _("Share who accept."),
    },
    "Training": lambda: {
        "remote_fix": _("Factor of the shares fixed on the phone, at most 100 %."),
        "talk": _("Factor of the length of talks."),
        "one_off": _("Its cost, paid once."),
    },
    "Outlet": lambda: {
        "": _("A service point: home of teams, store of parts, with benches a repair point."),
        **_place(),
        "open": _("`no`: as if it, its teams and its stock were not in the plan."),
        "stock": _("Parts it keeps: a rule for each, or `{file: stock.csv}`."),
        "store_hours": _("When it hands out parts."),
        "issue": _("How long handing out takes."),
        "from_central": _("Delivery from the central store; left out, as `supply` says."),
        "benches": _("Where units that customers bring are repaired."),
        "bench_calendar": _("When work on them goes on."),
        **_costs(),
    },
    "Central": lambda: {
        "": _("The store behind the outlets; it needs no place."),
        **_place(),
        "stock": _("Parts it keeps."),
        "store_hours": _("When it hands out parts."),
        "issue": _("How long handing out takes."),
        **_costs(),
    },
    "StockRule": lambda: {
        "level": _("Orders each piece it hands out: `3` or `{level: 3}`."),
        "s": _("Orders when stock with what is on order, less what is waited for, is at this or below,"),
        "S": _("up to this,"),
        "Q": _("or in lots of this."),
    },
    "Supply": lambda: {
        "": _("The supplier's own delivery time is `lead` in parts.csv."),
        "central_to_outlet": _("Delivery to outlets."),
        "outlet_to_van": _("Until a van's kit is filled up."),
        "courier": _("Somebody who brings any part to the site; left out, nobody (but see `courier_lead`)."),
        "lateral": _("Outlets that help each other out; an outlet is in one pool at most."),
        "sourcing": _("Where a part is looked for, in this order; what is not set up is passed over."),
    },
    "Courier": lambda: {
        "lead": _("How long it takes."),
    },
    "Lateral": lambda: {
        "between": _("The outlets, two or more."),
        "lead": _("How long it takes."),
    },
    "SwapRule": lambda: {
        "when": _("`first`: before anything else is tried, where a unit is at hand."),
        "when_not_restored_within": _("Only when so long after the arrival it does not work."),
    },
    "Workshop": lambda: {
        "": _("One place for all that comes back (parts of kind repairable or unit with a `repair`)."),
        "benches": _("So many are repaired at a time."),
        "calendar": _("When work goes on."),
        **_costs(),
    },
}
