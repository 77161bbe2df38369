"""Known faults, planted one by one in a copy of the house, to see that the layers of tests catch them."""

from tests.planted.in_figures import IN_FIGURES
from tests.planted.in_model import IN_MODEL
from tests.planted.in_time_and_judgement import IN_TIME_AND_JUDGEMENT

FAULTS = (*IN_MODEL, *IN_TIME_AND_JUDGEMENT, *IN_FIGURES)
