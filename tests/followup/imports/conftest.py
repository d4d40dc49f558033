"""What a file of readings is about."""

import pytest

from tests.factories.followup import IndicatorFactory
from tests.factories.programs import AreaFactory


@pytest.fixture
def indicator(db):
    return IndicatorFactory(frequency="year")


@pytest.fixture
def areas(db):
    return [AreaFactory(name="Ådalen"), AreaFactory(name="Björkhöjden")]
