from uuid import uuid4

import pytest


@pytest.fixture
async def another_municipality(database):
    name = f"t{uuid4().hex[:12]}"
    await database.add(name)
    return name
