"""Windows limits a process by the job that it belongs to: how much memory it takes, and that it starts no other."""

import ctypes
from typing import Any, ClassVar

_EXTENDED_LIMITS = 9
_ACTIVE_PROCESSES, _PROCESS_MEMORY = 0x8, 0x100
_DWORD = ctypes.c_uint32

_Fields = list[tuple[str, Any]]


class _Basic(ctypes.Structure):
    """``JOBOBJECT_BASIC_LIMIT_INFORMATION``."""

    _fields_: ClassVar[_Fields] = [
        ("per_process_user_time", ctypes.c_int64),
        ("per_job_user_time", ctypes.c_int64),
        ("flags", _DWORD),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", _DWORD),
        ("affinity", ctypes.c_size_t),
        ("priority", _DWORD),
        ("scheduling", _DWORD),
    ]


class Limits(ctypes.Structure):
    """``JOBOBJECT_EXTENDED_LIMIT_INFORMATION``."""

    _fields_: ClassVar[_Fields] = [
        ("basic", _Basic),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    ]


def limits(memory: int) -> Limits:
    """Return the limits of a process that may have so many bytes, and no child."""
    found = Limits()
    found.basic.flags = _ACTIVE_PROCESSES | _PROCESS_MEMORY
    found.basic.active_processes = 1
    found.process_memory = memory
    return found


def limit_memory(memory: int) -> None:
    """Give this process so many bytes and no child; a system that has no such jobs goes without."""
    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 – other systems have no such name
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    # The handle stays open as long as the process: with it, the limits would go.
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    said = limits(memory)
    if job and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(said), ctypes.sizeof(said)):
        kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
