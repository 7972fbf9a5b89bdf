"""The same program against a real HTTPS server in LinkedIn's place."""

import pytest
from exhaustive import more
from server import program

from auditor.demo.imitation import Scene


def test_signs_in_reads_and_switches_off(serve):
    """The unchanged program signs in, reads, switches off and proves it over HTTPS."""
    server = serve(Scene("on"))
    ran = program("opt-out", "--yes", "--headless", "--browser", server.browser, "--json", "-")
    assert (ran.code, ran.result["change"], ran.result["state"]) == (0, "verified", "off")
    assert server.imitation.values["allowDataForGenerativeAI"] is False
    assert len(server.writes) == 1
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}


@pytest.mark.parametrize("value", ["on", *more("off")])
def test_audit_reads_and_writes_nothing(serve, value):
    """An audit over HTTPS reads what the server holds and sends it no write."""
    server = serve(Scene("x", value=value))
    ran = program("audit", "--headless", "--browser", server.browser, "--json", "-")
    assert value == ran.result["state"]
    assert server.writes == []
