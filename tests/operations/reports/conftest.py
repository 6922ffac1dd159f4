import pytest

from tests.operations.reports.month import month_of_lighting


@pytest.fixture
def filled():
    return month_of_lighting()
