"""Serves the Step Functions engine that moto carries, on a free loopback port, which it prints as JSON.

Two things of it are replaced, both at its edges:
- its JVM bridge for JSONata, which moto ships without its wiring, by jsonata-python;
- its call of Lambda, which needs Docker, by a POST to the address given as the only argument:
  {"functionArn", "event"} -> {"ok": true, "payload"} or {"ok": false, "errorType", "errorMessage"}.
"""

import json
import sys
import threading
import urllib.request

import jsonata
from moto.core.config import default_user_config
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.jsonata import jsonata as moto_jsonata


def evaluate(expression: str):
    """One expression, with all it reads declared within it. JSONata's null and nothing are one in Python."""
    try:
        compiled = jsonata.Jsonata(expression)
        # Results such as sequences and ranges are kinds of list: a round trip leaves plain JSON.
        return json.loads(json.dumps(compiled.evaluate(None)))
    except Exception as fault:
        raise moto_jsonata.JSONataException("UNKNOWN", str(fault)) from fault


def invoke_at(address: str):
    def invoke(parameters: dict, region: str, state_credentials) -> dict:
        event = json.loads(parameters["Payload"]) if "Payload" in parameters else {}
        body = json.dumps({"functionArn": parameters["FunctionName"], "event": event}).encode("utf-8")
        request = urllib.request.Request(address, body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=300) as response:
            answer = json.load(response)
        if answer["ok"]:
            return {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": answer["payload"]}
        failure = {"errorType": answer["errorType"], "errorMessage": answer["errorMessage"]}
        return {"StatusCode": 200, "ExecutedVersion": "$LATEST", "FunctionError": "Unhandled", "Payload": failure}

    return invoke


def main() -> None:
    moto_jsonata._eval_jsonata = evaluate
    lambda_eval_utils._invoke_lambda_function = invoke_at(sys.argv[1])
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    print(json.dumps({"port": server.get_host_and_port()[1]}), flush=True)
    # Ends with its parent, even one that was killed: its end closes this pipe.
    sys.stdin.read()
    server.stop()


threading.stack_size(64 * 1024 * 1024)
sys.setrecursionlimit(20_000)
main()
