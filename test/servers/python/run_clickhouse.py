"""Runs statements in an embedded ClickHouse; prints the rows of each as JSON lines, one array a statement.

Usage: run_clickhouse.py FOLDER, with a JSON array of statement texts on standard input. Stops at the first error.
"""

import json
import sys

from chdb import session

clickhouse = session.Session(sys.argv[1])
for text in json.load(sys.stdin):
    rows = str(clickhouse.query(text, "JSONCompactEachRow"))
    print(json.dumps([json.loads(line) for line in rows.splitlines()]))
