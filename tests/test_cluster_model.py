"""The model of a cluster: what must be true of any, and that the docs have its table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.cluster_measured import Measured
from benchmarks.cluster_model import (
    _SIZES,
    NETWORKS,
    Model,
    Network,
    Run,
    limit,
    limits,
    table,
)

DOCS = Path(__file__).parents[1] / "docs"
#: Reports that take ten seconds, and a network that takes no time.
PLAIN = Measured(
    *("", 100, 0.0, 10.0, 0.0, 0, 0.0, 0.0, 0.0),
    *(10, 1_000_000, 1_000_000, 1_000_000, 20),
)
IDEAL = Network("ideal", 1e15, 1e15, 0.0)


def run(workers: int, measured: Measured = PLAIN, network: Network = IDEAL) -> Run:
    return Model(measured, network, workers, 200).run()


def test_one_worker_makes_one_report_after_the_other() -> None:
    assert run(1).seconds == pytest.approx(200 * 10 * sum(_SIZES) / len(_SIZES))
    assert run(1).making == pytest.approx(1)


@pytest.mark.parametrize("workers", [2, 5, 20])
def test_workers_share_the_work_when_nothing_else_takes_time(workers: int) -> None:
    assert run(1).seconds / workers <= run(workers).seconds + 1e-6
    assert run(workers).seconds <= run(1).seconds / workers + 14, "but for the last report"


def test_more_workers_are_never_slower() -> None:
    took = [run(workers, network=NETWORKS[0]).seconds for workers in (1, 2, 4, 8, 16, 32, 64, 128)]
    assert took == sorted(took, reverse=True)


def test_a_slow_client_is_the_limit() -> None:
    slow = replace(PLAIN, send=0.5, deliver=0.5)
    assert limit(slow, IDEAL)[0] == "the client"
    assert limit(slow, IDEAL)[1] == pytest.approx(11, rel=0.1)
    full = run(64, slow)
    assert full.client == pytest.approx(1, abs=0.05)
    assert full.seconds == pytest.approx(200, rel=0.1)


def test_a_slow_store_is_the_limit() -> None:
    network = replace(IDEAL, store=5e6)  # five megabytes a report: two files, parts, PDFs twice
    assert limit(PLAIN, network)[0] == "the store"
    assert limit(PLAIN, network)[1] == pytest.approx(11, rel=0.1)
    assert run(64, network=network).store == pytest.approx(1, abs=0.1)


def test_the_docs_have_the_table_of_what_was_measured() -> None:
    text = (DOCS / "batch.md").read_text(encoding="utf-8")
    measured = Measured.read()
    assert table(measured) in text
    for line in limits(measured):
        assert line in text
