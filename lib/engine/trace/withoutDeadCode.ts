import type { Program, ProgramNode, Reference } from "./Program.ts";

/** The same program without the nodes that neither a result nor an update needs. Positions of arguments, variables,
 *  captures and hosts (`index`) stay as they are. */
export function withoutDeadCode(program: Program): Program {
  const { nodes } = program;
  const needed = new Uint8Array(nodes.length);
  for (const { node } of program.results) needed[node] = 1;
  for (const { value } of program.updates) needed[value.node] = 1;
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]!;
    if (needed[i] && node.kind === "op") for (const input of node.inputs) needed[input.node] = 1;
  }
  const position = new Int32Array(nodes.length);
  const kept: ProgramNode[] = [];
  const moved = ({ node, output }: Reference): Reference => ({ node: position[node]!, output });
  for (let i = 0; i < nodes.length; i++) {
    if (!needed[i]) continue;
    position[i] = kept.length;
    const node = nodes[i]!;
    kept.push(node.kind === "op" ? { ...node, inputs: node.inputs.map(moved) } : node);
  }
  return {
    nodes: kept,
    results: program.results.map(moved),
    updates: program.updates.map(({ variable, value }) => ({ variable, value: moved(value) })),
  };
}
