#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ranks photographs on an Apache Spark cluster and writes Parquet.

usage: spark-submit rank-spark.py LIST OUTPUT.parquet [PARTITIONS]

LIST names one photograph a line, under paths that every worker sees; it is read
as a DataFrame. By mapInPandas (which needs pandas and pyarrow) each task runs
`photo-critic-cli rank --files-from - --format ndjson --no-library` as a streaming
worker and hands it the paths of its partition. A worker that dies, by whatever signal, fails its task, and Spark runs
the task again (spark.task.maxFailures); rows of a photograph that cannot be
judged are rows, not failures. PHOTO_CRITIC_CLI names the program where it is not
on the way.
"""
import contextlib
import itertools
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pandas
from pyspark.sql import SparkSession
from pyspark.sql.types import (BooleanType, DoubleType, IntegerType, LongType, MapType, StringType, StructField,
                               StructType)

PROGRAM = os.environ.get('PHOTO_CRITIC_CLI', 'photo-critic-cli')
COLUMNS = [('path', StringType()), ('path_bytes', StringType()), ('version', IntegerType()), ('error', StringType()),
           ('model', StringType()), ('score', DoubleType()), ('low', DoubleType()), ('typical_error', DoubleType()),
           ('spread', DoubleType()), ('high', BooleanType()), ('p_high', DoubleType()), ('percentile', DoubleType()),
           ('photo_score', DoubleType()), ('styles', MapType(StringType(), DoubleType())), ('critiques', IntegerType()),
           ('width', IntegerType()), ('height', IntegerType()), ('bytes', LongType()), ('taken', StringType()),
           ('sharpness', DoubleType()), ('exposure', DoubleType()), ('clipped', DoubleType()), ('hash', StringType())]
SCHEMA = StructType([StructField(name, kind, True) for name, kind in COLUMNS])
ROWS_IN_A_FRAME = 256
KINDS = {DoubleType: float, IntegerType: int, LongType: int}


def row_of(line):
    """A line of NDJSON as a list in the order of COLUMNS."""
    members = json.loads(line)
    row = []
    for name, kind in COLUMNS:
        value = members.get(name)
        convert = KINDS.get(type(kind))
        if isinstance(value, dict):
            value = {key: float(number) for key, number in value.items()}
        row.append(convert(value) if convert is not None and value is not None else value)
    return row


def frame_of(lines):
    # dtype=object: whole numbers stay whole beside rows that have none
    return pandas.DataFrame([row_of(line) for line in lines], columns=SCHEMA.names, dtype=object)


def rank(frames):
    """The rankings of one partition, from a worker that lives as long as its task."""
    with subprocess.Popen([PROGRAM, 'rank', '--files-from', '-', '-0', '--format', 'ndjson', '--no-library', '--jobs', '1'],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker, ThreadPoolExecutor(1) as feeder:
        def feed():
            # A pipe that breaks is a worker that died: its status says so below.
            with contextlib.suppress(BrokenPipeError), worker.stdin:
                for frame in frames:
                    for path in frame['value']:
                        worker.stdin.write(path.encode('utf-8', 'surrogateescape') + b'\0')

        fed = feeder.submit(feed)
        while lines := list(itertools.islice(worker.stdout, ROWS_IN_A_FRAME)):
            yield frame_of(lines)
        fed.result()
    if worker.returncode not in (0, 1):
        raise RuntimeError(f'{PROGRAM} ended with status {worker.returncode}')


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    spark = SparkSession.builder.appName('photo-critic').getOrCreate()
    paths = spark.read.text(sys.argv[1])
    if len(sys.argv) == 4:
        paths = paths.repartition(int(sys.argv[3]))
    paths.mapInPandas(rank, SCHEMA).write.mode('overwrite').parquet(sys.argv[2])
    spark.stop()


if __name__ == '__main__':
    main()
