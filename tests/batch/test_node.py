"""What a worker does with an order, and what the client does with its answer."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from report.batch import node
from report.batch.contents import FOLDER, Contents
from report.batch.delivering import Errands, LostError
from report.batch.orders import Answer, Order, Terms
from report.batch.sending import CannotSendError
from report.batch.tasks import Event, Task
from report.batch.unpacking import environment, fetched
from report.engine.store import Store
from tests.batch.cluster import reports


@dataclass
class Sent:
    """A report that was sent, made and answered for, in this process."""

    task: Task
    errands: Errands
    order: Order
    answer: Answer
    events: list[Event]
    troubles: list[str]
    home: Path

    def place(self, digest: str) -> Path:
        """Return where a content is in the shared store."""
        folder = self.errands.shared.folder
        assert folder is not None
        return folder / FOLDER / digest[:2] / digest

    def pdf(self) -> str:
        """Return the hash of the PDF."""
        assert self.answer.result is not None
        return self.answer.result.written[0].sha256


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("sent")
    (task,) = reports(folder, 1)
    troubles: list[str] = []
    terms = Terms(str(folder / "shared"), "", "", "")
    errands = Errands(Contents(terms.store), terms, troubles.append)
    order = errands.order(task)
    events: list[Event] = []
    answer = node._build(order, errands.shared, folder / "worker", events.append)
    yield Sent(task, errands, order, answer, events, troubles, folder / "worker")


def test_an_order_is_made_from_its_contents_alone(sent: Sent) -> None:
    result = sent.answer.result
    assert result is not None
    assert result.status == "built"
    assert not sent.order.carried
    assert not sent.troubles
    assert {event.state for event in sent.events} == {"part"}, "that it began is told before"
    content = sent.place(sent.pdf()).read_bytes()
    assert content.startswith(b"%PDF")
    assert not list((sent.home / "orders").iterdir()), "nothing of the order stays"


def test_findings_have_the_paths_of_the_client(sent: Sent) -> None:
    gone = replace(sent.task, folder=sent.home.parent / "gone")
    order = sent.errands.order(gone)
    answer = node._build(order, sent.errands.shared, sent.home, lambda _: None)
    assert answer.result is not None
    assert answer.result.status == "failed"
    assert str(gone.folder) in answer.result.findings[0].message
    assert str(sent.home) not in f"{answer.result}"


def test_a_content_that_is_damaged_is_asked_for_and_then_carried(
    sent: Sent, tmp_path: Path
) -> None:
    digest = next(entry.sha256 for entry in sent.order.manifest.entries)
    place = sent.place(digest)
    before = place.read_bytes()
    place.write_bytes(b"damaged")
    try:
        answer = node._build(sent.order, sent.errands.shared, tmp_path, lambda _: None)
        assert answer.missing == (digest,)
        assert answer.result is None
        again = sent.errands.order(sent.task, answer.missing)
        assert again.carried == {digest: before}
        assert place.read_bytes() == before, "and is sound again for all others"
        found, missing = fetched(again, sent.errands.shared, Store(tmp_path / "own"))
        assert not missing
        assert found[digest] == before
    finally:
        place.write_bytes(before)


def test_pdfs_are_delivered_once_and_whole(sent: Sent) -> None:
    path = sent.task.path("print")
    assert sent.answer.result is not None
    first = sent.errands.deliver(sent.task, sent.answer, sent.answer.result)
    assert (first.status, first.written[0].path) == ("built", path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sent.pdf()
    os.utime(path, (1, 1))
    content = sent.place(sent.pdf()).read_bytes()
    sent.errands.clean()
    assert not sent.place(sent.pdf()).exists(), "it is not needed there any more"
    sent.place(sent.pdf()).write_bytes(content)
    second = sent.errands.deliver(sent.task, sent.answer, sent.answer.result)
    assert second.status == "same"
    assert path.stat().st_mtime == 1


def test_a_pdf_that_is_gone_changes_no_file(sent: Sent, tmp_path: Path) -> None:
    assert sent.answer.result is not None
    task = replace(sent.task, out=(("print", tmp_path / "out/one.pdf"),))
    place = sent.place(sent.pdf())
    before = place.read_bytes()
    for damage in (None, before[:-1], b""):
        place.unlink(missing_ok=True) if damage is None else place.write_bytes(damage)
        with pytest.raises(LostError):
            sent.errands.deliver(task, sent.answer, sent.answer.result)
        assert not (tmp_path / "out").exists()
    carried = replace(sent.answer, carried={"print": before})
    assert sent.errands.deliver(task, carried, sent.answer.result).status == "built"
    assert (tmp_path / "out/one.pdf").read_bytes() == before
    place.write_bytes(before)


def test_a_place_that_cannot_be_written_fails_that_report_alone(sent: Sent, tmp_path: Path) -> None:
    (tmp_path / "afile").touch()
    task = replace(sent.task, out=(("print", tmp_path / "afile/one.pdf"),))
    assert sent.answer.result is not None
    result = sent.errands.deliver(task, sent.answer, sent.answer.result)
    assert (result.status, result.written) == ("failed", ())
    assert result.findings[-1].code == "D701"


def test_a_file_that_changes_while_it_is_sent_is_told(
    sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (task,) = reports(tmp_path, 1, first=5)
    read = Path.read_bytes
    monkeypatch.setattr(
        *(Path, "read_bytes"),
        lambda path: read(path) + b"#" if path.name == "report.yaml" else read(path),
    )
    with pytest.raises(CannotSendError, match="changed while it was sent"):
        sent.errands.order(task)


def test_the_environment_is_that_of_the_client_while_a_report_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.delenv("ANOTHER", raising=False)
    terms = Terms("", "", "", "", environment={"SOURCE_DATE_EPOCH": "", "ANOTHER": "5"})
    with environment(terms):
        assert "SOURCE_DATE_EPOCH" not in os.environ
        assert os.environ["ANOTHER"] == "5"
    assert os.environ["SOURCE_DATE_EPOCH"] == "1"
    assert "ANOTHER" not in os.environ
