import * as tf from "@tensorflow/tfjs";

type Kernel = Parameters<typeof tf.registerKernel>[0];
type KernelFunction = Kernel["kernelFunc"];
type Call = Parameters<KernelFunction>[0];
type TensorInfo = tf.TensorInfo;

/** tf.js' cpu engine, as far as kernels use it. */
interface CpuBackend extends tf.KernelBackend {
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: tf.BackendValues): TensorInfo;
}

/** Kernels that need complex tensors in the engine's own memory, or a canvas: copying in and out doesn't make them. */
const unsuited = new Set(["Complex", "ComplexAbs", "Real", "Imag", "FFT", "IFFT", "Draw"]);

/** Gives an engine the kernels that only tf.js' cpu engine has: inputs are copied out, computed in JavaScript, and the
 *  results copied in. Slow next to the engine's own, but every op works everywhere. Kernels that are registered stay. */
export function registerCpuKernels(backendName: string): void {
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend("cpu")) {
    if (unsuited.has(kernelName) || tf.getKernel(kernelName, backendName)) continue;
    tf.registerKernel({ kernelName, backendName, kernelFunc: onCpu(kernelFunc) });
  }
}

/** Sends the calls of one kernel to the cpu engine that `when` picks: those that the engine's own answers wrongly. */
export function sendToCpu(kernelName: string, backendName: string, when: (call: Call) => boolean): void {
  const own = tf.getKernel(kernelName, backendName);
  const cpu = onCpu(tf.getKernel(kernelName, "cpu").kernelFunc);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...own, kernelFunc: (call) => (when(call) ? cpu(call) : own.kernelFunc(call)) });
}

function onCpu(kernel: KernelFunction): KernelFunction {
  return ({ inputs, attrs, backend }) => {
    const engine = backend as tf.KernelBackend;
    const cpu = tf.findBackend("cpu") as CpuBackend;
    const borrowed: TensorInfo[] = [];
    const copyIn = (info: TensorInfo): TensorInfo => {
      const values = engine.readSync(info.dataId);
      const copy = cpu.makeTensorInfo(info.shape, info.dtype, values);
      borrowed.push(copy);
      return copy;
    };
    const copyOut = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => {
      const values = cpu.readSync(dataId);
      cpu.disposeData(dataId);
      return { dataId: engine.write(values, shape, dtype), shape, dtype };
    };
    const copies = Object.fromEntries(
      Object.entries(inputs).map(([name, info]) => [
        name,
        Array.isArray(info) ? info.map(copyIn) : info && copyIn(info),
      ]),
    );
    const results = kernel({ inputs: copies as typeof inputs, attrs: attrs!, backend: cpu });
    const outputs = Array.isArray(results) ? results.map(copyOut) : copyOut(results);
    for (const { dataId } of borrowed) cpu.disposeData(dataId);
    return outputs;
  };
}
