"""Airflow DAG (3.2 or later): a clv run as one task a stage, or with scoring spread over mapped tasks.

Copy this file into the DAG folder. It is set up by environment variables of scheduler and workers:

    CLV_COMMAND        how to call clv, as words of a shell            (default: clv)
    CLV_CONFIG         the config, for every worker at the same place  (default: /etc/clv/clv.yaml)
    CLV_SCHEDULE       cron expression, empty for runs by hand only    (default: 15 3 * * 1, Mondays 03:15 UTC)
    CLV_PARTITIONS     tasks that score together                       (default: 1, no partitions)
    CLV_RETRIES        tries after the first one                       (default: 6)
    CLV_RETRY_SECONDS  pause before the second try; it doubles up to half an hour  (default: 60)

Addresses and passwords of databases are read by clv from the environment of the worker, never from here.
All tasks of a run work in one runs folder (runsDir of the config): with several workers a shared one.

Exit codes of clv decide: 2, 3, 4 and 5 fail the task at once, since the same input would end the same way;
anything else, such as 6 (database unreachable) and 7 (locked), is tried again. A repeated task redoes its own
stage and keeps what the stages before it have left.
"""

from __future__ import annotations

import os
import shlex
from datetime import datetime, timedelta, timezone

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import DAG, BaseOperator, Param
from airflow.sdk.exceptions import AirflowException, AirflowFailException

COMMAND = shlex.split(os.environ.get("CLV_COMMAND", "clv"))
CONFIG = os.environ.get("CLV_CONFIG", "/etc/clv/clv.yaml")
SCHEDULE = os.environ.get("CLV_SCHEDULE", "15 3 * * 1") or None
PARTITIONS = int(os.environ.get("CLV_PARTITIONS", "1"))
RETRIES = int(os.environ.get("CLV_RETRIES", "6"))
RETRY_SECONDS = float(os.environ.get("CLV_RETRY_SECONDS", "60"))

# what a further try cannot mend
STOP = {
    2: "the command line or the config is wrong",
    3: "the input data cannot be used",
    4: "a model did not converge or is not identified",
    5: "the new model was refused and the champion's scores are published, or monitoring stopped the run",
}


class ClvOperator(BaseOperator):
    """Runs one command of clv on the worker, its output in the task's log."""

    template_fields = ("arguments",)

    def __init__(self, *, arguments: list[str], **kwargs) -> None:
        super().__init__(**kwargs)
        self.arguments = arguments
        self._process = None

    def execute(self, context) -> None:
        as_of = context["params"].get("as_of")
        flags = ["--config", CONFIG] + (["--asOf", as_of] if as_of else [])
        self._process = SubprocessHook()
        folder = os.path.dirname(os.path.abspath(CONFIG))
        code = self._process.run_command([*COMMAND, *self.arguments, *flags], cwd=folder).exit_code
        if code in STOP:
            raise AirflowFailException(f"clv ended with {code}: {STOP[code]}. Not tried again.")
        if code != 0:
            raise AirflowException(f"clv ended with {code}.")

    def on_kill(self) -> None:
        if self._process is not None:
            self._process.send_sigterm()


with DAG(
    dag_id="clv",
    description="Customer lifetime value: from the transaction log to published scores",
    schedule=SCHEDULE,
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    # one run after another: runs share a folder, and a second one would wait at its lock
    max_active_runs=1,
    params={
        "as_of": Param(
            None,
            type=["null", "string"],
            format="date",
            description="Last day of observation; empty: as in the config",
        )
    },
    default_args={
        "retries": RETRIES,
        "retry_delay": timedelta(seconds=RETRY_SECONDS),
        "retry_exponential_backoff": 2,
        "max_retry_delay": timedelta(minutes=30),
    },
    doc_md=__doc__,
    tags=["clv"],
):
    prepared = [ClvOperator(task_id=stage, arguments=[stage]) for stage in ("ingest", "summarize", "fit", "gate")]
    for before, after in zip(prepared, prepared[1:]):
        before >> after
    if PARTITIONS == 1:
        score = ClvOperator(task_id="score", arguments=["score"])
        publish = ClvOperator(task_id="publish", arguments=["publish"])
    else:
        score = ClvOperator.partial(task_id="score").expand(
            arguments=[["score", "--partition", f"{i}/{PARTITIONS}"] for i in range(PARTITIONS)]
        )
        publish = ClvOperator(task_id="publish", arguments=["publish", "--partitions", str(PARTITIONS)])
    prepared[-1] >> score >> publish
