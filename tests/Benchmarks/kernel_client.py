"""Times a Jupyter kernel as a front end sees it, in milliseconds: python3 kernel_client.py KERNEL VALUE [SQL]

VALUE and SQL are cells to time. Prints one JSON object: each figure is the median of ten.
"""
import json
import queue
import statistics
import sys
import time

from jupyter_client import KernelManager


def run(client, code):
    start = time.perf_counter()
    message = client.execute(code)
    while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != message:
        pass
    while True:
        heard = client.get_iopub_msg(timeout=60)
        if heard["parent_header"].get("msg_id") == message and heard["content"].get("execution_state") == "idle":
            return (time.perf_counter() - start) * 1000


def start(name):
    manager = KernelManager(kernel_name=name)
    begun = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    message = client.kernel_info()
    while client.get_shell_msg(timeout=60)["parent_header"].get("msg_id") != message:
        pass
    milliseconds = (time.perf_counter() - begun) * 1000
    while True:  # a subscription may arrive after the request
        try:
            client.get_iopub_msg(timeout=0.2)
            return manager, client, milliseconds
        except queue.Empty:
            client.kernel_info()


def stop(manager, client):
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def main():
    name, cells = sys.argv[1], sys.argv[2:]
    info, first, settled = [], [], []
    for _ in range(10):
        manager, client, milliseconds = start(name)
        info.append(milliseconds)
        first.append(run(client, cells[0]))
        stop(manager, client)
    for _ in range(3):
        manager, client, _ = start(name)
        time.sleep(2)
        settled.append(run(client, cells[0]))
        if len(settled) < 3:
            stop(manager, client)
    figures = {"info": info, "first": first, "settled": settled}
    for label, code in zip(["cell", "sql"], cells):
        run(client, code)
        figures[label] = [run(client, code) for _ in range(10)]
    stop(manager, client)
    print(json.dumps({label: statistics.median(values) for label, values in figures.items()}))


main()
