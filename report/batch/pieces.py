"""A report as pieces: one for each PDF, so that two workers can make a long one.

In: an order. Out: an order for each piece; the answers of all pieces as that of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from report.batch.orders import Answer, Order
from report.batch.tasks import Result, Task
from report.findings.diagnostics import Diagnostic, in_order

if TYPE_CHECKING:
    from distributed import Future

#: Text in front of pictures is looked at in the first PDF only: in the others it is the same.
_OF_THE_FIRST = "D614"


@dataclass(slots=True)
class Piece:
    """A part of a report that is with a worker, or done."""

    targets: tuple[str, ...]
    future: Future[Answer]
    #: When and where it was begun last; 0: not yet.
    began: float = 0.0
    worker: str = ""
    #: How often it was begun.
    attempts: int = 0
    #: How far it is.
    part: int = 0
    parts: int = 0
    answer: Answer | None = None


@dataclass(slots=True)
class Sent:
    """A report that is with the cluster, whole or in pieces."""

    task: Task
    pieces: list[Piece]

    @property
    def going(self) -> list[Piece]:
        """The pieces that are not done."""
        return [piece for piece in self.pieces if piece.answer is None]

    @property
    def began(self) -> bool:
        """Whether a worker has begun a piece."""
        return any(piece.began for piece in self.pieces)

    def piece(self, event: dict[str, Any]) -> Piece | None:
        """Return the piece that an event is about."""
        targets = tuple(event["targets"])
        return next((piece for piece in self.pieces if piece.targets == targets), None)

    def answer(self) -> Answer | None:
        """Return the answer for the whole report, None while a piece is being made."""
        answers = [piece.answer for piece in self.pieces if piece.answer is not None]
        if len(answers) < len(self.pieces):
            return None
        return answers[0] if len(answers) == 1 else joined(self.task, answers)


def divided(order: Order, workers: int) -> list[Order]:
    """Return the orders for so many workers: one for each PDF, if there are enough of them."""
    targets = order.task.targets
    if len(targets) < 2 or workers < len(targets):
        return [order]
    tasks = [
        replace(order.task, targets=(target,), out=((target, order.task.path(target)),))
        for target in targets
    ]
    return [replace(order, task=task) for task in tasks]


def joined(task: Task, answers: Sequence[Answer]) -> Answer:
    """Return the answers of pieces, in the order of the PDFs, as one."""
    missing = tuple(sorted({digest for answer in answers for digest in answer.missing}))
    trouble = next((answer.trouble for answer in answers if answer.trouble), "")
    held = max(answer.held for answer in answers)
    results = [answer.result for answer in answers if answer.result is not None]
    if len(results) < len(answers):
        return Answer(None, missing, trouble=trouble, held=held)
    carried = {name: pdf for answer in answers for name, pdf in answer.carried.items()}
    return Answer(_result(task, results), carried=carried, trouble=trouble, held=held)


def _result(task: Task, results: Sequence[Result]) -> Result:
    found: list[Diagnostic] = []
    for number, result in enumerate(results):
        found += [
            one
            for one in result.findings
            if number == 0 or task.release or one.code != _OF_THE_FIRST
        ]
    failed = next((result for result in results if result.status not in ("built", "same")), None)
    return Result(
        task.name,
        failed.status if failed else results[0].status,
        () if failed else tuple(one for result in results for one in result.written),
        tuple(in_order(found)),
        max(result.seconds for result in results),
        max(result.memory for result in results),
        ", ".join(dict.fromkeys(one for result in results for one in result.worker.split(", "))),
        reason=failed.reason if failed else "",
    )
