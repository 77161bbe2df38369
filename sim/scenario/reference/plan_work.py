"""What the keys of a plan about people in the field, dispatch, calls and planned visits mean."""

from collections.abc import Callable

from sim.wording import _


def _call() -> dict[str, str]:
    return {
        "desk": _("Who calls; left out, the first desk that takes a channel."),
        "handle": _("Desk work of each try."),
        "reached": _("Share of tries that find the customer; else again on the desk's next day."),
    }


PLAN_WORK: dict[str, Callable[[], dict[str, str]]] = {
    "Team": lambda: {
        "": _("Engineers of one outlet who know the same, work the same shift and have the same employer."),
        "outlet": _("Where they start from."),
        "engineers": _("How many; `unlimited` never runs out."),
        "employer": _("Own people or a partner's."),
        "skills": _("What they know: `body`, `[body, gas]`, or with slowness `{gas: 1.0, dust: 1.25}`; left out, all."),
        "shift": _("The calendar they work by."),
        "on_call": _("Some who can be called outside the shift."),
        "overtime": _("How far work may run over the end of a duty."),
        "shrinkage": _("Share of duties that each misses by chance."),
        "leave": _("Some who are away."),
        "van": _("Parts that each of them carries."),
        "at_most": _("Visits a month, of a contracted team."),
        "pay_per_engineer_month": _("Pay of each."),
        "pay_per_visit": _("For each engineer sent."),
        "cost_per_month": _("Upkeep."),
        "one_off": _("Paid once; shown apart."),
    },
    "OnCall": lambda: {
        "engineers": _("How many, in weekly turns."),
        "mobilise": _("Until they set out."),
        "rest": _("Before the next duty, after work at night."),
        "wake": _("`if_due`: only where the next duty would be too late; `always`; or severities."),
    },
    "Overtime": lambda: {
        "cap": _("At most so long."),
    },
    "Leave": lambda: {
        "from": _("First day."),
        "to": _("Last day, included."),
        "engineers": _("So many of them."),
    },
    "Territory": lambda: {
        "": _("Sites or regions, and who serves them."),
        "sites": _("Ids of sites."),
        "regions": _("Regions of sites.csv."),
        "outlets": _("First one first."),
    },
    "Dispatch": lambda: {
        "": _("The dispatcher knows expected times, not true ones."),
        "rule": _("Which visit is next: by report, by when it became ready, by severity, by latest departure."),
        "assign": _("Who goes: the earliest on site over all outlets, or the territory's outlets in order."),
        "backup": _("When the next outlet is asked: at once, or only where the first would be late."),
        "end_of_shift": _(
            "Work not done by the end of duty and overtime: `finish` (overtime first) and `next_day` go on next day; "
            "`handover`: anybody goes on; `relief`: others are sent in time, the first stay until they come."
        ),
        "overnight": _("Whoever stops for the night stays near the site, else drives home."),
        "missing_part": _("A part found missing on site: the crew waits, or returns when it is there."),
        "after_job": _("Straight on to the next visit, or back to the outlet first."),
        "reserve": _("So many engineers of each outlet are kept for this severity and graver ones."),
        "due": _("An inner limit of the dispatcher in place of that of a commitment; it is judged by its own."),
    },
    "Calls": lambda: {
        "": _("Each entry is desk work behind all callers."),
        "progress": _("Reports to the customer from the report on until it works again; bare: `every`."),
        "call_back": _("One call after closing; bare: `due`."),
        "follow_up_1": _("A call after closing; bare: `due`."),
        "follow_up_2": _("A call after that one; bare: `due`."),
        "complaint": _("What is done about complaints (`complaints` in scenario.yaml)."),
        "contact": _("Nobody hears nothing for longer than this; bare: `every`."),
        "three_strikes": _("So many repeats of one customer are gone through with him; bare: `repeats`."),
    },
    "Periodic": lambda: {
        "": _("Every so often."),
        **_call(),
        "every": _("From one report to the next."),
    },
    "Call": lambda: {
        "": _("Once a ticket; of a window `2d..7d` the call is made from its beginning on."),
        **_call(),
        "due": _("How long after; left out, at once."),
    },
    "ComplaintCall": lambda: {
        "": _("The desk looks into each complaint; what it does not answer is escalated, decided and told."),
        **_call(),
        "due": _("How long after the complaint; left out, at once."),
        "answered": _("Share answered at once."),
    },
    "KeepInTouch": lambda: {
        "": _("An answered call, a visit, a call that found him: each is a contact."),
        **_call(),
        "every": _("The longest time without a contact."),
        "window": _("So long before it is up the call is made; left out, a quarter of it."),
    },
    "Strikes": lambda: {
        "": _("Repeats, not other faults."),
        **_call(),
        "repeats": _("So many"),
        "within": _("in so short a time."),
    },
    "Planned": lambda: {
        "": _("A round of visits to every site; behind all tickets until the last day of its window."),
        "kind": _("`preventive`: as far apart as `every` says; `inspection`: at any time of each round."),
        "every": _("From one visit to the next, counted from `horizon.start`."),
        "window": _("In which it is to be made; left out, a quarter of `every`. Shorter than `every`."),
        "teams": _("Who makes it; left out, anybody able."),
        "products": _("Only sites with these; left out, all."),
        "skill": _("What it takes to know."),
        "crew": _("Engineers who go together."),
        "work": _("Time on site."),
        "share_of_sites": _("Each round visits this share of the sites, drawn anew."),
        "lowers_failures": _("Share of faults it prevents, until one `every` and window later."),
        "rank": _("`as_tickets`: ranked like a general ticket from the start of its window."),
    },
}
