import { describe, expect, test } from "vitest";

import { parsePercent } from "../../../kernel/notebook/index.ts";
import { defaultParameters, injectParameters, parseParameter } from "../../../kernel/runner/index.ts";

const notebook = parsePercent(
  '// %% [markdown]\n// # T\n\n// %% tags=["parameters"]\nconst epochs: number = 1_000;\nexport let name = "a", flag = false;\nlet rate = 1 / 3;\n\n// %%\nepochs\n',
);

describe("parameters", () => {
  test.each([
    ["5", 5],
    ["-0.5", -0.5],
    ["1e-3", 0.001],
    ["true", true],
    ["null", null],
    ["[1, 2]", [1, 2]],
    ['{"a": "b"}', { a: "b" }],
    ["adam", "adam"],
    ['"5"', "5"],
    ["", ""],
    ["007", "007"],
  ])("-p x %s", (text, value) => {
    expect(parseParameter(text)).toEqual(value);
  });

  test("stand in a cell of their own after the defaults, declared as these are", () => {
    const { cells } = injectParameters(notebook, { epochs: 2, name: 'say "hi"', rate: 0.5 });
    expect(cells.map(({ metadata }) => metadata.tags)).toEqual([
      undefined,
      ["parameters"],
      ["injected-parameters"],
      undefined,
    ]);
    expect(cells[2]!.source).toBe(
      '// Parameters\nconst epochs: number = 2;\nlet name = "say \\"hi\\"";\nlet rate = 0.5;',
    );
    expect(cells[2]!.id).toBe("injected-parameters");
    expect(notebook.cells).toHaveLength(3);
  });

  test("injecting again replaces; without parameters the injected cell goes", () => {
    const once = injectParameters(notebook, { epochs: 2 });
    expect(injectParameters(once, { epochs: 3 })).toEqual(injectParameters(notebook, { epochs: 3 }));
    expect(injectParameters(once, {})).toEqual(notebook);
  });

  test("without a parameters cell they stand at the top", () => {
    const { cells } = injectParameters(parsePercent("// %%\n1"), { epochs: 2 });
    expect(cells[0]!.source).toBe("// Parameters\nlet epochs = 2;");
  });

  test("a name that the notebook does not declare is refused: the run would go on with the default", () => {
    expect(() => injectParameters(notebook, { epoch: 2 }, "run")).toThrow(
      'run: expected a parameter among epochs, name, flag, rate, got "epoch".',
    );
    expect(() => injectParameters(notebook, { "a b": 2 }, "run")).toThrow(
      'run: expected a variable name after -p, got "a b".',
    );
  });

  test("defaults are read where they are plain values", () => {
    expect(defaultParameters(notebook)).toEqual({ epochs: 1000, name: "a", flag: false });
    expect(defaultParameters(parsePercent("1"))).toEqual({});
  });
});
