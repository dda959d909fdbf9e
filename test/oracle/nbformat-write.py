"""Writes test/kernel/notebook/fixtures/nbformat-written.ipynb with nbformat 5.11: pip install nbformat==5.11.1"""
import sys
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

notebook = new_notebook(
    metadata={
        "kernelspec": {"display_name": "TypeScript (roux)", "language": "typescript", "name": "roux"},
        "10": "ten", "2": "two", "Z": [], "a": {}, "é": "ü — 😀",
    },
    cells=[
        new_markdown_cell("# Title\n\ntext \u2028 and \x85 and \x0c\r\nend\n", id="m1",
                          attachments={"a.png": {"image/png": "aGVsbG8="}}),
        new_raw_cell("", id="r1", metadata={"format": "text/html"}),
        new_code_cell("1\n\n2", id="c1", execution_count=3, metadata={"tags": ["a"]}, outputs=[
            new_output("stream", name="stdout", text="a\nb"),
            new_output("display_data", data={
                "text/html": "<b>\n</b>", "text/plain": "", "image/png": "aGVs\nbG8=\n", "image/svg+xml": "<svg>\n</svg>",
                "application/javascript": "1\n2", "application/json": {"b": [1, 2.5, None, True], "a": "x\ny"},
                "application/vnd.vegalite.v5+json": {"mark": "bar"}}),
            new_output("execute_result", data={"text/plain": "3\u001b[31m"}, execution_count=3),
            new_output("error", ename="TypeError", evalue="x\ny", traceback=["\u001b[31mTypeError\u001b[39m: x\ny", "at 1"]),
        ]),
        new_code_cell("", id="c2"),
    ],
)
nbformat.write(notebook, sys.argv[1])
