"""Seconds of each step of a program and its peak memory, printed as one JSON object."""

import json
import sys
import time
import warnings


class Steps:
    """Wall-clock seconds of named steps, in order."""

    def __init__(self):
        self.seconds = {}
        self._last = time.perf_counter()

    def done(self, name):
        now = time.perf_counter()
        self.seconds[name] = now - self._last
        self._last = now


def peak_mb():
    """Largest resident memory of this process in MB (10^6 bytes): VmHWM, which a parent cannot blur as it can ru_maxrss."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        pass
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def quietly():
    """lifetimes prints the optimiser's state and numpy warns of overflows on the way: none of it belongs on stdout."""
    warnings.simplefilter("ignore")
    out = sys.stdout
    sys.stdout = sys.stderr
    return lambda result: out.write(json.dumps(result) + "\n")
