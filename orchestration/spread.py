"""Jobs that spread the reading over many workers; the next build loads what they have read.

`read_spread` is one run with a step for each share of the documents, for executors that send steps
to workers. `read_share` is one run a share, partitioned, for run launchers that start a machine or
a container a run. Both may run while others do, or while a build does.
"""

import os
from collections.abc import Iterator
from importlib import import_module

import dagster as dg

from orchestration.errors import UserError
from orchestration.ingest.spread import SHARES, list_raw, read_share
from orchestration.resources import BuildPlaces


def executor() -> dg.ExecutorDefinition:
    """What runs the steps: several processes here, or what `GONGKAI_EXECUTOR` names, such as
    `dagster_k8s:k8s_job_executor`.

    Raises:
        UserError: there is no such thing.
    """
    named = os.environ.get("GONGKAI_EXECUTOR")
    if not named:
        return dg.multiprocess_executor
    module, _, name = named.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise UserError(f"GONGKAI_EXECUTOR={named}：找不到这个执行器（{error}）。") from None
    if not isinstance(found, dg.ExecutorDefinition):
        raise UserError(f"GONGKAI_EXECUTOR={named}：它不是 Dagster 的执行器。")
    return found


@dg.op(out=dg.DynamicOut(str), description="List raw/ with its hashes, and share it out.")
def share_out(places: BuildPlaces) -> Iterator[dg.DynamicOutput[str]]:
    """A share for each first digit of a hash."""
    list_raw(places.settings())
    for share in SHARES:
        yield dg.DynamicOutput(share, mapping_key=share)


@dg.op(description="Read the documents of one share and hand them over in Parquet.")
def read_documents(context: dg.OpExecutionContext, places: BuildPlaces, share: str) -> int:
    """How many documents were read; none that were read before."""
    count = read_share(places.settings(), share)
    context.log.info(f"share {share}: {count} documents read")
    return count


@dg.op(description="How many documents all shares had.")
def add_up(context: dg.OpExecutionContext, counts: list[int]) -> int:
    """The sum of all shares."""
    total = sum(counts)
    context.log.info(f"{total} documents read")
    return total


@dg.job(executor_def=executor(), description="Read what is new, each share in a step of its own.")
def read_spread() -> None:
    """List, read every share, add up."""
    add_up(share_out().map(lambda share: read_documents(share)).collect())


@dg.op(description="List raw/ and name the share of this run.")
def share_of_run(context: dg.OpExecutionContext, places: BuildPlaces) -> str:
    """The run's partition."""
    list_raw(places.settings())
    return context.partition_key


@dg.job(
    name="read_share",
    partitions_def=dg.StaticPartitionsDefinition(list(SHARES)),
    description="Read what is new of one share of the documents, by the first digit of its hash.",
)
def read_one_share() -> None:
    """List, read one share."""
    read_documents(share_of_run())
