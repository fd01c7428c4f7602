"""The second process: it works, reports errors, and never runs longer than the first."""

import os
import pickle
import signal
import subprocess
import sys
import time

import pytest

from report.engine.making import Made
from report.engine.worker import signals_delayed, worker
from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError, FindingsError
from report.model.target import SCREEN
from report.pdf.parts import Shown


def double(number: int) -> int:
    return 2 * number


def fail() -> None:
    raise FindingsError([diagnostic("D606", "the drawing fails")])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def sleep_with_pid(path: str) -> None:
    with open(path, "w") as file:  # noqa: PTH123
        file.write(str(os.getpid()))
    time.sleep(60)


def test_results_are_returned() -> None:
    with worker() as other:
        assert other.start(double, 21).result() == 42


def test_findings_are_transferred_completely() -> None:
    with pytest.raises(FindingsError) as caught, worker() as other:
        other.start(fail).result()
    (found,) = caught.value.diagnostics
    assert (found.code, found.message) == ("D606", "the drawing fails")


def test_a_killed_process_is_explained() -> None:
    with pytest.raises(CannotRunError) as caught, worker() as other:
        other.start(die).result()
    assert caught.value.diagnostics[0].code == "D705"


def test_a_dismissed_process_finishes_its_work() -> None:
    with worker() as other:
        job = other.start(double, 4)
        other.dismiss()
        assert job.result() == 8


def test_an_interruption_ends_the_other_process(tmp_path: object) -> None:
    path = f"{tmp_path}/pid"
    start = time.perf_counter()
    with pytest.raises(KeyboardInterrupt), worker() as other:
        other.start(sleep_with_pid, path)
        while not (os.path.exists(path) and os.path.getsize(path)):  # noqa: PTH110, PTH202
            time.sleep(0.02)
        raise KeyboardInterrupt
    assert time.perf_counter() - start < 30
    with open(path) as file:  # noqa: PTH123
        pid = int(file.read())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_other_process_ignores_interruptions() -> None:
    with worker() as other:
        assert other.start(signal.getsignal, signal.SIGINT).result() is signal.SIG_IGN


def test_an_interruption_is_delayed_and_not_lost() -> None:
    before = signal.getsignal(signal.SIGINT)
    steps = []
    with pytest.raises(KeyboardInterrupt):
        with signals_delayed():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)
            steps.append("done")
        time.sleep(1)
        steps.append("never")
    assert steps == ["done"]
    assert signal.getsignal(signal.SIGINT) is before


def test_without_interruption_nothing_happens() -> None:
    with signals_delayed():
        pass
    time.sleep(0)


def test_answers_that_nobody_reads_are_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    with worker() as other:
        for _ in range(3):
            other.start(int, "1")
        assert other.start(int, "2").result() == 2
        other.start(int, "3")
        time.sleep(0.2)  # until its answer is in the pipe
    assert capfd.readouterr().err == ""


def test_a_result_of_the_other_process_loads_no_engine() -> None:
    """Loading it takes longer than most parts, and this process only writes the PDF."""
    made = Made(SCREEN, b"", 1, (), pictures=(Shown(1, (0, 0, 1, 1), "a.jpg"),))
    program = (
        "import pickle, sys; made = pickle.loads(sys.stdin.buffer.read());"
        "print(made.pictures[0].name, [one for one in sys.modules if one == 'weasyprint'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(made), capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "a.jpg []"
