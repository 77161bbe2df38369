"""The bundled scenarios: where they lie, what they are called, and how one is copied."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import sim
from sim.commands.refusal import refusal
from sim.wording import _


def bundled(name: str) -> Path:
    """Folder of the bundled scenario `name`; KeyError if there is none."""
    folder = _shelf() / name
    if name not in template_names():
        raise KeyError(name)
    return folder


def template_names() -> list[str]:
    """Every bundled scenario, the smallest first."""
    names = [folder.name for folder in _shelf().iterdir() if (folder / "scenario.yaml").is_file()]
    return sorted(names, key=lambda name: (name != "minimal", name))


def description(name: str) -> str:
    """One line on a template."""
    lines = {
        "minimal": _("the smallest scenario that gives an answer: two outlets, one promise"),
        "automation-equipment": _(
            "production equipment: repairs round the clock with relief, maintenance, a workshop, contracts"
        ),
        "coach-service": _("a nationwide coach maker: hotline, dispatch, field engineers, suppliers, six promises"),
        "environmental-monitoring": _("air-quality stations in three provinces: parts, swap units, 4 h on site"),
        "retail-service": _(
            "everyday goods: phone, chat and mail at one desk, repair points, complaints, follow-up calls"
        ),
        "software-support": _("business software: experts on the hotline or in the field, solved on the same day"),
    }
    return lines.get(name, "")


def copy_template(name: str, target: Path) -> None:
    """Copy a template to a new or empty folder; InputErrors if anything is there already."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        text = _("something is here already; init never overwrites: name a new folder")
        raise refusal(target, "TARGET_NOT_EMPTY", text)
    shutil.copytree(bundled(name), target, ignore=shutil.ignore_patterns("__pycache__", ".*"), dirs_exist_ok=True)


def _shelf() -> Path:
    """`sim/bundled` of an installation, else `scenarios/` of the checkout: one copy, wherever Pledge runs from."""
    installed = Path(str(resources.files(sim))) / "bundled"
    return installed if installed.is_dir() else Path(sim.__file__).resolve().parent.parent / "scenarios"
