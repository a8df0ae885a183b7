"""Runs a module as a program (the first argument) that ends, with all it started, when the process that started it does.

Its standard input is a pipe that nobody writes to; it closes when the other end's process is gone, even killed.
"""

import os
import runpy
import signal
import sys
import threading


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    # The program leads a process group of its own.
    os.killpg(os.getpgid(0), signal.SIGKILL)


threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
