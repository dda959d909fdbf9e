"""Jupyter's own kernel test suite against the roux kernel. Prints one line of JSON: counts and the names of what failed."""

import json
import unittest

import jupyter_kernel_test


class RouxTests(jupyter_kernel_test.KernelTests):
    kernel_name = "roux"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('to stderr')"
    completion_samples = [{"text": "JSON.str", "matches": {"stringify"}}]
    complete_code_samples = ["1 + 1", "const a: number = 1;", "function f(x: number) {\n  return x;\n}"]
    incomplete_code_samples = ["function f() {", "const list = [1,", "`text"]
    invalid_code_samples = ["let 5x = 3", "class 5 {}"]
    code_inspect_sample = "JSON.stringify"
    code_execute_result = [{"code": "6 * 7", "result": "42"}, {"code": "[1, 2]", "result": "[ 1, 2 ]"}]
    code_display_data = [
        {"code": "display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>hi</b>' }) })", "mime": "text/html"}
    ]
    code_generate_error = "throw new Error('on purpose')"
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = "clearOutput()"


if __name__ == "__main__":
    program = unittest.main(argv=["jupyter_kernel_test", "RouxTests"], exit=False, verbosity=0)
    result = program.result
    failed = [f"{case.id()}: {text.strip().splitlines()[-1]}" for case, text in result.failures + result.errors]
    skipped = [f"{case.id()}: {reason}" for case, reason in result.skipped]
    print(json.dumps({"run": result.testsRun, "failed": failed, "skipped": skipped}))
