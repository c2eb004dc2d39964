"""A sweep on a cluster of two computers, of which one is lost on the way."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from engine.contract.spec import DenseNet, StopAt
from engine.contract.sweeps.messages import RunTrained, Training
from engine.machine import versions
from engine.sweeping import here, on_ray
from engine.sweeping.errors import PlaceError
from tests.engine.sweeping.trained import spec

ray = pytest.importorskip("ray", reason="the extra cluster is not installed")
ROOT = Path(__file__).resolve().parents[3]

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))))
        monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        yield made
        ray.shutdown()
        made.shutdown()


def test_a_lost_computer_costs_a_retry_and_no_result(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = cluster.add_node(num_cpus=1)
    begun = str(tmp_path)
    tasks = on_ray._tasks

    def noting(given: Any) -> tuple[Any, Any]:
        """Workers leave a file for each run that they begin, with the computer's name in it."""

        def trained(run: bytes) -> tuple[bytes, str]:
            import ray as there

            from engine.sweeping import task

            node = there.get_runtime_context().get_node_id()
            Path(begun, f"{node}.{uuid.uuid4()}").write_bytes(run)
            return task.trained(run)

        return tasks(given)[0], given.remote(num_cpus=1, max_retries=on_ray.RETRIES)(trained)

    monkeypatch.setattr(on_ray, "_tasks", noting)
    runs = [replace(spec(DenseNet((64,) * 8), seed), stop=StopAt(steps=600)) for seed in range(4)]
    removed = False

    def look() -> None:
        nonlocal removed
        if not removed and list(tmp_path.glob(f"{second.node_id}.*")):
            removed = True
            cluster.remove_node(second, allow_graceful=False)

    said = list(on_ray.train_all(runs, cluster.address, look))
    assert removed
    found = {event.index: event.tape for event in said if isinstance(event, RunTrained)}
    assert sorted(found) == [0, 1, 2, 3]
    assert len(list(tmp_path.iterdir())) > len(runs)
    assert [event.done for event in said if isinstance(event, Training)][-1] == 1.0
    (alone,) = (event for event in here.train_all([runs[0]], lambda: None) if isinstance(event, RunTrained))
    assert len(found[0]) == pytest.approx(len(alone.tape), rel=0.01)


def test_other_versions_and_no_cluster_are_sentences(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own = versions.found()
    monkeypatch.setattr(versions, "found", lambda: {**own, "torch": "1.0.0"})
    with pytest.raises(PlaceError, match=r"has torch .* and this one has 1\.0\.0"):
        list(on_ray.train_all([spec(DenseNet())], cluster.address, lambda: None))
    with pytest.raises(PlaceError, match=r"no cluster of Ray that answers at 127\.0\.0\.1:1"):
        list(on_ray.train_all([spec(DenseNet())], "127.0.0.1:1", lambda: None))
