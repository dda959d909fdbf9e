import type { Binding } from "../tensorflow/Binding.ts";
import type { TensorMetadata } from "../tensorflow/TensorMetadata.ts";
import { DataType } from "../tensorflow/DataType.ts";
import { AttributeType } from "../tensorflow/OpAttribute.ts";
import type { OpAttribute } from "../tensorflow/OpAttribute.ts";
import type { TensorValues } from "../tensorflow/NativeTensors.ts";
import { graphApi } from "./GraphApi.ts";
import type { GraphOutput } from "./GraphApi.ts";
import { GraphBuilder } from "./GraphBuilder.ts";
import { constantCount, opCount } from "./Program.ts";
import type { Program, ProgramNode, Reference } from "./Program.ts";
import { withoutDeadCode } from "./withoutDeadCode.ts";

/** Constants of more elements than this stay outside the graph: as a fill where all elements are equal, else as an input
 *  whose memory is shared. In the graph they would be copied by every optimisation pass. */
const largestInlineConstant = 1024;

/** Element types that `Fill` takes from one array element. */
const fillable: ReadonlySet<number> = new Set([DataType.float32, DataType.int32, DataType.bool]);

/** Where an input of the function comes from at each call. */
export interface FunctionInput {
  readonly kind: "argument" | "variable" | "capture" | "host";
  readonly index: number;
}

let functions = 0;

/** A program as one function of TensorFlow: `run` does in one call what the program's ops did one by one. */
export class GraphFunction {
  readonly name = `roux_step_${functions++}`;
  readonly program: Program;
  readonly inputs: readonly FunctionInput[];
  readonly ops: number;
  readonly constants: number;
  readonly #binding: Binding;
  readonly #attributes: readonly OpAttribute[];
  /** Tensors of the binding that this function owns: captured ones (the memory is shared) and big constants. */
  readonly #owned: number[] = [];
  readonly #inputIds: number[];
  #disposed = false;

  /** @param captures ids in the binding of the captured tensors, by capture index
   *  @param xla compile with XLA: slower to start, faster for many small element-wise ops
   *  @throws {EngineError} when an op can't be part of a graph */
  constructor(binding: Binding, recorded: Program, captures: readonly number[], { xla }: { xla: boolean }) {
    const program = withoutDeadCode(recorded);
    this.program = program;
    this.ops = opCount(program);
    this.constants = constantCount(program);
    this.#binding = binding;
    this.#attributes = xla ? [{ name: "_XlaMustCompile", type: AttributeType.bool, value: true }] : [];
    const builder = new GraphBuilder(binding);
    const api = graphApi(binding.library);
    try {
      const placeholders: GraphOutput[] = [];
      const inputs: FunctionInput[] = [];
      this.#inputIds = [];
      const addInput = (
        input: FunctionInput,
        node: ProgramNode & { kind: FunctionInput["kind"] | "constant" },
        id = -1,
      ) => {
        const placeholder = builder.placeholder(node);
        placeholders.push(placeholder);
        inputs.push(input);
        this.#inputIds.push(id);
        return placeholder;
      };
      const outputs: ((index: number) => GraphOutput)[] = [];
      for (const node of program.nodes) {
        if (node.kind === "op") {
          const given = node.inputs.map(({ node, output }) => outputs[node]!(output));
          outputs.push(builder.op(node.op, node.attributes, given));
          continue;
        }
        let output: GraphOutput;
        if (node.kind === "capture")
          output = addInput(node, node, this.#share(captures[node.index]!, node.dataType));
        else if (node.kind !== "constant") output = addInput(node, node);
        else if (node.values.length <= largestInlineConstant) output = builder.constant(node, node.values);
        else if (fillable.has(node.dataType) && isUniform(node.values))
          output = builder.filled(node, node.values.slice(0, 1));
        else {
          const id = binding.tensors.create(node.shape, node.dataType, node.values);
          this.#owned.push(id);
          output = addInput({ kind: "capture", index: -1 }, node, id);
        }
        outputs.push(() => output);
      }
      this.inputs = inputs;
      const isOp = ({ node }: Reference): boolean => program.nodes[node]!.kind === "op";
      const results = [...program.results, ...program.updates.map(({ value }) => value)].map((reference) => {
        const output = outputs[reference.node]!(reference.output);
        // A function gives back what it computes, not its own inputs.
        return isOp(reference) ? output : builder.op("Identity", [], [output])(0);
      });
      const { status, context } = binding;
      const definition = api.toFunction(
        builder.graph,
        this.name,
        0,
        -1,
        null,
        placeholders.length,
        placeholders,
        results.length,
        results,
        null,
        null,
        null,
        status.pointer,
      );
      status.check("engine.trace", "a function of the graph");
      api.addFunction(context.pointer, definition!, status.pointer);
      api.deleteFunction(definition!);
      status.check("engine.trace", "TensorFlow to take the function");
    } catch (error) {
      this.#release();
      throw error;
    } finally {
      builder.dispose();
    }
  }

  /** Runs the function.
   *  @param idOf id in the binding of an argument, variable or host value
   *  @returns the results, then the updates, in the program's order
   *  @throws {EngineError} with TensorFlow's message; nothing has changed then */
  run(idOf: (kind: "argument" | "variable" | "host", index: number) => number): TensorMetadata[] {
    const ids = this.#inputIds.slice();
    for (let i = 0; i < ids.length; i++) {
      const { kind, index } = this.inputs[i]!;
      if (kind !== "capture") ids[i] = idOf(kind, index);
    }
    const { results, updates } = this.program;
    return this.#binding.executeOp(this.name, this.#attributes, ids, results.length + updates.length);
  }

  /** Frees the function, what TensorFlow compiled of it, and the captured tensors. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    const { library, context, status } = this.#binding;
    graphApi(library).removeFunction(context.pointer, this.name, status.pointer);
    this.#release();
  }

  #release(): void {
    for (const id of this.#owned) this.#binding.tensors.delete(id);
    this.#owned.length = 0;
  }

  /** A second handle to the tensor's memory, which lives on when the tensor is disposed. */
  #share(id: number, dataType: number): number {
    const type = { name: "T", type: AttributeType.type, value: dataType };
    const shared = this.#binding.executeOp("Identity", [type], [id], 1)[0]!.id;
    this.#owned.push(shared);
    return shared;
  }
}

function isUniform(values: TensorValues): boolean {
  if (Array.isArray(values)) return false;
  const first = values[0]!;
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], first)) return false;
  return true;
}
