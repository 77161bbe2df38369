"""`pledge init`: start a scenario of one's own from a template."""

from __future__ import annotations

from pathlib import Path

import click

from sim.commands.options import example
from sim.commands.outcome import ANSWERED
from sim.commands.refusal import refuses_bad_input
from sim.commands.shell import next_steps
from sim.commands.streams import say
from sim.commands.templates import copy_template, description, template_names
from sim.report.next_steps import quoted
from sim.wording import _


@click.command(
    "init",
    help=_("Copy a template to DIR, as a scenario to change. Never overwrites. Without arguments, list the templates."),
    epilog=example("pledge init my-service --template coach-service"),
)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--template", metavar="NAME", help=_("Template to copy. [default: minimal]"))
@refuses_bad_input
def command(folder: Path | None, template: str | None) -> int:
    """List the templates, or copy one."""
    if folder is None and template is None:
        return _list_templates()
    name = template or "minimal"
    if name not in template_names():
        text = _("no template '{name}'; there are: {names}.")
        raise click.BadParameter(text.format(name=name, names=", ".join(template_names())), param_hint="--template")
    target = folder or Path(name)
    copy_template(name, target)
    say(_("Scenario {folder} copied from template {name}.").format(folder=target, name=name))
    say(next_steps(f"pledge validate {quoted(str(target))}", f"pledge run {quoted(str(target))}"))
    return ANSWERED


def _list_templates() -> int:
    names = template_names()
    width = max(len(name) for name in names)
    say("\n".join(f"{name:{width}}  {description(name)}" for name in names))
    say(next_steps("pledge init my-service", f"pledge init my-service --template {names[-1]}"))
    return ANSWERED
