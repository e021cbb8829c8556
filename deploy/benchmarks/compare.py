#!/usr/bin/env python3
"""Puts targets under the same load in turn and compares them within one run.

usage: compare.py ROUNDS SECONDS CONNECTIONS name=PORT:PREFIX:PIDFILE[,PIDFILE...] ...

Every round runs each target once, the order turned by one each time. Printed per target: the median of calls per second,
latency, CPU microseconds per call of its processes (children included; with PostgreSQL's, where it is a child), resident
memory, and the median over the rounds of its rate divided by the first target's. wrk must be installed. Environment:
TOKENS names the token file, OPERATION and SYSTEMS are passed to load.lua.
"""
import json
import os
import statistics
import subprocess
import sys

TICK = os.sysconf("SC_CLK_TCK")
HERE = os.path.dirname(os.path.abspath(__file__))


def family(pid_files):
    found, todo = set(), [open(f).read().split()[0] if os.path.exists(f) else f for f in pid_files]
    while todo:
        pid = todo.pop()
        found.add(pid)
        try:
            for thread in os.listdir(f"/proc/{pid}/task"):
                todo += open(f"/proc/{pid}/task/{thread}/children").read().split()
        except OSError:
            pass
    return found


def stat(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    except OSError:
        return None


def cpu_seconds(pids):
    return sum(int(s[11]) + int(s[12]) for s in map(stat, pids) if s) / TICK


def resident_mib(pids):
    total = 0
    for pid in pids:
        try:
            total += sum(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS"))
        except OSError:
            pass
    return total / 1024


def load(port, prefix, seconds, connections):
    environment = dict(os.environ, PREFIX=prefix)
    out = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", HERE + "/load.lua", f"http://127.0.0.1:{port}"],
        env=environment, capture_output=True, text=True).stdout
    lines = [line for line in out.splitlines() if line.startswith("JSON ")]
    if not lines:
        raise SystemExit("wrk printed no result:\n" + out)
    return json.loads(lines[0][5:])


def main():
    rounds, seconds, connections = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    targets = []
    for argument in sys.argv[4:]:
        name, rest = argument.split("=", 1)
        port, prefix, pids = rest.split(":")
        targets.append((name, port, prefix, pids.split(",")))
    results = {name: [] for name, *_ in targets}
    for turn in range(rounds):
        for name, port, prefix, pid_files in targets[turn % len(targets):] + targets[:turn % len(targets)]:
            pids = family(pid_files)
            before = cpu_seconds(pids)
            result = load(port, prefix, seconds, connections)
            result["rate"] = result["calls"] / (result["us"] / 1e6)
            result["cpu"] = (cpu_seconds(pids) - before) / max(1, result["calls"]) * 1e6
            result["rss"] = resident_mib(pids)
            results[name].append(result)
            print(f"  round {turn} {name:16s} {result['rate']:8.0f}/s p50 {result['p50'] / 1000:7.2f} ms p99 {result['p99'] / 1000:8.2f} ms "
                  f"cpu {result['cpu']:6.1f} us/call rss {result['rss']:5.0f} MiB refused {result['non2xx']} broken {result['broken']}", flush=True)
    table(targets, results)


def table(targets, results):
    first = targets[0][0]
    print(f"{'target':16s} {'calls/s':>9s} {'p50 ms':>8s} {'p99 ms':>8s} {'us CPU':>8s} {'MiB':>6s} {'x ' + first:>14s}")
    for name, *_ in targets:
        runs = results[name]
        middle = {key: statistics.median(run[key] for run in runs) for key in ("rate", "p50", "p99", "cpu", "rss")}
        ratio = statistics.median(a["rate"] / b["rate"] for a, b in zip(runs, results[first]))
        print(f"{name:16s} {middle['rate']:9.0f} {middle['p50'] / 1000:8.2f} {middle['p99'] / 1000:8.2f} {middle['cpu']:8.1f} {middle['rss']:6.0f} {ratio:14.3f}")


if __name__ == "__main__":
    main()
