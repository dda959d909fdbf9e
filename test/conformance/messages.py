"""Drives a roux kernel as a front end does and prints what it saw, as one JSON object. Judged by messages.test.ts."""

import json
import os
import signal
import sys
import time

from jupyter_client.manager import KernelManager

manager = KernelManager(kernel_name="roux")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
seen = {}


def summary(message):
    content = dict(message["content"])
    content.pop("traceback", None)
    return [message["msg_type"], content]


def run(code, **options):
    outputs = []
    reply = client.execute_interactive(
        code, timeout=60, output_hook=lambda message: outputs.append(summary(message)), **options
    )
    return {"reply": reply["content"], "outputs": outputs}


seen["first"] = run("const a: number = 40; console.log('x'); a + 2")
seen["displays"] = run("display(1, { id: 'i' }); display(2, { id: 'i' }); clearOutput()")
seen["error"] = run("const broken = () => { throw new RangeError('on purpose') };\nbroken()")
seen["expressions"] = run("1", user_expressions={"good": "a + 1", "bad": "nowhere"})
seen["silent"] = run("console.log('quiet'); 5", silent=True)

# Cells that were sent before an error was seen are aborted; those sent after it run.
ids = [client.execute(code) for code in ("await new Promise((r) => setTimeout(r, 200)); throw 1", "'never'", "'never'")]
replies = {}
while len(replies) < 3:
    message = client.get_shell_msg(timeout=60)
    replies[message["parent_header"]["msg_id"]] = message["content"]["status"]
seen["queued"] = [replies[id] for id in ids]
seen["after"] = run("'runs'")["reply"]["status"]

# Control is answered while a cell is busy.
busy = client.execute("console.log('busy'); while (true);")
while True:
    message = client.get_iopub_msg(timeout=60)
    if message["msg_type"] == "stream" and message["parent_header"]["msg_id"] == busy:
        break
client.control_channel.send(client.session.msg("kernel_info_request"))
seen["busyInfo"] = client.get_control_msg(timeout=10)["content"]
seen["heartbeat"] = client.hb_channel.is_beating()
manager.interrupt_kernel()
seen["interrupted"] = client.get_shell_msg(timeout=10)["content"].get("ename")
busy = client.execute("console.log('busy'); while (true);")
while True:
    message = client.get_iopub_msg(timeout=60)
    if message["msg_type"] == "stream" and message["parent_header"]["msg_id"] == busy:
        break
os.kill(manager.provisioner.pid, signal.SIGINT)
seen["sigint"] = client.get_shell_msg(timeout=10)["content"].get("ename")
seen["kept"] = run("a")["outputs"][-2]

# Messages signed with another key, or not messages at all, neither run nor harm.
key = client.session.key
client.session.key = b"another"
client.execute("globalThis.forged = true")
client.session.key = key
client.shell_channel.socket.send_multipart([b"nonsense"])
seen["forged"] = run("typeof forged")["outputs"][-2][1]["data"]["text/plain"]

seen["complete"] = client.complete("'😀'; JSON.str", 13, reply=True, timeout=10)["content"]
seen["inspect"] = client.inspect("JSON.stringify", 8, reply=True, timeout=10)["content"]
seen["history"] = client.history(hist_access_type="tail", n=1, reply=True, timeout=10)["content"]["history"]
seen["comms"] = client.comm_info(reply=True, timeout=10)["content"]
seen["lines"] = "".join(
    content["text"] for kind, content in run("for (let i = 0; i < 20_000; i++) console.log(i)")["outputs"]
    if kind == "stream" and content["name"] == "stdout"
) == "".join(f"{i}\n" for i in range(20_000))
seen["died"] = run("process.exit(4)")["reply"]
seen["reborn"] = run("typeof a")

manager.restart_kernel()
client.wait_for_ready(timeout=60)
seen["restarted"] = run("typeof a")
client.shutdown()
for _ in range(100):
    if not manager.is_alive():
        break
    time.sleep(0.1)
seen["ended"] = not manager.is_alive()
client.stop_channels()
json.dump(seen, sys.stdout)
