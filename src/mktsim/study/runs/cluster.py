"""Run batches on a Dask cluster through joblib. Workers may die and join while it runs."""

from __future__ import annotations

import logging
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mktsim.errors import ClusterError
from mktsim.study.runs.backend import Batches, Results, worked_by
from mktsim.study.runs.worker import Identity, Simulate, identity

if TYPE_CHECKING:
    from distributed import Client

LOST = "was lost; what is stored stays, and the same call continues"
LOCAL = "local"
"""Address of a cluster of this machine's own, started for one call."""
_ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://\S+:\d{1,5}")
_WAIT_SECONDS = 20.0
"""Time to reach the scheduler and to find a first worker: assumption."""
_BATCHES_A_WORKER = 4
_ROOM_TO_JOIN = 64
"""Batches beyond those of the workers that are there, for workers that join later: assumption."""


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster."""

    address: str
    """Of its scheduler, as tcp://host:8786; `local` starts one on this machine."""
    mixed: bool = False
    """Whether workers of other platforms may take part, at the price of bits that depend on who ran a cell."""
    wait_seconds: float = _WAIT_SECONDS


class Connected:
    """A cluster that was reached and looked at."""

    def __init__(self, cluster: Cluster, client: Client) -> None:
        """Take over a connection. Errors: ClusterError when the workers are not as they should be."""
        self.cluster = cluster
        self.client = client
        self.platforms: set[str] = set()
        """Platform stamps met so far."""
        self.size = self._looked_at()
        """Workers that are there at the beginning."""

    def results(self, batches: Batches, simulate: Simulate | None) -> Results:
        """Run batches. Errors: ClusterError when the cluster is lost or a worker is not as it should be."""
        from distributed import CancelledError, KilledWorker
        from distributed import TimeoutError as TooLate
        from joblib import Parallel, parallel_config

        room = _BATCHES_A_WORKER * self.size + _ROOM_TO_JOIN
        try:
            with parallel_config(backend=_backend(self.client)):
                parallel = Parallel(n_jobs=-1, return_as="generator_unordered", batch_size=1, pre_dispatch=room)
                with closing(worked_by(parallel, batches, simulate)) as ready:
                    for worked in ready:
                        self._accept(worked.by)
                        yield worked.finished
        except (CancelledError, TooLate, OSError) as error:
            raise self._refused(
                f"was lost ({_reason(error)}); what is stored stays, and the same call continues"
            ) from error
        except KilledWorker as error:
            raise self._refused(
                f"workers die again and again of the same cells ({_reason(error)}); give them more memory"
            ) from error

    def _looked_at(self) -> int:
        """Check the workers that are there; return how many. Errors: ClusterError."""
        from distributed import TimeoutError as TooLate

        try:
            self.client.wait_for_workers(1, timeout=self.cluster.wait_seconds)
        except (TooLate, TimeoutError) as error:
            raise self._refused(f"has no worker after {self.cluster.wait_seconds:.0f} seconds") from error
        threads = self.client.ncores()
        wide = next((place for place, count in threads.items() if count > 1), None)
        if wide is not None:
            message = (
                f"worker {wide} has {threads[wide]} threads; a worker runs a cell at a time: start with --nthreads 1"
            )
            raise self._refused(message)
        try:
            found = self.client.run(identity, on_error="return")
        except (OSError, ImportError, AttributeError) as error:
            raise self._refused(f"cannot look at its workers ({_reason(error)})") from error
        for worker, one in found.items():
            if not isinstance(one, Identity):
                raise self._refused(
                    f"worker {worker} cannot run mktsim ({_reason(one)}); install the same version there"
                )
            self._accept(one)
        return len(threads)

    def _accept(self, by: Identity) -> None:
        """Refuse results of another model, and of another platform unless asked for."""
        own = identity()
        if by.model != own.model:
            message = (
                f"a worker has another version of the model ({by.model}, here {own.model}); results are never mixed: "
                "install the same version there and start the workers anew"
            )
            raise self._refused(message)
        if by.platform != own.platform and not self.cluster.mixed:
            message = (
                f"a worker has another platform ({by.platform}; here {own.platform}), so its last digits may differ: "
                "make them alike, or allow it with --mixed"
            )
            raise self._refused(message)
        self.platforms.add(by.platform)

    def _refused(self, reason: str) -> ClusterError:
        return ClusterError(self.cluster.address, reason)


@contextmanager
def connected(cluster: Cluster, jobs: int) -> Iterator[Connected]:
    """Reach a cluster, or start one of `jobs` workers on this machine; let go of it at the end.

    Errors: ClusterError.
    """
    if cluster.address != LOCAL and not _ADDRESS.fullmatch(cluster.address):
        raise ClusterError(cluster.address, "is no address of a scheduler, as tcp://host:8786, and not `local`")
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ClusterError(cluster.address, "needs distributed: pip install 'mktsim[cluster]'") from error
    for name in ("distributed", "distributed.client", "distributed.nanny"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what a person needs to know is in our own messages
    with ExitStack() as stack:
        try:
            address: Any = cluster.address
            if cluster.address == LOCAL:
                with _deaf_to_ctrl_c():
                    local = LocalCluster(
                        n_workers=jobs,
                        threads_per_worker=1,
                        dashboard_address=None,
                        host="127.0.0.1",
                        silence_logs=logging.CRITICAL,
                    )
                address = stack.enter_context(local)
            client = stack.enter_context(Client(address, timeout=cluster.wait_seconds, set_as_default=False))
        except (OSError, ValueError) as error:
            raise ClusterError(cluster.address, f"cannot be reached ({_reason(error)})") from error
        yield Connected(cluster, client)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let processes that are begun inside ignore a Ctrl-C, which a terminal sends to all: this one decides."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _reason(error: object) -> str:
    """First line of an error, with its kind where it says nothing."""
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__


def _backend(client: Client) -> Any:  # noqa: ANN401 - joblib has no types
    """Return joblib's backend for Dask, which also hands back the errors that no cell has raised.

    Of joblib 1.6: a batch that Dask itself gives up (its worker died four times, the scheduler was lost) ends
    without a call back, so that one would wait for it for ever.
    """
    from concurrent.futures import Future

    from joblib._dask import DaskDistributedBackend

    class Backend(DaskDistributedBackend):  # type: ignore[misc]
        def effective_n_jobs(self, n_jobs: int) -> int:
            # With one worker joblib would run everything in this process, and no worker that joins would get work.
            return max(2, int(super().effective_n_jobs(n_jobs)))

        def submit(self, func: Any, callback: Any = None) -> Any:  # noqa: ANN401
            def passed_on(done: Future[Any]) -> None:
                if done.exception() is not None:
                    callback(done.exception())

            future = super().submit(func, callback)
            future.add_done_callback(passed_on)
            return future

        def retrieve_result_callback(self, out: Any) -> Any:  # noqa: ANN401
            error = out[1] if isinstance(out, tuple) and len(out) == 3 else out
            if isinstance(error, BaseException):
                raise error
            return super().retrieve_result_callback(out)

    return Backend(client=client)
