"""The group `pledge`: knows every command by name and one line, and imports a command's module only to invoke it."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module

import click

from sim import __version__
from sim.wording import _

# One line each, so that `pledge --help` need not import the commands. Functions, because the language may change.
COMMANDS: dict[str, Callable[[], str]] = {
    "demo": lambda: _("Run the bundled coach-service scenario, the quickest way to see an answer."),
    "init": lambda: _("Start a scenario from a template; without arguments, list the templates."),
    "validate": lambda: _("Show every error and warning of a scenario at once."),
    "run": lambda: _("Simulate a plan: which commitments hold, and why the others do not."),
    "compare": lambda: _("Put plans side by side: what each keeps and costs, and which differences are real."),
    "sweep": lambda: _("Let numbers of plan or scenario take many values: where each commitment flips."),
    "stress": lambda: _("Which commitments survive which shock, and where assumed inputs make them flip."),
    "bid": lambda: _("Clause by clause: can we sign, how sure is that, and what may it cost."),
    "size": lambda: _("Find the cheapest plan that keeps every commitment."),
    "promise": lambda: _("What could be promised: tightest limit, widest radius, highest target."),
    "advise": lambda: _("The next best money: which small change closes most for what it costs."),
    "resume": lambda: _("Go on with a run that was interrupted or killed."),
    "trace": lambda: _("Tell the life of single tickets of a run, with the reason for every wait."),
    "selftest": lambda: _("Answer questions with known answers, and say how far off the engine is."),
}
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """A group whose commands live in modules of the same name, found when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a new user needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, its module imported now; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"sim.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help text, written without importing any of them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, line()) for name, line in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest right word for a command that does not exist."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            ctx.fail(_unknown_command(args[0]))
        return super().resolve_command(ctx, args)


def _unknown_command(word: str) -> str:
    near = get_close_matches(word, COMMANDS, n=1)
    if near:
        return _("No such command '{word}'; did you mean '{near}'?").format(word=word, near=near[0])
    return _("No such command '{word}'; there are: {names}.").format(word=word, names=", ".join(COMMANDS))


@click.group(
    cls=LazyGroup,
    context_settings=SETTINGS,
    invoke_without_command=True,
    help=_("Can we keep the service promise before we sign it? Simulates an after-sales organisation and "
           "tests a staffing plan against the commitments of a contract."),
    epilog=_("Start with: pledge demo. Then: pledge init my-service. Every command has --help."),
)  # fmt: skip
@click.version_option(__version__, prog_name="pledge", message="%(prog)s %(version)s")
@click.pass_context
def pledge(ctx: click.Context) -> None:
    """Without a command, say what there is."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
