"""Which processors a measurement runs on, and what they are."""

import os
import platform
from datetime import datetime, timezone
from pathlib import Path


def read(path):
    try:
        return Path(path).read_text().strip()
    except OSError:
        return ""


def pin(count):
    """Confines this process, and the threads it starts, to `count` cores, and
    returns them; where the system has no such call, None."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    cores = {}
    # From the last one: the first also serves most interrupts.
    for cpu in sorted(os.sched_getaffinity(0), reverse=True):
        siblings = read(f"/sys/devices/system/cpu/cpu{cpu}/topology"
                        "/thread_siblings_list")
        cores.setdefault(siblings or cpu, cpu)
    if len(cores) < count:
        raise SystemExit(f"{count} threads need {count} cores.")
    chosen = list(cores.values())[:count]
    os.sched_setaffinity(0, chosen)
    return chosen


def available():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def model():
    for line in read("/proc/cpuinfo").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


# What each level adds that is checked here, by the system's names.
AVX512 = {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
LEVELS = {
    "x86-64-v4-bf16": AVX512 | {"avx512_bf16"},
    "x86-64-v4": AVX512,
    "x86-64-v3": {"avx2", "bmi2", "f16c", "fma", "movbe"},
}


def instruction_set():
    """The one that the library takes."""
    for line in read("/proc/cpuinfo").splitlines():
        if line.startswith("flags"):
            flags = set(line.split(":", 1)[1].split())
            for level, needed in LEVELS.items():
                if needed <= flags:
                    return level
    return "portable"


def caches():
    found = {}
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob(
            "index*")):
        kind = {"Data": "d", "Instruction": "i"}.get(read(index / "type"), "")
        found[f"L{read(index / 'level')}{kind}"] = read(index / "size")
    return found


def machine():
    return {
        "processor": model(),
        "cores": available(),
        "caches": caches(),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "load average": [round(load, 2) for load in os.getloadavg()],
    }
