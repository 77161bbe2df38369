"""What the columns of the tables mean; each with its kind of value and what a blank cell stands for."""

from collections.abc import Callable

from sim.wording import _

Column = tuple[str, str, str]  # value, blank, meaning


def _needed() -> str:
    return _("**needed**")


TABLES: dict[str, Callable[[], dict[str, Column]]] = {
    "sites": lambda: {
        "": ("", "", _("Where units are, whose they are and what was agreed. One row a site.")),
        "site_id": (_("text"), _needed(), _("Its id.")),
        "name": (_("text"), _("its id"), _("What reports call it.")),
        "city": (_("city"), "", _("Its place: one of `city`, `lat` and `lon`, `x_km` and `y_km` is needed.")),
        "lat": (_("degrees"), "", _("Degrees north.")),
        "lon": (_("degrees"), "", _("Degrees east.")),
        "x_km": (_("km"), "", _("With `travel: {distance: plane}`.")),
        "y_km": (_("km"), "", _("With `x_km`.")),
        "customer": (_("text"), _("the site"), _("Who owns it.")),
        "region": (_("text"), _("its province, else `all`"), _("For territories, surges and promises.")),
        "product": (_("id"), _("the only one"), _("What is installed; one product a site.")),
        "units": (_("whole number"), "`1`", _("How many.")),
        "outlet": (_("id"), _("the nearest"), _("The outlet that serves it where the plan has no territory for it.")),
        "contract": (_("text"), _("none"), _("For promises, fees and penalties.")),
        "access": (_("calendar"), "`always`", _("When somebody may come in.")),
        "warranty_until": (_("date"), _("no end"), _("Last day in warranty; see `charged`.")),
        "from": (_("date"), _("before all"), _("First day in service: its tickets and planned visits begin.")),
        "until": (_("date"), _("no end"), _("Last day in service.")),
    },
    "travel_matrix": lambda: {
        "": ("", "", _("Drives that are known better than by distance and speed; each way is a row of its own.")),
        "from": (_("site or outlet"), _needed(), _("Where it begins.")),
        "to": (_("site or outlet"), _needed(), _("Where it ends.")),
        "km": (_("km"), _needed(), _("By road.")),
        "minutes": (_("minutes"), _needed(), _("Expected; `noise_cv` and `hour_factor` still hold.")),
    },
    "replay": lambda: {
        "": ("", "", _("Recorded tickets in place of rates.")),
        "reported": (_("date and time"), _needed(), _("Within all that is simulated, while the site is in service.")),
        "site_id": (_("site"), _needed(), _("Where.")),
        "fault": (_("fault"), _needed(), _("`fault`, or `product.fault` where several products have one.")),
        "talk": (_("duration"), _("drawn"), _("As it was.")),
        "diagnose": (_("duration"), _("drawn"), _("As it was.")),
        "repair": (_("duration"), _("drawn"), _("As it was.")),
        "patience": (_("duration"), _("drawn"), _("As it was.")),
    },
    "start": lambda: {
        "": (
            "",
            "",
            _(
                "What there is at `horizon.start`, with `warmup: 0s`. A store or part that is not named begins full; "
                "what a plan has no store for is left out."
            ),
        ),
        "what": ("`ticket` · `stock` · `order`", _needed(), _("What the row is about.")),
        "site_id": (_("site"), "", _("Of a ticket (needed).")),
        "fault": (_("fault"), "", _("Of a ticket (needed).")),
        "reported": (_("date and time"), "", _("Of a ticket (needed): before the start. It is not judged.")),
        "stage": ("`visit` · `desk`", "`visit`", _("Of a ticket: waits for a visit, or still for the desk.")),
        "store": (_("store"), "", _("Of stock and orders (needed): an outlet, `central`, or a van `van:north-2`.")),
        "part_id": (_("part"), "", _("Of stock and orders (needed).")),
        "units": (_("whole number"), "", _("On hand in place of a full stock, or on order (needed).")),
        "due": (_("date and time"), "", _("Of an order (needed): when it comes, after the start.")),
    },
    "stock": lambda: {
        "": ("", "", _("A table of stock rules that a plan names: `stock: {file: stock.csv}`. One row a part.")),
        "part_id": (_("part"), _needed(), _("The part.")),
        "level": (_("whole number"), "", _("Orders each piece it hands out.")),
        "s": (_("whole number"), "", _("Orders at this position or below,")),
        "S": (_("whole number"), "", _("up to this,")),
        "Q": (_("whole number"), "", _("or in lots of this.")),
    },
}


def part_meanings() -> dict[str, str]:
    """Of the columns of `parts.csv`, which are keys of a part too."""
    return {
        "": _("Spare parts and whole units. One row a part. A cell may hold a map: `{mean: 3d}`."),
        "part_id": _("Its id."),
        "name": _("What reports call it; else its id."),
        "unit_cost": _("What a new one costs."),
        "kind": _("Used up, or comes back and is repaired, or a whole unit."),
        "lead": _("Until the supplier delivers; needed for stock, but where all comes back."),
        "courier_lead": _("Until a courier brings it; left out, as `supply.courier` of the plan."),
        "repair": _("Work of a bench on a defective one; left out, it does not come back."),
        "scrap": _("Share of those that come back and are beyond repair."),
        "repair_cost": _("Of each repair, beside the workshop's own costs."),
        "return_transit": _("On its way back."),
        "return_every": _("Sent back together, such as `1 month` (on the first day); left out, each by itself."),
        "sent_back": _("Once it works again, or when the good one is asked for."),
        "substitute": _("A part that is taken where this one is not at hand."),
    }
