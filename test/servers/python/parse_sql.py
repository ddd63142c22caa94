"""Parses a file of statements in a dialect of sqlglot; prints one JSON object for each statement.

Usage: parse_sql.py DIALECT FILE
An INSERT and a MERGE tell the columns that they write and how many expressions fill them, a CREATE TABLE its columns.
"""

import json
import sys

import sqlglot
from sqlglot import exp

dialect, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    statements = sqlglot.parse(file.read(), dialect=dialect, error_level=sqlglot.ErrorLevel.RAISE)


def table(expression):
    return expression.find(exp.Table).name


for statement in statements:
    found = {"kind": type(statement).__name__}
    if isinstance(statement, exp.Create) and isinstance(statement.this, exp.Schema):
        found["table"] = table(statement)
        found["columns"] = [c.name for c in statement.this.expressions if isinstance(c, exp.ColumnDef)]
    if isinstance(statement, exp.Insert):
        found["table"] = table(statement)
        found["columns"] = [c.name for c in statement.this.expressions]
        found["filled"] = len(statement.expression.expressions)
    if isinstance(statement, exp.Merge):
        found["table"] = table(statement)
        for when in statement.args["whens"].expressions:
            if isinstance(when.args["then"], exp.Insert):
                found["columns"] = [c.name for c in when.args["then"].this.expressions]
                found["filled"] = len(when.args["then"].expression.expressions)
    print(json.dumps(found))
