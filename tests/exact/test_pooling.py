"""Outlets that help each other, and the solver behind it, against independently computed values (relative 1e-6)."""

import pytest

from sim.oracle import erlang_b, pooling, stationary


def near(*values: float) -> object:
    return pytest.approx(values, rel=1e-6)


@pytest.mark.parametrize(
    ("inputs", "own", "lateral", "on_hand", "emergency"),
    [
        (  # P09
            ((0.5, 0.3), (2, 1), 1),
            *((0.9050146754, 0.7475802886), (0.05629124962, 0.2137256364), (1.483374971, 0.7475802886)),
            0.03869407497,
        ),
        (  # P10
            ((0.4, 0.4, 0.4), (1, 1, 1), 2),
            *((0.3915575423, 0.4133377928, 0.4392798745), (0.3400361203, 0.3182558698, 0.2923137881)),
            *((0.3915575423, 0.4133377928, 0.4392798745), 0.2684063374),
        ),
        (  # P60
            ((0.7, 0.7), (3, 0), 2),
            *((0.6784626201, 0), (0, 0.6784626201), (1.100304664, 0), 0.3215373799),
        ),
    ],
)
def test_outlets_help_each_other(
    inputs: tuple[tuple[float, ...], tuple[int, ...], float],
    own: tuple[float, ...],
    lateral: tuple[float, ...],
    on_hand: tuple[float, ...],
    emergency: float,
) -> None:
    rates, levels, lead = inputs
    figures = pooling(rates, levels, lead)
    assert figures.own == near(*own)
    assert figures.lateral == near(*lateral)
    assert figures.on_hand == near(*on_hand)
    assert (figures.emergency,) == near(emergency)
    assert (figures.emergency,) == near(erlang_b(sum(levels), sum(rates) * lead))


def test_an_outlet_alone_is_a_loss_system() -> None:
    figures = pooling((2.0,), (3,), 0.75)
    assert figures.own == near(1 - erlang_b(3, 1.5))
    assert figures.lateral == (0,)


def test_two_states() -> None:
    """Worked by hand: up at rate 1, down at rate 3."""
    assert stationary(0, lambda state: [(1, 1.0)] if state == 0 else [(0, 3.0)]) == {0: 0.75, 1: 0.25}
