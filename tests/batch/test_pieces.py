"""A report as pieces: what two workers have made is what one would have made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from report.batch.orders import Answer, Order, Terms
from report.batch.pieces import divided, joined
from report.batch.sending import Manifest
from report.batch.tasks import Result, Task, Written
from report.findings.diagnostics import diagnostic

OUT = (("print", Path("/out/print.pdf")), ("screen", Path("/out/screen.pdf")))
TASK = Task("one", Path("/p"), None, ("print", "screen"), OUT)
ORDER = Order(TASK, Manifest(()), Terms("", "", "", ""))
HIDDEN = diagnostic("D614", "text in front of a picture cannot be read")
TYPED = diagnostic("D206", "a figure is typed")


def answer(target: str, worker: str, *found: object, **more: object) -> Answer:
    pdf = Written(target, Path(target), "00", 3, 10)
    return Answer(Result("one", "built", (pdf,), found, 2.0, 5, worker), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("workers", "pieces"), [(0, 1), (1, 1), (2, 2), (9, 2)])
def test_a_report_is_divided_if_there_are_workers_for_it(workers: int, pieces: int) -> None:
    orders = divided(ORDER, workers)
    assert len(orders) == pieces
    assert [name for order in orders for name in order.task.targets] == ["print", "screen"]
    assert [place for order in orders for place in order.task.out] == list(OUT)
    assert {order.manifest for order in orders} == {ORDER.manifest}


def test_a_report_of_one_pdf_stays_whole() -> None:
    one = replace(ORDER, task=replace(TASK, targets=("print",), out=OUT[:1]))
    assert divided(one, 9) == [one]


def test_the_answers_of_pieces_are_one() -> None:
    one, two = answer("print", "a", TYPED, HIDDEN, held=7), answer("screen", "b", TYPED, held=9)
    whole = joined(TASK, [one, two])
    assert whole.result is not None
    assert [pdf.target for pdf in whole.result.written] == ["print", "screen"]
    assert whole.result.findings == (TYPED, HIDDEN)
    assert (whole.result.worker, whole.result.status, whole.held) == ("a, b", "built", 9)


def test_what_is_looked_at_in_the_first_pdf_only_is_told_of_the_first_only() -> None:
    both = [answer("print", "a"), answer("screen", "b", HIDDEN)]
    result = joined(TASK, both).result
    assert result is not None
    assert result.findings == ()
    released = joined(replace(TASK, release=True), both).result
    assert released is not None
    assert released.findings == (HIDDEN,), "a release asks all text of each PDF"


def test_a_piece_that_failed_fails_the_report() -> None:
    wrong = Answer(Result("one", "failed", (), (TYPED,), reason="wrong"))
    result = joined(TASK, [answer("print", "a"), wrong]).result
    assert result is not None
    assert (result.status, result.reason, result.written) == ("failed", "wrong", ())
    assert result.findings == (TYPED,)


def test_a_piece_whose_files_were_missing_asks_for_them() -> None:
    whole = joined(TASK, [answer("print", "a"), Answer(None, ("aa",), trouble="it is full")])
    assert (whole.result, whole.missing, whole.trouble) == (None, ("aa",), "it is full")
