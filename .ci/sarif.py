#!/usr/bin/env python3
"""Validates a SARIF log against the schema.

usage: sarif.py SCHEMA LOG
"""
import json
import sys

import jsonschema


def main():
    schema, log = (json.load(open(path)) for path in sys.argv[1:3])
    errors = list(jsonschema.Draft7Validator(schema).iter_errors(log))
    for error in errors[:20]:
        print(f"{error.json_path}: {error.message}")
    print(f"{len(log['runs'][0]['results'])} results, {len(errors)} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
