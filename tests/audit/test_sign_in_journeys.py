"""Three hundred ways to sign in: each ends in the right state, in time, and leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from journeys import Travelled, journey, right_ends, travel

ALL = 300
# A picker that leads to another host, and one that is gone while it is looked at: both once failed.
SAMPLE = {*range(6), 50, 165}
SEEDS = [
    pytest.param(seed, marks=[] if seed in SAMPLE else [pytest.mark.exhaustive])
    for seed in range(ALL)
]


@pytest.fixture(scope="module")
def travels(request: pytest.FixtureRequest) -> Iterator[dict[int, Future[Travelled]]]:
    """The journeys that were chosen, three at a time, beginning with the first."""
    seeds = [
        item.callspec.params["seed"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    ]
    pool = ThreadPoolExecutor(3)
    yield {seed: pool.submit(travel, journey(seed)) for seed in dict.fromkeys(seeds)}
    pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_journey_through_signing_in(travels, seed):
    """Whatever lies on the way, the run ends in the right state, in time, and leaves nothing."""
    way = journey(seed)
    travelled = travels[seed].result()
    report = travelled.ran.report
    assert report is not None, travelled.ran.err
    [result] = report["results"]
    error = report["error"] and report["error"]["code"]
    ended = (travelled.ran.code, error, result["state"], result["reason"])
    assert ended in right_ends(way), (ended, way)
    assert ([], 0) == (travelled.left, travelled.writes)
    assert report["duration_seconds"] < 45
    assert "Traceback" not in travelled.ran.err
