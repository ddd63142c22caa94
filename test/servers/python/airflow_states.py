"""Prints the tasks of the latest run of a DAG from Airflow's SQLite database, as one JSON array of arrays.

Usage: airflow_states.py DATABASE DAG: task, map index, state, number of the last try; then ["", -1, state of the run, 0].
"""

import json
import sqlite3
import sys

database, dag = sys.argv[1:]
with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
    run = connection.execute(
        "select run_id, state from dag_run where dag_id = ? order by id desc limit 1", (dag,)
    ).fetchone()
    tasks = connection.execute(
        "select task_id, map_index, state, try_number from task_instance"
        " where dag_id = ? and run_id = ? order by task_id, map_index",
        (dag, run[0] if run else ""),
    ).fetchall()
    print(json.dumps([*tasks, ["", -1, run[1] if run else None, 0]]))
