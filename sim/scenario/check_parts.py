"""Cross checks of `parts.csv`: what comes back, and what does as well as another part."""

from collections.abc import Collection, Mapping

from sim.scenario.findings import Findings, unknown_part
from sim.scenario.spares import CONSUMABLE, PARTS, SparePart
from sim.scenario.tree import Loc
from sim.wording import _

OF_THE_LOOP = ("repair", "scrap", "repair_cost", "return_transit", "return_every", "sent_back")


def check_parts(findings: Findings, parts: Mapping[str, SparePart], known: Collection[str] | None) -> None:
    """Columns must fit the kind of the part, substitutes must be there. `known` are all parts as written."""
    for name, part in parts.items():
        loc: Loc = (PARTS.root, name)
        _check_loop(findings, loc, part)
        if part.substitute is not None:
            _check_substitute(findings, (*loc, "substitute"), name, parts, known)


def _check_loop(findings: Findings, loc: Loc, part: SparePart) -> None:
    given = [column for column in OF_THE_LOOP if column in part.model_fields_set]
    if findings.is_torn((*loc, "kind")) or findings.is_torn((*loc, "repair")):
        return
    for column in given:
        if part.kind == CONSUMABLE:
            message = _("a consumable does not come back: leave '{column}' blank, or write the kind repairable or unit")
            findings.note((*loc, column), "CONFLICT", message.format(column=column))
        elif part.repair is None:
            message = _("without 'repair' it does not come back: '{column}' does nothing").format(column=column)
            findings.warn((*loc, column), "NOT_USED", message)


def _check_substitute(
    findings: Findings, loc: Loc, name: str, parts: Mapping[str, SparePart], known: Collection[str] | None
) -> None:
    other = parts[name].substitute or ""
    if known is not None and other not in known:
        findings.flaw(loc, unknown_part(other, known))
    elif other == name:
        findings.note(loc, "LOOP", _("a part does not stand in for itself"))
    elif _loops(name, parts):
        findings.note(loc, "LOOP", _("the parts would stand in for each other in a circle"))
    elif other in parts and parts[other].kind != parts[name].kind:
        message = _(
            "'{other}' is of kind {kind}, this part of kind {own}: only a part of the same kind stands in for it"
        )
        text = message.format(other=other, kind=parts[other].kind, own=parts[name].kind)
        findings.note(loc, "CONFLICT", text)


def _loops(first: str, parts: Mapping[str, SparePart]) -> bool:
    """Whether a part stands, at some remove, in for itself."""
    seen: set[str] = set()
    name = first
    while name in parts and name not in seen:
        seen.add(name)
        name = parts[name].substitute or ""
    return name == first
